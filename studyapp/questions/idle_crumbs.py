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
_DERIVED = len("规范化")
_ENDINGS = "化性"
_PAIRED_BEFORE = re.compile(f"(?<!、)[\u4e00-\u9fff]{{2}}([{_ENDINGS}])[和与]$")
_PAIRED_AFTER = re.compile(f"[和与][\u4e00-\u9fff]{{2}}([{_ENDINGS}])(?![\u4e00-\u9fff]?[、和与])")
_SUMS = {numeral: at for at, numeral in enumerate("三四五六七八九十", 3)} | {"两": 2}
_SUM = re.compile(f"([{''.join(_SUMS)}])(?:个|项|种|大)?([\u4e00-\u9fff]{{1,4}})")
_COUNTS = frozenset({"number", "figure", "date"})
_OWED = {
    "接受": ("监督", "检查", "管理", "教育"),
    "履行": ("职责", "义务"),
    "承担": ("责任",),
    "发挥": ("作用",),
    "享有": ("权利",),
}
"""Verbs, and what is said of them so often that it need not be learnt."""


def is_crumb(blank: Blank) -> bool:
    """Whether it is the letter of an option, one word of a gloss, where a report was wired, what
    another section is called, what always goes with its neighbour, or what the sentence says
    again at length."""
    key, start = blank.one.text, blank.one.start
    if len(key) == 1 and key.isascii() and key.isalpha():
        return True
    if any(sign.search(blank.text, 0, start) for sign in (_POINTS, _REFERS)):
        return True
    rules = (_is_half_gloss, _is_wired, _is_beside_kin, _is_half_of_pair, _is_sum, _is_owed)
    return any(rule(blank) for rule in rules)


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


def _is_half_of_pair(blank: Blank) -> bool:
    """管理的规范化和 | 精细化: the ending is seen, and pairs of such words are set."""
    key, text = blank.one.text, blank.text
    if len(key) != _DERIVED or key[-1] not in _ENDINGS:
        return False
    before = _PAIRED_BEFORE.search(text, 0, blank.one.start)
    after = _PAIRED_AFTER.match(text, blank.one.end)
    return any(found is not None and found[1] == key[-1] for found in (before, after))


def _is_sum(blank: Blank) -> bool:
    """“三个走进”: the sentence says 走进 three times. 晒书、晒画、晒谱（三晒活动）."""
    found = _SUM.fullmatch(blank.one.text)
    if found is None or blank.one.kind in _COUNTS:
        return False
    rest = f"{blank.text[: blank.one.start]}\n{blank.text[blank.one.end :]}"
    shared = (found[2][:size] for size in range(1, len(found[2]) + 1))
    return any(rest.count(words) >= _SUMS[found[1]] for words in shared)


def _is_owed(blank: Blank) -> bool:
    """向读者公布，接受 | 读者监督: what is received is a set phrase, and from whom is told."""
    key, before = blank.one.text, blank.before
    if before is None or key[-2:] not in _OWED.get(before.text, ()):
        return False
    whose = key[:-2]
    return len(whose) > 1 and whose in blank.text[: blank.one.start]
