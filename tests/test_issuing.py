"""What is issued ahead: bound to the queue, asked once, never in the way."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studyapp import bank, corrections, editing, library, queue, regrading, replay, study
from studyapp.models import Attempt, Sitting, Standing
from tests import factories
from tests.factories import NOW, answer_right, answer_wrong, days, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(alice, document):
    return factories.start(alice, document, mode="practise", kind="typed")


def issue(sitting, *, now=NOW):
    return study.issue_ahead(Sitting.objects.get(pk=sitting.pk), now=now)


def open_count(sitting):
    return sitting.attempts.filter(received_at=None).count()


def test_five_come_with_the_one_to_answer(practice):
    issued = issue(practice)
    asked = [attempt.statement_id for attempt in issued]
    assert asked == [item["statement"] for item in practice.queue][: study.AHEAD + 1]
    assert [attempt.position for attempt in issued] == list(range(study.AHEAD + 1))


def test_a_statement_to_be_read_comes_with_its_first_question(alice, document):
    issued = issue(factories.start(alice, document))
    asked = [(attempt.statement_id, attempt.kind) for attempt in issued]
    assert asked[0][1] == "read"
    assert (asked[0][0], "typed") in asked


def test_asked_for_again_they_are_the_same(practice):
    first = [attempt.pk for attempt in issue(practice)]
    assert [attempt.pk for attempt in issue(practice, now=NOW + minutes(3))] == first
    assert open_count(practice) == len(first)


def test_after_an_answer_the_rest_stays_and_one_more_comes(practice):
    first = issue(practice)
    answer_right(first[0])
    then = issue(practice)
    assert [attempt.pk for attempt in then[:-1]] == [attempt.pk for attempt in first[1:]]
    assert then[-1].position == study.AHEAD + 1


def test_a_miss_returns_as_another_attempt_and_what_came_ahead_stays(practice):
    first = issue(practice)
    answer_wrong(first[0])
    again = [
        attempt for attempt in issue(practice) if attempt.statement_id == first[0].statement_id
    ]
    assert [attempt.pk for attempt in again] != [first[0].pk]
    assert Attempt.objects.filter(pk__in=[attempt.pk for attempt in first]).count() == len(first)


def test_answers_may_come_in_any_order(practice):
    issued = issue(practice)
    for attempt in reversed(issued):
        assert answer_right(attempt).verdict == "right"
    practice.refresh_from_db()
    answered = {attempt.statement_id for attempt in issued}
    assert not answered & {item["statement"] for item in practice.queue}
    assert practice.done == len(issued)


def test_an_answer_given_before_its_reading_leaves_nothing_to_come_back(alice, document):
    statement = factories.askable(document, is_key=True)[0]
    sitting = factories.start(alice, document, statement=statement)
    reading, question = issue(sitting)
    answer_right(question)
    answer_right(reading)
    assert issue(sitting) == []


def test_one_that_was_passed_over_hinders_nothing_and_still_counts(practice):
    first = issue(practice)
    bank.retire_question(first[1].question)
    then = issue(practice)
    assert first[1].pk not in {attempt.pk for attempt in then}
    assert answer_right(first[1]).verdict == "right"


def test_a_text_withdrawn_is_not_asked_though_it_was_issued(practice, document):
    issue(practice)
    library.withdraw_document(document)
    assert issue(practice) == []


def test_undo_of_a_choice_asks_the_choice_and_not_what_was_issued_after_it(document):
    learner = factories.create_user("bob", start_rung=0)
    statement = factories.askable(document, kind="sentence")[0]
    sitting = factories.start(learner, document, statement=statement)
    answer_right(issue(sitting)[0])
    choice = answer_right(issue(sitting)[0])
    assert (choice.kind, issue(sitting)[0].kind) == ("choice", "typed")
    corrections.undo(choice.pk, learner, now=NOW)
    assert issue(sitting)[0].kind == "choice"


def test_showing_what_was_issued_issues_nothing(practice):
    assert study.issued_ahead(practice, now=NOW) == []
    issue(practice)
    Attempt.objects.filter(position=2).delete()
    assert len(study.issued_ahead(practice, now=NOW)) == study.AHEAD
    assert open_count(practice) == study.AHEAD


def test_a_clock_set_back_leaves_the_order_of_answers(alice, document):
    statement = next(s for s in factories.askable(document) if len(s.parts) >= 2)
    first = factories.next_question(factories.start(alice, document, statement=statement))
    second = factories.next_question(factories.start(alice, document, statement=statement))
    answer_wrong(first)
    late = answer_right(second, now=NOW - minutes(5))
    first.refresh_from_db()
    assert late.received_at > first.received_at
    left = replay.replay_statement(alice, statement, first_rung=alice.start_rung)
    assert left.memories == replay.memories_of(alice, statement)


def test_a_clock_of_the_browser_that_is_years_out_is_kept_and_decides_nothing(alice, document):
    practice = factories.start(alice, document, mode="practise", kind="typed")
    attempt = factories.next_question(practice)
    answer = factories.right_answer(attempt)
    wild = study.Answer(responses=answer.responses, submitted_at=NOW - days(4000))
    told = study.record_answer(attempt.pk, alice, wild, now=NOW)
    assert (told.received_at, told.submitted_at) == (NOW, NOW - days(4000))
    assert told.study_day == replay.calendar_of(alice).day(NOW)


def test_what_is_upcoming_assumes_that_all_goes_well():
    items = (queue.Item(1, do="read"), queue.Item(2, do="read"), queue.Item(3))
    coming = [(item.statement, item.do) for item in queue.upcoming(items, NOW, 6)]
    assert coming == [(1, "read"), (2, "read"), (1, "ask"), (2, "ask"), (3, "ask")]


# --- Any history

ANSWERS = ("right", "wrong", "dont_know", "skip")
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*ANSWERS, "undo", "override", "take_back", "regrade"]),
        st.integers(0, 5),  # which of those issued, or of those answered
        st.sampled_from([0, 0, 1, 30, 60 * 24, 60 * 24 * 9]),  # minutes gone by
    ),
    min_size=1,
    max_size=14,
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_any_history_replayed_gives_every_memory_and_standing(steps, alice, document):
    with transaction.atomic():
        assert_any_history_replays(steps, alice, document)
        transaction.set_rollback(True)


def assert_any_history_replays(steps, alice, document):
    now, sitting = NOW, factories.start(alice, document)
    for step, which, gone in steps:
        now += minutes(gone)
        take_step(step, which, sitting, now)
    for standing in Standing.objects.filter(learner=alice):
        statement = standing.statement
        left = replay.replay_statement(alice, statement, first_rung=standing.first_rung)
        assert left.memories == replay.memories_of(alice, statement)
        before = Standing.objects.filter(pk=standing.pk).values().get()
        replay.restore_statement(alice, statement)
        assert Standing.objects.filter(pk=standing.pk).values().get() == before
    positions = list(sitting.attempts.values_list("position", flat=True))
    assert positions == list(range(len(positions)))


def take_step(step, which, sitting, now):
    """Answer one of the attempts issued, in any order, or correct one of those answered."""
    if step not in ANSWERS:
        answered = list(sitting.attempts.exclude(received_at=None).order_by("-received_at"))
        if which < len(answered):
            attempt = answered[which]
            if step == "undo":
                corrections.undo(attempt.pk, sitting.learner, now=now)
            elif step == "regrade":
                regrade(attempt, now)
            else:
                right = step == "override"
                corrections.override(attempt.pk, sitting.learner, right=right, now=now)
        return
    issued = issue(sitting, now=now)
    if not issued:
        return
    attempt = issued[which % len(issued)]
    answers = {
        "right": factories.right_answer(attempt),
        "wrong": factories.WRONG,
        "dont_know": study.Answer(dont_know=True),
        "skip": study.Answer(skipped=True),
    }
    study.record_answer(attempt.pk, sitting.learner, answers[step], now=now)


def regrade(attempt, now):
    """An editor accepts what was answered, and the statement's answers are graded again."""
    if attempt.kind in bank.REWORDABLE and attempt.grades and not attempt.dont_know:
        for grade in attempt.grades:
            asked = attempt.statement.questions.get(key=attempt.question.key, retired_at=None)
            editing.accept_answer(asked, grade["part"], factories.WRONG.responses[0], by=None)
    regrading.regrade(attempt.statement, by=attempt.learner, now=now)
