"""Plain text to paragraphs: which lines belong together, and which stand alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from studyapp.text.dates import is_date_line
from studyapp.text.drawn import is_drawn, table_rows
from studyapp.text.keys import is_data
from studyapp.text.labels import read_label
from studyapp.text.source import Block
from studyapp.text.widths import cells, join_lines

_EITHER_WIDTH = re.compile("[“”‘’—…·×°]")
_RULE = re.compile(r"([-=_*~#+.·—－─━═])\1{2,}")
_BULLET = re.compile(r"(?:[*•·●○▪■◆◇+\-–—][ \t\u3000]+|(?:\d{1,3}|[a-zA-Z])[.)）、．][ \t\u3000]*)")
_LABEL = re.compile(
    r"(?:[（(]?[一二三四五六七八九十百]{1,5}[）)、．.]|第[一二三四五六七八九十百千零〇\d]{1,7}[编章节条款篇]"
    r"|[（(]?\d{1,3}[）)、．.]|[①-⑳])"
)
_FIRST_UNIT = re.compile(r"[!-~]{1,40}|.")
_STOPS = frozenset("。！？!?.．；;：:”’」』）)》】…")
CLAUSE_ENDS = _STOPS | frozenset("，,、")

# - 3 -, 第3页 共9页, Page 3 of 9: a bare number might be one of the text.
_PAGE = re.compile(
    r"[-—–·•~]{1,3}\s{0,4}(\d{1,4})\s{0,4}[-—–·•~]{1,3}"
    r"|第\s?(\d{1,4})\s?页(?:[\s，,/／]{0,4}共\s?\d{1,4}\s?页)?|page\s(\d{1,4})(?:\sof\s\d{1,4})?",
    re.IGNORECASE,
)

MIN_WRAP, MAX_WRAP = 30, 130
LONGEST_HEAD = 60
"""Characters of a line that is printed on every page."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    indent: int
    width: int
    slack: int
    """Cells more it is wide where “ ” — … are set two cells wide."""

    @property
    def hanging(self) -> int:
        bullet = _BULLET.match(self.text)
        return self.indent + cells(bullet.group()) if bullet else -1


def _line(raw: str) -> _Line:
    text = raw.strip()
    indent = cells(raw[: len(raw) - len(raw.lstrip())].expandtabs(8))
    slack = 0 if text.isascii() else len(_EITHER_WIDTH.findall(text))
    return _Line(text, indent, indent + cells(text), slack)


def read_plain(text: str) -> list[Block]:
    """The paragraphs of a plain text, hard-wrapped lines joined, drawn tables read row by row,
    indents and ruled lines gone."""
    lines = _without_pages([_line(raw) for raw in text.split("\n")])
    width = _wrap_width(lines)
    blocks: list[Block] = []
    for drawn, stretch in groupby(lines, key=lambda line: is_drawn(line.text)):
        if drawn:
            table = [line.text for line in stretch]
            # One line alone may be a formula: |a|+|b|≥|a+b|.
            rows = table_rows(table) if len(table) > 1 else table
            blocks.extend(Block(row, kind="row") for row in rows)
        else:
            blocks.extend(_paragraphs(stretch, width))
    return blocks


def _without_pages(lines: list[_Line]) -> list[_Line]:
    """The lines without page numbers, where these count up, and without what stands on every page
    beside them; nor is there anything between the lines before and after."""
    numbered = [(i, match) for i, x in enumerate(lines) if (match := _PAGE.fullmatch(x.text))]
    numbers = [int(next(filter(None, match.groups()))) for _, match in numbered]
    if len(numbers) < 2 or any(b != a + 1 for a, b in pairwise(numbers)):
        return lines
    gone: set[int] = set()
    for step in (-1, 1):
        beside = [_next_said(lines, i, step) for i, _ in numbered]
        said = Counter(lines[at].text for at in beside if at is not None)
        heads = {text for text, count in said.items() if count > 1 and len(text) <= LONGEST_HEAD}
        for (i, _), at in zip(numbered, beside, strict=True):
            head = at is not None and lines[at].text in heads
            end = _next_said(lines, at if head and at is not None else i, step)
            edge = (len(lines) if step > 0 else -1) if end is None else end
            gone.update(range(i, edge, step))
    return [line for i, line in enumerate(lines) if i not in gone]


def _next_said(lines: Sequence[_Line], i: int, step: int) -> int | None:
    """Where the next line in that direction stands that is not empty."""
    i += step
    while 0 <= i < len(lines):
        if lines[i].text:
            return i
        i += step
    return None


def _paragraphs(lines: Iterable[_Line], width: int) -> Iterator[Block]:
    paragraph: list[_Line] = []
    for line in lines:
        if paragraph and not (width and _continues(paragraph, line, width)):
            yield _block(paragraph)
            paragraph = []
        if line.text and not _RULE.fullmatch(line.text):
            paragraph.append(line)
    if paragraph:
        yield _block(paragraph)


def _block(paragraph: list[_Line]) -> Block:
    return Block(join_lines([line.text for line in paragraph]))


def _wrap_width(lines: list[_Line]) -> int:
    """The width in cells at which the lines were broken; 0 where they were not.

    Broken lines end where the next unit did not fit, mostly in the middle of a clause. Verse
    has lines of one length too, but they end with their clause.
    """
    pairs = [
        (a, b)
        for a, b in pairwise(lines)
        if a.text and b.text and not is_drawn(a.text) and not is_drawn(b.text)
    ]
    if len(pairs) < 2:
        return 0
    widths = sorted(a.width for a, _ in pairs)
    width = widths[-1 - len(widths) * 3 // 100]
    if not MIN_WRAP <= width <= MAX_WRAP or widths[-1] > 4 * width:
        return 0
    full = [a for a, b in pairs if _is_full(a, b, width)]
    broken = sum(a.text[-1] not in CLAUSE_ENDS for a in full)
    heaped = len(full) * 5 >= len(pairs) or _is_heaped(widths, width)
    return width if len(full) > 1 and heaped and broken * 10 >= len(full) * 6 else 0


def _is_heaped(widths: list[int], width: int) -> bool:
    """Whether lines heap up at the width, where few lines of a text are long enough to break."""
    at = sum(width - 4 < w <= width for w in widths)
    near = sum(width - 24 < w <= width - 4 for w in widths)
    return at >= 5 and 2 * at >= near


def _is_full(line: _Line, following: _Line, width: int) -> bool:
    unit = _FIRST_UNIT.match(following.text)
    room = cells(unit.group()) if unit else 0
    return line.width + line.slack + room + 1 > width


def _continues(paragraph: list[_Line], line: _Line, width: int) -> bool:
    last = paragraph[-1]
    if not line.text or not _is_full(last, line, width):
        return False
    if any(is_data(text) or is_date_line(text) for text in (line.text, last.text)):
        return False
    if line.indent > last.indent and line.indent != paragraph[0].hanging:
        return False
    labelled = _LABEL.match(line.text) or _BULLET.match(line.text)
    return not (labelled and last.text[-1] in _STOPS) and not _counts_on(paragraph[0], line)


def _counts_on(first: _Line, line: _Line) -> bool:
    """Whether the line has the number after that of the paragraph: 9.6.15. and 9.6.16."""
    one, other = read_label(first.text), read_label(line.text)
    if one is None or other is None:
        return False
    return (one.style, one.series, one.number + 1) == (other.style, other.series, other.number)
