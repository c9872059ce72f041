"""A text comes in: it is previewed, and stored once or not at all."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from studyapp import imports, intake, originals
from studyapp.models import (
    Document,
    Import,
    Question,
    Revision,
)
from studyapp.preview import preview
from tests import factories
from tests.admin.helpers import IMPORT, page_of, paste, told

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
    outline = intake.read(originals.read(row.sha256))
    assert imports.store(row, outline, decision="draft", by=editor).created
    assert imports.store(row, outline, decision="draft", by=editor) is None


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


@pytest.mark.parametrize("number", [7, 99999999999999999999])
def test_a_preview_that_is_not_there_is_not_found(panel, number):
    assert panel.get(f"{IMPORT}{number}/").status_code == 404


def test_adding_a_document_leads_to_the_import(panel):
    assert panel.get("/admin/studyapp/document/add/").url == IMPORT
