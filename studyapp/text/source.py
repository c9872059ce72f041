"""From bytes or a paste to raw blocks: paragraphs that know what their source said of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

LIMIT_CHARS = 1_000_000

_MAGIC = (
    b"\x7fELF",
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"MZ\x90",
    b"\x1f\x8b",
)
_CONTROL_BYTES = bytes(i for i in range(32) if i not in (9, 10, 11, 12, 13, 27))
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

    ``code`` is one of "empty", "binary", "undecodable", "too_long", "no_words"; ``detail`` is
    the place or the size that it failed at, as text, or "".
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as it stands in its source.

    ``level`` is the heading level the source gives it (1-6), or 0. ``kind`` is "text", "item"
    (of a list), "row" (of a table) or "code", which is kept verbatim. ``bold``: all of it is.
    """

    text: str
    level: int = 0
    kind: str = "text"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The blocks of a text, and what its front matter says (keys in lower case)."""

    blocks: tuple[Block, ...]
    front: Mapping[str, str] = field(default_factory=dict)
    marked_up: bool = False


def decode(data: bytes, *, limit_chars: int = LIMIT_CHARS) -> str:
    """The text of a file in UTF-8 (or UTF-16 with its byte order mark), cleaned and checked.

    Raises Unreadable.
    """
    if not data:
        raise Unreadable("empty")
    if data.startswith(_MAGIC):
        raise Unreadable("binary")
    if len(data) > 4 * limit_chars + 4:
        raise Unreadable("too_long", str(limit_chars))
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            "binary" if _is_binary(data) else "undecodable", str(error.start)
        ) from error
    if encoding == "utf-8-sig" and _is_binary(data):
        raise Unreadable("binary")
    return check(text, limit_chars=limit_chars)


def _is_binary(data: bytes) -> bool:
    """Random bytes hold one control character in nine; text holds next to none."""
    head = data[:65536]
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    return controls > 32 and controls * 50 > len(head)


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


def read_source(text: str, *, name: str = "") -> Source:
    """The blocks of a cleaned text, read as Markdown or as plain text.

    ``name`` is the file's, if any: .md and .markdown are Markdown; everything else is what its
    content shows.
    """
    from studyapp.text import markdown, plain  # noqa: PLC0415 - both make Blocks

    if name.lower().endswith((".md", ".markdown")) or markdown.looks_like_markdown(text):
        front, below = markdown.split_front(text)
        return Source(tuple(markdown.read_markdown(below)), front, marked_up=True)
    return Source(tuple(plain.read_plain(text)))
