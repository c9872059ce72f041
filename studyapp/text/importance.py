"""How much a statement matters: what examiners ask for, as a figure from 0 to 1.

A sentence's figure is a logistic of a weighted sum of cues in its words and of its place. The
weights of what statutes show are a conditional logit's (one choice set a statute, L2 = 30), fitted
to which sentences of 23 statutes examiners had made into questions; those of definitions, set
terms and idle words, which statutes hardly have, are set by hand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import TypeAlias

from studyapp.text.pieces import width
from studyapp.text.segment import words

_N = "[零〇一二三四五六七八九十百千万亿两\\d]"
_DEADLINE = (
    rf"{_N}+个?(?:日|天|小时|工作日|月|年|周)",
    r"\b(?:\d+|one|two|three|four|five|six|seven|ten|thirty) (?:hour|day|month|year)s?\b",
)
_AMOUNT = (
    rf"{_N}+(?:万|亿)?(?:元|倍|公里|米|岁|周岁|人|名|次)|百分之|分之|\d%",
    r"\bpercent|\bthirds?\b",
)
_SYSTEM = r"实行.{2,30}(?:制|原则|方针|政策|相结合|管理)|(?:坚持|遵循).{2,40}原则|方针|为主"
_HELD = (
    r"属于|归.{1,12}所有|视为|生效|有效期|[，者人]为.{2,12}。$",
    r"\bshall be deemed\b|\bvested in\b",
)
_DEFINES = (
    (
        r"是指|指的是|所称|定义为|简称|称为|叫做|[”》]指"
        r"|(?:本质|核心|目标|重点|任务|宗旨|标准|原则)是"
        r"|是[^，。]{2,24}的(?:根本|基础|关键|核心|本质|首要|前提|保证|灵魂|生命线|基石|标志)"
    ),
    r"\b(?:is|are) (?:called|known as|defined as)\b|\bmeans (?:any|the|an?)\b|\brefers to\b",
)
_IDLE = (
    (
        r"大家好|各位|谢谢|你好|全文(?:转发)?如下|现将|综上所述|总而言之|众所周知|让我们|祝|以上(?:就)?是"
        r"|^(?:接下来|下面|最后)，?我?们?[先再来就想要]{0,2}[看讲谈说请]|(?:看|举|讲).{0,3}(?:例子|故事)。"
        r"|见下[图表]|点击|扫码|记者.{0,6}摄|转载|订阅|^(?:下面|总之|略|（略）)"
    ),
    r"\bclick\b|\bsubscribe\b|\bthank you\b",
)
_ODD = r"[{}$|\\=<>]|^\s{2}", r"https?:|[a-z_]+\("

Cue: TypeAlias = "str | tuple[str, str]"
"""What is written without Latin letters or, in a pair, also what is written in them."""


def _readings(cue: Cue) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A cue for texts without a Latin letter, for which half is enough, and for all others."""
    plain, latin = (cue, "") if isinstance(cue, str) else cue
    whole = f"{plain}|{latin}" if latin else plain
    return re.compile(plain), re.compile(whole, re.IGNORECASE)


def _cues(*cues: tuple[float, Cue]) -> tuple[tuple[tuple[float, re.Pattern[str]], ...], ...]:
    """Weighed cues, twice over: see `_readings`."""
    read = [(weight, _readings(cue)) for weight, cue in cues]
    return tuple(tuple((weight, each[at]) for weight, each in read) for at in range(2))


# What a text says of itself and of how it came to be.
_OF_ITSELF = _readings(
    (
        (
            r"本(?:篇|文(?![件化字明物书])|书(?!记|面)|课(?!程|题)|导读|讲义|手册|栏目)|原文|全文|导读|编者"
            r"|责编|编辑[是为：]|(?:首|原)刊|[原刊]载于|刊于|转[发载]自|摘自"
        ),
        (
            r"\bthis (?:article|guide|handbook|text|book|chapter|lesson|paper) "
            r"(?:is|was|covers|describes|explains|gives|introduces|presents)\b"
            r"|\b(?:reprinted from|originally published)\b"
        ),
    )
)
_FITTED = _cues(
    (1.5, _SYSTEM),
    (1.1, _DEADLINE),
    (1.1, _AMOUNT),
    (0.8, (r"只能|仅|只有|限于|方可", r"\bonly\b")),
    (0.6, _HELD),
    (0.4, (r"不得|禁止|严禁|不能|不予|不再|无权", r"\b(?:shall|must|may) not\b|\bno \w+ shall\b")),
    (0.35, (r"可以|有权", r"\bmay\b|\bright to\b")),
    (0.35, (r"但是|但|除外|除.{1,30}外", r"\bexcept\b|\bunless\b")),
    (0.3, r"的，"),
    (0.2, r"及时|立即|定期|至迟|一次性"),
    (0.2, (r"应当|必须|坚持|始终", r"\bshall\b|\bmust\b")),
    # Offices and punishments: much alike from sentence to sentence.
    (-0.6, r"国务院|人民政府|主管部门|行政部门"),
    (-0.6, r"罚款|处.{0,12}以[上下]|没收违法所得|吊销"),
    (-0.7, r"责令|给予处分|(?:给予|予以)警告|记过|降级|撤职|开除"),
    (-1.0, (r"下列|如下", r"\bfollowing\b")),
    (-1.2, r"[:：]\s*$"),
    # What a statute says of itself.
    (-1.5, (r"施行|废止|为了.{4,80}制定本|根据宪法，制定", r"\benter into force\b")),
)
# References; elsewhere 第六条 may be the very thing that is told.
_REFERS = re.compile(r"本(?:法|条例|规定|办法)第|本[条编章]|前[款条]|第.{1,4}[条款项]")
# 违反本条例第六条规定的 opens a penalty, whatever it refers to.
_PENALTY = re.compile(r"^\s*违反.{0,40}的，.*(?:责令|罚款|处罚|处分|吊销|没收)", re.DOTALL)
_BY_HAND = _cues(
    (1.1, _DEFINES),
    (0.5, r"\d{4}年|[一二〇零○三四五六七八九]{4}年|(?:1[5-9]|20)(?<!\w..)\d{2}\b"),
    (0.3, rf"\d|{_N}{{1,4}}(?:个|项|条|大|种|届|度|成)"),
    (0.3, r"要求|首要|第一位|根本|必由之路|总目标|总要求"),
    (-2.0, _IDLE),
    (-1.6, _ODD),
)
_LATIN = re.compile("[A-Za-z]")
_TERM = re.compile("[“《「][^”》」]{2,24}[”》」]")
_LAST_CHAPTER = re.compile(r"附\s*则")
_ARTICLE = re.compile(r"第[零〇一二两三四五六七八九十百千\d]+条")
_LABELLED = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.．、])")
# Members that name nothing: 各方面、各环节、全过程.
_VAGUE = re.compile(
    r"(?:方面|环节|过程|层次|层级|角度|阶段|领域|方位|时段|因素|条件|问题|情况)$|^各..?$"
)
IN_PASSING = 0.05
"""The most that what is said in passing matters: it is no key statement."""
LONGEST = 250
"""Width, in Han characters, of what could be a sentence."""
_CENTRE, _USUAL_LENGTH = -0.3, 3.7


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: ``opens`` its paragraph, in the paragraph that ``leads`` its
    section; in an ``item`` of a list; in a ``statute``, ``at`` the share of the document that
    stands before it, or in the ``last`` chapter, which holds definitions and dates of effect."""

    opens: bool = True
    leads: bool = True
    item: bool = False
    statute: bool = False
    at: float = 0.0
    last: bool = False


def title_words(title: str) -> frozenset[str]:
    """The words of a title that mean something."""
    return frozenset(word.text for word in words(title) if len(word.text) > 1)


def is_article(label: str) -> bool:
    """Whether a section with this label is an article of a statute: 第三条."""
    return bool(_ARTICLE.match(label))


def is_last_chapter(titles: Sequence[str]) -> bool:
    """Whether one of the titles over a sentence is 附则, the chapter of closing provisions."""
    return any(_LAST_CHAPTER.search(title) for title in titles)


def is_item(paragraph: str) -> bool:
    """Whether the paragraph is an item of a list: labelled, or one that ends in ；."""
    return bool(_LABELLED.match(paragraph)) or paragraph[-1:] in "；;"


def of_sentence(text: str, *, place: Place, about: Collection[str]) -> float:
    """``about``: the words of the titles over it. What goes on for long without a stop or a comma
    is no sentence, and matters to nobody."""
    size = width(text.strip())
    if size > LONGEST:
        return IN_PASSING
    score = _of_place(place) + _of_length(size)
    has_latin = bool(_LATIN.search(text))
    cues = (*_FITTED[has_latin], *_BY_HAND[has_latin])
    score += sum([weight for weight, cue in cues if cue.search(text)])
    if place.statute:
        score -= 1.2 * bool(_REFERS.search(text) and not _PENALTY.search(text))
    else:
        score += 0.4 * min(2, len(_TERM.findall(text)))
        score += 0.15 * min(3, sum(word in text for word in about))
        if _OF_ITSELF[has_latin].search(text):
            score = min(score, 0.0) - 1.5
    return clamp(1 / (1 + exp(_CENTRE - score)))


def _of_place(place: Place) -> float:
    score = 0.7 * place.opens + 0.6 * (place.leads or (place.item and not place.statute))
    if place.statute:
        score -= 0.8 * place.item + 0.9 * place.at + 1.1 * place.last
    return score - 1.2


def _of_length(length: float) -> float:
    """Best at about 30 Han characters; what is short says nothing, what is long is not kept."""
    short = -1.5 if length < 10 else 0.0
    beyond = log(max(length, 1)) - _USUAL_LENGTH
    return short - 0.3 * beyond - 0.35 * beyond * beyond


def of_quotation(text: str, *, speaker: str) -> float:
    """What a named person said is asked for most."""
    return clamp(
        0.66 + 0.14 * bool(speaker) + 0.06 * (16 <= len(text) <= 80) - 0.1 * (len(text) > 160)
    )


def of_enumeration(
    lead_in: str,
    members: Collection[str],
    *,
    ordered: bool,
    quoted: bool,
    counted: bool | None,
    around: float,
    statute: bool,
) -> float:
    """Five things to do matter more than three words in passing.

    ``counted``: the text says how many there are, and that many are found, or not. ``around`` is
    what the sentence matters that they stand in; in a statute that decides.
    """
    lengths = [len(member) for member in members]
    score = 0.4 + 0.03 * min(len(lengths), 5) + 0.12 * ordered + 0.14 * quoted
    score += 0.07 * bool(lead_in) + 0.08 * (sum(lengths) >= 15)
    score -= 0.15 * (max(lengths) <= 2)
    if counted is not None:
        score += 0.15 if counted else -0.15
    if all(_VAGUE.search(member) for member in members):
        score -= 0.2
    share = 0.7 if statute else 0.3
    return clamp((1 - share) * score + share * around)


def clamp(score: float) -> float:
    """Within 0 and 1, to three places."""
    return round(min(1.0, max(0.0, score)), 3)
