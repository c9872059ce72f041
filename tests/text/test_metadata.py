import datetime as dt

import pytest

from studyapp.text.metadata import find_date
from studyapp.text.outline import read_outline

PROSE = "今天全市开展巡河活动，许多志愿者参加，河道干净了许多。"


def read(*header, after=()):
    return read_outline("\n".join(["巡河见闻", *header, PROSE, PROSE, *after]))


@pytest.mark.parametrize(
    "text", ["2024年5月6日", "2024-05-06 09:30", "2024.5.6", "二〇二四年五月六日", "May 6, 2024"]
)
def test_dates_are_read_however_written(text):
    assert find_date(text) == dt.date(2024, 5, 6)


def test_impossible_dates_are_none():
    assert find_date("2024年13月45日") is None


@pytest.mark.parametrize(
    "line",
    [
        "2024-05-06　来源：青山日报",
        "来源：青山日报　　2024年05月06日",
        "发布时间：2024-05-06 10:00 来源: 青山日报 作者：林晓",
    ],
)
def test_header_lines_give_source_and_date(line):
    outline = read(line)
    assert (outline.source, outline.published) == ("青山日报", dt.date(2024, 5, 6))


@pytest.mark.parametrize("line", ["作者：林晓", "林晓", "文 | 巡河队队长 林晓", "巡河队队长 林晓"])
def test_bylines_are_credit(line):
    assert "林晓" in read(line).credit


@pytest.mark.parametrize("line", ["（编辑：林晓）", "责任编辑：林晓", "（来源：青山日报）"])
def test_asides_at_the_end_are_not_text(line):
    outline = read(after=[line])
    assert outline.body.count("\n") == 1
    assert outline.credit or outline.source


def test_sentence_with_a_colon_is_not_metadata():
    assert read("时间：过得很快，大家都老了。").body.count("\n") == 2


def test_front_matter_is_metadata():
    front = "---\ntitle: 巡河\nauthor: 林晓\ndate: 2024-05-06\nsource: 青山日报\n---\n\n"
    outline = read_outline(front + PROSE + "\n\n" + PROSE)
    assert (outline.title, outline.credit, outline.source) == ("巡河", "林晓", "青山日报")


def test_title_said_again_is_not_text():
    assert (
        read_outline(f"---\ntitle: 巡河见闻\n---\n\n# 巡河见闻\n\n{PROSE}\n\n{PROSE}").body.count(
            "\n"
        )
        == 1
    )


def test_subtitle_belongs_to_the_title():
    assert read("——记一次志愿活动").title == "巡河见闻——记一次志愿活动"


def test_huge_first_line_is_text_and_not_title():
    outline = read_outline("长标题" * 1000 + "\n正文。")
    assert len(outline.title) < 100
    assert len(outline.body) > 3000
