"""Texts that take long: read and stored by a process of their own, once, whatever dies."""

import pytest
from django.core.management import call_command

from studyapp import imports, intake
from studyapp.models import Document, Import
from tests import factories
from tests.factories import TEXT

pytestmark = pytest.mark.django_db
DATA = TEXT.encode()
ONLY_SIGNS = "。。。！！".encode()


@pytest.fixture(autouse=True)
def started(monkeypatch, django_capture_on_commit_callbacks):
    """The numbers of the imports that a process was started for."""
    numbers = []
    monkeypatch.setattr(imports, "_start_process", numbers.append)
    return numbers


@pytest.fixture
def editor():
    return factories.create_editor()


@pytest.fixture
def receive(editor, django_capture_on_commit_callbacks):
    def received(data=DATA, outline=None):
        with django_capture_on_commit_callbacks(execute=True):
            return imports.receive(data, outline, name="text.txt", by=editor)

    return received


@pytest.fixture
def decide(editor, django_capture_on_commit_callbacks):
    def decided(row, decision="draft"):
        with django_capture_on_commit_callbacks(execute=True):
            return imports.decide(row, decision, by=editor)

    return decided


def read(text=TEXT):
    return intake.read(text.encode())


def test_what_is_not_read_yet_is_read_by_a_process_of_its_own(receive, started):
    row = receive()
    assert (row.state, started) == ("reading", [row.pk])
    list(imports.carry_on(row.pk))
    row.refresh_from_db()
    assert row.state == "previewed"
    assert imports.outline_of(row) == read()


def test_what_cannot_be_read_is_refused_with_a_sentence(receive):
    row = receive(ONLY_SIGNS)
    list(imports.carry_on(row.pk))
    row.refresh_from_db()
    assert row.state == "refused"
    assert row.problems[0].endswith("。")


def test_a_long_text_is_stored_by_a_process_of_its_own(receive, decide, started, monkeypatch):
    monkeypatch.setattr(imports, "LONG", 1)
    row = receive(outline=read())
    assert decide(row, "publish") is None
    row.refresh_from_db()
    assert (row.state, started) == ("storing", [row.pk])
    call_command("carry_on_import", str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.document.status) == ("accepted", "published")
    assert row.document.revisions.get().author == row.author


def test_a_short_text_is_stored_at_once(receive, decide, started):
    row = receive(outline=read())
    assert decide(row).created
    assert started == []
    row.refresh_from_db()
    assert (row.state, row.outline) == ("accepted", None)


def test_a_long_text_of_a_title_that_is_there_is_refused_at_once(receive, decide, monkeypatch):
    monkeypatch.setattr(imports, "LONG", 1)
    factories.create_document()
    row = receive(outline=read(TEXT.replace("320人", "400人")))
    with pytest.raises(intake.Refused, match="山河读书会章程"):
        decide(row)
    row.refresh_from_db()
    assert row.state == "previewed"


def test_a_text_that_turned_out_to_be_there_waits_again(receive, decide, monkeypatch):
    monkeypatch.setattr(imports, "LONG", 1)
    changed = TEXT.replace("320人", "400人")
    row = receive(changed.encode(), read(changed))
    decide(row)
    factories.create_document()
    assert list(imports.carry_on(row.pk)) == []
    row.refresh_from_db()
    assert row.state == "previewed"
    assert "山河读书会章程" in row.problems[0]


def test_carrying_on_twice_stores_once(receive, decide, monkeypatch):
    monkeypatch.setattr(imports, "LONG", 1)
    row = receive(outline=read())
    decide(row)
    assert [stored.created for stored in imports.carry_on(row.pk)] == [True]
    assert list(imports.carry_on(row.pk)) == []
    assert Document.objects.count() == 1


def test_two_processes_do_not_work_on_one_import(receive):
    row = receive()
    with imports._lock(row) as is_ours:
        assert is_ours
        assert imports.is_at_work(row)
        assert list(imports.carry_on(row.pk)) == []
    row.refresh_from_db()
    assert row.state == "reading"


def test_work_whose_process_died_is_begun_again_and_at_last_given_up(
    receive, started, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(imports, "STARTING", 0)
    row = receive()
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(imports.MOST_TRIES + 1):
            imports.look_after(Import.objects.get(pk=row.pk))
    row.refresh_from_db()
    assert started == [row.pk] * imports.MOST_TRIES
    assert row.state == "refused"


def test_a_mistake_of_ours_is_told_and_logged(receive, monkeypatch, caplog):
    row = receive()
    monkeypatch.setattr(imports, "outline_of", lambda row: 1 / 0)
    list(imports.carry_on(row.pk))
    assert "ZeroDivisionError" in caplog.text
    row.refresh_from_db()
    assert row.state == "refused"
    assert row.problems
