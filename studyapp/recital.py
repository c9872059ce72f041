"""Reciting a whole section at once: what was written is laid beside it and divided among its
statements, each of which is then marked as if it had been recited by itself."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from studyapp import ladder, replay, sittings, study
from studyapp.models import Attempt, Question, Recital, Section, Sitting, Statement, User
from studyapp.questions.recitation import Recitation, recite
from studyapp.questions.sensitive import NEGATIONS
from studyapp.text.segment import Span

MOST_CHARACTERS = 4_000
"""Longer sections are recited statement by statement."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A statement that can be recited, and its span in the text of the recital."""

    statement: Statement
    question: Question
    span: Span


def section_text(section: Section) -> str:
    """What there is to recite of a section: its text and that of the sections below it."""
    return "\n".join(part.body for part in _parts(section))


def _parts(section: Section) -> list[Section]:
    tree = sittings.section_tree(section)
    found = section.document.sections.filter(pk__in=tree).exclude(body="")
    return list(found.order_by("position"))


def can_be_whole(section: Section) -> bool:
    """Whether a section can be recited at once: it has text, and not too much."""
    return 0 < len(section_text(section)) <= MOST_CHARACTERS


@transaction.atomic
def start_recital(
    learner: User, section: Section, *, mode: str, cue: str, now: datetime
) -> Recital:
    """Issue the recital of a whole section. Raises NothingToStudy where that cannot be.

    `mode`: recite, and it counts for every part; practise, and nothing is rated.
    """
    places = _places(section)
    if not places or not can_be_whole(section):
        raise sittings.NothingToStudy
    if mode not in Sitting.UNRATED:
        sittings.enrol(learner, section.document)
    sitting = Sitting.objects.create(
        learner=learner,
        mode=mode,
        document=section.document,
        section=section,
        choice={"cue": cue},
        size=len(places),
        study_day=replay.calendar_of(learner).day(now),
        started_at=now,
    )
    return Recital.objects.create(
        learner=learner, sitting=sitting, text=section_text(section), issued_at=now
    )


def _places(section: Section) -> list[_Place]:
    """The statements of a section that can be recited, in the order of the text."""
    places, offset = [], 0
    for part in _parts(section):
        questions = Question.objects.filter(
            statement__section=part, kind=Question.Kind.RECITE, retired_at=None
        ).filter(statement__retired_at=None)
        for question in questions.select_related("statement").order_by("statement__position"):
            statement = question.statement
            span = (offset + statement.start, offset + statement.end)
            places.append(_Place(statement, question, span))
        offset += len(part.body) + 1
    return places


@transaction.atomic
def record_recital(
    recital_id: UUID, learner: User, response: str, *, now: datetime | None = None
) -> Recital:
    """Record what was recited, once: a repeated answer returns what the first left.

    Every statement gets an attempt of its own with what was recited of it. Statements that were
    revised meanwhile are passed over: they are not what was asked. Raises Recital.DoesNotExist.
    """
    replay.hold(learner.pk)
    recital: Recital = (
        Recital.objects.select_related("sitting__section__document")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=recital_id, learner=learner)
    )
    if recital.received_at is not None:
        return recital
    now = now or timezone.now()
    told = recite(recital.text, response)
    recital.response, recital.score, recital.received_at = response, told.score, now
    recital.save()
    sitting = recital.sitting
    sitting.learner = learner
    section = sitting.section
    for place in _places(section) if section is not None else []:
        start, end = place.span
        if recital.text[start:end] == place.question.prompt["text"]:
            _enter(recital, place, given_for(told, place.span), now)
    sitting.finished_at = now
    sitting.save(update_fields=["done", "finished_at"])
    return recital


def _enter(recital: Recital, place: _Place, given: str, now: datetime) -> None:
    sitting = recital.sitting
    attempt = Attempt(
        learner=sitting.learner,
        sitting=sitting,
        position=sitting.done,
        statement=place.statement,
        question=place.question,
        rung=ladder.RECITE if sitting.is_rated else None,
        asked=list(place.question.part_keys),
        issued_at=recital.issued_at,
    )
    study.enter(attempt, study.Answer(responses=(given,), touched=True), now=now)
    sitting.done += 1


def given_for(told: Recitation, span: Span) -> str:
    """What was recited of a span of the text: from what was kept of it, or stands in its place.

    A negation put in before it belongs to it; what was recited elsewhere is found there.
    """
    alignment = told.alignment
    starts = alignment.text.starts
    start, end = bisect_left(starts, span[0]), bisect_left(starts, span[1])
    if start >= end:
        return ""
    before, shared, after = alignment.around(start, end)
    moved = [(place, place + b - a) for a, b, place in alignment.moved if start <= a and b <= end]
    if moved and sum(size for _, _, size in shared) * 2 < end - start:
        return alignment.given.raw_slice(min(moved)[0], max(stop for _begin, stop in moved))
    floor = before[1]
    begin = shared[0][1] if shared and shared[0][0] == start else floor
    if begin > floor and alignment.given.tokens[begin - 1] in NEGATIONS:
        begin -= 1
    return alignment.given.raw_slice(begin, after[1])
