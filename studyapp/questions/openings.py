"""How a recitation begins: the number and the title of an item, which its page shows.

What begins with 2. or with 党的宗旨： is known by it, and nobody learns the number by heart. So the
learner is told both, and may write them or leave them out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from studyapp.questions.parts import Part
from studyapp.text.labels import read_label
from studyapp.text.normalize import fold
from studyapp.text.pieces import width

LONGEST_TITLE = 20
"""Width, in Han characters, of what stands before a colon that is a title."""
_TITLE = re.compile(
    r"(?:“[^“”\n]{1,12}”|（[^（）\n]{1,16}）|[^，,；;。！？!?：:、“”「」『』（）\n]){2,40}"
    r"[：:](?![\d/“”‘「『])\s*"
)
_RANGE = re.compile(r"\s*[—–~～至到-]+\s*[（(]?\d{1,2}[)）]")
_LETTERED = "a)"
"""A style whose numbers are also Roman: (i) follows (h)."""


def opening_of(text: str, parts: Sequence[Part]) -> str:
    """What of the text its page shows, "" for nothing: `30. 教育的重要性：`, or only `30. `.

    The title is shown where a part is left to be recited behind it.
    """
    number = _number(text)
    titled = number + _title(text[len(number) :])
    return next((one for one in (titled, number) if _holds(one, parts)), "")


def is_titled(text: str) -> bool:
    """Whether a line says by itself what it is about: 党的宗旨：以人民为中心."""
    return bool(_title(text[len(_number(text)) :]))


def follows(text: str, before: str) -> bool:
    """Whether a numbered item goes on from the line before it, or is the first.

    3. 树立远大理想 and 30. 教育是根本 are neighbours on the page, and no more: the one ends what
    is told under another number.
    """
    own, last = read_label(text), read_label(before)
    if own is None or not own.text or own.number == 1 or own.style == _LETTERED:
        return True
    if last is None or not last.text:
        return False
    return own.style == last.style and own.number == last.number + 1


def completed(opening: str, response: str) -> str:
    """A response with the opening that its page showed, where the learner left that out."""
    if not opening or not response.strip():
        return response
    number = _number(opening)
    own = _number(response.lstrip()) if number else ""
    body, title = response.lstrip()[len(own) :], fold(opening[len(number) :])
    if title and not fold(body).startswith(title):
        body = opening[len(number) :] + body
    return (own or number) + body


def _holds(opening: str, parts: Sequence[Part]) -> bool:
    return bool(opening) and any(part.start >= len(opening) for part in parts)


def _number(text: str) -> str:
    """The printed number that a text begins with, and the space behind it; not （3）—（6）."""
    label = read_label(text)
    if label is None or not label.text:
        return ""
    behind = text[len(label.text) :]
    if _RANGE.match(behind):
        return ""
    return label.text + behind[: len(behind) - len(behind.lstrip())]


def _title(text: str) -> str:
    found = _TITLE.match(text)
    return found.group() if found and width(found.group()) <= LONGEST_TITLE else ""
