"""Recitals: a whole section recited at once."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .content import in_unit_interval
from .study import Sitting


class Recital(models.Model):
    """One row is one recitation of a whole section, issued by the server and answered once.

    `text` is the section as it was asked. Its statements have an attempt each, which holds what
    was recited of them; here the whole of it is kept as it came.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="recitals",
        db_index=False,
        verbose_name=_("learner"),
    )
    sitting = models.OneToOneField(
        Sitting,
        on_delete=models.CASCADE,
        related_name="recital",
        verbose_name=_("sitting"),
    )
    text = models.TextField(_("text"))
    response = models.TextField(_("response"), blank=True)
    score = models.FloatField(_("score"), null=True, blank=True)
    issued_at = models.DateTimeField(_("issued"))
    received_at = models.DateTimeField(_("received"), null=True, blank=True)

    class Meta:
        verbose_name = _("recital")
        verbose_name_plural = _("recitals")
        ordering = ["learner", "-issued_at"]
        constraints = [
            models.CheckConstraint(
                name="recital_answered_exactly_when_scored",
                condition=Q(received_at=None, score=None)
                | Q(received_at__isnull=False, score__isnull=False),
            ),
            models.CheckConstraint(
                name="recital_score_in_0_1",
                condition=Q(score=None) | in_unit_interval("score"),
            ),
        ]
        indexes = [models.Index(name="recital_by_learner", fields=["learner", "-issued_at"])]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.text[:30]}"

    def get_absolute_url(self) -> str:
        return reverse("recital", args=[self.pk])
