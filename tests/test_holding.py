"""Who writes what a learner remembers holds the learner before anything else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studyapp import aside, backlog, corrections, exam, people, replay, study
from studyapp.models import Attempt, Memory, Review, Standing
from tests import factories
from tests.factories import NOW, answer_right, answer_wrong, days, minutes, next_question

pytestmark = pytest.mark.django_db
CONTROL = ("BEGIN", "SAVEPOINT")
LATER = NOW + minutes(0.1)


@pytest.fixture
def answered(alice, document):
    return answer_wrong(next_question(factories.start(alice, document)))


@pytest.fixture
def paper(alice, document):
    return exam.start_exam(alice, document=document, count=2, minutes=None, now=NOW)


WRITERS = {
    "answer": lambda a, who: study.record_answer(a.pk, who, factories.WRONG),
    "issue": lambda a, who: study.issue_ahead(a.sitting, now=NOW),
    "undo": lambda a, who: corrections.undo(a.pk, who),
    "override": lambda a, who: corrections.override(a.pk, who, right=True),
    "today": lambda a, who: corrections.put_into_today(who, [a]),
    "statement": lambda a, who: corrections.statement_into_today(who, a.statement),
    "aside": lambda a, who: aside.set_aside(who, a.statement, known=True),
    "back": lambda a, who: aside.take_back(who, a.statement),
    "spread": lambda a, who: backlog.spread(who, days=2),
}


def first_query(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return next(q["sql"] for q in captured.captured_queries if not q["sql"].startswith(CONTROL))


def holds(sql):
    locked = "FOR NO KEY UPDATE" if connection.features.has_select_for_update else ""
    return 'FROM "studyapp_user"' in sql and locked in sql


@pytest.mark.parametrize("name", WRITERS)
def test_a_writer_holds_the_learner_first(alice, answered, name):
    assert holds(first_query(lambda: WRITERS[name](answered, alice)))


def test_a_paper_holds_the_learner_first(alice, paper):
    first = paper.attempts.first()
    answer = factories.WRONG
    put = first_query(lambda: exam.put_down(first.pk, alice, answer, answer.responses, now=NOW))
    assert holds(put)
    assert holds(first_query(lambda: exam.hand_in(paper.pk, alice, now=NOW)))


@pytest.mark.parametrize("name", ["today", "statement", "aside"])
def test_the_time_is_read_once_the_learner_is_held(alice, answered, name, monkeypatch):
    clock, hold = [NOW], replay.hold

    def waited(*learners):
        clock[0] = LATER
        return hold(*learners)

    monkeypatch.setattr(timezone, "now", lambda: clock[0])
    monkeypatch.setattr(replay, "hold", waited)
    WRITERS[name](answered, alice)
    assert {row.at for row in Review.objects.filter(attempt=None)} == {LATER}


def test_an_answer_let_in_before_a_merge_moves_with_the_others(document, monkeypatch):
    guest, member = factories.create_user("guest", guest=True), factories.create_user("member")
    attempt = next_question(factories.start(guest, document))
    Standing.objects.filter(learner=guest).delete()
    hold, let_in = replay.hold, []

    def waited(*learners):
        if not let_in:
            let_in.append(True)
            answer_right(attempt)
        return hold(*learners)

    monkeypatch.setattr(replay, "hold", waited)
    people.merge(guest, into=member)
    assert Memory.objects.filter(learner=member, statement=attempt.statement).exists()


def test_issuing_never_ends_an_exam(paper):
    with pytest.raises(ValueError, match="exam"):
        study.issue_ahead(paper, now=NOW)
    paper.refresh_from_db()
    assert paper.finished_at is None


def test_a_statement_set_aside_undone_and_taken_back_is_new_again(alice, document):
    attempt = answer_wrong(next_question(factories.start(alice, document, mode="recite")))
    aside.set_aside(alice, attempt.statement, known=False, now=NOW + days(1))
    corrections.undo(attempt.pk, alice, now=NOW + days(1))
    aside.take_back(alice, attempt.statement)
    assert not Standing.objects.filter(learner=alice, statement=attempt.statement).exists()
    assert Attempt.objects.filter(pk=attempt.pk).exists()
