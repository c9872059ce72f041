"""Setting a statement aside: it is known already, or it shall not be asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from studyapp import replay
from studyapp.models import Document, Review, Standing, Statement, User


@transaction.atomic
def set_aside(
    learner: User, statement: Statement, *, known: bool, now: datetime | None = None
) -> None:
    """Ask a statement no more: the learner says that they know it, or wants rest from it.

    What is remembered of it stays; neither makes it count as known, which only answers do.
    """
    replay.hold(learner.pk)
    now = now or timezone.now()
    standing, _created = Standing.objects.get_or_create(
        learner=learner,
        statement=statement,
        defaults={"rung": learner.start_rung, "first_rung": learner.start_rung},
    )
    standing.claimed_known_at = now if known else None
    standing.suspended_at = None if known else now
    standing.save(update_fields=["claimed_known_at", "suspended_at"])
    # No due time: a replay takes one for a time to ask at.
    Review.objects.bulk_create(
        replay.moved_review(
            learner,
            statement,
            part,
            replace(kept, due=None),
            cause=Review.Cause.SUSPENDED,
            now=now,
        )
        for part, kept in replay.memories_of(learner, statement).items()
    )


@transaction.atomic
def take_back(learner: User, statement: Statement) -> None:
    """Ask a statement again as before; one that was never met is new again."""
    replay.hold(learner.pk)
    mine = Standing.objects.filter(learner=learner, statement=statement)
    mine.filter(introduced_on=None).delete()
    mine.update(suspended_at=None, claimed_known_at=None)


def set_aside_in(learner: User, document: Document) -> QuerySet[Statement]:
    """The statements of a document that a learner has set aside, in the order of the text."""
    aside = Standing.objects.aside().filter(learner=learner)
    return document.statements.active().filter(pk__in=aside.values("statement"))
