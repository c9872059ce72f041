"""Memories as rows, and as the replay of what happened: answers, corrections, moved due times.

Pure rules live in `memory` and `ladder`; here rows become their arguments and their results rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from studyapp import ladder, marking, memory
from studyapp.models import Attempt, Correction, Memory, Review, Sitting, Standing, Statement, User

MEMORY_FIELDS = (
    "stability",
    "difficulty",
    "last_day",
    "due",
    "repetitions",
    "lapses",
    "misses_today",
    "moved",
)


def calendar_of(learner: User) -> memory.Calendar:
    """When this learner's study-days turn."""
    return memory.Calendar(zone=learner.time_zone, day_start=learner.day_start)


def seed(learner: User, statement: Statement, part: str) -> str:
    """What the fuzz of a part's intervals is drawn from."""
    return f"{learner.pk}:{statement.pk}:{part}"


def from_row(row: Memory | None) -> memory.Memory | None:
    """What a stored memory holds."""
    if row is None:
        return None
    held = {field: getattr(row, field) for field in MEMORY_FIELDS}
    return memory.Memory(missed=row.state == Memory.State.RELEARNING, **held)


def to_row(learner: User, statement: Statement, part: str, held: memory.Memory) -> Memory:
    """An unsaved row for a memory."""
    fields = {field: getattr(held, field) for field in MEMORY_FIELDS}
    state = Memory.State.RELEARNING if held.missed else Memory.State.REVIEW
    return Memory(learner=learner, statement=statement, part=part, state=state, **fields)


def save_memories(rows: Sequence[Memory]) -> None:
    """Write memories, new or changed, in one statement."""
    Memory.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["learner", "statement", "part"],
        update_fields=[*MEMORY_FIELDS, "state"],
    )


def memories_of(learner: User, statement: Statement) -> dict[str, memory.Memory]:
    """What a learner remembers of the parts of a statement, by part."""
    rows = Memory.objects.filter(learner=learner, statement=statement)
    return {row.part: held for row in rows if (held := from_row(row))}


def memories_for(learner: User, statements: Sequence[int]) -> dict[int, dict[str, memory.Memory]]:
    """What a learner remembers of several statements, by statement and part."""
    held: dict[int, dict[str, memory.Memory]] = {pk: {} for pk in statements}
    for row in Memory.objects.filter(learner=learner, statement__in=statements):
        kept = from_row(row)
        if kept is not None:
            held[row.statement_id][row.part] = kept
    return held


def part_memories(
    statement: Statement, held: dict[str, memory.Memory]
) -> tuple[ladder.PartMemory, ...]:
    """The parts of a statement in text order, each with its memory."""
    ranks = statement.part_ranks
    return tuple(
        ladder.PartMemory(part.key, held.get(part.key), ranks[part.key]) for part in statement.parts
    )


def statement_due(parts: Iterable[ladder.PartMemory], calendar: memory.Calendar) -> datetime | None:
    """When a statement is due: as soon as any of its parts is; None if none was ever tested.

    What was merely shown in today's exercise waits for tomorrow, what was missed does not.
    """
    parts = list(parts)
    tested = [p.memory.last_day for p in parts if p.memory and p.memory.last_day]
    moved = [p.memory.due for p in parts if p.memory and p.memory.moved and p.memory.due]
    if not tested:
        return min(moved, default=None)
    tomorrow = calendar.begins(max(tested) + timedelta(days=1))
    return min(_part_due(p.memory, tomorrow) for p in parts)


def _part_due(held: memory.Memory | None, tomorrow: datetime) -> datetime:
    if held is None or held.due is None:
        return tomorrow
    return held.due if held.missed or held.moved else max(held.due, tomorrow)


# --- Replay


@dataclass(frozen=True, slots=True)
class Holding:
    """What an answered attempt counts as now, after its corrections."""

    verdict: str
    grades: list[dict[str, Any]]
    undone: bool
    overridden: bool


def holding(attempt: Attempt) -> Holding:
    """What an attempt counts as; the latest of its corrections holds."""
    correction = max(attempt.corrections.all(), key=lambda c: (c.at, c.pk), default=None)
    if correction is None or correction.kind == Correction.Kind.UNDO:
        undone = correction is not None
        return Holding(attempt.verdict, attempt.grades, undone=undone, overridden=False)
    grades = [
        {**grade, "verdict": correction.verdicts.get(grade["part"], grade["verdict"])}
        for grade in attempt.grades
    ]
    right = grades != attempt.grades and all(grade["verdict"] == "right" for grade in grades)
    verdict = Attempt.Verdict.RIGHT if right else attempt.verdict
    return Holding(verdict, grades, undone=False, overridden=right)


@dataclass(frozen=True, slots=True)
class History:
    """What the history of a statement leaves of it. `met`: the study-day of first meeting."""

    memories: dict[str, memory.Memory]
    rungs: ladder.Rungs
    met: date | None
    last_at: datetime | None


Counted = tuple[Attempt, Holding]
Event = memory.Answer | memory.Moved


def replay_statement(learner: User, statement: Statement, *, first_rung: int) -> History:
    """What the history of a statement leaves.

    The history: its attempts outside practice as their corrections have them, and the reviews
    that moved a due time.
    """
    counted = _counted(learner, statement)
    reviews = list(Review.objects.filter(learner=learner, statement=statement).order_by("at", "id"))
    calendar = calendar_of(learner)
    events = _memory_events(learner, statement, counted, reviews)
    memories = {
        part: after
        for part, history in events.items()
        if (after := memory.replay(history, calendar)) is not None
    }
    days = [attempt.study_day for attempt, _held in counted if attempt.study_day]
    days += [review.study_day for review in reviews if review.attempt_id is None]
    return History(
        memories=memories,
        rungs=_replay_rungs(counted, first_rung),
        met=min(days, default=None),
        last_at=counted[-1][0].received_at if counted else None,
    )


def _counted(learner: User, statement: Statement) -> list[Counted]:
    """The attempts that count, in order, with what they now count as."""
    rows = (
        Attempt.objects.filter(learner=learner, statement=statement)
        .exclude(verdict__in=["", Attempt.Verdict.SKIPPED])
        .exclude(sitting__mode=Sitting.Mode.PRACTISE)
        .select_related("question")
        .prefetch_related("corrections")
        .order_by("received_at", "sitting", "position")
    )
    held = ((attempt, holding(attempt)) for attempt in rows)
    return [(attempt, now) for attempt, now in held if not now.undone]


def _memory_events(
    learner: User,
    statement: Statement,
    counted: Sequence[Counted],
    reviews: Sequence[Review],
) -> dict[str, list[Event]]:
    retention = {r.attempt_id: r.retention for r in reviews if r.attempt_id}
    events: dict[str, list[Event]] = defaultdict(list)
    for review in reviews:
        if review.attempt_id is None and review.due is not None:
            events[review.part].append(memory.Moved(at=review.at, due=review.due))
    for attempt, held in counted:
        force = retention.get(attempt.pk, learner.retention)
        for part, rating in attempt_ratings(attempt, held.grades).items():
            part_seed = seed(learner, statement, part)
            events[part].append(answer_event(attempt, rating, force, part_seed))
    for history in events.values():
        history.sort(key=lambda event: event.at)
    return events


def attempt_ratings(attempt: Attempt, grades: Sequence[dict[str, Any]]) -> dict[str, int]:
    """The ratings an answered attempt gives its parts; none for reading and skipping."""
    if attempt.question is None or attempt.verdict == Attempt.Verdict.SKIPPED:
        return {}
    return marking.ratings(attempt.question.kind, grades, hints=attempt.hints)


def answer_event(attempt: Attempt, rating: int, retention: float, part_seed: str) -> memory.Answer:
    """An answer as the memory of one of its parts sees it."""
    assert attempt.received_at is not None and attempt.study_day is not None
    return memory.Answer(
        at=attempt.received_at,
        day=attempt.study_day,
        rating=rating,
        retention=retention,
        seed=part_seed,
    )


def _replay_rungs(counted: Sequence[Counted], first_rung: int) -> ladder.Rungs:
    rungs = ladder.Rungs(rung=first_rung)
    rated_on: dict[str, date] = {}
    for attempt, held in counted:
        if attempt.score is None:
            continue
        rungs = climb(rungs, attempt, held, rated_on)
        for part in attempt_ratings(attempt, held.grades):
            rated_on[part] = max(attempt.study_day or date.min, rated_on.get(part, date.min))
    return rungs


def climb(
    rungs: ladder.Rungs, attempt: Attempt, held: Holding, rated_on: Mapping[str, date]
) -> ladder.Rungs:
    """The ladder after an attempt. `rated_on`: the last study-day on which each part was rated."""
    day = attempt.study_day
    if attempt.rung is None or day is None:
        return rungs
    ratings = attempt_ratings(attempt, held.grades)
    rated = any(part not in rated_on or day > rated_on[part] for part in ratings)
    passed = held.verdict == Attempt.Verdict.RIGHT
    return ladder.climbed(rungs, asked=attempt.rung, passed=passed, rated=rated, day=day)


def restore_statement(learner: User, statement: Statement) -> None:
    """Write the replay of a statement's history over what is stored of it."""
    standing = Standing.objects.filter(learner=learner, statement=statement).first()
    first_rung = standing.first_rung if standing else learner.start_rung
    left = replay_statement(learner, statement, first_rung=first_rung)
    stored = Memory.objects.filter(learner=learner, statement=statement)
    stored.filter(~Q(part__in=list(left.memories))).delete()
    rows = [to_row(learner, statement, part, kept) for part, kept in left.memories.items()]
    save_memories(rows)
    if standing is None:
        return
    if left.met is None:
        standing.delete()
        return
    settle(standing, statement, left, calendar_of(learner))


def settle(
    standing: Standing, statement: Statement, left: History, calendar: memory.Calendar
) -> None:
    """Store where a learner stands with a statement."""
    parts = part_memories(statement, left.memories)
    standing.introduced_on = left.met
    standing.rung, standing.misses = left.rungs.rung, left.rungs.misses
    standing.choice_passed_on = left.rungs.choice_passed_on
    standing.due = statement_due(parts, calendar) or left.last_at
    standing.known_until = memory.known_until([part.memory for part in parts])
    standing.save()
