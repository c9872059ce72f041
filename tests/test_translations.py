"""The Chinese catalogue holds every string of the site, translated and compiled.

When one of these fails: `make messages`, translate what is empty or fuzzy, `make messages` again.
"""

import ast
import gettext
import os
import re
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


@pytest.fixture(scope="module")
def sentences():
    """What the Chinese catalogue says, by what is said in the code; without what is filled in."""
    with (ROOT / CATALOGUE).with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    return {key: FILLED_IN.sub("x", said) for key, said in catalogue.items() if key}


# Places to fill, tags and addresses; they may stand beside any mark.
FILLED_IN = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")
HAN = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
# Half-width marks beside Han characters, a full stop that ends no file name, and straight quotes.
HALF_WIDTH = re.compile(rf"{HAN}\s?[,:;?!()'\"]|[,:;?!()'\"]\s?{HAN}|[\u3400-\u9fff]\.|\.\.\.")


def test_marks_among_han_characters_are_full_width(sentences):
    found = {key: said for key, said in sentences.items() if HALF_WIDTH.search(said)}
    assert found == {}


# One word for one thing. Beside it: what is fine, for it names something else.
OTHER_WORDS = {
    "文档": r"Word 文档",
    "文本": r"纯文本|Markdown 文本|文本文件|不是文本|sentence 的文本",
    "您": r"(?!)",
    "会员": r"(?!)",
    "电子邮件|电子邮箱": r"(?!)",
    "重设|重置": r"(?!)",
}


@pytest.mark.parametrize(("word", "fine"), OTHER_WORDS.items(), ids=OTHER_WORDS)
def test_one_word_is_used_for_one_thing(sentences, word, fine):
    rest = {key: re.sub(fine, "", said) for key, said in sentences.items()}
    assert [key for key, said in rest.items() if re.search(word, said)] == []


def test_no_string_stands_where_it_is_not_collected():
    """What stands within an f-string is never found, and stays English unsaid."""
    lost = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in ("studyapp", "config")
        for path in (ROOT / folder).rglob("*.py")
        for joined in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and (call.func.id == "_" or "gettext" in call.func.id)
    ]
    assert lost == []
