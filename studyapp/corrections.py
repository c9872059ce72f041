"""Changing what an answer counts as: undo, “I was right”, put into today.

An answered attempt never changes. A correction is a new row beside it, and the memories that it
touches are replayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from studyapp import corrected, marking, memory, queue, replay, sittings
from studyapp.corrected import holding
from studyapp.models import (
    Attempt,
    Correction,
    Document,
    Question,
    Review,
    Sitting,
    Standing,
    Statement,
    User,
)

Kind = Correction.Kind


def undo(attempt_id: UUID, learner: User, *, now: datetime | None = None) -> Attempt:
    """Take an answer back: it counts as never given, and its statement is asked again next.

    Undoing twice is undoing once. Raises Attempt.DoesNotExist when it is not this learner's, or
    part of an exam, of which nothing is taken back.
    """
    with transaction.atomic():
        attempt = _locked(attempt_id, learner)
        now = now or timezone.now()
        if attempt.sitting.mode == Sitting.Mode.EXAM:
            raise Attempt.DoesNotExist
        if not attempt.answered or holding(attempt).undone:
            return attempt
        _correct(attempt, Kind.UNDO, {}, learner, now)
        if attempt.sitting.is_rated:
            replay.restore_statement(learner, attempt.statement)
        issued: int = attempt.sitting.attempts.aggregate(last=Max("position"))["last"]
        again = replace(_again(attempt), since=issued + 1)
        _requeue(attempt, lambda rest: queue.insert(rest, again, at=0))
    return attempt


def _again(attempt: Attempt) -> queue.Item:
    """What asks a statement once more as it was asked: read, practised in a kind, or asked."""
    if attempt.question is None:
        return queue.Item(attempt.statement_id, do=queue.READ)
    practised = not attempt.sitting.is_rated
    return queue.Item(attempt.statement_id, kind=attempt.kind if practised else "")


def override(
    attempt_id: UUID, learner: User, *, right: bool, now: datetime | None = None
) -> Attempt:
    """Count an answer as right on the learner's word, or take that word back.

    Both verdicts stay on record. Raises Attempt.DoesNotExist when it is not this learner's, or part
    of an exam that is not handed in.
    """
    with transaction.atomic():
        attempt = _locked(attempt_id, learner)
        now = now or timezone.now()
        if attempt.sitting.mode == Sitting.Mode.EXAM and not attempt.answered:
            raise Attempt.DoesNotExist
        held = holding(attempt)
        if not may_override(attempt) or held.undone or held.overridden == right:
            return attempt
        given = corrected.judged(attempt)
        verdicts = {g["part"]: "right" if right else g["verdict"] for g in given}
        _correct(attempt, Kind.OVERRIDE, verdicts, learner, now)
        if attempt.sitting.is_rated:
            replay.restore_statement(learner, attempt.statement)
        _requeue(attempt, lambda rest: _after_override(attempt, rest, right=right))
    return attempt


def may_override(attempt: Attempt) -> bool:
    """Whether “I was right” makes sense: something was typed, and a grader judged the words."""
    if attempt.kind == Question.Kind.JUDGE:
        return len(attempt.response or []) > 1 and not attempt.dont_know
    return bool(attempt.grades) and attempt.kind in marking.WRITTEN and not attempt.dont_know


def _after_override(attempt: Attempt, rest: queue.Queue, *, right: bool) -> queue.Queue:
    """Right: it need not return. A word taken back: it returns."""
    if right:
        return rest
    return queue.after_miss(rest, _again(attempt), now=attempt.issued_at, delay=None)


def _locked(attempt_id: UUID, learner: User) -> Attempt:
    """An attempt and its sitting; the learner before them, as everywhere."""
    replay.hold(learner.pk)
    attempt: Attempt = (
        Attempt.objects.select_related("sitting", "question", "statement")
        .prefetch_related("corrections")
        .select_for_update(of=("self", "sitting"), no_key=True)
        .get(pk=attempt_id, learner=learner)
    )
    attempt.learner = attempt.sitting.learner = learner
    return attempt


def _correct(
    attempt: Attempt, kind: str, verdicts: dict[str, str], learner: User, now: datetime
) -> None:
    Correction.objects.create(
        learner=learner, attempt=attempt, kind=kind, verdicts=verdicts, author=learner, at=now
    )


def _requeue(attempt: Attempt, change: Any) -> None:
    """Put the statement of an attempt elsewhere in its sitting's queue; the sitting goes on."""
    sitting = attempt.sitting
    if sitting.mode == Sitting.Mode.EXAM:
        return
    rest = queue.without(queue.load(sitting.queue), attempt.statement_id)
    sitting.queue = queue.dump(change(rest))
    if sitting.queue:
        sitting.finished_at = None
    sitting.save(update_fields=["queue", "finished_at"])


def missed_attempts(sitting: Sitting) -> list[Attempt]:
    """The attempts of a sitting that now count as wrong or close, the last of each statement.

    In an exam also what was not answered.
    """
    attempts = (
        sitting.attempts.exclude(question=None)
        .exclude(received_at=None)
        .select_related("question", "statement__section", "statement__document")
        .prefetch_related("corrections")
        .order_by("received_at", "position")
    )
    missed = {Attempt.Verdict.WRONG, Attempt.Verdict.CLOSE}
    if sitting.mode == Sitting.Mode.EXAM:
        missed.add(Attempt.Verdict.SKIPPED)
    last: dict[int, Attempt] = {}
    for attempt in attempts:
        held = holding(attempt)
        if not held.undone and held.verdict in missed:
            last[attempt.statement_id] = attempt
    return list(last.values())


def put_into_today(
    learner: User, attempts: Iterable[Attempt], *, now: datetime | None = None
) -> int:
    """Make the parts missed in these attempts due now; returns how many statements that are.

    A text that rests, or is not in the plan, is taken up: it would not be asked otherwise.
    """
    moved: dict[int, Document] = {}
    with transaction.atomic():
        replay.hold(learner.pk)
        now = now or timezone.now()
        for attempt in attempts:
            held = holding(attempt)
            missed = [g["part"] for g in held.grades if g["part"] and g["verdict"] != "right"]
            if held.verdict != Attempt.Verdict.RIGHT:
                # Whose words they are is no part of them: then it is the whole statement.
                whole = [part.key for part in attempt.statement.parts]
                _move_statement(learner, attempt.statement, missed or attempt.asked or whole, now)
                moved[attempt.statement_id] = attempt.statement.document
        for document in set(moved.values()):
            sittings.enrol(learner, document)
    return len(moved)


def statement_into_today(
    learner: User, statement: Statement, *, now: datetime | None = None
) -> None:
    """Make every part of a statement due now, whatever became of it before."""
    with transaction.atomic():
        replay.hold(learner.pk)
        now = now or timezone.now()
        _move_statement(learner, statement, [part.key for part in statement.parts], now)
        sittings.enrol(learner, statement.document)


def _move_statement(
    learner: User, statement: Statement, parts: Sequence[str], now: datetime
) -> None:
    """Make parts of a statement due now; those that are already stay as they are."""
    calendar = replay.calendar_of(learner)
    held = replay.memories_of(learner, statement)
    due = memory.Moved(at=now, due=now)
    waiting = [part for part in parts if not _is_due(held.get(part), now)]
    after = {part: memory.moved(held.get(part), due) for part in waiting}
    replay.save_memories([replay.to_row(learner, statement, p, kept) for p, kept in after.items()])
    Review.objects.bulk_create(
        replay.moved_review(learner, statement, part, kept, cause=Review.Cause.TODAY, now=now)
        for part, kept in after.items()
    )
    standing, _created = Standing.objects.get_or_create(
        learner=learner,
        statement=statement,
        defaults={
            "introduced_on": calendar.day(now),
            "rung": learner.start_rung,
            "first_rung": learner.start_rung,
        },
    )
    standing.due = replay.statement_due(replay.part_memories(statement, held | after), calendar)
    standing.suspended_at = standing.claimed_known_at = None
    standing.save(update_fields=["due", "suspended_at", "claimed_known_at"])


def _is_due(held: memory.Memory | None, now: datetime) -> bool:
    return held is not None and held.due is not None and held.due <= now
