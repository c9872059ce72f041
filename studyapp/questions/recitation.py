"""A recited text held against the text: clause by clause, character by character.

Both sides are folded, real numerals become one token each, and the tokens are aligned. A clause
is right (all kept), close (one character off that changes no number, negation or modal word),
wrong (something else stands there) or missing; one that is whole but elsewhere was moved.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import itemgetter, sub
from typing import Literal, NamedTuple, TypeAlias

from studyapp.questions.alignment import Alignment, Tokens, align, tokenize
from studyapp.questions.sensitive import NEGATIONS, SENSITIVE, SENSITIVE_RUN, changed
from studyapp.text.normalize import HAN
from studyapp.text.segment import Span

Verdict = Literal["right", "close", "wrong", "missing"]
PieceKind = Literal["kept", "slipped", "missing", "extra", "moved"]

_CLAUSE_END = re.compile(
    rf"(?:[，。；：？！\n]|(?<=[{HAN}”’」』）》】])[,;:?!])+[”’」』）》】]*|[,;:?!.](?=\s|$)"
)
_SCORE = {"right": 1.0, "close": 0.5, "wrong": 0.0, "missing": 0.0}
# So many characters put in at the end of a clause are its slip; more are something extra.
_SLIPPED_IN = 2


class Clause(NamedTuple):
    """A clause of the text (its span, closing mark included) and what became of it.

    Reason: exact, one_character, number, unit, negation, modal, order (moved), different, missing.
    """

    span: Span
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the diff: the text's own characters and those given for them.

    The texts of all pieces, joined, are the text; the givens, joined, are the response, where
    nothing was moved.
    """

    kind: PieceKind
    text: str
    given: str


@dataclass(frozen=True)
class Recitation:
    """The grade of a recitation. Score 0-1: clauses weighted by length, a close one counts half."""

    score: float
    clauses: tuple[Clause, ...]
    parts: tuple[Verdict, ...]
    alignment: Alignment = field(repr=False, compare=False)

    @cached_property
    def diff(self) -> tuple[Piece, ...]:
        """The text and the response side by side, from left to right through the text."""
        if not self.alignment.text.tokens:
            text, given = self.alignment.text.raw, self.alignment.given.raw
            return (Piece("kept" if self.score else "missing", text, given),)
        return _diff(self.alignment)


class _Damage(NamedTuple):
    """What became of a range of tokens: how many kept, how many edits, what was given for it."""

    kept: int
    edits: int
    given: tuple[int, int]


_Clauses: TypeAlias = tuple[tuple[Clause, int, int], ...]
"""Each clause as it is judged where it was recited, and its range of tokens."""


def recite(text: str, response: str, *, parts: Sequence[Span] = ()) -> Recitation:
    """Grade a response that should give back the whole text.

    `parts` are spans of the text to be judged by themselves: right where every character was
    kept, close where one slipped, missing where lost. Any input is graded; nothing raises.
    """
    reference, spans = _prepare(text)
    if not reference.tokens:
        return _recite_without_words(text, response, parts)
    given = tokenize(response, reference.numerals)
    alignment = align(reference, given, [(start, end) for _, start, end in spans])
    clauses: list[Clause] = []
    earned = 0.0
    for (right, start, end), whole in zip(spans, alignment.whole, strict=True):
        judged_right = whole and alignment.is_apart(start, end)
        clause = right if judged_right else _judge_clause(alignment, right.span, start, end)
        clauses.append(clause)
        earned += _SCORE[clause.verdict] * (end - start)
    judged = tuple(_judge_part(alignment, span) for span in parts)
    return Recitation(earned / len(reference.tokens), tuple(clauses), judged, alignment)


def _recite_without_words(text: str, response: str, parts: Sequence[Span]) -> Recitation:
    """A text that folds to nothing is compared as it stands."""
    verdict: Verdict = "missing"
    if "".join(text.split()) == "".join(response.split()):
        verdict = "right"
    elif response.strip():
        verdict = "wrong"
    reason = {"right": "exact", "wrong": "different", "missing": "missing"}[verdict]
    clauses = (Clause((0, len(text)), verdict, reason),) if text else ()
    alignment = Alignment(Tokens(text, "", {}), Tokens(response, "", {}), [])
    return Recitation(_SCORE[verdict], clauses, tuple(verdict for _ in parts), alignment)


@lru_cache(maxsize=256)
def _prepare(text: str) -> tuple[Tokens, _Clauses]:
    tokens = tokenize(text, {}, mapped=True)
    ends = [found.end() for found in _CLAUSE_END.finditer(text)]
    clauses: list[tuple[Clause, int, int]] = []
    start = first = 0
    for end in [*ends, len(text)]:
        last = bisect_left(tokens.starts, end)
        if last > first:
            clauses.append((Clause((start, end), "right", "exact"), first, last))
            start, first = end, last
    if clauses and start < len(text):
        clause, first, last = clauses[-1]
        clauses[-1] = (clause._replace(span=(clause.span[0], len(text))), first, last)
    return tokens, tuple(clauses)


def _judge_clause(alignment: Alignment, span: Span, start: int, end: int) -> Clause:
    damage = _damage(alignment, start, end)
    if damage.edits == 0:
        return Clause(span, "right", "exact")
    if alignment.moved_to(start, end) >= 0:
        return Clause(span, "close", "order")
    if damage.edits == 1 and damage.kept:
        reason = _sensitive_change(alignment, start, end, damage)
        return Clause(span, "wrong", reason) if reason else Clause(span, "close", "one_character")
    length, given = end - start, damage.given[1] - damage.given[0]
    if (given - damage.kept) * 2 < length - damage.kept:
        return Clause(span, "missing", "missing")
    reason = _sensitive_change(alignment, start, end, damage) if damage.kept * 2 > length else ""
    return Clause(span, "wrong", reason or "different")


def _judge_part(alignment: Alignment, span: Span) -> Verdict:
    starts = alignment.text.starts
    start, end = bisect_left(starts, span[0]), bisect_left(starts, span[1])
    if start >= end or alignment.moved_to(start, end) >= 0:
        return "right"
    damage = _damage(alignment, start, end, borders=False)
    if damage.edits == 0:
        return "missing" if _is_negated(alignment, start) else "right"
    slipped = damage.edits == 1 and damage.kept
    if slipped and not _sensitive_change(alignment, start, end, damage):
        return "close"
    return "missing"


def _is_negated(alignment: Alignment, start: int) -> bool:
    """Whether a negation was put in right before a kept token: 不 before 坚持."""
    match, place = alignment.match, alignment.match[start]
    follows = start > 0 and match[start - 1] == place - 1
    return place > 0 and not follows and alignment.given.tokens[place - 1] in NEGATIONS


def _sensitive_change(alignment: Alignment, start: int, end: int, damage: _Damage) -> str:
    clause = alignment.text.tokens[start:end]
    given = alignment.given.tokens[slice(*damage.given)]
    if SENSITIVE_RUN.findall(clause) == SENSITIVE_RUN.findall(given):
        return ""
    if SENSITIVE.findall(clause) == SENSITIVE.findall(given):
        return ""
    numerals = {ord(token): value for value, token in alignment.given.numerals.items()}
    return changed(clause.translate(numerals), given.translate(numerals))


def _damage(alignment: Alignment, start: int, end: int, *, borders: bool = True) -> _Damage:
    """Count what was lost from a range of tokens and what was put in.

    At its borders a range answers for what was put in only as `_border` says.
    """
    match = alignment.match
    part = match[start:end]
    lost = part.count(-1)
    if lost == len(part):
        # What stands between the neighbours was given for it.
        return _Damage(0, lost, (alignment.floors[start], alignment.ceilings[end - 1]))
    first = next(place for place in range(start, end) if match[place] >= 0)
    last = next(place for place in range(end - 1, -1, -1) if match[place] >= 0)
    before = _border(alignment, start, first, forward=False) if borders else 0
    after = _border(alignment, end - 1, last, forward=True) if borders else 0
    edits = _edits_between(match[first : last + 1])
    edits += max(first - start, before) + max(end - 1 - last, after)
    given = (match[first] - before, match[last] + 1 + after)
    return _Damage(len(part) - lost, edits, given)


def _edits_between(part: list[int]) -> int:
    """The edits between the first and the last kept token of a range.

    Of what is lost and put in at one place the larger counts: a replaced character is one edit.
    """
    edits = lost = 0
    previous = part[0] - 1
    for place in part:
        if place < 0:
            lost += 1
        elif lost or place - previous > 1:
            edits += max(lost, place - previous - 1)
            lost = 0
        previous = place if place >= 0 else previous
    return edits


def _border(alignment: Alignment, edge: int, kept: int, *, forward: bool) -> int:
    """How many tokens of the response, beside the outermost kept one, a range answers for.

    `edge` is the last token of the range on that side. Where the range lost characters at the
    edge, those that stand there instead; where it lost none, up to two put in at its end (one
    beside it is a slip), or a negation put in before it. More than that is something extra.
    """
    match, tokens = alignment.match, alignment.given.tokens
    step = 1 if forward else -1
    neighbour = edge + step
    inside = 0 <= neighbour < len(match)
    if inside and match[neighbour] < 0:
        return 0
    if inside:
        put_in = abs(match[neighbour] - match[kept]) - 1
    else:
        put_in = len(tokens) - 1 - match[kept] if forward else match[kept]
    if edge != kept or not put_in:
        return put_in
    if put_in > _SLIPPED_IN:
        return 0
    if forward:
        return 0 if inside and tokens[match[neighbour] - 1] in NEGATIONS else put_in
    return put_in if not inside or tokens[match[kept] - 1] in NEGATIONS else 0


def _diff(alignment: Alignment) -> tuple[Piece, ...]:
    text, given = alignment.text, alignment.given
    pieces: list[Piece] = []
    at = done = 0
    for start, end in _runs(alignment.match):
        place = alignment.match[start]
        if place < 0:
            continue
        pieces += _gap(alignment, (at, start), (done, place))
        at, done = end, place + end - start
        pieces.append(Piece("kept", text.raw_slice(start, at), given.raw_slice(place, done)))
    return (*pieces, *_gap(alignment, (at, len(text.tokens)), (done, len(given.tokens))))


def _runs(match: list[int]) -> list[tuple[int, int]]:
    """The ranges of the text that stand together in the response too, and single lost tokens."""
    steps = map(sub, match[1:], match)
    breaks = [place for place, step in enumerate(steps, 1) if step != 1 or match[place] == 0]
    return list(pairwise([0, *breaks, len(match)]))


def _gap(alignment: Alignment, lost: Span, put_in: Span) -> list[Piece]:
    """What stands between two kept stretches: a slip, or what is missing and what is extra."""
    (start, end), (begin, stop) = lost, put_in
    text, given = alignment.text, alignment.given
    if start < end and begin < stop and max(end - start, stop - begin) <= _SLIPPED_IN:
        return [Piece("slipped", text.raw_slice(start, end), given.raw_slice(begin, stop))]
    pieces = []
    for a, b, place in alignment.moved:
        if start <= a and b <= end:
            pieces.append(Piece("missing", text.raw_slice(start, a), ""))
            pieces.append(
                Piece("moved", text.raw_slice(a, b), given.raw_slice(place, place + b - a))
            )
            start = b
    pieces.append(Piece("missing", text.raw_slice(start, end), ""))
    for a, b, place in sorted(alignment.moved, key=itemgetter(2)):
        if begin <= place and place + b - a <= stop:
            pieces.append(Piece("extra", "", given.raw_slice(begin, place)))
            begin = place + b - a
    pieces.append(Piece("extra", "", given.raw_slice(begin, stop)))
    return [piece for piece in pieces if piece.text or piece.given]
