"""What a learner keeps getting wrong, in practice too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from studyapp import corrected
from studyapp.models import Attempt, Document, Question, Statement, User

from .history import MISSED, Changes, own_corrections

OPENING = 4
"""Characters that are left of a statement that is covered whole, to tell which it is."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A statement and how often an answer to it was wrong, or close only."""

    statement: int
    document: int
    misses: int


def missed(learner: User, changed: Changes) -> tuple[Missed, ...]:
    """The statements a learner has missed, the most misses first, then in the order of the text."""
    readable = Document.objects.readable_by(learner).values("pk")
    rows = (
        Attempt.objects.filter(learner=learner, verdict__in=MISSED)
        .filter(statement__retired_at=None, statement__document__in=readable)
        .order_by()
        .values_list("statement", "statement__document")
        .annotate(misses=Count("id"))
    )
    forgiven = Counter(c.statement for c in changed.values() if _is_forgiven(c.before, c.verdict))
    found = [Missed(pk, document, count - forgiven[pk]) for pk, document, count in rows]
    found = [each for each in found if each.misses > 0]
    return tuple(sorted(found, key=lambda each: (-each.misses, each.document, each.statement)))


def _is_forgiven(before: str, verdict: str) -> bool:
    return before in MISSED and verdict not in MISSED


def last_misses(learner: User, statements: Sequence[int]) -> dict[int, Attempt]:
    """The last answer to each of these statements that still counts as missed."""
    attempts = (
        Attempt.objects.filter(learner=learner, statement__in=statements, verdict__in=MISSED)
        .select_related("question", "statement__section", "statement__document")
        .prefetch_related(own_corrections(learner))
        .order_by("received_at", "position")
    )
    last: dict[int, Attempt] = {}
    for attempt in attempts:
        held = corrected.holding(attempt)
        if not held.undone and held.verdict in MISSED:
            last[attempt.statement_id] = attempt
    return last


@dataclass(frozen=True, slots=True)
class SheetPiece:
    """A stretch of a statement on the printed sheet, covered where it was missed.

    `whole`: it is the statement, or all of it but the first characters of a longer one.
    """

    text: str
    covered: bool
    whole: bool = False


def sheet(attempt: Attempt) -> tuple[SheetPiece, ...]:
    """A statement with the parts covered that were missed, and with what tells which it is.

    Of one whose source was missed that is covered; all of one that has none of those parts.
    """
    statement: Statement = attempt.statement
    if attempt.kind == Question.Kind.SOURCE and attempt.question is not None:
        source = SheetPiece(attempt.question.right_answers[0], covered=True)
        return (SheetPiece(f"{statement.text.strip()} —— ", covered=False), source)
    wrong = {g["part"] for g in corrected.holding(attempt).grades if g["verdict"] != "right"}
    pieces, at = [], 0
    for part in statement.parts:
        if part.key in wrong:
            pieces += [SheetPiece(statement.text[at : part.start], covered=False)]
            pieces += [SheetPiece(part.text, covered=True)]
            at = part.end
    if not pieces:
        # What is led in to is told by that; of what is short too little would be left to fill in.
        is_short = len(statement.text) <= 2 * OPENING
        at = 0 if statement.lead_in or is_short else OPENING
        pieces += [SheetPiece(statement.text[:at], covered=False)]
        pieces += [SheetPiece(statement.text[at:], covered=True, whole=True)]
    else:
        pieces += [SheetPiece(statement.text[at:], covered=False)]
    return tuple(piece for piece in pieces if piece.text)
