"""Near amounts: what a number or date with its unit could plausibly have been instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

YEAR_DIGITS = 4
"""二〇三五 is a year; 一二九 and the like are names."""
LONGEST = 24
"""No amount a reader takes in is longer; full-width figures are left to the document's own."""

_HAN = "零一二三四五六七八九"
_VALUES = {char: value for value, char in enumerate(_HAN)} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_COUNTED = frozenset("个种次名位项条件张家年天届倍")
_FIGURE = re.compile(
    r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|[零〇一二三四五六七八九十百千两]+(?<!百(?=分之))"
)
_RANGE = re.compile(r"([0-9]+)([^0-9]{1,2})([0-9]+)(\D*)")
_FRACTION = re.compile(r"([一二三四五六七八九十])分之([一二三四五六七八九])")
_FRACTIONS = ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4))
_FIFTHS = ((1, 5), (2, 5), (3, 5), (4, 5))
_NO_DAY = re.compile(
    "(?<![0-9])0?2月(?:29|3[01])|(?<![0-9])(?:0?[469]|11)月31"
    "|(?<!十)二月(?:二十九|三十)|(?<!十)[四六九]月三十一|十一月三十一"
)
"""Days that no calendar has, which come of a month moved alone: 1月31日."""
_ORDINAL = ("世纪", "大", "届", "条", "章", "次")
_WIDE = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_ENGLISH = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
)
_ENGLISH_NUMBERS = tuple(_ENGLISH.split(" "))
_ENGLISH_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_PARTS = ("one third", "two thirds", "three fourths", "one half", "three fifths")


def near_amounts(text: str) -> tuple[str, ...]:
    """Amounts of the same unit and script as `text`, the likeliest first; () where none is safe.

    Round stays round (30 -> 20, 60), decimals keep their places, percentages stay within 100,
    months within 12, days within 31, fractions below 1, dates change in one place at a time.
    """
    if len(text) > LONGEST or text.translate(_WIDE) != text:
        return ()
    found = _special(text)
    if found is None:
        found = _one_at_a_time(text)
    return tuple(dict.fromkeys(near for near in found if near != text and not _NO_DAY.search(near)))


def _special(text: str) -> list[str] | None:
    """Fractions, ranges and English number words; None where the text is none of them."""
    if match := _FRACTION.fullmatch(text):
        below, above = (_value(part) for part in match.groups())
        return _fractions(above, below)
    if match := _RANGE.fullmatch(text):
        return list(_ranges(*match.groups())) if match.group(2) in "-–—~～至到" else None
    if text[0].isascii() and text[0].isalpha():
        return _english(text)
    return None


def _fractions(above: int, below: int) -> list[str]:
    family: Iterable[tuple[int, int]] = _FIFTHS if below == 5 else _FRACTIONS
    if below > 5:
        family = tuple((one, below) for one in range(1, below))
    known = sorted(family, key=lambda pair: (pair[1] != below, abs(pair[0] - above)))
    return [f"{_han(two)}分之{_han(one)}" for one, two in known if one * below != above * two]


def _ranges(low: str, link: str, high: str, unit: str) -> Iterator[str]:
    """Both ends moved by the width of the range, so that it stays as wide: 3-5年 -> 5-7年."""
    width = int(high) - int(low)
    if width <= 0:
        return
    for shift in (width, -width, 2 * width):
        if int(low) + shift > 0:
            yield f"{int(low) + shift}{link}{int(high) + shift}{unit}"


def _english(text: str) -> list[str]:
    words = re.split(r"([ -])", text, maxsplit=1)
    head, rest = words[0].lower(), "".join(words[1:])
    if text.lower() in _PARTS:
        found = [part for part in _PARTS if part != text.lower()]
    elif rest[1:].split(" ")[0].lower() in _ENGLISH_NUMBERS and rest[:1] == " ":
        # twenty five Years: of a number in two words neither can be moved alone
        return []
    elif head in _ENGLISH_NUMBERS and head != "one" and rest[:1] != "-":
        at = _ENGLISH_NUMBERS.index(head)
        near = (at + 1, at - 1, at + 2, at - 2)
        found = [_ENGLISH_NUMBERS[one] + rest for one in near if 0 < one < len(_ENGLISH_NUMBERS)]
    elif head in _ENGLISH_TENS:
        at = _ENGLISH_TENS.index(head)
        near = (at + 1, at - 1, at + 2, at - 2)
        found = [_ENGLISH_TENS[one] + rest for one in near if 0 <= one < len(_ENGLISH_TENS)]
    else:
        return []
    return [part.capitalize() if text[0].isupper() else part for part in found]


def _one_at_a_time(text: str) -> list[str]:
    """Each figure of the text moved while the others stay; those of the last figure first."""
    columns: list[list[str]] = []
    for match in reversed(list(_FIGURE.finditer(text))):
        before, after = text[: match.start()], text[match.end() :]
        if after[:1] in ("万", "亿") and _FIGURE.match(after[1:]):
            return []
        columns.append(
            [before + near + after for near in _near(match.group(), before=before, after=after)]
        )
    return [near for row in _rows(columns) for near in row]


def _rows(columns: list[list[str]]) -> Iterator[list[str]]:
    for at in range(max((len(column) for column in columns), default=0)):
        yield [column[at] for column in columns if at < len(column)]


def _near(figure: str, *, before: str, after: str) -> Iterator[str]:
    """The figure's neighbours written as it is written."""
    low, high = _bounds(before, after)
    if figure[0].isdigit() and figure[0].isascii():
        places = len(figure.partition(".")[2])
        value = int(figure.replace(",", "").replace(".", ""))
        scale = 10**places
        for near in _steps(value, _step_kind(value, after)):
            if low * scale <= near <= high * scale:
                yield _digits(near, places=places, comma="," in figure)
        return
    if all(char in _VALUES for char in figure) and len(figure) > 1:
        if len(figure) != YEAR_DIGITS:
            return
        for near in _steps(int("".join(str(_VALUES[char]) for char in figure)), "year"):
            yield "".join("〇" if char == "0" else _HAN[int(char)] for char in str(near))
        return
    value = _value(figure)
    if _han(value) != figure and figure != "两":
        # 十四五 is a name and no number
        return
    for near in _steps(value, _step_kind(value, after)):
        if low <= near <= high:
            yield _han(near, counted=after[:1] in _COUNTED and before[-1:] != "第")


def _step_kind(value: int, after: str) -> str:
    if after.startswith("年") and not after.startswith("年代") and 1000 < value < 2100:
        return "year"
    return "ordinal" if after.startswith(_ORDINAL) else ""


def _bounds(before: str, after: str) -> tuple[int, int]:
    """The least and the greatest the figure can be where it stands."""
    if after.startswith(("%", "％")) or before.endswith("百分之"):
        return 1, 100
    if after.startswith(("月", "月份")):
        return 1, 12
    if after.startswith(("日", "号")) and before.endswith("月"):
        return 1, 28
    if after.startswith(("时", "点")):
        return 1, 24
    if after.startswith("世纪"):
        return 1, 21
    if after.startswith("年代"):
        return 10, 90
    return 1, 10**12


def _steps(value: int, kind: str = "") -> Iterator[int]:
    """Values a reader could take for the right one, nearest in kind first."""
    for step in _offsets(value, kind):
        if value + step > 0:
            yield value + step


def _offsets(value: int, kind: str) -> Iterable[int]:
    if kind:
        return (5, -5, 15, -10, 10) if kind == "year" and value % 5 == 0 else (1, -1, 2, -2, 3)
    if value in (10, 12):
        return value // 2, -value // 2, value, -3
    if value < 10:
        return 1, -1, 2, -2, 3, 4
    if value % 10 == 0:
        return _round_offsets(value)
    if value < 100:
        return (5, -5, 15, -10) if value % 5 == 0 else (1, -1, 2, -2, 10)
    ten = int(10 ** (len(str(value)) - 2))
    return ten, -ten, 2 * ten, -3 * ten


def _round_offsets(value: int) -> Iterable[int]:
    unit = int(10 ** (len(str(value)) - len(str(value).rstrip("0"))))
    if value == unit:
        return unit, 4 * unit, 2 * unit, -unit // 10, -unit // 5
    return [lead * unit - value for lead in _steps(value // unit)]


def _digits(value: int, *, places: int, comma: bool) -> str:
    if places:
        whole, part = divmod(value, 10**places)
        return f"{whole:,}.{part:0{places}}" if comma else f"{whole}.{part:0{places}}"
    return f"{value:,}" if comma else str(value)


def _value(han: str) -> int:
    total, digit = 0, 0
    for char in han:
        if char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        else:
            digit = _VALUES[char]
    return total + digit


def _han(value: int, *, counted: bool = False) -> str:
    """A number below ten thousand in Han characters; `counted` writes 两 for a bare two."""
    if value >= 10000:
        return str(value)
    if value == 2 and counted:
        return "两"
    written, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            written += ("零" if zero else "") + _HAN[digit] + name
            zero = False
        else:
            zero = bool(written)
    return written[1:] if written.startswith("一十") else written
