"""Grading again: a dry run that lists whose results change, then doing it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from studyapp import personal, regrading
from studyapp.models import Attempt, Question, User

from .base import change_url, log_changes, open_to

VERDICTS = dict(Attempt.Verdict.choices)


@require_http_methods(["GET", "HEAD", "POST"])
def regrade(request: HttpRequest, pk: int) -> HttpResponse:
    """GET tells whose results would change; POST changes them."""
    rows = Question.objects.select_related("statement__document")
    question = get_object_or_404(open_to(request, rows, personal.of_statement()), pk=pk)
    user = cast("User", request.user)
    if not user.has_perm("studyapp.change_question"):
        raise PermissionDenied
    statement = question.statement
    if request.method == "POST":
        done = regrading.regrade(statement, by=user, now=timezone.now())
        log_changes(request, [question], _("Answers graded again."))
        words = ngettext("%d answer is graded again.", "%d answers are graded again.", done.changed)
        messages.success(request, words % done.changed)
        return HttpResponseRedirect(change_url(question))
    told = regrading.plan(statement)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "opts": Question._meta,
        "title": _("Grade again"),
        "question": question,
        "told": told,
        "rows": [
            (change, VERDICTS[change.before], VERDICTS[change.after]) for change in told.changes
        ],
        "counts": [
            (VERDICTS[before], VERDICTS[after], number)
            for (before, after), number in sorted(told.counts.items())
        ],
    }
    return TemplateResponse(request, "admin/studyapp/question/regrade.html", context)


def offer(request: HttpRequest, question: Question) -> None:
    """Tell an editor who changed what is accepted that answers given before may count otherwise."""
    if not regrading.concerned(question.statement):
        return
    url = reverse("admin:studyapp_question_regrade", args=[question.pk])
    words: SafeString = format_html(
        '{} <a href="{}">{}</a>',
        _("Answers that were given before count as they did."),
        url,
        _("See whose results would change"),
    )
    messages.info(request, words)
