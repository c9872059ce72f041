"""How the text of a reading page is set: its paragraphs, sentences and terms."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from studyapp.models import Document, Scope, Statement
from studyapp.reading import Stretch
from studyapp.text.segment import Span

# Steps of predicted recall behind the words: unsure below the first figure, known from the last.
SHADES = ((0.9, "strong"), (0.7, "fair"), (0.0, "weak"))
LOWEST_RANK = 4
SPECIMEN_LENGTH, SPECIMENS = 60, 50
# What keeps its first character where the rest is hidden: Han and figures up to the next mark of
# punctuation, or one Latin word. static/studyapp/js/reading-page.js cuts alike.
CLAUSE = re.compile(r"(?:(?![A-Za-zÀ-ɏ_])\w)+|[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ\u0300-\u036f’']*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a run, hidden or not."""

    text: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Words set alike: a term that may be hidden, or what stands between terms.

    It is one piece, except where only the first characters of its clauses are shown.
    """

    pieces: tuple[Piece, ...]
    is_term: bool

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence statement as the reading page shows it.

    `shade` is strong, fair or weak by predicted recall, empty where nothing was tested yet;
    `is_revised` that its words changed since the learner's last answer.
    """

    statement: int
    is_key: bool
    shade: str
    runs: tuple[Run, ...]
    is_revised: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its number in its section and its passages in order."""

    number: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch as it is set: its heading's rank (1-4, 0 for none above it) and its paragraphs."""

    stretch: Stretch
    rank: int
    paragraphs: tuple[Paragraph, ...]


def set_page(
    stretches: Sequence[Stretch],
    statements: Iterable[Statement],
    recall: Mapping[int, float],
    *,
    first_only: bool = False,
) -> list[Block]:
    """Set stretches one below the other.

    `recall` is the predicted recall of statements that were tested; `first_only` hides all but the
    first character of every clause.
    """
    by_section: dict[int | None, list[Statement]] = {}
    for statement in statements:
        by_section.setdefault(statement.section_id, []).append(statement)
    blocks = []
    for stretch, rank in zip(stretches, heading_ranks(stretches), strict=True):
        found = by_section.get(stretch.section.pk, [])
        paragraphs = set_paragraphs(stretch, found, recall, first_only=first_only)
        blocks.append(Block(stretch, rank, tuple(paragraphs)))
    return blocks


def heading_ranks(stretches: Sequence[Stretch]) -> list[int]:
    """How deep each heading stands on its page: no rank is skipped, whatever the levels are.

    The page's own heading has rank 1; 0 is a stretch without a heading above it.
    """
    ranks: list[int] = []
    above: list[int] = []
    for at, stretch in enumerate(stretches):
        section = stretch.section
        if at and (not section.heading or not stretch.starts_section or stretch.label):
            ranks.append(0)
            continue
        while len(above) > 1 and above[-1] >= section.level:
            above.pop()
        above.append(section.level)
        ranks.append(min(len(above), LOWEST_RANK))
    return ranks


def set_paragraphs(
    stretch: Stretch,
    statements: Sequence[Statement],
    recall: Mapping[int, float],
    *,
    first_only: bool = False,
) -> list[Paragraph]:
    """The paragraphs of a stretch with their statements, terms and shades.

    `statements` are the section's; `recall` is the predicted recall of those that were tested.
    """
    places = _Places(s for s in statements if s.kind != "outline")
    offset = 0
    paragraphs = []
    for number, text in enumerate(stretch.section.paragraphs):
        if stretch.first <= number < stretch.end:
            span = (offset, offset + len(text))
            passages = _passages(stretch.section.body, span, places, recall)
            if first_only:
                passages = tuple(only_first_characters(passage) for passage in passages)
            paragraphs.append(Paragraph(number, passages))
        offset += len(text) + 1
    return paragraphs


def _set_statement(statement: Statement) -> Passage:
    """One statement by itself, its terms apart."""
    terms = _merged((start, end) for start, end in statement.marks)
    runs = _runs(statement.text, (0, len(statement.text)), terms)
    return Passage(statement.pk, statement.is_key, "", runs)


def specimen(document: Document) -> Passage | None:
    """A short sentence of a document with one to three terms, to show what they are."""
    statements = document.statements.in_scope(Scope.KEY).filter(kind=Statement.Kind.SENTENCE)
    short = (s for s in statements[:SPECIMENS] if len(s.text) <= SPECIMEN_LENGTH)
    found = next((s for s in short if 1 <= len(s.marks) <= 3), None)
    return _set_statement(found) if found else None


def only_first_characters(passage: Passage) -> Passage:
    """A passage of which every clause shows its first character; a clause may go on over runs."""
    runs = []
    before = ""
    for run in passage.runs:
        runs.append(Run(tuple(_cut_clauses(run.text, goes_on=before.isalnum())), run.is_term))
        before = run.text[-1:]
    return replace(passage, runs=tuple(runs))


def _cut_clauses(text: str, *, goes_on: bool) -> Iterable[Piece]:
    at = 0
    for clause in CLAUSE.finditer(text):
        start = clause.start() + (0 if goes_on and clause.start() == 0 else 1)
        yield Piece(text[at:start], is_hidden=False)
        yield Piece(text[start : clause.end()], is_hidden=True)
        at = clause.end()
    yield Piece(text[at:], is_hidden=False)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


class _Places:
    """The statements and terms of a section, found by their place.

    Looked up and not gone through, because a section may have a page of a thousand sentences.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.statements = sorted(statements, key=lambda s: s.start)
        self.starts = [s.start for s in self.statements]
        self.longest = max((s.end - s.start for s in self.statements), default=0)
        self.terms = _merged(
            (s.start + a, s.start + b) for s in self.statements for a, b in s.marks
        )
        self.term_ends = [end for _start, end in self.terms]

    def touching(self, start: int, end: int) -> list[Statement]:
        """The statements that share a character with a span, in the order of the text."""
        first = bisect_left(self.starts, start - self.longest)
        last = bisect_left(self.starts, end)
        return [s for s in self.statements[first:last] if start < s.end]

    def terms_in(self, start: int, end: int) -> Iterator[Span]:
        for at in range(bisect_right(self.term_ends, start), len(self.terms)):
            if self.terms[at][0] >= end:
                return
            yield self.terms[at]


def _passages(
    body: str, paragraph: Span, places: _Places, recall: Mapping[int, float]
) -> tuple[Passage, ...]:
    passages = []
    for start, end in _tiles(places.touching(*paragraph), *paragraph):
        touching = places.touching(start, end)
        runs = _runs(body, (start, end), places.terms_in(start, end))
        shade = _shade([recall[s.pk] for s in touching if s.pk in recall])
        is_key = any(s.is_key for s in touching)
        pk = touching[0].pk if touching else 0
        is_revised = any(s.is_revised for s in touching)
        passages.append(Passage(pk, is_key, shade, runs, is_revised))
    return tuple(passages)


def _tiles(statements: Sequence[Statement], start: int, end: int) -> list[Span]:
    """The paragraph cut where a sentence statement begins; finer statements cut nothing."""
    cuts = {start, end}
    reach = start
    for statement in statements:
        if statement.start >= reach:
            cuts.add(max(statement.start, start))
            reach = max(reach, statement.end)
    ordered = sorted(cuts)
    return list(pairwise(ordered))


def _runs(body: str, span: Span, terms: Iterable[Span]) -> tuple[Run, ...]:
    at, end = span
    runs = []
    for term_start, term_end in terms:
        first, last = max(term_start, at), min(term_end, end)
        if first < last:
            if at < first:
                runs.append(_run(body[at:first], is_term=False))
            runs.append(_run(body[first:last], is_term=True))
            at = last
    if at < end:
        runs.append(_run(body[at:end], is_term=False))
    return tuple(runs)


def _run(text: str, *, is_term: bool) -> Run:
    return Run((Piece(text, is_hidden=False),), is_term)


def _shade(recalls: Sequence[float]) -> str:
    if not recalls:
        return ""
    return next(name for least, name in SHADES if min(recalls) >= least)
