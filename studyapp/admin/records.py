"""Records: what learners began, answered and remembered. They are looked at only."""

from __future__ import annotations

from django.contrib import admin

from studyapp.models import Attempt, Enrolment, Review, Statement

from .base import LearnerAdmin, short


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

    exclude = ("draft", "first_try", "judged_right")

    @admin.display(description=Statement._meta.verbose_name)
    def words(self, attempt: Attempt) -> str:
        return short(attempt.statement.text, 40)


@admin.register(Review)
class ReviewAdmin(LearnerAdmin[Review]):
    list_display = ("learner", "words", "cause", "rating", "rounded_stability", "due", "at")
    list_filter = ("cause", "rating")
    list_select_related = ("learner", "statement")
    ordering = ("-id",)

    @admin.display(description=Statement._meta.verbose_name)
    def words(self, review: Review) -> str:
        return short(review.statement.text, 40)

    @admin.display(
        description=Review._meta.get_field("stability").verbose_name, ordering="stability"
    )
    def rounded_stability(self, review: Review) -> str | None:
        return None if review.stability is None else f"{review.stability:.1f}"
