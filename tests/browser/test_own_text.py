"""A member brings in a text of their own, corrects its outline by keys, and studies it."""

import re

import pytest
from playwright.sync_api import expect

from studyapp import intake, library
from studyapp.models import Document, Import
from tests import factories
from tests.browser.waits import follow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alice():
    return factories.create_user("alice", language="en")


def levels():
    return [s["level"] for s in Import.objects.get().outline["sections"]]


def test_a_text_is_brought_in_corrected_by_keyboard_and_studied(page, alice, sign_in, axe):
    sign_in(page, alice)
    page.goto("/library/")
    follow(page, "role=link[name='Bring in a text of your own']")
    axe(page)
    page.get_by_label("Or paste the text").fill(factories.TEXT)
    follow(page, "role=button[name='Preview']")
    axe(page)
    page.get_by_role("radio").first.focus()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("l")
    assert levels() == [0, 1, 2]
    expect(page.get_by_role("radio").nth(4)).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("u")
    assert levels() == [0, 1, 1]
    follow(page, "role=button[name='Store and learn'] >> nth=0")
    axe(page)
    follow(page, "role=button[name='Learn's]")
    expect(page).to_have_url(re.compile("/study/"))
    assert Document.objects.get().owner == alice
    page.goto(Document.objects.get().get_absolute_url())
    follow(page, "role=link[name='Delete this text']")
    axe(page)
    follow(page, "role=button[name='Delete for ever']")
    expect(page).to_have_url(re.compile("/library/$"))
    assert not Document.objects.exists()


def test_without_javascript_the_buttons_correct_and_store(open_page, alice, sign_in):
    page = open_page(phone=True, javascript=False)
    sign_in(page, alice)
    page.goto("/texts/import/")
    page.get_by_label("Or paste the text").fill(factories.TEXT)
    follow(page, "role=button[name='Preview']")
    page.get_by_role("radio", name="二、理事会").check()
    follow(page, "role=button[name='Inwards']")
    assert levels() == [0, 1, 2]
    follow(page, "role=button[name='Store and learn'] >> nth=0")
    assert Document.objects.get().sections.filter(level=2).count() == 1


def test_a_file_is_chosen_by_a_button_in_the_language_of_the_page(
    page, alice, sign_in, tmp_path, axe
):
    sign_in(page, alice)
    page.goto("/texts/import/")
    told = page.locator("file-chooser span")
    expect(told).to_have_text("or drop them here")
    chooser = page.get_by_label("Choose files")
    page.keyboard.press("Tab")
    for _ in range(20):
        if chooser.evaluate("field => field === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(chooser).to_be_focused()
    label = page.locator("file-chooser label")
    assert label.evaluate("label => getComputedStyle(label).outlineStyle") == "solid"
    file = tmp_path / "会议章程.txt"
    file.write_text(factories.TEXT)
    with page.expect_file_chooser() as choosing:
        label.click()
    choosing.value.set_files(file)
    expect(told).to_have_text("会议章程.txt")
    axe(page)
    page.get_by_role("button", name="Preview").click()
    page.wait_for_url("**/texts/imports/*/")


DROP = """(names) => {
  const dataTransfer = new DataTransfer();
  for (const name of names)
    dataTransfer.items.add(new File(["每天读书三十分钟。"], name, { type: "text/plain" }));
  const chooser = document.querySelector("file-chooser");
  for (const name of ["dragenter", "dragover", "drop"])
    chooser.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true }));
}"""


def chosen(page):
    field = page.locator("file-chooser input")
    return field.evaluate("field => [...field.files].map((file) => file.name)")


def test_files_may_be_dropped_on_their_button(page, alice, sign_in):
    sign_in(page, alice)
    page.goto("/texts/import/")
    told = page.locator("file-chooser span")
    expect(told).to_have_text("or drop them here")
    page.evaluate(DROP, ["章程.txt"])
    expect(told).to_have_text("章程.txt")
    page.evaluate(DROP, ["章程.txt", "细则.txt"])
    expect(told).to_have_text("2 files: 章程.txt · 细则.txt")
    assert chosen(page) == ["章程.txt", "细则.txt"]
    page.get_by_role("button", name="Preview").click()
    page.wait_for_url("**/texts/imports/together/*/")
    expect(page.get_by_role("listitem").filter(has_text="ready")).to_have_count(2)


def test_where_one_file_is_asked_for_of_several_that_are_dropped_the_first_is_taken(
    page, alice, sign_in
):
    data = factories.TEXT.encode()
    document = library.store_outline(intake.read(data), sha256="", by=alice, owner=alice).document
    sign_in(page, alice)
    page.goto(f"/documents/{document.pk}/revise/")
    page.evaluate(DROP, ["章程.txt", "细则.txt"])
    expect(page.locator("file-chooser span")).to_have_text("章程.txt")
    assert chosen(page) == ["章程.txt"]


def test_a_preview_keeps_headings_that_go_together_on_lines_of_their_own(page, alice, sign_in):
    sign_in(page, alice)
    page.goto("/texts/import/")
    page.get_by_label("Or paste the text").fill(factories.TEXT)
    page.get_by_role("button", name="Preview").click()
    page.wait_for_url("**/texts/imports/*/")
    headings = page.locator(".key-statements li").first
    assert headings.inner_text().splitlines() == ["一、会员", "二、理事会"]


@pytest.mark.parametrize("javascript", [True, False])
def test_several_files_come_in_and_are_stored_one_after_the_other(
    open_page, alice, sign_in, tmp_path, javascript
):
    page = open_page(phone=True, javascript=javascript)
    sign_in(page, alice)
    page.goto("/texts/import/")
    files = {"江海.txt": factories.TEXT.replace("山河", "江海"), "照片.jpg": "", "山川.txt": ""}
    files["山川.txt"] = factories.TEXT.replace("山河", "山川")
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    page.set_input_files("[type=file]", [tmp_path / name for name in files])
    page.get_by_role("button", name="Preview").click()
    page.wait_for_url("**/texts/imports/together/*/")
    expect(page.get_by_text("Files of the kind .jpg are not read")).to_be_visible()
    page.get_by_role("link", name="Look at the first").click()
    for title in ("江海读书会章程", "山川读书会章程"):
        expect(page.get_by_label("Title")).to_have_value(title)
        page.get_by_role("button", name="Store and learn").first.click()
    page.wait_for_url("**/texts/imports/together/*/")
    expect(page.get_by_role("listitem").filter(has_text="stored")).to_have_count(2)
    assert Document.objects.filter(owner=alice).count() == 2


def test_what_is_typed_of_a_text_stays_whatever_is_pressed(page, alice, sign_in, axe, problems):
    sign_in(page, alice)
    page.goto("/texts/import/")
    page.get_by_label("Or paste the text").fill(factories.TEXT + "\n三、附则\n")
    page.get_by_role("button", name="Preview").click()
    page.wait_for_url("**/texts/imports/*/")
    title, date = page.get_by_label("Title"), page.get_by_label("Published on")
    title.fill("江海读书会章程")
    page.get_by_role("radio").nth(4).focus()
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("l")
    assert levels() == [0, 1, 2, 1]
    expect(title).to_have_value("江海读书会章程")
    expect(page.get_by_role("radio").nth(4)).to_be_focused()
    page.get_by_label("Source").fill("江海社")
    with page.expect_navigation():
        page.get_by_role("link", name="There is nothing under").click()
    assert Import.objects.get().outline["source"] == "江海社"
    expect(page.get_by_role("radio").last).to_be_checked()
    date.fill("2026年2月30日")
    with page.expect_navigation():
        date.press("Enter")
    expect(page.get_by_text("There is no such date.")).to_be_visible()
    expect(date).to_be_focused()
    expect(date).to_have_value("2026年2月30日")
    assert "422" in problems.pop()
    axe(page)
    date.fill("2026年2月28日")
    with page.expect_navigation():
        date.press("Enter")
    expect(date).to_have_value("2026-02-28")
    with page.expect_navigation():
        page.get_by_role("button", name="Put it in (Title)").click()
    expect(title).to_have_value("山河读书会章程")
    page.get_by_role("button", name="Store and learn").first.click()
    page.wait_for_url("**/documents/*/")
    document = Document.objects.get()
    assert (document.title, document.source, document.published_on.isoformat()) == (
        *("山河读书会章程", "江海社", "2026-02-28"),
    )


def test_without_javascript_the_browsers_own_field_is_shown(open_page, alice, sign_in):
    page = open_page(javascript=False)
    sign_in(page, alice)
    page.goto("/texts/import/")
    expect(page.locator("file-chooser label")).to_be_hidden()
    assert page.get_by_label("Files", exact=True).bounding_box()["width"] > 100
