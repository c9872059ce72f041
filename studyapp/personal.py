"""Members' own texts: which they are, how many there may be, and how one is deleted."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from studyapp import originals
from studyapp.intake import Refused
from studyapp.models import (
    Attempt,
    Correction,
    Document,
    Enrolment,
    Import,
    Memory,
    Review,
    Revision,
    Sitting,
    Standing,
    Statement,
    User,
)
from studyapp.models.content import DocumentQuerySet
from studyapp.models.content import personal as is_personal


def may_import(person: User | None) -> bool:
    """Whether someone may bring in texts of their own: members, where the operator allows it."""
    return bool(settings.PERSONAL_TEXTS and person is not None and not person.is_guest)


def texts_of(person: User) -> DocumentQuerySet:
    """The texts that someone has brought in for themself, the newest first."""
    return Document.objects.filter(owner=person, visibility=Document.Visibility.PRIVATE)


def room_of(person: User) -> int:
    """How many more texts someone may bring in."""
    return max(0, settings.PERSONAL_TEXTS - texts_of(person).count())


def check_room(person: User) -> None:
    """Raise Refused where someone has as many texts as they may."""
    if transaction.get_connection().in_atomic_block:
        # Of two texts that come at once for one place, one waits and is refused.
        User.objects.select_for_update().get(pk=person.pk)
    if not room_of(person):
        raise Refused(
            _("You have %(count)s texts of your own, as many as there may be: delete one first.")
            % {"count": settings.PERSONAL_TEXTS}
        )


# --- Deleting


@dataclass(frozen=True, slots=True)
class Loss:
    """What goes with a text: answers, and sentences that were met."""

    answers: int
    statements: int


def what_is_lost(document: Document) -> Loss:
    """How much of its owner's work a text takes along."""
    about = Q(statement__document=document)
    return Loss(
        answers=Attempt.objects.filter(about, score__isnull=False).count(),
        statements=Standing.objects.filter(about).count(),
    )


@transaction.atomic
def delete(document: Document) -> None:
    """Remove a member's own text and all that they did with it, for ever."""
    Document.objects.select_for_update().get(pk=document.pk)
    attempts = Attempt.objects.filter(statement__document=document)
    Review.objects.filter(statement__document=document).delete()
    Correction.objects.filter(attempt__in=attempts).delete()
    attempts.delete()
    Memory.objects.filter(statement__document=document).delete()
    Standing.objects.filter(statement__document=document).delete()
    Sitting.objects.filter(document=document).delete()
    Enrolment.objects.filter(document=document).delete()
    revisions = Revision.objects.filter(document=document)
    imports = Import.objects.filter(document=document)
    files = {row.sha256 for rows in (revisions, imports) for row in rows.only("sha256")} - {""}
    imports.delete()
    document.delete()
    transaction.on_commit(lambda: originals.drop(unnamed(files)))


def unnamed(files: set[str]) -> set[str]:
    """The original files that no row names any more."""
    return files - {
        digest
        for model in (Revision, Import)
        for digest in model._default_manager.filter(sha256__in=files).values_list(
            "sha256", flat=True
        )
    }


# --- What is not for editors: conditions on the rows of the admin panel. None of them joins, for a
# database may then read and sort a large table for one page.


def of_document() -> Q:
    return Q(document__in=_documents().values("pk"))


def of_statement() -> Q:
    return Q(statement__in=Statement.objects.filter(of_document()).values("pk"))


def of_question() -> Q:
    return Q(question__statement__in=Statement.objects.filter(of_document()).values("pk"))


def of_imports() -> Q:
    return Q(owner__isnull=False)


def _documents() -> DocumentQuerySet:
    return Document.objects.filter(is_personal())
