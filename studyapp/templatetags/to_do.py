"""What an editor finds first in the admin panel."""

from __future__ import annotations

from typing import Any

from django import template

from studyapp.admin.to_do import tasks_of

register = template.Library()


@register.inclusion_tag("admin/studyapp/_to_do.html", takes_context=True)
def to_do(context: dict[str, Any]) -> dict[str, Any]:
    """What waits for the person who looks, as links."""
    user = context["request"].user
    return {
        "may_import": user.has_perm("studyapp.add_document"),
        "tasks": tasks_of(user),
    }
