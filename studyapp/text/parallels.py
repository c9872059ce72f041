"""Enumerations of clauses, built alike, 忠于……，勇于……，善于……, or counted before they come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studyapp.text.counts import stated_count
from studyapp.text.leads import lead_before
from studyapp.text.lists import MAX_MEMBER, Enumeration, clauses, tail, trim
from studyapp.text.segment import Span, words

_COUNTED = re.compile("：([^：。！？\n“”]*、[^：。！？\n“”]*[，；][^：。！？\n“”]*)")
_LISTED = re.compile("、|(?<=.)(?:和|以及|及|与|或者|或)(?=.)")


def parallel(paragraph: str, partners: dict[int, int]) -> Iterator[Enumeration]:
    """忠于……，勇于……，善于……: clauses built alike."""
    for sign in (sign for sign in "，；" if sign in paragraph):
        for pieces in clauses(
            paragraph, partners, frozenset((sign, "、", "，") if sign == "；" else (sign, "、"))
        ):
            yield from _alike_runs(paragraph, _joined(paragraph, pieces, sign))


def by_count(paragraph: str, numbers: Sequence[int]) -> tuple[list[Enumeration], list[Span]]:
    """四种形态：谈话、函询，警告、记过，……: clauses that hold lists, under words that count the
    clauses; and the stretches where those words may count the clauses as well as the members of
    the first, so that nothing is asked of either. ``numbers``: where numbered members begin."""
    found: list[Enumeration] = []
    doubtful: list[Span] = []
    for stretch in _COUNTED.finditer(paragraph):
        first, end = stretch.span(1)
        lead = lead_before(paragraph, stretch.start())
        count = stated_count(paragraph[lead : stretch.start()], "")
        pieces = _pieces(paragraph, first, end)
        listing = [piece for piece in pieces if "、" in paragraph[slice(*piece)]]
        if count is None or len(listing) < 2 or any(first <= n < end for n in numbers):
            continue
        inner = _LISTED.findall(paragraph, *pieces[0])
        is_outer = len(pieces) == count and all(b - a <= 2 * MAX_MEMBER for a, b in pieces)
        is_inner = len(inner) + 1 == count
        if is_outer and (not is_inner or _is_parallel(paragraph, pieces)):
            found.append(Enumeration((lead, first), tuple(pieces), end))
        elif is_outer == is_inner:
            doubtful.append((first, end))
    return found, doubtful


def _pieces(paragraph: str, start: int, end: int) -> list[Span]:
    sign = "；" if "；" in paragraph[start:end] else "，"
    pieces = []
    for text in paragraph[start:end].split(sign):
        pieces.append(trim(paragraph, (start, start + len(text))))
        start += len(text) + 1
    return [(a, b) for a, b in pieces if a < b]


def _joined(paragraph: str, pieces: Sequence[Span], sign: str) -> list[Span]:
    """The pieces that only this sign parts."""
    joined: list[Span] = []
    for piece in pieces:
        if joined and paragraph[joined[-1][1]] != sign:
            joined[-1] = (joined[-1][0], piece[1])
        else:
            joined.append(piece)
    return joined


def _alike_runs(paragraph: str, pieces: Sequence[Span]) -> Iterator[Enumeration]:
    run: list[Span] = []
    before: Span | None = None
    for piece in [*pieces, (0, 0)]:
        if run and not _is_alike(paragraph, run[-1], piece):
            run = _with_first(paragraph, before, run)
            before = run[-1]
            if _is_parallel(paragraph, run):
                lead = lead_before(paragraph, run[0][0])
                end = tail(paragraph, run[-1][1])
                yield Enumeration((lead, run[0][0]), tuple(run), end)
            run = []
        run.append(piece)


def _with_first(paragraph: str, before: Span | None, run: list[Span]) -> list[Span]:
    """The clause before the run belongs to it, if its end is built like the run: 做到勤于巡河，
    敢于劝阻，善于宣传."""
    length = run[0][1] - run[0][0]
    if before is None or len(run) < 2 or not length < before[1] - before[0] <= length + 12:
        return run
    if any(end - start != length for start, end in run):
        return run
    starts = {word.start for word in words(paragraph[slice(*before)])}
    first = (before[1] - length, before[1])
    if first[0] - before[0] not in starts or "、" in paragraph[first[0] - 1 : first[0] + 1]:
        return run
    return [first, *run] if _is_parallel(paragraph, [first, *run]) else run


def _is_alike(paragraph: str, one: Span, other: Span) -> bool:
    a, b = paragraph[slice(*one)], paragraph[slice(*other)]
    if not 3 <= len(a) <= MAX_MEMBER or not 3 <= len(b) <= MAX_MEMBER:
        return False
    if len(a) == len(b) and 4 <= len(a) <= 8:
        return True
    near = abs(len(a) - len(b)) <= 4
    return near and (a[0] == b[0] or a[1] == b[1] or a[-2:] == b[-2:])


def _is_parallel(paragraph: str, run: Sequence[Span]) -> bool:
    """Three clauses that share a character in one place, or four of one length."""
    texts = [paragraph[slice(*span)] for span in run]
    if len(texts) < 3 or len(set(texts)) < len(texts):
        return False
    shared = any(len({text[i] for text in texts}) == 1 for i in (0, 1, -1))
    even = len({len(text) for text in texts}) == 1
    return shared or (even and len(texts) >= 4)
