"""A long sentence cut into pieces that one can hold in mind."""

from __future__ import annotations

import re
from itertools import pairwise

from studyapp.text.segment import Span, enclosures

LONG = 90
"""Width, in Han characters, above which a sentence is cut."""
_TARGET, _SHORT, _HARD = 70, 24, 300
NEAR = 8
"""Characters before a cut in which the mark that it stands behind is looked for."""
LETTERS = 4
"""Letters of other scripts that say as much as a Han character: a word of five and a space, 1.5."""
_CUTS = re.compile(r"；|，|[;,](?=\s)|--")
_LETTER, _NARROW = re.compile("[!-~]"), re.compile("[\0-\u1fff]+")
_SPACES = re.compile(r"\s*")
# Where a clause begins in English, so that a piece makes sense; elsewhere a comma parts a list.
_CLAUSE = re.compile(
    r"(?:and|but|or|nor|so|yet|for|which|who|whom|whose|where|when|whenever|until|unless|if|as"
    r"|provided|except|that|to|because|while|although|then|in order)\b",
    re.IGNORECASE,
)


def width(text: str) -> float:
    """The length in Han characters; four letters of other scripts count as one."""
    if not (text.isascii() or _LETTER.search(text)):
        return len(text)
    return len(text) - sum(map(len, _NARROW.findall(text))) * (LETTERS - 1) / LETTERS


def pieces(sentence: str) -> list[Span]:
    """Spans that together are the sentence: all of it, or cut at ； and then ， into pieces of
    about 70 characters; inside quotation marks only where it must be."""
    if width(sentence) <= LONG:
        return [(0, len(sentence))]
    outside, inside = _places(sentence)
    spans = _at_semicolons(sentence, [i for i in outside if _is_strong(sentence, i)])
    clauses = [i for i in outside if not _is_latin(sentence, i) or _CLAUSE.match(sentence, i)]
    for places in (clauses, outside, inside):
        spans = [cut for span in spans for cut in _balanced(sentence, span, places)]
    return [cut for span in spans for cut in _by_force(sentence, span)]


def opens_clause(text: str) -> bool:
    """Whether what a long English sentence goes on with is a clause, and no member of a list."""
    return bool(_CLAUSE.match(text))


def _is_strong(sentence: str, place: int) -> bool:
    """Whether what stands before a place closes a clause for good: ；, or -- in old print."""
    return sentence[max(0, place - NEAR) : place].rstrip().endswith(("；", ";", "--"))


def _is_latin(sentence: str, place: int) -> bool:
    return sentence[place : place + 1].isascii()


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


def _by_force(sentence: str, span: Span) -> list[Span]:
    """Nothing to cut at for a width of 300: then cut anywhere, but between words."""
    start, end = span
    count = -(-int(width(sentence[start:end])) // _HARD)
    size = -(-(end - start) // max(count, 1))
    if count < 2:
        return [span]
    places = [
        sentence.rfind(" ", at - size // 2, at) + 1 or at for at in range(start + size, end, size)
    ]
    return list(pairwise([start, *places, end]))
