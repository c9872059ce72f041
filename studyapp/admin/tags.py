"""Tags: the words under which documents are found. They are given on a document's page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from studyapp.http import number_in
from studyapp.models import Document, Tag

from .base import CappedPaginator, ModelAdmin, list_url

TAGS_TO_FILTER_BY = 50


class TagFilter(admin.SimpleListFilter):
    """By tag. The most used are offered; any other is reached from the list of tags."""

    title = _("tag")
    parameter_name = "tag"

    @property
    def wanted(self) -> int | None:
        """The number asked for; None where it is none that a row could have."""
        return number_in(self.value())

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        used = Tag.objects.annotate(count=Count("documents")).order_by("-count", "name")
        found = {tag.pk: tag.name for tag in used[:TAGS_TO_FILTER_BY]}
        if self.wanted is not None and self.wanted not in found:
            found |= {tag.pk: tag.name for tag in Tag.objects.filter(pk=self.wanted)}
        return [(str(pk), name) for pk, name in found.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        return queryset if self.wanted is None else queryset.filter(tags=self.wanted)


@admin.register(Tag)
class TagAdmin(ModelAdmin[Tag]):
    list_display = ("name", "document_count")
    search_fields = ("name",)
    fields = ("name",)
    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return super().get_queryset(request).annotate(count=Count("documents"))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The documents stay: Django's own list names the row of each by which it had the tag."""
        names = [str(tag) for tag in objs]
        return names, {Tag._meta.verbose_name_plural: len(names)}, set(), []

    @admin.display(description=Document._meta.verbose_name_plural, ordering="count")
    def document_count(self, tag: Tag) -> SafeString:
        number = int(getattr(tag, "count", 0))
        return format_html('<a href="{}">{}</a>', list_url(Document, tag=tag.pk), number)
