"""The key under which two texts count as the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.text.folding import _MAY_COMBINE, Folded, fold, fold_with_map

AWKWARD = st.text("0123456789.,，、-−—~·/:： 万%二①²½⁄<>a\u0301\u0300\u200b一e+（)年", max_size=12)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("２０３５年", "2035年"),
        ("ＥＮＩＡＣ", "eniac"),
        ("“兩個維護”", "两个维护"),
        (" 依法\u3000治国\u200b\ufeff", "依法治国"),
        ("<<诗经>>", "诗经"),
        ("Cafe\u0301", "café"),
        ("看著", "看着"),
        ("瞭解", "了解"),
    ],
)
def test_ways_of_writing_share_a_key(written, key):
    assert fold(written) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [("錢鍾書", "钱钟书"), ("钱锺书", "钱钟书"), ("裡面", "里面"), ("衞生", "衛生")],
)
def test_script_variants_share_a_key(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize("number", ["3.5", "2/3", "1-2", "10:30", "70%", "-5", "1,000"])
def test_marks_inside_a_number_stay(number):
    assert fold(number) != "".join(filter(str.isdigit, number))


@pytest.mark.parametrize(
    ("one", "other"),
    [("10²", "102"), ("①2", "12"), ("1½", "11/2"), ("20、30", "2030"), ("气温-5℃", "气温5℃")],
)
def test_numbers_do_not_run_together(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("2～3", "2—3"), ("2035、2060", "2035,2060"), ("10：30", "10:30"), ("8 63", "863")],
)
def test_marks_of_one_meaning_are_one(one, other):
    assert fold(one) == fold(other)


def test_a_hyphen_before_a_model_number_is_dropped():
    assert fold("运-20") == fold("运 -20") == "运20"


@given(st.one_of(st.text(), AWKWARD))
def test_folding_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


@given(st.one_of(st.text(), AWKWARD))
def test_the_map_belongs_to_the_key(text):
    folded, places = fold_with_map(text)
    assert folded == fold(text)
    assert len(places) == len(folded)
    assert list(places) == sorted(places)


@given(st.text("依法治国，。“”2035 ", max_size=30))
def test_the_map_leads_to_the_character_itself(text):
    folded, places = fold_with_map(text)
    assert all(char in (text[place], "、") for char, place in zip(folded, places, strict=True))


@given(st.text())
def test_width_and_composition_never_matter(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_digit_under_an_accent_is_no_number():
    assert fold("0\u0300²") == fold("0\u0300 2") == "0\u03002"


@pytest.mark.parametrize("text", ["À:\u1161", "각", "가:\u11a8", "À-0"])
def test_composed_or_not_letters_fold_alike(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@pytest.mark.parametrize("text", ["1,000 1", "1111 1,000", "1,000\u200b1"])
def test_digits_that_spaces_part_from_a_number_fold_once(text):
    assert fold(fold(text)) == fold(text)


def test_a_tower_of_accents_is_folded_fast():
    assert len(fold("e" + "\u0301" * 100_000)) < 20


def test_lone_surrogates_and_controls_fold_away():
    assert fold("\ud800\x00\x07\u202e") == ""


def test_every_character_that_combines_is_seen():
    """The quick look for such characters passes over none."""
    combining = (char for char in map(chr, range(0x110000)) if unicodedata.combining(char))
    assert all(_MAY_COMBINE.search(char) for char in combining)


@given(st.lists(st.text("依法治國，。；：\n“”２035.、-A", max_size=120), max_size=4))
def test_a_long_text_folds_as_its_characters_do(parts):
    text = "".join(parts)
    assert fold(text) == fold_with_map(text)[0]


RUNNING = st.text("依法治國，。；：\n“”２0３5.、-−<>Aéa\u0301가\u11a8", max_size=12)


@given(st.lists(RUNNING, max_size=6), st.lists(RUNNING, max_size=2), st.integers(0, 6))
def test_another_text_folds_the_same_beside_one_that_is_like_it(parts, others, at):
    ends = [sum(map(len, parts[: number + 1])) for number in range(len(parts))] or [0]
    folded = Folded("".join(parts), ends)
    other = "".join([*parts[:at], *others, *parts[at + 1 :]])
    assert folded.key == fold(folded.text)
    assert folded.key_of(other) == fold(other)


@given(st.lists(RUNNING, min_size=1, max_size=6))
def test_the_places_of_ends_are_those_of_the_map(parts):
    text = "".join(parts)
    ends = [sum(map(len, parts[: number + 1])) for number in range(len(parts))]
    places = fold_with_map(text)[1]
    expected = [sum(place < end for place in places) for end in ends]
    assert Folded(text, ends).places == expected
