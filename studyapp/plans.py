"""What a revision will make of a document, worked out and not yet written.

A plan is made without a lock, of a text that may not have a document yet; `revisions.accept` writes
it. Rows that are not stored stand in it under numbers greater than those of any that are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2s
from itertools import accumulate, count, groupby, pairwise
from typing import Any

from rapidfuzz.distance import Indel

from studyapp import bank, bulk, search
from studyapp.changes import SAME_STATEMENT
from studyapp.models import Document, Passage, Section, Statement
from studyapp.optimistic import State, state_of
from studyapp.questions.carrying import carried
from studyapp.questions.cloze import (
    DocumentTerms,
    choose_blanks,
    clause_blank,
    collect_terms,
)
from studyapp.questions.remembered import remembering
from studyapp.questions.residue import unaskable
from studyapp.questions.worth import is_worth_knowing, members_worth_asking, worth_asking
from studyapp.text import statements as text_statements
from studyapp.text.importance import IN_PASSING
from studyapp.text.normalize import fold
from studyapp.text.outline import Outline
from studyapp.text.outline import Section as OutlineSection
from studyapp.text.segment import Span
from studyapp.text.stored import outline_to_json

MOST_MARKS = 5
MATTERS = 0.5
"""Importance from which on a sentence is asked for something, if anything is sound."""


@dataclass(slots=True)
class Sections:
    """The sections of the new text; `gone` are the ids of those that are no more."""

    rows: list[Section]
    gone: list[int]


@dataclass(slots=True)
class Incoming:
    """A statement of the new text with its identity; `row` is what it will be stored as."""

    found: text_statements.Statement
    fingerprint: str
    occurrence: int
    row: Statement | None = None
    fresh: bool = True


@dataclass(slots=True)
class Statements:
    """The statements of the new text, marked: `former`, those reworded; `gone`, those no more;
    `stored` is what those that are there held by their id."""

    incoming: list[Incoming]
    rows: list[Statement]
    stored: dict[int, bulk.Values]
    former: dict[int, Former]
    gone: list[Statement]
    terms: DocumentTerms

    @property
    def fresh(self) -> list[bool]:
        """Of each row whether its words are new."""
        pairs = zip(self.incoming, self.rows, strict=True)
        return [item.fresh or row.pk in self.former for item, row in pairs]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a revision writes. It holds as long as the document is as it was `seen`."""

    outline: Outline
    seen: State
    sections: Sections
    statements: Statements
    questions: bank.Renewal
    passages: list[Passage]
    outline_stored: dict[str, Any] = field(repr=False)


def plan(document: Document, outline: Outline) -> Plan:
    """What accepting an outline as the text of a document takes; nothing is stored."""
    with remembering():
        seen = state_of(document)
        sections = _sections(document, outline.sections)
        statements = plan_statements(document, outline, sections.rows)
        for row, number in zip(statements.rows, _unsaved_numbers(), strict=False):
            row.pk = row.pk or number
        questions = bank.renewal(statements.rows, statements.terms, sections=sections.rows)
        questions.remarked.clear()  # The statements are written whole.
        return Plan(
            outline=outline,
            seen=seen,
            sections=sections,
            statements=statements,
            questions=questions,
            passages=search.passages(sections.rows),
            outline_stored=outline_to_json(outline),
        )


def _unsaved_numbers() -> Iterator[int]:
    """Stand for the ids of rows to come, which are greater than those of rows that are there."""
    return count(2**62)


def _sections(document: Document, outline: Sequence[OutlineSection]) -> Sections:
    """The rows of an outline's sections, each the row of the section that it continues."""
    old = list(document.sections.order_by("position")) if document.pk else []
    rows: list[Section] = []
    places = zip(outline, _continued(old, outline), _unsaved_numbers(), strict=False)
    for position, (item, row, number) in enumerate(places):
        section = row or Section(pk=number, document=document)
        section.position, section.level, section.body = position, item.level, item.body
        section.label, section.title = item.label, item.title
        section.parent = rows[item.parent] if item.parent is not None else None
        rows.append(section)
    kept = {section.pk for section in rows}
    return Sections(rows, [row.pk for row in old if row.pk not in kept])


def _continued(old: Sequence[Section], new: Sequence[OutlineSection]) -> list[Section | None]:
    """For each new section the stored one with its heading, else the one with its text.

    So that a reading place survives an inserted section, and a corrected heading too.
    """
    found: list[Section | None] = [None] * len(new)
    taken: set[int] = set()
    for known_by in (_by_heading, _by_body):
        waiting: dict[tuple[str, ...], deque[Section]] = defaultdict(deque)
        for row in old:
            if row.pk not in taken and known_by(row):
                waiting[known_by(row)].append(row)
        for at, item in enumerate(new):
            rows = waiting.get(known_by(item))
            if found[at] is None and rows:
                row = found[at] = rows.popleft()
                taken.add(row.pk)
    return found


def _by_heading(section: Section | OutlineSection) -> tuple[str, ...]:
    return (section.label, section.title)


def _by_body(section: Section | OutlineSection) -> tuple[str, ...]:
    return (section.body,) if section.body else ()


def lay_out(document: Document, outline: Outline, sections: Sequence[Section]) -> list[Statement]:
    """The statements a new document would get, marked and the key ones chosen; none is stored."""
    return plan_statements(document, outline, sections).rows


def plan_statements(
    document: Document, outline: Outline, sections: Sequence[Section]
) -> Statements:
    """Which statements the text will have, and where they may be blanked; nothing is stored."""
    incoming = _identify(outline.statements)
    stored = list(document.statements.order_by("position")) if document.pk else []
    values = {row.pk: bulk.values_of(row) for row in stored}
    by_identity = {(row.fingerprint, row.occurrence): row for row in stored}
    for item in incoming:
        item.row = by_identity.pop((item.fingerprint, item.occurrence), None)
        item.fresh = item.row is None
    left = [row for row in by_identity.values() if row.retired_at is None]
    changed = _match_changed(incoming, left, stored)
    former = {row.pk: Former(row) for row in left if row.pk in changed}
    gone = [row for row in left if row.pk not in changed]
    rows = _place(document, incoming, sections, changed)
    terms = collect_terms(row.text for row in rows)
    _mark(rows, incoming, former, terms)
    found = Statements(incoming, rows, values, former, gone, terms)
    _choose_key_statements(rows, found.fresh)
    return found


def _identify(found: Iterable[text_statements.Statement]) -> list[Incoming]:
    seen: Counter[str] = Counter()
    incoming = []
    for statement in found:
        print_ = fingerprint(statement.kind, statement.text)
        incoming.append(Incoming(statement, print_, seen[print_]))
        seen[print_] += 1
    return incoming


def fingerprint(kind: str, text: str) -> str:
    """What a statement is known by: its kind and folded words."""
    content = f"{kind}\n{fold(text) or text}"
    return blake2s(content.encode(), digest_size=16).hexdigest()


def _match_changed(
    incoming: Sequence[Incoming], left: Sequence[Statement], stored: Sequence[Statement]
) -> set[int]:
    """Give a statement that was reworded in place its former row; returns those rows' ids."""
    active = [row for row in stored if row.retired_at is None]
    follower = {before.pk: after for before, after in pairwise([_NOWHERE, *active])}
    leader = {after.pk: before for before, after in pairwise([*active, _NOWHERE])}
    free = {row.pk for row in left}
    changed: set[int] = set()
    for at, item in enumerate(incoming):
        if item.row is not None:
            continue
        previous = incoming[at - 1].row if at else _NOWHERE
        following = incoming[at + 1].row if at + 1 < len(incoming) else _NOWHERE
        beside = [
            follower.get(previous.pk) if previous else None,
            leader.get(following.pk) if following else None,
        ]
        for row in beside:
            if row is not None and row.pk in free and _is_same(row, item.found):
                item.row = row
                free.discard(row.pk)
                changed.add(row.pk)
                break
    return changed


# Stands before the first and after the last statement of a text.
_NOWHERE = Statement(pk=0)


def _is_same(row: Statement, found: text_statements.Statement) -> bool:
    """Whether a statement was reworded, not replaced: 60 % of the characters are the same."""
    alike = Indel.normalized_similarity(fold(row.text), fold(found.text))
    return row.kind == found.kind and alike >= SAME_STATEMENT


def _place(
    document: Document,
    incoming: Sequence[Incoming],
    sections: Sequence[Section],
    changed: set[int],
) -> list[Statement]:
    """The rows of the new text in its order, placed but not yet saved."""
    rows = []
    for position, item in enumerate(incoming):
        found = item.found
        row = item.row or Statement(document=document)
        item.row = row
        if row.pk in changed:
            row.version += 1
        row.position, row.retired_at = position, None
        row.fingerprint, row.occurrence = item.fingerprint, item.occurrence
        row.section = sections[found.section] if found.section is not None else None
        row.kind, row.text, row.start, row.end = found.kind, found.text, found.start, found.end
        row.lead_in, row.ordered = found.lead_in, found.ordered
        if item.fresh or row.pk in changed:
            # An editor's word on a statement outlives the next import of the same words.
            row.speaker, row.importance = found.speaker[:200], found.importance
        row.members = [list(span) for span in found.members]
        rows.append(row)
    return rows


class Former:
    """A statement as it was before it was reworded."""

    def __init__(self, row: Statement) -> None:
        self.text = row.text
        self.marks = [(start, end) for start, end in row.marks]
        self.parts = frozenset(part.key for part in row.parts)


def _mark(
    rows: Sequence[Statement],
    incoming: Sequence[Incoming],
    former: Mapping[int, Former],
    terms: DocumentTerms,
) -> None:
    """Choose where new and reworded statements may be blanked; the others keep their marks."""
    quoted, listed = _quoted_spans(rows), _listed_spans(rows)
    for row, item in zip(rows, incoming, strict=True):
        if not item.fresh and row.pk not in former:
            continue
        taken = listed[row.section_id].over(row) if row.kind in _LEAVING else []
        if row.kind == Statement.Kind.SENTENCE:
            taken += quoted[row.section_id].over(row)
        chosen: Sequence[Span] = choose_marks(row, terms, taken=taken)
        if row.pk in former:
            chosen = _marks_after(former[row.pk], row, chosen)
            row.__dict__.pop("parts", None)
        else:
            row.marks_edited = False
        row.marks = [list(span) for span in chosen]


def _marks_after(former: Former, row: Statement, chosen: Sequence[Span]) -> Sequence[Span]:
    """The marks of a reworded statement: those that it had, where their words stand now.

    What an editor marked stays so; else the places that are chosen anew join them. Members and
    headings are marked one and all.
    """
    if row.kind not in _LEAVING:
        return chosen
    kept = carried(former.marks, former.text, row.text)
    if row.marks_edited and kept:
        return kept
    row.marks_edited = False
    others = [span for span in chosen if not _overlaps(span, 0, kept)]
    most = max(len(former.marks), len(chosen))
    return [*kept, *others][:most]


# The kinds that leave words to the finer statements among them.
_LEAVING = (Statement.Kind.SENTENCE, Statement.Kind.QUOTATION)


class _Spans:
    """Spans of a section, of which a few lie over any statement."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]
        self._reach = list(accumulate((end for _, end in self._spans), max))

    def over(self, row: Statement) -> list[Span]:
        """Those that share a character with the statement."""
        first, last = bisect_right(self._reach, row.start), bisect_left(self._starts, row.end)
        return [span for span in self._spans[first:last] if row.start < span[1]]


def _quoted_spans(rows: Sequence[Statement]) -> dict[int | None, _Spans]:
    """Per section, the spans of its quotations."""
    spans: dict[int | None, list[Span]] = {row.section_id: [] for row in rows}
    for row in rows:
        if row.kind == Statement.Kind.QUOTATION:
            spans[row.section_id].append((row.start, row.end))
    return {section: _Spans(found) for section, found in spans.items()}


def _listed_spans(rows: Sequence[Statement]) -> dict[int | None, _Spans]:
    """Per section, the spans of the members of its enumerations."""
    spans: dict[int | None, list[Span]] = {row.section_id: [] for row in rows}
    for row in rows:
        if row.kind == Statement.Kind.ENUMERATION:
            spans[row.section_id] += [(row.start + a, row.start + b) for a, b in row.members]
    return {section: _Spans(found) for section, found in spans.items()}


def choose_marks(row: Statement, terms: DocumentTerms, *, taken: Sequence[Span] = ()) -> list[Span]:
    """Where a statement may be blanked, the place most worth asking first; five at most.

    `taken`: spans of the section that finer statements ask, so that nothing is asked twice. What
    is said in passing is only read.
    """
    if row.kind in _LEAVING and not is_worth_knowing(row.text, row.importance, document=terms):
        return []
    members = tuple((start, end) for start, end in row.members)
    refused = unaskable(row.text)

    def free(spans: Iterable[Span]) -> list[Span]:
        return [
            span
            for span in spans
            if not _overlaps(span, row.start, taken) and not _overlaps(span, 0, refused)
        ]

    chosen = free(choose_blanks(row.text, members=members, document=terms, limit=MOST_MARKS))
    if members:
        return list(members_worth_asking(row.text, chosen, row.importance, document=terms))
    matters = row.importance >= MATTERS
    # What a sentence defines is added to what was chosen of it.
    asked = free(worth_asking(row.text, chosen, document=terms, matters=matters))
    return asked or free(clause_blank(row.text, terms))


def _overlaps(span: Span, offset: int, taken: Sequence[Span]) -> bool:
    start, end = span[0] + offset, span[1] + offset
    return any(start < other_end and other_start < end for other_start, other_end in taken)


def _choose_key_statements(rows: Sequence[Statement], is_new: Sequence[bool]) -> None:
    """Key: the top third of what can be asked, by importance; at least one a section.

    What is said in passing is never key, even where a section says nothing else. Only new
    statements are decided on: of the others an editor may have thought otherwise.
    """
    askable = [row for row in rows if row.marks and row.importance > IN_PASSING]
    ranked = sorted(askable, key=lambda row: (-row.importance, row.position))
    key = {id(row) for row in ranked[: -(-len(ranked) // 3)]}
    for _section, group in groupby(askable, key=lambda row: row.section_id):
        key.add(id(max(group, key=lambda row: row.importance)))
    for row, new in zip(rows, is_new, strict=True):
        row.is_key = id(row) in key if new else row.is_key
