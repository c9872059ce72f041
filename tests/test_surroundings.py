"""What stands around a statement comes with its questions: cues, context, what is left out."""

from __future__ import annotations

import pytest

from studyapp.models import Question
from tests import factories

pytestmark = pytest.mark.django_db

TWICE = """The Charter of the Reading Society

Article I

Section 1

The council shall be elected every third year by the members of the society.

Section 2

The treasurer shall keep the books and shall report to the council in May.

Article II

Section 1

The library shall be open to every reader who holds a card of the society.
"""

LONG = """第一条

理事会行使下列职权：

（一）修改章程，并报会员大会批准；

（二）选举会长和两名副会长；

（三）决定年度预算和书目；

（四）聘任馆长，规定馆长的任期；

（五）批准夜读计划；

（六）设立采编部和流通部；

（七）审查馆藏目录。
"""


def recited(text: str) -> dict[str, str]:
    """The cue of each recitation of a text by the words to be recited."""
    document = factories.create_document(text=text)
    asked = Question.objects.filter(statement__document=document, kind="recite")
    return {question.prompt["text"]: question.prompt["cue"] for question in asked}


def test_a_heading_that_others_share_is_told_with_the_one_above_it():
    cues = recited(TWICE)
    assert cues["The library shall be open to every reader who holds a card of the society."] == (
        "Article II · Section 1"
    )


def test_a_later_part_of_a_list_is_cued_by_the_list_and_the_member_before():
    [(_, cue)] = [(text, cue) for text, cue in recited(LONG).items() if text.endswith("馆藏目录")]
    assert cue.startswith("理事会行使下列职权……")
    assert "第一条" not in cue


def test_a_piece_carries_the_rest_of_its_sentence():
    text = (
        "第一条\n\n理事会在会员大会闭会期间处理本馆的日常事务，"
        "在每年五月以前公布上一年度的收支情况和馆藏目录的增减情况，"
        "在每年十月以前公布下一年度的预算和书目，"
        "并在会员大会召开三十日以前把章程修正案、候选人名单和工作报告送交每一位会员征求意见。\n"
    )
    document = factories.create_document(text=text)
    pieces = Question.objects.filter(statement__document=document, kind="typed")
    around = {(q.prompt.get("before", ""), q.prompt.get("after", "")) for q in pieces}
    assert any("理事会在会员大会闭会期间处理本馆的日常事务" in before for before, _ in around)


def test_what_is_only_read_has_no_question():
    text = "第一条\n\n2001年5月1日 理事会第三次会议通过\n\n馆藏目录由编目部编制。\n"
    document = factories.create_document(text=text)
    asked = Question.objects.filter(statement__document=document)
    assert asked
    assert not [question for question in asked if "理事会第三次" in question.prompt["text"]]


FORM = """# 阅览室手册

## 采编部

### 职责范围

采编部选购图书，并为每一种图书编目。

### 工作时间

采编部每周开放四十小时。

## 流通部

### 职责范围

流通部办理借阅证，并催还逾期的图书。

### 工作时间

流通部每周开放五十六小时。
"""


def test_headings_that_many_sections_share_are_not_asked():
    document = factories.create_document(text=FORM)
    asked = Question.objects.filter(statement__document=document, statement__kind="outline")
    assert {key for question in asked for [key] in question.keys} == {"采编部", "流通部"}


NOTES = """# 阅览室复习提纲

## 专题一 藏书与借阅

藏书的工作包括：采购、编目、修补（整合至模块二的专题三）．

1. 阅览室的用处：让街坊在晚上也有书可读，有灯可用．

2. 怎样办好阅览室？

1. 每天晚上开放三个小时，由流通部派两名馆员值班；

2. 每年夏天晒书一次，由修复部检查虫蛀和霉斑．

3. 采编部每年选购图书两千册，其中一半是街坊推荐的．

4. 编目的目的：让每一本书都能在十分钟以内找到．
"""


def test_an_item_is_cued_by_its_question_and_number():
    cues = recited(NOTES)
    found = {text[:6]: cue for text, cue in cues.items()}
    assert found["1. 每天晚"].endswith("2. 怎样办好阅览室？ 1.")
    assert found["2. 每年夏"].endswith("值班； 2.")


def test_an_item_is_not_cued_by_what_ends_another_one():
    cues = recited(NOTES.replace("3. 采", "12. 采").replace("4. 编", "13. 编"))
    assert not [text for text in cues if text.startswith("12.")]


def test_an_item_with_a_title_is_cued_by_it():
    cues = recited(NOTES.replace("4. 编", "13. 编"))
    [cue] = [cue for text, cue in cues.items() if text.startswith("13.")]
    assert cue.endswith("13. 编目的目的：")
    assert "街坊推荐" not in cue


def test_a_note_on_the_text_itself_is_neither_asked_nor_a_cue():
    document = factories.create_document(text=NOTES)
    asked = Question.objects.filter(statement__document=document)
    assert asked.exists()
    assert not [q for q in asked if "采购" in q.prompt["text"] or "整合至" in q.prompt["cue"]]
