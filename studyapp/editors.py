"""The group of the editors: who is in it can do everything with texts, and nothing else."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import router

GROUP = "Editors"

ALLOWED = {
    "document": ("view", "add", "change", "delete"),
    "collection": ("view", "add", "change", "delete"),
    "collectionentry": ("view", "add", "change", "delete"),
    "tag": ("view", "add", "change", "delete"),
    "section": ("view", "change"),
    "statement": ("view", "change"),
    "question": ("view", "change"),
    "report": ("view", "change"),
    "revision": ("view",),
    "import": ("view",),
}


def make_group(sender: AppConfig, *, using: str, apps: Apps = installed, **_signal: Any) -> None:
    """Make the group where it is not there, and give it what it lacks; take nothing from it.

    It hears that the database was migrated; `apps` are as of that migration, which may be one
    that took the groups away.
    """
    migrated = {model._meta.label for model in apps.get_models()}
    if Group._meta.label not in migrated or not router.allow_migrate_model(using, Group):
        return
    # Django makes permissions after the same signal, which may reach it later.
    create_permissions(sender, verbosity=0, using=using, apps=apps)
    wanted = {f"{verb}_{model}" for model, verbs in ALLOWED.items() for verb in verbs}
    group, _made = Group.objects.using(using).get_or_create(name=GROUP)
    group.permissions.add(
        *Permission.objects.using(using).filter(
            content_type__app_label=sender.label, codename__in=wanted
        )
    )
