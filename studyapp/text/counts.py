"""How many members the words around a list say it has: 三个统一, 四种形态, 五个“聚焦”."""

from __future__ import annotations

import re

from studyapp.text.labels import number_value

_CLASSES = "个|项|大|种|条|类|点|方面|步|支|批|重|门|次|层|道"
_STATED = re.compile(
    rf"(?<![第年月\d一二三四五六七八九十百千几])([两二三四五六七八九十]{{1,2}}|[2-9]|1\d)(?:{_CLASSES})"
)
_NEAR = 18
_NUMBERS = "two three four five six seven eight nine ten eleven twelve".split()
_ENGLISH = re.compile(
    rf"\b({'|'.join(_NUMBERS)})\s+(?:[a-z-]*[a-rt-z]\s+){{0,2}}"
    r"(?!years|months|weeks|days|hours|thirds)[a-z]+s(?::|,? namely|,? such as|\s+are)\s*$"
)
"""Right before a list: three aims: or the five seasons are."""


def stated_count(before: str, after: str) -> int | None:
    """The number that the words before the members end with or those after begin with; None
    where there is none. ``after`` counts in the same clause only."""
    for match in reversed(list(_STATED.finditer(before))):
        if len(before) - match.end() <= _NEAR:
            return _value(match[1])
        break
    if said := _ENGLISH.search(before.lower()[-80:]):
        return _NUMBERS.index(said[1]) + 2
    ahead = _STATED.search(re.split("[，。；：！？,;．（]", after)[0][:_NEAR])
    return _value(ahead[1]) if ahead else None


def _value(numeral: str) -> int | None:
    return 2 if numeral == "两" else number_value(numeral)


def count_at(piece: str, count: int) -> int:
    """Where the words begin that count the members, in the clause that the last one opens:
    正风肃纪|六个方面. 0 if they do not stand there, or count something else."""
    for match in _STATED.finditer(piece):
        said = _value(match[1])
        if match.start() > 1 and match.end() < len(piece) and said in (count, count + 1):
            return match.start()
    return 0
