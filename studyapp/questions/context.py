"""What stands around a statement within its own sentence, to be shown beside what is asked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from studyapp.text.pieces import width

LONGEST_BEFORE, LONGEST_AFTER = 60, 40
"""Width, in Han characters, of what is shown on either side."""
REACH = 4 * (LONGEST_BEFORE + LONGEST_AFTER)
"""Characters on either side that are looked at: a sentence may be as long as a book."""
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
        rows: list[list[Tile]] = []
        for tile in tiles:
            last = rows[-1][-1] if rows else None
            if last is not None and tile.start < last.end:
                continue
            if last is not None and tile.start == last.end and not _ENDS.search(last.text):
                rows[-1].append(tile)
            else:
                rows.append([tile])
        self._whole = [
            Tile(row[0].start, row[-1].end, "".join([tile.text for tile in row])) for row in rows
        ]
        self._starts = [whole.start for whole in self._whole]

    def around(self, start: int, end: int) -> tuple[str, str]:
        """What of its sentence stands before and after a span; "" where it stands alone.

        What is long is shown by its nearest clauses. Nothing around what is several sentences.
        """
        at = bisect_right(self._starts, start) - 1
        if at < 0 or end > self._whole[at].end:
            return "", ""
        whole = self._whole[at]
        start, end = start - whole.start, end - whole.start
        before = _end_of(whole.text[max(0, start - REACH) : start], cut=start > REACH)
        return before, _beginning_of(
            whole.text[end : end + REACH], cut=end + REACH < len(whole.text)
        )


def _end_of(text: str, *, cut: bool) -> str:
    if sum(map(str.isalnum, text)) < FEWEST:
        return ""
    clauses = _CLAUSE.findall(text)
    while len(clauses) > 2 and width("".join(clauses)) > LONGEST_BEFORE:
        clauses.pop(0)
    whole = "".join(clauses)
    kept = whole[-_most(whole, LONGEST_BEFORE) :]
    return kept if kept == text and not cut else _MORE + kept.lstrip()


def _beginning_of(text: str, *, cut: bool) -> str:
    if sum(map(str.isalnum, text)) < FEWEST:
        return ""
    clauses = _CLAUSE.findall(text)
    while len(clauses) > 2 and width("".join(clauses)) > LONGEST_AFTER:
        clauses.pop(-2)
    whole = "".join(clauses)
    kept = whole[: _most(whole, LONGEST_AFTER)].rstrip()
    if kept == text.rstrip() and not cut:
        return kept
    return kept.rstrip("，,；;：: ") + _MORE


def _most(text: str, wide: int) -> int:
    """So many characters of it as take twice the width at most: a clause may go on for ever."""
    return len(text) if width(text) <= 2 * wide else int(2 * wide * len(text) / width(text))
