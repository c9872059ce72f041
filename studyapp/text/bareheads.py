"""Headings without a number: short lines among paragraphs, lines in heavy brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from studyapp.text.headlines import FULL_STOPS, looks_bare
from studyapp.text.labels import Label, read_label
from studyapp.text.persons import is_author, is_person
from studyapp.text.source import Block

_EMBEDDED = re.compile(
    r"关于|.*(?:通知|意见|办法|规定|条例|方案|文件|公告|决定|细则|纲要|规划|报告|倡议|宣言|公约|章程|协议|标准|准则|讲话|致辞|指南|要点|声明|说明)$"
)
_BRACKETED = re.compile(r"【[^【】。]{2,30}】")
_HAN = re.compile("[\u4e00-\u9fff]")
BARE, BARE_INNER, BRACKETED = 35, 36, 47
"""Their ranks, among those of numbers."""


@dataclass(frozen=True, slots=True)
class Mark:
    """That a paragraph is a heading: of which style and rank, with which number and words."""

    style: str
    rank: int
    label: str
    title: str
    is_article: bool = False
    series: str = ""
    text: str = ""


def mark_bracketed(blocks: Sequence[Block], marks: list[Mark | None]) -> None:
    """【注释】, 【译文】: lines in heavy brackets, each over text."""
    places = [i for i, b in enumerate(blocks) if not marks[i] and _BRACKETED.fullmatch(b.text)]
    if len(places) < 2 or any(b == a + 1 for a, b in pairwise((*places, len(blocks)))):
        return
    for i in places:
        label = read_label(blocks[i].text[1:-1])
        rank = label.rank if label else BRACKETED
        marks[i] = Mark("【】", rank, "", blocks[i].text)


def mark_bare(
    blocks: Sequence[Block],
    labels: Sequence[Label | None],
    marks: list[Mark | None],
    *,
    marked_up: bool,
) -> None:
    """Headings without a number: a short line with no stop among paragraphs that have one."""
    looks = [not marks[i] and not labels[i] and looks_bare(b) for i, b in enumerate(blocks)]
    numbered = sum(m is not None and m.rank <= 60 and m.style != "bare" for m in marks) > 1
    prose = [
        b
        for i, b in enumerate(blocks)
        if not looks[i] and not marks[i] and b.kind == "text" and not is_author(b.text)
    ]
    if not prose or sum(b.text[-1] in FULL_STOPS for b in prose) * 10 < len(prose) * 7:
        return
    bare = [look and (b.bold or not marked_up) for look, b in zip(looks, blocks, strict=True)]
    if numbered:
        _mark_embedded(blocks, bare, marks, labels)
        _mark_beside_numbered(blocks, bare, marks)
        return
    is_verse = sorted(len(b.text) for b in prose)[len(prose) // 2] <= 24
    chains = _chains(blocks, bare, marks, is_verse=is_verse)
    if len(chains) * 2 > len(blocks) + 1:
        return
    for chain in chains:
        _mark_chain(blocks, chain, marks)


def _chains(
    blocks: Sequence[Block], bare: Sequence[bool], marks: Sequence[Mark | None], *, is_verse: bool
) -> list[list[int]]:
    """Runs of bare lines with text right below them."""
    chains: list[list[int]] = []
    chain: list[int] = []
    for i, block in enumerate(blocks):
        if bare[i]:
            chain.append(i)
            continue
        if is_verse and chain and is_author(block.text):
            continue
        if chain and (marks[i] or _is_body(blocks[chain[-1]], block, is_verse=is_verse)):
            chains.append(chain)
        chain = []
    if not is_verse:
        return chains
    # 行宫 / 元稹 / 寥落古行宫: the line above the verse is its author's.
    short = sum(len(blocks[c[-1]].text) <= 4 for c in chains if len(c) > 1)
    mostly = short * 5 > 3 * len(chains)
    return [c[:-1] if len(c) > 1 and _is_authors(blocks[c[-1]], mostly) else c for c in chains]


def _is_authors(block: Block, mostly: bool) -> bool:
    return (mostly and len(block.text) <= 5) or is_person(block.text)


def _is_body(heading: Block, below: Block, *, is_verse: bool) -> bool:
    if below.kind != "text" or below.text[-1] not in FULL_STOPS:
        in_verse = is_verse and (heading.bold or below.text[-1] in "，,")
        return below.kind == "item" or in_verse
    return is_verse or len(below.text) > len(heading.text)


def _mark_chain(blocks: Sequence[Block], chain: Sequence[int], marks: list[Mark | None]) -> None:
    """The last line of a chain is a heading, and the one above it the heading over that, if it is
    short and has no figures (姜 5片); lines further up are a list or an address."""
    over = marks[chain[-1] + 1] is not None
    inner = not over and any(m and m.rank == BARE_INNER for m in marks)
    above = blocks[chain[-2]].text if len(chain) > 1 else ""
    if above and len(above) <= 20 and not (len(chain) > 2 and any(c.isdigit() for c in above)):
        marks[chain[-2]] = Mark("bare", BARE, "", above)
        inner = True
    rank = BARE_INNER if inner else BARE
    marks[chain[-1]] = Mark("bare-inner" if inner else "bare", rank, "", blocks[chain[-1]].text)


def _mark_beside_numbered(
    blocks: Sequence[Block], bare: Sequence[bool], marks: list[Mark | None]
) -> None:
    """Headings without a number beside numbered ones: several short lines that stand alone between
    paragraphs of whole sentences, none of them right under a numbered heading."""
    outer = min((m for m in marks if m and m.rank <= 60), key=lambda m: m.rank, default=None)
    places = [i for i in range(1, len(blocks) - 1) if bare[i] and _stands_alone(blocks, marks, i)]
    if outer is None or len(places) < 2 or any(marks[i - 1] for i in places):
        return
    for i in places:
        marks[i] = Mark(outer.style, outer.rank, "", blocks[i].text)


def _stands_alone(blocks: Sequence[Block], marks: Sequence[Mark | None], i: int) -> bool:
    before, line, below = blocks[i - 1], blocks[i].text, blocks[i + 1]
    if _HAN.search(below.text) and not _HAN.search(line):
        return False  # a line of code
    is_over_prose = below.kind == "text" and not marks[i + 1] and below.text[-1] in FULL_STOPS
    ends = before.kind == "text" and before.text[-1] in FULL_STOPS
    return (ends or marks[i - 1] is not None) and is_over_prose and len(below.text) > 2 * len(line)


def _mark_embedded(
    blocks: Sequence[Block],
    bare: Sequence[bool],
    marks: list[Mark | None],
    labels: Sequence[Label | None],
) -> None:
    """The title of a document inside the document: the numbers below it begin again at one."""
    outermost = min((m.rank for m in marks if m), default=0)
    begins = False
    for i in range(len(blocks) - 1, -1, -1):
        mark, label = marks[i], labels[i]
        if mark and mark.rank == outermost:
            begins = label is not None and label.number == 1
        elif bare[i] and begins and _EMBEDDED.match(blocks[i].text) and len(blocks[i].text) >= 6:
            marks[i] = Mark("embedded", 1, "", blocks[i].text)
            begins = False
