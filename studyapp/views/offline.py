"""What lets a browser reload a question without the site: a frame, and the worker that keeps it."""

import hashlib
import re

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

LINKED = re.compile(r'(?:src|href)="([^"]+)"')


@login_not_required
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The study page without a question and without a person."""
    return HttpResponse(_shell(request))


@login_not_required
@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It changes, and is fetched anew, when the shell or its files do."""
    page = _shell(request)
    files = [url for url in LINKED.findall(page) if url.startswith(settings.STATIC_URL)]
    known = {
        "shell": f"{reverse('shell')}?language={_language(request)}",
        "files": list(dict.fromkeys(files)),
        "version": hashlib.sha256(page.encode()).hexdigest()[:16],
    }
    script = render_to_string("study/worker.js", known)
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


def _shell(request: HttpRequest) -> str:
    with translation.override(_language(request)):
        known = {"user": AnonymousUser(), "request": request}
        return render_to_string("study/shell.html", known)


def _language(request: HttpRequest) -> str:
    """The language asked for: a worker fetches without the cookies and wishes of its page."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
