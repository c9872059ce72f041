"""Mock exams: a paper is drawn, answered until its time is up, handed in, and then gone through.

The paper is drawn at once, so that it stays the same through reloads and devices. What is put down
is kept with each attempt until the paper is handed in; only then is anything marked, and nothing
of it is rated. The clock is the server's. What was written in time and waited in a browser for the
network is taken for a while after the end, on the browser's word; the result says how much it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from studyapp import choosing, corrected, replay, sittings, study
from studyapp.models import (
    Attempt,
    Collection,
    Document,
    Question,
    Section,
    Sitting,
    Statement,
    User,
)
from studyapp.models.content import visible_to

Mode = Sitting.Mode
Verdict = Attempt.Verdict
MOST_QUESTIONS = 100
# What was sent in time may arrive a little later.
GRACE = timedelta(seconds=10)
# And much later where the network was away. Whoever tampers with their browser gains no more.
LATE = timedelta(minutes=15)


@transaction.atomic
def start_exam(
    learner: User,
    *,
    now: datetime,
    count: int,
    minutes: int | None,
    kinds: Sequence[str] = (),
    document: Document | None = None,
    section: Section | None = None,
    collection: Collection | None = None,
) -> Sitting:
    """Draw a paper of up to `count` questions and begin; no `minutes` is no time limit.

    `kinds`: only these; without any, all. Raises sittings.NothingToStudy where there are none.
    """
    scope = sittings.scope(document=document, section=section, collection=collection)
    drawn = _draw(learner, scope, kinds, count)
    sitting = Sitting.objects.create(
        learner=learner,
        mode=Mode.EXAM,
        document=document,
        section=section,
        choice={"kinds": list(kinds), "minutes": minutes},
        size=len(drawn),
        study_day=replay.calendar_of(learner).day(now),
        started_at=now,
        ends_at=now + timedelta(minutes=minutes) if minutes else None,
    )
    Attempt.objects.bulk_create(_issue(sitting, *each, now) for each in enumerate(drawn))
    return sitting


def _draw(learner: User, scope: Any, kinds: Sequence[str], count: int) -> list[Question]:
    """Questions drawn by lot, in text order. Raises sittings.NothingToStudy."""
    visible = visible_to(learner, prefix="document__")
    statements = Statement.objects.askable().filter(scope, visible)
    asked = Question.objects.filter(statement__in=statements, retired_at=None)
    asked = asked.filter(kind__in=kinds) if kinds else asked
    of_kind: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for kind, pk, statement in asked.order_by("pk").values_list("kind", "pk", "statement"):
        of_kind[kind].append((pk, statement))
    drawn = _by_lot([of_kind[kind] for kind in sorted(of_kind)], min(count, MOST_QUESTIONS))
    if not drawn:
        raise sittings.NothingToStudy
    questions = Question.objects.filter(pk__in=drawn).select_related("statement")
    return list(questions.order_by("statement__document", "statement__position"))


def _by_lot(piles: Sequence[list[tuple[int, int]]], count: int) -> list[int]:
    """Questions of these piles, which take turns, each of another statement.

    A pile holds pairs of a question and its statement, by id; it is used up.
    """
    lot, used, drawn = Random(uuid4().int), set[int](), list[int]()
    for pile in piles:
        lot.shuffle(pile)
    while any(piles) and len(drawn) < count:
        for pile in filter(None, piles):
            while pile:
                pk, statement = pile.pop()
                if statement not in used:
                    used.add(statement)
                    drawn.append(pk)
                    break
    return drawn[:count]


def _issue(sitting: Sitting, position: int, question: Question, now: datetime) -> Attempt:
    attempt = Attempt(
        learner=sitting.learner,
        sitting=sitting,
        position=position,
        statement=question.statement,
        issued_at=now,
    )
    choosing.pose(question, attempt)
    return attempt


def open_exam(learner: User) -> Sitting | None:
    """The exam that a learner is in, if there is one."""
    return Sitting.objects.filter(learner=learner, mode=Mode.EXAM, finished_at=None).first()


def is_over(sitting: Sitting, now: datetime) -> bool:
    """Whether nothing more is taken: handed in, or the time is up."""
    late = sitting.ends_at is not None and now > sitting.ends_at + GRACE
    return sitting.finished_at is not None or late


def _takes(sitting: Sitting, now: datetime, written_at: datetime) -> bool:
    """Whether an answer that comes now is taken: in time, or written in time and kept waiting."""
    if not is_over(sitting, now):
        return True
    if sitting.finished_at is not None or sitting.ends_at is None:
        return False
    return written_at <= sitting.ends_at and now <= sitting.ends_at + LATE


@transaction.atomic
def put_down(
    attempt_id: UUID,
    learner: User,
    answer: study.Answer,
    typed: Sequence[str],
    *,
    now: datetime,
    written_at: datetime | None = None,
) -> bool:
    """Keep an answer with its attempt; False where the exam is over and it comes too late.

    `typed`: the fields as they were filled in, to be shown again. `written_at`: when, by the
    server's clock as the browser has it; without it, now. Nothing is marked yet, and what was
    written last holds. Raises Attempt.DoesNotExist where it is not this learner's exam.
    """
    replay.hold(learner.pk)
    attempt = Attempt.objects.get(pk=attempt_id, learner=learner, sitting__mode=Mode.EXAM)
    # The paper is what is locked, here as where it is handed in: one waits for the other.
    sitting = Sitting.objects.select_for_update(no_key=True).get(pk=attempt.sitting_id)
    written = min(written_at or now, now)
    if not _takes(sitting, now, written):
        return False
    before = attempt.draft or {}
    if before and written < datetime.fromisoformat(before.get("written_at", before["at"])):
        return True
    attempt.draft = _draft(answer, typed, now=now, written=written)
    attempt.save(update_fields=["draft"])
    return True


def _draft(
    answer: study.Answer, typed: Sequence[str], *, now: datetime, written: datetime
) -> dict[str, Any] | None:
    """An answer as it is kept with its attempt; None where nothing is left in it."""
    if not answer.dont_know and not any(text.strip() for text in answer.responses):
        return None
    kept = asdict(answer) | {"typed": list(typed), "at": now, "written_at": written}
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in kept.items()}


@transaction.atomic
def hand_in(sitting_id: int, learner: User, *, now: datetime) -> Sitting:
    """Mark the paper; what was not answered is skipped. Handing in twice is handing in once.

    Each answer counts as received when it was put down. Raises Sitting.DoesNotExist.
    """
    replay.hold(learner.pk)
    sitting = Sitting.objects.select_for_update(of=("self",), no_key=True).get(
        pk=sitting_id, learner=learner, mode=Mode.EXAM
    )
    if sitting.finished_at is not None:
        return sitting
    calendar = replay.calendar_of(learner)
    attempts = study.with_texts().filter(sitting=sitting, received_at=None)
    for attempt in attempts.select_for_update(of=("self",), no_key=True):
        attempt.learner = learner
        answer, at = _put_down(attempt, sitting, now)
        study.fill_in(attempt, answer, calendar.day(at), at)
        attempt.draft = None
        attempt.save()
    sitting.done = sitting.size
    sitting.finished_at = min(now, sitting.ends_at) if sitting.ends_at else now
    sitting.save(update_fields=["done", "finished_at"])
    return sitting


def _put_down(attempt: Attempt, sitting: Sitting, now: datetime) -> tuple[study.Answer, datetime]:
    """The answer kept for an attempt and when it came; a skip where there is none."""
    draft = attempt.draft
    if draft is None:
        return study.Answer(skipped=True), min(now, sitting.ends_at or now)
    answer = study.Answer(
        responses=tuple(draft["responses"]),
        dont_know=draft["dont_know"],
        touched=draft["touched"],
        shown_at=_moment(draft["shown_at"]),
        first_input_at=_moment(draft["first_input_at"]),
        submitted_at=_moment(draft["submitted_at"]),
    )
    return answer, datetime.fromisoformat(draft["at"])


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


@dataclass(frozen=True, slots=True)
class Result:
    """How an exam went. `score` 0-100: the mean of what each question earned.

    `late`: how many answers came when the time was up, and count on their browser's word.
    """

    right: int
    missed: int
    unanswered: int
    score: int
    late: int


def result(attempts: Sequence[Attempt]) -> Result:
    """The result of a paper as it counts after its corrections."""
    held = [(attempt, corrected.holding(attempt)) for attempt in attempts]
    right = sum(now.verdict == Verdict.RIGHT for _attempt, now in held)
    unanswered = sum(now.verdict == Verdict.SKIPPED for _attempt, now in held)
    earned = sum(corrected.mark_by(attempt, now.grades) for attempt, now in held)
    return Result(
        right=right,
        missed=len(held) - right - unanswered,
        unanswered=unanswered,
        score=round(100 * earned / max(1, len(held))),
        late=sum(map(_came_late, attempts)),
    )


def _came_late(attempt: Attempt) -> bool:
    ends, received = attempt.sitting.ends_at, attempt.received_at
    return ends is not None and received is not None and received > ends + GRACE
