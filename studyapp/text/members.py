"""Where the first member of a series begins in its clause, and where the last one ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from studyapp.text.counts import count_at
from studyapp.text.segment import Span, Word, words

_CLOSING = frozenset("等 等等 方面 过程 之间 期间".split())
_AND = frozenset("和 及 以及 与 或 或者".split())
# Words after which a list begins, and which none of its members begins with.
_OPENERS = frozenset("包括 包含 即 指 是指 分为 涵盖 囊括 依次 含 例如 诸如 如".split())
_ONLY_OPENERS = re.compile(
    "包括了?|包含了?|囊括了?|涵盖了?|(?:依次|分别)(?:[是为有指]|包括)|例如|诸如"
)
_OTHERS = ("其他", "其它", "有关", "相关")
_COPULAS = frozenset("是 为 即 指".split())
_OF_VERBS = frozenset("于 与 和 同 及".split())
_SHORTEST_TWO, _SHORTEST_TURN = 6, 5
# How far into the text around the members to look, so that a page without stops costs no more.
_REACH = 60
_MARKS = {"“": 1, "”": -1, "‘": 1, "’": -1, "《": 1, "》": -1, "（": 1, "）": -1, "(": 1, ")": -1}


def first_start(piece: str, inner: Sequence[str], last: str) -> int:
    """Where the first member begins in the text before the first 、.

    The place where it is most like the members in the middle: the same first character or kind
    of word, a like length, and a verb or preposition before it (在|教育、医疗、文化).
    """
    skipped = max(0, len(piece) - _REACH)
    piece = piece[skipped:]
    like = _Likeness.of(inner or [last[:_REACH]])
    tokens = words(piece)
    best, place, least = -99.0, 0, _opened_at(piece)
    for n, token in enumerate(tokens):
        if token.start >= least and token.text.strip() and is_balanced(piece[: token.start]):
            score = _start_score(piece, tokens, n, like)
            if score > best:
                best, place = score, token.start
    return skipped + _before_quote(piece, place)


def _opened_at(piece: str) -> int:
    """Where the list begins at the earliest: after the last 包括 or 依次是 outside all marks."""
    ends = [match.end() for match in _ONLY_OPENERS.finditer(piece)]
    return max((end for end in ends if is_balanced(piece[:end]) and end < len(piece)), default=0)


def _before_quote(piece: str, place: int) -> int:
    """Take in the quotation marks that a member begins with: “……”主题教育."""
    if place and piece[place - 1] in "”》":
        opening = piece.rfind("“" if piece[place - 1] == "”" else "《", 0, place)
        return opening if opening >= 0 else place
    return place


def last_end(piece: str, inner: Sequence[str]) -> list[Span]:
    """The spans of the last member in the text after the last 、: one, or two where 和 joins
    them. It ends before 等 and before the words that count the members (正风肃纪|六个方面), or
    where it is most like the members in the middle."""
    piece = piece[:_REACH]
    piece = piece[: count_at(piece, len(inner) + 2) or len(piece)]
    tokens = words(piece)
    like = _Likeness.of(inner or [piece])
    end = _end(piece, tokens, like)
    if piece[:end][-2:] in like.tails:
        return [(0, end)]
    for token in tokens:
        if token.text in _AND and token.start and is_balanced(piece[: token.start]):
            if token.start >= end:
                return _beyond(piece, tokens, end, token, like)
            if _parts_two(token, end, like):
                return _both(piece, token, end)
    return [(0, end)]


def _beyond(
    piece: str, tokens: Sequence[Word], end: int, token: Word, like: _Likeness
) -> list[Span]:
    """The members, where 和 comes at the likely end of the first or a noun later."""
    between = [word for word in tokens if end <= word.start < token.start]
    if between and piece.startswith(_OTHERS, token.end) and {_kind(w) for w in between} == {"n"}:
        return [(0, token.start)]
    if any(word.text in _CLOSING or _kind(word) in "dpcur" for word in between[:3]):
        return [(0, end)]
    rest = piece[token.end :]
    last = token.end + _end(rest, words(rest), like)
    if len(piece) - last <= 2 and piece[last:].isalnum():
        last = len(piece)
    near = token.start - end <= _SHORTEST_TWO and _parts_two(token, last, like)
    return _both(piece, token, last) if near else [(0, end)]


def _both(piece: str, token: Word, end: int) -> list[Span]:
    """The two members that 和 joins; 其他 on its own is none."""
    if piece.startswith(_OTHERS, token.end):
        return [(0, token.start)]
    return [(0, token.start), (token.end, end)]


def turn(piece: str, before: str, after: str) -> int:
    """Where one series ends and another begins in a piece that stands between two 、, as in
    群众观点、群众路线|根植于思想中、落实到行动上; 0 if it is one member.

    ``before`` and ``after`` are the pieces around it. A preposition, a copula, 等 or 以及 turns
    to the next series, and so does a verb after a noun, where what follows begins with a verb.
    """
    of = piece.rfind("的", 2, len(piece) - 1)
    if of > 0 and piece[of + 1] == after[0] and len(after) <= len(piece) - of:
        return of + 1
    if not _SHORTEST_TURN <= len(piece) <= _REACH:
        return 0
    tokens = words(piece)
    around = before[-_REACH:] + after[:_REACH]
    for n, token in enumerate(tokens):
        if n and is_balanced(piece[: token.start]) and token.text not in around:
            place = _turns_at(piece, tokens, n, after)
            if place and min(place, len(piece) - place) > 1:
                return place
    return 0


def _turns_at(piece: str, tokens: Sequence[Word], n: int, after: str) -> int:
    token = tokens[n]
    if token.text in ("等", "以及") or token.text in _COPULAS:
        return token.end
    if token.pos[:1] == "p" and token.text not in _OF_VERBS and _kind(tokens[n - 1]) == "n":
        return token.end
    if token.pos == "v" and _ends_pair(tokens[:n]):
        return token.end if n + 1 < len(tokens) else token.start
    begins = words(after[:8])[0]
    from_noun = _kind(tokens[0]) in ("n", "l", "j", "r") and _kind(tokens[n - 1]) in "nlj"
    to_verb = token.pos == "v" and begins.pos in ("v", "a") and begins.end > 1
    rest = len(piece) - token.start
    fits = len(after) / 2 <= rest <= 2 * len(after) and len(piece) >= 1.4 * len(after)
    return token.start if from_noun and to_verb and fits else 0


def _ends_pair(before: Sequence[Word]) -> bool:
    """Whether two nouns that 和 joins end their series: 护林队和巡查组|负责."""
    joins = [n for n, word in enumerate(before) if n and word.text in _AND]
    return bool(joins) and all(_kind(before[n]) == "n" for n in (0, joins[-1] - 1, -1))


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


def is_balanced(text: str) -> bool:
    """Whether as many marks close in the text as open."""
    return sum(_MARKS.get(char, 0) for char in text) == 0


def _start_score(piece: str, tokens: Sequence[Word], n: int, like: _Likeness) -> float:
    kind = _kind(tokens[n])
    score = like.fits(len(piece) - tokens[n].start)
    if piece[tokens[n].start] in like.heads:
        score += 3
    elif tokens[n].text in _OPENERS or kind == "u":
        score -= 4
    if _is_opened(tokens[:n]):
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


def _is_opened(before: Sequence[Word]) -> bool:
    """Whether the words end with one that opens a list: 囊括, 囊括了, 依次是."""
    last = [token.text for token in before[-2:]]
    return bool(last) and (last[-1] in _OPENERS or (last[-1] in "了是" and last[0] in _OPENERS))


def _end(piece: str, tokens: Sequence[Word], like: _Likeness) -> int:
    best, place = -99.0, len(piece)
    for n, token in enumerate(tokens):
        if token.text in _CLOSING and token.start > 0:
            return token.start
        if token.text.strip() and is_balanced(piece[: token.end]):
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
