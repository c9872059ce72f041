"""What the operating system refuses is told by commands in the language of the site."""

import errno
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from studyapp import wording

pytestmark = pytest.mark.django_db
GONE, FOLDER = "没有这个文件或文件夹", "这是一个文件夹"


def refused(name, *args, **options):
    """What a command says before it fails."""
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as problem:
        call_command(name, *args, stdout=out, stderr=err, **options)
    return out.getvalue() + err.getvalue() + str(problem.value)


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("parse_document", {}),
        ("import_document", {}),
        ("quickstart", {"no_serve": True}),
        ("train_blanks", {"check": True}),
    ],
)
def test_a_file_that_is_not_there_is_said_to_be_so(command, options, tmp_path):
    told = refused(command, str(tmp_path / "gone.txt"), **options)
    assert "gone.txt" in told and GONE in told
    assert "No such file" not in told


def test_a_folder_is_said_to_be_one(tmp_path):
    assert FOLDER in refused("import_document", str(tmp_path))


def test_where_a_backup_cannot_be_is_said(tmp_path):
    assert GONE in refused("backup", str(tmp_path / "gone" / "site.backup"))
    assert GONE in refused("restore", str(tmp_path / "gone"), into=tmp_path / "new")


def test_lines_of_something_else_are_nothing_to_train_on(tmp_path):
    file = tmp_path / "lines.jsonl"
    file.write_text(json.dumps({"sentence": "全会提出。"}))
    assert "lines.jsonl" in refused("train_blanks", str(file), check=True)


def test_what_the_system_seldom_says_is_told_in_its_own_words():
    assert wording.of_system(OSError(errno.EPIPE, "Broken pipe")) == "Broken pipe"
    assert wording.of_system(OSError("odd")) == "OSError"
