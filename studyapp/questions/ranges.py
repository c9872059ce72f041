"""Amounts that the sentence itself rules out: it shows them, or the other end of their range."""

from __future__ import annotations

import re
from decimal import Decimal

from studyapp.questions.marks import Mark
from studyapp.questions.numerals import read_numerals
from studyapp.text.normalize import fold

NEAR = 16
"""Characters on either side in which the other end of a range stands."""
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)([%万亿\u4e00-\u9fff]?)")
_TO = r"[ ]?(?:[至到—–~～-]+|to|and)[ ]?"
_ENDS_IN_TO = re.compile(rf"([^\d，。；、]{{0,3}}?){_TO}$")
_BEGINS_WITH_TO = re.compile(rf"([^\d，。；、]{{0,3}}?){_TO}(?=\d)")
_JOINTS = frozenset("至到，。；、")


def is_ruled_out(text: str, span: Mark, option: str) -> bool:
    """Whether a wrong amount shows itself: the sentence gives it to something else of its unit, or
    it lies beyond the other end of its range."""
    if not any(char.isdigit() for char in read_numerals(fold(option))):
        return False
    start, end = span
    before, after = text[:start], text[end:]
    return _is_shown(before, after, option) or _is_beyond(before, after, option)


def _is_shown(before: str, after: str, option: str) -> bool:
    """9日 beside 5日; an amount is compared with the character behind it."""
    folded, unit = fold(option), fold(after[:1])
    wanted = read_numerals(folded + unit) if folded[-1].isdigit() else read_numerals(folded)
    rest = f"{read_numerals(fold(before))}\n{read_numerals(fold(after))}"
    closes = r"(?![\d.])" if wanted[-1].isdigit() else ""
    return re.search(rf"(?<![\d.]){re.escape(wanted)}{closes}", rest) is not None


def _is_beyond(before: str, after: str, option: str) -> bool:
    """30% in ____至20%, 10% in 15%至____; only what has one unit is compared."""
    own = _numbers(option + after[:2])
    low, high = _ENDS_IN_TO.search(before[-NEAR:]), _BEGINS_WITH_TO.match(read_numerals(after))
    if low is not None:
        bottom = _numbers(before[-NEAR:])[-1:]
        if bottom and own and _is_order(own[0], bottom[0]):
            return True
    if high is None:
        return False
    own = _numbers(option + high[1])[-1:]
    top = _numbers(read_numerals(after)[high.end() : high.end() + NEAR])[:1]
    return bool(top and own) and _is_order(top[0], own[0])


def _is_order(low: tuple[Decimal, str], high: tuple[Decimal, str]) -> bool:
    """Whether the first is no more than the second, of one unit or of none that is told."""
    (one, unit), (other, its_unit) = low, high
    return one <= other and (unit == its_unit or not (unit and its_unit))


def _numbers(text: str) -> list[tuple[Decimal, str]]:
    """The numbers of a text, each with the character behind it."""
    found = _NUMBER.findall(read_numerals(text))
    return [(Decimal(number), "" if unit in _JOINTS else unit) for number, unit in found]
