"""Distractors: wrong options that a learner who does not know the text could take for the key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import eq
from zlib import crc32

from studyapp.questions.altered import alterations, opposites
from studyapp.questions.candidates import Sentence, read_sentence
from studyapp.questions.marks import Mark
from studyapp.questions.near import near_amounts
from studyapp.questions.ranges import is_ruled_out
from studyapp.questions.series import shelves
from studyapp.questions.terms import (
    DocumentTerms,
    Sketch,
    Term,
    amount_shape,
    pattern_of,
    words_shape,
)
from studyapp.questions.tokens import tokens
from studyapp.questions.wordkinds import word_kind
from studyapp.text.normalize import fold
from studyapp.text.segment import Word

SHELF_SIZE = 6
_UNITS = frozenset("年月日号时点%％")
ENOUGH = 16
"""How many terms of a kind are compared with a key, if there are so many."""
LIKENESS_FLOOR = 1.2
"""Terms less like the key than this are nonsense in its place; then there is no distractor."""

STANDING = 3
"""Statements in which a term must stand to be offered for its standing alone."""
HEAD = 2
"""Characters that two terms share at the end to be of one kind; fewer where the key is short."""
_NONE: frozenset[str] = frozenset()
_NUMERALS = frozenset("一二三四五六七八九十百千万两双几0123456789")

_WRAPS = {"《": "》", "“": "”", "‘": "’", "「": "」", "『": "』", "〈": "〉"}
_YEAR = re.compile("1[5-9][0-9]{2}|20[0-9]{2}")
_NO_LINKS = dict.fromkeys(map(ord, "的之和与及、"))
_MODAL_RIVALS = {
    "应当": ("可以", "不得"),
    "应该": ("可以", "不得"),
    "必须": ("可以", "不得"),
    "可以": ("应当", "不得", "不可以"),
    "不得": ("可以", "应当"),
    "不能": ("可以", "应当"),
    "不可以": ("可以", "应当"),
    "不应": ("应当", "可以"),
    "禁止": ("允许", "鼓励"),
    "允许": ("禁止", "限制"),
    "有权": ("无权", "应当"),
    "无权": ("有权", "应当"),
}


def choose_distractors(
    text: str, span: Mark, *, document: DocumentTerms, count: int = 2, seed: str
) -> tuple[str, ...]:
    """Up to `count` wrong options for the words of `text` at `span`, best first, none twice.

    They have the key's type, unit, length and grammar; none stands in the statement, none is the
    key in another form. Fewer are given, or none, where the document and the key offer no good
    ones. Equal calls give equal answers; `seed` decides between options that are equally good.
    """
    start, end = span
    key = text[start:end]
    opener = key[0] if key and _WRAPS.get(key[0]) == key[-1] and len(key) > 2 else ""
    if opener:
        start, end = start + 1, end - 1
    if not fold(text[start:end]):
        return ()
    picker = _Picker(text, (start, end), document)
    for option in _shelved(text[start:end], document):
        picker.take(option, unlike=True)
    for option in _options(text, (start, end), document, seed):
        if len(picker.chosen) >= count:
            break
        picker.take(option)
    if not picker.chosen:
        for option in _made(text, (start, end)):
            picker.take(option)
    return tuple(f"{opener}{option}{_WRAPS.get(opener, '')}" for option in picker.chosen[:count])


class _Picker:
    """Takes options one by one and keeps those that may stand beside the key."""

    def __init__(self, text: str, span: Mark, document: DocumentTerms) -> None:
        start, end = span
        self._company = document.company
        self._lists = _lists(text, span, document)
        self._key = fold(text[start:end])
        self._text, self._span = text, span
        self._before, self._after = fold(text[:start]), fold(text[end:])
        self._taken: set[str] = set()
        self.chosen: list[str] = []

    def take(self, option: str, *, unlike: bool = False) -> None:
        """`unlike`: the option is known to be another thing, however like the key it looks."""
        if self._lists and not self._lists.isdisjoint(self._company.get(option, _NONE)):
            return
        folded = fold(option)
        if not folded or folded in self._taken or is_ruled_out(self._text, self._span, option):
            return
        if not self._clashes(folded, unlike=unlike):
            self._taken.add(folded)
            self.chosen.append(option)

    def _clashes(self, folded: str, *, unlike: bool) -> bool:
        """Whether the option is the key in another form, or is named beside the blank."""
        if len(folded) > 1 and (folded in self._before or folded in self._after):
            return True
        if unlike or folded.isdecimal() or self._key.isdecimal():
            return folded == self._key
        return is_variant(folded, self._key)


def _lists(text: str, span: Mark, document: DocumentTerms) -> frozenset[str]:
    """The lists of the document that the key is in, where it is asked as the member of one.

    What stands in one of them with the key would be as right in its place, also where the list
    is asked in two parts.
    """
    before = text[: span[0]].rstrip("“《「 ")[-1:]
    after = text[span[1] :].lstrip("”》」 ")[:1]
    if "、" not in (before, after):
        return _NONE
    company = document.company.get(text[slice(*span)], _NONE)
    return frozenset(sign for sign in company if sign.startswith("list "))


def is_variant(one: str, other: str) -> bool:
    """Whether one folded term is the other with something left out: 碳中和, 碳达峰碳中和."""
    short, long = _bare(one), _bare(other)
    if len(short) > len(long):
        short, long = long, short
    at = 0
    for char in short:
        at = long.find(char, at) + 1
        if not at:
            return False
    return True


@lru_cache(maxsize=1 << 14)
def _bare(folded: str) -> str:
    return folded.translate(_NO_LINKS)


def _made(text: str, span: Mark) -> Iterator[str]:
    """What the key itself could have said otherwise."""
    key = text[slice(*span)]
    yield from opposites(key)
    yield from alterations(key, _words_at(read_sentence(text), span))


def _shelved(key: str, document: DocumentTerms) -> list[str]:
    """What opposes the key or stands in one series with it; first what the document names."""
    if key in _MODAL_RIVALS:
        return list(_MODAL_RIVALS[key])
    slack = max(1, len(key) // 4)
    others = [one for one in shelves().get(key, ()) if abs(len(one) - len(key)) <= slack]
    return sorted(others[:SHELF_SIZE], key=lambda one: one not in document.counts)


def _options(text: str, span: Mark, document: DocumentTerms, seed: str) -> Iterator[str]:
    """Everything that could be offered, best first."""
    start, end = span
    key = text[start:end]
    kind, words = _read_key(text, span)
    if kind == "modal":
        yield from _MODAL_RIVALS.get(key, ())
    elif kind == "amount":
        yield from _amounts(key, text[end:].lstrip()[:1], document, seed)
    else:
        shape = f"name {words[-1].pos[:2]}" if kind == "name" else kind or words_shape(words)
        yield from _similar(key, shape, document, seed, pattern=pattern_of(words))


def _read_key(text: str, span: Mark) -> tuple[str, list[Word]]:
    """The kind of the key, "" for plain words, and its words as they stand in the sentence."""
    start, end = span
    sentence = read_sentence(text)
    words = _words_at(sentence, span) or tokens(text[start:end])
    if text[start:end] in _MODAL_RIVALS:
        return "modal", words
    if len(words) == 1 and words[0].pos in ("num", "date", "m"):
        return "amount", words
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and _WRAPS.get(before) == after:
        return "title" if before == "《" else "quoted", words
    if len(words) == 1 and word_kind(words[0]) == "name":
        return "name", words
    return "", words


def _words_at(sentence: Sentence, span: Mark) -> list[Word]:
    """The words that make up the span, none where it cuts one."""
    inside = [word for word in sentence.words if span[0] <= word.start and word.end <= span[1]]
    whole = inside and inside[0].start == span[0] and inside[-1].end == span[1]
    return inside if whole else []


def _amounts(key: str, after: str, document: DocumentTerms, seed: str) -> Iterator[str]:
    """Near amounts, those of the document first; the order of equals turns with the seed.

    `after`: the character that follows the key; 2035 before 年 is a year.
    """
    unit = after if key[-1].isdigit() and after and after in _UNITS else ""
    if _YEAR.fullmatch(key) and after.isascii():
        unit = "年"  # English has no word for it: shrank in 2012
    near = tuple(amount.removesuffix(unit) for amount in near_amounts(key + unit))
    named = {term.text for term in document.shapes.get(amount_shape(key), ())}
    yield from (amount for amount in near if amount in named)
    best, rest = list(near[:4]), near[4:]
    yield from sorted(best[:2], key=lambda amount: _lot(seed, amount))
    yield from sorted(best[2:], key=lambda amount: _lot(seed, amount))
    yield from rest
    if not near:
        yield from _similar(key, amount_shape(key), document, seed)


def _similar(
    key: str, shape: str, document: DocumentTerms, seed: str, *, pattern: str = ""
) -> Iterator[str]:
    """Terms of the document of the same kind and about the same length, the likest first."""
    sketch = Sketch(key)
    judged: list[tuple[float, int, str]] = []
    is_kin = _kinship(key, shape, pattern, document)
    for term in filter(is_kin, _near_terms(sketch, shape, document)):
        likeness = _likeness(sketch, term.sketch) + 0.4 * max(-2.5, min(2.5, term.weight))
        if likeness >= LIKENESS_FLOOR:
            judged.append((-likeness, _lot(seed, term.text), term.text))
    yield from (option for _, _, option in sorted(judged))


def _kinship(key: str, shape: str, pattern: str, document: DocumentTerms) -> Callable[[Term], bool]:
    """Whether a term is of the key's kind: its grammar, and its head, series or standing.

    互联网这一关 and 集中统一领导 share a length and a place in the text, and no more.
    """
    kind = shape.partition(" ")[0]
    if kind in ("number", "title", "modal") or shape in ("name ns", "name nr"):
        return lambda _: True
    quoted, counted = kind == "quoted", kind == "quoted" and key[0] in _NUMERALS
    known, counts = document.company, document.counts
    latin = key[-1].isascii()
    company, size = known.get(key, _NONE), len(key)
    tail, opening = _head(key), key[:HEAD] if size == 2 * HEAD else ""

    def is_kin(term: Term) -> bool:
        text = term.text
        alike = term.pattern == pattern
        if not (alike or quoted):
            return False
        if tail and text.endswith(tail):
            return True
        if len(text) == size > HEAD and alike and not latin:
            if opening and text.startswith(opening):
                return True
            if (quoted or any(map(eq, key, text))) and counts.get(text, 0) >= STANDING:
                return True
        if counted and text[0] in _NUMERALS:
            return True
        return bool(company) and not company.isdisjoint(known.get(text, _NONE))

    return is_kin


def _head(key: str) -> str:
    """The end that a term must share to be of one kind with the key; "" where that says little."""
    if key[-1].isascii():
        # The last word, not an ending: participation and compensation have no more in common.
        return key[key.rindex(" ") :] if " " in key else ""
    return key[-HEAD:] if len(key) > 2 * HEAD - 1 else key[-1] if len(key) > HEAD else ""


def _near_terms(key: Sketch, shape: str, document: DocumentTerms) -> Iterable[Term]:
    """The weightiest terms of about the key's length, of its length, and with its ends."""
    slack = max(1, key.length // 4)
    pools, lengths = document.pools, range(key.length - slack, key.length + slack + 1)
    found = {term.text: term for term in pools.get(f"{shape}|{key.length}", ())}
    for sign in (f"{shape}|-{key.last}", f"{shape}|{key.first}-"):
        beside = pools.get(sign, ())
        found.update({term.text: term for term in beside if term.sketch.length in lengths})
    if len(found) < ENOUGH:
        for length in lengths:
            found.update({term.text: term for term in pools.get(f"{shape}|{length}", ())[:ENOUGH]})
    return found.values()


def _likeness(key: Sketch, option: Sketch) -> float:
    """How well one term could pass for another by its form: head, opening, characters, length."""
    together = len(key.chars & option.chars)
    likeness = 2.0 * together / (len(key.chars) + len(option.chars) - together)
    if option.last == key.last:
        likeness += 2.5 if option.tail == key.tail and key.length > 3 else 1.5
    if option.first == key.first:
        likeness += 1.0
    if option.length == key.length:
        return likeness + (1.2 if key.length > 3 else 0.3)
    return likeness - 0.8 * abs(option.length - key.length)


def _lot(seed: str, option: str) -> int:
    return crc32(f"{seed}|{option}".encode())
