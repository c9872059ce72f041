"""`manage.py grade`: JSON lines in, JSON lines out."""

import json
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

BLANK = {
    "id": 1,
    "sentence": "到2035年实现",
    "span": [1, 6],
    "key": "2035年",
    "response": "二〇三五年",
}
RECITED = {"id": "a", "text": "天地玄黄，宇宙洪荒。", "response": "天地玄黄"}


@pytest.fixture
def grade(monkeypatch):
    def run(*lines):
        given = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(given.encode())))
        out = StringIO()
        with translation.override("en"):
            call_command("grade", stdout=out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return run


def test_a_blank_is_graded(grade):
    assert grade(BLANK) == [{"id": 1, "verdict": "right", "reason": "numeral"}]


def test_an_empty_response_is_wrong(grade):
    assert grade(BLANK | {"response": ""})[0]["verdict"] == "wrong"


def test_a_recitation_is_graded_by_clause(grade):
    (told,) = grade(RECITED)
    assert [(c["span"], c["verdict"]) for c in told["clauses"]] == [
        ([0, 5], "right"),
        ([5, 10], "missing"),
    ]


def test_blank_lines_are_skipped(grade):
    assert [told["id"] for told in grade("", RECITED, "", BLANK)] == ["a", 1]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[1]",
        {"id": 1},
        RECITED | {"response": 3},
        BLANK | {"span": [0]},
        BLANK | {"span": [3, 99]},
        {key: BLANK[key] for key in BLANK if key != "id"},
    ],
)
def test_a_bad_line_is_named_by_its_number(grade, line):
    with pytest.raises(CommandError, match=r"^Line 2: "):
        grade(BLANK, line)
