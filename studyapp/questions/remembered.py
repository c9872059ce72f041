"""What was worked out of a statement, remembered: of the last ones always, of all while a whole
document is gone through several times."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any, TypeVar

Result = TypeVar("Result")

_memory: ContextVar[dict[tuple[Any, ...], Any] | None] = ContextVar("memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Within, nothing is worked out twice, however long the document; then it is let go."""
    if _memory.get() is not None:
        yield
        return
    token = _memory.set({})
    # None of it is garbage: to look through all again and again would take a sixth of the time.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        _memory.reset(token)
        if was_enabled:
            gc.enable()


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
