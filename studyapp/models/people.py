"""People: one table for members, staff and guests."""

from __future__ import annotations

import secrets
import zoneinfo
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def default_zone() -> str:
    """The site's own zone, until a learner chooses one."""
    return str(settings.TIME_ZONE)


def validate_zone(name: str) -> None:
    """Refuse a name that is no IANA time zone."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(zone)s” is not a time zone."), params={"zone": name})


class User(AbstractBaseUser, PermissionsMixin):
    """One row is a person: a member who signs in, or a guest who has only begun."""

    username = models.CharField(
        _("username"), max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200, blank=True)
    is_guest = models.BooleanField(_("guest"), default=False)
    is_staff = models.BooleanField(_("may use the admin panel"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    invitation = models.ForeignKey(
        "Invitation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("invitation"),
    )
    # How often they have signed out everywhere; a session that began before is over.
    sign_outs = models.PositiveIntegerField(_("times signed out everywhere"), default=0)

    zone = models.CharField(
        _("time zone"), max_length=64, default=default_zone, validators=[validate_zone]
    )
    language = models.CharField(
        _("interface language"), max_length=10, blank=True, choices=settings.LANGUAGES
    )
    day_start = models.PositiveSmallIntegerField(_("hour at which a study day begins"), default=4)
    new_per_day = models.PositiveSmallIntegerField(_("new statements a day"), default=20)
    reviews_per_day = models.PositiveSmallIntegerField(_("reviews a day"), default=200)
    retention = models.FloatField(_("desired retention"), default=0.9)
    start_rung = models.PositiveSmallIntegerField(_("rung to start on"), default=0)
    display = models.JSONField(_("display"), default=dict, blank=True)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(name="user_day_start_is_an_hour", condition=Q(day_start__lt=24)),
            models.CheckConstraint(
                name="user_retention_in_range",
                condition=Q(retention__gte=0.7) & Q(retention__lte=0.99),
            ),
            models.CheckConstraint(name="user_start_rung_on_ladder", condition=Q(start_rung__lt=4)),
            models.CheckConstraint(
                name="user_guest_is_not_staff", condition=Q(is_guest=False) | Q(is_staff=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name shown to people; Django's admin asks for it."""
        return self.name or self.username

    def get_short_name(self) -> str:
        """The same: names are not split, which suits Chinese ones."""
        return self.get_full_name()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What each session of theirs must hold: it changes with the password, and on demand."""
        value = f"{self.password}:{self.sign_outs}" if self.sign_outs else self.password
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def time_zone(self) -> zoneinfo.ZoneInfo:
        """The learner's zone, in which their study day turns."""
        return zoneinfo.ZoneInfo(self.zone)


def new_token() -> str:
    """What makes a link one that nobody guesses."""
    return secrets.token_urlsafe(16)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open_at(self, now: datetime) -> InvitationQuerySet:
        """Those with which someone may still register."""
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None, used__lt=F("uses")
        )


class Invitation(models.Model):
    """One row is one link with which so many people may register, where that needs one."""

    token = models.CharField(
        _("link"), max_length=64, unique=True, default=new_token, editable=False
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For whom it is. Only staff see it.")
    )
    uses = models.PositiveIntegerField(_("people who may use it"), default=1)
    used = models.PositiveIntegerField(_("used"), default=0, editable=False)
    expires_at = models.DateTimeField(
        _("good until"), null=True, blank=True, help_text=_("Empty: for ever.")
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="invitation_used_at_most_so_often", condition=Q(used__lte=F("uses"))
            ),
            models.CheckConstraint(name="invitation_is_for_someone", condition=Q(uses__gte=1)),
        ]

    def __str__(self) -> str:
        return self.note or f"{self.token[:6]}…"

    def get_absolute_url(self) -> str:
        return reverse("join", args=[self.token])
