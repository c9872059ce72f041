"""Marking: from a stored question and what was typed to a verdict for every part asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from studyapp import memory
from studyapp.models import Attempt, Question, Statement
from studyapp.questions.grading import Grade, grade_blank, grade_list, grade_order
from studyapp.questions.judging import grade_judgement
from studyapp.questions.openings import completed
from studyapp.questions.recitation import recite
from studyapp.text.normalize import fold

GRADER_VERSION = 2
SCORES = {"right": 1.0, "close": 0.5, "wrong": 0.0, "missing": 0.0}
Kind = Question.Kind
# The first response to a judge; the second is the right term, where one was swapped.
HOLDS, SWAPPED = "holds", "swapped"
# What is recognised when it stands there was not recalled: right moves nothing, wrong is Again. A
# word bank is one choice for several blanks, and a guess is right for every second judge.
RECOGNISED = frozenset({Kind.CHOICE, Kind.BANK, Kind.JUDGE})
# What is answered in words of the learner's own, which a rule may misjudge and a hint may help.
WRITTEN = frozenset({Kind.TYPED, Kind.LIST, Kind.OUTLINE, Kind.RECITE})
# The order of the members and the source of the words are no part that has a memory.
UNRATED = frozenset({Kind.ORDER, Kind.SOURCE})


@dataclass(frozen=True, slots=True)
class PartGrade:
    """What became of one part. Verdict: right, close, wrong, missing or open (neither right nor
    lost); reason: a rule's code."""

    part: str
    verdict: str
    reason: str
    given: str
    key: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Marked:
    """The marks of one answer. Score 0-1; verdict right, close or wrong."""

    grades: tuple[PartGrade, ...]
    verdict: str
    score: float


def mark(
    question: Question,
    responses: Sequence[str],
    *,
    interchangeable: bool = False,
    shown: Sequence[str] = (),
) -> Marked:
    """Mark the responses to a question, one for each part asked (recitation: one in all; judge:
    HOLDS or SWAPPED, and the right term).

    `interchangeable`: the blanks are members of a list in free order, right in either place;
    `shown`: the options of the attempt, of a judge the term that stood there.
    """
    if question.kind == Kind.RECITE:
        return _mark_recitation(question, "\n".join(responses))
    if question.kind == Kind.JUDGE:
        return _mark_judge(question, responses, shown)
    if question.kind == Kind.SOURCE:
        return _overall([_part_grade("", grade_blank(question.keys[0], "".join(responses[:1])))])
    if question.kind in (Kind.LIST, Kind.OUTLINE) or (interchangeable and len(question.keys) > 1):
        return _mark_list(question, responses)
    if question.kind == Kind.ORDER:
        return _mark_order(question, responses)
    return _mark_blanks(question, responses)


def interchangeable(statement: Statement) -> bool:
    """Whether the blanks of a statement are members of a list in free order."""
    return statement.kind == Statement.Kind.ENUMERATION and not statement.ordered


def _mark_blanks(question: Question, responses: Sequence[str]) -> Marked:
    text = question.prompt["text"]
    given = [*responses, *[""] * len(question.keys)]
    grades = []
    places = zip(question.part_keys, question.keys, question.prompt["blanks"], given, strict=False)
    for part, keys, (start, end), response in places:
        grade = grade_blank(keys, response, before=text[:start], after=text[end:])
        grades.append(_part_grade(part, grade))
    return _overall(grades)


def _part_grade(part: str, grade: Grade) -> PartGrade:
    return PartGrade(part, grade.verdict, grade.reason, grade.response, grade.key)


def _overall(grades: Sequence[PartGrade]) -> Marked:
    verdict = verdict_of(grade.verdict for grade in grades)
    return Marked(tuple(grades), verdict, score_of(grade.verdict for grade in grades))


def score_of(parts: Iterable[str]) -> float:
    """The mean of what the parts earned, 0-1; what stayed open is left out."""
    counted = [SCORES[verdict] for verdict in parts if verdict != "open"]
    return sum(counted) / max(1, len(counted))


def verdict_of(parts: Iterable[str]) -> str:
    """Right when every part is; wrong when any is wrong or missing; else close."""
    verdicts = set(parts)
    if verdicts <= {"right"}:
        return Attempt.Verdict.RIGHT
    return Attempt.Verdict.WRONG if verdicts & {"wrong", "missing"} else Attempt.Verdict.CLOSE


def _mark_judge(question: Question, responses: Sequence[str], shown: Sequence[str]) -> Marked:
    said, term = [*responses, "", ""][:2]
    [(start, end)] = question.prompt["blanks"]
    grade = grade_judgement(
        question.keys[0],
        shown[0] if shown else question.right_answers[0],
        holds=said == HOLDS,
        term=term,
        before=question.prompt["text"][:start],
        after=question.prompt["text"][end:],
    )
    return _overall([_part_grade(question.part_keys[0], grade)])


def _mark_list(question: Question, responses: Sequence[str]) -> Marked:
    typed = [response for response in responses if response.strip()]
    graded = grade_list(
        question.keys,
        typed,
        ordered=bool(question.prompt["ordered"]),
        elsewhere=question.prompt.get("elsewhere", ()),
    )
    pairs = zip(question.part_keys, graded.members, strict=True)
    return _overall([_part_grade(part, grade) for part, grade in pairs])


def _mark_order(question: Question, responses: Sequence[str]) -> Marked:
    graded = grade_order(question.right_answers, responses)
    pairs = zip(question.part_keys, graded.grades, strict=True)
    return _overall([_part_grade(part, grade) for part, grade in pairs])


def _mark_recitation(question: Question, response: str) -> Marked:
    spans = [(start, end) for start, end in question.prompt["blanks"]]
    response = completed(question.prompt.get("opening", ""), response)
    told = recite(question.prompt["text"], response, parts=spans)
    text = question.prompt["text"]
    grades = tuple(
        PartGrade(part, verdict, "recited", "", text[start:end])
        for part, verdict, (start, end) in zip(question.part_keys, told.parts, spans, strict=True)
    )
    clauses = {clause.verdict for clause in told.clauses}
    if clauses <= {"right"}:
        return Marked(grades, Attempt.Verdict.RIGHT, 1.0)
    lost = clauses & {"wrong", "missing"}
    verdict = Attempt.Verdict.WRONG if lost else Attempt.Verdict.CLOSE
    return Marked(grades, verdict, told.score)


def missed(question: Question, asked: Sequence[str]) -> Marked:
    """The marks of “don't know”: every part asked is missing."""
    keys = dict(zip(question.part_keys, question.right_answers, strict=False))
    if question.kind == Kind.SOURCE:
        asked, keys = [""], {"": question.right_answers[0]}
    grades = tuple(
        PartGrade(part, "missing", "dont_know", "", keys.get(part, "")) for part in asked
    )
    return Marked(grades=grades, verdict=Attempt.Verdict.WRONG, score=0.0)


def ratings(
    kind: str, grades: Sequence[dict[str, Any]], *, hints: int, retried: Collection[str] = ()
) -> dict[str, int]:
    """The FSRS rating of each part; none where it was recognised, or where nothing is rated.

    `retried`: the parts that were not right at the first of two tries.
    """
    if kind in UNRATED:
        return {}
    rated = {
        grade["part"]: _rating(grade["verdict"], helped=bool(hints) or grade["part"] in retried)
        for grade in grades
        if grade["verdict"] != "open"
    }
    if kind in RECOGNISED:
        return {part: rating for part, rating in rated.items() if rating == memory.AGAIN}
    return rated


def _rating(verdict: str, *, helped: bool) -> int:
    if verdict == "right":
        return memory.HARD if helped else memory.GOOD
    return memory.HARD if verdict == "close" else memory.AGAIN


def folded(responses: Sequence[str]) -> list[str]:
    """The responses as they were compared."""
    return [fold(response) for response in responses]
