"""The ways to answer: page or fragment, and on to another page."""

import pytest
from django.http import HttpResponse
from django_htmx.middleware import HtmxDetails

from studyapp.http import MOST_ID, number_in, redirect_to, render_page


@pytest.fixture
def request_with(rf):
    """Return a function that makes a request as our middleware leaves it."""

    def request_with(**headers):
        request = rf.get("/", headers=headers)
        request.htmx = HtmxDetails(request)
        return request

    return request_with


def rendered(monkeypatch, request, **options):
    monkeypatch.setattr(
        "studyapp.http.render",
        lambda request, template, context, status: HttpResponse(template, status=status),
    )
    return render_page(request, "page.html", "_part.html", {}, **options)


def test_a_browser_gets_the_page(monkeypatch, request_with):
    assert rendered(monkeypatch, request_with()).content == b"page.html"


def test_htmx_gets_the_fragment(monkeypatch, request_with):
    request = request_with(HX_Request="true")
    assert rendered(monkeypatch, request).content == b"_part.html"


def test_a_page_restored_from_history_is_whole(monkeypatch, request_with):
    request = request_with(HX_Request="true", HX_History_Restore_Request="true")
    assert rendered(monkeypatch, request).content == b"page.html"


def test_a_cache_keeps_page_and_fragment_apart(monkeypatch, request_with):
    assert rendered(monkeypatch, request_with())["Vary"] == "HX-Request"


def test_the_status_is_passed_on(monkeypatch, request_with):
    assert rendered(monkeypatch, request_with(), status=422).status_code == 422


def test_a_browser_is_redirected_to_get(request_with):
    response = redirect_to(request_with(), "/next/")
    assert (response.status_code, response["Location"]) == (303, "/next/")


def test_htmx_is_sent_on_by_a_header(request_with):
    response = redirect_to(request_with(HX_Request="true"), "/next/")
    assert (response.status_code, response["HX-Redirect"]) == (200, "/next/")
    assert "Location" not in response


@pytest.mark.parametrize(
    ("value", "number"), [("0", 0), ("007", 7), (7, 7), (str(MOST_ID), MOST_ID)]
)
def test_a_number_in_an_address_is_read(value, number):
    assert number_in(value) == number


@pytest.mark.parametrize(
    "value",
    [None, "", "-1", "+1", " 1", "1_0", "１", "²", "1.0", "x", str(MOST_ID + 1), "9" * 5000],
)
def test_what_is_no_number_that_a_row_has_is_none(value):
    assert number_in(value) is None


def test_a_number_may_have_a_lower_bound():
    assert (number_in("12", most=12), number_in("13", most=12)) == (12, None)
