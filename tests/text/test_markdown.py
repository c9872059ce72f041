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
