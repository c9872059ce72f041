"""The files that came in, kept as they were under DATA_DIR, each named by its hash."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from django.conf import settings


def fingerprint(data: bytes) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return sha256(data).hexdigest()


def keep(data: bytes) -> str:
    """Store a file once and return its hash.

    It appears under its name whole or not at all, so a crash leaves no half-written original.
    """
    digest = fingerprint(data)
    path = _path(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    return digest


def read(digest: str) -> bytes:
    """The bytes of a stored file. Raises FileNotFoundError when it is gone."""
    return _path(digest).read_bytes()


def is_kept(digest: str) -> bool:
    """Whether the file of that hash is there."""
    return _path(digest).exists()


def _path(digest: str) -> Path:
    return Path(settings.DATA_DIR) / "originals" / digest[:2] / digest


def drop(digests: Iterable[str]) -> None:
    """Remove files that nothing names any more."""
    for digest in digests:
        _path(digest).unlink(missing_ok=True)
