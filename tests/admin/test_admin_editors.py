"""The Editors group: all of the content, and nothing else. Every address of the panel is tried."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.urls import URLPattern, reverse

from studyapp import editors, library, reports
from studyapp.models import Collection, Import, Question, Tag
from tests import factories
from tests.admin.helpers import READ_ONLY, paste

pytestmark = pytest.mark.django_db

CONTENT = {
    *("document", "section", "statement", "question", "revision", "import", "collection", "tag"),
}
CONTENT |= {"report"}
# What only people who may do everything see.
CLOSED = {"user", "enrolment", "attempt", "review", "group", "emailaddress", "authenticator"}
# Of the content: what nobody makes or deletes by hand.
MADE_BY_TEXTS = {"section", "statement", "question", "revision", "import", "report"}
# Addresses of no model. Signing out is a POST; choosing by typing asks which field it is for.
ANYONE_OF_THE_STAFF = {
    **{name: {200, 302} for name in ("index", "login", "password_change", "password_change_done")},
    **{name: {200, 302} for name in ("jsi18n", "app_list", "view_on_site")},
    "logout": {405},
    "autocomplete": {403},
}


@pytest.fixture
def rows(panel):
    """A row of everything, by the name of its model; the import is one that waits."""
    document = factories.create_document()
    library.import_document(factories.TEXT.replace("三篇", "五篇").encode(), revise=document)
    learner = factories.create_user("bob")
    attempt = factories.answer_right(factories.next_question(factories.start(learner, document)))
    reports.report(attempt, kind="typo", words="", now=factories.NOW)
    paste(panel, "另一篇短文\n\n每个人每天读书三十分钟。")
    EmailAddress.objects.create(user=learner, email="bob@example.com")
    Authenticator.objects.create(user=learner, type="totp", data={})
    found = {
        "document": factories.create_document(text="一篇\n\n每个人每天走路六十分钟。"),
        "collection": Collection.objects.create(name="章程"),
        "tag": Tag.objects.create(name="章程"),
        "group": Group.objects.get(),
        "import": Import.objects.get(),
        "question": Question.objects.filter(retired_at=None).first(),
        "revision": document.revisions.get(number=1),
        "user": learner,
    }
    for model in admin.site._registry:
        found.setdefault(model._meta.model_name, model.objects.first())
    return found


@pytest.fixture
def an_editor():
    user = factories.create_user("carol", is_staff=True)
    user.groups.add(Group.objects.get(name=editors.GROUP))
    return user


def patterns():
    """Every named address of the panel with its model ("" where it is of none) and what it does."""
    models = {f"{m._meta.app_label}_{m._meta.model_name}": m for m in admin.site._registry}

    def walk(items, inside=""):
        for item in items:
            if not isinstance(item, URLPattern):
                # Of the addresses of one model all have its name; its oldest form has none.
                yield from walk(item.url_patterns)
            elif item.name:
                # Django names this one after its own model, whatever the site's is.
                name = item.name.replace("auth_user_", "studyapp_user_")
                model = next((m for m in models if name.startswith(f"{m}_")), "")
                yield item, models.get(model), name.removeprefix(f"{model}_")

    return list(walk(admin.site.get_urls()))


def address(item, model, rows):
    kind = ContentType.objects.get_for_model(rows["document"])
    values = {"app_label": "studyapp", "content_type_id": kind.pk}
    row = rows.get(model._meta.model_name) if model else None
    pk = row.pk if row is not None else rows["document"].pk
    names = item.pattern.regex.groupindex
    if "document_preview" in item.name:
        pk = rows["import"].pk
    chosen = {name: pk if name in ("object_id", "pk", "id") else values[name] for name in names}
    return reverse(f"admin:{item.name}", kwargs=chosen)


def expected(model, what, *, everything):
    """The answer to a GET: 200 (or 302, on to the page) or 403; 405 where only POST is answered."""
    if model is None:
        return ANYONE_OF_THE_STAFF.get(what, set())
    name = model._meta.model_name
    if not everything and name not in CONTENT:
        assert name in CLOSED, f"say whether editors see {name}"
        return {403}
    read_only = name in MADE_BY_TEXTS or model in READ_ONLY
    if what == "bring_back":
        return {405}
    if (what in ("add", "delete") and read_only) or (what == "delete" and name == "user"):
        return {403}
    return {200, 302}


def test_an_editor_and_an_administrator_meet_the_right_answer_at_every_address(
    client, panel, rows, an_editor, editor
):
    wrong = []
    for item, model, what in patterns():
        for user in (an_editor, editor):
            client.force_login(user)
            status = client.get(address(item, model, rows)).status_code
            right = expected(model, what, everything=user.is_superuser)
            if status not in right:
                wrong.append((user.username, item.name, status, right))
    assert wrong == []


def test_an_editor_sees_content_only_on_the_index(client, an_editor):
    client.force_login(an_editor)
    (app,) = client.get(reverse("admin:index")).context["app_list"]
    assert {m["model"]._meta.model_name for m in app["models"]} == CONTENT


def test_an_editor_imports_and_publishes(client, an_editor):
    client.force_login(an_editor)
    client.post(paste(client), {"decision": "publish"})
    assert library.Document.objects.get().status == "published"


def test_learners_are_not_changed_by_an_editor(client, an_editor, rows):
    client.force_login(an_editor)
    url = reverse("admin:studyapp_user_change", args=[rows["user"].pk])
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
