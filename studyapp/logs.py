"""What the logs say: one event a line, the id of its request with it, and nothing personal.

No user name, answer or query string is written: an access line names the route, not the address;
a path that another logger mentions gives way to its route, a link to its origin; of an exception
there is its type and the places it passed, and its words only where they cannot quote a learner.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.http import HttpRequest

request_id: ContextVar[str] = ContextVar("request_id", default="")
access = logging.getLogger("studyapp.access")

# What an access line carries besides its words.
FIELDS = ("method", "route", "status", "ms")
FRAMES = 30
SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
LINK = re.compile(r"(https?://[^\s/?#]+)[^\s]*")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# These tell of files, addresses and the database, never of what someone typed.
OUTSPOKEN = (OSError, ImportError, OperationalError, ImproperlyConfigured)


def sane_id(given: str) -> str:
    """The id a request came with, or a new one where it has none that is fit to be logged."""
    return given if SANE_ID.fullmatch(given) else uuid.uuid4().hex


def route_of(request: HttpRequest) -> str:
    """The name of the address asked for, which unlike the address itself tells nothing personal."""
    match = request.resolver_match
    if match is not None:
        return match.view_name or match.route
    return "static" if request.path.startswith(settings.STATIC_URL) else "unknown"


def message_of(record: logging.LogRecord) -> str:
    """What a record says, on one line, without paths and query strings."""
    message = record.getMessage()
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        message = message.replace(request.get_full_path(), request.path)
        message = message.replace(request.path, f"({route_of(request)})")
    return CONTROL.sub(" ", LINK.sub(r"\1", message))


def error_of(record: logging.LogRecord) -> list[str]:
    """The exceptions of a record, the first cause first, each with the places it passed."""
    chain: list[str] = []
    error = record.exc_info[1] if record.exc_info else None
    while error is not None and len(chain) < FRAMES:
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
        places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        words = f": {CONTROL.sub(' ', str(error))}" if isinstance(error, OUTSPOKEN) else ""
        chain = [*places, f"{type(error).__qualname__}{words}", *chain]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message; request_id and the rest where known."""

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
        }
        if request_id.get():
            event["request_id"] = request_id.get()
        event |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if error := error_of(record):
            event["error"] = error
        return json.dumps(event, ensure_ascii=False, default=str)


class LineFormatter(logging.Formatter):
    """A line for people; an exception follows on lines of its own, indented."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created).astimezone().isoformat(" ", "seconds")
        mark = f" [{request_id.get()}]" if request_id.get() else ""
        said = f"{when} {record.levelname} {record.name}{mark}: {message_of(record)}"
        return "\n".join([said, *(f"    {line}" for line in error_of(record))])
