"""Candidate blanks: the spans of a statement that a blank could stand for, before any is preferred.

A candidate begins and ends where a word does, has no quotation mark at its edge, is no function
word, and what it says stands nowhere else in the statement.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from studyapp.questions.remembered import remembered
from studyapp.questions.soundness import MAX_CHARS, MAX_WORDS, Chunker
from studyapp.questions.tokens import tokens
from studyapp.questions.traits import traits
from studyapp.questions.wordlists import COPULAS, GENERIC
from studyapp.text.segment import Word

CLAUSE_END = frozenset("，。；：！？…,;:!?\n")
_NAMING = COPULAS - {"为", "作为", "成为"}
_WRAPPED = re.compile(
    r"“([^“”]{2,16})”|‘([^‘’]{2,16})’|《([^《》]{2,40})》|「([^「」]{2,24})」|『([^『』]{2,24})』"
)
_STOPS = re.compile(r"[，。；：！？…,;:!?（）()\[\]【】]|^.{8,}、|、.{8,}$|、.*、")
"""What a set term in quotation marks does not hold; one 、 between short halves it may."""
_FIGURE = re.compile(r"[0-9０-９]+(?:[.,][0-9０-９]+)*(?=[^0-9０-９.,～~—–/:：-]*$)")
_LABEL = re.compile(
    r"\s*(?:第[零〇一二三四五六七八九十百千0-9]+[编章节条款项]|[（(]?[0-9一二三四五六七八九十]+[)）、.．]"
    r"|(?:Article|Section|Chapter|Part) [0-9IVXLC]+)"
)


class Candidate(NamedTuple):
    """A span that may be blanked. `first` and `last` are the places of its words in the sentence.

    `kind`: "title", "quoted", "number" (with its unit), "figure" (without), "date", "name",
    "phrase" (a set phrase), "modal", "generic" (a noun anyone might guess), "term".
    """

    start: int
    end: int
    text: str
    kind: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement read for blank choice: its words, and where each clause begins."""

    text: str
    words: tuple[Word, ...]
    clauses: tuple[int, ...]

    def clause(self, offset: int) -> int:
        """The number of the clause in which the offset lies, from 0."""
        return bisect_right(self.clauses, offset) - 1


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the clause, or clauses, in which the span from `start` to `end` lies."""
    while start > 0 and text[start - 1] not in CLAUSE_END:
        start -= 1
    while end < len(text) and text[end] not in CLAUSE_END:
        end += 1
    return start, end


@remembered(last=4096)
def read_sentence(text: str) -> Sentence:
    """Segment a statement; the last ones are kept, since terms and blanks both need them."""
    starts = [0]
    for at, char in enumerate(text):
        if char in CLAUSE_END and at + 1 < len(text):
            starts.append(at + 1)
    return Sentence(text=text, words=tuple(tokens(text)), clauses=tuple(starts))


def candidates(sentence: Sentence) -> list[Candidate]:
    """Every sound candidate of the sentence, in the order of the text, each span once."""
    wrapped = _wrapped(sentence)
    found = {(candidate.start, candidate.end): candidate for candidate in wrapped}
    for candidate in _figures(sentence):
        found.setdefault((candidate.start, candidate.end), candidate)
    chunker = Chunker(sentence.words)
    for first, last in _runs(sentence.words):
        for begin, end, kind in chunker.chunks(first, last):
            candidate = _candidate(sentence, begin, end, kind)
            found.setdefault((candidate.start, candidate.end), candidate)
        for candidate in _predicates(sentence, chunker, first, last):
            found.setdefault((candidate.start, candidate.end), candidate)
    label = _LABEL.match(sentence.text)
    opening = label.end() if label else 0
    return [
        candidate
        for candidate in sorted(found.values(), key=lambda one: (one.start, one.end))
        if candidate.start >= opening
        and sentence.text.count(candidate.text) == 1
        and not _is_fragment(candidate, wrapped)
        and not sentence.text.endswith(("所称", "所称的"), 0, candidate.start)
    ]


def _is_fragment(candidate: Candidate, wrapped: list[Candidate]) -> bool:
    """Whether it is only a piece of a set term: 一公里 of “最初一公里”."""
    return any(
        whole.start <= candidate.start
        and candidate.end <= whole.end
        and candidate is not whole
        and (whole.kind == "title" or whole.end - whole.start <= 12)
        for whole in wrapped
    )


def _wrapped(sentence: Sentence) -> list[Candidate]:
    """Terms in quotation marks and titles, whole, their marks left outside."""
    found = []
    starts = [word.start for word in sentence.words]
    for match in _WRAPPED.finditer(sentence.text):
        body = match.group(match.lastindex or 0)
        start, end = match.start() + 1, match.end() - 1
        title = match.group()[0] == "《"
        if not any(char.isalnum() for char in body) or (not title and _STOPS.search(body)):
            continue
        first = bisect_right(starts, start) - 1
        last = bisect_right(starts, end - 1) - 1
        kind = "title" if title else "quoted"
        found.append(Candidate(start, end, body, kind, first, last))
    return found


def _figures(sentence: Sentence) -> list[Candidate]:
    """Arabic figures without the unit that follows them, which is then left standing."""
    found = []
    for at, word in enumerate(sentence.words):
        match = _FIGURE.match(word.text) if word.pos == "num" else None
        if match and word.text[match.end() : match.end() + 1] not in ("", "%", "％", "‰"):
            end = word.start + match.end()
            found.append(Candidate(word.start, end, match.group(), "figure", at, at))
    return found


def _runs(words: tuple[Word, ...]) -> list[tuple[int, int]]:
    """First and last word of each stretch without punctuation, links, torn words, or a gap."""
    runs: list[tuple[int, int]] = []
    begin: int | None = None
    for at, word in enumerate(words):
        parted = word.pos in ("x", "link") or traits(word).torn
        gap = begin is not None and word.start > words[at - 1].end
        if begin is not None and (parted or (gap and not _are_latin(words[at - 1], word))):
            runs.append((begin, at - 1))
            begin = None
        if begin is None and not parted:
            begin = at
    if begin is not None:
        runs.append((begin, len(words) - 1))
    return runs


def _are_latin(left: Word, right: Word) -> bool:
    return left.text[-1].isascii() and right.text[0].isascii()


def _predicates(sentence: Sentence, chunker: Chunker, first: int, last: int) -> list[Candidate]:
    """What a copula says of its subject, to the end of the clause, however many words it takes."""
    words = sentence.words
    return [
        _candidate(sentence, at, last, "term")
        for at in range(first + 1, last - MAX_WORDS + 1)
        if words[at - 1].text in _NAMING
        and chunker.may_open(at, first)
        and words[at].text not in GENERIC
        and words[last].end - words[at].start <= MAX_CHARS
        and chunker.may_close(last, last)
    ]


def _candidate(sentence: Sentence, begin: int, end: int, kind: str) -> Candidate:
    start, stop = sentence.words[begin].start, sentence.words[end].end
    return Candidate(start, stop, sentence.text[start:stop], kind, begin, end)
