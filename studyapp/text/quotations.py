"""Quotations and who said them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from studyapp.text.segment import Span, Word, enclosures, words

MIN_LETTERS = 10
_LONG = 14

_VERBS = (
    "强调|指出|提出|要求|表示|认为|写道|写下|宣布|宣告|呼吁|号召|告诫|嘱托|嘱咐|勉励|寄语|回答|提到|谈到|讲到|"
    "重申|论述|论断|明确|感叹|赞叹|说道|问道|答道|喊道|叫道|所说|说过|曾说|强調|要求|回答|表示|認為|寫道|"
    "說道|說|曰|云|说|问|答|道|讲|問|諫|谓"
)
_SAID = re.compile(
    rf"(?:{_VERBS})(?:到|道|过|了|的是|的|要|，要|：要|说|过的)?[：:，,]?\s?$"
    r"|\b(?:said|says|wrote|writes|declared|asked|replied|remarked)[,:]?\s?$"
)
_SAYING = re.compile(
    rf"{_VERBS}|作出.{{0,8}}(?:指示|论述)|\b(?:said|says|wrote|declared|asked|replied)\b"
)
_ABOUT = re.compile(r"(?:关于|關於|对|的|这[一个]|这句|一句)$")
_OF_WORDS = re.compile(
    r"的?(?:一?系列)?(?:重要|科学|著名|深刻|殷切|伟大)?(?:论述|论断|讲话|指示|批示|要求|精神|教导|嘱托|号召|名言|古训|思想|理念|判断|誓言|遗训|话)"
)
_NAMED_THING = re.compile(
    r"(?:等)?.{0,4}(?:专项|行动|工程|计划|活动|制度|机制|平台|品牌|战略|模式|体系|项目|课堂|大会|论坛|栏目|奖|号|一词|杯|展)"
)
_NAMING = re.compile(r"(?:称为|称作|叫做|名为|誉为|简称|题为|以下称|主题为|主题是|名字叫)[：:]?$")
_PRONOUN = re.compile(r"(?:他|她|它|我|你|您|咱|自己|有人|人们|谁|其|大家|这|那|对方|余|吾)")
_CONNECTIVE = re.compile(
    r"^(?:正如|正像|恰如|诚如|如同|如|特别是|尤其是|其中|同时|此外|因此|为此|对此|近日|随后|接着|于是|后来|最后|一次|曾经|就像|正是|由于|而|但|并|且)"
)
_OLD_SUBJECT = re.compile(r"([一-鿿]{1,3}?)(?:问.{0,4}曰|对曰|曰|云|謂|谓)")
_TITLES = frozenset(
    "总书记 主席 总理 副总理 同志 委员长 书记 部长 院士 教授 先生 女士 主任 将军 总统 首相 秘书长 "
    "院长 博士 老师 代表 元帅 发言人 校长 会长 局长 市长 省长 總書記 主席 總理".split()
)
_ADVERBS = frozenset(
    "多次 再三 反复 一再 又 还 也 都 便 就 则 曾 曾经 这样 一直 总 再次 此前 今天 昨天".split()
)
_NOUNS = ("n", "j", "b", "m", "l", "i", "ng", "t", "q")
_CLAUSE = re.compile(r"[，,。；;：:！？!?\n]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words inside the quotation marks, and the speaker as the text names them, or ""."""

    span: Span
    speaker: str


def find_quotations(paragraph: str) -> list[Quotation]:
    """The real quotations of a paragraph: what someone said, not a term or a name in quotes."""
    found: list[Quotation] = []
    outer = _outermost(paragraph)
    previous_end = -1
    for opening, closing in outer:
        span = (opening + 1, closing)
        gap = paragraph[previous_end + 1 : opening] if previous_end >= 0 else None
        follows = found and found[-1].span[1] == previous_end and gap is not None
        if follows and _joins(gap or ""):
            if _letters(paragraph[span[0] : span[1]]) >= MIN_LETTERS:
                found.append(Quotation(span, found[-1].speaker))
        elif _is_quotation(paragraph, span):
            lead = _lead(paragraph, opening, outer)
            found.append(Quotation(span, find_speaker(lead)))
        previous_end = closing
    return found


def _outermost(paragraph: str) -> list[Span]:
    spans: list[Span] = []
    for opening, closing in sorted(enclosures(paragraph).items()):
        if paragraph[opening] in "“「『" and (not spans or opening > spans[-1][1]):
            spans.append((opening, closing))
    if not spans and paragraph.count('"') > 1:
        marks = [i for i, char in enumerate(paragraph) if char == '"']
        spans = list(zip(marks[::2], marks[1::2], strict=False))
    return spans


def _joins(gap: str) -> bool:
    return gap.strip() in (
        "",
        "，",
        "、",
        "；",
        "和",
        "，还",
        "，又",
        "，要",
        ",",
        "以及",
        "与",
        "，并",
    )


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)


def _is_quotation(paragraph: str, span: Span) -> bool:
    words_said = paragraph[span[0] : span[1]]
    before, after = paragraph[max(0, span[0] - 31) : span[0] - 1], paragraph[span[1] + 1 :][:14]
    if _letters(words_said) < MIN_LETTERS or _NAMING.search(before):
        return False
    if _SAID.search(before):
        return True
    if _OF_WORDS.match(after) and (_ABOUT.search(before) or len(words_said) >= _LONG):
        return True
    if _NAMED_THING.match(after):
        return False
    has_clauses = bool(re.search(r"[，。！？；]|[,.!?;] ", words_said))
    return has_clauses or (_letters(words_said) >= _LONG and "、" not in words_said)


def _lead(paragraph: str, opening: int, outer: Sequence[Span]) -> str:
    """What stands before the quotation in its sentence, earlier quotations made dots."""
    chars = list(paragraph[max(0, opening - 300) : opening])
    offset = opening - len(chars)
    first = max(0, bisect_left(outer, (offset, 0)) - 1)
    for start, end in outer[first : bisect_left(outer, (opening, 0))]:
        for i in range(max(start, offset), min(end + 1, opening)):
            chars[i - offset] = "…"
    lead = "".join(chars)
    return re.split(r"[。！？!?\n]|…(?=[^…，、的关])", lead)[-1]


def find_speaker(lead: str) -> str:
    """Who speaks, from the words that lead up to a quotation; "" if a pronoun or nobody does.

    Clauses are read backwards: the subject of the verb of saying, or else the person that an
    earlier clause begins with (习近平总书记对……作出指示，强调“……”).
    """
    clauses = [clause for clause in _CLAUSE.split(lead) if clause.strip("… ")]
    for n, clause in enumerate(reversed(clauses)):
        tokens = words(_CONNECTIVE.sub("", clause.strip(), count=1) if n == 0 else clause.strip())
        if n == 0:
            subject, known = _subject(tokens)
            if known:
                return subject
        if person := _person(tokens):
            return person
    return ""


def _subject(tokens: Sequence[Word]) -> tuple[str, bool]:
    """The noun phrase that the clause begins with, if a verb of saying follows; and whether that
    settles the matter, as a pronoun does."""
    text = "".join(token.text for token in tokens)
    if not _SAYING.search(text):
        return "", False
    if _PRONOUN.match(text):
        return "", True
    phrase = ""
    for token in tokens:
        is_noun = token.pos.startswith(_NOUNS) or token.text in ("的", "·", "《", "》", "、", " ")
        if token.text in _ADVERBS or not is_noun or re.fullmatch(_VERBS, token.text):
            break
        phrase += token.text
    phrase = phrase.strip("的、 ").removesuffix("曰")
    if not phrase and (match := _OLD_SUBJECT.match(text)):
        phrase = match[1]
    return (phrase, True) if phrase and len(phrase) <= 24 else ("", False)


def _person(tokens: Sequence[Word]) -> str:
    """A person with a title, or one that the clause begins with. 以……同志为核心 is nobody who
    speaks."""
    for i, token in enumerate(tokens):
        if not token.pos.startswith("nr") or len(token.text) < 2:
            continue
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if following and following.text in _TITLES:
            beyond = tokens[i + 2].text if i + 2 < len(tokens) else ""
            if not beyond.startswith("为"):
                return token.text + following.text
        elif i == 0 and following and following.pos[:1] in "vdp":
            return token.text
    return ""
