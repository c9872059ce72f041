"""Telling: what the study page shows of an answered attempt, computed before it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from studyapp import corrections, replay, wording
from studyapp.models import Attempt, Question, Statement
from studyapp.questions.recitation import Piece as DiffPiece
from studyapp.questions.recitation import Recitation, recite
from studyapp.text.segment import Span

Kind = Question.Kind
Verdict = Attempt.Verdict
# Less of a text kept than this, and the response beside it character by character is only noise.
TOO_LITTLE = 0.3


@dataclass(frozen=True, slots=True)
class Result:
    """One part of the feedback. Verdict: right, close, wrong or missing; reason: a rule's code.

    `place` is where a row of an order was put, counted from 1; None for other kinds.
    """

    verdict: str
    given: str
    key: str
    reason: str
    place: int | None = None


@dataclass(frozen=True, slots=True)
class FeedbackPiece:
    """A stretch of the right text: plain, or a part with what became of it."""

    text: str
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The paragraph a statement stands in, cut around it."""

    before: str
    statement: str
    after: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """An answered attempt as its page shows it.

    `reasons` are sentences; `extra` what was written beyond the members of a list; `diff` the
    pieces of a recitation and `diff_kinds` the kinds among them, or `written` all of it where too
    little stands for that; `stops` that it wants a look.
    """

    attempt: Attempt
    kind: str
    instruction: str
    verdict: str
    headline: str
    undone: bool
    overridden: bool
    right_count: int
    missed_count: int
    lead_in: str
    pieces: tuple[FeedbackPiece, ...]
    results: tuple[Result, ...]
    extra: tuple[str, ...]
    written: str
    diff: tuple[DiffPiece, ...]
    diff_kinds: frozenset[str]
    reasons: tuple[str, ...]
    passage: Passage | None
    may_override: bool
    stops: bool


def feedback(attempt: Attempt) -> Feedback:
    """The page of an answered attempt, as it counts after its corrections."""
    held = replay.holding(attempt)
    results = _results(attempt, held.grades)
    told = _recited(attempt)
    right = sum(result.verdict == "right" for result in results)
    missed = len(results) - right
    diff = told.diff if told is not None and held.verdict != Verdict.RIGHT else ()
    astray = bool(diff) and _kept(diff) < TOO_LITTLE
    diff = () if astray else diff
    question = attempt.question
    ordered = bool(question and question.prompt.get("ordered"))
    return Feedback(
        attempt=attempt,
        kind=attempt.kind,
        instruction=wording.instruction(attempt.kind, count=len(attempt.asked), ordered=ordered),
        verdict=held.verdict,
        headline=_headline(attempt, held.verdict, right, missed, told),
        undone=held.undone,
        overridden=held.overridden,
        right_count=right,
        missed_count=missed,
        lead_in=attempt.statement.lead_in if attempt.kind in (Kind.ORDER, Kind.OUTLINE) else "",
        pieces=_pieces(attempt, results),
        results=results,
        extra=_extra(attempt, results),
        written="\n".join(attempt.response or []) if astray else "",
        diff=diff,
        diff_kinds=frozenset(piece.kind for piece in diff),
        reasons=_reasons(attempt, results, told, overridden=held.overridden),
        passage=passage(attempt.statement),
        may_override=corrections.may_override(attempt),
        stops=not held.undone and held.verdict in (Verdict.WRONG, Verdict.CLOSE),
    )


def _results(attempt: Attempt, grades: Iterable[dict[str, Any]]) -> tuple[Result, ...]:
    put = attempt.response or [] if attempt.kind == Kind.ORDER else []
    return tuple(
        Result(
            verdict=grade["verdict"],
            given=grade["given"],
            key=grade["key"],
            reason=grade["reason"],
            place=put.index(grade["key"]) + 1 if grade["key"] in put else None,
        )
        for grade in grades
    )


def _recited(attempt: Attempt) -> Recitation | None:
    """A recitation held against its text again; None where nothing was written."""
    if attempt.kind != Kind.RECITE or attempt.question is None or attempt.dont_know:
        return None
    response = "\n".join(attempt.response or [])
    return recite(attempt.question.prompt["text"], response) if response.strip() else None


def _kept(diff: Sequence[DiffPiece]) -> float:
    """The share of a text, by characters, that a response kept."""
    kept = sum(len(piece.text) for piece in diff if piece.kind == "kept")
    return kept / max(1, sum(len(piece.text) for piece in diff))


def _headline(
    attempt: Attempt, verdict: str, right: int, missed: int, told: Recitation | None
) -> str:
    if told is not None and verdict != Verdict.RIGHT:
        kept = sum(clause.verdict == "right" for clause in told.clauses)
        return wording.recited(kept, len(told.clauses))
    counted = 1 if attempt.kind == Kind.RECITE else right
    return wording.headline(verdict, right=counted, missed=missed, dont_know=attempt.dont_know)


def _extra(attempt: Attempt, results: Sequence[Result]) -> tuple[str, ...]:
    """What was typed into a list or outline and is none of its members."""
    if attempt.kind not in (Kind.LIST, Kind.OUTLINE):
        return ()
    used = "\n".join(result.given for result in results)
    return tuple(r.strip() for r in attempt.response or [] if r.strip() and r.strip() not in used)


def _pieces(attempt: Attempt, results: Sequence[Result]) -> tuple[FeedbackPiece, ...]:
    """The right text with each part asked marked; recitations and orders have their own forms."""
    question = attempt.question
    if question is None or not results or attempt.kind in (Kind.ORDER, Kind.RECITE):
        return (FeedbackPiece(attempt.statement.text),)
    return in_sentence(question, results)


def in_sentence(question: Question, results: Sequence[Result]) -> tuple[FeedbackPiece, ...]:
    """The sentence of a question with what became of its parts in their places."""
    text, pieces, at = question.prompt["text"], [], 0
    for (start, end), result in zip(question.prompt["blanks"], results, strict=False):
        pieces += [FeedbackPiece(text[at:start]), FeedbackPiece(text[start:end], result)]
        at = end
    return tuple(piece for piece in [*pieces, FeedbackPiece(text[at:])] if piece.text)


# --- Why


def _reasons(
    attempt: Attempt, results: Sequence[Result], told: Recitation | None, *, overridden: bool
) -> tuple[str, ...]:
    """What the rules say, once each; an exact answer needs no explanation."""
    if overridden:
        kept = (r.given for r in results if r.given and r.given != r.key)
        return tuple(wording.on_your_word(given) for given in kept)
    if told is not None:
        codes = (clause.reason for clause in told.clauses)
        return _sentences(codes)
    if attempt.kind == Kind.CHOICE:
        # The option chosen stands struck out beside the right one: no rule is left to tell.
        return ()
    if attempt.kind == Kind.TYPED:
        return _blank_reasons(results)
    return _member_reasons(results)


def _sentences(codes: Iterable[str]) -> tuple[str, ...]:
    told = (wording.reason(code) for code in codes if code != "exact")
    return tuple(dict.fromkeys(sentence for sentence in told if sentence))


def _blank_reasons(results: Sequence[Result]) -> tuple[str, ...]:
    """Blank by blank: what stands there, where that was missed, and the rule that decided."""
    if all(result.verdict == "right" for result in results):
        return _sentences(result.reason for result in results)
    return tuple(
        wording.missed_blank(r.key, wording.reason(r.reason), number=n, total=len(results))
        for n, r in enumerate(results, 1)
        if r.verdict != "right"
    )


def _member_reasons(results: Sequence[Result]) -> tuple[str, ...]:
    """Rule by rule: the members that it decided, by number where it is not all of them."""
    decided: dict[str, list[int]] = {}
    for number, result in enumerate(results, 1):
        code = "left_out" if result.reason in ("empty", "missing") else result.reason
        sentence = wording.reason(code) if code != "exact" else ""
        if sentence:
            decided.setdefault(sentence, []).append(number)
    return tuple(
        sentence if len(numbers) == len(results) else wording.about(numbers, sentence)
        for sentence, numbers in decided.items()
    )


def passage(statement: Statement) -> Passage | None:
    """The paragraph around a statement; None for an outline, which has no place in the text."""
    if statement.section is None or statement.end == 0:
        return None
    body = statement.section.body
    start = body.rfind("\n", 0, statement.start) + 1
    stop = body.find("\n", statement.end)
    span: Span = (start, len(body) if stop < 0 else stop)
    return Passage(
        before=body[span[0] : statement.start],
        statement=statement.text,
        after=body[statement.end : span[1]],
        paragraph=body.count("\n", 0, statement.start),
    )
