"""Roles, directives, rows of tables and formulas are nothing to learn."""

import pytest

from studyapp.questions.cloze import choose_blanks
from studyapp.questions.residue import has_formula, is_residue, unaskable, without_markup


@pytest.mark.parametrize(
    "text",
    [
        ":width:500px :label:fig_tree",
        ":begin_tab:`toc`",
        "这一点在 :numref:tab_trees 中得到了说明。",
    ],
)
def test_markup_alone_and_what_tells_of_a_figure_is_not_asked(text):
    assert is_residue(text)
    assert choose_blanks(text) == ()


@pytest.mark.parametrize("text", ["时间：10:30 开始", "见 http://a.cn:80/x", "12:30:45", "注:书"])
def test_colons_are_no_markup(text):
    assert not is_residue(text)
    assert without_markup(text, [(0, 1)]) == (text, ((0, 1),))


def test_markup_goes_and_the_marks_move_along():
    text = "嫁接法 :cite:`Li.1950` 提高产量（如 :numref:fig_a 所示）。"
    plain, marks = without_markup(text, [(0, 3), (6, 10), (text.index("产量"), text.index("（"))])
    assert plain == "嫁接法 提高产量。"
    assert [plain[a:b] for a, b in marks] == ["嫁接法", "产量"]


def test_rows_of_tables_are_not_asked():
    assert choose_blanks("1980 | 1 K （河岸的树木） | 100 KB | 1 MF (Intel 80186)") == ()


def test_formulas_with_brackets_are_known():
    assert has_formula("可能类似于$[600, 1, 1, 60]$。")
    assert not has_formula("票价$5，门票$10。")


def test_no_blank_may_stand_in_a_formula():
    text = "可能类似于$[600, 1, 1, 60]$。"
    assert [text[a:b] for a, b in unaskable(text)] == ["$[600, 1, 1, 60]$"]
