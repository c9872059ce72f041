"""Telling: what the study page shows of an answered attempt, computed before it is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from studyapp import cards, corrected, corrections, marking, wording
from studyapp.models import Attempt, Question, Recital, Sitting, Statement
from studyapp.questions.grading import SEPARATORS
from studyapp.questions.openings import completed
from studyapp.questions.recitation import Piece as DiffPiece
from studyapp.questions.recitation import Recitation, recite
from studyapp.text.normalize import fold
from studyapp.text.segment import Span

Kind = Question.Kind
Verdict = Attempt.Verdict
# Less of a text kept than this, and of what was written less than half, and the two side by side,
# character by character, are only noise.
TOO_LITTLE, OF_RESPONSE = 0.3, 0.5


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

    `source` is the heading or the speaker that was asked for; `reasons` are sentences; `extra`
    what was written beyond the members of a list, `twice` members written once more, `elsewhere`
    members of its other part;
    `accepted` other answers that count; `first_try` what was written before the second; `diff`
    the pieces of a recitation and `diff_kinds` the kinds among them, or `written` all of it where
    too little stands for that; `stops` that it wants a look.
    """

    attempt: Attempt
    instruction: str
    verdict: str
    headline: str
    undone: bool
    overridden: bool
    lead_in: str
    source: FeedbackPiece | None
    pieces: tuple[FeedbackPiece, ...]
    results: tuple[Result, ...]
    extra: tuple[str, ...]
    twice: tuple[str, ...]
    elsewhere: tuple[str, ...]
    accepted: tuple[str, ...]
    first_try: str
    written: str
    diff: tuple[DiffPiece, ...]
    reasons: tuple[str, ...]
    passage: Passage | None
    may_override: bool
    stops: bool

    @property
    def kind(self) -> str:
        return self.attempt.kind

    @property
    def diff_kinds(self) -> frozenset[str]:
        return frozenset(piece.kind for piece in self.diff)


def feedback(attempt: Attempt) -> Feedback:
    """The page of an answered attempt, as it counts after its corrections."""
    held = corrected.holding(attempt)
    results = _results(attempt, held.grades or _left_out(attempt))
    told = _recited(attempt)
    diff, written = _difference(attempt, told, held.verdict)
    extra, twice, elsewhere = _beside(attempt, results)
    return Feedback(
        attempt=attempt,
        instruction=cards.instruction(attempt),
        verdict=held.verdict,
        headline=_headline(attempt, held.verdict, results, told),
        undone=held.undone,
        overridden=held.overridden,
        lead_in=attempt.statement.lead_in if attempt.kind in (Kind.ORDER, Kind.OUTLINE) else "",
        source=_source(attempt, results),
        pieces=_pieces(attempt, results),
        results=results,
        extra=extra,
        twice=twice,
        elsewhere=elsewhere,
        accepted=_accepted(attempt),
        first_try=_first_try(attempt),
        written=written,
        diff=diff,
        reasons=_reasons(attempt, results, told, held),
        passage=passage(attempt.statement),
        may_override=corrections.may_override(attempt),
        stops=not held.undone and held.verdict in (Verdict.WRONG, Verdict.CLOSE),
    )


@dataclass(frozen=True, slots=True)
class RecitedWhole:
    """A whole section recited, as its page shows it: the diff, or all that was `written` where too
    little stands for that."""

    headline: str
    verdict: str
    diff: tuple[DiffPiece, ...]
    diff_kinds: frozenset[str]
    written: str


def recited_whole(recital: Recital) -> RecitedWhole:
    """The page of a recital that was answered."""
    told = recite(recital.text, recital.response)
    verdicts = [clause.verdict for clause in told.clauses]
    kept = verdicts.count("right")
    astray = _is_noise(told.diff)
    lost = "wrong" in verdicts or "missing" in verdicts
    verdict = "right" if kept == len(verdicts) else "wrong" if lost else "close"
    diff = () if astray else told.diff
    return RecitedWhole(
        headline=wording.recited(kept, len(verdicts)),
        verdict=verdict,
        diff=diff,
        diff_kinds=frozenset(piece.kind for piece in diff),
        written=recital.response if astray else "",
    )


def _left_out(attempt: Attempt) -> list[dict[str, Any]]:
    """What an exam asked where nothing was answered: that is what is missing."""
    if attempt.sitting.mode != Sitting.Mode.EXAM or attempt.question is None:
        return []
    missed = marking.missed(attempt.question, attempt.asked)
    return [grade.to_json() for grade in missed.grades]


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
    prompt = attempt.question.prompt
    response = completed(prompt.get("opening", ""), response)
    return recite(prompt["text"], response) if response.strip() else None


def _is_noise(diff: Sequence[DiffPiece]) -> bool:
    """Whether too little of the text was kept, and of the response, for them to be compared."""
    kept = sum(len(piece.text) for piece in diff if piece.kind in ("kept", "moved"))
    text = sum(len(piece.text) for piece in diff)
    response = sum(len(piece.given) for piece in diff)
    return kept < TOO_LITTLE * text and kept < OF_RESPONSE * response


def _difference(
    attempt: Attempt, told: Recitation | None, verdict: str
) -> tuple[tuple[DiffPiece, ...], str]:
    """What was recited held against the text; or all of it, where too little stands for that."""
    if told is None or verdict == Verdict.RIGHT:
        return (), ""
    if _is_noise(told.diff):
        return (), "\n".join(attempt.response or [])
    return told.diff, ""


def _headline(
    attempt: Attempt, verdict: str, results: Sequence[Result], told: Recitation | None
) -> str:
    if told is not None and verdict != Verdict.RIGHT:
        kept = sum(clause.verdict == "right" for clause in told.clauses)
        return wording.recited(kept, len(told.clauses))
    right = sum(result.verdict == "right" for result in results)
    counted = 1 if attempt.kind == Kind.RECITE else right
    missed = len(results) - right
    return wording.headline(verdict, right=counted, missed=missed, dont_know=attempt.dont_know)


def _source(attempt: Attempt, results: Sequence[Result]) -> FeedbackPiece | None:
    """The heading or the speaker that was asked for, with what was chosen."""
    if attempt.kind != Kind.SOURCE or not results:
        return None
    return FeedbackPiece(results[0].key, results[0])


def _beside(attempt: Attempt, results: Sequence[Result]) -> tuple[tuple[str, ...], ...]:
    """What was written beside the members asked for: `extra`, `twice` and `elsewhere`."""
    extra = _extra(attempt, results)
    elsewhere, twice = _elsewhere(attempt, extra), _twice(attempt, extra)
    return tuple(text for text in extra if text not in (*elsewhere, *twice)), twice, elsewhere


def _extra(attempt: Attempt, results: Sequence[Result]) -> tuple[str, ...]:
    """What was typed into a list or outline and is none of its members, taken apart."""
    if attempt.kind not in (Kind.LIST, Kind.OUTLINE):
        return ()
    used = Counter(result.given.strip() for result in results)
    extra: list[str] = []
    for response in filter(str.strip, attempt.response or []):
        whole = response.strip()
        for piece in [whole] if used[whole] else map(str.strip, SEPARATORS.split(whole)):
            if used[piece]:
                used[piece] -= 1
            elif piece:
                extra.append(piece)
    return tuple(extra)


def _first_try(attempt: Attempt) -> str:
    """What was written at the first of two tries, where the second was another."""
    first = attempt.first_try["response"] if attempt.first_try else []
    return "" if first == attempt.response else " · ".join(filter(str.strip, first))


def _elsewhere(attempt: Attempt, extra: Sequence[str]) -> tuple[str, ...]:
    """Of what was typed beyond the members those that another part of the list asks."""
    question = attempt.question
    there = {fold(member) for member in question.prompt.get("elsewhere", ())} if question else set()
    return tuple(text for text in extra if fold(text) in there)


def _twice(attempt: Attempt, extra: Sequence[str]) -> tuple[str, ...]:
    """Of what was typed beyond the members those that were given before, once each."""
    keys = attempt.question.keys if attempt.question is not None else []
    members = {fold(accepted) for member in keys for accepted in member}
    return tuple(dict.fromkeys(text for text in extra if fold(text) in members))


def _accepted(attempt: Attempt) -> tuple[str, ...]:
    """What is accepted besides the words of the text."""
    keys = attempt.question.keys if attempt.question is not None else []
    return tuple(other for accepted in keys for other in accepted[1:])


def _pieces(attempt: Attempt, results: Sequence[Result]) -> tuple[FeedbackPiece, ...]:
    """The right text with each part asked marked; recitations and orders have their own forms."""
    question = attempt.question
    if question is None or not results or attempt.kind in (Kind.ORDER, Kind.RECITE, Kind.SOURCE):
        return (FeedbackPiece(attempt.statement.text),)
    if attempt.kind == Kind.JUDGE and not results[0].given:
        if not _was_swapped(attempt, results):
            return (FeedbackPiece(attempt.statement.text),)
        # What stood there is seen by who said nothing of it too.
        results = [replace(results[0], given=attempt.options[0], reason="swapped")]
    return in_sentence(question, results)


def _was_swapped(attempt: Attempt, results: Sequence[Result]) -> bool:
    """Whether a judge showed another term than the text has."""
    return fold(attempt.options[0]) != fold(results[0].key)


def in_sentence(question: Question, results: Sequence[Result]) -> tuple[FeedbackPiece, ...]:
    """The sentence of a question with what became of its parts in their places."""
    text, pieces, at = question.prompt["text"], [], 0
    for (start, end), result in zip(question.prompt["blanks"], results, strict=False):
        pieces += [FeedbackPiece(text[at:start]), FeedbackPiece(text[start:end], result)]
        at = end
    return tuple(piece for piece in [*pieces, FeedbackPiece(text[at:])] if piece.text)


# --- Why


def _reasons(
    attempt: Attempt, results: Sequence[Result], told: Recitation | None, held: corrected.Holding
) -> tuple[str, ...]:
    """What the rules say, once each; an exact answer needs no explanation."""
    if held.regraded:
        return _regraded(attempt, results, held.verdict)
    if held.overridden:
        kept = (r.given for r in results if r.given not in ("", r.key) and r.reason != "swapped")
        return tuple(wording.on_your_word(given) for given in kept)
    if told is not None:
        codes = (clause.reason for clause in told.clauses)
        return _sentences(codes)
    if attempt.kind in (Kind.CHOICE, Kind.BANK, Kind.SOURCE):
        # The option chosen stands struck out beside the right one: no rule is left to tell.
        return ()
    if attempt.kind == Kind.JUDGE and results:
        return _judge_reasons(attempt, results)
    if attempt.kind == Kind.TYPED:
        return _blank_reasons(results)
    return _member_reasons(results)


def _regraded(attempt: Attempt, results: Sequence[Result], verdict: str) -> tuple[str, ...]:
    """Why an answer counts as something else than it did; the rules of then do not hold."""
    given = (r.given for r in results if r.given not in ("", r.key) and r.reason != "swapped")
    written = () if attempt.kind == Kind.CHOICE else map(wording.on_your_word, given)
    return (wording.graded_again(attempt.verdict, verdict), *written)


def _judge_reasons(attempt: Attempt, results: Sequence[Result]) -> tuple[str, ...]:
    """Whether a term was swapped and for what, then the rule, where a right term was written."""
    shown, key = attempt.options[0], results[0].key
    if attempt.dont_know and not _was_swapped(attempt, results):
        return _sentences(["holds"])
    if results[0].reason not in ("holds", "unswapped"):
        told = [wording.swapped(shown, key)] if _was_swapped(attempt, results) else []
        rule = "" if results[0].reason in ("swapped", "exact") else results[0].reason
        return (*told, *_sentences([rule]))
    return _sentences([results[0].reason])


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
