"""The members of a list without what the sentence says of all of them: its verb and its end."""

from __future__ import annotations

from collections.abc import Sequence

from studyapp.questions.marks import Mark
from studyapp.questions.tokens import tokens

HEAD = 2
"""Characters that all members end in, where the first one brings the verb of all."""
SUMS = dict(enumerate("三四五六七八九十", 3))
MANNER = "地"
"""What the last of several adverbs takes with it: 热情、周到、耐心 | 地接待读者."""
FOLLOWING = 2
"""Members that open alike and so begin a list of their own."""


def whole_members(text: str, members: Sequence[Mark]) -> tuple[Mark, ...]:
    """The members as they stand for themselves; () where two lists run into one another.

    试行 | 上门借阅、预约借阅、自助借阅: the verb governs all, and stands outside of the first.
    """
    told = [text[start:end] for start, end in members]
    if len(told) < FOLLOWING or "\n" in text:
        return tuple(members)
    if _is_merged(told):
        return ()
    (first, *inner), last = members[:-1], members[-1]
    begin = first[0] + len(_verb_of_all(told))
    end = last[0] + len(_before_manner(told))
    return ((begin, first[1]), *inner, (last[0], end))


def are_summed_up(told: Sequence[str], shown: str) -> bool:
    """Whether what is shown beside a list sums it up: 晒书、晒画、晒谱 beside 三晒."""
    numeral = SUMS.get(len(told))
    if numeral is None:
        return False
    shared = set.intersection(*(set(one) for one in told))
    return any(
        f"{numeral}{char}" in shown and all(len(one) <= HEAD for one in told) for char in shared
    )


def _verb_of_all(told: Sequence[str]) -> str:
    """The verb at the head of the first member that goes with every one; "" for none."""
    first, *others = told
    opening = tokens(first)[0]
    rest = first[len(opening.text) :]
    if opening.pos != "v" or len(opening.text) != HEAD or len(rest) < 2 * HEAD:
        return ""
    if len(first) <= max(map(len, others)) or len(rest) > max(map(len, others)) + 1:
        return ""
    alike = all(one.endswith(rest[-HEAD:]) and len(one) > HEAD for one in others)
    acting = any(_is_doing(one) for one in others)
    return opening.text if alike and not acting else ""


def _is_doing(term: str) -> bool:
    opening = tokens(term)[0]
    return opening.pos == "v" and len(opening.text) == HEAD


def _before_manner(told: Sequence[str]) -> str:
    """The last member, cut before the 地 that goes with all."""
    *others, last = told
    place = next((word.start for word in tokens(last) if word.text == MANNER), 0)
    if not place or any(MANNER in one for one in others):
        return last
    return last[:place] if place <= max(map(len, others)) + 1 else last


def _is_merged(told: Sequence[str]) -> bool:
    """Whether a member ends one list and begins the next."""
    return any(_goes_on_from_a_noun(told, at) or _turns(told, at) for at in range(len(told) - 1))


def _goes_on_from_a_noun(told: Sequence[str], at: int) -> bool:
    """热情、亲切的态度周到、耐心: what stands behind the 的 of all belongs to the next list."""
    member, others = told[at], [*told[:at], *told[at + 1 : -1]]
    if "的" not in member[1:-1] or not others or any("的" in one for one in others):
        return False
    long = len(member) > 2 * max(map(len, others))
    return long and len(member[member.index("的") :]) > HEAD


def _turns(told: Sequence[str], at: int) -> bool:
    """一座书库、一间书房里最静、最亮、最大: all that follow open with what is inside."""
    following = {one[0] for one in told[at + 1 :]}
    if not at or len(told) - at <= FOLLOWING or len(following) > 1:
        return False
    opening = following.pop()
    inside = told[at].find(opening, HEAD) > 0
    return inside and not any(one[0] == opening for one in told[: at + 1])
