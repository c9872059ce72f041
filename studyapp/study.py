"""Studying: issue attempts, record answers.

`record_answer` is the one door through which an answer enters: one transaction, the time read
once; attempt, reviews, memories, standing and queue together or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import FilteredRelation, Max, Prefetch, Q
from django.utils import timezone

from studyapp import bank, ladder, marking, memory, queue, remembering, replay
from studyapp.models import (
    Attempt,
    Question,
    Sitting,
    Standing,
    Statement,
    User,
)
from studyapp.models.content import readable

Mode = Sitting.Mode
Verdict = Attempt.Verdict
# The first characters, then the length; a choice and an order have none.
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
    order of issue, `received_at` that of the answers.
    """
    row = Sitting.objects.select_for_update(no_key=True).only("queue", "finished_at")
    sitting.refresh_from_db(fields=["queue", "finished_at"], from_queryset=row)
    held = _open_attempts(sitting)
    while missing := [item for item in _coming(sitting, now) if not _stands(held, item)]:
        built = _build_attempts(sitting, missing, now)
        Attempt.objects.bulk_create(built)
        held |= {_asks(attempt): attempt for attempt in built}
        # Their questions were retired since: pass over them for good.
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
        _visible(sitting.learner, prefix="statement__document__"),
        sitting=sitting,
        received_at=None,
        statement__retired_at=None,
    )
    held = {_asks(attempt): attempt for attempt in waiting.order_by("position")}
    for attempt in held.values():
        attempt.sitting = sitting
    return held


def _asks(attempt: Attempt) -> queue.Asks:
    """Which item of a queue an attempt stands for."""
    return attempt.statement_id, queue.READ if attempt.question_id is None else queue.ASK


def with_texts() -> Any:
    """Attempts with all that their page shows, in one query."""
    return Attempt.objects.select_related(
        "sitting", "question", "statement__section", "statement__document"
    )


def _build_attempts(sitting: Sitting, items: Sequence[queue.Item], now: datetime) -> list[Attempt]:
    """Unsaved attempts for the items that can be asked, placed after all issued before."""
    last = sitting.attempts.aggregate(last=Max("position"))["last"]
    ids = list({item.statement for item in items})
    statements = {row.pk: row for row in _statements_with_standing(sitting.learner, ids)}
    rated = sitting.mode != Mode.PRACTISE
    memories = replay.memories_for(sitting.learner, ids) if rated else {}
    built: list[Attempt] = []
    for item in items:
        place = len(built) + (-1 if last is None else last) + 1
        statement = statements.get(item.statement)
        held = memories.get(item.statement, {})
        attempt = statement and _build_attempt(sitting, item, statement, held, place, now)
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
    if item.do == queue.READ:
        return attempt
    question, rung = _choose_question(attempt, item, held)
    if question is None:
        return None
    attempt.question = question
    attempt.rung = rung
    attempt.asked = list(question.part_keys)
    attempt.shown = [p.key for p in statement.parts if p.key not in question.part_keys]
    attempt.options = _options_in_order(question, attempt.pk)
    return attempt


def _visible(learner: User, *, prefix: str) -> Q:
    """The condition that a text is not withdrawn or closed to the learner; editors see drafts."""
    return Q() if learner.is_staff else readable(learner, prefix=prefix)


def _statements_with_standing(learner: User, ids: Sequence[int]) -> Any:
    """Statements with section, document, questions in use and, as `mine`, the learner's standing.

    Left out are those whose text was withdrawn, closed to the learner or revised since.
    """
    in_use = Prefetch("questions", Question.objects.filter(retired_at=None), to_attr="in_use")
    return (
        Statement.objects.filter(
            _visible(learner, prefix="document__"), pk__in=ids, retired_at=None
        )
        .annotate(mine=FilteredRelation("standings", condition=Q(standings__learner=learner)))
        .select_related("mine", "section", "document")  # type: ignore[misc]  # known at run time
        .prefetch_related(in_use)
    )


def _choose_question(
    attempt: Attempt, item: queue.Item, held: dict[str, memory.Memory]
) -> tuple[Question | None, int | None]:
    """The question to ask and the rung it stands on (None in practice).

    `held`: what the learner remembers of the statement.
    """
    statement, learner, now = attempt.statement, attempt.learner, attempt.issued_at
    questions = {q.key: q for q in statement.in_use}  # type: ignore[attr-defined]  # prefetched
    if attempt.sitting.mode == Mode.PRACTISE:
        return _practice_question(questions, item, attempt), None
    day = replay.calendar_of(learner).day(now)
    parts = replay.part_memories(statement, held)
    rung = ladder.rung_to_ask(
        remembering.rungs_of(learner, getattr(statement, "mine", None)), parts, day
    )
    asked = ladder.parts_to_ask(parts, rung=rung, now=now, day=day)
    if rung == ladder.CHOICE:
        easy = _easy_start(questions, asked)
        if easy is not None:
            return easy, rung
        rung = ladder.TYPED
        asked = ladder.parts_to_ask(parts, rung=rung, now=now, day=day)
    return _question_for(statement, questions, rung, asked), rung


def _easy_start(questions: dict[str, Question], asked: Sequence[str]) -> Question | None:
    """What opens typing: choosing the part asked, or putting headings and steps in order."""
    easy = [f"choice:{part}" for part in asked] + ["order"]
    return next((questions[key] for key in easy if key in questions), None)


def _question_for(
    statement: Statement, questions: dict[str, Question], rung: int, asked: Sequence[str]
) -> Question | None:
    """The stored question that asks these parts on this rung; the nearest one if it is retired."""
    if rung == ladder.RECITE and "recite" in questions:
        return questions["recite"]
    if rung >= ladder.ALL:
        whole = ("list", "outline", "typed:all")
        found = next((questions[key] for key in whole if key in questions), None)
        if found is not None:
            return found
    wanted = [part for part in asked if f"typed:{part}" in questions]
    if len(wanted) == ladder.MOST_ASKED and rung == ladder.TYPED:
        pair = questions.get("typed:" + "+".join(wanted)) or bank.typed_question(statement, wanted)
        if pair is not None:
            return pair
    if wanted:
        return questions[f"typed:{wanted[0]}"]
    return next(iter(questions.values()), None)


PRACTICE_ROTATION = ("choice", "typed", "order", "list", "outline", "recite")


def _practice_question(
    questions: dict[str, Question], item: queue.Item, attempt: Attempt
) -> Question | None:
    """A question of the kind chosen; without one the kinds take turns."""
    if item.kind:
        fit = [q for q in questions.values() if q.kind == item.kind and "+" not in q.key]
    else:
        turn = attempt.position % len(PRACTICE_ROTATION)
        turns = PRACTICE_ROTATION[turn:] + PRACTICE_ROTATION[:turn]
        kinds = [kind for kind in turns if any(q.kind == kind for q in questions.values())]
        fit = [q for q in questions.values() if kinds and q.kind == kinds[0]]
    fit.sort(key=lambda q: q.key)
    return fit[(attempt.sitting.pk + attempt.position) % len(fit)] if fit else None


def _options_in_order(question: Question, attempt: UUID) -> list[str]:
    """The options as this attempt shows them: the same at every look, another order next time."""
    if question.kind == Question.Kind.CHOICE:
        options = list(dict.fromkeys([question.right_answers[0], *question.options]))
        Random(attempt.int).shuffle(options)
        return options
    return _disordered(list(question.options), question.right_answers, Random(attempt.int))


def _disordered(rows: list[str], right: list[str], lot: Random) -> list[str]:
    """Rows to be put in order: as the lot has it, but not in order already."""
    lot.shuffle(rows)
    return rows if rows != right else [*rows[1:], *rows[:1]]


# --- Answering


@transaction.atomic
def record_answer(
    attempt_id: UUID, learner: User, answer: Answer, *, now: datetime | None = None
) -> Attempt:
    """Record the answer to an attempt and all that follows from it.

    An attempt is answered once: a repeated, doubled or late answer returns the first verdict. A
    learner's answers enter one after the other, whichever sitting they belong to, and `now` is
    read when it is this one's turn. Raises Attempt.DoesNotExist when it is not this learner's.
    """
    attempt: Attempt = (
        with_texts()
        .select_related("learner")
        .select_for_update(of=("self", "sitting", "learner"), no_key=True)
        .get(pk=attempt_id, learner=learner)
    )
    attempt.learner = attempt.sitting.learner = learner
    if attempt.answered:
        return attempt
    standing = remembering.standing_with_last(attempt)
    now = remembering.after_the_last(standing, now or timezone.now())
    calendar = replay.calendar_of(learner)
    _fill_in(attempt, answer, calendar.day(now), now)
    attempt.save(force_update=True)
    if attempt.sitting.mode != Mode.PRACTISE and attempt.verdict != Verdict.SKIPPED:
        standing = remembering.remember(attempt, standing, calendar, now)
    _advance(attempt, standing, now)
    return attempt


def differs(attempt: Attempt, answer: Answer) -> bool:
    """Whether the answer on record is another one than this: given before, or elsewhere."""
    if attempt.question is None:
        return False
    recorded = attempt.response, attempt.dont_know, attempt.verdict == Verdict.SKIPPED
    return recorded != (list(answer.responses), answer.dont_know, answer.skipped)


def _fill_in(attempt: Attempt, answer: Answer, day: date, now: datetime) -> None:
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
    if answer.dont_know:
        marked = marking.missed(attempt.question, attempt.asked)
    else:
        listed = attempt.statement.kind == Statement.Kind.ENUMERATION
        free = listed and not attempt.statement.ordered
        marked = marking.mark(attempt.question, answer.responses, interchangeable=free)
    attempt.grades = [grade.to_json() for grade in marked.grades]
    attempt.verdict, attempt.score = marked.verdict, marked.score


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
        rated = attempt.sitting.mode != Mode.PRACTISE
        due = standing.due if rated and standing else None
        least, most = memory.RETRY_DELAYS
        delay = min(max(due - now, least), most) if due else None
        return queue.after_miss(current, item, now=now, delay=delay)
    opened = attempt.rung == ladder.CHOICE
    if attempt.verdict == Verdict.RIGHT and opened and not (standing and standing.rung_held):
        return queue.after_choice(current, item)
    return queue.without(current, item.statement)


def has_more_hints(attempt: Attempt) -> bool:
    """Whether there is a hint that the learner has not taken yet."""
    unhinted = ("read", Question.Kind.CHOICE, Question.Kind.ORDER)
    return not attempt.answered and attempt.kind not in unhinted and attempt.hints < HINTS


@transaction.atomic
def take_hint(attempt_id: UUID, learner: User) -> Attempt:
    """Note that the learner took one more hint; an answered attempt is left alone."""
    attempt: Attempt = (
        with_texts().select_for_update(of=("self",)).get(pk=attempt_id, learner=learner)
    )
    if has_more_hints(attempt):
        attempt.hints += 1
        attempt.save(update_fields=["hints"])
    return attempt
