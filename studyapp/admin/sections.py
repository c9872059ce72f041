"""Sections: headings and text as an editor corrects them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from studyapp import library, personal, revisions
from studyapp.models import Document, Section, Statement, User
from studyapp.views.imports import tell

from .base import (
    ContentAdmin,
    CountingChangeList,
    DocumentFilter,
    WithMore,
    WorkedOutFirst,
    attach_counts,
    link,
    list_url,
    short,
)
from .forms import SectionForm

STATEMENTS_SHOWN = 100


@admin.register(Section)
class SectionAdmin(WithMore[Section], WorkedOutFirst[Section], ContentAdmin[Section]):
    personal = personal.of_document
    form = SectionForm
    list_display = ("name", "document", "statement_count")
    list_filter = (DocumentFilter,)
    list_select_related = ("document",)
    search_fields = ("title", "body")
    search_help_text = gettext_lazy("Words of the heading or the text")
    ordering = ("-document_id", "position")
    view_on_site = True
    fields = ("document_link", "label", "title", "body", "revision")
    readonly_fields = ("document_link",)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CountingChangeList]:
        return CountingChangeList

    def count_for(self, rows: list[Section]) -> None:
        """The statements of the sections on one page of the list."""
        attach_counts(rows, Statement.objects.active(), "section")

    @admin.display(description=gettext_lazy("section"))
    def name(self, section: Section) -> SafeString:
        return format_html('<span data-level="{}">{}</span>', section.level, heading_of(section))

    @admin.display(description=gettext_lazy("statements"))
    def statement_count(self, section: Section) -> int:
        return int(getattr(section, "counted", 0))

    @admin.display(description=Document._meta.verbose_name)
    def document_link(self, section: Section) -> str:
        return link(section.document)

    def beside_form(self, request: HttpRequest, row: Section) -> dict[str, Any]:
        statements = row.statements.active().order_by("position")[:STATEMENTS_SHOWN]
        url = list_url(Statement, section=row.pk, document=row.document_id)
        return {"statements": statements, "statements_url": url}

    def save_model(
        self,
        request: HttpRequest,
        obj: Section,
        form: Any,
        change: bool,
    ) -> None:
        """Every correction goes through the library, which keeps what learners know."""
        assert isinstance(form, SectionForm)
        assert isinstance(request.user, User)
        changes = correct(obj, form, by=request.user)
        if changes is not None:
            self.message_user(request, tell(changes), messages.SUCCESS)


def heading_of(section: Section) -> str:
    """What a section is called; without a heading, how it begins."""
    return section.heading or short(section.body, 30) or "—"


def correct(section: Section, form: SectionForm, *, by: User) -> revisions.Changes | None:
    """Accept what was corrected; `section` becomes the row that now holds the text."""
    if not form.body_changed and not form.heading_changed:
        return None
    cleaned = form.cleaned_data
    changes = library.revise_section(
        section,
        body=cleaned["body"] if form.body_changed else None,
        heading=(cleaned["label"], cleaned["title"]) if form.heading_changed else None,
        by=by,
        based_on=cleaned["revision"],
    )
    # A section under another heading is another row.
    section.pk = section.document.sections.get(position=section.position).pk
    section.refresh_from_db()
    return changes
