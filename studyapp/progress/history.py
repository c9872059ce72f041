"""What was done so far: answers by study-day, and retention as predicted and as measured.

An answer counts as its corrections have it: taken back it was never given, and one that the
learner knows to be right is right. Rows as they were written are in the export.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from studyapp import corrected, memory, replay
from studyapp.models import Attempt, Correction, Enrolment, Review, Sitting, Standing, User
from studyapp.models.content import Scope

CALENDAR_WEEKS = 26
RIGHT_DAYS = 30
RETENTION_MONTHS = 6
MISSED = (Attempt.Verdict.WRONG, Attempt.Verdict.CLOSE)


@dataclass(frozen=True, slots=True)
class Changed:
    """One answer that counts as something else than was written.

    `before` and `verdict` are "" where it does not count; `ratings` what its parts are rated now.
    """

    statement: int
    day: date
    practised: bool
    before: str
    verdict: str
    ratings: dict[str, int]


Changes = Mapping[UUID, Changed]


def changes(learner: User) -> Changes:
    """The corrected answers of a learner, each as it counts now."""
    corrected = Correction.objects.filter(learner=learner).values("attempt")
    attempts = (
        Attempt.objects.filter(learner=learner, pk__in=corrected, score__isnull=False)
        .select_related("question", "sitting")
        .prefetch_related(own_corrections(learner))
    )
    return {attempt.pk: _changed(attempt) for attempt in attempts}


def own_corrections(learner: User) -> Any:
    """The corrections of attempts, read through the learner, as all of their rows are."""
    return Prefetch("corrections", Correction.objects.filter(learner=learner))


def _changed(attempt: Attempt) -> Changed:
    held = corrected.holding(attempt)
    assert attempt.study_day is not None
    return Changed(
        statement=attempt.statement_id,
        day=attempt.study_day,
        practised=not attempt.sitting.is_rated,
        before=attempt.verdict,
        verdict="" if held.undone else held.verdict,
        ratings={} if held.undone else replay.attempt_ratings(attempt, held.grades),
    )


# --- Answers


@dataclass(frozen=True, slots=True)
class StudyDay:
    """The answers of one study-day: all, those outside practice, and those of them right."""

    day: date
    answers: int = 0
    rated: int = 0
    right: int = 0


def study_days(learner: User, day: date, changed: Changes) -> tuple[StudyDay, ...]:
    """Half a year of study-days up to today, from a Monday on; a day is as the answers have it.

    Reading and skipping are no answers.
    """
    monday = day - timedelta(days=day.weekday())
    first = monday - timedelta(weeks=CALENDAR_WEEKS - 1)
    counts = _counts(learner, first)
    for each in changed.values():
        _recount(counts, each)
    length = (day - first).days + 1
    days = (first + timedelta(days=number) for number in range(length))
    return tuple(_study_day(each, counts) for each in days)


def _counts(learner: User, first: date) -> Counter[tuple[date, bool, bool]]:
    """Answers by study-day, whether practised, and whether right."""
    practised = Q(sitting__mode__in=Sitting.UNRATED)
    right = Q(verdict=Attempt.Verdict.RIGHT)
    rows = (
        Attempt.objects.filter(learner=learner, study_day__gte=first, score__isnull=False)
        .order_by()
        .values("study_day")
        .annotate(
            practised=Count("id", filter=practised),
            practised_right=Count("id", filter=practised & right),
            rated=Count("id", filter=~practised),
            rated_right=Count("id", filter=~practised & right),
        )
    )
    counts: Counter[tuple[date, bool, bool]] = Counter()
    for row in rows:
        day = row["study_day"]
        assert day is not None
        counts[day, True, True] = row["practised_right"]
        counts[day, True, False] = row["practised"] - row["practised_right"]
        counts[day, False, True] = row["rated_right"]
        counts[day, False, False] = row["rated"] - row["rated_right"]
    return counts


def _recount(counts: Counter[tuple[date, bool, bool]], changed: Changed) -> None:
    """Count a changed answer as what it is now."""
    right = Attempt.Verdict.RIGHT
    counts[changed.day, changed.practised, changed.before == right] -= 1
    if changed.verdict:
        counts[changed.day, changed.practised, changed.verdict == right] += 1


def _study_day(day: date, counts: Counter[tuple[date, bool, bool]]) -> StudyDay:
    right, wrong = counts[day, False, True], counts[day, False, False]
    practised = counts[day, True, True] + counts[day, True, False]
    return StudyDay(day=day, answers=right + wrong + practised, rated=right + wrong, right=right)


def streak(days: Iterable[StudyDay]) -> int:
    """The study-days in a row up to today, or up to yesterday where today has no answer yet."""
    backwards = sorted(days, key=lambda each: each.day, reverse=True)
    if backwards and not backwards[0].answers:
        del backwards[0]
    length = 0
    for each in backwards:
        if not each.answers:
            break
        length += 1
    return length


@dataclass(frozen=True, slots=True)
class Figures:
    """What a learner has done so far, in numbers; practice is not counted."""

    known: int
    met: int
    answered_today: int
    right_share: float | None

    @property
    def right_percent(self) -> int | None:
        return None if self.right_share is None else round(self.right_share * 100)


def figures(learner: User, day: date, days: Iterable[StudyDay] | None = None) -> Figures:
    """Known and met statements, answers of the day, and the share right of the last 30 days.

    As in the figures of each text the statements in the scope of its plan count, else the key
    ones: what practice met beyond them would make a sum that is no sum.
    """
    standings = Standing.objects.wanted().filter(learner=learner, statement__retired_at=None)
    whole = Enrolment.objects.filter(learner=learner, scope=Scope.ALL).values("document")
    standings = standings.filter(Q(statement__is_key=True) | Q(statement__document__in=whole))
    counts = standings.aggregate(met=Count("id"), known=Count("id", filter=Q(known_until__gte=day)))
    days = study_days(learner, day, changes(learner)) if days is None else days
    month = [each for each in days if (day - each.day).days < RIGHT_DAYS]
    rated = sum(each.rated for each in month)
    return Figures(
        known=counts["known"],
        met=counts["met"],
        answered_today=sum(each.rated for each in month if each.day == day),
        right_share=sum(each.right for each in month) / rated if rated else None,
    )


# --- Retention


@dataclass(frozen=True, slots=True)
class Retention:
    """What was predicted and what was recalled in the reviews of a month (its first day).

    A review is the first rated answer of a study-day to a part that was tested before.
    `predicted` is their mean predicted recall, `measured` the share not rated Again: 0-1.
    """

    month: date
    reviews: int
    predicted: float
    measured: float

    @property
    def predicted_percent(self) -> int:
        return round(self.predicted * 100)

    @property
    def measured_percent(self) -> int:
        return round(self.measured * 100)


def retention(learner: User, day: date, changed: Changes) -> tuple[Retention, ...]:
    """Retention by month, of six months with this one; months without a review are left out."""
    first = _month_before(day, RETENTION_MONTHS - 1)
    rows = (
        Review.objects.filter(learner=learner, cause=Review.Cause.ANSWER)
        .order_by("statement", "part", "at", "id")
        .values("statement", "part", "attempt", "rating", "at", "study_day", "stability")
    )
    months: dict[date, list[tuple[float, bool]]] = {}
    for _part, history in groupby(rows.iterator(), lambda row: (row["statement"], row["part"])):
        for day_of, predicted, recalled in _recalls([*history], learner, changed):
            if day_of >= first:
                months.setdefault(day_of.replace(day=1), []).append((predicted, recalled))
    return tuple(_retention(month, months[month]) for month in sorted(months))


def _retention(month: date, seen: list[tuple[float, bool]]) -> Retention:
    return Retention(
        month=month,
        reviews=len(seen),
        predicted=sum(predicted for predicted, _recalled in seen) / len(seen),
        measured=sum(recalled for _predicted, recalled in seen) / len(seen),
    )


def overall(months: Iterable[Retention]) -> Retention | None:
    """The retention of several months together, under the first of them."""
    months = list(months)
    reviews = sum(each.reviews for each in months)
    if not reviews:
        return None
    return Retention(
        month=months[0].month,
        reviews=reviews,
        predicted=sum(each.predicted * each.reviews for each in months) / reviews,
        measured=sum(each.measured * each.reviews for each in months) / reviews,
    )


def _month_before(day: date, months: int) -> date:
    """The first day of the month so many months before that of `day`."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _recalls(
    history: Sequence[Mapping[str, Any]], learner: User, changed: Changes
) -> Iterable[tuple[date, float, bool]]:
    """The reviews of one part: study-day, predicted recall, and whether it was recalled."""
    replayed = any(row["attempt"] in changed for row in history)
    held: memory.Memory | None = None
    for row in history:
        rating = row["rating"]
        if row["attempt"] in changed:
            rating = changed[row["attempt"]].ratings.get(row["part"])
        if rating is None or not memory.is_first_of_day(held, row["study_day"]):
            continue
        if held is not None:
            predicted = memory.recall(held, row["study_day"])
            yield row["study_day"], predicted, rating != memory.AGAIN
        held = _after(held, row, rating, learner, replayed=replayed)


def _after(
    held: memory.Memory | None,
    row: Mapping[str, Any],
    rating: int,
    learner: User,
    *,
    replayed: bool,
) -> memory.Memory:
    """The memory that a review left: as written, or replayed where a correction came between."""
    if not replayed:
        before = held or memory.Memory()
        return replace(before, stability=row["stability"], last_day=row["study_day"])
    at: datetime = row["at"]
    event = memory.Answer(
        at=at, day=row["study_day"], rating=rating, retention=learner.retention, seed=""
    )
    return memory.answered(held, event, replay.calendar_of(learner))
