"""What an answered attempt counts as now: as it was graded, undone, overridden or graded again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from studyapp import marking
from studyapp.models import Attempt, Correction


@dataclass(frozen=True, slots=True)
class Holding:
    """What an answered attempt counts as now, after its corrections.

    `overridden`: by the learner's word against the grader's; `regraded`: because what is accepted
    has changed since.
    """

    verdict: str
    grades: list[dict[str, Any]]
    undone: bool
    overridden: bool
    regraded: bool = False


def holding(attempt: Attempt) -> Holding:
    """What an attempt counts as; the latest of its corrections holds."""
    rows = sorted(attempt.corrections.all(), key=lambda c: (c.at, c.pk))
    latest = rows[-1] if rows else None
    if latest is None or latest.kind == Correction.Kind.UNDO:
        undone = latest is not None
        return Holding(attempt.verdict, attempt.grades, undone=undone, overridden=False)
    grades = _graded(attempt, latest)
    overridden = latest.kind == Correction.Kind.OVERRIDE and grades != judged(attempt)
    return Holding(
        verdict=verdict_by(attempt, grades),
        grades=grades,
        undone=False,
        overridden=overridden,
        regraded=not overridden and any(row.kind == Correction.Kind.REGRADE for row in rows),
    )


def judged(attempt: Attempt) -> list[dict[str, Any]]:
    """The grades that the grader gave last: when it was answered, or graded again since."""
    again = [row for row in attempt.corrections.all() if row.kind == Correction.Kind.REGRADE]
    latest = max(again, key=lambda c: (c.at, c.pk), default=None)
    return attempt.grades if latest is None else _graded(attempt, latest)


def _graded(attempt: Attempt, correction: Correction) -> list[dict[str, Any]]:
    """The grades of an attempt with the verdicts of one of its corrections."""
    verdicts = correction.verdicts
    return [{**g, "verdict": verdicts.get(g["part"], g["verdict"])} for g in attempt.grades]


def verdict_by(attempt: Attempt, grades: list[dict[str, Any]]) -> str:
    """What an attempt counts as by these grades of its parts."""
    # That of a recitation is not told by its parts alone.
    if grades == attempt.grades:
        return attempt.verdict
    return marking.verdict_of(grade["verdict"] for grade in grades)


def mark_by(attempt: Attempt, grades: list[dict[str, Any]]) -> float:
    """The mark, 0-1, of an attempt by these grades of its parts; of one passed over it is 0."""
    # As for the verdict: that of a recitation is more than the mean of its parts.
    if grades == attempt.grades or not grades:
        return attempt.score or 0.0
    return marking.score_of(grade["verdict"] for grade in grades)
