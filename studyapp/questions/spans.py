"""Every span of a sentence that an examiner might blank, sound or not: what the ranker ranks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import TypeAlias

from studyapp.text.segment import Word

CLAUSE_END = frozenset("，。；：！？…,;:!?\n")
_INNER = frozenset("、“”‘’「」『』《》〈〉（）()【】[]—·－-/～~ \u3000\"'")
_HAN_DIGITS = frozenset("零〇一二三四五六七八九十百千万亿两半几")
_AMOUNTS = frozenset({"num", "date", "m", "t"})
_UNCUT = frozenset({"latin", "stop", "link"})
_ENDINGS = frozenset(
    "国代朝节度市县区省级时期类型性化法者人族派院会部局厅式体制权力员家学系军队城山河江湖关寨门洲岛"
    "年月日个名次倍所把座条届"
)
"""Characters that examiners cut from the word they close: 唐|代, 湖南|省."""
_OPENINGS = frozenset("第每各该其古大小老新前后上下东西南北中")
_WRAPPED = re.compile(
    r"“([^“”]{1,40})”|‘([^‘’]{1,40})’|《([^《》]{1,40})》|「([^「」]{1,40})」|『([^『』]{1,40})』"
)
_LIST_JOINS = ("、", "”“", "》《", "”、“", "》、《")
MAX_WORDS = 7
MAX_LONG, MAX_LIST = 30, 40
"""Characters that the head or tail of a clause, and part of a list, may take."""
LIST_SIZE, CLAUSES_SIZE = 8, 9
"""Sizes given to spans over a list and over two clauses, beyond those of plain chunks."""
LONGEST_RUN = 60
"""Words between two punctuation marks that are read; no sentence worth asking has more."""

_COUNTS = range(1, MAX_WORDS + 1)

Run = Sequence[Word]
Found: TypeAlias = defaultdict[int, dict[int, int]]
"""How many words the span takes that begins at the first offset and ends at the second."""


def spans(text: str, words: Sequence[Word]) -> Found:
    """Spans that might be blanked and how many words each takes, by beginning and end.

    Chunks of up to seven words, one end of which may cut a word; amounts without unit; what
    quotation and title marks hold; heads and tails of clauses; parts of lists; two clauses.
    """
    runs = _runs(words)
    found: Found = defaultdict(dict)
    for run in runs:
        _add_chunks(found, run)
        _add_long(found, run)
    for match in _WRAPPED.finditer(text):
        start, end = match.span()
        found[start + 1].setdefault(end - 1, 1 + (end - start) // 2)
    _add_lists(found, text, runs)
    _add_clauses(found, text, runs)
    return found


def _runs(words: Sequence[Word]) -> list[Run]:
    """The stretches of words between punctuation marks."""
    runs: list[Run] = []
    begin = 0
    for at, word in enumerate(words):
        parts = len(word.text) == 1 and (word.text in CLAUSE_END or word.text in _INNER)
        if parts or at - begin >= LONGEST_RUN:
            if begin < at:
                runs.append(words[begin:at])
            begin = at + 1 if parts else at
    if begin < len(words):
        runs.append(words[begin:])
    return runs


def _add_chunks(found: Found, run: Run) -> None:
    cuts = [_cuts(word) for word in run]
    closings = [word.end for word in run]
    for first, opening in enumerate(run):
        ends = found[opening.start]
        ends.update(zip(closings[first : first + MAX_WORDS], _COUNTS, strict=False))
        for count, inner in enumerate(cuts[first : first + 3], start=1):
            for cut in inner:
                ends.setdefault(cut, count)
        for cut in cuts[first]:
            for count, end in enumerate(closings[first : first + 2], start=1):
                found[cut].setdefault(end, count)
        if opening.pos in _AMOUNTS:
            for begin, end in combinations(cuts[first], 2):
                found[begin].setdefault(end, 1)


def _cuts(word: Word) -> list[int]:
    """Offsets within the word where examiners do cut, though the segmenter does not."""
    text, start = word.text, word.start
    size = len(text)
    if size == 1 or word.pos in _UNCUT:
        return []
    if word.pos in _AMOUNTS:
        signs = [char.isdigit() or char in _HAN_DIGITS or char in ".,/:：" for char in text]
        return [start + at for at in range(1, size) if signs[at - 1] != signs[at]]
    if size == 2:
        return [start + 1] if text[1] in _ENDINGS or text[0] in _OPENINGS else []
    if size < 5:
        return [start + at for at in range(1, size)]
    return [start + 1, start + 2, start + size - 2, start + size - 1]


def _add_long(found: Found, run: Run) -> None:
    """Tails and heads of a clause that take more words than a chunk may."""
    start, end = run[0].start, run[-1].end
    for at in range(len(run) - MAX_WORDS):
        if end - run[at].start <= MAX_LONG:
            found[run[at].start][end] = len(run) - at
        last = at + MAX_WORDS
        if run[last].end - start <= MAX_LONG:
            found[start][run[last].end] = last + 1


def _add_lists(found: Found, text: str, runs: Sequence[Run]) -> None:
    """From one of the last words before a list mark to one of the first after the last mark."""
    at = 0
    while at < len(runs):
        last = at
        while last + 1 < len(runs) and _between(text, runs, last) in _LIST_JOINS:
            last += 1
            for opening in runs[at][-3:]:
                for closing in runs[last][:3]:
                    if closing.end - opening.start <= MAX_LIST:
                        found[opening.start].setdefault(closing.end, LIST_SIZE)
        at = max(last, at + 1)


def _between(text: str, runs: Sequence[Run], at: int) -> str:
    return text[runs[at][-1].end : runs[at + 1][0].start]


def _add_clauses(found: Found, text: str, runs: Sequence[Run]) -> None:
    """A short clause whole, with the end of the one before it: 大怒，下令将其斩杀."""
    for at in range(len(runs) - 1):
        end = runs[at + 1][-1].end
        if _between(text, runs, at) == "，" and end - runs[at][0].start <= MAX_LONG:
            for opening in runs[at][-3:]:
                found[opening.start].setdefault(end, CLAUSES_SIZE)
