"""Reading in a real browser: outline, covers and their lifting, the place, and what axe finds."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from studyapp.models import Enrolment
from tests import factories
from tests.browser.waits import follow

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "山河读书会记事\n\n" + "\n\n".join(
    f"会员在{year}年背诵了{year - 1998}篇课文，应当每月参加一次活动。" * 3
    for year in range(2000, 2040)
)
COVERED = ".veil"


@pytest.fixture
def chapter(document):
    """The page of the first section with a heading."""
    return reverse("page", args=[document.pk, 2])


UNSEEN = "rgba(0, 0, 0, 0)"


def hidden(page, selector):
    expect(page.locator(selector).first).to_have_css("color", UNSEEN)


def shown(page, selector):
    expect(page.locator(selector).first).not_to_have_css("color", UNSEEN)


def hide(page, degree):
    page.locator(f'[data-degree-link="{degree}"]').click()


def test_the_text_opens_from_the_welcome(page, document):
    page.goto("/")
    page.get_by_role("link", name=document.title).first.click()
    page.locator("h1", has_text=document.title).wait_for()
    page.locator(f'a[href$="{reverse("page", args=[document.pk, 1])}"]').click()
    page.locator("article.text").wait_for()


def test_the_welcome_lets_a_term_be_lifted_by_tap(phone, document):
    phone.goto("/")
    cover = phone.locator(".specimen .cover").first
    hidden(phone, ".specimen .cover")
    cover.tap()
    expect(cover).to_have_attribute("aria-pressed", "true")
    shown(phone, ".specimen .cover")


def test_space_on_the_welcome_scrolls_and_lifts_nothing(page, document):
    page.goto("/")
    page.keyboard.press("Space")
    page.wait_for_function("() => scrollY > 0")
    assert page.locator('.specimen .cover[aria-pressed="true"]').count() == 0


def test_the_outline_leads_to_another_section(page, document, chapter):
    page.goto(chapter)
    page.locator(".outline a").last.click()
    page.wait_for_url(f"**{reverse('page', args=[document.pk, 3])}*")
    expect(page.locator(".outline a[aria-current=page]")).to_have_count(1)


def test_a_degree_covers_and_is_remembered(page, document, chapter):
    page.goto(chapter)
    hide(page, "terms")
    assert page.locator(f"[data-term]{COVERED}").count() == page.locator("[data-term]").count() > 0
    page.goto(reverse("page", args=[document.pk, 3]))
    assert page.locator(f"[data-term]{COVERED}").count() > 0
    other = factories.create_document(text=factories.TEXT.replace("山河", "江海"))
    page.goto(reverse("page", args=[other.pk, 1]))
    assert page.locator(COVERED).count() == 0


@pytest.mark.parametrize("degree", ["terms", "statements", "first", "all"])
def test_every_degree_hides_and_full_text_shows_again(page, chapter, degree):
    page.goto(chapter)
    before = page.locator("article").inner_text()
    hide(page, degree)
    hidden(page, COVERED)
    hide(page, "none")
    expect(page.locator(COVERED)).to_have_count(0)
    assert page.locator("article").inner_text() == before


def test_a_tap_lifts_a_cover_and_another_lays_it(phone, chapter):
    phone.goto(f"{chapter}?hide=terms")
    cover = phone.locator(".cover").first
    cover.tap()
    expect(cover).to_have_attribute("aria-pressed", "true")
    cover.tap()
    expect(cover).to_have_attribute("aria-pressed", "false")


def test_keys_go_through_degrees_and_lift_one_by_one(page, chapter):
    page.goto(chapter)
    page.keyboard.press("h")
    terms = page.locator('[data-degree-link="terms"]')
    expect(terms).to_have_attribute("aria-current", "true")
    covered = page.locator(COVERED).count()
    page.keyboard.press("Space")
    page.keyboard.press("n")
    expect(page.locator(COVERED)).to_have_count(covered - 2)


def test_what_was_lifted_is_read_out(page, chapter):
    page.goto(f"{chapter}?hide=terms")
    page.locator(".cover").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_have_text(page.locator(".cover").first.inner_text())


def test_single_keys_can_be_switched_off(page, alice, chapter, sign_in):
    alice.display = {"keys": "off"}
    alice.save()
    sign_in(page, alice)
    page.goto(chapter)
    page.keyboard.press("h")
    assert page.locator(COVERED).count() == 0


def test_arrows_turn_the_page(page, document, chapter):
    page.goto(chapter)
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**{reverse('page', args=[document.pk, 3])}*")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**{chapter}*")


def test_the_next_page_opens_with_the_degree_of_this_one(page, document, chapter):
    page.goto(chapter)
    hide(page, "all")
    page.locator("a[rel=next]").click()
    page.wait_for_url(f"**{reverse('page', args=[document.pk, 3])}?hide=all")
    assert page.locator(COVERED).count() > 0


# --- Without JavaScript


@pytest.mark.parametrize(
    ("degree", "selector"),
    [
        ("terms", "[data-term]"),
        ("statements", "article [data-key]"),
        ("first", "[data-piece]"),
        ("all", "[data-statement]"),
    ],
)
def test_without_javascript_a_degree_is_a_link_that_hides(open_page, chapter, degree, selector):
    page = open_page(javascript=False)
    page.goto(chapter)
    hide(page, degree)
    page.wait_for_url(f"**{chapter}?hide={degree}")
    page.mouse.move(0, 0)
    places = page.locator(selector)
    colors = places.evaluate_all("all => all.map(each => getComputedStyle(each).color)")
    assert set(colors) == {UNSEEN}


def test_without_javascript_the_keyboard_lifts_a_cover(open_page, chapter):
    page = open_page(javascript=False)
    page.goto(f"{chapter}?hide=terms")
    hidden(page, "[data-term]")
    page.locator("[data-term]").first.focus()
    shown(page, "[data-term]")


def test_without_javascript_nothing_is_hidden_in_the_full_text(open_page, chapter):
    page = open_page(javascript=False)
    page.goto(chapter)
    shown(page, "[data-term]")


# --- The place


@pytest.fixture
def long_page():
    return reverse("page", args=[factories.create_document(text=LONG).pk, 1])


def read_to(page, paragraph):
    """Scroll to a paragraph and leave the page as someone does who switches to another window."""
    page.locator(f'[data-at="0-{paragraph}"]').evaluate("each => each.scrollIntoView()")
    page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { value: true, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )


def in_view(page, paragraph):
    expect(page.locator(f'[data-at="0-{paragraph}"]')).to_be_in_viewport()


def test_a_learners_place_is_kept_over_a_reload(open_page, alice, long_page, sign_in):
    page = open_page()
    sign_in(page, alice)
    page.goto(long_page)
    with page.expect_response(re.compile("/place/")) as answer:
        read_to(page, 20)
    assert answer.value.status == 204
    assert Enrolment.objects.get().place_offset in (19, 20)
    page.goto("/library/")
    page.goto(long_page)
    in_view(page, 20)


def test_a_strangers_place_is_kept_by_the_browser(page, long_page):
    page.goto(long_page)
    read_to(page, 20)
    page.goto("/library/")
    page.goto(long_page)
    in_view(page, 20)
    assert not Enrolment.objects.exists()


def test_a_stranger_reads_on_from_the_document(page, document):
    page.goto(reverse("page", args=[document.pk, 3]))
    read_to_last = '() => localStorage.setItem(\'place %s\', \'{"page": 3, "at": "2-0"}\')'
    page.evaluate(read_to_last % document.pk)
    page.goto(document.get_absolute_url())
    page.locator("reading-link a").click()
    page.wait_for_url(f"**{reverse('page', args=[document.pk, 3])}*")


# --- Looks


def pages(document, *names):
    """The addresses of pages by name."""
    arguments = {"document": [document.pk], "page": [document.pk, 2]}
    return [reverse(name, args=arguments.get(name)) for name in names]


def test_axe_finds_nothing_on_a_reading_page(page, chapter, axe_in_both_themes):
    for degree in ("none", "terms", "first"):
        page.goto(f"{chapter}?hide={degree}")
        axe_in_both_themes(page)


def test_axe_finds_nothing_on_the_pages_of_a_stranger(page, document, axe_in_both_themes):
    for url in pages(document, "today", "library", "document", "account_login", "account_signup"):
        page.goto(url)
        axe_in_both_themes(page)


def test_axe_finds_nothing_on_the_pages_of_a_learner(
    phone, document, alice, sign_in, axe_in_both_themes
):
    factories.answer_right(factories.next_question(factories.start(alice, document)))
    sign_in(phone, alice)
    for url in pages(document, "today", "document", "page", "progress", "account"):
        phone.goto(url)
        axe_in_both_themes(phone)


def test_axe_finds_nothing_on_a_form_that_was_refused(page, alice, sign_in, axe, problems):
    sign_in(page, alice)
    page.goto(reverse("account"))
    page.locator("[name=retention]").fill("3")
    follow(page, "main .button.main")
    expect(page.locator("[aria-invalid=true]")).to_be_visible()
    axe(page)
    assert all("422" in problem for problem in problems)
    problems.clear()


@pytest.mark.parametrize("width", [320, 768, 2560])
def test_no_page_is_wider_than_its_window(open_page, document, width):
    page = open_page(viewport={"width": width, "height": 700})
    for url in pages(document, "today", "library", "document", "page"):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url


def test_a_line_holds_thirty_six_han(page, document, chapter):
    page.goto(chapter)
    em, width = page.locator("article p[data-at]").first.evaluate(
        "each => [parseFloat(getComputedStyle(each).fontSize), each.clientWidth]"
    )
    assert round(width / em) == 36


def test_terms_stay_hidden_in_forced_colours(open_page, chapter):
    page = open_page(forced_colors="active")
    page.goto(f"{chapter}?hide=terms")
    hidden(page, COVERED)
