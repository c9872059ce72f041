"""What changed between two texts: nothing is lost, nothing is made up."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp import changes, revisions
from studyapp.changes import compare, diff, trimmed
from studyapp.text.outline import Section, read_outline
from tests.factories import TEXT

texts = st.text(alphabet="甲乙丙丁每周三篇课文12ab ，。；“”\n", max_size=60)
sections = st.builds(
    Section,
    level=st.integers(0, 2),
    label=st.sampled_from(["", "一、", "二、", "第三条"]),
    title=st.sampled_from(["", "会员", "理事会"]),
    body=st.sampled_from(["", "每周一次。", "每月三篇，背诵。\n借阅三十日。", "会长强调。"]),
)
OUTLINE = read_outline(TEXT)


def outline_of(*found):
    return replace(OUTLINE, sections=tuple(found), statements=())


outlines = st.lists(sections, max_size=5).map(lambda found: outline_of(*found))


def joined(pieces, kind):
    return "".join(piece.text for piece in pieces if piece.kind in ("kept", kind))


def text_of(kind, pieces):
    return [piece.text for piece in pieces if piece.kind == kind]


def edited(before, after):
    """The comparison of the sample with itself after an edit."""
    return compare(OUTLINE, read_outline(TEXT.replace(before, after)))


# --- Text


@given(texts, texts)
def test_the_pieces_give_both_texts_back(before, after):
    pieces = diff(before, after)
    assert (joined(pieces, "removed"), joined(pieces, "added")) == (before, after)


@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    assert [piece.kind for piece in diff(text, text)] == (["kept"] if text else [])


@given(texts, texts)
def test_pieces_are_neither_empty_nor_doubled(before, after):
    kinds = [piece.kind for piece in diff(before, after)]
    assert all(piece.text for piece in diff(before, after))
    assert all(one != other for one, other in pairwise(kinds))


@given(texts, texts)
def test_trimming_leaves_out_and_changes_nothing_else(before, after):
    pieces = diff(before, after)
    shown = trimmed(pieces, around=3, most=8)
    assert "".join(p.text for p in shown) == "".join(p.text for p in pieces)
    assert {p.kind for p in shown} <= {"kept", "removed", "added", "left_out"}


def test_only_the_changed_number_is_shown_as_changed():
    pieces = diff("现有会员320人，设理事会。", "现有会员400人，设理事会。")
    assert (text_of("removed", pieces), text_of("added", pieces)) == (["320"], ["400"])


def test_a_clause_put_in_leaves_its_neighbours_alone():
    pieces = diff("每周一次，每月三篇。", "每周一次，风雨无阻，每月三篇。")
    assert text_of("added", pieces) == ["风雨无阻，"]
    assert text_of("removed", pieces) == []


def test_another_sentence_is_shown_whole():
    pieces = diff("借阅期限为三十日。", "会长由大会选举产生。")
    assert [piece.kind for piece in pieces] == ["removed", "added"]


def test_joined_paragraphs_can_be_seen():
    (gone,) = [piece for piece in diff("甲。\n乙。", "甲。乙。") if piece.kind == "removed"]
    assert gone.shown == "¶\n"


def test_a_text_too_long_to_compare_is_replaced(monkeypatch):
    monkeypatch.setattr(changes, "MOST_COMPARED", 1)
    pieces = diff("甲，乙，丙，丁。", "甲，子，丑，丁。")
    assert text_of("removed", pieces) == ["乙，丙，"]


def test_the_middle_of_what_was_kept_is_left_out():
    before = "开头。" + "很长的一段话，" * 100 + "每周一次。"
    shown = trimmed(diff(before, before.replace("每周", "每月")), around=10)
    assert [piece.kind for piece in shown[:2]] == ["left_out", "kept"]
    assert shown[1].text.endswith("很长的一段话，每")
    assert len(shown[1].text) == 10


def test_what_is_left_out_begins_and_ends_between_words():
    before = "First of all, " + "every sentence is remembered here. " * 10 + "Weekly."
    pieces = diff(before, before.replace("Weekly", "Daily").replace("First", "Before"))
    for around in range(5, 60):
        (gone,) = text_of("left_out", trimmed(pieces, around=around))
        start = before.index(gone)
        for place in (start, start + len(gone)):
            assert not before[place - 1 : place + 1].isalnum()


# --- Outlines


@given(outlines)
def test_identical_outlines_differ_in_nothing(outline):
    assert not compare(outline, outline)


def test_a_text_read_twice_differs_in_nothing():
    found = compare(OUTLINE, read_outline(TEXT))
    assert not found
    assert found.kept_statements == len(OUTLINE.statements)


@given(outlines, outlines)
def test_outlines_with_other_sections_differ(before, after):
    assert bool(compare(before, after)) == (before.sections != after.sections)


@given(outlines, outlines)
def test_every_section_is_told_of_once(before, after):
    found = compare(before, after)
    removed = sum(change.kind == "removed" for change in found.sections)
    added = sum(change.kind == "added" for change in found.sections)
    both = len(found.sections) - removed - added + found.kept_sections
    assert (removed + both, added + both) == (len(before.sections), len(after.sections))


@given(outlines, outlines)
def test_back_again_takes_away_what_there_was_added(before, after):
    there, back = compare(before, after), compare(after, before)
    assert sum(c.kind == "added" for c in there.sections) == sum(
        c.kind == "removed" for c in back.sections
    )


A, B, C = (
    Section(1, f"第{n}条", "", f"{body}。") for n, body in zip("一二三", "甲乙丙", strict=True)
)


def test_an_article_put_in_leaves_the_words_of_those_after_it():
    moved_on = replace(B, label="第三条"), replace(C, label="第四条")
    new = Section(1, "第二条", "", "新加的一条。")
    found = compare(outline_of(A, B, C), outline_of(A, new, *moved_on)).sections
    assert [change.kind for change in found] == ["added", "changed", "changed"]
    assert all(piece.kind == "kept" for change in found[1:] for piece in change.body)


def test_a_removed_section_is_told_of_where_it_stood():
    found = compare(outline_of(A, B, C), outline_of(A, replace(C, body="丙丁。"))).sections
    assert [change.kind for change in found] == ["removed", "changed"]


def test_a_section_that_only_moved_is_said_to_have_moved():
    found = compare(outline_of(A, B, C), outline_of(B, C, A)).sections
    assert [(change.kind, joined(change.heading, "added")) for change in found] == [
        ("moved", "第一条")
    ]


def test_another_title_is_told():
    (fact,) = compare(OUTLINE, replace(OUTLINE, title="山河读书会新章程")).facts
    assert (fact.name, text_of("added", fact.pieces)) == ("title", ["新"])


# --- Statements


def test_a_reworded_statement_changed():
    found = edited("三篇课文", "五篇课文").statements
    assert [(change.kind, change.sort) for change in found] == [("changed", "sentence")]
    assert text_of("added", found[0].pieces) == ["五"]


def test_a_dropped_sentence_is_a_removed_statement():
    found = edited("新会员的试读期为六十日，期满后由理事会决定。", "").statements
    assert [(change.kind, joined(change.pieces, "removed")) for change in found] == [
        ("removed", "新会员的试读期为六十日，期满后由理事会决定。")
    ]


def test_punctuation_alone_changes_the_text_and_no_statement():
    found = edited("每周参加一次活动，", "每周参加一次活动；")
    assert [change.kind for change in found.sections] == ["changed"]
    assert not found.statements


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("三篇课文", "五篇课文"),
        ("新会员的试读期为六十日，期满后由理事会决定。", ""),
        ("一、会员", "一、会员与会费"),
        ("任期三年。", "任期三年。理事可以连选连任。"),
        ("本会坚持“读写结合”的方法，以诵读、抄写、讲述为主要活动。", "活动地点在山脚下的旧祠堂。"),
    ],
)
def test_statements_are_counted_as_a_revision_counts_them(before, after):
    from tests.factories import create_document

    outline = read_outline(TEXT.replace(before, after))
    did = revisions.accept(create_document(), outline, sha256="0" * 64)
    told = compare(OUTLINE, outline)
    counts = {"added": did.added, "changed": did.changed, "removed": did.retired}
    assert told.counts == {kind: count for kind, count in counts.items() if count}
    assert told.kept_statements == did.kept
