"""What an amended text means to those who learn it: what changed is asked soon, nothing else moves.

The memories of a reworded statement stay. Words that changed inside a part make a new part, which
was not tested yet and is due for that; where the change is outside the parts, the weakest ones are
made due.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from studyapp import ladder, memory, replay
from studyapp.models import Memory, Review, Standing, Statement

# Learners who are written at once.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Amended:
    """A statement that was reworded, and the keys of the parts that it had before."""

    statement: Statement
    former_parts: frozenset[str]


def ask_again(amended: Iterable[Amended], *, now: datetime | None = None) -> int:
    """Make what was reworded due for everyone who has met it; returns how many were reached.

    An outline is left alone: a heading that came or went changes nothing of the others, and is
    asked when the outline is. So is what a learner suspended, until they take it up.
    """
    asked = [
        each
        for each in amended
        if each.statement.kind != Statement.Kind.OUTLINE and each.statement.parts
    ]
    held = _hold_learners(asked)
    now = now or timezone.now()
    return sum(_ask_everyone(each, held, now) for each in asked)


def _hold_learners(amended: Sequence[Amended]) -> set[int]:
    """Hold everyone who has met any of it before the first of them is written: whoever amends
    another text meanwhile holds them in the same order."""
    met = Standing.objects.filter(statement__in=[each.statement for each in amended])
    learners = list(met.order_by("learner").values_list("learner", flat=True).distinct())
    for at in range(0, len(learners), BATCH):
        replay.hold(*learners[at : at + BATCH])
    return set(learners)


def _ask_everyone(amended: Amended, learners: Set[int], now: datetime) -> int:
    standings = Standing.objects.filter(statement=amended.statement, suspended_at=None)
    reached = 0
    for found in _batches(standings.select_related("learner", "statement").order_by("pk")):
        batch = [standing for standing in found if standing.learner_id in learners]
        held = _memories(amended.statement, [standing.learner_id for standing in batch])
        reviews: list[Review] = []
        moved: list[Memory] = []
        for standing in batch:
            own = held.get(standing.learner_id, {})
            after = _moved(amended, own, now)
            reviews += _reviews(standing, after, now)
            moved += [
                replay.to_row(standing.learner, amended.statement, part, left)
                for part, left in after.items()
            ]
            _settle(standing, amended.statement, own | after, now)
        Review.objects.bulk_create(reviews)
        replay.save_memories(moved)
        _save(batch)
        reached += len(batch)
    return reached


def _batches(standings: QuerySet[Standing]) -> Iterable[list[Standing]]:
    last = 0
    while batch := list(standings.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def _memories(statement: Statement, learners: Sequence[int]) -> dict[int, dict[str, memory.Memory]]:
    """What each learner remembers of the statement, by learner and part."""
    found: dict[int, dict[str, memory.Memory]] = {}
    for row in Memory.objects.filter(statement=statement, learner__in=learners):
        held = replay.from_row(row)
        if held is not None:
            found.setdefault(row.learner_id, {})[row.part] = held
    return found


def _moved(
    amended: Amended, held: dict[str, memory.Memory], now: datetime
) -> dict[str, memory.Memory]:
    """The memories that are made due, by part; none where a part is new."""
    parts = [part.key for part in amended.statement.parts]
    if not amended.former_parts.issuperset(parts):
        return {}
    weakest = sorted((held[part].stability or 0.0, part) for part in parts if part in held)
    due = memory.Moved(at=now, due=now)
    return {part: memory.moved(held[part], due) for _s, part in weakest[: ladder.MOST_ASKED]}


def _settle(
    standing: Standing, statement: Statement, held: dict[str, memory.Memory], now: datetime
) -> None:
    """A claim to know the former words is no claim to know these."""
    parts = replay.part_memories(statement, held)
    standing.due = replay.statement_due(parts, replay.calendar_of(standing.learner)) or now
    standing.known_until = memory.known_until([part.memory for part in parts])
    standing.revised, standing.claimed_known_at = True, None


def _save(standings: Sequence[Standing]) -> None:
    changed = ["due", "known_until", "revised", "claimed_known_at"]
    Standing.objects.bulk_create(
        standings, update_conflicts=True, unique_fields=["id"], update_fields=changed
    )


def _reviews(standing: Standing, after: dict[str, memory.Memory], now: datetime) -> list[Review]:
    return [
        replay.moved_review(
            *(standing.learner, standing.statement, part, left),
            cause=Review.Cause.REVISED,
            now=now,
        )
        for part, left in after.items()
    ]
