import pytest

from studyapp.text.readers.layout import Line, in_columns, lay_out, without_edges
from studyapp.text.readers.pdf import read_pdf
from studyapp.text.readers.radicals import mend_radicals
from studyapp.text.source import Unreadable
from tests import files

WORDS = "The river runs through the valley and nobody may throw anything into it today."


def line(text, *, left=90.0, base=700.0, right=None, size=12.0, page=0):
    right = left + size * len(text) if right is None else right
    return Line(text, left, right, base, size, size, False, page)


def column(*texts, left=90.0, top=700.0, width=30, page=0):
    """Lines of a column of that many characters, the first of each paragraph indented."""
    lines, base = [], top
    for text in texts:
        rows, indent = [text[: width - 2]], 24.0
        rows += [text[i : i + width] for i in range(width - 2, len(text), width)]
        for row in rows:
            lines.append(line(row, left=left + indent, base=base, page=page))
            indent, base = 0.0, base - 18
    return lines


def texts(pages):
    return [block.text for block in lay_out(pages).blocks]


SENTENCE = "河流两岸的居民应当爱护河道不得倾倒垃圾并且互相监督及时报告有关部门依法处理各种违法行为"


def test_lines_become_paragraphs():
    paragraphs = [SENTENCE * 2 + "。", SENTENCE + "甲。", SENTENCE * 3 + "。"]
    assert texts([column(*paragraphs)]) == paragraphs


def test_a_paragraph_goes_on_over_a_page():
    whole = SENTENCE * 4 + "。"
    rows = column(whole)
    first, second = (
        rows[:3],
        [line(r.text, base=700 - 18 * i, page=1) for i, r in enumerate(rows[3:])],
    )
    assert texts([first, second]) == [whole]


def test_columns_are_read_one_after_the_other_even_if_they_are_drawn_across():
    left = column(SENTENCE * 3 + "甲。", width=12)
    right = column(SENTENCE * 3 + "乙。", left=300.0, width=12)
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    read = ["".join(line.text for line in part) for part in in_columns(mixed)]
    assert read == [SENTENCE * 3 + "甲。", SENTENCE * 3 + "乙。"]


def test_headers_footers_and_page_numbers_go():
    pages = [
        [
            line("文件选编", base=780),
            line(f"第{i}页的文字在这里，各不相同", base=500),
            line("再来一行文字在这里", base=480),
            line(f"— {i} —", base=40),
        ]
        for i in range(1, 5)
    ]
    assert [len(page) for page in without_edges(pages)] == [2, 2, 2, 2]


def test_a_line_that_comes_once_at_the_top_stays():
    pages = [
        [line("标题在此", base=780), line("文字在这里", base=400)],
        [line("文字又来", base=700)],
    ]
    assert sum(map(len, without_edges(pages))) == 3


def test_larger_letters_make_a_title_and_headings():
    source = read_pdf(
        files.pdf(
            [
                [
                    (72, 780, 24, "On Rivers"),
                    (72, 740, 16, "What a river is"),
                    *((72, 710 - 16 * i, 12, WORDS) for i in range(5)),
                    (72, 600, 16, "What it needs"),
                    *((72, 570 - 16 * i, 12, WORDS) for i in range(5)),
                ]
            ]
        ),
        limit_chars=10_000,
    )
    assert source.front["title"] == "On Rivers"
    assert [block.text for block in source.blocks if block.bold and block.size < 2] == [
        "What a river is",
        "What it needs",
    ]


def test_radicals_that_look_like_characters_are_mended():
    assert mend_radicals("⼈⺠⽹⻔⾄") == "人民网门至"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 broken", "damaged"),
        (files.pdf([[], []]), "empty"),
        (files.pdf([[(72, 700, 12, WORDS)]])[:300], "damaged"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(data, code):
    with pytest.raises(Unreadable) as caught:
        read_pdf(data, limit_chars=1000)
    assert caught.value.code == code


def test_a_pdf_over_the_limit_is_refused():
    with pytest.raises(Unreadable) as caught:
        read_pdf(files.pdf([[(72, 700, 12, WORDS)]] * 5), limit_chars=50)
    assert caught.value.code == "too_long"
