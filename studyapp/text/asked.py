"""Questions that head what answers them: 问：…, 记者：…, and those that only ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from studyapp.text.labels import read_label
from studyapp.text.source import Block

_OPEN, _CLOSE = r"[【\[（(]?", r"[】\]）)]?"
_ASKS = re.compile(
    rf"{_OPEN}(?:问题?|問題?|提问|提問|[一-鿿]{{0,14}}?(?:记者|記者|主持人|编辑|網友|网友|观众|学员|学生)"
    rf"|Q(?:uestion)?|Interviewer|Reporter|Host){_CLOSE}[ ]?\d{{0,3}}[ ]?{_CLOSE}[:：】\]]",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    rf"{_OPEN}(?:答案?|回答|A(?:nswer)?|[一-鿿·]{{1,16}}|[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){{0,3}})"
    rf"{_CLOSE}[ ]?\d{{0,3}}[ ]?{_CLOSE}[:：】\]]"
)
_ASKING = ("？", "?")
_THANKS = re.compile(r"谢谢|感谢|感謝|謝謝|再见|thank", re.IGNORECASE)
# A question in the course of an argument: 那么，出路在哪里？
_RHETORICAL = re.compile(
    r"(?:那么?|可是?|但是?|然而|难道|莫非|何以见得|何尝|岂|怎能|又|而|于是|试问|请问读者|不是吗|真的|"
    r"so|but|and|yet|isn't|is it|why not|then|or)[\u4e00-\u9fff，, ]?|.{0,6}$",
    re.IGNORECASE,
)
# What says of itself that it is questions and answers.
_CATECHISM = re.compile(
    r"问答|問答|答问|答记者|答記者|百问|\d问|[一二三四五六七八九十]问|你问我答|有问必答|解读|解讀|解答|释疑|专访|訪談|访谈|对话"
    r"|常见问题|常見問題|热点问题|提问|提問|采访了|回答了|F\.?A\.?Q|Q\s?(?:&|and)\s?A|questions|interview",
    re.IGNORECASE,
)
LONGEST, _LONGEST_BARE, _PARAGRAPHS_AWAY, _MOST_BEFORE = 240, 90, 4, 5
_FEWEST, _FEWEST_SAID = 4, 2
"""Questions that a text must have to be made of them, and where it says so itself."""
_MOST_EACH, _MOST_EACH_SAID = 6, 12
"""Paragraphs on a question, on average."""


def question_places(blocks: Sequence[Block], free: Sequence[bool], title: str = "") -> list[int]:
    """Which blocks, of those that are ``free`` of any other office, are questions over their
    answers: two and more. ``title`` is that of the text."""
    return _labelled(blocks, free) or _bare(blocks, free, title)


def _labelled(blocks: Sequence[Block], free: Sequence[bool]) -> list[int]:
    asks = [_ASKS.match(b.text) is not None for b in blocks]
    answers = [
        not ask and bool(_ANSWERS.match(b.text)) for ask, b in zip(asks, blocks, strict=True)
    ]
    places = [
        i
        for i, block in enumerate(blocks)
        if asks[i] and free[i] and _is_answered(blocks, asks, answers, i)
    ]
    return places if len(places) > 1 else []


def _is_answered(
    blocks: Sequence[Block], asks: Sequence[bool], answers: Sequence[bool], i: int
) -> bool:
    """Whether an answer follows, in a voice of its own or, where something is asked, in none."""
    text = blocks[i].text
    is_question = text.endswith(_ASKING)
    if len(text) > LONGEST or (_THANKS.search(text) and not is_question):
        return False
    for n in range(i + 1, min(i + 1 + _PARAGRAPHS_AWAY, len(blocks))):
        if answers[n]:
            return True
        if asks[n]:
            return is_question and n > i + 1
    return is_question and i + 1 < len(blocks)


def _bare(blocks: Sequence[Block], free: Sequence[bool], title: str) -> list[int]:
    """Questions without a word before them, where the whole text goes from one to the next.

    An article asks now and then, and of itself. Here the questions begin near the top, each has
    its answer below, and they are bold as no other line is, or come often enough to be what the
    text is made of.
    """
    places = [i for i, b in enumerate(blocks) if free[i] and _asks(b)]
    bold = [i for i in places if blocks[i].bold]
    places = bold if len(bold) > 1 else places
    if not places or places[0] > _MOST_BEFORE or _touch((*places, len(blocks))):
        return []
    said = any(_CATECHISM.search(text) for text in (title, *(b.text for b in blocks[: places[0]])))
    if bold and (said or len(bold) * 2 > sum(b.bold for b in blocks)):
        return bold if len(bold) > 1 else []
    few, most = (_FEWEST_SAID, _MOST_EACH_SAID) if said else (_FEWEST, _MOST_EACH)
    rhetorical = sum(_RHETORICAL.match(blocks[i].text) is not None for i in places)
    is_made_of = len(places) >= few and len(places) * most >= len(blocks) - places[0]
    return places if is_made_of and rhetorical * 3 < len(places) else []


def _touch(places: Sequence[int]) -> bool:
    return any(b == a + 1 for a, b in pairwise(places))


def _asks(block: Block) -> bool:
    text = block.text
    return (
        block.kind == "text"
        and text.endswith(_ASKING)
        and len(text) <= _LONGEST_BARE * (1 if not text.isascii() else 3)
        and not any(stop in text[:-1] for stop in "。！!；")
        and read_label(text) is None
        and not _ANSWERS.match(text)
    )
