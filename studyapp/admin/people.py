"""People: members, staff and guests; how they are helped to sign in, and deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from studyapp import people, progress, replay
from studyapp.adapters import reset_url
from studyapp.models import Attempt, User

from .base import CappedPaginator, WithMore, change_url, is_superuser, list_url
from .forms import NewUserForm, UserForm
from .powers import PasswordForm, PermissionNames, called

TEXTS_SHOWN = 50


class GuestFilter(admin.SimpleListFilter):
    """Members, unless guests are asked for: a site has many who only looked."""

    title = gettext_lazy("guests")
    parameter_name = "guests"

    def lookups(
        self,
        request: HttpRequest,
        model_admin: Any,
    ) -> list[tuple[str, Any]]:
        return [("only", gettext_lazy("guests")), ("too", gettext_lazy("members and guests"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        members, *others = super().choices(changelist)
        yield {**members, "display": gettext_lazy("members")}
        yield from others

    def queryset(
        self,
        request: HttpRequest,
        queryset: QuerySet[User],
    ) -> QuerySet[User]:
        wanted = self.value()
        return queryset if wanted == "too" else queryset.filter(is_guest=wanted == "only")


@admin.register(User)
class UserAdmin(WithMore[User], PermissionNames, auth_admin.UserAdmin):  # type: ignore[type-arg]
    form = UserForm
    change_password_form = PasswordForm
    add_form = NewUserForm
    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    list_display = ("username", "name", "email", "is_staff", "is_active", "date_joined")
    list_filter = (GuestFilter, "is_staff", "is_active")
    search_fields = ("username", "name", "email")
    search_help_text = gettext_lazy("User name, name or e-mail")
    ordering = ("username",)
    readonly_fields = ("date_joined", "last_login", "is_guest", "invitation")
    change_form_template = "admin/studyapp/user/change_form.html"
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (
            gettext_lazy("Person"),
            {"fields": ("name", "email", "is_guest", "invitation", "language", "zone")},
        ),
        (
            gettext_lazy("What they may do"),
            {
                "fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions"),
                "description": gettext_lazy(
                    "Who is not active cannot sign in, and what they learnt is kept. "
                    "Deleting removes it for ever."
                ),
            },
        ),
        (gettext_lazy("When"), {"fields": ("date_joined", "last_login")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "password1", "password2")}),
    )

    # Django's two lists with arrows cannot be read by a screen reader.
    filter_horizontal = ()
    POWERS = ("is_staff", "is_superuser", "groups", "user_permissions")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.way_in)
        own = path("<int:pk>/access/", view, name="studyapp_user_access")
        return [own, *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody gives away more than they have: powers are a superuser's to give."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if is_superuser(request) else fields + self.POWERS

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody changes whoever may do more than they, or that person's password."""
        above = obj is not None and may_do_more(obj, than=request.user)
        return not above and super().has_change_permission(request, obj)

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            people.change_email(obj, obj.email)

    def beside_form(self, request: HttpRequest, row: User) -> dict[str, Any]:
        """What the person is learning, their own texts too, and how much of it they know."""
        if not is_superuser(request):
            return {}
        enrolments = list(progress.enrolments(row)[:TEXTS_SHOWN])
        day = replay.calendar_of(row).day(timezone.now())
        mastery = progress.mastery(row, [each.document for each in enrolments], day)
        known = [(each, mastery.get(each.document_id, progress.Mastery())) for each in enrolments]
        return {"learning": known, "attempts_url": list_url(Attempt, q=quote(row.username))}

    # --- Deleting

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nor deletes them; nor, here, themself: that is on the page of their account."""
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or (obj != request.user and not may_do_more(obj, than=request.user))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """How much is lost, in a few words: Django's own list names every answer."""
        lost = [self.what_is_lost(person) for person in objs]
        return lost, {User._meta.verbose_name_plural: len(lost)}, set(), []

    @staticmethod
    def what_is_lost(person: User) -> str:
        held = people.what_is_held(person)
        words = ngettext("%(count)d answer", "%(count)d answers", held.answers)
        return f"{person.username}: {words % {'count': held.answers}}"

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        people.delete_person(obj)

    # --- Helping to sign in

    def way_in(self, request: HttpRequest, pk: int) -> HttpResponse:
        return help_to_sign_in(request, pk, self)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def help_to_sign_in(request: HttpRequest, pk: int, model_admin: UserAdmin) -> HttpResponse:
    """A link to choose a new password, shown this once; and the second factor taken away."""
    person = User.objects.filter(pk=pk, is_guest=False, is_active=True).first()
    if person is None:
        raise Http404
    if not model_admin.has_change_permission(request, person):
        raise PermissionDenied
    url = ""
    if "factor" in request.POST:
        Authenticator.objects.filter(user=person).delete()
        model_admin.log_change(request, person, _("Second factor removed."))
        messages.success(request, _("The second factor is removed."))
        return redirect("admin:studyapp_user_access", person.pk)
    if "link" in request.POST:
        url = reset_link(person)
        model_admin.log_change(request, person, _("Link for a new password made."))
    context = {
        **admin.site.each_context(request),
        "title": _("Help to sign in"),
        "opts": User._meta,
        "original": person,
        "link": url,
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        "has_factor": is_mfa_enabled(person),
        "back": change_url(person),
    }
    return render(request, "admin/studyapp/user/access.html", context)


def reset_link(person: User) -> str:
    """A link by which a person sets a new password: once, within `PASSWORD_RESET_TIMEOUT`.

    It is made from the password in force, so that a new one, or signing in, ends it; nothing of it
    is stored.
    """
    return reset_url(user_pk_to_url_str(person), default_token_generator.make_token(person))


def may_do_more(person: User, *, than: Any) -> bool:
    """Whether a person may do anything that the other may not, were they active."""
    if not isinstance(than, User) or than.is_superuser:
        return False
    if person.is_superuser:
        return True
    granted = Permission.objects.filter(Q(user=person) | Q(group__user=person))
    theirs = granted.values_list("content_type__app_label", "codename")
    own = than.get_all_permissions()
    return any(f"{app}.{codename}" not in own for app, codename in theirs)


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(PermissionNames, auth_admin.GroupAdmin):  # type: ignore[misc]
    filter_horizontal = ()
    list_display = ("called",)

    @admin.display(description=gettext_lazy("group"), ordering="name")
    def called(self, group: Group) -> str:
        return called(group)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Only the group: the rows that tie it to people and permissions have no names."""
        label = str(self.opts.verbose_name_plural)
        return [str(each) for each in objs], {label: len(objs)}, set(), []

    # Who may change a group may give themselves whatever it can hold, everything short of a
    # superuser: the permission alone, ticked for a helper, must not amount to that.

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)
