"""Progress: what is known, by document."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from studyapp import progress as figures
from studyapp import replay
from studyapp.http import Request


@require_safe
def progress(request: Request) -> HttpResponse:
    day = replay.calendar_of(request.user).day(timezone.now())
    enrolments = list(figures.reading(request.user))
    mastery = figures.mastery(request.user, [e.document for e in enrolments], day)
    context = {
        "figures": figures.figures(request.user, day),
        "rows": [(e.document, mastery.get(e.document_id, figures.Mastery())) for e in enrolments],
    }
    return render(request, "progress/progress.html", context)
