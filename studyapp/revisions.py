"""Revisions: how a document gets its text, and how its statements live on.

`accept` is the one door through which the text of a document changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2s
from itertools import count, groupby, pairwise

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from rapidfuzz.distance import Indel

from studyapp import amendments, bank, search
from studyapp.models import Document, Revision, Section, Statement, User
from studyapp.questions.carrying import carried
from studyapp.questions.cloze import DocumentTerms, choose_blanks, collect_terms
from studyapp.questions.remembered import once, remembering
from studyapp.text import statements as text_statements
from studyapp.text.normalize import fold
from studyapp.text.outline import Outline
from studyapp.text.outline import Section as OutlineSection
from studyapp.text.segment import Span
from studyapp.text.stored import outline_from_json, outline_to_json

READER_VERSION = 2
SAME_STATEMENT = 0.6
MOST_MARKS = 5


@dataclass(frozen=True, slots=True)
class Changes:
    """What a revision did to the statements of a document."""

    added: int = 0
    kept: int = 0
    changed: int = 0
    retired: int = 0


@contextmanager
def worked_out(outline: Outline, document: Document | None = None) -> Iterator[None]:
    """Within, `accept` of this outline finds the costly steps done, and does little but write.

    To be entered before a transaction begins: choosing marks and making questions takes seconds
    for a long text, in which SQLite would let nobody else write. What is found goes by what it was
    found from, so where a colleague's revision comes in between only what it changed is done anew.
    """
    with remembering() as begins:
        if begins:
            _work_out(document or Document(), outline)
        yield


def _work_out(document: Document, outline: Outline) -> None:
    sections = _sections_to_be(document, outline.sections)
    plan = _plan(document, outline, sections)
    for row, number in zip(plan.rows, _unsaved_numbers(), strict=False):
        row.pk = row.pk or number
    bank.work_out(plan.rows, plan.terms, sections)


def _sections_to_be(document: Document, outline: Sequence[OutlineSection]) -> list[Section]:
    """The rows of an outline's sections as they will be; none is stored."""
    old = list(document.sections.order_by("position")) if document.pk else []
    rows: list[Section] = []
    places = zip(outline, _continued(old, outline), _unsaved_numbers(), strict=False)
    for position, (item, row, number) in enumerate(places):
        section = row or Section(pk=number, document=document)
        section.position, section.level, section.body = position, item.level, item.body
        section.label, section.title = item.label, item.title
        rows.append(section)
    return rows


def _unsaved_numbers() -> Iterator[int]:
    """Stand for the ids of rows to come, which are greater than those of rows that are there."""
    return count(2**62)


@transaction.atomic
def accept(
    document: Document, outline: Outline, *, sha256: str, name: str = "", by: User | None = None
) -> Changes:
    """Make an outline the text of a document: its next revision.

    Statements that stand unchanged keep identity, memory, marks and questions; one between the
    same neighbours that shares 60 % of its characters is the same, one version on; others are
    retired, and wake when their text returns.
    """
    # Its key stays: learners who take the text up do not wait, and are waited for below.
    Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    sections = _write_sections(document, outline.sections)
    with remembering():
        changes = _write_statements(document, outline, sections)
    search.index(document)
    newest = document.revisions.aggregate(newest=Max("number"))["newest"] or 0
    Revision.objects.create(
        document=document,
        number=newest + 1,
        name=name[:255],
        sha256=sha256,
        reader_version=READER_VERSION,
        outline=outline_to_json(outline),
        author=by,
    )
    return changes


def _write_sections(document: Document, outline: Sequence[OutlineSection]) -> list[Section]:
    """The rows of an outline's sections, each the row of the section that it continues."""
    old = list(document.sections.order_by("position"))
    # Out of the way first: a position is unique in its document at every moment.
    document.sections.update(position=F("position") + 1_000_000)
    rows: list[Section] = []
    for position, (item, row) in enumerate(zip(outline, _continued(old, outline), strict=True)):
        section = row or Section(document=document)
        section.position, section.level, section.body = position, item.level, item.body
        section.label, section.title = item.label, item.title
        section.parent = rows[item.parent] if item.parent is not None else None
        section.save()
        rows.append(section)
    kept = {section.pk for section in rows}
    Section.objects.filter(pk__in=[row.pk for row in old if row.pk not in kept]).delete()
    return rows


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


@dataclass(slots=True)
class _Incoming:
    """A statement of the new text with its identity; `row` is what it will be stored as."""

    found: text_statements.Statement
    fingerprint: str
    occurrence: int
    row: Statement | None = None
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class _Plan:
    """The statements of the new text, marked: `former`, those reworded; `gone`, those no more."""

    incoming: list[_Incoming]
    rows: list[Statement]
    former: dict[int, Former]
    gone: list[Statement]
    terms: DocumentTerms

    @property
    def fresh(self) -> list[bool]:
        """Of each row whether its words are new."""
        pairs = zip(self.incoming, self.rows, strict=True)
        return [item.fresh or row.pk in self.former for item, row in pairs]


def _plan(document: Document, outline: Outline, sections: Sequence[Section]) -> _Plan:
    """Which statements the text will have, and where they may be blanked; nothing is stored."""
    incoming = _identify(outline.statements)
    stored = list(document.statements.order_by("position")) if document.pk else []
    by_identity = {(row.fingerprint, row.occurrence): row for row in stored}
    for item in incoming:
        item.row = by_identity.pop((item.fingerprint, item.occurrence), None)
        item.fresh = item.row is None
    left = [row for row in by_identity.values() if row.retired_at is None]
    changed = _match_changed(incoming, left, stored)
    former = {row.pk: Former(row) for row in left if row.pk in changed}
    gone = [row for row in left if row.pk not in changed]
    rows = _place(document, incoming, sections, changed)
    texts = tuple(row.text for row in rows)
    terms = once((collect_terms, texts), lambda: collect_terms(texts))
    _mark(rows, incoming, former, terms)
    plan = _Plan(incoming, rows, former, gone, terms)
    _choose_key_statements(rows, plan.fresh)
    return plan


def _write_statements(document: Document, outline: Outline, sections: Sequence[Section]) -> Changes:
    plan = _plan(document, outline, sections)
    former, now = plan.former, timezone.now()
    Statement.objects.filter(pk__in=[row.pk for row in plan.gone]).update(retired_at=now)
    _save_statements(plan.rows)
    bank.regenerate(plan.rows, plan.terms)
    amendments.ask_again(
        amendments.Amended(row, former[row.pk].parts) for row in plan.rows if row.pk in former
    )
    changed = len(former)
    added = sum(item.fresh for item in plan.incoming) - changed
    kept = len(plan.incoming) - added - changed
    return Changes(added=added, kept=kept, changed=changed, retired=len(plan.gone))


def lay_out(document: Document, outline: Outline, sections: Sequence[Section]) -> list[Statement]:
    """The statements a new document would get, marked and the key ones chosen; none is stored."""
    return _plan(document, outline, sections).rows


def _identify(found: Iterable[text_statements.Statement]) -> list[_Incoming]:
    seen: Counter[str] = Counter()
    incoming = []
    for statement in found:
        print_ = fingerprint(statement.kind, statement.text)
        incoming.append(_Incoming(statement, print_, seen[print_]))
        seen[print_] += 1
    return incoming


def fingerprint(kind: str, text: str) -> str:
    """What a statement is known by: its kind and folded words."""
    content = f"{kind}\n{fold(text) or text}"
    return blake2s(content.encode(), digest_size=16).hexdigest()


def _match_changed(
    incoming: Sequence[_Incoming], left: Sequence[Statement], stored: Sequence[Statement]
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
    incoming: Sequence[_Incoming],
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
    incoming: Sequence[_Incoming],
    former: Mapping[int, Former],
    terms: DocumentTerms,
) -> None:
    """Choose where new and reworded statements may be blanked; the others keep their marks."""
    quoted, listed = _quoted_spans(rows), _listed_spans(rows)
    for row, item in zip(rows, incoming, strict=True):
        if not item.fresh and row.pk not in former:
            continue
        taken = list(listed[row.section_id]) if row.kind in _LEAVING else []
        if row.kind == Statement.Kind.SENTENCE:
            taken += quoted[row.section_id]
        taken = [span for span in taken if span[0] < row.end and row.start < span[1]]
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


def _quoted_spans(rows: Iterable[Statement]) -> dict[int | None, list[Span]]:
    """Per section, the spans of its quotations."""
    spans: dict[int | None, list[Span]] = defaultdict(list)
    for row in rows:
        if row.kind == Statement.Kind.QUOTATION:
            spans[row.section_id].append((row.start, row.end))
    return spans


def _listed_spans(rows: Iterable[Statement]) -> dict[int | None, list[Span]]:
    """Per section, the spans of the members of its enumerations."""
    spans: dict[int | None, list[Span]] = defaultdict(list)
    for row in rows:
        if row.kind == Statement.Kind.ENUMERATION:
            spans[row.section_id] += [(row.start + a, row.start + b) for a, b in row.members]
    return spans


def choose_marks(row: Statement, terms: DocumentTerms, *, taken: Sequence[Span] = ()) -> list[Span]:
    """Where a statement may be blanked, the place most worth asking first; five at most.

    `taken`: spans of the section that finer statements ask, so that nothing is asked twice.
    """
    members = tuple((start, end) for start, end in row.members)
    # As in the bank, the terms are kept beside what was chosen with them.
    key = (choose_blanks, row.text, members, id(terms))
    _terms, chosen = once(
        key,
        lambda: (
            terms,
            choose_blanks(row.text, members=members, document=terms, limit=MOST_MARKS),
        ),
    )
    return [span for span in chosen if not _overlaps(span, row.start, taken)]


def _overlaps(span: Span, offset: int, taken: Sequence[Span]) -> bool:
    start, end = span[0] + offset, span[1] + offset
    return any(start < other_end and other_start < end for other_start, other_end in taken)


def _choose_key_statements(rows: Sequence[Statement], is_new: Sequence[bool]) -> None:
    """Key: the top third of what can be asked, by importance; at least one a section.

    Only new statements are decided on: of the others an editor may have thought otherwise.
    """
    askable = [row for row in rows if row.marks]
    ranked = sorted(askable, key=lambda row: (-row.importance, row.position))
    key = {id(row) for row in ranked[: -(-len(ranked) // 3)]}
    for _section, group in groupby(askable, key=lambda row: row.section_id):
        key.add(id(max(group, key=lambda row: row.importance)))
    for row, new in zip(rows, is_new, strict=True):
        row.is_key = id(row) in key if new else row.is_key


def _save_statements(rows: Sequence[Statement]) -> None:
    old = [row for row in rows if row.pk]
    written = [
        field.name
        for field in Statement._meta.concrete_fields
        if field.name not in {"id", "document"}
    ]
    Statement.objects.bulk_update(old, written, batch_size=100)
    Statement.objects.bulk_create([row for row in rows if not row.pk], batch_size=200)


def current_outline(document: Document) -> Outline:
    """The outline of the text now in force."""
    revision = document.revisions.first()
    assert revision is not None, "a document has a text from its first revision on"
    return outline_from_json(revision.outline)
