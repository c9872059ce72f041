"""What every request passes: log, probes, policy, session, login, local time, language."""

import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY, middleware
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions import middleware as sessions
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import resolve
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.crypto import salted_hmac
from django_htmx.http import HttpResponseClientRedirect

from studyapp import logs
from studyapp.models import User

GetResponse = Callable[[HttpRequest], HttpResponseBase]
View = Callable[..., HttpResponseBase]

# The session's entry for an answer that met an expired login:
# {"url": path of the attempt, "data": {field: [values]}}.
DRAFT = "draft"
# The addresses that answers to questions are sent to.
ANSWERS = ("attempt", "exam_question", "recital")


class RequestLogMiddleware:
    """Gives every request an id, a proxy's own where it sends one, and a line in the log."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        identity = logs.sane_id(request.headers.get("X-Request-ID", ""))
        token = logs.request_id.set(identity)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = identity
            ms = round((time.perf_counter() - began) * 1000, 1)
            self.write(request, response.status_code, ms)
        finally:
            logs.request_id.reset(token)
        return response

    @staticmethod
    def write(request: HttpRequest, status: int, ms: float) -> None:
        # A method can be any word a client makes up.
        method = request.method if request.method in METHODS else "other"
        fields = {"method": method, "route": logs.route_of(request), "status": status, "ms": ms}
        words = "%(method)s %(route)s %(status)d %(ms).1f ms"
        logs.access.info(words, fields, extra=fields)


METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class ProbeMiddleware:
    """Answers what machines ask before anything that wants a session or a known host name.

    A load balancer asks by the machine's number, and a browser that looks sends its cookies; so it
    does when it looks for a new service worker, at any moment, also that of signing in.
    """

    ADDRESSES = frozenset({"/healthz", "/readyz", "/worker.js"})

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info not in self.ADDRESSES:
            return self.get_response(request)
        request.resolver_match = match = resolve(request.path_info)
        response: HttpResponseBase = match.func(request)
        return response


class ContentSecurityPolicyMiddleware:
    """Sends `settings.SECURE_CSP` with every response, static files included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = "; ".join(
            " ".join([directive, *sources]) for directive, sources in settings.SECURE_CSP.items()
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


class SessionMiddleware(sessions.SessionMiddleware):
    """Takes the cookie from a browser only in the response that ended its session.

    Signing in gives the session a new key. A request on its way then still shows the old one, and
    a response to it that took the cookie away would sign out again: the new cookie has its name.
    So would one that brought a session of its own; what it would have kept is given up.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        session = getattr(request, "session", None)
        if session is None:
            return response
        if (session.is_empty() and not session.modified) or comes_late(request):
            patch_vary_headers(response, ("Cookie",))
            return response
        sent = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        response = super().process_response(request, response)
        if sent and session.session_key not in {None, sent}:
            cache.set(replaced(sent), True, UNDER_WAY_FOR)
        return response


# How long a request may be under way, in seconds.
UNDER_WAY_FOR = 60


def comes_late(request: HttpRequest) -> bool:
    """Whether nobody is signed in on a request whose browser was just given another session."""
    sent, session = request.COOKIES.get(settings.SESSION_COOKIE_NAME), request.session
    if not sent or session.session_key is not None or SESSION_KEY in session:
        return False
    return session.modified and bool(cache.get(replaced(sent)))


def replaced(session_key: str) -> str:
    """The name in the cache that says that this session has another key now."""
    return "replaced-" + salted_hmac("studyapp.replaced", session_key).hexdigest()


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Every view needs a login unless it is marked `login_not_required`.

    A learner whose login expired in the middle of an answer comes back to the same question, and
    what was typed is kept in the session until then.
    """

    # htmx is sent on by a header, in a response that is no redirect to the browser.
    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: View
    ) -> HttpResponseBase:
        if request.headers.get("Accept") == "application/json":
            # A page's own script asks; what it wanted to send it keeps.
            return HttpResponse(status=401)
        answering = is_answer(request)
        if answering:
            keep_draft(request)
        back = request.path if answering else page_of(request)
        response = redirect_to_login(
            back,
            resolve_url(self.get_login_url(view_func)),
            self.get_redirect_field_name(view_func),
        )
        if request.headers.get("HX-Request") == "true":
            return HttpResponseClientRedirect(response.url)
        return response


def keep_draft(request: HttpRequest) -> None:
    """Keep what was typed as an answer until its question is shown again."""
    request.session[DRAFT] = {"url": request.path, "data": typed_fields(request.POST)}


def is_answer(request: HttpRequest) -> bool:
    """Whether this is an answer to a question, rather than another request."""
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.url_name in ANSWERS


def sent_by_script(request: HttpRequest) -> bool:
    """Whether a page's own script asks, rather than the browser on its way to another page."""
    asked = request.headers
    return asked.get("HX-Request") == "true" or asked.get("Accept") == "application/json"


def typed_fields(fields: QueryDict) -> dict[str, list[str]]:
    """Return what was typed, at most `settings.ANSWER_LIMIT` characters of it, names included.

    Anyone can send this, so what it may fill a session with is bounded.
    """
    room: int = settings.ANSWER_LIMIT
    kept: dict[str, list[str]] = {}
    for name, values in fields.lists():
        if name == "csrfmiddlewaretoken":
            continue
        for value in map(str, values):
            room -= len(name) + len(value)
            if room < 0:
                return kept
            kept.setdefault(name, []).append(value)
    return kept


def page_of(request: HttpRequest) -> str:
    """Return the path of the page the browser shows, to come back to after signing in."""
    if request.headers.get("HX-Request") == "true":
        return local_path(request, request.headers.get("HX-Current-URL", ""))
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return local_path(request, request.headers.get("Referer", ""))


def local_path(request: HttpRequest, url: str) -> str:
    """Return the path and query of one of our own addresses, `/` for any other.

    A path that begins with two slashes would name a host where it stands alone.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return "/"
    if parts.netloc != request.get_host() or not re.match(r"/(?![/\\])", parts.path):
        return "/"
    return urlunsplit(parts._replace(scheme="", netloc="", fragment=""))


class LocalTimeMiddleware:
    """Shows a person who is signed in their own clock, and the language they chose."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        if user.language:
            # Not undone: LocaleMiddleware, outside us, reads it after and sets it anew each time.
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(user.time_zone):
            return self.get_response(request)


class NotAllowedMiddleware:
    """Shows a page to a person who comes to an address that only takes what is sent to it.

    Django's answer is empty; one gets there by reloading what a form was answered with.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or sent_by_script(request):
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page
