"""Word banks: which blanks of a statement are filled together, and from which words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studyapp.questions.distractors import is_variant
from studyapp.questions.evidence import tag
from studyapp.questions.parts import Part
from studyapp.questions.tokens import tokens
from studyapp.questions.wordlists import MODALS
from studyapp.text.normalize import fold

FEWEST, MOST = 2, 4
"""Blanks of a word bank."""
SPARE = 2
"""Words too many, so that the last blank is not filled by what is left over."""

_AMOUNTS = frozenset({"num", "date", "m"})
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
    which each would fit either, unless their order counts (`in_order`). There is at least one
    word too many, and most blanks have two words of their kind to take.
    """
    chosen: list[Part] = []
    for part in by_worth:
        if part.text in MODALS:
            continue
        if len(chosen) < MOST and all(_apart(text, part, one, in_order) for one in chosen):
            chosen.append(part)
    keys = [part.text for part in chosen]
    spare, rivalled = _spare([wrong.get(part.key, ()) for part in chosen], keys)
    if len(chosen) < FEWEST or not spare or _settled(keys, rivalled) > len(keys) // 3:
        return None
    return Tiles(tuple(sorted(chosen, key=lambda part: part.start)), (*keys, *spare))


def _settled(keys: Sequence[str], rivalled: Sequence[bool]) -> int:
    """How many blanks grammar alone tells a word for: no other word is of its kind."""
    kinds = [_kind(key) for key in keys]
    alone = (
        not has and not any(_vie(kind, other) for other in kinds[:at] + kinds[at + 1 :])
        for at, (kind, has) in enumerate(zip(kinds, rivalled, strict=True))
    )
    return sum(alone)


def _kind(key: str) -> tuple[str, bool, int]:
    """What a word's last word is, whether its first one is a verb, and its size."""
    found = tokens(key)
    kind = tag(found[-1])
    return "amount" if kind in _AMOUNTS else kind, found[0].pos == "v", len(key)


def _vie(one: tuple[str, bool, int], other: tuple[str, bool, int]) -> bool:
    """Whether two words could stand in one place by their form; not 创纪录 and 交通管理部门."""
    if one[0] == other[0] == "amount":
        return True
    return one[:2] == other[:2] and max(one[2], other[2]) < 2 * min(one[2], other[2])


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


def _spare(offered: Sequence[Sequence[str]], keys: Sequence[str]) -> tuple[list[str], list[bool]]:
    """Words too many, one of each blank before a second of any; and which blanks have one."""
    taken = [fold(key) for key in keys]
    spare: list[str] = []
    rivalled = [False] * len(keys)
    for turn in range(2):
        for at, options in enumerate(offered):
            for option in options[turn : turn + 1]:
                folded = fold(option)
                if len(spare) < SPARE and not any(is_variant(folded, one) for one in taken):
                    spare.append(option)
                    taken.append(folded)
                    rivalled[at] = True
    return spare, rivalled
