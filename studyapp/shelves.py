"""The shelves of the library: its collections and tags, and the order in which texts stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from studyapp import progress, sittings
from studyapp.models import Collection, CollectionEntry, Document, Tag, User
from studyapp.models.content import DocumentQuerySet

PAGE_SIZE = 30
TAGS_SHOWN = 40
COLLECTIONS_SHOWN = 12
LONGEST_TAG = 50
NEWEST, TITLE, MINE = "newest", "title", "mine"
_BETWEEN_TAGS = re.compile(r"[,，、;；\n]")


def tags(documents: DocumentQuerySet) -> QuerySet[Tag]:
    """The tags of these documents, each with their `count`, the most used first."""
    count = Count("documents", filter=Q(documents__in=documents.order_by().values("pk")))
    return Tag.objects.annotate(count=count).filter(count__gt=0).order_by("-count", "name")


def tag_names(written: str) -> list[str]:
    """The tags in what was written, each once whatever its letter case."""
    names = (" ".join(name.split()) for name in _BETWEEN_TAGS.split(written))
    return list({name.casefold(): name for name in names if name}.values())


def set_tags(document: Document, names: Sequence[str]) -> None:
    """Give a document these tags and no others; a tag that nobody has used yet is made."""
    found = [Tag.objects.filter(name__iexact=name).first() for name in names]
    document.tags.set(
        tag or Tag.objects.create(name=name) for tag, name in zip(found, names, strict=True)
    )


def collections(documents: DocumentQuerySet) -> QuerySet[Collection]:
    """The collections that hold any of these documents, each with their `count`."""
    inside = Q(entries__document__in=documents.order_by().values("pk"))
    return Collection.objects.annotate(count=Count("entries", filter=inside)).filter(count__gt=0)


def put_on_shelf(name: str, documents: Sequence[Document], *, description: str) -> Collection:
    """A collection of these documents in this order, made where there is none of the name."""
    collection, made = Collection.objects.get_or_create(
        name=name, defaults={"description": description}
    )
    if made:
        CollectionEntry.objects.bulk_create(
            CollectionEntry(collection=collection, document=document, position=place)
            for place, document in enumerate(documents, start=1)
        )
    return collection


def in_collection(collection: Collection, documents: DocumentQuerySet) -> list[Document]:
    """Those of the documents that stand in a collection, in its order."""
    return list(
        documents.filter(entries__collection=collection)
        .prefetch_related("tags")
        .order_by("entries__position", "entries__id")
    )


def page(
    documents: DocumentQuerySet, *, order: str, learner: User | None, number: str | None
) -> Page[Any]:
    """One page of the documents, in an order: the newest first, by title, or the learner's own."""
    if order == TITLE:
        found: Page[Any] = Paginator(by_title(documents), PAGE_SIZE).get_page(number)
        shown = Document.objects.prefetch_related("tags").in_bulk(list(found))
        found.object_list = [shown[pk] for pk in found]
        return found
    rows = in_own_order(documents, learner) if order == MINE and learner else documents
    return Paginator(rows.prefetch_related("tags"), PAGE_SIZE).get_page(number)


def by_title(documents: DocumentQuerySet) -> list[int]:
    """The ids of documents by title, as a Chinese reader looks for them.

    GB 18030 has the common characters in the order of their sounds, and Latin letters before. No
    database sorts so: all titles are read, for each page, which is good for some ten thousand.
    """
    titles = documents.order_by().values_list("title", "pk")
    ordered = sorted(titles, key=lambda row: (row[0].casefold().encode("gb18030"), row[1]))
    return [pk for _title, pk in ordered]


def in_own_order(documents: DocumentQuerySet, learner: User) -> DocumentQuerySet:
    """The texts of a learner's plan in the order of the plan, then the others, newest first."""
    mine = FilteredRelation("enrolments", condition=Q(enrolments__learner=learner))
    place = F("mine__position").asc(nulls_last=True)
    return documents.annotate(mine=mine).order_by(place, "mine__id", "-created_at", "-id")


def together(mastery: dict[int, progress.Mastery]) -> progress.Mastery:
    """How well several documents are known as one."""
    return sum(mastery.values(), start=progress.Mastery())


def plan(learner: User, documents: Sequence[Document]) -> int:
    """Put documents at the end of a learner's plan, in this order; returns how many were new."""
    held = set(learner.enrolments.values_list("document", flat=True))
    missing = [document for document in documents if document.pk not in held]
    for document in missing:
        sittings.enrol(learner, document)
    return len(missing)
