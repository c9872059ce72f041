from hypothesis import given
from hypothesis import strategies as st

from studyapp.text.drawn import table_rows
from studyapp.text.plain import read_plain

GRID = """\
+------------------------+
|河名|源头  |长度        |
|----+------+------------|
|甲河|雪山以|六百三十公里|
|    |南    |            |
|----+------+------------|
|乙河|草原  |a | b        |
+------------------------+"""


def rows(text):
    return list(table_rows(text.split("\n")))


def test_cells_broken_over_lines_are_made_whole():
    assert rows(GRID) == [
        "河名 | 源头 | 长度",
        "甲河 | 雪山以南 | 六百三十公里",
        "乙河 | 草原 | a | b",
    ]


def test_rows_that_no_rule_parts_are_a_line_each():
    table = "+----+----+\n| a  | b  |\n+----+----+\n| 1  | 2  |\n| 3  | 4  |\n+----+----+"
    assert rows(table) == ["a | b", "1 | 2", "3 | 4"]


def test_line_without_a_first_cell_goes_on_with_the_row_above():
    assert rows("| 甲 | 很长 |\n|    | 的河 |\n| 乙 | 短河 |") == ["甲 | 很长的河", "乙 | 短河"]


def test_lines_that_keep_to_no_column_are_cut_at_their_bars():
    assert rows("+--+--+\n| 甲河很长 | 乙 |\n+--+--+") == ["甲河很长 | 乙"]


def test_table_stands_in_its_place_as_rows():
    blocks = read_plain(f"河流记\n\n{GRID}\n\n甲河很长。")
    assert [block.kind for block in blocks] == ["text", "row", "row", "row", "text"]


@given(st.lists(st.text(alphabet="甲乙 ab|-+─│", min_size=1, max_size=30), min_size=1, max_size=8))
def test_nothing_but_the_frame_is_lost(lines):
    drawn = [f"|{line}|" for line in lines]
    said = "".join("".join(table_rows(drawn)).split())
    kept = [char for line in lines for char in line if char.isalnum()]
    assert sorted(char for char in said if char.isalnum()) == sorted(kept)


def test_a_formula_between_bars_is_no_table():
    formula = "|a|+|b|≥|a+b|"
    assert [block.text for block in read_plain(f"三角形\n\n{formula}\n\n成立。")] == [
        "三角形",
        formula,
        "成立。",
    ]
