"""What the page of a recitation shows of the text, and that it may be written or left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp import marking
from studyapp.models import Question
from studyapp.questions.drafts import Material
from studyapp.questions.generate import make_questions
from studyapp.questions.openings import completed, follows, is_titled, opening_of
from studyapp.questions.parts import parts
from studyapp.questions.terms import DocumentTerms


def opening(text, *marked):
    spans = [(text.index(words), text.index(words) + len(words)) for words in marked]
    return opening_of(text, parts(text, spans))


@pytest.mark.parametrize(
    ("text", "marked", "shown"),
    [
        ("3. 每年晒书一次；", "晒书", "3. "),
        ("（二）馆员的职责：整理书架，修补旧书。", "旧书", "（二）馆员的职责："),
        ("“夜读计划”的目标（五年）：建成十个书房。", "十个", "“夜读计划”的目标（五年）："),
        ("馆员的职责是修补旧书。", "旧书", ""),
        ("馆长说：“书是用来读的。”", "读", ""),
        ("开馆的时间：8:30至17:00。", "17:00", ""),
        ("修补旧书，晒书，编目：这是馆员的职责。", "职责", ""),
        ("（2）—（4）是馆员的职责。", "职责", ""),
    ],
)
def test_the_number_and_the_title_of_an_item_are_shown(text, marked, shown):
    assert opening(text, marked) == shown


def test_a_title_that_holds_all_the_answers_is_not_shown():
    assert opening("3. 馆员的职责：整理书架。", "馆员") == "3. "
    assert opening("3. 馆员的职责：整理书架。", "书架") == "3. 馆员的职责："


def test_a_title_tells_what_a_line_is_about():
    assert is_titled("馆员的职责：")
    assert not is_titled("3. ")


@pytest.mark.parametrize(
    ("text", "before", "goes_on"),
    [
        ("4. 编目", "3. 晒书", True),
        ("12. 阅览室的用处", "3. 晒书", False),
        ("4. 阅览室", "（3）晒书", False),
        ("1. 晒书", "12. 馆员做些什么？", True),
        ("4. 编目", "晒书要在晴天。", False),
        ("晒书要在晴天。", "3. 晒书", True),
        ("(i) the reading room", "(h) the library", True),
    ],
)
def test_an_item_goes_on_from_the_one_that_is_numbered_before_it(text, before, goes_on):
    assert follows(text, before) is goes_on


@pytest.mark.parametrize(
    "response",
    [
        "整理书架，修补旧书。",
        "馆员的职责：整理书架，修补旧书。",
        "2. 馆员的职责：整理书架，修补旧书。",
        "2.整理书架，修补旧书。",
    ],
)
def test_what_the_page_shows_may_be_written_or_left_out(response):
    text = "2. 馆员的职责：整理书架，修补旧书。"
    question = Question(
        kind="recite",
        part_keys=[],
        keys=[],
        prompt={"text": text, "blanks": [], "opening": "2. 馆员的职责："},
    )
    assert marking.mark(question, [response]).verdict == "right"
    assert marking.mark(question, ["整理书架，修补新书。"]).verdict != "right"
    assert marking.mark(question, [response.replace("旧书", "")]).verdict != "right"


def test_a_number_that_belongs_to_the_words_is_not_taken_for_the_label():
    assert completed("1. ", "15个书房") == "1. 15个书房"
    assert completed("1. ", "") == ""


@given(st.text(max_size=30), st.sampled_from(["", "1. ", "馆员的职责：", "（三）规则："]))
def test_a_response_keeps_its_words(response, shown):
    assert completed(shown, response).endswith(response.lstrip()[-5:])


def test_a_line_that_its_title_names_is_not_recited_after_its_neighbour():
    text = "馆员的职责：整理书架，修补旧书。"
    material = Material("sentence", text, ((0, 2),), cue="晒书的时间：六月。")
    kinds = {draft.kind for draft in make_questions(material, document=DocumentTerms())}
    assert "recite" not in kinds
    shown = Material("sentence", text, ((0, 2), (13, 15)), cue="晒书的时间：六月。")
    [recited] = [
        draft for draft in make_questions(shown, document=DocumentTerms()) if draft.kind == "recite"
    ]
    assert recited.prompt["cue"] == "晒书的时间：六月。 馆员的职责："
    assert recited.keys == (("旧书",),)
