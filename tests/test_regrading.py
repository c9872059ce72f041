"""Grading again: whose results change, both verdicts kept, memories equal to their replay."""

from __future__ import annotations

import pytest

from studyapp import corrected, corrections, editing, regrading, replay, study
from studyapp.models import Attempt, Correction, Question, Review
from tests import factories
from tests.factories import NOW, answer_right, answer_wrong, days, minutes, next_question

pytestmark = pytest.mark.django_db
OTHER = "另一种说法"
LATER = NOW + days(1)


@pytest.fixture
def editor():
    return factories.create_editor()


@pytest.fixture
def statement(document):
    return next(
        s for s in factories.askable(document) if s.kind == "sentence" and len(s.parts) >= 2
    )


def answer(learner, document, statement, response=OTHER, *, now=NOW, **how):
    """One typed answer of a learner about a statement."""
    sitting = factories.start(learner, document, statement=statement, now=now, **how)
    attempt = next_question(sitting, now=now)
    given = study.Answer(responses=(response,) * len(attempt.asked), touched=True)
    return study.record_answer(attempt.pk, learner, given, now=now)


def accept(attempt, editor, response=OTHER):
    return editing.accept_answer(attempt.question, attempt.asked[0], response, by=editor)


def counts_as(attempt):
    return corrected.holding(Attempt.objects.get(pk=attempt.pk)).verdict


def assert_memories_are_their_replay(learner, statement):
    left = replay.replay_statement(learner, statement, first_rung=learner.start_rung)
    assert replay.memories_of(learner, statement) == left.memories


def test_a_dry_run_tells_whose_result_changes_and_stores_nothing(
    alice, editor, document, statement
):
    attempt = answer(alice, document, statement)
    accept(attempt, editor)
    told = regrading.plan(statement)
    (change,) = told.changes
    assert (change.attempt, change.name, change.response) == (attempt.pk, "alice", OTHER)
    assert (change.before, change.after) == ("wrong", "right")
    assert (told.changed, told.learners, told.memories) == (1, 1, 1)
    assert not Correction.objects.exists()


def test_a_regrade_counts_the_answer_anew_and_keeps_both_verdicts(
    alice, editor, document, statement
):
    attempt = answer(alice, document, statement)
    accept(attempt, editor)
    regrading.regrade(statement, by=editor, now=LATER)
    attempt.refresh_from_db()
    row = Correction.objects.get(attempt=attempt)
    assert (attempt.verdict, counts_as(attempt)) == ("wrong", "right")
    assert (row.kind, row.author, row.learner) == ("regrade", editor, alice)
    assert set(row.verdicts.values()) == {"right"}


def test_the_attempt_keeps_the_version_it_was_asked(alice, editor, document, statement):
    attempt = answer(alice, document, statement)
    asked = attempt.question
    made = accept(attempt, editor)
    regrading.regrade(statement, by=editor, now=LATER)
    attempt.refresh_from_db()
    assert attempt.question == asked
    assert (made.key, made.version) == (asked.key, asked.version + 1)


def test_memories_after_a_regrade_are_the_replay_and_no_longer_missed(
    alice, editor, document, statement
):
    attempt = answer(alice, document, statement)
    accept(attempt, editor)
    regrading.regrade(statement, by=editor, now=LATER)
    assert_memories_are_their_replay(alice, statement)
    assert not replay.memories_of(alice, statement)[attempt.asked[0]].missed
    assert Review.objects.get(attempt=attempt).rating == 1


def test_grading_again_twice_is_grading_again_once(alice, editor, document, statement):
    accept(answer(alice, document, statement), editor)
    regrading.regrade(statement, by=editor, now=LATER)
    again = regrading.regrade(statement, by=editor, now=LATER + minutes(1))
    assert (again.changed, Correction.objects.count()) == (0, 1)


def test_what_is_no_longer_accepted_counts_as_wrong_again(alice, editor, document, statement):
    attempt = answer(alice, document, statement)
    made = accept(attempt, editor)
    regrading.regrade(statement, by=editor, now=LATER)
    keys = [answers[:1] for answers in made.keys]
    editing.edit_question(made, keys=keys, options=made.options, by=editor)
    told = regrading.regrade(statement, by=editor, now=LATER + minutes(1))
    assert dict(told.counts) == {("right", "wrong"): 1}
    assert counts_as(attempt) == "wrong"
    assert_memories_are_their_replay(alice, statement)


def test_a_learners_word_stays_respected(alice, editor, document, statement):
    attempt = answer(alice, document, statement)
    corrections.override(attempt.pk, alice, right=True, now=NOW + minutes(1))
    accept(attempt, editor, "别的答案")
    told = regrading.regrade(statement, by=editor, now=LATER)
    assert (told.changed, told.overridden) == (0, 1)
    assert corrected.holding(Attempt.objects.get(pk=attempt.pk)).overridden


def test_a_word_taken_back_gives_way_to_the_grade_that_was_given_last(
    alice, editor, document, statement
):
    attempt = answer(alice, document, statement)
    accept(attempt, editor)
    regrading.regrade(statement, by=editor, now=LATER)
    corrections.override(attempt.pk, alice, right=True, now=LATER + minutes(1))
    corrections.override(attempt.pk, alice, right=False, now=LATER + minutes(2))
    assert counts_as(attempt) == "right"


def test_an_answer_taken_back_stays_taken_back(alice, editor, document, statement):
    attempt = answer(alice, document, statement)
    corrections.undo(attempt.pk, alice, now=NOW + minutes(1))
    accept(attempt, editor)
    assert regrading.regrade(statement, by=editor, now=LATER).changed == 0


def test_giving_up_is_no_answer_to_grade_again(alice, editor, document, statement):
    attempt = next_question(factories.start(alice, document, statement=statement))
    study.record_answer(attempt.pk, alice, study.Answer(dont_know=True), now=NOW)
    accept(attempt, editor)
    assert regrading.plan(statement).answers == 0


def test_practice_is_graded_again_and_moves_no_memory(alice, editor, document, statement):
    attempt = answer(alice, document, statement, mode="practise", kind="typed")
    for part in attempt.asked:
        editing.accept_answer(attempt.question, part, OTHER, by=editor)
    told = regrading.regrade(statement, by=editor, now=LATER)
    assert (told.changed, told.memories) == (1, 0)
    assert counts_as(attempt) == "right"
    assert replay.memories_of(alice, statement) == {}


def test_a_choice_whose_answer_changes_is_graded_again(alice, editor, document):
    sitting = factories.start(alice, document, mode="practise", kind="choice")
    attempt = next_question(sitting)
    wrong = next(o for o in attempt.options if o not in attempt.question.right_answers)
    given = study.Answer(responses=(wrong,), touched=True)
    study.record_answer(attempt.pk, alice, given, now=NOW)
    accept(attempt, editor, wrong)
    assert regrading.regrade(attempt.statement, by=editor, now=LATER).changed == 1


def test_what_is_accepted_for_a_part_is_accepted_wherever_it_is_written(
    alice, editor, document, statement
):
    attempt = answer(alice, document, statement)
    accept(attempt, editor)
    part = attempt.asked[0]
    active = statement.questions.filter(retired_at=None, kind="typed")
    asking = [q for q in active if part in q.part_keys]
    assert len(asking) > 1
    assert all(OTHER in q.keys[q.part_keys.index(part)] for q in asking)


def test_a_pair_first_asked_later_accepts_it_too(alice, editor, document, statement):
    from studyapp import bank

    attempt = answer(alice, document, statement)
    accept(attempt, editor)
    active = statement.questions.filter(retired_at=None)
    pair = bank.typed_question(statement, [p.key for p in statement.parts[:2]], beside=active)
    assert OTHER in pair.keys[pair.part_keys.index(attempt.asked[0])]


def test_answers_to_other_words_are_left_alone(alice, editor, document, statement):
    attempt = answer(alice, document, statement)
    Question.objects.filter(pk=attempt.question_id).update(
        prompt={**attempt.question.prompt, "text": "从前的话"}
    )
    active = editing.current(attempt.question)
    made = editing.edit_question(
        active, keys=[[*k, OTHER] for k in active.keys], options=[], by=editor
    )
    Question.objects.filter(pk=made.pk).update(prompt={**made.prompt, "text": "现在的话"})
    assert regrading.plan(statement).answers == 0


def test_others_answers_stay_as_they_are(alice, editor, document, statement):
    bob = factories.create_user("bob")
    right = answer_right(next_question(factories.start(bob, document, statement=statement)))
    before = replay.memories_of(bob, statement)
    accept(answer(alice, document, statement), editor)
    regrading.regrade(statement, by=editor, now=LATER)
    assert counts_as(right) == "right"
    assert replay.memories_of(bob, statement) == before


def test_many_learners_cost_as_many_queries_as_few(
    editor, document, statement, django_assert_num_queries, django_assert_max_num_queries
):
    def wrong_answers(number, start, response):
        people = [factories.create_user(f"learner-{start + n}") for n in range(number)]
        return [answer(person, document, statement, response) for person in people]

    accept(wrong_answers(3, 0, OTHER)[0], editor)
    with django_assert_max_num_queries(25) as seen:
        assert regrading.regrade(statement, by=editor, now=LATER).learners == 3
    accept(wrong_answers(9, 10, "又一种说法")[0], editor, "又一种说法")
    with django_assert_num_queries(len(seen)):
        assert regrading.regrade(statement, by=editor, now=LATER).learners == 9


def test_batches_of_learners_give_the_same(editor, document, statement, monkeypatch):
    monkeypatch.setattr(regrading, "LEARNERS_AT_ONCE", 2)
    people = [factories.create_user(f"learner-{n}") for n in range(5)]
    attempts = [answer(person, document, statement) for person in people]
    accept(attempts[0], editor)
    assert regrading.plan(statement).changed == 5
    assert regrading.regrade(statement, by=editor, now=LATER).learners == 5
    for person in people:
        assert_memories_are_their_replay(person, statement)


def test_a_failure_in_the_middle_changes_nothing(editor, document, statement, monkeypatch):
    monkeypatch.setattr(regrading, "LEARNERS_AT_ONCE", 1)
    people = [factories.create_user(f"learner-{n}") for n in range(2)]
    attempts = [answer(person, document, statement) for person in people]
    accept(attempts[0], editor)
    restore, calls = replay.restore, []

    def fail_the_second_time(*args):
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError
        restore(*args)

    monkeypatch.setattr(replay, "restore", fail_the_second_time)
    with pytest.raises(RuntimeError):
        regrading.regrade(statement, by=editor, now=LATER)
    assert not Correction.objects.exists()
    assert all(counts_as(attempt) == "wrong" for attempt in attempts)


def test_answer_wrong_then_regraded_counts_in_the_learners_progress(
    alice, editor, document, statement
):
    from studyapp import progress

    attempt = answer(alice, document, statement)
    assert progress.missed(alice, progress.changes(alice))
    accept(attempt, editor)
    regrading.regrade(statement, by=editor, now=LATER)
    assert not progress.missed(alice, progress.changes(alice))


def test_a_wrong_answer_that_stays_wrong_is_no_change(alice, editor, document, statement):
    attempt = answer_wrong(next_question(factories.start(alice, document, statement=statement)))
    accept(attempt, editor)
    assert regrading.plan(statement).changed == 0


# --- Answers that arrive late


@pytest.mark.parametrize("first_try", [False, True])
def test_an_answer_asked_before_is_marked_by_what_is_accepted_when_it_arrives(
    alice, editor, document, statement, first_try
):
    asked = next_question(factories.start(alice, document, statement=statement))
    bob = answer(factories.create_user("bob"), document, statement)
    accept(bob, editor)
    regrading.regrade(statement, by=editor, now=LATER)
    given = study.Answer(responses=(OTHER,) * len(asked.asked), touched=True)
    late = study.record_answer(asked.pk, alice, given, first_try=first_try, now=LATER)
    assert (late.verdict, late.first_try) == ("right", None)
    assert late.question == asked.question
    assert late.question.retired_at is not None
    assert not regrading.plan(statement).changed
    assert_memories_are_their_replay(alice, statement)


def test_an_answer_to_other_words_is_marked_by_its_own_question(alice, editor, document, statement):
    asked = next_question(factories.start(alice, document, statement=statement))
    made = editing.accept_answer(asked.question, asked.asked[0], OTHER, by=editor)
    made.prompt = {**made.prompt, "text": "别的话" + made.prompt["text"]}
    made.save()
    given = study.Answer(responses=(OTHER,) * len(asked.asked), touched=True)
    assert study.record_answer(asked.pk, alice, given, now=LATER).verdict == "wrong"
