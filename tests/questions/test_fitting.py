"""A wrong option parses in the slot of its key, and makes the sentence wrong."""

from __future__ import annotations

import pytest

from studyapp.questions.cloze import DocumentTerms, collect_terms
from studyapp.questions.fitting import fits, stays_true

NOTHING = DocumentTerms()


def _fits(text: str, key: str, option: str, document: DocumentTerms = NOTHING) -> bool:
    start = text.index(key)
    return fits(text, (start, start + len(key)), option, document)


@pytest.mark.parametrize(
    ("text", "key", "option"),
    [
        ("协会依照法律规定的程序办理。", "法律规定", "违反规定"),
        ("协会对负有责任的管理人员作出处理。", "负有责任", "法律责任"),
        ("推动数字证书、电子签名等互认。", "数字证书", "数字领域"),
        ("协会设立专门的监督机构。", "监督机构", "监督权力"),
        ("鉴定人进行鉴定后，应当出具鉴定意见。", "鉴定意见", "处置意见"),
    ],
)
def test_what_does_not_parse_or_is_told_does_not_fit(text: str, key: str, option: str) -> None:
    assert not _fits(text, key, option)


@pytest.mark.parametrize(
    ("text", "key", "option"),
    [
        ("协会设立专门的监督机构。", "监督机构", "调查机构"),
        ("协会设立专门的监督机构。", "监督机构", "主管部门"),
        ("推动数字证书、电子签名等互认。", "数字证书", "电子合同"),
        ("费用在三十日内退还。", "三十日", "六十日"),
        ("住户应当在场。", "应当", "可以"),
    ],
)
def test_one_head_one_class_and_one_form_fit(text: str, key: str, option: str) -> None:
    assert _fits(text, key, option, DocumentTerms(counts={option: 2}))


def test_what_the_document_names_once_is_taken_for_no_term_of_it() -> None:
    text = "协会设立专门的监督机构。"
    assert not _fits(text, "监督机构", "调查机构")
    together = frozenset({"list 1"})
    listed = DocumentTerms(company={"监督机构": together, "调查机构": together})
    assert _fits(text, "监督机构", "调查机构", listed)


@pytest.mark.parametrize(
    ("text", "key", "option"),
    [
        ("任何成员不得有特权。", "不得", "可以"),
        ("任何成员都可以旁听。", "可以", "应当"),
        ("领导教育、科学、文化工作。", "文化", "科技"),
        ("公共数据是国家的战略资源。", "战略资源", "公共数据资源"),
        ("They were engaged in insurrection.", "insurrection", "compensation"),
    ],
)
def test_what_the_sentence_itself_refutes_does_not_fit(text: str, key: str, option: str) -> None:
    named = DocumentTerms(counts={option: 5})
    assert not _fits(text, key, option, named)


def test_english_options_share_the_last_of_several_words() -> None:
    text = "The chair hears the regular member."
    named = DocumentTerms(counts={"honorary member": 3, "annual budget": 3})
    assert _fits(text, "regular member", "honorary member", named)
    assert not _fits(text, "regular member", "annual budget", named)
    assert not _fits(text, "regular member", "honorary member")


def test_what_the_document_says_beside_the_same_word_fits() -> None:
    told = collect_terms(
        ["协会负责公布交通路线。", "每年公布名录。", "协会有企业名录。", "查阅企业名录。"]
    )
    assert _fits("协会负责公布交通路线。", "交通路线", "企业名录", told)
    assert not _fits("协会负责公布交通路线。", "交通路线", "企业名录")


@pytest.mark.parametrize(
    ("key", "option", "true"),
    [
        ("数学家", "科学家", True),
        ("全国林业工作", "国家林业工作", True),
        ("文字序列", "文本序列", True),
        ("数学家", "化学家", False),
        ("三个月", "两个月", False),
    ],
)
def test_what_is_wider_or_the_same_stays_true(key: str, option: str, true: bool) -> None:
    assert stays_true(key, option) is true


@pytest.mark.parametrize(
    ("key", "option", "stands"),
    [
        ("古籍出境管理办法", "古籍修复办法", True),
        ("古籍出境管理办法", "中华人民共和国档案法", False),
        ("古籍出境管理办法（试行）", "古籍修复办法", True),
        ("夜读散记", "灯下杂谈", True),
        ("夜读散记", "古籍修复办法", False),
    ],
)
def test_a_title_stands_for_another_of_its_kind(key: str, option: str, stands: bool) -> None:
    assert _fits(f"馆藏依照《{key}》整理。", key, option) is stands


@pytest.mark.parametrize(
    ("text", "key", "option"),
    [
        ("读者与____一同晒书。", "馆员", "作者"),
        ("书库和____在夜里关门。", "阅览室", "书店"),
        ("通过采购、____、馆际互借补充馆藏。", "开放", "绿色"),
    ],
)
def test_what_is_named_by_its_neighbour_or_of_another_series_does_not_fit(
    text: str, key: str, option: str
) -> None:
    assert not _fits(text.replace("____", key), key, option, DocumentTerms(counts={option: 3}))


def test_what_is_on_one_shelf_with_the_whole_list_fits() -> None:
    assert _fits("坚持创新、协调、开放的理念。", "开放", "绿色")
