"""Charts: what is counted, as places in a small picture."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from studyapp import charts

MONDAY = date(2026, 1, 5)
counts = st.lists(st.integers(0, 10_000), min_size=1, max_size=60)
shares = st.floats(0, 1)


def dated(values):
    return [(MONDAY + timedelta(days=number), value) for number, value in enumerate(values)]


@given(counts)
def test_every_bar_stands_on_the_base_within_the_chart(values):
    drawn = charts.bars(dated(values))
    for bar in drawn.bars:
        assert 0 <= bar.x <= drawn.width - drawn.bar_width
        assert abs(bar.y + bar.height - drawn.base) < 0.11
        assert drawn.peak_y - 0.1 <= bar.y <= drawn.base


@given(counts)
def test_something_is_always_higher_than_nothing(values):
    for bar in charts.bars(dated(values)).bars:
        assert (bar.height > 0) == (bar.value > 0)


def test_one_bar_is_labelled_however_many_are_as_high():
    labelled = [bar.labelled for bar in charts.bars(dated([1, 4, 4, 0])).bars]
    assert labelled == [False, True, False, False]


def test_a_week_is_a_column_from_monday_down():
    cells = charts.calendar(dated([1] * 8), graded=False).cells
    assert len({cell.x for cell in cells[:7]}) == 1
    assert cells[7].x > cells[0].x
    assert cells[7].y == cells[0].y


@given(counts)
def test_an_ungraded_calendar_tells_only_whether(values):
    levels = [cell.level for cell in charts.calendar(dated(values), graded=False).cells]
    assert levels == [3 if value else 0 for value in values]


@given(counts)
def test_a_graded_calendar_is_fullest_on_the_fullest_day(values):
    levels = [cell.level for cell in charts.calendar(dated(values), graded=True).cells]
    for level, value in zip(levels, values, strict=True):
        assert (level == 0) == (value == 0)
        assert value < max(values) or level in (0, 3)


@given(st.lists(st.tuples(shares, shares), max_size=6))
def test_shares_stay_between_the_lines(values):
    drawn = charts.pairs([(MONDAY, one, other) for one, other in values])
    for pair in drawn.pairs:
        assert drawn.top <= pair.predicted_y <= drawn.base
        assert drawn.top <= pair.measured_y <= drawn.base


@given(counts)
def test_weeks_together_hold_every_answer(values):
    weeks = charts.weeks_of(dated(values))
    assert sum(answers for _monday, _days, answers in weeks) == sum(values)
    assert weeks[-1][0] == MONDAY
