"""What the look of letters says: raised and lowered figures (10² is not 102), lines to write on."""

from __future__ import annotations

import re

BLANK = "____"
"""For an underlined stretch with nothing on it."""
_NARROWEST = 3
_SUPER = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SUB = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISABLE = re.compile(r"[-+−=()ni]*[\d+−n-][-+−=()\dni]*")
_LOWERABLE = re.compile(r"[-+−=()]*\d[-+−=()\d]*")


def raised(text: str) -> str:
    """An exponent or the like in characters of its own; what has none (20th, 注) as it is."""
    return text.translate(_SUPER) if _RAISABLE.fullmatch(text) else text


def lowered(text: str) -> str:
    """The same for an index: H₂O."""
    return text.translate(_SUB) if _LOWERABLE.fullmatch(text) else text


def is_wide(text: str) -> bool:
    """Whether it is a stretch of spaces that one could write on, and not the gap of two words."""
    return len(text) >= _NARROWEST and text.isspace()
