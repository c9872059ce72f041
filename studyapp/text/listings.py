"""Lists whose members are paragraphs, under one that ends with a colon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from studyapp.text.enumerations import Enumeration, trim
from studyapp.text.labels import read_label
from studyapp.text.segment import Span

_LONGEST, _SHORT = 60, 30


def find_listings(paragraphs: Sequence[str]) -> Iterator[Enumeration]:
    """Lists of two and more, their spans in the paragraphs joined by newlines.

    The members are numbered one by one, or each but the last ends with ； as in a statute, or
    they are short and have no stops.
    """
    starts = [0]
    for paragraph in paragraphs:
        starts.append(starts[-1] + len(paragraph) + 1)
    body = "\n".join(paragraphs)
    i = 0
    while i < len(paragraphs):
        count = _count(paragraphs, i + 1) if paragraphs[i][-1] in "：:" else 0
        if count > 1:
            yield _listing(body, paragraphs, starts, i, count)
        i += 1 + max(count, 0)


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
        (lead, starts[i + 1] - 1), tuple(members), members[-1][1], ordered=is_numbered
    )


def _brief(body: str, span: Span) -> Span:
    """The member, or its first clause where it is long."""
    start, end = trim(body, span)
    for stop in "。；：，":
        if end - start > _LONGEST and (cut := body.find(stop, start + 4, end)) > 0:
            end = cut
    return trim(body, (start, end))
