"""What allauth asks us: who may register, what becomes of a guest, how often one may try."""

from __future__ import annotations

import logging
import time
from smtplib import SMTPException
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from studyapp import limits, people
from studyapp.http import SeeOther
from studyapp.models import Invitation, User
from studyapp.wording import waiting

log = logging.getLogger("studyapp.accounts")

# The session's entry for a guest who is signing in by a second step: their id.
GUEST_ASIDE = "guest"
# The cookie that says in which accounts this browser was signed in.
KNOWN_BROWSER = "known"
KNOWN_FOR = 365 * 24 * 3600
MOST_KNOWN = 5


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_taken": _("Another account has this e-mail address."),
        "enter_current_password": _("Write your present password."),
        "incorrect_code": _("That is not the code. A new one appears every half minute."),
        "incorrect_password": _("That is not your password."),
        "too_many_login_attempts": _("Too many wrong codes. Try again in five minutes."),
        "rate_limited": _("Too many wrong codes. Try again in five minutes."),
        "username_password_mismatch": _("User name and password do not go together."),
        "username_taken": _("Somebody has this user name already. Choose another."),
        "username_blacklisted": _("This user name cannot be used. Choose another."),
    }

    # --- Registering

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Open to all, or to who comes by an invitation that is good; or to nobody."""
        if settings.REGISTRATION == "invited":
            return invitation_of(request) is not None
        return bool(settings.REGISTRATION == "open")

    def new_user(self, request: HttpRequest) -> User:
        """A guest who registers becomes a member in place, with every answer."""
        return people.guest_of(request) or User()

    @transaction.atomic
    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        invitation = invitation_of(request)
        if invitation is not None:
            try:
                people.accept_invitation(invitation, user, now=timezone.now())
            except people.InvitationUsedUp:
                # The page says so; nothing was stored.
                raise ImmediateHttpResponse(SeeOther(request.path)) from None
        if user.is_guest:
            messages.success(request, _("You are registered. All that you did as a guest is kept."))
        user.is_guest = False
        saved: User = super().save_user(request, user, form, commit)
        return saved

    # --- Signing in

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """A guest who is asked for a second factor is no longer signed in, and waits aside."""
        guest = people.guest_of(request)
        if guest is not None and guest.pk != user.pk and is_mfa_enabled(user):
            set_guest_aside(request, guest)
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def login(self, request: HttpRequest, user: User) -> None:
        """A guest who signs in to an account of theirs brings their answers along."""
        guest = people.guest_of(request) or guest_aside(request)
        super().login(request, user)
        request.session.pop(GUEST_ASIDE, None)
        if guest is not None and guest.pk != user.pk:
            former = guest.pk
            people.merge(guest, into=user)
            # Answers that wait in the browser for the guest are the member's from now on.
            request.session["formerly"] = former

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """The browser is known from now on: nobody's wrong guesses lock it out."""
        if kwargs.get("signup"):
            # Who has just chosen the password need not write it again to set up a second factor.
            record_authentication(request, user, method="password")
        response: HttpResponse = super().post_login(request, user, **kwargs)
        known = [
            mark_of(user.username),
            *(m for m in marks(request) if m != mark_of(user.username)),
        ]
        response.set_signed_cookie(
            KNOWN_BROWSER,
            ".".join(known[:MOST_KNOWN]),
            max_age=KNOWN_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def logout(self, request: HttpRequest) -> None:
        """A guest whom the link of an account signs out can still bring along their answers."""
        guest = people.guest_of(request)
        super().logout(request)
        match = request.resolver_match
        if guest is not None and match and match.url_name == "account_reset_password_from_key":
            request.session[GUEST_ASIDE] = guest.pk

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        name = credentials.get("username", "")
        known = mark_of(name) in marks(request)
        self._login_failed_rl_usage = limits.spend_sign_in(request, name, known=known)
        if self._login_failed_rl_usage is None:
            words = _("Too many wrong passwords for this account. Try again %(when)s.")
            when = waiting(limits.wait_to_sign_in(request, name))
            raise ValidationError(words, code="too_many_login_attempts", params={"when": when})

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in has shown who they are, and is not asked at once again."""
        asked: bool = super().is_reauthentication_required(app=app, **kwargs)
        return asked and not has_just_signed_in(context.request)

    # --- Mail and words

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail that cannot be sent is for the operator to know; a stranger learns nothing."""
        try:
            super().send_mail(template_prefix, email, context | {"site": settings.SITE_URL})
        except (OSError, SMTPException) as problem:
            log.error("mail not sent: %s", type(problem).__name__)  # noqa: TRY400 - names addresses

    def get_reset_password_from_key_url(self, key: str) -> str:
        """An address of the site's own: a request may name another host, or port, it answers to."""
        uid, _dash, token = key.partition("-")
        return reset_url(uid, token)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("account")


def reset_url(uid: str, token: str) -> str:
    """The address where the owner of a token, made for the person called `uid`, sets a password."""
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    return settings.SITE_URL + path


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_totp_label(self, user: User) -> str:
        """The name one signs in with, which is what the app is asked about."""
        return user.username


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation by whose link someone came, if it is still good."""
    match = request.resolver_match
    token = match.kwargs.get("token") if match else None
    if token is None or "\x00" in token:  # which PostgreSQL cannot look for
        return None
    return Invitation.objects.open_at(timezone.now()).filter(token=token).first()


def has_just_signed_in(request: HttpRequest) -> bool:
    """Whether the last proof of who this is (password, code) is as fresh as a repeated one is."""
    proofs = get_authentication_records(request, request.user)
    fresh = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    return bool(proofs) and proofs[-1]["at"] > fresh


def set_guest_aside(request: HttpRequest, guest: User) -> None:
    """Sign a guest out, and remember who it was until somebody signs in here."""
    for key in (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY):
        request.session.pop(key, None)
    request.session.cycle_key()
    request.session[GUEST_ASIDE] = guest.pk
    request.user = AnonymousUser()


def guest_aside(request: HttpRequest) -> User | None:
    """The guest who was set aside on this browser."""
    pk = request.session.get(GUEST_ASIDE)
    return User.objects.filter(pk=pk, is_guest=True).first() if pk else None


def mark_of(username: str) -> str:
    """What stands for an account in the cookie of a browser that knows it."""
    return salted_hmac("studyapp.known", username.casefold(), algorithm="sha256").hexdigest()[:16]


def marks(request: HttpRequest) -> list[str]:
    """The accounts in which this browser was signed in, the last first."""
    value = request.get_signed_cookie(KNOWN_BROWSER, default="", max_age=KNOWN_FOR)
    return value.split(".") if value else []
