"""What an editor might do next: how much waits, and where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import ngettext_lazy

from studyapp.models import (
    Document,
    Import,
    Question,
    QuestionFigures,
    Report,
    Statement,
    User,
)

from .base import list_url, retired_lately
from .reports import one_a_question

# A list that is longer is said to be so, not counted.
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits: how much of it, and the list that shows it."""

    text: str
    url: str


def _unasked() -> QuerySet[Statement]:
    published = Document.Status.PUBLISHED
    return Statement.objects.active().filter(marks=[], document__status=published)


# Model, its rows that wait, the filters of its list that show them, and how to say how many.
WAITING: tuple[tuple[type[Any], Callable[[], QuerySet[Any]], dict[str, str], Any], ...] = (
    (
        Import,
        lambda: Import.objects.filter(state=Import.State.PREVIEWED, owner=None),
        {"state__exact": "previewed"},
        ngettext_lazy(
            "%(count)s text came in and waits for a decision",
            "%(count)s texts came in and wait for a decision",
            "number",
        ),
    ),
    (
        Document,
        lambda: Document.objects.filter(status=Document.Status.DRAFT),
        {"status__exact": "draft"},
        ngettext_lazy(
            "%(count)s draft waits to be published",
            "%(count)s drafts wait to be published",
            "number",
        ),
    ),
    (
        Statement,
        _unasked,
        {"asked": "no", "retired": "no", "document__status__exact": "published"},
        ngettext_lazy(
            "%(count)s published statement has no marks: nothing is asked about it",
            "%(count)s published statements have no marks: nothing is asked about them",
            "number",
        ),
    ),
    (
        Report,
        lambda: one_a_question(Report.objects.all()),
        {},
        ngettext_lazy(
            "%(count)s question was reported by learners",
            "%(count)s questions were reported by learners",
            "number",
        ),
    ),
    (
        Question,
        lambda: Question.objects.filter(
            retired_at=None, figures__hint=QuestionFigures.Hint.AMBIGUOUS
        ),
        {"hint": "ambiguous", "retired": "no"},
        ngettext_lazy(
            "%(count)s question looks ambiguous by its figures",
            "%(count)s questions look ambiguous by their figures",
            "number",
        ),
    ),
    (
        Question,
        lambda: retired_lately(Question.objects.all()),
        {"retired": "lately"},
        ngettext_lazy(
            "%(count)s question was retired in the last 14 days",
            "%(count)s questions were retired in the last 14 days",
            "number",
        ),
    ),
)


def tasks_of(user: User) -> list[Task]:
    """What waits, of that which a person may change. One query for each kind of thing."""
    found = []
    for model, rows, filters, words in WAITING:
        number = _count(rows()) if _may_see(user, model) else 0
        if number:
            shown = f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)
            text = words % {"number": number, "count": shown}
            found.append(Task(text=text, url=list_url(model, **filters)))
    return found


def _may_see(user: User, model: type[Any]) -> bool:
    name = model._meta.model_name
    return user.has_perm(f"studyapp.view_{name}") or user.has_perm(f"studyapp.change_{name}")


def _count(rows: QuerySet[Any]) -> int:
    """How many there are, counted no further than is said."""
    return rows.order_by()[: MOST_COUNTED + 1].count()
