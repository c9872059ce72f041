"""Members of a list hold nothing that the sentence says of all of them."""

import pytest

from studyapp.questions.members import are_summed_up, whole_members


def members(text, *told):
    spans, at = [], 0
    for member in told:
        at = text.index(member, at)
        spans.append((at, at + len(member)))
        at += len(member)
    return [text[start:end] for start, end in whole_members(text, spans)]


def test_the_verb_of_all_is_no_part_of_the_first():
    told = ("试行上门借阅", "夜间借阅", "异地借阅")
    assert members("各馆试行上门借阅、夜间借阅、异地借阅等办法。", *told) == [
        "上门借阅",
        "夜间借阅",
        "异地借阅",
    ]


@pytest.mark.parametrize(
    "told",
    [
        ("整理书架", "修补旧书", "编写目录"),
        ("借阅制度", "编目制度", "赔偿制度"),
        ("也要反对铺张", "也要反对浪费", "也要爱护地方文献"),
    ],
)
def test_a_verb_of_its_own_stays(told):
    assert members("、".join(told), *told) == list(told)


def test_what_all_describe_is_no_part_of_the_last():
    told = ("热情", "周到", "耐心地接待读者")
    assert members("馆员热情、周到、耐心地接待读者。", *told) == ["热情", "周到", "耐心"]


@pytest.mark.parametrize(
    "told",
    [
        ("热情", "细致", "亲切的态度周到", "耐心"),
        ("一座书库", "一间书房里最安静", "最明亮", "最宽敞的座位"),
    ],
)
def test_two_lists_that_run_into_one_are_not_asked(told):
    assert members("、".join(told), *told) == []


def test_a_list_is_summed_up_by_what_its_members_share():
    assert are_summed_up(["晒书", "晒画", "晒谱"], "本馆的三晒：")
    assert not are_summed_up(["晒书", "晒画", "晒谱"], "本馆每年：")
    assert not are_summed_up(["晒书", "晒画"], "本馆的三晒：")
    assert not are_summed_up(["走进社区", "走进学校", "走进军营"], "三走：")
