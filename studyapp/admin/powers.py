"""What someone may do and how they sign in, as the panel shows it: in words, and no secrets."""

from __future__ import annotations

from typing import Any

# From the modules that register them, so that this can be taken back below.
from django import forms
from django.contrib import admin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group, Permission
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from studyapp import editors

VERBS = {"add": _("add"), "change": _("change"), "delete": _("delete"), "view": _("view")}


class PermissionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Permissions by what they are for; Django's own names are English, stored in the database."""

    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, Permission)
        model = obj.content_type.model_class()
        name = model._meta.verbose_name if model else obj.content_type.model
        verb = obj.codename.partition("_")[0]
        return f"{capfirst(str(name))} · {VERBS.get(verb, obj.name)}"


def permissions() -> QuerySet[Permission]:
    """Those for rows that the panel shows: no others can be used there."""
    models = {model._meta.model_name for model in admin.site._registry}
    found = Permission.objects.filter(content_type__model__in=models)
    return found.select_related("content_type")


def called(group: Group) -> str:
    """The name of a group as it is shown: that of the editors is ours to translate."""
    return str(_("Editors")) if group.name == editors.GROUP else group.name


class GroupsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Groups, by the names that people know."""

    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, Group)
        return called(obj)


class PermissionNames:
    """For the admin of a model that has permissions."""

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Group:
            kwargs |= {"form_class": GroupsField}
        if db_field.related_model is Permission:
            kwargs |= {"form_class": PermissionsField, "queryset": permissions()}
        return super().formfield_for_manytomany(  # type: ignore[misc]
            db_field, request, **kwargs
        )


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """Django's, whose warning is English in part, in part as the process was started."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "usable_password" in self.fields:
            self.fields["usable_password"].help_text = format_html(
                '<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
                _("Once switched off, the password that they have now is lost."),
            )
