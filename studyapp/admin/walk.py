"""Walking through the questions of a document: next, approve, retire, edit; and adding one."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from studyapp import bank, editing, personal
from studyapp.http import number_in
from studyapp.models import Document, Question, Statement, User
from studyapp.preview import statement_preview, with_questions

from .base import change_url, log_changes, open_to
from .forms import NewQuestionForm

STATEMENTS_A_PAGE = 20
TO_DO = "todo"


def url_of(statement: Statement) -> str:
    """Where a statement stands among those of its document."""
    page = reverse("admin:studyapp_document_questions", args=[statement.document_id])
    return f"{page}?statement={statement.pk}#s{statement.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def walk(request: HttpRequest, pk: int) -> HttpResponse:
    """The statements of a document with their questions; a POST approves or retires some."""
    user = cast("User", request.user)
    document = get_object_or_404(Document.objects.readable_by(user), pk=pk)
    may_change = user.has_perm("studyapp.change_question")
    if not (may_change or user.has_perm("studyapp.view_question")):
        raise PermissionDenied
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        return act(request, document, user)
    to_do = request.GET.get("show") == TO_DO
    page = page_asked_for(request, statements_of(document, to_do=to_do))
    active = Question.objects.filter(retired_at=None, statement__in=list(page))
    waiting = Question.objects.filter(
        retired_at=None, approved_at=None, statement__document=document, statement__retired_at=None
    )
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "opts": Document._meta,
        "title": _("Questions: %s") % document,
        "document": document,
        "items": with_questions(list(page), active.select_related("approved_by")),
        "page": page,
        "to_do": to_do,
        "waiting": waiting.count(),
        "may_change": may_change,
    }
    return TemplateResponse(request, "admin/studyapp/document/questions.html", context)


def statements_of(document: Document, *, to_do: bool) -> QuerySet[Statement]:
    """The statements that are asked, in the order of the text; or those not all approved."""
    rows = document.statements.askable().select_related("section").order_by("position", "pk")
    if not to_do:
        return rows
    open_ones = Question.objects.filter(statement=OuterRef("pk"), retired_at=None, approved_at=None)
    return rows.filter(Exists(open_ones))


def page_asked_for(request: HttpRequest, rows: QuerySet[Statement]) -> Page[Statement]:
    """The page of that number, or the one on which a statement stands."""
    paginator = Paginator(rows, STATEMENTS_A_PAGE)
    wanted = number_in(request.GET.get("statement"))
    if wanted is not None:
        before = list(rows.values_list("pk", flat=True))
        if wanted in before:
            return paginator.get_page(before.index(wanted) // STATEMENTS_A_PAGE + 1)
    return paginator.get_page(request.GET.get("p"))


def act(request: HttpRequest, document: Document, user: User) -> HttpResponse:
    """Approve or retire a question, or approve all of a statement; then on to the next."""
    wish, _sep, number = request.POST.get("do", "").partition("-")
    pk = number_in(number) or 0
    active = Question.objects.filter(retired_at=None, statement__document=document)
    by = {"statement": pk} if wish == "all" else {"pk": pk}
    rows = list(active.filter(**by))
    if wish in ("approve", "all"):
        done = editing.approve(rows, by=user)
        log_changes(request, rows, _("Approved."))
        words = ngettext("%d question is approved.", "%d questions are approved.", done)
        messages.success(request, words % done)
    elif wish == "retire":
        bank.retire_questions(rows)
        log_changes(request, rows, _("Retired."))
        words = ngettext("%d question is retired.", "%d questions are retired.", len(rows))
        messages.success(request, words % len(rows))
    return HttpResponseRedirect(onward(request))


def onward(request: HttpRequest) -> str:
    """The same page, at the question that comes next."""
    kept = {name: request.POST.get(name, "") for name in ("p", "show")}
    query = urlencode({name: value for name, value in kept.items() if value})
    following = request.POST.get("next", "")
    place = (
        f"#{following}"
        if following[:1] in ("q", "s") and number_in(following[1:]) is not None
        else ""
    )
    return f"{request.path}?{query}{place}" if query else f"{request.path}{place}"


@require_http_methods(["GET", "HEAD", "POST"])
def add_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a question to a statement by hand."""
    rows = open_to(request, Statement.objects.select_related("document"), personal.of_document())
    statement = get_object_or_404(rows, pk=pk)
    user = cast("User", request.user)
    if not user.has_perms(["studyapp.change_question", "studyapp.change_statement"]):
        raise PermissionDenied
    form = NewQuestionForm(request.POST or None, statement=statement)
    if statement.retired_at is not None:
        messages.error(request, _("The statement is retired: nothing is asked about it."))
        return HttpResponseRedirect(change_url(statement))
    if form.is_valid():
        try:
            made = editing.add_question(statement, form.spans, wrong=form.wrong_options, by=user)
        except editing.Refused as problem:
            form.add_error(None, str(problem))
        else:
            log_changes(request, [made], _("Added."))
            messages.success(request, _("The question is added."))
            return HttpResponseRedirect(change_url(statement))
    return _ask_for_question(request, statement, form)


def _ask_for_question(
    request: HttpRequest, statement: Statement, form: NewQuestionForm
) -> HttpResponse:
    fieldsets = [(None, {"fields": ["marked", "wrong"]})]
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "opts": Statement._meta,
        "title": _("Add a question"),
        "statement": statement,
        "item": statement_preview(statement),
        "form": form,
        "adminform": AdminForm(cast("Any", form), fieldsets, {}),
        "errors": form.errors,
    }
    template = "admin/studyapp/statement/add_question.html"
    return TemplateResponse(request, template, context, status=422 if form.errors else 200)
