"""Content: documents, their revisions, sections, statements and questions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from studyapp.questions.parts import Part, parts
from studyapp.text.normalize import printed_heading

if TYPE_CHECKING:
    from .collections import Tag
    from .people import User

Spans = list[list[int]]


def in_unit_interval(field: str) -> Q:
    """The condition that a figure lies in 0-1."""
    return Q(**{f"{field}__gte": 0, f"{field}__lte": 1})


class DocumentQuerySet(models.QuerySet["Document"]):
    def published(self) -> DocumentQuerySet:
        return self.filter(status=Document.Status.PUBLISHED)

    def readable_by(self, user: User | None) -> DocumentQuerySet:
        """Documents that a person may open; None is a stranger. Editors see all of the site's."""
        return self.filter(visible_to(user))


def visible_to(user: User | None, *, prefix: str = "") -> Q:
    """The condition that a person may open a document: `readable`, but editors see all of the
    site's.

    Being staff is not enough: who answers reports has no business in drafts and others' texts.
    `prefix` leads from the filtered model to the document.
    """
    # Asking for a permission costs two queries, which learners need not pay.
    if user is not None and user.is_staff and user.has_perm("studyapp.change_document"):
        return ~personal(prefix=prefix) | Q(**{f"{prefix}owner": user})
    return readable(user, prefix=prefix)


def personal(*, prefix: str = "") -> Q:
    """The condition that a document is a member's own, for nobody else to see."""
    private = Q(**{f"{prefix}visibility": Document.Visibility.PRIVATE})
    return private & Q(**{f"{prefix}owner__isnull": False})


def readable(user: User | None, *, prefix: str = "") -> Q:
    """The condition that a published document is visible to a person who is no editor.

    `prefix` leads from the filtered model to the document.
    """
    visible = Q(**{f"{prefix}visibility": Document.Visibility.PUBLIC})
    if user is not None:
        visible |= Q(**{f"{prefix}owner": user})
        if not user.is_guest:
            visible |= Q(**{f"{prefix}visibility": Document.Visibility.MEMBERS})
    return visible & Q(**{f"{prefix}status": Document.Status.PUBLISHED})


class Document(models.Model):
    """One row is one text to be learnt. It is never deleted while attempts exist."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("everyone")
        MEMBERS = "members", _("members")
        PRIVATE = "private", _("its owner")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    title = models.CharField(_("title"), max_length=500)
    source = models.CharField(_("source"), max_length=300, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    credit = models.CharField(_("credit"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=20, default="zh-Hans")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("owner"),
        help_text=_("Empty: the site's."),
    )
    visibility = models.CharField(
        _("visible to"), max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    tags: models.ManyToManyField[Tag, Any] = models.ManyToManyField(
        "Tag", blank=True, related_name="documents", verbose_name=_("tags")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(name="document_has_a_title", condition=~Q(title="")),
            models.UniqueConstraint(
                name="document_title_and_source_once",
                fields=["title", "source"],
                condition=Q(owner=None),
                violation_error_message=_("The library has a text of this title and source."),
            ),
            models.CheckConstraint(
                name="document_visibility_is_known",
                condition=Q(visibility__in=["public", "members", "private"]),
            ),
            models.CheckConstraint(
                name="document_status_is_known",
                condition=Q(status__in=["draft", "published", "withdrawn"]),
            ),
        ]
        indexes = [
            models.Index(name="document_by_title", fields=["title", "source"]),
            models.Index(name="document_newest", fields=["-created_at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.pk])


class Revision(models.Model):
    """One row is one accepted text of a document, with what it was made from."""

    document = models.ForeignKey(
        Document,
        on_delete=models.CASCADE,
        related_name="revisions",
        verbose_name=_("document"),
    )
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("file name"), max_length=255, blank=True)
    sha256 = models.CharField(_("hash of the original"), max_length=64, db_index=True)
    reader_version = models.PositiveIntegerField(_("reader version"))
    outline = models.JSONField(_("outline"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(pgettext_lazy("when", "accepted"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="revision_number_once_a_document", fields=["document", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} · {self.number}"


class Section(models.Model):
    """One row is one section: its heading and the paragraphs right under it.

    The words before the first heading are a section of level 0 without a title.
    """

    document = models.ForeignKey(
        Document,
        on_delete=models.CASCADE,
        related_name="sections",
        verbose_name=_("document"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    position = models.PositiveIntegerField(_("position"))
    level = models.PositiveSmallIntegerField(_("level"))
    label = models.CharField(_("number"), max_length=50, blank=True)
    title = models.TextField(_("title"), blank=True)
    body = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["document", "position"]
        constraints = [
            models.UniqueConstraint(
                name="section_position_once_a_document",
                fields=["document", "position"],
            )
        ]

    def __str__(self) -> str:
        return self.heading or str(self.document)

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.document_id, self.position])

    @property
    def heading(self) -> str:
        """Number and title as printed."""
        return printed_heading(self.label, self.title)

    @property
    def paragraphs(self) -> list[str]:
        return self.body.split("\n") if self.body else []


class Passage(models.Model):
    """One row is a stretch of a document as search finds it: a title, a heading, a paragraph.

    Without a section it is the document's title and source, without a paragraph a heading. A very
    long paragraph has several. The full-text index over `tokens` is made by a migration, and
    follows the rows by itself.
    """

    document = models.ForeignKey(
        Document,
        on_delete=models.CASCADE,
        related_name="passages",
        verbose_name=_("document"),
    )
    section = models.ForeignKey(
        Section,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section"),
    )
    paragraph = models.PositiveIntegerField(_("paragraph"), null=True, blank=True)
    start = models.PositiveIntegerField(_("start"), default=0)
    tokens = models.TextField(_("tokens"))

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["document", "id"]
        indexes = [models.Index(fields=["document", "id"], name="passages_in_order")]

    def __str__(self) -> str:
        return f"{self.document_id} · {self.section_id or ''} · {self.paragraph or ''}"


class StatementQuerySet(models.QuerySet["Statement"]):
    def active(self) -> StatementQuerySet:
        return self.filter(retired_at=None)

    def askable(self) -> StatementQuerySet:
        """Statements with at least one part to ask."""
        return self.active().exclude(marks=[])

    def in_scope(self, scope: str) -> StatementQuerySet:
        askable = self.askable()
        return askable.filter(is_key=True) if scope == Scope.KEY else askable

    def told_revised(self, learner: User) -> StatementQuerySet:
        """Statements that tell whether their text changed since the learner's last answer."""
        mine = models.FilteredRelation("standings", condition=Q(standings__learner=learner))
        told = Coalesce("mine__revised", False)
        return self.annotate(mine=mine, is_revised=told)  # type: ignore[no-redef]  # its default


class Scope(models.TextChoices):
    """Which statements of a document a learner means to know."""

    KEY = "key", _("key statements")
    ALL = "all", _("every statement")


class Statement(models.Model):
    """One row is one thing worth knowing: an exact span of its section, or an outline.

    Identity is document, fingerprint and occurrence; the place is rewritten at each revision.
    """

    class Kind(models.TextChoices):
        SENTENCE = "sentence", _("sentence")
        QUOTATION = "quotation", _("quotation")
        ENUMERATION = "enumeration", _("enumeration")
        OUTLINE = "outline", _("outline")

    document = models.ForeignKey(
        Document,
        on_delete=models.CASCADE,
        related_name="statements",
        verbose_name=_("document"),
    )
    section = models.ForeignKey(
        Section,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("section"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    position = models.PositiveIntegerField(_("position"))
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    text = models.TextField(_("text"))
    lead_in = models.TextField(_("lead-in"), blank=True)
    speaker = models.CharField(_("speaker"), max_length=200, blank=True)
    members = models.JSONField(pgettext_lazy("of a list", "members"), default=list, blank=True)
    ordered = models.BooleanField(_("order counts"), default=False)
    importance = models.FloatField(_("importance"), default=0.5)
    is_key = models.BooleanField(_("key statement"), default=False)
    marks = models.JSONField(_("marks"), default=list, blank=True)
    marks_edited = models.BooleanField(_("marked by an editor"), default=False)
    fingerprint = models.CharField(_("fingerprint"), max_length=32)
    occurrence = models.PositiveIntegerField(_("occurrence"), default=0)
    version = models.PositiveIntegerField(_("version"), default=1)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    # Of the learner who looks, where that was asked for: `told_revised`.
    is_revised = False

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["document", "position"]
        constraints = [
            models.UniqueConstraint(
                name="statement_identity",
                fields=["document", "fingerprint", "occurrence"],
            ),
            models.CheckConstraint(
                name="statement_span_in_order", condition=Q(end__gte=models.F("start"))
            ),
            models.CheckConstraint(
                name="statement_importance_in_0_1", condition=in_unit_interval("importance")
            ),
            models.CheckConstraint(
                name="statement_kind_is_known",
                condition=Q(kind__in=["sentence", "quotation", "enumeration", "outline"]),
            ),
        ]
        indexes = [
            models.Index(
                name="statement_in_text_order",
                fields=["document", "position"],
                condition=Q(retired_at=None),
            ),
            # The list of all statements: the newest texts first, each from its beginning.
            models.Index(name="statement_newest_texts", fields=["-document", "position"]),
        ]

    def __str__(self) -> str:
        return Truncator(" ".join(self.text.split())).chars(60)

    def get_absolute_url(self) -> str:
        return reverse("statement", args=[self.pk])

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """What can be missed on its own, in text order, at most five."""
        return parts(self.text, [(start, end) for start, end in self.marks])

    @property
    def part_ranks(self) -> dict[str, int]:
        """Which part is asked first, second, …: as they are marked, most worth asking first.

        Members of a list are worth the same: their order is fixed, but not that of the text.
        """
        if self.kind in (self.Kind.ENUMERATION, self.Kind.OUTLINE):
            ordered = sorted(self.parts, key=lambda part: part.key)
        else:
            marked = {start: rank for rank, (start, _end) in enumerate(self.marks)}
            ordered = sorted(self.parts, key=lambda part: marked[part.start])
        return {part.key: rank for rank, part in enumerate(ordered)}
