"""Every page and state: nothing that axe finds, nothing wider than the window."""

import pytest
from django.conf import settings
from django.core.cache import cache

from tests.pages import shown_pages
from tests.world import create_world, sign_in

SESSION = settings.SESSION_COOKIE_NAME
NARROW, WIDEST = {"width": 320, "height": 640}, {"width": 2560, "height": 1200}
# Colours do not depend on words: each theme is seen in one language, whole. Nor does the structure,
# which is looked at in one; where a word is missing, tests/test_interface.py says so.
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


def test_axe_finds_nothing_and_nothing_is_wider_than_its_window(world, look, axe_of, language):
    found, seen = [], []
    for state in shown_pages(world):
        page = look(state)
        faults = [*colours(page, axe_of, seen), *wider(page)]
        if language == "zh-hans":
            faults += axe_of(page, rules={"color-contrast": {"enabled": False}})
        found += [f"{state.name}: {each}" for each in faults]
    assert not found, "\n".join(found)


def colours(page, axe_of, seen):
    """What does not stand out, asked once of each way in which text is set: it takes the longest.

    `seen` holds the ways of the pages before.
    """
    new = page.evaluate(SET_ANEW, seen)
    seen += new
    return axe_of(page, within=[["[data-set-anew]"]], runOnly=["color-contrast"]) if new else []


# Marks, of all that holds text, the first of each way that is not among those seen, and returns
# these ways. All that contrast depends on is in them: the text's colour, size and weight, and what
# lies behind it; of what is placed by itself, so that it may lie on something else, its class too.
SET_ANEW = """seen => {
    const known = new Set(seen)
    const ground = element => {
        const {backgroundColor, backgroundImage, opacity, position} = getComputedStyle(element)
        const apart = ["static", "relative"].includes(position) ? "" : element.className
        return [backgroundColor, backgroundImage, opacity, apart].join()
    }
    const grounds = element => element ? [ground(element), ...grounds(element.parentElement)] : []
    const way = element => {
        const {color, fontSize, fontWeight, textShadow} = getComputedStyle(element)
        return [color, fontSize, fontWeight, textShadow, ...new Set(grounds(element))].join()
    }
    const says = element => element.matches("input, select, textarea") ||
        [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())
    const shown = element => element.checkVisibility({visibilityProperty: true})
    const fresh = []
    for (const element of document.querySelectorAll("body *")) {
        if (!says(element) || !shown(element) || known.has(way(element))) continue
        known.add(way(element))
        fresh.push(way(element))
        element.dataset.setAnew = ""
    }
    return fresh
}"""


TWO_GROUNDS = """<html lang="en"><title>t</title><main><h1>t</h1>
<p style="color: #000; background: #fff">black on white</p>
<p style="color: #000; background: #eee">black on grey</p>
<p style="color: #000; background: #fff">black on white</p>
<div style="background: #111"><p style="color: #000">black on black</p></div>"""


def test_a_text_is_looked_at_again_where_it_lies_on_something_else(open_page, axe_of):
    page, seen = open_page(bypass_csp=True), []
    page.set_content(TWO_GROUNDS)
    (fault,) = colours(page, axe_of, seen)
    assert "black on black" in fault and "grey" not in fault
    assert len(seen) == 4  # the heading and three grounds
    assert colours(page, axe_of, seen) == []


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
