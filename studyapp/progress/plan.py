"""What there is to do: today, on the coming days, and by the day that counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from django.db.models import Count, Min, QuerySet

from studyapp import backlog, replay, sittings
from studyapp.models import Enrolment, User
from studyapp.models.content import readable

from .mastery import Mastery

# Seconds of one exercise, from the simulation behind the schedule: typed 10, read 8, choice 8.
REVIEW_SECONDS = 12
NEW_SECONDS = 30
FORECAST_DAYS = 30


@dataclass(frozen=True, slots=True)
class Today:
    """What a learner has to do now. `new` counts statements to be met for the first time.

    `waiting` is what is due as well, but more than the day's limit of reviews lets in; `overdue`
    what should have been asked on a study-day before this one.
    """

    due: int
    new: int
    waiting: int = 0
    overdue: int = 0

    @property
    def total(self) -> int:
        return self.due + self.new

    @property
    def minutes(self) -> int:
        """How long it will take, rounded up."""
        return ceil((self.due * REVIEW_SECONDS + self.new * NEW_SECONDS) / 60)


def today(learner: User, now: datetime) -> Today:
    """What is due now and what new there is for today, within the learner's limits."""
    day = replay.calendar_of(learner).day(now)
    due = len(sittings.due_statements(learner, now))
    waiting = sittings.due_standings(learner, now).order_by().count()
    overdue = backlog.overdue(learner, now).order_by().count()
    room = sittings.new_left(learner, day)
    new = sittings.new_of_day(learner, day).order_by()[:room].count() if room else 0
    return Today(due=due, new=new, waiting=waiting - due, overdue=overdue)


def next_due(learner: User, now: datetime) -> date | None:
    """The study-day on which something is due next; None when nothing is waiting."""
    waiting = sittings.asked_again(learner).filter(due__gt=now).aggregate(first=Min("due"))
    return replay.calendar_of(learner).day(waiting["first"]) if waiting["first"] else None


@dataclass(frozen=True, slots=True)
class DueDay:
    """How many statements come back on a study-day."""

    day: date
    due: int


def forecast(learner: User, now: datetime) -> tuple[DueDay, ...]:
    """The statements due on each of 30 study-days from today; what is overdue counts today."""
    calendar = replay.calendar_of(learner)
    first = calendar.day(now)
    end = calendar.begins(first + timedelta(days=FORECAST_DAYS))
    rows = sittings.asked_again(learner).filter(due__lt=end).order_by()
    due: Counter[date] = Counter()
    for moment, count in rows.values_list("due").annotate(count=Count("id")):
        due[max(calendar.day(moment), first)] += count
    days = (first + timedelta(days=ahead) for ahead in range(FORECAST_DAYS))
    return tuple(DueDay(day, due[day]) for day in days)


def reading(learner: User) -> QuerySet[Enrolment]:
    """The documents a learner has begun, the one read last first."""
    return _in_hand(learner).order_by("-read_at", "position", "id")


def enrolments(learner: User) -> QuerySet[Enrolment]:
    """The documents a learner has begun, in the learner's own order."""
    return _in_hand(learner).order_by("position", "id")


def planned(learner: User | None) -> list[int]:
    """The ids of the documents in a learner's plan, in its order; a stranger has none."""
    return list(enrolments(learner).values_list("document", flat=True)) if learner else []


def _in_hand(learner: User) -> QuerySet[Enrolment]:
    mine = Enrolment.objects.filter(readable(learner, prefix="document__"), learner=learner)
    return mine.select_related("document", "place")


@dataclass(frozen=True, slots=True)
class Goal:
    """What it takes to have met a text by its goal date.

    `days` are study-days left with the day itself, 0 when it has passed; `left` the statements
    not met yet, `a_day` how many of them a day that makes.
    """

    on: date
    days: int
    left: int
    a_day: int


def goal(enrolment: Enrolment, mastery: Mastery, day: date) -> Goal | None:
    """What the goal date of an enrolment asks for; None without one."""
    if enrolment.goal_date is None:
        return None
    days = max((enrolment.goal_date - day).days + 1, 0)
    left = mastery.total - mastery.met
    return Goal(on=enrolment.goal_date, days=days, left=left, a_day=ceil(left / max(days, 1)))
