"""One statement: what is remembered of each of its parts, and every answer to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from studyapp import corrected, memory, replay
from studyapp.models import Attempt, Standing, Statement, User

from .history import own_corrections

ANSWERS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class PartFigures:
    """What is remembered of one part; `recall` is the predicted chance (0-1), None if untested."""

    text: str
    recall: float | None
    due: date | None
    lapses: int
    slips: bool

    @property
    def percent(self) -> int | None:
        return None if self.recall is None else round(self.recall * 100)


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer, as it counts now."""

    attempt: Attempt
    verdict: str
    undone: bool


@dataclass(frozen=True, slots=True)
class StatementFigures:
    """How one statement is known. `standing` is None until it is met or set aside."""

    standing: Standing | None
    parts: tuple[PartFigures, ...]
    answers: tuple[Answered, ...]
    known: bool
    due: date | None

    @property
    def slips(self) -> bool:
        """Whether a part of it is forgotten again and again."""
        return any(part.slips for part in self.parts)


def statement_figures(learner: User, statement: Statement, day: date) -> StatementFigures:
    """How a learner knows one statement on a study-day; the newest answers first."""
    standing = Standing.objects.filter(learner=learner, statement=statement).first()
    calendar = replay.calendar_of(learner)
    held = replay.memories_of(learner, statement)
    until = standing.known_until if standing else None
    due = standing.due if standing else None
    return StatementFigures(
        standing=standing,
        parts=tuple(
            _part(part.text, held.get(part.key), calendar, day) for part in statement.parts
        ),
        answers=tuple(_answers(learner, statement)),
        known=until is not None and until >= day and standing is not None and not standing.is_aside,
        due=max(calendar.day(due), day) if due else None,
    )


def _part(
    text: str, held: memory.Memory | None, calendar: memory.Calendar, day: date
) -> PartFigures:
    return PartFigures(
        text=text,
        recall=memory.recall(held, day) if held is not None and held.tested else None,
        due=max(calendar.day(held.due), day) if held is not None and held.due else None,
        lapses=held.lapses if held is not None else 0,
        slips=held is not None and held.is_leech,
    )


def _answers(learner: User, statement: Statement) -> Iterable[Answered]:
    attempts = (
        Attempt.objects.filter(learner=learner, statement=statement)
        .exclude(received_at=None)
        .select_related("question")
        .prefetch_related(own_corrections(learner))
        .order_by("-received_at", "-position")[:ANSWERS_SHOWN]
    )
    for attempt in attempts:
        held = corrected.holding(attempt)
        yield Answered(attempt, held.verdict, held.undone)


def slipping(learner: User, statements: Iterable[int]) -> frozenset[int]:
    """Those of the statements of which a part is forgotten again and again."""
    held = replay.memories_for(learner, list(statements))
    return frozenset(pk for pk, parts in held.items() if any(m.is_leech for m in parts.values()))
