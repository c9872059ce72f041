"""Whether a wrong option fits the slot of its key: it parses there, and does not stay true."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studyapp.questions.altered import opposites
from studyapp.questions.candidates import read_sentence
from studyapp.questions.marks import Mark
from studyapp.questions.remembered import remembered
from studyapp.questions.series import shelves
from studyapp.questions.terms import REPEATED, DocumentTerms
from studyapp.questions.tokens import tokens
from studyapp.questions.wordlists import COPULAS, FUNCTION, LIGHT, MODALS, REQUIREMENTS
from studyapp.text.segment import Word

_HEADS = tuple(
    frozenset(row.split())
    for row in (
        "机构 部门 单位 机关 组织 团体 企业 公司 法院 检察院 委员会 协会 学校",
        "证书 签名 合同 单据 凭证 发票 票据 文书 报告 申请 协议 意见 决定 方案 计划 清单 目录",
        "人员 群众 干部 代表 职工 公民 居民 对象 负责人 当事人 专家 学者",
        "法律 法规 规章 条例 规定 制度 办法 标准 规则 准则 政策",
        "责任 义务 权利 权力 权限 职责 职权 权益",
        "原则 方针 理念 思想 精神 理论 观念 战略",
        "产业 行业 领域 市场 贸易 经济 金融",
        "能力 水平 素质 质量 效率 效益",
        "模型 算法 网络 函数 分布 方法",
        "程序 步骤 流程 过程 环节 阶段",
        "财产 财物 资产 资金 款项 财产权",
        "案件 事件 事故 事项 问题线索",
        "措施 手段 方式",
    )
)
"""Heads of terms of which one can mostly stand where another does."""
_GENRES = tuple(
    """
    基本法 宪法 办法 法律 细则 条例 规定 决定 规章 规则 规范 准则 标准 章程 制度 意见 通知 公告
    通告 公报 宣言 声明 公约 条约 协定 议定书 纲要 规划 计划 方案 白皮书 报告 指南 目录 解释 批复
    法典 法
    """.split()
)
"""What a title ends with that tells which kind of document it is; a 法 is no 办法."""
_WIDER = {"科学家", "专家", "学者", "人员", "人士", "专业人士", "工作人员", "有关人员", "研究人员"}
_WIDE_OPENINGS = ("科学", "国家", "社会", "公共", "一般", "各类", "全部", "相关", "有关", "专业")
"""What holds more than the narrower word in its place: 数学家 are 科学家."""
_ASIDE = re.compile(r"[（(][^（）()]*[）)]$")
_KINDS_OF_FORM = frozenset({"num", "date", "m", "t"})
_NO_GOVERNOR = FUNCTION | COPULAS | MODALS
_ACTIONS = LIGHT | REQUIREMENTS
_HALF = 2
_SHORT = 3
_NEAR = 4
_NUMBERS = ("one ", "two ", "three ", "four ", "five ")
_OPEN_MODALS = frozenset({"应当", "可以", "必须", "有权"})
"""Modals of which another one is no nonsense: 任何人都 | 不得 leaves no choice."""
_ABSOLUTE = re.compile("任何|一律|都(?:应当|必须|可以|有权)")
_MEMBER_BEFORE = re.compile("([^，。；：、]+)、[“《]?$")
_MEMBER_AFTER = re.compile("[”》]?、([^，。；：、]+)")
_JOINS = ("、", "和", "与", "及", "或")
_NONE: frozenset[str] = frozenset()


def fits(text: str, span: Mark, option: str, document: DocumentTerms) -> bool:
    """Whether an option would do in the place of a key for one who does not know the text.

    That is so where the document lists both, or names the option again and both have one head, or
    heads of one class, or it says the option beside what stands beside the blank; amounts, titles,
    modals and what is shelved with the key have their own rules. Of English words only those
    that share the last of several may pass: no ending tells what a word is.
    """
    key = text[slice(*span)]
    if key in MODALS:
        return key in _OPEN_MODALS and _ABSOLUTE.search(text) is None
    if any(word.pos in _KINDS_OF_FORM for word in _words(key)):
        return True
    titled = span[0] > 0 and text[span[0] - 1] == "《"
    if _tells_itself(text, span, key, option) or (titled and _genre(key) != _genre(option)):
        return False
    if _is_formal(text, span, key, option, document):
        return True
    if key[-1].isascii():
        named = document.counts.get(option, 0) >= REPEATED and not option.startswith(_NUMBERS)
        return named and _shares_last_word(key, option)
    if _acts(key) != _acts(option) or _gives_away(text, span, key, option):
        return False
    if _is_in_company(key, option, document):
        return True
    if document.counts.get(option, 0) < REPEATED:
        return False
    if min(len(key), len(option)) <= _SHORT:
        return _stands_beside(text, span, option, document)
    return _shares_head(key, option) or _stands_beside(text, span, option, document)


def opposes(key: str, option: str) -> bool:
    """Whether an option says the contrary of the key, which the tone of a text betrays."""
    return option in opposites(key)


def _tells_itself(text: str, span: Mark, key: str, option: str) -> bool:
    """Whether the option says again what stands beside it: 科技 after 科学, 中学 after 学校和."""
    start, end = span
    head = option[:-_HALF]
    if len(head) > _HALF and head in text[:start] + "\n" + text[end:] and head not in key:
        return True
    near = ""
    if text[start - 1 : start] in _JOINS and start:
        near += text[max(0, start - _NEAR) : start]
    if text[end : end + 1] in _JOINS and text[end:]:
        near += text[end : end + _NEAR]
    short = len(option) <= _SHORT
    return short and any(char in near for char in option if char not in key)


def _shares_last_word(key: str, option: str) -> bool:
    _, parted, last = key.rpartition(" ")
    return bool(parted) and option.endswith(f" {last}")


def stays_true(key: str, option: str) -> bool:
    """Whether a statement with the option instead may be as true: it says the same, or more widely.

    文字序列, 文本序列: what differs in one character within the first half is no other thing.
    """
    if option in _WIDER:
        return True
    tail = _shared_tail(key, option)
    if len(key) == len(option) and key[0] == option[0] and tail == len(key) - _HALF > 1:
        return True
    return tail > 0 and option[: len(option) - tail].endswith(_WIDE_OPENINGS)


def _is_formal(text: str, span: Mark, key: str, option: str, document: DocumentTerms) -> bool:
    """Whether the kind of the key, not its sense, decides what may stand beside it."""
    shelf = shelves().get(key, ())
    if option in shelf:
        return _is_place(key) or not _is_off_shelf(text, span, (key, *shelf))
    if option in opposites(key):
        return True
    if text[span[0] - 1 : span[0]] in ("《", "“", "‘") and span[0]:
        return True
    found = _words(key)
    if len(found) == 1 and found[0].pos[:2] == "nr":
        # 陆军, 高强: the segmenter takes many a word for a person.
        return document.counts.get(option, 0) >= REPEATED
    return _is_place(key)


def _is_place(key: str) -> bool:
    """Whether it is the name of a place or an organisation."""
    found = _words(key)
    return len(found) == 1 and found[0].pos[:2] in ("ns", "nt")


def _is_off_shelf(text: str, span: Mark, shelf: Sequence[str]) -> bool:
    """Whether the key stands in a list with what is on no shelf with it: 采购、____、编目与修补."""
    start, end = span
    before, after = _MEMBER_BEFORE.search(text[:start]), _MEMBER_AFTER.match(text[end:])
    if before is not None and not before[1].endswith(tuple(shelf)):
        return True
    return after is not None and not after[1].startswith(tuple(shelf))


def _genre(title: str) -> str:
    """The kind of document that a title says it is; "" for a book."""
    bare = _ASIDE.sub("", title)
    return next((genre for genre in _GENRES if bare.endswith(genre)), "")


@remembered(last=4096)
def _words(term: str) -> Sequence[Word]:
    return tuple(tokens(term))


def _acts(term: str) -> bool:
    """Whether a term opens with what is done to the rest: 违反规定, 负有责任."""
    opening = _words(term)[0]
    if opening.text == term:
        return len(term) > _SHORT and _is_verb(term[:_HALF])
    return opening.pos == "v" or (opening.text in _ACTIONS and opening.pos[0] == "v")


@remembered(last=4096)
def _is_verb(word: str) -> bool:
    found = _words(word)
    return len(found) == 1 and (found[0].pos == "v" or word in _ACTIONS)


def _gives_away(text: str, span: Mark, key: str, option: str) -> bool:
    """Whether the sentence says one half of the key again, which the option lacks."""
    if len(key) <= _SHORT:
        return False
    rest = f"{text[: span[0]]}\n{text[span[1] :]}"
    opening, closing = key[:_HALF], key[-_HALF:]
    return (opening in rest and opening not in option) or (
        closing in rest and closing not in option
    )


def _shares_head(key: str, option: str) -> bool:
    if min(len(key), len(option)) <= _SHORT:
        if key[-1] == option[-1]:
            return True
    elif key[-_HALF:] == option[-_HALF:]:
        return True
    ends = _words(key)[-1].text, _words(option)[-1].text
    return any(_in_row(ends[0], row) and _in_row(ends[1], row) for row in _HEADS)


def _in_row(word: str, row: frozenset[str]) -> bool:
    return word in row or word[-_HALF:] in row


def _is_in_company(key: str, option: str, document: DocumentTerms) -> bool:
    """Whether the document lists both in one place."""
    known = document.company
    shared = known.get(key, _NONE) & known.get(option, _NONE)
    return any(sign.startswith("list ") for sign in shared)


def _stands_beside(text: str, span: Mark, option: str, document: DocumentTerms) -> bool:
    """Whether the document says the option, or its head, next to what is next to the blank.

    In a list it has to be like the members that are seen; a word next to one end is not enough.
    """
    start, end = span
    if "、" in (text[start - 1 : start], text[end : end + 1]):
        return False
    before, after = _neighbours(text, span)
    found = _words(option)
    head = found[-1].text
    if before and f"verb {before}" in document.company.get(option, _NONE):
        return True
    if before and (before, head) in document.beside:
        return True
    return bool(after) and (head, after) in document.beside


def _neighbours(text: str, span: Mark) -> tuple[str, str]:
    """The words that touch the blank, "" where that is a mark or says nothing."""
    before = after = ""
    for word in read_sentence(text).words:
        if word.end == span[0] and word.text not in _NO_GOVERNOR and word.pos != "x":
            before = word.text
        if word.start == span[1] and word.pos != "x":
            after = "" if word.text in _NO_GOVERNOR else word.text
    return before, after


def _shared_tail(one: str, other: str) -> int:
    size = 0
    for here, there in zip(reversed(one), reversed(other), strict=False):
        if here != there:
            break
        size += 1
    return size
