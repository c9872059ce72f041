"""Documents: their list, their pages, publishing and withdrawing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from studyapp import library, search, shelves
from studyapp.forms.texts import LANGUAGES
from studyapp.models import Document, Question, Revision, Section, Statement
from studyapp.models.content import personal

from . import imports, walk
from .base import (
    CappedPaginator,
    CountingChangeList,
    WithMore,
    attach_counts,
    change_url,
    count_by,
    list_url,
    log_changes,
    open_to,
)
from .forms import DocumentForm
from .tags import TagFilter

REVISIONS_SHOWN = 50


class LanguageFilter(admin.SimpleListFilter):
    """By language, under its own name."""

    title = gettext_lazy("Language of the text")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(LANGUAGES)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        return queryset.filter(language=self.value()) if self.value() else queryset


@admin.register(Document)
class DocumentAdmin(WithMore[Document]):
    form = DocumentForm
    list_display = (
        "title",
        "source",
        "state",
        "visibility",
        "statement_count",
        "updated_at",
    )
    list_filter = ("status", "visibility", LanguageFilter, TagFilter)
    search_fields = ("title",)
    search_help_text = gettext_lazy("Words of the title")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    view_on_site = False
    actions = ("publish", "withdraw", "to_everyone", "to_members", "to_owner", "regenerate")
    fields = (
        *("title", "source", "published_on", "credit", "language", "tag_names", "visibility"),
        *("status", "owner", "created_at", "updated_at"),
    )
    readonly_fields = ("status", "owner", "created_at", "updated_at")

    # --- The list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        return open_to(request, super().get_queryset(request), personal())

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CountingChangeList]:
        return CountingChangeList

    def count_for(self, rows: list[Document]) -> None:
        """The statements of the documents on one page of the list."""
        attach_counts(rows, Statement.objects.active(), "document")

    @admin.display(description=gettext_lazy("statements"))
    def statement_count(self, document: Document) -> int:
        return int(getattr(document, "counted", 0))

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, document: Document) -> SafeString:
        return format_html(
            '<span class="state" data-state="{}">{}</span>',
            document.status,
            document.get_status_display(),
        )

    @admin.action(description=gettext_lazy("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, documents: QuerySet[Document]) -> None:
        closed = documents.exclude(status=Document.Status.PUBLISHED)
        count = self._each(request, closed, library.publish_document, _("Published."))
        done = ngettext("%d document is published.", "%d documents are published.", count)
        self.message_user(request, done % count, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["change"])
    def withdraw(self, request: HttpRequest, documents: QuerySet[Document]) -> None:
        others = documents.exclude(status=Document.Status.WITHDRAWN)
        count = self._each(request, others, library.withdraw_document, _("Withdrawn."))
        done = ngettext("%d document is withdrawn.", "%d documents are withdrawn.", count)
        self.message_user(request, done % count, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Show to everyone"), permissions=["change"])
    def to_everyone(self, request: HttpRequest, documents: QuerySet[Document]) -> None:
        self._show_to(request, documents, Document.Visibility.PUBLIC)

    @admin.action(description=gettext_lazy("Show to members only"), permissions=["change"])
    def to_members(self, request: HttpRequest, documents: QuerySet[Document]) -> None:
        self._show_to(request, documents, Document.Visibility.MEMBERS)

    @admin.action(description=gettext_lazy("Show to the owner only"), permissions=["change"])
    def to_owner(self, request: HttpRequest, documents: QuerySet[Document]) -> None:
        self._show_to(request, documents, Document.Visibility.PRIVATE)

    def _show_to(
        self, request: HttpRequest, documents: QuerySet[Document], visibility: Document.Visibility
    ) -> None:
        def show(document: Document) -> None:
            document.visibility = visibility
            document.save(update_fields=["visibility", "updated_at"])

        told = _("Visible to: %s.") % visibility.label
        count = self._each(request, documents.exclude(visibility=visibility), show, told)
        done = ngettext("%d document changed.", "%d documents changed.", count)
        self.message_user(request, f"{done % count} {told}", messages.SUCCESS)

    def _each(
        self,
        request: HttpRequest,
        documents: QuerySet[Document],
        do: Callable[[Document], None],
        told: str,
    ) -> int:
        """Do something to each document and leave it in its history; how many there were."""
        rows = list(documents)
        for document in rows:
            do(document)
        log_changes(request, rows, told)
        return len(rows)

    @admin.action(description=gettext_lazy("Make the questions again"), permissions=["change"])
    def regenerate(self, request: HttpRequest, documents: QuerySet[Document]) -> None:
        for document in documents:
            tally = library.make_questions_again(document)
            self.log_change(request, document, _("Questions made again."))
            done = _("“%(title)s”: %(added)d questions added, %(kept)d kept, %(retired)d retired.")
            counts = {"added": tally.added, "kept": tally.kept, "retired": tally.retired}
            self.message_user(request, done % {"title": document.title, **counts})

    # --- One document

    def beside_form(self, request: HttpRequest, row: Document) -> dict[str, Any]:
        shown = page_of(row) | {"buttons": buttons_of(row)}
        return shown | {"show_save_and_add_another": False}

    def save_model(
        self,
        request: HttpRequest,
        obj: Document,
        form: Any,
        change: bool,
    ) -> None:
        """Writes what was changed and nothing else: the status has its own door."""
        columns = [name for name in form.changed_data if name != "tag_names"]
        obj.save(update_fields=[*columns, "updated_at"])
        if {"title", "source"}.intersection(columns):
            search.index(obj)

    def response_change(self, request: HttpRequest, obj: Document) -> HttpResponse:
        if "_publish" in request.POST:
            self.publish(request, Document.objects.filter(pk=obj.pk))
        elif "_withdraw" in request.POST:
            self.withdraw(request, Document.objects.filter(pk=obj.pk))
        else:
            return super().response_change(request, obj)
        return HttpResponseRedirect(change_url(obj))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        shelves.set_tags(form.instance, form.cleaned_data["tag_names"])

    # --- Importing

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        mine = [
            path(
                "import/",
                site.admin_view(imports.receive),
                name="studyapp_document_import",
            ),
            path(
                "import/<int:pk>/",
                site.admin_view(imports.decide),
                name="studyapp_document_preview",
            ),
            path(
                "import/<int:pk>/statements/",
                site.admin_view(imports.statements),
                name="studyapp_document_preview_statements",
            ),
            path(
                "import/together/<uuid:batch>/",
                site.admin_view(imports.decide_together),
                name="studyapp_document_batch",
            ),
            path(
                "<int:pk>/revise/",
                site.admin_view(imports.receive),
                name="studyapp_document_revise",
            ),
            path(
                "<int:pk>/questions/",
                site.admin_view(walk.walk),
                name="studyapp_document_questions",
            ),
        ]
        return mine + super().get_urls()

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A document begins with its text."""
        return redirect("admin:studyapp_document_import")

    # --- Deleting

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        document = self.get_object(request, object_id)
        if document is not None and is_studied(document):
            refusal = _(
                "“%(title)s” cannot be deleted, for learners have studied it. "
                "Withdraw it instead; what they learnt is kept."
            )
            self.message_user(request, refusal % {"title": document.title}, messages.ERROR)
            return HttpResponseRedirect(change_url(document))
        return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """What goes with a document, in figures: the rows themselves may be thousands."""
        documents = list(objs)
        inside = {
            Section: Section.objects.filter(document__in=documents),
            Statement: Statement.objects.filter(document__in=documents),
            Question: Question.objects.filter(statement__document__in=documents),
        }
        counts = {
            str(model._meta.verbose_name_plural): rows.count() for model, rows in inside.items()
        }
        allowed = self.has_delete_permission(request)
        missing = set() if allowed else {str(self.opts.verbose_name)}
        return [str(document) for document in documents], counts, missing, []


def buttons_of(document: Document) -> list[tuple[str, str]]:
    """What can be done with a document besides saving it."""
    if document.status == Document.Status.PUBLISHED:
        return [("_withdraw", _("Save and withdraw"))]
    return [("_publish", _("Save and publish"))]


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section in the list on its document's page, with how much is in it."""

    section: Section
    statements: int
    questions: int


def page_of(document: Document) -> dict[str, Any]:
    """What a document's page shows below its form; its queries are as many for any document."""
    statements = document.statements.active()
    questions = Question.objects.filter(
        retired_at=None, statement__document=document, statement__retired_at=None
    )
    sections = list(
        document.sections.defer("body").annotate(characters=Length("body")).order_by("position")
    )
    stated = count_by(statements, "section")
    asked = count_by(questions, "statement__section")
    revisions = document.revisions.defer("outline").select_related("author").order_by("-number")
    return {
        "sections": [
            SectionLine(section, stated.get(section.pk, 0), asked.get(section.pk, 0))
            for section in sections
        ],
        "statement_count": sum(stated.values()),
        "question_count": sum(asked.values()),
        "revisions": revisions[:REVISIONS_SHOWN],
        "revisions_url": list_url(Revision, document=document.pk),
        "statements_url": list_url(Statement, document=document.pk, retired="no"),
        "questions_url": list_url(Question, document=document.pk, retired="no"),
    }


def is_studied(document: Document) -> bool:
    """Whether learners have rows that must not lose what they are about."""
    collector = NestedObjects(using=router.db_for_write(Document))
    collector.collect([document])
    return bool(collector.protected)
