import time

from studyapp.text.markdown import looks_like_markdown, read_markdown, split_front
from studyapp.text.readers import read_text


def texts(source):
    return [block.text for block in read_markdown(source)]


def test_headings_keep_their_level():
    blocks = read_markdown("# 河\n\n## 源头\n\n文。\n\n下游\n---\n")
    assert [(b.level, b.text) for b in blocks] == [(1, "河"), (2, "源头"), (0, "文。"), (2, "下游")]


def test_marks_go_and_words_stay():
    assert texts("**河**流是*血脉*，见[手册](http://a.cn)和`ls`，<u>爱护</u>它") == [
        "河流是血脉，见手册和ls，爱护它"
    ]


def test_bold_around_chinese_quotation_marks_goes():
    assert texts("要**“节水”**才行") == ["要“节水”才行"]


def test_ordered_items_keep_their_number():
    assert texts("办法：\n\n1. 节水\n2. 植树\n") == ["办法：", "1. 节水", "2. 植树"]


def test_code_is_kept_verbatim():
    assert texts('```py\ndef f():\n    return "甲,乙"\n```') == ["def f():", '    return "甲,乙"']


def test_table_rows_are_paragraphs():
    assert texts("| 河 | 长 |\n|---|---|\n| 甲 | 9 |") == ["河 | 长", "甲 | 9"]


def test_footnotes_stay_and_their_marks_go():
    assert texts("河[^1]流。\n\n[^1]: 水道。") == ["河流。", "水道。"]


def test_numbered_line_over_dashes_is_a_heading():
    assert read_markdown("1. 源头\n-----\n\n文。")[0].level == 2


def test_front_matter_is_read_as_plain_lines_only():
    front, below = split_front('---\ntitle: "河"\na: &a [x]\nb:\n  - *a\n---\n正文')
    assert (front["title"], front["a"], below) == ("河", "&a [x]", "正文")


def test_boxes_keep_their_title():
    assert texts("::: tip 要点\n\n节水。\n\n:::") == ["要点", "节水。"]


def test_deep_quotes_and_brackets_are_read_in_no_time():
    start = time.process_time()
    assert texts(">" * 60_000 + "河") == ["河"]
    assert texts("[" * 60_000 + "河")[0].endswith("河")
    assert time.process_time() - start < 5


def test_nested_list_deeper_than_the_parser_goes_is_not_lost():
    source = "\n".join(" " * 2 * n + f"- 项{n}" for n in range(80))
    assert all(f"项{n}" in "".join(texts(source)) for n in range(80))


def test_hash_in_a_shell_example_does_not_make_a_text_markdown():
    assert not looks_like_markdown("安装方法\n\n    # apt-get update\n\n完成。")


def test_kind_is_told_by_content_where_there_is_no_name():
    assert read_text("# 河\n\n## 源头\n\n文。").marked_up


def test_lines_of_data_under_a_heading_of_dashes_stand_alone():
    found = [(b.text, b.level) for b in read_markdown("巡河\n来源：青山日报\n----\n\n文。")]
    assert found == [("巡河", 2), ("来源：青山日报", 0), ("文。", 0)]


def test_the_cells_of_a_table_in_html_stay_apart() -> None:
    table = "<table><tr><th>名称</th><th>职权</th></tr><tr><td>议会</td><td>立法</td></tr></table>"
    assert [block.text for block in read_markdown(f"甲\n\n{table}\n")][1:] == [
        "名称 | 职权",
        "议会 | 立法",
    ]


def test_chinese_prose_set_in_too_far_loses_its_tags() -> None:
    assert (
        read_markdown("甲\n\n    意味着<u>道路不断发展</u>。\n")[-1].text == "意味着道路不断发展。"
    )
    assert read_markdown("甲\n\n    print('<u>')\n")[-1].text == "print('<u>')"


def test_boxes_of_every_dialect_keep_title_and_text():
    for opening in ('::: {.note title="要点"}', ":::tip[要点]", ":::{tip} 要点", "::: tip 要点"):
        assert texts(f"{opening}\n节水。\n:::\n") == ["要点", "节水。"]
    assert texts(":::: {.a}\n::: b\n节水。\n:::\n::::\n") == ["节水。"]


def test_text_set_in_below_an_admonition_is_text():
    page = '!!! note "要点"\n    节水。\n\n    植树。\n\n??? tip\n    护林。\n\n完。'
    assert texts(page) == ["要点", "节水。", "植树。", "护林。", "完。"]


def test_callouts_and_text_fences_are_boxes_too():
    assert texts("> [!NOTE] 要点\n> 节水。") == ["要点", "节水。"]
    assert texts("```{admonition} 要点\n:class: tip\n节水。\n```\n\n完。") == [
        "要点",
        "节水。",
        "完。",
    ]
    assert texts("```{python}\n:a: b\n```") == [":a: b"]


def test_a_definition_stands_behind_its_term():
    page = "经线\n: 连接两极的线。\n\n纬线\n\n:   与赤道平行。\n\n    可长可短。\n"
    assert texts(page) == ["经线：连接两极的线。", "纬线：与赤道平行。", "可长可短。"]


def test_attributes_and_template_tags_go():
    page = "## 地球 {#a .b}\n\n[甲]{.c}乙{: .d}。\n\n{% hint %}\n丙{x}。\n{% endhint %}\n"
    assert texts(page) == ["地球", "甲乙。", "丙{x}。"]


def test_marks_of_highlighting_go_and_code_stays():
    assert texts("==甲==和~~乙~~，a==b and c==d，C++、`==丙==`") == [
        "甲和乙，a==b and c==d，C++、==丙=="
    ]


def test_raised_and_lowered_figures_are_told_from_others():
    assert texts("10<sup>2</sup>、H<sub>2</sub>O、x^2^、H~2~O、20<sup>th</sup>") == [
        "10²、H₂O、x²、H₂O、20th"
    ]


def test_readings_beside_characters_go():
    assert texts("<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字") == ["汉字"]


def test_blanks_to_fill_in_are_drawn():
    assert texts("长<u>   </u>米，宽____米。\n\n答：____。因：____。") == [
        "长____米，宽____米。",
        "答：____。因：____。",
    ]


def test_options_stand_in_lines_of_their_own():
    assert texts("1. 选择\n   A. 甲\n   B. 乙\n") == ["1. 选择", "A. 甲", "B. 乙"]


def test_tables_in_html_say_in_each_row_what_reaches_down_into_it():
    page = (
        "<table>\n<caption>表1</caption>\n<tr><th>市</th><th>事</th></tr>\n\n"
        '<tr><td rowspan="2">甲</td><td>一<br>二</td></tr>\n<tr><td>三</td></tr>\n</table>\n'
    )
    assert texts(page) == ["表1", "市 | 事", "甲 | 一 二", "甲 | 三"]


def test_elements_on_one_line_of_html_are_paragraphs():
    blocks = read_markdown('<h2 align="center">河</h2><p>源头。</p><p>下游。</p>')
    assert [(b.level, b.text) for b in blocks] == [(2, "河"), (0, "源头。"), (0, "下游。")]


def test_a_picture_alone_leaves_its_caption_and_not_its_file():
    page = '![地球的结构](a.png)\n\n![x](b.png "图二 板块")\n\n![ml-9](c.svg)\n\n![图片](d.png)'
    assert texts(f"{page}\n\n见![小图](e.png)。") == ["地球的结构", "图二 板块", "见。"]


def test_what_stands_below_a_short_line_is_a_line_of_its_own():
    assert texts("1. 起源\n   自然的产物\n\n春眠不觉晓，\n处处闻啼鸟。") == [
        "1. 起源",
        "自然的产物",
        "春眠不觉晓，",
        "处处闻啼鸟。",
    ]


def test_a_box_inside_an_item_stays_in_its_list():
    page = "1. 一\n\n    ::: tip 要点\n\n    **节水**。\n\n    :::\n\n2. 二\n"
    blocks = read_markdown(page)
    assert [(b.text, b.kind) for b in blocks] == [
        ("1. 一", "item"),
        ("要点", "item"),
        ("节水。", "item"),
        ("2. 二", "item"),
    ]


def test_what_only_looks_like_a_mark_stays():
    said = "集合{x=1}与[x]不同，函数{f}也是。"
    assert texts(said) == [said]
    assert texts("$$\n\\alpha\n$$") == ["$$\\alpha $$"]


def test_items_with_letters_stand_in_lines_of_their_own():
    items = ["(a) No lamp is left unlit;", "b. Every lamp is counted;", "c) Each keeper is paid."]
    text = "Every board shall see to it that:\n  " + "\n".join(items)
    assert texts(text) == ["Every board shall see to it that:", *items]


def test_the_han_words_behind_a_box_are_its_title():
    assert texts("::: 提示内容很重要\n\n节水。\n\n:::") == ["提示内容很重要", "节水。"]


def test_long_blanks_and_gaps_are_read_in_no_time():
    start = time.process_time()
    assert "".join(texts("甲" + "_" * 20_000)).count("_") == 20_000
    assert texts("_" * 20_000) == []
    gap = "甲*{乙" + " " * 15_000 + "丙"
    assert "".join(texts("\n".join([gap] * 20))).count("丙") == 20
    assert time.process_time() - start < 3


def test_a_single_underlined_space_is_no_blank_to_fill_in():
    assert texts("<u>The</u><u> </u><u>Wealth</u>，<u>&emsp;&emsp;&emsp;</u>。") == [
        "The Wealth，____。"
    ]
