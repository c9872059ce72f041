"""Enumerations whose members are numbered in running text: 一是, 第一, （一）, ①, (a), (i), 1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from studyapp.text.labels import number_value
from studyapp.text.leads import english_lead, lead_before
from studyapp.text.lists import MAX_LEAD, Enumeration, trim
from studyapp.text.segment import Span, sentences

_HAN = "一二三四五六七八九十"
_ORDERED_MARKERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"([{_HAN}])(?:是(?!个|种|样|些|项|次|年)|要|则|曰|为(?=[^主了]))",
        rf"第([{_HAN}]|\d{{1,2}})(?:步[，,、：:是]?|[，,、：:])",
    )
)
_MARKERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![第、和及或])[（(]([{_HAN}]{{1,3}}|\d{{1,2}})[）)]",
        "([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])",
        r"(?<![\d.])(\d{1,2})(?:[.](?![a-z\d])|[．、）)](?!\d))",
    )
)
_LATIN_MARKERS = (
    (re.compile(r"(?<!\w)[（(]?([a-z])[）)]"), lambda text: ord(text) - ord("a") + 1),
    (re.compile(r"(?<!\w)[（(]?([ivx]{1,5})[）)]"), number_value),
)
_SECOND = re.compile(r"(?:b|ii)[）)]")
_POINTS = re.compile(
    r"\b(?:(?:sub)?(?:paragraph|section|clause|article|item|point|rule)s?|and|or|under|in|by|of|see)"
    r"[ \w]{0,3}$"
)
"""Words that send the reader to what is numbered elsewhere."""
_HAN_TEXT = re.compile("[一-鿿]")
_JOINS_NEXT = re.compile(r"[;,，；]?\s*\b(?:and|or)$")
_LONGEST = 120
"""Characters of an English member that is taken whole."""
SHORTEST_CLAUSE = 4
"""Characters of a clause that stands for a long member."""
_HANGS = re.compile(
    "^(?:[对在当如若因为以]|根据|按照|依照|针对|通过|随着|围绕|除)|[的时后前下中上]$"
)
_SEQUENCE = re.compile(r"首先|其次|再次|第三|再者|最后")


def numbered(paragraph: str) -> Iterator[Enumeration]:
    """一是……二是……, 第一，……第二，……, 首先……其次……, whose order counts; （一）……（二）……,
    ①……②……, whose numbers are mere labels."""
    for marker in (*_ORDERED_MARKERS, *_MARKERS):
        for spans in _runs(paragraph, marker, number_value):
            yield from _sequence(paragraph, spans, ordered=marker in _ORDERED_MARKERS)
    if _SECOND.search(paragraph):
        for marker, value in _LATIN_MARKERS:
            for spans in _runs(paragraph, marker, value):
                yield from _sequence(paragraph, spans, ordered=False)
    words = [(m.group(), m.span()) for m in _SEQUENCE.finditer(paragraph)]
    if len(words) > 1 and words[0][0] == "首先" and len({word for word, _ in words}) == len(words):
        yield from _sequence(paragraph, [span for _, span in words], ordered=True)


def _runs(
    paragraph: str, marker: re.Pattern[str], value: Callable[[str], int]
) -> Iterator[list[Span]]:
    """The places of numbers that count from one without a gap."""
    matches = list(marker.finditer(paragraph))
    start = 0
    while start < len(matches):
        end = start
        while end < len(matches) and value(matches[end][1]) == end - start + 1:
            end += 1
        if end - start >= 2:
            yield [match.span() for match in matches[start:end]]
        start = max(end, start + 1)


def _sequence(paragraph: str, marks: Sequence[Span], *, ordered: bool) -> Iterator[Enumeration]:
    ends = [*(start for start, _ in marks[1:]), len(paragraph)]
    first, places = marks[0][0], [(mark[1], end) for mark, end in zip(marks, ends, strict=True)]
    if _HAN_TEXT.search(paragraph, first):
        items = [_first_sentence(paragraph, *place) for place in places]
        members, lead = _of_one_size(paragraph, items), lead_before(paragraph, first)
    else:
        items = members = [_english_item(paragraph, *place) for place in places]
        lead = english_lead(paragraph, _sentence(paragraph, first), first)
    # Paragraphs (a) and (b) are pointed at, and listed elsewhere.
    if not any(_POINTS.fullmatch(paragraph[start:end]) or start >= end for start, end in members):
        end = items[-1][1]
        yield Enumeration((lead, first), tuple(members), end, ordered=ordered, numbered=True)


def _sentence(paragraph: str, place: int) -> int:
    return max((start for start, _ in sentences(paragraph[:place])), default=0)


def _english_item(paragraph: str, start: int, end: int) -> Span:
    """The member without the word that joins the next, or the first sentence or clause of a long
    one."""
    start, end = trim(paragraph, (start, end))
    end = start + next((stop for _, stop in sentences(paragraph[start:end])), 0)
    for stop in ";,":
        if end - start > _LONGEST and (cut := paragraph.find(stop, start + 4, end)) > 0:
            end = cut
    start, end = trim(paragraph, (start, end))
    joined = _JOINS_NEXT.search(paragraph[start:end])
    return trim(paragraph, (start, start + joined.start())) if joined else (start, end)


def _first_sentence(paragraph: str, start: int, end: int) -> Span:
    """The member, or the first sentence of one that goes on for long."""
    start, end = trim(paragraph, (start, end))
    for stop in "。；":
        if end - start > MAX_LEAD and (cut := paragraph.find(stop, start + 4, end)) > 0:
            end = cut
    return trim(paragraph, (start, end))


def _of_one_size(paragraph: str, items: list[Span]) -> list[Span]:
    """The members as they are, or, where one is long, the first clause of each: whoever names
    three of them whole could not know that the fourth ends with its first words."""
    if all(end - start <= 2 * MAX_LEAD for start, end in items):
        return items
    cut = [_first_clause(paragraph, *item) for item in items]
    return cut if all(_stands(paragraph[start:end]) for start, end in cut) else items


def _first_clause(paragraph: str, start: int, end: int) -> Span:
    stop = paragraph.find("，", start + SHORTEST_CLAUSE, end)
    return trim(paragraph, (start, stop if stop > 0 else end))


def _stands(clause: str) -> bool:
    """Whether a clause says something by itself: not 对拒不改正的, 在此基础上."""
    short = SHORTEST_CLAUSE <= len(clause) <= 2 * MAX_LEAD
    return short and not _HANGS.search(clause)
