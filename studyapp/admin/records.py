"""Records: what was accepted, begun, answered and remembered. They are looked at only."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from studyapp.models import Attempt, Document, Enrolment, Review, Revision, Statement

from .base import DocumentFilter, LearnerAdmin, RecordAdmin, link, short


@admin.register(Revision)
class RevisionAdmin(RecordAdmin[Revision]):
    list_display = ("document", "number", "author", "created_at", "name")
    list_filter = (DocumentFilter,)
    list_select_related = ("document", "author")
    search_fields = ("document__title",)
    search_help_text = _("Words of the title")
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

    @admin.display(description=_("sections"))
    def headings(self, revision: Revision) -> SafeString:
        rows = (
            (section["level"], f"{section['label']}{section['title']}" or short(section["body"]))
            for section in revision.outline["sections"]
        )
        return format_html_join("", '<div data-level="{}">{}</div>', rows)


@admin.register(Enrolment)
class EnrolmentAdmin(LearnerAdmin[Enrolment]):
    list_display = ("learner", "document", "scope", "paused_at", "goal_date", "created_at")
    list_filter = ("scope",)
    list_select_related = ("learner", "document")
    ordering = ("-id",)


@admin.register(Attempt)
class AttemptAdmin(LearnerAdmin[Attempt]):
    list_display = ("learner", "words", "verdict", "score", "issued_at")
    list_filter = ("verdict", "dont_know")
    list_select_related = ("learner", "statement", "sitting")
    # The newest sittings first, by the index that there is.
    ordering = ("-sitting_id", "-position")

    @admin.display(description=Statement._meta.verbose_name)
    def words(self, attempt: Attempt) -> str:
        return short(attempt.statement.text, 40)


@admin.register(Review)
class ReviewAdmin(LearnerAdmin[Review]):
    list_display = ("learner", "words", "cause", "rating", "stability", "due", "at")
    list_filter = ("cause", "rating")
    list_select_related = ("learner", "statement")
    ordering = ("-id",)

    @admin.display(description=Statement._meta.verbose_name)
    def words(self, review: Review) -> str:
        return short(review.statement.text, 40)
