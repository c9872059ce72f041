"""How good questions are: what learners report of them, and what their answers tell."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .content import in_unit_interval
from .questions import Question
from .study import Attempt


class Report(models.Model):
    """One row is one learner's word that something is wrong with a question.

    It leads with the learner, as all that is theirs. `weight` ranks what waits for an editor.
    """

    class Kind(models.TextChoices):
        KEY = "key", _("the answer given as right is wrong")
        ACCEPT = "accept", _("my answer should count")
        UNCLEAR = "unclear", _("the question is unclear")
        TYPO = "typo", _("there is a typo")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("report", "waiting")
        ACCEPTED = "accepted", pgettext_lazy("report", "answer accepted")
        FIXED = "fixed", pgettext_lazy("report", "question mended")
        RETIRED = "retired", pgettext_lazy("report", "question retired")
        DISMISSED = "dismissed", pgettext_lazy("report", "left as it is")

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="reports",
        db_index=False,
        verbose_name=_("learner"),
    )
    question = models.ForeignKey(
        Question,
        on_delete=models.PROTECT,
        related_name="reports",
        verbose_name=_("question"),
    )
    attempt = models.ForeignKey(
        Attempt,
        on_delete=models.CASCADE,
        related_name="reports",
        verbose_name=_("attempt"),
    )
    kind = models.CharField(_("what is wrong"), max_length=10, choices=Kind)
    words = models.CharField(_("in a few words"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    weight = models.FloatField(_("weight"), default=0)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    created_at = models.DateTimeField(_("reported"))

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["learner", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                name="report_one_open_a_question",
                fields=["learner", "question"],
                condition=Q(state="open"),
            ),
            models.CheckConstraint(
                name="report_kind_is_known",
                condition=Q(kind__in=["key", "accept", "unclear", "typo"]),
            ),
            models.CheckConstraint(
                name="report_decided_exactly_when_not_open",
                condition=Q(state="open", decided_at=None)
                | Q(
                    state__in=["accepted", "fixed", "retired", "dismissed"],
                    decided_at__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(name="report_by_learner", fields=["learner", "-created_at"]),
            models.Index(
                name="report_by_weight", fields=["-weight", "id"], condition=Q(state="open")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.question}"


class QuestionFigures(models.Model):
    """One row is what the answers to one version of a question tell, as of `computed_at`.

    Facility, discrimination and shares are those of every learner's first answer outside practice
    (`first_answers` of them); the other figures are those of all `answers`. A share or rate is
    0-1, discrimination -100 to 100, `median_time` seconds.
    """

    class Hint(models.TextChoices):
        FEW = "few", _("not enough answers")
        AMBIGUOUS = "ambiguous", _("ambiguous")
        HARD = "hard", _("too hard")
        EASY = "easy", _("too easy")
        DEAD = "dead", _("dead option")
        GOOD = "good", _("nothing stands out")

    question = models.OneToOneField(
        Question,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="figures",
        verbose_name=_("question"),
    )
    answers = models.PositiveIntegerField(_("answers"), default=0)
    first_answers = models.PositiveIntegerField(_("first answers"), default=0)
    facility = models.FloatField(_("facility"), null=True)
    discrimination = models.FloatField(_("discrimination"), null=True)
    overridden = models.PositiveIntegerField(_("overridden"), default=0)
    override_rate = models.FloatField(_("override rate"), null=True)
    median_time = models.FloatField(_("median time"), null=True)
    shares = models.JSONField(_("share of each option"), default=dict)
    hint = models.CharField(_("hint"), max_length=10, choices=Hint)
    computed_at = models.DateTimeField(_("as of"))

    class Meta:
        verbose_name = _("figures of a question")
        verbose_name_plural = _("figures of questions")
        constraints = [
            models.CheckConstraint(
                name="figures_facility_in_0_1",
                condition=Q(facility=None) | in_unit_interval("facility"),
            ),
            models.CheckConstraint(
                name="figures_override_rate_in_0_1",
                condition=Q(override_rate=None) | in_unit_interval("override_rate"),
            ),
        ]
        # With the question, by which ties are sorted: a list then reads no more than it shows.
        indexes = [
            models.Index(name="figures_by_answers", fields=["answers", "question"]),
            models.Index(name="figures_by_facility", fields=["facility", "question"]),
            models.Index(name="figures_by_discrimination", fields=["discrimination", "question"]),
            models.Index(name="figures_by_override_rate", fields=["override_rate", "question"]),
            models.Index(name="figures_by_median_time", fields=["median_time", "question"]),
            models.Index(name="figures_by_hint", fields=["hint", "question"]),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} · {self.get_hint_display()}"
