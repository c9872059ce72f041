"""What looks wrong in the lines of a text that was read, for someone to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studyapp.text.correcting import Line
from studyapp.text.labels import read_label

WALL = 1_200
"""Characters from which on a paragraph is likely several."""
LONGEST_HEADING = 60
_ARTICLE = "条"
_ENDS = tuple("。；;！!，,")

GAP, EMPTY, WALL_OF_TEXT, SENTENCE = "gap", "empty", "wall", "sentence"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to look at: its kind, the line where it is, and that line or the number missing."""

    kind: str
    line: int
    detail: str


def find_problems(lines: Sequence[Line]) -> tuple[Problem, ...]:
    """What is to be looked at, in the order of the text."""
    found = (*_gaps(lines), *_empty(lines), *_walls(lines), *_sentences(lines))
    return tuple(sorted(found, key=lambda problem: problem.line))


def _gaps(lines: Sequence[Line]) -> Iterator[Problem]:
    """Numbers of one form and level that leave some out: 一、 二、 四、."""
    last: dict[tuple[int, str, str], int] = {}
    for at, line in enumerate(lines):
        if not line.level:
            continue
        label = read_label(line.printed)
        if label is None or label.number < 1:
            continue
        run = (0 if label.style == _ARTICLE else line.level, label.style, label.series)
        before = last.get(run)
        if before is not None and label.number > before + 1:
            missing = range(before + 1, label.number)
            numbers = f"{missing[0]}" if len(missing) == 1 else f"{missing[0]}–{missing[-1]}"
            yield Problem(GAP, at, numbers)
        # What is numbered inside begins again; articles run on through all chapters.
        last = {other: n for other, n in last.items() if other[0] <= line.level or _runs_on(other)}
        last[run] = label.number


def _runs_on(run: tuple[int, str, str]) -> bool:
    return run[1] == _ARTICLE


def _empty(lines: Sequence[Line]) -> Iterator[Problem]:
    """Headings over nothing: neither text nor a heading inside."""
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        if line.level and (following is None or 0 < following.level <= line.level):
            yield Problem(EMPTY, at, line.printed)


def _walls(lines: Sequence[Line]) -> Iterator[Problem]:
    for at, line in enumerate(lines):
        if not line.level and len(line.text) > WALL:
            yield Problem(WALL_OF_TEXT, at, line.text)


def _sentences(lines: Sequence[Line]) -> Iterator[Problem]:
    """Headings that end or run on as sentences do."""
    for at, line in enumerate(lines):
        if line.level and (line.text.endswith(_ENDS) or len(line.text) > LONGEST_HEADING):
            yield Problem(SENTENCE, at, line.printed)
