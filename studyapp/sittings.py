"""Starting a sitting: what is due, what is new, what can be practised, and in what order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from studyapp import queue, replay
from studyapp.models import (
    Attempt,
    Document,
    Enrolment,
    Question,
    Section,
    Sitting,
    Standing,
    Statement,
    User,
)

Mode = Sitting.Mode
SITTING_SIZE = 60


class NothingToStudy(Exception):
    """There is nothing to ask in what the learner chose."""


@transaction.atomic
def start_sitting(
    learner: User,
    *,
    mode: str,
    now: datetime,
    document: Document | None = None,
    section: Section | None = None,
    kind: str = "",
    statement: Statement | None = None,
) -> Sitting:
    """Begin a go at studying. Raises NothingToStudy when its queue would be empty.

    learn: what is due, then new statements in the order of the text, up to the day's limits.
    review: what is due. practise: everything in scope, rated nothing.
    """
    if document is not None and mode != Mode.PRACTISE:
        enrol(learner, document)
    calendar = replay.calendar_of(learner)
    day = calendar.day(now)
    chosen = _Choice(learner, day, now, document, section, statement)
    items = _practice_items(chosen, kind) if mode == Mode.PRACTISE else _due_items(chosen)
    if mode == Mode.LEARN:
        items += _new_items(chosen)
    if not items:
        raise NothingToStudy
    return Sitting.objects.create(
        learner=learner,
        mode=mode,
        document=document,
        section=section,
        queue=queue.dump(tuple(items[:SITTING_SIZE])),
        study_day=day,
        started_at=now,
    )


def enrol(learner: User, document: Document) -> Enrolment:
    """The learner's enrolment in a document, made or resumed when it is studied."""
    enrolment, _created = Enrolment.objects.get_or_create(
        learner=learner, document=document, defaults={"added_by": learner}
    )
    if enrolment.paused_at is not None:
        enrolment.paused_at = None
        enrolment.save(update_fields=["paused_at"])
    return enrolment


def note_place(
    learner: User, document: Document, section: Section, *, paragraph: int, now: datetime
) -> None:
    """Note how far a learner has read. Who only reads is not yet asked anything new."""
    Enrolment.objects.update_or_create(
        learner=learner,
        document=document,
        defaults={"place": section, "place_offset": paragraph, "read_at": now},
        create_defaults={
            "place": section,
            "place_offset": paragraph,
            "read_at": now,
            "paused_at": now,
            "added_by": learner,
        },
    )


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a learner chose to study, and when."""

    learner: User
    day: date
    now: datetime
    document: Document | None
    section: Section | None
    statement: Statement | None

    def covers(self, prefix: str = "") -> Q:
        """The condition on statements; `prefix` leads from the filtered model to the statement."""
        if self.statement is not None:
            return Q(**{f"{prefix}id": self.statement.pk})
        if self.section is not None:
            return Q(**{f"{prefix}section__in": section_tree(self.section)})
        return Q(**{f"{prefix}document": self.document}) if self.document else Q()


def section_tree(section: Section) -> list[int]:
    """The ids of a section and all below it: those that follow it at a deeper level.

    Nothing is below the words before the first heading.
    """
    following = section.document.sections.filter(position__gt=section.position)
    tree = [section.pk]
    for pk, level in following.order_by("position").values_list("pk", "level"):
        if section.level == 0 or level <= section.level:
            break
        tree.append(pk)
    return tree


def due_standings(learner: User, now: datetime) -> Any:
    """What a learner is to be asked again by now, longest due first."""
    return Standing.objects.filter(
        learner=learner,
        due__lte=now,
        suspended_at=None,
        claimed_known_at=None,
        statement__retired_at=None,
        statement__document__status=Document.Status.PUBLISHED,
    ).order_by("due", "statement__position")


def _due_items(chosen: _Choice) -> list[queue.Item]:
    reviewed = (
        Attempt.objects.filter(learner=chosen.learner, study_day=chosen.day)
        .exclude(question=None)
        .exclude(sitting__mode=Mode.PRACTISE)
        .values("statement")
        .distinct()
        .count()
    )
    room = max(chosen.learner.reviews_per_day - reviewed, 0)
    due = due_standings(chosen.learner, chosen.now).filter(chosen.covers("statement__"))
    return [queue.Item(pk) for pk in due.values_list("statement", flat=True)[:room]]


def _new_items(chosen: _Choice) -> list[queue.Item]:
    room = new_left(chosen.learner, chosen.day)
    new = new_statements(chosen.learner, any_scope=chosen.statement is not None)
    ids = new.filter(chosen.covers()).values_list("pk", flat=True)[:room]
    return [queue.Item(pk, do=queue.READ) for pk in ids]


def new_left(learner: User, day: date) -> int:
    """How many statements may still be met for the first time on a study-day."""
    met = Standing.objects.filter(learner=learner, introduced_on=day).count()
    return max(learner.new_per_day - met, 0)


def new_statements(learner: User, *, any_scope: bool = False) -> Any:
    """Statements of a learner's enrolments not met yet, in the order to meet them.

    Those in the enrolment's scope, unless `any_scope`: a statement chosen by name is in scope.
    """
    mine = Q(document__enrolments__learner=learner, document__enrolments__paused_at=None)
    scope = Q() if any_scope else Q(document__enrolments__scope="all") | Q(is_key=True)
    return (
        Statement.objects.askable()
        .filter(mine, scope, document__status=Document.Status.PUBLISHED)
        .exclude(pk__in=Standing.objects.filter(learner=learner).values("statement"))
        .order_by("document__enrolments__position", "document__enrolments__id", "position")
    )


def _practice_items(chosen: _Choice, kind: str) -> list[queue.Item]:
    statements = Statement.objects.askable().filter(chosen.covers())
    if kind:
        asked = Question.objects.filter(kind=kind, retired_at=None).values("statement")
        statements = statements.filter(pk__in=asked)
    ids = statements.order_by("position").values_list("pk", flat=True)[:SITTING_SIZE]
    return [queue.Item(pk, kind=kind) for pk in ids]
