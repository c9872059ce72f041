"""A site out of a backup: built beside the old one, proved, then put in its place."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from studyapp import originals

from . import archive, checking, rows, schemas
from .archive import Refused
from .places import Site, alone_with, anything_here, working_on

LONGEST_ORIGINAL = 2**30
LONGEST_SECRET = 10_000
# What an archive can still be made to hold by someone who also wrote it a new hash.
UNFIT = (
    *archive.BROKEN,
    *(DatabaseError, ValidationError, ObjectDoesNotExist),
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored. `kept`: where the former site is now, if there was one."""

    rows: int
    originals: int
    replayed: int
    secret_key: bool
    kept: str


def restore(path: Path, site: Site, *, replace: bool = False, prove: bool = True) -> Restored:
    """Make `site` what the backup holds.

    Raises Refused, before anything of the site is changed: for an archive that is wrong, damaged
    or newer, for a site that is not empty unless it may be replaced, for one that is in use.
    """
    with archive.reading(path) as backup:
        wish = _Wish(path, replace, prove)
        wish.refuse_occupied(site.occupied())
        with _new_folder(site.folder), _beside(site.folder) as draft:
            _write_files(backup, draft, path)
            put = _into_sqlite if site.is_sqlite else _into_server
            return put(backup, site, draft, wish)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What was asked for."""

    path: Path
    replace: bool
    prove: bool

    def refuse_occupied(self, occupied: bool) -> None:
        """Asked twice: while a site is being built, another may have come where it belongs."""
        if occupied and not self.replace:
            raise Refused(_("The site is not empty: --replace puts the backup in its place."))


@contextmanager
def _new_folder(folder: Path) -> Iterator[None]:
    """Make the folder; take it away again where nothing comes of it."""
    there = folder.exists()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        if not there:
            shutil.rmtree(folder, ignore_errors=True)
        raise


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=folder, prefix=".restore-") as draft:
        yield Path(draft)


# --- Building


def _unfit(path: Path) -> str:
    return _("%s does not hold what its manifest says, or not for this version.") % path


def _write_files(backup: archive.Reader, draft: Path, path: Path) -> None:
    """Write originals and secret key into the draft folder."""
    try:
        for name in backup.names("originals"):
            digest = name.removeprefix("originals/")
            data = backup.read(name, most=LONGEST_ORIGINAL)
            if originals.fingerprint(data) != digest:
                raise ValueError(name)
            _write(draft / "originals" / digest[:2] / digest, data)
        if backup.manifest["secret_key"]:
            _write(draft / "secret_key", backup.read(archive.SECRET, most=LONGEST_SECRET))
    except UNFIT as problem:
        raise Refused(_unfit(path)) from problem


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _build(backup: archive.Reader, wish: _Wish) -> tuple[int, int]:
    """Fill the database at hand, which is empty; returns how many rows, and memories replayed."""
    try:
        applied = [(str(app), str(name)) for app, name in backup.manifest["migrations"]]
        _refuse_newer(applied, wish.path)
        count = _load(backup, applied)
        _migrate(None)
        return count, _prove(backup) if wish.prove else 0
    except OperationalError:
        raise  # a full disk, a lost connection: not the archive's fault
    except UNFIT as problem:
        raise Refused(_unfit(wish.path)) from problem


def _refuse_newer(applied: list[rows.Key], path: Path) -> None:
    unknown = set(applied) - set(MigrationLoader(connection).disk_migrations)
    if unknown:
        words = _("%s was made by a newer version of Chengsong: update this one first.")
        raise Refused(words % path)


def _migrate(targets: list[rows.Key] | None) -> None:
    """Apply migrations up to these, or all."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets or executor.loader.graph.leaf_nodes())


def _load(backup: archive.Reader, applied: list[rows.Key]) -> int:
    """Load the rows into the tables as they were when the backup was made."""
    targets = rows.leaves(MigrationLoader(connection), applied)
    _migrate(targets)
    found = rows.models_at(MigrationLoader(connection), targets)
    tables: dict[str, Any] = backup.manifest["tables"]
    if set(tables) != set(found):
        raise ValueError("other tables")
    with transaction.atomic():
        # On PostgreSQL migrations leave some constraints immediate; this defers them all again,
        # for rows come in no order that would satisfy each at once.
        connection.check_constraints()
        rows.wipe(found.values())
        for name, model in found.items():
            lines = backup.lines(f"rows/{name}.jsonl", sha256=tables[name]["sha256"])
            if rows.load(model, tables[name]["columns"], lines) != tables[name]["rows"]:
                raise ValueError(name)
        connection.check_constraints()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(found.values())):
                cursor.execute(statement)
    return sum(table["rows"] for table in tables.values())


def _prove(backup: archive.Reader) -> int:
    """Replay memories. Raises Refused where one differs that did not when the backup was made."""
    then = backup.manifest["replay"]
    if then is None:
        return 0
    now = checking.replay_sample()
    before = {(learner, statement) for learner, statement in then["differing"]}
    if now.checked != then["checked"] or now.differing - before:
        raise Refused(
            _(
                "The memories in the backup are not what its answers give (%d of %d): "
                "--unverified restores it all the same."
            )
            % (len(now.differing - before), now.checked)
        )
    return now.checked


# --- Putting in place


def _into_sqlite(backup: archive.Reader, site: Site, draft: Path, wish: _Wish) -> Restored:
    assert site.file is not None
    with alone_with(site.file):
        pass  # better now than after a long build
    with _beside(site.file.parent) as room:
        built = room / "db.sqlite3"
        with working_on({**site.database, "NAME": built}):
            count, replayed = _build(backup, wish)
        with alone_with(built), built.open("rb+") as file:
            os.fsync(file.fileno())
        wish.refuse_occupied(site.occupied())
        with alone_with(site.file):
            kept = _keep_former(site.file)
            files = _place_originals(draft, site.folder)
            built.replace(site.file)
            archive.sync_folder(site.file.parent)
    return Restored(count, files, replayed, _place_secret(draft, site.folder), kept)


def _keep_former(file: Path) -> str:
    """Give the former database a second name, so that replacing it loses nothing."""
    kept = file.with_name(f"{file.name}.replaced-{_stamp()}")
    for end in ("-wal", "-shm", "-journal"):
        # Left by a crash, they would be taken for the new database's.
        with contextlib.suppress(FileNotFoundError):
            Path(f"{file}{end}").replace(f"{kept}{end}")
    if not file.exists():
        return ""
    os.link(file, kept)
    return str(kept)


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")


def _into_server(backup: archive.Reader, site: Site, draft: Path, wish: _Wish) -> Restored:
    with working_on(site.database), transaction.atomic():
        with schemas.beside() as building:
            count, replayed = _build(backup, wish)
        occupied = anything_here()
        wish.refuse_occupied(occupied)
        keep = f"replaced_{_stamp()}" if occupied else ""
        schemas.swap(building, keep=keep)
        files = _place_originals(draft, site.folder)
    return Restored(count, files, replayed, _place_secret(draft, site.folder), keep)


def _place_originals(draft: Path, folder: Path) -> int:
    """Move originals to where they belong; what is there already is the same, by its name."""
    files = sorted((draft / "originals").glob("??/*"))
    for file in files:
        target = folder / "originals" / file.parent.name / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)
    return len(files)


def _place_secret(draft: Path, folder: Path) -> bool:
    """Put the key of the backup in the place of the folder's; whether there was one."""
    if not (draft / "secret_key").exists():
        return False
    (draft / "secret_key").replace(folder / "secret_key")
    return True
