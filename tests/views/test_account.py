"""Settings, signing in, the language, and the pages of an error."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from studyapp.zones import zone_choices
from tests import factories
from tests.forms import ENGLISH

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
URL = "/account/"


def settings_of(user, **changes) -> dict[str, object]:
    """What the form sends when nothing but `changes` is changed."""
    names = ("name", "language", "zone", "day_start", "new_per_day", "reviews_per_day")
    names += ("retention", "start_rung")
    return {name: getattr(user, name) for name in names} | changes


# --- Settings


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get(URL)["Location"].startswith(reverse("account_login"))


def test_settings_are_saved(client, alice):
    response = client.post(URL, settings_of(alice, name="明远", new_per_day=7))
    assert response.status_code == 303
    alice.refresh_from_db()
    assert (alice.name, alice.new_per_day) == ("明远", 7)


def test_zones_are_in_groups_the_common_ones_first():
    with translation.override("en"):
        (_often, common), *regions = zone_choices("Asia/Shanghai")
    assert common[0] == ("Asia/Shanghai", "Beijing time")
    assert [label for label, _zones in regions][:2] == ["Asia", "Africa"]
    offered = {name for _label, zones in regions for name, _words in zones}
    assert {"America/Argentina/Ushuaia", "Asia/Kolkata", "Pacific/Chatham"} <= offered
    assert not offered & {"GMT", "Etc/GMT+5", "US/Eastern", "localtime"}


def test_who_has_a_zone_that_is_not_offered_keeps_it(client, alice):
    alice.zone = "US/Eastern"
    alice.save()
    assert client.post(URL, settings_of(alice, name="x")).status_code == 303
    alice.refresh_from_db()
    assert (alice.name, alice.zone) == ("x", "US/Eastern")


def test_display_is_saved_and_takes_effect(client, alice):
    client.post(URL, settings_of(alice, theme="dark", size="large", keys="off"))
    html = client.get(URL).content.decode()
    assert 'data-theme="dark" data-size="large" data-keys="off"' in html


def test_display_is_unset_again_and_what_else_is_kept_there_stays(client, alice):
    alice.display = {"theme": "dark", "pinyin": True}
    alice.save()
    client.post(URL, settings_of(alice, theme=""))
    alice.refresh_from_db()
    assert alice.display == {"pinyin": True}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("retention", "3"),
        ("retention", "abc"),
        ("day_start", "24"),
        ("new_per_day", "-1"),
        ("zone", "Mars/Base"),
        ("zone", ""),
        ("start_rung", "9"),
        ("language", "tlh"),
        ("theme", "pink"),
        ("name", "名" * 300),
    ],
)
def test_a_bad_setting_is_refused_beside_its_field(client, alice, field, value):
    response = client.post(URL, settings_of(alice, **{field: value}))
    assert response.status_code == 422
    html = response.content.decode()
    assert f'id="id_{field}_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_refused_form_changes_nothing(client, alice):
    client.post(URL, settings_of(alice, name="明远", retention="3"))
    alice.refresh_from_db()
    assert (alice.name, alice.retention) == ("", 0.9)


def test_nobody_can_make_themselves_staff(client, alice):
    client.post(URL, settings_of(alice, is_staff="on", is_superuser="on", username="root"))
    alice.refresh_from_db()
    assert (alice.is_staff, alice.is_superuser, alice.username) == (False, False, "alice")


def test_a_guest_can_change_settings_but_has_no_password(client):
    guest = factories.create_user("guest-1", guest=True)
    client.force_login(guest)
    assert reverse("account_change_password") not in client.get(URL).content.decode()
    assert client.post(URL, settings_of(guest, new_per_day=3)).status_code == 303


# --- The language


def test_a_stranger_chooses_the_language(client):
    client.post(reverse("set_language"), {"language": "en", "next": "/library/"})
    assert '<html lang="en"' in client.get("/library/").content.decode()


def test_every_page_offers_the_languages_in_their_own_words(client):
    html = client.get("/", headers=ENGLISH).content.decode()
    assert 'value="zh-hans" lang="zh-hans">简体中文</button>' in html
    assert 'value="en" lang="en" aria-current="true">English</button>' in html


def test_the_language_of_the_settings_wins(client, alice):
    client.post(URL, settings_of(alice, language="en"))
    html = client.get("/library/", headers={"accept-language": "zh-CN"}).content.decode()
    assert '<html lang="en"' in html
    assert reverse("set_language") not in html


# --- Signing in


@pytest.mark.parametrize(
    "name", ["account_login", "account_signup", "account_reset_password", "account_inactive"]
)
def test_the_ways_in_wear_our_clothes(client, name):
    html = client.get(reverse(name)).content.decode()
    assert '<header class="bar">' in html
    assert html.count("<h1") == 1
    assert html.count('<div class="sheet">') == 1


@pytest.mark.parametrize(
    "name", ["account_change_password", "account_email", "account_logout", "mfa_index"]
)
def test_the_account_wears_our_clothes(client, alice, name):
    html = client.get(reverse(name), follow=True).content.decode()
    assert '<header class="bar">' in html
    assert html.count("<h1") == 1


def test_signing_in_leads_to_where_one_was_going(client):
    factories.create_user("bob")
    form = {"login": "bob", "password": "correct horse", "next": "/progress/"}
    assert client.post(reverse("account_login"), form)["Location"] == "/progress/"


def test_a_wrong_password_is_said_on_the_page(client):
    factories.create_user("bob")
    form = {"login": "bob", "password": "wrong"}
    html = client.post(reverse("account_login"), form).content.decode()
    assert '<ul class="errorlist nonfield"' in html
    assert 'value="bob"' in html


def test_a_newcomer_registers(client, django_user_model):
    form = {"username": "bob", "password1": "a long passphrase", "password2": "a long passphrase"}
    assert client.post(reverse("account_signup"), form).status_code == 302
    assert not django_user_model.objects.get(username="bob").is_guest


@pytest.mark.parametrize(
    ("registration", "words"),
    [("invited", "Registration is by invitation"), ("closed", "Registration is closed")],
)
def test_where_registration_is_not_open_the_page_says_so(client, settings, registration, words):
    settings.REGISTRATION = registration
    html = client.get(reverse("account_signup"), headers=ENGLISH).content.decode()
    assert words in html


# --- Errors


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "405", "429", "500"])
def test_an_error_page_needs_neither_request_nor_database(code, django_assert_num_queries):
    with translation.override("en"), django_assert_num_queries(0):
        html = render_to_string(f"{code}.html")
    assert html.count("<h1") == 1
    assert 'href="/"' in html
    assert "main.css" in html


def test_a_missing_page_is_told_in_the_language_of_the_reader(client):
    response = client.get("/nothing/", headers=ENGLISH)
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


def test_a_form_without_its_token_is_told_to_have_expired(client):
    client.handler.enforce_csrf_checks = True
    response = client.post(reverse("start"), {"mode": "learn"}, headers=ENGLISH)
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()
