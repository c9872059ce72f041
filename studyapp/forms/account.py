"""An account: registering, its settings, its address, leaving."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from studyapp import limits
from studyapp.models import User
from studyapp.models.study import Rung
from studyapp.wording import waiting
from studyapp.zones import zone_choices

THEMES = [("", _("as the device")), ("light", _("light")), ("dark", _("dark"))]
SIZES = [("small", _("small")), ("", _("medium")), ("large", _("large")), ("huge", _("very large"))]
KEYS = [("", _("on")), ("off", _("off"))]
RETRIES = [("", _("off")), ("on", _("on"))]


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """The learner's own settings."""

    zone = forms.ChoiceField(label=_("Time zone"))
    day_start = forms.IntegerField(
        label=_("A study day begins at this hour"),
        min_value=0,
        max_value=23,
        help_text=_("In your time zone. What you answer before it counts for the day before."),
    )
    new_per_day = forms.IntegerField(
        label=_("New statements a day"),
        min_value=0,
        max_value=10_000,
        help_text=_("0: nothing new for now, only what you have met comes back."),
    )
    reviews_per_day = forms.IntegerField(
        label=_("Reviews a day"),
        min_value=0,
        max_value=10_000,
        help_text=_(
            "0: a pause. What is due waits, and what you miss on the day still comes back."
        ),
    )
    retention = forms.FloatField(
        label=_("Desired retention"),
        min_value=0.7,
        max_value=0.97,
        widget=forms.NumberInput(attrs={"step": "0.01"}),
        help_text=_("0.9 suits most people; 0.95 means about twice the reviews."),
    )
    start_rung = forms.TypedChoiceField(
        label=_("Start new statements with"), choices=Rung.choices, coerce=int
    )
    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, required=False)
    size = forms.ChoiceField(label=_("Size of the text"), choices=SIZES, required=False)
    keys = forms.ChoiceField(
        label=_("Keys of a single letter"),
        choices=KEYS,
        required=False,
        help_text=_("H and N on the reading page. Switch them off if you speak to your device."),
    )

    retry = forms.ChoiceField(
        label=_("One more try"),
        choices=RETRIES,
        required=False,
        help_text=_("Before the answer is shown. Right at the second try counts as hard."),
    )

    display_fields = ("theme", "size", "keys", "retry")

    class Meta:
        model = User
        fields = (
            "name",
            "language",
            "zone",
            "day_start",
            "new_per_day",
            "reviews_per_day",
            "retention",
            "start_rung",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.display_fields:
            self.initial[name] = self.instance.display.get(name, "")
        zone, language = self.fields["zone"], self.fields["language"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = zone_choices(self.instance.zone)
        assert isinstance(language, forms.TypedChoiceField)
        language.choices = [("", _("as the browser asks")), *settings.LANGUAGES]

    @property
    def about_you(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "language", "zone")]

    @property
    def about_studying(self) -> list[forms.BoundField]:
        names = ("new_per_day", "reviews_per_day", "start_rung", "retry", "retention", "day_start")
        return [self[name] for name in names]

    @property
    def about_display(self) -> list[forms.BoundField]:
        return [self[name] for name in ("theme", "size", "keys")]

    def save(self, commit: bool = True) -> Any:
        chosen = {name: self.cleaned_data[name] for name in self.display_fields}
        kept = {k: v for k, v in self.instance.display.items() if k not in chosen}
        self.instance.display = kept | {name: value for name, value in chosen.items() if value}
        return super().save(commit=commit)


class SignupForm(allauth_forms.SignupForm):  # type: ignore[misc]  # allauth has no types
    """A user name and a password, and an address if they like."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = _("E-mail, if you like")
        if settings.EMAIL_HOST:
            email.help_text = _("With one you can choose a new password when you forget yours.")


class PasswordForm(forms.Form):
    """What a person may only do who says their password once more; guests have none.

    Wrong ones are counted with those of signing in: a browser left open is no way to guess.
    """

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data: Any, *, learner: User, request: HttpRequest) -> None:
        super().__init__(data)
        self.learner, self.request = learner, request
        if not learner.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        name = self.learner.username
        usage = limits.spend_sign_in(self.request, name, known=True)
        if usage is None:
            when = waiting(limits.wait_to_sign_in(self.request, name))
            raise forms.ValidationError(
                _("Too many wrong passwords. Try again %(when)s."), params={"when": when}
            )
        password: str = self.cleaned_data["password"]
        if not self.learner.check_password(password):
            raise forms.ValidationError(_("That is not your password."))
        usage.rollback()
        return password


class EmailForm(PasswordForm):
    """The address of an account, or none."""

    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)

    field_order = ("email", "password")

    def __init__(self, data: Any, *, learner: User, request: HttpRequest) -> None:
        super().__init__(data, learner=learner, request=request)
        self.initial["email"] = learner.email

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        others = User.objects.exclude(pk=self.learner.pk)
        if email and others.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Another account has this e-mail address."))
        return email


class DeleteAccountForm(PasswordForm):
    """Yes, delete everything."""

    sure = forms.BooleanField(label=_("Delete everything listed above; it cannot be undone."))

    field_order = ("password", "sure")
