"""What the first study page weighs over the wire, served as a real site serves it."""

import threading
from wsgiref.simple_server import WSGIRequestHandler

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application

from studyapp import study
from tests import factories

MOST_BYTES = 95_000
# The page, two sheets, two scripts and the icon.
MOST_REQUESTS = 6


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def real_site(settings, tmp_path, transactional_db):
    """The site with its static files named, compressed and served by whitenoise."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "studyapp.staticfiles.Storage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_first_study_page_is_light(real_site, browser, client):
    alice = factories.create_user()
    client.force_login(alice)
    cookie = client.cookies[site.SESSION_COOKIE_NAME]
    sitting = factories.start(alice, factories.create_document(), mode="practise", kind="typed")
    attempt = study.issue_attempt(sitting, now=factories.NOW)
    context = browser.new_context()
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": real_site}])
    page = context.new_page()
    weights = weigh(page, context)
    page.goto(real_site + attempt.get_absolute_url(), wait_until="networkidle")
    assert page.evaluate("customElements.get('answer-form') !== undefined")
    context.close()
    assert sum(weights.values()) <= MOST_BYTES, weights
    assert len(weights) <= MOST_REQUESTS, weights


def weigh(page, context):
    """Bytes as they came over the wire, headers too, by request; filled in as they arrive."""
    weights = {}
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.on(
        "Network.loadingFinished",
        lambda event: weights.update({event["requestId"]: event["encodedDataLength"]}),
    )
    return weights
