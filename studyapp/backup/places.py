"""Where a site is: its folder and its database; and working on another than the configured one."""

from __future__ import annotations

import copy
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from django.utils.translation import gettext as _

from config.environment import sqlite_database
from studyapp.models import Document, User

from .archive import Refused


@dataclass(frozen=True, slots=True)
class Site:
    """A folder, as DATA_DIR, and the settings of a database, as in DATABASES."""

    folder: Path
    database: dict[str, Any]

    @classmethod
    def configured(cls) -> Site:
        """The one that the environment names."""
        return cls(Path(settings.DATA_DIR), copy.deepcopy(connection.settings_dict))

    @classmethod
    def in_folder(cls, folder: Path) -> Site:
        """One of its own, with its SQLite database in its folder, as DATA_DIR alone would make."""
        return cls(folder, sqlite_database(folder / "db.sqlite3"))

    @property
    def file(self) -> Path | None:
        """The database's file; None where the database is a server."""
        return Path(self.database["NAME"]) if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        return str(self.database["ENGINE"]).endswith("sqlite3")

    def occupied(self) -> bool:
        """Whether anyone or anything is there. What cannot be read counts as something."""
        if self.file is not None and not self.file.exists():
            return False
        # As it comes: the options of SQLite would write to the file.
        database = {**self.database, "OPTIONS": {}} if self.is_sqlite else self.database
        try:
            with working_on(database):
                return anything_here()
        except DatabaseError:
            if self.is_sqlite:
                return True
            raise


def anything_here() -> bool:
    """Whether the database at hand holds a person or a text."""
    tables = set(connection.introspection.table_names())
    found = [m for m in (User, Document) if m._meta.db_table in tables]
    return any(model._base_manager.exists() for model in found)


@contextmanager
def working_on(database: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """Let everything in this thread that uses the database use this one.

    So migrations, models and the replay need not be told which database they work on.
    """
    other = ConnectionHandler({"default": copy.deepcopy(database)})["default"]
    former = connections["default"]
    connections["default"] = other
    try:
        yield other
    finally:
        connections["default"] = former
        other.close()


@contextmanager
def snapshot(site: Site) -> Iterator[None]:
    """Read the database as it is at the first query, whatever is written meanwhile.

    On SQLite in WAL mode and on PostgreSQL nobody waits for such a reader.
    """
    database = copy.deepcopy(site.database)
    if site.is_sqlite:
        database["OPTIONS"] = {**database.get("OPTIONS", {}), "transaction_mode": "DEFERRED"}
    with working_on(database) as opened, transaction.atomic():
        if opened.vendor == "postgresql":
            with opened.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def alone_with(file: Path) -> Iterator[None]:
    """Keep everyone else out of an SQLite file. Raises Refused while someone has it open.

    Only the last connection can take a database out of WAL mode, which also puts all that is in
    the log into the file, so that the file alone is the database.
    """
    if not file.exists():
        yield
        return
    with closing(sqlite3.connect(file, timeout=2, isolation_level=None)) as held:
        try:
            held.execute("PRAGMA journal_mode=DELETE")
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as problem:
            words = _("The database %s is in use: stop the site first.")
            raise Refused(words % file) from problem
        except sqlite3.DatabaseError:
            # It is no database, so nobody is using it as one.
            held.close()
        yield
