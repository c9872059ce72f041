import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.text.segment import enclosures, sentences, words

TEXTS = st.text(
    alphabet="甲乙丙丁。！？；，、：“”‘’（）()《》「」….．!? \"'a1Z\n\u3000", max_size=80
)


def cut(text):
    return [text[start:end] for start, end in sentences(text)]


@given(TEXTS)
def test_sentences_tile_the_text(text):
    assert "".join(cut(text)) == text


@given(TEXTS)
def test_words_tile_the_text(text):
    assert "".join(word.text for word in words(text)) == text


@given(TEXTS)
def test_words_know_where_they_stand(text):
    assert all(text[word.start : word.end] == word.text for word in words(text))


def test_stop_inside_quotation_does_not_end_the_sentence():
    assert cut("他说：“河清了。鱼来了。”大家笑了。") == ["他说：“河清了。鱼来了。”", "大家笑了。"]


def test_sentence_goes_on_after_a_quotation_that_is_part_of_it():
    assert cut("“水是命脉。”的说法流传很广。") == ["“水是命脉。”的说法流传很广。"]


def test_stop_inside_brackets_does_not_end_the_sentence():
    assert cut("第三条（见下文。）规定如此。完") == ["第三条（见下文。）规定如此。", "完"]


def test_forgotten_closing_mark_does_not_swallow_the_paragraph():
    assert cut("他说：“河清了。鱼来了。") == ["他说：“河清了。", "鱼来了。"]


def test_dots_in_numbers_labels_and_abbreviations_end_nothing():
    assert cut("1. Mr. Lee paid 3.50 yuan. He left.") == ["1. Mr. Lee paid 3.50 yuan. ", "He left."]


@pytest.mark.parametrize(
    "parts",
    [
        ["They shall: ", "a. Mend the bridge; or ", "b. Build a new one."],
        ["They shall, in particular: ", "1. Mend it; ", "2. Paint it; and ", "3. Name it. ", "So."],
        ["册中登记：", "1. 桥；", "2. 船。"],
        ["They rest. ", "2. They also sing. ", "3. They go."],
    ],
)
def test_letter_of_an_item_in_the_line_opens_its_sentence(parts):
    assert cut("".join(parts)) == parts


@pytest.mark.parametrize(
    "parts",
    [["It stands in Fig. 5. ", "The bridge is old."], ["The share is 3:1. ", "It grows."]],
)
def test_number_at_the_end_of_a_sentence_is_no_label(parts):
    assert cut("".join(parts)) == parts


def test_marks_without_partner_are_not_enclosures():
    assert enclosures("“甲（乙）丙") == {2: 4}


def test_dots_that_break_off_before_a_new_sentence_end_the_old_one():
    text = "每条路线都显示了时间......由此可见，河道很长。"
    assert [text[a:b] for a, b in sentences(text)] == [
        "每条路线都显示了时间......",
        "由此可见，河道很长。",
    ]


@pytest.mark.parametrize(
    "text",
    ["从源头到……的人。", "河、湖、海等等……这些都是水。", "他说：“水……我们要省水。”"],
)
def test_dots_inside_a_sentence_do_not_end_it(text):
    assert len(sentences(text)) == 1
