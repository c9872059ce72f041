"""The queue of a sitting: what is still to come, and when it may. Pure lists of small items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

READ, ASK = "read", "ask"
# A statement, and whether to read or to ask it.
Asks = tuple[int, str]
# How many other items stand between a statement and its next exercise, where there are so many.
AFTER_READING = 1
AFTER_CHOICE = 2
AFTER_MISS = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to come: read a new statement, or ask one.

    `kind` is a kind of question that the learner chose to practise ("" for the ladder's choice);
    `after` the instant before which a missed statement should not return; `since` the position
    from which on an attempt may stand for it: one issued before an undo may ask too much.
    """

    statement: int
    do: str = ASK
    kind: str = ""
    after: datetime | None = None
    since: int = 0

    @property
    def asks(self) -> Asks:
        """What it asks, whatever the kind and the time."""
        return self.statement, self.do

    def to_json(self) -> dict[str, Any]:
        after = self.after.isoformat() if self.after else None
        item = {"statement": self.statement, "do": self.do, "kind": self.kind, "after": after}
        return item | ({"since": self.since} if self.since else {})

    @classmethod
    def from_json(cls, item: dict[str, Any]) -> Item:
        after = datetime.fromisoformat(item["after"]) if item["after"] else None
        return cls(item["statement"], item["do"], item["kind"], after, item.get("since", 0))


Queue = tuple[Item, ...]


def load(stored: Sequence[dict[str, Any]]) -> Queue:
    return tuple(Item.from_json(item) for item in stored)


def dump(queue: Queue) -> list[dict[str, Any]]:
    return [item.to_json() for item in queue]


def next_item(queue: Queue, now: datetime) -> Item | None:
    """The first item that may come now; when all must wait, the one that waits least.

    Nobody is left staring at a clock: with nothing else to do, a retry comes early.
    """
    ready = (item for item in queue if item.after is None or item.after <= now)
    waiting = sorted(queue, key=lambda item: (item.after is not None, item.after or now))
    return next(ready, waiting[0] if waiting else None)


def upcoming(queue: Queue, now: datetime, most: int) -> Queue:
    """What comes next if every statement is read and every question answered right.

    A miss, or a choice after which typing comes, changes what follows; these come first anyway.
    """
    coming: list[Item] = []
    while len(coming) < most and (item := next_item(queue, now)):
        coming.append(item)
        queue = after_reading(queue, item) if item.do == READ else without(queue, item.statement)
    return tuple(coming)


def without(queue: Queue, statement: int) -> Queue:
    """The queue without a statement."""
    return tuple(item for item in queue if item.statement != statement)


def insert(queue: Queue, item: Item, *, at: int) -> Queue:
    """The queue with an item that comes after `at` others."""
    return (*queue[:at], item, *queue[at:])


def after_reading(queue: Queue, item: Item) -> Queue:
    """A statement that was read is asked after one other thing."""
    return insert(without(queue, item.statement), replace(item, do=ASK), at=AFTER_READING)


def after_choice(queue: Queue, item: Item) -> Queue:
    """A choice answered right is followed by typing the same, a little later."""
    return insert(without(queue, item.statement), replace(item, after=None), at=AFTER_CHOICE)


def after_miss(queue: Queue, item: Item, *, now: datetime, delay: timedelta | None) -> Queue:
    """A missed statement returns: after its delay, or in practice after a few others."""
    again = replace(item, after=now + delay if delay else None)
    rest = without(queue, item.statement)
    return insert(rest, again, at=AFTER_MISS if delay is None else len(rest))
