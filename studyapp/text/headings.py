"""Which paragraphs are headings, told by evidence and not by their look alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from studyapp.text.labels import Label, read_label
from studyapp.text.source import Block
from studyapp.text.widths import cells

_ENDS = frozenset("。；;，,、：:…．")
_FULL = frozenset("。！？!?.；;：:…”’」』）)】．")
_STRUCTURE = re.compile(
    r"(?:序[\s\u3000]*言|序|前[\s\u3000]*言|引[\s\u3000]*言|导[\s\u3000]*[言论]|绪[\s\u3000]*论|总[\s\u3000]*[则纲]|"
    r"附[\s\u3000]*[则录件]|概[\s\u3000]*[述论]|摘[\s\u3000]*要|结[\s\u3000]*[语论]|结束语|后[\s\u3000]*记|尾声|跋|"
    r"参考文献|致[\s\u3000]*谢|注[\s\u3000]*释|preamble|preface|foreword|introduction|abstract|summary|background|"
    r"conclusions?|appendix|references|notes|acknowledge?ments|epilogue|prologue)",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(
    r"关于|.*(?:通知|意见|办法|规定|条例|方案|文件|公告|决定|细则|纲要|规划|报告|倡议|宣言|公约|章程|协议|标准|准则|讲话|致辞|指南|要点|声明|说明)$"
)
_QUESTION = re.compile(r"(?:问|問|记者问|Q)[ ]?[:：]")
_ANSWER = re.compile(r"(?:答|A)[ ]?[:：]")
_NOT_BARE = re.compile(
    r"[（(“\"'‘《—…·*#|+$>〔\[/\\]|https?:|\d{4}[-年/.]|表|图|图表|此致|敬礼|顺颂|敬启|谨启"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_QUOTED = ("“", "「", "《")
_INNER = re.compile(r"[。，；：]")
_LEADER = re.compile(r"(?:[.·…．]{3}|\t| {3})[\s.·…．]{0,200}\d{0,4}$")
_CAPTION = re.compile(r"(?:[图表例圖]|table|figure)\s?[\d.]+\s*", re.IGNORECASE)
_CONTENTS = frozenset(
    ("目录", "目次", "目錄", "表格清单", "表目录", "图目录", "插图清单", "插图目录")
    + ("contents", "tableofcontents", "listoftables", "listoffigures")
)
MAX_CELLS = 150
BARE, BARE_INNER = 35, 36


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1, its number as printed, its words.

    ``is_article`` marks a numbered article, whose words are text of its section.
    """

    level: int
    label: str
    title: str
    is_article: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    style: str
    rank: int
    label: str
    title: str
    is_article: bool = False
    series: str = ""


def find_headings(blocks: Sequence[Block], *, marked_up: bool = False) -> list[Heading | None]:
    """For each block the heading that it is, or None where it is text.

    In a ``marked_up`` source a heading without a number is at least bold.
    """
    labels = [None if b.kind in ("code", "row") else read_label(b.text) for b in blocks]
    marks: list[_Mark | None] = [None] * len(blocks)
    marked = _mark_given(blocks, labels, marks)
    _mark_articles(blocks, labels, marks)
    if not marked:
        _mark_questions(blocks, marks)
        _mark_numbered(blocks, labels, marks)
        _mark_structure(blocks, marks)
        _mark_bare(blocks, labels, marks, marked_up=marked_up)
    return _levels(marks)


def drop_contents(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without a table of contents, where it only says what later headings say.

    It is a run of short lines, under a heading 目录 or near the top, nearly all of which come
    again below, in their order, with text between them.
    """
    keys = [_contents_key(block) for block in blocks]
    last = {key: i for i, key in enumerate(keys) if key}
    again = [last[key] if key and last[key] > i else 0 for i, key in enumerate(keys)]
    kept: list[Block] = []
    i = 0
    while i < len(blocks):
        named = i > 0 and keys[i - 1] in _CONTENTS
        end = _contents_end(keys, again, i) if again[i] and (named or i < 12) else i
        end = max(end, i + 1)
        places = again[i:end]
        is_contents = len(places) >= (2 if named else 4) and _comes_again_in_order(places)
        pairs = zip(blocks[i:end], places, strict=True)
        kept.extend(block for block, place in pairs if not (is_contents and place))
        i = end
    return [block for block in kept if _contents_key(block) not in _CONTENTS]


def _contents_end(keys: Sequence[str], again: Sequence[int], i: int) -> int:
    end, misses = i, 0
    while i < len(keys) and misses <= 2 and keys[i]:
        misses = 0 if again[i] else misses + 1
        i += 1
        end = end if misses else i
    return end


def _comes_again_in_order(places: Sequence[int]) -> bool:
    pairs = list(pairwise(place for place in places if place))
    return sum(b > a + 1 for a, b in pairs) * 2 > len(pairs)


def _contents_key(block: Block) -> str:
    if block.kind not in ("text", "item") or len(block.text) > MAX_CELLS:
        return ""
    text = _LEADER.sub("", block.text)
    label = read_label(text)
    words = (label and label.text and label.rest) or _CAPTION.sub("", text)
    return re.sub(r"\s", "", words).lower()


def _is_clean(text: str) -> bool:
    """Whether the paragraph looks like a heading: short, and no sentence ends in it."""
    return (
        len(text) <= MAX_CELLS
        and cells(text) <= MAX_CELLS
        and text[-1] not in _ENDS
        and not (text[-1] == "." and " " in text and not read_label(text))
        and "。" not in text
        and _unclosed(text) >= 0
    )


def _unclosed(text: str) -> int:
    """How many brackets are open at the end; below zero where the words are the end of a sentence
    that was broken in a bracket: 沙盒”）."""
    label = read_label(text) if any(char in text for char in ")）") else None
    words = label.rest if label else text
    return sum(char in "(（" for char in words) - sum(char in ")）" for char in words)


def _mark_given(
    blocks: Sequence[Block], labels: Sequence[Label | None], marks: list[_Mark | None]
) -> bool:
    """Headings that the source marks as such; whether there are enough to trust it alone."""
    count = 0
    for i, block in enumerate(blocks):
        if block.level:
            count += 1
            label = labels[i]
            text, rest = (
                (label.text, label.rest) if label and label.style != "条" else ("", block.text)
            )
            marks[i] = _Mark(f"#{block.level}", block.level, text, rest)
    return count >= 2


def _mark_articles(
    blocks: Sequence[Block], labels: Sequence[Label | None], marks: list[_Mark | None]
) -> None:
    """第N条, where they count up; their words are a title only where most are short and bare."""
    places = [i for i, label in enumerate(labels) if label and label.style == "条" and not marks[i]]
    if not places:
        return
    numbers = [label.number for i in places if (label := labels[i])]
    if sum(b > a for a, b in pairwise(numbers)) * 2 < len(numbers) - 1:
        return
    titled = sum(_is_clean(blocks[i].text) and cells(blocks[i].text) <= 60 for i in places)
    for i in places:
        label = labels[i]
        if label:
            is_text = titled * 2 < len(places)
            marks[i] = _Mark("条", 80, label.text, label.rest, is_article=is_text)


def _mark_questions(blocks: Sequence[Block], marks: list[_Mark | None]) -> None:
    places = [
        i
        for i, b in enumerate(blocks[:-1])
        if _QUESTION.match(b.text) and _ANSWER.match(blocks[i + 1].text) and len(b.text) <= 200
    ]
    if len(places) > 1:
        for i in places:
            marks[i] = _Mark("问", 45, "", blocks[i].text)


def _mark_numbered(
    blocks: Sequence[Block], labels: Sequence[Label | None], marks: list[_Mark | None]
) -> None:
    for run in _runs(labels, marks):
        if _is_heading_run(blocks, labels, run):
            for i in run:
                label = labels[i]
                if label and (_is_clean(blocks[i].text) or _is_short_stopped(blocks, i)):
                    marks[i] = _Mark(
                        label.style, label.rank, label.text, label.rest, series=label.series
                    )


def _runs(labels: Sequence[Label | None], marks: Sequence[_Mark | None]) -> list[list[int]]:
    """Labels of one style that count up one by one; several runs may be open at a time, since a
    chapter goes on counting after the numbered list inside it."""
    runs: list[list[int]] = []
    waiting: dict[tuple[str, str, int], list[list[int]]] = {}
    for i, label in enumerate(labels):
        if label is None or marks[i]:
            continue
        candidates = waiting.get((label.style, label.series, label.number))
        if label.number > 1 and candidates:
            run = candidates.pop()
        else:
            run = []
            runs.append(run)
        run.append(i)
        waiting.setdefault((label.style, label.series, label.number + 1), []).append(run)
    return runs


def _is_heading_run(
    blocks: Sequence[Block], labels: Sequence[Label | None], run: Sequence[int]
) -> bool:
    """Headings are mostly clean, and most have something below them before the next number."""
    first = labels[run[0]]
    if first is None:
        return False
    clean = sum(_is_clean(blocks[i].text) for i in run)
    if clean * 2 < len(run):
        return False
    following = [*run[1:], len(blocks)]
    bodies = sum(b > a + 1 for a, b in zip(run, following, strict=True))
    if len(run) == 1:
        is_numbered = first.rank <= 30 or first.series.count(".") > 0
        return bodies == 1 and (is_numbered or (first.number > 1 and first.rank <= 61))
    return bodies * 2 >= len(run) or (first.rank <= 41 and _is_bare_outline(blocks, run))


def _is_bare_outline(blocks: Sequence[Block], run: Sequence[int]) -> bool:
    """A text that is nothing but its headings."""
    return len(run) == len(blocks) <= 60


def _is_short_stopped(blocks: Sequence[Block], i: int) -> bool:
    """A heading that was given a full stop: 一、总体要求。"""
    text, label = blocks[i].text, read_label(blocks[i].text)
    if label and label.rest[:1] in _QUOTED:
        return False
    is_last = i + 1 == len(blocks) or read_label(blocks[i + 1].text) is not None
    return len(text) <= 30 and text[-1] == "。" and not is_last and not _INNER.search(text[:-1])


def _mark_structure(blocks: Sequence[Block], marks: list[_Mark | None]) -> None:
    """序言, 附则, Preamble and their like, set as high as the outermost numbers."""
    outer = min([(m.rank, m.style) for m in marks if m] + [(BARE, "bare")])
    if outer[1] == "bare" and any(m and m.rank <= 60 for m in marks):
        outer = min((m.rank, m.style) for m in marks if m)
    for i, block in enumerate(blocks[:-1]):
        if marks[i] is None and len(block.text) <= 20 and _STRUCTURE.fullmatch(block.text):
            marks[i] = _Mark(outer[1], outer[0], "", block.text)


def _mark_bare(
    blocks: Sequence[Block],
    labels: Sequence[Label | None],
    marks: list[_Mark | None],
    *,
    marked_up: bool,
) -> None:
    """Headings without a number: a short line with no stop among paragraphs that have one."""
    looks = [not marks[i] and not labels[i] and _looks_bare(b) for i, b in enumerate(blocks)]
    numbered = sum(m is not None and m.rank <= 60 and m.style != "bare" for m in marks) > 1
    prose = [b for i, b in enumerate(blocks) if not looks[i] and not marks[i] and b.kind == "text"]
    if not prose or sum(b.text[-1] in _FULL for b in prose) * 10 < len(prose) * 7:
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


def _looks_bare(block: Block) -> bool:
    text = block.text
    return (
        block.kind == "text"
        and _is_clean(text)
        and text[-1] not in _FULL
        and (block.bold or "：" not in text)
        and not _NOT_BARE.match(text)
        and not _unclosed(text)
        and any(c.isalpha() for c in text)
    )


def _chains(
    blocks: Sequence[Block], bare: Sequence[bool], marks: Sequence[_Mark | None], *, is_verse: bool
) -> list[list[int]]:
    """Runs of bare lines with text right below them."""
    chains: list[list[int]] = []
    chain: list[int] = []
    for i, block in enumerate(blocks):
        if bare[i]:
            chain.append(i)
            continue
        if chain and (marks[i] or _is_body(blocks[chain[-1]], block, is_verse=is_verse)):
            chains.append(chain)
        chain = []
    if is_verse and sum(len(blocks[c[-1]].text) <= 4 for c in chains if len(c) > 1) * 5 > 3 * len(
        chains
    ):
        # 行宫 / 元稹 / 寥落古行宫: the line above the verse is its author's.
        return [c[:-1] if len(c) > 1 and len(blocks[c[-1]].text) <= 5 else c for c in chains]
    return chains


def _is_body(heading: Block, below: Block, *, is_verse: bool) -> bool:
    if below.kind != "text" or below.text[-1] not in _FULL:
        in_verse = is_verse and (heading.bold or below.text[-1] in "，,")
        return below.kind == "item" or in_verse
    return is_verse or len(below.text) > len(heading.text)


def _mark_chain(blocks: Sequence[Block], chain: Sequence[int], marks: list[_Mark | None]) -> None:
    """The last line of a chain is a heading, and the one above it the heading over that, if it is
    short and has no figures (姜 5片); lines further up are a list or an address."""
    over = marks[chain[-1] + 1] is not None
    inner = not over and any(m and m.rank == BARE_INNER for m in marks)
    above = blocks[chain[-2]].text if len(chain) > 1 else ""
    if above and len(above) <= 20 and not (len(chain) > 2 and any(c.isdigit() for c in above)):
        marks[chain[-2]] = _Mark("bare", BARE, "", above)
        inner = True
    rank = BARE_INNER if inner else BARE
    marks[chain[-1]] = _Mark("bare-inner" if inner else "bare", rank, "", blocks[chain[-1]].text)


def _mark_beside_numbered(
    blocks: Sequence[Block], bare: Sequence[bool], marks: list[_Mark | None]
) -> None:
    """Headings without a number beside numbered ones: several short lines that stand alone between
    paragraphs of whole sentences, none of them right under a numbered heading."""
    outer = min((m for m in marks if m and m.rank <= 60), key=lambda m: m.rank, default=None)
    places = [i for i in range(1, len(blocks) - 1) if bare[i] and _stands_alone(blocks, marks, i)]
    if outer is None or len(places) < 2 or any(marks[i - 1] for i in places):
        return
    for i in places:
        marks[i] = _Mark(outer.style, outer.rank, "", blocks[i].text)


def _stands_alone(blocks: Sequence[Block], marks: Sequence[_Mark | None], i: int) -> bool:
    before, line, below = blocks[i - 1], blocks[i].text, blocks[i + 1]
    if _HAN.search(below.text) and not _HAN.search(line):
        return False  # a line of code
    is_over_prose = below.kind == "text" and not marks[i + 1] and below.text[-1] in _FULL
    ends = before.kind == "text" and before.text[-1] in _FULL
    return (ends or marks[i - 1] is not None) and is_over_prose and len(below.text) > 2 * len(line)


def _mark_embedded(
    blocks: Sequence[Block],
    bare: Sequence[bool],
    marks: list[_Mark | None],
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
            marks[i] = _Mark("embedded", 1, "", blocks[i].text)
            begins = False


def _levels(marks: Sequence[_Mark | None]) -> list[Heading | None]:
    """Levels from the nesting of styles: a style met before returns to its level, a new one goes
    below every style that ranks above it; 1.6 stands beside 1.5, whatever came between them."""
    stack: list[_Mark] = []
    headings: list[Heading | None] = []
    beside: dict[tuple[str, str], int] = {}
    for mark in marks:
        if mark is None:
            headings.append(None)
            continue
        if mark.series:
            del stack[beside.get((mark.style, mark.series), len(stack) + 1) - 1 :]
        while stack and stack[-1].style != mark.style and stack[-1].rank >= mark.rank:
            stack.pop()
        if stack and stack[-1].style == mark.style:
            stack.pop()
        stack.append(replace(mark))
        if mark.series:
            beside.setdefault((mark.style, mark.series), len(stack))
        headings.append(Heading(len(stack), mark.label, mark.title, mark.is_article))
    return headings
