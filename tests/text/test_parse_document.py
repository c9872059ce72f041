import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.text.sample import ARTICLE, TITLE


def test_each_file_is_one_line_of_json(tmp_path, capsys):
    (tmp_path / "river.txt").write_text(ARTICLE)
    (tmp_path / "river.md").write_text("# 河\n\n## 源头\n\n文。\n\n## 海\n\n文。")
    call_command("parse_document", str(tmp_path / "river.txt"), str(tmp_path / "river.md"))
    titles = [json.loads(line)["title"] for line in capsys.readouterr().out.splitlines()]
    assert titles == [TITLE, "河"]


def test_statements_have_blanks(tmp_path, capsys):
    (tmp_path / "river.txt").write_text(ARTICLE)
    call_command("parse_document", str(tmp_path / "river.txt"))
    assert any(s["blanks"] for s in json.loads(capsys.readouterr().out)["statements"])


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "no text"), (b"\xff\xfe\xff", "UTF-8"), (b"\x7fELF", "not a text file but a program")],
)
def test_unreadable_file_is_named_and_fails_the_command(tmp_path, capsys, data, words):
    (tmp_path / "bad.txt").write_bytes(data)
    with pytest.raises(CommandError), translation.override("en"):
        call_command("parse_document", str(tmp_path / "bad.txt"))
    result = json.loads(capsys.readouterr().out)
    assert result["file"] == "bad.txt"
    assert words in result["error"]


def test_missing_file_is_named(tmp_path, capsys):
    with pytest.raises(CommandError), translation.override("en"):
        call_command("parse_document", str(tmp_path / "none.txt"))
    assert "cannot be opened" in json.loads(capsys.readouterr().out)["error"]
