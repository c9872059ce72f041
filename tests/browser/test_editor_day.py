"""An editor's day: a text is imported, corrected, published, revised, and put back as it was."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from studyapp.editors import GROUP
from studyapp.models import Collection, Document, Question
from tests import factories
from tests.browser.waits import follow

pytestmark = pytest.mark.django_db(transaction=True)

REVISED = factories.TEXT.replace("三篇课文", "五篇课文").replace(
    "理事会由七名理事组成，任期三年。", "理事会由九名理事组成，任期三年。理事可以连任一次。"
)


@pytest.fixture
def editor():
    """Someone of the Editors group, who may do nothing else."""
    user = factories.create_user("editor", is_staff=True)
    user.groups.add(Group.objects.get(name=GROUP))
    return user


def import_text(page, text, decision):
    page.goto("/admin/")
    follow(page, ".to-do a[href$='/document/import/']")
    page.fill("[name=text]", text)
    follow(page, "[type=submit].default")
    follow(page, f"button[value={decision}] >> nth=0")
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_an_editors_day(page, sign_in, editor):
    sign_in(page, editor)

    # A text comes in and is kept as a draft, which the first page then tells of.
    import_text(page, factories.TEXT, "draft")
    document = Document.objects.get()
    page.goto("/admin/")
    follow(page, ".to-do a[href*='status__exact=draft']")
    follow(page, "text=山河读书会章程")

    # A wrong word is corrected in its section: that is a revision.
    follow(page, "text=一、会员")
    page.fill("[name=body]", page.input_value("[name=body]").replace("试读期", "见习期"))
    follow(page, "[name=_save]")
    assert document.revisions.count() == 2

    # It is published, and a stranger can read it.
    page.goto(f"/admin/studyapp/document/{document.pk}/change/")
    follow(page, "[name=_publish]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    document.refresh_from_db()
    assert document.status == "published"

    # A newer text of the same title comes in as its next revision.
    import_text(page, REVISED, "revise")
    third = document.revisions.get(number=3)

    # What changed is read in the text itself.
    follow(page, f"a[href='/admin/studyapp/revision/{third.pk}/changes/']")
    expect(page.locator(".change ins", has_text="试读")).to_be_visible()
    expect(page.locator(".comparison")).to_contain_text("理事可以连任一次。")
    page.select_option("#compare-with", "1")
    follow(page, ".compare-with [type=submit]")
    expect(page.locator(".change ins", has_text="试读")).to_have_count(0)

    # The editor was wrong: the corrected text is put in force again, after seeing what that does.
    second = document.revisions.get(number=2)
    page.goto(f"/admin/studyapp/revision/{second.pk}/changes/")
    follow(page, f"a[href='/admin/studyapp/revision/{second.pk}/restore/']")
    expect(page.locator(".change del").first).to_be_visible()
    follow(page, ".decision .default")
    expect(page.locator(".messagelist .success")).to_be_visible()
    newest = document.revisions.first()
    assert (newest.number, newest.outline, newest.author) == (4, second.outline, editor)


def test_the_original_is_saved_as_a_file(page, sign_in, editor):
    document = factories.create_document()
    sign_in(page, editor)
    page.goto(f"/admin/studyapp/document/{document.pk}/change/")
    with page.expect_download() as saved:
        page.click(f"a[href='/admin/studyapp/revision/{document.revisions.get().pk}/original/']")
    assert saved.value.suggested_filename == "text.txt"


def test_a_question_is_retired_and_brought_back_without_scripts(open_page, sign_in, editor):
    page = open_page(javascript=False)
    factories.create_document()
    question = Question.objects.filter(kind="choice").first()
    sign_in(page, editor)
    page.goto(f"/admin/studyapp/question/{question.pk}/change/")
    follow(page, "[name=_retire]")
    page.goto(f"/admin/studyapp/question/{question.pk}/change/")
    follow(page, ".object-tools button")
    question.refresh_from_db()
    assert question.retired_at is None


def test_without_scripts_there_is_one_button_for_files(open_page, sign_in, editor):
    page = open_page(javascript=False)
    sign_in(page, editor)
    page.goto("/admin/studyapp/document/import/")
    expect(page.locator("file-chooser input")).to_be_visible()
    expect(page.locator("file-chooser label")).to_be_hidden()


def test_a_collection_is_put_in_order_by_numbers(page, sign_in, editor):
    documents = [
        factories.create_document(text=f"读书之{number}\n\n每个人每天读书三十分钟。")
        for number in "一二"
    ]
    sign_in(page, editor)
    page.goto("/admin/studyapp/collection/add/")
    page.fill("[name=name]", "入会必读")
    for row, (document, place) in enumerate(zip(documents, "21", strict=True)):
        page.select_option(f"[name=entries-{row}-document]", str(document.pk))
        page.fill(f"[name=entries-{row}-position]", place)
    follow(page, "[name=_save]")
    entries = Collection.objects.get(name="入会必读").entries.order_by("position")
    assert [entry.document for entry in entries] == documents[::-1]
