"""The one command a newcomer types."""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.management import CommandError, call_command

from studyapp.models import Document, User

ROOT = Path(__file__).resolve().parent.parent
TEXT = "# 护林员手册\n\n## 一、巡山\n\n护林员应当每天巡山两次，发现火情必须在十分钟内报告。\n"


def quickstart(*arguments):
    """Run the command without serving; return what it said."""
    stderr = io.StringIO()
    call_command("quickstart", "--no-serve", *map(str, arguments), stderr=stderr)
    return stderr.getvalue()


def password_in(message):
    return re.search(r"\b(\w{4}(?:-\w{4}){3})\b", message)


@pytest.mark.django_db
def test_the_first_run_makes_an_administrator_and_says_the_password(client):
    password = password_in(quickstart())[1]
    assert client.login(username="admin", password=password)
    assert User.objects.get().is_superuser


@pytest.mark.django_db
def test_the_password_is_said_only_once():
    quickstart()
    before = User.objects.get().password
    assert password_in(quickstart()) is None
    assert User.objects.get().password == before


@pytest.mark.django_db
def test_a_learner_named_admin_is_not_made_one():
    User.objects.create_user("admin")
    quickstart()
    assert not User.objects.get(username="admin").is_superuser
    assert User.objects.get(is_superuser=True).username == "admin1"


@pytest.mark.django_db
def test_the_samples_are_there_to_read_after_the_first_run():
    quickstart()
    assert Document.objects.published().exists()


@pytest.mark.django_db
def test_a_sample_that_was_withdrawn_stays_withdrawn():
    quickstart()
    Document.objects.update(status=Document.Status.WITHDRAWN)
    quickstart()
    assert not Document.objects.published().exists()


@pytest.mark.django_db
def test_files_are_imported_and_published_once(tmp_path):
    file = tmp_path / "hulin.md"
    file.write_text(TEXT, encoding="utf-8")
    assert "护林员手册" in quickstart(file)
    assert "护林员手册" not in quickstart(file)
    assert Document.objects.published().filter(title="护林员手册").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", None])
def test_a_file_that_is_no_text_is_named_in_one_sentence(tmp_path, content):
    file = tmp_path / "broken.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=r"^[^\n]*broken\.txt: [^\n]+$"):
        quickstart(file)


def test_a_taken_port_is_said_before_anything_is_done(settings):
    with socket.create_server(("127.0.0.1", 0)) as other:
        settings.LISTEN = other.getsockname()
        with pytest.raises(CommandError, match=f"127.0.0.1 .*{other.getsockname()[1]}"):
            call_command("quickstart")


def test_a_database_that_does_not_answer_is_one_sentence(tmp_path):
    url = "postgres://tests@%2Fnowhere/x"
    run = start("--no-serve", DATA_DIR=str(tmp_path), DATABASE_URL=url)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 1
    assert "DATABASE_URL" in said
    assert said.count("\n") == 1


def test_it_serves_until_interrupted(tmp_path):
    address = free_address()
    run = start(DATA_DIR=str(tmp_path), SITE_URL=address, WORKERS="2")
    try:
        assert answers(f"{address}/accounts/login/")
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does
        _, said = run.communicate(timeout=20)
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
    assert run.returncode == 0
    assert "Traceback" not in said


def free_address():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def start(*arguments, **environment):
    return subprocess.Popen(
        [sys.executable, "manage.py", "quickstart", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def answers(address):
    """Whether the address answers 200 within a minute."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=5) as response:
                return response.status == 200
        except OSError:
            time.sleep(0.1)
    return False
