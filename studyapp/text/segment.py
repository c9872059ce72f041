"""Sentences and words of a paragraph, with the exact place of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import rjieba

Span: TypeAlias = tuple[int, int]
"""Half-open offsets in code points: text[start:end]."""

PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "【": "】"}
_ASIDES = frozenset("（(《【")
_TRAILING = frozenset("”’」』）)》】\"'")
_ENDERS = frozenset("。！？!?．.\n")
_SIGNS = re.compile(r"[。！？!?．.\n“”‘’「」『』（）()《》【】]")
# A full stop inside closed quotation marks does not end the sentence that goes on after them:
# “……民心。”的论述
_GOES_ON = frozenset("，、；：,;:的是之等和与")
# Six dots or …… where a new sentence begins, as writers break off: 通行时间......由此可见，…
_BROKEN_OFF = re.compile(
    r"(?<=[^\s，、：；,:;等“‘「『（(《])(?:\.{6}|…{2})(?![.…，、。；：！？,;:”’」』）)》的等和与])"
    r"(?=[ \u3000]*(?:当|如[上果此]|由此|因此|所以|但|然而|这|那么|我们"
    r"|可见|总之|不过|此外|于是|同样))[ \u3000]*"
)
_LABEL = re.compile(r"(?:^|\n)\s*(?:\d+|[A-Za-z])$")
# The letter or number of an item that goes on in the line: “shall: a. Mend the bridge; or b. …”
_ITEM = re.compile(
    r"(?:(?:: +|： *)(?:[a1i])|(?:; +|； *)(?:(?:and|or) +)?(?:[a-z]|\d{1,2}|[ivx]{1,4}))$"
)
_ITEM_LABEL = re.compile(r"(?:[a-z]|\d{1,2}|[ivx]{1,4})$")
_LONGEST_ITEM = 12
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Jr|Sr|vs|No|Nos|Fig|Art|Sec|Vol|pp|cf|viz|e\.g|i\.e|U\.S|etc)$"
)


class Word(NamedTuple):
    """A word as the segmenter cuts it; ``pos`` is its jieba part-of-speech tag."""

    start: int
    end: int
    text: str
    pos: str


def sentences(text: str) -> list[Span]:
    """The sentences of a paragraph, which together are the whole of it.

    Closing quotation marks and brackets, and the spaces after a sentence, stay with it; a full
    stop inside quotation marks ends the sentence only where the marks close right after it.
    """
    spans: list[Span] = []
    start = 0
    partners = enclosures(text)
    opened, closed = -1, -1
    for match in _SIGNS.finditer(text):
        i = match.start()
        if i < start:
            continue
        if i in partners and partners[i] > closed:
            opened, closed = i, partners[i]
        elif text[i] in _ENDERS and not (i < closed and text[opened] in _ASIDES and opened > start):
            item = _item_start(text, start, i) if i > closed else 0
            end = item or _sentence_end(text, i, closed)
            if end > start:
                spans.append((start, end))
                start = end
    if start < len(text):
        spans.append((start, len(text)))
    if "......" in text or "……" in text:
        return list(_broken_off(text, spans, partners))
    return spans


def _broken_off(text: str, spans: list[Span], partners: dict[int, int]) -> Iterator[Span]:
    """The spans, cut also where dots break a sentence off and the next one begins."""
    for start, end in spans:
        at = start
        for match in _BROKEN_OFF.finditer(text, start, end):
            cut = match.end()
            if at < cut < end and not any(a < cut <= b for a, b in partners.items()):
                yield at, cut
                at = cut
        yield at, end


def enclosures(text: str) -> dict[int, int]:
    """Where each opening quotation mark or bracket stands, and where its partner does.

    A mark without a partner is not listed, so that one forgotten ” cannot swallow a paragraph.
    """
    partners: dict[int, int] = {}
    stack: list[int] = []
    waiting: dict[str, int] = {}
    for match in _SIGNS.finditer(text):
        i, char = match.start(), match.group()
        if char in PAIRS:
            stack.append(i)
            waiting[PAIRS[char]] = waiting.get(PAIRS[char], 0) + 1
        elif waiting.get(char):
            opening = stack.pop()
            while PAIRS[text[opening]] != char:
                waiting[PAIRS[text[opening]]] -= 1
                opening = stack.pop()
            waiting[char] -= 1
            partners[opening] = i
    return partners


def _item_start(text: str, start: int, i: int) -> int:
    """Where the item begins whose letter or number the dot at i closes; 0 if it closes none.

    At the start of a sentence, or after ; and : which it ends.
    """
    if text[i] != "." or not text[i + 1 : i + 2].isspace():
        return 0
    if start > 0 and i - start < _LONGEST_ITEM and _ITEM_LABEL.fullmatch(text, start, i):
        return start
    at = max(start, i - _LONGEST_ITEM)
    if not _ITEM.search(text[at:i]):
        return 0
    label = _ITEM_LABEL.search(text[at:i])
    return at + label.start() if label else 0


def _sentence_end(text: str, i: int, closed: int) -> int:
    """Where the sentence ends whose end mark stands at i; 0 if it goes on."""
    if text[i] == "\n":
        return i + 1
    if text[i] in ".．" and not _is_full_stop(text, i):
        return 0
    end = i + 1
    while end < len(text) and (text[end] in _TRAILING or text[end] in "。！？!?…"):
        end += 1
    if closed > i and (end <= closed or (end < len(text) and text[end] in _GOES_ON)):
        return 0
    while end < len(text) and text[end] in " \u3000\t\u00a0":
        end += 1
    return end


def _is_full_stop(text: str, i: int) -> bool:
    """Whether the dot ends a sentence, and is not part of a number, a label or an abbreviation."""
    before = text[max(0, i - 6) : i]
    if text[i] == "．":
        return not before[-1:].isascii()
    j = i + 1
    while j < len(text) and text[j] in _TRAILING:
        j += 1
    if j == len(text):
        return True
    if not text[j].isspace() or _ABBREVIATION.search(before) or _LABEL.search(before):
        return False
    return not text[j : j + 20].lstrip()[:1].islower()


def words(text: str) -> list[Word]:
    """The words of the text, which together are the whole of it."""
    found: list[Word] = []
    place = 0
    for word, pos in rjieba.tag(text):
        found.append(Word(place, place + len(word), word, pos))
        place += len(word)
    return found
