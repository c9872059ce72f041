"""Definitions: sentences that say what something is called, and the terms that they define."""

from __future__ import annotations

import re

from studyapp.questions.marks import Mark

_DEFINES = re.compile(
    r"[\u4e00-\u9fff”][（(][A-Za-z][^（）()]{2,}[）)]|称为|称作|称之为|叫做|叫作|定义为"
    r"|是指|指的是|意味着|简称"
    r"|\b(?:called|known as|refers? to|defined as|means that|stands for|consists? of)\b"
)
_NAMED_LAST = re.compile(
    r"(?:称为|称作|称之为|叫做|叫作|定义为)[“‘《]?([\u4e00-\u9fff]{2,10})(?=[”’》]?(?:[，。；、：（(]|$))"
)
_NAMED_FIRST = re.compile(
    r"(?:^|[，。；：])[“‘]?([\u4e00-\u9fff]{2,8})(?=[”’]?(?:[（(][^（）()]*[）)])?(?:是指|指的是))"
)
_NO_NAME = re.compile("^(?:这|那|其|它|我|一[个种类]|什么)|的")


def defines(text: str) -> bool:
    """Whether a sentence says what something is called, or what a term means."""
    return bool(_DEFINES.search(text))


def defined_terms(text: str) -> list[Mark]:
    """Where a sentence names what it defines, each name once: 称为 | 需求, 供给 | 是指."""
    found = [
        match.span(1)
        for pattern in (_NAMED_LAST, _NAMED_FIRST)
        for match in pattern.finditer(text)
        if not _NO_NAME.search(match.group(1)) and text.count(match.group(1)) == 1
    ]
    return sorted(found)
