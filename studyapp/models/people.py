"""People: one table for members, staff and guests."""

from __future__ import annotations

import zoneinfo
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_guest = models.BooleanField(_("guest"), default=False)
    is_staff = models.BooleanField(_("may use the admin panel"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

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

    @property
    def time_zone(self) -> zoneinfo.ZoneInfo:
        """The learner's zone, in which their study day turns."""
        return zoneinfo.ZoneInfo(self.zone)
