"""A mock exam: its paper, one question of it, handing it in, and going through it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp import cards, telling
from studyapp import exam as exams
from studyapp import study as studying
from studyapp.http import Request, SeeOther
from studyapp.middleware import DRAFT
from studyapp.models import Attempt, Sitting

from .answering import read_answer, typed
from .study import kept_draft


def _own(request: Request, pk: int) -> Sitting:
    exams_of = Sitting.objects.filter(learner=request.user, mode=Sitting.Mode.EXAM)
    found = get_object_or_404(exams_of.select_related("document", "section"), pk=pk)
    found.learner = request.user
    return found


@require_safe
def exam(request: Request, pk: int) -> HttpResponse:
    """The paper: before the end which questions are answered, afterwards how it went.

    When the time is up nothing more is taken; it is handed in by a tap, or by the page's clock.
    """
    found = _own(request, pk)
    if found.finished_at is None:
        drafts = found.attempts.order_by("position").values_list("draft", flat=True)
        answered = [draft is not None for draft in drafts]
        context = {"sitting": found, "rows": answered, "left": answered.count(False)}
        context["is_over"] = exams.is_over(found, timezone.now())
        return render(request, "study/exam_paper.html", context | _clock(found))
    return render(request, "study/exam_result.html", _result(found))


def _result(sitting: Sitting) -> dict[str, Any]:
    attempts = list(
        studying.with_texts()
        .filter(sitting=sitting)
        .prefetch_related("corrections")
        .order_by("position")
    )
    result = exams.result(attempts)
    assert sitting.finished_at is not None
    return {
        "sitting": sitting,
        "result": result,
        "cards": [telling.feedback(attempt) for attempt in attempts],
        "wrong": result.missed + result.unanswered,
        "minutes": max(1, round((sitting.finished_at - sitting.started_at).total_seconds() / 60)),
    }


def _clock(sitting: Sitting) -> dict[str, Any]:
    """The time left by the server's clock, in seconds; None where there is no limit."""
    if sitting.ends_at is None:
        return {"seconds_left": None}
    left = (sitting.ends_at - timezone.now()).total_seconds()
    return {"seconds_left": max(0, int(left)), "minutes_left": max(0, -int(-left // 60))}


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Request, pk: int, number: int) -> HttpResponse:
    """GET shows a question of the paper with what was put down; POST puts down an answer."""
    found = _own(request, pk)
    if not 1 <= number <= found.size:
        raise Http404
    over = exams.is_over(found, timezone.now())
    if found.finished_at is not None or (over and request.method != "POST"):
        return SeeOther(found.get_absolute_url())
    attempt = get_object_or_404(studying.with_texts(), sitting=found, position=number - 1)
    if request.method == "POST":
        return _put_down(request, attempt, number)
    filled = kept_draft(request, attempt) or (attempt.draft or {}).get("typed", ())
    return _show(request, attempt, number, filled)


def _put_down(request: Request, attempt: Attempt, number: int) -> HttpResponse:
    fields = dict(request.POST.lists())
    answer, filled = read_answer(fields, attempt), typed(fields, attempt)
    if sum(map(len, answer.responses)) > settings.ANSWER_LIMIT:
        problem = _("That is longer than %(limit)s characters.") % {"limit": settings.ANSWER_LIMIT}
        return _show(request, attempt, number, filled, problem=problem, status=422)
    request.session.pop(DRAFT, None)
    now = timezone.now()
    taken = exams.put_down(attempt.pk, request.user, answer, filled, now=now)
    to = request.POST.get("to", "next")
    if not taken:
        messages.info(request, _("The time is up: your paper was handed in as it was."))
    if not taken or to == "end":
        exams.hand_in(attempt.sitting_id, request.user, now=now)
        return SeeOther(attempt.sitting.get_absolute_url())
    wanted = number - 1 if to == "previous" else number + 1
    if to == "paper" or not 1 <= wanted <= attempt.sitting.size:
        return SeeOther(attempt.sitting.get_absolute_url())
    return redirect("exam_question", attempt.sitting_id, wanted)


def _show(
    request: Request,
    attempt: Attempt,
    number: int,
    draft: Any,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "attempt": attempt,
        "sitting": attempt.sitting,
        "card": cards.prompt(attempt, draft),
        "crumbs": cards.crumbs(attempt),
        "number": number,
        "problem": problem,
    }
    context |= _clock(attempt.sitting)
    return render(request, "study/exam_question.html", context, status=status)


@require_POST
def hand_in(request: Request, pk: int) -> HttpResponse:
    found = _own(request, pk)
    exams.hand_in(found.pk, request.user, now=timezone.now())
    return SeeOther(found.get_absolute_url())
