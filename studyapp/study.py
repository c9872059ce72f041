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

from django.db import IntegrityError, transaction
from django.db.models import FilteredRelation, Q
from django.utils import timezone

from studyapp import bank, ladder, marking, memory, queue, replay
from studyapp.models import (
    Attempt,
    Question,
    Review,
    Sitting,
    Standing,
    Statement,
    User,
)
from studyapp.models.content import readable

Mode = Sitting.Mode
Kind = Question.Kind
Verdict = Attempt.Verdict
WRITTEN = marking.WRITTEN
# The first characters, then the length; what is only chosen or put in order has none.
HINTS = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from the learner: one response a part (recitation: one in all).

    `touched` tells an empty answer from an untouched one. The times are the browser's.
    """

    responses: tuple[str, ...] = ()
    dont_know: bool = False
    skipped: bool = False
    touched: bool = False
    shown_at: datetime | None = None
    first_input_at: datetime | None = None
    submitted_at: datetime | None = None


# --- Issuing


def issue_attempt(sitting: Sitting, *, now: datetime) -> Attempt | None:
    """The attempt to answer now; None when the sitting is over.

    Asked again before it is answered, it is the same one: a sitting has one attempt a position.
    """
    while item := queue.next_item(queue.load(sitting.queue), now):
        attempt = _build_attempt(sitting, item, now)
        if attempt is not None:
            return _issue(attempt)
        # Its questions were retired since, or it was set aside: pass over it for good.
        sitting.queue = queue.dump(queue.without(queue.load(sitting.queue), item.statement))
        sitting.save(update_fields=["queue"])
    if sitting.finished_at is None:
        sitting.finished_at = now
        sitting.save(update_fields=["finished_at"])
    return None


def _issue(attempt: Attempt) -> Attempt:
    try:
        with transaction.atomic():
            attempt.save(force_insert=True)
    except IntegrityError:
        issued: Attempt = with_texts().get(sitting=attempt.sitting_id, position=attempt.position)
        return issued
    return attempt


def with_texts() -> Any:
    """Attempts with all that their page shows, in one query."""
    return Attempt.objects.select_related(
        "sitting", "question", "statement__section", "statement__document"
    )


def _build_attempt(sitting: Sitting, item: queue.Item, now: datetime) -> Attempt | None:
    statement = _statement_with_standing(sitting.learner, item.statement)
    if statement is None or _is_aside(statement, sitting):
        return None
    attempt = Attempt(
        learner=sitting.learner,
        sitting=sitting,
        position=sitting.done,
        statement=statement,
        issued_at=now,
    )
    if item.do == queue.READ:
        return attempt
    question, rung = _choose_question(sitting, statement, item, now)
    if question is None:
        return None
    attempt.question = question
    attempt.rung = rung
    attempt.asked = list(question.part_keys)
    attempt.shown = [p.key for p in statement.parts if p.key not in question.part_keys]
    attempt.options = options_shown(question, attempt.pk)
    return attempt


def _statement_with_standing(learner: User, pk: int) -> Statement | None:
    """A statement with its section, its document and, as `mine`, the learner's standing.

    None where its text was withdrawn, closed to the learner or revised since; editors see drafts.
    """
    visible = Q() if learner.is_staff else readable(learner, prefix="document__")
    return (
        Statement.objects.filter(visible, pk=pk, retired_at=None)
        .annotate(mine=FilteredRelation("standings", condition=Q(standings__learner=learner)))
        .select_related("mine", "section", "document")  # type: ignore[misc]  # known at run time
        .first()
    )


def _is_aside(statement: Statement, sitting: Sitting) -> bool:
    """Whether the learner wants it asked no more; practice is what they choose themselves."""
    standing: Standing | None = getattr(statement, "mine", None)
    return standing is not None and standing.is_aside and sitting.is_rated


def rungs_of(learner: User, standing: Standing | None) -> ladder.Rungs:
    """Where a learner stands on the ladder; at their starting rung when not met yet."""
    if standing is None:
        return ladder.Rungs(rung=learner.start_rung)
    return ladder.Rungs(
        rung=standing.rung,
        held=standing.rung_held,
        misses=standing.misses,
        choice_passed_on=standing.choice_passed_on,
    )


def _choose_question(
    sitting: Sitting, statement: Statement, item: queue.Item, now: datetime
) -> tuple[Question | None, int | None]:
    """The question to ask and the rung it stands on (None in practice)."""
    active = statement.questions.filter(retired_at=None)
    questions = bank.in_turn(active, sitting.pk + sitting.done)
    day = replay.calendar_of(sitting.learner).day(now)
    if sitting.mode == Mode.PRACTISE:
        return _practice_question(questions, item, sitting), None
    if sitting.mode == Mode.RECITE:
        return questions.get("recite"), ladder.RECITE
    held = replay.memories_of(sitting.learner, statement)
    parts = replay.part_memories(statement, held)
    rung = ladder.rung_to_ask(
        rungs_of(sitting.learner, getattr(statement, "mine", None)), parts, day
    )
    asked = ladder.parts_to_ask(parts, rung=rung, now=now, day=day)
    if rung == ladder.CHOICE:
        met = any(part.memory and part.memory.tested for part in parts)
        easy = _easy_start(questions, asked, met=met)
        if easy is not None:
            return easy, rung
        rung = ladder.TYPED
        asked = ladder.parts_to_ask(parts, rung=rung, now=now, day=day)
    return _question_for(statement, questions, rung, asked), rung


def _easy_start(
    questions: dict[str, Question], asked: Sequence[str], *, met: bool
) -> Question | None:
    """What opens typing: choosing the part asked, or putting headings and steps in order.

    Once the statement was met, its word bank, which asks several parts at once. A judge and a
    source stand on no rung: half of a judge is luck and its false sentence might be what stays in
    the mind, and a source asks no part; they are for practice and exams.
    """
    banks = [key for key, q in questions.items() if key == "bank" and set(asked) & {*q.part_keys}]
    choices = [f"choice:{part}" for part in asked]
    easy = [*banks, *choices] if met else [*choices, *banks]
    return next((questions[key] for key in [*easy, "order"] if key in questions), None)


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
        pair = questions.get("typed:" + "+".join(wanted)) or bank.typed_question(
            statement, wanted, beside=questions.values()
        )
        if pair is not None:
            return pair
    if wanted:
        return questions[f"typed:{wanted[0]}"]
    return next(iter(questions.values()), None)


PRACTICE_ROTATION = (
    *("choice", "bank", "typed", "judge", "order", "list", "source", "outline", "recite"),
)


def _practice_question(
    questions: dict[str, Question], item: queue.Item, sitting: Sitting
) -> Question | None:
    """A question of the kind chosen; without one the kinds take turns."""
    if item.kind:
        fit = [q for q in questions.values() if q.kind == item.kind and "+" not in q.key]
    else:
        turn = sitting.done % len(PRACTICE_ROTATION)
        turns = PRACTICE_ROTATION[turn:] + PRACTICE_ROTATION[:turn]
        kinds = [kind for kind in turns if any(q.kind == kind for q in questions.values())]
        fit = [q for q in questions.values() if kinds and q.kind == kinds[0]]
    fit.sort(key=lambda q: q.key)
    return fit[(sitting.pk + sitting.done) % len(fit)] if fit else None


def options_shown(question: Question, attempt: UUID) -> list[str]:
    """The options as this attempt shows them: the same at every look, another order next time.

    Of a judge the one term that stands in its sentence, as often the right one as not.
    """
    lot = Random(attempt.int)
    if question.kind == Kind.JUDGE:
        return [lot.choice([question.right_answers[0], lot.choice(question.options)])]
    if question.kind == Kind.ORDER:
        return _disordered(list(question.options), question.right_answers, lot)
    listed = question.right_answers if question.kind == Kind.CHOICE else []
    options = list(dict.fromkeys([*listed[:1], *question.options]))
    lot.shuffle(options)
    return options


def _disordered(rows: list[str], right: list[str], lot: Random) -> list[str]:
    """Rows to be put in order: as the lot has it, but not in order already."""
    lot.shuffle(rows)
    return rows if rows != right else [*rows[1:], *rows[:1]]


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
    attempt: Attempt = (
        with_texts()
        .select_related("learner")
        .exclude(sitting__mode=Mode.EXAM)
        .select_for_update(of=("self", "sitting", "learner"), no_key=True)
        .get(pk=attempt_id, learner=learner)
    )
    attempt.learner = learner
    if attempt.answered:
        return attempt
    now = now or timezone.now()
    if first_try and may_retry(attempt) and _keep_try(attempt, answer, now):
        return attempt
    standing = enter(attempt, answer, now=now)
    _advance(attempt, standing, now)
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
    fill_in(attempt, answer, calendar.day(now), now)
    attempt.save()
    mine = Standing.objects.filter(learner=attempt.learner, statement=attempt.statement)
    standing = mine.first()
    if attempt.sitting.is_rated and attempt.verdict != Verdict.SKIPPED:
        standing = _remember(attempt, standing, calendar, now)
    return standing


def fill_in(attempt: Attempt, answer: Answer, day: date, now: datetime) -> None:
    """Write the answer and its marks onto the attempt."""
    attempt.received_at, attempt.study_day, attempt.zone = now, day, attempt.learner.zone
    attempt.grader_version = marking.GRADER_VERSION
    attempt.dont_know, attempt.touched = answer.dont_know, answer.touched
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
    """The marks of an answer to an attempt that asks something."""
    assert attempt.question is not None
    if answer.dont_know:
        return marking.missed(attempt.question, attempt.asked)
    free = marking.interchangeable(attempt.statement)
    return marking.mark(
        attempt.question, answer.responses, interchangeable=free, shown=attempt.options
    )


def _remember(
    attempt: Attempt, standing: Standing | None, calendar: memory.Calendar, now: datetime
) -> Standing:
    """Reviews, memories and standing after an answer that counts."""
    learner, statement = attempt.learner, attempt.statement
    held = replay.memories_of(learner, statement) if attempt.question else {}
    rated_on = {part: m.last_day for part, m in held.items() if m.last_day}
    reviews, after = _review_parts(attempt, held, calendar)
    Review.objects.bulk_create(reviews)
    replay.save_memories([replay.to_row(learner, statement, p, m) for p, m in after.items()])
    if standing is None:
        standing = Standing(
            learner=learner,
            statement=statement,
            rung=learner.start_rung,
            first_rung=learner.start_rung,
            introduced_on=attempt.study_day,
        )
    if attempt.score is not None and attempt.rung is not None:
        held_as = replay.Holding(attempt.verdict, attempt.grades, undone=False, overridden=False)
        rungs = replay.climb(rungs_of(learner, standing), attempt, held_as, rated_on)
        standing.rung, standing.misses = rungs.rung, rungs.misses
        standing.choice_passed_on = rungs.choice_passed_on
    parts = replay.part_memories(statement, held | after)
    standing.due = replay.statement_due(parts, calendar) or now
    standing.known_until = memory.known_until([part.memory for part in parts])
    standing.revised = False
    standing.save()
    return standing


def _review_parts(
    attempt: Attempt, held: dict[str, memory.Memory], calendar: memory.Calendar
) -> tuple[list[Review], dict[str, memory.Memory]]:
    """One review for each part rated, and the memories they leave."""
    reviews: list[Review] = []
    after: dict[str, memory.Memory] = {}
    learner = attempt.learner
    for part, rating in replay.attempt_ratings(attempt, attempt.grades).items():
        part_seed = replay.seed(learner, attempt.statement, part)
        event = replay.answer_event(attempt, rating, learner.retention, part_seed)
        left = memory.answered(held.get(part), event, calendar)
        first = memory.is_first_of_day(held.get(part), event.day)
        reviews.append(_review(attempt, part, rating, left, first=first))
        after[part] = left
    return reviews, after


def _review(
    attempt: Attempt, part: str, rating: int, left: memory.Memory, *, first: bool
) -> Review:
    assert attempt.received_at is not None and attempt.study_day is not None
    return Review(
        learner=attempt.learner,
        statement=attempt.statement,
        part=part,
        attempt=attempt,
        cause=Review.Cause.ANSWER,
        rating=rating,
        first_of_day=first,
        retention=attempt.learner.retention,
        parameters=memory.PARAMETERS,
        at=attempt.received_at,
        study_day=attempt.study_day,
        stability=left.stability,
        difficulty=left.difficulty,
        due=left.due,
    )


def _advance(attempt: Attempt, standing: Standing | None, now: datetime) -> None:
    """Move the sitting's queue on past an answered attempt."""
    sitting = attempt.sitting
    current = queue.load(sitting.queue)
    item = next(
        (i for i in current if i.statement == attempt.statement_id),
        queue.Item(attempt.statement_id),
    )
    sitting.queue = queue.dump(_queue_after(attempt, current, item, standing, now))
    sitting.done = max(sitting.done, attempt.position + 1)
    sitting.save(update_fields=["queue", "done"])


def _queue_after(
    attempt: Attempt,
    current: queue.Queue,
    item: queue.Item,
    standing: Standing | None,
    now: datetime,
) -> queue.Queue:
    if attempt.verdict == Verdict.READ:
        return queue.after_reading(current, item)
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
