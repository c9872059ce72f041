"""Search in 100 MB of text: `python tests/benchmarks/bench_search.py [megabytes]`.

Fills an empty database with made-up statutes (DATABASE_URL or a fresh DATA_DIR) and times queries
over them: a word that is everywhere, common and rare ones, one and two characters, several words.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="search-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Characters drawn as unevenly as a language draws them.
COMMON = "应当国家机关人民依法规定或者以及的和有关部门工作单位条件责任管理组织"
QUERIES = ("的", "国家", "依法", "应当国家机关", "第三百条", "国家 人民 责任", "罕见之词", "珥")


def make_text(lot: Random, characters: int) -> list[str]:
    """Paragraphs of made-up sentences."""
    rest = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
    paragraphs, length = [], 0
    while length < characters:
        common = lot.choices(COMMON, k=90)
        rare = lot.choices(rest, k=60)
        words = common + rare
        lot.shuffle(words)
        paragraphs.append("".join(words) + "。")
        length += len(words)
    return paragraphs


def fill(megabytes: int) -> None:
    """Documents of about a megabyte each, one section a hundred paragraphs."""
    from studyapp import search
    from studyapp.models import Document, Section

    lot = Random(7)
    for number in range(megabytes):
        document = Document.objects.create(title=f"第{number}号条例", status="published")
        paragraphs = make_text(lot, 333_000)
        Section.objects.bulk_create(
            Section(
                document=document,
                position=at // 100,
                level=1,
                title=f"第{at // 100}章",
                body="\n".join(paragraphs[at : at + 100]),
            )
            for at in range(0, len(paragraphs), 100)
        )
        search.index(document)


def seconds(wanted: str) -> tuple[float, int]:
    """How long a page of the library takes to find and to show, and how many texts are found."""
    from studyapp import search
    from studyapp.models import Document

    began = perf_counter()
    documents = search.holding(Document.objects.published(), wanted)
    count, shown = documents.count(), list(documents[:30])
    search.places(shown, wanted)
    return perf_counter() - began, count


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    began = perf_counter()
    with transaction.atomic():
        fill(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
    print(json.dumps({"filled in s": round(perf_counter() - began, 1)}))
    for wanted in QUERIES:
        runs = [seconds(wanted) for _ in range(3)]
        ms = round(median(run[0] for run in runs) * 1000, 1)
        print(json.dumps({"query": wanted, "ms": ms, "texts": runs[0][1]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
