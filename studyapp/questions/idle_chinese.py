"""Chinese blanks that are nothing to know: set phrases, what the frame tells, halves of phrases."""

from __future__ import annotations

from studyapp.questions.blanks import Blank
from studyapp.questions.candidates import CLAUSE_END
from studyapp.questions.terms import DocumentTerms, is_refrain
from studyapp.questions.wordkinds import is_guess
from studyapp.questions.wordlists import (
    ADVERBS,
    COPULAS,
    EMPTY_VERBS,
    FUNCTION,
    GENERIC,
    LIGHT,
    MODALS,
    REQUIREMENTS,
    SUFFIXES,
)
from studyapp.text.persons import SURNAMES
from studyapp.text.segment import Word

SMALL = 3
"""Characters from which on a word outside of rules is asked whatever it weighs."""
PHRASE_WEIGHT, SMALL_WEIGHT = -0.6, 0.3
"""What a set phrase must weigh, and a word of two characters outside of rules."""
FEWEST_LEFT = 4
"""Characters that must be left of a sentence around its blank."""
NAMING = frozenset({"称为", "称作", "叫做", "叫作", "称之为", "简称"})
"""What stands before the name of a thing."""
_VAGUE = frozenset({"相关", "有关", "其他", "其它", "各种", "各类", "一些", "部分"})
_JOINS = frozenset({"和", "与", "及", "以及", "或", "、"})
_AFTER_A_VERB = frozenset("的为作来以而并且是等也都")
"""What may follow a chunk that opens with its verb, within the clause."""
_PLACED = frozenset({"在", "从", "向", "到", "对", "由", "于"})
_PREPOSITIONS = frozenset("在从向到对由于用以给为")
_BY_LAW = frozenset({"法律规定", "有关规定", "生效", "施行", "规定", "执行", "实施", "办理"})
"""What closes any rule: 由 | 法律规定, 批准后 | 生效."""
_NAMES = frozenset({"ad", "a", "nr", "nrt", "ns", "nz", "g", "j"})
_REPORTING = frozenset(
    "介绍 表示 指出 强调 认为 透露 证明 表明 说明 显示 发现 宣布 回忆 坦言 解释 告诉 写道".split()
)
_SIDES = frozenset({"下", "中", "上", "里", "时", "后", "间", "内"})
_ASPECTS = frozenset({"了", "着", "过", "地"})
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
_MOODS = (
    "日益",
    "蓬勃",
    "难以",
    "充满",
    "令人",
    "越来越",
    "更加",
    "不断",
    "接下来",
    "尚需",
    "亟待",
    "有待",
)
_RESULTS = GENERIC | frozenset(
    """
    贡献 成效 成绩 进展 进步 抓手 保证 前提 态势 变化 挑战 困难 突破 建议 举措 手段 步骤 途径
    性能 信息 想法 部分 特征 角色 需要 需求 飞跃 转变 机遇 价值 效果 工具 方向 思路 标志 体现
    载体 平台 引擎 环境
    """.split()
)


def is_idle_chinese(blank: Blank, weight: float, document: DocumentTerms) -> bool:
    """Whether a Chinese blank, no amount, title or name, asks for nothing or takes half a phrase.

    `weight`: what speaks for it as a blank.
    """
    one = blank.one
    if one.kind == "generic" or one.text.endswith(_MANNER) or _is_slight(blank, weight, document):
        return True
    if one.text in _BY_LAW:
        return True
    return any(rule(blank) for rule in (_is_praise, _is_framed, _is_cut))


def is_torn(blank: Blank) -> bool:
    """在投融资方面, 深入研究, 互联网日益, 建立健全: what opens or closes as no name does.

    造 | 热点博流量: a bare verb inside shows that two acts are said, and the first began before.
    """
    first, last = blank.chunk[0], blank.chunk[-1]
    if first.text[0] in "在从对以将把被" or first.text in ADVERBS or last.text in _MOODS:
        return True
    if blank.before is not None and first.text[0] in SUFFIXES and is_guess(first.text):
        return True  # 按烘干 | 法测定
    if len(blank.chunk) > 1 and last.pos == "ns" and first.pos in ("v", "t", "d", "p"):
        return True  # 接受 | 法国, 目前 | 法国
    if _takes_half_an_object(blank):
        return True
    if _is_subject(blank) or (len(last.text) > 1 and last.text.endswith("得")):
        return True
    if first.pos[:2] == "nr" and first.text[0] not in SURNAMES and _is_second_half(blank.before):
        return True  # 普利 | 斯特利
    if any(len(word.text) == 1 and word.pos == "v" for word in blank.chunk[1:-1]):
        return blank.before is not None and blank.before.pos == "v"
    verbs = LIGHT | REQUIREMENTS
    return all(
        word.text in verbs or {word.text[:2], word.text[2:]} <= verbs for word in blank.chunk
    )


def _takes_half_an_object(blank: Blank) -> bool:
    """Whether what is done has its object behind the blank: 稳步提高 | 按时有序 | 的能力."""
    first = blank.chunk[0]
    acts = first.pos == "v" or first.text[-2:] in LIGHT | REQUIREMENTS
    inside = any(word.pos == "d" for word in blank.chunk[1:])
    return acts and inside and blank.after is not None and blank.after.text == "的"


def _is_subject(blank: Blank) -> bool:
    """Whether the last of several words tells what the others do, or what is done to them.

    馆长 | 周敏介绍，, 用 | 标记法证明释放的氧气, 向 | 社会公布, 在潮湿的 | 场所使用.
    """
    chunk, before, after = blank.chunk, blank.before, blank.after
    if len(chunk) < 2 or chunk[0].pos[0] != "n":
        return False
    if chunk[-1].text in _REPORTING and (chunk[0].pos[:2] == "nr" or _is_more(after)):
        return True
    if chunk[-1].pos != "v" or before is None:
        return False
    return before.text[-1] in _PREPOSITIONS or (before.text == "的" and _is_placed(blank))


def _is_second_half(before: Word | None) -> bool:
    """Whether what stands before a foreign name may be the beginning of it."""
    return before is not None and (before.pos in _NAMES or is_guess(before.text))


def _is_more(after: Word | None) -> bool:
    return after is not None and after.pos[0] in "nvra"


def _is_placed(blank: Blank) -> bool:
    """Whether a preposition stands before in the clause, whose noun the blank opens with."""
    for word in reversed(blank.words[: blank.one.first]):
        if word.text in CLAUSE_END:
            return False
        if word.text in _PLACED:
            return True
    return False


def _is_slight(blank: Blank, weight: float, document: DocumentTerms) -> bool:
    """账号, 日益频繁, what the whole document is about: a small word, a set phrase, a refrain."""
    one = blank.one
    if blank.before is not None and blank.before.text in NAMING:
        return False
    if blank.before is not None and blank.before.text in _VAGUE:
        return True
    if one.kind == "phrase" and weight < PHRASE_WEIGHT:
        return True
    if blank.chunk[0].pos in ("d", "zg") or one.text.startswith(_MOODS):
        return True
    if document.is_statute:
        return False
    if len(one.text) < SMALL and weight < SMALL_WEIGHT and one.text not in document.wrapped:
        return True
    return is_refrain(one.text, document)


def _is_praise(blank: Blank) -> bool:
    """重要作用, 有利条件, 等突出问题: a set phrase, or the kind of what was listed."""
    if blank.text[: blank.one.start].endswith("等"):
        return True
    key = blank.one.text
    if key in _RESULTS:
        return True
    return len(key) < 7 and key.startswith(tuple(_PRAISE)) and key.endswith(tuple(_RESULTS))


def _is_framed(blank: Blank) -> bool:
    """在大多数情况下, 事实证明，, 细化了, 有针对性地: the frame tells it, or it is what is done."""
    one, text = blank.one, blank.text
    after = blank.after
    if after is not None and after.text in _ASPECTS:
        return True
    if after is not None and after.text in _SIDES and one.text.endswith(tuple(_RESULTS)):
        return True
    if sum(map(str.isalnum, text)) - len(one.text) < FEWEST_LEFT:
        return True
    opens = not text[: one.start].strip() or text[one.start - 1] in CLAUSE_END
    if opens and after is not None and (after.text in EMPTY_VERBS or after.text in _REPORTING):
        return True  # 集中力量 | 进行, 馆长 | 指出
    closes = text[one.end : one.end + 1] in ("，", ",")
    return opens and closes and len(one.text) < 6 and not text[: one.start].strip()


def _is_cut(blank: Blank) -> bool:
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
    if before.pos == "n" and chunk[-1].pos[0] == "n" and _is_governed(blank, before):
        return True  # 提高区域 | 协调发展水平
    if _is_object_of_noun(blank, before):
        return True
    if before.text in _PLACED and chunk[0].pos[:2] == "ns" and chunk[-1].pos[0] == "v":
        return True
    linked = any(word.text == "的" for word in chunk[1:-1])
    return linked and before.pos[0] in _OPEN_CLASS and before.text not in _GOVERNS


def _is_object_of_noun(blank: Blank, before: Word) -> bool:
    """制定教育 | 强国规划, 优化就业 | 指导服务: what the verb is about begins before the blank."""
    verb = _touching(blank, before)
    if verb is None or verb.pos[0] != "v" or before.pos[0] != "v":
        return False
    return "vn" in (verb.pos, before.pos) and before.text not in _GOVERNS and len(before.text) > 1


def _touching(blank: Blank, before: Word) -> Word | None:
    """The word that touches the one before the blank."""
    at = blank.one.first - 2
    word = blank.words[at] if at >= 0 else None
    return word if word is not None and word.end == before.start else None


def _is_governed(blank: Blank, before: Word) -> bool:
    """Whether a verb stands before the noun before the chunk, so that both are its object."""
    verb = _touching(blank, before)
    return verb is not None and verb.pos == "v" and blank.chunk[0].pos[0] in "va"


def _goes_on(blank: Blank, after: Word) -> bool:
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


def _is_joined(blank: Blank) -> bool:
    """发展和 | 繁荣民族文化: what both verbs are about stands in the second half."""
    at = blank.one.first - 2
    return at >= 0 and blank.words[at].pos[0] == "v" and blank.chunk[-1].pos[0] == "n"
