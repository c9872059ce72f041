"""Invitations: links to hand over, with which people register where that needs one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from studyapp.models import Invitation, User

from .base import ModelAdmin, link, log_changes

GOOD_FOR = timedelta(days=14)
MEMBERS_SHOWN = 100


def use_of_links() -> str:
    """What a link is good for on this site, where that is not to be invited by it."""
    if settings.REGISTRATION == "open":
        return _("Anybody may register here (REGISTRATION=open): nobody needs the link.")
    if settings.REGISTRATION != "invited":
        return _("Nobody may register here: links work once REGISTRATION is “invited”.")
    return ""


class InvitationForm(ModelForm[Invitation] if TYPE_CHECKING else ModelForm):  # type: ignore[misc]
    """For how many people, and how long."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "expires_at" in self.fields:
            # Django writes these words beside the two fields, and binds them to neither.
            parts = self.fields["expires_at"].widget.widgets
            for part, label in zip(parts, (_("Date"), _("Time")), strict=True):
                part.attrs["aria-label"] = label

    def clean_uses(self) -> int:
        uses: int = self.cleaned_data["uses"]
        used = self.instance.used
        if uses < max(used, 1):
            words = ngettext(
                "%(count)d person has used it already.",
                "%(count)d people have used it already.",
                used,
            )
            raise ValidationError(
                words % {"count": used} if used else _("For one person at least.")
            )
        return uses


@admin.register(Invitation)
class InvitationAdmin(ModelAdmin[Invitation]):
    form = InvitationForm
    list_display = ("__str__", "state", "places", "expires_at", "made_by", "made_at")
    list_select_related = ("made_by",)
    search_fields = ("note",)
    fields = (
        "note",
        "uses",
        "expires_at",
        "address",
        "state",
        "places",
        "members",
        "made_by",
        "made_at",
    )
    readonly_fields = ("address", "state", "places", "members", "made_by", "made_at")
    actions = ("revoke",)
    view_on_site = False

    def get_fields(self, request: HttpRequest, obj: Invitation | None = None) -> Any:
        """What there is to say before it is made, and what it is once it is."""
        return self.fields if obj else ("note", "uses", "expires_at")

    def get_fieldsets(self, request: HttpRequest, obj: Invitation | None = None) -> Any:
        """Before it is made it is said what a link is good for here."""
        told = "" if obj else use_of_links()
        return [(None, {"fields": self.get_fields(request, obj), "description": told})]

    def response_add(
        self, request: HttpRequest, obj: Invitation, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The link is shown at once: it is what was wanted."""
        if "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        self.message_user(request, _("The invitation is made. This is its link to hand over."))
        return redirect("admin:studyapp_invitation_change", obj.pk)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "expires_at": timezone.now() + GOOD_FOR,
            **super().get_changeform_initial_data(request),
        }

    def save_model(
        self, request: HttpRequest, obj: Invitation, form: ModelForm[Invitation], change: bool
    ) -> None:
        if not change:
            assert isinstance(request.user, User)
            obj.made_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("link to hand over"))
    def address(self, invitation: Invitation) -> str:
        url = settings.SITE_URL + invitation.get_absolute_url()
        return format_html("<code>{}</code><br>{}", url, use_of_links())

    @admin.display(description=gettext_lazy("state"))
    def state(self, invitation: Invitation) -> str:
        if invitation.revoked_at is not None:
            return _("revoked")
        if invitation.expires_at is not None and invitation.expires_at <= timezone.now():
            return _("expired")
        return _("used up") if invitation.used >= invitation.uses else _("can be used")

    @admin.display(description=gettext_lazy("used"))
    def places(self, invitation: Invitation) -> str:
        return f"{invitation.used} / {invitation.uses}"

    @admin.display(description=gettext_lazy("who used it"))
    def members(self, invitation: Invitation) -> str:
        rows = invitation.members.order_by("date_joined")[:MEMBERS_SHOWN]
        return format_html_join("、", "{}", ((link(member),) for member in rows)) or "—"

    @admin.action(
        description=gettext_lazy("Revoke: the links stop working"), permissions=["change"]
    )
    def revoke(self, request: HttpRequest, invitations: QuerySet[Invitation]) -> None:
        rows = list(invitations.filter(revoked_at=None))
        Invitation.objects.filter(pk__in=[row.pk for row in rows]).update(revoked_at=timezone.now())
        log_changes(request, rows, _("Revoked."))
        words = ngettext("%(count)d revoked.", "%(count)d revoked.", len(rows))
        self.message_user(request, words % {"count": len(rows)})
