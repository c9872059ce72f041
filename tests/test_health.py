"""Probes: is the process up, can it do its work; and how it ends."""

import http.client
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from studyapp.views import health
from tests.test_quickstart import ROOT, answers, free_address


@pytest.fixture(autouse=True)
def _forget():
    health._ask_once_migrated.cache_clear()
    yield
    health._ask_once_migrated.cache_clear()


def test_a_process_that_is_up_says_so_without_the_database(client):
    # Without the `db` fixture any query fails the test, that of a session too.
    client.cookies["sessionid"] = "a" * 32
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Content-Type"].startswith("text/plain")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_site_that_is_ready_says_so(client):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_once_ready_a_probe_costs_one_query(client, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(1):
        client.get("/readyz")


@pytest.mark.django_db
def test_pending_migrations_are_not_ready(client):
    MigrationRecorder(connection).migration_qs.filter(app="studyapp").delete()
    response = client.get("/readyz", headers={"Accept-Language": "en"})
    assert response.status_code == 503
    assert response.content.decode().count("\n") == 1


def test_a_database_that_does_not_answer_is_not_ready(tmp_path):
    (tmp_path / "db.sqlite3").mkdir()
    said = probe(tmp_path)
    assert "503" in said


def probe(data_dir):
    """The status of /readyz in a process of its own."""
    code = (
        "import django; django.setup(); from django.test import Client;"
        "print(Client().get('/readyz').status_code)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_is_not_ready(client, settings):
    settings.DATA_DIR = settings.DATA_DIR / "gone"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert str(settings.DATA_DIR) not in response.content.decode()  # strangers read this


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_a_probe_is_answered_over_http_and_by_any_name(client, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(address, headers={"Host": "10.0.0.7:8000"})
    assert response.status_code == 200
    assert "Content-Security-Policy" in response
    assert not response.cookies


def test_a_probe_only_reads(client):
    assert client.post("/healthz").status_code == 405


# --- The end


@pytest.fixture
def serving(tmp_path):
    """A site that serves with one process: the process, and its address without the scheme."""
    address = free_address()
    run = subprocess.Popen(
        [sys.executable, "manage.py", "quickstart"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(tmp_path),
            "SITE_URL": address,
            "WORKERS": "1",
            "LOG_FORMAT": "json",
        },
        start_new_session=True,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert answers(f"{address}/readyz")
        yield run, address.removeprefix("http://")
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
        run.communicate()


def test_a_request_in_flight_is_finished_before_the_server_ends(serving, tmp_path):
    run, host = serving
    asked, post = a_form_to_start_with(host)
    with closing(sqlite3.connect(tmp_path / "db.sqlite3", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")  # the request has to wait for us
        results = []
        request = threading.Thread(target=lambda: results.append(post(asked)))
        request.start()
        request.join(timeout=3)
        assert request.is_alive()
        os.kill(run.pid, signal.SIGTERM)
        request.join(timeout=1)
        assert request.is_alive() and run.poll() is None
        writer.execute("ROLLBACK")
    request.join(timeout=15)
    assert results == [303]
    assert run.wait(timeout=15) == 0


def a_form_to_start_with(host):
    """The fields of a form that writes, and the function that sends them."""
    with closing(http.client.HTTPConnection(host, timeout=30)) as page:
        page.request("GET", "/")
        response = page.getresponse()
        html = response.read().decode()
    cookie = response.headers["Set-Cookie"].split(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    form = next(f for f in re.findall(r"(?s)<form.*?</form>", html) if 'action="/study/"' in f)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}

    def post(fields):
        with closing(http.client.HTTPConnection(host, timeout=30)) as sender:
            sender.request("POST", "/study/", urlencode(fields), headers)
            return sender.getresponse().status

    return {**fields, "csrfmiddlewaretoken": token}, post
