"""What is searched for: words and numbers whole, Han in overlapping pairs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.text.search_tokens import OVERLAP, find, index_text, phrases, pieces, tokens

HAN = st.text("依法治国会员应当履行职责", min_size=1, max_size=12)
TEXT = st.text("依法治国会员aB9 ，。\n２錢", max_size=60)


@pytest.mark.parametrize(
    ("text", "indexed"),
    [
        ("依法治国", "依法 法治 治国 国"),
        ("会员，应当", "会员 员应 应当 当"),
        ("于2035年", "于 2035 年"),
        ("Rule of LAW", "rule of law"),
        ("２０３５　錢", "2035 钱"),
        ("上一行\n下一行", "上一 一行 行 下一 一行 行"),
        ("……！", ""),
    ],
)
def test_a_text_is_indexed_by_its_tokens(text, indexed):
    assert index_text(text) == indexed


@pytest.mark.parametrize(
    ("wanted", "text", "words"),
    [
        ("法", "有法可依", "法"),
        ("依", "有法可依", "依"),
        ("应当", "会员应当履行", "应当"),
        ("会员应当", "会员，应当履行", "会员，应当"),
        ("2035年", "到2035年基本实现", "2035年"),
        ("２０３５", "到2035年基本实现", "2035"),
        ("錢鍾書", "作者钱钟书", "钱钟书"),
        ("law", "The Lawyers came", "Lawyers"),
        ("“rule of law”", "the rule of law.", "rule of law"),
    ],
)
def test_a_phrase_is_found_where_it_stands(wanted, text, words):
    (phrase,) = phrases(wanted)
    start, end = find(phrase, tokens(text))
    assert text[start:end] == words


@pytest.mark.parametrize(
    ("wanted", "text"),
    [("35", "到2035年"), ("法治", "有法可治"), ("law", "flaw"), ("应当", "应\n当")],
)
def test_a_phrase_is_not_found_in_pieces_of_others(wanted, text):
    (phrase,) = phrases(wanted)
    assert find(phrase, tokens(text)) is None


def test_words_are_phrases_of_their_own_and_quoted_ones_stand_together():
    assert [p.tokens for p in phrases('宪法 "rule of law"')] == [("宪法",), ("rule", "of", "law")]


@pytest.mark.parametrize("wanted", ["", "  ", "%", "'\";--", "*", "\x00"])
def test_signs_ask_for_nothing(wanted):
    assert phrases(wanted) == ()


@given(HAN, HAN, HAN)
def test_any_run_of_han_is_found_in_the_text_around_it(before, wanted, after):
    (phrase,) = phrases(wanted)
    assert find(phrase, tokens(before + wanted + after)) is not None


@given(TEXT)
def test_tokens_hold_letters_and_digits_only_and_stand_in_the_text(text):
    for token in tokens(text):
        assert token.text.isalnum()
        assert 0 <= token.start < token.end <= len(text)


@given(st.text("会员\n", max_size=30), st.integers(0, 3))
def test_the_pieces_of_a_body_cover_it(line, times):
    body = line * (times * 100 + 1)
    for number, paragraph in enumerate(body.split("\n")):
        own = [piece for piece in pieces(body) if piece.paragraph == number]
        joined = "".join(p.text if not p.start else p.text[OVERLAP:] for p in own)
        assert joined == paragraph


@given(TEXT)
def test_the_index_holds_the_tokens_of_a_text(text):
    assert index_text(text) == " ".join(token.text for token in tokens(text))
