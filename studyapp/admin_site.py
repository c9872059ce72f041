"""The door of the admin panel: the sign-in of the site, with its limits and second factor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.checks import CheckMessage
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from studyapp.models import User


class Site(admin.AdminSite):
    """Django's, without a sign-in of its own.

    Its pages are read when their addresses are, or to be checked: no command waits for them.
    """

    # What allauth keeps is the member's own to see: the keys of second factors, addresses.
    HIDDEN = frozenset({"account", "mfa"})

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        found = model_or_iterable
        found = found if isinstance(found, Iterable) else [found]
        shown = [model for model in found if model._meta.app_label not in self.HIDDEN]
        super().register(shown, admin_class, **options)

    # What is worked on, then who works, then what was recorded; others follow by name.
    ORDER = (
        *("Document", "Collection", "Tag", "Question", "Report", "Import"),
        *("Statement", "Section", "Revision"),
        *("User", "Invitation", "Group"),
        *("Enrolment", "Attempt", "Review"),
    )

    def get_urls(self) -> list[Any]:
        admin.autodiscover()
        return super().get_urls()

    def check(self, app_configs: Any) -> list[CheckMessage]:
        admin.autodiscover()
        return super().check(app_configs)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Ours first, and in it the content, the people and the records, in this order."""
        apps: list[Any] = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=self._place)
        return sorted(apps, key=lambda app: app["app_label"] != "studyapp")

    def _place(self, model: dict[str, Any]) -> int:
        name = model["object_name"]
        return self.ORDER.index(name) if name in self.ORDER else len(self.ORDER)

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not lacks_factor(request)

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        """Where everybody is sent who may not come in: to sign in, or to what is lacking."""
        user, back = request.user, self._wanted(request)
        if self.has_permission(request):
            return redirect(back)
        if isinstance(user, User) and user.is_staff and lacks_factor(request):
            words = _("Staff of this site sign in with a second factor. Set yours up first.")
            messages.info(request, words)
            return redirect("mfa_activate_totp")
        if isinstance(user, User) and not user.is_guest:
            raise PermissionDenied
        response: HttpResponse = redirect_to_login(back, reverse("account_login"))
        return response

    def password_change(  # type: ignore[override]  # Django draws a page, we send on
        self,
        request: HttpRequest,  # noqa: ARG002
        extra_context: Any = None,  # noqa: ARG002
    ) -> HttpResponse:
        """There is one page for that."""
        return redirect("account_change_password")

    def _wanted(self, request: HttpRequest) -> str:
        """The page of the panel that was asked for."""
        wanted = request.GET.get("next", "")
        ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
        return wanted if ours else reverse("admin:index")


def lacks_factor(request: HttpRequest) -> bool:
    """Whether a second factor is asked of staff here and this person has none."""
    return bool(settings.STAFF_MFA) and not is_mfa_enabled(request.user)
