"""The editor's hand on questions: other answers and options, new questions, approval.

Questions never change: an edit retires one and makes the next version under the same key.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from studyapp import bank, library, revisions
from studyapp.models import Question, Statement, User
from studyapp.optimistic import Outdated, lock, refuse_outdated
from studyapp.questions.generate import make_typed
from studyapp.surroundings import material_in_place
from studyapp.text.normalize import fold
from studyapp.text.segment import Span

Kind = Question.Kind


class Refused(Exception):
    """What an editor wishes cannot be; the message is a full sentence."""


def edit_question(
    question: Question, *, keys: list[list[str]], options: list[str], by: User | None = None
) -> Question:
    """Retire a question and make its next version with other right answers or options.

    What is accepted for a part is accepted wherever it is written: the other written questions
    of the statement that ask the same parts follow. Returns the next version.
    """
    with transaction.atomic():
        lock(question.statement.document_id)
        made = _next_version(question, keys=keys, options=options)
        if by is not None:
            _approve([made], by)
        if question.kind in bank.REWORDABLE:
            _spread(made)
        return made


def _next_version(question: Question, *, keys: list[list[str]], options: list[str]) -> Question:
    same = Question.objects.filter(statement=question.statement_id, key=question.key)
    version = same.order_by("-version").values_list("version", flat=True)[0] + 1
    same.filter(retired_at=None).update(retired_at=timezone.now())
    return Question.objects.create(
        statement=question.statement,
        key=question.key,
        version=version,
        kind=question.kind,
        origin=Question.Origin.EDITED,
        part_keys=question.part_keys,
        prompt=question.prompt,
        keys=keys,
        options=options,
        digest=question.digest,
        approved_at=question.approved_at,
        approved_by_id=question.approved_by_id,
    )


def _spread(made: Question) -> None:
    """Give the other written questions what is accepted for the parts of this one."""
    accepted = dict(zip(made.part_keys, made.keys, strict=True))
    others = made.statement.questions.filter(retired_at=None, kind__in=bank.REWORDABLE)
    for other in others.exclude(pk=made.pk):
        keys = [
            accepted.get(part, own) for part, own in zip(other.part_keys, other.keys, strict=True)
        ]
        if keys != other.keys:
            other.statement = made.statement
            _next_version(other, keys=keys, options=other.options)


def current(question: Question) -> Question | None:
    """The version of a question that is in use; None where it is retired."""
    same = Question.objects.filter(statement=question.statement_id, key=question.key)
    return same.filter(retired_at=None).select_related("statement").first()


def accept_answer(question: Question, part: str, answer: str, *, by: User) -> Question:
    """Accept one more answer to a part from now on. Returns the version that does.

    Raises Refused where the question is retired or does not ask the part.
    """
    with transaction.atomic():
        lock(question.statement.document_id)
        asked = current(question)
        if asked is None or part not in asked.part_keys or not fold(answer):
            raise Refused(_("The question is no longer in use, or asks something else now."))
        at = asked.part_keys.index(part)
        if answer in asked.keys[at]:
            return asked
        keys = [list(answers) for answers in asked.keys]
        keys[at].append(answer)
        options = [option for option in asked.options if fold(option) != fold(answer)]
        return edit_question(asked, keys=keys, options=options, by=by)


# --- Approving


@transaction.atomic
def approve(questions: Sequence[Question], *, by: User) -> int:
    """Note that an editor has read these and found them good; how many were not approved yet."""
    rows = [q for q in questions if q.retired_at is None and q.approved_at is None]
    _approve(rows, by)
    return len(rows)


def _approve(questions: Sequence[Question], by: User | None) -> None:
    now = timezone.now()
    for question in questions:
        question.approved_at, question.approved_by = now, by
    for at in range(0, len(questions), 500):
        rows = Question.objects.filter(pk__in=[q.pk for q in questions[at : at + 500]])
        rows.update(approved_at=now, approved_by=by)


# --- Adding


@transaction.atomic
def add_question(
    statement: Statement, spans: Sequence[Span], *, wrong: Sequence[str] = (), by: User
) -> Question:
    """A new question of a statement that blanks these spans; with wrong options it is a choice.

    Where a span is not marked yet, the statement is marked there too. Raises Refused where that
    cannot be, or where the same is asked already.
    """
    lock(statement.document_id)
    try:
        refuse_outdated(statement)
    except Outdated as problem:
        raise Refused(str(problem)) from problem
    _mark(statement, spans)
    wanted = {(start, end) for start, end in spans}
    parts = [part.key for part in statement.parts if (part.start, part.end) in wanted]
    kind = Kind.CHOICE if wrong else Kind.TYPED
    active = list(statement.questions.filter(retired_at=None))
    question = bank.build(statement, make_typed(material_in_place(statement), parts))
    question.kind, question.origin = kind, Question.Origin.EDITED
    question.options = [*wrong]
    bank.with_accepted(question, bank.accepted_answers(active))
    _refuse_right_options(question)
    question.key = _free_key(statement, kind, parts)
    newest = statement.questions.filter(key=question.key).order_by("-version").first()
    question.version = newest.version + 1 if newest else 1
    question.approved_at, question.approved_by = timezone.now(), by
    question.save(force_insert=True)
    return question


def _mark(statement: Statement, spans: Sequence[Span]) -> None:
    """See to it that a statement is marked at these spans."""
    marks = {(start, end) for start, end in statement.marks}
    missing = sorted(set(spans) - marks)
    if not missing:
        return
    after = sorted({*marks, *missing})
    if any(end > start for (_s, end), (start, _e) in pairwise(after)):
        raise Refused(_("A blank overlaps a mark that the statement has: blank the whole of it."))
    if len(after) > revisions.MOST_MARKS:
        raise Refused(
            _("The statement would have %(count)s marks; five are the most.")
            % {"count": len(after)}
        )
    library.set_marks(statement, after)


def _refuse_right_options(question: Question) -> None:
    right = {fold(answer) for answers in question.keys for answer in answers}
    if right.intersection(map(fold, question.options)):
        raise Refused(_("A wrong option is one of the right answers."))


def _free_key(statement: Statement, kind: str, parts: Sequence[str]) -> str:
    """The key under which the next version is made: of a choice, one that is not in use."""
    taken = set(statement.questions.filter(retired_at=None).values_list("key", flat=True))
    if kind == Kind.TYPED:
        whole = len(parts) == len(statement.parts) > 1
        key = "typed:all" if whole else f"typed:{'+'.join(parts)}"
        if key in taken:
            raise Refused(_("These blanks are asked together already; edit that question."))
        return key
    first = f"choice:{parts[0]}"
    others = (f"{first}{bank.VARIANT}{number}" for number in range(2, len(taken) + 3))
    return next(free for free in (first, *others) if free not in taken)
