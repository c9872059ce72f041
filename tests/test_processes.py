"""Two server processes on one database and cache are one site."""

import http.cookiejar
import os
import re
import signal
from contextlib import contextmanager
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from tests.test_quickstart import answers, free_address, start

PASSWORD = "correct horse battery"
# What a proxy in front of both would pass on.
SITE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """Where two servers of one site listen, each with a process of its own."""
    shared = {"DATA_DIR": str(tmp_path_factory.mktemp("site")), "SITE_URL": SITE, "WORKERS": "1"}
    with serving(**shared) as one, serving(**shared) as two:
        yield one, two


@contextmanager
def serving(**environment):
    address = free_address()
    run = start(LISTEN=address.removeprefix("http://"), **environment)
    try:
        assert answers(f"{address}/readyz")
        yield address
    finally:
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()


class Browser:
    """One person's cookies, sent to whichever process answers."""

    def __init__(self):
        self.cookies = http.cookiejar.CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, url):
        """The address at which a request ended, the status and the page."""
        return self.open(url)

    def post(self, url, **fields):
        """Send a form with the token of the page that it stands on."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(url)[2])[1]
        return self.open(url, urlencode({**fields, "csrfmiddlewaretoken": token}).encode())

    def open(self, url, data=None):
        request = Request(url, data, headers={"Host": SITE.removeprefix("http://")})
        try:
            with self.opener.open(request, timeout=30) as response:
                return response.url, response.status, response.read().decode()
        except HTTPError as problem:
            return problem.url, problem.code, problem.read().decode()


def register(site, name):
    browser = Browser()
    form = {"username": name, "password1": PASSWORD, "password2": PASSWORD}
    ended, status, _page = browser.post(f"{site}/accounts/signup/", **form)
    assert (ended, status) == (f"{site}/", 200)
    return browser


def is_signed_in(browser, site):
    return browser.get(f"{site}/progress/")[0] == f"{site}/progress/"


def test_signing_in_and_out_holds_in_every_process(sites):
    one, two = sites
    browser = register(one, "alice")
    assert is_signed_in(browser, two)
    browser.post(f"{one}/accounts/logout/")
    assert not is_signed_in(browser, two)


def test_an_old_session_is_dead_in_every_process(sites):
    one, two = sites
    browser, thief = register(one, "bob"), Browser()
    for cookie in browser.cookies:
        thief.cookies.set_cookie(cookie)
    assert is_signed_in(thief, two)
    browser.post(f"{one}/accounts/logout/")
    assert not is_signed_in(thief, one)
    assert not is_signed_in(thief, two)


def test_a_rate_limit_counted_in_one_process_holds_in_the_other(sites):
    one, two = sites
    register(one, "carol")
    for _attempt in range(5):
        Browser().post(f"{one}/accounts/login/", login="carol", password="wrong")
    for site in (two, one):
        browser = Browser()
        browser.post(f"{site}/accounts/login/", login="carol", password=PASSWORD)
        assert not is_signed_in(browser, site)


def test_other_accounts_are_not_held_up(sites):
    one, two = sites
    register(one, "dave")
    browser = Browser()
    browser.post(f"{two}/accounts/login/", login="dave", password=PASSWORD)
    assert is_signed_in(browser, one)
