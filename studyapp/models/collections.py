"""The shelves of the library: collections of documents in an order, and tags."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .content import Document


class Tag(models.Model):
    """One row is one word under which documents are found, whatever its letter case."""

    name = models.CharField(_("tag"), max_length=50)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="tag_once",
                violation_error_message=_("There is a tag of this name."),
            ),
            models.CheckConstraint(name="tag_has_a_name", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class Collection(models.Model):
    """One row is a named, ordered set of documents."""

    name = models.CharField(pgettext_lazy("of a collection", "name"), max_length=200, unique=True)
    description = models.TextField(
        _("what it is for"),
        max_length=500,
        blank=True,
        help_text=_("A sentence or two, shown above its texts."),
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    documents = models.ManyToManyField(
        Document, through="CollectionEntry", related_name="collections", verbose_name=_("documents")
    )

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("collection", args=[self.pk])


class CollectionEntry(models.Model):
    """One row is a document's place in a collection."""

    collection = models.ForeignKey(
        Collection,
        on_delete=models.CASCADE,
        related_name="entries",
        verbose_name=_("collection"),
    )
    document = models.ForeignKey(
        Document,
        on_delete=models.CASCADE,
        related_name="entries",
        verbose_name=_("document"),
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("collection entry")
        verbose_name_plural = _("collection entries")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="collection_holds_a_document_once", fields=["collection", "document"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.collection} / {self.document}"
