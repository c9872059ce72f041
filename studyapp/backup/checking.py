"""Proof of a restored site: memories replayed from their history are those that are stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isclose

from studyapp import memory, replay
from studyapp.models import Review, Statement, User

# A statement is replayed in about three milliseconds.
MOST = 1000
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Replay:
    """How many statements of learners were replayed, and which gave other memories than stored.

    A site may hold such before anything happens to it: its learner has moved to another zone
    since, which moves every due time but not those already stored.
    """

    checked: int
    differing: frozenset[Pair]


def replay_sample(*, most: int = MOST) -> Replay:
    """Replay every statement that any learner has reviewed, or as many, evenly spread."""
    met = Review.objects.order_by("learner_id", "statement_id")
    pairs = evenly(list(met.values_list("learner_id", "statement_id").distinct()), most)
    return Replay(len(pairs), frozenset(pair for pair in pairs if not _agrees(*pair)))


def evenly(pairs: Sequence[Pair], most: int) -> list[Pair]:
    """At most `most` of the pairs, from the whole length of the list."""
    step = max(len(pairs) / most, 1.0)
    return [pairs[int(place)] for place in _places(len(pairs), step)]


def _places(length: int, step: float) -> Iterator[float]:
    place = 0.0
    while place < length:
        yield place
        place += step


def _agrees(learner_id: int, statement_id: int) -> bool:
    learner = User.objects.get(pk=learner_id)
    statement = Statement.objects.get(pk=statement_id)
    held = replay.memories_of(learner, statement)
    replayed = replay.replay_statement(learner, statement, first_rung=0).memories
    return held.keys() == replayed.keys() and all(same(held[part], replayed[part]) for part in held)


def same(one: memory.Memory, other: memory.Memory) -> bool:
    """Whether two memories are equal, but for the last digits, in which machines may differ."""
    return all(
        _close(getattr(one, field), getattr(other, field))
        for field in (*replay.MEMORY_FIELDS, "missed")
    )


def _close(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-9)
    return one == other
