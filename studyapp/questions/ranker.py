"""The learned ranker: how much an examiner would want to blank each span of a sentence.

One softmax over all candidate spans of a sentence (listwise), linear in binary features. Run time
needs the standard library and rjieba only; `training` makes the weights.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from heapq import nlargest
from itertools import repeat
from pathlib import Path
from typing import TypeAlias

from studyapp.questions.spans import spans
from studyapp.questions.templates import (
    Alphabets,
    Columns,
    Reading,
    names_of_span,
    rough_end,
    rough_start,
    size_names,
)
from studyapp.text.segment import Span, Word

WEIGHTS_FILE = Path(__file__).with_name("blank_weights.txt.gz")
SHORT_LIST = 28
"""Spans judged in full; boundaries alone decide which. More change nothing measurable."""
SCALE = 100
"""Weights are stored as whole hundredths."""
LONGEST = 600
"""Characters of a statement that are ranked; what follows them is left alone."""


Table: TypeAlias = dict[str, float]


class Model:
    """Weights by feature name, and the classes of characters that the names speak of."""

    __slots__ = ("_sizes", "_tables", "alphabets", "weights")

    def __init__(self, weights: Table, alphabets: Alphabets) -> None:
        self.weights = weights
        self.alphabets = alphabets
        self._sizes: dict[tuple[int, int, bool, bool], float] = {}
        self._tables: dict[str, Table] = defaultdict(dict)
        for name, weight in weights.items():
            self._tables[name[0]][name[1:]] = weight

    def total(self, names: Iterable[str]) -> float:
        weights = self.weights
        return sum([weights[name] for name in names if name in weights])

    def size(self, chars: int, count: int, clean: bool, closed: bool) -> float:
        """The weight of a span's size; `clean` and `closed` as for `size_names`."""
        key = (min(chars, 19), count, clean, closed)
        found = self._sizes.get(key)
        if found is None:
            found = self._sizes[key] = self.total(size_names(*key))
        return found

    def totals(self, columns: Columns) -> list[float]:
        """The weight of what the columns say, place by place."""
        none = repeat(0.0)
        found = [map(self._tables[sign].get, column, none) for sign, column in columns.items()]
        return list(map(sum, zip(*found, strict=False)))


@lru_cache(maxsize=1)
def model() -> Model:
    """The weights shipped with the package, read once."""
    return load(WEIGHTS_FILE)


def load(path: Path) -> Model:
    """Read a file that `dump` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = file.read().split("\n")
    count = int(lines[0])
    groups = []
    for line in lines[1 : count + 1]:
        middle, coarse, chars = line.split("\t")
        groups.append((int(middle), int(coarse), chars))
    weights = {}
    for line in lines[count + 1 :]:
        name, _, weight = line.rpartition("\t")
        if name:
            weights[name] = int(weight) / SCALE
    return Model(weights=weights, alphabets=Alphabets(groups))


def dump(path: Path, groups: Sequence[tuple[int, int, str]], weights: Mapping[str, float]) -> None:
    """Write a weights file: equal weights give equal bytes."""
    lines = [str(len(groups))]
    lines += [f"{middle}\t{coarse}\t{chars}" for middle, coarse, chars in groups]
    lines += [f"{name}\t{round(weights[name] * SCALE)}" for name in sorted(weights)]
    path.write_bytes(gzip.compress("\n".join(lines).encode(), compresslevel=9, mtime=0))


class Judge:
    """Scores spans of one sentence, whose cuts are weighed beforehand."""

    __slots__ = ("_after", "_before", "_by", "_closings", "_openings", "_reading")

    def __init__(self, text: str, words: Sequence[Word], by: Model) -> None:
        reading = Reading(text, words, by.alphabets)
        self._reading, self._by = reading, by
        self._before, self._after = by.totals(reading.before), by.totals(reading.after)
        opened, closed = by.totals(reading.openings), by.totals(reading.closings)
        self._openings = dict(zip(reading.starts, opened, strict=False))
        self._closings = dict(zip(reading.ends, closed, strict=False))

    def glance(self, start: int, end: int, count: int) -> float:
        """The part of a span's score that its two cuts and its size give."""
        starts, ends = self._reading.starts, self._reading.ends
        size = self._by.size(end - start, count, start in starts, end in ends)
        return self.opening(start) + self.closing(end) + size

    def opening(self, start: int) -> float:
        """The part of the score that the beginning of a span gives."""
        found = self._openings.get(start)
        if found is None:
            found = self._by.weights.get(rough_start(self._reading, start), 0.0)
            self._openings[start] = found
        return self._before[start] + found

    def closing(self, end: int) -> float:
        """The part of the score that the end of a span gives."""
        found = self._closings.get(end)
        if found is None:
            found = self._by.weights.get(rough_end(self._reading, end), 0.0)
            self._closings[end] = found
        return self._after[end] + found

    def short_list(self, found: Mapping[Span, int]) -> list[tuple[float, Span, int]]:
        """The spans whose cuts and sizes promise most, with what they promise."""
        opening = {start: self.opening(start) for start in {start for start, _ in found}}
        closing = {end: self.closing(end) for end in {end for _, end in found}}
        starts, ends, size = self._reading.starts, self._reading.ends, self._by.size
        glances = [
            (
                opening[start]
                + closing[end]
                + size(end - start, count, start in starts, end in ends),
                (start, end),
                count,
            )
            for (start, end), count in found.items()
        ]
        return nlargest(SHORT_LIST, glances)

    def score(self, start: int, end: int, count: int) -> float:
        """The log-odds of a span, up to a constant of the sentence."""
        return self.glance(start, end, count) + self.closer(start, end, count)

    def closer(self, start: int, end: int, count: int) -> float:
        """The rest of the score: what the span is as a whole, and stands between."""
        return self._by.total(names_of_span(self._reading, start, end, count))


def ranked_spans(
    text: str, words: Sequence[Word], *, by: Model, limit: int = 5
) -> list[tuple[float, Span]]:
    """The likeliest spans of a sentence with their scores, best first."""
    judge = Judge(text, words, by)
    glances = judge.short_list(spans(text, words))
    judged = [(glance + judge.closer(*span, count), span) for glance, span, count in glances]
    judged.sort(key=lambda pair: (-pair[0], pair[1]))
    return judged[:limit]
