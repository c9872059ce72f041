"""A whole section recited at once: GET asks or tells, POST answers, once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studyapp import cards, telling
from studyapp import recital as recitals
from studyapp.http import Request, SeeOther
from studyapp.models import Recital


@require_http_methods(["GET", "HEAD", "POST"])
def recital(request: Request, pk: UUID) -> HttpResponse:
    own = Recital.objects.select_related("sitting__section", "sitting__document")
    found = get_object_or_404(own, pk=pk, learner=request.user)
    if request.method == "POST":
        return _answer(request, found)
    if found.received_at is None:
        return _ask(request, found)
    context = {"recital": found, "sitting": found.sitting, "card": telling.recited_whole(found)}
    return render(request, "study/recited.html", context)


def _answer(request: Request, found: Recital) -> HttpResponse:
    response = request.POST.get("answer", "").replace("\x00", "")
    problem = ""
    if not response.strip():
        problem = _("Nothing is written yet.")
    elif len(response) > settings.ANSWER_LIMIT:
        problem = _("That is longer than %(limit)s characters.") % {"limit": settings.ANSWER_LIMIT}
    if problem and found.received_at is None:
        return _ask(request, found, draft=response, problem=problem, status=422)
    recitals.record_recital(found.pk, request.user, response)
    return SeeOther(found.get_absolute_url())


def _ask(
    request: Request, found: Recital, *, draft: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"recital": found, "sitting": found.sitting, "draft": draft}
    opening = cards.OPENING if found.sitting.choice.get("cue") != "heading" else 0
    context |= {"opening": found.text[:opening], "problem": problem}
    return render(request, "study/recital.html", context, status=status)
