"""Making a backup while the site serves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from studyapp import originals
from studyapp.models import Import, Revision

from . import archive, checking, rows
from .archive import Refused
from .places import Site, snapshot


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds. `replay` is None where the site still has migrations to apply."""

    rows: int
    originals: int
    missing: tuple[str, ...]
    replay: checking.Replay | None


def make(path: Path, *, with_secret: bool = False) -> Made:
    """Write the configured site to a file, which appears whole or not at all.

    Raises Refused, and OSError where the file cannot be written.
    """
    site = Site.configured()
    with archive.writing(path) as writer, snapshot(site):
        loader = MigrationLoader(connection)
        manifest = _describe(loader)
        targets = rows.leaves(loader, loader.applied_migrations)
        found = rows.models_at(loader, targets)
        for name, model in found.items():
            count, digest = writer.add_lines(f"rows/{name}.jsonl", rows.lines_of(model))
            columns = rows.columns_of(model)
            manifest["tables"][name] = {"columns": columns, "rows": count, "sha256": digest}
        # Files are kept before the rows that name them, so the snapshot's files are there by now.
        manifest["originals"], missing = _add_originals(writer, site.folder, found)
        replay = checking.replay_sample() if _is_current(loader, targets) else None
        manifest |= {"missing": missing, "secret_key": with_secret, "replay": _told(replay)}
        if with_secret:
            writer.add(archive.SECRET, str(settings.SECRET_KEY).encode())
        writer.add(archive.MANIFEST, json.dumps(manifest, indent=1).encode())
    total = sum(table["rows"] for table in manifest["tables"].values())
    return Made(total, manifest["originals"], tuple(missing), replay)


def _describe(loader: MigrationLoader) -> dict[str, Any]:
    """The manifest so far. Raises Refused where there is no site, or a newer one than we know."""
    if not loader.applied_migrations:
        raise Refused(_("There is no site here yet: the database is empty."))
    if set(loader.applied_migrations) - set(loader.disk_migrations):
        raise Refused(_("The database was migrated by a newer version of Chengsong: update this."))
    version = ".".join(str(number) for number in connection.get_database_version())
    return {
        "format": archive.FORMAT,
        "made": datetime.now(UTC).isoformat(),
        "django": django.__version__,
        "database": f"{connection.vendor} {version}",
        "migrations": sorted(loader.applied_migrations),
        "tables": {},
    }


def _is_current(loader: MigrationLoader, targets: list[rows.Key]) -> bool:
    """Whether today's models fit the tables, so that today's code can replay."""
    return set(targets) == set(rows.leaves(loader, loader.graph.nodes))


def _told(replay: checking.Replay | None) -> dict[str, Any] | None:
    if replay is None:
        return None
    return {"checked": replay.checked, "differing": sorted(replay.differing)}


def _add_originals(
    writer: archive.Writer, folder: Path, found: dict[str, rows.Model]
) -> tuple[int, list[str]]:
    """Write every sound original; returns how many, and the hashes that rows name in vain."""
    written: set[str] = set()
    for file in sorted((folder / "originals").glob("??/*")):
        try:
            data = file.read_bytes()
        except FileNotFoundError:
            continue  # deleted with its document since we began
        if originals.fingerprint(data) == file.name:
            writer.add(f"originals/{file.name}", data)
            written.add(file.name)
    named: set[str] = set()
    for model in (Revision, Import):
        then = found[model._meta.label_lower]
        named |= set(then._base_manager.exclude(sha256="").values_list("sha256", flat=True))
    return len(written), sorted(named - written)
