"""The outline of a text that came in, line by line, as it is looked at and corrected."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from studyapp.text.correcting import Line, lines_of
from studyapp.text.outline import Outline
from studyapp.text.problems import EMPTY, GAP, SENTENCE, WALL_OF_TEXT, Problem, find_problems

LINES_A_PAGE = 200
PROBLEMS_SHOWN = 20
LONGEST_SHOWN = 90


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its number, as much of it as is shown, and what is to be looked at there."""

    at: int
    line: Line
    text: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A problem in a sentence, with where it is."""

    sentence: str
    line: int
    page: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of the lines, the one that is chosen, and the problems of the whole text."""

    rows: tuple[Row, ...]
    page: Page[Any]
    chosen: int | None
    problems: tuple[Place, ...]
    more_problems: int


def show(outline: Outline, *, line: str = "", page: str = "") -> Shown:
    """The page of the lines that is asked for: by a line to choose, or by its number."""
    lines = lines_of(outline)
    chosen = int(line) if line.isascii() and line.isdecimal() and len(line) < 9 else None
    chosen = chosen if chosen is not None and chosen < len(lines) else None
    number = page if chosen is None else page_of(chosen)
    shown = Paginator(range(len(lines)), LINES_A_PAGE).get_page(number)
    found = find_problems(lines)
    at_line: dict[int, list[str]] = defaultdict(list)
    for problem in found:
        at_line[problem.line].append(_short(problem))
    places = (Place(_sentence(each), each.line, page_of(each.line)) for each in found)
    return Shown(
        rows=tuple(Row(at, lines[at], _cut(lines[at]), tuple(at_line.get(at, ()))) for at in shown),
        page=shown,
        chosen=chosen,
        problems=tuple(places)[:PROBLEMS_SHOWN],
        more_problems=max(0, len(found) - PROBLEMS_SHOWN),
    )


def page_of(line: int) -> int:
    """The number of the page on which a line stands."""
    return line // LINES_A_PAGE + 1


def _cut(line: Line) -> str:
    text = line.printed
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _short(problem: Problem) -> str:
    return {
        GAP: _("number missing before: %s") % problem.detail,
        EMPTY: _("nothing under it"),
        WALL_OF_TEXT: _("very long"),
        SENTENCE: _("a sentence?"),
    }[problem.kind]


def _sentence(problem: Problem) -> str:
    detail = problem.detail if len(problem.detail) <= 30 else problem.detail[:29] + "…"
    return {
        GAP: _("Number %s is missing in its run."),
        EMPTY: _("There is nothing under “%s”."),
        WALL_OF_TEXT: _("A paragraph is very long: “%s”"),
        SENTENCE: _("A heading looks like a sentence: “%s”"),
    }[problem.kind] % detail
