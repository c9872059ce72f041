"""Words that a document never parts: a blank that holds only one of them is read off the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from studyapp.questions.terms import DocumentTerms
from studyapp.text.segment import Word

Words = Sequence[Word]
OFTEN = 2
"""Statements that an English noun must stand in before what follows it is a habit."""
PLACES = 2
"""Different words on the far side of a word that show that it was met more than once."""
_PREPOSITIONS = frozenset("into on upon with".split())
"""What belongs to the noun before it; `of`, `in` and `from` follow any noun."""
_NOUNS = frozenset({"n", "vn", "an", "nz"})
_CLOSING = frozenset("，。；、：,;") | {"或者", "或", "和", "与", "及", "以及"}


class _Neighbours:
    """How many different words stand before and after each word of a document."""

    def __init__(self, beside: Iterable[tuple[str, str]]) -> None:
        self.before: Counter[str] = Counter()
        self.after: Counter[str] = Counter()
        for one, other in beside:
            self.before[other] += 1
            self.after[one] += 1


def is_collocation(words: Words, first: int, last: int, document: DocumentTerms) -> bool:
    """Whether an edge of the words from `first` to `last` parts what the document never does."""
    around = _neighbours(document.beside)
    if words[last].pos == "latin":
        return first == last and _takes_preposition(words, last, document, around)
    return _is_led(words, first, around) or _leads(words, last, around)


def _takes_preposition(words: Words, at: int, document: DocumentTerms, around: _Neighbours) -> bool:
    """Entry | into force."""
    if at + 1 == len(words) or words[at + 1].text not in _PREPOSITIONS:
        return False
    noun = words[at].text
    return document.counts.get(noun, 0) >= OFTEN and around.after[noun] == 1


def _is_led(words: Words, first: int, around: _Neighbours) -> bool:
    """组织 | 器官结构, where 器官 never stands without 组织."""
    if not _touch(words, first - 1) or {words[first - 1].pos, words[first].pos} - _NOUNS:
        return False
    edge = words[first].text
    return around.before[edge] == 1 and around.after[edge] >= PLACES


def _leads(words: Words, last: int, around: _Neighbours) -> bool:
    """重度智能 | 减退: the noun is never met but with the verb it is the subject of."""
    if not _touch(words, last) or words[last].pos not in _NOUNS:
        return False
    if words[last + 1].pos not in _NOUNS and not _is_closing_verb(words, last + 1):
        return False
    edge = words[last].text
    return around.after[edge] == 1 and around.before[edge] >= PLACES


def _is_closing_verb(words: Words, at: int) -> bool:
    """Whether a verb has no object."""
    closes = at + 1 == len(words) or words[at + 1].text in _CLOSING
    return words[at].pos == "v" and len(words[at].text) > 1 and closes


def _touch(words: Words, at: int) -> bool:
    return 0 <= at < len(words) - 1 and words[at].end == words[at + 1].start


@lru_cache(maxsize=2)
def _neighbours(beside: frozenset[tuple[str, str]]) -> _Neighbours:
    """Counted once a document: a frozenset works out its hash only once."""
    return _Neighbours(beside)
