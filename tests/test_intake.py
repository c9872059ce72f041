"""A file cannot take the site down: its reader may crash, hang or eat, and the next one is read."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from studyapp import intake, reading_process
from studyapp.text.source import CODES, Unreadable
from tests import factories
from tests.factories import TEXT

DATA = TEXT.encode()
JOB = {"name": "a.txt", "limit_chars": 1000, "seconds": 5.0}


def answer(monkeypatch, read, **job):
    monkeypatch.setattr(reading_process, "read", read)
    return reading_process.answer(b"", JOB | job)


def crash(data, job):
    os.kill(os.getpid(), signal.SIGSEGV)


def hang(data, job):
    while True:
        pass


def eat(data, job):
    return b"x" * 2_000_000_000


def write(data, job):
    Path("/tmp/chengsong-was-here").write_text("x")


@pytest.mark.parametrize(
    ("read", "seconds", "code"),
    [
        (crash, 30, "too_costly"),
        (hang, 0.5, "too_slow"),
        (eat, 30, "too_costly"),
        (write, 30, "too_costly"),
    ],
)
def test_a_child_that_goes_wrong_is_told_by_its_parent(monkeypatch, read, seconds, code):
    assert f'"{code}"'.encode() in answer(monkeypatch, read, seconds=seconds)


def test_a_text_comes_back_from_the_process_as_it_is_read_here():
    outline = intake.read(DATA, name="a.txt")
    assert outline.title == "山河读书会章程"
    assert len(outline.sections) == 3


def test_a_reader_is_started_ahead_and_then_used():
    intake._reader.stop()
    intake.prepare()
    started = intake._reader._process
    intake.prepare()
    assert intake.read(DATA, name="a.txt").title == "山河读书会章程"
    assert intake._reader._process is started


@pytest.mark.django_db
def test_the_form_for_a_text_starts_the_reader(client):
    intake._reader.stop()
    client.force_login(factories.create_user("alice"))
    assert client.get("/texts/import/").status_code == 200
    assert intake._reader._process is not None


def test_a_reader_that_was_killed_is_started_again():
    intake.read(DATA)
    os.kill(intake._reader._process.pid, signal.SIGKILL)
    intake._reader._process.wait()
    assert intake.read(DATA).title


def test_a_reader_that_stops_in_the_middle_is_started_again(monkeypatch):
    intake.read(DATA)
    os.kill(intake._reader._process.pid, signal.SIGSTOP)
    monkeypatch.setattr(intake, "_GRACE", 0.1)
    with pytest.raises(intake.TooSlow):
        intake.read(DATA, seconds=0.0)
    monkeypatch.undo()
    assert intake.read(DATA).title


def test_what_takes_too_long_is_told_apart():
    with pytest.raises(intake.TooSlow):
        intake.read(("字" * 50 + "。").encode() * 5000, name="a.txt", seconds=0.01)


def test_the_process_needs_no_django_and_ends_with_its_site():
    code = "import sys; sys.modules['django'] = None; import studyapp.reading_process"
    assert subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR).returncode == 0
    command = [sys.executable, "-m", "studyapp.reading_process"]
    run = subprocess.run(command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, timeout=60)
    assert run.returncode == 0


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_reason_is_a_sentence_in_both_languages(code, language):
    with translation.override(language):
        sentence = intake.explain(Unreadable(code, "docx", claimed="pdf"))
    assert sentence.endswith("." if language == "en" else "。")
    assert sentence.isascii() == (language == "en")


def test_a_file_name_is_no_path():
    with pytest.raises(intake.Refused, match="exe"):
        intake.read(DATA, name="../../a.docx.exe")
