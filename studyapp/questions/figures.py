"""What the answers to a question tell of it: the figures of classical test theory.

Facility, discrimination and shares as Moodle's quiz statistics define them
(docs.moodle.org/dev/Quiz_statistics_calculations), over every learner's first answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum, log2, sqrt
from statistics import median

TIME_CAP = 60.0
"""Seconds. Who takes longer over a question was doing something else."""

ENOUGH = 10
"""First answers from which facility is told: its standard error is then 0.16 at most."""

ENOUGH_TO_DISCRIMINATE = 20
ENOUGH_TO_JUDGE_OPTIONS = 20
ENOUGH_OVERRIDES = 3

EASY, HARD = 0.95, 0.2
ALIVE = 0.05
"""The share from which a wrong option works (Tarrant and others 2009, BMC Med. Educ. 9:40)."""

DISPUTED = 0.3
"""The share of missed answers that learners call right, from which the key is in doubt."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as the figures see it.

    `mark` is 0-1 as it counts now; `rest` the mean mark of the other answers of its sitting, None
    where there are none; `missed` that the grader did not find it right, and `overridden` that it
    counts as right on the learner's word; `seconds` what it took. `first`: it is its learner's
    first, outside practice.
    """

    mark: float
    rest: float | None = None
    first: bool = True
    missed: bool = False
    overridden: bool = False
    seconds: float | None = None
    option: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one question; None where there is nothing to tell them from.

    Shares and rates are 0-1, `discrimination` -100 to 100, `median_time` seconds.
    """

    answers: int
    first_answers: int
    facility: float | None
    discrimination: float | None
    missed: int
    overridden: int
    override_rate: float | None
    median_time: float | None
    shares: dict[str, float]
    hint: str


def figures(
    answers: Sequence[Answer], *, key: Sequence[str] = (), options: Sequence[str] = ()
) -> Figures:
    """The figures of a question from all its answers.

    `options` are all that a choice offers, with those of `key` that are right; else both empty.
    """
    first = [answer for answer in answers if answer.first]
    paired = [(answer.mark, answer.rest) for answer in first if answer.rest is not None]
    missed = [answer for answer in answers if answer.missed]
    overridden = sum(answer.overridden for answer in missed)
    shares = option_shares([answer.option for answer in first], options)
    told = Figures(
        answers=len(answers),
        first_answers=len(first),
        facility=facility([answer.mark for answer in first]),
        discrimination=discrimination(paired),
        missed=len(missed),
        overridden=overridden,
        override_rate=overridden / len(missed) if missed else None,
        median_time=median_time([a.seconds for a in answers if a.seconds is not None]),
        shares=shares,
        hint="",
    )
    return replace(told, hint=_hint(told, pairs=len(paired), key=key))


def facility(marks: Sequence[float]) -> float | None:
    """How easy a question is: the mean mark, 0-1, over the most that can be had, which is 1."""
    return fsum(marks) / len(marks) if marks else None


def discrimination(pairs: Sequence[tuple[float, float]]) -> float | None:
    """How well a question tells those who know from those who do not, -100 to 100.

    Moodle's discrimination index: 100·cov(x, X) / sqrt(var(x)·var(X)), where x is the mark for
    the question and X the mark for the rest of the sitting. Sittings here differ in length, so X is
    the mean mark of the rest and not its sum; for sittings of one length that is the same, for a
    correlation knows no scale. None where either mark does not vary.
    """
    if len(pairs) < 2:
        return None
    marks, rests = zip(*pairs, strict=True)
    mean_mark, mean_rest = fsum(marks) / len(pairs), fsum(rests) / len(pairs)
    covariance = fsum((m - mean_mark) * (r - mean_rest) for m, r in pairs)
    variances = fsum((m - mean_mark) ** 2 for m in marks), fsum((r - mean_rest) ** 2 for r in rests)
    # Less than this is what rounding leaves of nothing.
    if min(variances) < 1e-12 * len(pairs):
        return None
    return max(-100.0, min(100.0, 100 * covariance / sqrt(variances[0] * variances[1])))


def option_shares(chosen: Sequence[str], options: Sequence[str]) -> dict[str, float]:
    """How often each option was chosen, 0-1, of the answers that chose one of them."""
    counts = Counter(option for option in chosen if option in set(options))
    total = counts.total()
    return {option: counts[option] / total for option in options} if total else {}


def median_time(seconds: Sequence[float]) -> float | None:
    """The median of the active times, in seconds, each counted to TIME_CAP at most."""
    return median(min(max(each, 0.0), TIME_CAP) for each in seconds) if seconds else None


def _hint(found: Figures, *, pairs: int, key: Sequence[str]) -> str:
    """What stands out most: ambiguous, few, hard, easy, dead (an option), or good."""
    if _disputed(found) or _misled(found, pairs=pairs, key=key):
        return "ambiguous"
    if found.first_answers < ENOUGH or found.facility is None:
        return "few"
    if found.facility <= HARD:
        return "hard"
    if found.facility >= EASY:
        return "easy"
    enough = found.first_answers >= ENOUGH_TO_JUDGE_OPTIONS
    return "dead" if enough and dead_options(found.shares, key=key) else "good"


def _disputed(found: Figures) -> bool:
    """Whether learners often say that they were right."""
    often = found.override_rate is not None and found.override_rate >= DISPUTED
    return often and found.overridden >= ENOUGH_OVERRIDES


def _misled(found: Figures, *, pairs: int, key: Sequence[str]) -> bool:
    """Whether those who know the text miss it more, or choose another option than the right one."""
    if found.discrimination is not None and found.discrimination < 0:
        return pairs >= ENOUGH_TO_DISCRIMINATE
    right = sum(found.shares.get(option, 0) for option in key)
    wrong = max((s for option, s in found.shares.items() if option not in key), default=0)
    return found.first_answers >= ENOUGH and wrong > right


def dead_options(shares: Mapping[str, float], *, key: Sequence[str]) -> list[str]:
    """The wrong options that hardly anyone chooses: nobody needs them to be there."""
    return [option for option, share in shares.items() if option not in key and share < ALIVE]


# --- What a report weighs

PRIOR_ODDS = 1 / 9
"""One report in ten is right (Duolingo, "How machine learning helps Duolingo prioritize course
improvements"), before anything else is known."""

HARM = {"key": 3.0, "accept": 2.0, "unclear": 1.5, "typo": 1.0}
"""What a fault of each kind costs whoever meets it, a typo being 1."""


def report_weight(
    kinds: Sequence[str], *, learners: int, answers: int, override_rate: float, doubtful: bool
) -> float:
    """How much the reports on a question matter: likely right × harm × how many meet it.

    Odds that they are right double with each further learner (to the fifth) and with each tenth of
    missed answers that learners call right (to the fourth), and double where the figures are
    doubtful. `kinds` are those reported. `answers` count by their logarithm, else whatever is
    asked most would always come first. The factors are judgement, not measurement.
    """
    doublings = min(learners - 1, 5) + min(10 * override_rate, 4) + doubtful
    odds = PRIOR_ODDS * 2**doublings
    harm = max((HARM.get(kind, 1.0) for kind in kinds), default=0.0)
    return odds / (1 + odds) * harm * log2(2 + answers)
