"""People: a stranger becomes a guest, a guest a member, and who leaves leaves nothing behind."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.http import HttpRequest

from studyapp import originals, personal, replay
from studyapp.models import (
    Attempt,
    Correction,
    Document,
    Enrolment,
    Import,
    Invitation,
    Memory,
    Recital,
    Report,
    Review,
    Revision,
    Sitting,
    Standing,
    Statement,
    User,
)

# Statements replayed together.
BATCH = 200


# --- Guests


def new_guest() -> User:
    """A new guest. Their name is random and tells nothing."""
    guest = User(username=f"guest-{secrets.token_hex(8)}", is_guest=True)
    guest.set_unusable_password()
    guest.save()
    return guest


def guest_of(request: HttpRequest) -> User | None:
    """The guest who studies on this browser, if one does."""
    person = request.user
    return person if isinstance(person, User) and person.is_guest else None


@transaction.atomic
def merge(guest: User, *, into: User) -> None:
    """Give a member all that a guest did, and remove the guest.

    Attempts, corrections and reviews move over; the memories of every statement the guest met are
    replayed from both histories together.
    """
    # An answer on its way is let in first, and moves with the others.
    replay.hold(guest.pk, into.pk)
    met = list(Standing.objects.filter(learner=guest).values_list("statement", flat=True))
    for model in (Sitting, Attempt, Recital, Correction, Review):
        model._default_manager.filter(learner=guest).update(learner=into)
    Correction.objects.filter(author=guest).update(author=into)
    Document.objects.filter(owner=guest).update(owner=into)
    Import.objects.filter(owner=guest).update(owner=into)
    _move_reports(guest, into)
    _move_enrolments(guest, into)
    _move_standings(guest, into)
    for start in range(0, len(met), BATCH):
        statements = Statement.objects.filter(pk__in=met[start : start + BATCH])
        replay.restore([(into, statement) for statement in statements])
    guest.delete()


def _move_reports(guest: User, into: User) -> None:
    """A question on which both have a report waiting keeps the member's."""
    waiting = Report.objects.filter(learner=into, state=Report.State.OPEN)
    doubled = Report.objects.filter(learner=guest, state=Report.State.OPEN)
    doubled = doubled.filter(question__in=list(waiting.values_list("question", flat=True)))
    kept = Report.objects.filter(learner=guest).exclude(
        pk__in=list(doubled.values_list("pk", flat=True))
    )
    kept.update(learner=into)


def _move_enrolments(guest: User, into: User) -> None:
    """The guest's documents come after the member's own; one that both study stays the member's."""
    last = into.enrolments.aggregate(last=Max("position"))["last"] or 0
    theirs = Enrolment.objects.filter(learner=guest).exclude(
        document__in=into.enrolments.values("document")
    )
    theirs.update(learner=into, position=F("position") + last + 1, added_by=into)


def _move_standings(guest: User, into: User) -> None:
    """Statements that only the guest met; those that both met are the member's, then replayed."""
    Memory.objects.filter(learner=guest).delete()
    Standing.objects.filter(learner=guest).exclude(
        statement__in=into.standings.values("statement")
    ).update(learner=into)


def idle_guests(*, days: int, now: datetime) -> QuerySet[User]:
    """Guests who have left nothing behind and were last seen more than so many days ago.

    Reading a new statement is recorded as an answer: who has begun is kept, for ever. So is who
    wrote in an exam, said that they know a sentence, or reported a question. Somebody who only
    reads is seen by the place they read to. What such a guest loses if they come back are settings.
    """
    since = now - timedelta(days=days)
    deeds = (
        Attempt.objects.filter(Q(received_at__isnull=False) | Q(draft__isnull=False)),
        Standing.objects.aside(),
        Report.objects.all(),
        Sitting.objects.filter(started_at__gte=since),
        Enrolment.objects.filter(read_at__gte=since),
    )
    old = User.objects.filter(is_guest=True, date_joined__lt=since)
    return old.exclude(reduce(or_, (Exists(deed.filter(learner=OuterRef("pk"))) for deed in deeds)))


def remove_idle_guests(*, days: int, now: datetime) -> int:
    """Remove such guests. Returns how many were removed."""
    going = list(idle_guests(days=days, now=now).values_list("pk", flat=True))
    removed = 0
    for start in range(0, len(going), BATCH):
        with transaction.atomic():
            # Whoever has answered in the meantime has begun.
            replay.hold(*going[start : start + BATCH])
            batch = idle_guests(days=days, now=now).filter(pk__in=going[start : start + BATCH])
            ids = list(batch.values_list("pk", flat=True))
            _delete_study(ids)
            User.objects.filter(pk__in=ids).delete()
            removed += len(ids)
    return removed


# --- Invitations


class InvitationUsedUp(Exception):
    """Somebody else took the last place of an invitation, or it was revoked meanwhile."""


def accept_invitation(invitation: Invitation, member: User, *, now: datetime) -> None:
    """Note that a member came by an invitation. Raises InvitationUsedUp.

    One statement counts and checks: of two who come at once for one place, one is refused.
    """
    places = Invitation.objects.open_at(now).filter(pk=invitation.pk)
    if not places.update(used=F("used") + 1):
        raise InvitationUsedUp
    member.invitation = invitation


def change_email(member: User, address: str) -> None:
    """One address or none. Links sent to the old one stop working: they are made from it."""
    EmailAddress.objects.filter(user=member).delete()
    member.email = address
    member.save(update_fields=["email"])


# --- Leaving


class LastSuperuser(Exception):
    """Without this person nobody could run the site."""


def is_last_superuser(person: User) -> bool:
    """Whether nobody else who can sign in may do everything."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    return person.is_superuser and not others.exists()


@dataclass(frozen=True, slots=True)
class Holdings:
    """What an account holds, and loses when it is deleted."""

    answers: int
    statements: int
    documents: int


def what_is_held(person: User) -> Holdings:
    """How much there is of a person."""
    private = Document.Visibility.PRIVATE
    return Holdings(
        answers=Attempt.objects.filter(learner=person, score__isnull=False)
        .exclude(verdict__in=[Attempt.Verdict.READ, Attempt.Verdict.SKIPPED])
        .count(),
        statements=Standing.objects.filter(learner=person).count(),
        documents=Document.objects.filter(owner=person, visibility=private).count(),
    )


@transaction.atomic
def delete_person(person: User) -> None:
    """Remove a person and all that is theirs: answers, reviews, memories, their own texts.

    What they wrote for the site stays, without their name, and so does a text of theirs that
    others have studied. Raises LastSuperuser.
    """
    # An answer on its way waits; of two superusers who leave at once one finds to be the last.
    leaving = Q(pk=person.pk) | (Q(is_superuser=True) if person.is_superuser else Q())
    list(User.objects.select_for_update().filter(leaving).order_by("pk"))
    if is_last_superuser(person):
        raise LastSuperuser
    _delete_study([person.pk])
    files = _delete_documents(person)
    _forget_name(person)
    person.delete()
    transaction.on_commit(lambda: originals.drop(personal.unnamed(files)))


def _delete_study(people: Sequence[int]) -> None:
    """Remove all that people did. What refers to other rows goes before them."""
    for model in (Review, Correction, Attempt, Sitting, Memory, Standing, Enrolment):
        model._default_manager.filter(learner__in=people).delete()


def _delete_documents(person: User) -> set[str]:
    """Remove a person's own texts; returns the hashes of their original files."""
    theirs = Document.objects.filter(owner=person)
    others = (
        Sitting.objects.values("document"),
        Standing.objects.values("statement__document"),
        Attempt.objects.values("statement__document"),
        Enrolment.objects.values("document"),
    )
    shared = ~Q(visibility=Document.Visibility.PRIVATE)
    for documents in others:
        shared |= Q(pk__in=documents)
    _give_to_site(list(theirs.filter(shared)))
    own = Document.objects.filter(owner=person)
    files = set(Revision.objects.filter(document__in=own).values_list("sha256", flat=True))
    imports = Import.objects.filter(Q(document__in=own) | Q(owner=person))
    files |= set(imports.values_list("sha256", flat=True))
    imports.delete()
    own.delete()
    return files - {""}


def _give_to_site(documents: list[Document]) -> None:
    """Texts for others stay; a private one that others once studied stays, out of sight."""
    for document in documents:
        if document.visibility == Document.Visibility.PRIVATE:
            document.status = Document.Status.WITHDRAWN
        taken = Document.objects.filter(owner=None, title=document.title, source=document.source)
        if taken.exists():
            document.title = f"{document.title[:480]} ({document.pk})"
        document.owner = None
        document.save(update_fields=["owner", "status", "title"])


def _forget_name(person: User) -> None:
    """In the history of the admin panel, what was done to a person names them no more."""
    about = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk)
    )
    about.update(object_repr="—", change_message="")
