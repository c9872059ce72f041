"""What a text was taken for is corrected by hand, line by line."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.text import correcting
from studyapp.text.correcting import Impossible, Line, correct, corrected, lines_of, sections_of
from studyapp.text.outline import read_outline
from studyapp.text.problems import find_problems
from tests import factories

OUTLINE = read_outline(factories.TEXT)
LAW = read_outline(
    "借书条例\n\n第一章 总则\n\n第一条 为了方便读者借书，制定本条例。\n\n"
    "第二条 读者应当爱护图书。\n\n第二章 借书\n\n第三条 每人可以借三本书。\n"
)
TEXT = Line(0, "会员应当每周参加一次活动。")
lines = st.lists(
    st.builds(
        Line,
        level=st.integers(0, 4),
        text=st.sampled_from(["会员应当每周参加一次活动。", "总则", "a word", "第二"]),
    ),
    max_size=12,
)


def apply(outline, kind, text):
    at = next(at for at, line in enumerate(lines_of(outline)) if line.printed.startswith(text))
    return corrected(outline, correct(outline, kind, at))


def headings(outline):
    return [(section.level, section.heading) for section in outline.sections if section.level]


@pytest.mark.parametrize("outline", [OUTLINE, LAW])
def test_the_lines_of_a_text_make_its_sections(outline):
    assert sections_of(lines_of(outline)) == outline.sections


@given(lines)
def test_sections_keep_every_line(given_lines):
    sections = sections_of(given_lines)
    found = [
        line
        for section in sections
        for line in [
            *([Line(section.level, section.title)] if section.level else []),
            *(Line(0, text) for text in section.paragraphs),
        ]
    ]
    assert found == given_lines


@given(lines)
def test_a_section_stands_in_one_of_an_outer_level_before_it(given_lines):
    sections = sections_of(given_lines)
    for at, section in enumerate(sections):
        if section.parent is not None:
            assert section.parent < at
            assert sections[section.parent].level < section.level


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from([*correcting.KINDS]), st.integers(0, 12)), max_size=8))
def test_whatever_is_corrected_is_taken_back_exactly(wishes):
    outline, done = OUTLINE, []
    for kind, at in wishes:
        try:
            correction = correct(outline, kind, at)
        except Impossible:
            continue
        outline = corrected(outline, correction)
        done.append(correction)
        assert all(statement.text for statement in outline.statements)
    for correction in reversed(done):
        outline = corrected(outline, correction.undone)
    assert outline == OUTLINE


def test_a_demoted_heading_stands_in_the_one_before_it():
    outline = apply(OUTLINE, "demote", "二、")
    assert headings(outline) == [(1, "一、会员"), (2, "二、理事会")]
    assert outline.sections[2].parent == 1


def test_a_promoted_heading_stands_beside_it_again():
    assert apply(apply(OUTLINE, "demote", "二、"), "promote", "二、") == OUTLINE


def test_a_heading_made_text_leaves_its_paragraphs_to_the_section_before():
    outline = apply(OUTLINE, "turn", "二、")
    assert headings(outline) == [(1, "一、会员")]
    assert "二、理事会" in outline.sections[-1].paragraphs


def nested(*levels):
    """A text of headings of these levels, named after their places."""
    found = [line for n, level in enumerate(levels) for line in (Line(level, f"标题{n}"), TEXT)]
    return replace(OUTLINE, sections=sections_of(found))


@pytest.mark.parametrize(
    ("kind", "at", "before", "after"),
    [
        ("demote", 1, (1, 1, 2, 3, 1), (1, 2, 3, 4, 1)),
        ("promote", 1, (1, 2, 3, 3, 2), (1, 1, 2, 2, 2)),
        ("turn", 1, (1, 2, 3, 4, 2), (1, 2, 3, 2)),
        ("turn", 1, (1, 1, 2, 1), (1, 2, 1)),
        ("turn", 0, (1, 2, 3, 1), (1, 2, 1)),
        ("join", 1, (1, 2, 3, 3, 1), (1, 2, 2, 1)),
    ],
)
def test_what_stands_in_a_heading_goes_along_with_it(kind, at, before, after):
    outline = nested(*before)
    correction = correct(outline, kind, 2 * at)
    there = corrected(outline, correction)
    assert tuple(level for level, _ in headings(there)) == after
    assert corrected(there, correction.undone).sections == outline.sections


def test_a_heading_is_not_moved_where_what_stands_in_it_would_be_too_deep():
    with pytest.raises(Impossible):
        correct(nested(1, 1, 6), "demote", 2)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(1, 6), min_size=1, max_size=8),
    st.sampled_from([*correcting.KINDS]),
    st.integers(0, 15),
)
def test_nested_corrections_are_taken_back_exactly(levels, kind, at):
    outline = nested(*levels)
    try:
        correction = correct(outline, kind, at)
    except Impossible:
        return
    there = corrected(outline, correction)
    assert all(level > 0 for level, _ in headings(there))
    assert corrected(there, correction.undone).sections == outline.sections


def test_an_article_made_text_begins_its_paragraph():
    outline = apply(LAW, "turn", "第二条")
    assert "第二条 读者应当爱护图书。" in outline.sections[1].paragraphs


def test_a_paragraph_becomes_a_heading_with_its_number():
    outline = apply(apply(OUTLINE, "turn", "二、"), "turn", "二、")
    assert outline == OUTLINE


def test_a_broken_heading_is_joined():
    broken = (Line(1, "理事", "二、"), Line(0, "会"))
    outline = replace(OUTLINE, sections=sections_of(broken))
    assert headings(corrected(outline, correct(outline, "join", 1))) == [(1, "二、理事会")]


def test_words_of_letters_are_joined_with_a_space():
    assert correcting._joined("the first", "part") == "the first part"
    assert correcting._joined("第一", "章") == "第一章"


@pytest.mark.parametrize(
    ("kind", "at"),
    [("join", 0), ("promote", 0), ("promote", 1), ("x", 1), ("turn", 99), ("turn", -1)],
)
def test_what_cannot_be_is_refused(kind, at):
    with pytest.raises(Impossible):
        correct(OUTLINE, kind, at)


def test_a_correction_of_other_lines_is_refused():
    with pytest.raises(Impossible):
        corrected(LAW, correct(OUTLINE, "demote", 1))


# --- Problems


def problems(*given_lines):
    return [(problem.kind, problem.line, problem.detail) for problem in find_problems(given_lines)]


def test_a_number_missing_in_a_run_is_told():
    found = problems(
        *(Line(1, "会员", "一、"), TEXT, Line(1, "理事", "二、"), TEXT),
        *(Line(1, "附则", "五、"), TEXT),
    )
    assert found == [("gap", 4, "3–4")]


def test_numbers_inside_begin_again_and_articles_run_on():
    assert not problems(
        *(Line(1, "总则", "第一章"), Line(2, "", "第一条"), TEXT, Line(2, "", "第二条"), TEXT),
        *(Line(1, "借书", "第二章"), Line(2, "", "第三条"), TEXT),
    )
    assert not problems(
        *(Line(1, "甲", "一、"), Line(2, "子", "（一）"), TEXT, Line(2, "丑", "（二）"), TEXT),
        *(Line(1, "乙", "二、"), Line(2, "寅", "（一）"), TEXT),
    )


def test_articles_run_on_through_chapters_with_and_without_sections():
    assert not problems(
        *(Line(1, "总则", "第一章"), Line(2, "机关", "第一节"), Line(3, "", "第一条"), TEXT),
        *(Line(1, "借书", "第二章"), Line(2, "", "第二条"), TEXT),
    )


def test_a_missing_article_is_told():
    found = problems(
        *(Line(1, "总则", "第一章"), Line(2, "", "第一条"), TEXT),
        *(Line(1, "借书", "第二章"), Line(2, "", "第三条"), TEXT),
    )
    assert found == [("gap", 4, "2")]


def test_an_empty_section_is_told():
    assert problems(Line(1, "总则"), Line(1, "借书"), TEXT) == [("empty", 0, "总则")]
    assert not problems(Line(1, "总则"), Line(2, "借书"), TEXT)


def test_a_wall_of_text_and_a_sentence_as_a_heading_are_told():
    wall = Line(0, "字" * 1_300)
    found = problems(Line(1, "每人可以借三本书。"), wall)
    assert [kind for kind, _line, _detail in found] == ["sentence", "wall"]


def test_a_text_in_order_has_no_problems():
    assert not find_problems(lines_of(OUTLINE))
    assert not find_problems(lines_of(LAW))
