"""The process that reads files: a parent of short-lived children, each of which reads one.

A file may be made to crash its reader, to keep it busy for ever or to fill the memory. So the site
never reads one itself: it hands it to this process (`intake`), which forks a child with limits of
its own. Everything is loaded before the fork, so a child costs milliseconds; it sees one file, can
write nothing, and takes nothing with it when it dies. No Django here, no database, no secrets.

It says that it is ready. Then each job is a line of JSON and the bytes of the file, each answer a
line of JSON.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from studyapp.text.outline import outline_of
from studyapp.text.readers import docx, html, pdf, read_file
from studyapp.text.source import Unreadable
from studyapp.text.stored import outline_to_json

IDLE = 600
"""Seconds without a job after which the process ends; the next job starts another."""
CHILD_MEMORY = 400_000_000
"""Bytes that a child may add to what it was born with."""
_OPEN_FILES = 16
_CHUNK = 1 << 20
_WARM_UP = Path(__file__).parent / "samples" / "mofan-jiguan-daodu.md"
"""Read once before any child is born: what is then remembered of words, all children know."""


def main() -> None:
    """Answer jobs until the site goes away, or has had none for a while."""
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    read(_WARM_UP.read_bytes(), {"name": _WARM_UP.name, "limit_chars": 1_000_000})
    assert docx and html and pdf, "loaded, so that every child has them"
    # What is there now stays for good: children need not copy it when they collect garbage.
    gc.freeze()
    answers.write(b"ready\n")
    answers.flush()
    while select.select([jobs], [], [], IDLE)[0]:
        line = jobs.readline()
        if not line:
            break
        job = json.loads(line)
        data = jobs.read(job["bytes"])
        answers.write(answer(data, job) + b"\n")
        answers.flush()


def answer(data: bytes, job: Mapping[str, Any]) -> bytes:
    """The answer of a child to the job, or why it gave none: one line of JSON."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        _be_child(data, job, sending)
    os.close(sending)
    said = _said(receiving, child, seconds=job["seconds"])
    _, status = os.waitpid(child, 0)
    if said is None:
        return _problem("too_slow")
    if said and os.waitstatus_to_exitcode(status) == 0:
        return said
    is_out_of_time = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU
    return _problem("too_slow" if is_out_of_time else "too_costly")


def _said(receiving: int, child: int, *, seconds: float) -> bytes | None:
    """All that the child says before it ends; None where it was still at it when time was up."""
    ends = time.monotonic() + seconds
    pieces: list[bytes] = []
    with contextlib.closing(os.fdopen(receiving, "rb", buffering=0)) as said:
        while True:
            if not select.select([said], [], [], max(0.0, ends - time.monotonic()))[0]:
                os.kill(child, signal.SIGKILL)
                return None
            piece = said.read(_CHUNK)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)


def _be_child(data: bytes, job: Mapping[str, Any], sending: int) -> None:
    """Read the file, say what it is, and end: never return."""
    code = 1
    try:
        limit(seconds=job["seconds"])
        said = read(data, job)
        with os.fdopen(sending, "wb") as pipe:
            pipe.write(said)
        code = 0
    except MemoryError:
        code = 2
    finally:
        # Not sys.exit: what the parent has opened and registered is not the child's to close.
        os._exit(code)


def limit(*, seconds: float) -> None:
    """Give this process no more than its share of memory and time, and no file to write to."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    if size := _address_space():
        _set(resource.RLIMIT_AS, size + CHILD_MEMORY)
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_FSIZE, 0)
    _set(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _set(resource.RLIMIT_CPU, int(seconds) + 1)


def _set(kind: int, value: int) -> None:
    # Where a system does not know a limit, the others still hold.
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(kind, (value, value))


def _address_space() -> int:
    """The bytes of address space that this process has; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - before any limit
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def read(data: bytes, job: Mapping[str, Any]) -> bytes:
    """What the file is: its outline, or why it cannot be read, as a line of JSON."""
    name = job["name"]
    try:
        source = read_file(data, name=name, limit_chars=job["limit_chars"])
        said: dict[str, Any] = {"outline": outline_to_json(outline_of(source, name=name))}
        return json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
    except Unreadable as problem:
        return _problem(problem.code, problem.detail, problem.claimed)
    except RecursionError:
        return _problem("too_costly")
    except MemoryError:
        raise
    except Exception as problem:  # noqa: BLE001 - whatever a broken file brings about is told
        return _problem("failed", _where(problem))


def _where(problem: Exception) -> str:
    """What went wrong and where, without a word of the file."""
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(problem).__name__} {place}"


def _problem(code: str, detail: str = "", claimed: str = "") -> bytes:
    return json.dumps({"code": code, "detail": detail, "claimed": claimed}).encode()


def write_job(pipe: IO[bytes], data: bytes, job: Mapping[str, Any]) -> None:
    """Hand a job over, from the other side."""
    pipe.write(json.dumps({**job, "bytes": len(data)}).encode() + b"\n")
    pipe.write(data)
    pipe.flush()


if __name__ == "__main__":
    main()
