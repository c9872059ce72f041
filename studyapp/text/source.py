"""From bytes or a paste to raw blocks: paragraphs that know what their source said of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

LIMIT_CHARS = 1_000_000
CODES = (
    *("empty", "no_words", "too_long", "too_large", "too_many_headings", "undecodable", "binary"),
    *(
        "suffix",
        "contradiction",
        "damaged",
        "encrypted",
        "unpacked_too_large",
        "entities",
        "scanned",
    ),
    *("too_slow", "too_costly"),
)
"""Why a text may be refused: it has nothing in it; its characters or its kind cannot be read; the
file is broken, locked or a trap; it has pictures of text only; it took too long or too much."""

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
# What PostgreSQL refuses (NUL, lone surrogates), what nobody sees, and what turns the direction
# of the page around.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\ufeff"
    "\ufff9-\ufffc\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_WORDS = re.compile(r"[^\W_]")


class Unreadable(ValueError):
    """A text that cannot be taken in.

    ``code`` is one of CODES; ``detail`` is the place, the size or the kind that it failed at, as
    text, or "". ``claimed`` is the kind that the name of the file gives it.
    """

    def __init__(self, code: str, detail: str = "", *, claimed: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.claimed = claimed


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as it stands in its source.

    ``level`` is the heading level the source gives it (1-6), or 0. ``kind`` is "text", "item"
    (of a list), "row" (of a table) or "code", which is kept verbatim. ``bold``: all of it is.
    ``size`` is that of its letters against those of the text.
    """

    text: str
    level: int = 0
    kind: str = "text"
    bold: bool = False
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class Source:
    """The blocks of a text, and what its front matter says (keys in lower case)."""

    blocks: tuple[Block, ...]
    front: Mapping[str, str] = field(default_factory=dict)
    marked_up: bool = False


def check(text: str, *, limit_chars: int = LIMIT_CHARS) -> str:
    """The text without control and invisible characters, its line ends all newlines.

    Raises Unreadable where it is empty, has no letter or digit, or more than ``limit_chars``
    characters.
    """
    text = clean(text)
    if not text.strip():
        raise Unreadable("empty")
    if len(text) > limit_chars:
        raise Unreadable("too_long", str(limit_chars))
    if not _WORDS.search(text):
        raise Unreadable("no_words")
    return text


def clean(text: str) -> str:
    """The text as it can be stored: line ends made newlines, no-break spaces plain ones, unseen
    characters taken out."""
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)).replace("\u00a0", " ")
