"""The same way with JavaScript off: plain forms and pages."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from studyapp.models import Attempt, Sitting, Standing
from tests import factories
from tests.browser import learner
from tests.browser.learner import WRONG, current, right_answers, verdict
from tests.browser.waits import follow
from tests.forms import KINDS


@pytest.fixture
def page(open_page):
    return open_page(javascript=False)


@pytest.fixture
def document(clock):
    return factories.create_document()


def answer(page, answers):
    """Fill in a question and send it with Enter, which presses the first button of its form."""
    with page.expect_navigation():
        fill_in_and_send(page, answers)


def fill_in_and_send(page, answers):
    kind = current(page).kind
    if kind in ("choice", "source"):
        page.click(f".choice >> text={answers[0]}")
        return
    if kind == "bank":
        for blank, text in zip(page.locator("select.blank").all(), answers, strict=True):
            blank.select_option(label=text)
        page.click("[data-submit]")
        return
    if kind == "judge":
        said, *answers = answers
        page.check(f"[value={said}]")
        if not answers:
            page.click("[data-submit]")
            return
    if kind == "order":
        rows = [row.inner_text().strip() for row in page.locator(".order .text").all()]
        for row, text in enumerate(rows):
            page.select_option(f"[name=place-{row}]", str(answers.index(text) + 1))
        page.click("[data-submit]")
        return
    fields = page.locator("[name=answer]")
    for field, text in zip(fields.all(), answers, strict=True):
        field.fill(text)
    if kind == "recite":
        page.click("[data-submit]")
    else:
        fields.last.press("Enter")


def test_a_guest_learns_and_is_asked_again_the_next_day(page, clock, document):
    page.goto("/")
    follow(page, "main form[action='/study/'] button")
    kinds = set()
    while not {"read", "choice", "typed"} <= kinds:
        kinds.add(current(page).kind)
        if current(page).question is None:
            follow(page, "[data-submit]")
            continue
        answer(page, right_answers(page))
        assert verdict(page) == "right"
        follow(page, "[data-next]")
    follow(page, ".leave")
    assert Sitting.objects.get().finished_at is not None

    clock.forward(days=1, hours=2)
    page.goto("/")
    follow(page, "main form[action='/study/'] button.main")
    assert Standing.objects.filter(statement=current(page).statement_id).exists()
    assert current(page).question is not None


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_answered(page, sign_in, alice, document, kind):
    sign_in(page, alice)
    learner.practise(page, document, kind)
    answer(page, right_answers(page))
    assert verdict(page) == "right"


def test_a_miss_is_told_counted_as_right_undone_and_summed_up(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "recite")
    missed = current(page)
    answer(page, [WRONG])
    assert verdict(page) == "wrong"
    page.click("details.more summary")
    assert missed.statement.text in page.inner_text(".passage")
    follow(page, "button[name=right][value='1']")
    assert verdict(page) == "right"
    follow(page, "button[name=right][value='0']")
    assert verdict(page) == "wrong"
    follow(page, ".leave")
    expect(page.locator(".again li")).to_have_count(1)
    follow(page, "form[action$='/undo/'] button")
    assert current(page).statement_id == missed.statement_id
    assert not current(page).answered


def test_a_hint_keeps_what_was_typed(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "list")
    page.locator(".line").nth(1).fill("半")
    follow(page, "button[formaction$='/hint/']")
    expect(page.locator(".hint")).to_have_count(1)
    page.goto(current_address(page))
    expect(page.locator(".hint")).to_have_count(1)


def current_address(page):
    return Attempt.objects.get(position=0).get_absolute_url()


def test_an_expired_login_leads_back_to_what_was_typed(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "list")
    question = page.url
    page.locator(".line").nth(1).fill("借阅权")
    Session.objects.all().delete()
    follow(page, "[data-submit]")
    page.fill("[name=login]", "alice")
    page.fill("[name=password]", "correct horse")
    with page.expect_navigation():
        page.locator("[name=password]").press("Enter")
    expect(page).to_have_url(question)
    expect(page.locator(".line").nth(1)).to_have_value("借阅权")


def test_nothing_filled_in_is_no_answer(page, sign_in, alice, document, problems):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    with page.expect_navigation():
        page.locator(".blank").last.press("Enter")
    expect(page.locator("#problem")).to_be_visible()
    assert not current(page).answered
    learner.forgive(problems, "422")


def test_keys_that_only_a_script_hears_are_not_shown(page, document):
    page.goto(f"{document.get_absolute_url()}read/1/?hide=terms")
    assert page.locator(".tools .degrees").is_visible()
    assert page.locator(".tools p").is_hidden()
