"""The Editors group: all of the content, and nothing else.

What each address of the panel answers to an editor and to an admin is in tests/addresses.py.
"""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse

from studyapp import editors, library
from studyapp.models import User
from tests import factories
from tests.admin.helpers import paste

pytestmark = pytest.mark.django_db

CONTENT = {
    *("document", "section", "statement", "question", "revision", "import", "collection", "tag"),
    "report",
}


@pytest.fixture
def an_editor():
    user = factories.create_user("carol", is_staff=True)
    user.groups.add(Group.objects.get(name=editors.GROUP))
    return user


def test_an_editor_sees_content_only_on_the_index(client, an_editor):
    client.force_login(an_editor)
    (app,) = client.get(reverse("admin:index")).context["app_list"]
    assert {m["model"]._meta.model_name for m in app["models"]} == CONTENT


def test_the_index_has_content_first_then_people_then_records(client):
    client.force_login(factories.create_editor())
    ours, *_others = client.get(reverse("admin:index")).context["app_list"]
    names = [model["object_name"] for model in ours["models"]]
    assert names[:2] == ["Document", "Collection"]
    assert names.index("Report") < names.index("User") < names.index("Attempt")


def test_the_group_has_a_name_in_the_language_of_the_panel(client):
    client.force_login(factories.create_editor())
    User.objects.update(language="zh-hans")
    html = client.get(reverse("admin:auth_group_changelist")).content.decode()
    assert ">编辑</a>" in html


def test_an_editor_imports_and_publishes(client, an_editor):
    client.force_login(an_editor)
    client.post(paste(client), {"decision": "publish"})
    assert library.Document.objects.get().status == "published"


def test_learners_are_not_changed_by_an_editor(client, an_editor):
    client.force_login(an_editor)
    url = reverse("admin:studyapp_user_change", args=[factories.create_user("bob").pk])
    assert client.post(url, {"username": "x"}).status_code == 403


# --- The group


def test_the_group_is_there_from_the_beginning():
    names = set(
        Group.objects.get(name=editors.GROUP).permissions.values_list("codename", flat=True)
    )
    wanted = {f"{verb}_{model}" for model, verbs in editors.ALLOWED.items() for verb in verbs}
    assert names == wanted


def test_making_the_group_again_changes_nothing():
    before = set(Group.objects.values_list("pk", "permissions"))
    editors.make_group(apps.get_app_config("studyapp"), using="default")
    assert set(Group.objects.values_list("pk", "permissions")) == before


def test_what_the_group_lacks_it_is_given_by_migrating():
    group = Group.objects.get(name=editors.GROUP)
    group.permissions.clear()
    call_command("migrate", verbosity=0)
    assert group.permissions.filter(codename="change_document").exists()


def test_what_the_group_was_given_beside_is_left_to_it():
    group = Group.objects.get(name=editors.GROUP)
    more = Permission.objects.get(codename="view_attempt")
    group.permissions.add(more)
    editors.make_group(apps.get_app_config("studyapp"), using="default")
    assert more in group.permissions.all()
