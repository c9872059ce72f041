"""Mock exams: the paper, its clock, what is kept and when it is told."""

import pytest
from django.contrib.auth.models import Permission

from studyapp import corrections, exam, library, progress, sittings, study
from studyapp.models import Attempt, Correction, Memory, Review, Sitting
from tests import factories
from tests.factories import NOW, minutes

pytestmark = pytest.mark.django_db


def sit(learner, document, *, count=5, limit=20, now=NOW, **choice):
    return exam.start_exam(
        learner, document=document, count=count, minutes=limit, now=now, **choice
    )


def paper(sitting):
    return list(study.with_texts().filter(sitting=sitting).order_by("position"))


def put_down(attempt, answer=None, *, now=NOW, written_at=None):
    answer = answer or factories.right_answer(attempt)
    typed = answer.responses
    return exam.put_down(attempt.pk, attempt.learner, answer, typed, now=now, written_at=written_at)


def test_a_paper_asks_each_statement_once_in_the_order_of_the_text(alice, document):
    attempts = paper(sit(alice, document, count=8))
    places = [attempt.statement.position for attempt in attempts]
    assert len(attempts) == 8
    assert places == sorted(set(places))


def test_kinds_take_turns_and_only_those_chosen_are_asked(alice, document):
    assert len({attempt.kind for attempt in paper(sit(alice, document, count=8))}) >= 5
    chosen = paper(sit(alice, document, kinds=["typed", "judge"], count=6))
    kinds = [attempt.kind for attempt in chosen]
    assert sorted(kinds) == ["judge"] * 3 + ["typed"] * 3


def test_a_paper_of_a_section_stays_in_it(alice, document):
    section = document.sections.get(label="二、")
    attempts = paper(sit(alice, document, section=section, count=50))
    assert {attempt.statement.section for attempt in attempts} == {section}


def test_there_is_no_paper_without_questions(alice, document):
    document.statements.update(retired_at=NOW)
    with pytest.raises(sittings.NothingToStudy):
        sit(alice, document)


def test_nothing_is_marked_before_the_end(alice, document):
    first, *_rest = paper(sit(alice, document))
    assert put_down(first)
    first.refresh_from_db()
    assert (first.verdict, first.grades, first.received_at) == ("", [], None)


def test_the_last_answer_put_down_holds_and_an_empty_one_takes_it_back(alice, document):
    sitting = sit(alice, document, kinds=["typed"])
    first, second, *_rest = paper(sitting)
    put_down(first, factories.WRONG)
    put_down(first)
    put_down(second)
    put_down(second, study.Answer(responses=("",)))
    exam.hand_in(sitting.pk, alice, now=NOW)
    assert [attempt.verdict for attempt in paper(sitting)[:2]] == ["right", "skipped"]


def test_handing_in_marks_the_paper_and_skips_what_is_empty(alice, document):
    sitting = sit(alice, document)
    first, second, *rest = paper(sitting)
    put_down(first, now=NOW + minutes(1))
    put_down(second, study.Answer(dont_know=True))
    exam.hand_in(sitting.pk, alice, now=NOW + minutes(3))
    attempts = paper(sitting)
    assert [a.verdict for a in attempts] == ["right", "wrong", *["skipped"] * len(rest)]
    assert attempts[0].received_at == NOW + minutes(1)
    told = exam.result(attempts)
    assert (told.right, told.missed, told.unanswered, told.score) == (1, 1, 3, 20)


def test_handing_in_twice_is_handing_in_once(alice, document):
    sitting = sit(alice, document)
    exam.hand_in(sitting.pk, alice, now=NOW + minutes(3))
    exam.hand_in(sitting.pk, alice, now=NOW + minutes(9))
    sitting.refresh_from_db()
    assert sitting.finished_at == NOW + minutes(3)
    assert not put_down(paper(sitting)[0], now=NOW + minutes(4))


@pytest.mark.parametrize(("late", "taken"), [(0, True), (9 / 60, True), (11 / 60, False)])
def test_the_servers_clock_decides_what_comes_too_late(alice, document, late, taken):
    sitting = sit(alice, document, limit=20)
    first, *_rest = paper(sitting)
    assert put_down(first, now=NOW + minutes(20 + late)) == taken


@pytest.mark.parametrize(
    ("written", "arrives", "taken"),
    [(19, 21, True), (19, 34, True), (19, 36, False), (20.5, 21, False), (None, 21, False)],
)
def test_what_was_written_in_time_may_come_late_for_a_while(
    alice, document, written, arrives, taken
):
    first, *_rest = paper(sit(alice, document, limit=20))
    written_at = None if written is None else NOW + minutes(written)
    assert put_down(first, now=NOW + minutes(arrives), written_at=written_at) == taken


def test_what_came_late_is_counted_and_said(alice, document):
    sitting = sit(alice, document, limit=20, count=2)
    first, second = paper(sitting)
    put_down(first, now=NOW + minutes(5))
    put_down(second, now=NOW + minutes(30), written_at=NOW + minutes(19))
    exam.hand_in(sitting.pk, alice, now=NOW + minutes(31))
    result = exam.result(paper(sitting))
    assert (result.right, result.late) == (2, 1)


def test_nothing_is_taken_once_the_paper_is_handed_in(alice, document):
    sitting = sit(alice, document, limit=20)
    exam.hand_in(sitting.pk, alice, now=NOW + minutes(3))
    first, *_rest = paper(sitting)
    assert not put_down(first, now=NOW + minutes(4), written_at=NOW + minutes(2))


def test_what_was_written_last_holds_whichever_comes_last(alice, document):
    first, *_rest = paper(sit(alice, document, kinds=["typed"]))
    put_down(first, now=NOW + minutes(5))
    assert put_down(first, factories.WRONG, now=NOW + minutes(9), written_at=NOW + minutes(4))
    first.refresh_from_db()
    assert first.draft["responses"] == list(factories.right_answer(first).responses)


def test_a_clock_that_is_ahead_bars_no_later_answer(alice, document):
    first, *_rest = paper(sit(alice, document, kinds=["typed"]))
    put_down(first, factories.WRONG, now=NOW + minutes(1), written_at=NOW + minutes(500))
    put_down(first, now=NOW + minutes(2))
    first.refresh_from_db()
    assert first.draft["responses"] == list(factories.right_answer(first).responses)


def test_a_paper_handed_in_late_ended_when_its_time_was_up(alice, document):
    sitting = sit(alice, document, limit=20)
    exam.hand_in(sitting.pk, alice, now=NOW + minutes(500))
    sitting.refresh_from_db()
    assert sitting.finished_at == NOW + minutes(20)


def test_an_exam_without_a_limit_waits(alice, document):
    sitting = sit(alice, document, limit=None)
    assert not exam.is_over(sitting, NOW + minutes(10_000))


def test_no_other_door_answers_an_exam_or_hints_at_it(alice, document):
    first, *_rest = paper(sit(alice, document))
    with pytest.raises(Attempt.DoesNotExist):
        study.record_answer(first.pk, alice, factories.right_answer(first), now=NOW)
    with pytest.raises(Attempt.DoesNotExist):
        study.take_hint(first.pk, alice)


def test_an_exam_moves_no_memory(alice, document):
    sitting = sit(alice, document, kinds=["typed"])
    for attempt in paper(sitting):
        put_down(attempt, factories.WRONG)
    exam.hand_in(sitting.pk, alice, now=NOW)
    assert not Review.objects.exists()
    assert not Memory.objects.exists()
    assert progress.missed(alice, progress.changes(alice))


def test_what_went_wrong_and_what_was_left_out_goes_into_today(alice, document):
    sitting = sit(alice, document, kinds=["typed"], count=3)
    right, wrong, _left_out = paper(sitting)
    put_down(right)
    put_down(wrong, factories.WRONG)
    exam.hand_in(sitting.pk, alice, now=NOW)
    sitting.refresh_from_db()
    moved = corrections.put_into_today(alice, corrections.missed_attempts(sitting), now=NOW)
    assert moved == 2
    assert right.statement_id not in sittings.due_statements(alice, NOW)


def test_an_override_counts_in_the_result_and_reopens_nothing(alice, document):
    sitting = sit(alice, document, kinds=["typed"], count=2)
    first, _second = paper(sitting)
    put_down(first, factories.WRONG)
    exam.hand_in(sitting.pk, alice, now=NOW)
    corrections.override(first.pk, alice, right=True, now=NOW)
    assert exam.result(paper(sitting)).right == 1
    corrections.override(first.pk, alice, right=False, now=NOW + minutes(1))
    with pytest.raises(Attempt.DoesNotExist):
        corrections.undo(first.pk, alice, now=NOW)
    sitting.refresh_from_db()
    assert (sitting.queue, sitting.finished_at) == ([], NOW)
    assert exam.result(paper(sitting)).missed == 1


def test_an_exam_of_another_is_not_there(alice, document):
    sitting = sit(alice, document)
    bob = factories.create_user("bob")
    with pytest.raises(Sitting.DoesNotExist):
        exam.hand_in(sitting.pk, bob, now=NOW)
    with pytest.raises(Attempt.DoesNotExist):
        exam.put_down(paper(sitting)[0].pk, bob, study.Answer(), (), now=NOW)


@pytest.mark.parametrize("may_change", [False, True])
def test_staff_are_asked_only_of_texts_that_they_may_open(alice, may_change):
    closed = factories.create_document(publish=False)
    helper = factories.create_user("helper", is_staff=True)
    right = "change_document" if may_change else "change_report"
    helper.user_permissions.add(Permission.objects.get(codename=right))
    if may_change:
        assert sit(helper, closed).size
        assert factories.next_question(factories.start(helper, closed, mode="practise"))
        return
    with pytest.raises(sittings.NothingToStudy):
        sit(helper, closed)
    with pytest.raises(sittings.NothingToStudy):
        factories.start(helper, closed, mode="practise")


def test_a_text_withdrawn_meanwhile_is_not_asked_of_staff(document):
    helper = factories.create_user("helper", is_staff=True)
    sitting = factories.start(helper, document)
    library.withdraw_document(document)
    assert study.issue_attempt(sitting, now=NOW) is None


def test_an_answer_graded_again_counts_in_the_score(alice, document):
    sitting = sit(alice, document, kinds=["typed"], count=1)
    [attempt] = paper(sitting)
    put_down(attempt, factories.WRONG)
    exam.hand_in(sitting.pk, alice, now=NOW)
    verdicts = dict.fromkeys(attempt.asked, "right")
    Correction.objects.create(
        learner=alice, attempt=attempt, kind="regrade", verdicts=verdicts, author=alice, at=NOW
    )
    result = exam.result(paper(sitting))
    assert (result.right, result.score) == (1, 100)
