"""Amounts that are nothing to know: articles, references, what the text counts itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studyapp.questions.blanks import Blank
from studyapp.questions.numerals import read_numerals
from studyapp.questions.terms import DocumentTerms, is_refrain
from studyapp.text.normalize import fold

MANY_DIGITS = 4
"""Digits of what is no number of members."""
_MEASURED = frozenset("年月天日周时岁倍成票届半")
_REFERS = re.compile(
    r"\b(?:articles?|paragraphs?|sections?|clauses?|chapters?|parts?|no\.?) ?"
    r"(?:\d+\W*(?:and|to|or)? ?)*$",
    re.IGNORECASE,
)
_PLACE = re.compile(r".?第 ?[\d.]+ ?[节章条款页编]")
_NTH = re.compile("第[^，。；]{1,4}[、和与至]$")
_ANNOUNCED = re.compile(
    r"(?:[点條条个個项項大])?(?:方面)?的?(?:希望|要求|建议|建議|意见|意見|体会|體會|看法|认识|認識|感受|内容|任务|措施|问题)[。：:]?\s*$"
)
"""What follows a number that only announces what is then told: 提三点 | 希望。"""
_COUNTED = re.compile(r"一是|（一）|\(1\)|1[.．、]|①|第一，|首先")
_NUMERALS = {numeral: at for at, numeral in enumerate("零一二三四五六七八九十")} | {"两": 2}
_MEASURES_LISTED = re.compile(r"\d[^，。；]{0,2}[、和与至]\d{1,4}[^，。；、]{0,2}$")
_LIST = re.compile(r"[^，。；：！？,;:!?]*、[^，。；：！？,;:!?]*")
_LIST_JOINS = re.compile("、|以及|和|与|及")


def is_idle_amount(blank: Blank, document: DocumentTerms) -> bool:
    """Whether an amount is no more than an article, a reference, what the text counts itself, or
    what it says everywhere: 党的 | 二十大."""
    one = blank.one
    if is_refrain(one.text, document):
        return True
    if one.text[0] == "一" and len(one.text) == len("一只") and one.text[-1] not in _MEASURED:
        return True
    if one.text[0] == "一" and blank.text[one.start - 1 : one.start] == "的":
        return True  # 这不平凡的一年
    if one.text.startswith("一个") and not document.is_statute:
        return True  # in a rule a month is a deadline
    if _is_told(blank) or _is_turn(blank) or _ANNOUNCED.match(blank.text, one.end):
        return True
    if one.text.endswith("字") or _PLACE.match(blank.text, max(0, one.start - 2)):
        return True
    if _REFERS.search(blank.text, max(0, one.start - 24), one.start):
        return True
    return is_counted(blank.text, one.start, one.end)


def _is_turn(blank: Blank) -> bool:
    """Whether an amount only says which comes next: 第二步，, 第二级、 | 第三级, 下 | 一年度."""
    key, before, after = blank.one.text, blank.text[: blank.one.start], blank.text[blank.one.end :]
    if key.startswith("一") and before.endswith(("上", "下", "前", "后", "同", "每")):
        return True
    if not key.startswith("第"):
        return False
    return key.endswith("步") or after[:1] in ("，", "、", "：", ",") or bool(_NTH.search(before))


def _is_told(blank: Blank) -> bool:
    """Whether the sentence says the amount again in other figures: 九月十八日, 1926年9月18日.

    In the same figures it may well be another thing's.
    """
    one, rest = fold(blank.one.text), fold(f"{blank.text[: blank.one.start]}，")
    rest += fold(blank.text[blank.one.end :])
    key = read_numerals(one)
    if len(key) < 2 or one in rest:
        return False
    return re.search(rf"(?<!\d){re.escape(key)}(?!\d)", read_numerals(rest)) is not None


def is_counted(text: str, start: int, end: int) -> bool:
    """Whether the text lists as many members as the number says: the reader has but to count.

    Not of days or years, unless they are what is listed: 查封、扣押财物的，三日内解除.
    """
    if _is_measured(text, end) and not _MEASURES_LISTED.search(text, 0, start):
        return False
    number = _NUMERALS.get(text[start:end][:1])
    if text[start:end].isdecimal():
        number = int(text[start:end]) if end - start < MANY_DIGITS else 0
    elif number is None or text[start + 1 : start + 2].isnumeric():
        return False
    if number < 2:
        return False
    return number in _listed(text[:start]) or number in _listed(text[end:])


def _is_measured(text: str, end: int) -> bool:
    """Whether an amount that ends here, with its unit or just before it, is a measure."""
    return text[end - 1] in _MEASURED or text[end:].lstrip(" 个")[:1] in _MEASURED


def _listed(side: str) -> Iterator[int]:
    """How many members each list has that stands on one side of a number."""
    for clause in _LIST.findall(side):
        yield len(_LIST_JOINS.findall(clause)) + 1
        yield clause.count("、") + 1
    if _COUNTED.search(side):
        yield sum(side.count(f"{numeral}是") for numeral in "一二三四五六七八九十")
