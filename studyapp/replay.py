"""Memories as rows, and as the replay of what happened: answers, corrections, moved due times.

Pure rules live in `memory` and `ladder`; here rows become their arguments and their results rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
    return tuple(ladder.PartMemory(part.key, held.get(part.key)) for part in statement.parts)


def statement_due(parts: Iterable[ladder.PartMemory], calendar: memory.Calendar) -> datetime | None:
    """When a statement is due: as soon as any of its parts is; None if none was ever tested.

    What was merely shown in today's exercise waits for tomorrow, what was missed does not.
    """
    parts = list(parts)
    tested = [p.memory.last_day for p in parts if p.memory and p.memory.last_day]
    if not tested:
        return None
    tomorrow = calendar.begins(max(tested) + timedelta(days=1))
    return min(_part_due(p.memory, tomorrow) for p in parts)


def _part_due(held: memory.Memory | None, tomorrow: datetime) -> datetime:
    if held is None or held.due is None:
        return tomorrow
    return held.due if held.missed else max(held.due, tomorrow)


# --- Replay


def replay_statement(
    learner: User, statement: Statement
) -> tuple[dict[str, memory.Memory], ladder.Rungs, date | None]:
    """Memories, rungs and day of first meeting that the history of a statement leaves.

    The history: its attempts outside practice as the latest correction of each has it, and the
    reviews that moved a due time.
    """
    attempts = _attempts(learner, statement)
    calendar = calendar_of(learner)
    events = _memory_events(learner, statement, attempts)
    held = {
        part: after
        for part, history in events.items()
        if (after := memory.replay(history, calendar)) is not None
    }
    return held, _replay_rungs(learner, attempts), _first_met(attempts)


def _attempts(learner: User, statement: Statement) -> list[tuple[Attempt, list[dict[str, Any]]]]:
    """The attempts that count, in order, with the grades that now hold."""
    rows = (
        Attempt.objects.filter(learner=learner, statement=statement)
        .exclude(received_at=None)
        .exclude(sitting__mode=Sitting.Mode.PRACTISE)
        .select_related("question")
        .prefetch_related("corrections")
        .order_by("received_at", "position")
    )
    counted = []
    for attempt in rows:
        correction = latest_correction(attempt)
        if correction is None or correction.kind != Correction.Kind.UNDO:
            counted.append((attempt, effective_grades(attempt, correction)))
    return counted


def latest_correction(attempt: Attempt) -> Correction | None:
    """The correction of an attempt that holds, if any."""
    return max(attempt.corrections.all(), key=lambda c: (c.at, c.pk), default=None)


def effective_grades(attempt: Attempt, correction: Correction | None) -> list[dict[str, Any]]:
    """The grades of an attempt as its correction has them."""
    verdicts = correction.verdicts if correction else {}
    return [
        {**grade, "verdict": verdicts.get(grade["part"], grade["verdict"])}
        for grade in attempt.grades
    ]


Event = memory.Answer | memory.Moved


def _memory_events(
    learner: User,
    statement: Statement,
    attempts: Sequence[tuple[Attempt, list[dict[str, Any]]]],
) -> dict[str, list[Event]]:
    reviews = Review.objects.filter(learner=learner, statement=statement).order_by("at", "id")
    retention: dict[Any, float] = {}
    events: dict[str, list[Event]] = defaultdict(list)
    for review in reviews:
        if review.attempt_id:
            retention[review.attempt_id] = review.retention
        elif review.due is not None:
            events[review.part].append(memory.Moved(at=review.at, due=review.due))
    for attempt, grades in attempts:
        force = retention.get(attempt.pk, learner.retention)
        for part, rating in attempt_ratings(attempt, grades).items():
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


def _replay_rungs(
    learner: User, attempts: Sequence[tuple[Attempt, list[dict[str, Any]]]]
) -> ladder.Rungs:
    rungs = ladder.Rungs(rung=learner.start_rung)
    rated_on: dict[str, date] = {}
    for attempt, grades in attempts:
        if attempt.rung is None or attempt.study_day is None or attempt.score is None:
            continue
        rungs = climb(rungs, attempt, grades, rated_on)
        for part in attempt_ratings(attempt, grades):
            rated_on[part] = attempt.study_day
    return rungs


def climb(
    rungs: ladder.Rungs,
    attempt: Attempt,
    grades: Sequence[dict[str, Any]],
    rated_on: dict[str, date],
) -> ladder.Rungs:
    """The ladder after an attempt. `rated_on`: the last study-day on which each part was rated."""
    assert attempt.rung is not None and attempt.study_day is not None
    day = attempt.study_day
    rated = any(
        part not in rated_on or day > rated_on[part] for part in attempt_ratings(attempt, grades)
    )
    passed = all(grade["verdict"] == "right" for grade in grades)
    return ladder.climbed(rungs, asked=attempt.rung, passed=passed, rated=rated, day=day)


def _first_met(attempts: Sequence[tuple[Attempt, list[dict[str, Any]]]]) -> date | None:
    return next((attempt.study_day for attempt, _grades in attempts), None)


def restore_statement(learner: User, statement: Statement) -> None:
    """Write the replay of a statement's history over what is stored of it."""
    held, rungs, met = replay_statement(learner, statement)
    stored = Memory.objects.filter(learner=learner, statement=statement)
    stored.filter(~Q(part__in=list(held))).delete()
    save_memories([to_row(learner, statement, part, kept) for part, kept in held.items()])
    standing = Standing.objects.filter(learner=learner, statement=statement).first()
    if standing is None:
        return
    if met is None:
        standing.delete()
        return
    parts = part_memories(statement, held)
    standing.introduced_on = met
    standing.rung, standing.misses = rungs.rung, rungs.misses
    standing.choice_passed_on = rungs.choice_passed_on
    calendar = calendar_of(learner)
    standing.due = statement_due(parts, calendar) or calendar.begins(met)
    standing.known_until = memory.known_until([part.memory for part in parts])
    standing.save()
