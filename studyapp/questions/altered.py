"""A key with one part of it altered: its opposite, another duty, another amount within it.

They are made only of what the key says itself, for keys that nothing in the document rivals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import rjieba

from studyapp.questions.near import near_amounts
from studyapp.text.segment import Word

DUTIES = {
    "应当": ("可以", "不得"),
    "必须": ("可以", "不得"),
    "可以": ("应当", "不得"),
    "不得": ("可以", "应当"),
}
"""What a rule that opens with the modal could lay down instead; none says the same."""
NEAR = 2
_FIRST = (
    "上下 下上 前后 后前 小大 高低 低高 长短 短长 快慢 慢快 强弱 弱强 深浅 浅深 先后 后先 早晚 晚早"
    " 增减 减增 升降 降升 软硬 硬软 轻重 重轻 顺逆 逆顺 干湿 湿干 优劣 劣优 首末 末首 冷热 热冷"
    " 远近 近远 难易 易难 盈亏 亏盈 无有"
)
_LAST = (
    "上下 下上 内外 外内 前后 后前 大小 小大 高低 低高 多少 少多 长短 短长 快慢 慢快 强弱 弱强"
    " 深浅 浅深 早晚 晚早 远近 近远 难易 易难 轻重 重轻"
)
_OPPOSITES = tuple({pair[0]: pair[1] for pair in pairs.split(" ")} for pairs in (_FIRST, _LAST))
"""What the first and the last character of a word turn into; 无色, 有色, but not 有力, 无力."""
_BEFORE_NOW = frozenset("年月周")
_AMOUNTS = frozenset({"num", "date"})
_ARTICLE = re.compile("[一两][个种项张名位件批支]")
"""No number, but an article: 一个民族的灵魂."""
_YEAR = re.compile("1[0-9]{3}|20[0-9]{2}")


def opposites(word: str) -> Iterator[str]:
    """The word with one character turned into its opposite, where a dictionary has that too."""
    if len(word) != 2 or (word[0] in "上下" and word[1] in _BEFORE_NOW):
        return
    for at, char in enumerate(word):
        other = _OPPOSITES[at].get(char, "")
        opposed = f"{word[:at]}{other}{word[at + 1 :]}"
        if other and other not in word and rjieba.has_word(opposed):
            yield opposed


def alterations(key: str, words: Sequence[Word]) -> Iterator[str]:
    """The key with its modal or an amount within it altered; `words` are the key's own.

    The case that a rule is for, 应当解除而不解除的, is no duty.
    """
    if len(words) < 2:
        return
    opening = words[0].text
    if not key.endswith("的"):
        yield from (f"{other}{key[len(opening) :]}" for other in DUTIES.get(opening, ()))
    origin = words[0].start
    for word in words:
        if word.pos in _AMOUNTS and not _ARTICLE.match(word.text):
            before, after = key[: word.start - origin], key[word.end - origin :]
            yield from (f"{before}{near}{after}" for near in _near(word.text))


def _near(amount: str) -> Iterator[str]:
    """Amounts near to one; four bare figures are a year: 1949 年."""
    unit = "年" if _YEAR.fullmatch(amount) else ""
    return (near.removesuffix(unit) for near in islice(near_amounts(amount + unit), NEAR))
