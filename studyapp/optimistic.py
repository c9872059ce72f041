"""Working out before the lock is taken, writing under it.

To choose marks and make questions takes seconds for a long text, in which SQLite would let nobody
else write. So it is done before the transaction begins, from what a document holds then; under the
lock that is compared with what it holds now, and where someone wrote in between all is done anew.
What a person was shown and changed cannot be done anew without them: that is refused as `Outdated`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from studyapp.models import Document, Question, Statement
from studyapp.questions.remembered import remembering

Found = TypeVar("Found")
Result = TypeVar("Result")
State: TypeAlias = tuple[list[Any], list[Any], list[Any]]


class Outdated(Exception):
    """What is to be changed was changed by someone else meanwhile; the message says so."""

    def __init__(self) -> None:
        super().__init__(_("The text was changed by someone else meanwhile. Open this page again."))


def lock(document: int) -> None:
    """Let nobody else change the questions of a document until the transaction ends."""
    Document.objects.select_for_update().get(pk=document)


def refuse_outdated(statement: Statement) -> None:
    """Raise Outdated unless a statement still says what it said. To be called under the lock."""
    seen = {"text": statement.text, "version": statement.version}
    if not Statement.objects.filter(
        pk=statement.pk, retired_at=statement.retired_at, **seen
    ).exists():
        raise Outdated


def state_of(document: Document) -> State:
    """All that statements and questions of a document are made from. Questions never change but
    for being retired or brought back."""
    if document._state.adding:
        return [], [], []
    questions = Question.objects.filter(statement__document=document).order_by("pk")
    return (
        list(document.sections.order_by("pk").values_list()),
        list(document.statements.order_by("pk").values_list()),
        list(questions.values_list("pk", "retired_at", "retired_by_hand")),
    )


def write_worked_out(
    document: Document, work: Callable[[], Found], write: Callable[[Found], Result]
) -> Result:
    """Work out what is to be written of a document, then lock it and write."""
    before = state_of(document)
    with remembering():
        found = work()
    with transaction.atomic():
        lock(document.pk)
        if state_of(document) != before:
            found = work()
        return write(found)
