"""What learners remember: reviews, memories, where they stand.

Every table here leads with the learner in keys and indexes, so that it can be spread by learner.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .content import Statement
from .study import Attempt, Rung


class Rating(models.IntegerChoices):
    """FSRS ratings."""

    AGAIN = 1, _("again")
    HARD = 2, _("hard")
    GOOD = 3, _("good")
    EASY = 4, _("easy")


class MemoryState(models.Model):
    """A part of a statement, and what a review leaves behind of it and a memory holds.

    Stability in days, difficulty 1-10.
    """

    statement = models.ForeignKey(
        Statement,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("statement"),
    )
    part = models.CharField(_("part"), max_length=24)
    stability = models.FloatField(_("stability"), null=True, blank=True)
    difficulty = models.FloatField(_("difficulty"), null=True, blank=True)
    due = models.DateTimeField(_("due"), null=True, blank=True)

    class Meta:
        abstract = True


class Review(MemoryState):
    """One row is one change of one learner's memory of one part. Append-only."""

    class Cause(models.TextChoices):
        ANSWER = "answer", _("answer")
        TODAY = "today", _("put into today")
        SPREAD = "spread", _("spread")
        REVISED = "revised", _("text revised")
        SUSPENDED = "suspended", _("suspended")

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="reviews",
        db_index=False,
        verbose_name=_("learner"),
    )
    attempt = models.ForeignKey(
        Attempt,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("attempt"),
    )
    cause = models.CharField(_("cause"), max_length=10, choices=Cause)
    rating = models.PositiveSmallIntegerField(_("rating"), choices=Rating, null=True, blank=True)
    first_of_day = models.BooleanField(_("first of the day"), default=False)
    retention = models.FloatField(_("desired retention"))
    parameters = models.CharField(_("parameters"), max_length=32)
    at = models.DateTimeField(_("at"))
    study_day = models.DateField(_("study day"))

    class Meta:
        verbose_name = pgettext_lazy("a record", "review")
        verbose_name_plural = _("reviews")
        ordering = ["learner", "at", "id"]
        constraints = [
            models.CheckConstraint(
                name="review_rating_on_scale", condition=Q(rating=None) | Q(rating__in=[1, 2, 3, 4])
            ),
            models.CheckConstraint(
                name="review_answer_is_rated",
                condition=~Q(cause="answer") | Q(rating__isnull=False, attempt__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="review_by_learner_part", fields=["learner", "statement", "part"]),
            models.Index(name="review_by_learner_day", fields=["learner", "study_day"]),
        ]

    def __str__(self) -> str:
        return f"{self.learner} · {self.statement} · {localtime(self.at):%Y-%m-%d %H:%M}"


class Memory(MemoryState):
    """One row is one learner's memory of one part: the replay of its reviews."""

    class State(models.TextChoices):
        REVIEW = "review", _("remembered")
        RELEARNING = "relearning", _("missed last time")

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memories",
        db_index=False,
        verbose_name=_("learner"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REVIEW)
    last_day = models.DateField(_("last study day"), null=True, blank=True)
    repetitions = models.PositiveIntegerField(_("repetitions"), default=0)
    lapses = models.PositiveIntegerField(_("lapses"), default=0)
    moved = models.BooleanField(_("due time moved by hand"), default=False)
    misses_today = models.PositiveSmallIntegerField(_("misses on the last study day"), default=0)

    class Meta:
        verbose_name = _("memory")
        verbose_name_plural = _("memories")
        ordering = ["learner", "statement", "part"]
        constraints = [
            models.UniqueConstraint(
                name="memory_one_a_part", fields=["learner", "statement", "part"]
            ),
            models.CheckConstraint(
                name="memory_stability_positive", condition=Q(stability=None) | Q(stability__gt=0)
            ),
            models.CheckConstraint(
                name="memory_difficulty_in_1_10",
                condition=Q(difficulty=None) | Q(difficulty__gte=1, difficulty__lte=10),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.part}"


class StandingQuerySet(models.QuerySet["Standing"]):
    def wanted(self) -> StandingQuerySet:
        """Those of statements that the learner has not set aside."""
        return self.filter(suspended_at=None, claimed_known_at=None)

    def aside(self) -> StandingQuerySet:
        return self.exclude(suspended_at=None, claimed_known_at=None)


class Standing(models.Model):
    """One row is where one learner stands with one statement, kept beside its memories."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="standings",
        db_index=False,
        verbose_name=_("learner"),
    )
    statement = models.ForeignKey(
        Statement,
        on_delete=models.PROTECT,
        related_name="standings",
        verbose_name=_("statement"),
    )
    rung = models.PositiveSmallIntegerField(_("rung"), choices=Rung, default=Rung.CHOICE)
    first_rung = models.PositiveSmallIntegerField(_("rung begun on"), choices=Rung, default=0)
    rung_held = models.BooleanField(_("rung held by the learner"), default=False)
    misses = models.PositiveSmallIntegerField(_("misses in a row"), default=0)
    choice_passed_on = models.DateField(_("choice last passed"), null=True, blank=True)
    introduced_on = models.DateField(_("first met"), null=True, blank=True)
    due = models.DateTimeField(_("due"), null=True, blank=True)
    known_until = models.DateField(_("known until"), null=True, blank=True)
    revised = models.BooleanField(_("revised since last asked"), default=False)
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True)
    claimed_known_at = models.DateTimeField(_("said to be known"), null=True, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        ordering = ["learner", "due"]
        constraints = [
            models.UniqueConstraint(
                name="standing_one_a_statement", fields=["learner", "statement"]
            ),
            models.CheckConstraint(name="standing_rung_on_ladder", condition=Q(rung__lt=4)),
        ]
        indexes = [
            models.Index(
                name="standing_due",
                fields=["learner", "due"],
                condition=Q(suspended_at=None, claimed_known_at=None),
            ),
            models.Index(name="standing_by_first_meeting", fields=["learner", "introduced_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.statement_id} · {self.get_rung_display()}"

    @property
    def is_aside(self) -> bool:
        """Whether the learner does not want it asked."""
        return self.suspended_at is not None or self.claimed_known_at is not None
