"""Marks: the places of a statement that may be blanked, and how an editor writes them.

In marked text a mark is `[[...]]`. A backslash takes the meaning away: a literal `[[` is
written `\\[[`, a literal `]]` inside a mark `\\]]`, and a backslash before a bracket is doubled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

Mark: TypeAlias = tuple[int, int]
"""Half-open span of code points in the statement's text."""

_TOKEN = re.compile(r"(\\*)(\[+|\]+)")


class MarksError(ValueError):
    """Marked text, or a set of spans, that makes no sense.

    `code` is one of "unclosed", "nested", "empty", "overlap", "outside"; `position` is the offset
    of the fault in the text that was given.
    """

    def __init__(self, code: str, position: int) -> None:
        super().__init__(f"{code} at {position}")
        self.code = code
        self.position = position


def to_marked(text: str, spans: Sequence[Mark]) -> str:
    """The text with its spans in double brackets; `from_marked` gives both back.

    Raises MarksError when spans overlap, are empty, or lie outside the text.
    """
    pieces: list[str] = []
    at = 0
    for start, end in sorted(spans):
        _check(start, end, after=at, length=len(text))
        pieces.append(_escape(text[at:start], after_mark=at > 0, before_mark=True))
        pieces.append(f"[[{_escape(text[start:end], inside=True)}]]")
        at = end
    pieces.append(_escape(text[at:], after_mark=at > 0))
    return "".join(pieces)


def from_marked(marked: str) -> tuple[str, tuple[Mark, ...]]:
    """The plain text and the marks of a marked text. A `]]` that closes nothing is text.

    Raises MarksError at the bracket that is wrong.
    """
    reader = _Reader()
    at = 0
    for token in _TOKEN.finditer(marked):
        reader.text(marked[at : token.start()])
        reader.brackets(token)
        at = token.end()
    reader.text(marked[at:])
    return reader.finish()


def _check(start: int, end: int, *, after: int, length: int) -> None:
    if start < 0 or end > length:
        raise MarksError("outside", start)
    if start >= end:
        raise MarksError("empty", start)
    if start < after:
        raise MarksError("overlap", start)


def _escape(
    text: str, *, after_mark: bool = False, before_mark: bool = False, inside: bool = False
) -> str:
    """Text in which no bracket reads as a mark, nor joins the brackets of a mark beside it."""

    def guard(match: re.Match[str]) -> str:
        slashes, run = match.groups()
        first, last = match.start() == 0, match.end() == len(text)
        if run[0] == "[":
            escaped = _escape_run(run, lone=(inside and first) or (before_mark and last))
        elif inside or (after_mark and first):
            escaped = _escape_run(run, lone=last or not inside)
        else:
            escaped = run
        return slashes * 2 + escaped

    escaped = _TOKEN.sub(guard, text)
    slashes = len(text) - len(text.rstrip("\\"))
    return escaped + "\\" * slashes if before_mark or inside else escaped


def _escape_run(run: str, *, lone: bool) -> str:
    """Brackets in escaped pairs; an odd one needs its escape beside others, or where `lone`."""
    bracket = run[0]
    pairs, odd = divmod(len(run), 2)
    rest = bracket * odd
    if odd and (pairs or lone):
        rest = "\\" + bracket
    return ("\\" + bracket * 2) * pairs + rest


class _Reader:
    """Collects plain text and marks while marked text is read from left to right."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []
        self._open: tuple[int, int] | None = None

    def text(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

    def brackets(self, token: re.Match[str]) -> None:
        slashes, run = token.groups()
        self.text("\\" * (len(slashes) // 2))
        bare = token.end() - len(run)
        if len(slashes) % 2:
            # After a backslash one or two brackets are text; `\[` + `[[` opens a mark after "[".
            literal = len(run) - 2 if len(run) in (3, 4) else min(len(run), 2)
            self.text(run[:literal])
            run, bare = run[literal:], bare + literal
        self._delimiters(run, bare)

    def _delimiters(self, run: str, position: int) -> None:
        if len(run) < 2:
            self.text(run)
        elif run[0] == "[":
            self._begin(position)
            self.text(run[2:])
        else:
            self._end(run, position)

    def _begin(self, position: int) -> None:
        if self._open:
            raise MarksError("nested", position)
        self._open = (self._length, position)

    def _end(self, run: str, position: int) -> None:
        if self._open is None:
            self.text(run)
            return
        start = self._open[0]
        if start == self._length:
            raise MarksError("empty", position)
        self._marks.append((start, self._length))
        self._open = None
        self.text(run[2:])

    def finish(self) -> tuple[str, tuple[Mark, ...]]:
        if self._open:
            raise MarksError("unclosed", self._open[1])
        return "".join(self._pieces), tuple(self._marks)
