"""A real browser on the running site. Every page is watched: an error on it fails the test.

CHROMIUM names the browser's program where it is not found by itself. Chromium's headless shell, the
same browser without its windows, menus and profiles, is taken first: it needs half the time.
SLOW=0.25 makes the site slow (slow.py).
"""

import os
import shutil
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.handlers.wsgi import WSGIHandler

from tests.browser import slow
from tests.browser.network import Network

# Playwright's loop runs in the thread of the test, where Django would refuse to use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 30_000
FLAGS = [
    *["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
    *["--disable-background-networking", "--disable-component-update", "--disable-sync"],
]


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session", autouse=True)
def _slow_site():
    if slow.PAUSE_S:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(WSGIHandler, "__call__", slow.slowly)
            yield
    else:
        yield


@pytest.fixture(scope="session")
def browser():
    names = ("chromium-headless-shell", "chrome-headless-shell")
    names += ("chromium", "chromium-browser", "google-chrome")
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if program is None:
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop("no Chromium: install it, or name its program in CHROMIUM")
    from playwright.sync_api import expect, sync_playwright

    # A busy machine is no failure.
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def problems(request):
    """What went wrong in the browser. A test that provokes something takes it out of here.

    Of one that is marked `offline` it does not hold what a browser says of requests in vain.
    """
    from tests.browser.offline import Provoked

    return Provoked() if request.node.get_closest_marker("offline") else []


@pytest.fixture
def network(live_server):
    """The network between the browser and the site, for a test that cuts it."""
    with Network(live_server.url) as network:
        yield network
        network.shutdown()


@pytest.fixture
def site(request, live_server):
    """The address of the site."""
    cut = "network" in request.fixturenames
    return request.getfixturevalue("network").url if cut else live_server.url


@pytest.fixture
def open_page(browser, site, problems):
    """Return a function that opens a new browser window, with cookies of its own.

    `phone` gives it the size and touch of one, `dark` the dark theme, and `javascript=False`
    none of that; further options are those of Playwright's `new_context`.
    """
    with ExitStack() as windows:

        def open_page(*, phone=False, dark=False, javascript=True, **options):
            context = browser.new_context(
                **{
                    "base_url": site,
                    "viewport": PHONE if phone else WIDE,
                    "is_mobile": phone,
                    "has_touch": phone,
                    "device_scale_factor": 2 if phone else 1,
                    "color_scheme": "dark" if dark else "light",
                    "java_script_enabled": javascript,
                    "locale": "zh-CN",
                    "timezone_id": "Asia/Shanghai",
                    **options,
                }
            )
            windows.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            watch(page, problems, host=urlsplit(site).netloc)
            return page

        yield open_page
    assert problems == []


def watch(page, problems, *, host):
    """Note errors and refused content, answers of 500 and more, and requests to other hosts."""

    def see_message(message):
        if message.type == "error":
            problems.append(f"console: {message.text} ({message.location.get('url')})")

    def see_response(response):
        if response.status >= 500:
            problems.append(f"{response.status}: {response.url}")

    def see_request(request):
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != host:
            problems.append(f"foreign: {request.url}")

    page.on("console", see_message)
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("response", see_response)
    page.on("request", see_request)


@pytest.fixture
def page(open_page):
    """A wide window in the light theme."""
    return open_page()


@pytest.fixture
def phone(open_page):
    return open_page(phone=True)


@pytest.fixture
def dark(open_page):
    """A wide window in the dark theme."""
    return open_page(dark=True)


@pytest.fixture
def clock(monkeypatch, live_server):
    """Nine in the morning of a Monday in Shanghai, for the server too: it runs in this process."""
    from django.utils import timezone

    from tests import factories
    from tests.browser.learner import Clock

    clock = Clock(factories.NOW, timezone.now)
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock


@pytest.fixture
def alice(document):
    """A learner who finds a text there."""
    from tests import factories

    return factories.create_user("alice")


@pytest.fixture
def sign_in(site, client):
    """Return a function that signs a user in in a window, without going through the form."""
    from django.conf import settings

    def sign_in(page, user):
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])

    return sign_in


@pytest.fixture
def axe_of():
    """Return a function that tells, place by place, what axe finds wrong with a page."""
    from axe_playwright_python.base import AXE_FILE_PATH

    script = AXE_FILE_PATH.read_text(encoding="utf-8")

    def axe_of(page, within=None, **options):
        """`options` are those of axe.run, such as `rules={"region": {"enabled": False}}`.

        `within` are selectors of what is looked at, as axe.run takes them; without, it is all.
        """
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)
        # What passed is not described, which takes most of the time.
        options = {"resultTypes": ["violations"], **options}
        found = page.evaluate(
            "([within, options]) => axe.run(within || document, options)", [within, options]
        )
        return [describe(violation) for violation in found["violations"]]

    return axe_of


@pytest.fixture
def axe(axe_of):
    """Return a function that fails, saying where, on what axe finds wrong with a page."""

    def axe(page, **options):
        assert axe_of(page, **options) == []

    return axe


@pytest.fixture
def axe_in_both_themes(axe):
    """Return a function like `axe` that looks at the colours once more in the other theme."""

    def axe_in_both_themes(page):
        axe(page)
        # Without motion: colours that are on their way from one theme to the other are neither's.
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        axe(page, runOnly=["color-contrast"])
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")

    return axe_in_both_themes


def describe(violation):
    places = [
        f"{' '.join(map(str, node['target']))}: {node['html']}" for node in violation["nodes"]
    ]
    return "\n  ".join([f"{violation['id']}: {violation['help']}", *places])
