"""A learner's week on a moved clock: study-days turn at four, and a flight counts nothing twice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from studyapp import corrections, memory, progress, replay, sittings, study
from studyapp.models import Attempt, Review, Standing
from tests import factories
from tests.factories import NOW, answer_right, answer_wrong, days, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return factories.create_user("alice", new_per_day=2)


def study_all(learner, document, now):
    """Answer all there is to do now, the first question of the day wrong; return the time after."""
    sitting = factories.start(learner, document, now=now)
    answers = 0
    while attempt := study.issue_attempt(sitting, now=now):
        missed = attempt.question is not None and not answers
        answers += attempt.question is not None
        (answer_wrong if missed else answer_right)(attempt, now=now)
        sitting.refresh_from_db()
        now += minutes(1)
    return now


def fly(learner, zone):
    learner.zone = zone
    learner.save()


def first_days(learner):
    """The study-days on which each part was rated, in the order of the answers."""
    found = {}
    rows = Review.objects.filter(learner=learner, first_of_day=True).order_by("at", "id")
    for review in rows:
        found.setdefault((review.statement_id, review.part), []).append(review.study_day)
    return found


def answers_shown(learner, now):
    """What the calendar counts on each study-day."""
    day = replay.calendar_of(learner).day(now)
    shown = progress.study_days(learner, day, progress.changes(learner))
    return {each.day: each.answers for each in shown if each.answers}


@pytest.fixture
def week(alice, document):
    """Three mornings in Shanghai, then Los Angeles, where it is Wednesday morning once more."""
    for number in range(3):
        study_all(alice, document, NOW + days(number))
    fly(alice, "America/Los_Angeles")
    there = NOW + minutes(16 * 60)  # nine o'clock in the other zone
    missed = Attempt.objects.filter(learner=alice, verdict="wrong", received_at__gte=NOW + days(2))
    corrections.put_into_today(alice, missed, now=there + days(2))
    for number in range(2, 6):
        study_all(alice, document, there + days(number))
    return there + days(5) + minutes(60)


def test_a_day_that_comes_twice_rates_no_part_twice(alice, week):
    for study_days in first_days(alice).values():
        assert study_days == sorted(set(study_days))


def test_a_day_that_comes_twice_is_one_day_with_all_its_answers(alice, week):
    scored = Attempt.objects.filter(learner=alice, score__isnull=False)
    expected = Counter(scored.values_list("study_day", flat=True))
    assert answers_shown(alice, week) == dict(expected)
    assert len(expected) == 6  # seven sittings, two of them on the Wednesday


def test_new_statements_do_not_come_twice_on_a_day_that_does(alice, week):
    met = Counter(Standing.objects.values_list("introduced_on", flat=True))
    assert max(met.values()) <= alice.new_per_day


def test_after_a_sitting_nothing_is_left_to_do(alice, week):
    assert progress.today(alice, week).total == 0


def test_the_forecast_holds_each_statement_once_whatever_the_zone(alice, week):
    for zone in ("America/Los_Angeles", "Asia/Shanghai", "Asia/Kathmandu", "Pacific/Kiritimati"):
        fly(alice, zone)
        due = sum(each.due for each in progress.forecast(alice, week))
        assert due == Standing.objects.filter(due__lt=week + days(29)).count() > 0


def test_what_was_answered_before_four_belongs_to_the_day_before(alice, document):
    night = datetime(2026, 3, 2, 19, 30, tzinfo=UTC)  # 3:30 on Tuesday in Shanghai
    study_all(alice, document, night - minutes(60))
    assert set(answers_shown(alice, night)) == {datetime(2026, 3, 2, tzinfo=UTC).date()}


def test_what_is_due_tomorrow_is_due_at_four_there(alice, document):
    study_all(alice, document, NOW)
    tomorrow = replay.calendar_of(alice).begins(NOW.date() + days(1))
    assert progress.today(alice, tomorrow - minutes(1)).due == 0
    assert progress.today(alice, tomorrow).due > 0


@pytest.mark.parametrize(
    "zone", ["Asia/Kolkata", "Australia/Lord_Howe", "America/New_York", "America/St_Johns"]
)
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 4, 23])
def test_every_minute_of_a_year_lies_in_one_study_day(zone, hour):
    """Half an hour of daylight saving on Lord Howe, nights of 23 and 25 hours elsewhere."""
    calendar = memory.Calendar(ZoneInfo(zone), hour)
    # Around both changes of the clock, and the days of a leap year's February.
    for first in ("2026-03-07", "2026-04-04", "2026-10-03", "2026-10-31", "2028-02-28"):
        now = datetime.fromisoformat(first).replace(tzinfo=UTC)
        days_seen = []
        for _minute in range(0, 3 * 24 * 60, 10):
            day = calendar.day(now)
            assert calendar.begins(day) <= now < calendar.begins(day + days(1))
            days_seen.append(day)
            now += minutes(10)
        assert days_seen == sorted(days_seen)


def test_a_night_of_daylight_saving_costs_no_day_of_memory(alice, document):
    """From Saturday to Monday are two study-days, though the clock shows 47 hours."""
    fly(alice, "America/New_York")
    saturday = datetime(2026, 3, 7, 15, tzinfo=UTC)
    study_all(alice, document, saturday)
    calendar = replay.calendar_of(alice)
    due = {standing.due for standing in Standing.objects.filter(learner=alice)}
    assert all(moment == calendar.begins(calendar.day(moment)) for moment in due)
    study_all(alice, document, saturday + minutes(47 * 60))
    days_rated = {day for days_of in first_days(alice).values() for day in days_of}
    assert {day.isoformat() for day in days_rated} <= {"2026-03-07", "2026-03-09"}


@pytest.mark.parametrize(("limit", "asked"), [(0, 0), (1, 1), (10_000, 4)])
def test_limits_from_nothing_to_ten_thousand_hold(alice, document, limit, asked):
    alice.new_per_day = 4
    alice.save()
    study_all(alice, document, NOW)
    alice.new_per_day, alice.reviews_per_day = 0, limit
    alice.save()
    tomorrow = NOW + days(2)
    today = progress.today(alice, tomorrow)
    assert (today.due, today.new) == (asked, 0)
    assert today.due + today.waiting == 4


def test_ten_thousand_new_a_day_is_as_many_as_there_are(alice, document):
    alice.new_per_day = 10_000
    alice.save()
    sittings.enrol(alice, document)
    key = document.statements.askable().filter(is_key=True).count()
    assert progress.today(alice, NOW).new == key


def test_a_limit_of_no_reviews_is_explained_where_they_wait(client, alice, document, monkeypatch):
    study_all(alice, document, NOW)
    alice.new_per_day = alice.reviews_per_day = 0
    alice.language = "en"
    alice.save()
    client.force_login(alice)
    monkeypatch.setattr(timezone, "now", lambda: NOW + days(2))
    html = client.get("/").content.decode()
    assert "Your limit of reviews a day is 0" in html


@pytest.mark.parametrize(
    ("zone", "night"), [("Europe/Berlin", "2026-03-29"), ("Australia/Lord_Howe", "2026-04-05")]
)
def test_a_night_in_which_the_clock_changes_has_one_study_day(alice, zone, night):
    fly(alice, zone)
    calendar = replay.calendar_of(alice)
    day = datetime.fromisoformat(night).date()
    begins = calendar.begins(day)
    assert calendar.day(begins) == day
    assert calendar.day(begins - minutes(1)) == day - days(1)
