"""What a text was taken for is corrected before it is stored, and stored as corrected."""

import pytest

from studyapp import imports, intake, library
from studyapp.models import Document, Import
from studyapp.text.correcting import lines_of
from studyapp.text.stored import outline_from_json
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.create_editor()


@pytest.fixture
def row(editor):
    data = factories.TEXT.encode()
    return imports.receive(data, intake.read(data, name="text.txt"), name="text.txt", by=editor)


def line_of(row, text):
    lines = lines_of(imports.outline_of(row))
    return next(at for at, line in enumerate(lines) if line.printed.startswith(text))


def correct(row, kind, text):
    at = imports.correct(row, kind, line_of(row, text), seen=imports.version_of(row))
    row.refresh_from_db()
    return at


def test_a_correction_is_kept_and_stored(row, editor):
    correct(row, "demote", "二、")
    imports.decide(Import.objects.get(pk=row.pk), imports.PUBLISH, by=editor)
    document = Document.objects.get()
    assert [(s.level, s.heading) for s in document.sections.order_by("position")] == [
        (0, ""),
        (1, "一、会员"),
        (2, "二、理事会"),
    ]
    assert document.sections.get(level=2).parent.title == "会员"


def test_corrections_are_taken_back_one_by_one(row):
    first = row.outline
    correct(row, "demote", "二、")
    correct(row, "turn", "一、")
    for _ in range(2):
        imports.undo(row, seen=imports.version_of(row))
        row.refresh_from_db()
    assert outline_from_json(row.outline) == outline_from_json(first)
    with pytest.raises(library.Refused):
        imports.undo(row, seen=imports.version_of(row))


def test_a_correction_of_what_has_changed_since_is_refused(row):
    seen = imports.version_of(row)
    correct(row, "demote", "二、")
    with pytest.raises(library.Refused):
        imports.correct(row, "demote", 1, seen=seen)


def test_a_decision_on_what_has_changed_since_is_refused(row, editor):
    stale = Import.objects.get(pk=row.pk)
    correct(row, "demote", "二、")
    with pytest.raises(library.Refused):
        imports.decide(stale, imports.PUBLISH, by=editor)
    assert not Document.objects.exists()


def test_the_same_file_imported_again_does_not_undo_its_corrections(row, editor):
    correct(row, "demote", "二、")
    imports.decide(row, imports.PUBLISH, by=editor)
    again = library.import_document(factories.TEXT.encode(), name="text.txt")
    assert not again.created
    assert Document.objects.get().revisions.count() == 1


def test_the_same_file_corrected_otherwise_is_a_revision(row, editor):
    imports.decide(row, imports.PUBLISH, by=editor)
    data = factories.TEXT.encode()
    again = imports.receive(data, intake.read(data), name="text.txt", by=editor)
    correct(again, "demote", "二、")
    assert imports.decide(again, imports.REVISE, by=editor).created
    assert Document.objects.get().sections.filter(level=2).count() == 1
