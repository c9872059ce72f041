"""A mock exam: its paper, one question of it, handing it in, and going through it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp import cards, telling
from studyapp import exam as exams
from studyapp import study as studying
from studyapp.http import Request, SeeOther
from studyapp.models import Attempt, Question, Sitting

from .answering import (
    forget_draft,
    just_signed_in,
    not_there,
    read_answer,
    read_time,
    too_long,
    typed,
    waited,
)
from .study import kept_draft

TAPPED = (Question.Kind.CHOICE, Question.Kind.SOURCE)


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
        return render(request, "study/exam_paper.html", _paper(found))
    return render(request, "study/exam_result.html", _result(found))


def _paper(sitting: Sitting) -> dict[str, Any]:
    drafts = sitting.attempts.order_by("position").values_list("draft", flat=True)
    answered = [draft is not None for draft in drafts]
    context = {"sitting": sitting, "rows": answered, "left": answered.count(False)}
    return context | {"is_over": exams.is_over(sitting, timezone.now())} | _clock(sitting)


@require_safe
def questions(request: Request, pk: int) -> HttpResponse:
    """The whole paper, without a key, for a script that keeps it while the network is away."""
    found = _own(request, pk)
    if not request.headers.get("HX-Request"):
        return SeeOther(found.get_absolute_url())
    if exams.is_over(found, timezone.now()):
        raise Http404
    attempts = studying.with_texts().filter(sitting=found).order_by("position")
    held = [_question(attempt, (attempt.draft or {}).get("typed", ())) for attempt in attempts]
    return render(request, "study/_exam_questions.html", _paper(found) | {"questions": held})


def _question(attempt: Attempt, draft: Any) -> dict[str, Any]:
    return {
        "attempt": attempt,
        "sitting": attempt.sitting,
        "card": cards.prompt(attempt, draft),
        "crumbs": cards.crumbs(attempt),
        "number": attempt.position + 1,
    }


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
    """The server's clock, and the time left by it in seconds; None where there is no limit."""
    now = timezone.now()
    if sitting.ends_at is None:
        return {"now": now, "seconds_left": None}
    left = (sitting.ends_at - now).total_seconds()
    rest = {"seconds_left": max(0, int(left)), "minutes_left": max(0, -int(-left // 60))}
    return {"now": now} | rest


def while_theirs(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Guard a view of an exam that becomes another's meanwhile: of a guest who just signs in."""

    @wraps(view)
    def guarded(request: Request, **place: int) -> HttpResponse:
        try:
            return view(request, **place)
        except (Attempt.DoesNotExist, Sitting.DoesNotExist):
            if waited(request):
                return just_signed_in()
            raise Http404 from None

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@while_theirs
def question(request: Request, pk: int, number: int) -> HttpResponse:
    """GET shows a question of the paper with what was put down; POST puts down an answer."""
    if waited(request):
        return _acknowledge(request, pk, number)
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
    return _show(request, attempt, filled)


def _acknowledge(request: Request, pk: int, number: int) -> HttpResponse:
    """Take what waited in a browser. 401: sign in, as who wrote it. 404, 422: refused for good."""
    own = studying.with_texts().filter(sitting=pk, learner=request.user)
    attempt = own.filter(sitting__mode=Sitting.Mode.EXAM, position=number - 1).first()
    if attempt is None:
        return not_there(request)
    fields, now = dict(request.POST.lists()), timezone.now()
    answer = read_answer(fields, attempt)
    problem = too_long(answer)
    if not problem and not _take(request, attempt, answer, now):
        problem = _("It came after the end of the exam.")
    if problem:
        return JsonResponse({"problem": problem}, status=422)
    return JsonResponse({"received": now})


def _take(request: Request, attempt: Attempt, answer: studying.Answer, now: datetime) -> bool:
    """Put an answer down; whether it came in time."""
    forget_draft(request)
    fields = dict(request.POST.lists())
    if attempt.kind in TAPPED and "answer" not in fields:
        # Going on is not taking back what was tapped.
        return not exams.is_over(attempt.sitting, now)
    written_at = read_time(request.POST.get("written_at"))
    filled = typed(fields, attempt)
    return exams.put_down(attempt.pk, request.user, answer, filled, now=now, written_at=written_at)


def _put_down(request: Request, attempt: Attempt, number: int) -> HttpResponse:
    fields, now = dict(request.POST.lists()), timezone.now()
    answer = read_answer(fields, attempt)
    if problem := too_long(answer):
        return _show(request, attempt, typed(fields, attempt), problem=problem, status=422)
    taken = _take(request, attempt, answer, now)
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
    request: Request, attempt: Attempt, draft: Any, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = _question(attempt, draft) | {"problem": problem} | _clock(attempt.sitting)
    return render(request, "study/exam_question.html", context, status=status)


@require_POST
@while_theirs
def hand_in(request: Request, pk: int) -> HttpResponse:
    """End the exam. A browser's outbox sends it too, after the answers that waited."""
    if waited(request) and not Sitting.objects.filter(pk=pk, learner=request.user).exists():
        return not_there(request)
    found = exams.hand_in(_own(request, pk).pk, request.user, now=timezone.now())
    if waited(request):
        return JsonResponse({"received": found.finished_at})
    return SeeOther(found.get_absolute_url())
