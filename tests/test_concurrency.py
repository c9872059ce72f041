"""The same answer from several hands at once is one answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from studyapp import library, replay, study
from studyapp.models import Attempt, Memory, Review, Sitting
from tests import factories
from tests.factories import NOW, next_question, right_answer

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 6


def at_once(act, times=HANDS):
    """What `act(number)` returns from several threads that begin together."""

    def run(number):
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(run, range(times)))


@pytest.fixture
def sitting():
    return factories.start(factories.create_user(), factories.create_document())


def test_one_answer_sent_many_times_at_once_is_recorded_once(sitting):
    attempt = next_question(sitting)
    answers = [right_answer(attempt), *[factories.WRONG] * (HANDS - 1)]

    def answer(number):
        return study.record_answer(attempt.pk, sitting.learner, answers[number], now=NOW).verdict

    verdicts = at_once(answer)
    assert len(set(verdicts)) == 1
    assert Review.objects.filter(attempt=attempt).count() == 1
    assert Memory.objects.get(part=attempt.asked[0]).repetitions == 1


def test_the_next_attempt_asked_for_many_times_at_once_is_one(sitting):
    def issue(_number):
        return study.issue_attempt(Sitting.objects.get(pk=sitting.pk), now=NOW).pk

    assert len(set(at_once(issue))) == 1
    issued = list(Attempt.objects.filter(sitting=sitting).values_list("position", flat=True))
    assert issued == list(range(study.AHEAD + 1))


def test_a_thousand_answers_each_sent_twice_at_once_are_a_thousand_answers():
    document = factories.create_document()
    learners = [factories.create_user(f"learner{number}") for number in range(20)]
    attempts = [attempt for learner in learners for attempt in fifty_attempts(learner, document)]

    def answer(number):
        attempt = attempts[number // 2]
        return study.record_answer(attempt.pk, attempt.learner, factories.WRONG, now=NOW).pk

    recorded = at_once(answer, times=2 * len(attempts))
    assert len(recorded) == 2 * len(set(recorded)) == 2000
    assert Attempt.objects.exclude(received_at=None).count() == 1000
    # One recorded twice would have counted twice.
    assert sum(Sitting.objects.values_list("done", flat=True)) == 1000


def fifty_attempts(learner, document):
    """Attempts of one sitting that wait for their answers."""
    sitting = factories.start(learner, document, mode="practise", kind="typed")
    first = next_question(sitting)
    start = sitting.attempts.count()
    copies = [copy(first, place) for place in range(start, start + 49)]
    Attempt.objects.bulk_create(copies)
    return [first, *copies]


def copy(attempt, place):
    """Another asking of the same, unanswered."""
    asked = {"statement": attempt.statement, "question": attempt.question, "asked": attempt.asked}
    return Attempt(
        learner=attempt.learner, sitting=attempt.sitting, position=place, issued_at=NOW, **asked
    )


def test_two_sittings_that_ask_the_same_statement_leave_one_memory(sitting):
    learner, document = sitting.learner, sitting.document
    statement = factories.askable(document)[0]
    attempts = [
        next_question(factories.start(learner, document, statement=statement)) for _ in range(HANDS)
    ]

    def answer(number):
        return study.record_answer(attempts[number].pk, learner, right_answer(attempts[number]))

    assert len(at_once(answer)) == HANDS
    (held,) = replay.memories_of(learner, statement).values()
    left = replay.replay_statement(learner, statement, first_rung=learner.start_rung)
    assert held.repetitions == 1
    assert left.memories == replay.memories_of(learner, statement)


def test_one_text_imported_many_times_at_once_is_one_document():
    def bring(_number):
        try:
            return library.import_document("读书会成立于1998年。会员320人。".encode()).document.pk
        except library.Refused:
            return None

    assert len({pk for pk in at_once(bring) if pk}) == 1
