"""Questions: how learners see them, what is accepted, and retiring them."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from studyapp import bank, editing, personal, regrading
from studyapp.models import Document, Question, Report, Statement, User
from studyapp.preview import asked

from . import figures, regrades
from .base import (
    DocumentFilter,
    FiguresChangeList,
    PrefetchingAdmin,
    RetiredFilter,
    WithMore,
    change_url,
    link,
    log_changes,
    short,
)
from .forms import EDITABLE, WITH_WRONG_OPTIONS, QuestionForm, form_for

# Of a list that is chosen as a whole, so many are changed at a time.
MOST_AT_ONCE = 2_000


class QuestionDocumentFilter(DocumentFilter):
    field = "statement__document"


@admin.register(Question)
class QuestionAdmin(figures.FigureColumns, WithMore[Question], PrefetchingAdmin[Question]):
    personal = personal.of_statement
    list_display = (
        *("words", "kind", "answer", "hint", "answer_count", "facility", "discrimination"),
        *("override_rate", "median_time", "approved", "in_use"),
    )
    list_filter = (
        *(figures.HintFilter, figures.ApprovedFilter, QuestionDocumentFilter),
        *("kind", "origin", RetiredFilter),
    )
    list_prefetch = ("statement__document", "figures")
    search_fields = ("statement__text",)
    search_help_text = gettext_lazy("Words of the statement")
    ordering = ("-id",)
    # By any other column all questions of the site would be sorted for one page.
    sortable_by = (*("answer_count", "facility", "discrimination", "override_rate", "median_time"),)
    actions = ("approve", "retire", "bring_back")
    readonly_fields = (
        *("document_link", "statement_link", "kind", "key", "version", "origin", "state"),
        *("shown", "right", "created_at", "approval"),
    )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return FiguresChangeList

    @admin.display(description=gettext_lazy("statement"))
    def words(self, question: Question) -> str:
        return short(question.statement.text)

    @admin.display(description=gettext_lazy("right answer"))
    def answer(self, question: Question) -> str:
        return short(question.model_answer, 40)

    @admin.display(description=gettext_lazy("approved"), boolean=True)
    def approved(self, question: Question) -> bool:
        return question.approved_at is not None

    @admin.display(description=gettext_lazy("approved"))
    def approval(self, question: Question) -> str:
        if question.approved_at is None:
            return _("not yet")
        when = date_format(localtime(question.approved_at), "DATETIME_FORMAT")
        by = question.approved_by
        return f"{when} · {by}" if by is not None else when

    @admin.display(description=gettext_lazy("in use"), boolean=True)
    def in_use(self, question: Question) -> bool:
        return question.retired_at is None

    @admin.display(description=Document._meta.verbose_name)
    def document_link(self, question: Question) -> str:
        return link(question.statement.document)

    @admin.display(description=Statement._meta.verbose_name)
    def statement_link(self, question: Question) -> str:
        return link(question.statement)

    @admin.display(description=gettext_lazy("state"))
    def state(self, question: Question) -> str:
        if question.retired_at is None:
            return _("in use")
        return _("retired by an editor") if question.retired_by_hand else _("retired")

    @admin.display(description=gettext_lazy("as a learner sees it"))
    def shown(self, question: Question) -> str:
        return render_to_string("admin/studyapp/_question.html", {"prompt": asked(question)})

    @admin.display(description=gettext_lazy("right answers"))
    def right(self, question: Question) -> str:
        return question.model_answer

    @admin.action(description=gettext_lazy("Approve"), permissions=["change"])
    def approve(self, request: HttpRequest, questions: QuerySet[Question]) -> None:
        active = questions.filter(retired_at=None, approved_at=None)
        rows = list(active.select_related(None)[:MOST_AT_ONCE])
        number = editing.approve(rows, by=cast("User", request.user))
        log_changes(request, rows, _("Approved."))
        done = ngettext("%d question is approved.", "%d questions are approved.", number)
        self.message_user(request, done % number, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Retire"), permissions=["change"])
    def retire(self, request: HttpRequest, questions: QuerySet[Question]) -> None:
        active = list(questions.filter(retired_at=None)[:MOST_AT_ONCE])
        bank.retire_questions(active)
        log_changes(request, active, _("Retired."))
        done = ngettext("%d question is retired.", "%d questions are retired.", len(active))
        self.message_user(request, done % len(active), messages.SUCCESS)
        if len(active) == MOST_AT_ONCE:
            more = _("So many are retired at a time. Choose them again to retire the rest.")
            self.message_user(request, more, messages.WARNING)

    @admin.action(description=gettext_lazy("Bring back"), permissions=["change"])
    def bring_back(self, request: HttpRequest, questions: QuerySet[Question]) -> None:
        chosen = list(questions.exclude(retired_at=None)[:MOST_AT_ONCE])
        back = [question for question in chosen if bank.bring_back(question)]
        log_changes(request, back, _("Brought back."))
        done = ngettext("%d question is in use again.", "%d questions are in use again.", len(back))
        self.message_user(request, done % len(back), messages.SUCCESS)
        if len(back) < len(chosen):
            self.message_user(request, STAY_RETIRED, messages.WARNING)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Question], search_term: str
    ) -> tuple[QuerySet[Question], bool]:
        """The statements first: there are far fewer of them, and each is read once."""
        words = search_term.split()
        if not words:
            return queryset, False
        statements = Statement.objects.order_by()
        for word in words:
            statements = statements.filter(text__icontains=word)
        return queryset.filter(statement__in=statements.values("pk")), False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        rows = super().get_queryset(request)
        return rows.select_related("statement__document", "figures", "approved_by")

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "studyapp_question"
        mine = [
            path("<int:pk>/bring-back/", view(self.bring_one_back), name=f"{name}_bring_back"),
            path("<int:pk>/regrade/", view(regrades.regrade), name=f"{name}_regrade"),
        ]
        return [*mine, *super().get_urls()]

    @method_decorator(require_POST)
    def bring_one_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        question = get_object_or_404(self.get_queryset(request), pk=pk)
        if not super().has_change_permission(request, question):
            raise PermissionDenied
        self.bring_back(request, Question.objects.filter(pk=question.pk))
        return HttpResponseRedirect(change_url(question))

    def has_change_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        """A retired question is history: it is looked at only."""
        retired = obj is not None and obj.retired_at is not None
        return not retired and super().has_change_permission(request, obj)

    def get_form(
        self,
        request: HttpRequest,
        obj: Question | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        form = form_for(obj) if obj is not None else QuestionForm
        return super().get_form(request, obj, change, **{**kwargs, "form": form})

    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None) -> Any:
        facts = ["document_link", "statement_link", "kind", "version", "origin", "state"]
        facts += ["created_at", "approval", "key"]
        editable = obj is not None and self.has_change_permission(request, obj)
        answers = list(form_for(obj).base_fields) if obj is not None and editable else []
        return [
            (_("Question"), {"fields": ["shown"]}),
            (_("Answers"), {"fields": answers or ["right"]}),
            (_("Where it comes from"), {"fields": facts}),
        ]

    def beside_form(self, request: HttpRequest, row: Question) -> dict[str, Any]:
        may_change = super().has_change_permission(request, row)
        waiting = Report.objects.filter(question=row, state=Report.State.OPEN)
        shown = figures.context_of(row) | {
            "may_bring_back": may_change and row.retired_by_hand,
            "waiting": waiting.order_by("pk").first(),
            "may_regrade": may_change and regrading.concerned(row.statement),
        }
        if not self.has_change_permission(request, row):
            return shown
        buttons = [("_retire", _("Retire this question"))]
        if row.approved_at is None:
            buttons.insert(0, ("_approve", _("Approve this question")))
        saved = (
            {} if row.kind in EDITABLE else {"show_save": False, "show_save_and_continue": False}
        )
        return shown | {"buttons": buttons} | saved

    def save_model(
        self,
        request: HttpRequest,
        obj: Question,
        form: Any,
        change: bool,
    ) -> None:
        """What learners were asked stays as it was: an edit makes the next version."""
        assert isinstance(form, QuestionForm)
        if "_retire" in request.POST:
            bank.retire_question(obj)
        elif form.has_changed():
            before = obj.keys
            made = editing.edit_question(
                obj,
                keys=form.answers,
                options=options_of(obj, form),
                by=cast("User", request.user),
            )
            obj.pk = made.pk
            obj.refresh_from_db()
            if before != obj.keys:
                regrades.offer(request, obj)
        if "_approve" in request.POST:
            self.approve(request, Question.objects.filter(pk=obj.pk))

    def response_change(self, request: HttpRequest, obj: Question) -> HttpResponse:
        if "_approve" in request.POST:
            return HttpResponseRedirect(change_url(obj))
        if "_retire" not in request.POST:
            return super().response_change(request, obj)
        done = _("The question is retired: it is asked no more and not made again.")
        self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(change_url(obj.statement))


STAY_RETIRED = gettext_lazy(
    "A question stays retired where its statement has changed since, where a newer version "
    "took its place, or where no editor retired it."
)


def options_of(question: Question, form: QuestionForm) -> list[str]:
    """The options of the next version; a choice that lists its answer among them still does."""
    if question.kind not in WITH_WRONG_OPTIONS:
        return list(question.options)
    listed = [answer for answer in question.right_answers if answer in question.options]
    return [*listed, *form.wrong]
