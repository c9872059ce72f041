import time

import pytest

from studyapp.text.enumerations import find_enumerations
from studyapp.text.listings import find_listings
from studyapp.text.lists import chunks


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
        ("工作包括巡河、护林、清污。", ["巡河", "护林", "清污"]),
        ("要从节水、植树、清污三个方面用力。", ["节水", "植树", "清污"]),
        (
            "落实河长责任、段长责任，管住上游，管好下游，管活中游。",
            ["管住上游", "管好下游", "管活中游"],
        ),
    ],
)
def test_members_are_found(text, members):
    assert lists(text) == [members]


@pytest.mark.parametrize(
    "text",
    [
        "把志愿精神、河长制度根植于心中、落实到行动上。",
        "河流、湖泊都很美。",
        "他看看天，又看看地，走了。",
        "甲 | 河、湖、海",
        "第一、二、三款",
    ],
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


def test_lone_preposition_takes_in_the_clause_before_it():
    text = "志愿者走进社区，用宣传的力量、榜样的力量、制度的力量护河。"
    (found,) = find_enumerations(text)
    assert text[slice(*found.lead)] == "志愿者走进社区，用"


def test_lead_in_keeps_both_its_quotation_marks():
    text = "“清河”行动包括巡河、护林、清污。"
    (found,) = find_enumerations(text)
    assert text[slice(*found.lead)] == "“清河”行动包括"


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("有三项任务：节水、植树、清污。", True),
        ("汇聚宣传、榜样、制度三种力量。", True),
        ("有四项任务：节水、植树、清污。", False),
        ("推进节水、植树、清污。", None),
        ("第三条提出节水、植树、清污。", None),
    ],
)
def test_stated_count_is_held_against_the_members(text, counted):
    assert [e.counted for e in find_enumerations(text)] == [counted]


@pytest.mark.parametrize(
    "text",
    ["甲和" * 30_000 + "、乙、丙", "甲、乙、丁和" + "丁和" * 30_000, "三个" * 30_000 + "、乙、丙"],
)
def test_page_without_stops_is_read_in_time(text):
    start = time.process_time()
    find_enumerations(text)
    assert time.process_time() - start < 3


def test_numbered_openings_of_paragraphs_are_a_list():
    paragraphs = ["全市治水。", "一是节水优先。水不多。", "还要宣传。", "二是全民参与。人要多。"]
    body = "\n".join(paragraphs)
    (found,) = find_listings(paragraphs)
    assert [body[a:b] for a, b in found.members] == ["节水优先", "全民参与"]
    assert (found.ordered, found.lead[0]) == (True, found.lead[1])


def test_marks_that_open_in_the_span_close_in_it():
    text = "提出了“勤于巡河，敢于劝阻，善于宣传”的要求。"
    (found,) = find_enumerations(text)
    assert text[found.lead[0] : found.end] == text[:-1]


def test_paragraphs_under_a_colon_are_a_list():
    paragraphs = ["原则如下：", "（一）统一规划；", "（二）综合治理；", "（三）公众参与。"]
    body = "\n".join(paragraphs)
    (found,) = find_listings(paragraphs)
    assert [body[a:b] for a, b in found.members] == ["统一规划", "综合治理", "公众参与"]


@pytest.mark.parametrize(
    ("text", "members"),
    [
        (
            "用好四种形态：谈话、函询、诫勉，警告、记过，撤职、降级，开除、移送。",
            [["谈话、函询、诫勉", "警告、记过", "撤职、降级", "开除、移送"]],
        ),
        (
            "落实四项制度：巡河、护林、清污、监测，宣传、培训。",
            [["巡河", "护林", "清污", "监测"]],
        ),
        ("有两项任务：节水、护林，宣传、培训。", []),
        ("有六项任务：节水、护林、清污，宣传、培训、奖励。", []),
        (
            "工作分两类，一是水质、水量、水位监测，二是开展巡河、护林、清污。",
            [["水质、水量、水位监测", "开展巡河、护林、清污"], ["巡河", "护林", "清污"]],
        ),
        (
            "河长办、监测站和检查站负责取样、化验、通报。",
            [["取样", "化验", "通报"]],
        ),
        (
            "坚持保护、节约、利用，坚持监测、预警、处置，坚持政府、企业、公众共治。",
            [["坚持保护、节约、利用", "坚持监测、预警、处置", "坚持政府、企业、公众共治"]],
        ),
        ("发展为人民服务、为社会服务的文艺事业、出版事业、教育事业。", []),
        ("由省、自治区、直辖市提出。", [["省", "自治区", "直辖市"]]),
        (
            "国家培养青年、少年、儿童在品德、智力、体质等方面发展。",
            [["青年", "少年", "儿童"], ["品德", "智力", "体质"]],
        ),
    ],
)
def test_levels_of_nested_lists_are_not_mixed(text, members):
    assert lists(text) == members


def test_lead_in_of_an_inner_list_stays_in_its_item():
    text = "工作分两类，一是监测水质，二是开展巡河、护林、清污。"
    _, inner = find_enumerations(text)
    assert (text[slice(*inner.lead)], inner.counted) == ("开展", None)


def test_count_belongs_to_the_list_right_after_it():
    text = "三类水体（河流、湖泊、水库）的水质、水量、水位都要监测。"
    assert [e.counted for e in find_enumerations(text)] == [True, None]


LONG = (
    "把河流上中下游的水量和水质监测数据逐日汇总到全市统一的平台上，由各县区按照各自的职责办理，"
    "并在每月月底以前把办理的结果逐级上报到市里，同时向沿岸的居民公开，让大家都能查询和监督"
)


def test_where_one_member_is_long_the_first_clause_of_each_is_its_name():
    text = f"主要把握三点：一是坚持节水优先，不乱排。二是坚持数据汇总，{LONG}。三是坚持群众参与。"
    assert lists(text) == [["坚持节水优先", "坚持数据汇总", "坚持群众参与"]]


def test_the_last_member_of_which_a_clause_is_named_stands_whole_in_the_text():
    text = f"主要把握两点：一是坚持节水优先，不乱排。二是坚持数据汇总，{LONG}。"
    [found] = find_enumerations(text)
    assert text[: found.end].endswith("查询和监督")


def test_members_stay_whole_where_their_first_clauses_would_say_nothing():
    text = f"主要把握两点：一是对乱排的，当天查处。二是对屡教不改的，{LONG}。"
    assert [[m[:5] for m in members] for members in lists(text)] == [["对乱排的，", "对屡教不改"]]
    assert lists(text)[0][1].endswith("查询和监督")
