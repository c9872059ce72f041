import re

from hypothesis import given
from hypothesis import strategies as st

from studyapp.questions.parts import parts

TEXT = "图书馆开放八小时，图书馆每天开放，馆长负责。"


@st.composite
def statements(draw):
    text = draw(st.text(alphabet="甲乙丙，Aａ1", min_size=1, max_size=20))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=8)))
    return text, tuple(zip(cuts[::2], cuts[1::2], strict=False))


def test_key_is_a_digest_and_an_occurrence():
    (part,) = parts(TEXT, [(0, 3)])
    assert re.fullmatch(r"[0-9a-f]{16}\.0", part.key)


def test_same_words_again_are_another_part():
    first, second = parts(TEXT, [(0, 3), (9, 12)])
    assert first.key[:-2] == second.key[:-2]
    assert second.key.endswith(".1")


def test_key_does_not_depend_on_other_marks():
    alone = parts(TEXT, [(9, 12)])
    together = parts(TEXT, [(0, 3), (5, 8), (9, 12), (17, 19)])
    assert alone[0] in together


def test_width_and_case_do_not_make_another_key():
    assert parts("用ＡＢ", [(1, 3)])[0].key == parts("用ab", [(1, 3)])[0].key


@given(statements())
def test_keys_are_unique_in_a_statement(case):
    keys = [part.key for part in parts(*case)]
    assert len(set(keys)) == len(keys)


@given(statements(), st.data())
def test_parts_keep_their_keys_when_a_mark_is_taken_away(case, data):
    text, marks = case
    left = [mark for mark in marks if mark != data.draw(st.sampled_from(marks))]
    words = [mark for mark in left if any(char.isalnum() for char in text[slice(*mark)])]
    before = {(part.start, part.end): part.key for part in parts(text, marks)}
    assert all(before[part.start, part.end] == part.key for part in parts(text, words))


@given(statements())
def test_parts_stand_in_the_order_of_the_text(case):
    text, marks = case
    assert [(part.start, part.end) for part in parts(text, reversed(marks))] == list(marks)
