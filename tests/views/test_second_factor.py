"""The second factor, and the door of the admin panel, which may ask for it."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from studyapp import people
from studyapp.models import Attempt, User
from tests import factories
from tests.codes import SECRET, code
from tests.forms import ENGLISH
from tests.views.doors import SIGN_UP, person_in, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def alice(client):
    user = factories.create_user("alice", email="alice@example.org", language="en")
    client.force_login(user)
    return user


def confirm(client):
    """Say the password once more, as is asked before a second factor is changed."""
    client.post(reverse("account_reauthenticate"), {"password": "correct horse"})


@pytest.fixture
def staff():
    """Staff with a second factor."""
    person = factories.create_editor("staff")
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return person


def test_the_second_factor_is_set_up_with_a_picture_and_gives_recovery_codes(client):
    person = factories.create_user("alice", language="en")
    sign_in(client)
    confirm(client)
    html = client.get(reverse("mfa_activate_totp")).content.decode()
    assert 'src="data:image/svg+xml;base64,' in html
    secret = client.session["mfa.totp.secret"]
    assert secret in html
    response = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)
    codes = re.findall(r"<code>(\d+)</code>", response.content.decode())
    assert len(codes) == 10
    assert set(Authenticator.objects.filter(user=person).values_list("type", flat=True)) == {
        "totp",
        "recovery_codes",
    }


def test_signing_in_asks_for_the_code(client, staff):
    response = sign_in(client, "staff", next="/library/")
    assert response.url.startswith(reverse("mfa_authenticate"))
    assert person_in(client) is None
    html = client.post(response.url, {"code": "000000"}, headers=ENGLISH).content.decode()
    assert "That is not the code." in html
    assert client.post(response.url, {"code": code()}).url == "/library/"
    assert person_in(client) == staff.pk


def test_a_clock_that_is_half_a_minute_off_is_good_enough(client, staff):
    response = sign_in(client, "staff")
    client.post(response.url, {"code": code(ago=1)})
    assert person_in(client) == staff.pk


def test_a_recovery_code_lets_in_once(client, staff):
    codes = Authenticator.objects.get(user=staff, type="recovery_codes").wrap()
    chosen = codes.get_unused_codes()[0]
    for expected in (staff.pk, None):
        response = sign_in(client, "staff")
        client.post(response.url, {"code": chosen})
        assert person_in(client) == expected
        client.post(reverse("account_logout"))


def test_wrong_codes_are_limited(client, staff):
    response = sign_in(client, "staff")
    for _try in range(5):
        client.post(response.url, {"code": "000000"})
    html = client.post(response.url, {"code": code()}, headers=ENGLISH).content.decode()
    assert "Too many wrong codes." in html
    assert person_in(client) is None


def test_a_guest_who_signs_in_with_a_code_brings_their_answers_along(client, staff):
    document = factories.create_document()
    client.post(reverse("start"), {"mode": "learn", "document": document.pk})
    guest = User.objects.get(is_guest=True)
    attempt = factories.answer_right(
        Attempt.objects.order_by("position").first(), now=timezone.now()
    )
    response = sign_in(client, "staff")
    client.post(response.url, {"code": code()})
    attempt.refresh_from_db()
    assert attempt.learner == staff
    assert not User.objects.filter(pk=guest.pk).exists()


def test_a_guest_who_gives_up_at_the_code_goes_on_as_they_were(client, staff):
    document = factories.create_document()
    client.post(reverse("start"), {"mode": "learn", "document": document.pk})
    guest = User.objects.get(is_guest=True)
    sign_in(client, "staff")
    client.post(reverse("start"), {"mode": "learn", "document": document.pk})
    assert person_in(client) == guest.pk


def test_switching_it_off_takes_the_recovery_codes_too(client, staff):
    response = sign_in(client, "staff")
    client.post(response.url, {"code": code()})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()


@pytest.fixture
def an_hour_later(client, monkeypatch):
    """Make all that a browser proved an hour old."""

    def make():
        session = client.session
        for proof in session["account_authentication_methods"]:
            proof["at"] -= 3600
        session.save()

    return make


def test_who_has_just_signed_in_is_not_asked_for_the_password_again(client, alice, an_hour_later):
    sign_in(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    an_hour_later()
    assert client.get(reverse("mfa_activate_totp")).url.startswith("/accounts/reauthenticate/")
    confirm(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_who_has_just_registered_is_not_asked_for_the_password_again(client, an_hour_later):
    client.force_login(people.new_guest())
    client.post(reverse("account_signup"), SIGN_UP)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    an_hour_later()
    assert client.get(reverse("mfa_activate_totp")).url.startswith("/accounts/reauthenticate/")


def test_the_proof_of_someone_else_is_none(client, alice, staff, an_hour_later):
    sign_in(client)
    an_hour_later()
    sign_in(client, "staff")
    assert client.get(reverse("mfa_activate_totp")).status_code == 302


def test_the_command_helps_who_has_lost_the_device(staff, capsys):
    call_command("reset_mfa", "staff")
    assert '"removed": true' in capsys.readouterr().out
    assert not Authenticator.objects.exists()
    with pytest.raises(CommandError, match="nobody"):
        call_command("reset_mfa", "nobody")


# --- The door of the admin panel


def test_the_panel_has_no_sign_in_of_its_own(client, staff):
    response = client.get("/admin/studyapp/document/", follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
    fields = {"username": "staff", "password": "correct horse"}
    client.post("/admin/login/", fields)
    assert person_in(client) is None


def test_signing_in_leads_on_to_the_page_of_the_panel(client, staff):
    response = client.get("/admin/login/?next=/admin/studyapp/user/")
    assert response.url == f"{reverse('account_login')}?next=/admin/studyapp/user/"
    assert "evil" not in client.get("/admin/login/?next=https://evil.example/").url


def test_members_are_refused_and_guests_asked_to_sign_in(client, alice):
    assert client.get("/admin/", follow=True).status_code == 403
    client.force_login(people.new_guest())
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")


def test_where_a_second_factor_is_asked_of_staff_the_panel_opens_only_with_one(client, settings):
    settings.STAFF_MFA = True
    person = factories.create_editor("staff")
    sign_in(client, "staff")
    response = client.get("/admin/", follow=True, headers=ENGLISH)
    assert reverse("mfa_activate_totp") in [url for url, _status in response.redirect_chain]
    assert "Staff of this site sign in with a second factor." in response.content.decode()
    TOTP.activate(person, SECRET)
    assert client.get("/admin/").status_code == 200


def test_where_it_is_not_asked_the_panel_opens_without(client):
    factories.create_editor("staff")
    sign_in(client, "staff")
    assert client.get("/admin/").status_code == 200
