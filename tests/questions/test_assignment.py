"""Pairing and order."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from studyapp.questions.assignment import best_pairs, longest_run

TABLES = st.integers(1, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 4), min_size=columns, max_size=columns), min_size=1, max_size=4
    )
)


@given(TABLES)
def test_no_other_pairing_gains_more(gains):
    pairs = best_pairs(gains)
    width = len(gains[0]) + len(gains)
    padded = [[*row, *[0] * len(gains)] for row in gains]
    most = max(
        sum(padded[row][column] for row, column in enumerate(order))
        for order in permutations(range(width), len(gains))
    )
    assert sum(gains[row][column] for row, column in enumerate(pairs) if column >= 0) == most


@given(TABLES)
def test_a_column_is_used_once(gains):
    used = [column for column in best_pairs(gains) if column >= 0]
    assert len(used) == len(set(used))


def test_nothing_typed_pairs_nothing():
    assert best_pairs([[], []]) == [-1, -1]


@given(st.lists(st.integers(0, 9), unique=True, max_size=7))
def test_the_longest_run_rises_and_none_is_longer(places):
    run = [places[index] for index in sorted(longest_run(places))]
    assert run == sorted(run)
    rising = (
        [place for bit, place in enumerate(places) if mask >> bit & 1]
        for mask in range(1 << len(places))
    )
    assert len(run) == max(len(some) for some in rising if some == sorted(some))
