"""What is answered where something went wrong that is no view's own."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from studyapp import batches, limits
from studyapp.http import SeeOther, member_of
from studyapp.middleware import is_answer, keep_draft, page_of, sent_by_script
from studyapp.wording import signed_in_anew, waiting

# What allauth limits itself, by the name of the address.
ACTIONS = {
    "account_login": "login",
    "account_signup": "signup",
    "join": "signup",
    "account_reset_password": "reset_password",
    "account_reset_password_from_key": "reset_password_from_key",
    "account_change_password": "change_password",
    "account_reauthenticate": "reauthenticate",
    "mfa_reauthenticate": "reauthenticate",
}


def too_many(request: HttpRequest, action: str = "") -> HttpResponse:
    """429, with how long there is to wait, in words and in the header that machines read."""
    match = request.resolver_match
    action = action or ACTIONS.get(match.url_name or "" if match else "", "")
    seconds = limits.wait(request, action) or limits.longest(action) if action else 60
    response = render(request, "429.html", {"when": waiting(seconds)}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; more files than are looked at are told by their number, as a few too many are."""
    most_files = batches.MOST_FILES if isinstance(exception, TooManyFilesSent) else None
    return render(request, "400.html", {"most_files": most_files}, status=400)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form whose token is out of date, as after signing in anew in another tab.

    An answer is kept and its question shown again, with what was typed; nothing is recorded until
    it is sent from there; but a script learns it by the status, and sends it again by itself with
    a new token. Any other form is explained, with a way back to it.
    """
    if is_answer(request) and member_of(request) is not None:
        keep_draft(request)
        if sent_by_script(request):
            return HttpResponse(status=403)
        messages.info(request, signed_in_anew())
        return SeeOther(request.path)
    return render(request, "403_csrf.html", {"back": page_of(request)}, status=403)
