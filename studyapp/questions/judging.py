"""Judging: whether a statement stands as the text has it, and if not, what belongs there."""

from __future__ import annotations

from collections.abc import Sequence

from studyapp.questions.grading import Grade, grade_blank
from studyapp.text.normalize import fold


def grade_judgement(
    keys: Sequence[str], shown: str, *, holds: bool, term: str, before: str, after: str
) -> Grade:
    """Grade a judgement of a statement in which `shown` stands in the place of a key.

    `holds`: the learner says that nothing was swapped; else `term` is what they say belongs
    there, by itself or with words that stand beside it (`before`, `after`). Reasons beyond those
    of a blank: holds, unswapped (a true statement was called false), swapped (a false one true).
    """
    if any(fold(shown) == fold(key) for key in keys):
        if holds:
            return Grade("right", "holds", shown, keys[0])
        return Grade("wrong", "unswapped", term, keys[0])
    if holds:
        return Grade("wrong", "swapped", shown, keys[0])
    grade = grade_blank(keys, term, before=before, after=after)
    if grade.verdict == "right" or not _quotes(keys[0], term, before, after):
        return grade
    return Grade("right", "repeated", term, keys[0])


def _quotes(key: str, term: str, before: str, after: str) -> bool:
    """Whether the term was given with what stands beside it: 由采编部负责 for 采编部."""
    given, start = fold(term), len(fold(before))
    text, end = fold(before + key + after), start + len(fold(key))
    at = text.find(given) if len(given) > len(fold(key)) else -1
    while at >= 0:
        if at <= start and end <= at + len(given):
            return True
        at = text.find(given, at + 1)
    return False
