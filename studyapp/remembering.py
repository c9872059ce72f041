"""Remembering: the reviews, memories and standing that an answer leaves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max, OuterRef, Subquery

from studyapp import corrected, ladder, memory, replay
from studyapp.models import Attempt, Review, Standing, User


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


def standing_with_last(attempt: Attempt) -> Standing | None:
    """Where the learner stands with the statement and, as `last_at`, when it was answered last."""
    told = Attempt.objects.filter(learner=attempt.learner, statement=OuterRef("statement"))
    last = told.order_by().values("learner").annotate(last=Max("received_at")).values("last")
    return (
        Standing.objects.filter(learner=attempt.learner, statement=attempt.statement)
        .annotate(last_at=Subquery(last))
        .first()
    )


def after_the_last(standing: Standing | None, now: datetime) -> datetime:
    """Now, but after the statement's last answer: a clock that was set back changes no history."""
    last: datetime | None = getattr(standing, "last_at", None)
    return now if last is None or now > last else last + timedelta(microseconds=1)


def remember(
    attempt: Attempt, standing: Standing | None, calendar: memory.Calendar, now: datetime
) -> Standing:
    """Reviews, memories and standing after an answer that counts."""
    learner, statement = attempt.learner, attempt.statement
    # What is met for the first time, by reading, has no memories yet.
    held = replay.memories_of(learner, statement) if attempt.question or standing else {}
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
        held_as = corrected.Holding(attempt.verdict, attempt.grades, undone=False, overridden=False)
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
