"""A fair teacher's verdict on what was typed."""

import string

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from opencc import OpenCC

from studyapp.questions.grading import grade_blank, grade_list, grade_order
from studyapp.text.normalize import fold

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
TO_TRADITIONAL = OpenCC("s2t")
ANY = st.one_of(st.text(max_size=30), st.text(HAN, max_size=12))


def graded(key, response):
    grade = grade_blank([key], response)
    return grade.verdict, grade.reason


@pytest.mark.parametrize(
    ("key", "response", "reason"),
    [
        ("依法治国", "依法治国", "exact"),
        ("依法治国", " 依法 治国\u3000", "space"),
        ("35℃", "３５℃", "width"),
        ("ENIAC", "eniac", "case"),
        ("《诗经》", "诗经", "punctuation"),
        ("爱国、进步", "爱国,进步。", "punctuation"),
        ("钱钟书", "錢鍾書", "script"),
        ("2035年", "二〇三五年", "numeral"),
        ("70%", "百分之七十", "numeral"),
        ("四分之三", "3/4", "numeral"),
        ("10 万", "100000", "numeral"),
        ("第三", "第3", "numeral"),
    ],
)
def test_the_same_answer_written_otherwise_is_right(key, response, reason):
    assert graded(key, response) == ("right", reason)


@pytest.mark.parametrize(
    ("key", "response", "reason"),
    [
        ("2035年", "2025年", "number"),
        ("五年以下", "三年以下", "number"),
        ("十三五", "十四五", "number"),
        ("5元", "5吨", "unit"),
        ("不得", "得", "negation"),
        ("公开审理", "不公开审理", "negation"),
        ("应当", "可以", "modal"),
        ("依法治国", "依法冶国", "one_character"),
        ("编码", "编", "one_short"),
        ("编码", "编码码", "one_over"),
        ("21%", "21", "no_unit"),
        ("百分之二十一", "21", "no_unit"),
        ("30日", "30", "no_unit"),
        ("21%", "22", "number"),
        ("依法治国", "依法", "missing"),
        ("依法治国", "全面依法治国", "extra"),
        ("国家机关", "机关国家", "order"),
        ("依法治国", "以德服人", "different"),
    ],
)
def test_another_answer_is_wrong(key, response, reason):
    assert graded(key, response) == ("wrong", reason)


@pytest.mark.parametrize(
    ("key", "response"),
    [
        ("十一五", "十五"),
        ("二十四小时", "二四小时"),
        ("五一", "51"),
        ("三三两两", "3322"),
        ("一心一意", "1心1意"),
        ("3.5", "35"),
        ("2/3", "23"),
        ("1-2", "12"),
        ("2035、2060", "20352060"),
    ],
)
def test_what_only_looks_alike_is_not_the_same(key, response):
    assert grade_blank([key], response).verdict == "wrong"
    assert grade_blank([response], key).verdict == "wrong"


@pytest.mark.parametrize("nothing", ["", " ", "\u3000\u200b", "\x00"])
def test_nothing_typed_is_missing(nothing):
    assert graded("依法治国", nothing) == ("missing", "empty")


def test_a_slip_in_a_long_answer_is_close():
    assert graded("全国人民代表大会常务委员会", "全国人民代表大会常务委会") == (
        "close",
        "one_short",
    )


def test_a_slip_in_a_long_title_is_wrong():
    assert graded("《中华人民共和国民法典》", "中华人民共和国民法点")[0] == "wrong"


def test_an_alternative_is_right_and_said_to_be_one():
    grade = grade_blank(["马铃薯", "土豆"], "土豆。")
    assert (grade.verdict, grade.reason, grade.key) == ("right", "alternative", "土豆")


def test_a_wrong_answer_is_held_against_the_nearest_key():
    assert grade_blank(["马铃薯", "洋芋头"], "洋芋").key == "洋芋头"


@pytest.mark.parametrize(
    ("before", "key", "after", "response"),
    [
        ("不超过", "四", "小时。", "四小时"),
        ("百分之", "八十", "，", "80%"),
        ("第", "三", "条", "第三"),
    ],
)
def test_a_number_may_be_typed_with_what_stands_beside_it(before, key, after, response):
    assert grade_blank([key], response, before=before, after=after).reason == "repeated"


def test_a_number_with_another_unit_than_stands_beside_it_is_wrong():
    assert grade_blank(["30"], "30年", before="提前", after="日通知").verdict == "wrong"


def test_a_key_of_nothing_but_marks_is_compared_as_it_stands():
    assert graded("、", "、")[0] == "right"
    assert graded("、", "。") == ("wrong", "different")


@given(ANY.filter(str.strip))
def test_the_key_always_grades_right(key):
    assert graded(key, key) == ("right", "exact")


@given(
    st.text(HAN, min_size=1, max_size=8), st.sampled_from(["{}。", " {}\u3000", "“{}”", "《{}》"])
)
def test_marks_around_an_answer_never_matter(key, frame):
    assert grade_blank([key], frame.format(key)).verdict == "right"


@given(st.text(HAN, min_size=1, max_size=8))
def test_either_script_is_right(key):
    traditional = TO_TRADITIONAL.convert(key)
    assume(fold(traditional) == fold(key))
    assert grade_blank([key], traditional).verdict == "right"
    assert grade_blank([traditional], key).verdict == "right"


@given(st.text(string.digits, min_size=1, max_size=9), st.data())
def test_a_changed_digit_is_wrong(number, data):
    place = data.draw(st.integers(0, len(number) - 1))
    digit = data.draw(st.sampled_from(string.digits).filter(lambda digit: digit != number[place]))
    changed = number[:place] + digit + number[place + 1 :]
    assert graded(f"{number}万元", f"{changed}万元") == ("wrong", "number")


# Two ways to write one number are no change: 两 for 二 before what is counted, 零 for 〇.
SAME_VALUE = {frozenset("二两"), frozenset("零〇")}


@given(st.text(HAN, min_size=1, max_size=7), HAN, st.data())
@example("依法治国", "冶", None)
def test_one_changed_character_of_a_short_answer_is_never_right(key, char, data):
    place = data.draw(st.integers(0, len(key) - 1)) if data else 2
    assume(fold(char) != fold(key[place]) and {char, key[place]} not in SAME_VALUE)
    assert grade_blank([key], key[:place] + char + key[place + 1 :]).verdict == "wrong"


@given(ANY, ANY, ANY)
def test_any_input_gets_a_verdict(key, response, around):
    grade = grade_blank([key, around], response, before=around, after=around)
    assert grade.verdict in ("right", "close", "wrong", "missing")


MEMBERS = [["忠于党和人民"], ["勇于担当"], ["善于作为", "善于作成事"]]


def verdicts(grade):
    return [member.verdict for member in grade.members]


def test_members_may_come_in_any_order():
    grade = grade_list(MEMBERS, ["善于作为", "忠于党和人民", "勇于担当"], ordered=False)
    assert verdicts(grade) == ["right"] * 3
    assert grade.score == 1


def test_a_member_out_of_order_is_close_where_order_counts():
    grade = grade_list(MEMBERS, ["善于作为", "忠于党和人民", "勇于担当"], ordered=True)
    assert [member.reason for member in grade.members] == ["exact", "exact", "order"]
    assert not grade.ordered_ok


def test_a_response_is_used_once():
    grade = grade_list([["甲"], ["乙"]], ["甲", "甲"], ordered=False)
    assert verdicts(grade) == ["right", "missing"]
    assert grade.extra == ("甲",)


def test_responses_are_assigned_as_is_best_for_the_learner():
    grade = grade_list([["土豆", "马铃薯"], ["马铃薯"]], ["马铃薯", "土豆"], ordered=False)
    assert verdicts(grade) == ["right", "right"]


def test_members_typed_as_one_are_taken_apart():
    grade = grade_list(MEMBERS, ["勇于担当、善于作为"], ordered=False)
    assert verdicts(grade) == ["missing", "right", "right"]


def test_what_is_no_member_is_extra():
    grade = grade_list(MEMBERS, ["忠于党和人民", "清正廉洁"], ordered=False)
    assert grade.extra == ("清正廉洁",)


def test_a_slip_in_a_long_member_is_close():
    grade = grade_list([["加强和改进思想政治工作"]], ["加强和改进思想政冶工作"], ordered=False)
    assert (verdicts(grade), grade.score) == (["close"], 0.5)


def test_a_changed_number_in_a_long_member_is_wrong():
    grade = grade_list([["到2035年基本实现现代化"]], ["到2045年基本实现现代化"], ordered=False)
    assert (verdicts(grade), grade.members[0].reason) == (["wrong"], "number")


@given(st.lists(st.text(HAN, min_size=2, max_size=9), min_size=1, max_size=5, unique_by=fold))
def test_all_members_in_any_order_grade_right(members):
    grade = grade_list([[member] for member in members], members[::-1], ordered=False)
    assert verdicts(grade) == ["right"] * len(members)


@given(st.lists(ANY, max_size=4), st.lists(ANY, max_size=5), st.booleans())
def test_any_list_gets_a_grade(members, responses, ordered):
    grade = grade_list([[member] for member in members], responses, ordered=ordered)
    assert len(grade.members) == len(members)
    assert 0 <= grade.score <= 1


def test_one_member_out_of_place_leaves_the_others_in_order():
    grade = grade_order("甲乙丙丁戊", "乙丙丁戊甲")
    assert [part.verdict for part in grade.grades] == ["wrong", *["right"] * 4]
    assert grade.score == 0.8


def test_an_untouched_order_is_unanswered():
    assert {part.reason for part in grade_order("甲乙丙", []).grades} == {"empty"}


def test_a_reversed_order_scores_nothing():
    assert grade_order("甲乙丙丁", "丁丙乙甲").score == 0


def test_members_that_read_alike_keep_their_own_places():
    assert grade_order(["甲", "乙", "甲"], ["甲", "乙", "甲"]).score == 1


def halves(responses, elsewhere=("丁丑", "戊寅"), ordered=False):
    members = [["甲子"], ["乙丑"], ["丙寅"]]
    return grade_list(members, responses, ordered=ordered, elsewhere=elsewhere)


def test_a_member_of_the_other_half_leaves_one_open():
    grade = halves(["甲子", "丁丑", ""])
    assert verdicts(grade) == ["right", "open", "missing"]
    assert (grade.elsewhere, grade.extra, grade.score) == (("丁丑",), (), 0.5)


def test_a_member_of_the_other_half_named_twice_stands_for_one():
    assert verdicts(halves(["丁丑", "丁丑", "甲子"])) == ["right", "open", "missing"]


def test_members_of_both_halves_typed_as_one_are_taken_apart():
    grade = halves(["甲子、丁丑、乙丑"])
    assert verdicts(grade) == ["right", "right", "open"]


def test_all_of_the_other_half_loses_nothing_and_earns_nothing():
    grade = halves(["丁丑", "戊寅"], elsewhere=("丁丑", "戊寅", "己卯"))
    assert verdicts(grade) == ["open", "open", "missing"]
    assert grade.score == 0


def test_what_is_asked_here_counts_here_though_it_stands_in_both():
    assert verdicts(halves(["甲子", "乙丑", "丙寅"], elsewhere=("甲子",))) == ["right"] * 3
