"""Marks through a change of words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.questions.carrying import carried

FORMER = "理事会由七名理事组成，任期三年。"
MARKS = [(4, 6), (13, 15), (0, 3)]


def words_after(text, marks=MARKS, former=FORMER):
    return [text[start:end] for start, end in carried(marks, former, text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FORMER, ["七名", "三年", "理事会"]),
        ("理事会由九名理事组成，任期五年。", ["九名", "五年", "理事会"]),
        ("全体理事会由七名理事组成，任期三年以上。", ["七名", "三年", "理事会"]),
        ("理事会由七名理事组成。", ["七名", "理事会"]),
        ("理事会由七名理事组成，任期十五年。", ["七名", "十五年", "理事会"]),
        ("", []),
    ],
)
def test_a_mark_follows_its_words(text, words):
    assert words_after(text) == words


def test_a_mark_that_would_swallow_a_clause_is_left_out():
    assert words_after("甲乙，这里换成了很长的一句别的话，丙", [(0, 3)], "甲乙丙") == []


@given(st.text("甲乙丙，。三年", max_size=20), st.text("甲乙丙，。三五年", max_size=20), st.data())
def test_what_is_carried_lies_in_the_text_and_apart(former, text, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(former)), max_size=6)))
    marks = list(zip(cuts[::2], cuts[1::2], strict=False))
    found = sorted(carried(marks, former, text))
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))


@given(st.text("甲乙丙，。三年", min_size=1, max_size=20))
def test_the_same_text_keeps_every_mark(text):
    marks = [(at, at + 1) for at in range(0, len(text), 2) if text[at].strip()]
    assert list(carried(marks, text, text)) == marks
