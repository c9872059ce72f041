"""Texts on their way in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .content import Document


class Import(models.Model):
    """One row is one text that came in: read, held for its preview, then accepted or refused.

    What takes long is done by a process of its own, while it is READING or STORING. ``outline`` is
    what will be stored, as ``corrections`` have left it, ``decision`` what was decided,
    ``problems`` what stood in the way, in sentences; ``tries`` counts how often that process was
    started. ``as_read`` is what the reader took for its title, source, date and credit, once
    someone has put them right. With an ``owner`` it is a member's own text; with a ``document``
    before it is decided, the next text of that one. Those that came in at once share a ``batch``.
    """

    class State(models.TextChoices):
        READING = "reading", _("being read")
        STORING = "storing", _("being stored")
        PREVIEWED = "previewed", _("waiting for a decision")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        DISCARDED = "discarded", _("discarded")

    WAITING = (State.READING, State.STORING)
    """Something is being done with it, for which everyone waits."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("by"),
    )
    document = models.ForeignKey(
        Document,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("document"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="own_imports",
        verbose_name=_("owner"),
    )
    name = models.CharField(_("file name"), max_length=255, blank=True)
    sha256 = models.CharField(_("hash of the original"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State)
    outline: Any = models.JSONField(_("outline"), null=True, blank=True)
    corrections: Any = models.JSONField(_("corrections"), default=list, blank=True)
    as_read: Any = models.JSONField(_("as it was read"), default=dict, blank=True)
    batch = models.UUIDField(_("came in together as"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=10, blank=True)
    problems: Any = models.JSONField(_("problems"), default=list, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    created_at = models.DateTimeField(_("came in"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="import_state_is_known",
                condition=Q(
                    state__in=[
                        *("reading", "storing", "previewed", "accepted", "refused", "discarded")
                    ]
                ),
            )
        ]
        indexes = [
            models.Index(
                name="imports_of_a_batch", fields=["batch", "id"], condition=Q(batch__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)

    @property
    def is_waiting(self) -> bool:
        """Whether something is being done with it, for which everyone waits."""
        return self.state in self.WAITING
