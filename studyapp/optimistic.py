"""Working out before the lock is taken, writing under it.

To choose marks and make questions takes seconds for a long text, in which SQLite would let nobody
else write. So it is done before the transaction begins, from what a document holds then; under the
lock that is compared with what it holds now, and where someone wrote in between all is done anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from django.db import transaction

from studyapp.models import Document, Question
from studyapp.questions.remembered import remembering

Found = TypeVar("Found")
Result = TypeVar("Result")
State: TypeAlias = tuple[list[Any], list[Any], list[Any]]


def lock(document: int) -> None:
    """Let nobody else change the questions of a document until the transaction ends."""
    Document.objects.select_for_update().get(pk=document)


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
