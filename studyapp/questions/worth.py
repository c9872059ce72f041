"""Which blanks of a plain sentence are worth a learner's time: fewer than could be asked.

`cloze` finds what an examiner might blank, one blank for every few words. Of those the answer to
some is read off the words around it, or is a set phrase that a dozen others could replace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from studyapp.questions.candidates import CLAUSE_END, Candidate, read_sentence
from studyapp.questions.evidence import weighed
from studyapp.questions.idle import is_idle_english
from studyapp.questions.marks import Mark
from studyapp.questions.terms import DocumentTerms
from studyapp.questions.tokens import tokens
from studyapp.questions.wordlists import (
    ADVERBS,
    COPULAS,
    FUNCTION,
    GENERIC,
    LIGHT,
    MODALS,
    REQUIREMENTS,
)
from studyapp.text.importance import IN_PASSING
from studyapp.text.segment import Word

MOST = 3
"""Blanks of one sentence."""
CHARS_A_BLANK, LETTERS_A_BLANK = 14, 50
"""Han characters, or letters of an English sentence, that leave sense around one blank."""
WEIGHT, WEIGHT_OF_BEST = -1.7, -2.1
"""What a blank must weigh where a statement has others, and where it is the best of them."""
SAID = 3
"""Statements in which a text that explains says what it is about."""
NAMED = 4
"""Characters of what is said to be something: a name, not 一种 or 例子."""
PHRASE_WEIGHT, SMALL_WEIGHT = -0.6, 0.3
"""What a set phrase must weigh, and a word of two characters outside of rules."""
REFRAIN, REFRAIN_SHARE = 4, 0.05
"""Statements, and share of them, from which on a term is what the document is about."""
FEWEST_WORDS = 6
"""Words of an English piece in which a blank can be told from its sentence."""
AMOUNTS = frozenset({"number", "figure", "date"})
SET = AMOUNTS | {"title", "quoted", "name"}
"""Kinds of blank that are asked for what they are, whatever stands beside them."""
ASKED_MODALS = frozenset({"应当", "可以", "必须", "有权"})
"""The modals for which another is no nonsense: 可以, not 不得 in 任何人都不得."""

LISTED = 0.55
"""What a list in such a text must matter."""
TELLING = 0.6
"""What a sentence of a text that explains must matter to be learnt where it defines nothing."""
_DEFINES = re.compile(
    r"[\u4e00-\u9fff”][（(][A-Za-z][^（）()]{2,}[）)]|称为|称作|称之为|叫做|叫作|定义为"
    r"|是指|指的是|意味着|简称"
    r"|\b(?:called|known as|refers? to|defined as|means that|stands for|consists? of)\b"
)
_ENACTED = re.compile(
    r"^\s*\d{4}年\d{1,2}月\d{1,2}日[ \u3000].*(?:通过|发布|公布|施行|修订|批准)\s*$"
)
"""How a text came to be, as the lines under its title tell."""
_VAGUE = frozenset({"相关", "有关", "其他", "其它", "各种", "各类", "一些", "部分"})
_NAMING = frozenset({"称为", "称作", "叫做", "叫作", "称之为", "简称"})
_HAN = re.compile("[\u4e00-\u9fff]")
_JOINS = frozenset({"和", "与", "及", "以及", "或", "、"})
_AFTER_A_VERB = frozenset("的为作来以而并且是等也都")
"""What may follow a chunk that opens with its verb, within the clause."""
_PLACED = frozenset({"在", "从", "向", "到", "对", "由", "于"})
_SIDES = frozenset({"下", "中", "上", "里", "时", "后", "间", "内"})
_ASPECTS = frozenset({"了", "着", "过"})
_OPEN_CLASS = frozenset("nva")
_GOVERNS = COPULAS | MODALS | REQUIREMENTS | LIGHT | FUNCTION
_PRAISE = frozenset(
    """
    有利 有力 突出 重要 重大 主要 根本 基本 强大 巨大 显著 明显 良好 积极 深刻 广阔 广泛 坚实
    典型 现实 热点 关键 不利 全面 实际 直接 极大 最大 最佳 新的 一定 特殊 相关 有关 各种 各类
    不同 具体 必要 严重 恶劣 深远 大多数 多数 早期 最新 宝贵 独特 伟大 崭新 全新 合理 有效 正确 快速
    """.split()
)
_MANNER = ("为止", "力度", "氛围", "方面", "情况", "等级", "程度")
_MOODS = ("日益", "蓬勃", "难以", "充满", "令人", "越来越", "更加", "不断")
_RESULTS = GENERIC | frozenset(
    """
    贡献 成效 成绩 进展 进步 抓手 保证 前提 态势 变化 挑战 困难 突破 建议 举措 手段 步骤 途径
    性能 信息 想法 部分 特征 角色 需要 需求 飞跃 转变 机遇 价值 效果 工具 方向 思路 标志 体现
    载体 平台 引擎 环境
    """.split()
)
_MEASURED = frozenset("年月天日周时岁倍成票届半")
_REFERS = re.compile(
    r"\b(?:articles?|paragraphs?|sections?|clauses?|chapters?|parts?|no\.?) ?"
    r"(?:\d+\W*(?:and|to|or)? ?)*$",
    re.IGNORECASE,
)
_PLACE = re.compile(r".?第 ?[\d.]+ ?[节章条款页编]")
_COUNTED = re.compile(r"一是|（一）|\(1\)|1[.．、]|①|第一，|首先")
_NUMERALS = {numeral: at for at, numeral in enumerate("零一二三四五六七八九十")} | {"两": 2}
_LIST = re.compile(r"[^，。；：！？,;:!?]*、[^，。；：！？,;:!?]*")
_LINKED = re.compile(".[和与及].[^，；]*、$")
_LIST_JOINS = re.compile("、|以及|和|与|及")


class _Blank(NamedTuple):
    """A blank as it stands in its sentence."""

    text: str
    words: Sequence[Word]
    one: Candidate

    @property
    def before(self) -> Word | None:
        """The word that touches it on the left."""
        at = self.one.first - 1
        return self.words[at] if at >= 0 and self.words[at].end == self.one.start else None

    @property
    def after(self) -> Word | None:
        at = self.one.last + 1
        found = self.words[at] if at < len(self.words) else None
        return found if found is not None and found.start == self.one.end else None

    @property
    def chunk(self) -> Sequence[Word]:
        return self.words[self.one.first : self.one.last + 1]


def is_worth_knowing(text: str, importance: float, *, document: DocumentTerms) -> bool:
    """Whether a sentence is to be learnt, and not only read: no example, and of a text that
    explains only what defines a term, or matters much."""
    if importance <= IN_PASSING or _ENACTED.search(text):
        return False
    if not document.is_expository or document.is_classical:
        return True
    return importance >= TELLING or defines(text)


def defines(text: str) -> bool:
    """Whether a sentence says what something is called, or what a term means."""
    return bool(_DEFINES.search(text))


def members_worth_asking(
    text: str, members: Sequence[Mark], importance: float, *, document: DocumentTerms
) -> tuple[Mark, ...]:
    """The members of a list that is to be learnt: none of a listing of code in a Chinese text, nor
    of what a text that explains lists in passing."""
    if document.is_expository and importance < LISTED:
        return ()
    told = [text[start:end] for start, end in members]
    if any(member.endswith(("和", "与", "及", "或")) for member in told):
        return ()
    if any(_LINKED.search(text[start : end + 1]) for start, end in members):
        return ()  # 法律、行政法规和本省、自治区的法规: two lists in one
    if "\n" in text and _HAN.search(text) and not all(_HAN.search(member) for member in told):
        return ()
    return tuple(members[_takes_too_much(told) :])


def _takes_too_much(members: Sequence[str]) -> bool:
    """Whether the first member holds what all are about, or lost it: 依照法律规定任免、培训."""
    if len(members) < 2:
        return False
    first, longest = members[0], max(map(len, members[1:]))
    if len(first) < NAMED - 1 and min(map(len, members[1:])) >= NAMED:
        return True  # 明确授权 | 条件、运营模式、运营期限
    if len(first) < max(NAMED + 1, 2 * longest):
        return False
    return any(word.pos[0] in "pvcd" for word in tokens(first))


def worth_asking(text: str, chosen: Sequence[Mark], *, document: DocumentTerms) -> tuple[Mark, ...]:
    """Of the blanks chosen of a plain sentence, best first, those that are worth asking.

    Blanks that no candidate stands for, the clauses of verse, are left as they are.
    """
    closing = text.rstrip("”’」』）) \n")[-1:]
    if closing in ("？", "?") or (closing in ("：", ":") and not document.is_statute):
        return ()
    known = {(one.start, one.end): (weight, one) for weight, one in weighed(text)}
    if document.is_classical or any(mark not in known for mark in chosen):
        return tuple(chosen)
    english = not _HAN.search(text)
    words = read_sentence(text).words
    if english and sum(word.pos != "x" for word in words) < FEWEST_WORDS:
        return ()
    found: list[Candidate] = []
    for mark in chosen:
        weight, one = known[mark]
        light = not english and weight < (WEIGHT if found else WEIGHT_OF_BEST)
        blank = _Blank(text, words, one)
        if (light and one.kind not in SET) or _is_idle(blank, weight, document):
            continue
        found.append(one)
    if english:
        found.sort(key=lambda one: _rarity(one, document))
    telling = [one for one in found if one.kind != "modal"] or found
    return tuple((one.start, one.end) for one in telling[: _most(text, english)])


def _most(text: str, english: bool) -> int:
    size = sum(map(str.isalnum, text))
    return max(1, min(MOST, round(size / (LETTERS_A_BLANK if english else CHARS_A_BLANK))))


def _rarity(one: Candidate, document: DocumentTerms) -> tuple[bool, int]:
    """English blanks: amounts and names first, then what the document says least often."""
    plain = one.kind not in SET and not (" " in one.text and one.text[:1].isupper())
    return plain, document.counts.get(one.text, 0)


def _is_idle(blank: _Blank, weight: float, document: DocumentTerms) -> bool:
    one = blank.one
    if one.kind == "modal":
        return not document.is_statute or one.text not in ASKED_MODALS
    if one.kind in AMOUNTS:
        return _is_idle_amount(blank)
    if len(blank.chunk) == 1 and blank.chunk[0].pos == "t":
        return True
    if one.kind not in ("title", "quoted") and _is_torn(blank):
        return True
    if document.is_expository and not _is_term(blank, document):
        return True
    if one.text.isascii():
        return is_idle_english(blank.words, one, document)
    if one.kind in SET:
        return False
    if one.kind == "generic" or one.text.endswith(_MANNER) or _is_slight(blank, weight, document):
        return True
    return any(rule(blank) for rule in (_is_praise, _is_framed, _is_cut))


def _is_idle_amount(blank: _Blank) -> bool:
    """Whether an amount is no more than an article, a reference, or what the text counts itself."""
    one = blank.one
    if one.text[0] == "一" and len(one.text) == len("一只") and one.text[-1] not in _MEASURED:
        return True
    if one.text[0] == "一" and blank.text[one.start - 1 : one.start] == "的":
        return True  # 这不平凡的一年
    if one.text.endswith("字") or _PLACE.match(blank.text, max(0, one.start - 2)):
        return True
    if _REFERS.search(blank.text, max(0, one.start - 24), one.start):
        return True
    return is_counted(blank.text, one.start, one.end)


def _is_term(blank: _Blank, document: DocumentTerms) -> bool:
    """Whether the document uses it as a term: sets it in marks, explains it, or says it again."""
    one = blank.one
    if one.kind in ("title", "quoted") or one.text in document.wrapped:
        return True
    if blank.text[one.end : one.end + 1] in ("（", "("):
        return True
    if len(one.text) >= NAMED - 1 and document.counts.get(one.text, 0) >= SAID:
        return True
    if blank.before is None:
        return False
    named = blank.before.text in COPULAS and len(one.text) >= NAMED
    return named or blank.before.text in _NAMING


def is_counted(text: str, start: int, end: int) -> bool:
    """Whether the text lists as many members as the number says: the reader has but to count."""
    number = _NUMERALS.get(text[start:end][:1])
    if text[start:end].isdecimal():
        number = int(text[start:end])
    elif number is None or text[start + 1 : start + 2].isnumeric():
        return False
    if number < 2:
        return False
    return number in _listed(text[:start]) or number in _listed(text[end:])


def _listed(side: str) -> Iterator[int]:
    """How many members each list has that stands on one side of a number."""
    for clause in _LIST.findall(side):
        yield len(_LIST_JOINS.findall(clause)) + 1
        yield clause.count("、") + 1
    if _COUNTED.search(side):
        yield sum(side.count(f"{numeral}是") for numeral in "一二三四五六七八九十")


def _is_torn(blank: _Blank) -> bool:
    """在投融资方面, 深入研究, 互联网日益, 建立健全: what opens or closes as no name does."""
    first, last = blank.chunk[0], blank.chunk[-1]
    if first.text[0] in "在从对以将把被" or first.text in ADVERBS or last.text in _MOODS:
        return True
    verbs = LIGHT | REQUIREMENTS
    return all(
        word.text in verbs or {word.text[:2], word.text[2:]} <= verbs for word in blank.chunk
    )


def _is_slight(blank: _Blank, weight: float, document: DocumentTerms) -> bool:
    """账号, 日益频繁, what the whole document is about: a small word, a set phrase, a refrain."""
    one = blank.one
    if blank.before is not None and blank.before.text in _NAMING:
        return False
    if blank.before is not None and blank.before.text in _VAGUE:
        return True
    if one.kind == "phrase" and weight < PHRASE_WEIGHT:
        return True
    if blank.chunk[0].pos in ("d", "zg") or one.text.startswith(_MOODS):
        return True
    if document.is_statute:
        return False
    if len(one.text) < NAMED - 1 and weight < SMALL_WEIGHT and one.text not in document.wrapped:
        return True
    count = document.counts.get(one.text, 0)
    return count >= REFRAIN and count > REFRAIN_SHARE * document.statements


def _is_praise(blank: _Blank) -> bool:
    """重要作用, 有利条件, 等突出问题: a set phrase, or the kind of what was listed."""
    if blank.text[: blank.one.start].endswith("等"):
        return True
    key = blank.one.text
    if key in _RESULTS:
        return True
    return len(key) < 7 and key.startswith(tuple(_PRAISE)) and key.endswith(tuple(_RESULTS))


def _is_framed(blank: _Blank) -> bool:
    """在大多数情况下, 事实证明，, 细化了: the frame tells it, or it is what is done."""
    one, text = blank.one, blank.text
    after = blank.after
    if after is not None and after.text in _ASPECTS:
        return True
    if after is not None and after.text in _SIDES and one.text.endswith(tuple(_RESULTS)):
        return True
    opens = not text[: one.start].strip() or text[one.start - 1] in CLAUSE_END
    closes = text[one.end : one.end + 1] in ("，", ",")
    return opens and closes and len(one.text) < 6 and not text[: one.start].strip()


def _is_cut(blank: _Blank) -> bool:
    """普及科学 | 和技术知识, 创新 | 发展的着力点, 在 | 中国投资: the phrase goes on outside."""
    chunk, before, after = blank.chunk, blank.before, blank.after
    if len(chunk) < 2:
        return False
    if after is not None and _goes_on(blank, after):
        return True
    if before is None:
        return False
    if before.text in _JOINS and _is_joined(blank):
        return True
    if before.pos[0] == "v" and before.text not in _GOVERNS and chunk[0].pos[0] == "v":
        return True  # 风险监测 | 防范工作
    if before.pos == "n" and chunk[-1].pos[0] == "n" and _is_governed(blank):
        return True  # 提高区域 | 协调发展水平
    if before.text in _PLACED and chunk[0].pos[:2] == "ns" and chunk[-1].pos[0] == "v":
        return True
    linked = any(word.text == "的" for word in chunk[1:-1])
    return linked and before.pos[0] in _OPEN_CLASS and before.text not in _GOVERNS


def _is_governed(blank: _Blank) -> bool:
    """Whether a verb stands before the noun before the chunk, so that both are its object."""
    at = blank.one.first - 2
    verb = blank.words[at] if at >= 0 else None
    touches = verb is not None and verb.end == blank.words[at + 1].start
    return touches and verb is not None and verb.pos == "v" and blank.chunk[0].pos[0] in "va"


def _goes_on(blank: _Blank, after: Word) -> bool:
    """普及科学 | 和技术知识, 规范开发利用 | 行为, 数据产品 | 和服务."""
    chunk = blank.chunk
    if chunk[0].pos[0] == "v" or chunk[0].text[:2] in _GOVERNS:
        if after.text in _JOINS:
            return True
        if after.pos != "x" and after.text[0] not in _AFTER_A_VERB:
            return True
    if (after.pos[0] == "n" and chunk[-1].pos[0] in "nv") or after.text in GENERIC:
        return True
    at = blank.one.last + 2
    following = blank.words[at] if at < len(blank.words) else None
    if after.text not in _JOINS or after.text == "、" or following is None:
        return False
    short = max(len(chunk[-1].text), len(following.text)) <= len("服务")
    return short and following.pos[0] in "nv" and chunk[-1].pos[0] in "nv"


def _is_joined(blank: _Blank) -> bool:
    """发展和 | 繁荣民族文化: what both verbs are about stands in the second half."""
    at = blank.one.first - 2
    return at >= 0 and blank.words[at].pos[0] == "v" and blank.chunk[-1].pos[0] == "n"
