"""Figures of questions as they are stored: from which answers, and how fresh."""

from __future__ import annotations

import json
from datetime import timedelta
from statistics import fmean

import pytest
from django.core.management import call_command

from studyapp import corrections, figures, study
from studyapp.models import Attempt, Question, QuestionFigures
from studyapp.questions.figures import discrimination
from tests import factories
from tests.factories import (
    NOW,
    answer_right,
    answer_wrong,
    days,
    minutes,
    next_question,
    right_answer,
)

pytestmark = pytest.mark.django_db
LATER = NOW + days(30)


@pytest.fixture
def statement(document):
    return next(s for s in factories.askable(document) if len(s.parts) == 1)


@pytest.fixture
def bob():
    return factories.create_user("bob")


def ask(learner, document, statement, *, now=NOW, **how):
    return next_question(
        factories.start(learner, document, statement=statement, now=now, **how), now=now
    )


def of(attempt, *, now=LATER):
    figures.refresh([attempt.question_id], now=now)
    return QuestionFigures.objects.get(question=attempt.question_id)


def test_facility_is_that_of_every_learners_first_answer(alice, bob, document, statement):
    first = answer_wrong(ask(alice, document, statement))
    answer_right(ask(bob, document, statement))
    # The next day she knows it: that tells of her memory, not of the question.
    again = answer_right(ask(alice, document, statement, now=NOW + days(1)), now=NOW + days(1))
    assert again.question == first.question
    told = of(first)
    assert (told.answers, told.first_answers, told.facility) == (3, 2, 0.5)


def test_practice_counts_as_an_answer_but_not_as_a_first_one(alice, document, statement):
    attempt = answer_right(ask(alice, document, statement, mode="practise", kind="typed"))
    told = of(attempt)
    assert (told.answers, told.first_answers, told.facility) == (1, 0, None)


def test_an_answer_taken_back_was_never_given(alice, document, statement):
    attempt = answer_wrong(ask(alice, document, statement))
    corrections.undo(attempt.pk, alice, now=NOW)
    assert of(attempt).answers == 0


def test_what_learners_call_right_is_told_of_what_was_missed(alice, bob, document, statement):
    attempt = answer_wrong(ask(alice, document, statement))
    answer_wrong(ask(bob, document, statement))
    corrections.override(attempt.pk, alice, right=True, now=NOW)
    told = of(attempt)
    assert (told.overridden, told.override_rate, told.facility) == (1, 0.5, 0.5)


def test_giving_up_is_missed_but_not_disputable(alice, document, statement):
    attempt = ask(alice, document, statement)
    study.record_answer(attempt.pk, alice, study.Answer(dont_know=True), now=NOW)
    told = of(attempt)
    assert (told.facility, told.override_rate) == (0, None)


def test_the_median_time_is_that_from_shown_to_submitted(alice, bob, document, statement):
    for learner, seconds in ((alice, 4), (bob, 600)):
        attempt = ask(learner, document, statement)
        given = right_answer(attempt)
        times = {"shown_at": NOW, "submitted_at": NOW + timedelta(seconds=seconds)}
        answered = study.Answer(responses=given.responses, **times)
        study.record_answer(attempt.pk, learner, answered, now=NOW)
    assert of(attempt).median_time == (4 + 60) / 2


def test_shares_are_those_of_the_options(document, statement, alice, bob):
    question = Question.objects.filter(kind="choice", retired_at=None).first()
    for person, right in ((alice, True), (bob, False)):
        person.start_rung = 0
        person.save()
        attempt = ask(person, document, question.statement)
        option = next(o for o in attempt.options if (o in attempt.question.right_answers) == right)
        study.record_answer(attempt.pk, person, study.Answer(responses=(option,)), now=NOW)
    shares = of(attempt).shares
    assert shares[attempt.question.right_answers[0]] == 0.5
    assert sum(shares.values()) == 1


def test_discrimination_is_that_of_a_plain_computation(document):
    learners = [factories.create_user(f"learner-{n}") for n in range(6)]
    statements = [s for s in factories.askable(document) if len(s.parts) == 1][:3]
    for number, learner in enumerate(learners):
        sitting = factories.start(learner, document)
        turn = 0
        while (attempt := next_question(sitting)) is not None and turn < 6:
            (answer_right if (number * 5 + turn * 3) % 4 else answer_wrong)(attempt)
            turn += 1
    assert statements
    asked = Attempt.objects.filter(score__isnull=False).values_list("question", flat=True)
    figures.refresh(sorted(set(asked)), now=LATER)
    for row in QuestionFigures.objects.all():
        assert row.discrimination == pytest.approx(plainly(row.question_id), abs=1e-6), row
    assert any(row.discrimination is not None for row in QuestionFigures.objects.all())


def plainly(question):
    """The definition, row by row."""
    pairs = []
    for learner in {a.learner_id for a in Attempt.objects.filter(question=question)}:
        own = Attempt.objects.filter(learner=learner, question=question, score__isnull=False)
        first = own.order_by("received_at", "pk")[0]
        rest = first.sitting.attempts.filter(score__isnull=False).exclude(pk=first.pk)
        if rest:
            pairs.append((first.score, fmean(attempt.score for attempt in rest)))
    return discrimination(pairs)


# --- How fresh


def test_what_was_answered_since_is_stale_and_the_rest_is_not(alice, bob, document):
    one, two = factories.askable(document)[:2]
    first, second = (answer_right(ask(alice, document, s)) for s in (one, two))
    figures.refresh(figures.stale(), now=NOW + minutes(1))
    assert figures.stale() == []
    again = answer_wrong(ask(bob, document, one, now=NOW + minutes(2)), now=NOW + minutes(2))
    assert figures.stale() == [again.question_id]
    assert figures.answered() == sorted({first.question_id, second.question_id, again.question_id})


def test_a_corrected_answer_makes_figures_stale(alice, document, statement):
    attempt = answer_wrong(ask(alice, document, statement))
    of(attempt, now=NOW + minutes(1))
    corrections.override(attempt.pk, alice, right=True, now=NOW + minutes(2))
    assert figures.stale() == [attempt.question_id]


def test_the_command_tells_how_many_questions_it_refreshed(alice, document, statement, capsys):
    answer_right(ask(alice, document, statement))
    for options, expected in (((), 1), ((), 0), (("--all",), 1)):
        call_command("figures", *options)
        assert json.loads(capsys.readouterr().out) == {"questions": expected}


def test_many_answers_and_questions_cost_as_many_queries_as_few(
    document, django_assert_num_queries, django_assert_max_num_queries
):
    def study_all(number):
        learner = factories.create_user(f"learner-{number}")
        sitting = factories.start(learner, document)
        while (attempt := next_question(sitting)) is not None:
            done = answer_right(attempt)
            corrections.undo(done.pk, learner, now=NOW) if done.position == 3 else None
            if done.position > 12:
                break

    study_all(0)
    with django_assert_max_num_queries(15) as seen:
        figures.refresh(figures.answered(), now=LATER)
    study_all(1)
    study_all(2)
    with django_assert_num_queries(len(seen)):
        figures.refresh(figures.answered(), now=LATER)
