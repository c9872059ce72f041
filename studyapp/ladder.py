"""The ladder: what of a statement is asked next, and how. It decides nothing about when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from studyapp.memory import Memory, recall

CHOICE, TYPED, ALL, RECITE = range(4)
TOP = RECITE
MOST_ASKED = 2
MISSES_TO_STEP_DOWN = 2
# Days of stability that the weakest part needs before the rung may be tried (memory simulation,
# policy b: under 7 days one or two blanks, under 21 all of them, then the whole).
STRENGTH_TO_TRY = {ALL: 7.0, RECITE: 21.0}


@dataclass(frozen=True, slots=True)
class Rungs:
    """Where a learner stands with a statement: the rung proven, and misses in a row."""

    rung: int = CHOICE
    held: bool = False
    misses: int = 0
    choice_passed_on: date | None = None


@dataclass(frozen=True, slots=True)
class PartMemory:
    """A part's key with what is remembered of it (None: never tested).

    `rank` tells which of equally weak parts is asked first.
    """

    key: str
    memory: Memory | None
    rank: int = 0


def rung_to_ask(rungs: Rungs, parts: Sequence[PartMemory], day: date) -> int:
    """The rung of the next exercise: the one proven, or the next when the weakest part is strong.

    A choice answered right proves nothing to the memory, but typing is tried the same day. What
    slips again and again is asked in small pieces until it holds for a while.
    """
    if any(is_retry(part, day) for part in parts):
        return min(rungs.rung, TYPED) if rungs.choice_passed_on != day else TYPED
    if not rungs.held and any(keeps_slipping(part) for part in parts):
        return min(rungs.rung, TYPED)
    if rungs.held or rungs.rung >= TOP:
        return rungs.rung
    if rungs.rung == CHOICE:
        return TYPED if rungs.choice_passed_on == day else CHOICE
    following = rungs.rung + 1
    return following if _weakest_stability(parts) >= STRENGTH_TO_TRY[following] else rungs.rung


def _weakest_stability(parts: Sequence[PartMemory]) -> float:
    """Days; 0 when a part was never tested or was missed last time."""
    return min(
        (p.memory.stability or 0.0) if p.memory and not p.memory.missed else 0.0 for p in parts
    )


def parts_to_ask(
    parts: Sequence[PartMemory], *, rung: int, now: datetime, day: date
) -> tuple[str, ...]:
    """The keys of the parts to hide, in the order of the text.

    Choice asks the weakest; typing the two weakest that are due or untested, but one only at the
    first meeting, and while a part keeps slipping; the rungs above ask every part. Whatever the
    rung, a retry on the day of a miss asks only what was missed.
    """
    missed = [p for p in parts if is_retry(p, day)]
    if missed:
        return tuple(p.key for p in missed[: 1 if rung == CHOICE else MOST_ASKED])
    if rung >= ALL:
        return tuple(p.key for p in parts)
    first_meeting = not any(p.memory and p.memory.tested for p in parts)
    one = rung == CHOICE or first_meeting or any(keeps_slipping(part) for part in parts)
    most = 1 if one else MOST_ASKED
    candidates = [p for p in parts if _wants_asking(p.memory, now)] or list(parts)
    weakest = sorted(candidates, key=lambda p: (*_weakness(p.memory, day), p.rank))[:most]
    asked = {p.key for p in weakest}
    return tuple(p.key for p in parts if p.key in asked)


def is_retry(part: PartMemory, day: date) -> bool:
    """Whether a part was missed on this study-day and not yet made right."""
    return part.memory is not None and part.memory.missed and part.memory.last_day == day


def keeps_slipping(part: PartMemory) -> bool:
    """Whether a part was forgotten again and again, and does not hold yet."""
    held = part.memory
    return held is not None and held.is_leech and (held.stability or 0.0) < STRENGTH_TO_TRY[ALL]


def _wants_asking(memory: Memory | None, now: datetime) -> bool:
    return memory is None or not memory.tested or memory.due is None or memory.due <= now


def _weakness(memory: Memory | None, day: date) -> tuple[int, float]:
    """Sorts missed parts first, then untested ones, then by predicted recall."""
    if memory is not None and memory.missed:
        return (0, 0.0)
    if memory is None or not memory.tested:
        return (1, 0.0)
    return (2, recall(memory, day))


def climbed(rungs: Rungs, *, asked: int, passed: bool, rated: bool, day: date) -> Rungs:
    """The ladder after an answer at the rung `asked`.

    A rated pass proves the rung asked; a choice passed opens typing for the day. Two rated misses
    in a row step down. Same-day retries move nothing.
    """
    if passed and asked == CHOICE:
        return replace(rungs, choice_passed_on=day)
    if not rated:
        return rungs
    if passed:
        return replace(rungs, rung=rungs.rung if rungs.held else max(rungs.rung, asked), misses=0)
    if rungs.held or rungs.misses + 1 < MISSES_TO_STEP_DOWN:
        return replace(rungs, misses=rungs.misses + 1)
    return replace(rungs, rung=max(rungs.rung - 1, CHOICE), misses=0)
