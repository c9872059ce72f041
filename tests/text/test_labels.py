import pytest

from studyapp.text.labels import number_value, read_label


@pytest.mark.parametrize(
    ("text", "style", "number", "printed", "rest"),
    [
        ("一、源头", "一、", 1, "一、", "源头"),
        ("（十二）治理", "（一）", 12, "（十二）", "治理"),
        ("第三章　保护", "章", 3, "第三章", "保护"),
        ("第一百零二条　为了", "条", 102, "第一百零二条", "为了"),
        ("3.打扫", "1.", 3, "3.", "打扫"),
        ("1.2.3 河道", "1.1.1", 3, "1.2.3", "河道"),
        ("①上游", "①", 1, "①", "上游"),
        ("Article IV", "article", 4, "Article IV", ""),
        ("Section 2: Rivers", "section", 2, "Section 2:", "Rivers"),
        ("Second Amendment", "ordinal", 2, "Second Amendment", ""),
        ("1 范围", "1.", 1, "", "1 范围"),
        ("1.2 节能", "1.1", 2, "1.2", "节能"),
        ("附录 A. 名录", "附", 1, "", "附录 A. 名录"),
        ("Appendix C", "appendix", 3, "Appendix C", ""),
    ],
)
def test_label_is_read(text, style, number, printed, rest):
    label = read_label(text)
    assert (label.style, label.number, label.text, label.rest) == (style, number, printed, rest)


@pytest.mark.parametrize(
    "text",
    ["3.5米深", "2024年", "一九一一年", "第三条规定", "十分重要", "第一章的内容", "10%的水"],
)
def test_numbers_in_sentences_are_no_labels(text):
    assert read_label(text) is None


@pytest.mark.parametrize(
    "text",
    ["7.6 节 “泉”）", "127.0.0.1 本机", "4.h", "3.c 4.h"],
)
def test_numbers_that_count_nothing_are_no_labels(text):
    assert read_label(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("二十三", 23), ("一百零二", 102), ("二〇二四", 2024), ("XIV", 14)],
)
def test_numerals_have_their_value(text, value):
    assert number_value(text) == value
