"""A long sentence cut into pieces that one can hold in mind."""

from __future__ import annotations

import re

from studyapp.text.segment import Span, enclosures

LONG = 90
"""Width, in Han characters, above which a sentence is cut."""
_TARGET, _SHORT, _HARD = 70, 24, 300
_CUTS = re.compile(r"；|，|[;,](?=\s)")
_LETTER, _NARROW = re.compile("[!-~]"), re.compile("[\0-\u1fff]+")
_SPACES = re.compile(r"\s*")


def width(text: str) -> float:
    """The length in Han characters; two letters of other scripts count as one."""
    if not (text.isascii() or _LETTER.search(text)):
        return len(text)
    return len(text) - sum(map(len, _NARROW.findall(text))) / 2


def pieces(sentence: str) -> list[Span]:
    """Spans that together are the sentence: all of it, or cut at ； and then ， into pieces of
    about 70 characters; inside quotation marks only where it must be."""
    if width(sentence) <= LONG:
        return [(0, len(sentence))]
    outside, inside = _places(sentence)
    spans = _at_semicolons(sentence, [i for i in outside if sentence[i - 1 : i] == "；"])
    spans = [cut for span in spans for cut in _balanced(sentence, span, outside)]
    spans = [cut for span in spans for cut in _balanced(sentence, span, inside)]
    return [cut for span in spans for cut in _by_force(span)]


def _places(sentence: str) -> tuple[list[int], list[int]]:
    """Where it may be cut outside all quotation marks and brackets, and inside."""
    outside: list[int] = []
    inside: list[int] = []
    closed = -1
    partners = sorted(enclosures(sentence).items())
    at = 0
    for match in _CUTS.finditer(sentence):
        while at < len(partners) and partners[at][0] < match.start():
            closed = max(closed, partners[at][1])
            at += 1
        spaces = _SPACES.match(sentence, match.end())
        place = spaces.end() if spaces else match.end()
        (inside if match.start() < closed else outside).append(place)
    return outside, inside


def _at_semicolons(sentence: str, places: list[int]) -> list[Span]:
    """Cut at each ；, but join what is short to its neighbour."""
    spans: list[Span] = []
    start = 0
    for end in [*places, len(sentence)]:
        if end == start:
            continue
        joined = spans and width(sentence[spans[-1][0] : end]) <= LONG
        if joined and min(width(sentence[slice(*spans[-1])]), width(sentence[start:end])) < _SHORT:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        start = end
    return spans


def _balanced(sentence: str, span: Span, places: list[int]) -> list[Span]:
    """Cut a long span at some of the places into pieces as even as they allow."""
    total = width(sentence[slice(*span)])
    if total <= LONG:
        return [span]
    usable = [place for place in places if span[0] < place < span[1]]
    target = total / max(2, round(total / _TARGET))
    spans: list[Span] = []
    start, last = span[0], span[0]
    for place in [*usable, span[1]]:
        before, after = width(sentence[start:last]), width(sentence[start:place])
        if last > start and after > target and (after > LONG or target - before < after - target):
            spans.append((start, last))
            start = last
        last = place
    return [*spans, (start, span[1])]


def _by_force(span: Span) -> list[Span]:
    """Nothing to cut at for 300 characters: then cut anywhere."""
    start, end = span
    count = -(-(end - start) // _HARD)
    size = -(-(end - start) // max(count, 1))
    return [(at, min(at + size, end)) for at in range(start, end, size)] if count > 1 else [span]
