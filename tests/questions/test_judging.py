"""Judging: true as it stands, or with a term swapped, and then which one belongs there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.questions.judging import grade_judgement

BEFORE, KEY, AFTER = "本计划由", "采编部", "负责，期限为五年。"
KEYS = [KEY, "采访编目部"]


def judge(shown, *, holds=False, term="", keys=KEYS):
    return grade_judgement(keys, shown, holds=holds, term=term, before=BEFORE, after=AFTER)


@pytest.mark.parametrize(
    ("shown", "said", "expected"),
    [
        (KEY, {"holds": True}, ("right", "holds")),
        (KEY, {"term": "流通部"}, ("wrong", "unswapped")),
        ("流通部", {"holds": True}, ("wrong", "swapped")),
        ("流通部", {"term": KEY}, ("right", "exact")),
        ("流通部", {"term": "採編部"}, ("right", "script")),
        ("流通部", {"term": "采访编目部"}, ("right", "alternative")),
        ("流通部", {"term": "由采编部负责"}, ("right", "repeated")),
        ("流通部", {"term": "由读者部负责"}, ("wrong", "different")),
        ("流通部", {"term": "流通部"}, ("wrong", "different")),
        ("流通部", {"term": "期限为五年"}, ("wrong", "different")),
        ("采访编目部", {"holds": True}, ("right", "holds")),
    ],
)
def test_a_judgement_and_its_reason(shown, said, expected):
    grade = judge(shown, **said)
    assert (grade.verdict, grade.reason) == expected
    assert grade.key in KEYS


@given(st.text(min_size=1), st.text(), st.text(min_size=1), st.text())
def test_the_key_always_judges_right(key, before, shown, after):
    swapped = grade_judgement([key], shown, holds=False, term=key, before=before, after=after)
    held = grade_judgement([key], key, holds=True, term="", before=before, after=after)
    assert held.verdict == "right"
    assert swapped.verdict == "right" or swapped.reason == "unswapped"
