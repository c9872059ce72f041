"""Lists whose members are paragraphs: under one that ends with a colon, or 一是……, 二是……."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studyapp.text.labels import number_value, read_label
from studyapp.text.leads import introduces
from studyapp.text.lists import Enumeration, trim, with_words
from studyapp.text.segment import Span, sentences

_LONGEST, _SHORT, _FARTHEST = 60, 30, 1500
_HAN = "[一二三四五六七八九十]{1,2}"
_OPENINGS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"({_HAN})(?:是|要|则)(?!个|种|样|些|项|次|年)[，,：:]?",
        rf"第({_HAN}|\d{{1,2}})(?:步[，,、：:是]?|[，,、：:])",
    )
)


def find_listings(paragraphs: Sequence[str]) -> Iterator[Enumeration]:
    """Lists of two and more, their spans in the paragraphs joined by newlines.

    Under a colon the members are numbered one by one, or each but the last ends with ； as in a
    statute, or they are short and have no stops.
    """
    starts = [0]
    for paragraph in paragraphs:
        starts.append(starts[-1] + len(paragraph) + 1)
    body = "\n".join(paragraphs)
    for listing in (*_spread(body, paragraphs, starts), *_under_colons(body, paragraphs, starts)):
        # A paragraph may be nothing but ；.
        if all(start < end for start, end in listing.members):
            yield with_words(body, listing)


def _under_colons(
    body: str, paragraphs: Sequence[str], starts: Sequence[int]
) -> Iterator[Enumeration]:
    i = 0
    while i < len(paragraphs):
        count = _count(paragraphs, i + 1) if paragraphs[i][-1] in "：:" else 0
        if count > 1:
            yield _listing(body, paragraphs, starts, i, count)
        i += 1 + max(count, 0)


def _spread(body: str, paragraphs: Sequence[str], starts: Sequence[int]) -> Iterator[Enumeration]:
    """一是……, 二是…… or 第一，……, 第二，……, each of which opens a paragraph of its own, with others
    between them or not."""
    for opening in _OPENINGS:
        run: list[tuple[int, int]] = []
        for n, paragraph in enumerate([*paragraphs, ""]):
            match = opening.match(paragraph)
            number = number_value(match[1]) if match else 0
            if number == 1 or n == len(paragraphs):
                yield from _run_on(body, paragraphs, starts, run)
                run = []
            if match and number == len(run) + 1:
                run.append((n, match.end()))


def _run_on(
    body: str,
    paragraphs: Sequence[str],
    starts: Sequence[int],
    run: Sequence[tuple[int, int]],
) -> Iterator[Enumeration]:
    if len(run) < 2 or (run[0][0] and paragraphs[run[0][0] - 1][-1] in "：:"):
        return
    members = [
        _sentence(body, (starts[n] + skipped, starts[n] + len(paragraphs[n]))) for n, skipped in run
    ]
    lead = _introduction(body, paragraphs, starts, run[0][0])
    if members[-1][1] - lead[0] <= _FARTHEST:
        yield Enumeration(lead, tuple(members), members[-1][1], ordered=True, numbered=True)


def _introduction(body: str, paragraphs: Sequence[str], starts: Sequence[int], first: int) -> Span:
    """The sentence before the paragraph, if it tells of what follows; else nothing."""
    if first:
        at, to = sentences(paragraphs[first - 1])[-1]
        text = paragraphs[first - 1][at:to]
        if to - at <= _LONGEST and introduces(text):
            return trim(body, (starts[first - 1] + at, starts[first - 1] + to))
    return starts[first], starts[first]


def _sentence(body: str, span: Span) -> Span:
    """The first sentence of the member, or its first clause where that is long."""
    start, end = trim(body, span)
    stop = body.find("。", start, end)
    return _brief(body, (start, stop if stop > start else end))


def _count(paragraphs: Sequence[str], first: int) -> int:
    counts = (f(paragraphs, first) for f in (_numbered, _stopped, _unstopped))
    return next((count for count in counts if count > 1), 0)


def _from(paragraphs: Sequence[str], first: int) -> Iterator[str]:
    return (paragraphs[n] for n in range(first, len(paragraphs)))


def _numbered(paragraphs: Sequence[str], first: int) -> int:
    style = ""
    count = 0
    for paragraph in _from(paragraphs, first):
        label = read_label(paragraph)
        if label is None or label.number != count + 1 or (style and label.style != style):
            break
        style = label.style
        count += 1
    return count


def _stopped(paragraphs: Sequence[str], first: int) -> int:
    for count, paragraph in enumerate(_from(paragraphs, first), start=1):
        if len(paragraph) > 2 * _LONGEST:
            return 0
        if paragraph[-1] in "。.．":
            return count
        if paragraph[-1] not in "；;":
            return 0
    return 0


def _unstopped(paragraphs: Sequence[str], first: int) -> int:
    count = 0
    for paragraph in _from(paragraphs, first):
        if len(paragraph) > _SHORT or not (paragraph[0].isalnum() and paragraph[-1].isalnum()):
            break
        count += 1
    return count


def _listing(
    body: str, paragraphs: Sequence[str], starts: Sequence[int], i: int, count: int
) -> Enumeration:
    members: list[Span] = []
    is_numbered = False
    for n in range(i + 1, i + 1 + count):
        label = read_label(paragraphs[n])
        is_numbered = is_numbered or label is not None
        skipped = len(paragraphs[n]) - len(label.rest) if label else 0
        members.append(_brief(body, (starts[n] + skipped, starts[n] + len(paragraphs[n]))))
    lead = starts[i] + max(paragraphs[i].rfind("。") + 1, 0)
    return Enumeration(
        (lead, starts[i + 1] - 1), tuple(members), members[-1][1], numbered=is_numbered
    )


def _brief(body: str, span: Span) -> Span:
    """The member, or its first clause where it is long."""
    start, end = trim(body, span)
    for stop in "。；：，":
        if end - start > _LONGEST and (cut := body.find(stop, start + 4, end)) > 0:
            end = cut
    return trim(body, (start, end))
