# ruff: noqa: E402
"""How long an amended text takes to accept that 1,000 people are learning.

    DATA_DIR=/tmp/revision python -m tests.benchmarks.bench_revision [FILE]

One sentence is changed, one section added, one removed. The folder must not hold a site yet.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()  # before any model is imported

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from studyapp import library, revisions
from studyapp.models import Memory, Standing, Statement, User
from studyapp.text.outline import Outline, Section
from studyapp.text.statements import find_statements

SAMPLE = Path(library.__file__).parent / "samples" / "mofan-jiguan-daodu.md"
LEARNERS = 1_000


def learn(statements: list[Statement]) -> None:
    """Everyone knows every statement, and is asked again in twenty days."""
    now = timezone.now()
    due, day = now + timedelta(days=20), (now - timedelta(days=10)).date()
    for number in range(LEARNERS):
        learner = User.objects.create(username=f"learner-{number}", password="!")
        Standing.objects.bulk_create(
            Standing(learner=learner, statement=s, rung=1, due=due, introduced_on=day)
            for s in statements
        )
        Memory.objects.bulk_create(
            Memory(
                learner=learner,
                statement=s,
                part=part.key,
                stability=20.0,
                difficulty=5.0,
                last_day=day,
                due=due,
                repetitions=2,
            )
            for s in statements
            for part in s.parts
        )


def amended(outline: Outline, sentence: str) -> Outline:
    """A sentence reworded, the last section left out, another added."""
    reworded = sentence.replace("，", "，同时", 1)
    *sections, _last = outline.sections
    sections = [replace(s, body=s.body.replace(sentence, reworded, 1)) for s in sections]
    added = Section(level=1, label="", title="附录", body="本文自发布之日起施行。", parent=None)
    found = find_statements((*sections, added), title=outline.title)
    return replace(outline, sections=(*sections, added), statements=found)


def main() -> None:
    call_command("migrate", verbosity=0)
    text = Path(sys.argv[1] if len(sys.argv) > 1 else SAMPLE).read_text(encoding="utf-8")
    document = library.import_document(text.encode(), name="text.md", publish=True).document
    with transaction.atomic():
        learn(list(document.statements.askable()))
    before = dict(Standing.objects.values_list("pk", "due"))
    sentence = document.statements.askable().filter(kind="sentence", text__contains="，").first()
    assert sentence is not None
    outline = amended(revisions.current_outline(document), sentence.text)
    began = time.perf_counter()
    changes = revisions.accept(document, outline, sha256="")
    seconds = time.perf_counter() - began
    moved = [pk for pk, due in Standing.objects.values_list("pk", "due") if due != before[pk]]
    asked = set(Standing.objects.filter(pk__in=moved).values_list("statement__text", flat=True))
    told = {"s": round(seconds, 2), "changes": repr(changes), "standings moved": len(moved)}
    print(json.dumps(told | {"statements": sorted(asked)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
