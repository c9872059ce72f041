"""How wide text is on a screen of fixed cells, and how its broken lines are put together."""

from __future__ import annotations

import re

_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
    "\U0001f300-\U0001faff\U00020000-\U0003fffd]"
)


def cells(text: str) -> int:
    return len(text) + (0 if text.isascii() else len(_WIDE.findall(text)))


def join_lines(lines: list[str]) -> str:
    """Wrapped lines as one paragraph, with a space only where two Latin words meet."""
    joined: list[str] = []
    for line in lines:
        if joined and _is_latin(joined[-1][-1]) and _is_latin(line[0]):
            joined.append(" ")
        joined.append(line)
    return "".join(joined)


def _is_latin(char: str) -> bool:
    return (char.isalnum() and not _WIDE.match(char)) or char in ",.;:!?)(\"'%$&"
