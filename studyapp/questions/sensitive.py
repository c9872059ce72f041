"""What may never be let pass: a changed number, unit, negation or modal word. Folded text only."""

import re

from studyapp.questions.numerals import read_numerals

NEGATIONS = frozenset("不未无没非否莫勿毋弗")
_NEGATION = re.compile(f"[{''.join(sorted(NEGATIONS))}]")
_MODAL = re.compile(
    "不应当|不应该|不应|不得|不能|不可以|不可|不必|不许|不准|应当|应该|必须|务必|可以|能够|有权|无权"
    "|禁止|严禁|允许|必需"
)
_NUMBER = re.compile(r"−?[0-9]+(?:[.,:/^、-][0-9]+)*[%‰‱]?|[零〇○一二两三四五六七八九十百千万亿]")
_ONE_DIGIT = str.maketrans("零〇○一二两三四五六七八九", "0001223456789")
UNIT = (
    "年月日天时分秒周旬岁届次个名位人条项款章节编篇卷倍度元角吨克斤两米里丈尺寸亩顷升"
    "台件份张只项种类级号期批户辆艘架座颗枚株"
)
_COUNTED_UNIT = re.compile(
    rf"(?<=[0-9%])(?:平方|立方|[公厘毫千海英光])?[{UNIT}]|(?<=[0-9])°[cf]|(?<=[0-9])[a-z]+"
)

NUMERAL_TOKENS = "\ud800-\udfff\U00040000-\U0005ffff"
"""The characters that stand for a numeral in an alignment, as a set for a regular expression."""

SENSITIVE = re.compile(
    rf"{_MODAL.pattern}|{_NEGATION.pattern}|[0-9%‰‱−零〇○一二两三四五六七八九十百千万亿{NUMERAL_TOKENS}]"
    rf"|(?<=[0-9%{NUMERAL_TOKENS}])[a-z°{UNIT}公厘毫千海英光平立]+"
)
"""Every word that may not change, also in the tokens of an alignment: a quick first look."""


SENSITIVE_RUN = re.compile(
    rf"[不应当该得能可以必许准须务够有权无禁止严允需{''.join(sorted(NEGATIONS))}"
    rf"0-9%‰‱−零〇○一二两三四五六七八九十百千万亿{NUMERAL_TOKENS}a-z°{UNIT}公厘毫千海英光平立]+"
)
"""The characters that the words of `SENSITIVE` are made of: where all runs of them are the same, so
are the words. A plain set is searched many times as fast."""


def changed(folded: str, response: str) -> str:
    """Which kind of word that may not change differs between two texts; '' for none.

    The codes are those of a grade's reason: number, unit, negation, modal.
    """
    left, right = read_numerals(folded), read_numerals(response)
    if _numbers(left) != _numbers(right):
        return "number"
    units, given = _COUNTED_UNIT.findall(left), _COUNTED_UNIT.findall(right)
    if len(units) == len(given) and units != given:
        return "unit"
    if _NEGATION.findall(left) != _NEGATION.findall(right):
        return "negation"
    return "modal" if _MODAL.findall(left) != _MODAL.findall(right) else ""


def _numbers(read: str) -> list[str]:
    """Every number, Han or Arabic; what is left of set terms (十三五, 统一) digit by digit."""
    return [number.translate(_ONE_DIGIT) for number in _NUMBER.findall(read)]


def only_change(folded: str, response: str) -> str:
    """The kind of word that makes the whole difference between two texts; '' for none."""
    left, right = read_numerals(folded), read_numerals(response)
    kinds = (("number", _NUMBER), ("unit", _COUNTED_UNIT), ("negation", _NEGATION))
    for kind, pattern in kinds:
        if _differs_only_in(pattern, left, right):
            return kind
    return "modal" if _differs_only_in(_MODAL, left, right, mark="+") else ""


def _differs_only_in(pattern: re.Pattern[str], left: str, right: str, *, mark: str = "") -> bool:
    # The words that stay have to be some: 不 against 不不 differs in a negation, 三 against 五 in
    # a number, but two texts without any such word differ in none.
    if pattern.findall(left) == pattern.findall(right):
        return False
    return pattern.sub(mark, left) == pattern.sub(mark, right)
