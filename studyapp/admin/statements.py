"""Statements: where they may be blanked, what they weigh, and their questions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studyapp import bank, library, personal
from studyapp.models import Document, Section, Statement
from studyapp.preview import statement_preview, with_questions

from . import walk
from .base import (
    DocumentFilter,
    PrefetchingAdmin,
    RetiredFilter,
    WithMore,
    WorkedOutFirst,
    link,
    list_url,
)
from .forms import StatementForm
from .sections import heading_of


class AskedFilter(admin.SimpleListFilter):
    """Whether learners are asked about it: whether it has marks."""

    title = gettext_lazy("asked")
    parameter_name = "asked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", gettext_lazy("has marks")), ("no", gettext_lazy("has no marks"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Statement]) -> QuerySet[Statement]:
        wanted = self.value()
        if wanted == "no":
            return queryset.filter(marks=[])
        return queryset.exclude(marks=[]) if wanted == "yes" else queryset


@admin.register(Statement)
class StatementAdmin(WithMore[Statement], WorkedOutFirst[Statement], PrefetchingAdmin[Statement]):
    personal = personal.of_document
    form = StatementForm
    list_display = ("words", "document", "kind", "is_key", "weight", "marks_edited", "in_use")
    list_filter = (
        *(DocumentFilter, "document__status", "kind", "is_key"),
        *(AskedFilter, RetiredFilter, "marks_edited"),
    )
    list_prefetch = ("document",)
    search_fields = ("text",)
    search_help_text = gettext_lazy("Words of the statement")
    ordering = ("-document_id", "position")
    readonly_fields = ("document_link", "section_link", "kind", "shown", "lead_in", "version")

    @admin.display(description=gettext_lazy("statement"))
    def words(self, statement: Statement) -> str:
        return marked(statement)

    @admin.display(description=gettext_lazy("importance"), ordering="importance")
    def weight(self, statement: Statement) -> str:
        return f"{statement.importance:.2f}"

    @admin.display(description=gettext_lazy("in use"), boolean=True)
    def in_use(self, statement: Statement) -> bool:
        return statement.retired_at is None

    @admin.display(description=Document._meta.verbose_name)
    def document_link(self, statement: Statement) -> str:
        return link(statement.document)

    @admin.display(description=Section._meta.verbose_name)
    def section_link(self, statement: Statement) -> str:
        section = statement.section
        return link(section, heading_of(section)) if section else _("The text as a whole")

    @admin.display(description=gettext_lazy("text"))
    def shown(self, statement: Statement) -> str:
        return marked(statement)

    def has_change_permission(self, request: HttpRequest, obj: Statement | None = None) -> bool:
        """A retired statement stands in no text: it is looked at only."""
        retired = obj is not None and obj.retired_at is not None
        return not retired and super().has_change_permission(request, obj)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(walk.add_question)
        name = "studyapp_statement_add_question"
        return [path("<int:pk>/add-question/", view, name=name), *super().get_urls()]

    def get_fieldsets(self, request: HttpRequest, obj: Statement | None = None) -> Any:
        place = ["document_link", "section_link", "kind"]
        text = ["lead_in"] if obj is not None and obj.lead_in else []
        text += ["shown"]
        editable = self.has_change_permission(request, obj)
        text += ["marked"] if editable else []
        weight = ["importance", "is_key"]
        if obj is not None and obj.kind == Statement.Kind.QUOTATION:
            weight.append("speaker")
        return [
            (_("Text"), {"fields": [*place, *text]}),
            (_("Weight"), {"fields": [*weight, "version"]}),
        ]

    def beside_form(self, request: HttpRequest, row: Statement) -> dict[str, Any]:
        found = list(row.questions.order_by("kind", "key", "-version"))
        active = [question for question in found if question.retired_at is None]
        return {
            "questions": found,
            "asked": with_questions([row], active)[0].questions,
            "may_add": self.has_change_permission(request, row),
            "walk_url": walk.url_of(row),
            "list_url": list_url(Statement, document=row.document_id),
        }

    def save_model(
        self,
        request: HttpRequest,
        obj: Statement,
        form: Any,
        change: bool,
    ) -> None:
        """Marks go through the library, which keeps the memories of the parts that stay."""
        assert isinstance(form, StatementForm)
        tally, done = write(obj, form)
        if tally is not None:
            counts = {"added": tally.added, "kept": tally.kept, "retired": tally.retired}
            self.message_user(request, done % counts, messages.SUCCESS)


def write(statement: Statement, form: StatementForm) -> tuple[bank.Tally | None, str]:
    """Store what was changed; what became of the questions, and the sentence that tells it."""
    plain = [name for name in form.changed_data if name != "marked"]
    if form.marks_changed:
        told = _("Marks moved: %(added)d questions added, %(kept)d kept, %(retired)d retired.")
        return library.set_marks(statement, form.marks, fields=plain), told
    if "speaker" in plain:
        told = _("Speaker changed: %(added)d questions added, %(kept)d kept, %(retired)d retired.")
        return library.renew_questions(statement, fields=plain), told
    if plain:
        statement.save(update_fields=plain)
    return None, ""


def marked(statement: Statement) -> str:
    """The text with its marks shown."""
    context = {"stretches": statement_preview(statement).stretches}
    return render_to_string("admin/studyapp/_marked.html", context)
