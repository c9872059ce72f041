"""What of a statement is asked next, and how."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from studyapp.ladder import (
    ALL,
    CHOICE,
    RECITE,
    TYPED,
    PartMemory,
    Rungs,
    climbed,
    parts_to_ask,
    rung_to_ask,
)
from studyapp.memory import Memory

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


def met(key, *, stability=3.0, days_ago=3, due=0, missed=False, lapses=0):
    """A part with a memory: last asked some days ago, due in `due` days."""
    return PartMemory(
        key,
        Memory(
            stability=stability,
            difficulty=5.0,
            last_day=DAY - timedelta(days=days_ago),
            due=NOW + timedelta(days=due),
            repetitions=2,
            missed=missed,
            lapses=lapses,
        ),
    )


def new(key):
    return PartMemory(key, None)


def ask(*parts, rung=TYPED):
    return parts_to_ask(parts, rung=rung, now=NOW, day=DAY)


def test_the_first_meeting_asks_one_part():
    assert ask(new("a"), new("b"), new("c")) == ("a",)


def test_untested_parts_come_before_due_ones():
    assert ask(met("a"), new("b"), new("c")) == ("b", "c")


def test_missed_parts_come_first_of_all():
    assert ask(new("a"), new("b"), met("c", missed=True)) == ("a", "c")


def test_a_review_asks_the_two_weakest_due_parts_in_text_order():
    parts = (met("a", stability=9), met("b", stability=1), met("c", stability=2))
    assert ask(*parts) == ("b", "c")


def test_a_retry_on_the_same_day_asks_only_what_was_missed():
    parts = (met("a", days_ago=0, missed=True), new("b"), met("c", days_ago=0))
    assert ask(*parts) == ("a",)
    assert ask(*parts, rung=RECITE) == ("a",)


def test_a_miss_on_an_upper_rung_is_retried_by_typing():
    parts = [met("a", days_ago=0, missed=True), met("b", days_ago=0)]
    assert rung_to_ask(Rungs(rung=RECITE), parts, DAY) == TYPED


def test_parts_not_due_are_shown_not_asked():
    assert ask(met("a", due=5), met("b"), met("c", due=9)) == ("b",)


def test_when_nothing_is_due_the_weakest_are_asked():
    assert ask(met("a", due=5, stability=40), met("b", due=2, stability=3)) == ("a", "b")


def test_choice_asks_the_weakest_part_alone():
    assert ask(met("a", stability=9), met("b", stability=1), rung=CHOICE) == ("b",)


def test_the_upper_rungs_ask_every_part():
    assert ask(new("a"), met("b", due=5), rung=ALL) == ("a", "b")


def test_a_choice_passed_today_opens_typing():
    assert rung_to_ask(Rungs(), [new("a")], DAY) == CHOICE
    assert rung_to_ask(Rungs(choice_passed_on=DAY), [new("a")], DAY) == TYPED


def test_a_choice_passed_yesterday_is_an_easy_start_again():
    yesterday = Rungs(choice_passed_on=DAY - timedelta(days=1))
    assert rung_to_ask(yesterday, [new("a")], DAY) == CHOICE


def test_the_next_rung_is_tried_when_the_weakest_part_is_strong():
    typed = Rungs(rung=TYPED)
    assert rung_to_ask(typed, [met("a", stability=30), met("b", stability=7)], DAY) == ALL
    assert rung_to_ask(typed, [met("a", stability=30), met("b", stability=6)], DAY) == TYPED


def test_an_untested_part_holds_the_rung():
    assert rung_to_ask(Rungs(rung=TYPED), [met("a", stability=30), new("b")], DAY) == TYPED


def test_recitation_is_tried_after_three_weeks_of_stability():
    assert rung_to_ask(Rungs(rung=ALL), [met("a", stability=21)], DAY) == RECITE


def test_a_rung_held_by_the_learner_stays():
    held = Rungs(rung=TYPED, held=True)
    assert rung_to_ask(held, [met("a", stability=99)], DAY) == TYPED
    assert climbed(held, asked=TYPED, passed=False, rated=True, day=DAY).rung == TYPED


def test_passing_proves_the_rung_asked():
    after = climbed(Rungs(rung=TYPED), asked=ALL, passed=True, rated=True, day=DAY)
    assert after.rung == ALL


def test_a_same_day_retry_proves_nothing():
    before = Rungs(rung=TYPED, misses=1)
    assert climbed(before, asked=ALL, passed=True, rated=False, day=DAY) == before


def test_two_misses_in_a_row_step_down():
    once = climbed(Rungs(rung=ALL), asked=ALL, passed=False, rated=True, day=DAY)
    assert (once.rung, once.misses) == (ALL, 1)
    assert climbed(once, asked=ALL, passed=False, rated=True, day=DAY) == replace(
        once, rung=TYPED, misses=0
    )


def test_a_pass_between_two_misses_forgives_the_first():
    once = climbed(Rungs(rung=ALL), asked=ALL, passed=False, rated=True, day=DAY)
    passed = climbed(once, asked=ALL, passed=True, rated=True, day=DAY)
    assert climbed(passed, asked=ALL, passed=False, rated=True, day=DAY).rung == ALL


def test_nobody_falls_below_the_lowest_rung():
    twice = Rungs(rung=CHOICE, misses=1)
    assert climbed(twice, asked=CHOICE, passed=False, rated=True, day=DAY).rung == CHOICE


def test_what_keeps_slipping_is_asked_one_part_at_a_time():
    parts = (met("a", lapses=8), met("b"), met("c"))
    assert rung_to_ask(Rungs(rung=RECITE), parts, DAY) == TYPED
    assert len(ask(*parts)) == 1


def test_what_holds_for_a_week_is_asked_as_any_other():
    parts = (met("a", lapses=12, stability=7.0), met("b", stability=30.0))
    assert rung_to_ask(Rungs(rung=ALL), parts, DAY) == ALL
    assert len(ask(*parts)) == 2


def test_a_rung_that_the_learner_holds_is_kept():
    parts = (met("a", lapses=8), met("b"))
    assert rung_to_ask(Rungs(rung=ALL, held=True), parts, DAY) == ALL
