"""No wrong amount shows itself: by what the sentence shows, or by the other end of its range."""

import pytest

from studyapp.questions.distractors import choose_distractors
from studyapp.questions.ranges import is_ruled_out
from studyapp.questions.terms import DocumentTerms


def ruled_out(text, key, option):
    start = text.index(key)
    return is_ruled_out(text, (start, start + len(key)), option)


@pytest.mark.parametrize(
    ("text", "key", "option"),
    [
        ("阅览室仅能保证25%至40%的座位。", "25%", "50%"),
        ("阅览室仅能保证25%至40%的座位。", "25%", "40%"),
        ("阅览室仅能保证25%至40%的座位。", "40%", "20%"),
        ("借期为三至五个月。", "三", "六"),
        ("借期为十五日至三十日。", "十五日", "六十日"),
        ("展览从2021年至2025年开放。", "2025年", "2020年"),
        ("Readers may borrow between 10 and 20 books.", "10", "30"),
        ("12日的晒书是继6日的夜读之后第二次活动。", "6", "12"),
        ("十二日的晒书是继六日的夜读之后第二次活动。", "六日", "十二日"),
    ],
)
def test_what_the_sentence_excludes_is_ruled_out(text, key, option):
    assert ruled_out(text, key, option)


@pytest.mark.parametrize(
    ("text", "key", "option"),
    [
        ("阅览室仅能保证25%至40%的座位。", "25%", "20%"),
        ("阅览室仅能保证25%至40%的座位。", "40%", "50%"),
        ("展览从3月5日至4月10日开放。", "4月10日", "5月10日"),
        ("展览从2021年3月至6月开放。", "2021年3月", "2021年4月"),
        ("12日的晒书有6人参加。", "6", "12"),
        ("借期为三十日。", "三十日", "六十日"),
        ("由流通部交至编目部。", "流通部", "采编部"),
    ],
)
def test_what_it_leaves_open_is_not(text, key, option):
    assert not ruled_out(text, key, option)


def test_the_lower_end_of_a_range_has_lower_rivals():
    text = "阅览室仅能保证25%至40%的座位。"
    found = choose_distractors(text, (7, 10), document=DocumentTerms(), seed="s")
    assert all(float(option.rstrip("%")) < 40 for option in found)
