"""A mock exam from its form to its paper, and reciting a whole section."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from studyapp.models import Attempt, Sitting
from tests import factories


@pytest.fixture
def document(live_server):
    return factories.create_document()


def begin(page, document, *, kind="typed", count=3, minutes=20):
    page.goto(document.get_absolute_url())
    page.click("a[href*='/study/new/exam/']")
    page.fill("[name=count]", str(count))
    page.fill("[name=minutes]", str(minutes))
    page.check(f"[name=kinds][value={kind}]")
    page.click(".button.main")
    page.wait_for_url("**/study/exams/*/1/")
    page.click("[name=to][value=paper] >> nth=0")
    page.wait_for_url(re.compile(r"/study/exams/\d+/$"))
    return Sitting.objects.latest("pk")


def fill_in(page, number):
    attempt = Attempt.objects.select_related("question").get(position=number - 1)
    for blank, answer in zip(
        page.locator(".blank").all(), attempt.question.right_answers, strict=True
    ):
        blank.fill(answer)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_exam_is_sat_left_come_back_to_and_gone_through(
    open_page, sign_in, alice, document, javascript
):
    page = open_page(javascript=javascript)
    sign_in(page, alice)
    sitting = begin(page, document)
    page.click(".paper a >> nth=0")
    fill_in(page, 1)
    page.click("[data-submit]")
    page.wait_for_url("**/2/")
    page.locator(".blank").first.fill("写了一半")
    page.click(".leave")
    page.wait_for_url("**/study/exams/*/")
    assert page.locator(".paper [data-answered]").count() == 2

    page.goto("/")
    page.click(f"a[href='{sitting.get_absolute_url()}']")
    page.click(".paper a >> nth=1")
    assert page.locator(".blank").first.input_value() == "写了一半"
    assert "verdict" not in page.content()
    page.goto(sitting.get_absolute_url())
    page.click(".button.main")
    page.wait_for_selector(".numbered")
    verdicts = [mark.get_attribute("data-verdict") for mark in page.locator(".mark").all()]
    assert verdicts == ["right", "wrong", "skipped"]
    page.click("form[action$='/today/'] button")
    page.wait_for_selector(".messages li")


def test_the_clock_runs_through_a_reload_and_hands_the_paper_in(page, sign_in, alice, document):
    sign_in(page, alice)
    sitting = begin(page, document, count=1)
    page.click(".paper a >> nth=0")
    left = page.inner_text("exam-clock")
    page.reload()
    assert page.inner_text("exam-clock") <= left
    Sitting.objects.update(ends_at=timezone.now() + timedelta(seconds=3))
    page.reload()
    fill_in(page, 1)
    page.wait_for_selector(".numbered")
    assert page.url.endswith(sitting.get_absolute_url())
    assert Attempt.objects.get().verdict == "right"


def test_enter_goes_from_question_to_question(page, sign_in, alice, document):
    sign_in(page, alice)
    begin(page, document)
    page.click(".paper a >> nth=0")
    # A browser moves the focus when it draws the page, which may be after it has loaded.
    page.wait_for_function("() => document.activeElement.className === 'blank'")
    fill_in(page, 1)
    page.locator(".blank").last.press("Enter")
    page.wait_for_url("**/2/")


def test_what_was_chosen_is_shown_when_one_comes_back(page, sign_in, alice, document):
    sign_in(page, alice)
    begin(page, document, kind="choice")
    page.click(".paper a >> nth=0")
    page.locator(".choice").nth(1).click()
    page.wait_for_url("**/2/")
    page.click("[value=previous]")
    page.wait_for_url("**/1/")
    assert page.locator(".choice").nth(1).get_attribute("aria-pressed") == "true"


def test_a_section_is_recited_as_a_whole(page, sign_in, alice, document):
    sign_in(page, alice)
    page.goto(document.get_absolute_url())
    page.click("a[href*='/study/new/recite/']")
    page.select_option("[name=section]", label="一、会员")
    page.check("[name=way][value=whole]")
    page.click(".button.main")
    page.wait_for_url("**/recitals/*/")
    page.wait_for_function("() => document.activeElement.className === 'recite'")
    body = document.sections.get(label="一、").body
    page.fill("textarea", body.replace("三篇", "四篇").replace("表决权、", ""))
    page.locator("textarea").press("Control+Enter")
    page.wait_for_selector(".diff")
    assert page.locator(".diff .missing").count() == 1
    page.click(".button.main")
    page.wait_for_selector(".again")


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(open_page, axe, sign_in, alice, document, dark):
    page = open_page(dark=dark, phone=dark)
    sign_in(page, alice)
    for name in ("", "practise/", "recite/", "exam/"):
        page.goto(f"/study/new/{name}?document={document.pk}")
        axe(page)
    sitting = begin(page, document, kind="choice")
    axe(page)
    page.goto(f"{sitting.get_absolute_url()}1/")
    axe(page)
    page.locator(".choice").first.click()
    page.wait_for_url("**/2/")
    page.goto(sitting.get_absolute_url())
    page.click(".button.main")
    page.wait_for_selector(".numbered")
    axe(page)
