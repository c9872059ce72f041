"""The best way to pair the members of a list with what was typed, and the longest run in order."""

from bisect import bisect_left
from collections.abc import Sequence


def best_pairs(gains: Sequence[Sequence[float]]) -> list[int]:
    """For each row the column it is paired with, or -1, so that the sum of the gains is greatest.

    Each column is used once; a pair without gain is none. The Hungarian method by shortest
    augmenting paths (Kuhn 1955, Munkres 1957), in time rows² x columns.
    """
    columns = max((len(row) for row in gains), default=0)
    if not columns:
        return [-1] * len(gains)
    # A free column for every row: not to be paired costs nothing.
    costs = [[*(-gain for gain in row), *[0.0] * len(gains)] for row in gains]
    owner = _assign(costs)
    pairs = [-1] * len(gains)
    for column, row in enumerate(owner[1:]):
        if row and column < columns and gains[row - 1][column] > 0:
            pairs[row - 1] = column
    return pairs


def _assign(costs: Sequence[Sequence[float]]) -> list[int]:
    """For each column, counted from 1, the row, counted from 1, that owns it (0: none)."""
    width = len(costs[0]) + 1
    row_price = [0.0] * (len(costs) + 1)
    column_price = [0.0] * width
    owner = [0] * width
    for row in range(1, len(costs) + 1):
        owner[0] = row
        came_from = _augment(costs, row_price, column_price, owner)
        column = came_from.pop()
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    return owner


def _augment(
    costs: Sequence[Sequence[float]],
    row_price: list[float],
    column_price: list[float],
    owner: list[int],
) -> list[int]:
    """The cheapest path from the row in `owner[0]` to a free column, which is appended last."""
    width = len(owner)
    slack = [float("inf")] * width
    came_from = [0] * width
    used = [False] * width
    column = 0
    while owner[column]:
        used[column] = True
        row = owner[column]
        for other in range(1, width):
            reduced = costs[row - 1][other - 1] - row_price[row] - column_price[other]
            if not used[other] and reduced < slack[other]:
                slack[other], came_from[other] = reduced, column
        nearest = min(
            (other for other in range(1, width) if not used[other]), key=slack.__getitem__
        )
        step = slack[nearest]
        for other in range(width):
            if used[other]:
                row_price[owner[other]] += step
                column_price[other] -= step
            else:
                slack[other] -= step
        column = nearest
    return [*came_from, column]


def longest_run(places: Sequence[int]) -> frozenset[int]:
    """The indices of one longest rising run of `places`; others may stand in between.

    Patience sorting: n log n.
    """
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        pile = bisect_left(tails, place)
        tails[pile : pile + 1] = [place]
        last[pile : pile + 1] = [index]
        before.append(last[pile - 1] if pile else -1)
    run = []
    index = last[-1] if last else -1
    while index >= 0:
        run.append(index)
        index = before[index]
    return frozenset(run)
