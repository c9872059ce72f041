"""Reports: what learners find wrong with questions, ranked for editors, and what becomes of it."""

from __future__ import annotations

import pytest

from studyapp import (
    bank,
    corrected,
    corrections,
    editing,
    figures,
    people,
    regrading,
    reports,
    study,
)
from studyapp.models import Attempt, Question, QuestionFigures, Report
from tests import factories
from tests.factories import NOW, answer_right, answer_wrong, days, minutes, next_question
from tests.test_regrading import OTHER, answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.create_editor()


@pytest.fixture
def statement(document):
    return next(s for s in factories.askable(document) if s.kind == "sentence")


@pytest.fixture
def bob():
    return factories.create_user("bob")


@pytest.fixture
def attempt(alice, document, statement):
    return answer(alice, document, statement)


def send(attempt, kind="accept", words="", now=NOW):
    return reports.report(attempt, kind=kind, words=words, now=now)


def decision(editor, state="dismissed", reason="书上就是这样写的"):
    return reports.Decision(state, editor, reason)


# --- Reporting


def test_a_learner_has_one_report_waiting_on_a_question(attempt):
    send(attempt)
    second = send(attempt, "typo", "错字", now=NOW + minutes(1))
    assert Report.objects.get() == second
    assert (second.kind, second.words, second.state) == ("typo", "错字", "open")


def test_a_question_can_be_reported_again_once_the_first_report_is_decided(attempt, editor):
    reports.decide([send(attempt)], decision(editor), now=NOW)
    assert send(attempt, now=NOW + days(1)).state == "open"
    assert Report.objects.count() == 2


def test_so_many_reports_an_hour_and_no_more(alice, document, monkeypatch):
    monkeypatch.setattr(reports, "MOST_AN_HOUR", 2)
    asked = [answer(alice, document, s) for s in factories.askable(document)[:4]]
    for attempt in asked[:2]:
        send(attempt)
    with pytest.raises(reports.TooMany):
        send(asked[2])
    send(asked[0], "typo")  # one that is there may be changed
    send(asked[3], now=NOW + minutes(61))


def test_before_the_answer_only_what_can_be_seen_can_be_wrong(alice, document, statement):
    attempt = next_question(factories.start(alice, document, statement=statement))
    assert reports.kinds_of(attempt) == ["unclear", "typo"]
    assert reports.kinds_of(answer_wrong(attempt))[0] == "accept"


def test_who_was_right_cannot_ask_that_their_answer_count(alice, document, statement):
    attempt = answer_right(next_question(factories.start(alice, document, statement=statement)))
    assert "accept" not in reports.kinds_of(attempt)


def test_a_report_brings_the_figures_of_its_question_up_to_date(attempt):
    send(attempt)
    assert attempt.question.figures.answers == 1


# --- Ranking


def test_more_learners_weigh_more_than_one(document, alice, bob):
    one, two = factories.askable(document)[:2]
    first = send(answer(alice, document, one))
    send(answer(alice, document, two))
    second = send(answer(bob, document, two))
    first.refresh_from_db()
    assert second.weight == Report.objects.filter(learner=alice).order_by("-weight")[0].weight
    assert second.weight > first.weight


def test_answers_that_learners_call_right_weigh_more(document, alice, bob):
    one, two = factories.askable(document)[:2]
    plain = send(answer(alice, document, one))
    disputed = answer(alice, document, two)
    corrections.override(disputed.pk, alice, right=True, now=NOW)
    called_right = send(disputed)
    assert called_right.weight > plain.weight


def test_refreshing_the_figures_ranks_anew(attempt, bob, document, statement):
    before = send(attempt).weight
    for _ in range(3):
        answer(bob, document, statement, mode="practise", kind="typed")
    Attempt.objects.update(question=attempt.question)
    figures.refresh([attempt.question_id], now=NOW + days(1))
    assert Report.objects.get().weight > before


# --- Deciding


def test_the_reported_answers_are_offered_most_often_given_first(attempt, bob, document, statement):
    carol = factories.create_user("carol")
    send(answer(bob, document, statement, "别的"))
    send(answer(carol, document, statement, OTHER + "。"))
    report = send(attempt)
    offered = reports.offers(reports.waiting_with(report))
    assert [(offer.answer, offer.learners) for offer in offered] == [(OTHER + "。", 2), ("别的", 1)]


def test_accepting_an_answer_closes_the_reports_that_gave_it_and_no_others(
    attempt, bob, document, statement, editor
):
    other = send(answer(bob, document, statement, "别的"))
    mine = send(attempt)
    waiting = reports.waiting_with(mine)
    offer = next(o for o in reports.offers(waiting) if o.answer == OTHER)
    assert reports.accept(waiting, offer, decision(editor, "accepted", ""), now=NOW) == 1
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, mine.decided_by, other.state) == ("accepted", editor, "open")
    assert OTHER in editing.current(attempt.question).keys[0]


def test_an_accepted_answer_counts_from_now_on_and_after_the_regrade_then_too(
    attempt, alice, bob, document, statement, editor
):
    waiting = reports.waiting_with(send(attempt))
    (offer,) = reports.offers(waiting)
    reports.accept(waiting, offer, decision(editor, "accepted", ""), now=NOW)
    assert answer(bob, document, statement).verdict == "right"
    regrading.regrade(statement, by=editor, now=NOW + minutes(1))
    held = corrected.holding(Attempt.objects.get(pk=attempt.pk))
    assert (held.verdict, held.regraded, held.overridden) == ("right", True, False)


def test_retiring_the_question_closes_every_report_on_it(attempt, bob, document, statement, editor):
    send(answer(bob, document, statement))
    waiting = reports.waiting_with(send(attempt))
    assert reports.retire(waiting, decision(editor, "retired"), now=NOW) == 2
    assert editing.current(attempt.question) is None
    assert not Report.objects.filter(state="open").exists()


def test_a_retired_question_cannot_accept_an_answer(attempt, editor):
    waiting = reports.waiting_with(send(attempt))
    (offer,) = reports.offers(waiting)
    bank.retire_question(attempt.question)
    with pytest.raises(editing.Refused):
        reports.accept(waiting, offer, decision(editor, "accepted"), now=NOW)


def test_reports_on_former_versions_wait_with_those_on_the_newest(
    attempt, bob, document, statement, editor
):
    first = send(attempt)
    editing.accept_answer(attempt.question, attempt.asked[0], "又一个", by=editor)
    second = send(answer(bob, document, statement))
    assert first.question_id != second.question_id
    assert reports.waiting_with(second) == [first, second]


def test_deciding_twice_is_deciding_once(attempt, editor):
    report = send(attempt)
    assert reports.decide([report], decision(editor), now=NOW) == 1
    assert reports.decide([report], decision(editor, "fixed", ""), now=NOW) == 0
    report.refresh_from_db()
    assert (report.state, report.reason) == ("dismissed", "书上就是这样写的")


# --- Afterwards


def test_the_learner_has_news_for_some_days(attempt, alice, bob, editor):
    reports.decide([send(attempt)], decision(editor), now=NOW)
    assert reports.news(alice, now=NOW + days(1)) == reports.News(decided=1, regraded=0)
    assert reports.news(alice, now=NOW + days(8)) == reports.News(decided=0, regraded=0)
    assert reports.news(bob, now=NOW + days(1)).decided == 0


def test_a_guests_reports_become_the_members(document, statement):
    guest, member = factories.create_user("g", guest=True), factories.create_user("alice")
    both, only = factories.askable(document)[:2]
    kept = send(answer(member, document, both), "key")
    send(answer(guest, document, both), "typo")
    send(answer(guest, document, only), "unclear")
    people.merge(guest, into=member)
    assert {r.learner for r in Report.objects.all()} == {member}
    assert Report.objects.get(question=kept.question).kind == "key"
    assert Report.objects.count() == 2


def test_deleting_a_learner_deletes_their_reports(attempt, alice):
    send(attempt)
    alice.delete()
    assert not Report.objects.exists()
    assert Question.objects.filter(pk=attempt.question_id).exists()


def test_figures_and_reports_come_back_from_a_backup(attempt, tmp_path):
    from studyapp.backup import rows

    send(attempt)
    for model in (Report, QuestionFigures):
        lines = list(rows.lines_of(model))
        model.objects.all().delete()
        assert rows.load(model, rows.columns_of(model), lines) == 1
        assert list(rows.lines_of(model)) == lines


def test_one_report_on_another_is_seen_only_as_ones_own(attempt, bob, document, statement):
    send(attempt)
    assert reports.report_of(answer(bob, document, statement)) is None


def test_study_goes_on_while_a_report_waits(attempt, alice, document, statement):
    send(attempt)
    sitting = factories.start(alice, document, statement=statement, now=NOW + days(1))
    assert study.issue_attempt(sitting, now=NOW + days(1)) is not None
