"""Parts: what of a statement can be missed on its own, under keys that outlive edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2s

from studyapp.questions.marks import Mark
from studyapp.text.normalize import fold, fold_with_map


@dataclass(frozen=True, slots=True)
class Part:
    """One mark of a statement: its stable key, its place and its words."""

    key: str
    start: int
    end: int
    text: str


def parts(text: str, marks: Sequence[Mark]) -> tuple[Part, ...]:
    """The parts of a statement in the order of its text.

    A key is 16 hexadecimal digits of the part's folded words, a dot, and which of their
    occurrences in the statement it is. Occurrences are counted in the text, not among the marks,
    so a key does not change when another mark comes or goes.
    """
    folded, origin = fold_with_map(text)
    taken: set[str] = set()
    found: list[Part] = []
    for start, end in sorted(marks):
        words = text[start:end]
        key = _free(fold(words) or words, _occurrence(folded, origin, words, start), taken)
        taken.add(key)
        found.append(Part(key=key, start=start, end=end, text=words))
    return tuple(found)


def _occurrence(folded: str, origin: Sequence[int], words: str, start: int) -> int:
    """How often the folded words stand in the text before `start`."""
    needle = fold(words)
    count = 0
    at = folded.find(needle) if needle else -1
    while at >= 0 and origin[at] < start:
        count += 1
        at = folded.find(needle, at + 1)
    return count


def _free(folded: str, occurrence: int, taken: set[str]) -> str:
    """The key, moved on where context made two places fold alike (a part of marks only: ……)."""
    digest = blake2s(folded.encode(), digest_size=8).hexdigest()
    while f"{digest}.{occurrence}" in taken:
        occurrence += 1
    return f"{digest}.{occurrence}"
