"""A text and what was given for it, token by token: which stretches were kept, and where they are.

Both are folded, and each real numeral is one token, so that a changed digit changes the number.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import TypeAlias

from rapidfuzz.distance import Levenshtein

from studyapp.questions.numerals import find_numerals
from studyapp.text.normalize import fold_with_map
from studyapp.text.segment import Span

Block: TypeAlias = tuple[int, int, int]
"""A stretch that text and response share: where it begins in either, and how long it is."""
Place: TypeAlias = tuple[int, int]
"""A place in the text and one in the response."""

_SHORTEST_MOVED = 4
# Folding drops lone surrogates, so they are free to stand for one numeral each. A text with more
# numerals than that takes code points that will not be assigned.
_NUMERAL_TOKENS = (*range(0xD800, 0xE000), *range(0x40000, 0x60000))
_ONE_DIGIT = dict(zip([*"0123456789", "10"], "零一二三四五六七八九十", strict=True))


@dataclass(frozen=True)
class Tokens:
    """A folded text, one character a token; `numerals` are those that stand for one, by its value.

    `joined` are the ranges of the folded text that became one token.
    """

    raw: str
    tokens: str
    numerals: dict[str, str]
    joined: tuple[Span, ...] = ()

    @cached_property
    def starts(self) -> list[int]:
        """The offset of each token in the raw text."""
        places = list(fold_with_map(self.raw)[1])
        for start, end in reversed(self.joined):
            del places[start + 1 : end]
        return places

    def raw_slice(self, start: int, end: int) -> str:
        """The raw text of a range of tokens, with the marks after each (and before the first)."""
        if start >= end:
            return ""
        begin = self.starts[start] if start else 0
        return self.raw[begin : self.starts[end] if end < len(self.starts) else None]


def tokenize(folded: str, raw: str, known: dict[str, str]) -> Tokens:
    """One token for each numeral of a folded text, the one in `known` where it is there."""
    found = find_numerals(folded, bare=False)
    if not found:
        return Tokens(raw, folded, known)
    numerals = dict(known)
    pieces: list[str] = []
    joined: list[Span] = []
    at = 0
    for start, end, value in found:
        pieces += (folded[at:start], _numeral_token(value, numerals))
        joined.append((start, end))
        at = end
    return Tokens(raw, "".join(pieces) + folded[at:], numerals, tuple(joined))


def _numeral_token(value: str, numerals: dict[str, str]) -> str:
    """One digit stays a character: 三 is a number in 三个 and, should 个 be mistaken, none."""
    digit = _ONE_DIGIT.get(value)
    return digit or numerals.setdefault(value, chr(_NUMERAL_TOKENS[len(numerals)]))


def token_places(places: list[int], joined: tuple[Span, ...]) -> list[int]:
    """Where the rising places of a folded text are when each numeral has become one token."""
    found: list[int] = []
    at = fewer = 0
    for start, end in joined:
        until = bisect_left(places, end, at)
        # A place within a numeral is after its token.
        found += [min(place, start + 1) - fewer for place in places[at:until]]
        fewer += end - start - 1
        at = until
    return found + [place - fewer for place in places[at:]]


@dataclass
class Alignment:
    """Two texts and the blocks they share, in the order of both.

    An imaginary token before and after both is kept always: a block is at either end. `borders`
    are those of the text's clauses, from 0 to its length; `touched` the numbers of those that are
    not whole or have something put in beside them; `moved` are clauses found whole elsewhere:
    start, end, place.
    """

    text: Tokens
    given: Tokens
    borders: Sequence[int]
    blocks: list[Block]
    touched: list[int] = field(default_factory=list)
    moved: list[tuple[int, int, int]] = field(default_factory=list)

    def around(self, start: int, end: int) -> tuple[Place, list[Block], Place]:
        """What the response shares with a range of the text.

        And where all that is kept before ends, and what is kept after begins, in both.
        """
        first = bisect_left(self.blocks, (start,))
        stop = bisect_left(self.blocks, (end,), first)
        shared = self.blocks[first:stop]
        a, b, size = self.blocks[first - 1]
        before = (a + size, b + size)
        if a + size > start:
            before = (start, b + start - a)
            shared.insert(0, (*before, a + size - start))
        a, b, size = self.blocks[stop - 1]
        if a + size > end:
            after = (end, b + end - a)
            a, b, _ = shared[-1]
            shared[-1] = (a, b, end - a)
        else:
            after = self.blocks[stop][:2]
        return before, shared, after

    def match(self, start: int, end: int, begin: int) -> None:
        """Match a range to a place in the response, and undo what would cross or share it."""
        blocks, stop = self.blocks, begin + end - start
        response = itemgetter(1)
        first = min(bisect_left(blocks, (start,)), bisect_left(blocks, begin, key=response)) - 1
        last = max(bisect_left(blocks, (end,)), bisect_right(blocks, stop, key=response)) + 1
        before = [(a, b, min(size, start - a, begin - b)) for a, b, size in blocks[first:last]]
        after = []
        for a, b, size in blocks[first:last]:
            skipped = max(0, end - a, stop - b)
            after.append((a + skipped, b + skipped, size - skipped))
        blocks[first:last] = _merged([*before, (start, begin, end - start), *after])

    def release(self, start: int, end: int) -> None:
        """Share nothing with a range of the text any more."""
        first = bisect_left(self.blocks, (start,)) - 1
        stop = bisect_left(self.blocks, (end,))
        rest: list[Block] = []
        for a, b, size in self.blocks[first:stop]:
            rest += ((a, b, min(size, start - a)), (end, b + end - a, a + size - end))
        self.blocks[first:stop] = _merged(rest)

    def moved_to(self, start: int, end: int) -> int:
        """The place in the response of a range of the text that was moved, or -1."""
        places = (place + start - a for a, b, place in self.moved if a <= start and end <= b)
        return next(places, -1)

    def clauses_beside(self) -> list[int]:
        """The numbers of the clauses that are not whole, or beside which something was put in."""
        borders = self.borders
        return self._all_but(
            (bisect_right(borders, a), bisect_left(borders, a + size) - 1)
            for a, _, size in self.blocks
        )

    def clauses_lost(self) -> list[int]:
        """The numbers of the clauses that are not whole."""
        borders = self.borders
        return self._all_but(
            (bisect_left(borders, a), bisect_right(borders, a + size) - 1)
            for a, _, size in self.blocks
        )

    def _all_but(self, ranges: Iterable[Span]) -> list[int]:
        found: list[int] = []
        done = 0
        for first, last in ranges:
            if last > first:
                found += range(done, first)
                done = last
        return [*found, *range(done, len(self.borders) - 1)]


def align(text: Tokens, given: Tokens, borders: Sequence[int]) -> Alignment:
    """Align a response to a text whose clauses have the given borders.

    Clauses recited whole are given their characters back, and those recited elsewhere are found.
    """
    matching = Levenshtein.opcodes(text.tokens, given.tokens).as_matching_blocks()
    shared = [(block.a, block.b, block.size) for block in matching[:-1]]
    shared[:1] = _merged([(-1, -1, 1), *shared[:1]])
    shared[-1:] = _merged([*shared[-1:], (len(text.tokens), len(given.tokens), 1)])
    alignment = Alignment(text, given, borders, shared)
    alignment.touched = alignment.clauses_beside()
    _give_back(alignment)
    return alignment


def _give_back(alignment: Alignment) -> None:
    """Find the lost clauses that stand in the response after all, here or elsewhere."""
    there = [number for number in alignment.touched if _is_lost_but_there(alignment, number)]
    if there:
        _settle(alignment, alignment.clauses_lost(), there)
        lost = set(alignment.clauses_lost())
        _find_moved(alignment, [number for number in there if number in lost])
        alignment.touched = alignment.clauses_beside()


def _is_lost_but_there(alignment: Alignment, number: int) -> bool:
    start, end = alignment.borders[number : number + 2]
    if alignment.text.tokens[start:end] not in alignment.given.tokens:
        return False
    a, _, size = alignment.blocks[bisect_right(alignment.blocks, (start + 1,)) - 1]
    return a + size < end


def _settle(alignment: Alignment, lost: Sequence[int], there: Container[int]) -> None:
    """Give lost clauses their own characters back, where a neighbour was aligned to some of them.

    推进甲，推进乙 recited as 推进乙 can be aligned 推进|甲，推进|乙: both clauses would be damaged.
    """
    borders = alignment.borders
    floor, before = 0, -1
    for number, ceiling in zip(lost, _ceilings(alignment, lost), strict=True):
        start, end = borders[number], borders[number + 1]
        if number - before > 1:
            floor = alignment.around(start, end)[0][1]
        before = number
        begin = _own_place(alignment, start, end, floor, ceiling) if number in there else -1
        if begin >= 0:
            alignment.match(start, end, begin)
            floor = begin + end - start


def _ceilings(alignment: Alignment, lost: Sequence[int]) -> list[int]:
    """For each lost clause the place in the response where the next whole one begins."""
    ceilings: list[int] = []
    ceiling, after = len(alignment.given.tokens), len(alignment.borders) - 1
    for number in reversed(lost):
        if after - number > 1:
            ceiling = alignment.around(*alignment.borders[number : number + 2])[2][1]
        ceilings.append(ceiling)
        after = number
    return ceilings[::-1]


def _own_place(alignment: Alignment, start: int, end: int, floor: int, ceiling: int) -> int:
    """Where a damaged clause stands whole in the response, in order with its neighbours; or -1.

    Floor and ceiling bound the response between the nearest whole clauses.
    """
    tokens = alignment.given.tokens
    clause = alignment.text.tokens[start:end]
    shared = alignment.around(start, end)[1]
    for a, b, _ in shared[:1] + shared[-1:]:
        begin = b - a + start
        if begin >= 0 and tokens.startswith(clause, begin):
            return begin
    return tokens.find(clause, floor, ceiling)


def _merged(blocks: Sequence[Block]) -> list[Block]:
    """Without those that have nothing left, and with those that touch in both texts made one."""
    merged: list[Block] = []
    for block in blocks:
        if block[2] <= 0:
            continue
        if merged and _touch(merged[-1], block):
            a, b, size = merged.pop()
            merged.append((a, b, size + block[2]))
        else:
            merged.append(block)
    return merged


def _touch(one: Block, other: Block) -> bool:
    return one[0] + one[2] == other[0] and one[1] + one[2] == other[1]


def _find_moved(alignment: Alignment, there: Sequence[int]) -> None:
    """A lost clause that stands whole where no other clause has its place was moved."""
    tokens = alignment.given.tokens
    ranges = ((alignment.borders[number], alignment.borders[number + 1]) for number in there)
    gone = [
        (start, end)
        for start, end in ranges
        if end - start >= _SHORTEST_MOVED and _kept(alignment, start, end) * 2 < end - start
    ]
    used = _used(alignment) if gone else bytearray()
    for start, end in gone:
        begin, length = tokens.find(alignment.text.tokens[start:end]), end - start
        if begin >= 0 and used.count(1, begin, begin + length) * 3 <= length:
            alignment.moved.append((start, end, begin))
            used[begin : begin + length] = b"\1" * length
            alignment.release(start, end)


def _kept(alignment: Alignment, start: int, end: int) -> int:
    return sum(size for _, _, size in alignment.around(start, end)[1])


def _used(alignment: Alignment) -> bytearray:
    """One byte for each token of the response: 1 where it is kept for some of the text."""
    used = bytearray(len(alignment.given.tokens) + 2)
    for _, b, size in alignment.blocks:
        used[b + 1 : b + 1 + size] = b"\1" * size
    return used[1:-1]
