"""Sources: under which heading words stand and who said them, with others that could be meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from rapidfuzz.distance import LCSseq

from studyapp.questions.distractors import is_variant
from studyapp.questions.outlines import is_frame
from studyapp.text.normalize import fold

LONGEST_HEADING = 40
"""Characters; what is longer is no heading to choose by."""
FARTHEST_UP, NEAREST = 1_000, 300
"""Sections looked at for the heading over a statement, and on either side for others."""
MOST_SPEAKERS = 60
RULED = frozenset({"总则", "附则"})
"""Headings of rules that tell what stands under them, though all have them."""
_NO_NAME = re.compile("^[^子公]$|[问曰对答]$")
"""What classical prose has before 曰 that names nobody: 或曰, 对曰, 王孙贾问曰."""
_RUNS = re.compile(r"[^\W\da-zA-Z_的了和与及或之其是在对就为以等何么哪吗怎第条章节问答]{2,}")
"""Runs of characters that make words; grammar, numbering and what only asks part them."""
_WORDS = re.compile("[a-zA-Z]{5,}")
TOLD = 0.5
"""Share of a title's characters in the statement from which on it gives the answer away."""


@dataclass(frozen=True)
class Place:
    """A section as a place where a statement may stand: heading as printed, title, level."""

    heading: str
    title: str
    level: int

    @cached_property
    def name(self) -> str:
        return fold(self.title)


def heading_of(places: Sequence[Place], at: int) -> int | None:
    """The place whose title a statement of place `at` stands under: its own, or the next above.

    An article (第三条) has a number but no title, and is known by its chapter.
    """
    level = places[at].level
    for place in range(at, max(-1, at - FARTHEST_UP), -1):
        above = place == at or places[place].level < level
        if above and places[place].name and places[place].level:
            return place
        level = min(level, places[place].level)
    return None


def rival_headings(
    places: Sequence[Place], own: int, statement: str, *, also: Collection[int] = ()
) -> Iterator[str]:
    """The headings a statement, which is folded, could be thought to stand under; nearest first.

    They are of the same level, so that none holds another. `also`: places under whose headings
    the same words stand too. None are given where the statement tells its heading anyway, nor
    for 小结, under which anything may stand.
    """
    here = places[own]
    if len(here.heading) > LONGEST_HEADING or _tells(statement, here.name):
        return
    if _is_anywhere(here):
        return
    taken = [here.name, *(places[at].name for at in also)]
    for at in _outward(own, len(places)):
        other = places[at]
        fits = other.level == here.level and 0 < len(other.heading) <= LONGEST_HEADING
        if (
            fits
            and other.name
            and not _is_anywhere(other)
            and not any(is_variant(other.name, one) for one in taken)
        ):
            taken.append(other.name)
            yield other.heading


def _is_anywhere(place: Place) -> bool:
    return is_frame(place.title) and place.name not in RULED


def _outward(own: int, count: int) -> Iterator[int]:
    """The places on either side, the nearest first."""
    for away in range(1, NEAREST + 1):
        if own >= away:
            yield own - away
        if own + away < count:
            yield own + away


def is_at_home(terms: Sequence[str], words: str) -> bool:
    """Whether most terms of a statement stand in the `words` under another heading too.

    留置 is ruled in two chapters: nobody could tell under which of them one more rule stands.
    """
    return bool(terms) and 2 * sum(term in words for term in terms) > len(terms)


def is_told(statement: str, own: str, others: Iterable[str]) -> bool:
    """Whether a word of its own heading stands in the statement, and in none of the others.

    Who bears 职责 is found under 职责分工, not under 立法背景: nobody need know the text.
    """
    beside = frozenset[str]().union(*map(_telling_words, others))
    return bool((_telling_words(own) - beside) & _telling_words(statement))


def _telling_words(text: str) -> frozenset[str]:
    """The words that tell a heading: of Chinese every two characters, which need no segmenter."""
    pairs = (run[at : at + 2] for run in _RUNS.findall(text) for at in range(len(run) - 1))
    return frozenset(pairs) | {word.lower() for word in _WORDS.findall(text)}


def _tells(statement: str, title: str) -> bool:
    shared = LCSseq.similarity(title, statement)
    return shared > 1 and shared >= TOLD * len(title)


def rival_speakers(speaker: str, others: Iterable[str], *, most: int) -> tuple[str, ...]:
    """Up to `most` other people who are quoted; the same one under another title is none."""
    chosen: list[str] = []
    if _NO_NAME.search(speaker):
        return ()
    taken = [fold(speaker)]
    for other in islice(dict.fromkeys(others), MOST_SPEAKERS):
        if len(chosen) == most:
            break
        folded = fold(other)
        named = folded and not _NO_NAME.search(other)
        if named and not any(is_variant(folded, one) for one in taken):
            chosen.append(other)
            taken.append(folded)
    return tuple(chosen)
