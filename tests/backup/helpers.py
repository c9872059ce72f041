"""What several tests of backups do."""

import hashlib
import json
import time
import zipfile

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from studyapp import backup
from studyapp.backup import archive, rows
from tests import factories
from tests.factories import answer_right, answer_wrong, next_question


def study(learner, document, *, now):
    sitting = factories.start(learner, document, now=now)
    for turn in range(8):
        attempt = next_question(sitting, now=now)
        if attempt is None:
            return
        (answer_wrong if turn % 3 == 1 else answer_right)(attempt, now=now)
        now += factories.minutes(1)


def contents():
    """Every row of the database at hand, by table."""
    loader = MigrationLoader(connection)
    targets = rows.leaves(loader, loader.applied_migrations)
    return {name: list(rows.lines_of(m)) for name, m in rows.models_at(loader, targets).items()}


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rewrite(file, **changes):
    """Change the manifest or members, and seal the archive anew."""
    inside = members(file)
    for name, change in changes.items():
        name = name.replace("__", "/").replace("_dot_", ".")
        inside[name] = change(inside[name])
    file.unlink()
    with archive.writing(file) as writer:
        for name, data in inside.items():
            if name != archive.FIRST:
                writer.add(name, data)


def in_manifest(**entries):
    return lambda data: json.dumps(json.loads(data) | entries).encode()


def refused(file, site, match, **wishes):
    """Restore must refuse with one sentence and leave no folder."""
    with pytest.raises(backup.Refused, match=match) as problem:
        backup.restore(file, site, **wishes)
    assert "\n" not in str(problem.value)
    assert not site.folder.exists()


def members(file):
    with zipfile.ZipFile(file) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def wait_for(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def forge_a_memory(file):
    """Let someone remember better than they answered, and make hashes and seal good."""
    lines = members(file)["rows/studyapp.memory.jsonl"].splitlines(keepends=True)
    columns = json.loads(members(file)["manifest.json"])["tables"]["studyapp.memory"]["columns"]
    row = json.loads(lines[0])
    row[columns.index("stability")] = 1000.0
    changed = b"".join([json.dumps(row).encode() + b"\n", *lines[1:]])

    def admit(data):
        manifest = json.loads(data)
        table = manifest["tables"]["studyapp.memory"]
        table["sha256"] = hashlib.sha256(changed).hexdigest()
        return json.dumps(manifest).encode()

    rewrite(file, rows__studyapp_dot_memory_dot_jsonl=lambda _: changed, manifest_dot_json=admit)
