"""Revisions: how a document gets its text, and how its statements live on.

`accept` is the one door through which the text of a document changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max
from django.utils import timezone

from studyapp import amendments, bank, bulk, search
from studyapp.models import Document, Revision, Section, Statement, User
from studyapp.optimistic import Outdated, state_of
from studyapp.plans import MOST_MARKS, Plan, Sections, Statements, lay_out, plan
from studyapp.questions.remembered import remembering
from studyapp.text.outline import Outline
from studyapp.text.stored import outline_from_json

__all__ = ["MOST_MARKS", "Changes", "accept", "current_outline", "lay_out", "worked_out"]

READER_VERSION = 4
OUT_OF_THE_WAY = 1_000_000

# The plan that is at hand, while it has not been carried out.
_at_hand: ContextVar[list[Plan]] = ContextVar("plan")


@dataclass(frozen=True, slots=True)
class Changes:
    """What a revision did to the statements of a document."""

    added: int = 0
    kept: int = 0
    changed: int = 0
    retired: int = 0


@contextmanager
def worked_out(outline: Outline, document: Document | None = None) -> Iterator[None]:
    """Within, `accept` of this outline finds all worked out, and does nothing but write.

    To be entered before a transaction begins (`optimistic`).
    """
    if any(found.outline == outline for found in _at_hand.get([])):
        yield
        return
    with remembering():
        token = _at_hand.set([plan(document or Document(), outline)])
        try:
            yield
        finally:
            _at_hand.reset(token)


def _plan(document: Document, outline: Outline) -> Plan:
    """The plan that is at hand, where the document is still as it was; else another."""
    at_hand = _at_hand.get([])
    found = at_hand.pop() if at_hand else None
    if found is not None and found.outline == outline and found.seen == state_of(document):
        return found
    return plan(document, outline)


@transaction.atomic
def accept(
    document: Document,
    outline: Outline,
    *,
    sha256: str,
    name: str = "",
    by: User | None = None,
    based_on: int | None = None,
) -> Changes:
    """Make an outline the text of a document: its next revision.

    Statements that stand unchanged keep identity, memory, marks and questions; one between the
    same neighbours that shares 60 % of its characters is the same, one version on; others are
    retired, and wake when their text returns.

    `based_on`: the number of the revision that the outline was made from; raises Outdated where
    another is in force by now.
    """
    newest = _hold(document)
    if based_on not in (None, newest):
        raise Outdated
    found = _plan(document, outline)
    _carry_out(document, found)
    Revision.objects.create(
        document=document,
        number=newest + 1,
        name=name[:255],
        sha256=sha256,
        reader_version=READER_VERSION,
        outline=found.outline_stored,
        author=by,
    )
    return _changes(found.statements)


def _hold(document: Document) -> int:
    """Hold a document until the transaction ends; the number of its newest revision, 0 for none."""
    # Its key stays: learners who take the text up do not wait, and are waited for below.
    Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    return document.revisions.aggregate(newest=Max("number"))["newest"] or 0


def _carry_out(document: Document, found: Plan) -> None:
    _write_sections(document, found.sections)
    _write_statements(document, found.statements)
    bank.write(found.questions)
    _ask_again(found.statements)
    search.write(document, found.passages)


def _write_sections(document: Document, found: Sections) -> None:
    # Out of the way first: a position is unique in its document at every moment.
    document.sections.update(position=F("position") + OUT_OF_THE_WAY)
    fresh = [row for row in found.rows if row._state.adding]
    for row in fresh:
        row.document = document
    # They may point at parents that have no id yet; which is looked at when all is written.
    bulk.insert(fresh)
    stored = list(document.sections.all())
    _take_ids(fresh, {row.position: row.pk for row in stored}, attrgetter("position"))
    before = {row.pk: bulk.values_of(row) for row in stored}
    bulk.update((row, before[row.pk]) for row in found.rows)
    Section.objects.filter(pk__in=found.gone).delete()


def _write_statements(document: Document, found: Statements) -> None:
    gone = [row.pk for row in found.gone]
    Statement.objects.filter(pk__in=gone).update(retired_at=timezone.now())
    fresh = [row for row in found.rows if row._state.adding]
    bulk.update((row, found.stored[row.pk]) for row in found.rows if row.pk in found.stored)
    for row in fresh:
        row.document = document
    bulk.insert(fresh)
    if fresh:
        known = document.statements.values_list("fingerprint", "occurrence", "pk")
        ids = {(print_, occurrence): pk for print_, occurrence, pk in known}
        _take_ids(fresh, ids, attrgetter("fingerprint", "occurrence"))


def _take_ids(
    rows: Iterable[Section] | Iterable[Statement],
    ids: Mapping[Any, int],
    known_by: Callable[[Any], Any],
) -> None:
    """Give rows that were stored just now the ids that the database gave them."""
    for row in rows:
        row.pk = ids[known_by(row)]
        row._state.adding, row._state.db = False, connection.alias


def _ask_again(found: Statements) -> None:
    former = found.former
    amendments.ask_again(
        amendments.Amended(row, former[row.pk].parts) for row in found.rows if row.pk in former
    )


def _changes(found: Statements) -> Changes:
    changed = len(found.former)
    added = sum(item.fresh for item in found.incoming) - changed
    kept = len(found.incoming) - added - changed
    return Changes(added=added, kept=kept, changed=changed, retired=len(found.gone))


def current_outline(document: Document) -> Outline:
    """The outline of the text now in force."""
    revision = document.revisions.first()
    assert revision is not None, "a document has a text from its first revision on"
    return outline_from_json(revision.outline)
