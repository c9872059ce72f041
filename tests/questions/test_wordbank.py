"""Word banks: blanks of which none takes the word of another."""

from hypothesis import given
from hypothesis import strategies as st

from studyapp.questions.parts import parts
from studyapp.questions.wordbank import FEWEST, MOST, SPARE, choose_tiles
from studyapp.text.normalize import fold

TEXT = "本馆推行夜读计划，由流通部负责，期限为五年。"
MARKS = [(4, 8), (10, 13), (19, 20)]


def tiles_of(text, marks, wrong=None, **how):
    asked = parts(text, marks)
    by_key = {part.key: (wrong or {}).get(part.text, ()) for part in asked}
    return choose_tiles(text, asked, by_key, **{"in_order": False, **how})


def marks_in(text, *terms):
    return [(text.index(term), text.index(term) + len(term)) for term in terms]


def test_every_blank_has_its_word_and_one_or_two_are_too_many():
    found = tiles_of(TEXT, MARKS, {"流通部": ("采编部", "读者部"), "五": ("三",)})
    assert [part.text for part in found.parts] == ["夜读计划", "流通部", "五"]
    assert found.tiles == ("夜读计划", "流通部", "五", "采编部", "三")


def test_members_of_one_free_list_are_not_asked_together():
    text = "以诵读、抄写、讲述为主要活动，由理事会组织。"
    wrong = {"诵读": ("默读",), "理事会": ("监事会",)}
    found = tiles_of(text, marks_in(text, "诵读", "讲述", "理事会"), wrong)
    assert [part.text for part in found.parts] == ["诵读", "理事会"]


def test_two_joined_by_and_are_one_list_too():
    text = "坚持读写和讲述。"
    wrong = {"读写": ("抄写",)}
    assert tiles_of(text, marks_in(text, "读写", "讲述"), wrong) is None
    assert tiles_of(text, marks_in(text, "读写", "讲述"), wrong, in_order=True) is not None


def test_a_word_that_is_another_in_short_is_not_offered():
    text = "先碳达峰，后碳达峰碳中和。"
    assert tiles_of(text, [(1, 4), (6, 12)], {"碳达峰": ("碳排放",)}) is None


def test_two_blanks_without_a_word_too_many_are_no_question():
    assert tiles_of(TEXT, MARKS[:2]) is None
    assert tiles_of(TEXT, MARKS) is None


def test_blanks_that_grammar_parts_have_two_words_too_many():
    wrong = {"流通部": ("采编部",), "五": ("三",)}
    text = "本馆由流通部负责，期限为五年，应当公布。"
    marks = marks_in(text, "流通部", "五年", "应当")
    assert tiles_of(text, marks) is None
    assert tiles_of(text, marks, {"流通部": ("采编部",)}) is None
    assert tiles_of(text, marks, {**wrong, "五年": ("三年",)}) is not None


def test_a_bank_has_a_word_too_many_and_most_blanks_two_words_to_take():
    text = "本馆推行夜读计划，由流通部负责，为读者服务。"
    marks = marks_in(text, "夜读计划", "流通部", "读者")
    assert tiles_of(text, marks) is None
    assert tiles_of(text, marks, {"流通部": ("采编部",)}) is not None
    text = "本馆由流通部负责，应当公布。"
    marks = marks_in(text, "流通部", "公布")
    assert tiles_of(text, marks, {"流通部": ("采编部",)}) is None


def test_a_modal_is_no_word_of_a_bank():
    text = "本馆由流通部负责，应当公布目录。"
    marks = marks_in(text, "流通部", "应当", "目录")
    wrong = {"流通部": ("采编部",), "应当": ("可以",), "目录": ("书单",)}
    assert [part.text for part in tiles_of(text, marks, wrong).parts] == ["流通部", "目录"]


@given(st.sets(st.integers(0, len(TEXT)), max_size=12), st.lists(st.sampled_from("甲乙五")))
def test_tiles_hold_each_key_once_and_no_blank_takes_another(cuts, options):
    places = sorted(cuts)
    marks = list(zip(places[::2], places[1::2], strict=False))
    asked = parts(TEXT, marks)
    found = choose_tiles(TEXT, asked, {part.key: options for part in asked}, in_order=False)
    if found is not None:
        folded = [fold(tile) for tile in found.tiles]
        assert FEWEST <= len(found.parts) <= MOST
        assert len(set(folded)) == len(folded) <= len(found.parts) + SPARE
        assert {part.text for part in found.parts} <= set(found.tiles)


def test_a_name_and_what_is_done_are_no_rivals():
    text = "据流通管理部门统计，夜读人数达到创纪录的六百人。"
    marks = marks_in(text, "流通管理部门", "创纪录", "六百人")
    assert tiles_of(text, marks, {"六百人": ("五百人", "七百人")}) is None
    wrong = {"六百人": ("五百人",), "流通管理部门": ("采购管理部门",)}
    assert tiles_of(text, marks, wrong) is not None
