"""Which paragraphs are headings, told by evidence and not by their look alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from studyapp.text.asked import question_places
from studyapp.text.bareheads import BARE, Mark, mark_bare, mark_bracketed
from studyapp.text.headlines import is_clean
from studyapp.text.labels import Label, read_label
from studyapp.text.source import Block
from studyapp.text.widths import cells

_STRUCTURE = re.compile(
    r"(?:序[\s\u3000]*言|序|前[\s\u3000]*言|引[\s\u3000]*言|导[\s\u3000]*[言论]|绪[\s\u3000]*论|总[\s\u3000]*[则纲]|"
    r"附[\s\u3000]*[则录件]|概[\s\u3000]*[述论]|摘[\s\u3000]*要|结[\s\u3000]*[语论]|结束语|后[\s\u3000]*记|尾声|跋|"
    r"参考文献|致[\s\u3000]*谢|注[\s\u3000]*释|preamble|preface|foreword|introduction|abstract|summary|background|"
    r"conclusions?|appendix|references|notes|acknowledge?ments|epilogue|prologue)",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"(?:本[章节课]|课[后堂]|单元)?(?:小[\s\u3000]*结|思考题|习[\s\u3000]*题|练[\s\u3000]*习题?|复习题|思考与练习|要点)"
    r"|(?:学习|教学)(?:目标|要点|重点)|知识要点|拓展阅读|(?:参考)?答案|exercises|review questions"
    r"|key points|learning objectives",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:学习|教学)(?:目标|要点|重点)|(?:参考)?答案|learning objectives", re.IGNORECASE
)
_QUOTED = ("“", "「", "《")
_INNER = re.compile(r"[。，；：]")
# 2. Definitions.—In this Act, .
_BEFORE_DASH = re.compile(r"([A-Z][^.—]{2,90}\.)[ ]?(?:—|–|--)[ ]?(?=\S)")
# 一、总体要求。坚持……, among headings that stand alone.
_RUN_IN = re.compile(r"[^。；：，、！？]{2,20}。(?=.)")
# 光合作用的场所是（　　）: to be filled in, with options below.
_ASKED = re.compile(r"[（(][ \u3000]{1,8}[）)]|_{3,}")
INSIDE = 25


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1, its number as printed, its words.

    ``is_article`` marks a numbered article, whose words are text of its section. ``text`` is what
    goes on behind the words of the heading in its paragraph.
    """

    level: int
    label: str
    title: str
    is_article: bool = False
    text: str = ""


def find_headings(
    blocks: Sequence[Block], *, marked_up: bool = False, title: str = ""
) -> list[Heading | None]:
    """For each block the heading that it is, or None where it is text.

    ``title`` is that of the text. In a ``marked_up`` source a heading without a number is at least
    bold.
    """
    labels = [None if b.kind in ("code", "row") else read_label(b.text) for b in blocks]
    marks: list[Mark | None] = [None] * len(blocks)
    marked = _mark_given(blocks, labels, marks)
    _mark_articles(blocks, labels, marks)
    if not marked:
        _mark_questions(blocks, labels, marks, title)
        _mark_numbered(blocks, labels, marks)
        _mark_structure(blocks, marks)
        mark_bracketed(blocks, marks)
        mark_bare(blocks, labels, marks, marked_up=marked_up)
    return _levels(marks)


def _mark_given(
    blocks: Sequence[Block], labels: Sequence[Label | None], marks: list[Mark | None]
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
            marks[i] = Mark(f"#{block.level}", block.level, text, rest)
    return count >= 2


def _mark_articles(
    blocks: Sequence[Block], labels: Sequence[Label | None], marks: list[Mark | None]
) -> None:
    """第N条, where they count up; their words are a title only where most are short and bare."""
    places = [i for i, label in enumerate(labels) if label and label.style == "条" and not marks[i]]
    if not places:
        return
    numbers = [label.number for i in places if (label := labels[i])]
    if sum(b > a for a, b in pairwise(numbers)) * 2 < len(numbers) - 1:
        return
    titled = sum(is_clean(blocks[i].text) and cells(blocks[i].text) <= 60 for i in places)
    for i in places:
        label = labels[i]
        if label:
            is_text = titled * 2 < len(places)
            marks[i] = Mark("条", 80, label.text, label.rest, is_article=is_text)


def _mark_questions(
    blocks: Sequence[Block],
    labels: Sequence[Label | None],
    marks: list[Mark | None],
    title: str,
) -> None:
    free = [mark is None for mark in marks]
    for i in question_places(blocks, free, title):
        label = labels[i]
        if label is None or not label.text:
            marks[i] = Mark("问", 45, "", blocks[i].text)


def _mark_numbered(
    blocks: Sequence[Block], labels: Sequence[Label | None], marks: list[Mark | None]
) -> None:
    chapters: dict[int, int] = {}
    for i, label in enumerate(labels):
        if label and label.rank <= 60:
            chapters.setdefault(label.number, i)
    for run in _runs(labels, marks):
        if _is_run_in(labels, run):
            _mark_run_in(labels, run, marks)
            continue
        is_run = _is_heading_run(blocks, labels, run)
        if is_run or _has_parent(blocks, labels, run, chapters):
            for i in run:
                label = labels[i]
                if label and (is_clean(blocks[i].text) or _is_short_stopped(blocks, i)):
                    marks[i] = Mark(
                        label.style, label.rank, label.text, label.rest, series=label.series
                    )
                elif label and label.text and (said := _RUN_IN.match(label.rest)):
                    text = label.rest[said.end() :]
                    marks[i] = Mark(label.style, label.rank, label.text, said[0], text=text)


def _is_run_in(labels: Sequence[Label | None], run: Sequence[int]) -> bool:
    """Whether nearly all say what they are about before a dash: 2. Definitions.—In this Act, ."""
    said = sum(bool((label := labels[i]) and _BEFORE_DASH.match(label.rest)) for i in run)
    return len(run) > 1 and said * 10 >= len(run) * 9


def _mark_run_in(
    labels: Sequence[Label | None], run: Sequence[int], marks: list[Mark | None]
) -> None:
    for i in run:
        label = labels[i]
        said = _BEFORE_DASH.match(label.rest) if label else None
        if label and said:
            text = label.rest[said.end() :]
            marks[i] = Mark(label.style, label.rank, label.text, said[1], text=text)


def _runs(labels: Sequence[Label | None], marks: Sequence[Mark | None]) -> list[list[int]]:
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
    clean = sum(is_clean(blocks[i].text) for i in run)
    asked = [*run, *([run[0] - 1] if run[0] and first.style == "A." else [])]
    if clean * 2 < len(run) or any(_ASKED.search(blocks[i].text) for i in asked):
        return False
    following = [*run[1:], len(blocks)]
    bodies = sum(b > a + 1 for a, b in zip(run, following, strict=True))
    if len(run) == 1:
        if run[0] and f"{first.number - 1}{first.text[-1:]}" in blocks[run[0] - 1].text[:40]:
            return False  # 附件：1.名单 stands above 2.分工表
        is_numbered = first.rank <= 31 or first.series.count(".") > 0
        return bodies == 1 and (is_numbered or (first.number > 1 and first.rank <= 61))
    return bodies * 2 >= len(run) or (first.rank <= 41 and _is_bare_outline(blocks, run))


def _has_parent(
    blocks: Sequence[Block],
    labels: Sequence[Label | None],
    run: Sequence[int],
    chapters: Mapping[int, int],
) -> bool:
    """Whether it is the only section of its chapter: 2.1 under 2, or under 第2章."""
    first, at = labels[run[0]], run[0]
    if len(run) > 1 or first is None or not first.series.isdigit() or first.number != 1:
        return False
    is_inside = chapters.get(int(first.series), at) < at
    return is_inside and at + 1 < len(blocks) and is_clean(blocks[at].text)


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


def _mark_structure(blocks: Sequence[Block], marks: list[Mark | None]) -> None:
    """序言, 附则, Preamble and their like, set as high as the outermost numbers; 小结, 习题 inside
    the chapters."""
    outer = min([(m.rank, m.style) for m in marks if m] + [(BARE, "bare")])
    if outer[1] == "bare" and any(m and m.rank <= 60 for m in marks):
        outer = min((m.rank, m.style) for m in marks if m)
    for i, block in enumerate(blocks[:-1]):
        if marks[i] is None and len(block.text) <= 20 and _STRUCTURE.fullmatch(block.text):
            marks[i] = Mark(outer[1], outer[0], "", block.text)
        elif marks[i] is None and outer[0] <= 20 and _INSIDE.fullmatch(block.text):
            marks[i] = Mark("inside", INSIDE, "", block.text)
        elif marks[i] is None and outer[1] != "bare" and _BESIDE.fullmatch(block.text):
            marks[i] = Mark(outer[1], outer[0], "", block.text)


def _levels(marks: Sequence[Mark | None]) -> list[Heading | None]:
    """Levels from the nesting of styles: a style met before returns to its level, a new one goes
    below every style that ranks above it; 1.6 stands beside 1.5, whatever came between them."""
    stack: list[Mark] = []
    headings: list[Heading | None] = []
    beside: dict[tuple[str, str], int] = {}
    for mark in marks:
        if mark is None:
            headings.append(None)
            continue
        if mark.series:
            del stack[beside.get((mark.style, mark.series), len(stack) + 1) - 1 :]
        if stack and stack[-1].rank == INSIDE:
            stack.pop()
        while stack and stack[-1].style != mark.style and stack[-1].rank >= mark.rank:
            stack.pop()
        if stack and stack[-1].style == mark.style:
            stack.pop()
        stack.append(replace(mark))
        if mark.series:
            beside.setdefault((mark.style, mark.series), len(stack))
        headings.append(Heading(len(stack), mark.label, mark.title, mark.is_article, mark.text))
    return headings
