"""Collections: named sets of documents in the order in which they are best read."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from studyapp.models import Collection, CollectionEntry, Document
from studyapp.models.content import personal

from .base import CappedPaginator, ModelAdmin, TabularInline, short

# Where an entry without a number goes: after all others. The largest number a column holds.
LAST = 2_147_483_647
DOCUMENTS_TO_CHOOSE = 2_000


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """A document's place. A place that is not said is the last."""

    position = forms.IntegerField(
        label=_("position"),
        required=False,
        min_value=0,
        max_value=LAST,
        widget=forms.NumberInput(attrs={"class": "position-field"}),
        help_text=_("Empty: at the end."),
    )

    class Meta:
        model = CollectionEntry
        fields = ("position", "document")
        labels = {"document": _("Document")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Document]", self.fields["document"])
        # A cell of Django's table has no label of its own.
        for shown in self.fields.values():
            shown.widget.attrs["aria-label"] = shown.label
        if self.instance.pk:
            # The row of a document says which it is; another document is another row.
            document = self.instance.document
            field.disabled = True
            field.queryset = Document.objects.filter(pk=document.pk)
            field.choices = [(document.pk, label_of(document))]
        else:
            self.initial["position"] = None

    def clean_position(self) -> int:
        position = self.cleaned_data["position"]
        return LAST if position is None else int(position)


class EntryInline(TabularInline[CollectionEntry, Collection]):
    model = CollectionEntry
    form = EntryForm
    extra = 3
    template = "admin/studyapp/collection/entries.html"
    verbose_name_plural = _("Documents, in their order")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CollectionEntry]:
        return super().get_queryset(request).select_related("collection", "document")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The documents are asked for once, not once for every row; none is made from here."""
        if db_field.name != "document":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        newest = Document.objects.filter(owner=None).only("title").order_by("-pk")
        kwargs["queryset"] = Document.objects.exclude(personal())
        field = db_field.formfield(**kwargs)
        offered = [(row.pk, label_of(row)) for row in newest[:DOCUMENTS_TO_CHOOSE]]
        field.choices = [("", "—"), *offered]
        return field


@admin.register(Collection)
class CollectionAdmin(ModelAdmin[Collection]):
    list_display = ("called", "position", "document_count")
    list_editable = ("position",)
    search_fields = ("name",)
    search_help_text = _("Words of the name")
    ordering = ("position", "name")
    fields = ("name", "description", "position")
    inlines = (EntryInline,)
    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    view_on_site = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Collection]:
        return super().get_queryset(request).annotate(entry_count=Count("entries"))

    @admin.display(description=_("name of the collection"), ordering="name")
    def called(self, collection: Collection) -> str:
        return collection.name

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "name":
            # The same word as of a person in English only.
            kwargs["label"] = _("Name of the collection")
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "position" and field is not None:
            # A cell of a list has no label of its own.
            field.widget.attrs["aria-label"] = field.label
        return field

    @admin.display(description=Document._meta.verbose_name_plural)
    def document_count(self, collection: Collection) -> int:
        return int(getattr(collection, "entry_count", 0))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        number_entries(form.instance)


def label_of(document: Document) -> str:
    """A document as it is offered: two may have one title."""
    return f"{short(document.title, 40)} ({document.pk})"


def number_entries(collection: Collection) -> None:
    """Number the documents of a collection from 1, in the order that was asked for."""
    entries = list(collection.entries.order_by("position", "pk"))
    for number, entry in enumerate(entries, start=1):
        entry.position = number
    CollectionEntry.objects.bulk_update(entries, ["position"], batch_size=500)
