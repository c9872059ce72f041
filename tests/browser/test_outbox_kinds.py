"""Every kind of question without the network, and two tabs that ask the same one."""

import pytest

from studyapp.models import Attempt
from tests.browser import learner
from tests.browser.learner import WRONG, current, right_answers, shown, verdict
from tests.browser.offline import answered, ready_offline, state, waiting
from tests.browser.waits import until

pytestmark = pytest.mark.offline


@pytest.fixture
def ask(page, sign_in, alice, document):
    def ask(kind):
        sign_in(page, alice)
        learner.practise(page, document, kind)
        ready_offline(page)

    return ask


def judge(page, *, right=True):
    attempt = current(page)
    holds = attempt.options == attempt.question.right_answers
    if holds == right:
        page.check("[value=holds]")
    else:
        page.check("[value=swapped]")
        page.fill("[name=answer]", attempt.question.right_answers[0] if right else WRONG)
    page.click("[data-submit]")


def fill_bank(page, *, right=True):
    answers = right_answers(page)
    for word in answers if right else answers[::-1]:
        page.locator(".tile:not([disabled])", has_text=word).first.click()
    page.click("[data-submit]")


@pytest.mark.parametrize(("kind", "answer"), [("judge", judge), ("bank", fill_bank)])
def test_answered_away_it_is_told_kept_through_a_reload_and_graded_later(
    page, ask, network, kind, answer
):
    ask(kind)
    network.away(page)
    asked = []
    for number, right in enumerate((True, False), 1):
        shown(page, "question")
        assert page.inner_text("#count").startswith(f"{number} /")
        asked.append(current(page).pk)
        answer(page, right=right)
        page.wait_for_selector("answer-form[data-kept]")
        state(page, "waiting")
        agrees = page.get_attribute("[data-judge='1']", "aria-pressed") == "true"
        assert agrees == right
        page.reload()
        page.wait_for_selector("answer-form[data-kept]")
        page.click("[data-next]")
    assert len(waiting(page)) == 2
    assert answered() == []

    network.back(page)
    state(page, "saved")
    assert answered() == asked
    given = Attempt.objects.exclude(received_at=None).order_by("received_at")
    assert [attempt.verdict for attempt in given] == ["right", "wrong"]
    assert [attempt.judged_right for attempt in given] == [True, False]


def test_an_order_put_away_from_the_network_is_graded_later(page, ask, network):
    ask("order")
    network.away(page)
    page.locator("[data-move='1']:visible").first.click()
    order = page.locator(".order .text").all_inner_texts()
    page.click("[data-submit]")
    page.wait_for_selector("answer-form[data-kept]")
    asked = current(page).pk
    network.back(page)
    state(page, "saved")
    assert Attempt.objects.get(pk=asked).response == order


def open_twice(page):
    """The same question in another tab."""
    other = page.context.new_page()
    other.goto(page.url)
    shown(other, "question")
    return other


def test_another_tab_hears_of_the_first_answer_at_once(page, ask):
    ask("typed")
    other = open_twice(page)
    for blank, right in zip(page.locator("input.blank").all(), right_answers(page), strict=True):
        blank.fill(right)
    page.click("[data-submit]")
    other.wait_for_selector("[data-elsewhere]:not([hidden])")
    assert "另一个标签页" in other.inner_text("[data-elsewhere]")
    assert verdict(page) == "right"
    other.click("[data-show]")
    assert verdict(other) == "right"
    assert len(answered()) == 1


def test_another_tab_shows_the_first_answer_while_the_network_is_away(page, ask, network):
    ask("judge")
    other = open_twice(page)
    network.away(page)
    judge(page)
    other.wait_for_selector("[data-elsewhere]:not([hidden])")
    other.click("[data-show]")
    other.wait_for_selector("answer-form[data-kept]")
    network.back(page)
    until(page, lambda: not waiting(page))
    assert len(answered()) == 1


def test_a_tab_with_another_question_hears_nothing(page, ask, sign_in, alice, document):
    ask("typed")
    other = page.context.new_page()
    learner.practise(other, document, "judge")
    page.click("button[value=dont_know]")
    page.wait_for_selector("#verdict")
    other.wait_for_timeout(300)
    assert other.locator("[data-elsewhere]").is_hidden()


def test_where_the_first_answer_was_refused_the_other_tab_may_answer(page, ask, network, settings):
    ask("judge")
    other = open_twice(page)
    network.away(page)
    page.check("[value=swapped]")
    page.fill("[name=answer]", WRONG)
    page.click("[data-submit]")
    other.wait_for_selector("[data-elsewhere]:not([hidden])")
    settings.ANSWER_LIMIT = 3
    network.back(page)
    other.wait_for_selector("[data-elsewhere]", state="hidden")
    assert answered() == []


@pytest.mark.parametrize("kind", ["typed", "bank", "judge", "order", "list"])
def test_an_empty_answer_is_held_back_at_once_and_does_not_wait(page, ask, network, kind):
    ask(kind)
    network.away(page)
    page.click("[data-submit]")
    page.wait_for_selector("#problem:visible")
    assert waiting(page) == []
    page.click("[value=dont_know]")
    page.wait_for_selector("answer-form[data-kept]")
    assert len(waiting(page)) == 1
