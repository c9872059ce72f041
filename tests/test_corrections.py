"""Undo, “I was right”, put into today: memories are replayed, old rows stay."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studyapp import corrections, replay, sittings, study
from studyapp.models import Attempt, Correction, Memory, Review, Standing
from tests import factories
from tests.factories import NOW, answer_right, answer_wrong, days, minutes, next_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob():
    return factories.create_user("bob")


@pytest.fixture
def statement(document):
    return next(s for s in factories.askable(document) if len(s.parts) >= 2)


@pytest.fixture
def sitting(alice, document, statement):
    return factories.start(alice, document, statement=statement)


def stored(learner, statement):
    """What is stored of a statement's memories."""
    return replay.memories_of(learner, statement)


def test_undo_leaves_no_memory_of_the_answer(sitting, alice, statement):
    attempt = answer_wrong(next_question(sitting))
    corrections.undo(attempt.pk, alice, now=NOW + minutes(1))
    assert stored(alice, statement) == {}


def test_undo_keeps_the_answer_and_its_reviews_on_record(sitting, alice):
    attempt = answer_wrong(next_question(sitting))
    corrections.undo(attempt.pk, alice, now=NOW + minutes(1))
    attempt.refresh_from_db()
    assert attempt.verdict == "wrong"
    assert Review.objects.filter(attempt=attempt).exists()


def test_undo_asks_the_same_statement_again_next(sitting, alice):
    attempt = answer_wrong(next_question(sitting))
    corrections.undo(attempt.pk, alice, now=NOW + minutes(1))
    again = next_question(sitting)
    assert again.statement_id == attempt.statement_id
    assert again.pk != attempt.pk


def test_undoing_twice_is_undoing_once(sitting, alice):
    attempt = answer_wrong(next_question(sitting))
    corrections.undo(attempt.pk, alice, now=NOW + minutes(1))
    corrections.undo(attempt.pk, alice, now=NOW + minutes(2))
    assert Correction.objects.filter(attempt=attempt).count() == 1


def test_an_answer_after_undo_is_the_first_of_the_day(sitting, alice, statement):
    attempt = answer_wrong(next_question(sitting))
    corrections.undo(attempt.pk, alice, now=NOW + minutes(1))
    answer_right(next_question(sitting), now=NOW + minutes(2))
    (memory,) = stored(alice, statement).values()
    assert (memory.repetitions, memory.missed) == (1, False)


def test_undo_opens_a_finished_sitting_again(sitting, alice):
    attempt = answer_right(next_question(sitting))
    assert next_question(sitting) is None
    corrections.undo(attempt.pk, alice, now=NOW + minutes(1))
    assert next_question(sitting) is not None


def test_undo_of_reading_forgets_the_meeting(sitting, alice, statement):
    attempt = answer_right(study.issue_attempt(sitting, now=NOW))
    assert attempt.verdict == "read"
    corrections.undo(attempt.pk, alice, now=NOW + minutes(1))
    assert not Standing.objects.filter(learner=alice, statement=statement).exists()


def test_override_counts_the_answer_as_right(sitting, alice, statement):
    attempt = answer_wrong(next_question(sitting))
    corrections.override(attempt.pk, alice, right=True, now=NOW + minutes(1))
    (memory,) = stored(alice, statement).values()
    assert not memory.missed
    assert corrections.holding(Attempt.objects.get(pk=attempt.pk)).verdict == "right"


def test_override_keeps_both_verdicts_on_record(sitting, alice):
    attempt = answer_wrong(next_question(sitting))
    corrections.override(attempt.pk, alice, right=True, now=NOW + minutes(1))
    attempt.refresh_from_db()
    assert attempt.verdict == "wrong"
    assert set(Correction.objects.get(attempt=attempt).verdicts.values()) == {"right"}


def test_an_overridden_answer_does_not_return(sitting, alice):
    attempt = answer_wrong(next_question(sitting))
    corrections.override(attempt.pk, alice, right=True, now=NOW + minutes(1))
    assert next_question(sitting) is None


def test_an_override_taken_back_restores_the_verdict_and_the_memory(sitting, alice, statement):
    attempt = answer_wrong(next_question(sitting))
    before = stored(alice, statement)
    corrections.override(attempt.pk, alice, right=True, now=NOW + minutes(1))
    corrections.override(attempt.pk, alice, right=False, now=NOW + minutes(2))
    assert stored(alice, statement) == before
    assert corrections.holding(Attempt.objects.get(pk=attempt.pk)).verdict == "wrong"


def test_a_choice_or_a_given_up_answer_cannot_be_called_right(document, alice):
    given_up = next_question(factories.start(alice, document, mode="practise", kind="typed"))
    study.record_answer(given_up.pk, alice, study.Answer(dont_know=True), now=NOW)
    chosen = answer_wrong(
        next_question(factories.start(alice, document, mode="practise", kind="choice"))
    )
    for attempt in (given_up, chosen):
        corrections.override(attempt.pk, alice, right=True, now=NOW)
    assert not Correction.objects.exists()


def test_undo_asks_again_next_even_where_another_question_was_issued(document, alice):
    sitting = factories.start(alice, document, mode="practise", kind="typed")
    attempt = answer_right(next_question(sitting))
    next_question(sitting)
    corrections.undo(attempt.pk, alice, now=NOW)
    assert next_question(sitting).statement_id == attempt.statement_id


def test_undo_in_practice_keeps_what_was_put_into_today(document, alice):
    sitting = factories.start(alice, document, mode="practise", kind="typed")
    missed = answer_wrong(next_question(sitting))
    corrections.put_into_today(alice, [missed], now=NOW)
    corrections.undo(missed.pk, alice, now=NOW + minutes(1))
    assert Standing.objects.get(learner=alice, statement=missed.statement).due == NOW


def test_putting_into_today_twice_is_putting_once(document, alice):
    sitting = factories.start(alice, document, mode="practise", kind="typed")
    missed = answer_wrong(next_question(sitting))
    for _ in range(2):
        corrections.put_into_today(alice, [missed], now=NOW)
    assert Review.objects.filter(cause="today").count() == len(missed.grades)


def test_others_cannot_correct(sitting, bob):
    attempt = answer_wrong(next_question(sitting))
    with pytest.raises(Attempt.DoesNotExist):
        corrections.undo(attempt.pk, bob, now=NOW)
    with pytest.raises(Attempt.DoesNotExist):
        corrections.override(attempt.pk, bob, right=True, now=NOW)


def test_a_correction_in_practice_moves_no_memory(alice, document):
    sitting = factories.start(alice, document, mode="practise", kind="typed")
    attempt = answer_wrong(next_question(sitting))
    corrections.override(attempt.pk, alice, right=True, now=NOW)
    assert not Memory.objects.filter(learner=alice).exists()


def test_what_went_wrong_in_practice_can_be_put_into_today(alice, document):
    sitting = factories.start(alice, document, mode="practise", kind="typed")
    missed = answer_wrong(next_question(sitting))
    corrections.put_into_today(alice, corrections.missed_attempts(sitting), now=NOW)
    review = factories.start(alice, mode="review", now=NOW + minutes(1))
    assert [item["statement"] for item in review.queue] == [missed.statement_id]


def test_put_into_today_leaves_stability_alone(alice, document, statement):
    answer_right(next_question(factories.start(alice, document, statement=statement)))
    (before,) = stored(alice, statement).values()
    practice = factories.start(alice, document, mode="practise", kind="typed", statement=statement)
    answer_wrong(next_question(practice), now=NOW + days(1))
    corrections.put_into_today(alice, corrections.missed_attempts(practice), now=NOW + days(1))
    after = stored(alice, statement)
    assert before.stability in {memory.stability for memory in after.values()}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["right", "wrong", "dont_know", "undo", "override", "practise", "today"]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_memories_equal_the_replay_of_their_history(steps, alice, document, statement):
    Standing.objects.filter(learner=alice).delete()
    Memory.objects.filter(learner=alice).delete()
    Attempt.objects.filter(learner=alice).delete()
    Review.objects.filter(learner=alice).delete()
    now, last = NOW, None
    for step, gap in steps:
        now += days(gap) + minutes(7)
        last = take_step(step, alice, document, statement, last, now)
    left = replay.replay_statement(alice, statement, first_rung=alice.start_rung)
    assert stored(alice, statement) == left.memories
    before = Standing.objects.filter(learner=alice, statement=statement).values().first()
    replay.restore_statement(alice, statement)
    after = Standing.objects.filter(learner=alice, statement=statement).values().first()
    assert before == after


def take_step(step, learner, document, statement, last, now):
    """Undo or override the last attempt, put it into today, practise, or answer what is due."""
    if step == "today":
        if last is not None:
            last.refresh_from_db()
            corrections.put_into_today(learner, [last], now=now)
        return last
    if step == "practise":
        sitting = factories.start(
            learner, document, mode="practise", kind="typed", statement=statement, now=now
        )
        return answer_wrong(next_question(sitting, now=now), now=now)
    if step in ("undo", "override"):
        if last is not None and step == "undo":
            corrections.undo(last.pk, learner, now=now)
        elif last is not None:
            corrections.override(last.pk, learner, right=True, now=now)
        return last
    try:
        sitting = factories.start(learner, document, statement=statement, now=now)
    except sittings.NothingToStudy:
        return last
    attempt = next_question(sitting, now=now)
    if step == "dont_know":
        return study.record_answer(attempt.pk, learner, study.Answer(dont_know=True), now=now)
    return (answer_right if step == "right" else answer_wrong)(attempt, now=now)
