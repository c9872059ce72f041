"""What the tests of registering and signing in share."""

from django.urls import reverse

from tests.forms import ENGLISH

PASSWORD = "a long pass phrase"
SIGN_UP = {"username": "li", "password1": PASSWORD, "password2": PASSWORD}


def sign_in(client, username="alice", password="correct horse", **extra):
    fields = {"login": username, "password": password, **extra}
    return client.post(reverse("account_login"), fields, headers=ENGLISH)


def person_in(client):
    """The id of whoever is signed in on a browser."""
    pk = client.session.get("_auth_user_id")
    return int(pk) if pk else None
