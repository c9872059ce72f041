import datetime as dt
from contextlib import suppress

import pytest

from studyapp.text.outline import outline_of
from studyapp.text.readers import read_file
from studyapp.text.source import Unreadable
from tests import files

PROSE = "河流两岸的居民应当爱护河道，不得倾倒垃圾，并且互相监督，及时报告。"
MAIN = f"<p>　　{PROSE}</p><h2>一、职责</h2><p>{PROSE}甲。</p><h2>二、附则</h2><p>{PROSE}乙。</p>"


def read(page, name="a.html"):
    return read_file(page if isinstance(page, bytes) else page.encode(), name=name)


def texts(page):
    return [block.text for block in read(page).blocks]


def outline(page):
    return outline_of(read(page))


def test_a_page_gives_its_text_and_nothing_around_it():
    assert texts(files.page(MAIN)) == [
        PROSE,
        "一、职责",
        PROSE + "甲。",
        "二、附则",
        PROSE + "乙。",
    ]


def test_title_source_date_and_credit_are_found_beside_the_text():
    found = outline(files.page(MAIN))
    assert (found.title, found.source) == ("河流保护条例", "青山日报")
    assert found.published == dt.date(2024, 5, 6)
    assert "王小河" in found.credit


def test_an_advertisement_in_the_middle_is_left_out():
    advert = '<div class="ad"><h3>广告</h3><p>限时特惠！点击领取新人红包，满300减50。</p></div>'
    assert not any(
        "红包" in text for text in texts(files.page(MAIN.replace("<h2>二", advert + "<h2>二")))
    )


def test_a_page_of_tables_is_read_too():
    old = (
        "<html><head><title>河流条例-青山网</title></head><body><table><tr>"
        "<td><a href=/>首页</a></td>"
        "<td><table><tr><td>河流条例</td></tr><tr><td>发布时间: 2018-05-17 | 浏览次数: 21</td></tr>"
        f"<tr><td>{MAIN}</td></tr></table></td></tr></table><p>主办单位：青山网</p></body></html>"
    )
    found = outline(old)
    assert (found.title, found.published) == ("河流条例", dt.date(2018, 5, 17))
    assert [section.title for section in found.sections if section.level] == ["职责", "附则"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("gb18030", "gb2312"), ("big5", "big5"), ("utf-8", "utf-8"), ("gb18030", "utf-8")],
)
def test_a_page_is_read_in_the_encoding_that_it_is_in(encoding, declared):
    text = (
        MAIN if encoding != "big5" else "<p>我們應當認真學習這一篇文章，瞭解國家與人民的關係。</p>"
    )
    html = f'<html><head><meta charset="{declared}"></head><body><div>{text}</div></body></html>'
    assert "<" not in texts(html.encode(encoding))[0]
    assert texts(html.encode(encoding))[0][-1] == "。"


def test_lists_tables_and_code_keep_their_form():
    html = (
        "<html><body><div><p>" + PROSE + "</p><ol><li>甲</li><li>乙</li></ol><ul><li>丙</li></ul>"
        "<table><tr><th>项目</th><th>金额</th></tr><tr><td>甲</td><td>1</td></tr></table>"
        "<pre>a = 1\nb  = 2</pre></div></body></html>"
    )
    blocks = [(block.kind, block.text) for block in read(html).blocks]
    assert blocks[1:] == [
        ("item", "1. 甲"),
        ("item", "2. 乙"),
        ("item", "丙"),
        ("row", "项目 | 金额"),
        ("row", "甲 | 1"),
        ("code", "a = 1"),
        ("code", "b  = 2"),
    ]


def test_bold_paragraphs_are_headings_where_nothing_else_is():
    bold = (
        MAIN.replace("<h2>一、", "<p><b>")
        .replace("<h2>二、", "<p><b>")
        .replace("</h2>", "</b></p>")
    )
    assert [s.title for s in outline(files.page(bold)).sections if s.level] == ["职责", "附则"]


def test_lines_broken_by_hand_are_paragraphs():
    html = f"<html><body><div>{PROSE}<br>　　{PROSE}<br/></div></body></html>"
    assert texts(html) == [PROSE, PROSE]


def test_line_breaks_of_the_source_are_none_of_the_text():
    html = "<html><body><p>" + PROSE[:10] + "\n    " + PROSE[10:] + " See\nthis</p></body></html>"
    assert texts(html) == [PROSE + " See this"]


def test_scripts_and_handlers_leave_nothing_behind():
    html = (
        f'<html><body onload="alert(1)"><div><p>{PROSE}<script>坏</script></p>'
        '<svg onload=alert(2)>坏</svg><p><a href="javascript:alert(3)">链接</a>'
        "&lt;script&gt;，原样。</p><template>坏</template>"
        '<p style="display:none">坏</p></div></body></html>'
    )
    assert texts(html) == [PROSE, "链接<script>，原样。"]


@pytest.mark.parametrize(
    "html",
    [
        "<html><body>" + "<div>" * 50_000 + "文" + "</div>" * 50_000,
        "<html><body><p " + " ".join(f"a{i}=1" for i in range(60_000)) + ">" + PROSE + "</p>",
        "<html><body>" + "<p>一<div><b>二<table><tr><td>三" * 3_000,
        "<html><body>" + "<ul><li>" * 3_000 + "文",
    ],
    ids=["deep", "attributes", "unclosed", "lists"],
)
def test_a_page_built_to_exhaust_its_reader_ends(html):
    with suppress(Unreadable):
        assert texts(html)


def test_caption_of_a_table_stands_above_it():
    table = (
        "<table><caption>河长</caption>"
        "<tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    )
    assert texts(files.page(MAIN + table))[-3:] == ["河长", "甲 | 1", "乙 | 2"]


def test_marks_of_notes_and_tools_of_headings_are_no_words():
    page = (
        '<h2>源头<span>[<a href="/e">编辑</a>]</span></h2>'
        f'<p>{PROSE}甲河<sup><a href="#n1">[1]</a></sup>最长，面积10<sup>2</sup>里。</p>'
        '<ol><li>见河志。<a href="#r1">↩</a></li></ol>'
    )
    found = texts(files.page(page))
    assert found == ["源头", f"{PROSE}甲河最长，面积10²里。", "1. 见河志。"]


def test_menus_stay_out_where_the_text_has_no_sentences():
    verse = "<h1>静夜思</h1><p>床前明月光<br>疑是地上霜</p>"
    page = f"<nav><a href=/>首页</a></nav><div>{verse}</div><footer>清河网</footer>"
    assert texts(f"<html><body>{page}</body></html>")[-2:] == ["床前明月光", "疑是地上霜"]
    assert not any("首页" in text or "清河网" in text for text in texts(f"<html>{page}</html>"))


def test_sentence_at_the_end_stays_though_most_of_it_is_a_link():
    page = MAIN + "<p><a href=/x>甲河志和乙河志两本书</a>讲过这些。</p>"
    assert texts(files.page(page))[-1] == "甲河志和乙河志两本书讲过这些。"


def test_cells_that_reach_down_are_said_in_every_row():
    table = (
        '<table><tr><th>机关</th><th colspan="2">性质</th></tr>'
        '<tr><td rowspan="2">法院</td><td>审判</td><td>司法</td></tr>'
        "<tr><td>独立</td><td>公正</td></tr></table>"
    )
    assert texts(files.page(MAIN + table))[-3:] == [
        "机关 | 性质",
        "法院 | 审判 | 司法",
        "法院 | 独立 | 公正",
    ]


def test_what_only_the_look_says_is_put_into_characters():
    page = files.page(MAIN + "<p>面积10<sup>2</sup>米，H<sub>2</sub>O，填<u>   </u>。</p>")
    assert texts(page)[-1] == "面积10²米，H₂O，填____。"


def test_underlined_gaps_between_words_are_no_blanks_to_fill_in():
    page = "<p>亚当·斯密写了<u>The</u><u> </u><u>Wealth</u><u>   </u><u>of</u><u> </u>Nations。</p>"
    assert texts(files.page(MAIN + page))[-1] == "亚当·斯密写了The Wealth of Nations。"


def test_a_long_cell_that_reaches_down_is_said_once():
    rows = "".join(f"<tr><td>第{n}</td><td>短</td></tr>" for n in range(40))
    long = "长" * 400
    table = f'<table><tr><td rowspan="41">{long}</td><td>甲</td><td>乙</td></tr>{rows}</table>'
    assert "\n".join(texts(files.page(MAIN + table))).count(long) == 1


def test_cells_that_reach_down_without_end_do_not_swell_the_text():
    row = "<tr>" + '<td rowspan="9999">甲乙</td>' * 20 + "</tr>"
    found = texts(files.page(MAIN + f"<table>{row * 300}</table>"))
    assert max(line.count("甲乙") for line in found) <= 40
