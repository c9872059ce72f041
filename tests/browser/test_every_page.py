"""Every page and state: nothing that axe finds, nothing wider than the window."""

import pytest
from django.conf import settings
from django.core.cache import cache

from tests.pages import shown_pages
from tests.world import create_world, sign_in

SESSION = settings.SESSION_COOKIE_NAME
NARROW, WIDEST = {"width": 320, "height": 640}, {"width": 2560, "height": 1200}
# Colours do not depend on words: each theme is seen in one language, whole.
LOOKS = {"zh-hans": {"locale": "zh-CN"}, "en": {"locale": "en", "dark": True}}


@pytest.fixture(params=LOOKS)
def language(request, settings):
    settings.LANGUAGE_CODE = request.param
    settings.ROOT_URLCONF = "tests.error_urls"
    return request.param


@pytest.fixture
def world(language, live_server):
    return create_world(language)


@pytest.fixture
def look(world, language, open_page, live_server, problems, settings):
    """Return a function that shows a page as someone meets it, in one window for all."""
    # axe measures contrast with inline styles of its own, which the policy would refuse.
    page = open_page(**LOOKS[language], bypass_csp=True)
    cookies = {}
    for who, user in world.people.items():
        cookies[who] = sign_in(user).cookies[SESSION].value

    def look(state):
        page.context.clear_cookies()
        if state.who in cookies:
            cookie = {"name": SESSION, "value": cookies[state.who], "url": live_server.url}
            page.context.add_cookies([cookie])
        cache.clear()
        state.set_up(settings)
        response = page.goto(state.url)
        if state.form:
            with page.expect_navigation() as sent:
                assert page.evaluate(SEND, state.form), f"{state.name}: no such form"
            response = sent.value
        assert response.status == state.status, state.name
        return page

    yield look
    # Errors were asked for.
    problems[:] = [each for each in problems if "status of" not in each and "/errors/" not in each]


SEND = """fields => {
    const names = Object.keys(fields)
    const form = [...document.forms].find(form => names.some(name => form.elements[name]))
    if (!form) return false
    for (const name of names.filter(name => form.elements[name])) {
        const found = form.elements[name]
        for (const field of found.length && !found.tagName ? found : [found]) {
            if (field.type === "submit") {
                const pressed = document.createElement("input")
                Object.assign(pressed, {type: "hidden", name, value: fields[name]})
                form.append(pressed)
            }
            const unknown = new Option(fields[name], fields[name], true, true)
            if (field.tagName === "SELECT") field.add(unknown)
            field.type = field.type === "number" || field.type === "date" ? "text" : field.type
            field.value = fields[name]
        }
    }
    HTMLFormElement.prototype.submit.call(form)
    return true
}"""


def test_axe_finds_nothing_and_nothing_is_wider_than_its_window(world, look, axe_of):
    found = []
    for state in shown_pages(world):
        page = look(state)
        found += [f"{state.name}: {each}" for each in [*axe_of(page), *wider(page)]]
    assert not found, "\n".join(found)


def wider(page):
    """What reaches out of the window at its narrowest and its widest."""
    size = page.viewport_size
    for other in (NARROW, WIDEST):
        page.set_viewport_size(other)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield f"at {other['width']}: {page.evaluate(WIDER)}"
    page.set_viewport_size(size)


# What reaches furthest to the right.
WIDER = """() => {
    const all = [...document.querySelectorAll("body *")]
    const right = element => element.getBoundingClientRect().right
    const last = all.reduce((a, b) => right(b) > right(a) ? b : a)
    return `${last.outerHTML.slice(0, 120)} ends at ${Math.round(right(last))}`
}"""
