"""Figures of questions, stored: how answers were, question by question.

They are as fresh as the last `refresh`: `manage.py figures` brings up to date what was answered or
corrected since, and a report brings its own question up to date.

What an exam asks counts here though it moves no memory: it is answered without hints and before
any feedback, and says more of a question than any other answer. Practice is repeated at will, and
counts only among all answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from studyapp import corrected, marking
from studyapp.models import (
    Attempt,
    Correction,
    Question,
    QuestionFigures,
    Report,
    Sitting,
)
from studyapp.questions import figures as theory

QUESTIONS_AT_ONCE = 300
# Below the parameters that any database takes in one query.
SITTINGS_AT_ONCE = 5_000
FIELDS = (
    *("answers", "first_answers", "facility", "discrimination", "overridden"),
    *("override_rate", "median_time", "shares", "hint"),
)


def stale() -> list[int]:
    """The questions that were answered, or whose answers were corrected, since their figures."""
    since = "question__figures__computed_at"
    answered = Attempt.objects.filter(score__isnull=False).filter(
        Q(question__figures=None) | Q(received_at__gt=F(since))
    )
    corrected = Correction.objects.filter(at__gt=F(f"attempt__{since}"))
    found = set(answered.order_by().values_list("question", flat=True).distinct())
    found.update(corrected.order_by().values_list("attempt__question", flat=True).distinct())
    return sorted(pk for pk in found if pk is not None)


def answered() -> list[int]:
    """Every question that was ever answered."""
    rows = Attempt.objects.filter(score__isnull=False).order_by()
    return sorted(pk for pk in rows.values_list("question", flat=True).distinct() if pk is not None)


def refresh(questions: Sequence[int], *, now: datetime) -> int:
    """Bring the figures of these questions up to date, and what reports on them weigh.

    Queries grow with the batches, not with questions or answers. Returns how many questions.
    """
    sittings = Sittings()
    for at in range(0, len(questions), QUESTIONS_AT_ONCE):
        batch = questions[at : at + QUESTIONS_AT_ONCE]
        rows = list(_figures(batch, sittings, now))
        QuestionFigures.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["question"],
            update_fields=[*FIELDS, "computed_at"],
        )
        weigh(batch)
    return len(questions)


def _figures(batch: Sequence[int], sittings: Sittings, now: datetime) -> Iterator[QuestionFigures]:
    questions = {q.pk: q for q in Question.objects.filter(pk__in=batch).defer("prompt")}
    answers = _answers(questions, sittings)
    for pk, question in questions.items():
        told = theory.figures(answers[pk], **_offered(question))
        fields = {name: getattr(told, name) for name in FIELDS}
        yield QuestionFigures(question=question, computed_at=now, **fields)


def _offered(question: Question) -> dict[str, list[str]]:
    """What a choice offers, and which of it is right."""
    if question.kind != Question.Kind.CHOICE:
        return {}
    key = [answer for accepted in question.keys for answer in accepted]
    return {
        "key": key,
        "options": list(dict.fromkeys([*question.right_answers, *question.options])),
    }


@dataclass(frozen=True, slots=True)
class _Given:
    """The columns of an answered attempt, in their order."""

    pk: UUID
    question: int
    learner: int
    sitting: int
    mode: str
    score: float
    verdict: str
    dont_know: bool
    response: list[str] | None
    shown_at: datetime | None
    submitted_at: datetime | None


COLUMNS = (
    *("pk", "question", "learner", "sitting", "sitting__mode", "score", "verdict"),
    *("dont_know", "response", "shown_at", "submitted_at"),
)


def _answers(
    questions: Mapping[int, Question], sittings: Sittings
) -> dict[int, list[theory.Answer]]:
    """The answers to each of the questions, in the order they came; none that was taken back."""
    graded = Attempt.objects.filter(question__in=list(questions), score__isnull=False)
    held = _corrected(graded)
    rows = graded.order_by("received_at", "pk").values_list(*COLUMNS)
    given = [_Given(*row) for row in rows]
    given = [each for each in given if not (each.pk in held and held[each.pk].undone)]
    sittings.learn({each.sitting for each in given if each.mode != Sitting.Mode.PRACTISE})
    met: set[tuple[int, int]] = set()
    found: dict[int, list[theory.Answer]] = defaultdict(list)
    for each in given:
        first = each.mode != Sitting.Mode.PRACTISE and (each.learner, each.question) not in met
        if first:
            met.add((each.learner, each.question))
        chosen = questions[each.question].kind not in marking.WRITTEN
        answer = _answer(each, held.get(each.pk), sittings, first=first, chosen=chosen)
        found[each.question].append(answer)
    return found


def _answer(
    given: _Given, held: Held | None, sittings: Sittings, *, first: bool, chosen: bool
) -> theory.Answer:
    mark = held.mark if held else given.score
    judged = held.judged if held else given.verdict
    active = given.shown_at and given.submitted_at and given.submitted_at - given.shown_at
    return theory.Answer(
        mark=mark,
        rest=sittings.rest(given.sitting, mark) if first else None,
        first=first,
        missed=judged != Attempt.Verdict.RIGHT and not chosen and not given.dont_know,
        overridden=bool(held and held.overridden),
        seconds=active.total_seconds() if active else None,
        option=given.response[0] if chosen and given.response else "",
    )


@dataclass(frozen=True, slots=True)
class Held:
    """What a corrected answer counts as: its mark, 0-1, and what the grader says of it."""

    mark: float
    judged: str
    undone: bool
    overridden: bool


def _corrected(attempts: Any) -> dict[UUID, Held]:
    """Those of the attempts that were corrected, as they count now."""
    rows = attempts.filter(pk__in=Correction.objects.filter(attempt__in=attempts).values("attempt"))
    return {attempt.pk: _held(attempt) for attempt in rows.prefetch_related("corrections")}


def _held(attempt: Attempt) -> Held:
    held = corrected.holding(attempt)
    judged = corrected.judged(attempt)
    return Held(
        mark=corrected.mark_by(attempt, held.grades),
        judged=corrected.verdict_by(attempt, judged),
        undone=held.undone,
        overridden=held.overridden,
    )


class Sittings:
    """The marks of whole sittings, each read once however many questions ask for it."""

    def __init__(self) -> None:
        self._totals: dict[int, tuple[float, int]] = {}

    def learn(self, sittings: Iterable[int]) -> None:
        """Read the marks of these sittings, as they count now."""
        new = sorted(set(sittings) - self._totals.keys())
        for at in range(0, len(new), SITTINGS_AT_ONCE):
            self._read(new[at : at + SITTINGS_AT_ONCE])

    def _read(self, sittings: Sequence[int]) -> None:
        graded = Attempt.objects.filter(sitting__in=sittings, score__isnull=False)
        sums = graded.order_by().values_list("sitting").annotate(Sum("score"), Count("pk"))
        self._totals |= {pk: (total, number) for pk, total, number in sums}
        corrected = graded.filter(corrections__isnull=False).distinct()
        for attempt in corrected.prefetch_related("corrections"):
            held = _held(attempt)
            total, number = self._totals[attempt.sitting_id]
            assert attempt.score is not None
            total += (0.0 if held.undone else held.mark) - attempt.score
            self._totals[attempt.sitting_id] = (total, number - held.undone)

    def rest(self, sitting: int, mark: float) -> float | None:
        """The mean mark of the other answers of a sitting; None where there are none."""
        total, number = self._totals.get(sitting, (0.0, 0))
        # Rounding must not make a mark of it that nobody can have.
        return min(max((total - mark) / (number - 1), 0.0), 1.0) if number > 1 else None


# --- What reports weigh


def weigh(questions: Sequence[int]) -> None:
    """Rank the reports that wait on these questions by how much they matter."""
    waiting: dict[int, list[Report]] = defaultdict(list)
    rows = Report.objects.filter(question__in=questions, state=Report.State.OPEN)
    for report in rows:
        waiting[report.question_id].append(report)
    figures = QuestionFigures.objects.in_bulk(list(waiting))
    for pk, reports in waiting.items():
        weight = _weight(reports, figures.get(pk))
        for report in reports:
            report.weight = weight
    Report.objects.bulk_update([r for reports in waiting.values() for r in reports], ["weight"])


def _weight(reports: Sequence[Report], figures: QuestionFigures | None) -> float:
    return theory.report_weight(
        [report.kind for report in reports],
        learners=len({report.learner_id for report in reports}),
        answers=figures.answers if figures else 0,
        override_rate=(figures.override_rate or 0.0) if figures else 0.0,
        doubtful=bool(figures and figures.hint == QuestionFigures.Hint.AMBIGUOUS),
    )
