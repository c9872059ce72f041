"""A member brings in a text of their own, corrects its outline by keys, and studies it."""

import re

import pytest
from playwright.sync_api import expect

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
    expect(told).to_have_text("or drop it here")
    chooser = page.get_by_label("Choose a file")
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


@pytest.mark.parametrize("names", [["章程.txt"], ["章程.txt", "细则.txt"]])
def test_a_file_may_be_dropped_on_its_button_and_of_several_the_first_is_taken(
    page, alice, sign_in, names
):
    sign_in(page, alice)
    page.goto("/texts/import/")
    page.evaluate(
        """(names) => {
          const dataTransfer = new DataTransfer();
          for (const name of names)
            dataTransfer.items.add(new File(["文"], name, { type: "text/plain" }));
          const chooser = document.querySelector("file-chooser");
          for (const name of ["dragenter", "dragover", "drop"])
            chooser.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true }));
        }""",
        names,
    )
    expect(page.locator("file-chooser span")).to_have_text("章程.txt")
    chosen = page.get_by_label("Choose a file")
    assert chosen.evaluate("field => [...field.files].map((file) => file.name)") == ["章程.txt"]


def test_without_javascript_the_browsers_own_field_is_shown(open_page, alice, sign_in):
    page = open_page(javascript=False)
    sign_in(page, alice)
    page.goto("/texts/import/")
    expect(page.locator("file-chooser label")).to_be_hidden()
    assert page.get_by_label("File", exact=True).bounding_box()["width"] > 100
