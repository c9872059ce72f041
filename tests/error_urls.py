"""The addresses of the site, and one for each page of an error."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponseNotAllowed
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.shortcuts import render
from django.urls import path
from django.views.csrf import csrf_failure

from config.urls import urlpatterns as site

WRONG = {
    "400": SuspiciousOperation("nonsense"),
    "403": PermissionDenied(),
    "404": Http404(),
    "500": RuntimeError("broken"),
}


@login_not_required
def fail(request, code):
    if code == "403_csrf":
        return csrf_failure(request, REASON_BAD_ORIGIN)
    if code == "405":
        return HttpResponseNotAllowed(["POST"])
    if code == "429":
        return render(request, "429.html", status=429)
    raise WRONG[code]


urlpatterns = [path("errors/<str:code>/", fail), *site]
