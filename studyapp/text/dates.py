"""Dates as they are printed: 2024年5月4日, 2024-05-04, 4 May 2024, May 4, 2024."""

from __future__ import annotations

import datetime as dt
import re

from studyapp.text.labels import number_value

_NUMERIC = re.compile(r"(?<!\d)(\d{4})[ ]?[-/.年][ ]?(\d{1,2})[ ]?[-/.月][ ]?(\d{1,2})(?!\d)日?")
_REPUBLIC = re.compile(
    r"民[國国][ ]?(\d{1,3}|[〇零○一二三四五六七八九十百]{1,6})[ ]?年"
    r"[ ]?(\d{1,2}|[一二三四五六七八九十]{1,2})[ ]?月"
    r"[ ]?(\d{1,2}|[一二三四五六七八九十]{1,3})[ ]?日"
)
_REPUBLIC_BEFORE = 1911
_HAN = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_YEAR_LAST = re.compile(r"(?<![\d.])(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?![\d.])")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?<![a-z])(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_ENGLISH = re.compile(
    rf"(?:(?<!\d){_DAY}\s(?:of\s)?)?{_MONTH},?\s(?:{_DAY},?\s)?(\d{{4}})(?!\d)", re.IGNORECASE
)
_TIME = re.compile(r"T?\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?")
_WEEKDAY = re.compile(
    r"(?:星期|周|週)[一二三四五六日天]"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b",
    re.IGNORECASE,
)
# 2024年5月4日于青山; Geneva, 12 June 2024; 2024.3.8 整理.
_PLACE = re.compile(r"[于於][一-鿿]{2,8}|[A-Z][a-z]{2,14}|整理|修订|更新|发布|印发")
LONGEST_LINE = 40
_APART = re.compile(r"\0|[|｜,，·•/]|\s{2,}|\u3000")
_LOOSE = re.compile(r"[\s\u3000,，|｜/()（）\[\]【】-]+")


def find_date(text: str) -> dt.date | None:
    """The first date in the text that exists in the calendar, however it is written.

    With the year last, 25.4.2024 and 4/4/2024 are read; 4/5/2024 is two dates, and none.
    """
    for match in _NUMERIC.finditer(text):
        if found := _date(*match.groups()):
            return found
    for match in _HAN.finditer(text):
        if found := _date(*(str(number_value(part)) for part in match.groups())):
            return found
    for match in _REPUBLIC.finditer(text):
        numbers = [number_value(part) for part in match.groups()]
        if found := _date(*map(str, (numbers[0] + _REPUBLIC_BEFORE, *numbers[1:]))):
            return found
    for match in _ENGLISH.finditer(text):
        day = match[1] or match[3] or ""
        month = _MONTHS.index(match[2][:3].lower()) + 1
        if day and (found := _date(match[4], str(month), day)):
            return found
    return _with_year_last(text)


def _with_year_last(text: str) -> dt.date | None:
    for match in _YEAR_LAST.finditer(text):
        one, other, year = match[1], match[3], match[4]
        readings = {_date(year, one, other), _date(year, other, one)} - {None}
        if len(readings) == 1:
            return readings.pop()
    return None


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def split_date(text: str) -> tuple[str, str]:
    """The first date of the text that has its year first, and the text without it and the time
    of day; "" and the text where there is none."""
    match = _NUMERIC.search(text)
    if not match:
        return "", text
    return match.group(), text[: match.start()] + _TIME.sub("", text[match.end() :])


def beside_dates(text: str) -> str:
    """What the text says besides dates, times of day and days of the week."""
    for pattern in (_TIME, _NUMERIC, _HAN, _REPUBLIC, _ENGLISH, _YEAR_LAST, _WEEKDAY):
        text = pattern.sub("", text)
    return _LOOSE.sub("", text)


def pieces_beside_date(text: str) -> list[str]:
    """What stands beside the one date of a line, in pieces; none where it has no date or several:
    青山读书会　李文海　2026年5月4日, Lecture 4, 12 October 2026, Dr. Harris."""
    for pattern in (_NUMERIC, _HAN, _REPUBLIC, _ENGLISH):
        apart, count = pattern.subn("\0", text)
        if count == 1 and find_date(apart) is None:
            pieces = (piece.strip() for piece in _APART.split(_TIME.sub("", apart)))
            return [piece for piece in pieces if piece]
        if count:
            break
    return []


def is_date_line(text: str) -> bool:
    """Whether the text is a date, and maybe a time and a place, and nothing else."""
    if len(text) > LONGEST_LINE or find_date(text) is None:
        return False
    said = beside_dates(text)
    return not said or _PLACE.fullmatch(said) is not None
