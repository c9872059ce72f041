import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.text.dates import find_date
from studyapp.text.outline import read_outline

PROSE = "今天全市开展巡河活动，许多志愿者参加，河道干净了许多。"


def read(*header, after=()):
    return read_outline("\n".join(["巡河见闻", *header, PROSE, PROSE, *after]))


@pytest.mark.parametrize(
    "text",
    [
        "2024年5月6日",
        "2024-05-06 09:30",
        "2024.5.6",
        "二〇二四年五月六日",
        "May 6, 2024",
        "6 May 2024",
        "6th of May, 2024",
        "Monday, 6 May 2024",
    ],
)
def test_dates_are_read_however_written(text):
    assert find_date(text) == dt.date(2024, 5, 6)


@pytest.mark.parametrize("text", ["25.4.2024", "4/25/2024", "25-04-2024", "25 Apr. 2024"])
def test_year_may_stand_last(text):
    assert find_date(text) == dt.date(2024, 4, 25)


@pytest.mark.parametrize("text", ["4.5.2024", "04/05/2024", "1.25.4.2024", "25.4/2024"])
def test_day_that_may_be_the_month_is_none(text):
    assert find_date(text) is None


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


ENGLISH = (
    "The keeper climbs the tower at dusk and lights the lamp for the ships that pass.\n\n"
    "He writes the weather in the log before he sleeps."
)


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("Rules of the Harbour Light", f"{ENGLISH}"),
        ("Rules of the Harbour Light at the End of the Long Pier", f"{ENGLISH}"),
        ("Rules of the Harbour Light", f"## Dusk\n\n{ENGLISH}\n\n## Dawn\n\n{ENGLISH}"),
        ("# Rules of the Harbour Light", f"{ENGLISH}\n\n- lamp\n- log"),
    ],
)
def test_tight_english_header_is_read_line_by_line(header, text):
    data = "Source: Pilot Office\nPublished: 6 May 2024\nAuthor: Ann Lee"
    outline = read_outline(f"{header}\n{data}\n\n{text}")
    found = (outline.title, outline.source, outline.published, outline.credit)
    title = header.lstrip("# ")
    assert found == (title, "Pilot Office", dt.date(2024, 5, 6), "Author: Ann Lee")


@pytest.mark.parametrize("body", [PROSE * 2, f"## 巡河\n\n{PROSE}\n\n## 护河\n\n{PROSE}"])
def test_tight_chinese_header_is_read_line_by_line(body):
    outline = read_outline(f"巡河见闻\n来源：青山日报\n发布时间：2024年5月6日\n\n{body}")
    found = (outline.title, outline.source, outline.published)
    assert found == ("巡河见闻", "青山日报", dt.date(2024, 5, 6))


@pytest.mark.parametrize(
    "line",
    [
        "时间：周六晚上七点",
        "时间：2024年5月6日在图书馆门前",
        "来源：青山日报 来源：碧水网",
        "发布时间：2024-05-06 更新时间：2024-05-07",
        "Published: 4.5.2024",
        "作者：",
    ],
)
def test_data_without_a_place_of_its_own_is_kept(line):
    outline = read(line)
    kept = [outline.source, str(outline.published), outline.credit, outline.body]
    words = line.replace("：", " ").replace(": ", " ").split()
    known = {"来源", "发布时间", "Published"}
    assert all(any(word in place for place in kept) for word in words if word not in known)


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


DATA = st.lists(
    st.tuples(
        st.sampled_from(["来源：", "作者：", "发布时间：", "时间：", "Source: ", "Date: "]),
        st.text("林晓日报 周六Ann20-4.5:", min_size=1, max_size=14),
    ),
    max_size=4,
)


@given(DATA)
def test_no_word_of_a_header_is_lost(pairs):
    marked = [(key, f"{value}{chr(0x5000 + n)}") for n, (key, value) in enumerate(pairs)]
    outline = read(*(key + value for key, value in marked))
    kept = [outline.title, outline.source, outline.credit, outline.body]
    kept += [section.heading for section in outline.sections]
    assert all(chr(0x5000 + n) in "".join(kept) for n in range(len(marked)))


def test_column_of_a_magazine_is_no_part_of_the_title():
    outline = read_outline(
        "---\ntitle: 专家解读 | 河湖治理有法可依\n---\n# 一\n河清了。", name="a.md"
    )
    assert (outline.title, outline.credit) == ("河湖治理有法可依", "专家解读")


BODY = (
    "每天读书三十分钟，坚持一年，共读一百本书。",
    "读书贵在坚持，坚持贵在每天都有一点收获。",
)


def edges(*lines):
    """A text that begins, and one that ends, with these lines."""
    return [
        read_outline("\n\n".join(["读书会章程", *paragraphs]))
        for paragraphs in ([*lines, *BODY], [*BODY, *lines])
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["整理：把衣服叠好"],
        ["整理：归纳要点"],
        ["编辑：把文字写通顺"],
        ["审核：逐字核对"],
        ["摄影：拍好全程"],
        ["文字：简洁明了"],
        ["作者：按笔画为序"],
        ["洗涤：把衣服洗净", "晾晒：挂在通风处", "整理：分类存放"],
        ["扫地：李华", "擦窗：张红", "整理：陈静"],
    ],
)
def test_what_is_done_is_text_and_no_credit(lines):
    for found in edges(*lines):
        assert found.credit == ""
        assert [line in found.body for line in lines] == [True] * len(lines)


@pytest.mark.parametrize(
    "lines",
    [
        ["责任编辑：王小明"],
        ["整理：李华 王明"],
        ["整理：张得胜"],
        ["（整理：木子）"],
        ["摄影：一叶知秋", "责任编辑：王小明"],
        ["审核：党委宣传部"],
        ["校对：教务处"],
        ["编辑：一叶知秋"],
        ["翻译：John Smith"],
        ["文字：县融媒体中心 图文：李强"],
        ["初审：陈思思；复审：李华；终审：王明"],
    ],
)
def test_who_did_it_is_a_credit_and_no_text(lines):
    for found in edges(*lines):
        assert found.credit == "；".join(lines).strip("（）").replace(" 图文", "；图文")
        assert found.body == "\n".join(BODY)
