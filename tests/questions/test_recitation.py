"""A recited text, clause by clause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from studyapp.questions.recitation import recite

TEXT = "坚持改革开放，不断改善民生，应当依法保护耕地，到2035年基本实现目标。"
HAN = st.text("天地玄黄宇宙洪荒日月盈昃", min_size=1, max_size=8)
CLAUSES = st.lists(HAN, min_size=1, max_size=6)
ANY = st.one_of(st.text(max_size=60), st.text("一二三不得应当，。2/5万 甲乙", max_size=60))


def verdicts(text, response):
    return [clause.verdict for clause in recite(text, response).clauses]


def reasons(text, response):
    return [clause.reason for clause in recite(text, response).clauses]


@given(ANY)
def test_the_text_itself_is_all_right(text):
    told = recite(text, text, parts=[(0, len(text))])
    assert {clause.verdict for clause in told.clauses} <= {"right"}
    assert (told.score, told.parts) == (1, ("right",))


@given(ANY, ANY)
def test_clauses_tile_the_text(text, response):
    ends = [0, *(end for clause in recite(text, response).clauses for end in clause.span)]
    assert ends[::2] == [*ends[1::2], len(text)][: len(ends[::2])]
    assert ends[-1] == len(text)


@given(ANY, ANY)
def test_the_diff_gives_back_the_text(text, response):
    diff = recite(text, response).diff
    assert "".join(piece.text for piece in diff) == text


@given(CLAUSES, CLAUSES)
def test_the_diff_gives_back_the_response_where_nothing_moved(clauses, others):
    response = "，".join(others)
    diff = recite("，".join(clauses), response).diff
    moved = any(piece.kind == "moved" for piece in diff)
    assert moved or "".join(piece.given for piece in diff) == response


@pytest.mark.parametrize(
    "response",
    [
        TEXT.translate(dict.fromkeys(map(ord, "，。"))),
        TEXT.replace("，", ",").replace("。", "."),
        OpenCC("s2t").convert(TEXT),
        TEXT.replace("2035", "二〇三五"),
        TEXT.replace("2035", "２０３５ "),
    ],
)
def test_the_same_words_written_otherwise_are_right(response):
    assert verdicts(TEXT, response) == ["right"] * 4


@pytest.mark.parametrize("number", range(4))
def test_a_clause_left_out_costs_that_clause_alone(number):
    clauses = TEXT.removesuffix("。").split("，")
    expected = ["right"] * 4
    expected[number] = "missing"
    assert verdicts(TEXT, "，".join(clauses[:number] + clauses[number + 1 :])) == expected


def test_a_clause_left_out_between_like_ones_costs_that_clause_alone():
    text = "推进法治建设，推进文化建设，推进生态建设。"
    assert verdicts(text, "推进法治建设，推进生态建设") == ["right", "missing", "right"]


@pytest.mark.parametrize("response", ["坚持改革开方", "坚持改革放", "坚持改革的开放"])
def test_a_slip_is_close(response):
    assert (verdicts("坚持改革开放，", response)) == ["close"]


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (TEXT.replace("不断", "断"), ["exact", "negation", "exact", "exact"]),
        (TEXT.replace("应当", "可以"), ["exact", "exact", "modal", "exact"]),
        (TEXT.replace("2035", "2045"), ["exact", "exact", "exact", "number"]),
        (TEXT.replace("年", "月"), ["exact", "exact", "exact", "unit"]),
        ("不" + TEXT, ["negation", "exact", "exact", "exact"]),
    ],
)
def test_a_slip_that_changes_the_sense_is_wrong(response, reason):
    assert reasons(TEXT, response) == reason


def test_another_clause_in_its_place_is_wrong():
    response = TEXT.replace("不断改善民生", "大力发展教育科学文化")
    assert verdicts(TEXT, response) == ["right", "wrong", "right", "right"]


def test_something_extra_between_clauses_costs_nothing():
    response = TEXT.replace("应当", "特别是在新时代新征程上，应当")
    told = recite(TEXT, response)
    assert told.score == 1
    assert [piece.given for piece in told.diff if piece.kind == "extra"] == [
        "特别是在新时代新征程上，"
    ]


def test_a_moved_clause_is_told_as_moved():
    response = "应当依法保护耕地，坚持改革开放，不断改善民生，到2035年基本实现目标。"
    assert verdicts(TEXT, response) == ["right", "right", "close", "right"]
    assert reasons(TEXT, response)[2] == "order"


@given(st.permutations(["天地玄黄", "宇宙洪荒", "日月盈昃", "辰宿列张", "寒来暑往"]))
def test_no_clause_is_lost_by_being_moved(clauses):
    text = "天地玄黄，宇宙洪荒，日月盈昃，辰宿列张，寒来暑往。"
    assert set(verdicts(text, "，".join(clauses))) <= {"right", "close"}


def test_a_moved_clause_is_shown_whole():
    diff = recite("地地地地，地地地宇", "地地地宇，地地地地，天宇").diff
    assert [piece.text for piece in diff if piece.kind == "moved"] == ["地地地宇"]


def test_nothing_recited_is_all_missing():
    told = recite(TEXT, " ，。")
    assert {clause.verdict for clause in told.clauses} == {"missing"}
    assert told.score == 0


@pytest.mark.parametrize(
    ("response", "verdict"),
    [
        (TEXT, "right"),
        (TEXT.replace("保护", "保获"), "close"),
        (TEXT.replace("依法", ""), "right"),
        (TEXT.replace("保护耕地", ""), "missing"),
        ("保护耕地", "right"),
    ],
)
def test_a_part_is_judged_by_its_own_characters(response, verdict):
    start = TEXT.index("保护耕地")
    assert recite(TEXT, response, parts=[(start, start + 4)]).parts == (verdict,)


def test_a_part_with_a_changed_number_is_lost():
    start = TEXT.index("到2035年")
    told = recite(TEXT, TEXT.replace("2035", "2045"), parts=[(start, start + 6)])
    assert told.parts == ("missing",)


def test_a_part_that_was_negated_is_lost():
    told = recite("坚持改革开放。", "不坚持改革开放。", parts=[(0, 6)])
    assert told.parts == ("missing",)


def test_clauses_weigh_by_their_length():
    assert recite("甲乙丙丁戊己，庚辛。", "甲乙丙丁戊己").score == 0.75


def test_a_text_of_nothing_but_marks_is_compared_as_it_stands():
    assert verdicts("……", "……") == ["right"]
    assert verdicts("……", "。") == ["wrong"]


@given(ANY, ANY, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=3))
def test_any_input_gets_a_grade(text, response, parts):
    told = recite(text, response, parts=parts)
    assert 0 <= told.score <= 1
    assert len(told.parts) == len(parts)


def test_the_longest_texts_are_graded():
    text = "，".join(f"第{number}条规定" for number in range(2500))
    response = "，".join(f"第{number}条规定" for number in range(2500, 0, -2))
    assert len(recite(text, response).clauses) == 2500
