from studyapp.text.outline import read_outline
from studyapp.text.report import report
from tests.text.sample import ARTICLE


def reported(text):
    return report("river.txt", read_outline(text), lambda statement: [(0, 2)])


def test_report_counts_preamble_and_paragraphs():
    result = reported(ARTICLE)
    assert (result["preamble"], result["paragraphs"]) == (2, 6)


def test_section_of_a_statement_is_its_place_in_the_outline():
    first = next(s for s in reported(ARTICLE)["statements"] if "治水先治污" in s["text"])
    assert first["section"] == 0
    assert reported(ARTICLE)["statements"][1]["section"] is None


def test_statement_carries_blanks_and_members_as_text():
    found = next(s for s in reported(ARTICLE)["statements"] if s["members"][:1] == ["清河行动"])
    assert found["blanks"] == [[0, 2]]


def test_heading_that_is_only_a_number_has_it_for_title():
    result = reported("条例\n第一条　为了节水，制定本条例。\n第二条　本条例自五月起施行。")
    assert [entry["title"] for entry in result["outline"]] == ["第一条", "第二条"]
    assert result["text"].startswith("第一条　为了节水")
