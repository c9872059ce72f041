"""Texts that came in together: each an import of its own, listed, and decided on one by one or all.

What is not read while the editor waits is read by one process, one text after the other; it stores
them so, too, where that takes long.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone

from studyapp import imports, intake, library
from studyapp.models import Document, Import, User
from studyapp.text.outline import Outline
from studyapp.text.source import Unreadable

MOST_FILES = 20
MOST_BYTES = 100_000_000
"""Of all files together."""
_AT_LEAST = 0.5
"""Seconds that must be left for another text to be begun while the editor waits."""

File = tuple[str, bytes | None]
"""The name and the bytes of a file; None where they are more than is read."""


def receive(files: Iterable[File], *, by: User, owner: User | None = None) -> UUID:
    """Take in some files, and name the batch that they are.

    One that cannot be read keeps its place in it, refused with its sentence; the others come in.
    """
    batch, until = uuid4(), monotonic() + imports.PATIENCE
    for name, data in files:
        row = Import(author=by, owner=owner, name=name[:255], batch=batch)
        try:
            _take_in(row, data, seconds=until - monotonic())
        except intake.Refused as problem:
            row.state, row.decided_at = Import.State.REFUSED, timezone.now()
            row.problems = [str(problem)]
            row.save()
    if (first := of(batch, owner=owner).filter(state=Import.State.READING).first()) is not None:
        imports.start(first)
    return batch


def _take_in(row: Import, data: bytes | None, *, seconds: float) -> None:
    if data is None:
        raise intake.Refused(intake.explain(Unreadable("too_large")))
    imports.keep(row, data, _read(data, row.name, seconds=seconds))


def _read(data: bytes, name: str, *, seconds: float) -> Outline | None:
    """What a text is; None where there is no time left to read it."""
    if seconds < _AT_LEAST:
        return None
    try:
        return intake.read(data, name=name, seconds=seconds)
    except intake.TooSlow:
        return None


def of(batch: UUID, *, owner: User | None) -> QuerySet[Import]:
    """The texts of a batch, the site's or a member's own, in their order."""
    return Import.objects.filter(batch=batch, owner=owner).order_by("pk")


# --- Listed


@dataclass(frozen=True, slots=True)
class Listed:
    """A text as it stands in the list of its batch; `is_known` where the library has one of its
    title and source, so that it has to be decided on by itself."""

    row: Import
    title: str
    is_known: bool


def listed(batch: UUID, *, owner: User | None) -> list[Listed]:
    """The texts of a batch, each with the title that it has or will have."""
    rows = of(batch, owner=owner).defer("outline", "corrections").select_related("document")
    found = list(rows.annotate(read_title=KT("outline__title"), read_source=KT("outline__source")))
    titles = {str(row.read_title) for row in found if row.state == Import.State.PREVIEWED}
    there = Document.objects.filter(owner=owner, title__in=titles).values_list("title", "source")
    known = set(there)
    return [
        Listed(
            row=row,
            title=row.document.title if row.document else row.read_title or "",
            is_known=(row.read_title, row.read_source) in known,
        )
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """The number of a text in its batch, and of how many."""

    number: int
    count: int


def place_of(row: Import) -> Place | None:
    """Where a text stands among those that it came in with; None where it came alone."""
    if row.batch is None:
        return None
    together = list(of(row.batch, owner=row.owner).values_list("pk", flat=True))
    return Place(together.index(row.pk) + 1, len(together))


# --- Decided on


def next_ready(row: Import) -> Import | None:
    """The text to decide on after this one: the next that is ready, else the first."""
    if row.batch is None:
        return None
    ready = of(row.batch, owner=row.owner).filter(state=Import.State.PREVIEWED).only("pk")
    return ready.filter(pk__gt=row.pk).first() or ready.exclude(pk=row.pk).first()


def accept_all(batch: UUID, decision: str, *, by: User) -> list[library.Imported]:
    """Store all texts of a batch that are ready, and that the library has not in another form.

    Returns those that were stored at once; the others are stored in the background. One that cannot
    be stored waits on, with the sentence why.
    """
    ready = [each.row.pk for each in listed(batch, owner=None) if is_ready(each)]
    rows = list(of(batch, owner=None).filter(pk__in=ready))
    statements = sum(len((row.outline or {}).get("statements", ())) for row in rows)
    if statements < imports.LONG:
        found = [_stored(row, decision, by=by) for row in rows]
        return [imported for imported in found if imported is not None]
    put_off = [row for row in rows if imports.put_off(row, decision, by=by)]
    if put_off:
        imports.start(put_off[0])
    return []


def is_ready(each: Listed) -> bool:
    """Whether a text can be stored with all the others."""
    return each.row.state == Import.State.PREVIEWED and not each.is_known


def _stored(row: Import, decision: str, *, by: User) -> library.Imported | None:
    try:
        return imports.store(row, decision=decision, by=by)
    except library.Refused as problem:
        Import.objects.filter(pk=row.pk).update(problems=[str(problem)])
        return None


def discard_all(batch: UUID, *, owner: User | None) -> None:
    """Let all texts of a batch go that wait for a decision."""
    for row in of(batch, owner=owner).filter(state=Import.State.PREVIEWED):
        imports.discard(row)
