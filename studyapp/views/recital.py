"""A whole section recited at once: GET asks or tells, POST answers, once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studyapp import cards, telling
from studyapp import recital as recitals
from studyapp.http import Request, SeeOther
from studyapp.models import Recital
from studyapp.study import Answer
from studyapp.wording import signed_in_anew

from .answering import Fields, forget_draft, kept_fields, too_long


@require_http_methods(["GET", "HEAD", "POST"])
def recital(request: Request, pk: UUID) -> HttpResponse:
    own = Recital.objects.select_related("sitting__section", "sitting__document")
    found = get_object_or_404(own, pk=pk, learner=request.user)
    if request.method == "POST":
        return _answer(request, found)
    if found.received_at is None:
        return _ask(request, found, draft=_written(kept_fields(request)))
    context = {"recital": found, "sitting": found.sitting, "card": telling.recited_whole(found)}
    return render(request, "study/recited.html", context)


def _answer(request: Request, found: Recital) -> HttpResponse:
    response = _written(dict(request.POST.lists()))
    problem = _problem(response)
    if problem and found.received_at is None:
        return _ask(request, found, draft=response, problem=problem, status=422)
    try:
        recitals.record_recital(found.pk, request.user, response)
    except Recital.DoesNotExist:
        # It was a guest's, who signed in meanwhile.
        return _ask(request, found, draft=response, problem=signed_in_anew(), status=409)
    forget_draft(request)
    return SeeOther(found.get_absolute_url())


def _written(fields: Fields) -> str:
    """What was recited, as a form holds it. NUL cannot be stored, and nobody types it."""
    return next(iter(fields.get("answer", ())), "").replace("\x00", "")


def _problem(response: str) -> str:
    """Why a recitation cannot be taken, in a sentence; "" where it can."""
    if not response.strip():
        return _("Nothing is written yet.")
    return too_long(Answer(responses=(response,)))


def _ask(
    request: Request, found: Recital, *, draft: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"recital": found, "sitting": found.sitting, "draft": draft}
    opening = cards.OPENING if found.sitting.choice.get("cue") != "heading" else 0
    context |= {"opening": found.text[:opening], "problem": problem}
    return render(request, "study/recital.html", context, status=status)
