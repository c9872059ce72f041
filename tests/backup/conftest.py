"""Sites to back up, and places to restore them to."""

import sqlite3

import pytest
from django.utils import translation

# The rows are imported late: pytest reads this file before the settings are there.


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def migrated():
    """Databases in memory with nothing but the tables, by the migrations that made them."""
    databases = {}
    yield databases
    for database in databases.values():
        database.close()


@pytest.fixture(autouse=True)
def _tables_made_once(migrated, monkeypatch):
    """Let the first restore apply all migrations; those after it begin with a copy of its tables.

    Else that would take most of the time of most tests here. On PostgreSQL each applies them.
    """
    from django.db import connection

    from studyapp.backup import restoring

    apply = restoring._migrate

    def migrate(targets):
        key = tuple(targets or ())
        if key in migrated and connection.vendor == "sqlite":
            connection.ensure_connection()
            migrated[key].backup(connection.connection)
            return
        apply(targets)
        if key and connection.vendor == "sqlite":
            migrated[key] = sqlite3.connect(":memory:")
            connection.connection.backup(migrated[key])

    monkeypatch.setattr(restoring, "_migrate", migrate)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "site.backup"


@pytest.fixture
def site(tmp_path):
    """A site that is not there yet."""
    from studyapp import backup

    return backup.Site.in_folder(tmp_path / "new")


@pytest.fixture
def studied():
    """A learner with two days of answers, right and wrong."""
    from tests import factories
    from tests.backup.helpers import study

    alice, document = factories.create_user(name="爱丽丝😀"), factories.create_document()
    for day in (0, 1):
        study(
            alice, document, now=factories.NOW + factories.days(day) + factories.minutes(0.123456)
        )
    return alice


@pytest.fixture
def forged(file, studied):
    """A backup in which someone remembers better than they answered, hashes and seal made good."""
    from studyapp import backup
    from tests.backup.helpers import forge_a_memory

    backup.make(file)
    forge_a_memory(file)
    return file


@pytest.fixture
def restored(file, site, studied):
    """A site that a backup was restored to."""
    from studyapp import backup

    backup.make(file)
    backup.restore(file, site)
    return site
