"""Grading again: when what is accepted changes, the answers given before are held against it.

Attempts never change, nor the version of the question that they were asked. What changes is what
they count as: a correction of kind regrade beside each, and the memories replayed from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from studyapp import bank, corrected, marking, replay
from studyapp.models import Attempt, Correction, Statement, User

LEARNERS_AT_ONCE = 200
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that would count as something else. `parts`: those whose verdict changes."""

    attempt: UUID
    learner: int
    name: str
    response: str
    day: Any
    before: str
    after: str
    verdicts: dict[str, str]
    parts: tuple[str, ...]
    practised: bool


@dataclass(slots=True)
class Regrade:
    """What grading a statement's answers again changes, or has changed.

    `changes` are the first of them; `counts` all of them by verdict before and after; `memories`
    how many memories of parts have their history replayed otherwise; `overridden` how many
    answers are left alone because their learner's word holds.
    """

    answers: int = 0
    overridden: int = 0
    changed: int = 0
    changes: list[Change] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    learners: int = 0
    memories: int = 0

    def count(self, found: Sequence[Change]) -> None:
        """Take the changes of some more learners into the reckoning."""
        self.changed += len(found)
        self.changes += found[: MOST_SHOWN - len(self.changes)]
        self.counts.update((change.before, change.after) for change in found)
        self.learners += len({change.learner for change in found})
        counting = [change for change in found if not change.practised]
        self.memories += len({(c.learner, part) for c in counting for part in c.parts})

    @property
    def more(self) -> int:
        """How many changes are not among those shown."""
        return self.changed - len(self.changes)


def concerned(statement: Statement) -> bool:
    """Whether there are answers to former versions that grading again would look at."""
    return bool(_answers(_Regraded(statement)).exists())


def plan(statement: Statement) -> Regrade:
    """What grading again would change; nothing is stored."""
    told = Regrade()
    regraded = _Regraded(statement)
    for learners in _batches(_learners(regraded)):
        told.count(_changes(regraded, learners, told))
    return told


@transaction.atomic
def regrade(statement: Statement, *, by: User, now: datetime) -> Regrade:
    """Hold every answer to a statement against what is accepted today.

    Done again it changes nothing. A learner's answers wait their turn meanwhile; an answer that
    counts as right on the learner's word stays so. All of it happens, or nothing.
    """
    told = Regrade()
    regraded = _Regraded(statement)
    for ids in _batches(_learners(regraded)):
        # As an answer does, so that none enters between its verdict and its memory.
        learners = replay.hold(*ids)
        found = _changes(regraded, ids, told)
        told.count(found)
        Correction.objects.bulk_create(
            Correction(
                learner_id=change.learner,
                attempt_id=change.attempt,
                kind=Correction.Kind.REGRADE,
                verdicts=change.verdicts,
                author=by,
                at=now,
            )
            for change in found
        )
        moved = {change.learner for change in found if not change.practised}
        replay.restore([(user, statement) for user in learners if user.pk in moved])
    return told


class _Regraded:
    """A statement, and for every former version of its questions the one in use now.

    A version is left out where the words around its blanks were others.
    """

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.free = marking.interchangeable(statement)
        versions = list(statement.questions.filter(kind__in=bank.REGRADED))
        active = {q.key: q for q in versions if q.retired_at is None}
        self.versions = {q.pk: q for q in versions}
        self.now = {
            q.pk: active[q.key]
            for q in versions
            if q.retired_at is not None and q.key in active and bank.same_words(q, active[q.key])
        }


def _answers(regraded: _Regraded) -> Any:
    graded = Attempt.objects.filter(statement=regraded.statement, question__in=list(regraded.now))
    return graded.filter(score__isnull=False, dont_know=False)


def _learners(regraded: _Regraded) -> list[int]:
    return list(_answers(regraded).order_by("learner").values_list("learner", flat=True).distinct())


def _batches(learners: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(learners), LEARNERS_AT_ONCE):
        yield learners[at : at + LEARNERS_AT_ONCE]


def _changes(regraded: _Regraded, learners: Iterable[int], told: Regrade) -> list[Change]:
    """What changes for these learners, in the order of the answers."""
    rows = (
        _answers(regraded)
        .filter(learner__in=list(learners))
        .select_related("learner", "sitting")
        .prefetch_related("corrections")
        .order_by("learner", "received_at", "position")
    )
    found = []
    for attempt in rows:
        told.answers += 1
        held = corrected.holding(attempt)
        told.overridden += held.overridden
        if not held.undone and not held.overridden:
            change = _change(regraded, attempt, held)
            found += [change] if change else []
    return found


def _change(regraded: _Regraded, attempt: Attempt, held: corrected.Holding) -> Change | None:
    assert attempt.question_id is not None
    former, active = regraded.versions[attempt.question_id], regraded.now[attempt.question_id]
    # Where the same is accepted as then, a newer grader alone changes no verdict.
    if former.keys == active.keys and not held.regraded:
        return None
    marked = marking.mark(active, attempt.response or [], interchangeable=regraded.free)
    verdicts = {grade.part: grade.verdict for grade in marked.grades}
    before = {grade["part"]: grade["verdict"] for grade in held.grades}
    parts = tuple(part for part, verdict in verdicts.items() if before.get(part) != verdict)
    if not parts:
        return None
    return Change(
        attempt=attempt.pk,
        learner=attempt.learner_id,
        name=str(attempt.learner),
        response=" · ".join(response for response in attempt.response or [] if response),
        day=attempt.study_day,
        before=held.verdict,
        after=marked.verdict,
        verdicts=verdicts,
        parts=parts,
        practised=not attempt.sitting.is_rated,
    )
