"""Nothing is lost: no network, no server, two tabs, another person, an expired login."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from studyapp.models import Attempt
from tests import factories
from tests.browser import learner
from tests.browser.learner import WRONG, current, right_answers, shown, verdict
from tests.browser.offline import answered, ready_offline, state, waiting
from tests.browser.waits import follow, until

pytestmark = pytest.mark.offline


def answer(page, text=None):
    """Answer the question shown with the keyboard, rightly unless a text is given."""
    shown(page, "question")
    answers = right_answers(page)
    for blank, right in zip(page.locator("input.blank").all(), answers, strict=True):
        blank.fill(text or right)
    page.keyboard.press("Enter")


def go_on(page):
    page.wait_for_selector("answer-form[data-phase=feedback]")
    page.wait_for_timeout(50)
    page.click("[data-next]")


def test_five_questions_without_the_network_and_a_reload_between(
    page, sign_in, alice, document, network
):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    ready_offline(page)
    network.away(page)
    asked = []
    for number in range(5):
        asked.append(current(page).pk)
        answer(page, WRONG if number == 1 else None)
        page.wait_for_selector("answer-form[data-kept]")
        state(page, "waiting")
        if number == 2:
            page.reload()
            page.wait_for_selector("answer-form[data-kept]")
            assert len(waiting(page)) == 3
        go_on(page)
        if number == 3:
            shown(page, "question")
            page.reload()
    assert answered() == []

    network.back(page)
    state(page, "saved")
    assert waiting(page) == []
    assert answered() == asked
    verdicts = Attempt.objects.exclude(received_at=None).order_by("received_at")
    assert [a.verdict for a in verdicts] == ["right", "wrong", "right", "right", "right"]
    assert [a.judged_right for a in verdicts] == [True, False, True, True, True]


def test_when_nothing_is_left_to_ask_it_says_so_and_goes_on_with_the_network(
    page, sign_in, alice, document, network
):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    network.away(page)
    for _ in range(6):
        answer(page)
        page.wait_for_selector("answer-form[data-kept]")
        go_on(page)
    page.wait_for_selector("#card >> text=这台设备上没有更多的题了")
    network.back(page)
    state(page, "saved")
    page.click("[data-next]")
    shown(page, "question")
    assert len(answered()) == 6


def test_a_request_that_the_network_swallowed_does_not_hold_up_what_waits(
    page, sign_in, alice, document, network
):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    network.away(page)
    answer(page)
    page.wait_for_selector("answer-form[data-kept]")
    swallowed = []
    page.context.route("**/attempts/**", lambda route: swallowed.append(route))
    network.back(page)
    until(page, lambda: len(swallowed) == 1)
    page.evaluate("dispatchEvent(new Event('online'))")
    until(page, lambda: len(swallowed) == 2)
    page.context.unroute("**/attempts/**")
    state(page, "saved")
    assert len(answered()) == 1


def test_the_verdict_takes_the_place_of_the_learners_own_view(
    page, sign_in, alice, document, network
):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    network.away(page)
    answer(page)
    page.wait_for_selector("answer-form[data-kept]")
    network.back(page)
    page.wait_for_selector("answer-form:not([data-kept])")
    assert verdict(page) == "right"


def test_giving_up_away_from_the_site_asks_for_no_judgement(
    page, sign_in, alice, document, network
):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    network.away(page)
    page.click("button[value=dont_know]")
    page.wait_for_selector("answer-form[data-kept]")
    expect(page.locator("[data-place=judged]")).to_have_text("还不会")
    assert page.locator("[data-judge]:visible").count() == 0


def test_an_own_view_that_differs_is_told_in_the_summary(page, sign_in, alice, document, network):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    network.away(page)
    answer(page, WRONG)
    page.click("[data-judge='1']")
    expect(page.locator("[data-judge='1']")).to_have_attribute("aria-pressed", "true")
    network.back(page)
    page.wait_for_selector("answer-form:not([data-kept])")
    follow(page, ".leave")
    page.wait_for_selector("#differing")
    page.click("section[aria-labelledby=differing] button[name=right]")
    page.wait_for_selector("#verdict")
    assert current(page).corrections.get().kind == "override"


def test_in_another_tab_the_first_answer_stands_and_the_other_is_told(
    page, sign_in, alice, document
):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    other = page.context.new_page()
    other.goto(page.url)
    answer(page)
    assert verdict(page) == "right"
    answer(other, WRONG)
    assert verdict(other) == "right"
    other.wait_for_selector("text=以第一次的作答为准")
    assert len(answered()) == 1


def test_two_taps_are_one_answer(phone, sign_in, alice, document):
    sign_in(phone, alice)
    learner.practise(phone, document, "choice")
    posts = []
    phone.on("request", lambda request: request.method == "POST" and posts.append(request.url))
    phone.evaluate("() => { const b = document.querySelector('.choice'); b.click(); b.click(); }")
    phone.wait_for_selector("#verdict")
    assert len(posts) == 1
    assert len(answered()) == 1


def test_the_way_back_to_an_answered_question_changes_nothing(
    page, sign_in, alice, document, network
):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    network.away(page)
    answer(page)
    go_on(page)
    shown(page, "question")
    network.back(page)
    state(page, "saved")
    page.go_back()
    assert verdict(page) == "right"
    assert len(answered()) == 1


def test_two_tabs_that_count_at_the_same_moment_keep_both_answers(page, sign_in, alice):
    sign_in(page, alice)
    page.goto("/")
    page.evaluate(
        """() => {
          const outbox = document.querySelector("answer-outbox");
          Object.defineProperty(outbox, "names", { get: () => [] });
          for (const url of ["/one/", "/two/"]) outbox.keep(url, []);
        }"""
    )
    assert len(waiting(page)) == 2


def test_what_another_tab_settled_is_not_brought_back(page, sign_in, alice):
    sign_in(page, alice)
    page.goto("/")
    page.evaluate(
        """() => {
          const outbox = document.querySelector("answer-outbox");
          outbox.form = "/one/";
          outbox.keep("/one/", []);
          const entry = outbox.find("/one/");
          localStorage.removeItem(entry.name);
          outbox.refuse(entry, "no");
          outbox.keep("/two/", []);
          outbox.write({ ...outbox.find("/two/"), name: entry.name });
          outbox.refuse(entry, "no");
        }"""
    )
    texts = page.evaluate("Object.values(localStorage).filter((text) => text.includes('refused'))")
    assert texts == []


def test_what_waits_is_not_sent_for_anyone_else(page, sign_in, alice, document, network):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    network.away(page)
    answer(page)
    page.wait_for_selector("answer-form[data-kept]")
    other = page.context.new_page()
    page.context.clear_cookies()
    sign_in(page, factories.create_user("bob"))
    posts = []
    page.context.on("request", lambda request: request.method == "POST" and posts.append(request))
    page.evaluate("localStorage.setItem('learner', '')")  # nobody is here until the page opens
    network.back(page)
    other.goto("/")
    for each in (other, page):
        each.evaluate("dispatchEvent(new Event('online'))")
    other.wait_for_timeout(1500)
    assert posts == []
    assert len(waiting(other)) == 1
    assert other.evaluate("Object.keys(localStorage).filter((n) => n.startsWith('held '))") == []

    page.context.clear_cookies()
    sign_in(page, alice)
    page.goto("/")
    page.wait_for_function("() => !Object.keys(localStorage).some((n) => n.startsWith('answer '))")
    assert len(answered()) == 1


def test_what_waits_for_a_guest_is_sent_for_the_member_they_turn_out_to_be(page, alice, document):
    learner.practise(page, document, "typed")
    page.context.route("**/attempts/**", lambda route: route.abort())
    answer(page)
    page.wait_for_selector("answer-form[data-kept]")
    page.goto("/accounts/login/")
    page.fill("[name=login]", "alice")
    page.fill("[name=password]", "correct horse")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("://[^/]+/$"))
    page.context.unroute("**/attempts/**")
    page.wait_for_function("() => !Object.keys(localStorage).some((n) => n.startsWith('answer '))")
    assert list(Attempt.objects.exclude(received_at=None).values_list("learner", flat=True)) == [
        alice.pk
    ]


def test_an_answer_that_met_an_expired_login_is_saved_after_signing_in_again(
    page, sign_in, alice, document
):
    sign_in(page, alice)
    learner.practise(page, document, "recite")
    question = page.url
    page.keyboard.insert_text("山河读书会")
    Session.objects.all().delete()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/login/**")
    page.fill("[name=login]", "alice")
    page.fill("[name=password]", "correct horse")
    page.keyboard.press("Enter")
    page.wait_for_url(question)
    assert verdict(page) == "wrong"
    assert current(page).response == ["山河读书会"]


def test_a_login_that_expired_while_answers_waited_is_told(page, sign_in, alice, document, network):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    network.away(page)
    answer(page)
    page.wait_for_selector("answer-form[data-kept]")
    Session.objects.all().delete()
    network.back(page)
    page.wait_for_selector("[data-if=signed-out]:not([hidden])")
    follow(page, "[data-sign-in]")
    page.fill("[name=login]", "alice")
    page.fill("[name=password]", "correct horse")
    page.keyboard.press("Enter")
    page.wait_for_function("() => !Object.keys(localStorage).some((n) => n.startsWith('answer '))")
    assert len(answered()) == 1


def test_a_form_whose_token_is_too_old_is_sent_with_a_new_one(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    page.context.clear_cookies(name="csrftoken")
    answer(page)
    assert verdict(page) == "right"
    assert len(answered()) == 1


def test_an_answer_that_is_refused_is_told_and_kept_in_sight(
    page, sign_in, alice, document, network, settings
):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    network.away(page)
    answer(page, WRONG)
    page.wait_for_selector("answer-form[data-kept]")
    settings.ANSWER_LIMIT = 3
    network.back(page)
    refused = page.wait_for_selector("[data-entry]")
    assert WRONG in refused.inner_text()
    assert "3" in refused.query_selector("[data-reason]").inner_text()
    page.reload()
    page.wait_for_selector("[data-entry]")
    page.click("[data-entry] [data-discard]")
    page.wait_for_selector("[data-entry]", state="detached")


def test_signing_out_takes_the_questions_along_and_leaves_what_waits(
    page, sign_in, alice, document
):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    ready_offline(page)
    page.evaluate("localStorage.setItem('answer 999 000000001', '{}')")
    page.goto("/")
    page.click(".menu summary")
    follow(page, ".menu form button")
    kept = page.evaluate("Object.keys(localStorage)")
    assert [name for name in kept if name.startswith(("held ", "answer "))] == [
        "answer 999 000000001"
    ]
    page.wait_for_function("() => caches.keys().then((names) => names.length === 0)")


def test_over_a_plain_network_address_it_says_that_a_reload_is_out(
    page, sign_in, alice, document, network
):
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    network.away(page)
    answer(page)
    page.wait_for_selector("[data-insecure]:not([hidden])")
    network.back(page)


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_while_the_network_is_away(
    open_page, axe, sign_in, alice, document, network, dark
):
    page = open_page(phone=dark, dark=dark)
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    network.away(page)
    answer(page, WRONG)
    page.wait_for_selector("answer-form[data-kept]")
    axe(page)
    network.back(page)
