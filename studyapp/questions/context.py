"""What stands around a statement within its own sentence, to be shown beside what is asked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from studyapp.text.pieces import width

LONGEST_BEFORE, LONGEST_AFTER = 60, 40
"""Width, in Han characters, of what is shown on either side."""
FEWEST = 3
"""Letters of what is worth showing: not the （一） before an item."""
_CLAUSE = re.compile(r"[^，,；;：:]*(?:[，,；;：:]\s*|$)")
_ENDS = re.compile(r"[。！？!?．.…；;：:][”’」』）)】\"'\s]*$")
_MORE = "…"


@dataclass(frozen=True, slots=True)
class Tile:
    """A sentence, or a piece of a long one, where it stands in its section."""

    start: int
    end: int
    text: str


class Sentences:
    """The sentences of a section, put together again from the pieces that tile it."""

    def __init__(self, tiles: Iterable[Tile]) -> None:
        self._whole: list[Tile] = []
        for tile in tiles:
            last = self._whole[-1] if self._whole else None
            if last is not None and tile.start < last.end:
                continue
            if last is not None and tile.start == last.end and not _ENDS.search(last.text):
                self._whole[-1] = Tile(last.start, tile.end, last.text + tile.text)
            else:
                self._whole.append(tile)
        self._starts = [whole.start for whole in self._whole]

    def around(self, start: int, end: int) -> tuple[str, str]:
        """What of its sentence stands before and after a span; "" where it stands alone.

        What is long is shown by its nearest clauses. Nothing around what is several sentences.
        """
        at = bisect_right(self._starts, start) - 1
        if at < 0 or end > self._whole[at].end:
            return "", ""
        whole = self._whole[at]
        return _end_of(whole.text[: start - whole.start]), _beginning_of(
            whole.text[end - whole.start :]
        )


def _end_of(text: str) -> str:
    if sum(map(str.isalnum, text)) < FEWEST:
        return ""
    clauses = _CLAUSE.findall(text)
    while len(clauses) > 2 and width("".join(clauses)) > LONGEST_BEFORE:
        clauses.pop(0)
    kept = "".join(clauses)
    return kept if kept == text else _MORE + kept.lstrip()


def _beginning_of(text: str) -> str:
    if sum(map(str.isalnum, text)) < FEWEST:
        return ""
    clauses = _CLAUSE.findall(text)
    while len(clauses) > 2 and width("".join(clauses)) > LONGEST_AFTER:
        clauses.pop(-2)
    kept = "".join(clauses).rstrip()
    return kept if kept == text.rstrip() else kept.rstrip("，,；;：: ") + _MORE
