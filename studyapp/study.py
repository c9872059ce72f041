"""Studying: issue attempts, record answers.

`record_answer` is the one door through which an answer enters: one transaction, the time read
once; attempt, reviews, memories, standing and queue together or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, FilteredRelation, Max, OuterRef, Prefetch, Q
from django.utils import timezone

from studyapp import bank, choosing, ladder, marking, memory, queue, remembering, replay
from studyapp.models import (
    Attempt,
    Question,
    Sitting,
    Standing,
    Statement,
    User,
)
from studyapp.models.content import visible_to

Mode = Sitting.Mode
Verdict = Attempt.Verdict
WRITTEN = marking.WRITTEN
# The first characters, then the length; what is only chosen or put in order has none.
HINTS = 2
# How many attempts come with the one to answer now.
AHEAD = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from the learner: one response a part (recitation: one in all).

    `touched` tells an empty answer from an untouched one. The times are the browser's, which may
    be years out. `judged_right`: how the learner's own side saw an answer given offline.
    """

    responses: tuple[str, ...] = ()
    dont_know: bool = False
    skipped: bool = False
    touched: bool = False
    judged_right: bool | None = None
    shown_at: datetime | None = None
    first_input_at: datetime | None = None
    submitted_at: datetime | None = None


# --- Issuing


@transaction.atomic
def issue_ahead(sitting: Sitting, *, now: datetime) -> list[Attempt]:
    """The attempt to answer now, and those that come with it; none when the sitting is over.

    With them in hand a learner goes on while the network is away. What the queue will ask, if all
    goes well, has one open attempt each: asked for again it is the same one, and an answer that
    changes what comes next changes the queue, not what was issued. An attempt that the queue no
    longer asks for stands open and hinders nothing; answered late, it counts. Positions tell the
    order of issue, `received_at` that of the answers. Raises ValueError for an exam, whose paper is
    issued as a whole, so that an empty queue does not end it.
    """
    if sitting.mode == Mode.EXAM:
        raise ValueError("the paper of an exam is issued when it begins")
    replay.hold(sitting.learner_id)
    row = Sitting.objects.select_for_update(no_key=True).only("queue", "finished_at")
    sitting.refresh_from_db(fields=["queue", "finished_at"], from_queryset=row)
    held = _open_attempts(sitting)
    while missing := [item for item in _coming(sitting, now) if not _stands(held, item)]:
        built = _build_attempts(sitting, missing, now)
        Attempt.objects.bulk_create(built)
        held |= {_asks(attempt): attempt for attempt in built}
        # Their questions were retired since, or they were set aside: pass over them for good.
        barred = {item.statement for item in missing if not _stands(held, item)}
        if barred:
            sitting.queue = [item for item in sitting.queue if item["statement"] not in barred]
            sitting.save(update_fields=["queue"])
    if not sitting.queue and sitting.finished_at is None:
        sitting.finished_at = now
        sitting.save(update_fields=["finished_at"])
    return [held[item.asks] for item in _coming(sitting, now)]


def issue_attempt(sitting: Sitting, *, now: datetime) -> Attempt | None:
    """The attempt to answer now; None when the sitting is over."""
    return next(iter(issue_ahead(sitting, now=now)), None)


def issued_ahead(sitting: Sitting, *, now: datetime) -> list[Attempt]:
    """What was issued of what comes next, in its order; issues nothing."""
    held = _open_attempts(sitting)
    return [held[item.asks] for item in _coming(sitting, now) if _stands(held, item)]


def _coming(sitting: Sitting, now: datetime) -> queue.Queue:
    return queue.upcoming(queue.load(sitting.queue), now, AHEAD + 1)


def _stands(held: dict[queue.Asks, Attempt], item: queue.Item) -> bool:
    """Whether one of these attempts stands for an item of the queue."""
    return item.asks in held and held[item.asks].position >= item.since


def _open_attempts(sitting: Sitting) -> dict[queue.Asks, Attempt]:
    """The attempts of a sitting that can still be asked, by what they ask; the latest of each."""
    askable = Q(question=None) | Q(question__retired_at=None)
    waiting = with_texts().filter(
        askable,
        visible_to(sitting.learner, prefix="statement__document__"),
        sitting=sitting,
        received_at=None,
        statement__retired_at=None,
    )
    if sitting.is_rated:
        aside = Standing.objects.aside().filter(learner=sitting.learner)
        waiting = waiting.exclude(statement__in=aside.values("statement"))
    held = {_asks(attempt): attempt for attempt in waiting.order_by("position")}
    for attempt in held.values():
        attempt.sitting = sitting
    return held


def _asks(attempt: Attempt) -> queue.Asks:
    """Which item of a queue an attempt stands for."""
    return attempt.statement_id, queue.READ if attempt.question_id is None else queue.ASK


def with_texts() -> Any:
    """Attempts with all that their page shows, in one query."""
    revised = Standing.objects.filter(
        learner=OuterRef("learner"), statement=OuterRef("statement"), revised=True
    )
    attempts = Attempt.objects.select_related(
        "sitting", "question", "statement__section", "statement__document"
    )
    return attempts.annotate(is_revised=Exists(revised))  # type: ignore[no-redef]  # its default


def _build_attempts(sitting: Sitting, items: Sequence[queue.Item], now: datetime) -> list[Attempt]:
    """Unsaved attempts for the items that can be asked, placed after all issued before."""
    last = sitting.attempts.aggregate(last=Max("position"))["last"]
    ids = list({item.statement for item in items})
    statements = {row.pk: row for row in _statements_with_standing(sitting.learner, ids)}
    memories = replay.memories_for(sitting.learner, ids) if sitting.is_rated else {}
    built: list[Attempt] = []
    for item in items:
        place = len(built) + (-1 if last is None else last) + 1
        statement = statements.get(item.statement)
        if statement is None or _is_aside(statement, sitting):
            continue
        held = memories.get(item.statement, {})
        attempt = _build_attempt(sitting, item, statement, held, place, now)
        built += [attempt] if attempt else []
    return built


def _build_attempt(
    sitting: Sitting,
    item: queue.Item,
    statement: Statement,
    held: dict[str, memory.Memory],
    place: int,
    now: datetime,
) -> Attempt | None:
    attempt = Attempt(
        learner=sitting.learner,
        sitting=sitting,
        position=place,
        statement=statement,
        issued_at=now,
    )
    standing: Standing | None = getattr(statement, "mine", None)
    attempt.is_revised = standing is not None and standing.revised
    if item.do == queue.READ:
        return attempt
    question, rung = choosing.choose_question(attempt, item, held)
    if question is None:
        return None
    choosing.pose(question, attempt)
    attempt.rung = rung
    return attempt


def _statements_with_standing(learner: User, ids: Sequence[int]) -> Any:
    """Statements with section, document, questions in use and, as `mine`, the learner's standing.

    Left out are those whose text was withdrawn, closed to the learner or revised since.
    """
    in_use = Prefetch("questions", Question.objects.filter(retired_at=None), to_attr="in_use")
    return (
        Statement.objects.filter(
            visible_to(learner, prefix="document__"), pk__in=ids, retired_at=None
        )
        .annotate(mine=FilteredRelation("standings", condition=Q(standings__learner=learner)))
        .select_related("mine", "section", "document")  # type: ignore[misc]  # known at run time
        .prefetch_related(in_use)
    )


def _is_aside(statement: Statement, sitting: Sitting) -> bool:
    """Whether the learner wants it asked no more; practice is what they choose themselves."""
    standing: Standing | None = getattr(statement, "mine", None)
    return standing is not None and standing.is_aside and sitting.is_rated


# --- Answering


@transaction.atomic
def record_answer(
    attempt_id: UUID,
    learner: User,
    answer: Answer,
    *,
    first_try: bool = False,
    now: datetime | None = None,
) -> Attempt:
    """Record the answer to an attempt and all that follows from it.

    An attempt is answered once: a repeated, doubled or late answer returns the first verdict. A
    learner's answers enter one after the other, whichever sitting they belong to, and `now` is
    read when it is this one's turn. Raises Attempt.DoesNotExist when it is not this learner's, or
    part of an exam, whose paper is handed in as a whole.

    `first_try`: the learner wants one more try before the answer is shown. Then what is not right
    is kept beside the attempt, which stays open for the second; sent twice, it is still the first.
    """
    replay.hold(learner.pk)
    attempt = _locked(attempt_id, learner)
    if attempt.answered:
        return attempt
    now = now or timezone.now()
    if first_try and may_retry(attempt) and _keep_try(attempt, answer, now):
        return attempt
    standing = enter(attempt, answer, now=now)
    assert attempt.received_at is not None
    _advance(attempt, standing, attempt.received_at)
    return attempt


def _locked(attempt_id: UUID, learner: User) -> Attempt:
    """A learner's attempt outside exams, locked with its sitting. Raises Attempt.DoesNotExist."""
    attempt: Attempt = (
        with_texts()
        .exclude(sitting__mode=Mode.EXAM)
        .select_for_update(of=("self", "sitting"), no_key=True)
        .get(pk=attempt_id, learner=learner)
    )
    attempt.learner = attempt.sitting.learner = learner
    return attempt


def may_retry(attempt: Attempt) -> bool:
    """Whether a second try makes sense: of a few options it would give the answer away."""
    return attempt.kind in WRITTEN


def _keep_try(attempt: Attempt, answer: Answer, now: datetime) -> bool:
    """Keep a first try that is not right, unless there is one; tell whether a second is due."""
    if attempt.first_try is not None:
        return True
    marked = None if answer.dont_know or answer.skipped else _marked(attempt, answer)
    if marked is None or marked.verdict == Verdict.RIGHT:
        return False
    attempt.first_try = {
        "response": list(answer.responses),
        "grades": [grade.to_json() for grade in marked.grades],
        "at": now.isoformat(),
    }
    attempt.save(update_fields=["first_try"])
    return True


def enter(attempt: Attempt, answer: Answer, *, now: datetime) -> Standing | None:
    """Write an answer onto its attempt, and what it leaves to be remembered.

    To be called in the transaction that holds the learner. Returns where the learner now stands.
    """
    calendar = replay.calendar_of(attempt.learner)
    standing = remembering.standing_with_last(attempt)
    now = remembering.after_the_last(standing, now)
    fill_in(attempt, answer, calendar.day(now), now)
    attempt.save()
    if attempt.sitting.is_rated and attempt.verdict != Verdict.SKIPPED:
        standing = remembering.remember(attempt, standing, calendar, now)
    return standing


def differs(attempt: Attempt, answer: Answer) -> bool:
    """Whether the answer on record is another one than this: given before, or elsewhere."""
    if attempt.question is None or not attempt.answered:
        return False
    recorded = attempt.response, attempt.dont_know, attempt.verdict == Verdict.SKIPPED
    return recorded != (list(answer.responses), answer.dont_know, answer.skipped)


def fill_in(attempt: Attempt, answer: Answer, day: date, now: datetime) -> None:
    """Write the answer and its marks onto the attempt."""
    attempt.received_at, attempt.study_day, attempt.zone = now, day, attempt.learner.zone
    attempt.grader_version = marking.GRADER_VERSION
    attempt.dont_know, attempt.touched = answer.dont_know, answer.touched
    attempt.judged_right = answer.judged_right
    attempt.shown_at, attempt.first_input_at = answer.shown_at, answer.first_input_at
    attempt.submitted_at = answer.submitted_at
    if attempt.question is None:
        attempt.verdict = Verdict.READ
        return
    attempt.response = list(answer.responses)
    attempt.folded = marking.folded(answer.responses)
    if answer.skipped:
        attempt.verdict = Verdict.SKIPPED
        return
    marked = _marked(attempt, answer)
    attempt.grades = [grade.to_json() for grade in marked.grades]
    attempt.verdict, attempt.score = marked.verdict, marked.score


def _marked(attempt: Attempt, answer: Answer) -> marking.Marked:
    """The marks of an answer to an attempt that asks something, by what is accepted today."""
    assert attempt.question is not None
    if answer.dont_know:
        return marking.missed(attempt.question, attempt.asked)
    free = marking.interchangeable(attempt.statement)
    question = bank.in_force(attempt.question)
    return marking.mark(question, answer.responses, interchangeable=free, shown=attempt.options)


def _advance(attempt: Attempt, standing: Standing | None, now: datetime) -> None:
    """Move the sitting's queue on past an answered attempt."""
    sitting = attempt.sitting
    current = queue.load(sitting.queue)
    item = next((i for i in current if i.statement == attempt.statement_id), None)
    sitting.queue = queue.dump(_queue_after(attempt, current, item, standing, now))
    sitting.done += 1
    sitting.save(update_fields=["queue", "done"])


def _queue_after(
    attempt: Attempt,
    current: queue.Queue,
    item: queue.Item | None,
    standing: Standing | None,
    now: datetime,
) -> queue.Queue:
    """What comes after an answer; `item`: the statement's place in the queue, if it has one."""
    if attempt.verdict == Verdict.READ:
        unread = item is not None and item.do == queue.READ
        return queue.after_reading(current, item) if item and unread else current
    item = item or queue.Item(attempt.statement_id)
    if attempt.verdict == Verdict.WRONG:
        due = standing.due if attempt.sitting.is_rated and standing else None
        least, most = memory.RETRY_DELAYS
        delay = min(max(due - now, least), most) if due else None
        return queue.after_miss(current, item, now=now, delay=delay)
    opened = attempt.rung == ladder.CHOICE
    if attempt.verdict == Verdict.RIGHT and opened and not (standing and standing.rung_held):
        return queue.after_choice(current, item)
    return queue.without(current, item.statement)


def has_more_hints(attempt: Attempt) -> bool:
    """Whether there is a hint that the learner has not taken yet."""
    return not attempt.answered and attempt.kind in WRITTEN and attempt.hints < HINTS


@transaction.atomic
def take_hint(attempt_id: UUID, learner: User) -> Attempt:
    """Note that the learner took one more hint; an answered attempt is left alone.

    Raises Attempt.DoesNotExist when it is not this learner's, or part of an exam.
    """
    attempt: Attempt = (
        with_texts()
        .exclude(sitting__mode=Mode.EXAM)
        .select_for_update(of=("self",))
        .get(pk=attempt_id, learner=learner)
    )
    if has_more_hints(attempt):
        attempt.hints += 1
        attempt.save(update_fields=["hints"])
    return attempt
