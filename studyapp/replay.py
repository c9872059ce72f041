"""Memories as rows, and as the replay of what happened: answers, corrections, moved due times.

Pure rules live in `memory` and `ladder`; here rows become their arguments and their results rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from studyapp import ladder, marking, memory
from studyapp.corrected import Holding, holding
from studyapp.models import Attempt, Memory, Review, Sitting, Standing, Statement, User

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


def hold(*learners: int) -> list[User]:
    """Hold learners, by id, until the transaction ends; returns them as they are now.

    Whoever writes what a learner remembers, or where they stand, comes one after the other: this is
    called before anything else of theirs is locked or read, the time among it, and several learners
    are held in the order of their ids. Whoever was deleted meanwhile is not among them.
    """
    held = User.objects.select_for_update(no_key=True).filter(pk__in=learners)
    return list(held.order_by("pk"))


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
    held = {name: getattr(row, name) for name in MEMORY_FIELDS}
    return memory.Memory(missed=row.state == Memory.State.RELEARNING, **held)


def to_row(learner: User, statement: Statement, part: str, held: memory.Memory) -> Memory:
    """An unsaved row for a memory."""
    fields = {name: getattr(held, name) for name in MEMORY_FIELDS}
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


def moved_review(
    learner: User,
    statement: Statement,
    part: str,
    kept: memory.Memory,
    *,
    cause: Review.Cause,
    now: datetime,
) -> Review:
    """An unsaved review for a memory whose due time was moved, leaving it as `kept`."""
    return Review(
        learner=learner,
        statement=statement,
        part=part,
        cause=cause,
        retention=learner.retention,
        parameters=memory.PARAMETERS,
        at=now,
        study_day=calendar_of(learner).day(now),
        stability=kept.stability,
        difficulty=kept.difficulty,
        due=kept.due,
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
class History:
    """What the history of a statement leaves of it. `met`: the study-day of first meeting."""

    memories: dict[str, memory.Memory]
    rungs: ladder.Rungs
    met: date | None
    last_at: datetime | None


Counted = tuple[Attempt, Holding]
Event = memory.Answer | memory.Moved


@dataclass(frozen=True, slots=True)
class Past:
    """What one learner did with one statement: answers that count, and reviews, each in order."""

    counted: list[Counted] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)


def replay_statement(learner: User, statement: Statement, *, first_rung: int) -> History:
    """What the history of a statement leaves.

    The history: its attempts outside practice and exams as their corrections have them, and the
    reviews that moved a due time.
    """
    pair = (learner, statement)
    return _replay(learner, statement, _pasts([pair])[_key(pair)], first_rung=first_rung)


def _replay(learner: User, statement: Statement, past: Past, *, first_rung: int) -> History:
    calendar = calendar_of(learner)
    events = _memory_events(learner, statement, past.counted, past.reviews)
    memories = {
        part: after
        for part, history in events.items()
        if (after := memory.replay(history, calendar)) is not None
    }
    days = [attempt.study_day for attempt, _held in past.counted if attempt.study_day]
    days += [review.study_day for review in past.reviews if _moves(review)]
    return History(
        memories=memories,
        rungs=_replay_rungs(past.counted, first_rung),
        met=min(days, default=None),
        last_at=past.counted[-1][0].received_at if past.counted else None,
    )


Pair = tuple[User, Statement]


def _key(pair: Pair) -> tuple[int, int]:
    learner, statement = pair
    return learner.pk, statement.pk


def _of(pairs: Iterable[Pair]) -> Q:
    """The condition on rows of a learner and a statement."""
    learners, statements = {u.pk for u, _s in pairs}, {s.pk for _u, s in pairs}
    return Q(learner__in=learners, statement__in=statements)


def _pasts(pairs: Sequence[Pair]) -> dict[tuple[int, int], Past]:
    """What each learner did with their statement. Undone answers never were."""
    pasts: dict[tuple[int, int], Past] = defaultdict(Past)
    rows = (
        Attempt.objects.filter(_of(pairs))
        .exclude(verdict__in=["", Attempt.Verdict.SKIPPED])
        .exclude(sitting__mode__in=Sitting.UNRATED)
        .select_related("question")
        .prefetch_related("corrections")
        .order_by("received_at", "sitting", "position")
    )
    for attempt in rows:
        held = holding(attempt)
        if not held.undone:
            pasts[attempt.learner_id, attempt.statement_id].counted.append((attempt, held))
    for review in Review.objects.filter(_of(pairs)).order_by("at", "id"):
        pasts[review.learner_id, review.statement_id].reviews.append(review)
    return pasts


def _moves(review: Review) -> bool:
    """Whether a review moved a due time: setting aside leaves none, and is no meeting."""
    return review.attempt_id is None and review.due is not None


def _memory_events(
    learner: User,
    statement: Statement,
    counted: Sequence[Counted],
    reviews: Sequence[Review],
) -> dict[str, list[Event]]:
    retention = {r.attempt_id: r.retention for r in reviews if r.attempt_id}
    events: dict[str, list[Event]] = defaultdict(list)
    for review in reviews:
        if _moves(review) and review.due is not None:
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
    tried = attempt.first_try["grades"] if attempt.first_try else []
    retried = {grade["part"] for grade in tried if grade["verdict"] != "right"}
    return marking.ratings(attempt.question.kind, grades, hints=attempt.hints, retried=retried)


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
    verdicts = {grade["verdict"] for grade in held.grades}
    if not passed and verdicts <= {"right", "open"}:
        # Nothing was missed, but not all of it was shown to be known.
        return rungs
    return ladder.climbed(rungs, asked=attempt.rung, passed=passed, rated=rated, day=day)


def restore_statement(learner: User, statement: Statement) -> None:
    """Write the replay of a statement's history over what is stored of it."""
    restore([(learner, statement)])


def restore(pairs: Sequence[Pair]) -> None:
    """Write the replay of what learners did with statements over what is stored of it.

    The pairs are those of one learner or of one statement; many take as many queries as one.
    """
    pasts = _pasts(pairs)
    found = Standing.objects.filter(_of(pairs))
    standings = {(row.learner_id, row.statement_id): row for row in found}
    left = {}
    for pair in pairs:
        standing = standings.get(_key(pair))
        rung = standing.first_rung if standing else pair[0].start_rung
        left[pair] = _replay(*pair, pasts[_key(pair)], first_rung=rung)
    _store_memories(left)
    _store_standings(left, standings)


def _store_memories(left: Mapping[Pair, History]) -> None:
    """Make the memories of these pairs those that are left, and no others."""
    rows = [
        to_row(learner, statement, part, kept)
        for (learner, statement), history in left.items()
        for part, kept in history.memories.items()
    ]
    kept = {(row.learner_id, row.statement_id, row.part) for row in rows}
    stored = Memory.objects.filter(_of(left)).values_list("pk", "learner", "statement", "part")
    gone = [pk for pk, *which in stored if tuple(which) not in kept]
    if gone:
        Memory.objects.filter(pk__in=gone).delete()
    save_memories(rows)


STANDING_FIELDS = ("introduced_on", "rung", "misses", "choice_passed_on", "due", "known_until")


def _store_standings(
    left: Mapping[Pair, History], standings: Mapping[tuple[int, int], Standing]
) -> None:
    """Where learners stand now. What was never met stands nowhere, unless it was set aside."""
    met, unmet = [], []
    for pair, history in left.items():
        standing = standings.get(_key(pair))
        if standing is None:
            continue
        if history.met is None and not standing.is_aside:
            unmet.append(standing.pk)
            continue
        settle(standing, pair[1], history, calendar_of(pair[0]))
        met.append(standing)
    if unmet:
        Standing.objects.filter(pk__in=unmet).delete()
    Standing.objects.bulk_update(met, STANDING_FIELDS)


def settle(
    standing: Standing, statement: Statement, left: History, calendar: memory.Calendar
) -> None:
    """Set, without storing it, where a learner stands with a statement."""
    parts = part_memories(statement, left.memories)
    standing.introduced_on = left.met
    standing.rung, standing.misses = left.rungs.rung, left.rungs.misses
    standing.choice_passed_on = left.rungs.choice_passed_on
    standing.due = statement_due(parts, calendar) or left.last_at
    standing.known_until = memory.known_until([part.memory for part in parts])
