"""Studying: a sitting, its attempts, feedback, and what can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from studyapp import ahead as holding
from studyapp import (
    aside,
    cards,
    corrected,
    corrections,
    limits,
    people,
    reports,
    sittings,
    telling,
)
from studyapp import study as studying
from studyapp.adapters import guest_aside
from studyapp.forms.study import StartForm
from studyapp.http import HtmxRequest, Request, member_of, redirect_to, render_page
from studyapp.models import Attempt, Sitting, User
from studyapp.views import errors
from studyapp.views.answering import (
    complaint,
    forget_draft,
    just_signed_in,
    kept_fields,
    not_there,
    read_answer,
    typed,
    waited,
)

Verdict = Attempt.Verdict


@login_not_required
@require_POST
def start(request: HtmxRequest) -> HttpResponse:
    """Begin a sitting. A stranger becomes a guest here, and only here."""
    learner = member_of(request)
    form = StartForm(request.POST, learner=learner)
    if not form.is_valid():
        # The pages offer no such thing: the address of a text was made up, or the text withdrawn.
        raise Http404
    if not may_begin(request):
        return redirect_to_login(form.back)
    try:
        sitting = as_someone(
            request, lambda who: sittings.start_sitting(who, now=timezone.now(), **form.choice)
        )
    except sittings.NothingToStudy:
        messages.info(request, _("Nothing to ask there now."))
        return redirect_to(request, form.back)
    return show_next(request, sitting)


Begun = TypeVar("Begun")


def may_begin(request: HtmxRequest) -> bool:
    """Whether whoever asks may study without signing in first."""
    return bool(settings.GUESTS or member_of(request) or guest_aside(request))


def as_someone(request: HtmxRequest, begin: Callable[[User], Begun]) -> Begun:
    """Begin as the learner, or as a guest made for it; nobody becomes a guest for nothing.

    Where too many guests came from one address, the request is answered so instead.
    """
    learner = member_of(request)
    known = learner or guest_aside(request)
    if known is None and not limits.spend(request, "guest"):
        raise ImmediateHttpResponse(errors.too_many(request, "guest"))
    with transaction.atomic():
        who = known or people.new_guest()
        begun = begin(who)
    if learner is None:
        login(request, who)
    return begun


def _own_sitting(request: Request, pk: int) -> Sitting:
    """A sitting of the learner's own; an exam has its own address."""
    own = Sitting.objects.exclude(mode=Sitting.Mode.EXAM)
    sitting = get_object_or_404(own, pk=pk, learner=request.user)
    sitting.learner = request.user
    return sitting


def show_next(request: HtmxRequest, sitting: Sitting) -> HttpResponse:
    """The attempt to answer now, on its own address; the summary when there is none."""
    coming = studying.issue_ahead(sitting, now=timezone.now())
    if not coming:
        return redirect_to(request, sitting.get_absolute_url())
    attempt = coming[0]
    if not request.htmx or request.htmx.target != "card":
        return redirect_to(request, attempt.get_absolute_url())
    response = _show(request, attempt, ahead=coming)
    response["HX-Push-Url"] = attempt.get_absolute_url()
    return response


@require_POST
def next_attempt(request: Request, pk: int) -> HttpResponse:
    found = _own_sitting(request, pk)
    if found.finished_at is not None and found.queue:
        found.finished_at = None
        found.save(update_fields=["finished_at"])
    return show_next(request, found)


@require_safe
def sitting(request: Request, pk: int) -> HttpResponse:
    """How a sitting went, or how far it is."""
    found = _own_sitting(request, pk)
    return render_page(request, "study/summary.html", "study/_summary.html", summary(found))


def summary(sitting: Sitting) -> dict[str, Any]:
    """What a sitting's attempts now count for; `again`: the last miss of each statement."""
    attempts = list(
        sitting.attempts.exclude(received_at=None)
        .select_related("question", "statement__section", "statement__document")
        .prefetch_related("corrections")
        .order_by("received_at", "position")
    )
    held = [(attempt, corrected.holding(attempt)) for attempt in attempts]
    stand = [(attempt, h.verdict) for attempt, h in held if not h.undone]
    counted = [(a, verdict) for a, verdict in stand if a.question and verdict != Verdict.SKIPPED]
    missed = {a.statement_id: a for a, verdict in counted if verdict != Verdict.RIGHT}
    judged = [(a, verdict == Verdict.RIGHT) for a, verdict in counted if a.judged_right is not None]
    differing = [a for a, right in judged if a.judged_right != right]
    return {
        "sitting": sitting,
        "read": sum(verdict == Verdict.READ for _a, verdict in stand),
        "answered": len(counted),
        "right": sum(verdict == Verdict.RIGHT for _a, verdict in counted),
        "differing": [telling.feedback(attempt) for attempt in differing],
        "again": [telling.feedback(attempt) for attempt in missed.values()],
        "latest": counted[-1][0] if counted else None,
        "left": len(sitting.queue),
    }


@require_POST
def finish(request: Request, pk: int) -> HttpResponse:
    found = _own_sitting(request, pk)
    if found.finished_at is None:
        found.finished_at = timezone.now()
        found.save(update_fields=["finished_at"])
    return redirect_to(request, found.get_absolute_url())


@require_POST
def into_today(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Sitting, pk=pk, learner=request.user)
    missed = corrections.missed_attempts(found)
    moved = corrections.put_into_today(request.user, missed)
    messages.success(request, _("%(count)s put into today.") % {"count": moved})
    return redirect_to(request, found.get_absolute_url())


def own_attempt(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An attempt that is not the learner's own does not exist for them; one of an exam is
    answered on its paper only."""

    @wraps(view)
    def guarded(request: Request, pk: UUID) -> HttpResponse:
        try:
            return view(request, pk)
        except Attempt.DoesNotExist:
            exams = Sitting.objects.filter(mode=Sitting.Mode.EXAM, learner=request.user)
            paper = get_object_or_404(exams, attempts=pk)
            return redirect_to(request, paper.get_absolute_url())

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@own_attempt
def attempt(request: Request, pk: UUID) -> HttpResponse:
    """GET shows the question, or the feedback once answered; POST answers it, once."""
    if waited(request):
        return _acknowledge(request, pk)
    found = get_object_or_404(studying.with_texts(), pk=pk, learner=request.user)
    if found.sitting.mode == Sitting.Mode.EXAM and not found.answered:
        return redirect_to(request, found.sitting.get_absolute_url())
    if request.method == "POST":
        return _answer(request, found)
    if found.answered:
        return _show(request, found)
    found.sitting.learner = request.user
    coming = studying.issued_ahead(found.sitting, now=timezone.now())
    rest = [other for other in coming if other.pk != pk]
    return _show(request, found, kept_draft(request, found), ahead=[found, *rest])


def _answer(request: Request, found: Attempt) -> HttpResponse:
    fields = dict(request.POST.lists())
    answer = read_answer(fields, found)
    problem = "" if found.answered else complaint(found, answer)
    if problem:
        return _show(request, found, typed(fields, found), problem=problem, status=422)
    if not found.answered:
        again = "again" in fields or not request.user.display.get("retry")
        found = studying.record_answer(found.pk, request.user, answer, first_try=not again)
    forget_draft(request)
    # The outbox of the browser lets go of the answer.
    response = _after(request, found, differs=studying.differs(found, answer))
    return trigger_client_event(response, "answer-recorded", {"url": found.get_absolute_url()})


def _after(request: Request, told: Attempt, *, differs: bool) -> HttpResponse:
    """What is shown after an answer: its feedback, or what comes next where there is none."""
    if told.verdict in (Verdict.READ, Verdict.SKIPPED) and not differs:
        return show_next(request, told.sitting)
    if request.htmx:
        return _show(request, told, differs=differs)
    if differs:
        messages.info(request, first_answer_stands())
    return redirect_to(request, told.get_absolute_url())


def first_answer_stands() -> str:
    return _("This was answered before, here or on another device. The first answer stands.")


def _acknowledge(request: Request, pk: UUID) -> HttpResponse:
    """Take an answer that waited in a browser; the status tells it whether to send it again.

    401: sign in, as the one who typed it. 404, 422: refused for good.
    """
    fields = dict(request.POST.lists())
    mine = studying.with_texts().filter(pk=pk, learner=request.user)
    found = mine.exclude(sitting__mode=Sitting.Mode.EXAM).first()
    if found is None:
        return not_there(request)
    answer = read_answer(fields, found)
    problem = "" if found.answered else complaint(found, answer)
    if problem:
        return JsonResponse({"problem": problem}, status=422)
    try:
        told = studying.record_answer(pk, request.user, answer)
    except Attempt.DoesNotExist:
        return just_signed_in()
    forget_draft(request)
    differs = studying.differs(told, answer)
    note = first_answer_stands() if differs else ""
    return JsonResponse({"verdict": told.verdict, "received": told.received_at, "note": note})


def kept_draft(request: Request, attempt: Attempt) -> Sequence[str]:
    """What was typed when the login had expired, if this is its question."""
    fields = kept_fields(request)
    return typed(fields, attempt) if fields else ()


def _show(
    request: HtmxRequest,
    attempt: Attempt,
    draft: Sequence[str] = (),
    *,
    ahead: Sequence[Attempt] = (),
    problem: str = "",
    differs: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page of an attempt. `ahead`: what comes with it; `differs`: this was not its answer."""
    context: dict[str, Any] = {"attempt": attempt, "sitting": attempt.sitting, "problem": problem}
    learner = member_of(request)
    assert learner is not None
    context |= where(attempt) | {"crumbs": cards.crumbs(attempt)}
    if attempt.answered:
        context["card"] = telling.feedback(attempt)
        # What has just been answered was hardly reported before: the answer's own page looks.
        context["report"] = None if request.htmx else reports.report_of(attempt)
        context["note"] = first_answer_stands() if differs else ""
        return render_page(request, "study/feedback.html", "study/_feedback.html", context)
    if attempt.first_try and not draft:
        draft = attempt.first_try["response"]
    context["card"] = cards.prompt(attempt, draft)
    context["ahead"] = holding.hold(ahead)
    return render_page(
        request, "study/question.html", "study/_question.html", context, status=status
    )


def where(attempt: Attempt) -> dict[str, Any]:
    """Which statement of its sitting an attempt asks or asked, of how many, and what is left.

    Statements and not questions: a miss or a new statement's next question moves no goal.
    """
    sitting = attempt.sitting
    left = len(sitting.queue)
    is_to_come = any(item["statement"] == attempt.statement_id for item in sitting.queue)
    place = sitting.size - left + (1 if is_to_come else 0)
    return {"place": min(max(place, 1), sitting.size), "total": sitting.size, "left": left}


@require_POST
@own_attempt
def hint(request: Request, pk: UUID) -> HttpResponse:
    found = studying.take_hint(pk, request.user)
    return _show(request, found, typed(dict(request.POST.lists()), found))


@require_POST
@own_attempt
def known(request: Request, pk: UUID) -> HttpResponse:
    """The learner knows a new statement already: it is passed over, and asked no more."""
    get_object_or_404(Attempt, pk=pk, learner=request.user, question=None)
    with transaction.atomic():
        found = studying.record_answer(pk, request.user, studying.Answer())
        aside.set_aside(request.user, found.statement, known=True)
    return show_next(request, found.sitting)


@require_POST
@own_attempt
def undo(request: Request, pk: UUID) -> HttpResponse:
    found = corrections.undo(pk, request.user)
    return show_next(request, found.sitting)


@require_POST
@own_attempt
def override(request: Request, pk: UUID) -> HttpResponse:
    right = request.POST.get("right") != "0"
    corrections.override(pk, request.user, right=right)
    found = studying.with_texts().get(pk=pk)
    if not request.htmx:
        return redirect_to(request, found.get_absolute_url())
    return _show(request, found)
