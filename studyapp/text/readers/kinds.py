"""What kind of file it is: what its name says, and what it really is."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

from studyapp.text.source import Unreadable

TEXT, MARKDOWN, HTML, DOCX, PDF = "text", "markdown", "html", "docx", "pdf"
KIND_OF_SUFFIX = {
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".docx": DOCX,
    ".pdf": PDF,
}
SUFFIXES = tuple(KIND_OF_SUFFIX)
LONGEST_NAME = 200
MOST_DIRECTORY = 1_000_000
"""Bytes: some ten thousand files in one archive, far more than any document has."""
_END = re.compile(rb"(?=PK\x05\x06)")
_LONGEST_END = 76 + 22 + 65_536
_SEE_BEFORE = 0xFFFFFFFF

_MAGIC = (
    (b"%PDF", PDF),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"\xd0\xcf\x11\xe0", "old_office"),
    (b"{\\rtf", "rich_text"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"SQLite format 3", "database"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
)
_IN_ARCHIVE = (("word/", DOCX), ("xl/", "spreadsheet"), ("ppt/", "slides"), ("META-INF/", "book"))
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rb"<[a-zA-Z!/?]")


def clean_name(name: str) -> str:
    """A client's file name without its folders and control characters, cut to a length that every
    column and file system takes; its suffix stays."""
    base = re.split(r"[/\\]", name)[-1]
    base = "".join(char for char in base if char.isprintable()).strip(" .")
    suffix = PurePosixPath(base).suffix[:20]
    return base if len(base) <= LONGEST_NAME else base[: LONGEST_NAME - len(suffix)] + suffix


def kind_of(data: bytes, name: str = "") -> str:
    """The kind of a file, by its name; of a paste or a file without a suffix, by its content.

    Raises Unreadable: "empty", "suffix" for a kind that is not read, "contradiction" where the
    content is another than its name says; ``detail`` is what it is, ``claimed`` what it should be.
    """
    suffix = PurePosixPath(clean_name(name)).suffix.lower()
    if suffix and suffix not in KIND_OF_SUFFIX:
        raise Unreadable("suffix", suffix)
    if not data:
        raise Unreadable("empty")
    real = real_kind(data)
    claimed = KIND_OF_SUFFIX.get(suffix, "")
    if not claimed:
        if real not in (TEXT, HTML, DOCX, PDF):
            raise Unreadable("contradiction", real, claimed=TEXT)
        return real
    if not _agrees(claimed, real, data):
        raise Unreadable("contradiction", real, claimed=claimed)
    return claimed


def _agrees(claimed: str, real: str, data: bytes) -> bool:
    if claimed == HTML:
        # A saved piece of a page may have no head, but it has tags.
        return real == HTML or (
            real == TEXT and bool(_TAG.search(data[:200_000]) or b"\x00" in data)
        )
    return real == (TEXT if claimed == MARKDOWN else claimed)


def real_kind(data: bytes) -> str:
    """What the content is, by its first bytes: one of the kinds that are read, or of others."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_archive(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "picture"
    for magic, kind in _MAGIC:
        if data.startswith(magic) and not (
            kind == "picture" and magic == b"BM" and b"\x00" not in data[:20]
        ):
            return kind
    if b"%PDF-" in data[:1024] and b"\x00" not in data[: data.find(b"%PDF-")]:
        return PDF
    if _PAGE.match(data[:4000].removeprefix(b"\xef\xbb\xbf")):
        return HTML
    return TEXT


def _directory_size(data: bytes) -> int:
    """Bytes of an archive's directory, which is read whole when it is opened; by its end record.

    Of several that might be the end record, the largest that any of them names.
    """
    tail = data[-_LONGEST_END:]
    sizes = [0]
    for end in _END.finditer(tail):
        at = end.start()
        own = int.from_bytes(tail[at + 12 : at + 16], "little")
        sizes.append(own if own != _SEE_BEFORE else 0)
        if tail[max(at - 20, 0) : at].startswith(b"PK\x06\x07"):  # another record stands before
            sizes.append(int.from_bytes(tail[max(at - 36, 0) : max(at - 28, 0)], "little"))
    return max(sizes)


def _kind_of_archive(data: bytes) -> str:
    if _directory_size(data) > MOST_DIRECTORY:
        raise Unreadable("unpacked_too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()[:2000]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        # Cut off in the middle: which kind it was is told by the names at its beginning.
        return DOCX if b"word/" in data or b"[Content_Types].xml" in data[:100] else "archive"
    for folder, kind in _IN_ARCHIVE:
        if any(name.startswith(folder) for name in names):
            return kind
    return "open_document" if "content.xml" in names else "archive"
