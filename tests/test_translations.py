"""The Chinese catalogue holds every string of the site, translated and compiled.

When one of these fails: `make messages`, translate what is empty or fuzzy, `make messages` again.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("studyapp/locale/zh_Hans/LC_MESSAGES/django.po")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """A copy of the project in which the strings were collected anew."""
    if shutil.which("xgettext") is None:
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop("no gettext: install it to check the translations")
    copy = tmp_path_factory.mktemp("project")
    for folder in ("studyapp", "config", "templates"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", copy)
    options = ["--locale", "zh_Hans", "--no-location", "--no-wrap", "--no-obsolete"]
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", *options], cwd=copy, check=True, text=True
    )
    return copy / CATALOGUE


def entries(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith('"POT-Creation-Date')]


def test_the_catalogue_is_up_to_date(collected):
    assert entries(collected) == entries(ROOT / CATALOGUE)


@pytest.mark.parametrize("lack", ["--untranslated", "--only-fuzzy"])
def test_every_string_is_translated(collected, lack):
    run = subprocess.run(
        ["msgattrib", lack, "--no-obsolete", "--no-wrap", collected],
        check=True,
        capture_output=True,
        text=True,
    )
    assert run.stdout == ""


def test_the_compiled_catalogue_is_up_to_date(collected, tmp_path):
    compiled = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "--check", "-o", compiled, ROOT / CATALOGUE], check=True)
    assert compiled.read_bytes() == (ROOT / CATALOGUE).with_suffix(".mo").read_bytes()
