"""From a response and its keys to a grade, with the rule that decided it.

Both sides are folded; then they have to be equal. Numerals of equal value are equal. Nothing that
differs is ever right: a near miss of a long answer is told as close, which is not right either.
"""

import re
import unicodedata
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from rapidfuzz.distance import Levenshtein

from studyapp.questions.assignment import best_pairs, longest_run
from studyapp.questions.numerals import find_numerals, read_numerals
from studyapp.questions.recitation import Verdict as Recited
from studyapp.questions.recitation import recite
from studyapp.questions.sensitive import UNIT, changed, only_change
from studyapp.text.normalize import fold

RUNNING_TEXT = 8
"""From so many folded characters on an answer is running text, where a slip is told apart."""

Stage: TypeAlias = Callable[[str], str]
Verdict: TypeAlias = Recited | Literal["open"]
"""Open: neither right nor lost, because a member asked in another place stood for it."""

_NEAR = 0.6
# Less alike than this, a response is not an attempt at that member but something else.
_ALIKE = 0.5
# A member given with more than a clause too many is not that member with a slip.
_LONGER_BY = 4
_MOST_RESPONSES = 30
_ONE_OFF = ("one_character", "one_short", "one_over")
_SCORE = {"right": 1.0, "close": 0.5, "wrong": 0.0, "missing": 0.0}
SEPARATORS = re.compile(r"[、，,；;\n]+")
_STANDS_BEFORE = ("百分之", "千分之", "万分之", "第")
_STANDS_AFTER = re.compile(rf"个?(?:[{UNIT}%‰]|小时|分钟|平方米|公里|公斤|百分点)")


@dataclass(frozen=True, slots=True)
class Grade:
    """What one answer is worth, and why.

    Reason, where right: exact, space, width, case, punctuation, script, numeral, repeated (what
    stands beside the blank was typed with it), alternative (another accepted answer). Otherwise:
    empty, number, unit, no_unit (it is left out), negation, modal, one_character (another),
    one_short, one_over (a character left out, or too many), missing (part of it), extra (more
    than it), order, different, elsewhere (verdict open). `key` is the accepted answer it was held
    against.
    """

    verdict: Verdict
    reason: str
    response: str
    key: str

    @property
    def score(self) -> float:
        return 1.0 if self.verdict == "right" else 0.0


@dataclass(frozen=True, slots=True)
class ListGrade:
    """A grade for each member of a list, in its order, and the responses that are none of them.

    `elsewhere` are the responses that another part of the same list asks. Score 0-1 is the mean
    over the members that are not open; a slip in a long member, or one out of order where order
    counts (verdict close, reason order), is worth half.
    """

    members: tuple[Grade, ...]
    extra: tuple[str, ...]
    elsewhere: tuple[str, ...]
    ordered_ok: bool
    score: float


@dataclass(frozen=True, slots=True)
class OrderGrade:
    """A grade for each member, in the right order, and the place it was put in (-1: nowhere).

    Score 0-1: the longest run in the right order (others may stand between) over all members;
    a run of one is no order and scores nothing.
    """

    score: float
    places: tuple[int, ...]
    grades: tuple[Grade, ...]


def grade_blank(keys: Sequence[str], response: str, *, before: str = "", after: str = "") -> Grade:
    """Grade what was typed into a blank. The first key is the text's own, the others alternatives.

    `before` and `after` are the sentence around the blank: 四小时 is right for 四 before 小时.
    """
    for number, key in enumerate(keys):
        if reason := _sameness(key, response) or _repetition(key, response, before, after):
            return Grade("right", reason if number == 0 else "alternative", response, key)
    if not _visible(response) or not keys:
        return Grade("missing" if keys else "wrong", "empty", response, keys[0] if keys else "")
    nearest = min(keys, key=lambda key: Levenshtein.normalized_distance(fold(key), fold(response)))
    return _near_miss(nearest, response)


def _visible(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c)[0] not in "CZ")


def _sameness(key: str, response: str) -> str:
    """The rule by which a response equals a key, or ''."""
    left, right = fold(key), fold(response)
    if not left:
        # A key of nothing but marks (……, 、) is compared as it stands.
        return _first_equal(key, response, stages=_STAGES[:3])
    if left == right or left.replace(",", "、") == right.replace(",", "、"):
        return _first_equal(key, response, stages=_STAGES) or "punctuation"
    return "numeral" if read_numerals(left) == read_numerals(right) else ""


def _first_equal(key: str, response: str, *, stages: Sequence[tuple[str, Stage]]) -> str:
    """The first of the foldings, each on top of those before it, that makes two texts equal."""
    for name, stage in stages:
        key, response = stage(key), stage(response)
        if key == response:
            return name
    return ""


def _without_marks(text: str) -> str:
    return "".join(char for char in text if fold(char))


def _each_folded(text: str) -> str:
    return "".join(map(fold, text))


_STAGES: tuple[tuple[str, Stage], ...] = (
    ("exact", lambda text: text),
    ("space", _visible),
    ("width", lambda text: unicodedata.normalize("NFKC", text)),
    ("case", str.casefold),
    ("punctuation", _without_marks),
    ("script", _each_folded),
)


def _repetition(key: str, response: str, before: str, after: str) -> str:
    """Whether a number was typed with what stands beside its blank: 30日 for 30 before 日."""
    folded = fold(key)
    given = read_numerals(fold(response))
    if not _is_number(folded):
        return ""
    leads = [lead for lead in _STANDS_BEFORE if fold(before[-8:]).endswith(lead)]
    found = _STANDS_AFTER.match(fold(after[:8]))
    trails = [found.group()] if found else []
    for lead in ["", *leads]:
        for trail in ["", *trails]:
            if (lead or trail) and read_numerals(lead + folded + trail) == given:
                return "repeated"
    return ""


def _is_number(folded: str) -> bool:
    return [(found.start, found.end) for found in find_numerals(folded)] == [(0, len(folded))]


def _near_miss(key: str, response: str) -> Grade:
    left, right = fold(key), fold(response)
    reason = _fault(left, right)
    slipped = reason in _ONE_OFF and len(left) >= RUNNING_TEXT and "《" not in key
    return Grade("close" if slipped else "wrong", reason, response, key)


def _fault(key: str, response: str) -> str:
    """The plainest account of how a folded response differs from its folded key."""
    if not key or not response:
        return "different"
    if _lacks_unit(key, response):
        return "no_unit"
    if _is_number(key) and find_numerals(response) and key not in response:
        return "number"
    if kind := only_change(key, response):
        return kind
    if Levenshtein.distance(key, response, score_cutoff=1) == 1 and len(key) > 1:
        return (
            changed(key, response)
            or _ONE_OFF[(len(key) > len(response)) - (len(key) < len(response))]
        )
    if response in key:
        return "missing"
    if key in response:
        return "extra"
    if len(key) == len(response) and sorted(key) == sorted(response):
        return "order"
    if Levenshtein.normalized_similarity(key, response) >= _NEAR:
        return changed(key, response) or "different"
    return "different"


def _lacks_unit(key: str, response: str) -> bool:
    """Whether the number is right and stands alone where the key has its unit with it: 21, 21%."""
    if not _is_number(response):
        return False
    whole, number = read_numerals(key), read_numerals(response)
    rest = whole.removeprefix(number)
    return rest != whole and bool(_STANDS_AFTER.fullmatch(rest))


def grade_list(
    members: Sequence[Sequence[str]],
    responses: Sequence[str],
    *,
    ordered: bool,
    elsewhere: Sequence[str] = (),
) -> ListGrade:
    """Grade the members of a list: each has its accepted answers, each response is used once.

    Members and responses are paired as is best for the learner. Several members typed as one
    (甲、乙、丙) are taken apart where that finds more of them.

    `elsewhere`: members of the same list that are asked in another place, where a long one is
    asked in parts. Nobody can tell which part is meant, so one of those typed here is no mistake:
    it stands for a member that was not given, which is open, neither right nor lost.
    """
    typed = [response for response in responses if _visible(response)]
    whole = _grade_part(members, typed, ordered=ordered, elsewhere=elsewhere)
    apart = [piece for response in typed for piece in SEPARATORS.split(response) if piece.strip()]
    if len(typed) >= len(members) or len(apart) == len(typed):
        return whole
    split = _grade_part(members, apart, ordered=ordered, elsewhere=elsewhere)
    better = (split.score, len(split.elsewhere)) > (whole.score, len(whole.elsewhere))
    return split if better else whole


def _grade_part(
    members: Sequence[Sequence[str]],
    typed: Sequence[str],
    *,
    ordered: bool,
    elsewhere: Sequence[str],
) -> ListGrade:
    """Grade the members asked here; those of the other part are set aside first."""
    aside = [text for text in typed if _is_elsewhere(text, members, elsewhere)]
    graded = _grade_members(members, [t for t in typed if t not in aside], ordered=ordered)
    if not aside:
        return graded
    left = len({fold(text) for text in aside})
    grades = list(graded.members)
    for place, grade in enumerate(grades):
        if grade.verdict == "missing" and left:
            grades[place] = replace(grade, verdict="open", reason="elsewhere")
            left -= 1
    counted = [grade for grade in grades if grade.verdict != "open"]
    score = sum(_SCORE[grade.verdict] for grade in counted) / max(1, len(counted))
    return replace(graded, members=tuple(grades), elsewhere=tuple(aside), score=score)


def _is_elsewhere(text: str, members: Sequence[Sequence[str]], elsewhere: Sequence[str]) -> bool:
    there = any(_sameness(member, text) for member in elsewhere)
    return there and not any(_sameness(key, text) for keys in members for key in keys)


def _grade_members(
    members: Sequence[Sequence[str]], typed: Sequence[str], *, ordered: bool
) -> ListGrade:
    considered = typed[: _MOST_RESPONSES + 2 * len(members)]
    table = [[_grade_member(keys, response) for response in considered] for keys in members]
    pairs = best_pairs([[_gain(grade) for grade in row] for row in table])
    grades = [
        row[column] if column >= 0 else Grade("missing", "missing", "", keys[0] if keys else "")
        for row, column, keys in zip(table, pairs, members, strict=True)
    ]
    if ordered:
        grades = _mark_misplaced(grades, pairs)
    used = set(pairs)
    return ListGrade(
        members=tuple(grades),
        extra=tuple(text for place, text in enumerate(typed) if place not in used),
        elsewhere=(),
        ordered_ok=all(grade.reason != "order" or grade.verdict != "close" for grade in grades),
        score=sum(_SCORE[grade.verdict] for grade in grades) / max(1, len(grades)),
    )


def _grade_member(keys: Sequence[str], response: str) -> Grade:
    """A long member is running text: right or close clause by clause, where no clause is lost."""
    grade = grade_blank(keys, response)
    if grade.verdict != "wrong" or len(fold(grade.key)) < RUNNING_TEXT:
        return grade
    verdicts = {clause.verdict for clause in recite(grade.key, response).clauses}
    if verdicts <= {"right", "close"} and len(response) <= len(grade.key) + _LONGER_BY:
        return replace(grade, verdict="close", reason="one_character")
    return replace(grade, verdict="wrong")


def _gain(grade: Grade) -> float:
    """How glad a learner is of a pair: by its verdict, then by likeness, none if hardly alike."""
    likeness = Levenshtein.normalized_similarity(fold(grade.key), fold(grade.response))
    if grade.verdict in ("right", "close"):
        return 2 * _SCORE[grade.verdict] + likeness / 100
    return likeness / 100 if likeness >= _ALIKE else 0.0


def _mark_misplaced(grades: Sequence[Grade], pairs: Sequence[int]) -> list[Grade]:
    """Members recalled, but out of the longest run in the right order, are close."""
    recalled = [place for place, grade in enumerate(grades) if _SCORE[grade.verdict]]
    run = longest_run([pairs[place] for place in recalled])
    misplaced = {place for index, place in enumerate(recalled) if index not in run}
    return [
        replace(grade, verdict="close", reason="order") if place in misplaced else grade
        for place, grade in enumerate(grades)
    ]


def grade_order(right: Sequence[str], given: Sequence[str]) -> OrderGrade:
    """Grade an order: `given` are the members as the learner put them, empty if untouched."""
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for place, text in enumerate(given):
        waiting[fold(text) or text].append(place)
    queues = (waiting[fold(text) or text] for text in right)
    places = tuple(queue.popleft() if queue else -1 for queue in queues)
    put = [index for index, place in enumerate(places) if place >= 0]
    run = {put[index] for index in longest_run([places[index] for index in put])}
    kept = run if len(run) > 1 or len(right) == 1 else set()
    grades = tuple(
        _order_grade(text, given, place, in_run=index in kept)
        for index, (text, place) in enumerate(zip(right, places, strict=True))
    )
    return OrderGrade(len(kept) / max(1, len(right)), places, grades)


def _order_grade(text: str, given: Sequence[str], place: int, *, in_run: bool) -> Grade:
    if place < 0:
        return Grade("missing", "missing" if given else "empty", "", text)
    verdict: Verdict = "right" if in_run else "wrong"
    return Grade(verdict, "exact" if in_run else "order", given[place], text)
