"""The learner's own settings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studyapp.forms import AccountForm
from studyapp.http import Request, redirect_to


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: Request) -> HttpResponse:
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect_to(request, request.path)
    status = 422 if form.errors else 200
    return render(request, "account/account.html", {"form": form}, status=status)
