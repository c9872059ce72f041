"""What an enumeration is, and what is done with any of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from studyapp.text.counts import stated_count
from studyapp.text.leads import STOPS, tells_order
from studyapp.text.segment import Span

MOST = 5
"""Members asked for at once."""
MAX_MEMBER, MAX_TAIL, MAX_LEAD = 25, 16, 40

_LISTED = re.compile("[、，。；：！？,;:!?\n…—“”‘’「」『』（）()《》【】]")
_ENDING = "；;。，,、.．！! "


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Spans in the paragraph. ``lead`` introduces the members; ``end`` is where the clause of the
    last one ends, if that is near. ``ordered``: the words tell that the order of the members
    counts. ``counted``: the words around say how many members there are, and that many were
    found, or not; None where they do not say. ``numbered``: each member has its number or its
    首先, so that the heading over them introduces them where no words do."""

    lead: Span
    members: tuple[Span, ...]
    end: int
    ordered: bool = False
    counted: bool | None = None
    numbered: bool = False


def chunks(enumeration: Enumeration) -> list[Enumeration]:
    """The enumeration, or if it has more than five members, even parts of it."""
    count = len(enumeration.members)
    parts = -(-count // MOST)
    if parts == 1:
        return [enumeration]
    result = []
    start = 0
    for n in range(parts):
        size = (count - start) // (parts - n) + bool((count - start) % (parts - n))
        members = enumeration.members[start : start + size]
        end = enumeration.end if n + 1 == parts else members[-1][1]
        result.append(replace(enumeration, members=members, end=end))
        start += size
    return result


def with_words(text: str, found: Enumeration) -> Enumeration:
    """Held against what the words around the members say: how many they are, and in what order."""
    lead = text[slice(*found.lead)]
    after = text[found.members[-1][1] : found.members[-1][1] + MAX_LEAD].lstrip("”》」")
    # What is counted before another list is counted for that one: 三类水体（河、湖、海）的……
    count = stated_count(lead[lead.rfind("、") + 1 :], after)
    said = tells_order(lead, [text[start:end] for start, end in found.members], after)
    return replace(
        found,
        ordered=found.ordered or said,
        counted=None if count is None else count == len(found.members),
    )


def trim(text: str, span: Span) -> Span:
    """The span without spaces and stops at its ends."""
    start, end = span
    while start < end and text[start] in " \u3000，,：:、的":
        start += 1
    while end > start and text[end - 1] in _ENDING + "\u3000\n":
        end -= 1
    return start, end


def tail(paragraph: str, end: int) -> int:
    """The end of the clause, where it is near: ……等领域."""
    for i in range(end, min(len(paragraph), end + MAX_TAIL)):
        if paragraph[i] in STOPS or paragraph[i] in "“”「」（(《":
            return i if paragraph[i] in STOPS else end
    return len(paragraph) if len(paragraph) - end < MAX_TAIL else end


def clauses(paragraph: str, partners: dict[int, int], signs: frozenset[str]) -> list[list[Span]]:
    """For each stretch inside one pair of marks, or outside all, and between stops that are not
    among the signs, the pieces that the signs cut it into."""
    closers = {closing: opening for opening, closing in partners.items()}
    stretches: list[list[Span]] = []
    stack: list[tuple[int, list[Span]]] = [(0, [])]

    def flush(end: int) -> None:
        start, pieces = stack.pop()
        if pieces:
            stretches.append([*pieces, (start, end)])

    for match in _LISTED.finditer(paragraph):
        i, char = match.start(), match.group()
        if i in partners:
            stack.append((i + 1, []))
        elif i in closers:
            flush(i)
        elif char in signs:
            start, pieces = stack.pop()
            stack.append(
                (i + 1, [*pieces, (start, i)] if not pieces else _added(pieces, (start, i)))
            )
        elif char in STOPS:
            flush(i)
            stack.append((i + 1, []))
    while stack:
        flush(len(paragraph))
    return stretches


def _added(pieces: list[Span], piece: Span) -> list[Span]:
    pieces.append(piece)
    return pieces
