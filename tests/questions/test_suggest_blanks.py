import io
import json

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def suggest(monkeypatch, capsys):
    def run(*lines):
        given = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
        call_command("suggest_blanks")
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_each_line_is_answered_with_blanks_and_distractors(suggest):
    sentence = "借书证有效期为五年。"
    (answer,) = suggest({"id": 7, "sentence": sentence})
    assert answer["id"] == 7
    assert "五年" in {sentence[start:end] for start, end in answer["blanks"]}
    assert len(answer["distractors"]) == 3


def test_lines_of_one_call_are_one_document(suggest):
    lines = [
        {"id": n, "sentence": f"本馆推行“{what}计划”。"} for n, what in enumerate(["夜读", "晨读"])
    ]
    assert "晨读计划" in suggest(*lines)[0]["distractors"]


def test_given_span_is_answered_with_distractors_only(suggest):
    (answer,) = suggest({"id": "a", "sentence": "读者应当安静。", "span": [2, 4]})
    assert answer == {"id": "a", "distractors": ["可以", "不得"]}


def test_sentence_without_blanks_is_answered_too(suggest):
    assert suggest({"id": 1, "sentence": ""}) == [{"id": 1, "blanks": [], "distractors": []}]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"id": 1}',
        '{"id": 1, "sentence": 3}',
        '{"id": 1, "sentence": "甲", "span": [0, 2]}',
        '{"id": 1, "sentence": "甲", "span": [0]}',
        '{"id": 1, "sentence": "\\ud800"}',
        "[" * 100_000,
    ],
)
def test_bad_line_is_named_by_its_number(suggest, line):
    with pytest.raises(CommandError, match="2"):
        suggest({"id": 1, "sentence": "借书证有效期为五年。"}, line)
