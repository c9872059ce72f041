"""What a learner remembers of one part."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp import memory
from studyapp.memory import AGAIN, EASY, GOOD, HARD, Answer, Calendar, Memory, Moved

SHANGHAI = Calendar(ZoneInfo("Asia/Shanghai"), 4)
FIRST_DAY = date(2026, 3, 2)


def answer(day=0, rating=GOOD, *, minutes=60, retention=0.9, seed="1:1:a"):
    """An answer on the study-day that many days after the first."""
    on = FIRST_DAY + timedelta(days=day)
    at = SHANGHAI.begins(on) + timedelta(minutes=minutes)
    return Answer(at=at, day=on, rating=rating, retention=retention, seed=seed)


def remember(*answers):
    return memory.replay(answers, SHANGHAI)


def test_study_day_turns_at_four_in_the_learners_own_zone():
    before = datetime(2026, 3, 2, 19, 59, tzinfo=UTC)  # 3:59 in Shanghai
    assert SHANGHAI.day(before) == date(2026, 3, 2)
    assert SHANGHAI.day(before + timedelta(minutes=1)) == date(2026, 3, 3)


def test_study_day_begins_at_four_on_both_sides_of_daylight_saving():
    berlin = Calendar(ZoneInfo("Europe/Berlin"), 4)
    assert berlin.begins(date(2026, 3, 28)).hour == 3
    assert berlin.begins(date(2026, 3, 29)).hour == 2


@given(st.integers(1_577_000_000, 1_893_000_000).map(lambda s: datetime.fromtimestamp(s, UTC)))
def test_an_instant_lies_in_the_study_day_that_names_it(now):
    calendar = Calendar(ZoneInfo("America/St_Johns"), 4)
    day = calendar.day(now)
    assert calendar.begins(day) <= now + timedelta(hours=1)
    assert now < calendar.begins(day + timedelta(days=1)) + timedelta(hours=1)


@pytest.mark.parametrize("ratings", [(3, 3, 3, 3), (3, 1, 3, 2), (1, 3, 4, 3), (2, 2, 1, 1, 3)])
def test_stability_and_difficulty_are_those_of_the_fsrs_package(ratings):
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    at = datetime(2026, 3, 2, tzinfo=UTC)
    card = fsrs.Card(card_id=1, state=fsrs.State.Learning, step=0, due=at)
    for number, rating in enumerate(ratings):
        card, _ = scheduler.review_card(card, fsrs.Rating(rating), at + timedelta(days=3 * number))
    held = remember(*(answer(3 * n, rating) for n, rating in enumerate(ratings)))
    assert (held.stability, held.difficulty) == (card.stability, card.difficulty)


def test_intervals_of_good_answers_grow_as_the_parameters_say():
    held, days = None, []
    for _ in range(5):
        day = (SHANGHAI.day(held.due) - FIRST_DAY).days if held else 0
        held = memory.answered(held, answer(day, seed="known"), SHANGHAI)
        days.append((SHANGHAI.day(held.due) - FIRST_DAY).days - day)
    assert days == sorted(days)
    assert days[0] == 2
    assert days[4] > 100


def test_late_evening_and_next_morning_are_two_study_days():
    evening = answer(0, minutes=18 * 60)
    morning = answer(1, minutes=4 * 60)
    held = remember(evening, morning)
    assert held.repetitions == 2
    assert held.stability > remember(evening).stability


def test_only_the_first_answer_of_a_study_day_is_rated():
    once = remember(answer(0, AGAIN))
    twice = remember(answer(0, AGAIN), answer(0, GOOD, minutes=70))
    assert (twice.stability, twice.repetitions) == (once.stability, once.repetitions)


def test_a_missed_part_returns_after_one_and_then_ten_minutes():
    missed = answer(0, AGAIN)
    again = answer(0, AGAIN, minutes=70)
    assert remember(missed).due == missed.at + timedelta(minutes=1)
    assert remember(missed, again).due == again.at + timedelta(minutes=10)


def test_a_missed_part_made_right_is_due_on_another_day():
    held = remember(answer(0, AGAIN), answer(0, GOOD, minutes=70))
    assert not held.missed
    assert held.due == SHANGHAI.begins(FIRST_DAY + timedelta(days=1))


def test_a_first_miss_is_no_lapse_but_a_later_one_is():
    assert remember(answer(0, AGAIN)).lapses == 0
    assert remember(answer(0, GOOD), answer(3, AGAIN)).lapses == 1


def test_eight_lapses_make_a_leech():
    history = [answer(2 * n, GOOD if n % 2 == 0 else AGAIN) for n in range(16)]
    assert remember(*history).is_leech
    assert not remember(*history[:-1]).is_leech


@pytest.mark.parametrize(("worse", "better"), [(HARD, GOOD), (GOOD, EASY)])
def test_a_better_rating_leaves_a_longer_memory(worse, better):
    assert remember(answer(0, better)).stability > remember(answer(0, worse)).stability


def test_higher_retention_asks_sooner():
    assert memory.interval(50, retention=0.95, seed="s") < memory.interval(
        50, retention=0.85, seed="s"
    )


def test_fuzz_is_the_same_for_the_same_seed_and_untouched_by_global_randomness():
    random.seed(1)
    first = [memory.interval(60, retention=0.9, seed=str(n)) for n in range(20)]
    random.seed(2)
    assert [memory.interval(60, retention=0.9, seed=str(n)) for n in range(20)] == first
    assert len(set(first)) > 1


@given(st.floats(0.001, 1e6), st.floats(0.7, 0.99), st.text(max_size=8))
def test_intervals_stay_between_a_day_and_a_century(stability, retention, seed):
    assert 1 <= memory.interval(stability, retention=retention, seed=seed) <= 36_500


def test_recall_is_the_curve_of_the_fsrs_package():
    held = remember(answer(0), answer(2))
    card = fsrs.Card(
        card_id=1,
        state=fsrs.State.Review,
        stability=held.stability,
        difficulty=held.difficulty,
        due=datetime(2026, 3, 4, tzinfo=UTC),
        last_review=datetime(2026, 3, 4, tzinfo=UTC),
    )
    later = datetime(2026, 3, 24, tzinfo=UTC)
    expected = fsrs.Scheduler().get_card_retrievability(card, later)
    assert memory.recall(held, date(2026, 3, 24)) == pytest.approx(expected, rel=1e-12)


def test_what_was_never_tested_is_not_recalled():
    assert memory.recall(None, FIRST_DAY) == 0
    assert memory.recall(Memory(), FIRST_DAY) == 0


def test_a_statement_is_recalled_whole_only_if_every_part_is():
    strong, weak = remember(answer(0, EASY)), remember(answer(0, HARD))
    day = FIRST_DAY + timedelta(days=4)
    product = memory.recall(strong, day) * memory.recall(weak, day)
    assert memory.whole_recall([strong, weak], day) == pytest.approx(product)


def test_known_ends_on_the_last_day_that_keeps_nine_tenths():
    held = [remember(answer(0, EASY)), remember(answer(0, GOOD))]
    last = memory.known_until(held)
    assert memory.whole_recall(held, last) >= 0.9
    assert memory.whole_recall(held, last + timedelta(days=1)) < 0.9


def test_a_statement_with_an_untested_or_missed_part_is_not_known():
    good = remember(answer(0, EASY))
    assert memory.known_until([good, None]) is None
    assert memory.known_until([good, remember(answer(0, AGAIN))]) is None
    assert memory.known_until([]) is None


def test_a_day_that_a_change_of_zone_repeats_is_not_rated_again():
    held = remember(answer(1), answer(0, AGAIN))
    assert held.repetitions == 1


def test_a_due_time_moved_by_hand_leaves_the_memory_alone():
    held = remember(answer(0))
    now = SHANGHAI.begins(FIRST_DAY) + timedelta(hours=9)
    moved = memory.replay([Moved(at=now, due=now)], SHANGHAI, start=held)
    assert moved.due == now
    assert (moved.stability, moved.last_day) == (held.stability, held.last_day)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from([AGAIN, HARD, GOOD, EASY])), max_size=12)
)
def test_replay_is_the_same_as_answering_one_by_one(steps):
    day, events, held = 0, [], None
    for gap, rating in steps:
        day += gap
        events.append(answer(day, rating))
        held = memory.answered(held, events[-1], SHANGHAI)
    assert memory.replay(events, SHANGHAI) == held
