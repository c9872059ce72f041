"""Restoring where a site is: left alone, or replaced as a whole and kept."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from studyapp import backup
from studyapp.backup import places
from studyapp.models import User
from tests.backup.helpers import contents, files, wait_for
from tests.test_quickstart import ROOT

pytestmark = pytest.mark.django_db(transaction=True)


# --- The site that is there


def test_a_site_that_is_not_empty_is_left_alone(file, restored):
    before = files(restored.folder)
    with pytest.raises(backup.Refused):
        backup.restore(file, restored)
    assert files(restored.folder) == before


def test_a_site_is_replaced_where_that_is_wished_and_kept_beside(file, restored):
    with places.working_on(restored.database):
        User.objects.create_user("newcomer")
    done = backup.restore(file, restored, replace=True)
    with places.working_on(restored.database):
        assert not User.objects.filter(username="newcomer").exists()
    with places.working_on({**restored.database, "NAME": Path(done.kept)}):
        assert User.objects.filter(username="newcomer").exists()


def test_a_damaged_archive_replaces_nothing(file, restored):
    before = files(restored.folder)
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(backup.Refused):
        backup.restore(file, restored, replace=True)
    assert files(restored.folder) == before


def test_a_failure_in_the_middle_replaces_nothing_and_leaves_nothing(forged, site):
    site.folder.mkdir()
    (site.folder / "secret_key").write_text("here before")
    with pytest.raises(backup.Refused):
        backup.restore(forged, site, replace=True)
    assert files(site.folder) == {"secret_key": b"here before"}


def test_a_site_in_use_is_not_replaced(file, restored):
    with closing(sqlite3.connect(restored.file)) as served:
        served.execute("PRAGMA journal_mode=WAL")
        served.execute("SELECT count(*) FROM studyapp_user").fetchone()
        with pytest.raises(backup.Refused, match=r"db\.sqlite3"):
            backup.restore(file, restored, replace=True)
        assert served.execute("SELECT count(*) FROM studyapp_user").fetchone() == (1,)


def test_a_broken_database_can_be_replaced(file, restored):
    restored.file.write_bytes(b"rubbish" * 1000)
    Path(f"{restored.file}-wal").write_bytes(b"what a crash has left")
    with pytest.raises(backup.Refused):
        backup.restore(file, restored)
    backup.restore(file, restored, replace=True)
    with places.working_on(restored.database):
        assert User.objects.count() == 1


def test_a_restore_that_is_killed_leaves_the_site_as_it_was(file, restored):
    with places.working_on(restored.database):
        User.objects.create_user("newcomer")
        before = contents()
    run = subprocess.Popen(
        [sys.executable, "manage.py", "restore", str(file), "--into", restored.folder, "--replace"],
        cwd=ROOT,
        env={"DATA_DIR": str(file.parent / "elsewhere")},
        stdout=subprocess.DEVNULL,
    )
    wait_for(lambda: list(restored.folder.glob(".restore-*/db.sqlite3")))
    run.kill()
    run.wait()
    with places.working_on(restored.database):
        assert contents() == before
    backup.restore(file, restored, replace=True)


# --- PostgreSQL


on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'")


@pytest.fixture
def other_database(settings, tmp_path, worker_id):
    """A site with an empty database of its own on the server that all test processes share."""
    here = places.Site.configured()
    name = f"other_{worker_id}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield backup.Site(tmp_path / "other", {**here.database, "NAME": name})
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@on_postgresql
def test_a_backup_goes_to_postgresql_by_way_of_sqlite(
    file, site, settings, other_database, studied
):
    before = contents()
    backup.make(file)
    backup.restore(file, site)
    settings.DATA_DIR = site.folder
    with places.working_on(site.database):
        backup.make(file)
    done = backup.restore(file, other_database)
    assert done.replayed > 2 and not done.kept
    with places.working_on(other_database.database):
        assert contents() == before
        assert User.objects.create_user("bob").pk > studied.pk


@on_postgresql
def test_on_postgresql_too_a_site_is_replaced_only_on_wish_and_kept(file, other_database, studied):
    backup.make(file)
    backup.restore(file, other_database)
    with places.working_on(other_database.database):
        User.objects.create_user("newcomer")
    with pytest.raises(backup.Refused):
        backup.restore(file, other_database)
    kept = backup.restore(file, other_database, replace=True).kept
    with places.working_on(other_database.database), connection.cursor() as cursor:
        assert User.objects.count() == 1
        cursor.execute(f"SELECT count(*) FROM {kept}.studyapp_user")
        assert cursor.fetchone() == (2,)


@on_postgresql
def test_on_postgresql_too_a_failure_changes_nothing(forged, other_database):
    with pytest.raises(backup.Refused):
        backup.restore(forged, other_database)
    with places.working_on(other_database.database):
        assert connection.introspection.table_names() == []
