"""Any text gives questions, or none; it never fails, and never takes work out of proportion."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.questions.candidates import candidates, read_sentence
from studyapp.questions.cloze import choose_blanks, collect_terms, rank_blanks
from studyapp.questions.distractors import choose_distractors
from studyapp.questions.drafts import Material
from studyapp.questions.generate import make_questions
from studyapp.questions.spans import spans
from studyapp.text.outline import read_outline
from studyapp.text.source import Unreadable

LONG = 5000
UNITS = {
    "one Han character": "图",
    "a clause": "读者应当在三十日内归还所借图书，",
    "no stops at all": "图书馆管理制度建设",
    "digits": "0123456789",
    "Han digits": "三百六十五",
    "quotation marks": "“”",
    "nested quotation marks": "“‘《",
    "closing marks": "”》）",
    "list marks": "甲、",
    "emoji": "😀👩‍👩‍👧🇨🇳",
    "formula": "E=mc^2, ∑(x_i−μ)²/n ≤ √2·10⁻³; ",
    "mixed scripts": "图書 книга كتاب 本棚 ᠨᠣᠮ book ",
    "odd spaces": "\u200b\u3000\t\x00",
    "combining marks": "e\u0301\u0323",
    "brackets": "[[\\]]",
    "unbalanced": "他说：“读书《好",
}
alphabet = st.sampled_from([*"".join(UNITS.values()), "，", "。", " ", "\n", "的", "是", "应当"])
texts = st.one_of(st.text(max_size=80), st.lists(alphabet, max_size=60).map("".join))


def questions_of(text):
    """All questions of a text as it comes in, every one of them checked for what it must hold."""
    document = collect_terms([text])
    marks = choose_blanks(text, document=document)
    drafts = make_questions(Material("sentence", text, marks), document=document)
    for draft in drafts:
        assert all(0 <= start < end <= len(text) for start, end in draft.prompt["blanks"])
        assert all(key for keys in draft.keys for key in keys)
        assert len(set(draft.options)) == len(draft.options)
    for start, end in rank_blanks(text, document=document):
        assert 0 <= start < end <= len(text)
        wrong = choose_distractors(text, (start, end), document=document, count=3, seed="")
        assert text[start:end] not in wrong
    return drafts


@settings(max_examples=150, deadline=None)
@given(texts)
def test_any_text_is_taken(text):
    questions_of(text)


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_one_unit_alone_is_taken(unit):
    questions_of(unit)
    questions_of(unit[0])


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_long_text_is_taken_and_gives_few_blanks(unit):
    text = unit * (LONG // len(unit))
    questions_of(text)
    assert len(choose_blanks(text)) <= 5


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_spans_and_candidates_grow_with_the_text_only(unit):
    text = unit * (LONG // len(unit))
    sentence = read_sentence(text)
    assert len(spans(text, sentence.words)) <= 20 * len(text)
    assert len(candidates(sentence)) <= 3 * len(text)


@pytest.mark.parametrize(
    "text", ["", " ", "。", "7", "😀", "“", "》", "1234567890", "“”“”", "(((("]
)
def test_nothing_to_know_is_not_asked(text):
    assert questions_of(text) == ()


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_document_of_odd_text_is_outlined_or_refused_in_words(unit):
    text = "\n".join([unit * 40, unit, unit * (LONG // len(unit))])
    if not any(map(str.isalnum, text)):
        with pytest.raises(Unreadable, match=r"empty|no_words"):
            read_outline(text)
        return
    outline = read_outline(text)
    assert all(0.0 <= statement.importance <= 1.0 for statement in outline.statements)
