"""Questions: the ways to ask a statement."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .content import Statement


class Question(models.Model):
    """One row is one version of one way to ask a statement; it never changes.

    An edit retires the row and makes the next version under the same key.
    """

    class Kind(models.TextChoices):
        CHOICE = "choice", _("choice")
        BANK = "bank", _("word bank")
        TYPED = "typed", _("fill in")
        LIST = "list", _("list")
        ORDER = "order", _("order")
        OUTLINE = "outline", _("outline")
        JUDGE = "judge", _("true or swapped")
        SOURCE = "source", _("where it stands, who said it")
        RECITE = "recite", _("recite")

    class Origin(models.TextChoices):
        GENERATED = "generated", _("generated")
        EDITED = "edited", _("by an editor")

    statement = models.ForeignKey(
        Statement,
        on_delete=models.CASCADE,
        related_name="questions",
        verbose_name=_("statement"),
    )
    key = models.CharField(_("key"), max_length=120)
    version = models.PositiveIntegerField(_("version"), default=1)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.GENERATED)
    part_keys = models.JSONField(_("parts"), default=list)
    prompt = models.JSONField(_("prompt"))
    keys = models.JSONField(_("right answers"), default=list)
    options = models.JSONField(_("options"), default=list)
    digest = models.CharField(_("digest of the content"), max_length=32)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    retired_by_hand = models.BooleanField(_("retired by an editor"), default=False)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["statement", "key", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="question_version_once", fields=["statement", "key", "version"]
            ),
            models.UniqueConstraint(
                name="question_one_active_version",
                fields=["statement", "key"],
                condition=Q(retired_at=None),
            ),
            models.CheckConstraint(
                name="question_kind_is_known",
                condition=Q(
                    kind__in=[
                        *["choice", "bank", "typed", "list", "order", "outline"],
                        *["judge", "source", "recite"],
                    ]
                ),
            ),
        ]
        indexes = [
            models.Index(
                name="question_retired",
                fields=["retired_at"],
                condition=Q(retired_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.statement}"

    @property
    def right_answers(self) -> list[str]:
        """The right answer of each part, in text order."""
        return [accepted[0] for accepted in self.keys]

    @property
    def accepted(self) -> list[list[str]]:
        """What editors are shown as right for each part, the text's own words first.

        A recitation has parts too, which tell what of it is remembered; what is right is the text.
        """
        if self.kind == self.Kind.RECITE:
            return [[self.prompt["text"].strip()]]
        accepted: list[list[str]] = self.keys
        return accepted

    @property
    def model_answer(self) -> str:
        """What is right, in one line."""
        return " · ".join(answers[0] for answers in self.accepted)
