"""Study: what learners mean to know, and what they were asked.

Every table here leads with the learner in keys and indexes, so that it can be spread by learner.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .content import Document, Scope, Section, Statement, in_unit_interval
from .questions import Question


class Rung(models.IntegerChoices):
    """The ladder: how much of a statement is asked at once."""

    CHOICE = 0, _("choose")
    TYPED = 1, _("fill in one or two")
    ALL = 2, _("fill in all")
    RECITE = 3, _("recite")


class Enrolment(models.Model):
    """One row is one document that one learner means to know."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="enrolments",
        verbose_name=_("learner"),
    )
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        related_name="enrolments",
        verbose_name=_("document"),
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("added by"),
    )
    position = models.PositiveIntegerField(pgettext_lazy("in the plan", "order"), default=0)
    scope = models.CharField(_("scope"), max_length=5, choices=Scope, default=Scope.KEY)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    new_per_day = models.PositiveSmallIntegerField(_("new a day"), null=True, blank=True)
    goal_date = models.DateField(_("goal"), null=True, blank=True)
    place = models.ForeignKey(
        Section,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("read to"),
    )
    place_offset = models.PositiveIntegerField(_("paragraph read to"), default=0)
    read_at = models.DateTimeField(_("last read"), null=True, blank=True)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["learner", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="enrolment_once_a_document", fields=["learner", "document"]
            ),
            models.CheckConstraint(
                name="enrolment_scope_is_known", condition=Q(scope__in=["key", "all"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner} · {self.document}"


class Sitting(models.Model):
    """One row is one go at studying.

    `queue` is what is still to come, the next first: [{"statement": id, "do": "read" or "ask",
    "kind": a kind chosen to practise or "", "after": ISO time or null}]. `choice` is what else the
    learner chose: {"cue": how a recitation is cued}, of an exam {"kinds": [...], "minutes": n}.
    An exam is answered until `ends_at`.
    """

    class Mode(models.TextChoices):
        LEARN = "learn", _("learn")
        REVIEW = "review", _("review")
        PRACTISE = "practise", _("practise")
        RECITE = "recite", _("recite")
        EXAM = "exam", _("mock exam")

    # What is answered in these counts for nothing: no review, no memory, no day's limit.
    UNRATED = (Mode.PRACTISE, Mode.EXAM)

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="sittings",
        verbose_name=_("learner"),
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode)
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )
    section = models.ForeignKey(
        Section,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section"),
    )
    choice = models.JSONField(pgettext_lazy("what was chosen", "choice"), default=dict)
    queue = models.JSONField(_("queue"), default=list)
    size = models.PositiveIntegerField(_("statements"), default=0)
    done = models.PositiveIntegerField(_("answered"), default=0)
    study_day = models.DateField(_("study day"))
    started_at = models.DateTimeField(_("started"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["learner", "-started_at"]
        constraints = [
            models.CheckConstraint(
                name="sitting_mode_is_known",
                condition=Q(mode__in=["learn", "review", "practise", "recite", "exam"]),
            ),
            models.CheckConstraint(
                name="sitting_only_an_exam_ends", condition=Q(ends_at=None) | Q(mode="exam")
            ),
        ]
        indexes = [models.Index(name="sitting_by_learner", fields=["learner", "-started_at"])]

    def __str__(self) -> str:
        return f"{self.learner} · {self.get_mode_display()} · {self.study_day}"

    def get_absolute_url(self) -> str:
        return reverse("exam" if self.mode == self.Mode.EXAM else "sitting", args=[self.pk])

    @property
    def is_rated(self) -> bool:
        """Whether what is answered here counts for memories."""
        return self.mode not in self.UNRATED

    @property
    def tells_keys(self) -> bool:
        """Whether an answer is told at once, so that its key may come with the question."""
        return self.mode != self.Mode.EXAM


class Attempt(models.Model):
    """One row is one asking, issued by the server; once answered it never changes.

    Without a question it is the reading of a new statement. `draft` is what was put down for it
    in an exam whose paper is not handed in yet; `first_try` what was answered first where the
    learner tries once more before it counts: {"response": [...], "grades": [...], "at": ISO time}.
    """

    class Verdict(models.TextChoices):
        RIGHT = "right", _("right")
        CLOSE = "close", _("close")
        WRONG = "wrong", _("wrong")
        SKIPPED = "skipped", _("skipped")
        READ = "read", _("read")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="attempts",
        db_index=False,
        verbose_name=_("learner"),
    )
    sitting = models.ForeignKey(
        Sitting,
        on_delete=models.CASCADE,
        related_name="attempts",
        verbose_name=_("sitting"),
    )
    position = models.PositiveIntegerField(_("position"))
    statement = models.ForeignKey(
        Statement,
        on_delete=models.PROTECT,
        related_name="attempts",
        verbose_name=_("statement"),
    )
    question = models.ForeignKey(
        Question,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attempts",
        verbose_name=_("question"),
    )
    rung = models.PositiveSmallIntegerField(_("rung"), choices=Rung, null=True, blank=True)
    asked = models.JSONField(_("parts asked"), default=list)
    shown = models.JSONField(_("parts shown"), default=list)
    options = models.JSONField(_("options as shown"), default=list)
    issued_at = models.DateTimeField(_("issued"))

    response = models.JSONField(_("response"), null=True, blank=True)
    folded = models.JSONField(_("folded response"), null=True, blank=True)
    grades = models.JSONField(_("verdict and reason of each part"), default=list)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict, blank=True)
    score = models.FloatField(_("score"), null=True, blank=True)
    draft = models.JSONField(_("put down in an exam"), null=True, blank=True)
    first_try = models.JSONField(_("first try"), null=True, blank=True)
    hints = models.PositiveSmallIntegerField(_("hints"), default=0)
    dont_know = models.BooleanField(_("don't know"), default=False)
    touched = models.BooleanField(_("something was typed or moved"), default=False)
    judged_right = models.BooleanField(_("right in the learner’s own view"), null=True, blank=True)
    shown_at = models.DateTimeField(_("shown"), null=True, blank=True)
    first_input_at = models.DateTimeField(_("first input"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    study_day = models.DateField(_("study day"), null=True, blank=True)
    grader_version = models.PositiveIntegerField(_("grader version"), null=True, blank=True)

    # Whether the text changed since the learner's last answer: told by `study.with_texts`.
    is_revised = False

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["sitting", "position"]
        constraints = [
            models.UniqueConstraint(name="attempt_one_a_position", fields=["sitting", "position"]),
            models.CheckConstraint(
                name="attempt_answered_exactly_when_graded",
                condition=Q(received_at=None, verdict="", score=None, study_day=None)
                | (Q(received_at__isnull=False, study_day__isnull=False) & ~Q(verdict="")),
            ),
            models.CheckConstraint(
                name="attempt_score_in_0_1",
                condition=Q(score=None) | in_unit_interval("score"),
            ),
            models.CheckConstraint(
                name="attempt_verdict_is_known",
                condition=Q(verdict__in=["", "right", "close", "wrong", "skipped", "read"]),
            ),
        ]
        indexes = [
            models.Index(name="attempt_by_learner_day", fields=["learner", "study_day"]),
            models.Index(name="attempt_by_learner_statement", fields=["learner", "statement"]),
        ]

    def __str__(self) -> str:
        when = localtime(self.received_at or self.issued_at)
        return f"{self.learner} · {self.question or self.statement} · {when:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("attempt", args=[self.pk])

    @property
    def answered(self) -> bool:
        return self.received_at is not None

    @property
    def kind(self) -> str:
        """The question's kind, or `read` for the reading of a new statement."""
        return self.question.kind if self.question is not None else "read"


class Correction(models.Model):
    """One row changes what an attempt counts as. Append-only; the latest holds."""

    class Kind(models.TextChoices):
        UNDO = "undo", _("undone")
        OVERRIDE = "override", _("overridden")
        REGRADE = "regrade", _("graded again")

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        verbose_name=_("learner"),
    )
    attempt = models.ForeignKey(
        Attempt,
        on_delete=models.CASCADE,
        related_name="corrections",
        verbose_name=_("attempt"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    verdicts = models.JSONField(_("verdicts that now hold"), default=dict)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["learner", "at", "id"]
        constraints = [
            models.CheckConstraint(
                name="correction_kind_is_known",
                condition=Q(kind__in=["undo", "override", "regrade"]),
            )
        ]
        indexes = [models.Index(name="correction_by_learner", fields=["learner", "attempt"])]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.get_kind_display()}"
