from hypothesis import given
from hypothesis import strategies as st

from studyapp.text.importance import IN_PASSING
from studyapp.text.outline import read_outline
from studyapp.text.pieces import LONG, opens_clause, pieces, width
from studyapp.text.statements import (
    ENUMERATION,
    LONGEST_PARAGRAPH,
    OUTLINE,
    QUOTATION,
    SENTENCE,
)
from tests.text.sample import ARTICLE, TITLE

TEXTS = st.lists(
    st.text(alphabet="甲乙丙丁河流一二是、，；：。“”《》（）1. \n", max_size=150),
    min_size=1,
    max_size=8,
).map("\n".join)


def statements(text, kind):
    return [s for s in read_outline(text).statements if s.kind == kind]


def members(statement):
    return [statement.text[start:end] for start, end in statement.members]


@given(TEXTS)
def test_spans_rebuild_the_text(text):
    outline = read_outline("题目河流甲\n" + text)
    for s in outline.statements:
        if s.kind != OUTLINE:
            assert s.text == outline.sections[s.section].body[s.start : s.end]


@given(TEXTS)
def test_sentences_tile_every_paragraph(text):
    outline = read_outline("题目河流甲\n" + text)
    for i, section in enumerate(outline.sections):
        covered = set()
        for s in outline.statements:
            if s.section == i and s.kind in (SENTENCE, ENUMERATION):
                covered.update(range(s.start, s.end))
        assert covered >= {n for n, c in enumerate(section.body) if c != "\n"}


@given(TEXTS)
def test_members_lie_in_their_statement_in_order(text):
    for s in read_outline("题目河流甲\n" + text).statements:
        places = [place for span in s.members for place in span]
        assert places == sorted(places)
        assert all(0 <= start < end <= len(s.text) for start, end in s.members)
        assert len(s.members) <= 5


@given(TEXTS)
def test_importance_is_between_0_and_1(text):
    assert all(0 <= s.importance <= 1 for s in read_outline("题目甲\n" + text).statements)


@given(st.text(alphabet="河流，；、。“”（）a ", max_size=900))
def test_pieces_tile_the_sentence(text):
    assert "".join(text[start:end] for start, end in pieces(text)) == text


def test_long_sentence_is_cut_at_commas_into_even_pieces():
    text = "，".join(["全市组织志愿者在每一条河流的两岸开展巡查工作"] * 9) + "。"
    sizes = [width(text[start:end]) for start, end in pieces(text)]
    assert max(sizes) <= LONG
    assert min(sizes) > 40


def test_quotation_is_not_cut():
    quoted = "“" + "，".join(["河流是城市的血脉需要爱护"] * 6) + "”"
    text = "，".join(["全市组织志愿者开展巡查工作"] * 6) + "，" + quoted + "。"
    assert any(quoted in text[start:end] for start, end in pieces(text))


def test_text_without_any_stop_is_still_cut():
    assert max(end - start for start, end in pieces("河" * 100_000)) <= 300


def test_outline_of_the_document_has_its_headings():
    (found,) = statements(ARTICLE, OUTLINE)
    assert members(found) == ["源头治理，守住清水", "全民参与，共享碧波"]
    assert (found.section, found.lead_in, found.ordered) == (None, TITLE, True)


def test_quotations_have_their_speaker():
    assert {s.speaker for s in statements(ARTICLE, QUOTATION)} == {"周启明局长"}


def test_enumerations_have_lead_in_and_members():
    found = {s.lead_in: members(s) for s in statements(ARTICLE, ENUMERATION)}
    assert found["并对志愿者提出了"] == ["勤于巡河", "敢于劝阻", "善于宣传", "乐于奉献"]
    assert found["全市打造“清河行动”“碧波课堂”“河畔书屋”志愿品牌，编写"] == ["河流手册", "巡河日志"]


def test_enumeration_that_is_a_sentence_stands_for_it():
    assert [s.kind for s in read_outline("水规\n全市推进节水、植树、清污。\n好。").statements] == [
        ENUMERATION,
        SENTENCE,
    ]


def test_later_part_of_a_long_list_is_introduced_by_the_earlier():
    found = statements("水规\n全市要在学校、社区、企业、村庄、公园、工地等地方设点。", ENUMERATION)
    assert [s.lead_in for s in found] == ["全市要在", "全市要在学校、社区、企业"]


def test_heading_introduces_what_its_paragraphs_count():
    text = "水会\n一、护河\n一是节水优先。水不多。\n二是全民参与。人要多。\n二、护林\n种树。"
    (found,) = statements(text, ENUMERATION)
    assert (found.lead_in, members(found)) == ("护河", ["节水优先", "全民参与"])


def test_what_is_quoted_and_counted_matters_more_than_greetings():
    outline = read_outline("水会\n大家好！\n到2030年，全市必须建成“清河工程”12项。")
    greeting, aim = outline.statements
    assert aim.importance > greeting.importance + 0.3


def test_english_is_cut_at_its_clauses_and_by_words_not_letters():
    text = (
        "The keeper shall hold office for five years, and the council, the readers and the patrons"
        " may each propose one person, but nobody shall be proposed who holds an office of profit,"
    )
    assert len(pieces(text)) == 1
    long = (
        text
        + " unless the council has given its leave, which shall be entered in the journal, " * 3
    )
    cut = [long[start:end] for start, end in pieces(long)]
    assert len(cut) > 1
    assert all(opens_clause(piece) for piece in cut[1:])


def test_a_wall_of_letters_is_cut_between_words():
    text = "lighthouse " * 400
    for start, _end in pieces(text):
        assert start == 0 or text[start - 1] == " "


def test_what_goes_on_without_a_stop_matters_to_nobody():
    outline = read_outline("河湖\n\n" + "河" * 2_000 + "\n\n河湖长应当在三日内处理，不得推诿。\n")
    found = {len(s.text): s.importance for s in outline.statements}
    assert found[286] <= IN_PASSING < found[17]


def test_paragraphs_that_no_writer_makes_are_cut_into_sentences_and_nothing_else():
    said = "市长李明说：“河湖是城市的血脉，必须世世代代保护下去。”"
    paragraph = said * (LONGEST_PARAGRAPH // len(said) + 1)
    outline = read_outline(f"河湖\n\n{paragraph}\n\n{said}\n")
    assert "".join(s.text for s in outline.statements if s.kind == SENTENCE) == paragraph + said
    (quotation,) = [s for s in outline.statements if s.kind != SENTENCE]
    assert quotation.start > len(paragraph)


def test_a_piece_breaks_off_where_a_semicolon_stands_before_the_spaces():
    text = "馆藏目录由编目部编制" * 6 + "；  " + "阅览室由流通部管理" * 6 + "。"
    assert [text[start:end][-3:] for start, end in pieces(text)] == ["；  ", "部管理。"[1:]]


def members_of_outline(*titles):
    text = "\n\n".join(f"# {title}\n\n{title}写在这里，一共写了三句。" for title in titles)
    [outline] = statements(f"河流手册\n\n{text}", OUTLINE)
    return [outline.text[a:b] for a, b in outline.members]


def test_the_bare_numbers_of_headings_are_no_part_of_what_they_say():
    assert members_of_outline("1 范围", "2 术语", "3 分级") == ["范围", "术语", "分级"]


def test_numbers_that_do_not_count_on_belong_to_their_headings():
    titles = ["24 小时服务", "3 条河流", "7 座水库"]
    assert members_of_outline(*titles) == titles
