"""Figures for pages and the export: what is due, what is known, what was done. Reads only.

One function computes each figure; `all_figures` puts them together.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from studyapp import replay
from studyapp.models import User

from .history import (
    Changes,
    Figures,
    Retention,
    StudyDay,
    changes,
    figures,
    overall,
    retention,
    streak,
    study_days,
)
from .mastery import (
    FILLED,
    KNOWN,
    MET,
    NEW,
    WEAK,
    Mastery,
    levels,
    mastery,
    recall_by_statement,
    section_mastery,
    sections_mastery,
    with_subsections,
)
from .misses import Missed, last_misses, missed, sheet
from .one import StatementFigures, slipping, statement_figures
from .plan import (
    DueDay,
    Goal,
    Today,
    enrolments,
    forecast,
    goal,
    next_due,
    planned,
    reading,
    today,
)

__all__ = [
    "FILLED",
    "KNOWN",
    "MET",
    "NEW",
    "WEAK",
    "AllFigures",
    "Changes",
    "DocumentFigures",
    "DueDay",
    "Figures",
    "Goal",
    "Mastery",
    "Missed",
    "Retention",
    "StatementFigures",
    "StudyDay",
    "Today",
    "all_figures",
    "changes",
    "enrolments",
    "figures",
    "forecast",
    "goal",
    "last_misses",
    "levels",
    "mastery",
    "missed",
    "next_due",
    "overall",
    "planned",
    "reading",
    "recall_by_statement",
    "retention",
    "section_mastery",
    "sections_mastery",
    "sheet",
    "slipping",
    "statement_figures",
    "streak",
    "study_days",
    "today",
    "with_subsections",
]


@dataclass(frozen=True, slots=True)
class DocumentFigures:
    """How well one document in hand is known, as a whole and by the id of its sections.

    The headings of the document itself stand under None.
    """

    document: int
    title: str
    language: str
    mastery: Mastery
    sections: dict[int, Mastery]
    goal: Goal | None


@dataclass(frozen=True, slots=True)
class AllFigures:
    """Every figure of one learner on one study-day."""

    day: date
    today: Today
    next_due: date | None
    figures: Figures
    documents: tuple[DocumentFigures, ...]
    study_days: tuple[StudyDay, ...]
    streak: int
    forecast: tuple[DueDay, ...]
    retention: tuple[Retention, ...]
    overall_retention: Retention | None
    missed: tuple[Missed, ...]

    def to_json(self) -> dict[str, Any]:
        """The same as plain dicts and lists, with dates as dates."""
        return asdict(self)


def all_figures(learner: User, now: datetime) -> AllFigures:
    """Every figure of a learner, as the progress page and the export give them."""
    day = replay.calendar_of(learner).day(now)
    changed = changes(learner)
    days = study_days(learner, day, changed)
    months = retention(learner, day, changed)
    return AllFigures(
        day=day,
        today=today(learner, now),
        next_due=next_due(learner, now),
        figures=figures(learner, day, days),
        documents=_documents(learner, day),
        study_days=days,
        streak=streak(days),
        forecast=forecast(learner, now),
        retention=months,
        overall_retention=overall(months),
        missed=missed(learner, changed),
    )


def _documents(learner: User, day: date) -> tuple[DocumentFigures, ...]:
    rows = list(enrolments(learner))
    documents = [enrolment.document for enrolment in rows]
    whole = mastery(learner, documents, day)
    by_section = sections_mastery(learner, documents, day)
    return tuple(
        DocumentFigures(
            document=enrolment.document_id,
            title=enrolment.document.title,
            language=enrolment.document.language,
            mastery=whole.get(enrolment.document_id, Mastery()),
            sections=by_section[enrolment.document_id],
            goal=goal(enrolment, whole.get(enrolment.document_id, Mastery()), day),
        )
        for enrolment in rows
    )
