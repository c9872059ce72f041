"""Blanks that are crumbs of something else: letters, half of a gloss, the head of a report."""

from __future__ import annotations

import re

from studyapp.questions.blanks import Blank
from studyapp.questions.series import shelves

_HAN = re.compile("[\u4e00-\u9fff]")
_GLOSS_OPENS = re.compile(r"[（(][A-Za-z][A-Za-z -]*[ -]$")
_GLOSS_CLOSES = re.compile(r"[ -][A-Za-z][A-Za-z -]*[）)]")
_REFERS = re.compile(r"第 ?[\d.]+ ?[节節章] ?[“「《]$")
_POINTS = re.compile(r"\b(?:this|these|those) $", re.IGNORECASE)
_WIRED = re.compile(r"\s*(?:\d{1,2}月)?(?:\d{1,2}日)?[电電讯訊]{1,2}[（(，]")


def is_crumb(blank: Blank) -> bool:
    """Whether it is the letter of an option, one word of a gloss, where a report was wired, what
    another section is called, or what always goes with its neighbour."""
    key, start = blank.one.text, blank.one.start
    if len(key) == 1 and key.isascii() and key.isalpha():
        return True
    if any(sign.search(blank.text, 0, start) for sign in (_POINTS, _REFERS)):
        return True
    return any(rule(blank) for rule in (_is_half_gloss, _is_wired, _is_beside_kin))


def _is_half_gloss(blank: Blank) -> bool:
    """多标签分类（multi-label | classification）: the other word and the Chinese term tell it."""
    one, before, after = blank.one, blank.text[: blank.one.start], blank.text[blank.one.end :]
    if not one.text.isascii() or not _HAN.search(blank.text):
        return False
    return bool(_GLOSS_OPENS.search(before)) or (
        before.endswith(("（", "(")) and bool(_GLOSS_CLOSES.match(after))
    )


def _is_wired(blank: Blank) -> bool:
    """新华社巴黎 | 12月9日电（记者……）."""
    return _WIRED.match(blank.text, blank.one.end) is not None


def _is_beside_kin(blank: Blank) -> bool:
    """香港、 | 澳门: the other of a set pair stands beside it."""
    text, one = blank.text, blank.one
    kin = shelves().get(one.text, ())
    return any(
        text.endswith(f"{other}{join}", 0, one.start) or text.startswith(f"{join}{other}", one.end)
        for other in kin
        for join in ("、", "和", "与")
    )
