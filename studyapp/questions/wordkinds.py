"""What one word is as a blank, or at the edge of one."""

from __future__ import annotations

import re
from functools import lru_cache

import rjieba

from studyapp.questions.wordlists import (
    ADVERBS,
    ASKABLE_MODALS,
    COPULAS,
    FUNCTION,
    FUNCTION_POS,
    GENERIC,
    HALF_SAID,
    LIGHT,
    MODALS,
    SELF_REFERRING,
    SUFFIXES,
)
from studyapp.text.persons import SURNAMES
from studyapp.text.segment import Word

_MEASURED = re.compile(r"[0-9][0-9.,]*(?:[a-zμ%％‰℃°]|Hz)")
AMOUNTS = frozenset({"num", "date", "m", "t"})
_LINKS = frozenset("和与及或同跟并而且") | {"或者", "以及", "并且"}
_PLACES = frozenset("个种类条款章节编项部零一二三四五六七八九十0123456789")
"""第三个, 第十二条, 第七: which one of a list it is, or where in a text, is nothing to know."""
_SWALLOWED = frozenset("地以从把将被由与和向给为是不同于上下要讲好既又也都先多在对所而使让最更很")
_SWALLOWED_LAST = frozenset("于对为以和与把将被要同着了是从在")
_COUNTED_ONES = frozenset("年天日月周时分倍")
_TWO_TERMS = "两届"
"""连续任职不得超过两届: one 届 is only a 届, 新一届."""
_LONGEST_NAME = 3
"""Characters of a Han name that the segmenter guessed."""
_SIDES = frozenset("中里边内外上下前后")
"""心中, 身边: where a thing is, which the words around tell."""


def is_link(word: Word) -> bool:
    """Whether what goes on beyond this word is two things, or says something of one."""
    return word.text in COPULAS or word.text in _LINKS or word.pos in ("p", "c", "r")


def is_content(word: Word) -> bool:
    """Whether the word may stand at the edge of a blank."""
    if word.text in MODALS:
        return True
    if word.pos in FUNCTION_POS or word.pos == "stop" or word.text in FUNCTION:
        return False
    return word.pos[0] != "u"


def word_kind(word: Word) -> str:
    """What one word is as a blank: a kind of `Candidate`, or "" for none."""
    text = word.text
    if text in MODALS:
        return "modal" if text in ASKABLE_MODALS else ""
    if word.pos in ("date", "num"):
        return amount_kind(word)
    if is_measured(text):
        return "number"
    if word.pos in ("v", "vn", "a", "b", "z", "m", "mq") or text in LIGHT or text in FUNCTION:
        return ""
    if (len(text) < 2 and not text.isupper()) or text in SELF_REFERRING or text in HALF_SAID:
        return ""
    if text in GENERIC:
        return "generic"
    if (len(text) > 2 and text[-1] in "着了起") or is_side(word):
        return ""
    if is_name(word):
        return "name"
    if word.pos in ("i", "l") and len(text) >= 4:
        return "" if text[:2] in ADVERBS else "phrase"
    return "term"


def amount_kind(word: Word) -> str:
    """The kind of an amount as a blank: 一年 and 一个月 are one, 一个 and 一线 are none."""
    if word.pos == "date":
        return "date"
    vague = word.text[0] in "一两" and len(word.text) < 3 and word.text[-1] not in _COUNTED_ONES
    place = word.text[0] == "第" and word.text[-1] in _PLACES
    vague = (vague and word.text != _TWO_TERMS) or place
    bare = len(word.text) == 1 and not word.text.isdecimal()
    only = word.text.startswith("一个") and word.text[-1] not in _COUNTED_ONES
    return "" if vague or bare or only or word.text.startswith(("第一", "one")) else "number"


def is_measured(text: str) -> bool:
    """Whether it is a figure with a Latin unit or a percentage, 2.0cm; 5G is a name."""
    return bool(_MEASURED.match(text))


def is_name(word: Word) -> bool:
    """Whether it names a person, place or body; rjieba also guesses people in 高素质 and 安全感."""
    if word.pos == "nr" and len(word.text) > _LONGEST_NAME:
        return False
    if word.pos[:2] == "nr":
        ends_well = word.text[-1] not in SUFFIXES and word.text[-1] not in "质品感"
        return len(word.text) > 1 and word.text[0] in SURNAMES and ends_well
    return word.pos[:2] in ("ns", "nt")


def is_side(word: Word) -> bool:
    """Whether the word says only on which side of a thing."""
    return word.pos == "s" and word.text[-1] in _SIDES


@lru_cache(maxsize=8192)
def is_guess(text: str) -> bool:
    """Whether the segmenter guessed this word of Han characters, which its dictionary lacks."""
    return all("\u4e00" <= char <= "\u9fff" for char in text) and not rjieba.has_word(text)


def is_torn_word(word: Word) -> bool:
    """Whether a guessed word swallowed a function word at one of its ends: 网于, 以党, 李沐对."""
    text = word.text
    if len(text) < 2 or not (text[0] in _SWALLOWED or text[-1] in _SWALLOWED_LAST):
        return False
    return word.pos not in AMOUNTS and is_guess(text)
