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
from itertools import pairwise, repeat
from operator import itemgetter
from typing import Literal, NamedTuple

from studyapp.questions.alignment import Alignment, Tokens, align, token_places, tokenize
from studyapp.questions.sensitive import NEGATIONS, SENSITIVE, SENSITIVE_RUN, changed
from studyapp.text.folding import Folded
from studyapp.text.normalize import HAN
from studyapp.text.segment import Span

Verdict = Literal["right", "close", "wrong", "missing"]
PieceKind = Literal["kept", "slipped", "missing", "extra", "moved"]

_HALF_WIDTH = rf"(?<=[{HAN}”’」』）》】])[,;:?!]"
# It begins with a plain set, which is searched several times as fast as alternatives are.
_CLAUSE_END = re.compile(
    rf"[，。；：？！\n,;:?!.](?:(?:(?<=[，。；：？！\n])|(?<=[{HAN}”’」』）》】][,;:?!]))"
    rf"(?:[，。；：？！\n]|{_HALF_WIDTH})*[”’」』）》】]*|(?=\s|$))"
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


def recite(text: str, response: str, *, parts: Sequence[Span] = ()) -> Recitation:
    """Grade a response that should give back the whole text.

    `parts` are spans of the text to be judged by themselves: right where every character was
    kept, close where one slipped, missing where lost. Any input is graded; nothing raises.
    """
    folded, reference, borders, exact = _prepare(text)
    if not reference.tokens:
        return _recite_without_words(text, response, parts)
    given = reference
    if response != text:
        given = tokenize(folded.key_of(response), response, reference.numerals)
    alignment = align(reference, given, borders)
    clauses = list(exact)
    earned = float(borders[-1])
    for number in alignment.touched:
        start, end = borders[number], borders[number + 1]
        clauses[number] = _judge_clause(alignment, exact[number].span, start, end)
        earned -= (1 - _SCORE[clauses[number].verdict]) * (end - start)
    judged = tuple(_judge_part(alignment, span) for span in parts)
    return Recitation(earned / borders[-1], tuple(clauses), judged, alignment)


def _recite_without_words(text: str, response: str, parts: Sequence[Span]) -> Recitation:
    """A text that folds to nothing is compared as it stands."""
    verdict: Verdict = "missing"
    if "".join(text.split()) == "".join(response.split()):
        verdict = "right"
    elif response.strip():
        verdict = "wrong"
    reason = {"right": "exact", "wrong": "different", "missing": "missing"}[verdict]
    clauses = (Clause((0, len(text)), verdict, reason),) if text else ()
    alignment = Alignment(Tokens(text, "", {}), Tokens(response, "", {}), (0,), [])
    return Recitation(_SCORE[verdict], clauses, tuple(verdict for _ in parts), alignment)


@lru_cache(maxsize=256)
def _prepare(text: str) -> tuple[Folded, Tokens, tuple[int, ...], tuple[Clause, ...]]:
    """A text folded, its tokens, the borders of its clauses among them, and the clauses if kept."""
    ends = [*(found.end() for found in _CLAUSE_END.finditer(text)), len(text)]
    folded = Folded(text, ends)
    tokens = tokenize(folded.key, text, {})
    places = token_places(folded.places, tokens.joined)
    # Of ends with no word between them the first counts, but for the last one of the text.
    cuts = dict(zip(reversed(places), reversed(ends), strict=True)) | {
        len(tokens.tokens): len(text)
    }
    cuts.pop(0, None)
    spans = pairwise((0, *reversed(cuts.values())))
    right: repeat[Verdict] = repeat("right")
    clauses = tuple(map(Clause, spans, right, repeat("exact")))
    return folded, tokens, (0, *reversed(cuts)), clauses


def _judge_clause(alignment: Alignment, span: Span, start: int, end: int) -> Clause:
    damage = _damage(alignment, start, end)
    if damage.edits == 0:
        return Clause(span, "right", "exact")
    if alignment.moved and alignment.moved_to(start, end) >= 0:
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
    before, ((_, begin, _),), _ = alignment.around(start, start + 1)
    put_in = before != (start, begin)
    return begin > 0 and put_in and alignment.given.tokens[begin - 1] in NEGATIONS


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
    """Count what was lost from a range of tokens and what was put in, at its `borders` too."""
    before, blocks, after = alignment.around(start, end)
    if not blocks:
        # What stands between the neighbours was given for it.
        return _Damage(0, end - start, (before[1], after[1]))
    kept = edits = 0
    at, place = head, begin = blocks[0][:2]
    for a, b, size in blocks:
        # Of what is lost and put in at one place the larger counts: a replaced character is one.
        edits += max(a - at, b - place)
        kept += size
        at, place = a + size, b + size
    ahead = begin - before[1] if borders and before[0] == start else 0
    if ahead and head == start:
        ahead = _slipped_in_before(alignment, start, begin, ahead)
    behind = after[1] - place if borders and after[0] == end else 0
    if behind and at == end:
        behind = _slipped_in_after(alignment, end, after[1], behind)
    edits += max(head - start, ahead) + max(end - at, behind)
    return _Damage(kept, edits, (begin - ahead, place + behind))


def _slipped_in_before(alignment: Alignment, start: int, begin: int, put_in: int) -> int:
    """How many of the tokens put in before it a range answers for that lost none there.

    A negation; more than two are something extra. At the beginning of the text any two.
    """
    negated = alignment.given.tokens[begin - 1] in NEGATIONS
    return put_in if put_in <= _SLIPPED_IN and (negated or not start) else 0


def _slipped_in_after(alignment: Alignment, end: int, stop: int, put_in: int) -> int:
    """The same of those after it: two that are no negation, which belongs to what comes next."""
    negates = end < alignment.borders[-1] and alignment.given.tokens[stop - 1] in NEGATIONS
    return put_in if put_in <= _SLIPPED_IN and not negates else 0


def _diff(alignment: Alignment) -> tuple[Piece, ...]:
    text, given = alignment.text, alignment.given
    pieces: list[Piece] = []
    at = done = 0
    for begin, place, size in alignment.blocks:
        # The first and the last begin and end with the imaginary token beside both.
        start, stop = max(begin, 0), min(begin + size, len(text.tokens))
        pieces += _gap(alignment, (at, start), (done, place + start - begin))
        done = place + start - begin
        at = stop
        if start < stop:
            end = place + stop - begin
            pieces.append(Piece("kept", text.raw_slice(start, stop), given.raw_slice(done, end)))
            done = end
    return tuple(pieces)


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
