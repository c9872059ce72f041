import textwrap

from hypothesis import given
from hypothesis import strategies as st

from studyapp.text.plain import read_plain
from studyapp.text.widths import cells, join_lines

LONG = "河流从雪山发源，流过草原和峡谷，滋养了两岸的村庄与城市，也留下了许多古老的故事。" * 3


def texts(source):
    return [block.text for block in read_plain(source)]


def wrap(text, width):
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))


def test_each_line_is_a_paragraph_where_nothing_is_wrapped():
    assert texts("甲河很长。\n乙河很短。") == ["甲河很长。", "乙河很短。"]


def test_indents_and_ruled_lines_go():
    assert texts("　　甲河。\n------\n    乙河。") == ["甲河。", "乙河。"]


def test_wrapped_lines_are_joined():
    assert texts(f"标题\n\n{wrap(LONG, 35)}\n\n{wrap(LONG[::-1], 35)}") == [
        "标题",
        LONG,
        LONG[::-1],
    ]


def test_indent_begins_a_paragraph_among_wrapped_lines():
    two = wrap("　　" + LONG, 36) + "\n" + wrap("　　" + LONG, 36)
    assert texts(two) == [LONG, LONG]


def test_wrapped_latin_words_get_their_space_back():
    prose = "The river rises in the snow and runs through grassland to the sea. " * 6
    assert texts(textwrap.fill(prose, 60)) == [prose.strip()]


def test_no_space_between_wrapped_han_and_latin():
    assert join_lines(["使用", "shell", "prompt"]) == "使用shell prompt"


def test_verse_of_even_lines_is_not_joined():
    verse = ["白日依山尽，黄河入海流。", "欲穷千里目，更上一层楼。"] * 4
    assert texts("\n".join(verse)) == verse


def test_width_counts_han_twice():
    assert cells("河a流") == 5


@given(st.lists(st.text(alphabet="甲乙丙，。ab 1\u3000", max_size=50), max_size=12))
def test_nothing_but_space_is_lost(lines):
    source = "\n".join(lines)
    assert "".join("".join(texts(source)).split()) == "".join(source.split())


def test_line_of_data_is_not_joined_to_its_neighbours():
    lines = ["巡河队长江沿岸志愿服务活动巡礼记录", "来源：青山日报社驻碧水市记者站综合报道"]
    prose = wrap(LONG, 20)
    assert texts("\n".join([*lines, prose]))[:2] == lines


def test_prose_that_begins_like_data_is_joined():
    prose = "时间：过得很快，大家都老了，" + LONG
    assert texts(f"{wrap(prose, 35)}\n\n{wrap(LONG, 35)}") == [prose, LONG]
