"""Starting a sitting: what is due, what is new, what can be practised, and in what order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Value, When, Window
from django.db.models.functions import RowNumber

from studyapp import queue, replay
from studyapp.models import (
    Attempt,
    Collection,
    Correction,
    Document,
    Enrolment,
    Question,
    Section,
    Sitting,
    Standing,
    Statement,
    User,
)
from studyapp.models.content import readable, visible_to

Mode = Sitting.Mode
SITTING_SIZE = 60
NO_LIMIT = 10**6
# A new statement is read, chosen and typed: ten of them take about five minutes.
NEW_A_SITTING = 10
# Headings are recalled once what stands under them has been met.
HEADINGS_LAST = Case(When(kind=Statement.Kind.OUTLINE, then=1), default=0)


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
    collection: Collection | None = None,
    kind: str = "",
    statement: Statement | None = None,
    statements: Sequence[int] = (),
    unseen_first: bool = False,
    cue: str = "",
) -> Sitting:
    """Begin a go at studying. Raises NothingToStudy when its queue would be empty.

    learn: what is due, then new statements in the order of the text, up to the day's limits.
    review: what is due. practise: everything in scope, rated nothing; in the order of the text,
    or what was never asked first. recite: everything in scope, one statement after the other,
    and it counts. `statements`: only these, by id, practised in the order given. `cue`: what a
    recitation is cued by, "heading", "opening" or "" for what stands before.
    """
    if document is not None and mode not in Sitting.UNRATED:
        enrol(learner, document)
    chosen = _Choice(learner, now, document, section, statement, tuple(statements), collection)
    items = _items(chosen, mode, kind, unseen_first=unseen_first)[:SITTING_SIZE]
    if not items:
        raise NothingToStudy
    return _begin(chosen, mode, items, {"cue": cue} if cue else {})


def _items(chosen: _Choice, mode: str, kind: str, *, unseen_first: bool) -> list[queue.Item]:
    """What a sitting asks, in its order."""
    if mode == Mode.RECITE:
        return _practice_items(chosen, Question.Kind.RECITE, unseen_first=unseen_first)
    if mode == Mode.PRACTISE:
        return _practice_items(chosen, kind, unseen_first=unseen_first)
    due = _due_items(chosen)
    return [*due, *_new_items(chosen)] if mode == Mode.LEARN else due


def _begin(
    chosen: _Choice, mode: str, items: Sequence[queue.Item], choice: dict[str, str]
) -> Sitting:
    return Sitting.objects.create(
        learner=chosen.learner,
        mode=mode,
        document=chosen.document,
        section=chosen.section,
        choice=choice,
        queue=queue.dump(tuple(items)),
        size=len(items),
        study_day=chosen.day,
        started_at=chosen.now,
    )


def enrol(learner: User, document: Document) -> Enrolment:
    """The learner's enrolment in a document, made or resumed when it is studied."""
    enrolment, _created = Enrolment.objects.get_or_create(
        learner=learner,
        document=document,
        defaults=_when_added(learner),
    )
    if enrolment.paused_at is not None:
        enrolment.paused_at = None
        enrolment.save(update_fields=["paused_at"])
    return enrolment


def _when_added(learner: User) -> dict[str, Any]:
    """What holds of a text that a learner adds: it comes at the end of the plan."""
    return {"added_by": learner, "position": partial(_next_place, learner)}


def _next_place(learner: User) -> int:
    """The place at the end of a learner's plan."""
    last = Enrolment.objects.filter(learner=learner).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


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
            **_when_added(learner),
        },
    )


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a learner chose to study, and when."""

    learner: User
    now: datetime
    document: Document | None
    section: Section | None
    statement: Statement | None
    statements: tuple[int, ...]
    collection: Collection | None

    @property
    def day(self) -> date:
        """The learner's study-day."""
        return replay.calendar_of(self.learner).day(self.now)

    def covers(self, prefix: str = "") -> Q:
        """The condition on statements; `prefix` leads from the filtered model to the statement."""
        if self.statement is not None:
            return Q(**{f"{prefix}id": self.statement.pk})
        among = Q(**{f"{prefix}id__in": self.statements}) if self.statements else Q()
        return among & scope(
            prefix=prefix,
            document=self.document,
            section=self.section,
            collection=self.collection,
        )


def scope(
    *,
    prefix: str = "",
    document: Document | None = None,
    section: Section | None = None,
    collection: Collection | None = None,
) -> Q:
    """The condition that a statement stands in a section, else in a text, else in a collection.

    `prefix` leads from the filtered model to the statement.
    """
    if section is not None:
        return Q(**{f"{prefix}section__in": section_tree(section)})
    if document is not None:
        return Q(**{f"{prefix}document": document})
    if collection is not None:
        texts = collection.entries.values("document")
        return Q(**{f"{prefix}document__in": texts})
    return Q()


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
    """What a learner may read and is to be asked again by now, longest due first."""
    return asked_again(learner).filter(due__lte=now).order_by("due", "statement__position")


def asked_again(learner: User) -> Any:
    """What a learner is to be asked again some day: of the texts in the plan that do not rest."""
    awake = Enrolment.objects.filter(learner=learner, paused_at=None)
    askable = Question.objects.filter(statement=OuterRef("statement"), retired_at=None)
    return (
        Standing.objects.wanted()
        .filter(
            readable(learner, prefix="statement__document__"),
            Exists(askable),
            learner=learner,
            due__isnull=False,
            statement__retired_at=None,
            statement__document__in=awake.values("document"),
        )
        .exclude(statement__marks=[])
    )


def due_statements(learner: User, now: datetime, covers: Q | None = None) -> list[int]:
    """The statements to review now, within the day's limit.

    What was missed today returns whatever the limit; statements met today use none of it.
    """
    day = replay.calendar_of(learner).day(now)
    today = Attempt.objects.filter(learner=learner, study_day=day).exclude(question=None)
    undone = Correction.objects.filter(learner=learner, kind=Correction.Kind.UNDO)
    today = today.exclude(sitting__mode__in=Sitting.UNRATED)
    today = today.exclude(pk__in=undone.values("attempt"))
    answered = set(today.values_list("statement", flat=True))
    met = Standing.objects.filter(learner=learner, introduced_on=day)
    reviewed = len(answered.difference(met.values_list("statement", flat=True)))
    room = max(learner.reviews_per_day - reviewed, 0)
    due = due_standings(learner, now).filter(covers or Q()).values_list("statement", flat=True)
    again = list(due.filter(statement__in=answered)) if answered else []
    return again + list(due.exclude(statement__in=answered)[:room])


def _due_items(chosen: _Choice) -> list[queue.Item]:
    covered = chosen.covers("statement__")
    return [queue.Item(pk) for pk in due_statements(chosen.learner, chosen.now, covered)]


def _new_items(chosen: _Choice) -> list[queue.Item]:
    room = min(new_left(chosen.learner, chosen.day), NEW_A_SITTING)
    new = new_of_day(chosen.learner, chosen.day)
    if chosen.statement is not None:
        new = new_statements(chosen.learner, any_scope=True)
    ids = new.filter(chosen.covers()).values_list("pk", flat=True)[:room]
    return [queue.Item(pk, do=queue.READ) for pk in ids]


def new_left(learner: User, day: date) -> int:
    """How many statements may still be met for the first time on a study-day."""
    met = Standing.objects.wanted().filter(learner=learner, introduced_on=day).count()
    return max(learner.new_per_day - met, 0)


def new_of_day(learner: User, day: date) -> Any:
    """Statements not met yet, in the order to meet them, within each enrolment's new a day.

    A text of which a learner wants five new ones a day leaves room for the texts after it.
    """
    new = new_statements(learner)
    chosen = Enrolment.objects.filter(learner=learner, paused_at=None, new_per_day__isnull=False)
    limits = dict(chosen.values_list("document", "new_per_day"))
    if not limits:
        return new
    met = Standing.objects.filter(
        learner=learner, introduced_on=day, statement__document__in=limits
    ).values_list("statement__document")
    met_today = dict(met.order_by().annotate(count=Count("id")))
    left = [
        When(document=document, then=Value(max(limit - met_today.get(document, 0), 0)))
        for document, limit in limits.items()
    ]
    order: list[Any] = [HEADINGS_LAST, F("position")]
    place = Window(RowNumber(), partition_by="document_id", order_by=order)
    rows = new.annotate(place=place, own_limit=Case(*left, default=Value(NO_LIMIT)))
    return rows.filter(place__lte=F("own_limit"))


def new_statements(learner: User, *, any_scope: bool = False) -> Any:
    """Statements of a learner's enrolments not met yet, in the order to meet them.

    Those in the enrolment's scope, unless `any_scope`: a statement chosen by name is in scope.
    """
    mine = Q(document__enrolments__learner=learner, document__enrolments__paused_at=None)
    scope = Q() if any_scope else Q(document__enrolments__scope="all") | Q(is_key=True)
    return (
        Statement.objects.askable()
        .filter(mine, scope, readable(learner, prefix="document__"))
        .exclude(pk__in=Standing.objects.filter(learner=learner).values("statement"))
        .order_by(
            "document__enrolments__position",
            "document__enrolments__id",
            HEADINGS_LAST,
            "position",
        )
    )


def _practice_items(chosen: _Choice, kind: str, *, unseen_first: bool) -> list[queue.Item]:
    order: list[Any] = [HEADINGS_LAST, "position"]
    visible = visible_to(chosen.learner, prefix="document__")
    statements = Statement.objects.askable().filter(chosen.covers(), visible)
    if kind:
        asked = Question.objects.filter(kind=kind, retired_at=None).values("statement")
        statements = statements.filter(pk__in=asked)
    if chosen.statement is None and not chosen.statements:
        aside = Standing.objects.aside().filter(learner=chosen.learner)
        statements = statements.exclude(pk__in=aside.values("statement"))
    if chosen.collection is not None:
        order = ["document__title", "document", *order]
    if unseen_first:
        seen = Attempt.objects.filter(learner=chosen.learner, statement=OuterRef("pk"))
        order = [Exists(seen.exclude(question=None).exclude(received_at=None)), *order]
    statements = statements.order_by(*order)
    ids = list(statements.values_list("pk", flat=True)[:SITTING_SIZE])
    if chosen.statements:
        ids.sort(key=chosen.statements.index)
    return [queue.Item(pk, kind=kind) for pk in ids]
