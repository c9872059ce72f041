"""Two transactions that want the same rows, run into each other: both end, and no memory is lost.

They go in step: each waits after every statement that locks or writes until the other has done one
too. Where the second has to wait for the first, it can do none, and the first goes on by itself;
where each held what the other wants, PostgreSQL would end one of them with an error.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, transaction

from studyapp import amendments, corrections, editing, people, regrading, replay, study
from studyapp.models import Correction, Review, Standing, Statement, User
from tests import factories
from tests.factories import NOW, answer_right, answer_wrong, days, next_question

pytestmark = pytest.mark.django_db(transaction=True)
LOCKING = ("FOR NO KEY UPDATE", "FOR UPDATE", "UPDATE ", "INSERT ", "DELETE ")
OTHER = "另一种说法"
LATER = NOW + days(1)
PATIENCE = 0.3


def in_step(*acts):
    """What each act returns, all of them at once and in step. Raises what one of them raises."""
    together = threading.Barrier(len(acts))

    def step(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if any(word in sql for word in LOCKING) and not together.broken:
            with suppress(threading.BrokenBarrierError):
                together.wait(PATIENCE)
        return result

    def run(act):
        try:
            with connection.execute_wrapper(step):
                return act()
        finally:
            together.abort()
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(run, act) for act in acts]]


@pytest.fixture
def statement(document):
    return next(
        s for s in factories.askable(document) if s.kind == "sentence" and len(s.parts) >= 2
    )


@pytest.fixture
def editor():
    return factories.create_editor()


@pytest.fixture
def people_there():
    """A guest who is older than the member, and a member who is older than another guest."""
    return [
        factories.create_user("first", guest=True),
        factories.create_user("member"),
        factories.create_user("second", guest=True),
    ]


def answered(learner, statement, *, now=NOW):
    """An answer that an editor may come to accept."""
    sitting = factories.start(learner, statement.document, statement=statement, now=now)
    attempt = next_question(sitting, now=now)
    given = study.Answer(responses=(OTHER,) * len(attempt.asked), touched=True)
    return study.record_answer(attempt.pk, learner, given, now=now)


def assert_memories_are_their_replay(statement):
    for learner in User.objects.filter(pk__in=Review.objects.values("learner")):
        left = replay.replay_statement(learner, statement, first_rung=learner.start_rung)
        assert replay.memories_of(learner, statement) == left.memories


def test_two_statements_that_the_same_two_people_met_are_amended_crosswise(document):
    """Each knows one of them, and the two are amended in either order."""
    alice, bob = factories.create_user("alice"), factories.create_user("bob")
    one, two = [s for s in factories.askable(document) if s.kind == "sentence"][:2]
    for learner, statement in ((alice, one), (bob, two)):
        answer_right(next_question(factories.start(learner, document, statement=statement)))
    parts = {s: amendments.Amended(s, frozenset(part.key for part in s.parts)) for s in (one, two)}

    def amend(first, second):
        def act():
            with transaction.atomic():
                return amendments.ask_again([parts[first], parts[second]], now=LATER)

        return act

    assert in_step(amend(one, two), amend(two, one)) == [2, 2]
    assert set(Standing.objects.values_list("revised", flat=True)) == {True}


def test_an_answer_is_recorded_while_others_are_graded_again(document, statement, editor):
    learners = [factories.create_user(f"learner{number}") for number in range(3)]
    attempts = [answered(learner, statement) for learner in learners]
    editing.accept_answer(attempts[0].question, attempts[0].asked[0], OTHER, by=editor)
    waiting = next_question(factories.start(learners[2], document, now=LATER), now=LATER)
    told, given = in_step(
        lambda: regrading.regrade(statement, by=editor, now=LATER),
        lambda: answer_wrong(waiting, now=LATER),
    )
    assert told.learners == 3
    assert given.verdict == "wrong"
    assert Correction.objects.filter(kind="regrade").count() == 3
    assert_memories_are_their_replay(statement)


@pytest.mark.parametrize("guest", [0, 2])
def test_a_guest_becomes_a_member_while_their_answers_are_graded_again(
    statement, editor, people_there, guest
):
    attempts = [answered(learner, statement) for learner in people_there]
    editing.accept_answer(attempts[0].question, attempts[0].asked[0], OTHER, by=editor)
    member = people_there[1]
    in_step(
        lambda: regrading.regrade(statement, by=editor, now=LATER),
        lambda: people.merge(people_there[guest], into=member),
    )
    assert not User.objects.filter(pk=people_there[guest].pk).exists()
    assert Correction.objects.filter(kind="regrade").count() >= 2
    assert_memories_are_their_replay(statement)


def test_two_guests_become_one_member_while_that_one_answers(document, statement, people_there):
    attempts = [answered(learner, statement) for learner in people_there]
    first, member, second = people_there
    in_step(
        lambda: people.merge(first, into=member),
        lambda: people.merge(second, into=member),
        lambda: corrections.undo(attempts[1].pk, member, now=LATER),
    )
    assert list(User.objects.filter(username__in=["first", "member", "second"])) == [member]
    assert set(Review.objects.values_list("learner", flat=True)) == {member.pk}
    assert_memories_are_their_replay(Statement.objects.get(pk=statement.pk))
