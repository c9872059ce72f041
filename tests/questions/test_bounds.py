"""A blank keeps to the bounds of a phrase, and its key is said nowhere else."""

from __future__ import annotations

import pytest

from studyapp.questions.bounds import (
    crosses_bounds,
    is_fixed,
    is_no_member,
    is_repeated,
    takes_shared_head,
)
from studyapp.questions.tokens import tokens


def _crosses(text: str, key: str) -> bool:
    words = tokens(text)
    start = text.index(key)
    first = next(at for at, word in enumerate(words) if word.start == start)
    last = next(at for at, word in enumerate(words) if word.end == start + len(key))
    return crosses_bounds(text, words, first, last)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("册中也登记非结构化数据。", "结构化数据"),
        ("方法由雅各布•伯努利提出。", "伯努利"),
        ("他生活在1460--1533的城里。", "1533"),
        ("发展渔业、林业等领域对外贸易。", "领域对外贸易"),
        ("册中有五星级和一星级评分。", "一星级评分"),
        ("协会可以收集、调取证据。", "调取证据"),
        ("推动数字订购贸易高质量发展。", "贸易高质量发展"),
        ("设立自由贸易试验区。", "试验区"),
        ("加快数字贸易认证体系建设。", "认证体系建设"),
        ("促进数字贸易改革创新发展。", "创新发展"),
        ("桥面裂缝长度2.0cm以上的，应当修补。", "裂缝长度2.0cm"),
        ("桥面裂缝长度2.0cm以上的，应当修补。", "裂缝长度"),
        ("噪声达到81dB HL的，应当停工。", "81dB"),
        ("The town keeps the Public Register of Old Bridges.", "Public Register"),
        ("The town keeps to the Convention on the Rights of Boats.", "Convention"),
        ("It is about the Town Archive.", "Archive"),
        ("It is sent to the Keeper of the Town Archive.", "Town Archive"),
        ("重度智能减退或者器质性精神障碍。", "重度智能"),
        ("各种因素引起的人体组织器官结构破坏或者功能障碍。", "器官结构"),
        ("胃、肠、胆囊或者胆道非全层破裂。", "胆道非全层"),
        ("广泛征求企事业单位、行业协会和专家学者意见。", "专家学者意见"),
    ],
)
def test_half_of_a_unit_crosses_its_bounds(text: str, key: str) -> None:
    assert _crosses(text, key)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("册中登记结构化数据。", "结构化数据"),
        ("协会在城里组织交流活动和技术培训。", "技术培训"),
        ("桥面裂缝长度2.0cm以上的，应当修补。", "2.0cm"),
        ("噪声达到81dB HL的，应当停工。", "81dB HL"),
        ("城里建成中国5G基站。", "中国5G"),
        ("The town keeps a Public Register of bridges.", "Public Register"),
        ("By the Law of the Land it is so.", "Land"),
        ("Members of the Town Council meet in May.", "Town Council"),
        ("重度智能减退或者器质性精神障碍。", "器质性精神障碍"),
        ("外伤后听力减退。", "听力"),
        ("册中登记住户、学校名称和医院地址。", "医院地址"),
    ],
)
def test_a_whole_phrase_keeps_to_its_bounds(text: str, key: str) -> None:
    assert not _crosses(text, key)


@pytest.mark.parametrize(
    ("text", "member", "takes"),
    [
        ("征求中央单位、企事业单位、行业协会和专家学者意见。", "专家学者意见", True),
        ("征求中央单位、企事业单位、行业协会和专家学者。", "专家学者", False),
        ("包括经济建设、政治建设和文化建设。", "文化建设", False),
    ],
)
def test_last_member_is_no_more_than_a_member(text: str, member: str, takes: bool) -> None:
    start = text.index(member)
    assert takes_shared_head(tokens(text), start, start + len(member)) is takes


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("严禁虐待、体罚或者变相体罚住户。", "体罚"),
        ("结果是“管道破裂”或“管道没有破裂”。", "管道破裂"),
    ],
)
def test_a_key_said_again_is_repeated(text: str, key: str) -> None:
    start = text.index(key)
    assert is_repeated(text, start, start + len(key))


def test_a_key_said_once_is_not_repeated() -> None:
    assert not is_repeated("管道破裂时应当关闭管道阀门。", 0, 4)


def test_what_is_hardly_ever_said_alone_is_fixed() -> None:
    words = tokens("林业委员会依照章程决定。")
    at = next(at for at, word in enumerate(words) if word.text == "委员会")
    assert is_fixed(words, at, {(words[at - 1].text, "委员会")})
    assert not is_fixed(words, at, set())


def test_a_member_that_joins_two_is_none() -> None:
    text = "推动产品和服务供应链开放、安全、稳定。"
    assert is_no_member(text, 2, text.index("、"))
    assert not is_no_member(text, text.index("安全"), text.index("安全") + 2)
