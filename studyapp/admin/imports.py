"""A text comes in: it is received, shown as what it would become, and decided on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from studyapp import batches, imports, intake, library, personal
from studyapp.models import Document, Import, Revision, User
from studyapp.preview import drafted, statements_of
from studyapp.views import errors
from studyapp.views.imports import (
    after,
    answered,
    batch_shown,
    import_form,
    not_to_decide,
    previewed,
    spend,
    tell,
)
from studyapp.views.imports import receive as take_in

from .base import RecordAdmin, change_url, link, list_url

STATEMENTS_A_PAGE = 20


@admin.register(Import)
class ImportAdmin(RecordAdmin[Import]):
    personal = personal.of_imports
    list_display = ("__str__", "state", "author", "document_link", "created_at", "decided_at")
    list_filter = ("state",)
    list_select_related = ("author", "document")
    search_fields = ("name",)
    ordering = ("-created_at", "-id")
    fields = (
        *("name", "state", "document_link", "author", "created_at", "decided_at"),
        *("sha256", "next_step"),
    )

    @admin.display(description=Document._meta.verbose_name, ordering="document")
    def document_link(self, row: Import) -> str:
        return link(row.document)

    @admin.display(description=gettext_lazy("what to do"))
    def next_step(self, row: Import) -> str:
        if row.owner_id or (row.state != Import.State.PREVIEWED and not row.is_waiting):
            return " ".join(row.problems) or "—"
        url = reverse("admin:studyapp_document_preview", args=[row.pk])
        told = _("See how far it is") if row.is_waiting else _("See its preview and decide")
        return format_html('<a href="{}">{}</a>', url, told)


def check_allowed(request: HttpRequest, *, publish: bool = False, revise: bool = False) -> User:
    """The editor who asks. Raises PermissionDenied where they may not do this."""
    user = cast("User", request.user)
    wanted = ["studyapp.add_document"]
    wanted += ["studyapp.change_document"] if publish or revise else []
    if not user.has_perms(wanted):
        raise PermissionDenied
    return user


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the admin panel about documents."""
    shared = {**admin.site.each_context(request), "opts": Document._meta}
    return TemplateResponse(request, template, {**shared, **context}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Take texts in or, with a document, the next text of that one, whatever its title.

    One that cannot be read is told so, and nothing of it is stored.
    """
    user = check_allowed(request, revise=pk is not None)
    site = Document.objects.filter(owner=None)
    document = None if pk is None else get_object_or_404(site, pk=pk)
    form = import_form(request, room=batches.MOST_FILES if document is None else 1)
    if form.is_bound and form.is_valid():
        if not spend(request, form):
            return errors.too_many(request, "import")
        return redirect(*take_in(form, by=user, revise=document))
    intake.prepare()
    fieldsets = [(None, {"fields": ["file", "text"]})]
    context = {
        "title": _("Replace with a new version") if document else _("Import a text"),
        "document": document,
        "form": form,
        "adminform": AdminForm(cast("Any", form), fieldsets, {}),
        "errors": form.errors,
        "media": form.media,
    }
    template = "admin/studyapp/document/import.html"
    return page(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a text would become; a POST says what to do with it."""
    user = check_allowed(request)
    row = get_object_or_404(Import.objects.select_related("document"), pk=pk, owner=None)
    shown = not_to_decide(request, row, wait=wait, decided=already_decided)
    if shown is not None:
        return shown
    try:
        decisions = imports.DECISIONS
        said = answered(request, row, decisions=decisions, act=act) if request.POST else None
        if isinstance(said, HttpResponse):
            return said
        context = previewed(request, row, said)
    except library.Refused as problem:
        messages.error(request, str(problem))
        return redirect("admin:studyapp_document_import")
    context |= {
        "title": _("Preview: %s") % (context["preview"].outline.title or _("Untitled")),
        "may_change": user.has_perm("studyapp.change_document"),
    }
    status = 422 if said else 200
    return page(request, "admin/studyapp/document/preview.html", context, status=status)


@require_safe
def statements(request: HttpRequest, pk: int) -> HttpResponse:
    """Every statement that a text would give, with its marks and its questions."""
    check_allowed(request)
    row = get_object_or_404(Import.objects.select_related("document"), pk=pk, owner=None)
    if row.state != Import.State.PREVIEWED:
        return already_decided(request, row)
    try:
        outline, _document = imports.settled(row)
    except library.Refused as problem:
        messages.error(request, str(problem))
        return redirect("admin:studyapp_document_import")
    rows = statements_of(outline)
    shown = Paginator(rows, STATEMENTS_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "title": _("Statements and questions: %s") % (outline.title or _("Untitled")),
        "row": row,
        "page": shown,
        "items": drafted(list(shown), rows),
    }
    return page(request, "admin/studyapp/document/statements.html", context)


def wait(request: HttpRequest, row: Import) -> HttpResponse:
    """Show how far a text is that takes long.

    Looking after it is sound on GET, and has to be there for who has no JavaScript: it does only
    what the editor's POST asked for, starts nothing while a process is at work, of two that look
    at once only one starts it (`tries` is compared and set), and it gives up after a few.
    """
    imports.look_after(row)
    since = row.decided_at or row.created_at
    context = {
        "title": _("Import: %s") % (row.name or _("Untitled")),
        "row": row,
        "seconds": max(0, int((timezone.now() - since).total_seconds())),
    }
    template = "_waiting" if is_htmx(request) else "waiting"
    return page(request, f"admin/studyapp/document/{template}.html", context)


def is_htmx(request: HttpRequest) -> bool:
    return bool(cast("Any", request).htmx)


def already_decided(request: HttpRequest, row: Import) -> HttpResponse:
    """The decision was sent twice, or a colleague was quicker: what was done is shown."""
    if row.state == Import.State.ACCEPTED and row.document is not None:
        messages.info(request, _("“%s” is stored.") % row.document.title)
        return redirect(change_url(row.document))
    if row.problems:
        messages.error(request, f"{row.name}: {row.problems[0]}" if row.name else row.problems[0])
    else:
        messages.warning(request, _("This text was discarded. Import it again if it is wanted."))
    return redirect("admin:studyapp_document_import")


def act(request: HttpRequest, row: Import, decision: str) -> HttpResponse:
    """Carry a decision out, once. Raises Refused."""
    user = check_allowed(
        request, publish=decision == imports.PUBLISH, revise=decision == imports.REVISE
    )
    imported = imports.decide(row, decision, by=user)
    if row.state == Import.State.DISCARDED:
        messages.info(request, _("The text was discarded; no document was made of it."))
        return redirect(after(row) or list_url(Document))
    if imported is None:
        return redirect(after(row) or request.path)
    say(request, imported, published=decision == imports.PUBLISH)
    return redirect(after(row) or change_url(imported.document))


@require_http_methods(["GET", "HEAD", "POST"])
def decide_together(request: HttpRequest, batch: UUID) -> HttpResponse:
    """List the texts that came in together; a POST stores all that are ready, or lets all go."""
    user = check_allowed(request)
    context = batch_shown(request, batch, owner=None)
    decision = request.POST.get("decision", "")
    if decision in (imports.DRAFT, imports.PUBLISH):
        check_allowed(request, publish=decision == imports.PUBLISH)
        say_all(request, batches.accept_all(batch, decision, by=user))
    elif decision == imports.DISCARD:
        batches.discard_all(batch, owner=None)
        messages.info(request, _("What was not stored is discarded."))
    if decision:
        return redirect(request.path)
    context |= {
        "title": _("Import: %s") % _("several texts"),
        "may_change": user.has_perm("studyapp.change_document"),
        "is_editor": True,
    }
    template = "imports/_batch.html" if is_htmx(request) else "admin/studyapp/document/batch.html"
    return page(request, template, context)


def say_all(request: HttpRequest, stored: Sequence[library.Imported]) -> None:
    """Tell how many texts were stored, and leave it in the history of each."""
    made = [imported for imported in stored if imported.created]
    for imported in made:
        record(cast("User", request.user).pk, imported)
    if made:
        done = ngettext("%d text is stored.", "%d texts are stored.", len(made))
        messages.success(request, done % len(made))


def say(request: HttpRequest, imported: library.Imported, *, published: bool) -> None:
    """Tell what was stored, and leave it in the history of the document."""
    title = {"title": imported.document.title}
    if not imported.created:
        messages.info(
            request,
            _("“%(title)s” holds exactly this text already; nothing was changed.") % title,
        )
        return
    if not is_first(imported.document):
        done = _("“%(title)s” has a new revision.") % title
    elif published:
        done = _("“%(title)s” is stored and published.") % title
    else:
        done = _("“%(title)s” is stored as a draft.") % title
    messages.success(request, f"{done} {tell(imported.changes)}")
    record(cast("User", request.user).pk, imported)


def record(user_id: int, imported: library.Imported) -> None:
    """Leave what an import did in the history of its document."""
    first = is_first(imported.document)
    LogEntry.objects.log_actions(
        user_id,
        [imported.document],
        ADDITION if first else CHANGE,
        change_message=_("Imported.") if first else _("Revised by an import."),
        single_object=True,
    )


def is_first(document: Document) -> bool:
    """Whether a document has the text that it came with."""
    return Revision.objects.filter(document=document).count() == 1
