from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.text.importance import Place, of_enumeration, of_sentence

ARTICLE = Place(statute=True, at=0.3)


def weigh(text, place=ARTICLE):
    return of_sentence(text, place=place, about=())


def listed(members, **known):
    standing = {"ordered": False, "quoted": False, "counted": None, "around": 0.4, "statute": False}
    return of_enumeration("推进", members, **standing | known)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("河长应当自接到报告之日起十日内到场。", "河长应当认真听取各方面的意见和建议。"),
        ("向河道倾倒垃圾的，每次交纳五百元。", "向河道倾倒垃圾的，应当加以制止。"),
        ("本市实行河长制，分级管理河道。", "本市加强宣传，共同爱护河道。"),
        ("河道不得用于堆放废旧物资。", "河道沿线设有休息的座椅。"),
        ("河长负责巡查责任河段的水面和岸线。", "河长有下列行为的，由有关部门处理："),
        ("河长每年向居民报告一次工作。", "具体情形参照本条例第八条执行办理。"),
    ],
)
def test_what_examiners_ask_for_matters_more(better, worse):
    assert weigh(better) > weigh(worse)


def test_places_of_a_statute_matter_in_their_order():
    text = "河长负责巡查责任河段。"
    places = [
        Place(statute=True),
        Place(statute=True, at=0.9),
        Place(statute=True, at=0.9, opens=False),
        Place(statute=True, at=0.9, opens=False, leads=False),
        Place(statute=True, at=0.9, opens=False, leads=False, item=True),
    ]
    assert all(weigh(text, a) > weigh(text, b) for a, b in pairwise(places))


@pytest.mark.parametrize("text", ["大家好，谢谢各位的到来！", "（略）", "本办法自公布之日起施行。"])
def test_what_is_idle_matters_little(text):
    assert weigh(text) < 0.3


@pytest.mark.parametrize(
    "text", ["接下来，我们看一个例子。", "以上就是今天的全部内容。", "下面我讲几点意见。"]
)
def test_what_only_leads_on_matters_little(text):
    assert weigh(text, Place()) < 0.4


@pytest.mark.parametrize(
    "text", ["“清河”指全民参与的护河行动。", "A catchment is defined as the land a river drains."]
)
def test_definition_matters_more_than_half(text):
    assert weigh(text, Place()) > 0.5


def test_numbered_item_matters_more_outside_a_statute():
    inner = Place(leads=False, item=True)
    assert weigh("建立河长巡查制度。", inner) > weigh("建立河长巡查制度。", Place(leads=False))


def test_list_of_the_stated_length_matters_more_than_one_that_is_not():
    members = ["节水", "植树", "清污"]
    right, unstated, wrong = (listed(members, counted=c) for c in (True, None, False))
    assert right > unstated > wrong


def test_list_that_names_nothing_matters_little():
    assert listed(["各方面", "各环节", "全过程"]) < listed(["抓宣传", "重治理", "强监督"])


@given(st.text(max_size=200), st.booleans(), st.floats(0, 1))
def test_importance_stays_between_0_and_1(text, flag, at):
    place = Place(opens=flag, leads=not flag, item=flag, statute=flag, at=at, last=flag)
    assert 0 <= weigh(text, place) <= 1


@pytest.mark.parametrize(
    "text",
    [
        "本篇讲解《河流手册》的结构、术语和“十个关注”的原则。",
        "原文由青山市河长办公室撰写，首刊于《河流杂志》2024年第2期。",
        "青山环保网于2024年5月6日转发原文，编辑是林晓。",
        "本导读据2023年7月的公开资料补充了“十个关注”的内容。",
        "This guide was written by the Harbour Office in 2024 and explains seven rules.",
    ],
)
def test_what_a_text_says_of_itself_matters_little(text):
    assert weigh(text, Place()) < 0.25


@pytest.mark.parametrize("text", ["本文化馆有“三个必须”。", "本书记坚持“三个必须”的原则。"])
def test_words_that_only_look_like_it_matter_as_others(text):
    assert weigh(text, Place()) > 0.5
