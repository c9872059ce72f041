"""Revisions: who accepted a text and when, what it changed, and accepting it again."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from studyapp import library, originals, personal, revisions
from studyapp.changes import Comparison, compare
from studyapp.comparison import shown
from studyapp.http import number_in
from studyapp.models import Document, Revision, User
from studyapp.text.stored import outline_from_json
from studyapp.views.imports import tell

from .base import DocumentFilter, RecordAdmin, WithMore, change_url, link, short

REVISIONS_TO_CHOOSE = 200


@admin.register(Revision)
class RevisionAdmin(WithMore[Revision], RecordAdmin[Revision]):
    personal = personal.of_document
    list_display = ("document", "number", "author", "created_at", "name", "what_changed")
    list_filter = (DocumentFilter,)
    list_select_related = ("document", "author")
    search_fields = ("document__title",)
    search_help_text = gettext_lazy("Words of the title")
    ordering = ("-id",)
    fields = (
        *("document_link", "number", "author", "created_at", "name"),
        *("sha256", "reader_version", "headings"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        """An outline holds a whole text: it is read for one revision at a time."""
        return super().get_queryset(request).defer("outline")

    @admin.display(description=Document._meta.verbose_name)
    def document_link(self, revision: Revision) -> str:
        return link(revision.document)

    @admin.display(description=gettext_lazy("what changed"))
    def what_changed(self, revision: Revision) -> SafeString | str:
        if revision.number == 1:
            return "—"
        url = reverse("admin:studyapp_revision_changes", args=[revision.pk])
        return format_html('<a href="{}">{}</a>', url, _("See what changed"))

    @admin.display(description=gettext_lazy("sections"))
    def headings(self, revision: Revision) -> SafeString:
        rows = (
            (section["level"], f"{section['label']}{section['title']}" or short(section["body"]))
            for section in revision.outline["sections"]
        )
        return format_html_join("", '<div data-level="{}">{}</div>', rows)

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "studyapp_revision"
        mine = [
            path("<int:pk>/changes/", view(self.changes), name=f"{name}_changes"),
            path("<int:pk>/restore/", view(self.restore), name=f"{name}_restore"),
            path("<int:pk>/original/", view(self.original), name=f"{name}_original"),
        ]
        return mine + super().get_urls()

    def beside_form(self, request: HttpRequest, row: Revision) -> dict[str, Any]:
        may = cast("User", request.user).has_perm("studyapp.change_document")
        return {"may_restore": may and newest_of(row.document) != row}

    # --- What changed

    @method_decorator(require_safe)
    def changes(self, request: HttpRequest, pk: int) -> HttpResponse:
        revision = self._revision(request, pk)
        others = revision.document.revisions.exclude(pk=revision.pk).only(
            "document", "number", "created_at"
        )
        before = chosen(revision, request.GET.get("from", ""))
        context = {
            "title": _("What changed: %s") % revision,
            "others": others.order_by("-number")[:REVISIONS_TO_CHOOSE],
            "before": before,
            "may_restore": request.user.has_perm("studyapp.change_document")
            and newest_of(revision.document) != revision,
        }
        if before is not None:
            context |= shown(between(before, revision), page=request.GET.get("p", "1"))
        return self._page(request, "changes", revision, context)

    # --- Accepting it again

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def restore(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask whether this text shall be in force again, showing what that changes; then do it."""
        revision = self._revision(request, pk)
        if not request.user.has_perm("studyapp.change_document"):
            raise PermissionDenied
        current = newest_of(revision.document)
        if current == revision:
            messages.info(request, _("This revision is the text in force."))
            return redirect(change_url(revision.document))
        if request.method == "POST":
            return accept_again(request, revision, seen=request.POST.get("current", ""))
        context = {"title": _("Accept again: %s") % revision, "before": current}
        comparison = between(current, revision)
        context |= shown(comparison, page=request.GET.get("p", "1"))
        return self._page(request, "restore", revision, context)

    # --- The original

    @method_decorator(require_safe)
    def original(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file that came in, byte for byte; it is saved, never opened as a page of the site."""
        revision = self._revision(request, pk)
        try:
            data = originals.read(revision.sha256)
        except FileNotFoundError:
            messages.error(request, _("The original is no longer among the site's files."))
            return redirect(change_url(revision))
        headers = {
            "Content-Disposition": content_disposition_header(True, file_name(revision)) or "",
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(data, content_type="application/octet-stream", headers=headers)

    # --- Shared

    def _revision(self, request: HttpRequest, pk: int) -> Revision:
        rows = self.get_queryset(request).defer(None).select_related("document", "author")
        revision = get_object_or_404(rows, pk=pk)
        if not self.has_view_permission(request, revision):
            raise PermissionDenied
        return revision

    def _page(
        self, request: HttpRequest, name: str, revision: Revision, context: dict[str, Any]
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "document_opts": Document._meta,
            "revision": revision,
            "may_open_document": request.user.has_perm("studyapp.view_document")
            or request.user.has_perm("studyapp.change_document"),
        }
        template = f"admin/studyapp/revision/{name}.html"
        return TemplateResponse(request, template, {**shared, **context})


def newest_of(document: Document) -> Revision:
    """The revision in force."""
    newest = document.revisions.select_related("author").order_by("-number").first()
    assert newest is not None, "a document has a text from its first revision on"
    return newest


def chosen(revision: Revision, number: str) -> Revision | None:
    """The revision to compare with: the one asked for, else the one before; None for the first."""
    rows = revision.document.revisions.exclude(pk=revision.pk).select_related("author")
    asked = number_in(number)
    wanted = rows.filter(number=asked).first() if asked is not None else None
    return wanted or rows.filter(number__lt=revision.number).order_by("-number").first()


def between(before: Revision, after: Revision) -> Comparison:
    """What makes one accepted text of the other."""
    return compare(outline_from_json(before.outline), outline_from_json(after.outline))


def accept_again(request: HttpRequest, revision: Revision, *, seen: str) -> HttpResponse:
    """Make a former text the next revision, unless the text changed after the editor looked."""
    user, document = cast("User", request.user), revision.document
    outline = outline_from_json(revision.outline)
    with revisions.worked_out(outline, document), transaction.atomic():
        Document.objects.select_for_update().get(pk=document.pk)
        if seen != str(newest_of(document).number):
            warning = _(
                "The text was changed by someone else meanwhile. See what would change now."
            )
            messages.warning(request, warning)
            return redirect(request.path)
        changes = library.restore(revision, by=user)
    done = _("Revision %(number)d of “%(title)s” is in force again.")
    names = {"number": revision.number, "title": document.title}
    messages.success(request, f"{done % names} {tell(changes)}")
    told = _("Revision %(number)d accepted again.") % names
    admin.site.get_model_admin(Document).log_change(request, document, told)
    return redirect(change_url(document))


def file_name(revision: Revision) -> str:
    """The name under which an original is saved: without path, control or hidden characters."""
    own = f"document-{revision.document_id}-{revision.number}.txt"
    return "".join(
        sign if sign.isprintable() and sign not in "/\\" else "_" for sign in revision.name or own
    )
