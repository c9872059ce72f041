"""The file itself: a ZIP that knows its own hash."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

FORMAT = 1
FIRST = "chengsong-backup.json"
MANIFEST = "manifest.json"
SECRET = "secret_key"  # noqa: S105  # the name of a member
SEAL = b"chengsong backup, sha256 of all before: "
DIGITS = 64
# More than any manifest has; less than what would fill the memory.
LONGEST_MANIFEST = 64 * 2**20

# What reading a member can raise, where someone who changed it wrote a new seal too.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    *(ValueError, TypeError, KeyError, AttributeError, OverflowError),
)


class Refused(Exception):
    """A backup that cannot be made or used. The message is one clear sentence."""


# --- Writing


class Writer:
    """An archive being written."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip = file
        self.add(FIRST, json.dumps({"format": FORMAT}).encode(), compress=False)

    def add(self, name: str, data: bytes, *, compress: bool = True) -> None:
        kind = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        self._zip.writestr(name, data, kind)

    def add_lines(self, name: str, lines: Iterable[bytes]) -> tuple[int, str]:
        """Write a member line by line; returns how many there were and their hash."""
        count, digest = 0, hashlib.sha256()
        with self._zip.open(name, "w", force_zip64=True) as member:
            for count, line in enumerate(lines, 1):  # noqa: B007  # the last one counts
                digest.update(line)
                member.write(line)
        return count, digest.hexdigest()


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write an archive that appears under its name whole, or not at all.

    Raises Refused where something else has that name: an older backup is replaced, a database not.
    """
    if path.is_dir() or (path.exists() and not _is_ours(path)):
        raise Refused(_("%s is there already and is not a backup.") % path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
                yield Writer(zipped)
                zipped.comment = SEAL + b"0" * DIGITS
            _seal(file)
        draft.replace(path)
        sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _seal(file: IO[bytes]) -> None:
    size = file.seek(0, os.SEEK_END) - DIGITS
    digest = _digest(file, size)
    file.seek(size)
    file.write(digest)
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make sure that names given in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- Reading


class Reader:
    """An archive whose bytes are known to be those that were written."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip = file
        self.manifest: dict[str, Any] = json.loads(self.read(MANIFEST, most=LONGEST_MANIFEST))

    def read(self, name: str, *, most: int) -> bytes:
        """A whole member. Raises ValueError where it is longer than `most` bytes."""
        if self._zip.getinfo(name).file_size > most:
            raise ValueError(name)
        return self._zip.read(name)

    def names(self, folder: str) -> list[str]:
        return [name for name in self._zip.namelist() if name.startswith(f"{folder}/")]

    def lines(self, name: str, *, sha256: str) -> Iterator[bytes]:
        """The lines of a member. Raises ValueError after the last where the hash is another."""
        digest = hashlib.sha256()
        with self._zip.open(name) as member:
            for line in member:
                digest.update(line)
                yield line
        if digest.hexdigest() != sha256:
            raise ValueError(name)


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """Open an archive after checking every byte of it.

    Raises Refused, and OSError where the file cannot be read.
    """
    with path.open("rb") as file:
        _refuse_damaged(path, file)
        try:
            zipped = zipfile.ZipFile(file)
            reader = Reader(zipped)
            version = int(reader.manifest["format"])
        except BROKEN as problem:
            raise Refused(_("%s is not a backup that can be read.") % path) from problem
        if version > FORMAT:
            words = _("%s was made by a newer version of Chengsong: update this one first.")
            raise Refused(words % path)
        with zipped:
            yield reader


def _refuse_damaged(path: Path, file: IO[bytes]) -> None:
    if not _begins_like_ours(file):
        raise Refused(_("%s is not a backup of Chengsong.") % path)
    size = file.seek(0, os.SEEK_END) - DIGITS
    file.seek(max(size - len(SEAL), 0))
    if not file.read().startswith(SEAL):
        raise Refused(_("%s is incomplete: its end is missing or damaged.") % path)
    if file.seek(size) and file.read() != _digest(file, size):
        raise Refused(_("%s is damaged: it is not what was written.") % path)


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return _begins_like_ours(file)


def _begins_like_ours(file: IO[bytes]) -> bool:
    """Whether the first member has our name, which stands 30 bytes into a ZIP."""
    file.seek(0)
    start = file.read(30 + len(FIRST))
    return start.startswith(b"PK\3\4") and start.endswith(FIRST.encode())


def _digest(file: IO[bytes], size: int) -> bytes:
    """The SHA-256 of the first `size` bytes, in hexadecimal."""
    digest = hashlib.sha256()
    file.seek(0)
    while size > 0 and (block := file.read(min(size, 2**20))):
        digest.update(block)
        size -= len(block)
    return digest.hexdigest().encode()
