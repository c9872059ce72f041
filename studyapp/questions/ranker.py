"""The learned ranker: how much an examiner would want to blank each span of a sentence.

One softmax over all candidate spans of a sentence (listwise), linear in binary features. Weights
are whole hundredths, so that no choice hangs on rounding. Run time needs the standard library and
rjieba only; `training` makes the weights.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import TypeAlias

from studyapp.questions.alphabets import KNOWN_WORDS, Alphabets, Sign
from studyapp.questions.forms import (
    FAR,
    NEAR,
    Closing,
    Form,
    Opening,
    closing,
    far_lefts,
    far_parts,
    near_parts,
    opening,
    read_form,
)
from studyapp.questions.spans import spans
from studyapp.questions.templates import (
    AFTER,
    BEFORE,
    FIRST,
    JOINED,
    LAST,
    PAD,
    Columns,
    Reading,
    rough_end,
    rough_start,
    size_names,
)
from studyapp.text.segment import Span, Word

WEIGHTS_FILE = Path(__file__).with_name("blank_weights.json.gz")
LONG_LIST, SHORT_LIST = 28, 16
"""Spans looked at, which their cuts decide, and judged in full. More change nothing measurable."""
SCALE = 100
"""Weights and scores are whole numbers, so many to a unit of log-odds."""
MOST_CHARS, MOST_WORDS = 19, 9
"""Spans that are longer still are all of one size."""

Groups: TypeAlias = Sequence[tuple[int, int, str]]
Row: TypeAlias = dict[str, int]
Rows: TypeAlias = dict[str, Row]
"""The weights of one template: by what it says of the beginning, then of the rest; those of one
part have no beginning."""
Glance: TypeAlias = tuple[int, int, int, int]
"""What the cuts and the size of a span give; its beginning, its end, and its number of words."""
Look: TypeAlias = tuple[int, Opening, Closing, Form]
_NONE: Row = {}
_NOTHING, _NO_ROWS = repeat(0), repeat(_NONE)


class Model:
    """Weights by feature, and the classes of characters that the features speak of."""

    __slots__ = ("_far", "_near", "_places", "_words", "alphabets", "rows", "sizes")

    def __init__(self, rows: Mapping[str, Rows], alphabets: Alphabets) -> None:
        self.rows, self.alphabets = rows, alphabets
        self._near = [rows.get(sign, {}) for sign in NEAR]
        self._far = [rows.get(sign, {}) for sign in FAR]
        self._words: dict[Sign, tuple[int, ...]] = {}
        self._places = [
            [(self.row(letter), trait) for letter, trait in place.items()]
            for place in (FIRST, BEFORE, LAST, AFTER)
        ]
        self.sizes = [[self._sizes(clean, closed) for closed in (0, 1)] for clean in (0, 1)]

    def total(self, names: Iterable[str]) -> int:
        """The weight of features by their names."""
        return sum(map(self._weight, names))

    def _weight(self, name: str) -> int:
        left, _, right = name[1:].rpartition(JOINED)
        return self.rows.get(name[0], {}).get(left, _NONE).get(right, 0)

    def row(self, sign: str) -> Row:
        """The weights of a template of one part."""
        return self.rows.get(sign, {}).get("", _NONE)

    def _sizes(self, clean: int, closed: int) -> list[list[int]]:
        """By words, then by characters; `clean` and `closed` as for `size_names`."""
        return [
            [
                self.total(size_names(chars, count, bool(clean), bool(closed)))
                for chars in range(MOST_CHARS + 1)
            ]
            for count in range(MOST_WORDS + 1)
        ]

    def word(self, sign: Sign) -> tuple[int, ...]:
        """What a word weighs as the first of a span, before it, as the last, and after it."""
        found = self._words.get(sign)
        if found is None:
            if len(self._words) >= KNOWN_WORDS:
                self._words.clear()
            found = tuple(
                sum([row.get(getattr(sign, trait), 0) for row, trait in place])
                for place in self._places
            )
            self._words[sign] = found
        return found

    def totals(self, columns: Columns) -> list[int]:
        """The weight of what the columns say, place by place."""
        found = [map(self.row(sign).get, column, _NOTHING) for sign, column in columns.items()]
        return list(map(sum, zip(*found, strict=False)))

    def near(self, lefts: Sequence[str]) -> list[Row]:
        """Of each template of `NEAR` the weights that go with what it says of the beginning."""
        return list(map(dict.get, self._near, lefts, _NO_ROWS))

    def far(self, lefts: Sequence[str]) -> list[Row]:
        """The same of each template of `FAR`."""
        return list(map(dict.get, self._far, lefts, _NO_ROWS))


@lru_cache(maxsize=1)
def model() -> Model:
    """The weights shipped with the package, read once."""
    return load(WEIGHTS_FILE)


def load(path: Path) -> Model:
    """Read a file that `dump` wrote."""
    written = json.loads(gzip.decompress(path.read_bytes()))
    return Model(written["weights"], Alphabets(written["classes"]))


def dump(path: Path, groups: Groups, rows: Mapping[str, Rows]) -> None:
    """Write a weights file: equal weights give equal bytes."""
    written = json.dumps(
        {"classes": groups, "weights": rows},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    path.write_bytes(gzip.compress(written.encode(), compresslevel=9, mtime=0))


def rows_of(weights: Mapping[str, float]) -> dict[str, Rows]:
    """Weights in log-odds by the name of their feature, as `Model` takes them."""
    rows: dict[str, Rows] = {}
    for name, weight in weights.items():
        left, _, right = name[1:].rpartition(JOINED)
        rows.setdefault(name[0], {}).setdefault(left, {})[right] = round(weight * SCALE)
    return rows


class Judge:
    """Scores spans of one sentence, whose cuts are weighed beforehand."""

    __slots__ = (
        "_after",
        "_before",
        "_by",
        "_closed",
        "_closings",
        "_far",
        "_near",
        "_opened",
        "_openings",
        "_reading",
    )

    def __init__(self, text: str, words: Sequence[Word], by: Model) -> None:
        reading = Reading(text, words, by.alphabets)
        self._reading, self._by = reading, by
        self._before, self._after = by.totals(reading.before), by.totals(reading.after)
        first, last = by.totals(reading.openings), by.totals(reading.closings)
        known = list(map(by.word, reading.signs))
        self._openings: dict[int, int] = {}
        self._closings: dict[int, int] = {}
        for at, word in enumerate(words, start=PAD):
            place = at - PAD
            self._openings[word.start] = first[place] + known[at][0] + known[at - 1][1]
            self._closings[word.end] = last[place] + known[at][2] + known[at + 1][3]
        self._opened: dict[int, Opening] = {}
        self._near: dict[int, list[Row]] = {}
        self._far: dict[int, list[Row]] = {}
        self._closed: dict[int, Closing] = {}

    def opening(self, start: int) -> int:
        """The part of the score that the beginning of a span gives."""
        found = self._openings.get(start)
        if found is None:
            found = self._by.row("~").get(rough_start(self._reading, start), 0)
        return self._before[start] + found

    def closing(self, end: int) -> int:
        """The part of the score that the end of a span gives."""
        found = self._closings.get(end)
        if found is None:
            found = self._by.row("_").get(rough_end(self._reading, end), 0)
        return self._after[end] + found

    def glances(self, found: Mapping[int, Mapping[int, int]]) -> list[Glance]:
        """Every span as its cuts and its size show it."""
        starts, closed = self._reading.starts, self._reading.ends
        closing = {end: self.closing(end) for end in set().union(*found.values())}
        glances = []
        for start, ends in found.items():
            opening, sizes = self.opening(start), self._by.sizes[start in starts]
            for end, count in ends.items():
                # Every span passes here, and to compare takes half the time of `min`.
                size = count if count < MOST_WORDS else MOST_WORDS  # noqa: FURB136
                chars = end - start
                length = chars if chars < MOST_CHARS else MOST_CHARS  # noqa: FURB136
                given = sizes[end in closed][size][length]
                glances.append((opening + closing[end] + given, start, end, count))
        return glances

    def score(self, start: int, end: int, count: int) -> int:
        """The log-odds of a span in hundredths, up to a constant of the sentence."""
        (glance,) = self.glances({start: {end: count}})
        score, opened, closed, form = self.look(glance)
        return score + self.closer(opened, closed, form)

    def look(self, glance: Glance) -> Look:
        """A span's score so far and what stands at its ends and how it is built; its reading."""
        score, start, end, count = glance
        opened = self._opened.get(start)
        if opened is None:
            opened = self._opened[start] = opening(self._reading, start)
            self._near[start] = self._by.near(opened.parts)
        closed = self._closed.get(end)
        if closed is None:
            closed = self._closed[end] = closing(self._reading, end)
        form = read_form(self._reading, opened, closed, count)
        parts = near_parts(self._reading, closed, form)
        score += sum(map(dict.get, self._near[start], parts, _NOTHING))
        return score, opened, closed, form

    def closer(self, opened: Opening, closed: Closing, form: Form) -> int:
        """All else that a span as a whole says for it."""
        rows = self._far.get(opened.start)
        if rows is None:
            rows = self._by.far(far_lefts(self._reading, opened))
            self._far[opened.start] = rows
        parts = far_parts(self._reading, opened, closed, form)
        return sum(map(dict.get, rows, parts, _NOTHING))


def ranked_spans(
    text: str, words: Sequence[Word], *, by: Model, limit: int = 5
) -> list[tuple[int, Span]]:
    """The likeliest spans of a sentence with their scores, best first."""
    judge = Judge(text, words, by)
    glances = sorted(judge.glances(spans(text, words)), reverse=True)[:LONG_LIST]
    looks = sorted(map(judge.look, glances), reverse=True)[: max(limit, SHORT_LIST)]
    judged = [
        (-score - judge.closer(opened, closed, form), (opened.start, closed.end))
        for score, opened, closed, form in looks
    ]
    return [(-score, span) for score, span in sorted(judged)[:limit]]
