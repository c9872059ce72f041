"""Files become outlines, in a process of their own; what cannot be read is told in a sentence."""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import select
import subprocess
import sys
from threading import Lock
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from studyapp.reading_process import write_job
from studyapp.text.outline import MOST_SECTIONS, Outline
from studyapp.text.readers import MOST_BYTES, check_kind
from studyapp.text.readers.kinds import SUFFIXES, clean_name
from studyapp.text.source import Unreadable
from studyapp.text.stored import outline_from_json

logger = logging.getLogger(__name__)

SECONDS = 60.0
"""The longest that anything may take to be read."""
_GRACE, _START = 5.0, 60.0


class Refused(Exception):
    """A text or a change that cannot be accepted. The message is one clear sentence."""


class TooSlow(Refused):
    """A text that could not be read in the time that there was."""


def read(data: bytes, *, name: str = "", seconds: float = SECONDS) -> Outline:
    """The outline of a file or, without a name, of a paste.

    Raises Refused with a sentence when it cannot be read, TooSlow when it was not read in time.
    """
    name = clean_name(name)
    try:
        # Before anything is copied: an empty or foreign file, or one that is far too large.
        check_kind(data, name)
        return _outline(_reader.ask(data, name=name, seconds=seconds))
    except Unreadable as problem:
        if problem.code == "failed":
            # No trace: the child tells where it failed, and the words of the file are not logged.
            logger.error("A file could not be read: %s", problem.detail)  # noqa: TRY400
        kind = TooSlow if problem.code == "too_slow" else Refused
        raise kind(explain(problem)) from problem


def prepare() -> None:
    """A file is likely to come: have what reads it loaded by then, which takes about a second."""
    with contextlib.suppress(OSError):
        _reader.prepare()


def _outline(said: dict[str, Any]) -> Outline:
    if "outline" in said:
        return outline_from_json(said["outline"])
    raise Unreadable(said["code"], said["detail"], claimed=said["claimed"])


class _Reader:
    """The process that reads, started when it is first needed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ready = False
        self._owner = 0

    def prepare(self) -> None:
        """Start it, if it is not there, and do not wait for it."""
        if self._lock.acquire(blocking=False):
            try:
                self._started()
            finally:
                self._lock.release()

    def ask(self, data: bytes, *, name: str, seconds: float) -> dict[str, Any]:
        """What it says of a file. Raises Unreadable where it says nothing."""
        job = {"name": name, "limit_chars": settings.TEXT_LIMIT, "seconds": seconds}
        with self._lock:
            # It may have ended itself for want of work just now, or been ended: once more.
            for _try in range(2):
                try:
                    return self._asked(data, job)
                except TimeoutError as problem:
                    self.stop()
                    raise Unreadable("too_slow") from problem
                except (OSError, EOFError):
                    self.stop()
        raise Unreadable("too_costly")

    def _asked(self, data: bytes, job: dict[str, Any]) -> dict[str, Any]:
        process = self._running()
        assert process.stdin is not None
        write_job(process.stdin, data, job)
        said = json.loads(self._line(process, job["seconds"] + _GRACE))
        assert isinstance(said, dict)
        return said

    def _line(self, process: subprocess.Popen[bytes], seconds: float) -> bytes:
        """The next line that it says. Raises TimeoutError, or EOFError where it is gone."""
        assert process.stdout is not None
        if not select.select([process.stdout], [], [], seconds)[0]:
            raise TimeoutError
        line = process.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        return line

    def _running(self) -> subprocess.Popen[bytes]:
        process = self._started()
        if not self._is_ready:
            # It says one line when it has loaded all it needs.
            self._line(process, _START)
            self._is_ready = True
        return process

    def _started(self) -> subprocess.Popen[bytes]:
        # A forked server process must not talk through the pipes of the one that it came from.
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "studyapp.reading_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=settings.BASE_DIR,
                # Nothing of the site's settings is any business of a file that takes it over.
                env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
            )
            self._owner, self._is_ready = os.getpid(), False
        return self._process

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()


_reader = _Reader()
atexit.register(_reader.stop)


# --- What is said of it


def kinds_read() -> str:
    """The kinds of files that are read, as a person reads them."""
    return _("Word (.docx), PDF, web page (.html), Markdown (.md) or plain text (.txt)")


def explain(problem: Unreadable) -> str:
    """The sentence a person reads for a text that cannot be read."""
    if problem.code == "suffix":
        return _("Files of the kind %(suffix)s are not read. What is read: %(kinds)s.") % {
            "suffix": problem.detail,
            "kinds": kinds_read(),
        }
    if problem.code == "contradiction":
        return _contradiction(problem)
    return _sentences().get(problem.code, _("The file cannot be read; it may be damaged."))


def _contradiction(problem: Unreadable) -> str:
    real = {
        "text": _("plain text"),
        "html": _("a web page"),
        "docx": _("a Word document"),
        "pdf": _("a PDF"),
        "picture": _("a picture"),
        "program": _("a program"),
        "archive": _("an archive of files"),
        "spreadsheet": _("a spreadsheet"),
        "slides": _("a slide show"),
        "book": _("an e-book"),
        "open_document": _("an OpenDocument file"),
        "old_office": _("an old Office file (.doc)"),
        "rich_text": _("rich text (RTF)"),
        "database": _("a database"),
        "sound": _("a sound recording"),
    }.get(problem.detail, _("something else"))
    claims = {
        "markdown": _("This is not a Markdown text but %(real)s."),
        "html": _("This is not a web page but %(real)s."),
        "docx": _("This is not a Word document but %(real)s."),
        "pdf": _("This is not a PDF but %(real)s."),
    }
    claim = claims.get(problem.claimed, _("This is not a text file but %(real)s."))
    if problem.detail in ("old_office", "rich_text", "open_document"):
        claim += " " + _("Save it as .docx and try again.")
    elif problem.detail in ("text", "html", "docx", "pdf"):
        claim += " " + _("Give it the right suffix and try again.")
    return claim % {"real": real}


def _sentences() -> dict[str, str]:
    return {
        "empty": _("There is no text in it."),
        "no_words": _("There are no words in it, only punctuation or signs."),
        "too_long": _(
            "The text is longer than %(limit)s characters; divide it and import the pieces."
        )
        % {"limit": f"{settings.TEXT_LIMIT:,}"},
        "too_large": _("The file is larger than %(limit)s MB; divide it and import the pieces.")
        % {"limit": MOST_BYTES // 1_000_000},
        "too_many_headings": _(
            "The text has more than %(limit)s headings; divide it and import the pieces."
        )
        % {"limit": f"{MOST_SECTIONS:,}"},
        "binary": _("This is not a text file. Save it as plain text or Markdown and try again."),
        "undecodable": _("The characters cannot be read: save the file as UTF-8 and try again."),
        "damaged": _("The file is damaged or incomplete. Save it anew and try again."),
        "encrypted": _("The file is protected by a password. Remove the protection and try again."),
        "unpacked_too_large": _("The file is too large when it is unpacked."),
        "entities": _("The file declares entities, which no Word document needs; it is not read."),
        "scanned": _(
            "The pages are pictures, with no text in them. Run text recognition (OCR) on the file "
            "first, then import what it makes."
        ),
        "too_slow": _("The file takes too long to read; divide it and import the pieces."),
        "too_costly": _("The file takes more memory to read than there is for it."),
    }


__all__ = [
    "MOST_BYTES",
    "SUFFIXES",
    "Refused",
    "TooSlow",
    "clean_name",
    "explain",
    "kinds_read",
    "read",
]
