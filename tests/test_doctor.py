"""The doctor: what is wrong is found, and what to do is one sentence."""

import io
import json
import os
import sqlite3
import subprocess
import sys
from collections import namedtuple
from contextlib import closing
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone, translation

from config.environment import Listen, read_site_url
from studyapp import backup, doctor
from studyapp.backup import places
from studyapp.models import Attempt
from tests import factories
from tests.test_quickstart import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _healthy(settings):
    """The folder as a real one; its clock is that of the tests' answers."""
    settings.DATA_DIR.chmod(0o700)
    (settings.DATA_DIR / "secret_key").touch(mode=0o600)
    with translation.override("en"):
        yield


def findings():
    """Advice by check, of what is not good."""
    return {f.check: (f.state, f.advice) for f in doctor.examine() if f.state != "good"}


def wrong(check, says):
    state, advice = findings()[check]
    assert state == "wrong"
    assert says in advice
    assert "\n" not in advice and advice.endswith(".")


def test_a_healthy_site_has_nothing_to_be_told():
    assert {check for check, (state, _) in findings().items() if state == "wrong"} == set()


def test_everything_that_was_looked_at_is_listed():
    looked_at = {finding.check for finding in doctor.examine()}
    assert looked_at >= {
        *("settings", "https", "secret_key", "hosts", "disk", "data_dir", "static_files"),
        *("clock", "database", "migrations", "originals"),
    }


def test_mail_from_nobody_in_particular_is_warned_of(settings):
    settings.EMAIL_HOST = "mail.example"
    assert findings()["mail"][0] == "warning"
    settings.MAIL_FROM = "study@school.example"
    assert "mail" not in findings()


def test_debugging_is_wrong(settings):
    settings.DEBUG = True
    wrong("settings", "DEBUG=off")


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("http://study.example.org", False),
        ("http://8.8.8.8", False),
        ("http://192.168.1.5:8080", True),
        ("http://127.0.0.1:8000", True),
        ("http://[fd00::1]:8000", True),
        ("http://nas", True),
        ("http://nas.local", True),
        ("https://study.example.org", True),
    ],
)
def test_http_is_for_private_networks(settings, url, good):
    settings.SITE = read_site_url(url)
    settings.HTTPS = url.startswith("https")
    assert ("https" not in findings()) == good


def test_a_server_that_can_be_reached_past_its_proxy_is_warned_of(settings):
    settings.HTTPS, settings.LISTEN = True, Listen("0.0.0.0", 8000)
    assert findings()["https"][0] == "warning"


def test_every_host_is_too_many(settings):
    settings.ALLOWED_HOSTS = ["*"]
    wrong("hosts", "ALLOWED_HOSTS")


def test_a_secret_that_others_can_read_is_wrong(settings):
    (settings.DATA_DIR / "secret_key").chmod(0o644)
    try:
        wrong("secret_key", "chmod 600")
    finally:
        (settings.DATA_DIR / "secret_key").chmod(0o600)


def test_a_folder_that_others_can_look_into_is_wrong(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "secret_key").touch(mode=0o600)
    tmp_path.chmod(0o755)
    wrong("data_dir", "chmod 700")


def test_a_folder_that_is_gone_is_wrong(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "gone"
    wrong("data_dir", "gone")


def test_what_a_killed_restore_has_left_is_told(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / ".restore-new").mkdir()
    assert "leftovers" not in findings()
    (tmp_path / ".restore-old").mkdir()
    os.utime(tmp_path / ".restore-old", (0, 0))
    assert ".restore-old" in findings()["leftovers"][1]


@pytest.mark.parametrize(("free", "state"), [(10, "wrong"), (500, "warning")])
def test_a_disk_that_fills_up_is_told(monkeypatch, free, state):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage(0, 0, free * 2**20))
    told, advice = findings()["disk"]
    assert (told, str(free) in advice) == (state, True)


def test_pending_migrations_are_wrong():
    MigrationRecorder(connection).migration_qs.filter(app="studyapp").delete()
    wrong("migrations", "migrate")


def test_a_database_of_a_newer_version_is_wrong():
    MigrationRecorder(connection).record_applied("studyapp", "9999_from_the_future")
    wrong("migrations", "9999_from_the_future")


def test_answers_from_the_future_tell_that_the_clock_is_behind():
    attempt = factories.next_question(
        factories.start(factories.create_user(), factories.create_document())
    )
    factories.answer_right(attempt)
    Attempt.objects.filter(pk=attempt.pk).update(received_at=timezone.now() + timedelta(hours=3))
    wrong("clock", "2:59:")


def test_missing_originals_are_told(settings):
    factories.create_document(text="巡山人应当在日落之前返回驻地，并在日志上签字。\n")
    for file in (settings.DATA_DIR / "originals").glob("??/*"):
        file.unlink()
    assert findings()["originals"][0] == "warning"


def test_style_sheets_that_were_not_collected_are_wrong(settings, tmp_path):
    said = run_in(tmp_path)
    assert {"static_files", "migrations"} <= {
        f["check"] for f in said["findings"] if f["state"] == "wrong"
    }


def test_a_damaged_database_is_wrong(tmp_path):
    site = backup.Site.in_folder(tmp_path)
    with places.working_on(site.database), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (x)")
        cursor.execute(
            "INSERT INTO t SELECT randomblob(3000) FROM sqlite_master, pragma_table_list"
        )
    data = bytearray(site.file.read_bytes())
    data[4096:4200] = b"\xff" * 104
    site.file.write_bytes(data)
    with places.working_on(site.database):
        wrong("database", "restore")


def test_a_database_that_others_hold_open_is_not_harmed(tmp_path):
    with closing(sqlite3.connect(tmp_path / "db.sqlite3")) as other:
        other.execute("CREATE TABLE t (x)")
        other.commit()
        run_in(tmp_path)
        assert other.execute("SELECT count(*) FROM t").fetchone() == (0,)


def run_in(data_dir):
    run = subprocess.run(
        [sys.executable, "manage.py", "doctor"],
        cwd=ROOT,
        env={"DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    return json.loads(run.stdout)


def test_the_command_says_it_in_json_and_fails_where_something_is_wrong(settings):
    settings.DEBUG = True
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("doctor", stdout=out, stderr=err)
    told = json.loads(out.getvalue())
    assert end.value.code == 1
    assert told["good"] is False
    assert {"check": "settings", "state": "wrong"}.items() <= told["findings"][0].items()
    assert "DEBUG=off" in err.getvalue()


def test_the_command_succeeds_where_nothing_is_wrong():
    out = io.StringIO()
    call_command("doctor", stdout=out, stderr=io.StringIO())
    assert json.loads(out.getvalue())["good"] is True
