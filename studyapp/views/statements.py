"""One statement: how well it is known, and whether it is to be asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from studyapp import aside, corrections, progress, replay, telling
from studyapp.http import Request, SeeOther
from studyapp.models import Document, Statement


@require_safe
def statement(request: Request, pk: int) -> HttpResponse:
    found = _readable(request, pk)
    day = replay.calendar_of(request.user).day(timezone.now())
    context = {
        "statement": found,
        "document": found.document,
        "passage": telling.passage(found),
        "figures": progress.statement_figures(request.user, found, day),
        "day": day,
    }
    return render(request, "statements/statement.html", context)


@require_POST
def set_aside(request: Request, pk: int) -> HttpResponse:
    """Ask it no more, for it is known or for another reason; or ask it again."""
    found, wish = _readable(request, pk), request.POST.get("wish")
    if wish == "back":
        aside.take_back(request.user, found)
        messages.success(request, _("It is asked again."))
    else:
        aside.set_aside(request.user, found, known=wish == "known")
        messages.success(request, _("It is not asked any more, until you take it back."))
    return SeeOther(found.get_absolute_url())


@require_POST
def into_today(request: Request, pk: int) -> HttpResponse:
    found = _readable(request, pk)
    corrections.statement_into_today(request.user, found)
    messages.success(request, _("It is asked today."))
    return SeeOther(found.get_absolute_url())


def _readable(request: Request, pk: int) -> Statement:
    """A statement of a text that this learner may read; else 404."""
    documents = Document.objects.readable_by(request.user).values("pk")
    rows = Statement.objects.askable().select_related("document", "section")
    return get_object_or_404(rows, pk=pk, document__in=documents)
