"""Reports: what learners find wrong with questions, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from studyapp import bank, corrected, corrections, editing, figures
from studyapp.models import Attempt, Correction, Report, User
from studyapp.text.normalize import fold

Kind = Report.Kind
State = Report.State
MOST_AN_HOUR = 20
# Up to so many answers, a report brings the figures of its question up to date at once.
FEW_ANSWERS = 1_000
NEWS = timedelta(days=7)


class TooMany(Exception):
    """A learner has sent as many reports as are taken in an hour."""


def may_report(attempt: Attempt) -> bool:
    """Whether there is a question to report: reading asks none."""
    return attempt.question_id is not None


def kinds_of(attempt: Attempt) -> list[str]:
    """What may be wrong with a question as the learner sees it now.

    Before it is answered they cannot know what it takes for right.
    """
    if not attempt.answered:
        return [Kind.UNCLEAR, Kind.TYPO]
    disputed = corrected.holding(attempt).verdict != Attempt.Verdict.RIGHT
    mine = disputed and corrections.may_override(attempt) and attempt.kind in bank.REWORDABLE
    return [*([Kind.ACCEPT] if mine else []), Kind.KEY, Kind.UNCLEAR, Kind.TYPO]


def report_of(attempt: Attempt) -> Report | None:
    """What its learner last reported of the question of an attempt."""
    own = Report.objects.filter(learner=attempt.learner_id, question=attempt.question_id)
    return own.order_by("-created_at", "-pk").first()


def report(attempt: Attempt, *, kind: str, words: str, now: datetime) -> Report:
    """Take a learner's report; one that still waits on the same question is replaced.

    Raises TooMany.
    """
    assert attempt.question_id is not None
    own = Report.objects.filter(learner=attempt.learner)
    waiting = own.filter(question=attempt.question, state=State.OPEN)
    lately = own.filter(created_at__gt=now - timedelta(hours=1))
    if not waiting.exists() and lately.count() >= MOST_AN_HOUR:
        raise TooMany
    fields = {"kind": kind, "words": words, "attempt": attempt, "created_at": now}
    row, _made = Report.objects.update_or_create(
        learner=attempt.learner, question=attempt.question, state=State.OPEN, defaults=fields
    )
    _weigh(attempt.question_id, now)
    row.refresh_from_db(fields=["weight"])
    return row


def _weigh(question: int, now: datetime) -> None:
    answers = Attempt.objects.filter(question=question).order_by()
    if answers[: FEW_ANSWERS + 1].count() <= FEW_ANSWERS:
        figures.refresh([question], now=now)
    else:
        figures.weigh([question])


# --- What becomes of it


@dataclass(frozen=True, slots=True)
class Decision:
    """What an editor decides about reports, with the reason that their learners are told."""

    state: str
    by: User
    reason: str = ""


def waiting_with(one: Report) -> list[Report]:
    """The reports that wait on the same question, in whatever version it was asked."""
    question = one.question
    same = Report.objects.filter(
        state=State.OPEN,
        question__statement=question.statement_id,
        question__key=question.key,
    )
    return list(
        same.select_related("learner", "question", "attempt__question", "attempt__sitting")
        .prefetch_related("attempt__corrections")
        .order_by("created_at", "pk")
    )


def decide(reports: Sequence[Report], decision: Decision, *, now: datetime) -> int:
    """Close those of the reports that still wait; how many that were."""
    waiting = Report.objects.filter(pk__in=[each.pk for each in reports], state=State.OPEN)
    return waiting.update(
        state=decision.state,
        reason=decision.reason,
        decided_by=decision.by,
        decided_at=now,
        weight=0,
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer that could be accepted for a part, and how many of the reports gave it."""

    part: str
    key: str
    answer: str
    learners: int

    @property
    def name(self) -> str:
        """What it is known by while other reports come in: its part and folded answer."""
        return f"{self.part}:{fold(self.answer)}"


def offers(reports: Sequence[Report]) -> list[Offer]:
    """The reported answers that the question does not accept, the most often given first."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for each in reports:
        for part, key, given in _refused(each.attempt):
            found.setdefault((part, fold(given)), []).append((key, given))
    rows = [
        Offer(part=part, key=same[0][0], answer=same[0][1], learners=len(same))
        for (part, _folded), same in found.items()
    ]
    return sorted(rows, key=lambda offer: -offer.learners)


def _refused(attempt: Attempt) -> list[tuple[str, str, str]]:
    """Part, key and response of what was written and not found right."""
    if attempt.kind not in bank.REGRADED:
        return []
    return [
        (grade["part"], grade["key"], grade["given"].strip())
        for grade in corrected.judged(attempt)
        if grade["verdict"] != "right" and fold(grade["given"])
    ]


@transaction.atomic
def accept(reports: Sequence[Report], offer: Offer, decision: Decision, *, now: datetime) -> int:
    """Accept an answer from now on, and close the reports whose learners gave it; how many.

    Raises editing.Refused. Answers that were given before count anew when they are graded again.
    """
    editing.accept_answer(reports[0].question, offer.part, offer.answer, by=decision.by)
    same = [
        each
        for each in reports
        if any(
            part == offer.part and fold(given) == fold(offer.answer)
            for part, _key, given in _refused(each.attempt)
        )
    ]
    return decide(same, decision, now=now)


@transaction.atomic
def retire(reports: Sequence[Report], decision: Decision, *, now: datetime) -> int:
    """Retire the question that these reports are about, and close them; how many."""
    asked = editing.current(reports[0].question)
    if asked is not None:
        bank.retire_question(asked)
    return decide(reports, decision, now=now)


# --- What the learner sees of it


@dataclass(frozen=True, slots=True)
class News:
    """What happened lately to what a learner reported, or to what their answers count as."""

    decided: int
    regraded: int


def news(learner: User, *, now: datetime) -> News:
    """How many reports were decided and how many answers graded again in the last days."""
    since = now - NEWS
    decided = Report.objects.filter(learner=learner, decided_at__gt=since).count()
    return News(decided=decided, regraded=regraded(learner).filter(at__gt=since).count())


def regraded(learner: User) -> QuerySet[Correction]:
    """The corrections of a learner's answers that came from grading them again."""
    return Correction.objects.filter(learner=learner, kind=Correction.Kind.REGRADE)
