"""The words before a list: where they begin, whether they name what is listed, and whether they
tell that its order counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studyapp.text.counts import stated_count
from studyapp.text.members import is_balanced
from studyapp.text.segment import PAIRS, sentences, words

LONGEST = 60
"""Characters of the longest clause that leads in."""
LONGEST_ENGLISH = 240
_FARTHEST, _CLAUSES = 90, 2
_OPENING = frozenset("“‘「『《")

STOPS = frozenset("，。；：！？,;:!?\n…—")
_FULL_STOPS = frozenset("。！？；\n")
_LABEL = re.compile(
    r"(?:[（(]?[一二三四五六七八九十百\d]{1,4}[）)]|[①-⑳]|\d{1,2}[.．、](?!\d)"
    r"|[a-zA-Z][)）]|[一二三四五六七八九十]{1,3}[、是])\s*"
)
# Words that say only that a list comes.
_IDLE = frozenset(
    "依次 分别 包括 包含 涵盖 囊括 分为 例如 比如 诸如 如下 以下 下列 其中 具体 主要 就是 也就是 "
    "一是 即 是 为 有 如 做到 能够 可以 应当 必须 应该 需要 不得 进行 以及 并且 同时 我们 他们 "
    "它们 要 应 须 需 可 能 会 the following and are include includes including".split()
)
_NOUNS, _NAMING = "njlisz", 3
_RESUMES = re.compile(r"依次|分别|包括|包含|具体|其中|即|也就是|它们|这些")
_INTRODUCES = re.compile(
    r"以下|如下|下列|(?:方面|工作|任务|举措|措施|原则|要求|内容|步骤|特点)[。：:]?$"
)
_ORDER = re.compile(
    r"依次|逐级|(?<!不分)(?:先后|顺序|次序)|步骤|流程|工序|(?:下列|以下|如下)程序|程序(?:如下|[是为：:])"
    r"|\bin (?:the following |this )?order\b|\bsteps\b|\bin turn\b|\bsuccessively\b",
    re.IGNORECASE,
)
_ORDER_AFTER = re.compile(r"(?:等|的|这)?.{0,4}(?:(?<!不分)先后|顺序|次序|步骤|流程)|依次")
_FIRST, _LATER = ("首先", "先"), ("其次", "再", "然后", "接着", "随后", "最后")


def lead_before(paragraph: str, place: int) -> int:
    """Where the words begin that lead up to the place.

    They are the clause that the place stands in, or where it begins one, the clause before it. A
    clause that names nothing (依次是, 又要打造) takes in those before it in the same sentence,
    until they do. Where they would be long, nothing leads up to the place.
    """
    while place and paragraph[place - 1] in _OPENING:
        place -= 1
    start = _clause_before(paragraph, place)
    for _ in range(_CLAUSES):
        earlier = _clause_before(paragraph, start)
        is_near = place - earlier <= _FARTHEST and is_balanced(paragraph[earlier:place])
        lead = paragraph[label_end(paragraph, start) : place]
        if not is_near or (names(lead) and not _RESUMES.match(lead)):
            break
        start = earlier
    return start


def english_lead(paragraph: str, sentence: int, place: int) -> int:
    """Where the English words begin that lead up to the place: with the sentence, or its part
    after a semicolon. Where they would be long, nothing leads up to it."""
    start = max(sentence, paragraph.rfind(";", sentence, max(sentence, place - 2)) + 1)
    if place - start > LONGEST_ENGLISH:
        return place
    while start < place and not _opens_lead(paragraph, start, place):
        start += 1
    # A number right at the place is that of the first member: 1) the 2) the.
    is_numbered = start < place and paragraph[start : start + 1].isdigit()
    return min(label_end(paragraph, start), place) if is_numbered else start


def _clause_before(paragraph: str, place: int) -> int:
    start = place
    while start > 0 and (paragraph[start - 1] not in STOPS or not _says(paragraph[start:place])):
        start -= 1
        if paragraph[start] in _FULL_STOPS or place - start > LONGEST:
            start = place
            break
    while start < place and not _opens_lead(paragraph, start, place):
        start += 1
    return start


def _opens_lead(paragraph: str, start: int, place: int) -> bool:
    closing = PAIRS.get(paragraph[start])
    return paragraph[start].isalnum() or bool(closing and closing in paragraph[start:place])


def _says(text: str) -> bool:
    return any(char.isalnum() for char in text)


def label_end(text: str, start: int) -> int:
    """Where the item's number ends that the text has at ``start``, or half of it: 三）公益."""
    match = _LABEL.match(text, start)
    return match.end() if match else start


def names(lead: str) -> bool:
    """Whether the words name what is listed: a thing, a person, or more than one bare act."""
    return _content(lead) >= _NAMING or bool(stated_count(lead, ""))


def _content(lead: str) -> int:
    """How much the words say, in characters; those of nouns count twice."""
    said = 0
    for word in words(lead[label_end(lead, 0) :]):
        if _is_idle(word.text):
            continue
        is_noun = word.pos[:1] in _NOUNS or word.pos in ("vn", "an", "eng") or word.text.isascii()
        said += len(word.text) * (2 if is_noun else word.pos[:1] in "vabmr")
    return said


def _is_idle(word: str) -> bool:
    return word.lower() in _IDLE or not _says(word)


def named_before(text: str, place: int, lead: str, *, title: str) -> str:
    """What names a list whose own ``lead`` does not: the sentence before it in the paragraph,
    where either tells that they belong together, or else the ``title`` over them, and the lead.
    "" if nothing does."""
    before = text[max(0, place - 4 * LONGEST) : place].rsplit("\n", 1)[-1]
    sentence = before[sentences(before)[-1][0] :].strip().rstrip("。．.：:；;") if before else ""
    sentence = sentence[label_end(sentence, 0) :]
    belongs = _RESUMES.match(lead) or introduces(sentence)
    if belongs and len(sentence) <= LONGEST and names(sentence):
        return f"{sentence}，{lead}" if lead else sentence
    if lead and (not title or all(_is_idle(word.text) for word in words(lead))):
        return ""
    return f"{title}：{lead}" if lead else title


def introduces(sentence: str) -> bool:
    """Whether a sentence tells of what follows it."""
    return bool(_INTRODUCES.search(sentence) or stated_count(sentence, ""))


def tells_order(lead: str, members: Sequence[str], after: str) -> bool:
    """Whether the words around the members, or theirs, tell that they have an order: 依次是,
    按照下列顺序, 先……再……"""
    steps = len(members) > 1 and members[0].startswith(_FIRST)
    return bool(
        _ORDER.search(lead)
        or _ORDER_AFTER.match(after)
        or (steps and all(member.startswith(_LATER) for member in members[1:]))
    )
