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
