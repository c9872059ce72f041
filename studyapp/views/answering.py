"""Reading answers: what a form of the study page holds, and why it cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.http import JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from studyapp import marking, wording
from studyapp.http import Request, number_in
from studyapp.middleware import DRAFT
from studyapp.models import Attempt, Question
from studyapp.study import Answer

Kind = Question.Kind


def too_long(answer: Answer) -> str:
    """That an answer is longer than any may be, in a sentence; "" where it is not."""
    if sum(map(len, answer.responses)) <= settings.ANSWER_LIMIT:
        return ""
    return _("That is longer than %(limit)s characters.") % {"limit": settings.ANSWER_LIMIT}


def complaint(attempt: Attempt, answer: Answer) -> str:
    """Why an answer cannot be taken, in a sentence; "" where it can."""
    if problem := too_long(answer):
        return problem
    if answer.dont_know or answer.skipped or attempt.question is None:
        return ""
    if attempt.kind == Kind.JUDGE and answer.responses == (marking.SWAPPED,):
        return wording.no_term()
    given = any(response.strip() for response in answer.responses)
    return "" if given else wording.nothing_given(attempt.kind)


def waited(request: Request) -> bool:
    """Whether this is an answer out of a browser's outbox: it is told by status and JSON."""
    return request.method == "POST" and request.headers.get("Accept") == "application/json"


def not_there(request: Request) -> JsonResponse:
    """To what waited for a question that is not here: whether to wait for who typed it."""
    others = request.POST.get("learner", "") not in ("", str(request.user.pk))
    problem = _("This question is not there any more.")
    return JsonResponse({"problem": problem}, status=401 if others else 404)


def just_signed_in() -> JsonResponse:
    """To what was a guest's a moment ago. Sent again, it is looked for anew."""
    return JsonResponse({"problem": _("Sign in again to save them; only you can.")}, status=401)


Fields = Mapping[str, Sequence[str]]


def kept_fields(request: Request) -> Fields:
    """What was sent to this address when the login had expired; nothing where nothing was."""
    draft = request.session.get(DRAFT)
    kept: Fields = draft["data"] if draft and draft["url"] == request.path else {}
    return kept


def forget_draft(request: Request) -> None:
    request.session.pop(DRAFT, None)


def read_answer(fields: Fields, attempt: Attempt) -> Answer:
    """The answer in a form; a time that cannot be read is none."""
    responses = _in_words(attempt, typed(fields, attempt))
    first = {name: values[0] for name, values in fields.items() if values}
    action = first.get("action", "")
    return Answer(
        responses=tuple(responses),
        dont_know=action == "dont_know",
        skipped=action == "skip",
        touched=first.get("touched") == "1" or any(response.strip() for response in responses),
        judged_right={"1": True, "0": False}.get(first.get("judged", "")),
        shown_at=read_time(first.get("shown_at")),
        first_input_at=read_time(first.get("first_input_at")),
        submitted_at=read_time(first.get("submitted_at")),
    )


def typed(fields: Fields, attempt: Attempt) -> list[str]:
    """What the fields of an attempt hold, in their order; of an order, the place of each row.

    NUL cannot be stored, and nobody types it.
    """
    fields = {name: [v.replace("\x00", "") for v in values] for name, values in fields.items()}
    if attempt.kind == Kind.ORDER:
        rows = range(len(attempt.options))
        return [next(iter(fields.get(f"place-{row}", ())), "")[:4] for row in rows]
    values = list(fields.get("answer", ()))
    if attempt.kind == Kind.JUDGE:
        return [next(iter(fields.get("said", ())), "")[:10], *values[:1]]
    return values[: max(len(attempt.asked), 1)]


def _in_words(attempt: Attempt, values: Sequence[str]) -> list[str]:
    """Options are sent by number and stored in words; so is an order, by the place of each row."""
    options: dict[int | None, str] = dict(enumerate(attempt.options))
    if attempt.kind in (Kind.CHOICE, Kind.SOURCE):
        return [options[n] for n in map(number_in, values[:1]) if n in options]
    if attempt.kind == Kind.BANK:
        return [options.get(number_in(value), "") for value in values]
    if attempt.kind == Kind.JUDGE:
        return _judgement(*values)
    if attempt.kind == Kind.ORDER:
        placed = [(number_in(value), row) for row, value in enumerate(values)]
        rows = sorted((place, row) for place, row in placed if place is not None)
        return [attempt.options[row] for _place, row in rows]
    return list(values)


def _judgement(said: str, term: str = "") -> list[str]:
    """HOLDS, or SWAPPED and the right term; nothing where neither was said."""
    if said == marking.HOLDS:
        return [said]
    if said != marking.SWAPPED and not term.strip():
        return []
    return [marking.SWAPPED, term] if term.strip() else [marking.SWAPPED]


def read_time(value: str | None) -> datetime | None:
    """A time with its zone as a browser sends it; None where it is none."""
    try:
        moment = parse_datetime(value or "")
        return moment.astimezone(UTC) if moment is not None and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
