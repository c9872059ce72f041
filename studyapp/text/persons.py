"""Names of persons, told by what words are mostly."""

from __future__ import annotations

import re

import rjieba

_NAME = re.compile(r"[一-鿿·]{2,4}|[一-鿿]{1,8}·[一-鿿]{1,8}")


def is_person(text: str) -> bool:
    """Whether the text is a name and nothing else: 元稹, 莎士比亚."""
    return _NAME.fullmatch(text) is not None and rjieba.tag(text)[0][1].startswith("nr")
