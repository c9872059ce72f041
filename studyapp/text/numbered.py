"""Enumerations whose members are numbered in running text: 一是, 第一, （一）, ①, (a), (i), 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studyapp.text.labels import number_value
from studyapp.text.leads import lead_before
from studyapp.text.lists import MAX_LEAD, Enumeration, trim
from studyapp.text.segment import Span

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
        r"(?<![\d.])(\d{1,2})[.．、）)](?!\d)",
    )
)
_SEQUENCE = re.compile(r"首先|其次|再次|第三|再者|最后")


def numbered(paragraph: str) -> Iterator[Enumeration]:
    """一是……二是……, 第一，……第二，……, 首先……其次……, whose order counts; （一）……（二）……,
    ①……②……, whose numbers are mere labels."""
    for marker in (*_ORDERED_MARKERS, *_MARKERS):
        matches = list(marker.finditer(paragraph))
        start = 0
        while start < len(matches):
            end = start
            while end < len(matches) and number_value(matches[end][1]) == end - start + 1:
                end += 1
            if end - start >= 2:
                spans = [m.span() for m in matches[start:end]]
                yield _sequence(paragraph, spans, ordered=marker in _ORDERED_MARKERS)
            start = max(end, start + 1)
    words = [(m.group(), m.span()) for m in _SEQUENCE.finditer(paragraph)]
    if len(words) > 1 and words[0][0] == "首先" and len({word for word, _ in words}) == len(words):
        yield _sequence(paragraph, [span for _, span in words], ordered=True)


def _sequence(paragraph: str, marks: Sequence[Span], *, ordered: bool) -> Enumeration:
    ends = [*(start for start, _ in marks[1:]), len(paragraph)]
    members = tuple(
        _first_clause(paragraph, mark[1], end) for mark, end in zip(marks, ends, strict=True)
    )
    lead = (lead_before(paragraph, marks[0][0]), marks[0][0])
    return Enumeration(lead, members, members[-1][1], ordered=ordered, numbered=True)


def _first_clause(paragraph: str, start: int, end: int) -> Span:
    """The member, or the first clause of one that goes on for long."""
    start, end = trim(paragraph, (start, end))
    for stop in "。；":
        if end - start > MAX_LEAD and (cut := paragraph.find(stop, start + 4, end)) > 0:
            end = cut
    if end - start > 2 * MAX_LEAD and (cut := paragraph.find("，", start + 4, end)) > 0:
        end = cut
    return trim(paragraph, (start, end))
