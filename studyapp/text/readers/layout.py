"""Lines on pages to paragraphs: columns in order, what recurs on every page gone, lines joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from studyapp.text.labels import read_label
from studyapp.text.readers.emphasis import Look, weigh
from studyapp.text.source import Block, Source
from studyapp.text.widths import join_lines

_NUMBERS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[—–\-·\s]*(?:第\s*)?\d{1,4}\s*(?:页|頁)?(?:\s*[/／，,]?\s*(?:共\s*)?\d{1,4}\s*(?:页|頁)?)?[—–\-·\s]*"
    r"|page\s+\d{1,4}(?:\s+of\s+\d{1,4})?|[ivxlc]{1,7}",
    re.IGNORECASE,
)
_PRINTED_BY_BROWSER = re.compile(
    r"(?:https?|file)://\S+(?:\s+\d+/\d+)?|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s+\d{1,2}:\d{2}.{0,120}"
)
_STOPS = frozenset("。！？!?；;：:…")
_OPENERS = frozenset("“‘（《「『【(")
_EDGE, _MOST_EDGE_LINES = 0.12, 3
_LEADING, _NEW_SIZE, _INDENT, _FAR = 1.35, 0.06, 0.7, 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: where it begins, ends and stands (points from the bottom left corner), the
    width of a character (``em``), and the nominal size of its letters."""

    text: str
    left: float
    right: float
    base: float
    em: float
    size: float
    bold: bool
    page: int


def lay_out(pages: Sequence[Sequence[Line]]) -> Source:
    """The source that the lines of the pages make."""
    columns = [column for page in without_edges(pages) for column in in_columns(page)]
    return weigh([_look(lines) for lines in paragraphs(columns)])


# --- What recurs


def without_edges(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without headers, footers and page numbers: lines at an edge which come again there
    on other pages, but for their numbers, or which are nothing but a page's number."""
    edges = [_edges(page) for page in pages]
    counts = Counter(key for edge in edges for key in {_key(line) for line in edge})
    printed = sum(bool(page) for page in pages)
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        dropped = {
            id(line)
            for line in edge
            if _PAGE_NUMBER.fullmatch(line.text)
            or _PRINTED_BY_BROWSER.fullmatch(line.text)
            or (counts[_key(line)] > 1 and counts[_key(line)] * 3 >= printed)
        }
        kept.append([line for line in page if id(line) not in dropped])
    return kept


def _edges(page: Sequence[Line]) -> list[Line]:
    """The lines at the top and at the bottom of the page."""
    if not page:
        return []
    ordered = sorted(page, key=lambda line: -line.base)
    top, bottom = ordered[0].base, ordered[-1].base
    room = _EDGE * max(top - bottom, 1.0)
    above = [line for line in ordered[:_MOST_EDGE_LINES] if top - line.base < room]
    below = [line for line in ordered[-_MOST_EDGE_LINES:] if line.base - bottom < room]
    return [*above, *below]


def _key(line: Line) -> tuple[str, int]:
    return _NUMBERS.sub("0", line.text), round(line.base / 3)


# --- Columns


def in_columns(page: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of a page, a list for each stretch of a column, in reading order.

    Lines across the whole page part it into stretches, each read column by column.
    """
    gutter = _gutter(page)
    if gutter is None:
        yield from ([list(page)] if page else [])
        return
    stretch: list[Line] = []
    for line in sorted(page, key=lambda line: -line.base):
        if line.left < gutter < line.right:
            yield from _halves(stretch, gutter)
            stretch = []
            yield [line]
        else:
            stretch.append(line)
    yield from _halves(stretch, gutter)


def _halves(lines: Sequence[Line], gutter: float) -> Iterator[list[Line]]:
    for half in (
        [line for line in lines if line.right <= gutter],
        [line for line in lines if line.right > gutter],
    ):
        if half:
            yield half


def _gutter(page: Sequence[Line]) -> float | None:
    """Where the white between two columns is; None on a page of one.

    Many lines end left of it and many begin right of it, side by side; next to none crosses it.
    """
    if len(page) < 12:
        return None
    left, right = min(line.left for line in page), max(line.right for line in page)
    starts = sorted(
        {round(line.left, 1) for line in page if line.left > left + (right - left) * 0.3}
    )
    for start in starts:
        at = start - 1.0
        before = [line for line in page if line.right <= at]
        after = [line for line in page if line.left >= at]
        is_clear = len(before) + len(after) >= 0.85 * len(page)
        if is_clear and min(len(before), len(after)) >= 5 and _side_by_side(before, after):
            return at
    return None


def _side_by_side(before: Sequence[Line], after: Sequence[Line]) -> bool:
    """Whether the two stand beside each other for most of their height, as full lines of text."""
    low = max(min(line.base for line in before), min(line.base for line in after))
    high = min(max(line.base for line in before), max(line.base for line in after))
    beside = [line for line in (*before, *after) if low <= line.base <= high]
    long = sum(len(line.text) >= 8 for line in beside)
    return len(beside) * 2 > len(before) + len(after) and long * 3 > len(beside) * 2


# --- Paragraphs


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the lines of a column begin and end, and how far apart they are, in points."""

    left: float
    right: float
    leading: float


def paragraphs(columns: Iterable[Sequence[Line]]) -> list[list[Line]]:
    """The lines of the columns, joined into paragraphs across columns and pages."""
    found: list[list[Line]] = []
    frame: _Frame | None = None
    for column in columns:
        before, frame = frame, _frame(column)
        for i, line in enumerate(column):
            is_same = bool(found) and (
                _continues(found[-1], line, frame)
                if i
                else before is not None and _goes_on(found[-1], line, before, frame)
            )
            if is_same:
                found[-1].append(line)
            else:
                found.append([line])
    return found


def _frame(column: Sequence[Line]) -> _Frame:
    lefts = Counter(round(line.left) for line in column)
    most = max(lefts.values())
    # An indent may be as frequent as the margin itself where paragraphs have two lines.
    left = min(at for at, count in lefts.items() if count * 3 >= most)
    gaps = Counter(
        round(a.base - b.base, 0)
        for a, b in pairwise(column)
        if a.size == b.size and 0 < a.base - b.base < 4 * a.em
    )
    right = sorted(line.right for line in column)[-1 - len(column) // 20]
    leading = gaps.most_common(1)[0][0] if gaps else 0.0
    return _Frame(float(left), right, leading)


def _continues(paragraph: Sequence[Line], line: Line, frame: _Frame) -> bool:
    """Whether the line below goes on with the paragraph."""
    last = paragraph[-1]
    if not _is_alike(last, line):
        return False
    drop = last.base - line.base
    if frame.leading and not -0.3 * frame.leading < drop < max(
        _LEADING * frame.leading, 1.2 * line.em
    ):
        is_large = line.size > 1.15 * 12 and drop < 2.2 * line.em
        if not (is_large and drop > 0):
            return False
    if _is_centred(line, frame) and _is_even(last, frame):
        return line.bold == last.bold and read_label(line.text) is None and drop < 2.2 * line.em
    return _is_full(last, line, frame) and not _is_indented(line, paragraph, frame)


def _goes_on(paragraph: Sequence[Line], line: Line, before: _Frame, frame: _Frame) -> bool:
    """Whether the first line of a column goes on with the last paragraph of the one before."""
    last = paragraph[-1]
    is_open = last.text[-1] not in _STOPS
    fills = _is_full(last, line, before) and not _is_indented(line, (), frame)
    return (
        _is_alike(last, line)
        and fills
        and (is_open or len(paragraph) > 1 or not read_label(line.text))
    )


def _is_alike(a: Line, b: Line) -> bool:
    return abs(a.size - b.size) <= _NEW_SIZE * max(a.size, b.size)


def _is_full(last: Line, line: Line, frame: _Frame) -> bool:
    """Whether the line ended because the next word did not fit."""
    word = re.match(r"[!-~]{1,40}", line.text)
    units = len(word.group()) * _FAR + _FAR if word else 1.0
    # A mark that may not begin a line takes its neighbour along, and stretches what stays.
    slack = 2.6 if line.text[1:2] and line.text[1] in "，。、；：？！”’）》」』" else 1.6
    return last.right + max(units, slack) * line.em >= frame.right


def _is_indented(line: Line, paragraph: Sequence[Line], frame: _Frame) -> bool:
    hanging = len(paragraph) > 1 and abs(paragraph[-1].left - line.left) < _INDENT * line.em
    opens = line.text[0] in _OPENERS and line.left < frame.left + 1.2 * line.em
    return line.left > frame.left + _INDENT * line.em and not hanging and not opens


def _is_centred(line: Line, frame: _Frame) -> bool:
    return line.left - frame.left > line.em and _is_even(line, frame)


def _is_even(line: Line, frame: _Frame) -> bool:
    """Whether there is as much room on the left of the line as on its right."""
    left, right = line.left - frame.left, frame.right - line.right
    return abs(left - right) < 1.5 * line.em


def _look(lines: Sequence[Line]) -> Look:
    text = join_lines([line.text for line in lines]).replace("\u00ad", "")
    size = Counter(line.size for line in lines).most_common(1)[0][0]
    return Look(Block(text, bold=all(line.bold for line in lines)), round(size, 1))
