"""A statement that is known already, or shall not be asked."""

from __future__ import annotations

import pytest

from studyapp import aside, corrections, people, progress, replay, sittings, study
from studyapp.models import Attempt, Memory, Review, Standing
from tests import factories
from tests.factories import NOW, answer_right, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(alice):
    document = factories.create_document()
    sittings.enrol(alice, document)
    return document


@pytest.fixture
def met(alice, document):
    """A statement that Alice has answered once."""
    attempt = factories.next_question(factories.start(alice, document))
    answer_right(attempt)
    return attempt.statement


def mastery(learner, document):
    day = replay.calendar_of(learner).day(NOW)
    return progress.mastery(learner, [document], day)[document.pk]


def offered(learner, now=NOW):
    day = replay.calendar_of(learner).day(now)
    new = list(sittings.new_of_day(learner, day).values_list("pk", flat=True))
    return new + sittings.due_statements(learner, now)


@pytest.mark.parametrize("known", [True, False])
def test_what_is_set_aside_is_neither_new_nor_due(alice, document, met, known):
    unmet = next(s for s in factories.askable(document, is_key=True) if s != met)
    for statement in (met, unmet):
        aside.set_aside(alice, statement, known=known, now=NOW)
    assert not {met.pk, unmet.pk} & set(offered(alice, NOW + days(60)))


def test_it_is_counted_apart_and_does_not_count_as_known(alice, document):
    before = mastery(alice, document)
    aside.set_aside(alice, factories.askable(document, is_key=True)[0], known=True, now=NOW)
    after = mastery(alice, document)
    assert (after.total, after.aside, after.known) == (before.total - 1, 1, 0)
    assert progress.figures(alice, NOW.date()).met == 0


def test_sections_and_their_map_agree_with_the_whole(alice, document, met):
    aside.set_aside(alice, met, known=False, now=NOW)
    day = replay.calendar_of(alice).day(NOW)
    own = progress.section_mastery(alice, document, day)
    cells = progress.levels(alice, document, day)
    assert sum(each.total for each in own.values()) == sum(map(len, cells.values()))
    assert sum(each.aside for each in own.values()) == 1


def test_taken_back_it_is_asked_as_before(alice, document, met):
    due = Standing.objects.get(statement=met).due
    aside.set_aside(alice, met, known=False, now=NOW)
    aside.take_back(alice, met)
    assert Standing.objects.get(statement=met).due == due
    assert met.pk in offered(alice, NOW + days(60))


def test_what_was_never_met_is_new_again(alice, document):
    statement = factories.askable(document, is_key=True)[0]
    aside.set_aside(alice, statement, known=True, now=NOW)
    aside.take_back(alice, statement)
    assert statement.pk in offered(alice)
    assert not Standing.objects.exists()


def test_memories_and_their_replay_stay(alice, document, met):
    before = list(Memory.objects.values_list("part", "stability", "due"))
    aside.set_aside(alice, met, known=False, now=NOW + days(1))
    replay.restore_statement(alice, met)
    assert list(Memory.objects.values_list("part", "stability", "due")) == before
    assert Standing.objects.get(statement=met).is_aside
    assert Review.objects.filter(cause="suspended").exists()


def test_a_sitting_under_way_passes_over_it(alice, document):
    sitting = factories.start(alice, document)
    attempt = study.issue_attempt(sitting, now=NOW)
    answer_right(attempt)
    aside.set_aside(alice, attempt.statement, known=False, now=NOW)
    sitting.refresh_from_db()
    while following := study.issue_attempt(sitting, now=NOW):
        assert following.statement != attempt.statement
        answer_right(following)
        sitting.refresh_from_db()


def test_practice_of_a_text_leaves_it_out_but_it_can_be_practised_by_itself(alice, document):
    statement = factories.askable(document)[0]
    aside.set_aside(alice, statement, known=False, now=NOW)
    whole = factories.start(alice, document, mode="practise")
    assert statement.pk not in {item["statement"] for item in whole.queue}
    alone = factories.start(alice, document, mode="practise", statement=statement)
    assert [item["statement"] for item in alone.queue] == [statement.pk]


def test_undoing_its_only_answer_keeps_it_aside(alice, document, met):
    aside.set_aside(alice, met, known=False, now=NOW)
    for attempt in Attempt.objects.filter(statement=met).order_by("-position"):
        corrections.undo(attempt.pk, alice, now=NOW)
    assert Standing.objects.get(statement=met).is_aside


def test_what_a_guest_set_aside_stays_so_for_the_member(document):
    guest, member = factories.create_user("guest-1", guest=True), factories.create_user("carol")
    statement = factories.askable(document)[0]
    aside.set_aside(guest, statement, known=True, now=NOW)
    people.merge(guest, into=member)
    assert Standing.objects.get(learner=member, statement=statement).claimed_known_at == NOW
