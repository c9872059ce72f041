# ruff: noqa: E402
"""Time Today and Progress on the site that make_scale made, and look at how they ask for rows.

    DATA_DIR=/tmp/scale python -m tests.benchmarks.bench_scale

Exits 1 where two learners cost different numbers of queries, or where a query reads a learner's
table otherwise than through an index led by the learner, or by primary key.
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

PAGES = ["/", "/progress/", "/progress/mistakes/", "/enrolments/"]
LEARNERS = 20
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
        return scanned[1] in tables or scanned[1].startswith("studyapp_")
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


def main():
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    led, problems = indexes(), []
    learners = User.objects.filter(username__startswith="learner-").order_by("?")[:LEARNERS]
    clients = []
    for learner in learners:
        client = Client()
        client.force_login(learner)
        clients.append(client)
    for url in PAGES:
        visit(clients[0], url)
        times = sorted(visit(client, url) for client in clients for _ in range(3))
        counts, sent = set(), {}
        for client in clients:
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            counts.add(len(captured))
            sent |= {
                re.sub(r"'\w{32}'|\d+|, N", "N", q["sql"]): q for q in captured.captured_queries
            }
        slowest = max(float(q["time"]) for q in sent.values())
        print(
            f"{url}: median {statistics.median(times):.0f} ms,"
            f" 95 % under {times[len(times) * 95 // 100]:.0f} ms,"
            f" {counts} queries, the slowest {slowest * 1000:.0f} ms"
        )
        if len(counts) > 1:
            problems.append(f"{url}: {counts} queries")
        for query in sent.values():
            sql = query["sql"]
            if sql.startswith("SELECT"):
                tables = aliases(sql)
                bad = [line for line in plan_of(sql) if amiss(line, tables, led)]
                problems += [f"{url}: {line}\n    {sql[:600]}" for line in bad]
    print(
        "\n".join(problems) or "Every query of a learner's rows uses an index led by the learner."
    )
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
