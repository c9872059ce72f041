"""Numerals in folded text: which characters are a number, and which number they are.

Han and Arabic numerals of equal value are read alike (二〇三五年 and 2035年, 百分之七十 and 70%,
10万 and 100000), but only where they are real numerals. Set terms that merely contain the same
characters (十三五, 五一, 三三两两, 一心一意) are left as they are written.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
_SMALL_UNITS = (("千", 1000), ("百", 100), ("十", 10))
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")

_ARABIC = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_HAN = "零〇○一二两三四五六七八九十百千万亿"
_IS_FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
# Possessive: a run of ten thousand 一 must not be tried in every way it can be cut.
_RUN = rf"(?:{_ARABIC}|[{_HAN}]++(?:点[零〇○一二三四五六七八九]++)?)++"
_NUMERAL = re.compile(
    rf"(?P<ratio>(?P<whole>{_RUN})分之(?P<part>{_RUN}))"
    rf"|(?P<formal>[{_IS_FORMAL}][{_IS_FORMAL}零万亿]+)|(?P<fraction>[0-9]+/[0-9]+)"
    rf"|(?P<run>{_RUN})(?P<per>[%‰‱]?)"
)
# Where a numeral can be at all; a plain set of characters is found ten times as fast.
_HEAD, _TAIL = f"[0-9{_HAN}{_IS_FORMAL}]", f"[0-9,./%‰‱点分之{_HAN}{_IS_FORMAL}]"
_CANDIDATE = re.compile(f"{_HEAD}{_TAIL}*")
_NOT_BARE = re.compile(f"{_HEAD}(?:(?<![零一二三四五六七八九十])|(?={_TAIL})){_TAIL}*")
_MIXED = re.compile(rf"({_ARABIC})([十百千万亿]*)")
_PER = {"百": "%", "千": "‰", "万": "‱"}
# What stands beside a numeral decides what it is: 第三, 三中全会, 三元里, 7.5个百分点.
_BEFORE, _AFTER = 1, 5
# Longer runs of digits are not amounts, and big numbers cost quadratic time.
_LONGEST = 40

# What one Han digit has to stand before to be a number: 三年, 五个, 两次. Not 章, 国, 里, 代 or
# 家, before which it is more often part of a name (九章算术, 三国, 三元里, 五代十国).
_COUNTED = re.compile(
    r"年|个?月|日|天|个|次|届|倍|岁|周|名|位|人|条|款|项|种|类|级|号|期|批|册|件|份|张|本|部|组"
    r"|套|支|辆|艘|架|座|颗|枚|株|棵|场|轮|步|场|所|处|户|票|席|阶段|小时|分钟|秒|刻钟|季度|学[期年时]"
    r"|中全会|大(?!家)|方面|元(?![里素化论旦宵])|分(?![天之])|米|公[里斤顷分尺]|[千厘毫分]米|[千毫]克|克|吨|亩"
    r"|平方|立方|摄氏|度|[%‰°]|点[零〇○一二三四五六七八九]"
)
_MEASURED = re.compile(r"[%‰°万亿元吨克亩]|公[里斤顷尺]|[千厘毫]?米|平方|立方|个百分点")
_PADDED = re.compile(r"[月日时点分秒号]")


class Numeral(NamedTuple):
    """A real numeral: its place in the folded text, and its value as one fixed spelling."""

    start: int
    end: int
    value: str


def find_numerals(folded: str, *, bare: bool = True) -> tuple[Numeral, ...]:
    """The real numerals of a folded text, from left to right.

    `bare`: with those that are one Han digit, as in 三个.
    """
    found = []
    for candidate in (_CANDIDATE if bare else _NOT_BARE).finditer(folded):
        start, end = candidate.span()
        begin = start - _BEFORE if start > _BEFORE else 0
        window = folded[begin : end + _AFTER]
        read = _read_known if len(window) <= _LONGEST else _read
        for first, last, value in read(window, start - begin, end - begin):
            found.append(Numeral(begin + first, begin + last, value))
    return tuple(found)


def _read(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """The numerals in a stretch of a text where numerals can be: start, end, value."""
    if end - start == 1 and not text[start].isdecimal():
        value = _han(text[start]) if _is_counted(text, start) else None
        return [(start, end, value)] if value is not None else []
    matches = _NUMERAL.finditer(text, start, end)
    read = ((match.start(), match.end(), _value(match)) for match in matches)
    return [(first, last, value) for first, last, value in read if value is not None]


# A text and its recitations have most numerals in common.
_read_known = lru_cache(maxsize=8192)(_read)


def read_numerals(folded: str) -> str:
    """The folded text with every real numeral written as its value: 二〇三五年 -> 2035年."""
    pieces: list[str] = []
    at = 0
    for numeral in find_numerals(folded):
        pieces += (folded[at : numeral.start], numeral.value)
        at = numeral.end
    return "".join(pieces) + folded[at:]


def _value(match: re.Match[str]) -> str | None:
    if match["ratio"]:
        return _ratio(match["whole"], match["part"])
    if match["formal"]:
        return _formal(match["formal"])
    if match["fraction"]:
        return match["fraction"]
    value = _amount(match)
    return value + match["per"] if value is not None else None


def _amount(match: re.Match[str]) -> str | None:
    run = match["run"]
    if len(run) > _LONGEST:
        return None
    after = match.string[match.end("run") : match.end("run") + 4]
    if run[0] in "0123456789":
        return _arabic(run, after)
    if "点" in run and after[:1] in ("分", "刻"):
        return None
    if len(run) == 1 and not _is_counted(match.string, match.start()):
        return None
    return _han(run)


def _is_counted(folded: str, at: int) -> bool:
    """Whether a single character is a number here, and not part of a word (一 in 统一)."""
    digit = folded[at]
    if _han(digit) is None:
        return False
    if len(folded) == 1 or (at and folded[at - 1] == "第"):
        return digit != "两"
    return bool(_COUNTED.match(folded, at + 1)) and folded[at : at + 2] != "十分"


def _ratio(whole: str, part: str) -> str | None:
    """百分之七十 -> 70%, 三分之二 -> 2/3."""
    over = _plain(part)
    if over is None:
        return None
    if whole in _PER:
        return over + _PER[whole]
    under = _plain(whole)
    return f"{over}/{under}" if under is not None else None


def _plain(run: str) -> str | None:
    if len(run) > _LONGEST:
        return None
    return _arabic(run, "") if run[0] in "0123456789" else _han(run)


def _formal(run: str) -> str | None:
    """叁仟伍佰 -> 3500; 陆 and 拾 by themselves are words."""
    if not set("拾佰仟") & set(run) or not set("壹贰叁肆伍陆柒捌玖") & set(run):
        return None
    return _han(run.translate(_FORMAL))


def _arabic(run: str, after: str) -> str | None:
    """Digits, with scales behind them (7.7亿, 3亿5000万); None for what is no number (3三)."""
    if run.isdecimal():
        return _spelled(run, after)
    terms = [(amount.replace(",", ""), scales) for amount, scales in _MIXED.findall(run)]
    if "".join(amount + scales for amount, scales in terms) != run.replace(",", ""):
        return None
    if len(terms) == 1 and not terms[0][1]:
        return _spelled(terms[0][0], after)
    total, limit = Decimal(0), Decimal("Infinity")
    for amount, scales in terms:
        size = _scale(scales)
        if size is None or not _fits(Decimal(amount) * size, limit):
            return None
        total, limit = total + Decimal(amount) * size, Decimal(size)
    return _written(total)


def _fits(value: Decimal, limit: Decimal) -> bool:
    """Whether a value can stand behind a unit: 3万5千, 3亿5000万; 3万5 means 35000 or 30005."""
    return limit.is_infinite() or limit <= value * 10 < limit * 10


def _spelled(digits: str, after: str) -> str:
    """7.50% is 7.5%, and 07月 is 7月; but 007 and version 3.10 stay what they are."""
    if "." in digits and _MEASURED.match(after):
        digits = digits.rstrip("0").rstrip(".")
    if len(digits) == 2 and digits[0] == "0" and _PADDED.match(after):
        digits = digits[1]
    return digits


def _scale(scales: str) -> int | None:
    """千万 -> 10,000,000; the units have to grow (百万, 万亿)."""
    size, last = 1, 0
    for unit in scales:
        if _SCALES[unit] <= last:
            return None
        last = _SCALES[unit]
        size *= last
    return size


def _written(number: Decimal) -> str:
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


@lru_cache(maxsize=4096)
def _han(run: str) -> str | None:
    """The value of a run of Han numerals, or None where it is not a well-formed number."""
    run = run.replace("○", "〇").replace("〇", "零")
    if "点" in run:
        return _han_decimal(run)
    if set(run) <= _DIGITS.keys():
        return _positional(run)
    number = _cardinal(run)
    return str(number) if number is not None else None


def _positional(run: str) -> str | None:
    """二〇三五 -> 2035. Two or three digits without a nought are no numeral (五一, 二四, 三三)."""
    digits = "".join(str(_DIGITS[char]) for char in run)
    if len(run) == 1 or len(run) >= 4 or (run[0] != "零" and "零" in run):
        return digits
    return None


def _han_decimal(run: str) -> str | None:
    """七点七亿 -> 770000000; what follows the point are digits, then perhaps a scale."""
    whole, _, rest = run.partition("点")
    digits = rest.rstrip("十百千万亿")
    size = _scale(rest[len(digits) :])
    number = 0 if whole == "零" else _cardinal(whole)
    if number is None or size is None or not digits or not set(digits) <= _DIGITS.keys():
        return None
    fraction = "".join(str(_DIGITS[char]) for char in digits)
    return _written(Decimal(f"{number}.{fraction}") * size)


def _cardinal(run: str) -> int | None:
    """The value of 一百八十三, 三千万, 十五亿零二百. The colloquial 一百五 is not read."""
    if run == "两":
        return 2
    for unit, size in (("亿", 100_000_000), ("万", 10_000)):
        head, found, tail = run.rpartition(unit) if unit == "亿" else run.partition(unit)
        if found:
            times = 2 if head == "两" else _cardinal(head) if head else None
            if times is None or (unit == "万" and times >= 10_000):
                return None
            return _sum(times * size, size, tail)
    return _below_ten_thousand(run)


def _sum(value: int, size: int, tail: str) -> int | None:
    """Add what stands after a unit: an empty place in between has to be said (一千零五)."""
    if not tail:
        return value
    skips = tail.startswith("零")
    rest = _cardinal(tail[1:] if skips else tail)
    if rest is None or rest == 0 or rest >= size or skips != (rest < size // 10):
        return None
    if not skips and tail.startswith("十"):
        return None
    return value + rest


def _below_ten_thousand(run: str) -> int | None:
    for unit, size in _SMALL_UNITS:
        head, found, tail = run.partition(unit)
        if found:
            digit = 1 if unit == "十" and not head else _digit(head, two=unit != "十")
            return _sum(digit * size, size, tail) if digit else None
    return _digit(run, two=False)


def _digit(char: str, *, two: bool) -> int | None:
    return 2 if two and char == "两" else _DIGITS.get(char)
