"""Today, progress and what keeps going wrong, in a real browser: look, tab, press."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from studyapp import sittings, study
from studyapp.models import Attempt, Enrolment
from tests import factories
from tests.browser import learner
from tests.browser.waits import follow
from tests.factories import answer_right, answer_wrong, days, minutes

PAGES = ["/", "/progress/", "/enrolments/", "/progress/mistakes/", "/progress/mistakes/sheet/"]


@pytest.fixture
def documents(live_server):
    other = factories.TEXT.replace("山河", "江湖")
    return [factories.create_document(), factories.create_document(text=other)]


@pytest.fixture
def alice(documents):
    """Someone who has studied on three days, and missed every fourth question."""
    alice = factories.create_user("alice")
    for document in documents:
        sittings.enrol(alice, document)
    for ago in (9, 5, 1):
        now = timezone.now() - days(ago)
        sitting = factories.start(alice, now=now)
        for number in range(8):
            sitting.refresh_from_db()
            attempt = study.issue_attempt(sitting, now=now + minutes(number))
            if attempt is None:
                break
            answer = answer_wrong if attempt.question and number % 4 == 3 else answer_right
            answer(attempt, now=now + minutes(number))
    return alice


@pytest.mark.parametrize("look", [{}, {"phone": True, "dark": True}])
def test_every_page_is_accessible_and_fits(open_page, sign_in, alice, documents, axe, look):
    page = open_page(**look)
    sign_in(page, alice)
    for address in [*PAGES, f"/enrolments/{documents[0].pk}/"]:
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_chart_has_its_table_behind(page, sign_in, alice):
    sign_in(page, alice)
    page.goto("/progress/")
    for details in page.locator("details.more").all():
        details.locator("summary").press("Enter")
        expect(details.locator("table")).to_be_visible()
        expect(details.locator("table tbody tr")).not_to_have_count(0)


def test_a_text_is_moved_by_the_keyboard_alone(page, sign_in, alice, documents):
    sign_in(page, alice)
    page.goto("/enrolments/")
    page.focus(f"#text-{documents[0].pk} button[value=down]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/enrolments/?moved=*")
    first = Enrolment.objects.filter(learner=alice).order_by("position").first()
    assert first.document == documents[1]
    expect(page.locator(f"li#text-{documents[0].pk} :focus")).to_have_count(1)


def test_what_went_wrong_is_practised_from_progress(page, sign_in, alice):
    sign_in(page, alice)
    page.goto("/progress/")
    follow(page, "a[href='/progress/mistakes/']")
    follow(page, "main .button.main")
    statement = learner.current(page).statement_id
    assert Attempt.objects.filter(statement=statement, verdict="wrong").exists()


def test_the_way_goes_without_javascript(open_page, sign_in, alice, documents):
    page = open_page(javascript=False)
    sign_in(page, alice)
    page.goto(f"/enrolments/{documents[0].pk}/")
    page.select_option("[name=scope]", "all")
    page.fill("[name=new_per_day]", "3")
    follow(page, "main .button.main")
    saved = Enrolment.objects.get(learner=alice, document=documents[0])
    assert (saved.scope, saved.new_per_day) == ("all", 3)
