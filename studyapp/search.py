"""Searching the library: which documents hold some words, and where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery

from studyapp.models import Document, Section
from studyapp.models.content import DocumentQuerySet
from studyapp.text.segment import Span

# Characters shown on either side of the words that were found.
REACH = 24


@dataclass(frozen=True, slots=True)
class Found:
    """The first place in a document where the wanted words stand, with what is around them."""

    section: Section
    before: str
    words: str
    after: str


def holding(documents: DocumentQuerySet, wanted: str) -> DocumentQuerySet:
    """The documents that hold the wanted words in title or text."""
    in_text = Section.objects.filter(document=OuterRef("pk")).filter(_holds(wanted))
    return documents.filter(Q(title__icontains=wanted) | Exists(in_text))


def _holds(wanted: str) -> Q:
    return Q(body__icontains=wanted) | Q(title__icontains=wanted)


def first_places(documents: Sequence[Document], wanted: str) -> dict[int, Found]:
    """Where the words first stand in the text of each document that has them, by its id."""
    inside = Section.objects.filter(document=OuterRef("document"), body__icontains=wanted)
    first = inside.order_by("position").values("pk")[:1]
    sections = Section.objects.filter(document__in=documents, pk=Subquery(first))
    places = {}
    for section in sections:
        match = re.search(re.escape(wanted), section.body, re.IGNORECASE)
        if match:
            places[section.document_id] = Found(section, *_around(section.body, match.span()))
    return places


def _around(body: str, span: Span) -> tuple[str, str, str]:
    """The words at `span`, and what stands around them in their paragraph."""
    start, end = span
    before = body[:start].rpartition("\n")[2]
    after = body[end:].partition("\n")[0]
    return (
        f"…{before[-REACH:]}" if len(before) > REACH else before,
        body[start:end],
        f"{after[:REACH]}…" if len(after) > REACH else after,
    )
