"""What the pages of the admin panel share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from studyapp.http import number_in
from studyapp.models import Document, User
from studyapp.models.content import personal
from studyapp.optimistic import Outdated

Row = TypeVar("Row", bound=Model)
COUNTED = 10_000
DOCUMENTS_TO_FILTER_BY = 30
LATELY = timedelta(days=14)

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin as ModelAdmin  # noqa: PLC0414 - exported
    from django.contrib.admin import TabularInline as TabularInline  # noqa: PLC0414 - exported
else:
    # Django's, which the type checker knows as generic and Python does not.

    class ModelAdmin(admin.ModelAdmin):
        def __class_getitem__(cls, _row: object) -> type:
            return cls

    class TabularInline(admin.TabularInline):
        def __class_getitem__(cls, _rows: object) -> type:
            return cls


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than COUNTED: the whole of a million rows would be counted each time."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        return rows.order_by()[:COUNTED].count() if isinstance(rows, QuerySet) else len(rows)


class CountingChangeList(ChangeList):
    """Counts what belongs to the rows of the page it shows, and to no others."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        self.model_admin.count_for(self.result_list)  # type: ignore[attr-defined]


class FiguresChangeList(ChangeList):
    """Sorts by a figure only what has figures: its index then leads, and nothing else is read."""

    def get_queryset(self, request: HttpRequest, *args: Any) -> QuerySet[Any]:
        rows = super().get_queryset(request, *args)
        by_figure = [str(field) for field in rows.query.order_by if "figures__" in str(field)]
        if not by_figure:
            return rows
        # Ties by the key that ends the index too, or a hundred thousand would be sorted.
        ties = "-figures__question_id" if by_figure[-1][0] == "-" else "figures__question_id"
        rows = rows.filter(figures__isnull=False).order_by(*by_figure, ties)
        # With more tables to join, a database may begin with another one and sort everything.
        return rows.select_related(None).select_related("figures").prefetch_related("statement")


class ContentAdmin(ModelAdmin[Row]):
    """Rows that come from texts: nobody adds or deletes one by hand."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    list_per_page = 50
    view_on_site: Any = False
    personal: Any = None
    """Of `studyapp.personal`: which of the rows belong to members' own texts, not for editors."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        rows = super().get_queryset(request)
        own = type(self).personal
        return rows if own is None else open_to(request, rows, own())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(
        self,
        request: HttpRequest,
        obj: Row | None = None,
    ) -> bool:
        return False


class WithMore(ModelAdmin[Row]):
    """Rows whose pages show more than a form."""

    def beside_form(self, request: HttpRequest, row: Row) -> dict[str, Any]:
        """What the page of a row shows beside its form."""
        return {}

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        context = {**(extra_context or {}), **(self.beside_form(request, row) if row else {})}
        return super().change_view(request, object_id, form_url, context)


class WorkedOutFirst(ModelAdmin[Row]):
    """Rows whose changes are worked out before they are written, in a transaction of their own.

    The panel's would be open from the first look at the form, and SQLite let nobody else write.
    """

    @method_decorator(csrf_protect)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        answer: Callable[..., HttpResponse] = self._changeform_view  # type: ignore[attr-defined]
        try:
            return answer(request, object_id, form_url, extra_context)
        except Outdated:
            # Now the form itself finds what has changed, and shows what was written.
            return answer(request, object_id, form_url, extra_context)


class PrefetchingAdmin(ContentAdmin[Row]):
    """Rows of a large table, listed in the order of its own index.

    Joined to what its columns name, a database may read and sort the whole of it for one page.
    """

    list_select_related = ()
    list_prefetch: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        return super().get_queryset(request).prefetch_related(*self.list_prefetch)


class RecordAdmin(ContentAdmin[Row]):
    """Rows that tell what happened: they are looked at only."""

    def has_change_permission(
        self,
        request: HttpRequest,
        obj: Row | None = None,
    ) -> bool:
        return False


class LearnerAdmin(RecordAdmin[Row]):
    """What learners did, to be found by learner."""

    search_fields = ("learner__username",)
    search_help_text = _("The user name of a learner, or how their name begins")
    MOST_LEARNERS = 20

    def get_search_results(
        self,
        request: HttpRequest,
        queryset: QuerySet[Row],
        search_term: str,
    ) -> tuple[QuerySet[Row], bool]:
        """The learners first: their rows are then found by index, among a million others."""
        term = search_term.strip()
        if not term:
            return queryset, False
        learners = list(User.objects.filter(username=term).values_list("pk", flat=True))
        if not learners:
            named = Q(username__istartswith=term) | Q(name__istartswith=term)
            learners = list(User.objects.filter(named).values_list("pk", flat=True))
        return queryset.filter(learner__in=learners[: self.MOST_LEARNERS]), False


class RetiredFilter(admin.SimpleListFilter):
    """In use or retired, or retired in the last days."""

    title = _("in use")
    parameter_name = "retired"

    def lookups(
        self,
        request: HttpRequest,
        model_admin: Any,
    ) -> list[tuple[str, Any]]:
        return [
            ("no", _("in use")),
            ("yes", _("retired")),
            ("lately", _("retired in the last 14 days")),
        ]

    def queryset(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
    ) -> QuerySet[Any]:
        wanted = self.value()
        if wanted == "lately":
            return retired_lately(queryset)
        if wanted not in ("no", "yes"):
            return queryset
        return queryset.filter(retired_at__isnull=wanted == "no")


def retired_lately(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the rows that went out of use in the last days."""
    return rows.filter(retired_at__gte=timezone.now() - LATELY)


def is_superuser(request: HttpRequest) -> bool:
    """Whether the person asking may do everything, and so sees members' own texts too."""
    return bool(getattr(request.user, "is_superuser", False))


def open_to(request: HttpRequest, rows: QuerySet[Row], own: Q) -> QuerySet[Row]:
    """The rows that the person asking may see; `own`: which belong to members' own texts."""
    return rows if is_superuser(request) else rows.exclude(own)


class DocumentFilter(admin.SimpleListFilter):
    """By document. The newest are offered; any other is reached from its own page."""

    title = _("document")
    parameter_name = "document"
    field = "document"

    @property
    def wanted(self) -> int | None:
        """The number asked for; None where it is none that a row could have."""
        return number_in(self.value())

    def lookups(
        self,
        request: HttpRequest,
        model_admin: Any,
    ) -> list[tuple[str, str]]:
        wanted = self.wanted
        mine = Document.objects.exclude(personal()).only("title")
        newest = mine.order_by("-updated_at")[:DOCUMENTS_TO_FILTER_BY]
        documents = {document.pk: document.title for document in newest}
        if wanted is not None and wanted not in documents:
            documents |= {d.pk: d.title for d in mine.filter(pk=wanted)}
        return [(str(pk), title) for pk, title in documents.items()]

    def has_output(self) -> bool:
        return True

    def queryset(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
    ) -> QuerySet[Any]:
        wanted = self.wanted
        return queryset if wanted is None else queryset.filter(**{self.field: wanted})


def count_by(rows: QuerySet[Any], field: str) -> dict[int | None, int]:
    """How many of the rows belong to each row that a field names."""
    return dict(rows.order_by().values_list(field).annotate(number=Count("pk")))


def attach_counts(shown: Sequence[Model], rows: QuerySet[Any], field: str) -> None:
    """Give each row that is shown how many others belong to it, as `counted`."""
    counts = count_by(rows.filter(**{f"{field}__in": [row.pk for row in shown]}), field)
    for row in shown:
        vars(row)["counted"] = counts.get(row.pk, 0)


def log_changes(request: HttpRequest, rows: Sequence[Model], message: str) -> None:
    """Leave one message in the history of every row, by one statement."""
    if rows:
        LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, message)  # type: ignore[arg-type]


def change_url(row: Model) -> str:
    """The page of a row in the admin panel."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def list_url(model: type[Model], **filters: object) -> str:
    """The list of a model in the admin panel, filtered."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return f"{url}?{query}" if query else url


def link(row: Model | None, text: object = None) -> SafeString | str:
    """A link to a row's page."""
    if row is None:
        return "—"
    return format_html('<a href="{}">{}</a>', change_url(row), row if text is None else text)


def short(text: str, length: int = 60) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def lines(text: str) -> list[str]:
    """The lines of a field in which each line is one thing; empty ones do not count."""
    return [line.strip() for line in text.splitlines() if line.strip()]
