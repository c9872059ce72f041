"""Storing a long text: what is costly is done before anybody is kept from writing."""

import pytest
from django.db import connection

from studyapp import bank, imports, library, optimistic, plans, revisions
from studyapp.models import Import
from tests import factories
from tests.factories import TEXT
from tests.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)
OTHER = TEXT.replace("每周", "每天").replace("七名", "九名")


@pytest.fixture
def locked(monkeypatch):
    """For each costly step, whether a transaction was open while it was taken."""
    steps = []

    def watch(module, name):
        real = getattr(module, name)

        def watched(*args, **kwargs):
            steps.append((name, connection.in_atomic_block))
            return real(*args, **kwargs)

        monkeypatch.setattr(module, name, watched)

    watch(bank, "collect_terms")
    watch(plans, "choose_blanks")
    watch(plans, "collect_terms")
    watch(bank, "make_questions")
    return steps


@pytest.fixture
def held():
    """A text that waits for a decision."""

    def receive(text=TEXT):
        outline = library.intake.read(text.encode())
        return imports.receive(text.encode(), outline, name="", by=factories.create_editor())

    return receive


def assert_done_before(locked):
    assert {name for name, _in in locked} == {"choose_blanks", "collect_terms", "make_questions"}
    assert not any(in_transaction for _name, in_transaction in locked)


def test_a_new_text_is_worked_out_before_the_lock(locked):
    factories.create_document()
    assert_done_before(locked)


def test_a_revision_is_worked_out_before_the_lock(locked):
    document = factories.create_document()
    locked.clear()
    changes = library.import_document(OTHER.encode(), revise=document).changes
    assert changes.changed
    assert_done_before(locked)


def test_a_corrected_section_is_worked_out_before_the_lock(locked):
    section = factories.create_document().sections.get(title="会员")
    locked.clear()
    library.revise_section(section, body=section.body.replace("三篇", "五篇"), by=None)
    assert_done_before(locked)


def test_marks_and_a_speaker_are_worked_out_before_the_lock(locked):
    document = factories.create_document()
    statement = factories.askable(document)[0]
    for change in (
        lambda: library.set_marks(statement, [(0, 2)]),
        lambda: library.renew_questions(statement),
        lambda: library.make_questions_again(document),
    ):
        locked.clear()
        change()
        assert {name for name, _in in locked} == {"collect_terms", "make_questions"}
        assert not any(in_transaction for _name, in_transaction in locked)


def test_the_panel_works_out_before_the_lock(locked, client):
    client.force_login(factories.create_editor())
    section = factories.create_document().sections.get(title="会员")
    locked.clear()
    body = section.body.replace("三篇", "五篇")
    given = {"label": section.label, "title": section.title, "body": body}
    page = f"/admin/studyapp/section/{section.pk}/change/"
    response = client.post(page, given | {"revision": 1})
    assert response.status_code == 302
    section.refresh_from_db()
    assert "五篇" in section.body
    assert_done_before(locked)


def test_marks_set_while_a_colleague_revises_ask_what_stands_around_now(monkeypatch):
    document = factories.create_document()
    statement = factories.askable(document)[0]
    real, others = bank.make_questions, []

    def revising(material, *, document):
        if not others:
            others.append(True)
            at_once(lambda _n: library.import_document(OTHER.encode(), revise=text), times=1)
        return real(material, document=document)

    text = document
    monkeypatch.setattr(bank, "make_questions", revising)
    library.set_marks(statement, [(0, 2)])
    monkeypatch.undo()
    tally = library.make_questions_again(document)
    assert (tally.added, tally.retired) == (0, 0)


def meanwhile(monkeypatch, act):
    """Have a colleague act while questions are being worked out, once."""
    real, others = bank.make_questions, []

    def acting(material, *, document):
        if not others:
            others.append(True)
            at_once(lambda _n: act(), times=1)
        return real(material, document=document)

    monkeypatch.setattr(bank, "make_questions", acting)


@pytest.mark.parametrize("change", [library.set_marks, library.renew_questions])
def test_a_statement_that_a_colleague_reworded_meanwhile_is_left_as_it_is(monkeypatch, change):
    document = factories.create_document()
    statement = next(s for s in factories.askable(document) if "三篇" in s.text)
    body = statement.section.body.replace("三篇", "五篇")
    meanwhile(monkeypatch, lambda: library.revise_section(statement.section, body=body, by=None))
    given = ([(0, 2)],) if change is library.set_marks else ()
    with pytest.raises(optimistic.Outdated):
        change(statement, *given)
    statement.refresh_from_db()
    assert "五篇" in statement.text
    assert not any("三篇" in str(q.prompt) for q in statement.questions.filter(retired_at=None))


def test_two_colleagues_who_correct_one_text_at_once_both_learn_of_it(monkeypatch, client):
    client.force_login(factories.create_editor())
    document = factories.create_document()
    first, second = document.sections.get(title="会员"), document.sections.get(title="理事会")
    other = second.body + "\n会员每年聚会一次。"
    meanwhile(monkeypatch, lambda: library.revise_section(second, body=other, by=None))
    body = first.body.replace("三篇", "五篇")
    given = {"label": first.label, "title": first.title, "body": body, "revision": 1}
    response = client.post(f"/admin/studyapp/section/{first.pk}/change/", given)
    assert response.status_code == 200
    assert "正文刚被别人改过" in response.content.decode()
    assert "五篇" in response.content.decode()
    assert document.revisions.count() == 2
    assert document.sections.get(title="理事会").body == other


def test_what_was_worked_out_is_carried_out_once(locked):
    outline = library.intake.read(TEXT.encode())
    with revisions.worked_out(outline):
        first = library.store_outline(outline, sha256="1" * 64).document
        locked.clear()
        again = library.store_outline(outline, sha256="1" * 64)
    assert not again.created
    assert again.document == first
    assert not locked


def test_what_was_previewed_is_worked_out_before_the_lock(locked, held):
    row = held()
    locked.clear()
    imported = imports.decide(row, "publish", by=row.author)
    assert imported.document.statements.exists()
    assert_done_before(locked)


def test_an_answer_is_recorded_while_a_text_is_worked_out(monkeypatch):
    sitting = factories.start(factories.create_user(), factories.create_document())
    attempt = factories.next_question(sitting)
    real, verdicts = bank.make_questions, []

    def answering(material, *, document):
        if not verdicts:
            verdicts.extend(at_once(lambda _n: factories.answer_right(attempt).verdict, times=1))
        return real(material, document=document)

    monkeypatch.setattr(bank, "make_questions", answering)
    library.import_document("另一篇\n\n河水清，全市建成清河工程12项。".encode())
    assert verdicts == ["right"]


def test_a_revision_that_comes_in_between_is_built_upon(monkeypatch):
    document = factories.create_document()
    outline = library.intake.read(OTHER.encode())
    with revisions.worked_out(outline, document):
        library.set_marks(factories.askable(document)[0], [(0, 2)])
        between = TEXT.replace("七名", "五名")
        library.store_outline(
            library.intake.read(between.encode()), sha256="1" * 64, revise=document
        )
        revisions.accept(document, outline, sha256="2" * 64)
    rows = list(document.statements.active().order_by("position"))
    assert [row.text for row in rows] == [found.text for found in outline.statements]
    assert document.revisions.count() == 3
    kept = {q.pk for q in bank.Question.objects.filter(retired_at=None)}
    tally = library.make_questions_again(document)
    assert (tally.added, tally.retired) == (0, 0)
    assert {q.pk for q in bank.Question.objects.filter(retired_at=None)} == kept


def test_a_text_is_not_discarded_while_a_colleague_publishes_it(held):
    row = held()
    late = Import.objects.get(pk=row.pk)
    imported = imports.decide(row, "publish", by=row.author)
    assert imports.decide(late, "discard", by=row.author) is None
    assert (late.state, late.document) == ("accepted", imported.document)
    assert imports.decide(Import.objects.get(pk=row.pk), "discard", by=row.author) is None
    assert Import.objects.get().state == "accepted"
