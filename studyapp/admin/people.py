"""People: members, staff and guests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from studyapp.models import User

from .base import CappedPaginator
from .forms import NewUserForm, UserForm
from .powers import PasswordForm, PermissionNames, switch_off_second_factor


class GuestFilter(admin.SimpleListFilter):
    """Members, unless guests are asked for: a site has many who only looked."""

    title = _("guests")
    parameter_name = "guests"

    def lookups(
        self,
        request: HttpRequest,
        model_admin: Any,
    ) -> list[tuple[str, Any]]:
        return [("only", _("guests")), ("too", _("members and guests"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        members, *others = super().choices(changelist)
        yield {**members, "display": _("members")}
        yield from others

    def queryset(
        self,
        request: HttpRequest,
        queryset: QuerySet[User],
    ) -> QuerySet[User]:
        wanted = self.value()
        return queryset if wanted == "too" else queryset.filter(is_guest=wanted == "only")


@admin.register(User)
class UserAdmin(PermissionNames, auth_admin.UserAdmin):  # type: ignore[type-arg]
    form = UserForm
    change_password_form = PasswordForm
    add_form = NewUserForm
    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    list_display = ("username", "name", "email", "is_staff", "is_active", "date_joined")
    list_filter = (GuestFilter, "is_staff", "is_active")
    search_fields = ("username", "name", "email")
    search_help_text = _("User name, name or e-mail")
    ordering = ("username",)
    readonly_fields = ("date_joined", "last_login", "is_guest")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("name", "email", "is_guest", "language", "zone")}),
        (
            _("What they may do"),
            {
                "fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions"),
                "description": _(
                    "People are not deleted here: who is not active cannot sign in, "
                    "and what they learnt is kept."
                ),
            },
        ),
        (_("When"), {"fields": ("date_joined", "last_login")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "password1", "password2")}),
    )

    # Django's two lists with arrows cannot be read by a screen reader.
    filter_horizontal = ()
    POWERS = ("is_staff", "is_superuser", "groups", "user_permissions")
    actions = (switch_off_second_factor,)

    def has_give_powers_permission(self, request: HttpRequest) -> bool:
        """Powers, and the locks before them, are a superuser's to give."""
        return is_superuser(request)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody gives away more than they have: powers are a superuser's to give."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if is_superuser(request) else fields + self.POWERS

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only a superuser changes a superuser, or their password."""
        above = obj is not None and obj.is_superuser and not is_superuser(request)
        return not above and super().has_change_permission(request, obj)

    def has_delete_permission(
        self,
        request: HttpRequest,
        obj: User | None = None,
    ) -> bool:
        return False


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(PermissionNames, auth_admin.GroupAdmin):  # type: ignore[misc]
    filter_horizontal = ()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Only the group: the rows that tie it to people and permissions have no names."""
        label = str(self.opts.verbose_name_plural)
        return [str(each) for each in objs], {label: len(objs)}, set(), []


def is_superuser(request: HttpRequest) -> bool:
    """Whether the person who asks may do everything."""
    return isinstance(request.user, User) and request.user.is_superuser
