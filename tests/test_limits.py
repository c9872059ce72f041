"""How often something may be done, counted together by all server processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from studyapp import wording
from studyapp.models import User
from tests import factories
from tests.forms import ENGLISH

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "a long pass phrase"
LOGIN = "/accounts/login/"


def sign_in(client, password="wrong", *, username="alice", address="203.0.113.1"):
    fields = {"login": username, "password": password}
    return client.post(LOGIN, fields, REMOTE_ADDR=address, headers=ENGLISH)


def signed_in(client):
    return "_auth_user_id" in client.session


def test_after_five_wrong_passwords_there_is_a_wait(client, alice):
    for _try in range(5):
        sign_in(client)
    html = sign_in(client, "correct horse").content.decode()
    assert not signed_in(client)
    assert "Too many wrong passwords for this account. Try again in 5 minutes." in html


@pytest.mark.parametrize("spelling", ["ALICE", "al\u0131ce"])
def test_another_spelling_of_the_name_is_no_further_guess(client, alice, spelling):
    for _try in range(5):
        sign_in(client, username=spelling)
    sign_in(client, "correct horse")
    assert not signed_in(client)


def test_from_another_address_the_member_still_gets_in(client, alice):
    for _try in range(6):
        sign_in(client)
    sign_in(client, "correct horse", address="203.0.113.2")
    assert signed_in(client)


def test_many_strangers_together_are_limited_and_the_member_is_not(client, alice):
    sign_in(client, "correct horse")
    client.post("/accounts/logout/")
    for number in range(101):
        stranger = type(client)()
        sign_in(stranger, address=f"198.51.100.{number}")
    sign_in(stranger, "correct horse", address="198.51.100.200")
    assert not signed_in(stranger)
    # This browser was in the account before.
    sign_in(client, "correct horse")
    assert signed_in(client)


def test_a_known_browser_is_no_way_to_guess(client, alice):
    sign_in(client, "correct horse")
    client.post("/accounts/logout/")
    for _try in range(6):
        sign_in(client)
    sign_in(client, "correct horse")
    assert not signed_in(client)


def test_a_browser_that_knows_one_account_is_a_stranger_to_another(client, settings, alice):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"sign_in_anywhere": "1/h/key"}
    factories.create_user("bob")
    sign_in(client, "correct horse", username="bob")
    client.post("/accounts/logout/")
    sign_in(type(client)())
    sign_in(client, "correct horse", address="203.0.113.7")
    assert not signed_in(client)


def test_right_passwords_are_not_counted(client, alice):
    for _time in range(8):
        sign_in(client, "correct horse")
        assert signed_in(client)
        client.post("/accounts/logout/")


def test_registering_is_limited_by_address(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"signup": "2/h/ip"}
    for name in ("one", "two", "three"):
        fields = {"username": name, "password1": PASSWORD, "password2": PASSWORD}
        response = type(client)().post(reverse("account_signup"), fields, headers=ENGLISH)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 3000
    assert "Try again in 60 minutes." in response.content.decode()
    assert User.objects.count() == 2


def test_guests_are_made_so_often_and_no_more(client, settings):
    document = factories.create_document()
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"guest": "2/h/ip"}
    for _number in range(3):
        stranger = type(client)()
        response = stranger.post(reverse("start"), {"mode": "learn", "document": document.pk})
    assert response.status_code == 429
    assert User.objects.filter(is_guest=True).count() == 2


def test_a_class_behind_one_router_can_start_together(client):
    document = factories.create_document()
    for _number in range(50):
        pupil = type(client)()
        pupil.post(reverse("start"), {"mode": "learn", "document": document.pk})
    assert User.objects.filter(is_guest=True).count() == 50


def test_imports_are_limited_by_editor(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"import": "1/h/user"}
    client.force_login(factories.create_editor())
    url = "/admin/studyapp/document/import/"
    assert client.post(url, {"text": factories.TEXT}).status_code == 302
    assert client.post(url, {"text": factories.TEXT}).status_code == 429


def test_asking_for_a_reset_is_limited(client, settings, alice):
    settings.EMAIL_HOST = "mail.example"
    for _time in range(4):
        response = client.post(reverse("account_reset_password"), {"email": "a@example.org"})
    assert response.status_code == 429


def test_the_address_is_the_one_the_proxy_saw(client, settings, alice):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(6):
        # The client may write what it likes before what the proxy adds.
        forwarded = f"10.0.0.{number}, 203.0.113.9"
        client.post(
            LOGIN, {"login": "alice", "password": "wrong"}, headers={"X-Forwarded-For": forwarded}
        )
    sent = {"login": "alice", "password": "correct horse"}
    client.post(LOGIN, sent, headers={"X-Forwarded-For": "10.0.0.99, 203.0.113.9"})
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "in a minute"), (59, "in a minute"), (61, "in 2 minutes"), (7200, "in 2 hours")],
)
def test_a_wait_is_told_in_words(seconds, words):
    with translation.override("en"):
        assert wording.waiting(seconds) == words


# --- Several processes

COUNT = """
import json, sys, django
django.setup()
from django.test import RequestFactory
from allauth.account import app_settings
from allauth.core import context
from django.conf import settings
from studyapp import limits
settings.ACCOUNT_RATE_LIMITS = {"guest": "40/h/ip"}
request = RequestFactory().post("/")
sys.stdin.readline()
with context.request_context(request):
    print(json.dumps(sum(bool(limits.spend(request, "guest")) for _ in range(40))))
"""


@pytest.mark.parametrize("processes", [3])
def test_processes_count_together(tmp_path, processes):
    environment = os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    manage = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(manage, cwd=ROOT, env=environment, check=True)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", COUNT],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _number in range(processes)
    ]
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    allowed = [json.loads(process.communicate()[0]) for process in running]
    assert sum(allowed) == 40, allowed
