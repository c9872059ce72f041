"""Corrections by hand of what a text was taken for: its headings and paragraphs as lines.

Each correction replaces a few lines that stand together by others, so that it can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from studyapp.text.labels import read_label
from studyapp.text.normalize import fold, printed_heading
from studyapp.text.outline import Outline, Section
from studyapp.text.statements import find_statements

DEEPEST = 6
LONGEST_LABEL = 50
HEADER_LINES = 10


class Impossible(Exception):
    """A line that cannot be corrected in this way."""


@dataclass(frozen=True, slots=True)
class Line:
    """A heading, with its ``level`` from 1 and its number as printed, or a paragraph of level 0."""

    level: int
    text: str
    label: str = ""

    @property
    def printed(self) -> str:
        """All that stands on the line."""
        return printed_heading(self.label, self.text)


@dataclass(frozen=True, slots=True)
class Correction:
    """From line ``at`` on, ``before`` was replaced by ``after``, and ``following``, the number of
    headings that come next, were moved ``by`` levels along with it."""

    at: int
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    following: int = 0
    by: int = 0

    @property
    def undone(self) -> Correction:
        """The correction that takes this one back."""
        return replace(self, before=self.after, after=self.before, by=-self.by)


def lines_of(outline: Outline) -> tuple[Line, ...]:
    """The headings and paragraphs of a text, in its order."""
    found: list[Line] = []
    for section in outline.sections:
        if section.level:
            found.append(Line(section.level, section.title, section.label))
        found += (Line(0, paragraph) for paragraph in section.paragraphs)
    return tuple(found)


def sections_of(lines: Iterable[Line]) -> tuple[Section, ...]:
    """The sections that lines make, each in the nearest before it of an outer level."""
    opened: list[tuple[Line, int | None, list[str]]] = [(Line(0, ""), None, [])]
    path: list[int] = []
    for line in lines:
        if not line.level:
            opened[-1][2].append(line.text)
            continue
        while path and opened[path[-1]][0].level >= line.level:
            path.pop()
        opened.append((line, path[-1] if path else None, []))
        path.append(len(opened) - 1)
    shift = 0 if opened[0][2] or len(opened) == 1 else 1
    return tuple(
        Section(
            level=line.level,
            label=line.label,
            title=line.text,
            body="\n".join(paragraphs),
            parent=None if parent is None else parent - shift,
        )
        for line, parent, paragraphs in opened[shift:]
    )


def corrected(outline: Outline, correction: Correction) -> Outline:
    """The outline with a correction carried out, and its statements found anew.

    Raises Impossible where the lines are not those that were corrected.
    """
    lines = lines_of(outline)
    end = correction.at + len(correction.before)
    if lines[correction.at : end] != correction.before:
        raise Impossible
    below = _moved(lines[end:], correction.following, correction.by)
    sections = sections_of((*lines[: correction.at], *correction.after, *below))
    found = find_statements(sections, title=outline.title)
    return replace(outline, sections=sections, statements=found)


def _moved(lines: Sequence[Line], count: int, by: int) -> Iterator[Line]:
    """The lines, the first ``count`` headings of them moved ``by`` levels."""
    for line in lines:
        is_moved = line.level and count > 0
        count -= 1 if is_moved else 0
        yield replace(line, level=line.level + by) if is_moved else line


# --- What can be done to a line


def correct(outline: Outline, kind: str, at: int) -> Correction:
    """The correction of one of KINDS at a line. Raises Impossible where the line is not fit."""
    lines = lines_of(outline)
    if kind not in KINDS or not 0 <= at < len(lines):
        raise Impossible
    return KINDS[kind](lines, at)


def _promote(lines: Sequence[Line], at: int) -> Correction:
    return _move(lines, at, -1)


def _demote(lines: Sequence[Line], at: int) -> Correction:
    return _move(lines, at, 1)


def _move(lines: Sequence[Line], at: int, by: int) -> Correction:
    """A heading is moved with all that stands in it."""
    line, inside = lines[at], _inside(lines, at)
    if not line.level or line.level + by < 1:
        raise Impossible
    if any(level + by > max(DEEPEST, level) for level in (line.level, *inside)):
        raise Impossible
    return Correction(at, (line,), (replace(line, level=line.level + by),), len(inside), by)


def _inside(lines: Sequence[Line], at: int) -> list[int]:
    """The levels of the headings that stand in the one at a line, in their order."""
    below = (line.level for line in lines[at + 1 :] if line.level)
    return list(takewhile(lambda level: level > lines[at].level, below))


def _without_heading(lines: Sequence[Line], at: int, gone: Correction) -> Correction:
    """The correction by which the heading at a line is none any more: what stood in it moves
    outwards as far as is needed to stand right in the heading before."""
    if not lines[at].level or not (inside := _inside(lines, at)):
        return gone
    above = next((line.level for line in reversed(lines[:at]) if line.level), 0)
    by = max(min(above + 1 - inside[0], 0), 1 - min(inside))
    return replace(gone, following=len(inside) if by else 0, by=by)


def _join(lines: Sequence[Line], at: int) -> Correction:
    """A line becomes the end of the line before it, be that a heading or a paragraph."""
    if at == 0:
        raise Impossible
    before, line = lines[at - 1], lines[at]
    whole = replace(before, text=_joined(before.text, line.printed))
    return _without_heading(lines, at, Correction(at - 1, (before, line), (whole,)))


def _turn(lines: Sequence[Line], at: int) -> Correction:
    """A heading becomes text, a paragraph a heading."""
    if lines[at].level:
        return _without_heading(lines, at, _to_text(lines, at))
    return _to_heading(lines, at)


def title_again(outline: Outline) -> Correction | None:
    """The correction that takes the title out of the text, where it stands there once more: before
    the first heading, or as that heading. None where it does not, or is all that there is."""
    lines = lines_of(outline)
    title, first = fold(outline.title), next((at for at, x in enumerate(lines) if x.level), None)
    for at, line in enumerate(lines[: HEADER_LINES if first is None else first + 1]):
        if fold(line.printed) == title and len(lines) > 1:
            return _without_heading(lines, at, Correction(at, (line,), ()))
    return None


def _to_text(lines: Sequence[Line], at: int) -> Correction:
    """A heading becomes a paragraph; a bare number the beginning of the one that it stands over."""
    line = lines[at]
    if line.text or at + 1 == len(lines) or lines[at + 1].level:
        return Correction(at, (line,), (Line(0, line.printed),))
    below = lines[at + 1]
    return Correction(at, (line, below), (Line(0, printed_heading(line.label, below.text)),))


def _to_heading(lines: Sequence[Line], at: int) -> Correction:
    """A paragraph becomes a heading, beside the one that it stood under."""
    line = lines[at]
    level = next((above.level for above in reversed(lines[:at]) if above.level), 1)
    found = read_label(line.text)
    if found is None or not found.text or not found.rest or len(found.text) > LONGEST_LABEL:
        return Correction(at, (line,), (Line(level, line.text),))
    return Correction(at, (line,), (Line(level, found.rest, found.text),))


def _joined(before: str, after: str) -> str:
    """Two lines as one; between words of letters stands a space."""
    apart = before[-1:].isascii() and after[:1].isascii() and before and after
    return f"{before} {after}" if apart else before + after


KINDS: dict[str, Callable[[Sequence[Line], int], Correction]] = {
    "promote": _promote,
    "demote": _demote,
    "join": _join,
    "turn": _turn,
}
