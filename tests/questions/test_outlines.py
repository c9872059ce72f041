"""Which headings of an outline are asked."""

from dataclasses import replace

import pytest

from studyapp.questions.cloze import DocumentTerms
from studyapp.questions.drafts import Material
from studyapp.questions.generate import make_questions
from studyapp.questions.outlines import is_frame, tells_order

NOTHING = DocumentTerms()


def outline(*headings, shared=()):
    text = "\n".join(headings)
    starts = [sum(len(one) + 1 for one in headings[:at]) for at in range(len(headings))]
    marks = tuple((start, start + len(one)) for start, one in zip(starts, headings, strict=True))
    return Material("outline", text, marks, lead_in="甲", ordered=True, shared=shared)


def asked(material):
    """The kinds of question with what they ask for."""
    return {
        (draft.kind, *(keys[0] for keys in draft.keys))
        for draft in make_questions(material, document=NOTHING)
    }


@pytest.mark.parametrize(
    "headings",
    [
        ("重度磨损一级", "重度磨损二级", "轻度磨损一级", "轻微磨损"),
        ("上篇", "中篇", "下篇"),
        ("其一", "其二", "其三"),
        ("Grade 1", "Grade 2", "Grade 3"),
        ("Part I", "Part II", "Part III"),
        ("Basic Level", "Intermediate Level", "Advanced Level"),
    ],
)
def test_the_steps_of_a_scale_are_not_asked(headings):
    assert asked(outline(*headings)) == set()


def test_a_step_beside_another_is_not_asked_by_itself():
    found = asked(outline("采编", "一级馆", "二级馆", "流通"))
    assert ("typed", "采编") in found
    assert ("typed", "一级馆") not in found
    assert ("outline", "采编", "流通") in found


def test_headings_that_any_text_has_are_not_asked():
    found = asked(outline("前言", "采编", "流通", "古籍", "本章小结"))
    assert found == {
        ("typed", "采编"),
        ("typed", "流通"),
        ("typed", "古籍"),
        ("outline", "采编", "流通", "古籍"),
        ("order", "采编", "流通", "古籍"),
    }


def test_whoever_names_a_heading_that_is_not_asked_is_told_so():
    drafts = make_questions(outline("前言", "采编", "流通"), document=NOTHING)
    [whole] = [draft for draft in drafts if draft.kind == "outline"]
    assert whole.prompt["elsewhere"] == ["前言"]


def test_a_form_that_each_section_fills_in_is_not_asked():
    assert asked(outline("定义", "性质", "例子", shared=("定义", "性质", "例子"))) == set()


@pytest.mark.parametrize("heading", ["总 则", "附则", "今日小結", "Introduction", "Appendix A"])
def test_a_frame_is_known(heading):
    assert is_frame(heading)


@pytest.mark.parametrize("heading", ["总则的效力", "小结构件", "An Introduction to Bees", "采编"])
def test_what_only_begins_like_a_frame_is_none(heading):
    assert not is_frame(heading)


def test_years_tell_the_order_of_headings():
    assert tells_order(["1999年建馆", "2008年扩建", "2021年修缮"])
    assert not tells_order(["建馆", "2008年扩建", "修缮"])


def test_headings_that_carry_years_are_not_put_in_order():
    found = asked(outline("1999年建馆", "2008年扩建", "2021年修缮"))
    assert "order" not in {kind for kind, *_ in found}


def test_of_a_manual_the_chapters_are_named_and_no_more():
    manual, own = DocumentTerms(is_expository=True), outline("采编", "流通", "古籍")
    drafts = make_questions(own, document=manual)
    assert {draft.kind for draft in drafts} == {"outline"}
    assert make_questions(replace(own, importance=0.75), document=manual) == ()


def test_the_titles_of_an_anthology_are_not_asked():
    verse = DocumentTerms(is_classical=True)
    assert make_questions(outline("采菊", "观海", "望岳"), document=verse) == ()


def test_a_heading_of_several_names_is_not_asked():
    assert ("typed", "望岳 / 登高") not in asked(outline("采菊", "望岳 / 登高", "观海"))
