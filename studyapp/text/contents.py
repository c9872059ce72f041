"""Tables of contents, and titles that stand below their number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from studyapp.text.headlines import MAX_CELLS, looks_bare
from studyapp.text.labels import read_label
from studyapp.text.source import Block

_LEADER = re.compile(r"(?:[.·…．]{3}|\t| {3})[\s.·…．]{0,200}\d{0,4}$")
_PAGE = re.compile(r"(?<=[^\s.·…．])[\s.·…．]{1,200}(\d{1,4})$")
_CAPTION = re.compile(r"(?:[图表例圖]|table|figure)\s?[\d.]+\s*", re.IGNORECASE)
_CONTENTS = frozenset(
    "目录 目次 目錄 表格清单 表目录 图目录 插图清单 插图目录 contents tableofcontents "
    "arrangementofsections listoftables listoffigures".split()
)
_FIGURES = "01"
_FIGURE = re.compile(r"(?:0?[1-9]|[1-3]\d|P(?:ART|art)[.·\s]?\d{1,2})")
_MOSTLY_TEXT = ("article", "section", "条", _FIGURES)
LONGEST_TITLE = 60
_TITLED = frozenset(
    "编 篇 单元 章 节 附 book part chapter appendix annex schedule unit lesson".split()
)


def join_titles(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with each number that stands alone in its line joined to the title below it:
    第一章 / 总则, PART I / PRELIMINARY, 01 / 总则. Articles mostly have text below."""
    titled = _TITLED | {style for style in _MOSTLY_TEXT if _have_titles(blocks, style)}
    joined: list[Block] = []
    for block in blocks:
        over = joined[-1] if joined else None
        if over is not None and _bare_style(over) in titled and _is_title_below(over, block):
            joined[-1] = replace(over, text=f"{over.text} {block.text}", bold=block.bold)
        else:
            joined.append(block)
    return joined


def _bare_style(block: Block) -> str:
    """The style of a number that is all there is in its line; "" where it is not."""
    if len(block.text) > 20 or block.kind != "text":
        return ""
    if _FIGURE.fullmatch(block.text):
        return _FIGURES
    label = read_label(block.text)
    return label.style if label is not None and not label.rest else ""


def _have_titles(blocks: Sequence[Block], style: str) -> bool:
    """Whether nearly all bare numbers of the style have a short line below, and text below that."""
    places = [i for i, block in enumerate(blocks[:-2]) if _bare_style(block) == style]
    titled = sum(
        _is_title_below(blocks[i], blocks[i + 1])
        and len(blocks[i + 1].text) <= LONGEST_TITLE
        and _bare_style(blocks[i + 2]) != style
        for i in places
    )
    return len(places) > 1 and titled * 10 >= len(places) * 9


def _is_title_below(over: Block, block: Block) -> bool:
    alike = block.kind == "text" and block.level in (0, over.level)
    return alike and looks_bare(block) and read_label(block.text) is None


def drop_contents(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without a table of contents, where it only says what later headings say.

    It is a run of short lines, under a heading 目录 or near the top, nearly all of which come
    again below, in their order, with text between them; without that heading, numbered as there.
    """
    bare = _without_pages(blocks)
    keys = [_contents_key(block) for block in bare]
    last = {key: i for i, key in enumerate(keys) if key}
    again = [last[key] if key and last[key] > i else 0 for i, key in enumerate(keys)]
    alike = [place if _counts_alike(bare[i], bare[place]) else 0 for i, place in enumerate(again)]
    kept: list[Block] = []
    i = 0
    while i < len(blocks):
        named = i > 0 and _is_caption(blocks[i - 1])
        found = again if named else alike
        end = _contents_end(keys, found, i) if found[i] and (named or i < 12) else i
        end = max(end, i + 1)
        places = found[i:end]
        count = sum(place > 0 for place in places)
        is_contents = count >= (2 if named else 4) and _comes_again_in_order(places)
        pairs = zip(blocks[i:end], places, strict=True)
        kept.extend(block for block, place in pairs if not (is_contents and place))
        i = end
    return [block for block in kept if not _is_caption(block)]


def _without_pages(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, those right below 目录 without the page numbers that they end with, if these
    rise: 第一章 发展基础 2."""
    bare, i = list(blocks), 0
    while i < len(bare):
        if not _is_caption(bare[i]):
            i += 1
            continue
        pages: list[int] = []
        while (i := i + 1) < len(bare) and (page := _PAGE.search(bare[i].text)):
            pages.append(int(page[1]))
        if len(pages) > 2 and pages == sorted(pages):
            for n in range(i - len(pages), i):
                bare[n] = replace(bare[n], text=_PAGE.sub("", bare[n].text))
    return bare


def _counts_alike(block: Block, other: Block) -> bool:
    """Whether two lines of the same words are numbered alike, where both are: 第一节 总论 is no
    entry of a table of contents that stands for （一）总论."""
    one, two = read_label(block.text), read_label(other.text)
    return one is None or two is None or one.style == two.style


def _is_caption(block: Block) -> bool:
    """Whether it says 目录 above a table of contents; 第三章 目录 is a chapter about them."""
    return _contents_key(block) in _CONTENTS and read_label(block.text) is None


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
