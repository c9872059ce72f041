"""Files of every kind that is read, to paragraphs."""

from __future__ import annotations

from dataclasses import replace

from studyapp.text.readers import kinds
from studyapp.text.readers.encodings import decode
from studyapp.text.source import LIMIT_CHARS, Block, Source, Unreadable, check, clean

MOST_BYTES = 32_000_000
"""Of one file, whatever its kind."""


def read_file(data: bytes, *, name: str = "", limit_chars: int = LIMIT_CHARS) -> Source:
    """The paragraphs of a file or a paste. ``name`` is the file's, which says what it should be.

    Raises Unreadable.
    """
    kind = check_kind(data, name)
    if kind in (kinds.DOCX, kinds.PDF, kinds.HTML):
        return _checked(_read(kind, data, limit_chars), limit_chars)
    text = check(decode(data, limit_chars=limit_chars), limit_chars=limit_chars)
    return read_text(text, is_markdown=kind == kinds.MARKDOWN)


def check_kind(data: bytes, name: str = "") -> str:
    """The kind of a file that may be read; cheap, and safe with any bytes. Raises Unreadable."""
    kind = kinds.kind_of(data, name)
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large", str(MOST_BYTES // 1_000_000))
    return kind


def _read(kind: str, data: bytes, limit_chars: int) -> Source:
    """Each library is loaded when its kind comes."""
    if kind == kinds.DOCX:
        from studyapp.text.readers.docx import read_docx  # noqa: PLC0415

        return read_docx(data)
    if kind == kinds.PDF:
        from studyapp.text.readers.pdf import read_pdf  # noqa: PLC0415

        return read_pdf(data, limit_chars=limit_chars)
    from studyapp.text.readers.html import read_html  # noqa: PLC0415

    return read_html(data, limit_chars=limit_chars)


def read_text(text: str, *, is_markdown: bool = False) -> Source:
    """The paragraphs of a cleaned text, read as Markdown or as plain text.

    Where it is not said to be Markdown, it is what its content shows.
    """
    from studyapp.text import markdown, plain  # noqa: PLC0415 - both make Blocks

    if is_markdown or markdown.looks_like_markdown(text):
        front, below = markdown.split_front(text)
        return Source(tuple(markdown.read_markdown(below)), front, marked_up=True)
    return Source(tuple(plain.read_plain(text)))


def _checked(source: Source, limit_chars: int) -> Source:
    """The source with clean text. Raises Unreadable where it is empty, wordless or too long."""
    blocks = []
    for block in source.blocks:
        text = " ".join(clean(block.text).replace("\t", " ").split("\n"))
        if text.strip():
            blocks.append(replace(block, text=text if block.kind == "code" else text.strip()))
    check("\n".join(block.text for block in blocks), limit_chars=limit_chars)
    front = {key: clean(value).strip() for key, value in source.front.items()}
    return replace(source, blocks=tuple(blocks), front=front)


__all__ = ["Block", "check_kind", "read_file", "read_text"]
