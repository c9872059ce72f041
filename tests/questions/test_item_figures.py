"""The figures of a question, held against a plain computation of their definitions."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.questions.figures import (
    TIME_CAP,
    Answer,
    dead_options,
    discrimination,
    facility,
    figures,
    median_time,
    option_shares,
    report_weight,
)

marks = st.sampled_from([0.0, 0.25, 0.5, 1.0])
pairs = st.lists(st.tuples(marks, marks), min_size=2, max_size=40)


def varies(values):
    return len(set(values)) > 1


@given(st.lists(marks, min_size=1))
def test_facility_is_the_mean_mark(found):
    assert facility(found) == pytest.approx(statistics.fmean(found))


def test_nothing_is_told_from_nothing():
    told = figures([])
    assert (told.facility, told.discrimination, told.median_time) == (None, None, None)
    assert (told.override_rate, told.shares, told.hint) == (None, {}, "few")


@given(pairs)
def test_discrimination_is_a_hundred_times_the_correlation(found):
    x, rest = zip(*found, strict=True)
    told = discrimination(found)
    if varies(x) and varies(rest):
        assert told == pytest.approx(100 * statistics.correlation(x, rest), abs=1e-6)
    else:
        assert told is None


@given(st.lists(st.lists(marks, min_size=4, max_size=4), min_size=2, max_size=30))
def test_for_sittings_of_one_length_it_is_moodles_index(sittings):
    """Moodle: 100·cov(x, X)/sqrt(var(x)·var(X)), X the sum of the other marks."""
    x = [sitting[0] for sitting in sittings]
    others = [sum(sitting[1:]) for sitting in sittings]
    ours = discrimination([(s[0], statistics.fmean(s[1:])) for s in sittings])
    if not (varies(x) and varies(others)):
        assert ours is None
        return
    variances = statistics.variance(x) * statistics.variance(others)
    moodle = 100 * statistics.covariance(x, others) / variances**0.5
    assert ours == pytest.approx(moodle, abs=1e-6)


@given(pairs)
def test_discrimination_stays_on_its_scale(found):
    told = discrimination(found)
    assert told is None or -100 <= told <= 100


@given(pairs, st.randoms())
def test_the_order_of_answers_does_not_matter(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    one, other = discrimination(found), discrimination(shuffled)
    assert one == other or one == pytest.approx(other, abs=1e-6)


@given(st.lists(st.sampled_from(["甲", "乙", "丙", "丁"]), max_size=40))
def test_shares_are_those_of_the_answers_that_chose_an_option(chosen):
    options = ["甲", "乙", "丙"]
    shares = option_shares(chosen, options)
    counted = [option for option in chosen if option in options]
    if not counted:
        assert shares == {}
        return
    assert shares == {o: pytest.approx(counted.count(o) / len(counted)) for o in options}
    assert sum(shares.values()) == pytest.approx(1)


@given(st.lists(st.floats(-5, 10_000), min_size=1))
def test_a_time_counts_to_a_minute_at_most(seconds):
    capped = [min(max(each, 0), 60) for each in seconds]
    assert median_time(seconds) == statistics.median(capped)
    assert 0 <= median_time(seconds) <= TIME_CAP


def test_an_option_that_nobody_chooses_is_dead():
    assert dead_options({"甲": 0.7, "乙": 0.26, "丙": 0.04}, key=["甲"]) == ["丙"]
    assert dead_options({"甲": 0.0, "乙": 1.0}, key=["甲"]) == []


def test_only_first_answers_tell_how_easy_it_is_and_all_how_often_it_is_disputed():
    answers = [Answer(mark=0, missed=True)] * 2 + [Answer(mark=1, first=False)] * 8
    answers += [Answer(mark=1, first=False, missed=True, overridden=True)]
    told = figures(answers)
    assert (told.answers, told.first_answers, told.facility) == (11, 2, 0)
    assert told.override_rate == pytest.approx(1 / 3)


def choices(*chosen, key="甲"):
    return [Answer(mark=float(o == key), option=o, missed=o != key) for o in chosen]


HINTS = {
    "few": [Answer(mark=1)] * 9,
    "easy": [Answer(mark=1)] * 10,
    "hard": [Answer(mark=0, missed=True)] * 9 + [Answer(mark=1)],
    "good": [Answer(mark=1)] * 7 + [Answer(mark=0, missed=True)] * 3,
}


@pytest.mark.parametrize("hint", HINTS)
def test_the_hint_tells_what_stands_out(hint):
    assert figures(HINTS[hint]).hint == hint


def test_what_learners_often_call_right_is_ambiguous_however_few_they_are():
    answers = [Answer(mark=1, missed=True, overridden=True)] * 3 + [Answer(mark=0, missed=True)]
    assert figures(answers).hint == "ambiguous"
    assert figures(answers[1:]).hint == "few"


def test_what_those_who_know_the_text_miss_is_ambiguous():
    answers = [Answer(mark=0, rest=1.0), Answer(mark=1, rest=0.5)] * 10
    assert figures(answers).discrimination == pytest.approx(-100)
    assert figures(answers).hint == "ambiguous"


def test_a_wrong_option_chosen_more_often_than_the_right_one_is_ambiguous():
    told = figures(choices(*"甲" * 4, *"乙" * 6), key=["甲"], options=["甲", "乙"])
    assert told.hint == "ambiguous"


def test_a_dead_option_is_told_when_nothing_else_stands_out():
    told = figures(choices(*"甲" * 14, *"乙" * 6), key=["甲"], options=["甲", "乙", "丙"])
    assert told.hint == "dead"


WEIGHED = {"learners": 1, "answers": 10, "override_rate": 0.0, "doubtful": False}


@pytest.mark.parametrize(
    "more",
    [{"learners": 2}, {"answers": 100}, {"override_rate": 0.2}, {"doubtful": True}],
)
def test_a_report_weighs_more_for_what_speaks_for_it(more):
    assert report_weight(["key"], **WEIGHED | more) > report_weight(["key"], **WEIGHED)


def test_a_wrong_key_weighs_more_than_a_typo():
    kinds = ["key", "accept", "unclear", "typo"]
    weights = [report_weight([kind], **WEIGHED) for kind in kinds]
    assert weights == sorted(weights, reverse=True)
    assert report_weight(["typo", "key"], **WEIGHED) == weights[0]


@given(st.integers(1, 10_000), st.integers(0, 10**7), st.floats(0, 1), st.booleans())
def test_a_weight_is_never_negative_and_never_beyond_all_measure(learners, answers, rate, doubt):
    weight = report_weight(
        ["key"], learners=learners, answers=answers, override_rate=rate, doubtful=doubt
    )
    assert 0 < weight < 100
