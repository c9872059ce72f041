"""A text and what was given for it, token by token: which tokens were kept, and where they are.

Both are folded, and each real numeral is one token, so that a changed digit changes the number.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from rapidfuzz.distance import Levenshtein

from studyapp.questions.numerals import find_numerals
from studyapp.text.normalize import fold, fold_with_map
from studyapp.text.segment import Span

_SHORTEST_MOVED = 4
# Folding drops lone surrogates, so they are free to stand for one numeral each. A text with more
# numerals than that takes code points that will not be assigned.
_NUMERAL_TOKENS = (*range(0xD800, 0xE000), *range(0x40000, 0x60000))
_ONE_DIGIT = dict(zip([*"0123456789", "10"], "零一二三四五六七八九十", strict=True))


@dataclass(frozen=True)
class Tokens:
    """A folded text, one character a token; `numerals` are those that stand for one, by its value.

    `joined` are the ranges of the folded text that became one token; `places`, where they are
    known already, the offset of each folded character in the raw text.
    """

    raw: str
    tokens: str
    numerals: dict[str, str]
    joined: tuple[Span, ...] = ()
    places: tuple[int, ...] = ()

    @cached_property
    def starts(self) -> list[int]:
        """The offset of each token in the raw text."""
        places = list(self.places or fold_with_map(self.raw)[1])
        for start, end in reversed(self.joined):
            del places[start + 1 : end]
        return places

    def raw_slice(self, start: int, end: int) -> str:
        """The raw text of a range of tokens, with the marks after each (and before the first)."""
        if start >= end:
            return ""
        begin = self.starts[start] if start else 0
        return self.raw[begin : self.starts[end] if end < len(self.starts) else None]


@dataclass
class Alignment:
    """Two texts, and for each token of the first the place of its like in the second, or -1.

    The places rise. `whole` tells which of the ranges aligned stand in the response just as they
    are; `moved` are ranges of the text found whole elsewhere: start, end, place.
    """

    text: Tokens
    given: Tokens
    match: list[int]
    whole: list[bool] = field(default_factory=list)
    moved: list[tuple[int, int, int]] = field(default_factory=list)

    @cached_property
    def floors(self) -> list[int]:
        """For each token the first place in the response after all that is kept before it."""
        return [place + 1 for place in accumulate(self.match, max, initial=-1)]

    @cached_property
    def ceilings(self) -> list[int]:
        """For each token the first place in the response kept by it or any token after it."""
        end = len(self.given.tokens)
        places = [end if place < 0 else place for place in reversed(self.match)]
        return list(accumulate(places, min, initial=end))[::-1]

    def is_whole(self, start: int, end: int) -> bool:
        """Whether a range of the text stands in the response just as it is."""
        match, last = self.match, end - 1
        if match[start] < 0 or match[last] - match[start] != last - start:
            return False
        return -1 not in match[start:end]

    def is_apart(self, start: int, end: int) -> bool:
        """Whether nothing was put in before or after a range that is whole."""
        match = self.match
        before = match[start - 1] if start else -1
        after = match[end] if end < len(match) else len(self.given.tokens)
        return match[start] - before == 1 == after - match[end - 1]

    def kept(self, start: int, end: int) -> int:
        """How many tokens of a range of the text were kept."""
        return end - start - self.match[start:end].count(-1)

    def moved_to(self, start: int, end: int) -> int:
        """The place in the response of a range of the text that was moved, or -1."""
        places = (place + start - a for a, b, place in self.moved if a <= start and end <= b)
        return next(places, -1)


def tokenize(text: str, known: dict[str, str], *, mapped: bool = False) -> Tokens:
    """Fold a text and put one token for each numeral, the one in `known` where it is there.

    `mapped`: it will be asked where its tokens stand in it.
    """
    folded, places = fold_with_map(text) if mapped else (fold(text), ())
    found = find_numerals(folded)
    if not found:
        return Tokens(text, folded, known, places=places)
    numerals = dict(known)
    pieces: list[str] = []
    at = 0
    for numeral in found:
        pieces += (folded[at : numeral.start], _numeral_token(numeral.value, numerals))
        at = numeral.end
    joined = tuple((numeral.start, numeral.end) for numeral in found)
    return Tokens(text, "".join(pieces) + folded[at:], numerals, joined, places)


def _numeral_token(value: str, numerals: dict[str, str]) -> str:
    """One digit stays a character: 三 is a number in 三个 and, should 个 be mistaken, none."""
    digit = _ONE_DIGIT.get(value)
    return digit or numerals.setdefault(value, chr(_NUMERAL_TOKENS[len(numerals)]))


def align(text: Tokens, given: Tokens, ranges: Sequence[Span]) -> Alignment:
    """Align a response to a text whose clauses are the given ranges of tokens.

    Clauses recited whole are given their characters back, and those recited elsewhere are found.
    """
    if text.tokens == given.tokens:
        return Alignment(text, given, list(range(len(text.tokens))), [True] * len(ranges))
    match = [-1] * len(text.tokens)
    for op in Levenshtein.opcodes(text.tokens, given.tokens):
        if op.tag == "equal":
            match[op.src_start : op.src_end] = range(op.dest_start, op.dest_end)
    alignment = Alignment(text, given, match)
    alignment.whole = [alignment.is_whole(start, end) for start, end in ranges]
    if not all(alignment.whole):
        if _settle(alignment, ranges, alignment.whole):
            alignment.whole = [alignment.is_whole(start, end) for start, end in ranges]
        _find_moved(alignment, ranges)
    return alignment


def _settle(alignment: Alignment, ranges: Sequence[Span], whole: Sequence[bool]) -> bool:
    """Give clauses their own characters back, where a neighbour was aligned to some of them; tell
    whether there was one.

    推进甲，推进乙 recited as 推进乙 can be aligned 推进|甲，推进|乙: both clauses would be damaged.
    """
    match = alignment.match
    ceilings = [len(alignment.given.tokens)]
    for (start, _), is_whole in zip(reversed(ranges), reversed(whole), strict=True):
        ceilings.append(match[start] if is_whole else ceilings[-1])
    floor, settled = 0, False
    for number, (start, end) in enumerate(ranges):
        if not whole[number]:
            begin = _own_place(alignment, start, end, floor, ceilings[-2 - number])
            if begin < 0:
                continue
            _take(match, start, end, begin)
            settled = True
        floor = match[end - 1] + 1
    return settled


def _own_place(alignment: Alignment, start: int, end: int, floor: int, ceiling: int) -> int:
    """Where a damaged clause stands whole in the response, in order with its neighbours; or -1.

    Floor and ceiling bound the response between the nearest whole clauses.
    """
    match, tokens = alignment.match, alignment.given.tokens
    clause = alignment.text.tokens[start:end]
    kept = [place for place in range(start, end) if match[place] >= 0]
    for place in kept[:1] + kept[-1:]:
        begin = match[place] - (place - start)
        if begin >= 0 and tokens.startswith(clause, begin):
            return begin
    return tokens.find(clause, floor, ceiling)


def _take(match: list[int], start: int, end: int, begin: int) -> None:
    """Match a clause to a place in the response, and undo what would cross or share it."""
    stop = begin + end - start
    _release(match, range(start - 1, -1, -1), lambda place: place >= begin)
    _release(match, range(end, len(match)), lambda place: place < stop)
    match[start:end] = range(begin, stop)


def _release(match: list[int], outwards: range, crosses: Callable[[int], bool]) -> None:
    for place in outwards:
        if match[place] >= 0:
            if not crosses(match[place]):
                return
            match[place] = -1


def _find_moved(alignment: Alignment, ranges: Sequence[Span]) -> None:
    """A lost clause that stands whole where no other clause has its place was moved."""
    tokens = alignment.given.tokens
    lost = [
        (start, end)
        for start, end in ranges
        if end - start >= _SHORTEST_MOVED and alignment.kept(start, end) * 2 < end - start
    ]
    used = _used(alignment) if lost else bytearray()
    for start, end in lost:
        begin, length = tokens.find(alignment.text.tokens[start:end]), end - start
        if begin >= 0 and used.count(1, begin, begin + length) * 3 <= length:
            alignment.moved.append((start, end, begin))
            used[begin : begin + length] = b"\1" * length


def _used(alignment: Alignment) -> bytearray:
    """One byte for each token of the response: 1 where it is kept for some of the text."""
    used = bytearray(len(alignment.given.tokens))
    for place in alignment.match:
        if place >= 0:
            used[place] = 1
    return used
