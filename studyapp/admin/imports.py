"""A text comes in: it is received, shown as what it would become, and decided on."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from studyapp import intake, library, originals
from studyapp.models import Document, Import, Revision, User
from studyapp.preview import preview
from studyapp.text.outline import Outline

from .base import RecordAdmin, change_url, link, list_url
from .forms import ImportForm, tell

DECISIONS = ("draft", "publish", "revise", "discard")


@admin.register(Import)
class ImportAdmin(RecordAdmin[Import]):
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
        if row.state != Import.State.PREVIEWED:
            return "—"
        url = reverse("admin:studyapp_document_preview", args=[row.pk])
        return format_html('<a href="{}">{}</a>', url, _("See its preview and decide"))


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
def receive(request: HttpRequest) -> HttpResponse:
    """Take a text in. One that cannot be read is told so, and nothing of it is stored."""
    user = check_allowed(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_bound and form.is_valid():
        row = Import.objects.create(
            author=user,
            name=form.name,
            sha256=originals.keep(form.content),
            state=Import.State.PREVIEWED,
        )
        return redirect("admin:studyapp_document_preview", row.pk)
    fieldsets = [(None, {"fields": ["file", "text"]})]
    context = {
        "title": _("Import a text"),
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
    row = get_object_or_404(Import.objects.select_related("document"), pk=pk)
    if row.state != Import.State.PREVIEWED:
        return already_decided(request, row)
    try:
        outline = intake.read(originals.read(row.sha256), name=row.name)
    except (FileNotFoundError, library.Refused):
        messages.error(request, _("The text that came in is gone. Import it again."))
        return redirect("admin:studyapp_document_import")
    decision = request.POST.get("decision", "")
    if request.method == "POST" and decision in DECISIONS:
        return act(request, row, outline, decision=decision)
    context = {
        "title": _("Preview: %s") % (outline.title or _("Untitled")),
        "row": row,
        "preview": preview(outline),
        "may_change": user.has_perm("studyapp.change_document"),
    }
    return page(request, "admin/studyapp/document/preview.html", context)


def already_decided(request: HttpRequest, row: Import) -> HttpResponse:
    """The decision was sent twice, or a colleague was quicker: what was done is shown."""
    if row.document is None:
        messages.warning(request, _("This text was discarded. Import it again if it is wanted."))
        return redirect("admin:studyapp_document_import")
    messages.info(request, _("This text was stored already."))
    return redirect(change_url(row.document))


def act(request: HttpRequest, row: Import, outline: Outline, *, decision: str) -> HttpResponse:
    """Carry a decision out, once."""
    user = check_allowed(request, publish=decision == "publish", revise=decision == "revise")
    if decision == "discard":
        close(row, Import.State.DISCARDED)
        messages.info(request, _("The text was discarded; no document was made of it."))
        return redirect(list_url(Document))
    try:
        imported = store(row, outline, decision=decision, by=user)
    except library.Refused as problem:
        messages.error(request, str(problem))
        return redirect(request.path)
    if imported is None:
        return already_decided(request, Import.objects.get(pk=row.pk))
    say(request, imported, published=decision == "publish")
    return redirect(change_url(imported.document))


@transaction.atomic
def store(row: Import, outline: Outline, *, decision: str, by: User) -> library.Imported | None:
    """Store the text; None where a request that came at the same moment has done so."""
    held = Import.objects.select_for_update().get(pk=row.pk)
    if held.state != Import.State.PREVIEWED:
        return None
    imported = library.import_document(
        originals.read(held.sha256),
        name=held.name,
        publish=decision == "publish",
        by=by,
        revise=library.twin_of(outline) if decision == "revise" else None,
    )
    held.document = imported.document
    close(held, Import.State.ACCEPTED)
    return imported


def close(row: Import, state: str) -> None:
    """Note what became of a text that came in."""
    row.state, row.decided_at = state, timezone.now()
    row.save(update_fields=["state", "decided_at", "document"])


def say(request: HttpRequest, imported: library.Imported, *, published: bool) -> None:
    """Tell what was stored, and leave it in the history of the document."""
    title = {"title": imported.document.title}
    if not imported.created:
        messages.info(
            request,
            _("“%(title)s” holds exactly this text already; nothing was changed.") % title,
        )
        return
    first = Revision.objects.filter(document=imported.document).count() == 1
    if not first:
        done = _("“%(title)s” has a new revision.") % title
    elif published:
        done = _("“%(title)s” is stored and published.") % title
    else:
        done = _("“%(title)s” is stored as a draft.") % title
    messages.success(request, f"{done} {tell(imported.changes)}")
    document_admin = admin.site.get_model_admin(Document)
    if first:
        document_admin.log_addition(request, imported.document, _("Imported."))
    else:
        document_admin.log_change(request, imported.document, _("Revised by an import."))
