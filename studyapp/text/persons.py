"""Names of persons, told by what words are mostly."""

from __future__ import annotations

import re

import rjieba

_NAME = re.compile(r"[一-鿿·]{2,4}|[一-鿿]{1,8}·[一-鿿]{1,8}")

_ERA = (
    r"[\[〔【（(](?:先秦|[两东西]?汉|三国|魏|[东西]?晋|南北朝|隋|唐|五代|[南北]?宋|金|元|明|清|近代|现代|当代)"
    r"[代朝]?[\]〕】）)]"
)
_AUTHOR = re.compile(
    rf"{_ERA}\s?[一-鿿]{{2,4}}|[一-鿿]{{2,4}}\s?{_ERA}|(?:[唐宋元明清汉魏晋隋]|先秦|近代)[·・][一-鿿]{{2,4}}"
)


def is_author(text: str) -> bool:
    """Whether the text is a poet and an era: [唐] 李白, 李白（唐）."""
    return _AUTHOR.fullmatch(text) is not None


def is_author_line(text: str) -> bool:
    """Whether it could be the line of a poem's author."""
    return is_author(text) or is_person(text)


def is_person(text: str) -> bool:
    """Whether the text is a name and nothing else: 元稹, 莎士比亚."""
    return _NAME.fullmatch(text) is not None and rjieba.tag(text)[0][1].startswith("nr")
