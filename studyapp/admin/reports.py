"""Reports of learners, the weightiest first: what they say, and what to do about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Min, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from studyapp import corrected, editing, personal, reports
from studyapp.models import Attempt, Question, Report, Statement, User
from studyapp.preview import asked

from . import figures
from .base import (
    ContentAdmin,
    CountingChangeList,
    DocumentFilter,
    change_url,
    list_url,
    log_changes,
    short,
)

REPORTS_SHOWN = 50
# A decision to accept one of the reported answers; its name follows.
ACCEPT = "accept-"


class ReportDocumentFilter(DocumentFilter):
    field = "question__statement__document"


class StateFilter(admin.SimpleListFilter):
    """What waits, one line a question; or what was decided, report by report."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(value, label) for value, label in Report.State.choices if value != "open"]

    def choices(self, changelist: Any) -> Any:
        every = list(super().choices(changelist))
        every[0]["display"] = Report.State.OPEN.label
        return every

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        wanted = self.value()
        if wanted in Report.State.values and wanted != Report.State.OPEN:
            return queryset.filter(state=wanted)
        return one_a_question(queryset)


def one_a_question(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Of the rows the first that waits on each question: all of those are decided together."""
    waiting = Report.objects.filter(state=Report.State.OPEN).order_by()
    first = waiting.values("question").annotate(first=Min("pk")).values("first")
    return rows.filter(pk__in=first)


@admin.register(Report)
class ReportAdmin(ContentAdmin[Report]):
    personal = personal.of_question
    list_display = (
        *("words_of_statement", "what", "learners", "answers", "facility", "override_rate"),
        *("hint", "created_at"),
    )
    list_filter = (StateFilter, ReportDocumentFilter)
    list_select_related = ("question__statement", "question__figures")
    ordering = ("-weight", "id")
    sortable_by = ()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return CountingChangeList

    def count_for(self, shown: Sequence[Report]) -> None:
        """Give each line the reports that wait on its question, in one query."""
        beside: dict[int, list[Report]] = defaultdict(list)
        questions = [report.question_id for report in shown]
        for row in Report.objects.filter(question__in=questions, state=Report.State.OPEN):
            beside[row.question_id].append(row)
        for report in shown:
            same = beside[report.question_id] if report.state == Report.State.OPEN else [report]
            vars(report)["beside"] = same

    @admin.display(description=Statement._meta.verbose_name)
    def words_of_statement(self, report: Report) -> str:
        return short(report.question.statement.text)

    @admin.display(description=gettext_lazy("what is wrong"))
    def what(self, report: Report) -> str:
        kinds = dict.fromkeys(each.get_kind_display() for each in vars(report)["beside"])
        return " · ".join(map(str, kinds))

    @admin.display(description=gettext_lazy("learners"))
    def learners(self, report: Report) -> int:
        return len(vars(report)["beside"])

    @admin.display(description=gettext_lazy("answers"))
    def answers(self, report: Report) -> str:
        found = figures.figures_of(report.question)
        return str(found.answers) if found else "—"

    @admin.display(description=gettext_lazy("right at first"))
    def facility(self, report: Report) -> str:
        found = figures.figures_of(report.question)
        return figures.percent(found.facility if found else None)

    @admin.display(description=gettext_lazy("called right"))
    def override_rate(self, report: Report) -> str:
        found = figures.figures_of(report.question)
        return figures.percent(found.override_rate if found else None)

    @admin.display(description=gettext_lazy("hint"))
    def hint(self, report: Report) -> str:
        found = figures.figures_of(report.question)
        return str(found.get_hint_display()) if found else "—"

    # --- One question and the reports on it

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        report = self.get_object(request, object_id)
        if report is None:
            # Django's own answer to a row that is not there.
            return super().change_view(request, object_id, form_url, extra_context)
        if not self.has_view_or_change_permission(request, report):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request, report)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Report: %s") % short(report.question.statement.text, 40),
            "may_change": self.has_change_permission(request, report),
            **page_of(report),
        }
        return TemplateResponse(request, "admin/studyapp/report/decide.html", context)

    def _decide(self, request: HttpRequest, report: Report) -> HttpResponse:
        if not self.has_change_permission(request, report):
            raise PermissionDenied
        waiting = reports.waiting_with(report)
        reason = request.POST.get("reason", "").replace("\x00", "").strip()[:500]
        wish = request.POST.get("decision", "")
        by = cast("User", request.user)
        if not waiting:
            self.message_user(request, _("This was decided meanwhile."), messages.INFO)
            return HttpResponseRedirect(list_url(Report))
        if wish == Report.State.DISMISSED and not reason:
            told = _("Say why the question stays as it is: the learner is told.")
            self.message_user(request, told, messages.ERROR)
            return HttpResponseRedirect(change_url(report))
        if wish.startswith(ACCEPT):
            return self._accept(request, waiting, wish.removeprefix(ACCEPT), reason)
        if wish not in (Report.State.FIXED, Report.State.RETIRED, Report.State.DISMISSED):
            return HttpResponseRedirect(change_url(report))
        close = reports.retire if wish == Report.State.RETIRED else reports.decide
        number = close(waiting, reports.Decision(wish, by, reason), now=timezone.now())
        self._say(request, waiting, number)
        return HttpResponseRedirect(list_url(Report))

    def _accept(
        self, request: HttpRequest, waiting: list[Report], name: str, reason: str
    ) -> HttpResponse:
        """Accept one of the reported answers, then show whose results that changes."""
        chosen = next((each for each in reports.offers(waiting) if each.name == name), None)
        if chosen is None:
            told = _("That answer is not among those reported any more.")
            self.message_user(request, told, messages.ERROR)
            return HttpResponseRedirect(change_url(waiting[0]))
        decision = reports.Decision(Report.State.ACCEPTED, cast("User", request.user), reason)
        try:
            closed = reports.accept(waiting, chosen, decision, now=timezone.now())
        except editing.Refused as problem:
            self.message_user(request, str(problem), messages.ERROR)
            return HttpResponseRedirect(change_url(waiting[0]))
        self._say(request, waiting, closed)
        asked_now = editing.current(waiting[0].question)
        assert asked_now is not None
        return HttpResponseRedirect(reverse("admin:studyapp_question_regrade", args=[asked_now.pk]))

    def _say(self, request: HttpRequest, waiting: list[Report], number: int) -> None:
        decided = list(Report.objects.filter(pk__in=[r.pk for r in waiting]))
        closed = [report for report in decided if report.state != Report.State.OPEN]
        log_changes(request, closed, _("Decided."))
        done = ngettext("%d report is decided.", "%d reports are decided.", number)
        self.message_user(request, done % number, messages.SUCCESS)


def page_of(report: Report) -> dict[str, Any]:
    """What the page of a report shows: the question, the reports that wait on it, the figures."""
    waiting = reports.waiting_with(report)
    shown = waiting or [report]
    now = editing.current(report.question)
    with_figures = Question.objects.select_related("figures", "statement__document").get(
        pk=report.question_id
    )
    return {
        "report": report,
        "question": with_figures,
        "now": now,
        "changed": now is None or now.pk != report.question_id,
        "prompt": asked(with_figures),
        "rows": [(each, given(each.attempt)) for each in shown[:REPORTS_SHOWN]],
        "more": max(len(shown) - REPORTS_SHOWN, 0),
        "waiting": bool(waiting),
        "offers": reports.offers(waiting),
        "list_url": list_url(Report),
        **figures.context_of(with_figures),
    }


def given(attempt: Attempt) -> dict[str, Any]:
    """What a learner answered and what it counts as."""
    held = corrected.holding(attempt)
    labels = dict(Attempt.Verdict.choices)
    return {
        "response": " · ".join(each for each in attempt.response or [] if each),
        "verdict": labels.get(attempt.verdict, "—"),
        "counts_as": labels.get(held.verdict, "—"),
        "overridden": held.overridden,
    }
