"""A mock exam while the network is away: what is written survives, and is handed in."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from studyapp import exam, study
from studyapp.models import Attempt, Sitting
from tests.browser.offline import ready_offline, state, waiting
from tests.browser.waits import follow, until

pytestmark = pytest.mark.offline

KEPT = "name => localStorage.getItem(name)?.includes('answer-form')"
HANDING_IN = "一连上站点，你的试卷就会自动交上"
NOT_HELD = "这台设备上没有这道题"
REFUSED = "这份试卷收不下"


@pytest.fixture
def sit(page, sign_in, alice, document):
    """Return a function that opens the first question of a new exam."""
    usual = page

    def sit(*kinds, count=3, minutes=20, page=usual):
        sign_in(page, alice)
        sitting = exam.start_exam(
            alice,
            document=document,
            count=count,
            minutes=minutes,
            kinds=kinds or ("typed",),
            now=timezone.now(),
        )
        page.goto(f"{sitting.get_absolute_url()}1/")
        page.wait_for_function(KEPT, arg=f"held {alice.pk} exam")
        return sitting

    return sit


def attempt_of(page):
    number = int(page.url.rstrip("/").rsplit("/", 1)[1])
    return Attempt.objects.select_related("question").get(position=number - 1)


def fill_in(page):
    answers = attempt_of(page).question.right_answers
    for blank, answer in zip(page.locator("input.blank").all(), answers, strict=True):
        blank.fill(answer)


def at(page, number):
    page.wait_for_url(f"**/{number}/")
    page.wait_for_function(f"() => document.querySelector('#count progress').value === {number}")


def verdicts():
    return list(Attempt.objects.order_by("position").values_list("verdict", flat=True))


def test_a_whole_paper_is_written_and_handed_in_without_the_network(page, sit, network):
    sitting = sit()
    ready_offline(page)
    network.away(page)
    for number in (1, 2, 3):
        at(page, number)
        fill_in(page)
        if number == 2:
            page.wait_for_timeout(400)
            page.reload()
            at(page, 2)
            expect(page.locator("input.blank").first).not_to_have_value("")
            state(page, "waiting")
        page.click("[data-submit]")
    expect(page.locator(".paper [data-waiting]")).to_have_count(3)
    page.click(".button.main[data-time-up]")
    page.wait_for_selector("#how >> text=模拟考试")
    assert Sitting.objects.get().finished_at is None

    network.back(page)
    page.wait_for_selector(".numbered")
    assert page.url.endswith(sitting.get_absolute_url())
    assert verdicts() == ["right"] * 3
    assert waiting(page) == []


def test_without_a_worker_the_papers_own_page_opens_questions_without_the_network(
    open_page, sit, network
):
    page = open_page(service_workers="block")
    sitting = sit(count=2, page=page)
    page.goto(sitting.get_absolute_url())
    network.away(page)
    page.click(".paper a >> nth=1")
    at(page, 2)
    fill_in(page)
    page.click("[data-submit]")
    page.wait_for_selector(".paper [data-waiting]")
    page.go_back()
    at(page, 2)
    page.click(".leave")
    page.click(".button.main[data-time-up]")
    network.back(page)
    page.wait_for_selector(".numbered")
    assert verdicts() == ["skipped", "right"]


def test_what_is_being_typed_is_kept_by_itself(page, sit, network):
    sit()
    fill_in(page)
    state(page, "saved")
    until(page, lambda: Attempt.objects.get(position=0).draft is not None)
    network.away(page)
    page.locator("input.blank").first.fill("改了一半")
    until(page, lambda: waiting(page))
    network.back(page)
    until(page, lambda: "改了一半" in Attempt.objects.get(position=0).draft["typed"])
    until(page, lambda: not waiting(page))


def test_what_was_changed_while_it_was_being_sent_is_sent_again(page, sit):
    sit()
    url = page.url

    def slow(route):
        if route.request.method == "POST" and len(sent) == 0:
            page.locator("input.blank").first.fill("后来写的")
            page.evaluate("document.querySelector('exam-paper').keep()")
        sent.append(route.request.post_data)
        route.continue_()

    sent = []
    page.route(url, slow)
    page.locator("input.blank").first.fill("先写的")
    until(page, lambda: len(sent) > 1 and not waiting(page))
    assert Attempt.objects.get(position=0).draft["typed"][0] == "后来写的"


@pytest.mark.parametrize("kind", ["typed", "judge"])
def test_what_was_written_before_the_scripts_came_is_kept_too(open_page, sit, kind):
    page = open_page(service_workers="block")
    sit(kind, page=page)
    page.route("**/*.js", lambda route: None)
    page.reload(wait_until="commit")
    if kind == "judge":
        page.check("[value=holds]")
    else:
        page.locator("input.blank").first.fill("写得早")
    page.unroute("**/*.js")
    page.wait_for_load_state()
    page.click("[data-submit]")
    at(page, 2)
    until(page, lambda: not waiting(page))
    said = {"typed": "写得早", "judge": "holds"}[kind]
    assert said in str(Attempt.objects.get(position=0).draft)


def test_nothing_that_was_not_changed_is_sent(page, sit):
    sit()
    page.click("[data-submit]")
    at(page, 2)
    page.click("[value=previous]")
    at(page, 1)
    assert not Attempt.objects.exclude(draft=None).exists()
    assert waiting(page) == []


def test_tapped_answers_are_kept_and_shown_again(page, sit, network):
    sit("choice")
    network.away(page)
    page.locator(".choice").nth(1).click()
    at(page, 2)
    page.click("[value=previous]")
    at(page, 1)
    expect(page.locator(".choice").nth(1)).to_have_attribute("aria-pressed", "true")
    network.back(page)
    until(page, lambda: not waiting(page))
    assert Attempt.objects.get(position=0).draft["typed"] == ["1"]


@pytest.mark.parametrize("kind", ["judge", "bank", "order"])
def test_every_kind_comes_back_as_it_was_left(page, sit, network, kind):
    sit(kind, count=1)
    network.away(page)
    if kind == "judge":
        page.check("[value=swapped]")
        page.fill("[name=answer]", "一个词")
    elif kind == "bank":
        page.locator(".tile").first.click()
    else:
        page.locator("[data-move='1']:visible").first.click()
    shown = page.inner_text("#answer section")
    page.click(".leave")
    page.click(".paper [data-waiting]")
    at(page, 1)
    assert page.inner_text("#answer section") == shown
    if kind == "judge":
        assert page.is_checked("[value=swapped]")
        assert page.input_value("[name=answer]") == "一个词"
    network.back(page)
    until(page, lambda: not waiting(page))
    assert Attempt.objects.get(position=0).draft is not None


def test_what_was_written_in_time_counts_though_it_comes_late(page, sit, network):
    sit(count=1)
    network.away(page)
    fill_in(page)
    until(page, lambda: waiting(page))
    ended = timezone.now() - timedelta(seconds=40)
    Sitting.objects.update(ends_at=ended)
    name = waiting(page)[0]
    page.evaluate(
        """([name, at]) => {
          const entry = JSON.parse(localStorage[name]);
          entry.fields.find(([key]) => key === "written_at")[1] = at;
          localStorage[name] = JSON.stringify(entry);
        }""",
        [name, (ended - timedelta(seconds=5)).isoformat()],
    )
    network.back(page)
    until(page, lambda: not waiting(page))
    assert Attempt.objects.get().draft is not None


def test_a_login_that_expired_keeps_what_is_written(page, sit, alice):
    sit()
    Session.objects.all().delete()
    fill_in(page)
    page.click("[data-submit]")
    page.wait_for_selector("[data-if=signed-out]:not([hidden])")
    follow(page, "[data-sign-in]")
    page.fill("[name=login]", "alice")
    page.fill("[name=password]", "correct horse")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    until(page, lambda: Attempt.objects.get(position=0).draft is not None)


def test_the_device_holds_no_key(page, sit):
    sit()
    kept = page.evaluate("JSON.stringify({...localStorage})")
    for attempt in Attempt.objects.select_related("question"):
        text = attempt.question.prompt["text"]
        start, end = attempt.question.prompt["blanks"][0]
        assert start < 6 or text[start - 6 : end] not in kept


FULL = """full => {
  const setItem = Storage.prototype.kept ??= Storage.prototype.setItem;
  Storage.prototype.setItem = full ? () => { throw new Error("full"); } : setItem;
}"""
NO_ROOM = "未保存：存储已满"


@pytest.mark.parametrize("way", ["a.leave", "[data-submit]"])
def test_what_the_browser_cannot_keep_is_not_left_and_the_page_says_why(page, sit, network, way):
    sit()
    ready_offline(page)
    network.away(page)
    page.reload()
    at(page, 1)
    page.evaluate(FULL, True)
    page.locator("input.blank").first.fill("写了一半")
    page.click(way)
    state(page, "full")
    assert page.locator("[data-save-state]").inner_text().endswith(NO_ROOM)
    page.wait_for_function(
        "words => document.getElementById('live').textContent === words", arg=NO_ROOM
    )
    at(page, 1)
    expect(page.locator("input.blank").first).to_have_value("写了一半")
    page.evaluate(FULL, False)
    page.click(way)
    page.wait_for_selector(".paper [data-waiting]" if way == "a.leave" else "#count [value='2']")
    state(page, "waiting")


# --- The time, which is the site's


def test_the_time_runs_out_without_the_network_and_the_paper_is_handed_in(page, sit, network):
    page.clock.install()
    sit(count=2)
    ready_offline(page)
    fill_in(page)
    network.away(page)
    page.clock.fast_forward("20:00")
    page.wait_for_selector(f"text={HANDING_IN}")
    assert Sitting.objects.get().finished_at is None
    network.back(page)
    page.wait_for_selector(".numbered")
    assert verdicts() == ["right", "skipped"]


def test_a_device_whose_clock_is_slow_is_not_taken_to_write_earlier(page, sit, alice):
    page.add_init_script("const now = Date.now; Date.now = () => now() - 3600 * 1000")
    sit()
    put_down(alice, "先写的")
    page.locator("input.blank").first.fill("后来写的")
    page.click("[data-submit]")
    at(page, 2)
    until(page, lambda: not waiting(page))
    assert Attempt.objects.get(position=0).draft["typed"][0] == "后来写的"


def put_down(learner, text):
    """As from another device, a moment ago: a page may be so long under way."""
    answer, now = study.Answer(responses=(text,)), timezone.now() - timedelta(seconds=10)
    exam.put_down(Attempt.objects.get(position=0).pk, learner, answer, [text], now=now)


def test_a_page_that_came_late_does_not_turn_the_clock_back(page, sit, alice):
    """What is written after it would else seem to be written before what is stored."""
    sit()
    put_down(alice, "先写的")
    other = page.context.new_page()
    # To the page it is the same whether it was under way so long, or the clock runs ahead.
    other.add_init_script("const now = Date.now; Date.now = () => now() + 40 * 1000")
    other.goto(page.url)
    page.locator("input.blank").first.fill("后来写的")
    page.click("[data-submit]")
    at(page, 2)
    until(page, lambda: not waiting(page))
    assert Attempt.objects.get(position=0).draft["typed"][0] == "后来写的"


# --- What does not go as it should


def refuse(route):
    route.fulfill(status=422, json={"problem": REFUSED})


def test_a_paper_whose_handing_in_is_refused_is_there_to_go_on_with(page, sit, network):
    sitting = sit()
    page.goto(sitting.get_absolute_url())
    network.away(page)
    page.click("[data-time-up]")
    page.wait_for_selector(f"text={HANDING_IN}")
    page.route("**/hand-in/", refuse)
    network.back(page)
    page.wait_for_selector(f"text={REFUSED}")
    page.wait_for_selector(".paper")
    expect(page.get_by_text(HANDING_IN)).to_have_count(0)
    page.unroute("**/hand-in/")
    page.click("main [data-time-up]")
    page.wait_for_selector(".numbered")


def test_an_answer_that_was_refused_is_not_said_to_wait(page, sit):
    sit()
    page.route(page.url, lambda route: refuse(route) if post(route) else route.continue_())
    fill_in(page)
    page.click("[data-submit]")
    at(page, 2)
    follow(page, "[name=to][value=paper]")
    expect(page.locator(".paper a")).to_have_count(3)
    expect(page.locator(".paper [data-waiting]")).to_have_count(0)


def post(route):
    return route.request.method == "POST"


@pytest.fixture
def sit_without_questions(page, sign_in, alice, document):
    """Return a function that opens a new exam whose questions do not come ahead."""

    def sit():
        sign_in(page, alice)
        sitting = exam.start_exam(
            alice, document=document, count=3, minutes=20, kinds=("typed",), now=timezone.now()
        )
        page.route("**/questions/", lambda route: route.abort())
        page.goto(f"{sitting.get_absolute_url()}1/")
        return sitting

    return sit


def test_a_question_that_is_not_kept_says_so(page, sit_without_questions, network):
    sit_without_questions()
    ready_offline(page)
    network.away(page)
    fill_in(page)
    page.click("[data-submit]")
    page.wait_for_selector(f"text={NOT_HELD}")
    assert len(waiting(page)) == 1
    network.back(page)
    until(page, lambda: Attempt.objects.get(position=0).draft is not None)


def test_questions_that_did_not_come_are_asked_for_once_the_network_is_back(
    page, sit_without_questions, alice, network
):
    sit_without_questions()
    network.away(page)
    page.unroute("**/questions/")
    network.back(page)
    page.wait_for_function(KEPT, arg=f"held {alice.pk} exam")
