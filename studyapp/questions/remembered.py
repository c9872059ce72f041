"""What was worked out of a statement, remembered: of the last ones always, of all while a whole
document is gone through several times."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any, TypeVar

Result = TypeVar("Result")

_memory: ContextVar[dict[tuple[Any, ...], Any] | None] = ContextVar("memory", default=None)


@contextmanager
def remembering() -> Iterator[bool]:
    """Within, nothing is worked out twice, however long the document; then it is let go.

    Tells whether it begins here, not around.
    """
    around = _memory.get()
    token = _memory.set({} if around is None else around)
    try:
        yield around is None
    finally:
        _memory.reset(token)


def once(key: tuple[Any, ...], work: Callable[[], Result]) -> Result:
    """What `work` returns; within `remembering` it is done once for a key."""
    memory = _memory.get()
    if memory is None:
        return work()
    if key not in memory:
        memory[key] = work()
    found: Result = memory[key]
    return found


def remembered(*, last: int) -> Callable[[Callable[[str], Result]], Callable[[str], Result]]:
    """Make a function of a text remember its `last` results; within `remembering` all of them."""

    def decorate(function: Callable[[str], Result]) -> Callable[[str], Result]:
        brief = lru_cache(maxsize=last)(function)

        @wraps(function)
        def remembering_function(text: str) -> Result:
            memory = _memory.get()
            if memory is None:
                return brief(text)
            key = (brief, text)
            if key not in memory:
                memory[key] = function(text)
            found: Result = memory[key]
            return found

        return remembering_function

    return decorate
