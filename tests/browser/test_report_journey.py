"""A learner reports a question, an editor accepts the answer, and the verdict changes."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from studyapp import corrected, editing, replay, reports
from studyapp.editors import GROUP
from studyapp.models import Attempt, Correction, Question, Report
from tests import factories
from tests.browser.learner import current
from tests.browser.waits import follow
from tests.test_regrading import OTHER, answer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editor():
    user = factories.create_user("editor", is_staff=True)
    user.groups.add(Group.objects.get(name=GROUP))
    return user


@pytest.fixture
def statement(document):
    return next(
        s for s in factories.askable(document) if s.kind == "sentence" and len(s.parts) >= 2
    )


def answer_in_the_browser(page, alice, document, statement):
    sitting = factories.start(alice, document, statement=statement)
    attempt = factories.next_question(sitting)
    page.goto(attempt.get_absolute_url())
    page.locator("input.blank").first.fill(OTHER)
    page.keyboard.press("Enter")
    page.wait_for_selector("#verdict[data-verdict=wrong]")
    return attempt


def report(page, words):
    follow(page, ".report a")
    page.check("[name=kind][value=accept]")
    page.fill("[name=words]", words)
    follow(page, "main .button.main")
    expect(page.locator(".messages:not([hidden])")).to_be_visible()


def find_the_report(panel):
    """Go from the first page of the panel to the weightiest of two reports."""
    panel.goto("/admin/")
    follow(panel, ".to-do a[href$='/studyapp/report/']")
    rows = panel.locator("#result_list tbody tr")
    expect(rows).to_have_count(2)
    follow(panel, "#result_list tbody tr a >> nth=0")
    expect(panel.locator("#content")).to_contain_text("两种说法都对")
    expect(panel.locator("#content")).to_contain_text(OTHER)


def accept_the_answer(panel):
    """First it is shown whose results that would change; then they are changed."""
    follow(panel, ".offer button")
    expect(panel.locator("#content")).to_contain_text("alice")
    assert not Correction.objects.exists()
    follow(panel, ".decision .default")
    expect(panel.locator(".messagelist .success")).to_be_visible()


def counts_now(attempt, alice, statement):
    """Both verdicts are on record, and the memory is no longer one that was missed."""
    attempt.refresh_from_db()
    assert attempt.verdict == "wrong"
    assert set(Correction.objects.get(kind="regrade").verdicts.values()) == {"right"}
    assert corrected.holding(Attempt.objects.get(pk=attempt.pk)).verdict == "right"
    left = replay.replay_statement(alice, statement, first_rung=alice.start_rung)
    assert replay.memories_of(alice, statement) == left.memories
    assert not left.memories[attempt.asked[0]].missed
    assert Report.objects.get(learner=alice).state == "accepted"
    assert OTHER in editing.current(attempt.question).keys[0]


def read_what_became_of_it(page):
    """The learner is told on Today, and sees the verdict and why."""
    page.goto("/")
    follow(page, "a[href='/reports/']")
    follow(page, ".rows .title >> nth=0")
    expect(page.locator("#verdict")).to_have_attribute("data-verdict", "right")
    expect(page.locator("#why")).to_contain_text("重新判分")


@pytest.fixture
def lighter_report(document, statement):
    """Another question was reported too, and matters less."""
    bob = factories.create_user("bob")
    other = next(s for s in factories.askable(document) if s.pk != statement.pk)
    return reports.report(answer(bob, document, other), kind="typo", words="", now=factories.NOW)


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_report_to_a_changed_verdict(
    open_page, sign_in, alice, editor, document, statement, lighter_report, javascript
):
    page, panel = open_page(javascript=javascript), open_page(javascript=javascript)
    sign_in(page, alice)
    attempt = answer_in_the_browser(page, alice, document, statement)
    assert replay.memories_of(alice, statement)[attempt.asked[0]].missed
    report(page, "两种说法都对")
    assert page.url.endswith(attempt.get_absolute_url())

    sign_in(panel, editor)
    find_the_report(panel)
    accept_the_answer(panel)
    counts_now(attempt, alice, statement)
    sign_in(page, alice)
    read_what_became_of_it(page)


def test_a_question_is_reported_before_it_is_answered_and_the_draft_is_kept(
    page, sign_in, alice, document, statement
):
    sign_in(page, alice)
    attempt = factories.next_question(factories.start(alice, document, statement=statement))
    page.goto(attempt.get_absolute_url())
    page.locator("input.blank").first.fill("写到一半")
    follow(page, ".report a")
    page.check("[name=kind][value=unclear]")
    follow(page, "main .button.main")
    assert current(page) == attempt
    expect(page.locator("input.blank").first).to_have_value("写到一半")
    assert Report.objects.get().kind == "unclear"


def test_an_editor_walks_through_questions_with_the_keyboard(page, sign_in, editor, document):
    sign_in(page, editor)
    page.goto(f"/admin/studyapp/document/{document.pk}/questions/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first, second, third = [
        int(each.get_attribute("id")[1:]) for each in page.locator("[data-question]").all()[:3]
    ]
    expect(page.locator(f"#q{first}")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator(f"#q{second}")).to_be_focused()
    expect(page.locator(f"#q{first} [data-state=published]")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator(f"#q{third}")).to_be_focused()
    expect(page.locator(f"#q{second}")).to_have_count(0)
    page.keyboard.press("e")
    page.wait_for_url(f"**/question/{third}/change/")
    assert Question.objects.get(pk=first).approved_by == editor
    assert Question.objects.get(pk=second).retired_by_hand
