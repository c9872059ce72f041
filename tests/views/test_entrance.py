"""The ways in: registering, invitations, passwords, addresses, sessions, stale forms."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp import people
from studyapp.middleware import DRAFT
from studyapp.models import Invitation, User
from tests import factories
from tests.forms import ENGLISH
from tests.views.doors import PASSWORD, SIGN_UP, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def alice(client):
    user = factories.create_user("alice", email="alice@example.org", language="en")
    client.force_login(user)
    return user


# --- Registering


def test_a_user_name_and_a_password_are_enough(client):
    client.post(reverse("account_signup"), SIGN_UP)
    member = User.objects.get(username="li")
    assert (member.email, member.is_guest) == ("", False)


def test_a_guest_who_registers_is_told_that_nothing_is_lost(client):
    client.force_login(people.new_guest())
    shown = client.post(reverse("account_signup"), SIGN_UP, headers=ENGLISH, follow=True)
    assert "All that you did as a guest is kept." in shown.content.decode()


def test_a_stranger_who_registers_is_told_nothing_of_a_guest(client):
    shown = client.post(reverse("account_signup"), SIGN_UP, headers=ENGLISH, follow=True)
    assert "as a guest" not in shown.content.decode()


def test_an_address_of_another_account_is_refused_beside_its_field(client):
    factories.create_user(email="taken@example.org")
    response = client.post(
        reverse("account_signup"), SIGN_UP | {"email": "Taken@example.org"}, headers=ENGLISH
    )
    assert "Another account has this e-mail address." in response.content.decode()


@pytest.mark.parametrize("name", ["李明远", "Ærøskøbing", "user.name+tag@x", "明" * 150])
def test_user_names_of_any_script_are_good(client, name):
    client.post(reverse("account_signup"), SIGN_UP | {"username": name})
    assert User.objects.filter(username=name).exists()


@pytest.mark.parametrize("name", ["a b", "👩‍🎓", "明" * 151, "", "x\x00y", "<script>"])
def test_other_user_names_are_refused_beside_their_field(client, name):
    response = client.post(reverse("account_signup"), SIGN_UP | {"username": name})
    assert 'id="id_username_error"' in response.content.decode()
    assert not User.objects.exists()


# --- Invitations


def test_a_made_up_link_says_so_where_all_may_register(client):
    shown = client.get("/join/made-up/", headers=ENGLISH, follow=True)
    assert shown.redirect_chain == [(reverse("account_signup"), 302)]
    assert "This link is not good" in shown.content.decode()


@pytest.fixture
def invited(settings):
    settings.REGISTRATION = "invited"
    return Invitation.objects.create(note="class 3", uses=2)


def test_a_link_opens_the_registration(client, invited):
    url = invited.get_absolute_url()
    assert f'action="{url}"' in client.get(url).content.decode()
    client.post(url, SIGN_UP)
    member = User.objects.get(username="li")
    assert member.invitation == invited
    invited.refresh_from_db()
    assert invited.used == 1


def test_a_guest_registers_by_invitation_in_place(client, invited):
    guest = people.new_guest()
    client.force_login(guest)
    client.post(invited.get_absolute_url(), SIGN_UP)
    member = User.objects.get()
    assert (member.pk, member.is_guest, member.invitation) == (guest.pk, False, invited)


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"used": 2},
        {"token": "another"},
    ],
)
def test_a_link_that_is_no_longer_good_says_so_and_registers_nobody(client, invited, change):
    url = invited.get_absolute_url()
    Invitation.objects.filter(pk=invited.pk).update(**change)
    html = client.get(url, headers=ENGLISH).content.decode()
    assert "This invitation is no longer good" in html
    client.post(url, SIGN_UP)
    assert not User.objects.exists()


def test_the_last_place_is_given_once(client, invited):
    Invitation.objects.filter(pk=invited.pk).update(used=1)
    rows = [Invitation.objects.get(pk=invited.pk) for _hand in range(2)]
    people.accept_invitation(rows[0], factories.create_user("one"), now=timezone.now())
    with pytest.raises(people.InvitationUsedUp):
        people.accept_invitation(rows[1], factories.create_user("two"), now=timezone.now())


def test_who_comes_too_late_for_the_last_place_is_told(client, invited, monkeypatch):
    """Another takes it between the look at the form and its storing."""

    def gone(*_arguments, **_options):
        raise people.InvitationUsedUp

    monkeypatch.setattr(people, "accept_invitation", gone)
    response = client.post(invited.get_absolute_url(), SIGN_UP)
    assert (response.status_code, response.url) == (303, invited.get_absolute_url())
    assert not User.objects.exists()


def test_a_refused_form_does_not_use_up_a_place(client, invited):
    client.post(invited.get_absolute_url(), SIGN_UP | {"password2": "another one"})
    invited.refresh_from_db()
    assert invited.used == 0


def test_where_registration_is_closed_links_do_not_open_it(client, invited, settings):
    settings.REGISTRATION = "closed"
    html = client.get(invited.get_absolute_url(), headers=ENGLISH).content.decode()
    assert "Registration is closed" in html


def test_where_guests_are_off_buttons_say_what_they_do(client, settings):
    settings.GUESTS = False
    document = factories.create_document()
    assert "Sign in to start" in client.get("/", headers=ENGLISH).content.decode()
    page = client.get(document.get_absolute_url(), headers=ENGLISH).content.decode()
    assert "Sign in to learn" in page


# --- What guests have not


GUARDED = [
    *("account_change_password", "account_set_password", "account_email", "mfa_index"),
    *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes"),
    *("mfa_generate_recovery_codes", "mfa_download_recovery_codes", "account_reauthenticate"),
]


@pytest.mark.parametrize("name", GUARDED)
def test_guests_are_shown_how_to_become_members(client, name):
    client.force_login(people.new_guest())
    response = client.get(reverse(name))
    assert (response.status_code, response.url) == (303, reverse("account_signup"))


# --- Passwords


def test_without_a_mail_server_the_page_says_so(client):
    html = client.get(reverse("account_reset_password"), headers=ENGLISH).content.decode()
    assert "This site cannot send mail." in html
    assert 'name="email"' not in html


@pytest.fixture
def mail_server(settings):
    settings.EMAIL_HOST = "mail.example"


def test_a_link_to_a_new_password_comes_by_mail_and_works_once(client, mail_server, settings):
    factories.create_user("alice", email="alice@example.org")
    client.post(reverse("account_reset_password"), {"email": "alice@example.org"}, headers=ENGLISH)
    message = mail.outbox[0]
    assert (message.to, message.subject) == (["alice@example.org"], "Chengsong: a new password")
    link = re.search(rf"{settings.SITE_URL}(\S+)", message.body)[1]
    page = client.get(link, follow=True)
    fields = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(page.redirect_chain[-1][0], fields)
    assert User.objects.get().check_password(PASSWORD)
    html = Client().get(link, headers=ENGLISH, follow=True).content.decode()
    assert "This link no longer works" in html


def test_the_link_leads_to_the_site_whatever_host_was_asked(client, mail_server, settings):
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "localhost"]
    factories.create_user("alice", email="alice@example.org")
    fields = {"email": "alice@example.org"}
    client.post(reverse("account_reset_password"), fields, headers={"host": "localhost:9999"})
    links = re.findall(r"https?://\S+", mail.outbox[0].body)
    assert links and all(link.startswith(f"{settings.SITE_URL}/") for link in links)


def test_an_address_that_nobody_has_is_answered_alike_and_gets_no_mail(client, mail_server):
    response = client.post(reverse("account_reset_password"), {"email": "no@example.org"})
    assert response.url == reverse("account_reset_password_done")
    assert mail.outbox == []


def test_a_mail_server_that_is_down_tells_nobody_who_has_an_account(
    client, mail_server, monkeypatch
):
    factories.create_user("alice", email="alice@example.org")

    def refuse(*_arguments, **_options):
        raise ConnectionRefusedError

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    response = client.post(reverse("account_reset_password"), {"email": "alice@example.org"})
    assert response.url == reverse("account_reset_password_done")


def test_a_new_password_signs_out_every_other_browser(client, alice):
    other = Client()
    sign_in(other)
    fields = {"oldpassword": "correct horse", "password1": PASSWORD, "password2": PASSWORD}
    response = client.post(reverse("account_change_password"), fields)
    assert response.url == "/account/"
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_signing_out_elsewhere_ends_every_session_but_this(client, alice):
    others = [Client(), Client()]
    for other in others:
        sign_in(other)
    client.post(reverse("sign_out_elsewhere"))
    assert client.get("/account/").status_code == 200
    assert [other.get("/account/").status_code for other in others] == [302, 302]
    sign_in(others[0])
    assert others[0].get("/account/").status_code == 200


def test_sessions_from_before_the_first_sign_out_are_as_ever(alice):
    from django.contrib.auth.base_user import AbstractBaseUser

    assert alice.get_session_auth_hash() == AbstractBaseUser._get_session_auth_hash(alice)


# --- The address


def test_the_address_is_changed_with_the_password(client, alice):
    EmailAddress.objects.create(user=alice, email="alice@example.org", primary=True)
    url = reverse("account_email")
    client.post(url, {"email": "new@example.org", "password": "wrong"})
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    client.post(url, {"email": "new@example.org", "password": "correct horse"})
    alice.refresh_from_db()
    assert alice.email == "new@example.org"
    assert not EmailAddress.objects.exists()


def test_the_address_can_be_taken_out(client, alice):
    client.post(reverse("account_email"), {"email": "", "password": "correct horse"})
    alice.refresh_from_db()
    assert alice.email == ""


@pytest.mark.parametrize("address", ["bob@example.org", "BOB@example.org", "not one", "a@b"])
def test_an_address_that_cannot_be_is_refused(client, alice, address):
    factories.create_user("bob", email="bob@example.org")
    fields = {"email": address, "password": "correct horse"}
    assert client.post(reverse("account_email"), fields).status_code == 422


# --- Forms that have become stale


@pytest.fixture
def strict():
    """A browser whose forms are checked, as they are on a real site."""
    return Client(enforce_csrf_checks=True)


def test_an_answer_with_a_stale_token_is_kept_and_offered_again(strict):
    document = factories.create_document()
    alice = factories.create_user(language="en")
    strict.force_login(alice)
    attempt = factories.next_question(factories.start(alice, document, now=timezone.now()))
    url = attempt.get_absolute_url()
    response = strict.post(url, {"answer": "三分之二", "csrfmiddlewaretoken": "x" * 64})
    assert (response.status_code, response.url) == (303, url)
    attempt.refresh_from_db()
    assert not attempt.answered
    html = strict.get(url).content.decode()
    assert 'value="三分之二"' in html
    assert "Send your answer once more." in html
    assert strict.session[DRAFT]["url"] == url


@pytest.mark.parametrize("header", [{"HX-Request": "true"}, {"Accept": "application/json"}])
def test_a_script_is_told_that_the_token_is_stale_and_nothing_typed_is_lost(strict, header):
    alice = factories.create_user()
    strict.force_login(alice)
    sitting = factories.start(alice, factories.create_document(), now=timezone.now())
    url = factories.next_question(sitting).get_absolute_url()
    assert strict.post(url, {"answer": "三分之二"}, headers=header).status_code == 403
    assert 'value="三分之二"' in strict.get(url).content.decode()


def test_any_other_stale_form_is_explained_with_a_way_back(strict):
    strict.force_login(factories.create_user(language="en"))
    response = strict.post(
        "/account/", {"name": "x"}, headers={"referer": "http://testserver/account/"}
    )
    html = response.content.decode()
    assert response.status_code == 403
    assert "This form has expired" in html
    assert '<a class="button" href="/account/">' in html


@pytest.mark.parametrize("url", ["https://evil.example/x", "http://testserver//evil.example/"])
def test_a_stale_form_from_elsewhere_leads_nowhere_else(strict, url):
    response = strict.post("/account/", {}, headers={"referer": url})
    assert "evil" not in response.content.decode()
