"""The numbers that Word prints before paragraphs and does not store in their text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_DIGITS = "〇一二三四五六七八九"
_LEGAL = str.maketrans("〇一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)
_PLACE = re.compile(r"%(\d)")
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    pattern: str
    start: int


class Numbering:
    """The lists of a document, each counting on as its paragraphs come."""

    def __init__(self, part: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int]] = {}
        self._list_of: dict[str, str] = {}
        if part is not None:
            for abstract in part.iterfind(f"{W}abstractNum"):
                self._levels[abstract.get(f"{W}abstractNumId", "")] = dict(_levels(abstract))
            for num in part.iterfind(f"{W}num"):
                target = num.find(f"{W}abstractNumId")
                if target is not None:
                    self._list_of[num.get(f"{W}numId", "")] = target.get(f"{W}val", "")

    def next_label(self, number_id: str, depth: int) -> str | None:
        """The number of the next paragraph of a list, as printed: "" for a bullet, None where the
        paragraph is in no list."""
        key = self._list_of.get(number_id, "")
        levels = self._levels.get(key, {})
        level = levels.get(depth)
        if level is None or not 0 <= depth < _LEVELS:
            return None
        counts = self._counts.setdefault(
            key, [levels[i].start - 1 if i in levels else 0 for i in range(_LEVELS)]
        )
        counts[depth] += 1
        for i in range(depth + 1, _LEVELS):
            counts[i] = levels[i].start - 1 if i in levels else 0
        if level.form in ("bullet", "none"):
            return "" if level.form == "bullet" else None
        return _PLACE.sub(
            lambda place: _printed(levels, counts, int(place[1]) - 1, level), level.pattern
        )


def _levels(abstract: etree._Element) -> list[tuple[int, _Level]]:
    found = []
    for level in abstract.iterfind(f"{W}lvl"):
        values = {child.tag: child.get(f"{W}val", "") for child in level}
        start = values.get(f"{W}start", "1")
        depth = level.get(f"{W}ilvl", "")
        if depth.isdigit():
            form = _Level(
                values.get(f"{W}numFmt", "decimal"),
                values.get(f"{W}lvlText", "")[:60],
                int(start) if start.isdigit() and len(start) < 6 else 1,
            )
            found.append((int(depth), form))
    return found


def _printed(levels: dict[int, _Level], counts: list[int], at: int, level: _Level) -> str:
    if at not in levels or not 0 <= at < _LEVELS:
        return ""
    # 第一章 has sections 1.1, 1.2: in a compound number outer parts are printed as the inner one.
    form = level.form if level.pattern.count("%") > 1 else levels[at].form
    return numeral(counts[at], form)


def numeral(number: int, form: str) -> str:
    """A number in one of Word's forms (ST_NumberFormat); in Arabic digits where it is another."""
    if form in ("upperRoman", "lowerRoman"):
        text = _roman(number)
        return text.upper() if form == "upperRoman" else text
    if form in ("upperLetter", "lowerLetter"):
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 5 + 1)
        return text.upper() if form == "upperLetter" else text
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if form == "chineseLegalSimplified":
        return han(number).translate(_LEGAL)
    if form.startswith(("chinese", "taiwanese", "japaneseCounting", "ideographTraditional")):
        return han(number)
    if form == "ideographDigital":
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    return f"{number:02}" if form == "decimalZero" else str(number)


def han(number: int) -> str:
    """A number below 10,000 in Chinese: 12 is 十二, 205 is 二百〇五."""
    if not 0 < number < 10_000:
        return str(number)
    text, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("〇" if gap and text else "") + _DIGITS[digit] + unit
        gap = not digit
    return text[1:] if text.startswith("一十") else text


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        while number >= value and len(text) < 20:
            text, number = text + sign, number - value
    return text
