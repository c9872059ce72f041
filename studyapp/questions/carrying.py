"""Marks through a change of words: where the marked words of a sentence stand when it is reworded.

A mark whose words stay keeps its part, and with it what people remember of it; one whose words
changed (任期[[三年]] to 任期五年) asks the new words.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from studyapp.questions.marks import Mark

# A mark that grows to more than this many times its length has become something else.
MOST_GROWN = 3


def carried(marks: Sequence[Mark], former: str, text: str) -> tuple[Mark, ...]:
    """Where the marks of `former` stand in `text`, in the order given; what is gone is left out."""
    places = _places(former, text)
    found: list[Mark] = []
    for start, end in marks:
        mark = (places[start][0], places[end - 1][1])
        size = mark[1] - mark[0]
        apart = all(mark[1] <= a or b <= mark[0] for a, b in found)
        if 0 < size <= MOST_GROWN * (end - start) and apart and text[slice(*mark)].strip():
            found.append(mark)
    return tuple(found)


def _places(former: str, text: str) -> list[Mark]:
    """For each character of `former` the span of `text` that stands in its place.

    That is itself where it stayed, and all of the words that replaced it where it did not.
    """
    places: list[Mark] = []
    gone = at = 0
    for block in Indel.editops(former, text).as_matching_blocks():
        places += [(at, block.b)] * (block.a - gone)
        places += [(block.b + n, block.b + n + 1) for n in range(block.size)]
        gone, at = block.a + block.size, block.b + block.size
    return places
