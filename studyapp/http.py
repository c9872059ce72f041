"""What views share: the request as our middleware leaves it, and the two ways to answer."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from studyapp.models import User


class HtmxRequest(HttpRequest):
    """A request from anyone: `user` may be a stranger."""

    htmx: HtmxDetails


class Request(HtmxRequest):
    """A request from someone signed in, which is every request of a view that needs a login."""

    user: User


MOST_ID = 2**63 - 1
"""The greatest number that a row can have."""


def number_in(value: object, *, most: int = MOST_ID) -> int | None:
    """The number that an address or a form names, 0 to `most`; None where it is none.

    Written in ASCII digits, as our own pages do: what int() takes besides would be odd twins.
    """
    text = str(value)
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most))):
        return None
    return int(text) if int(text) <= most else None


def member_of(request: HttpRequest) -> User | None:
    """The person signed in, guest or member; None for a stranger."""
    return request.user if isinstance(request.user, User) else None


def doors(_request: HttpRequest) -> dict[str, Any]:
    """What every template may ask: may strangers study, who may register, is mail sent."""
    return {
        "guests": settings.GUESTS,
        "registration": settings.REGISTRATION,
        "has_mail": bool(settings.EMAIL_HOST),
    }


class SeeOther(HttpResponseRedirect):
    """303: fetch that address with GET, whatever the method was."""

    status_code = 303


def members_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A guest has no password and no e-mail to change: they are shown how to become a member."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, User) and request.user.is_guest:
            messages.info(
                request, _("That is for members. Register, and what you did stays yours.")
            )
            return SeeOther(resolve_url("account_signup"))
        return view(request, *args, **kwargs)

    return guarded


def render_page(
    request: HtmxRequest,
    page: str,
    fragment: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render `fragment` where htmx asks for a part of a page, else the whole `page`.

    A page restored from history is whole, for htmx then replaces everything.
    """
    part = bool(request.htmx) and not request.htmx.history_restore_request
    response = render(request, fragment if part else page, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def redirect_to(request: HtmxRequest, url: str) -> HttpResponse:
    """Send the browser on to `url` with GET: a new page, in htmx too.

    A plain redirect would have htmx fetch that page and put it where the fragment belongs.
    """
    if request.htmx:
        return HttpResponseClientRedirect(url)
    return SeeOther(url)
