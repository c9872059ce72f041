"""A learner at the screen: what they see is read from the page, what is right from the rows."""

from datetime import datetime, timedelta

from studyapp.models import Attempt
from tests import factories
from tests.browser.waits import ready

WRONG = "答非所问的一句话"


class Clock:
    """The server's clock: it runs on from where it is set."""

    def __init__(self, start: datetime, real_now):
        self.ahead = start - real_now()
        self.real_now = real_now

    def now(self):
        return self.real_now() + self.ahead

    def forward(self, **duration):
        self.ahead += timedelta(**duration)


def current(page):
    """The attempt that the page shows."""
    pk = page.url.rstrip("/").rsplit("/", 1)[1]
    return Attempt.objects.select_related("question", "statement").get(pk=pk)


def right_answers(page):
    return list(factories.right_answer(current(page)).responses)


def shown(page, phase, kind=None):
    """Wait until the card shows a question or feedback (of a kind)."""
    selector = f"answer-form[data-phase={phase}]"
    if kind:
        parts = {"choice": ".choices", "list": ".members", "typed": ".blank", "recite": ".recite"}
        selector += f":has({parts[kind]})"
    page.wait_for_selector(selector)


def verdict(page):
    page.wait_for_selector("#verdict")
    return page.get_attribute("#verdict", "data-verdict")


def answer_wrong(page):
    """Type a wrong answer into every blank; Enter goes from one to the next, then submits."""
    for _ in range(page.locator("input.blank, input.line").count()):
        page.keyboard.insert_text(WRONG)
        page.keyboard.press("Enter")


def practise(page, document, kind):
    """Start practising one kind of question from the document's page."""
    page.goto(document.get_absolute_url())
    page.select_option("select[name=kind]", kind)
    page.click("form:has(select[name=kind]) button")
    page.wait_for_url("**/attempts/*/")
    ready(page)


def after_a_miss(page):
    """Wait until the moment has passed in which Enter is deaf, if feedback stops the learner."""
    page.wait_for_function(
        """() => {
            const form = document.querySelector("answer-form[data-stops]");
            return !form || performance.now() - form.shownAt > 720;
        }"""
    )


def go_on(page):
    """Press Enter, which leads on from feedback and from reading, and wait for what comes."""
    after_a_miss(page)
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)
    page.wait_for_selector("answer-form, .summary")
    ready(page)


def forgive(problems, words):
    """Take out of the problems what a test provoked; the browser itself reports such answers."""
    assert any(words in problem for problem in problems)
    problems[:] = [problem for problem in problems if words not in problem]
