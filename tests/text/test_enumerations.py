import pytest

from studyapp.text.enumerations import chunks, find_enumerations
from studyapp.text.listings import find_listings


def lists(text):
    return [[text[a:b] for a, b in e.members] for e in find_enumerations(text)]


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("集中整治工业废水、生活污水、养殖尾水等污染。", ["工业废水", "生活污水", "养殖尾水"]),
        ("一体推进不乱排、不乱倒、不乱建。", ["不乱排", "不乱倒", "不乱建"]),
        ("在学校、社区、企业等地方设点。", ["学校", "社区", "企业"]),
        ("包括河流、湖泊、水库和湿地。", ["河流", "湖泊", "水库", "湿地"]),
        ("用信仰的力量、思想的力量、组织的力量做事。", ["信仰的力量", "思想的力量", "组织的力量"]),
        ("做到勤于巡河，敢于劝阻，善于宣传。", ["勤于巡河", "敢于劝阻", "善于宣传"]),
        ("“勤于巡河，敢于劝阻，善于宣传”", ["勤于巡河", "敢于劝阻", "善于宣传"]),
        ("打造“清河行动”“碧波课堂”“河畔书屋”品牌。", ["清河行动", "碧波课堂", "河畔书屋"]),
        ("编写《河流手册》《巡河日志》。", ["河流手册", "巡河日志"]),
        ("一是节水。二是植树。三是清污。", ["节水", "植树", "清污"]),
        ("第一，节水；第二，植树；第三，清污。", ["节水", "植树", "清污"]),
        ("首先要节水，其次要植树，最后要清污。", ["要节水", "要植树", "要清污"]),
    ],
)
def test_members_are_found(text, members):
    assert lists(text) == [members]


@pytest.mark.parametrize(
    "text",
    ["河流、湖泊都很美。", "他看看天，又看看地，走了。", "甲 | 河、湖、海", "第一、二、三款"],
)
def test_two_things_or_loose_clauses_are_no_enumeration(text):
    assert lists(text) == []


def test_lead_in_is_the_clause_before_the_members():
    text = "近年来，全市集中整治废水、污水、尾水。"
    (found,) = find_enumerations(text)
    assert text[slice(*found.lead)] == "全市集中整治"


def test_counted_members_are_ordered():
    assert [e.ordered for e in find_enumerations("一是节水。二是植树。")] == [True]


def test_long_enumeration_is_cut_into_even_parts():
    (found,) = find_enumerations("在学校、社区、企业、村庄、公园、工地等地方设点。")
    assert [len(part.members) for part in chunks(found)] == [3, 3]


def test_marks_that_open_in_the_span_close_in_it():
    text = "提出了“勤于巡河，敢于劝阻，善于宣传”的要求。"
    (found,) = find_enumerations(text)
    assert text[found.lead[0] : found.end] == text[:-1]


def test_paragraphs_under_a_colon_are_a_list():
    paragraphs = ["原则如下：", "（一）统一规划；", "（二）综合治理；", "（三）公众参与。"]
    body = "\n".join(paragraphs)
    (found,) = find_listings(paragraphs)
    assert [body[a:b] for a, b in found.members] == ["统一规划", "综合治理", "公众参与"]
