"""Documents and sections are corrected, published and withdrawn."""

import pytest
from django.urls import reverse

from studyapp import bank, optimistic
from studyapp.models import (
    Document,
    Question,
    Section,
    Statement,
    Tag,
)
from tests import factories
from tests.admin.helpers import list_of, page_of, run, told

pytestmark = pytest.mark.django_db


# --- Documents


def test_documents_are_withdrawn_and_published_from_the_list(panel, document):
    run(panel, [document], "withdraw")
    document.refresh_from_db()
    assert document.status == "withdrawn"
    run(panel, [document], "publish")
    document.refresh_from_db()
    assert document.status == "published"


@pytest.mark.parametrize(
    ("action", "visibility"),
    [("to_members", "members"), ("to_owner", "private"), ("to_everyone", "public")],
)
def test_who_may_open_documents_is_changed_from_the_list(panel, document, action, visibility):
    Document.objects.update(visibility="members" if visibility == "public" else "public")
    response = run(panel, [document], action)
    document.refresh_from_db()
    assert document.visibility == visibility
    assert "1 document changed." in told(response)


def test_only_documents_that_change_are_counted(panel, document):
    draft = factories.create_document(text="另一篇\n\n每个人每天读书三十分钟。", publish=False)
    assert "1 document is published." in told(run(panel, [document, draft], "publish"))


def test_what_was_done_from_the_list_stands_in_the_history(panel, document):
    run(panel, [document], "withdraw")
    history = panel.get(reverse("admin:studyapp_document_history", args=[document.pk]))
    assert "Withdrawn." in history.content.decode()


def test_a_documents_page_counts_what_is_in_use(panel, document):
    Statement.objects.filter(document=document, kind="quotation").update(retired_at=factories.NOW)
    page = panel.get(page_of(document)).context
    in_use = document.statements.active()
    questions = Question.objects.filter(retired_at=None, statement__in=in_use)
    assert page["statement_count"] == in_use.count()
    assert page["question_count"] == questions.count()
    assert (
        sum(line.questions for line in page["sections"])
        == questions.exclude(statement__section=None).count()
    )


def test_the_list_of_documents_counts_their_statements(panel, document):
    (row,) = panel.get(list_of(Document)).context["cl"].result_list
    assert row.counted == document.statements.active().count()


def test_a_document_is_withdrawn_from_its_page_with_what_was_corrected(panel, document):
    fields = {"title": "读书会章程", "language": "zh-Hans", "visibility": "members"}
    panel.post(page_of(document), {**fields, "_withdraw": "1"})
    document.refresh_from_db()
    assert (document.title, document.status) == ("读书会章程", "withdrawn")


def test_a_documents_page_lists_its_sections_in_order(panel, document):
    text = panel.get(page_of(document)).content.decode()
    places = [text.index(page_of(s)) for s in document.sections.order_by("position")]
    assert places == sorted(places)


def test_questions_are_made_again(panel, document):
    Question.objects.filter(kind="typed").delete()
    response = run(panel, [document], "regenerate")
    assert Question.objects.filter(kind="typed").exists()
    assert "questions added" in told(response)


def test_questions_are_made_again_altogether_or_not_at_all(panel, document, monkeypatch):
    """Under the lock that editors' changes take, and with nothing retired when it fails."""
    locked = []
    monkeypatch.setattr(optimistic, "lock", locked.append)
    statement = factories.askable(document)[0]
    Statement.objects.filter(pk=statement.pk).update(text=statement.text + "了")
    before = set(Question.objects.filter(retired_at=None).values_list("pk", flat=True))

    def fail(_rows):
        raise OSError("no room left")

    monkeypatch.setattr(bank.bulk, "insert", fail)
    with pytest.raises(OSError, match="no room"):
        run(panel, [document], "regenerate")
    assert locked == [document.pk]
    assert set(Question.objects.filter(retired_at=None).values_list("pk", flat=True)) == before


def test_a_studied_document_cannot_be_deleted(panel, studied):
    url = reverse("admin:studyapp_document_delete", args=[studied.pk])
    response = panel.post(url, {"post": "yes"}, follow=True)
    assert "Withdraw it instead" in told(response)
    assert Document.objects.exists()


def test_a_document_nobody_studied_can_be_deleted(panel, document):
    url = reverse("admin:studyapp_document_delete", args=[document.pk])
    assert "Are you sure" in panel.get(url).content.decode()
    panel.post(url, {"post": "yes"})
    assert not Document.objects.exists()


def test_nothing_is_deleted_by_the_handful(panel, document):
    assert "delete_selected" not in panel.get(list_of(Document)).content.decode()


# --- Sections


def fields_of(section, **changed):
    newest = section.document.revisions.first().number
    fields = {name: getattr(section, name) for name in ("label", "title", "body")}
    return {**fields, "revision": newest, **changed}


def test_a_corrected_text_is_a_new_revision(panel, editor, section):
    body = section.body.replace("三篇课文", "五篇课文").replace("\n", "\r\n\r\n")
    response = panel.post(page_of(section), fields_of(section, body=body), follow=True)
    newest = section.document.revisions.first()
    assert (newest.number, newest.author) == (2, editor)
    assert "1 changed" in told(response)
    section.refresh_from_db()
    assert section.body == body.replace("\r\n\r\n", "\n")


def test_a_corrected_heading_is_a_new_revision(panel, section):
    document = section.document
    panel.post(page_of(section), fields_of(section, title="会员与会费"))
    assert document.sections.get(position=section.position).heading == "一、会员与会费"
    assert document.revisions.count() == 2


def test_a_heading_and_text_corrected_together_are_both_kept(panel, section):
    fields = fields_of(section, title="会员与会费", body="会员应当每周参加两次活动。")
    response = panel.post(page_of(section), {**fields, "_continue": "1"}, follow=True)
    assert response.status_code == 200
    found = Section.objects.get(document=section.document, position=section.position)
    assert (found.title, found.body) == ("会员与会费", "会员应当每周参加两次活动。")


def test_saving_a_section_unchanged_makes_no_revision(panel, section):
    panel.post(page_of(section), fields_of(section))
    assert section.document.revisions.count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"body": "……"}, "There are no words in it"),
        ({"label": "", "title": "", "body": ""}, "needs a heading or a text"),
        ({"title": "规则", "revision": 0}, "changed by someone else meanwhile"),
    ],
)
def test_a_section_is_not_spoilt(panel, section, changed, sentence):
    response = panel.post(page_of(section), fields_of(section, **changed))
    assert sentence in response.content.decode()
    assert section.document.revisions.count() == 1


@pytest.mark.parametrize("model", [Section, Statement, Question])
def test_what_comes_from_texts_is_neither_added_nor_deleted(panel, document, model):
    row = model.objects.first()
    name = f"admin:studyapp_{model._meta.model_name}"
    assert panel.get(reverse(f"{name}_add")).status_code == 403
    assert panel.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


# --- Tags


def form_of(document, **changes):
    kept = ("title", "source", "credit", "language", "visibility")
    fields = {name: getattr(document, name) for name in kept}
    return fields | {"published_on": document.published_on or "", "tag_names": ""} | changes


def test_tags_are_written_on_a_documents_page(panel, document):
    panel.post(page_of(document), form_of(document, tag_names="章程，读书, 章程"))
    assert {tag.name for tag in document.tags.all()} == {"章程", "读书"}
    form = panel.get(page_of(document)).context["adminform"].form
    assert set(form.initial["tag_names"].split(", ")) == {"章程", "读书"}


def test_a_tag_that_is_too_long_is_refused_in_words(panel, document):
    response = panel.post(page_of(document), form_of(document, tag_names="长" * 51))
    assert "is longer than 50 characters" in str(response.context["adminform"].errors)
    assert not document.tags.exists()


def test_documents_are_found_by_tag(panel, document):
    factories.create_document(text="另一篇\n\n每个人每天读书三十分钟。")
    tag = Tag.objects.create(name="章程")
    document.tags.add(tag)
    found = panel.get(list_of(Document), {"tag": tag.pk}).context["cl"].result_list
    assert list(found) == [document]


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30, "０"])
def test_a_tag_that_is_no_number_filters_nothing(panel, document, value):
    response = panel.get(list_of(Document), {"tag": value})
    assert response.status_code == 200


def test_two_tags_of_one_name_are_refused_in_words(panel):
    Tag.objects.create(name="English")
    response = panel.post("/admin/studyapp/tag/add/", {"name": "english"})
    assert "There is a tag of this name." in response.content.decode()


def test_a_tag_says_how_many_texts_it_has(panel, document):
    document.tags.add(Tag.objects.create(name="章程"))
    assert f"tag={Tag.objects.get().pk}" in panel.get(list_of(Tag)).content.decode()
