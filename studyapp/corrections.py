"""Changing what an answer counts as: undo, “I was right”, put into today.

An answered attempt never changes. A correction is a new row beside it, and the memories that it
touches are replayed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from studyapp import ladder, memory, queue, replay
from studyapp.models import Attempt, Correction, Review, Sitting, Standing, User

Kind = Correction.Kind


@dataclass(frozen=True, slots=True)
class Holding:
    """What an attempt now counts as, after its corrections."""

    verdict: str
    grades: list[dict[str, Any]]
    undone: bool
    overridden: bool


def holding(attempt: Attempt) -> Holding:
    """What an answered attempt counts as now."""
    correction = replay.latest_correction(attempt)
    grades = replay.effective_grades(attempt, correction)
    undone = correction is not None and correction.kind == Kind.UNDO
    if correction is None or undone or not correction.verdicts:
        return Holding(attempt.verdict, grades, undone=undone, overridden=False)
    right = all(grade["verdict"] == "right" for grade in grades)
    verdict = Attempt.Verdict.RIGHT if right else attempt.verdict
    return Holding(verdict, grades, undone=False, overridden=right)


def undo(attempt_id: UUID, learner: User, *, now: datetime) -> Attempt:
    """Take an answer back: it counts as never given, and its statement is asked again next.

    Undoing twice is undoing once. Raises Attempt.DoesNotExist when it is not this learner's.
    """
    with transaction.atomic():
        attempt = _locked(attempt_id, learner)
        if not attempt.answered or holding(attempt).undone:
            return attempt
        _correct(attempt, Kind.UNDO, {}, learner, now)
        replay.restore_statement(learner, attempt.statement)
        do = queue.READ if attempt.question is None else queue.ASK
        kind = attempt.kind if attempt.sitting.mode == Sitting.Mode.PRACTISE else ""
        item = queue.Item(attempt.statement_id, do=do, kind=kind)
        _requeue(attempt, lambda rest: queue.insert(rest, item, at=0))
    return attempt


def override(attempt_id: UUID, learner: User, *, right: bool, now: datetime) -> Attempt:
    """Count an answer as right on the learner's word, or take that word back.

    Both verdicts stay on record. Raises Attempt.DoesNotExist when it is not this learner's.
    """
    with transaction.atomic():
        attempt = _locked(attempt_id, learner)
        held = holding(attempt)
        if not attempt.grades or held.undone or held.overridden == right:
            return attempt
        verdicts = {g["part"]: "right" if right else g["verdict"] for g in attempt.grades}
        _correct(attempt, Kind.OVERRIDE, verdicts, learner, now)
        if attempt.sitting.mode != Sitting.Mode.PRACTISE:
            replay.restore_statement(learner, attempt.statement)
        _requeue(attempt, lambda rest: _after_override(attempt, rest, right=right))
    return attempt


def _after_override(attempt: Attempt, rest: queue.Queue, *, right: bool) -> queue.Queue:
    """Right: it need not return, but a choice opens typing. A word taken back: it returns."""
    item = queue.Item(attempt.statement_id)
    if not right:
        return queue.after_miss(rest, item, now=attempt.issued_at, delay=None)
    if attempt.rung == ladder.CHOICE:
        return queue.after_choice(rest, item)
    return rest


def _locked(attempt_id: UUID, learner: User) -> Attempt:
    attempt: Attempt = (
        Attempt.objects.select_related("sitting", "question", "statement")
        .prefetch_related("corrections")
        .select_for_update(of=("self", "sitting"))
        .get(pk=attempt_id, learner=learner)
    )
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
    rest = queue.without(queue.load(sitting.queue), attempt.statement_id)
    sitting.queue = queue.dump(change(rest))
    if sitting.queue:
        sitting.finished_at = None
    sitting.save(update_fields=["queue", "finished_at"])


def missed_attempts(sitting: Sitting) -> list[Attempt]:
    """The attempts of a sitting that now count as wrong or close, the last of each statement."""
    attempts = (
        sitting.attempts.exclude(question=None)
        .exclude(received_at=None)
        .select_related("question", "statement__section")
        .prefetch_related("corrections")
        .order_by("position")
    )
    last: dict[int, Attempt] = {}
    for attempt in attempts:
        held = holding(attempt)
        if not held.undone and held.verdict in (Attempt.Verdict.WRONG, Attempt.Verdict.CLOSE):
            last[attempt.statement_id] = attempt
    return list(last.values())


def put_into_today(learner: User, attempts: Iterable[Attempt], *, now: datetime) -> int:
    """Make the parts missed in these attempts due now; returns how many statements that are."""
    day = replay.calendar_of(learner).day(now)
    moved: set[int] = set()
    with transaction.atomic():
        for attempt in attempts:
            held = replay.memories_of(learner, attempt.statement)
            parts = [g["part"] for g in holding(attempt).grades if g["verdict"] != "right"]
            for part in parts:
                _make_due(learner, attempt, part, held.get(part), now)
            Standing.objects.update_or_create(
                learner=learner,
                statement=attempt.statement,
                defaults={"due": now, "suspended_at": None, "claimed_known_at": None},
                create_defaults={"due": now, "introduced_on": day, "rung": learner.start_rung},
            )
            moved.add(attempt.statement_id)
    return len(moved)


def _make_due(
    learner: User, attempt: Attempt, part: str, held: memory.Memory | None, now: datetime
) -> None:
    moved = memory.replay([memory.Moved(at=now, due=now)], replay.calendar_of(learner), start=held)
    assert moved is not None
    replay.save_memories([replay.to_row(learner, attempt.statement, part, moved)])
    Review.objects.create(
        learner=learner,
        statement=attempt.statement,
        part=part,
        cause=Review.Cause.TODAY,
        retention=learner.retention,
        parameters=memory.PARAMETERS,
        at=now,
        study_day=replay.calendar_of(learner).day(now),
        stability=moved.stability,
        difficulty=moved.difficulty,
        due=now,
    )
