"""A text comes in: it is previewed, and stored once or not at all."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from studyapp import imports, intake, originals
from studyapp.models import (
    Document,
    Import,
    Question,
    Revision,
)
from studyapp.preview import preview
from tests import factories
from tests.admin.helpers import IMPORT, page_of, paste, staff, told

pytestmark = pytest.mark.django_db


def test_a_preview_stores_no_document(panel):
    response = panel.get(paste(panel))
    assert "山河读书会章程" in response.content.decode()
    assert not Document.objects.exists()
    assert Import.objects.get().state == "previewed"


def test_the_preview_shows_what_storing_makes(document):
    outline = intake.read(factories.TEXT.encode())
    shown = preview(outline)
    stored = document.statements.all()
    assert shown.statement_count == len(stored)
    assert shown.key_count == sum(row.is_key for row in stored)
    assert shown.blank_count == sum(len(row.marks) for row in stored)


def test_the_preview_shows_a_question_of_every_kind_that_is_stored(document):
    shown = preview(intake.read(factories.TEXT.encode())).questions
    stored = Question.objects.filter(statement__is_key=True).values_list("kind", flat=True)
    assert {prompt.kind for prompt in shown} >= set(stored)


def test_a_paste_is_kept_as_it_came(panel):
    paste(panel)
    assert originals.read(Import.objects.get().sha256).decode().split() == factories.TEXT.split()


@pytest.mark.parametrize(("decision", "status"), [("draft", "draft"), ("publish", "published")])
def test_a_decision_stores_the_text(panel, editor, decision, status):
    panel.post(paste(panel), {"decision": decision})
    document = Document.objects.get()
    assert document.status == status
    assert document.revisions.get().author == editor


def test_a_file_is_stored_with_its_name(panel):
    file = SimpleUploadedFile("charter.txt", factories.TEXT.encode())
    panel.post(panel.post(IMPORT, {"file": file}).url, {"decision": "draft"})
    assert Revision.objects.get().name == "charter.txt"


def test_confirming_twice_stores_once(panel):
    url = paste(panel)
    first = panel.post(url, {"decision": "draft"})
    second = panel.post(url, {"decision": "draft"})
    assert second.url == first.url == page_of(Document.objects.get())


def test_two_requests_at_the_same_moment_store_once(panel, editor):
    paste(panel)
    row = Import.objects.get()
    assert imports.store(row, decision="draft", by=editor).created
    assert imports.store(row, decision="draft", by=editor) is None


def test_what_is_discarded_cannot_be_stored_afterwards(panel):
    url = paste(panel)
    panel.post(url, {"decision": "discard"})
    assert panel.post(url, {"decision": "draft"}).url == IMPORT
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is no text in it."),
        (b"%PDF-1.4 ...", "This is not a text file but a PDF."),
        (b"\xb6\xff\xfe\x80", "save the file as UTF-8"),
        ("……！？".encode(), "only punctuation or signs"),
        ("字".encode() * 400, "longer than 300 characters"),
        ("字".encode() * 350, "longer than 300 characters"),
    ],
)
def test_an_unreadable_file_is_refused_with_a_sentence(panel, settings, content, sentence):
    settings.TEXT_LIMIT = 300
    response = panel.post(IMPORT, {"file": SimpleUploadedFile("text.txt", content)})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Import.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"text": "  \n"}])
def test_nothing_sent_is_told_so(panel, fields):
    response = panel.post(IMPORT, fields)
    assert response.status_code == 422
    assert "Choose a file or paste a text" in response.content.decode()


def test_a_refused_paste_is_still_there(panel):
    response = panel.post(IMPORT, {"text": "……"})
    assert "……</textarea>" in response.content.decode()


def test_a_text_without_headings_says_so(panel):
    response = panel.get(paste(panel, "读书是一件需要坚持的事情。每天读三十页。"))
    assert "No headings were found" in response.content.decode()


def test_a_text_of_the_same_title_is_offered_as_a_revision(panel, document):
    url = paste(panel, factories.TEXT.replace("320人", "400人"))
    assert 'value="draft"' not in panel.get(url).content.decode()
    panel.post(url, {"decision": "revise"})
    assert Document.objects.get().revisions.count() == 2


def test_a_text_of_the_same_title_is_not_stored_beside_it(panel, document):
    url = paste(panel, factories.TEXT.replace("320人", "400人"))
    response = panel.post(url, {"decision": "draft"}, follow=True)
    assert "is in the library already" in told(response)
    assert Document.objects.count() == 1


def revise_of(document):
    return reverse("admin:studyapp_document_revise", args=[document.pk])


def test_a_new_version_is_bound_to_its_document_whatever_its_title(panel, document):
    assert revise_of(document) in panel.get(page_of(document)).content.decode()
    other = factories.TEXT.replace("山河读书会章程", "山河读书会新章程").replace("320人", "400人")
    url = panel.post(revise_of(document), {"text": other}).url
    shown = panel.get(url).content.decode()
    assert "becomes the next text of “山河读书会章程”" in shown
    assert 'value="draft"' not in shown
    panel.post(url, {"decision": "revise"})
    found = Document.objects.get()
    assert (found.title, found.revisions.count()) == ("山河读书会章程", 2)


def test_a_new_version_that_is_discarded_leaves_the_document_alone(panel, document):
    url = panel.post(revise_of(document), {"text": "别的章程\n别的话，不要它。"}).url
    response = panel.post(url, {"decision": "discard"}, follow=True)
    assert "no document was made" in told(response)
    assert "was discarded" in told(panel.get(url, follow=True))
    assert document.revisions.count() == 1


def test_who_may_not_change_documents_has_no_way_to_replace_them(client, document):
    client.force_login(staff("view_document", "add_document"))
    assert revise_of(document) not in client.get(page_of(document)).content.decode()
    assert client.get(revise_of(document)).status_code == 403


def test_a_members_text_is_not_replaced_in_the_panel(panel, document):
    Document.objects.update(owner=factories.create_user("owner"))
    assert panel.get(revise_of(document)).status_code == 404


def test_lines_that_were_left_out_are_told(panel):
    shown = panel.get(paste(panel, factories.TEXT + "\n扫码关注本号\n")).content.decode()
    assert "1 line was left out" in shown
    assert "扫码关注本号" in shown
    assert "left out" not in panel.get(paste(panel)).content.decode()


@pytest.mark.parametrize("number", [7, 99999999999999999999])
def test_a_preview_that_is_not_there_is_not_found(panel, number):
    assert panel.get(f"{IMPORT}{number}/").status_code == 404


def test_adding_a_document_leads_to_the_import(panel):
    assert panel.get("/admin/studyapp/document/add/").url == IMPORT


# --- Correcting


def fields(response, **more):
    """What the form of the lines sends."""
    return {"seen": response.context["seen"], **more}


def test_a_line_is_corrected_and_chosen_again(panel):
    url = paste(panel)
    sent = panel.post(url, fields(panel.get(url), correct="demote", line="4"))
    assert sent.url == f"{url}?line=4"
    page = panel.get(sent.url).content.decode()
    assert 'value="4" checked autofocus' in page
    assert [section["level"] for section in Import.objects.get().outline["sections"]] == [0, 1, 2]


def test_a_correction_is_undone_on_the_page(panel):
    url = paste(panel)
    before = Import.objects.get().outline
    panel.post(url, fields(panel.get(url), correct="turn", line="4"))
    panel.post(url, fields(panel.get(url), correct="undo"))
    assert Import.objects.get().outline == before


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"correct": "join", "line": "0"}, "cannot be changed in that way"),
        ({"correct": "join", "line": "9999"}, "cannot be changed in that way"),
        ({"correct": "join", "line": "٣"}, "Choose a line first"),
        ({"correct": "join"}, "Choose a line first"),
        ({"correct": "x", "line": "1"}, "cannot be changed in that way"),
        ({"correct": "undo"}, "no correction to take back"),
        ({"correct": "demote", "line": "4", "seen": "x"}, "corrected meanwhile"),
        ({"decision": "publish", "seen": "x"}, "corrected meanwhile"),
    ],
)
def test_a_correction_that_cannot_be_is_told_so(panel, sent, sentence):
    url = paste(panel)
    response = panel.post(url, fields(panel.get(url)) | sent, follow=True)
    assert sentence in told(response)
    assert Import.objects.get().corrections == []
    assert not Document.objects.exists()


def test_a_problem_leads_to_its_line(panel):
    marked = factories.TEXT.replace("一、会员", "## 一、会员").replace(
        "二、理事会", "## 四、理事会"
    )
    page = panel.get(paste(panel, f"# {marked}"))
    assert "Number 2–3 is missing in its run." in page.content.decode()
    assert 'href="?line=4"' in page.content.decode()


def test_the_lines_of_a_long_text_come_in_pages(panel):
    long = factories.TEXT + "\n\n".join(
        f"第{n}次活动在图书馆举行，会员三十人参加。" for n in range(400)
    )
    url = paste(panel, long)
    assert 'name="line" value="0"' in panel.get(url).content.decode()
    page = panel.get(f"{url}?line=250").content.decode()
    assert 'value="250" checked' in page
    assert 'name="line" value="0"' not in page


def test_a_changed_text_is_shown_clause_by_clause_before_it_is_accepted(panel, document):
    url = paste(panel, factories.TEXT.replace("320人", "400人"))
    page = panel.get(url).content.decode()
    assert "<del>" in page
    assert "<ins>" in page
    response = panel.post(url, {"decision": "revise"}, follow=True)
    assert "1 statement is asked again soon" in told(response)
