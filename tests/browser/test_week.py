"""A learner's week at the screen: the server's clock moves, and so does the learner, by plane."""

import re

import pytest
from playwright.sync_api import expect

from studyapp import progress, replay
from studyapp.models import Attempt, Review
from tests import factories
from tests.browser import learner
from tests.browser.learner import current, go_on, right_answers, shown, verdict
from tests.browser.waits import follow, ready

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alice(clock):
    factories.create_document()
    return factories.create_user("alice", new_per_day=1)


def answer(page, *, wrong=False):
    """Answer what is shown and go on."""
    shown(page, "question")
    answers, asked = right_answers(page), current(page)
    if asked.kind == "choice":
        wanted = next(each for each in asked.options if (each != answers[0]) == wrong)
        page.locator(".choice").nth(asked.options.index(wanted)).click()
    elif asked.kind == "bank":
        for given in reversed(answers) if wrong else answers:
            page.keyboard.press(str(asked.options.index(given) + 1))
        page.click("[data-submit]")
    else:
        for place, given in enumerate(answers):
            page.locator("input.blank, input.line").nth(place).fill(
                learner.WRONG if wrong else given
            )
        page.click("[data-submit]")
    assert verdict(page) == ("wrong" if wrong else "right")
    go_on(page)


def study_all(page):
    """Do what Today asks for, the first question of the day wrong; returns how many were asked."""
    follow(page, ".due button.main")
    ready(page)
    asked = 0
    while page.query_selector("answer-form"):
        if page.query_selector("answer-form[data-phase=question]"):
            answer(page, wrong=not asked)
            asked += 1
        else:
            go_on(page)
    return asked


def day_on_today(page):
    page.goto("/")
    return page.get_attribute(".eyebrow time", "datetime")


def fly(page, zone):
    """Tell the app that one lives elsewhere now."""
    page.goto("/account/")
    page.select_option("[name=zone]", zone)
    follow(page, "main .button.main")
    expect(page.locator("[data-level~=success]")).to_be_visible()


def number(page, selector):
    return int(re.search(r"\d+", page.locator(selector).inner_text()).group())


def study_days(user):
    return sorted(set(Attempt.objects.filter(learner=user).values_list("study_day", flat=True)))


def monday(page, clock, alice):
    """A first text is chosen, read and asked; the rest of the day is free."""
    page.goto("/")
    follow(page, ".rows button[name=document]")
    ready(page)
    while page.query_selector("answer-form"):
        question = page.query_selector("answer-form[data-phase=question]")
        answer(page) if question else go_on(page)
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Nothing is due")


def tuesday_and_wednesday(page, clock, alice):
    """What comes back and one new sentence are asked; what was missed is asked again."""
    for date in ("2026-03-03", "2026-03-04"):
        clock.forward(days=1)
        assert day_on_today(page) == date
        assert number(page, "h1.count") == progress.today(alice, clock.now()).total > 0
        first = Attempt.objects.count()
        assert study_all(page) > 1
        assert Attempt.objects.filter(verdict="wrong").count() > 0
        assert Attempt.objects.count() > first
        page.goto("/")
        expect(page.locator(".due button.main")).to_have_count(0)


def wednesday_again(page, clock, alice):
    """Nine in the morning in Los Angeles: the day is not counted twice."""
    fly(page, "America/Los_Angeles")
    clock.forward(hours=16)
    assert day_on_today(page) == "2026-03-04"
    expect(page.locator(".due button.main")).to_have_count(0)
    alice.refresh_from_db()
    assert progress.today(alice, clock.now()).total == 0


def the_small_hours(page, clock, alice):
    """3:59 still belongs to Wednesday, 4:00 is Thursday."""
    clock.forward(hours=18, minutes=59)
    assert day_on_today(page) == "2026-03-04"
    clock.forward(minutes=2)
    assert day_on_today(page) == "2026-03-05"
    study_all(page)


def sunday(page, clock, alice):
    """Nothing was done over the weekend: all of it waits, and the figures tell the week."""
    clock.forward(days=3)
    assert day_on_today(page) == "2026-03-08"
    due = progress.today(alice, clock.now())
    assert number(page, "h1.count") == due.total > 0
    page.goto("/progress/")
    days = study_days(alice)
    assert [f"{each:%m-%d}" for each in days] == ["03-02", "03-03", "03-04", "03-05"]
    expect(page.locator("main")).to_contain_text("You studied on 4 days.")
    rated = Review.objects.filter(learner=alice, first_of_day=True)
    keys = list(rated.values_list("statement", "part", "study_day"))
    assert len(keys) == len(set(keys))
    assert replay.calendar_of(alice).day(clock.now()).isoformat() == "2026-03-08"


def test_a_learners_week(open_page, sign_in, clock, alice):
    page = open_page(locale="en")
    sign_in(page, alice)
    for day in (monday, tuesday_and_wednesday, wednesday_again, the_small_hours, sunday):
        day(page, clock, alice)
