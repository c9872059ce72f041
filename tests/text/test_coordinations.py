import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.text.enumerations import find_enumerations
from studyapp.text.outline import read_outline
from studyapp.text.statements import ENUMERATION


def lists(text):
    return [[text[a:b] for a, b in e.members] for e in find_enumerations(text)]


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("The wardens protect water, soil and forests.", ["water", "soil", "forests"]),
        ("We drew maps of rivers, lakes, and canals in May.", ["rivers", "lakes", "canals"]),
        (
            "The council consists of the mayor, the wardens and the clerk.",
            ["the mayor", "the wardens", "the clerk"],
        ),
        (
            "The plan has three aims: clean water, safe banks, and open paths.",
            ["clean water", "safe banks", "open paths"],
        ),
        (
            "The town has power to mend banks, to plant trees and to teach children.",
            ["to mend banks", "to plant trees", "to teach children"],
        ),
        (
            "The wardens shall (a) report leaks, (b) clear the banks, and (c) teach children.",
            ["report leaks", "clear the banks", "teach children"],
        ),
        (
            "The rules cover (i) banks; (ii) bridges; and (iii) boats.",
            ["banks", "bridges", "boats"],
        ),
        ("The aims are 1) clean water, 2) trees and 3) paths.", ["clean water", "trees", "paths"]),
    ],
)
def test_members_of_english_lists_are_found(text, members):
    assert lists(text) == [members]


@pytest.mark.parametrize(
    "text",
    [
        "On Monday, he came and went.",
        "In 2019, the company merged and grew.",
        "He ate, drank and slept.",
        "He went to Rome, came back and died.",
        "He came; he saw; and he conquered.",
        "After the flood, the banks, bridges and boats were lost.",
        "The river rises in the hills, crosses the plain and reaches the sea.",
        "The plan is made, in a manner that suits the child, direction and guidance.",
    ],
)
def test_clauses_and_asides_are_no_list(text):
    assert lists(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The wardens enjoy political, economic and social rights.",
        "The court makes care, guidance and supervision orders.",
        "They speak of race, men or women, property and birth or rank.",
        "The council consists of the mayor, the wardens and the clerk of the court.",
        "Plants need water, light and air to grow.",
        "As stated in paragraphs (a), (b) and (c), nothing changes.",
        "See sections 3, 5 and 7.",
    ],
)
def test_where_a_member_may_end_elsewhere_nothing_is_found(text):
    assert lists(text) == []


def test_lists_between_commas_are_inside_the_items_between_semicolons():
    text = "The town may act: to mend banks, bridges and boats; to teach; and to plant trees."
    assert lists(text) == [["to mend banks, bridges and boats", "to teach", "to plant trees"]]


def test_lead_in_is_the_sentence_up_to_the_members():
    text = "It rains. In spring the wardens protect water, soil and forests."
    (found,) = find_enumerations(text)
    assert text[slice(*found.lead)] == "In spring the wardens protect "


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("There are three aims: clean water, safe banks, and open paths.", True),
        ("There are four aims: clean water, safe banks, and open paths.", False),
        ("The two wardens drew maps of rivers, lakes, and canals.", None),
    ],
)
def test_english_count_is_held_against_the_members(text, counted):
    assert [e.counted for e in find_enumerations(text)] == [counted]


def test_statement_is_made_of_an_english_list():
    outline = read_outline(
        "The River\n\nThe wardens of the town protect water, soil and forests.\n"
    )
    (found,) = [s for s in outline.statements if s.kind == ENUMERATION]
    assert found.lead_in == "The wardens of the town protect"
    assert [found.text[a:b] for a, b in found.members] == ["water", "soil", "forests"]


def test_later_part_of_a_long_english_list_takes_in_the_members_before_it():
    text = "The wardens of the town protect water, soil, forests, birds, fish and flowers."
    outline = read_outline(f"The River\n\n{text}\n")
    _, later = [s for s in outline.statements if s.kind == ENUMERATION]
    assert later.lead_in == "The wardens of the town protect water, soil, forests"


PIECES = "the a banks water of and or , ; : . ( ) (a) (b) (ii) (i) 1) 2) he to protect is in “ ”"
HAN_PIECES = "甲、乙、丙 三项任务： ， ； 一是 二是 （一） （二） 和丁"
WORDS = st.sampled_from([*PIECES.split(), *HAN_PIECES.split()])


@given(st.lists(WORDS, max_size=40).map(" ".join) | st.lists(WORDS, max_size=40).map("".join))
def test_members_stand_in_order_apart_and_rebuild_the_sentence(text):
    for found in find_enumerations(text):
        ends = [place for span in found.members for place in span]
        assert ends == sorted(ends)
        assert all(0 <= start < end <= len(text) for start, end in found.members)
        assert found.lead[0] <= found.lead[1] <= found.members[0][0]
        between = [text[a[1] : b[0]] for a, b in pairwise(found.members)]
        members = [text[start:end] for start, end in found.members]
        joined = members[0] + "".join(g + m for g, m in zip(between, members[1:], strict=True))
        assert text[: ends[0]] + joined + text[ends[-1] :] == text


@pytest.mark.parametrize(
    "text", ["a, " * 30_000 + "and b.", "a and b, " * 20_000, "(a) b " * 20_000]
)
def test_page_of_english_without_stops_is_read_in_time(text):
    start = time.process_time()
    find_enumerations(text)
    assert time.process_time() - start < 3
