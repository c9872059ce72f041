"""Title, source, date and credit: what stands around a text and is not part of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from pathlib import PurePath

from studyapp.text.closings import HEADER_LINES, SIGNATURE, closing_date, is_colophon
from studyapp.text.datalines import (
    MAX_LINE,
    PAPER,
    Metadata,
    is_data,
    read_pairs,
    take_line,
)
from studyapp.text.dates import (
    find_date,
    is_date_line,
    pieces_beside_date,
)
from studyapp.text.keys import BRACKETS, find_keys, is_work, read_address
from studyapp.text.labels import read_label
from studyapp.text.normalize import fold
from studyapp.text.outlets import read_imprint, wire_agency
from studyapp.text.persons import is_author_line, is_doer, is_person
from studyapp.text.source import Block, Source
from studyapp.text.widths import join_lines

_BY = re.compile(r"(?:[Ww]ritten )?[Bb]y(?: [A-Z][\w.'-]{0,20}){1,4}")
_FROM = re.compile(
    r"[（(]?(?:本文)?(?:转载自|转自|摘自|选自|原载于?|来源于)[《“]?([^，。：:]{2,24}?)[》”]?[）)]?"
)
_WIRE = re.compile(r"[一-鿿]{2,6}(?:社|网|报|台)[一-鿿]{2,12}\d{1,2}月\d{1,2}日电.{0,20}")
_ABOUT_AUTHOR = re.compile(r"(?:本文)?作者(?:[一-鿿·]{2,4})?(?:系|为|是|现任|分别)")
_REPORTER = re.compile(
    r"(?:本[报刊台网社]|[一-鿿]{2,8}[报社网台])(?:特约)?评论员(?:文章)?|"
    r"(?:本[报刊台网社]|[一-鿿]{2,8}[报社网台])?(?:特约)?(?:全媒体)?(?:记者|通讯员|评论员|撰稿人?)[\s\u3000]+[一-鿿·\s\u3000、]{2,30}"
)
_SUBTITLE = re.compile(r"关于|印发|——|—")
# A magazine's column before the title of what stands in it: 专家解读 | 网信执法有法可依.
_COLUMN = re.compile(r"([一-鿿]{2,4})\s*[|｜丨]\s*(?=\S{4})")
_TITLED = re.compile(r"《([^《》]{6,})》")
_TELLING = 6
_PAPER_TITLE = re.compile(
    r"(?:的(?:若干|实施|指导)?|实施|指导)"
    r"(?:通知|决定|意见|报告|批复|函|公告|通告|通报|请示|命令|议案|办法|规定|方案|规划|纲要|细则|措施)(?:[（(][^（）()]{1,20}[）)])?$"
)
_OPEN_TITLE = re.compile(
    r"(?:关于|印发|转发|发布|公布|批转|的|和|与|及|、|《[^》]*|\b(?:of|for|the|and|to|in|on|with|an?))$",
    re.IGNORECASE,
)
# 学而　第一: chapters that have their number behind them.
_NUMBERED_LAST = re.compile(r"[^\s]{1,12}[\s\u3000]*第[一二三四五六七八九十百\d]{1,5}")
_ITEM = re.compile(r"[一-鿿]{1,8}[:：]\s*([^:：]{1,40})")
_ENDS = frozenset("。；;，,、：:")

MAX_TITLE = 150


def read_metadata(source: Source, *, name: str = "") -> tuple[Metadata, list[Block]]:
    """The metadata, and the blocks that remain as the text.

    ``name`` is the file's, for a text that has no title of its own.
    """
    found = _from_front(source.front)
    blocks = list(source.blocks)
    # A second date is one that the text tells of.
    in_text = Metadata(published=found.published)
    subject = _take_addresses(in_text, blocks)
    _take_title(in_text, blocks, found.title or subject)
    _take_addresses(in_text, blocks)  # which may stand below the title
    if in_text.title or found.title:
        _take_header(in_text, blocks, found)
    _take_asides(in_text, blocks)
    found.title = found.title or in_text.title or _fallback_title(name, blocks)
    found.source = in_text.source or found.source or in_text.account or _agency(blocks)
    found.published = found.published or in_text.published or closing_date(blocks)
    found.credits = [*in_text.credits, *found.credits]
    if column := _COLUMN.match(found.title):
        found.credits.append(column[1])
        found.title = found.title[column.end() :]
    return found, blocks


def _agency(blocks: Sequence[Block]) -> str:
    return wire_agency(blocks[0].text) if blocks else ""


def _from_front(front: Mapping[str, str]) -> Metadata:
    def first(*keys: str) -> str:
        return next((front[k] for k in keys if front.get(k) and front[k] not in "|>"), "")

    metadata = Metadata(
        title=first("title", "标题")[:MAX_TITLE],
        source=first("source", "publisher", "来源", "site")[:MAX_LINE],
        published=find_date(first("published", "date", "pubdate", "created", "日期", "发布时间")),
    )
    author = first("author", "authors", "作者", "editor", "byline")
    metadata.credits = [line for line in (author, first("credit")) if line]
    if metadata.title[:2] in ("!!", "[", "{"):
        metadata.title = ""
    return metadata


def _take_addresses(found: Metadata, blocks: list[Block]) -> str:
    """Take To:, From: and Subject: from the top of a memorandum, and give its subject."""
    top = [b.text for b in takewhile(lambda b: is_data(b.text), blocks[:HEADER_LINES])]
    addresses = dict(filter(None, map(read_address, top)))
    if len(addresses) < 2 or len(top) == len(blocks):
        return ""
    subject = "" if found.title else addresses.get("subject", "")
    for line in top:
        if not read_address(line):
            take_line(found, line)
        elif read_address(line) != ("subject", subject):
            found.credits.append(line)
    del blocks[: len(top)]
    return subject


def _take_title(found: Metadata, blocks: list[Block], known: str) -> None:
    """Find the title among the first blocks and take it out of them, each time it is repeated."""
    _take_masthead(found, blocks)
    if known:
        found.title = known
    elif (place := _title_place(blocks)) >= 0:
        found.title = blocks.pop(place).text
        _take_more_title(found, blocks, place)
        if place < len(blocks) and _is_subtitle(blocks[place]):
            following = blocks.pop(place).text
            # 清河市人民政府办公室 / 关于……的通知 is one phrase.
            joined = following[0] == "—" or (following.startswith("关于") and is_doer(found.title))
            found.title += following if joined else " " + following
            _take_more_title(found, blocks, place)
    key, named = fold(found.title), [fold(name) for name in _TITLED.findall(found.title)]
    for i in range(min(len(blocks) - 1, HEADER_LINES) - 1, -1, -1):
        # After a few lines of news the document stands that they tell of: 发布《…概念文件》.
        own = blocks[i].kind == "text" and fold(blocks[i].text[:MAX_TITLE]) in (key, *named)
        count = 1 if own and len(blocks[i].text) >= _TELLING else _repeats(blocks, i, key)
        del blocks[i : i + count]


def _take_more_title(found: Metadata, blocks: list[Block], place: int) -> None:
    """Add the lines that go on with the title."""
    while place < len(blocks) - 1 and _goes_on(found.title, blocks[place]):
        found.title = join_lines([found.title, blocks.pop(place).text])


def _take_masthead(found: Metadata, blocks: list[Block]) -> None:
    """Take …人民政府文件 and 清政发〔2024〕12号 from above the title of an office's paper."""
    numbered = next((i for i, b in enumerate(blocks[:4]) if PAPER.fullmatch(b.text)), 0)
    if numbered and numbered + 1 < len(blocks) and blocks[0].text.endswith(("文件", "公报", "令")):
        found.credits += [block.text for block in blocks[: numbered + 1]]
        found.account = re.sub(r"(?:文件|公报|令)$", "", blocks[0].text)
        del blocks[: numbered + 1]


def _goes_on(title: str, block: Block) -> bool:
    """Whether the line belongs to the title above it: 关于印发 / 《…办法》的通知."""
    if not is_title_like(block) or block.level or len(title) + len(block.text) > MAX_TITLE:
        return False
    if _PAPER_TITLE.search(title):
        return False
    return bool(_OPEN_TITLE.search(title)) or (
        "关于" in title and _PAPER_TITLE.search(block.text) is not None
    )


def _repeats(blocks: Sequence[Block], i: int, key: str) -> int:
    """How many blocks from the i-th on say the title again: 0, 1, or 2 where it is broken up.

    A paper's column may stand before the title ("发布 | …"), so the end of it will do.
    """
    if not key or (i >= 3 and not (blocks[i].level or blocks[i].bold)):
        return 0
    said = ""
    for count, block in enumerate(blocks[i : min(i + 2, len(blocks) - 1)], start=1):
        said += fold(block.text[: 2 * MAX_TITLE])
        if key.endswith(said) and len(said) * 10 >= len(key) * 7:
            return count
    return 0


def _title_place(blocks: Sequence[Block]) -> int:
    levels = [b.level for b in blocks if b.level]
    if levels:
        place = _marked_title_place(blocks, levels)
        return 0 if place < 0 and _is_over_data(blocks) else place
    for i, block in enumerate(blocks[:5]):
        tells = is_data(block.text) or is_date_line(block.text) or read_imprint(block.text)
        if not tells:
            return i if len(blocks) > i + 1 and _is_title(block, blocks[i + 1 :]) else -1
    return -1


def _marked_title_place(blocks: Sequence[Block], levels: Sequence[int]) -> int:
    """A marked heading is the title where it is the only one of its level, or the same again."""
    place = next(i for i, b in enumerate(blocks) if b.level)
    head = blocks[place]
    others = {fold(b.text) for b in blocks if b.level and b.level <= head.level}
    return place if place < 4 and len(others) == 1 and head.level == min(levels) else -1


def _is_over_data(blocks: Sequence[Block]) -> bool:
    """Whether lines of data follow right below the first line."""
    is_plain = not blocks[0].level and len(blocks) > 2 and is_title_like(blocks[0])
    return is_plain and is_data(blocks[1].text) and not is_data(blocks[0].text)


def _is_title(block: Block, following: Sequence[Block]) -> bool:
    """第一章 总则 is a title too, where no 第二章 follows."""
    label = read_label(block.text)
    if label and label.rank <= 30 and _reads_as_title(block):
        labels = (read_label(other.text) for other in following)
        return not any(
            other and (other.style, other.series) == (label.style, label.series) for other in labels
        )
    if _NUMBERED_LAST.fullmatch(block.text):
        return not any(_NUMBERED_LAST.fullmatch(other.text) for other in following)
    return is_title_like(block)


def is_title_like(block: Block) -> bool:
    """Whether the paragraph could be a title: short, and not the end of a sentence."""
    label = read_label(block.text)
    return (label is None or (label.rank > 30 and not label.rest)) and _reads_as_title(block)


def _reads_as_title(block: Block) -> bool:
    text = block.text
    short = block.kind == "text" and len(text) <= MAX_TITLE
    return short and text[-1] not in _ENDS and "。" not in text


def _is_subtitle(block: Block) -> bool:
    return bool(_SUBTITLE.match(block.text)) and is_title_like(block) and not block.level


def _take_header(found: Metadata, blocks: list[Block], front: Metadata) -> None:
    """Take the lines of data between the title and the text."""
    i = taken = 0
    named = {fold(x) for x in (front.source, *front.credits) if x}
    while i < len(blocks) - 1 and i < HEADER_LINES:
        block = blocks[i]
        if len(block.text) > MAX_LINE:
            break
        is_taken = _take_credit(found, blocks, i, among=taken > 0) or fold(block.text) in named
        if is_taken or (i == 0 and _take_pieces(found, block)):
            del blocks[i]
            taken += 1
        elif _REPORTER.fullmatch(block.text) or (
            i == 0 and not block.level and _is_byline(block.text, blocks[i + 1])
        ):
            found.credits.append(block.text)
            del blocks[i]
        else:
            i += 1


def _take_pieces(found: Metadata, block: Block) -> bool:
    """Take a line below the title that is a date among names: 青山读书会　李文海　2026年5月4日."""
    is_short = not block.level and len(block.text) <= 2 * SIGNATURE
    pieces = pieces_beside_date(block.text) if is_short else []
    if not pieces or found.published or not all(map(is_doer, pieces)):
        return False
    found.published = find_date(block.text)
    found.credits.append("　".join(pieces))
    return True


def _is_byline(text: str, following: Block) -> bool:
    """A person's name alone in its line, or after an office (市长 张华), and the text begins
    right below."""
    if _BY.fullmatch(text):
        return True
    if is_author_line(following.text):
        return False  # the title of a poem, over its author
    words = text.split()
    name = words[-1] if len(words) == 2 and len(words[0]) > 1 else "".join(words)
    if len(text) > 40 or read_label(text):
        return False
    return is_person(name) and len(following.text) >= len(words[-1])


def _take_asides(found: Metadata, blocks: list[Block]) -> None:
    """Take （编辑：…） and the like, which stand alone, mostly at the end."""
    last = len(blocks) - 1
    for i in range(last, -1, -1):
        text = blocks[i].text
        bracketed = text[0] in "（([【" and text[-1] in "）)]】"
        if len(text) > MAX_LINE or len(blocks) == 1 or not (bracketed or i > last - 3):
            continue
        if i > last - 3 and (is_colophon(text) or _take_wire(found, text)):
            found.credits += [text] if is_colophon(text) else []
            del blocks[i]
            continue
        inner = text.lstrip(BRACKETS + " ")
        among = bracketed or len(blocks) <= last
        says = any(not key.start() for key in find_keys(inner, among=True)) or (
            i > last - 3 and read_imprint(text)
        )
        if says and _take_credit(found, blocks, i, among=among):
            del blocks[i]
        elif bracketed and _ABOUT_AUTHOR.match(inner):
            found.credits.append(text.strip(BRACKETS))
            del blocks[i]


def _take_credit(found: Metadata, blocks: Sequence[Block], i: int, *, among: bool) -> bool:
    """Take the data of a line by itself, or ``among`` other such lines; but not of one in a list of
    the text whose items begin likewise (洗净：…, 整理：…)."""
    text = blocks[i].text
    above, below = blocks[max(i - 2, 0) : i][::-1], blocks[i + 1 : i + 3]
    if is_work(text) and not among and (_is_list(above) or _is_list(below)):
        return False
    beside = any(is_data(block.text) for block in (*above[:1], *below[:1]))
    return take_line(found, text, among=among or beside)


def _is_list(blocks: Sequence[Block]) -> bool:
    """Whether the first of these is an item of a list that tells what is done, or both are items of
    one that may tell who does it."""
    items = [_ITEM.fullmatch(block.text) for block in blocks if not read_pairs(block.text)]
    if not items or items[0] is None or read_pairs(blocks[0].text):
        return False
    return not is_doer(items[0][1]) or (len(items) > 1 and items[1] is not None)


def _take_wire(found: Metadata, text: str) -> bool:
    """Take 转载自新华社 or （新华社北京12月31日电） where it ends a text."""
    if match := _FROM.fullmatch(text):
        found.source = found.source or match[1]
    elif not (text[0] in "（(" and _WIRE.fullmatch(text.strip(BRACKETS))):
        return False
    found.credits.append(text.strip(BRACKETS))
    return True


def _fallback_title(name: str, blocks: Sequence[Block]) -> str:
    stem = PurePath(name.replace("\\", "/")).name.split(".")[0].strip()
    if any(c.isalnum() for c in stem):
        return stem[:MAX_TITLE]
    if not blocks:
        return ""
    return re.split(r"[。！？；\n]", blocks[0].text[:40])[0].strip()
