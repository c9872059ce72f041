"""Reporting a question, and what became of one's reports."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from studyapp import cards, study, telling
from studyapp import reports as reporting
from studyapp.forms.reports import ReportForm
from studyapp.http import Request, SeeOther
from studyapp.models import Attempt, Report

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, pk: UUID) -> HttpResponse:
    """GET shows the question and asks what is wrong with it; POST takes the report."""
    attempt = get_object_or_404(study.with_texts(), pk=pk, learner=request.user)
    if not reporting.may_report(attempt):
        raise Http404
    attempt.learner = request.user
    former = reporting.report_of(attempt)
    waiting = former if former is not None and former.state == Report.State.OPEN else None
    kinds = reporting.kinds_of(attempt)
    if request.method != "POST":
        form = ReportForm(kinds=kinds, initial=said(waiting))
        return ask(request, attempt, form, former)
    form = ReportForm(request.POST, kinds=kinds)
    if not form.is_valid():
        return ask(request, attempt, form, former, status=422)
    try:
        reporting.report(attempt, **form.cleaned_data, now=timezone.now())
    except reporting.TooMany:
        form.add_error(None, _("You have sent many reports within the hour. Try again later."))
        return ask(request, attempt, form, former, status=429)
    thanks = _("Thank you. An editor will look at it, and you will be told what became of it.")
    messages.success(request, thanks)
    return SeeOther(attempt.get_absolute_url())


def said(report: Report | None) -> dict[str, str]:
    """What a report that waits says, to be changed."""
    return {"kind": report.kind, "words": report.words} if report else {}


def ask(
    request: Request,
    attempt: Attempt,
    form: ReportForm,
    former: Report | None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The page that asks what is wrong. The answer is shown only to who has answered."""
    context = {
        "attempt": attempt,
        "form": form,
        "report": former,
        "crumbs": cards.crumbs(attempt),
        "card": telling.feedback(attempt) if attempt.answered else cards.prompt(attempt),
    }
    return render(request, "reports/report.html", context, status=status)


@require_safe
def reports(request: Request) -> HttpResponse:
    """What a learner reported, and their answers that were graded again."""
    own = Report.objects.filter(learner=request.user).order_by("-created_at", "-pk")
    regraded = reporting.regraded(request.user).order_by("-at", "-pk")
    again = regraded.select_related(
        *("attempt__statement__document", "attempt__statement__section"),
        *("attempt__question", "attempt__sitting"),
    )
    context = {
        "rows": list(own.select_related("attempt", "question__statement__document")[:SHOWN]),
        "regraded": [
            (row, telling.feedback(row.attempt))
            for row in again.prefetch_related("attempt__corrections")[:SHOWN]
        ],
    }
    return render(request, "reports/reports.html", context)
