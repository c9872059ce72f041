"""Blanks that are crumbs of something else: letters, half of a gloss, the head of a report."""

from __future__ import annotations

import re

from studyapp.questions.blanks import Blank
from studyapp.questions.series import shelves

_HAN = re.compile("[\u4e00-\u9fff]")
_GLOSS_OPENS = re.compile(r"[（(][A-Za-z][A-Za-z -]*[ -]$")
_GLOSS_CLOSES = re.compile(r"[ -][A-Za-z][A-Za-z -]*[）)]")
_POINTS = re.compile(r"\b(?:these|those) $", re.IGNORECASE)
_WIRED = re.compile(r"\s*(?:\d{1,2}月)?(?:\d{1,2}日)?[电電讯訊]{1,2}[（(，]")


def is_crumb(blank: Blank) -> bool:
    """Whether it is the letter of an option, one word of a gloss, where a report was wired, or
    what always goes with its neighbour."""
    key = blank.one.text
    letter = len(key) == 1 and key.isascii() and key.isalpha()
    pointed = _POINTS.search(blank.text, 0, blank.one.start) is not None
    return (
        letter
        or pointed
        or any(rule(blank) for rule in (_is_half_gloss, _is_wired, _is_beside_kin))
    )


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
