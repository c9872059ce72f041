"""What allauth asks us: who may register, and what becomes of a guest who does or signs in."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest

from studyapp import people
from studyapp.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Where people are invited, the one who invites makes the account in the admin panel."""
        return bool(settings.REGISTRATION == "open")

    def new_user(self, request: HttpRequest) -> User:
        """A guest who registers becomes a member in place, with every answer."""
        return people.guest_of(request) or User()

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        user.is_guest = False
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def login(self, request: HttpRequest, user: User) -> None:
        """A guest who signs in to an account of theirs brings their answers along."""
        guest = people.guest_of(request)
        super().login(request, user)
        if guest is not None and guest.pk != user.pk:
            former = guest.pk
            people.merge(guest, into=user)
            # Answers that wait in the browser for the guest are the member's from now on.
            request.session["formerly"] = former
