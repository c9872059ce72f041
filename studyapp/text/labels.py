"""The numbers that headings and items begin with: 第一章, 一、, （一）, 1., 1.2, Article IV."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "○": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_HAN = "[〇零○一二三四五六七八九十百千两]{1,9}"
_ROMAN_SIGNS = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NAMED = "book|title|part|chapter|article|section|amendment|appendix|annex|schedule|unit|lesson"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()


@dataclass(frozen=True, slots=True)
class Label:
    """A printed number: ``style`` says its form, ``rank`` orders the forms from the outermost (0)
    inwards, ``series`` is what its last number counts in (1.2.3 counts in 1.2), ``number`` that
    last number, ``text`` how all is printed, ``rest`` what follows. Where nothing but a space
    parts the two (1 范围, Unit 3 Food), the number is part of the words: ``text`` is "" and
    ``rest`` the whole.
    """

    style: str
    rank: int
    series: str
    number: int
    text: str
    rest: str


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    rank: int
    pattern: re.Pattern[str]


def _style(name: str, rank: int, pattern: str) -> _Style:
    return _Style(name, rank, re.compile(pattern, re.IGNORECASE))


_STYLES = (
    *(
        _style(
            name,
            rank,
            rf"第[ \u3000]?({_HAN}|\d{{1,5}})[ \u3000]?(?:{units})(?![一-鿿]?[、和至到的])",
        )
        for name, rank, units in (
            ("编", 10, "[编編卷]"),
            ("篇", 11, "篇|部分|部"),
            ("单元", 12, "单元|單元|模块"),
            ("章", 20, "[章回讲講课課]"),
            ("节", 30, "[节節]"),
            ("框", 31, "框"),
        )
    ),
    _style(
        "条",
        80,
        rf"第[ \u3000]?({_HAN}|\d{{1,5}})[ \u3000]?(?:条|條)(?:之{_HAN})?"
        r"(?=[\s\u3000：:【〔]|（(?![一二三四五六七八九十\d第])|$)",
    ),
    _style(
        "专题",
        19,
        r"(?:专题|專題|模块|单元|课题|项目)[ \u3000]?"
        rf"({_HAN}|\d{{1,3}})(?=[\s\u3000：:])[：:]?",
    ),
    _style(
        "综合探究",
        20,
        rf"综合(?:探究|实践|活动)[ \u3000]?({_HAN}|\d{{1,2}})(?=[\s\u3000：:])[：:]?",
    ),
    _style(
        "考点",
        46,
        r"(?:考点|知识点|题型|探究|实验|活动|主题|板块|任务)[ \u3000]?"
        rf"({_HAN}|\d{{1,3}})(?=[\s\u3000：:、.])[：:、.]?",
    ),
    _style("附", 21, rf"附[件录錄][ \u3000]?({_HAN}|\d{{1,3}}|[A-Z](?![A-Z]))(?!\.?\d)[：:.、]?"),
    _style(
        "named", 0, rf"({_NAMED})\s+([ivxlc]{{1,7}}|\d{{1,4}}|[A-Z])(?![\w])(?:[.:：]|\s?[—–-])?"
    ),
    _style(
        "ordinal",
        17,
        rf"(\d{{1,3}}(?=st|nd|rd|th)|{'|'.join(_ORDINALS)})(?:st|nd|rd|th)?\s+"
        r"(?:amendment|chapter|part|book|lesson)(?![\w])(?:[.:：])?",
    ),
    _style("Ⅰ", 18, rf"([{_ROMAN_SIGNS}])(?:[、.．]|[ \u3000]+(?=\S))"),
    _style("一、", 40, rf"({_HAN})(?:[、.．]|[ \u3000](?=\S))"),
    _style("（一）", 50, rf"[（(]({_HAN})[）)][、.．]?"),
    _style(
        "1.1",
        61,
        # Neither 3.5米 nor 7.6 节 “…”, which a sentence points at, nor 127.0.0.1.
        r"(?!\d{1,3}\.0\.)((?:\d{1,3}|[A-Z])(?:[.．]\d{1,3}){1,5})"
        r"(?![\d%％米公千万亿元倍个度吨亩平立岁℃]|[ ]?[章节節条條款](?![一-鿿]))"
        r"[.．、]?(?=[\s\u3000]|[^\x00-\x7f]|$)",
    ),
    _style(
        "1.",
        60,
        r"(\d{1,5})(?:[.．](?!\d|(?-i:[a-z]))|、|(?=\u3000|[ ][一-鿿])"
        r"|(?<=^\d)(?=[ ](?-i:[A-Z][a-z])))",
    ),
    _style("I.", 41, r"([IVX]{1,6})[.、．](?=\s|$)"),
    _style("A.", 45, r"((?-i:[A-HJK]))[.．、](?=[ \u3000]?[一-鿿]|\s(?-i:[A-Z]))"),
    _style("（1）", 70, r"[（(](\d{1,3})[）)][、.．]?"),
    _style("1）", 71, r"(\d{1,3})[）)]"),
    _style("①", 75, f"([{_CIRCLED}])"),
    _style("a)", 76, r"[（(]?([a-z])[）)][、.．]?"),
)
_INITIALS = frozenset(
    "第（(附专單单專模课任项综考知题探实活主板〇零○一二三四五六七八九十百千两"
    + _CIRCLED
    + _ROMAN_SIGNS
)


def number_value(text: str) -> int:
    """The value of a printed numeral: Arabic, Chinese, Roman, circled or a letter; -1 if none.

    C alone is the third of Appendix A to D, and no hundredth article.
    """
    if text.isascii() and text.isdigit():
        return int(text)
    if text.lower() in _ORDINALS:
        return _ORDINALS.index(text.lower()) + 1
    if text in _ROMAN_SIGNS:
        return _ROMAN_SIGNS.index(text) + 1
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    if all(c in _ROMAN for c in text.lower()) and text.lower() != "c":
        return _roman(text.lower())
    if text.isascii() and len(text) == 1:
        return ord(text.lower()) - ord("a") + 1
    return _han(text)


def _han(text: str) -> int:
    if len(text) > 1 and all(c in _HAN_DIGITS for c in text):
        return int("".join(str(_HAN_DIGITS[c]) for c in text))
    total, digit = 0, -1
    for char in text:
        if char in _UNITS:
            total += (1 if digit < 0 else digit) * _UNITS[char]
            digit = -1
        elif char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        else:
            return -1
    return total + max(digit, 0)


def _roman(text: str) -> int:
    values = [_ROMAN[c] for c in text]
    following = [*values[1:], 0]
    return sum(-v if v < w else v for v, w in zip(values, following, strict=True))


def read_label(text: str) -> Label | None:
    """The number that the paragraph begins with, if it does. Looks at its first 40 characters."""
    if not text or not (text[0] in _INITIALS or text[0].isascii()):
        return None
    head = text[:40]
    for style in _STYLES:
        match = style.pattern.match(head)
        if match:
            return _label(style, match, text)
    return None


def _label(style: _Style, match: re.Match[str], text: str) -> Label:
    printed = match.group().strip()
    rest = text[match.end() :].strip()
    name, rank, series, number = style.name, style.rank, "", -1
    if name == "named":
        name = match[1].lower()
        rank, number = 13 + _NAMED.split("|").index(name), number_value(match[2])
    elif name == "1.1":
        parts = match[1].replace("．", ".").split(".")
        name = "1" + ".1" * (len(parts) - 1)
        rank, series, number = 59 + len(parts), ".".join(parts[:-1]), int(parts[-1])
    else:
        number = number_value(match[1])
        series = printed[:2] if name == "专题" else ""
    if rest and _is_part_of_words(style.name, printed):
        return Label(name, rank, series, number, "", text)
    return Label(name, rank, series, number, printed, rest)


def _is_part_of_words(style: str, printed: str) -> bool:
    if style in ("单元", "专题", "附", "综合探究", "考点"):
        return True
    return style in ("named", "ordinal", "一、", "1.") and printed[-1].isalnum()
