"""Which characters are a number, and which number they are."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studyapp.questions.numerals import find_numerals, read_numerals
from studyapp.text.normalize import fold

DIGITS = "零一二三四五六七八九"


def spoken(number):
    """A number below ten thousand as it is said in Chinese."""
    words = ""
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            words += DIGITS[digit] + unit
        elif words and number and not words.endswith("零"):
            words += "零"
    return words


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("二〇三五年", "2035年"),
        ("二零三五年", "2035年"),
        ("一千九百九十七", "1997"),
        ("百分之七十", "70%"),
        ("百分之零点五", "0.5%"),
        ("千分之三", "3‰"),
        ("四分之三", "3/4"),
        ("10万", "100000"),
        ("3亿5000万", "350000000"),
        ("七点七亿", "770000000"),
        ("两千五百人", "2500人"),
        ("十五亿零二百万", "1502000000"),
        ("第三", "第3"),
        ("两次", "2次"),
        ("叁仟伍佰元", "3500元"),
        ("1,000元", "1000元"),
        ("7.50%", "7.5%"),
        ("07月", "7月"),
    ],
)
def test_real_numerals_are_read(written, value):
    assert read_numerals(fold(written)) == value


@pytest.mark.parametrize(
    "term",
    [
        *("十三五", "十四五", "十一五", "五一", "五四运动", "九一八", "三三两两", "一心一意"),
        *("统一", "二四小时", "七八个", "十七八", "三五年", "万一", "千万", "百姓", "十分", "大陆"),
        *("一国两制", "一带一路", "九章算术", "三元里", "一千五", "3万5", "八点一刻", "收拾"),
    ],
)
def test_set_terms_are_left_as_they_are(term):
    assert read_numerals(fold(term)) == term


@given(st.integers(min_value=10, max_value=9999))
def test_every_number_as_spoken_is_read(number):
    word = spoken(number)
    assert read_numerals(word) == str(number)


@given(st.integers(min_value=10, max_value=19))
def test_ten_needs_no_one_before_it(number):
    assert read_numerals(spoken(number).removeprefix("一")) == str(number)


@given(st.integers(min_value=1000, max_value=9999))
def test_years_are_read_digit_by_digit(year):
    assert read_numerals("".join(DIGITS[int(digit)] for digit in str(year))) == str(year)


@given(st.text("0123456789零〇一二三两十百千万亿点分之%/.,年第个", max_size=20))
def test_numerals_are_found_in_order_and_apart(text):
    places = [place for found in find_numerals(text) for place in (found.start, found.end)]
    assert places == sorted(places)


# No comma: folding leaves one only in thousands (1,000), and 1,1百 would read as 1,100. No
# multiple of a hundred over a stroke, whose value would make a fraction with what follows: 1亿/2〇.
@given(st.text("0123456789零〇一二三两十百千万亿点分之%/.、年第个", max_size=20))
def test_reading_twice_changes_nothing_more(text):
    assume(not re.search("[百千万亿]/", text))
    once = read_numerals(text)
    assert read_numerals(once) == once


@pytest.mark.parametrize("run", ["一" * 10_000, "1" * 10_000, "一分之" * 3000, "1,000" * 2000])
def test_endless_runs_are_read_fast(run):
    assert isinstance(read_numerals(run), str)


def test_digits_that_are_their_own_spelling_can_be_left_out():
    text = "三个两千零三十五年第三"
    assert [found.value for found in find_numerals(text)] == ["3", "2035", "3"]
    assert [found.value for found in find_numerals(text, bare=False)] == ["2035"]
