# ruff: noqa: E402
"""What it costs to take a text of 1 MB in: read, stored, with its questions.

    DATA_DIR=/tmp/intake python -m tests.benchmarks.bench_intake FILE...

The files (UTF-8 text) are put one behind the other until they make a megabyte, and again with other
words in every sentence where they are too short. CPU is user and system time, that of the process
which reads included; `held` is how long the longest write transaction kept others from writing.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()  # before any model is imported

from django.core.management import call_command
from django.db import connection

from studyapp import intake, library
from studyapp.models import Question, Statement

SIZE = 1_000_000


def megabyte(files: list[str]) -> bytes:
    """A text of SIZE bytes made of the files, each time round with other sentences."""
    whole = "\n".join(Path(name).read_text(encoding="utf-8") for name in files)
    rounds = [whole]
    while sum(len(text.encode()) for text in rounds) < SIZE:
        rounds.append(whole.replace("，", f"，第{len(rounds) + 1}次", -1))
    return "\n".join(rounds).encode()[:SIZE].decode(errors="ignore").encode()


def cpu() -> float:
    """Seconds of this process and of those it has waited for."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


class Held:
    """How long write transactions are open: from the first statement that writes to the end."""

    def __init__(self) -> None:
        self.spans: list[tuple[float, float]] = []
        self._began: tuple[float, float] | None = None

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Watch a statement (`connection.execute_wrapper`)."""
        if self._began is None and connection.in_atomic_block:
            self._began = (time.perf_counter(), cpu())
            connection.on_commit(self._end)
        return execute(sql, params, many, context)

    def _end(self) -> None:
        if self._began is not None:
            wall, spent = self._began
            self.spans.append((time.perf_counter() - wall, cpu() - spent))
            self._began = None


@contextmanager
def measured(step: str, **more: Any) -> Iterator[dict[str, Any]]:
    """Print what a step took; what it puts into the dictionary is told with it."""
    told: dict[str, Any] = {"step": step, **more}
    held, began, spent = Held(), time.perf_counter(), cpu()
    with connection.execute_wrapper(held):
        yield told
    told |= {"cpu": round(cpu() - spent, 2), "s": round(time.perf_counter() - began, 2)}
    if held.spans:
        told["held s"], told["held cpu"] = (
            round(max(each), 2) for each in zip(*held.spans, strict=True)
        )
    print(json.dumps(told, ensure_ascii=False), flush=True)


def main() -> None:
    call_command("migrate", verbosity=0)
    text = megabyte(sys.argv[1:])
    with measured("import", bytes=len(text)) as told:
        document = library.import_document(text, name="text.md", publish=True).document
        # The process that reads is counted once it has ended.
        intake._reader.stop()
        told["statements"] = Statement.objects.count()
        told["questions"] = Question.objects.count()
    section = document.sections.exclude(body="").order_by("position")[3]
    with measured("edit a section"):
        library.revise_section(section, body=section.body.replace("，", "，即", 1), by=None)
    statement = document.statements.askable().filter(kind="sentence").first()
    assert statement is not None
    with measured("set marks"):
        library.set_marks(statement, [(0, 2)])


if __name__ == "__main__":
    main()
