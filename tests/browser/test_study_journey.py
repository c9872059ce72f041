"""The learner's way: from the open door to the next day, by mouse, by keyboard, by input method."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from studyapp.models import Attempt, Sitting, Standing
from tests import factories
from tests.browser import learner
from tests.browser.learner import WRONG, current, go_on, right_answers, shown, verdict
from tests.browser.waits import focused, follow, ready


@pytest.fixture
def document(clock):
    return factories.create_document()


@pytest.fixture
def alice(document):
    return factories.create_user(new_per_day=2)


def answer_by_key(page):
    """Answer rightly what is shown, whatever it is, with the keyboard alone."""
    shown(page, "question")
    kind = current(page).kind
    answers = right_answers(page)
    if kind == "choice":
        page.keyboard.press(str(current(page).options.index(answers[0]) + 1))
    else:
        for answer in answers:
            page.keyboard.insert_text(answer)
            page.keyboard.press("Enter")
    assert verdict(page) == "right"


def read_on(page):
    """Read new statements until a question comes."""
    while not page.query_selector("answer-form[data-phase=question]"):
        go_on(page)


def study_until(page, kind):
    """Answer rightly until a question of a kind comes."""
    read_on(page)
    while current(page).kind != kind:
        answer_by_key(page)
        go_on(page)
        read_on(page)


def test_a_guest_learns_and_is_asked_again_the_next_day(page, clock, document):
    page.goto("/")
    follow(page, "main form[action='/study/'] button")
    page.evaluate("window.stayed = true")
    focused(page, "button main")
    study_until(page, "choice")
    page.click(f".choice >> text={right_answers(page)[0]}")
    assert verdict(page) == "right"
    focused(page, "button main")
    answered = current(page)

    page.click(".rare form[action$='/undo/'] button")
    shown(page, "question", "choice")
    assert current(page).statement_id == answered.statement_id
    study_until(page, "typed")
    focused(page, "blank")
    answer_by_key(page)
    assert page.evaluate("window.stayed"), "a swap became a page load"

    follow(page, ".leave")
    expect(page).to_have_url(re.compile("/sittings/[^/]+/$"))
    assert Sitting.objects.get().finished_at is not None

    clock.forward(days=1, hours=2)
    page.goto("/")
    follow(page, "main form[action='/study/'] button.main")
    shown(page, "question")
    standing = Standing.objects.get(statement=current(page).statement_id)
    assert standing.due <= timezone.now()


def test_a_list_and_a_recitation_by_hand(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "list")
    lines = page.locator(".line")
    focused(page, "line")
    for line, answer in zip(lines.all(), right_answers(page), strict=True):
        line.fill(answer)
    page.click("[data-submit]")
    assert verdict(page) == "right"

    learner.practise(page, document, "recite")
    focused(page, "recite")
    page.keyboard.insert_text(right_answers(page)[0])
    page.keyboard.press("Control+Enter")
    assert verdict(page) == "right"


def test_the_keyboard_alone_completes_a_sitting(page, sign_in, alice, document):
    sign_in(page, alice)
    page.goto(document.get_absolute_url())
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('main form .button.main')"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/attempts/"))
    ready(page)
    missed = False
    while "/attempts/" in page.url:
        read_on(page)
        if not missed:
            missed = True
            learner.answer_wrong(page)
            assert verdict(page) == "wrong"
        else:
            answer_by_key(page)
        go_on(page)
    expect(page.locator(".again li")).to_have_count(1)
    assert Sitting.objects.get().queue == []


def test_a_miss_can_be_counted_as_right_and_that_taken_back(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    learner.answer_wrong(page)
    assert verdict(page) == "wrong"
    said = page.inner_text("[data-announce]")
    page.wait_for_function(
        "words => document.getElementById('live').textContent === words", arg=said
    )
    page.click("button[name=right][value='1']")
    page.wait_for_selector("#verdict[data-verdict=right]")
    page.click("button[name=right][value='0']")
    page.wait_for_selector("#verdict[data-verdict=wrong]")


SECOND_ENTER = """() => new MutationObserver((changes, watch) => {
  const next = document.querySelector("answer-form[data-stops] [data-next]");
  if (!next) return;
  watch.disconnect();
  const enter = new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true});
  window.stopped = !next.dispatchEvent(enter);
}).observe(document.body, {childList: true, subtree: true})"""


def test_a_second_enter_does_not_carry_past_a_miss(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    page.evaluate(SECOND_ENTER)
    learner.answer_wrong(page)
    assert verdict(page) == "wrong"
    assert page.evaluate("window.stopped") is True


def test_an_order_is_put_right_with_the_keyboard(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "order")
    answers = right_answers(page)
    for place, answer in enumerate(answers):
        rows = [row.inner_text().strip() for row in page.locator(".order .text").all()]
        button = page.locator(".order li").nth(rows.index(answer)).locator("[data-move='-1']")
        button.focus()
        for _ in range(rows.index(answer) - place):
            page.keyboard.press("Enter")
    page.click("[data-submit]")
    assert verdict(page) == "right"


def test_enter_submits_where_the_button_says_so_though_nothing_is_written_in(
    page, sign_in, alice, document
):
    sign_in(page, alice)
    learner.practise(page, document, "order")
    # An Enter that was meant for the card before is not taken for this one.
    page.wait_for_timeout(800)
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_have_text("还没有排序。请排好顺序，或选“不会”。")
    for place, answer in enumerate(right_answers(page)):
        rows = [row.inner_text().strip() for row in page.locator(".order .text").all()]
        button = page.locator(".order li").nth(rows.index(answer)).locator("[data-move='-1']")
        button.focus()
        for _ in range(rows.index(answer) - place):
            page.keyboard.press("Enter")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Enter")
    assert verdict(page) == "right"


def test_a_hint_keeps_what_was_typed_and_is_read_out(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    page.keyboard.insert_text("半")
    page.click("button[formaction$='/hint/']")
    page.wait_for_selector(".hint")
    expect(page.locator(".blank").first).to_have_value("半")
    focused(page, "blank")
    hint = page.inner_text(".hint")
    page.wait_for_function(
        "words => document.getElementById('live').textContent === words", arg=hint
    )


def test_a_hint_that_does_not_arrive_is_told_and_asked_for_again(
    page, sign_in, alice, document, problems
):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    page.route("**/hint/", lambda route: route.abort())
    page.keyboard.insert_text("半")
    page.click("button[formaction$='/hint/']")
    page.wait_for_selector("[data-failure]:not([hidden])")
    focused(page, "button")
    page.unroute("**/hint/")
    page.click("[data-retry]")
    page.wait_for_selector(".hint")
    expect(page.locator(".blank").first).to_have_value("半")
    learner.forgive(problems, "htmx:sendError")
    learner.forgive(problems, "htmx:afterRequest")
    problems[:] = [problem for problem in problems if "ERR_FAILED" not in problem]


@pytest.mark.parametrize("kind", ["typed", "list"])
def test_an_empty_answer_is_refused_in_words_before_it_is_sent(
    page, sign_in, alice, document, kind
):
    sign_in(page, alice)
    learner.practise(page, document, kind)
    empty = page.locator(".line, input.blank")
    if empty.count() > 1:
        page.click("[data-submit]")
    else:
        empty.focus()
        page.keyboard.press("Enter")
    page.wait_for_selector("#problem >> text=还没有填写")
    focused(page, "blank", "line")
    assert not Attempt.objects.exclude(received_at=None).exists()
    learner.answer_wrong(page)
    assert verdict(page) == "wrong"


def test_the_window_is_called_by_what_it_asks_and_tells(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    asked = f"{page.inner_text('#how .task')} · 成诵"
    expect(page).to_have_title(asked)
    learner.answer_wrong(page)
    assert verdict(page) == "wrong"
    told = f"{page.inner_text('#verdict b')} · 成诵"
    assert told != asked
    expect(page).to_have_title(told)
    page.reload()
    expect(page).to_have_title(told)


def test_an_answer_too_long_is_refused_in_place(page, sign_in, alice, document, settings, problems):
    settings.ANSWER_LIMIT = 5
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    learner.answer_wrong(page)
    page.wait_for_selector("#problem")
    expect(page.locator(".blank").first).to_have_value(WRONG)
    focused(page, "blank")
    learner.forgive(problems, "422")


def test_going_back_shows_the_answer_again(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    answered = page.url
    answer_by_key(page)
    go_on(page)
    page.go_back()
    page.wait_for_url(answered)
    assert verdict(page) == "right"


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(open_page, axe, sign_in, alice, document, dark):
    page = open_page(dark=dark, phone=dark)
    sign_in(page, alice)
    for kind in ("choice", "typed", "list", "order", "outline", "recite"):
        learner.practise(page, document, kind)
        axe(page)
        page.click("button[value=dont_know]")
        assert verdict(page) == "missing"
        axe(page)
    follow(page, ".leave")
    expect(page.locator(".again")).to_be_visible()
    axe(page)


@pytest.mark.parametrize("kind", ["typed", "recite"])
def test_axe_finds_nothing_in_marked_answers(page, axe, sign_in, alice, document, kind):
    sign_in(page, alice)
    learner.practise(page, document, kind)
    answer = right_answers(page)[0]
    page.locator(".blank, .recite").first.fill(answer[: len(answer) // 2] + "错" + WRONG[:2])
    page.click("[data-submit]")
    page.wait_for_selector("#verdict")
    axe(page)


def test_what_was_typed_in_several_blanks_survives_a_reload_each_in_its_place(
    page, sign_in, alice, document
):
    sign_in(page, alice)
    learner.practise(page, document, "list")
    fields = page.locator("input.line")
    fields.nth(0).fill("甲甲")
    fields.nth(2).fill("丙丙")
    page.reload()
    for at, typed in enumerate(["甲甲", "", "丙丙"]):
        expect(fields.nth(at)).to_have_value(typed)
