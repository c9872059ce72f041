"""A mock exam from its form to its paper, and reciting a whole section."""

import re

import pytest
from playwright.sync_api import expect

from studyapp.models import Attempt, Sitting
from tests import factories
from tests.browser.waits import focused, follow


@pytest.fixture
def document(live_server):
    return factories.create_document()


def begin(page, document, *, kind="typed", count=3, minutes=20):
    page.goto(document.get_absolute_url())
    follow(page, "a[href*='/study/new/exam/']")
    page.fill("[name=count]", str(count))
    page.fill("[name=minutes]", str(minutes))
    page.check(f"[name=kinds][value={kind}]")
    follow(page, ".button.main")
    expect(page).to_have_url(re.compile(r"/study/exams/\d+/1/$"))
    follow(page, "[name=to][value=paper] >> nth=0")
    expect(page).to_have_url(re.compile(r"/study/exams/\d+/$"))
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
    follow(page, ".paper a >> nth=0")
    fill_in(page, 1)
    follow(page, "[data-submit]")
    expect(page).to_have_url(re.compile("/2/$"))
    page.locator(".blank").first.fill("写了一半")
    follow(page, ".leave")
    expect(page).to_have_url(re.compile(r"/study/exams/\d+/$"))
    expect(page.locator(".paper [data-answered]")).to_have_count(2)

    page.goto("/")
    follow(page, f"a[href='{sitting.get_absolute_url()}']")
    follow(page, ".paper a >> nth=1")
    expect(page.locator(".blank").first).to_have_value("写了一半")
    assert "verdict" not in page.content()
    page.goto(sitting.get_absolute_url())
    follow(page, ".button.main")
    verdicts = [mark.get_attribute("data-verdict") for mark in page.locator(".mark").all()]
    assert verdicts == ["right", "wrong", "skipped"]
    follow(page, "form[action$='/today/'] button")
    expect(page.locator(".messages [data-level=success]")).to_be_visible()


def test_the_clock_runs_through_a_reload_and_hands_the_paper_in(page, sign_in, alice, document):
    page.clock.install()
    sign_in(page, alice)
    sitting = begin(page, document, count=1)
    follow(page, ".paper a >> nth=0")
    left = page.inner_text("exam-clock")
    page.reload()
    assert page.inner_text("exam-clock") <= left
    fill_in(page, 1)
    page.clock.fast_forward("20:00")
    page.wait_for_selector(".numbered")
    assert page.url.endswith(sitting.get_absolute_url())
    assert Attempt.objects.get().verdict == "right"


def test_enter_goes_from_question_to_question(page, sign_in, alice, document):
    sign_in(page, alice)
    begin(page, document)
    follow(page, ".paper a >> nth=0")
    focused(page, "blank")
    fill_in(page, 1)
    with page.expect_navigation():
        page.locator(".blank").last.press("Enter")
    expect(page).to_have_url(re.compile("/2/$"))


def test_what_was_chosen_is_shown_when_one_comes_back(page, sign_in, alice, document):
    sign_in(page, alice)
    begin(page, document, kind="choice")
    follow(page, ".paper a >> nth=0")
    follow(page, ".choice >> nth=1")
    expect(page).to_have_url(re.compile("/2/$"))
    follow(page, "[value=previous]")
    expect(page).to_have_url(re.compile("/1/$"))
    expect(page.locator(".choice").nth(1)).to_have_attribute("aria-pressed", "true")


def test_a_section_is_recited_as_a_whole(page, sign_in, alice, document):
    sign_in(page, alice)
    page.goto(document.get_absolute_url())
    follow(page, "a[href*='/study/new/recite/']")
    page.select_option("[name=section]", label="一、会员")
    page.check("[name=way][value=whole]")
    follow(page, ".button.main")
    expect(page).to_have_url(re.compile("/recitals/[^/]+/$"))
    focused(page, "recite")
    page.fill("#recite", "写到一半")
    page.context.set_offline(True)
    page.click("[data-submit]")
    expect(page.locator("[data-failure]")).to_be_visible()
    expect(page.locator("#recite")).to_have_value("写到一半")
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#recite")).to_have_value("写到一半")
    body = document.sections.get(label="一、").body
    page.fill("textarea", body.replace("三篇", "四篇").replace("表决权、", ""))
    page.locator("textarea").press("Control+Enter")
    page.wait_for_selector(".diff")
    expect(page.locator(".diff .missing")).to_have_count(1)
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
    follow(page, ".choice >> nth=0")
    page.goto(sitting.get_absolute_url())
    follow(page, ".button.main")
    expect(page.locator(".numbered")).to_be_visible()
    axe(page)
