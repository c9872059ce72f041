"""Invitations, help to sign in, and deleting people, in the admin panel."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone

from studyapp.models import Attempt, Invitation, User
from tests import factories
from tests.admin.helpers import list_of, page_of, run, staff

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PASSWORD = "a long pass phrase"


def access(person):
    return f"/admin/studyapp/user/{person.pk}/access/"


# --- Invitations


def test_an_editor_of_people_makes_a_link_to_hand_over(client, settings):
    settings.REGISTRATION = "invited"
    helper = staff("add_invitation", "change_invitation", "view_invitation")
    client.force_login(helper)
    at = timezone.localtime() + timedelta(days=3)
    fields = {"note": "class 3", "uses": "30", "expires_at_0": f"{at:%Y-%m-%d}"}
    client.post("/admin/studyapp/invitation/add/", fields | {"expires_at_1": f"{at:%H:%M:%S}"})
    made = Invitation.objects.get()
    assert (made.made_by, made.uses, made.note) == (helper, 30, "class 3")
    url = settings.SITE_URL + made.get_absolute_url()
    assert f"<code>{url}</code>" in client.get(page_of(made)).content.decode()


def test_the_link_is_shown_as_soon_as_it_is_made(panel):
    fields = {"note": "", "uses": "1", "expires_at_0": "", "expires_at_1": ""}
    shown = panel.post("/admin/studyapp/invitation/add/", fields, follow=True)
    assert Invitation.objects.get().get_absolute_url() in shown.content.decode()


@pytest.mark.parametrize(("registration", "told"), [("open", True), ("invited", False)])
def test_before_it_is_made_it_is_said_what_a_link_is_good_for(panel, settings, registration, told):
    settings.REGISTRATION = registration
    html = panel.get("/admin/studyapp/invitation/add/").content.decode()
    assert ("REGISTRATION=open" in html) == told


def test_a_new_invitation_is_good_for_two_weeks_unless_said_otherwise(panel):
    html = panel.get("/admin/studyapp/invitation/add/").content.decode()
    assert f"{timezone.localtime() + timedelta(days=14):%Y-%m-%d}" in html


@pytest.mark.parametrize(("field", "value"), [("uses", "0"), ("uses", "-1"), ("note", "x" * 201)])
def test_an_invitation_for_nobody_is_refused(panel, field, value):
    fields = {"note": "", "uses": "1", "expires_at_0": "", "expires_at_1": ""} | {field: value}
    response = panel.post("/admin/studyapp/invitation/add/", fields)
    assert response.status_code == 200
    assert not Invitation.objects.exists()


def test_fewer_places_than_are_taken_are_refused(panel):
    made = Invitation.objects.create(uses=3, used=2)
    fields = {"note": "", "uses": "1", "expires_at_0": "", "expires_at_1": ""}
    html = panel.post(page_of(made), fields).content.decode()
    assert "2 people have used it already." in html


def test_who_used_it_is_told(panel):
    made = Invitation.objects.create(uses=3, used=1)
    member = factories.create_user("li", invitation=made)
    assert f'href="{page_of(member)}"' in panel.get(page_of(made)).content.decode()


def test_revoking_stops_the_links(panel):
    made = Invitation.objects.create()
    run(panel, [made], "revoke")
    made.refresh_from_db()
    assert made.revoked_at is not None
    assert not Invitation.objects.open_at(timezone.now()).exists()
    assert LogEntry.objects.get().object_id == str(made.pk)


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, "can be used"),
        ({"used": 1}, "used up"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "expired"),
        ({"revoked_at": timezone.now()}, "revoked"),
    ],
)
def test_the_list_tells_which_are_good(panel, change, state):
    Invitation.objects.create(**change)
    assert f'field-state">{state}<' in panel.get(list_of(Invitation)).content.decode()


def test_where_registration_is_open_the_page_says_that_no_link_is_needed(panel):
    made = Invitation.objects.create()
    assert "REGISTRATION" in panel.get(page_of(made)).content.decode()


# --- Help to sign in


def link_in(response):
    return re.search(r'value="https?://[^/]+(/accounts/[^"]+)"', response.content.decode())


def test_a_link_lets_a_member_choose_a_password_once(panel):
    alice = factories.create_user()
    link = link_in(panel.post(access(alice), {"link": "1"}))[1]
    assert link_in(panel.get(access(alice))) is None
    browser = Client()
    page = browser.get(link, follow=True).redirect_chain[-1][0]
    browser.post(page, {"password1": PASSWORD, "password2": PASSWORD})
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)
    again = Client().get(link, headers={"accept-language": "en"}).content.decode()
    assert "This link no longer works" in again


def test_a_link_grows_old(panel, settings):
    alice = factories.create_user()
    link = link_in(panel.post(access(alice), {"link": "1"}))[1]
    settings.PASSWORD_RESET_TIMEOUT = -1
    again = Client().get(link, headers={"accept-language": "en"}).content.decode()
    assert "This link no longer works" in again


def test_making_a_link_is_in_the_history_and_the_link_is_not(panel, editor):
    alice = factories.create_user()
    link = link_in(panel.post(access(alice), {"link": "1"}))[1]
    entry = LogEntry.objects.get(object_id=str(alice.pk))
    assert (entry.user, entry.change_message) == (editor, "Link for a new password made.")
    assert link not in f"{entry.object_repr}{entry.change_message}"


def test_the_page_with_the_link_is_kept_nowhere(panel):
    response = panel.post(access(factories.create_user()), {"link": "1"})
    assert "no-store" in response["Cache-Control"]


def higher(kind):
    """Someone who may do more than a helper who changes people."""
    person = factories.create_user("higher", is_staff=True, is_superuser=kind == "superuser")
    right = Permission.objects.get(codename="delete_user")
    if kind == "by a right":
        person.user_permissions.add(right)
    elif kind == "by a group":
        group = Group.objects.create(name="G")
        group.permissions.add(right)
        person.groups.add(group)
    elif kind == "inactive":
        person.user_permissions.add(right)
        person.is_active = False
        person.save()
    return person


@pytest.mark.parametrize("kind", ["superuser", "by a right", "by a group", "inactive"])
def test_nobody_is_helped_or_changed_by_whoever_may_do_less(client, kind):
    client.force_login(staff("view_user", "change_user"))
    person = higher(kind)
    assert client.post(access(person), {"link": "1"}).status_code in (403, 404)
    for url in (page_of(person), f"/admin/studyapp/user/{person.pk}/password/"):
        assert client.post(url, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 403


def test_a_helper_helps_members(client):
    client.force_login(staff("view_user", "change_user"))
    assert link_in(client.post(access(factories.create_user()), {"link": "1"}))


def test_without_the_right_to_change_people_nobody_is_helped(client):
    client.force_login(staff("view_user"))
    assert client.get(access(factories.create_user())).status_code == 403


def test_guests_have_no_password_to_forget(panel):
    assert panel.get(access(factories.create_user("g", guest=True))).status_code == 404


def test_a_lost_device_is_taken_off(panel):
    alice = factories.create_user(is_staff=True)
    assert "Remove the second factor" not in panel.get(access(alice)).content.decode()
    Authenticator.objects.create(user=alice, type="totp", data={"secret": "x"})
    assert "Remove the second factor" in panel.get(access(alice)).content.decode()
    panel.post(access(alice), {"factor": "1"})
    assert not Authenticator.objects.exists()
    assert LogEntry.objects.get().change_message == "Second factor removed."


# --- Deleting


def test_a_person_is_deleted_with_all_they_did(panel, studied):
    alice = User.objects.get(username="alice")
    page = panel.get(f"/admin/studyapp/user/{alice.pk}/delete/").content.decode()
    assert "alice: 1 answer" in page
    panel.post(f"/admin/studyapp/user/{alice.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(pk=alice.pk).exists()
    assert not Attempt.objects.exists()
    assert "alice" not in {entry.object_repr for entry in LogEntry.objects.all()}


def test_nobody_deletes_themself_there_or_who_may_do_more(client, panel, editor):
    assert panel.get(f"/admin/studyapp/user/{editor.pk}/delete/").status_code == 403
    helper = staff("view_user", "delete_user")
    client.force_login(helper)
    assert (
        client.post(f"/admin/studyapp/user/{editor.pk}/delete/", {"post": "y"}).status_code == 403
    )


def test_how_much_is_lost_is_counted_not_listed(panel, studied, django_assert_max_num_queries):
    alice = User.objects.get(username="alice")
    with django_assert_max_num_queries(20):
        panel.get(f"/admin/studyapp/user/{alice.pk}/delete/")


# --- Addresses and keys


def test_an_address_changed_here_is_the_only_one(panel):
    alice = factories.create_user(email="old@example.org")
    EmailAddress.objects.create(user=alice, email="old@example.org", primary=True)
    fields = {
        "username": "alice",
        "zone": alice.zone,
        "is_active": "on",
        "email": "new@example.org",
    }
    panel.post(page_of(alice), fields)
    alice.refresh_from_db()
    assert alice.email == "new@example.org"
    assert not EmailAddress.objects.exists()


def test_keys_of_second_factors_are_not_to_be_seen(panel):
    assert panel.get("/admin/mfa/authenticator/").status_code == 404
    assert panel.get("/admin/account/emailaddress/").status_code == 404


def test_there_is_one_page_to_change_the_password(panel):
    assert panel.get("/admin/password_change/").url == "/accounts/password/change/"


# --- Groups


def test_only_superusers_make_change_or_delete_groups(client, panel):
    group = Group.objects.create(name="helpers")
    helper = staff("add_group", "change_group", "delete_group", "view_group")
    helper.groups.add(group)
    mine = Client()
    mine.force_login(helper)
    page = f"/admin/auth/group/{group.pk}/change/"
    everything = [right.pk for right in Permission.objects.all()]
    fields = {"name": "helpers", "permissions": everything}
    assert mine.get(page).status_code == 200
    assert mine.post(page, fields).status_code == 403
    assert mine.post("/admin/auth/group/add/", fields).status_code == 403
    assert mine.post(f"/admin/auth/group/{group.pk}/delete/", {"post": "yes"}).status_code == 403
    assert not group.permissions.exists()
    right = Permission.objects.get(codename="change_report")
    panel.post(page, {"name": "helpers", "permissions": [right.pk]})
    assert list(group.permissions.all()) == [right]
