"""What an examiner does not ask: announcements, labels, clippings, absurd options."""

from __future__ import annotations

import pytest

from studyapp.questions.cloze import choose_blanks
from studyapp.questions.refusals import is_fair, is_told, says_nothing
from studyapp.questions.sources import is_at_home


@pytest.mark.parametrize(
    "line",
    [
        "2. 本协会的工作方针：",
        "怎样保护古树？",
        "12. 植树活动的意义",
        "13. 弘扬工匠精神的原因（重要性）",
        "此表已整合至手册的第四部分。",
        "3. 理解我国的河流及其流域组成",
        "4. 了解本地的河流，学会保护水源．",
        "下一篇：黄河的源头",
        "时间 | 1911 年 | 1949 年 | 2012",
    ],
)
def test_lines_that_announce_what_follows_are_not_asked(line: str) -> None:
    assert says_nothing(line)
    assert choose_blanks(line) == ()


@pytest.mark.parametrize(
    "line",
    [
        "委员会有下列行为之一的，应当向主管机关申请延期，并说明理由：",
        "林业主管部门应当在十日内公布名录。",
        "协会的宗旨：保护古树。",
        "学而时习之，不亦说乎？",
    ],
)
def test_lines_that_say_something_are_asked(line: str) -> None:
    assert not says_nothing(line)


@pytest.mark.parametrize(
    ("text", "clipped"),
    [
        ("对于不需要继续采取限制出境措施的，当场解除。", "出境措施"),
        ("住户应当协助和配合调查。", "配合调查"),
        ("如果账册以数据形式存储于电子介质中，则另行登记。", "数据形式存储"),
        ("对于基层网络执法机构而言，人手不足。", "基层网络"),
        ("该手册全面系统地规定了巡护程序。", "系统地规定"),
        ("本会最重要的工作方针：保护优先，合理利用。", "工作方针"),
    ],
)
def test_a_clipping_or_label_stands_in_no_blank(text: str, clipped: str) -> None:
    assert clipped not in {text[start:end] for start, end in choose_blanks(text)}


def test_two_members_of_one_list_are_not_blanked_side_by_side() -> None:
    text = "此类案件往往具有跨地区、跨行业的特征。"
    asked = {text[start:end] for start, end in choose_blanks(text)}
    assert not {"跨地区", "跨行业"} <= asked


def test_a_list_is_not_asked_for_what_names_nothing() -> None:
    text = "甲项：树木枯死、其他情形"
    start = text.index("树木")
    members = ((start, start + 4), (start + 5, len(text)))
    assert choose_blanks(text, members=members) == members[:1]


def test_what_stands_beside_the_blank_is_told() -> None:
    text = "在“调查取证”部分列明了调查取证过程的要求"
    assert is_told(text, text.rindex("调查"), text.rindex("调查") + 6)


@pytest.mark.parametrize(
    ("key", "option"),
    [
        ("精神家园", "精神标识"),
        ("执法标准", "判断标准"),
        ("公安机关", "行政机关"),
        ("监督权", "行政权"),
        ("三个月", "四个月"),
        ("有权", "无权"),
        ("Congress", "Senate"),
    ],
)
def test_options_with_the_head_of_the_key_are_fair(key: str, option: str) -> None:
    assert is_fair(key, option)


@pytest.mark.parametrize(
    ("key", "option"),
    [
        ("城镇居民", "城乡发展"),
        ("大国", "大海"),
        ("专题会议", "监察建议"),
        ("非法方法", "非法方式"),
        ("现行行政法体系", "违法行为发生地"),
        ("核实情况报告", "按程序请示报告"),
        ("可以", "不可以"),
        ("有权", "应当"),
    ],
)
def test_absurd_options_and_synonyms_are_not_fair(key: str, option: str) -> None:
    assert not is_fair(key, option)


def test_a_heading_under_which_most_terms_stand_too_is_no_wrong_option() -> None:
    assert is_at_home(["留置", "管制"], "可以采取留置，或者管制。")
    assert not is_at_home(["留置", "管制"], "可以采取留置。")
    assert not is_at_home([], "可以采取留置。")
