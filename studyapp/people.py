"""People: a stranger who studies becomes a guest, and a guest becomes a member."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.db.models import F, Max
from django.http import HttpRequest

from studyapp import replay
from studyapp.models import (
    Attempt,
    Correction,
    Enrolment,
    Memory,
    Recital,
    Review,
    Sitting,
    Standing,
    Statement,
    User,
)


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
    met = list(Standing.objects.filter(learner=guest).values_list("statement", flat=True))
    for model in (Sitting, Attempt, Recital, Correction, Review):
        model._default_manager.filter(learner=guest).update(learner=into)
    Correction.objects.filter(author=guest).update(author=into)
    _move_enrolments(guest, into)
    _move_standings(guest, into)
    for statement in Statement.objects.filter(pk__in=met):
        replay.restore_statement(into, statement)
    guest.delete()


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
