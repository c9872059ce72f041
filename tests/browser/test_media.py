"""Paper, and who wants nothing to move."""

import pytest

from tests import factories

PAGES = ("/", "/library/", "/progress/", "/progress/mistakes/sheet/", "/account/")


@pytest.fixture
def alice(page, sign_in):
    alice = factories.create_user()
    document = factories.create_document()
    sitting = factories.start(alice, document, mode="practise")
    factories.answer_wrong(factories.next_question(sitting))
    sign_in(page, alice)
    alice.pages = (
        *PAGES,
        document.get_absolute_url(),
        f"/documents/{document.pk}/read/",
        factories.next_question(sitting).get_absolute_url(),
    )
    return alice


# What is of use on a screen only.
ON_SCREEN = ".bar, .foot, .skip, .button, .answer, .where, .tools, .pager, .search, .messages"
SEEN = "all => all.filter(each => each.checkVisibility()).map(each => each.outerHTML.slice(0, 80))"


def test_paper_shows_no_navigation_and_no_buttons(page, alice):
    page.emulate_media(media="print", color_scheme="dark")
    for url in alice.pages:
        page.goto(url)
        assert page.locator(ON_SCREEN).evaluate_all(SEEN) == [], url
        ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert ground == "rgb(255, 255, 255)", url


MOVING = """all => all.filter(each => {
    const { transitionDuration, animationName } = getComputedStyle(each)
    return parseFloat(transitionDuration) > 0 || animationName !== "none"
}).map(each => each.outerHTML.slice(0, 80))"""


def test_nothing_moves_for_who_wants_nothing_to_move(page, alice):
    page.emulate_media(reduced_motion="reduce")
    for url in alice.pages:
        page.goto(url)
        assert page.locator("body *").evaluate_all(MOVING) == [], url
    page.emulate_media(reduced_motion="no-preference")
    assert page.locator("body *").evaluate_all(MOVING) != []
