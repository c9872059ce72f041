from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from studyapp.text.outline import read_outline
from tests.text.sample import ARTICLE, TITLE

LINES = st.lists(
    st.text(alphabet="甲乙丙丁一二、（）。；，：“”1.#*- \u3000", min_size=1, max_size=60),
    min_size=1,
    max_size=25,
)


PROSE = "河流两岸的居民应当爱护河道，不得倾倒垃圾，并且互相监督。"


def tree(text, **options):
    return [(s.level, s.heading) for s in read_outline(text, **options).sections]


def letters(text):
    return "".join(c for c in text if c.isalnum())


def test_metadata_is_read_and_is_not_text():
    outline = read_outline(ARTICLE)
    found = (outline.title, outline.source, outline.published.isoformat(), outline.credit)
    assert found == (TITLE, "青山环保网", "2024-05-06", "编辑：林晓")
    assert "发布时间" not in outline.body


def test_numbered_headings_make_sections_after_the_preamble():
    assert tree(ARTICLE) == [(0, ""), (1, "一、源头治理，守住清水"), (1, "二、全民参与，共享碧波")]


def test_preamble_and_sections_keep_their_paragraphs():
    assert [len(s.paragraphs) for s in read_outline(ARTICLE).sections] == [2, 2, 2]


def test_numbered_sentences_are_not_headings():
    rules = "水规\n\n一、河道内不得倾倒垃圾。\n\n二、岸边不得搭建房屋。\n\n三、违者罚款。"
    assert tree(rules) == [(0, "")]


def test_headings_nest_by_style():
    text = (
        "水志\n第一章 源\n一、雪山\n雪化成水。\n（一）冰川\n冰很厚。\n（二）泉\n泉很清。\n"
        "二、草原\n草很绿。\n第二章 海\n海很大。"
    )
    assert tree(text) == [
        (1, "第一章 源"),
        (2, "一、雪山"),
        (3, "（一）冰川"),
        (3, "（二）泉"),
        (2, "二、草原"),
        (1, "第二章 海"),
    ]


def test_parent_is_the_section_around():
    sections = read_outline(
        "水志\n一、源\n（一）雪山\n雪化成水。\n（二）泉\n泉很清。\n二、海\n大。"
    ).sections
    assert [s.parent for s in sections] == [None, 0, 0, None]


def test_articles_are_sections_whose_words_are_text():
    text = "河湖条例\n第一章 总则\n第一条　为了保护河湖，制定本条例。\n第二条　本条例适用于本市。"
    section = read_outline(text).sections[1]
    assert (section.level, section.label, section.title) == (2, "第一条", "")
    assert section.body == "为了保护河湖，制定本条例。"


def test_contract_clauses_keep_their_title():
    text = "租赁合同\n第一条 房屋\n房屋在河边。\n第二条 租金\n每月三千元。"
    assert tree(text) == [(1, "第一条 房屋"), (1, "第二条 租金")]


def test_short_lines_without_stop_are_headings_among_prose():
    prose = "湿地储存水，净化水，也养育了许多生命。它值得我们爱护。"
    assert tree(f"湿地\n\n{prose}\n\n调节气候\n\n{prose}\n\n保护生物\n\n{prose}") == [
        (0, ""),
        (1, "调节气候"),
        (1, "保护生物"),
    ]


def test_a_chapter_about_contents_stays():
    text = "书志\n第一章 卷\n卷成一轴。\n第二章 目录\n目录记书。\n第三章 库\n书在库中。"
    outline = read_outline(text)
    assert [
        f"{section.label} {section.title}" for section in outline.sections if section.level
    ] == [
        "第一章 卷",
        "第二章 目录",
        "第三章 库",
    ]


def test_table_of_contents_is_left_out():
    text = "水志\n目录\n第一章 源\n第二章 海\n第一章 源\n雪化成水。\n第二章 海\n海很大。"
    assert tree(text) == [(1, "第一章 源"), (1, "第二章 海")]


def test_list_of_tables_is_left_out_with_the_contents():
    text = (
        "水志\n目录\n1. 源\n2. 海\n表格清单\n1.1. 河名\n2.1. 海名\n"
        "第 1 章 源\n雪化成水。\n表 1.1. 河名\n甲河最长。\n"
        "第 2 章 海\n海很大。\n表 2.1. 海名\n乙海最大。"
    )
    assert tree(text) == [(1, "第 1 章 源"), (1, "第 2 章 海")]
    assert read_outline(text).body.count("河名") == 1


def test_dotted_numbers_keep_their_level_whatever_stands_between():
    text = (
        "水志\n第一章 源\n1.1 雪山\n雪化成水。\n1.2 泉\n"
        "泉很清。\n一、冰川\n冰很厚。\n二、泉眼\n水很甜。\n"
        "1.3 溪\n溪很浅。"
    )
    assert tree(text)[-1] == (2, "1.3 溪")


def test_end_of_a_sentence_is_no_heading():
    text = "水志\n1.1 雪山\n参见（第\n2.3 冰川）\n雪化成水。\n1.2 泉\n泉很清。"
    assert tree(text) == [(1, "1.1 雪山"), (1, "1.2 泉")]


def test_end_of_a_list_is_no_heading_over_the_next():
    text = (
        "蒸鱼\n用料\n鱼 1条\n姜 5片\n葱 2根\n"
        "做法\n鱼洗净，划几刀。\n要诀\n鱼要新鲜。\n火候\n水开后上锅。"
    )
    assert tree(text) == [(0, ""), (1, "做法"), (1, "要诀"), (1, "火候")]


def test_greetings_of_a_letter_are_no_headings():
    text = (
        "致志愿者的信\n朋友们：\n你们走遍了全市八条河流。感谢你们！\n此致\n"
        "敬礼\n清河协会\n附：联系方式：\n地址：河滨路1号"
    )
    assert tree(text) == [(0, "")]


def test_telephone_number_of_the_text_itself_stays():
    text = (
        "会议纪要\n今天讨论值班。\n1. 扫码报名\n"
        "2. 电话保持畅通\n散会。\n电话：0571-12345678\n分享会定于周三举行"
    )
    outline = read_outline(text)
    assert outline.left_out == ()
    assert "0571-12345678" in outline.body


def test_answer_that_tells_what_to_tap_stays():
    text = (
        "问答\n问：怎么退出？\n"
        "答：点击右上角的按钮即可退出。\n问：扫码不成功怎么办？\n答：请检查网络。"
    )
    assert len(tree(text)) == 2
    assert "右上角" in read_outline(text).body


def test_words_of_an_app_are_left_out_and_told():
    outline = read_outline("河\n河清了。\n鱼来了。\n扫码关注本号\n电话：123\n知道了")
    assert outline.left_out == ("扫码关注本号", "电话：123", "知道了")
    assert outline.body == "河清了。\n鱼来了。"


def test_headings_without_a_number_stand_beside_numbered_ones():
    prose = "湿地储存水，净化水，也养育了许多生命。它值得我们爱护。"
    text = (
        f"湿地\n{prose}\n缘起\n{prose}\n1. 调节\n{prose}\n"
        f"2. 保护\n{prose}\n小结\n{prose}\nls -l\n{prose}"
    )
    assert tree(text)[1:] == [(1, "缘起"), (1, "1. 调节"), (1, "2. 保护"), (1, "小结")]


def test_title_again_below_the_news_of_it_is_no_heading():
    news = "今天，河务局发布了河湖保护倡议文件。"
    below = "一、背景\n河清了。\n二、方向\n鱼来了。"
    for title in ("河湖保护倡议文件", "河务局发布《河湖保护倡议文件》"):
        text = f"{title}\n2024年5月4日　来源：清河网\n{news}\n河湖保护倡议文件\n{below}"
        assert tree(text) == [(0, ""), (1, "一、背景"), (1, "二、方向")]


def test_questions_are_headings_over_their_answers():
    text = "问答\n\n问：为什么节水？\n\n答：水很少。\n\n问：怎么节水？\n\n答：关好龙头。"
    assert tree(text) == [(1, "问：为什么节水？"), (1, "问：怎么节水？")]


def test_list_of_short_items_is_no_outline():
    assert tree("水规\n\n办法如下：\n\n1. 关龙头\n\n2. 修水管\n\n3. 用雨水\n\n大家都要做到。") == [
        (0, "")
    ]


def test_markdown_headings_stand_below_the_title():
    assert tree("# 河\n\n## 源头\n\n文。\n\n### 雪山\n\n文。\n\n## 海\n\n文。") == [
        (1, "源头"),
        (2, "雪山"),
        (1, "海"),
    ]


def test_text_without_headings_is_one_section():
    assert tree("河清了。\n鱼来了。") == [(0, "")]


def test_title_comes_from_the_file_where_the_text_has_none():
    assert read_outline("河清了。\n鱼来了。", name="河的故事.txt").title == "河的故事"


def test_languages():
    found = [read_outline(t).language for t in ("这条河。", "這條河與國家。", "A river runs by.")]
    assert found == ["zh-Hans", "zh-Hant", "en"]


@given(LINES)
@example(["丁丁", "11"])
def test_nothing_of_the_text_is_lost(lines):
    marked = [f"{line}{chr(0x5000 + n)}" for n, line in enumerate(lines)]
    outline = read_outline("\n".join(["山水标题", *marked]))
    said = [outline.title, outline.source, outline.credit]
    said += [f"{s.label}{s.title}{s.body}" for s in outline.sections]
    # A first paragraph that lends its words to the title stays in the text.
    assert not Counter(letters("山水标题" + "".join(marked))) - Counter(letters("".join(said)))


SHAPES = (
    *(
        "%s",
        "　　%s河很长，流过三省。",
        "1. %s",
        "1.%s",
        "一、%s",
        "（一）%s。",
        "第一章 %s",
        "第二条　%s水清。",
        "第二条 %s",
    ),
    *(
        "%s 市长 张华",
        "来源：%s日报",
        "（编辑：%s）",
        "责任编辑：%s  校对：李雷",
        "作者：%s",
        "2024年5月4日 %s",
        "发布时间：%s",
    ),
    *(
        "扫码关注%s",
        "阅读原文 %s",
        "下一篇：%s",
        "网站：%s.example",
        "月刊%s，主办单位：河务局，国内外公开发行",
        "转载自%s社",
    ),
    *(
        "目录 %s",
        "源头%s……3",
        "%s……5",
        "|%s|乙河|",
        "+--%s--+",
        "* %s",
        "# %s",
        "**%s**",
        "> %s",
        "问：%s？",
        "答：%s。",
    ),
    *(
        "%s：",
        "：%s",
        "%s，",
        "关于%s的通知",
        "〔2024〕%s号",
        "图%s",
        "End %s",
        "Article 1 %s",
        "1.1 %s",
        "%s。" * 3,
    ),
)
FIXED = (
    "",
    "目录",
    "-----",
    "知道了",
    "赞",
    "× 分析",
    "2024年5月4日",
    "发布时间：2024年5月4日",
    "甲河",
)


@st.composite
def documents(draw):
    """Lines of every shape that the reader knows, each with a sign of its own; and the signs."""
    lines, signs = [], []
    for n, shape in enumerate(draw(st.lists(st.sampled_from(SHAPES + FIXED), max_size=30))):
        sign = chr(0x5000 + n)
        lines += [shape.replace("%s", sign)] * draw(st.integers(1, 2))
        signs += [sign] if "%s" in shape else []
    draw(st.randoms()).shuffle(lines)
    return "\n".join(lines), signs


@given(documents(), st.sampled_from(("", "a.md")))
@settings(max_examples=200)
def test_every_line_is_in_the_text_or_told_to_be_left_out(document, name):
    text, signs = document
    outline = read_outline(f"山水标题\n{text}\n河清了。", name=name)
    said = [outline.title, outline.source, outline.credit, *outline.left_out]
    said += [f"{s.label}{s.title}{s.body}" for s in outline.sections]
    assert not set(signs) - set("".join(said))


@given(LINES)
def test_sections_form_a_tree(lines):
    sections = read_outline("\n".join(["山水标题", *lines])).sections
    for i, section in enumerate(sections):
        parent = section.parent
        assert parent is None or (parent < i and sections[parent].level < section.level)


def test_lines_in_heavy_brackets_head_what_is_below_them():
    text = f"劝学\n\n{PROSE}\n\n【注释】\n\n①已：停止。\n\n【译文】\n\n{PROSE}\n"
    assert tree(text)[1:] == [(1, "【注释】"), (1, "【译文】")]


def test_sections_of_an_act_may_have_their_name_before_a_dash():
    text = (
        "THE RIVERS ACT\n\nCHAPTER I\nPRELIMINARY\n\n"
        "1. Short title.—(1) This Act may be called the Rivers Act.\n\n"
        "2. Definitions.—In this Act, a river is a natural stream.\n"
    )
    found = tree(text)
    assert found == [(1, "CHAPTER I PRELIMINARY"), (2, "1. Short title."), (2, "2. Definitions.")]


def test_contents_with_page_numbers_behind_a_single_space_go():
    heads = ["第一章 基础", "第二章 要求", "第三章 保障"]
    contents = "\n".join(f"{head} {page}" for head, page in zip(heads, (2, 8, 20), strict=True))
    body = "\n\n".join(f"{head}\n\n{PROSE}{head}" for head in heads)
    found = tree(f"规划\n\n目录\n{contents}\n\n{body}\n")
    assert found == [(1, head) for head in heads]
