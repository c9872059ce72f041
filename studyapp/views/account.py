"""The learner's own settings, and what they can do with their account."""

from __future__ import annotations

from allauth.account import views as allauth
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp import export, limits, people
from studyapp.adapters import invitation_of
from studyapp.forms.account import AccountForm, DeleteAccountForm, EmailForm
from studyapp.http import Request, members_only, redirect_to
from studyapp.models import User
from studyapp.views import errors


@login_not_required
def join(request: HttpRequest, token: str) -> HttpResponseBase:
    """Registering by the link of an invitation; one that is not good is said to be so."""
    if settings.REGISTRATION == "open" and invitation_of(request) is None:
        messages.info(request, _("This link is not good. You can register here without one."))
        return redirect("account_signup")
    response: HttpResponseBase = allauth.signup(request, token=token)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: Request) -> HttpResponse:
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect_to(request, request.path)
    context = {"form": form, "has_mfa": is_mfa_enabled(request.user)}
    return render(request, "account/account.html", context, status=422 if form.errors else 200)


@members_only
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: Request) -> HttpResponse:
    """Change or remove the address to which a forgotten password is reset."""
    form = EmailForm(request.POST or None, learner=request.user, request=request)
    if request.method == "POST" and form.is_valid():
        people.change_email(request.user, form.cleaned_data["email"])
        messages.success(request, _("Saved."))
        return redirect_to(request, "/account/")
    return render(request, "account/email.html", {"form": form}, status=422 if form.errors else 200)


@members_only
@require_POST
def sign_out_elsewhere(request: Request) -> HttpResponse:
    """End every session of this person but the one that asks."""
    User.objects.filter(pk=request.user.pk).update(sign_outs=F("sign_outs") + 1)
    request.user.refresh_from_db(fields=["sign_outs"])
    update_session_auth_hash(request, request.user)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect_to(request, "/account/")


@never_cache
@require_safe
def export_all(request: Request) -> HttpResponseBase:
    """Everything that the site knows of a person, as one file."""
    if request.method == "HEAD":
        return HttpResponse(content_type="application/zip")
    if not limits.spend(request, "export"):
        return errors.too_many(request, "export")
    now = timezone.now()
    archive = export.make(request.user, now=now)
    name = f"chengsong-{timezone.localdate(now).isoformat()}.zip"
    return FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: Request) -> HttpResponse:
    """Delete the account: what is lost is said, and nothing is left of it."""
    last = people.is_last_superuser(request.user)
    form = DeleteAccountForm(request.POST or None, learner=request.user, request=request)
    if request.method == "POST" and not last and form.is_valid():
        learner = User.objects.get(pk=request.user.pk)
        try:
            people.delete_person(learner)
        except people.LastSuperuser:
            return redirect_to(request, request.path)
        logout(request)
        messages.success(request, _("Your account and all that was in it are deleted."))
        return redirect_to(request, "/")
    context = {"form": form, "last": last, "holds": people.what_is_held(request.user)}
    return render(request, "account/delete.html", context, status=422 if form.errors else 200)
