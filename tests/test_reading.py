"""Reading pages: nothing of the text is lost, headings are in order, terms can be hidden."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp import reading, typesetting
from studyapp.models import Section, Statement
from studyapp.progress import Mastery

WORDS = st.text("学而时习之，不亦说乎？abc 12", min_size=1, max_size=40)
BODY = st.lists(WORDS, max_size=6).map("\n".join)
LONG = "长" * 3_000


def section(pk=1, *, level=1, label="", title="", body="") -> Section:
    return Section(pk=pk, position=pk, level=level, label=label, title=title, body=body)


def stretch(of: Section) -> reading.Stretch:
    return reading.Stretch(of, 0, len(of.paragraphs))


def statement(of: Section, start: int, end: int, **fields) -> Statement:
    text = of.body[start:end]
    fields = {"pk": start + 1, "kind": "sentence", "text": text, "section": of} | fields
    return Statement(start=start, end=end, **fields)


def words(passages) -> str:
    return "".join(run.text for passage in passages for run in passage.runs)


@st.composite
def documents(draw):
    """Sections of any shape, some longer than a page."""
    levels = draw(st.lists(st.integers(0, 4), min_size=1, max_size=8))
    made = []
    for pk, level in enumerate(levels, start=1):
        body = draw(st.one_of(BODY, st.just("\n".join([LONG] * 4)), st.just("短\n" + LONG * 4)))
        title, label = draw(st.sampled_from(["", "题目"])), draw(st.sampled_from(["", "第一条"]))
        made.append(section(pk, level=level, label=label, title=title, body=body))
    return made


@st.composite
def set_texts(draw):
    """A section with sentences that tile it and marks that may overlap."""
    body = draw(BODY.filter(bool))
    made = section(body=body)
    cuts = draw(st.lists(st.integers(0, len(body)), max_size=6))
    edges = sorted({0, len(body), *cuts})
    rows = []
    for start, end in pairwise(edges):
        spots = st.lists(st.integers(0, end - start), min_size=2, max_size=2, unique=True)
        marks = [sorted(mark) for mark in draw(st.lists(spots, max_size=3))]
        rows.append(statement(made, start, end, marks=marks, is_key=draw(st.booleans())))
    return made, rows


@given(documents())
def test_pages_joined_give_the_text_back(sections):
    paragraphs = {each.pk: [] for each in sections}
    for page in reading.pages(sections):
        for part in page.stretches:
            paragraphs[part.section.pk] += part.section.paragraphs[part.first : part.end]
    assert paragraphs == {each.pk: each.paragraphs for each in sections}


@given(documents())
def test_sections_come_in_order_and_pages_are_numbered_from_one(sections):
    pages = reading.pages(sections)
    seen = [part.section.pk for page in pages for part in page.stretches]
    assert seen == sorted(seen)
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))


@given(documents())
def test_a_page_is_too_long_only_by_one_paragraph(sections):
    for page in reading.pages(sections):
        paragraphs = [p for part in page.stretches for p in part.text.split("\n")]
        assert sum(map(len, paragraphs)) <= reading.PAGE_LENGTH or len(paragraphs) == 1


@given(documents())
def test_headings_begin_with_the_first_rank_and_skip_none(sections):
    for page in reading.pages(sections):
        ranks = [rank for rank in typesetting.heading_ranks(page.stretches) if rank]
        assert ranks[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(ranks))


@given(documents())
def test_every_paragraph_is_found_on_its_page(sections):
    pages = reading.pages(sections)
    for page in pages:
        for part in page.stretches:
            assert reading.page_of(pages, part.section, part.first) == page


@given(set_texts(), st.booleans())
def test_set_paragraphs_keep_every_character(text, first_only):
    made, rows = text
    paragraphs = typesetting.set_paragraphs(stretch(made), rows, {}, first_only=first_only)
    assert [words(each.passages) for each in paragraphs] == made.paragraphs


@given(set_texts())
def test_every_mark_is_a_term_and_nothing_else_is(text):
    made, rows = text
    marked = {
        row.start + at for row in rows for start, end in row.marks for at in range(start, end)
    }
    terms, at = set(), 0
    for paragraph in typesetting.set_paragraphs(stretch(made), rows, {}):
        for run in (run for passage in paragraph.passages for run in passage.runs):
            terms |= set(range(at, at + len(run.text))) if run.is_term else set()
            at += len(run.text)
        at += 1
    breaks = {at for at, character in enumerate(made.body) if character == "\n"}
    assert terms == marked - breaks


def first_characters(text: str, marks=()) -> str:
    """What is left of a sentence of which only the first characters are shown."""
    made = section(body=text)
    rows = [statement(made, 0, len(text), marks=[list(mark) for mark in marks])]
    (paragraph,) = typesetting.set_paragraphs(stretch(made), rows, {}, first_only=True)
    pieces = [p for passage in paragraph.passages for run in passage.runs for p in run.pieces]
    return "".join("_" * len(p.text) if p.is_hidden else p.text for p in pieces)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("学而时习之，不亦说乎？", "学____，不___？"),
        ("“两个确立”是基础", "“两___”是__"),
        ("于2035年建成", "于_______"),
        ("Practice, don’t cram.", "P_______, d____ c___."),
        ("用AI学习", "用A_学_"),
    ],
)
def test_a_clause_keeps_its_first_character(text, left):
    assert first_characters(text) == left


def test_a_clause_that_goes_on_into_a_term_is_one_clause():
    assert first_characters("学而时习之", marks=[(2, 4)]) == "学____"


def test_a_quotation_inside_a_sentence_does_not_cut_it():
    made = section(body="他说“好好学习”。")
    rows = [statement(made, 0, 9), statement(made, 3, 7, kind="quotation", is_key=True)]
    (paragraph,) = typesetting.set_paragraphs(stretch(made), rows, {})
    (passage,) = paragraph.passages
    assert passage.is_key


def test_a_sentence_is_shaded_by_the_least_sure_of_its_statements():
    made = section(body="他说“好好学习”。")
    rows = [statement(made, 0, 9), statement(made, 3, 7, kind="quotation")]
    (paragraph,) = typesetting.set_paragraphs(stretch(made), rows, {1: 0.95, 4: 0.5})
    assert [passage.shade for passage in paragraph.passages] == ["weak"]


def test_articles_without_titles_share_a_page():
    articles = [section(n, label=f"第{n}条", body="条文。") for n in range(1, 9)]
    (page,) = reading.pages(articles)
    assert page.title == "第1条—第8条"
    assert page.section is None
    assert [part.label for part in page.stretches] == [f"第{n}条" for n in range(1, 9)]


def test_a_chapter_holds_the_articles_on_its_page():
    chapter = section(1, label="第一章", title="总则")
    articles = [section(n, level=2, label=f"第{n}条", body="条文。") for n in (2, 3)]
    (page,) = reading.pages([chapter, *articles])
    assert page.section == chapter
    assert page.title == chapter.heading


def test_a_page_in_the_middle_of_a_section_says_that_it_goes_on():
    pages = reading.pages([section(title="长文", body="\n".join([LONG] * 5))])
    assert [page.is_continued for page in pages] == [False, True, True]
    assert {page.title for page in pages} == {"长文"}


def test_the_outline_opens_where_the_reader_is():
    sections = [section(1, title="一"), section(2, level=2, title="甲"), section(3, title="二")]
    pages = reading.pages(sections)
    first, second = reading.outline(pages, {}, opened=pages[:1])
    assert [child.anchor for child in first.children] == ["s2"]
    assert second.children == ()


def test_the_outline_counts_what_stands_on_a_page():
    sections = [section(1, title="一"), section(2, level=2, title="甲")]
    known = {1: Mastery(total=2, known=1), 2: Mastery(total=3, known=2)}
    (entry,) = reading.outline(reading.pages(sections), known, opened=())
    assert (entry.mastery.total, entry.mastery.known) == (5, 3)
