"""Tables drawn in plain text with bars and dashes: their cells put together, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from studyapp.text.widths import cells, join_lines

_BAR, _LEFT, _RIGHT = "|│┃", "|+│┃├└┌┣┗┏", "|+│┃┤┘┐┫┛┓"
_RULED = re.compile(r"[\s|+│┃:=\-─━├┤┌┐└┘┬┴┼┣┫┏┓┗┛┳┻╋]+")
_RULE = re.compile(r"[-=─━]{2}")
_CORNERS = frozenset("+├┤┌┐└┘┬┴┼┣┫┏┓┗┛┳┻╋")
_WIDEST = 1_000
_SPLIT = re.compile(f"[{_BAR}]")


def is_drawn(text: str) -> bool:
    """Whether the line is one of a drawn table: it begins and ends with its frame."""
    return len(text) > 2 and text[0] in _LEFT and text[-1] in _RIGHT


def table_rows(lines: Sequence[str]) -> Iterator[str]:
    """The rows of a drawn table, `cell | cell`, cells that were broken over lines made whole.

    Where ruled lines part the rows, what stands between two of them is one row; else (only the
    head is ruled off) a line whose first cell is empty goes on with the row above it.
    """
    groups = _between_rules(lines)
    for group in groups:
        for row in [group] if len(groups) > 2 else _begun_anew(group):
            if text := _row(row):
                yield text


def _between_rules(lines: Sequence[str]) -> list[list[list[str]]]:
    """The cells of the lines, grouped by the ruled lines between them."""
    bounds = next((_corners(line) for line in lines if _CORNERS & set(line[1:-1])), [])
    groups: list[list[list[str]]] = [[]]
    for line in lines:
        if _RULED.fullmatch(line) and _RULE.search(line):
            groups.append([])
        else:
            groups[-1].append(_cells(line, bounds))
    return [group for group in groups if group]


def _corners(rule: str) -> list[int]:
    return [at for at, char in enumerate(rule[:_WIDEST]) if char in _CORNERS or char in _BAR]


def _cells(line: str, bounds: Sequence[int]) -> list[str]:
    """The cells between the columns of the rule, or where a line does not keep to them, between
    its bars: | may be a word of a cell."""
    columns = _columns(line[:_WIDEST])
    places = [columns.get(bound, -1) for bound in bounds]
    if not places or len(line) > _WIDEST or any(at < 0 or line[at] not in _BAR for at in places):
        places = [match.start() for match in _SPLIT.finditer(line)]
    places = [*([] if places[:1] == [0] else [-1]), *places]
    ends = [*places[1:], *([] if places[-1] == len(line) - 1 else [len(line)])]
    return [line[start + 1 : end].strip() for start, end in zip(places, ends, strict=False)]


def _columns(line: str) -> dict[int, int]:
    """The place of the character that begins at each column of the screen."""
    columns, column = {}, 0
    for at, char in enumerate(line):
        columns[column] = at
        column += cells(char)
    return columns


def _begun_anew(group: Sequence[list[str]]) -> Iterator[list[list[str]]]:
    row: list[list[str]] = []
    for line in group:
        if row and line[0]:
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _row(lines: Sequence[list[str]]) -> str:
    broken = zip_longest(*lines, fillvalue="")
    whole = [join_lines([piece for piece in pieces if piece]) for pieces in broken]
    return " | ".join(whole).strip() if any(whole) else ""
