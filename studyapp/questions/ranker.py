"""The learned ranker: how much an examiner would want to blank each span of a sentence.

One softmax over all candidate spans of a sentence (listwise), linear in binary features. Run time
needs the standard library and rjieba only; `training` makes the weights.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from studyapp.questions.spans import spans
from studyapp.questions.templates import (
    Alphabets,
    Reading,
    names_after,
    names_before,
    names_of_span,
    size_name,
)
from studyapp.text.segment import Span, Word

WEIGHTS_FILE = Path(__file__).with_name("blank_weights.txt.gz")
SHORT_LIST = 40
"""Spans judged in full; boundaries alone decide which."""
SCALE = 100
"""Weights are stored as whole hundredths."""
LONGEST = 600
"""Characters of a statement that are ranked; what follows them is left alone."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature name, and the classes of characters that the names speak of."""

    weights: Mapping[str, float]
    alphabets: Alphabets

    def total(self, names: Iterable[str]) -> float:
        weights = self.weights
        return sum([weights[name] for name in names if name in weights])


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
    """Scores spans of one sentence; what it finds of a cut is kept for the next span."""

    def __init__(self, text: str, words: Sequence[Word], by: Model) -> None:
        self.reading = Reading(text, words, by.alphabets)
        self._by = by
        self._before: dict[int, float] = {}
        self._after: dict[int, float] = {}

    def glance(self, start: int, end: int, count: int) -> float:
        """The part of a span's score that its two cuts and its size give."""
        before = self._before.get(start)
        if before is None:
            before = self._by.total(names_before(self.reading, start))
            self._before[start] = before
        after = self._after.get(end)
        if after is None:
            after = self._by.total(names_after(self.reading, end))
            self._after[end] = after
        size = size_name(self.reading, start, end, count)
        return before + after + self._by.weights.get(size, 0.0)

    def score(self, start: int, end: int, count: int) -> float:
        """The log-odds of a span, up to a constant of the sentence."""
        names = names_of_span(self.reading, start, end, count)
        return self.glance(start, end, count) + self._by.total(names)


def ranked_spans(
    text: str, words: Sequence[Word], *, by: Model, limit: int = 5
) -> list[tuple[float, Span]]:
    """The likeliest spans of a sentence with their scores, best first."""
    judge = Judge(text, words, by)
    found = spans(text, words)
    glances = [(judge.glance(*span, count), span, count) for span, count in found.items()]
    if len(glances) > SHORT_LIST:
        glances.sort(reverse=True)
        del glances[SHORT_LIST:]
    judged = [
        (glance + by.total(names_of_span(judge.reading, *span, count)), span)
        for glance, span, count in glances
    ]
    judged.sort(key=lambda pair: (-pair[0], pair[1]))
    return judged[:limit]
