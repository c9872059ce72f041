"""The admin panel: Django's own, with what editing texts needs beside it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from . import (
    collections,
    documents,
    imports,
    invitations,
    people,
    powers,
    questions,
    records,
    reports,
    revisions,
    sections,
    statements,
    tags,
)

__all__ = [
    "collections",
    "documents",
    "imports",
    "invitations",
    "people",
    "powers",
    "questions",
    "records",
    "reports",
    "revisions",
    "sections",
    "statements",
    "tags",
]

admin.site.site_header = _("Chengsong: admin")
admin.site.site_title = _("Chengsong: admin")
admin.site.index_title = _("What is on the site")
# Texts, answers and people are withdrawn or made inactive, never deleted by the handful.
admin.site.disable_action("delete_selected")
