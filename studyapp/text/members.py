"""Where the first member of a series begins in its clause, and where the last one ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from studyapp.text.segment import Span, Word, words

_CLOSING = frozenset("等 等等 方面 过程 之间 期间".split())
_AND = frozenset("和 及 以及 与 或 或者".split())
_MARKS = {"“": 1, "”": -1, "‘": 1, "’": -1, "《": 1, "》": -1, "（": 1, "）": -1, "(": 1, ")": -1}


def first_start(piece: str, inner: Sequence[str], last: str) -> int:
    """Where the first member begins in the text before the first 、.

    The place where it is most like the members in the middle: the same first character or kind
    of word, a like length, and a verb or preposition before it (在|教育、医疗、文化).
    """
    like = _Likeness.of(inner or [last])
    tokens = words(piece)
    best, place = -99.0, 0
    for n, token in enumerate(tokens):
        if token.text.strip() and _is_balanced(piece[: token.start]):
            score = _start_score(piece, tokens, n, like)
            if score > best:
                best, place = score, token.start
    return _before_quote(piece, place)


def _before_quote(piece: str, place: int) -> int:
    """Take in the quotation marks that a member begins with: “……”主题教育."""
    if place and piece[place - 1] in "”》":
        opening = piece.rfind("“" if piece[place - 1] == "”" else "《", 0, place)
        return opening if opening >= 0 else place
    return place


def last_end(piece: str, inner: Sequence[str]) -> list[Span]:
    """The spans of the last member in the text after the last 、: one, or two where 和 joins
    them. It ends before 等, or where it is most like the members in the middle."""
    tokens = words(piece)
    like = _Likeness.of(inner or [piece])
    end = _end(piece, tokens, like)
    if piece[:end][-2:] not in like.tails:
        for token in tokens:
            if (
                token.text in _AND
                and _parts_two(token, end, like)
                and _is_balanced(piece[: token.start])
            ):
                return [(0, token.start), (token.end, end)]
    return [(0, end)]


@dataclass(frozen=True, slots=True)
class _Likeness:
    """What the members in the middle have in common."""

    length: float
    even: bool
    heads: frozenset[str]
    kinds: frozenset[str]
    lasts: frozenset[str]
    tails: frozenset[str]

    @classmethod
    def of(cls, members: Sequence[str]) -> _Likeness:
        return cls(
            length=max(1.0, sum(map(len, members)) / len(members)),
            even=len(set(map(len, members))) == 1,
            heads=frozenset(member[:1] for member in members),
            kinds=frozenset(_kind(token) for m in members for token in words(m[:8])[:1]),
            lasts=frozenset(member[-1:] for member in members),
            tails=frozenset(member[-2:] for member in members if len(member) > 2),
        )

    def fits(self, length: int) -> float:
        """0 for their length, less the further from it; a bonus where all have just this one."""
        return -3 * abs(log(length / self.length)) + (
            2 if self.even and length == self.length else 0
        )


def _kind(token: Word) -> str:
    return "n" if token.pos == "vn" else token.pos[:1]


def _is_balanced(text: str) -> bool:
    return sum(_MARKS.get(char, 0) for char in text) == 0


def _start_score(piece: str, tokens: Sequence[Word], n: int, like: _Likeness) -> float:
    kind = _kind(tokens[n])
    score = like.fits(len(piece) - tokens[n].start)
    if piece[tokens[n].start] in like.heads:
        score += 3
    if kind in like.kinds:
        score += 2
    elif kind == "v":
        score -= 2
    before = _kind(tokens[n - 1]) if n else ""
    if before and before in "vpu":
        score += 1.5
    elif before and before in "nbaj" and kind == "n":
        score -= 1
    return score


def _end(piece: str, tokens: Sequence[Word], like: _Likeness) -> int:
    best, place = -99.0, len(piece)
    for n, token in enumerate(tokens):
        if token.text in _CLOSING and token.start > 0:
            return token.start
        if token.text.strip() and _is_balanced(piece[: token.end]):
            score = _end_score(piece, tokens, n, like)
            if score > best:
                best, place = score, token.end
    return place


def _end_score(piece: str, tokens: Sequence[Word], n: int, like: _Likeness) -> float:
    end = tokens[n].end
    score = like.fits(end)
    if piece[end - 1] in like.lasts:
        score += 4 if piece[end - 2 : end] in like.tails else 2
    if _kind(tokens[n]) in "dpcu":
        score -= 2
    if n + 1 == len(tokens):
        return score + 2
    if tokens[n + 1].text in _AND:
        return score - 3
    following = _kind(tokens[n + 1])
    if following in "vpucd":
        return score + 1
    return score - 1 if following == "n" else score


def _parts_two(token: Word, end: int, like: _Likeness) -> bool:
    before, after = token.start, end - token.end
    return (
        2 <= before <= 2 * like.length and 2 <= after <= 2 * like.length and token.pos[:1] in "cp"
    )
