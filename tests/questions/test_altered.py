import pytest

from studyapp.questions.altered import alterations, opposites
from studyapp.questions.cloze import collect_terms
from studyapp.questions.distractors import choose_distractors
from studyapp.questions.near import near_amounts
from studyapp.questions.tokens import tokens


def altered(key):
    return list(alterations(key, tokens(key)))


def offered(text, key):
    start = text.index(key)
    span = (start, start + len(key))
    return choose_distractors(text, span, document=collect_terms([text]), count=3, seed="s")


@pytest.mark.parametrize(
    ("word", "opposed"), [("境内", "境外"), ("重视", "轻视"), ("高温", "低温"), ("无色", "有色")]
)
def test_a_word_turns_into_its_opposite(word, opposed):
    assert list(opposites(word)) == [opposed]


@pytest.mark.parametrize("word", ["有力", "大小", "大门", "上年", "内地", "图书", "低空飞行"])
def test_words_whose_opposite_no_one_would_take_have_none(word):
    assert list(opposites(word)) == []


def test_a_rule_could_lay_down_another_duty():
    assert altered("应当显著标明") == ["可以显著标明", "不得显著标明"]


def test_the_case_that_a_rule_is_for_is_no_duty():
    assert altered("应当登记而不登记的") == []


def test_an_amount_within_the_key_is_moved():
    assert altered("第四代阅览系统") == ["第五代阅览系统", "第三代阅览系统"]


def test_white_space_of_the_key_is_kept():
    assert set(altered("新馆落成：1949 年")) == {"新馆落成：1950 年", "新馆落成：1948 年"}


def test_an_article_is_no_amount():
    assert altered("一个城市的灵魂") == []


def test_a_month_is_moved_to_one_that_has_the_day():
    near = [*near_amounts("2024年12月31日"), *near_amounts("2025年1月31日")]
    assert near
    assert not {"2024年6月31日", "2025年2月31日"} & set(near)
    assert "3月31日" in near_amounts("1月31日")


def test_a_key_that_nothing_rivals_is_altered():
    assert offered("书库不得存放易燃品，违者应当立即清退。", "应当立即清退")[0] == "可以立即清退"


def test_what_the_statement_names_is_no_alteration():
    assert offered("境外数据与境内数据分开存放。", "境内") == ()


def test_what_the_document_offers_comes_before_what_is_made():
    texts = ["本馆推行“第一代计划”。", "本馆推行“夜读计划”。", "本馆推行“晨读书计划”。"]
    start = texts[0].index("第一代")
    found = choose_distractors(
        texts[0], (start, start + 5), document=collect_terms(texts), count=3, seed="s"
    )
    assert found
    assert "第二代计划" not in found
