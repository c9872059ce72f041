"""What differs between two revisions, as pages show it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import pgettext_lazy

from studyapp.changes import (
    ADDED,
    CHANGED,
    KEPT,
    MOVED,
    REMOVED,
    Comparison,
    FactChange,
    Pieces,
    SectionChange,
    StatementChange,
    trimmed,
)
from studyapp.models import Document, Statement

SECTIONS_A_PAGE = 50
STATEMENTS_SHOWN = 100
AROUND_IN_STATEMENT = 200

KINDS = {
    ADDED: pgettext_lazy("a section or statement", "added"),
    REMOVED: pgettext_lazy("a section or statement", "removed"),
    CHANGED: pgettext_lazy("a section or statement", "changed"),
    MOVED: pgettext_lazy("a section or statement", "moved"),
}
FACTS = {"published": "published_on"}


def shown(comparison: Comparison, *, page: str) -> dict[str, Any]:
    """The context of a page about a comparison; the sections are divided into pages."""
    sections = Paginator(comparison.sections, SECTIONS_A_PAGE).get_page(page)
    statements = comparison.statements[:STATEMENTS_SHOWN]
    return {
        "comparison": comparison,
        "facts": [_fact(change) for change in comparison.facts],
        "sections": [_section(change) for change in sections],
        "page_of_sections": sections,
        "statements": [_statement(change) for change in statements],
        "more_statements": len(comparison.statements) - len(statements),
        **{f"statements_{kind}": comparison.counts.get(kind, 0) for kind in KINDS},
    }


def _fact(change: FactChange) -> dict[str, Any]:
    field = Document._meta.get_field(FACTS.get(change.name, change.name))
    return {"label": getattr(field, "verbose_name", change.name), "pieces": change.pieces}


def _section(change: SectionChange) -> dict[str, Any]:
    before, after = change.levels
    return {
        "kind": change.kind,
        "word": KINDS[change.kind],
        "moved": change.moved and change.kind == CHANGED,
        "heading": change.heading,
        "body": trimmed(change.body) if _differs(change.body) else (),
        "levels": change.levels if before != after and None not in change.levels else None,
    }


def _differs(pieces: Pieces) -> bool:
    return any(piece.kind != KEPT for piece in pieces)


def _statement(change: StatementChange) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "word": KINDS[change.kind],
        "sort": Statement.Kind(change.sort).label,
        "pieces": trimmed(change.pieces, around=AROUND_IN_STATEMENT),
    }
