"""Records: what learners began, answered and remembered. They are looked at only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin
from django.db.models import Model
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from studyapp import personal, wording
from studyapp.models import Attempt, Enrolment, Review, Statement

from .base import LearnerAdmin, short


def field_name(model: type[Model], field: str) -> Any:
    """What a field is called, for a column that shows it in words."""
    return cast("Any", model._meta.get_field(field)).verbose_name


@admin.register(Enrolment)
class EnrolmentAdmin(LearnerAdmin[Enrolment]):
    personal = personal.of_document
    list_display = ("learner", "document", "scope", "paused_at", "goal_date", "created_at")
    list_filter = ("scope",)
    list_select_related = ("learner", "document")
    ordering = ("-id",)


def words_of(statement: Statement, keys: Iterable[str]) -> str:
    """The words of parts of a statement; of one that is no longer marked, its key."""
    words = {part.key: part.text for part in statement.parts}
    return " · ".join(words.get(key, key) for key in keys) or "—"


@admin.register(Attempt)
class AttemptAdmin(LearnerAdmin[Attempt]):
    personal = personal.of_statement
    list_display = ("learner", "words", "verdict", "score", "issued_at")
    list_filter = ("verdict", "dont_know")
    list_select_related = ("learner", "statement", "sitting")
    # The newest sittings first, by the index that there is.
    ordering = ("-sitting_id", "-position")
    fields = (
        *("learner", "sitting", "position", "statement", "question", "rung"),
        *("asked_words", "shown_words", "choices", "issued_at", "given", "folded_words", "marks"),
        *("verdict", "score", "hints", "dont_know", "touched", "shown_at", "first_input_at"),
        *("submitted_at", "received_at", "zone", "study_day", "grader_version"),
    )

    @admin.display(description=Statement._meta.verbose_name)
    def words(self, attempt: Attempt) -> str:
        return short(attempt.statement.text, 40)

    @admin.display(description=field_name(Attempt, "asked"))
    def asked_words(self, attempt: Attempt) -> str:
        return words_of(attempt.statement, attempt.asked)

    @admin.display(description=field_name(Attempt, "shown"))
    def shown_words(self, attempt: Attempt) -> str:
        return words_of(attempt.statement, attempt.shown)

    @admin.display(description=field_name(Attempt, "options"))
    def choices(self, attempt: Attempt) -> str:
        return " · ".join(attempt.options) or "—"

    @admin.display(description=field_name(Attempt, "response"))
    def given(self, attempt: Attempt) -> str:
        return " · ".join(attempt.response or ()) or "—"

    @admin.display(description=field_name(Attempt, "folded"))
    def folded_words(self, attempt: Attempt) -> str:
        return " · ".join(attempt.folded or ()) or "—"

    @admin.display(description=field_name(Attempt, "grades"))
    def marks(self, attempt: Attempt) -> str:
        rows = [
            (words_of(attempt.statement, [grade["part"]]), told_of(grade))
            for grade in attempt.grades
        ]
        return format_html_join(mark_safe("<br>"), "{}: {}", rows) or "—"


def told_of(grade: dict[str, Any]) -> str:
    """The verdict on one part, and why, in words."""
    names = dict(Attempt.Verdict.choices)
    told = str(names.get(grade["verdict"], grade["verdict"]))
    return f"{told} ({why})" if (why := wording.reason(grade["reason"])) else told


@admin.register(Review)
class ReviewAdmin(LearnerAdmin[Review]):
    personal = personal.of_statement
    list_display = ("learner", "words", "cause", "rating", "rounded_stability", "due", "at")
    list_filter = ("cause", "rating")
    list_select_related = ("learner", "statement")
    ordering = ("-id",)
    fields = (
        *("learner", "statement", "part_words", "attempt", "cause", "rating", "first_of_day"),
        *("stability", "difficulty", "due", "retention", "parameters", "at", "study_day"),
    )

    @admin.display(description=Statement._meta.verbose_name)
    def words(self, review: Review) -> str:
        return short(review.statement.text, 40)

    @admin.display(description=field_name(Review, "part"))
    def part_words(self, review: Review) -> str:
        return words_of(review.statement, [review.part])

    @admin.display(description=field_name(Review, "stability"), ordering="stability")
    def rounded_stability(self, review: Review) -> str | None:
        return None if review.stability is None else f"{review.stability:.1f}"
