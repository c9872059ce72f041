"""Word banks: which blanks of a statement are filled together, and from which words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studyapp.questions.distractors import is_variant
from studyapp.questions.evidence import tag
from studyapp.questions.parts import Part
from studyapp.questions.tokens import tokens
from studyapp.text.normalize import fold

FEWEST, MOST = 2, 4
"""Blanks of a word bank."""
SPARE = 2
"""Words too many, so that the last blank is not filled by what is left over."""

_LIST_JOIN = re.compile(r"(?:、|和|与|及|以及|或|或者|,|, and|and|or)?")
_WRAPS = re.compile(r"[“”‘’「」『』《》〈〉（）()\s]+")
_CLAUSE_END = re.compile(r"[，。；：！？,;:!?]")


@dataclass(frozen=True, slots=True)
class Tiles:
    """The parts asked, in the order of the text, and the words offered for them, each once."""

    parts: tuple[Part, ...]
    tiles: tuple[str, ...]


def choose_tiles(
    text: str, by_worth: Sequence[Part], wrong: Mapping[str, Sequence[str]], *, in_order: bool
) -> Tiles | None:
    """The blanks and the words of a word bank; None where there is no sound one.

    `by_worth`: the parts, most worth asking first; `wrong`: the distractors of each by its key.
    No two words are one another in another form, and no two blanks are members of one list, in
    which each would fit either, unless their order counts (`in_order`). Two blanks have at
    least one word too many, or knowing one would tell the other.
    """
    chosen: list[Part] = []
    for part in by_worth:
        if len(chosen) < MOST and all(_apart(text, part, one, in_order) for one in chosen):
            chosen.append(part)
    keys = [part.text for part in chosen]
    first = [option for part in chosen for option in wrong.get(part.key, ())[:1]]
    second = [option for part in chosen for option in wrong.get(part.key, ())[1:2]]
    spare = _spare([*first, *second], keys)
    least = _least_spare(keys)
    if len(chosen) < FEWEST or len(spare) < least:
        return None
    return Tiles(tuple(sorted(chosen, key=lambda part: part.start)), (*keys, *spare))


def _least_spare(keys: Sequence[str]) -> int:
    """How many words too many it takes, so that grammar alone does not tell where each belongs."""
    kinds = len({tag(tokens(key)[-1]) for key in keys})
    if len(keys) <= FEWEST:
        return 1
    return 0 if kinds == 1 else SPARE if kinds == len(keys) else 1


def _apart(text: str, part: Part, other: Part, in_order: bool) -> bool:
    """Whether two parts can be asked side by side: neither would do in the place of the other."""
    if is_variant(fold(part.text), fold(other.text)):
        return False
    first, second = sorted((part, other), key=lambda one: one.start)
    return in_order or not _are_siblings(text[first.end : second.start])


def _are_siblings(between: str) -> bool:
    """Whether what stands between two parts makes them members of one list."""
    bare = _WRAPS.sub("", between)
    if "、" in bare and not _CLAUSE_END.search(bare):
        return True
    return bool(_LIST_JOIN.fullmatch(bare))


def _spare(offered: Sequence[str], keys: Sequence[str]) -> list[str]:
    taken = [fold(key) for key in keys]
    spare: list[str] = []
    for option in offered:
        folded = fold(option)
        if len(spare) < SPARE and not any(is_variant(folded, one) for one in taken):
            spare.append(option)
            taken.append(folded)
    return spare
