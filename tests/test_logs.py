"""Logs: one event a line, each with the id of its request, and nothing personal."""

import io
import json
import logging
import logging.config

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, OperationalError
from django.http import HttpResponse
from django.urls import include, path
from hypothesis import given
from hypothesis import strategies as st

from studyapp import logs
from studyapp.logs import JsonFormatter, LineFormatter
from tests import factories

logger = logging.getLogger("studyapp.test")


@login_not_required
def work(request, what):
    logger.info("Working.")
    return HttpResponse("done")


@login_not_required
def fail(request, what):
    try:
        raise OperationalError("database is locked")  # noqa: TRY301
    except OperationalError as problem:
        raise IntegrityError("Key (username)=(秘密) already exists.") from problem


urlpatterns = [
    path("errand/<str:what>/", work, name="work"),
    path("fail/<str:what>/", fail, name="fail"),
    path("", include("config.urls")),
]
pytestmark = [pytest.mark.urls(__name__)]


@pytest.fixture
def written():
    """Return a function that gives the lines logged so far, as the settings would write them."""
    return listening(JsonFormatter())


def listening(formatter):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [h for h in root.handlers if not getattr(h, "ours", False)] + [handler]
    handler.ours = True
    return stream.getvalue


@pytest.fixture(autouse=True)
def _quiet_again():
    yield
    root = logging.getLogger()
    root.handlers = [h for h in root.handlers if not getattr(h, "ours", False)]


def events(text):
    return [json.loads(line) for line in text.splitlines()]


def test_every_request_has_a_line_with_its_route(client, written):
    client.get("/errand/7/")
    line = events(written())[-1]
    assert line["logger"] == "studyapp.access"
    assert (line["method"], line["route"], line["status"]) == ("GET", "work", 200)
    assert line["ms"] >= 0
    assert line["time"].endswith("+00:00")


def test_every_line_of_a_request_has_its_id_and_so_has_the_response(client, written):
    response = client.get("/errand/7/")
    ids = {line["request_id"] for line in events(written())}
    assert ids == {response["X-Request-ID"]}


def test_two_requests_have_two_ids(client):
    assert client.get("/errand/7/")["X-Request-ID"] != client.get("/errand/7/")["X-Request-ID"]


def test_outside_a_request_there_is_no_id(client, written):
    client.get("/errand/7/")
    logger.info("Later.")
    assert "request_id" not in events(written())[-1]


def test_a_sane_id_of_a_proxy_is_kept(client):
    given = "0af7651916cd43dd-8448eb211c80319c"
    assert client.get("/errand/7/", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["", "short", "a" * 65, "a b c d e f g", "张三张三张三张三", "x\ty" * 5]
)
def test_another_id_gives_way_to_our_own(client, given):
    used = client.get("/errand/7/", headers={"X-Request-ID": given})["X-Request-ID"]
    assert used != given
    assert logs.SANE_ID.fullmatch(used)


def test_a_made_up_method_is_not_repeated(client, written):
    client.generic("SECRET", "/errand/7/")
    assert events(written())[-1]["method"] == "other"
    assert "SECRET" not in written()


@pytest.mark.parametrize(
    "address", ["/errand/秘密/?q=秘密", "/秘密/?秘密=秘密", "/fail/秘密/?q=秘密"]
)
def test_addresses_and_query_strings_are_not_written(client, written, address):
    client.raise_request_exception = False
    client.get(address)
    text = written()
    assert "studyapp.access" in text
    assert "秘密" not in text
    assert "%E7%A7%98" not in text


def test_a_refused_form_does_not_tell_where_it_came_from(client, written):
    strict = type(client)(enforce_csrf_checks=True)
    referer = "https://elsewhere.example/秘密?q=secret"
    strict.post("/accounts/login/?q=secret", secure=True, headers={"Referer": referer})
    assert "CSRF" in written() or "Referer" in written()
    assert "secret" not in written()
    assert "秘密" not in written()


def test_an_exception_tells_its_kind_and_places_but_not_what_it_quotes(client, written):
    client.raise_request_exception = False
    client.get("/fail/7/")
    error = next(line for line in events(written()) if "error" in line)
    assert error["level"] == "ERROR"
    assert "OperationalError: database is locked" in error["error"]
    assert "IntegrityError" in error["error"]
    assert any("test_logs.py" in place and "in fail" in place for place in error["error"])


@pytest.mark.django_db
def test_neither_names_nor_answers_are_written(client, written):
    alice = factories.create_user("秘密爱丽丝")
    client.post("/accounts/login/", {"login": "秘密爱丽丝", "password": "秘密"})
    client.force_login(alice)
    sitting = factories.start(alice, factories.create_document())
    attempt = factories.next_question(sitting)
    client.post(f"/study/attempts/{attempt.pk}/", {"answer": "秘密的回答"})
    assert len(events(written())) >= 2
    assert "秘密" not in written()
    assert str(attempt.pk) not in written()


@given(st.text())
def test_whatever_is_said_it_is_one_line(message):
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s", (message,), None)
    for formatter in (JsonFormatter(), LineFormatter()):
        assert len(formatter.format(record).splitlines()) == 1


def test_people_read_a_line_with_the_id(client):
    written = listening(LineFormatter())
    response = client.get("/errand/7/")
    line = written().splitlines()[-1]
    assert f"[{response['X-Request-ID']}]" in line
    assert "GET work 200" in line


@pytest.mark.parametrize(("form", "starts"), [("line", "20"), ("json", "{")])
def test_the_setting_chooses_the_form(monkeypatch, tmp_path, form, starts):
    import runpy

    monkeypatch.setenv("LOG_FORMAT", form)
    settings = runpy.run_path("config/settings.py")
    formatter = settings["LOGGING"]["handlers"]["stderr"]["formatter"]
    described = settings["LOGGING"]["formatters"][formatter]
    made = logging.config.DictConfigurator({"version": 1}).configure_formatter(dict(described))
    record = logging.LogRecord("x", logging.INFO, "", 0, "said", (), None)
    assert made.format(record).startswith(starts)
