"""Closed series of general knowledge and pairs of opposites: what stands beside a key on its shelf.

A row of `series.txt` names things of one kind that a learner could take for one another, as a
school atlas or a dictionary of opposites lists them; none was made for any one text. Lines that
begin with # are notes.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("series.txt")


@lru_cache(maxsize=1)
def shelves() -> dict[str, tuple[str, ...]]:
    """For each thing named, the others of its rows, the nearest in a row first."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for row in _FILE.read_text(encoding="utf-8").splitlines():
        names = () if row.startswith("#") else row.split()
        for at, name in enumerate(names):
            near = sorted(range(len(names)), key=lambda place: (abs(place - at), place))
            found[name].update({names[place]: None for place in near if place != at})
    return {name: tuple(others) for name, others in found.items()}
