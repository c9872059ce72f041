"""Definitions: sentences that say what something is called, and the terms that they define."""

from __future__ import annotations

import re

from studyapp.questions.marks import Mark

_DEFINES = re.compile(
    r"[\u4e00-\u9fff”][（(][A-Za-z][^（）()]{2,}[）)]|[称稱]之?[为為作]|叫[做作]|定[义義][为為]"
    r"|是指|指的是|意味[着著]|[简簡][称稱]|代表的?是|表示的是|用[来來于於]"
    r"|\b(?:called|known as|refers? to|defined as|means that|stands for|consists? of)\b"
)
_NAMED_LAST = re.compile(
    r"(?:[称稱]之?[为為作]|叫[做作]|定[义義][为為])[“‘「《]?([\u4e00-\u9fff]{2,10})(?=[”’」》]?(?:[，。；、：（(]|$))"
)
_NAMED_FIRST = re.compile(
    r"(?:^|[，。；：])(?:所谓)?[“‘]?([\u4e00-\u9fff]{2,8})(?=[”’]?(?:[（(][^（）()]*[）)])?(?:是指|指的是))"
)
_NO_NAME = re.compile("^(?:这|那|其|它|我|一[个种类]|什么|称|叫|定义|所谓|在)|的|在这里")


def defines(text: str) -> bool:
    """Whether a sentence says what something is called, or what a term means."""
    return bool(_DEFINES.search(text))


def defined_terms(text: str) -> list[Mark]:
    """Where a sentence names what it defines, each name once: 称为 | 需求, 供给 | 是指."""
    found: list[Mark] = []
    for pattern in (_NAMED_LAST, _NAMED_FIRST):
        for match in pattern.finditer(text):
            name, (start, end) = match.group(1), match.span(1)
            apart = not any(start < other_end and other < end for other, other_end in found)
            if apart and not _NO_NAME.search(name) and text.count(name) == 1:
                found.append((start, end))
    return sorted(found)
