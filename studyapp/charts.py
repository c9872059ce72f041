"""Small charts as plain geometry, in the units of their view box; templates draw them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import floor

CELL, STEP, MONTHS_ABOVE = 10, 12, 14
LEVELS = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the day it is of, what it counts, and its place. The first peak is labelled."""

    day: date
    value: int
    x: float
    y: float
    height: float
    labelled: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars on a base line. `peak` is the highest value, and `peak_y` its height."""

    width: int
    height: int
    base: int
    bar_width: int
    bars: tuple[Bar, ...]
    peak: int
    peak_y: int


def bars(values: Sequence[tuple[date, int]]) -> Bars:
    """A bar a day, the highest of them as high as the chart; one of nothing has no height."""
    wide, step, top, base, foot = 8, 11, 14, 84, 18
    peak = max((value for _day, value in values), default=0)
    drawn: list[Bar] = []
    for number, (day, value) in enumerate(values):
        height = (base - top) * value / peak if peak else 0.0
        height = round(max(height, 2.0) if value else 0.0, 1)
        labelled = value == peak > 0 and not any(bar.labelled for bar in drawn)
        drawn.append(Bar(day, value, number * step, round(base - height, 1), height, labelled))
    width = len(values) * step - (step - wide)
    return Bars(width, base + foot, base, wide, tuple(drawn), peak, top)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a calendar. Level 0 is a day without an answer, 3 one with many."""

    day: date
    x: int
    y: int
    level: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A calendar: a column a week from Monday down, and the months that begin above them."""

    width: int
    height: int
    cell: int
    cells: tuple[Cell, ...]
    months: tuple[tuple[int, date], ...]


def calendar(days: Sequence[tuple[date, int]], *, graded: bool) -> Grid:
    """The days from a Monday on. `graded` shades by how much; else a day is studied or not."""
    most = max((value for _day, value in days), default=0)
    cells = []
    for number, (day, value) in enumerate(days):
        week, weekday = divmod(number, 7)
        level = _level(value, most) if graded else (LEVELS if value else 0)
        cells.append(Cell(day, week * STEP, MONTHS_ABOVE + weekday * STEP, level))
    weeks = -(-len(days) // 7)
    height = MONTHS_ABOVE + 7 * STEP - (STEP - CELL)
    return Grid(weeks * STEP - (STEP - CELL), height, CELL, tuple(cells), _months(days))


def _level(value: int, most: int) -> int:
    """1-3 by thirds of the fullest day; 0 for nothing."""
    return -(-LEVELS * value // most) if value else 0


def _months(days: Sequence[tuple[date, int]]) -> tuple[tuple[int, date], ...]:
    """Where each month begins: the week of its first day, but not in the last two columns."""
    weeks = -(-len(days) // 7)
    starts = [(number // 7, day) for number, (day, _v) in enumerate(days) if day.day == 1]
    return tuple((week * STEP, day) for week, day in starts if week < weeks - 1)


@dataclass(frozen=True, slots=True)
class Pair:
    """What was predicted and what was measured in one month, as places in the chart."""

    month: date
    x: float
    predicted_y: float
    measured_y: float

    @property
    def diamond(self) -> str:
        """The corners of the mark of the prediction."""
        x, y = self.x, self.predicted_y
        return f"{x - 5},{y} {x},{y - 5} {x + 5},{y} {x},{y + 5}"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Predicted and measured side by side. `low` is the percentage of the lowest line."""

    width: int
    height: int
    base: int
    top: int
    low: int
    pairs: tuple[Pair, ...]


def pairs(values: Sequence[tuple[date, float, float]]) -> Pairs:
    """Two marks a month, of shares 0-1, between a round percentage below all of them and 100."""
    width, top, base, foot, left = 327, 12, 80, 22, 34
    lowest = min((min(one, other) for _month, one, other in values), default=0.5)
    low = min(floor(lowest * 10), 8) * 10
    slot = (width - left) / max(len(values), 1)
    drawn = []
    for number, (month, predicted, measured) in enumerate(values):
        x = round(left + slot * (number + 0.5), 1)
        drawn.append(Pair(month, x, _height(predicted, low), _height(measured, low)))
    return Pairs(width, base + foot, base, top, low, tuple(drawn))


def _height(share: float, low: int) -> float:
    top, base = 12, 80
    return round(base - (base - top) * (share * 100 - low) / (100 - low), 1)


def weeks_of(days: Sequence[tuple[date, int]]) -> list[tuple[date, int, int]]:
    """By week from its Monday: the days with an answer, and the answers. The newest week first."""
    found = []
    for start in range(0, len(days), 7):
        week = days[start : start + 7]
        found.append((week[0][0], sum(value > 0 for _d, value in week), sum(v for _d, v in week)))
    return found[::-1]
