"""Figures for pages: what is due, what is known. Reads only; one function computes each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from django.db.models import Count, FilteredRelation, Min, Q, QuerySet, Sum

from studyapp import memory, replay, sittings
from studyapp.models import (
    Attempt,
    Document,
    Enrolment,
    Section,
    Sitting,
    Standing,
    Statement,
    User,
)

# Seconds of one exercise, from the simulation behind the schedule: typed 10, read 8, choice 8.
REVIEW_SECONDS = 12
NEW_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Mastery:
    """How well a text is known: statements in scope, those met and those known.

    `weight` is the importance of all of them together, `held` of the known ones.
    """

    total: int = 0
    known: int = 0
    met: int = 0
    weight: float = 0.0
    held: float = 0.0

    @property
    def share(self) -> float:
        """What is known, weighted by importance: 0-1."""
        return self.held / self.weight if self.weight else 0.0

    @property
    def percent(self) -> int:
        return round(self.share * 100)

    def __add__(self, other: Mastery) -> Mastery:
        return Mastery(
            self.total + other.total,
            self.known + other.known,
            self.met + other.met,
            self.weight + other.weight,
            self.held + other.held,
        )


@dataclass(frozen=True, slots=True)
class Today:
    """What a learner has to do now. `new` counts statements to be met for the first time."""

    due: int
    new: int

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
    due = sittings.due_standings(learner, now).order_by()[: learner.reviews_per_day].count()
    room = sittings.new_left(learner, day)
    new = sittings.new_statements(learner).order_by()[:room].count() if room else 0
    return Today(due=due, new=new)


def next_due(learner: User, now: datetime) -> date | None:
    """The study-day on which something is due next; None when nothing is waiting."""
    waiting = Standing.objects.filter(
        learner=learner,
        due__gt=now,
        suspended_at=None,
        claimed_known_at=None,
        statement__retired_at=None,
        statement__document__status=Document.Status.PUBLISHED,
    ).aggregate(first=Min("due"))
    return replay.calendar_of(learner).day(waiting["first"]) if waiting["first"] else None


def mastery(learner: User | None, documents: Sequence[Document], day: date) -> dict[int, Mastery]:
    """How well each document is known, by its id; statements in the enrolment's scope count."""
    scopes = _scopes(learner, documents)
    everything = [pk for pk, scope in scopes.items() if scope == "all"]
    rows = Statement.objects.askable().filter(document__in=documents)
    rows = rows.filter(Q(is_key=True) | Q(document__in=everything))
    return _mastery(rows, "document_id", learner, day)


def section_mastery(learner: User | None, document: Document, day: date) -> dict[int, Mastery]:
    """How well each section is known, by its id; sub-sections count for themselves."""
    scope = _scopes(learner, [document])[document.pk]
    rows = document.statements.in_scope(scope)
    return _mastery(rows, "section_id", learner, day)


def with_subsections(
    sections: Sequence[Section], mastery: Mapping[int, Mastery]
) -> dict[int, Mastery]:
    """How well each section is known with all that stands below it. `sections` in text order."""
    held: dict[int | None, Mastery] = defaultdict(Mastery)
    for section in reversed(sections):
        held[section.pk] += mastery.get(section.pk, Mastery())
        held[section.parent_id] += held[section.pk]
    return {section.pk: held[section.pk] for section in sections}


def _scopes(learner: User | None, documents: Sequence[Document]) -> dict[int, str]:
    enrolments = (
        Enrolment.objects.filter(learner=learner, document__in=documents) if learner else []
    )
    chosen = {enrolment.document_id: enrolment.scope for enrolment in enrolments}
    return {document.pk: chosen.get(document.pk, "key") for document in documents}


def _mastery(
    rows: QuerySet[Statement], by: str, learner: User | None, day: date
) -> dict[int, Mastery]:
    """Mastery by a column of the statement; the joined standing is one row or none."""
    mine = FilteredRelation("standings", condition=Q(standings__learner=learner))
    known = Q(mine__known_until__gte=day)
    figures = (
        rows.annotate(mine=mine)
        .order_by()
        .values(by)
        .annotate(
            total=Count("id"),
            met=Count("mine"),
            known=Count("id", filter=known),
            weight=Sum("importance"),
            held=Sum("importance", filter=known, default=0.0),
        )
    )
    return {
        row[by]: Mastery(
            total=row["total"],
            known=row["known"],
            met=row["met"],
            weight=row["weight"],
            held=row["held"],
        )
        for row in figures
    }


def recall_by_statement(
    learner: User | None, statements: Iterable[Statement], day: date
) -> dict[int, float]:
    """The predicted recall of statements of which a part was tested: the product over all parts.

    A part not tested yet is not counted on, so that such a statement is not yet recalled: 0.
    """
    if learner is None:
        return {}
    asked = [statement for statement in statements if statement.marks]
    held = replay.memories_for(learner, [statement.pk for statement in asked])
    recalls = {}
    for statement in asked:
        memories = [held[statement.pk].get(part.key) for part in statement.parts]
        if any(memories):
            recalls[statement.pk] = memory.whole_recall(memories, day)
    return recalls


@dataclass(frozen=True, slots=True)
class Figures:
    """What a learner has done so far, in numbers."""

    known: int
    met: int
    answered_today: int
    right_share: float | None

    @property
    def right_percent(self) -> int | None:
        return None if self.right_share is None else round(self.right_share * 100)


def figures(learner: User, day: date) -> Figures:
    """Known and met statements, answers of the day, and the share right of the last 30 days."""
    standings = Standing.objects.filter(learner=learner, statement__retired_at=None)
    counts = standings.aggregate(met=Count("id"), known=Count("id", filter=Q(known_until__gte=day)))
    rated = Attempt.objects.filter(learner=learner, score__isnull=False).exclude(
        sitting__mode=Sitting.Mode.PRACTISE
    )
    month = rated.filter(study_day__gt=date.fromordinal(day.toordinal() - 30)).aggregate(
        total=Count("id"), right=Count("id", filter=Q(verdict="right"))
    )
    return Figures(
        known=counts["known"],
        met=counts["met"],
        answered_today=rated.filter(study_day=day).count(),
        right_share=month["right"] / month["total"] if month["total"] else None,
    )


def reading(learner: User) -> QuerySet[Enrolment]:
    """The documents a learner has begun, the one read last first."""
    return (
        Enrolment.objects.filter(learner=learner, document__status=Document.Status.PUBLISHED)
        .select_related("document", "place")
        .order_by("-read_at", "position", "id")
    )
