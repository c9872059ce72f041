"""What the tests of the admin panel share: addresses, and what an editor sends."""

from django.contrib.auth.models import Permission
from django.urls import reverse

from studyapp.models import (
    Attempt,
    Collection,
    Document,
    Enrolment,
    Import,
    Invitation,
    Question,
    Report,
    Review,
    Revision,
    Section,
    Statement,
    Tag,
    User,
)
from tests import factories

IMPORT = "/admin/studyapp/document/import/"
READ_ONLY = [Revision, Import, Enrolment, Attempt, Review]
OURS = [Collection, Tag, Document, Section, Statement, Question, Report, User, Invitation]
OURS += READ_ONLY


def staff(*codenames):
    """Someone of the staff who may do these things only."""
    user = factories.create_user("helper", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def list_of(model):
    return reverse(f"admin:studyapp_{model._meta.model_name}_changelist")


def page_of(row):
    return reverse(f"admin:studyapp_{row._meta.model_name}_change", args=[row.pk])


def paste(panel, text=factories.TEXT):
    """Send a text in; returns the address of its preview."""
    return panel.post(IMPORT, {"text": text}).url


def run(panel, rows, action):
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return panel.post(list_of(type(rows[0])), data, follow=True)


def told(response):
    """What the page says in its messages."""
    return " ".join(str(message) for message in response.context["messages"])
