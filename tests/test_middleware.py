"""What every request passes: content policy, login, the learner's clock and language."""

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.utils import timezone, translation

from studyapp.models import User


def show(request):
    return JsonResponse(
        {"zone": timezone.get_current_timezone_name(), "language": translation.get_language()}
    )


def attempt(request, number):
    return HttpResponse("asked")


@login_not_required
def open_to_all(request):
    return HttpResponse(request.session.get("draft", {}).get("url", ""))


urlpatterns = [
    path("show/", show),
    path("open/", open_to_all),
    path("attempt/<int:number>/", attempt, name="attempt"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("studyapp.urls")),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/study/?at=3"}


@pytest.fixture
def alice(client):
    alice = User.objects.create_user("alice", password="a long password")
    client.force_login(alice)
    return alice


@pytest.mark.parametrize("address", ["/open/", "/show/", "/nowhere/", "/admin/login/"])
def test_every_response_has_a_strict_policy(client, address):
    policy = client.get(address)["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_a_stranger_is_sent_to_sign_in_and_back(client):
    response = client.get("/show/?page=2")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/show/%3Fpage%3D2"


@pytest.mark.parametrize(
    "address", ["/open/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
)
def test_a_stranger_may_see_what_is_open(client, address):
    assert client.get(address).status_code == 200


def test_the_admin_panel_has_its_own_door(client):
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"


def test_an_address_that_only_takes_what_is_sent_says_so(client, alice):
    response = client.get("/progress/counts/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert 'href="/"' in response.content.decode()
    assert client.get("/progress/counts/", headers=HTMX).content == b""


def test_htmx_is_sent_to_sign_in_as_a_page(client):
    response = client.get("/show/", headers=HTMX)
    assert response["HX-Redirect"] == "/accounts/login/?next=/study/%3Fat%3D3"
    assert response.content == b""


@pytest.mark.parametrize(
    "url",
    [
        *("https://evil.example/x", "http://[", "javascript:alert(1)", ""),
        *("http://testserver//evil.example/x", "http://testserver/\\evil.example/x"),
    ],
)
def test_nobody_is_sent_on_to_another_site(client, url):
    response = client.get("/show/", headers={**HTMX, "HX-Current-URL": url})
    assert response["HX-Redirect"] == "/accounts/login/?next=/"


def test_a_refused_post_comes_back_to_the_page_it_was_sent_from(client):
    response = client.post("/show/", headers={"Referer": "http://testserver/study/"})
    assert response["Location"] == "/accounts/login/?next=/study/"


def test_an_answer_that_met_an_expired_login_is_kept(client):
    response = client.post("/attempt/7/", {"answer": ["依法", "治国"], "csrfmiddlewaretoken": "x"})
    assert response["Location"] == "/accounts/login/?next=/attempt/7/"
    assert client.session["draft"] == {"url": "/attempt/7/", "data": {"answer": ["依法", "治国"]}}


def test_an_answer_by_htmx_is_kept_too(client):
    response = client.post("/attempt/7/", {"answer": "依法"}, headers=HTMX)
    assert response["HX-Redirect"] == "/accounts/login/?next=/attempt/7/"
    assert client.session["draft"]["data"] == {"answer": ["依法"]}


def test_a_kept_answer_survives_signing_in(client):
    User.objects.create_user("alice", password="a long password")
    client.post("/attempt/7/", {"answer": "依法"})
    client.post("/accounts/login/", {"login": "alice", "password": "a long password"})
    assert client.session["_auth_user_id"]
    assert client.session["draft"]["data"] == {"answer": ["依法"]}


def test_what_is_kept_has_a_limit(client):
    client.post("/attempt/7/", {"a": "字", "b": "字" * settings.ANSWER_LIMIT, "c": "字"})
    assert client.session["draft"]["data"] == {"a": ["字"]}


def test_looking_at_a_question_keeps_nothing(client):
    client.get("/attempt/7/")
    assert "draft" not in client.session


def test_a_learner_has_the_clock_and_language_they_chose(client, alice):
    User.objects.filter(pk=alice.pk).update(zone="America/Lima", language="en")
    response = client.get("/show/", headers={"Accept-Language": "zh-CN"})
    assert response.json() == {"zone": "America/Lima", "language": "en"}
    assert response["Content-Language"] == "en"


def test_without_a_choice_the_browser_says_the_language(client, alice):
    response = client.get("/show/", headers={"Accept-Language": "en"})
    assert response.json() == {"zone": "Asia/Shanghai", "language": "en"}


def test_one_learners_clock_is_not_the_next_ones(client, alice):
    User.objects.filter(pk=alice.pk).update(zone="America/Lima", language="en")
    client.get("/show/")
    assert timezone.get_current_timezone_name() == "Asia/Shanghai"


@pytest.mark.parametrize("registration", ["closed", "invited"])
def test_where_registration_is_closed_nobody_registers(client, settings, registration):
    settings.REGISTRATION = registration
    fields = {"username": "carol", "password1": "a long password", "password2": "a long password"}
    client.post("/accounts/signup/", fields)
    assert not User.objects.exists()


def test_registering_needs_no_mail(client):
    fields = {"username": "卡罗尔", "password1": "a long password", "password2": "a long password"}
    client.post("/accounts/signup/", fields)
    assert User.objects.get().username == "卡罗尔"


def test_a_request_under_way_at_signing_in_does_not_sign_out(client):
    """Signing in gives the session a new key; a request with the old one may end later."""
    stale = Client()
    client.get("/accounts/signup/")
    session = client.session
    session["note"] = "a stranger's"
    session.save()
    stale.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    alice = User.objects.create_user("alice", password="a long password")
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    client.post("/accounts/login/", {"login": alice.username, "password": "a long password"})
    assert not type(session)().exists(session.session_key)

    for address in ["/worker.js", "/open/", "/show/", "/static/nothing.js"]:
        assert settings.SESSION_COOKIE_NAME not in stale.get(address).cookies
    # It would keep what was typed, in a session of its own.
    late = stale.post("/attempt/7/", {"answer": "x"})
    assert settings.SESSION_COOKIE_NAME not in late.cookies
    assert client.get("/show/").status_code == 200


def test_what_was_typed_is_kept_where_a_session_has_expired(client, alice):
    client.session.delete()
    kept = client.post("/attempt/7/", {"answer": "x"})
    assert settings.SESSION_COOKIE_NAME in kept.cookies
    assert client.get("/open/").content == b"/attempt/7/"


def test_signing_out_takes_the_cookie_away(client, alice):
    gone = client.post("/accounts/logout/").cookies[settings.SESSION_COOKIE_NAME]
    assert gone["max-age"] == 0
    assert gone.value == ""


def test_the_worker_is_answered_without_a_look_at_the_session(client, alice):
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/worker.js")
    assert response.status_code == 200
    assert not queries.captured_queries
    assert not response.has_header("Vary")
