"""After a break: what has waited too long is spread over days that the learner chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.db import transaction
from django.utils import timezone

from studyapp import memory, replay, sittings
from studyapp.models import Review, Standing, Statement, User

# Fewer than this are done in a few minutes, and nobody need choose anything.
LEAST = 20
DAYS = (2, 3, 5, 7, 10, 14, 21, 30)
MOST_DAYS = DAYS[-1]
# A day's share that is done in about five minutes.
EASY = 25


@dataclass(frozen=True, slots=True)
class Share:
    """What a spread over so many study-days, with today, makes of the backlog: so many a day."""

    days: int
    a_day: int
    suggested: bool = False


def overdue(learner: User, now: datetime) -> Any:
    """What should have been asked on a study-day before this one."""
    today = replay.calendar_of(learner).begins(replay.calendar_of(learner).day(now))
    return sittings.asked_again(learner).filter(due__lt=today)


def choices(waiting: int) -> tuple[Share, ...]:
    """The spreads to choose from; none where so little waits that there is nothing to choose."""
    if waiting < LEAST:
        return ()
    shares = [Share(days, ceil(waiting / days)) for days in DAYS if days * 2 <= waiting]
    easy = next((share for share in shares if share.a_day <= EASY), shares[-1])
    return tuple(replace(share, suggested=share == easy) for share in shares)


def spread(learner: User, *, days: int, now: datetime | None = None) -> int:
    """Spread the backlog over study-days from today, the weakest first; returns how many it was.

    Each day gets as many as `choices` said, and what falls due on it besides. Memories keep their
    strength: only the day on which they are asked is another.
    """
    assert 1 < days <= MOST_DAYS
    with transaction.atomic():
        replay.hold(learner.pk)
        now = now or timezone.now()
        waiting = list(overdue(learner, now).select_related("statement"))
        held = replay.memories_for(learner, [standing.statement_id for standing in waiting])
        ordered = _weakest_first(learner, waiting, held, now)
        a_day = max(ceil(len(ordered) / days), 1)
        # Those of today are moved as well, to this morning: nobody is asked twice how to spread.
        _move(learner, [(row, at // a_day) for at, row in enumerate(ordered)], held, now)
    return len(ordered)


Held = Mapping[int, dict[str, memory.Memory]]


def _weakest_first(
    learner: User, waiting: Sequence[Standing], held: Held, now: datetime
) -> list[Standing]:
    day = replay.calendar_of(learner).day(now)

    def recall(standing: Standing) -> tuple[float, Any, int]:
        memories = held[standing.statement_id]
        parts = [memories.get(part.key) for part in standing.statement.parts]
        return memory.whole_recall(parts, day), standing.due, standing.statement_id

    return sorted(waiting, key=recall)


def _move(learner: User, placed: Sequence[tuple[Standing, int]], held: Held, now: datetime) -> None:
    """Make each statement due at the beginning of the study-day so many days ahead."""
    calendar = replay.calendar_of(learner)
    memories, reviews = [], []
    for standing, ahead in placed:
        statement, before = standing.statement, held[standing.statement_id]
        moved = memory.Moved(at=now, due=calendar.begins(calendar.day(now) + timedelta(days=ahead)))
        after = {
            part: kept
            for part in _waiting_parts(statement, before, moved.due)
            if (kept := memory.replay([moved], calendar, start=before.get(part)))
        }
        memories += [replay.to_row(learner, statement, part, kept) for part, kept in after.items()]
        reviews += [
            replay.moved_review(learner, statement, part, kept, cause=Review.Cause.SPREAD, now=now)
            for part, kept in after.items()
        ]
        parts = replay.part_memories(statement, before | after)
        standing.due = replay.statement_due(parts, calendar)
    replay.save_memories(memories)
    Review.objects.bulk_create(reviews, batch_size=1000)
    Standing.objects.bulk_update([row for row, _ahead in placed], ["due"], batch_size=500)


def _waiting_parts(
    statement: Statement, held: Mapping[str, memory.Memory], due: datetime
) -> list[str]:
    """The parts that would be asked before `due`: those not tested yet are among them."""
    memories = {part.key: held.get(part.key) for part in statement.parts}
    return [key for key, kept in memories.items() if not kept or not kept.due or kept.due < due]
