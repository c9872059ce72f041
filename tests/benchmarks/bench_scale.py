# ruff: noqa: E402
"""Time the pages of learners and editors on the site that make_scale made; look at their queries.

    DATA_DIR=/tmp/scale python -m tests.benchmarks.bench_scale

Exits 1 where two learners cost different numbers of queries; where a query reads a learner's
table otherwise than through an index led by the learner, or by primary key; or where a list of
the admin panel reads the whole of a large table.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()  # before any model is imported

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.models import User

PAGES = [
    *("/", "/progress/", "/progress/mistakes/", "/enrolments/", "/collections/1/"),
    *("/library/", "/library/?sort=mine", "/library/?sort=title", "/library/?tag=主题1"),
    "/library/?q=章程4",
]
LISTS = [
    *("", "document/", "document/?tag=3", "document/?q=章程4", "collection/", "tag/", "section/"),
    *("statement/", "statement/?q=第77章", "statement/?retired=no", "revision/", "import/"),
    *("question/", "question/?q=第77章", "question/?retired=lately", "question/?document=9"),
    *("enrolment/", "attempt/", "attempt/?q=learner-7", "review/", "user/"),
]
LEARNERS = 20
# So few that a list of them may be read whole.
SHELVES = ("document", "tag", "collection", "collectionentry", "document_tags")
OURS = ("enrolment", "attempt", "correction", "review", "memory", "standing", "sitting")


def indexes():
    """The indexes of the learners' tables by name, each with whether the learner leads it."""
    found = {}
    with connection.cursor() as cursor:
        for name in OURS:
            table = apps.get_model("studyapp", name)._meta.db_table
            cursor.execute(f"PRAGMA index_list({table})")
            for index in [row[1] for row in cursor.fetchall()]:
                cursor.execute(f"PRAGMA index_info({index})")
                found[index] = cursor.fetchone()[2] == "learner_id"
    return found


def aliases(sql):
    """What the plan calls each of the learners' tables in this query."""
    names = "|".join(OURS)
    found = re.findall(rf'"studyapp_(?:{names})"(?: (?:AS )?("?\w+"?))?', sql)
    plain = re.findall(rf'"(studyapp_(?:{names}))"', sql)
    return {alias.strip('"') for alias in found if alias} | set(plain)


def plan_of(sql):
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"))
        return [row[3] for row in cursor.fetchall()]


def amiss(line, tables, led):
    """Whether a line of a plan reads a whole table, or a learner's without the learner."""
    scanned = re.match(r"SCAN (\S+)", line)
    if scanned:
        few = scanned[1].removeprefix("studyapp_") in SHELVES
        return scanned[1] in tables or (scanned[1].startswith("studyapp_") and not few)
    index = re.search(r"INDEX (\w+)", line)
    if not index or index[1] not in led:
        return False  # another table, or one row by its primary key
    by_key = "(id=?)" in line
    return not by_key and not (led[index[1]] and "(learner_id=?" in line)


def visit(client, url):
    started = time.perf_counter()
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    return (time.perf_counter() - started) * 1000


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def watch(client, url):
    """The queries that a page sends, and how long it takes."""
    visit(client, url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return captured.captured_queries


def tell(url, times, counts, queries):
    slowest = max(float(query["time"]) for query in queries)
    print(
        f"{url}: median {statistics.median(times):.0f} ms,"
        f" 95 % under {times[len(times) * 95 // 100]:.0f} ms,"
        f" {counts} queries, the slowest {slowest * 1000:.0f} ms"
    )


def learners_pages(led):
    """Problems of the pages that learners see."""
    learners = User.objects.filter(username__startswith="learner-").order_by("?")[:LEARNERS]
    clients = [client_of(learner) for learner in learners]
    for url in PAGES:
        visit(clients[0], url)
        times = sorted(visit(client, url) for client in clients for _ in range(3))
        counts, sent = set(), {}
        for client in clients:
            queries = watch(client, url)
            counts.add(len(queries))
            sent |= {re.sub(r"'\w{32}'|\d+|, N", "N", q["sql"]): q for q in queries}
        tell(url, times, counts, sent.values())
        if len(counts) > 1:
            yield f"{url}: {counts} queries"
        for sql in (query["sql"] for query in sent.values() if query["sql"].startswith("SELECT")):
            tables = aliases(sql)
            for line in plan_of(sql):
                if amiss(line, tables, led):
                    yield f"{url}: {line}\n    {sql[:600]}"


def editors_lists():
    """Problems of the lists of the admin panel: each reads no further than the page it shows."""
    editor, _made = User.objects.get_or_create(
        username="bench-editor", defaults={"is_staff": True, "is_superuser": True}
    )
    client = client_of(editor)
    large = ("question", "statement", "section", *OURS)
    for name in LISTS:
        url = f"/admin/studyapp/{name}" if name else "/admin/"
        visit(client, url)
        times = sorted(visit(client, url) for _ in range(9))
        queries = watch(client, url)
        tell(url, times, {len(queries)}, queries)
        for sql in (q["sql"] for q in queries if q["sql"].startswith("SELECT")):
            whole = [f"SCAN studyapp_{table}" for table in large]
            lines = [line for line in plan_of(sql) if line.split(" USING")[0] in whole]
            # Words are looked for in every row; nothing else is.
            if lines and " LIMIT " not in sql and " LIKE " not in sql:
                yield f"{url}: {lines}\n    {sql[:600]}"


def main():
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    problems = [*learners_pages(indexes()), *editors_lists()]
    print("\n".join(problems) or "Every query reads what it shows, through the index meant for it.")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
