"""Cards: what the study page shows of an unanswered attempt, computed before it is printed.

What it shows of an answered one is in `telling`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from studyapp import study, wording
from studyapp.models import Attempt, Question, Statement
from studyapp.text.normalize import fold

Kind = Question.Kind
TAPPED = frozenset({Kind.CHOICE, Kind.BANK, Kind.ORDER, Kind.JUDGE, Kind.SOURCE})
_LISTED = (Kind.LIST, Kind.OUTLINE, Kind.ORDER)
# How many characters cue a recitation that nothing stands before.
OPENING = 4

_OPENING = re.compile(r"[“‘（《〈「『【〔(]+\Z")
_CLOSING = re.compile(r"[”’）》〉」』】〕)，。、；：？！,.;:?!%％]+")
_CLAUSE_END = re.compile(r"[，。；：？！\n]+[”’」』）》]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the prompt: plain words, a term, or the blank with that number (from 0). `mark`
    tells whether a first try was "right" or "wrong" there.

    From a piece that `opens` to the one that `closes` no line may break: a bracket or a comma
    stays with its blank.
    """

    text: str
    blank: int | None = None
    draft: str = ""
    mark: str = ""
    term: bool = False
    opens: bool = False
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a list, or one row of an order; `number` counts from 0.

    `place` is where a row was put before ("" for nowhere yet), `mark` as for a piece.
    """

    number: int
    text: str = ""
    place: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class FirstTry:
    """What a learner is told of a first try, and why it was not right; nothing of the answer.

    One mark a field.
    """

    told: str = ""
    why: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """An unanswered attempt as its page shows it.

    A recitation is cued by what stands before (`cue`), else by how it begins (`opening`). What is
    asked of a piece of a sentence stands between the rest of it, `before` and `after`. `said`
    is what the learner had judged the statement to be; `tried` what is told of a first try.
    """

    attempt: Attempt
    kind: str
    instruction: str
    pieces: tuple[Piece, ...]
    fields: tuple[Field, ...]
    blanks: int
    ordered: bool
    lead_in: str
    speaker: str
    cue: str
    before: str
    after: str
    opening: str
    draft: str
    said: str
    tried: FirstTry
    hints: tuple[str, ...]
    more_hints: bool

    @property
    def is_tapped(self) -> bool:
        """Whether it is answered without typing, so that no field takes the focus."""
        return self.kind in TAPPED

    @property
    def focus(self) -> int:
        """The number of the field that takes the focus: the first that a first try got wrong."""
        return self.tried.marks.index("wrong") if "wrong" in self.tried.marks else 0

    @property
    def if_empty(self) -> str:
        """What is said of an answer that holds nothing; "" where there is nothing to answer."""
        return wording.nothing_given(self.kind)

    @property
    def if_no_term(self) -> str:
        """What is said where a term is called swapped, and not by which; "" but for a judge."""
        return wording.no_term() if self.kind == Kind.JUDGE else ""


def prompt(attempt: Attempt, draft: Sequence[str] = ()) -> Prompt:
    """The page of an attempt to be answered.

    `draft`: what was typed before, field by field; of an order, the place of each row.
    """
    question = attempt.question
    content: dict[str, Any] = question.prompt if question else {}
    kind = attempt.kind
    cue = _cue(attempt, content) if kind == Kind.RECITE else ""
    return Prompt(
        attempt=attempt,
        kind=kind,
        instruction=instruction(attempt),
        pieces=_pieces(attempt, draft),
        fields=_fields(attempt, draft),
        blanks=len(question.keys) if question else 0,
        ordered=bool(content.get("ordered")),
        lead_in=_lead_in(attempt, content),
        speaker=_speaker(attempt, content),
        cue=cue,
        before=_before(attempt, content),
        after=content.get("after", ""),
        opening=_opening(content) if kind == Kind.RECITE and not cue else "",
        draft=_kept(draft, 1) if kind == Kind.JUDGE else "\n".join(draft),
        said=_kept(draft, 0) if kind == Kind.JUDGE else "",
        tried=first_try(attempt),
        hints=_hints(attempt),
        more_hints=study.has_more_hints(attempt),
    )


def first_try(attempt: Attempt) -> FirstTry:
    """The first of two tries, while the second is to come; empty where there was none."""
    if not attempt.first_try or attempt.answered:
        return FirstTry()
    grades, given = attempt.first_try["grades"], attempt.first_try["response"]
    right = [grade["given"].strip() for grade in grades if grade["verdict"] == "right"]
    marks: tuple[str, ...] = ()
    if attempt.kind == Kind.TYPED and [grade["given"] for grade in grades] == given:
        marks = tuple("right" if g["verdict"] == "right" else "wrong" for g in grades)
    elif attempt.kind != Kind.RECITE:
        marks = tuple("right" if text.strip() in right else "wrong" for text in given)
    reasons = (wording.reason(g["reason"]) for g in grades if g["verdict"] != "right")
    return FirstTry(
        told=wording.once_more(len(right), len(grades)),
        why=tuple(dict.fromkeys(reason for reason in reasons if reason)),
        marks=marks,
    )


def instruction(attempt: Attempt) -> str:
    """What an attempt asks the learner to do."""
    content: dict[str, Any] = attempt.question.prompt if attempt.question else {}
    count = len(attempt.question.keys) if attempt.question else 0
    return wording.instruction(
        attempt.kind,
        count=count,
        total=count + len(content.get("elsewhere", ())),
        ordered=bool(content.get("ordered")),
        asks=content.get("asks", ""),
    )


def _cue(attempt: Attempt, content: dict[str, Any]) -> str:
    """What a recitation is cued by, as the learner chose it; "" for its first characters."""
    chosen = attempt.sitting.choice.get("cue", "") if attempt.sitting_id else ""
    if chosen == "heading":
        section = attempt.statement.section
        heading = (section.heading if section else "") or attempt.statement.document.title
        return f"{heading} {content.get('opening', '')}".strip()
    return "" if chosen == "opening" else content.get("cue", "")


def _opening(content: dict[str, Any]) -> str:
    """The first characters of a text to be recited, behind its number and title."""
    text: str = content["text"]
    return text[: len(content.get("opening", "")) + OPENING]


def _speaker(attempt: Attempt, content: dict[str, Any]) -> str:
    """Who says it, where that is not what is asked."""
    if content.get("asks") == "speaker":
        return ""
    return content.get("speaker", "") or attempt.statement.speaker


def _kept(draft: Sequence[str], number: int) -> str:
    return draft[number] if number < len(draft) else ""


def crumbs(attempt: Attempt) -> tuple[str, ...]:
    """Where an attempt's statement stands: document and heading.

    While it is asked, one that holds an answer is left out: 一、聚焦首要任务 would tell 首要任务.
    """
    statement = attempt.statement
    names = [statement.document.title]
    if statement.section is not None and statement.section.heading:
        names.append(statement.section.heading)
    if attempt.answered or attempt.question is None:
        return tuple(names)
    if attempt.question.prompt.get("asks") == "section":
        # An article's number tells the chapter.
        return tuple(names[:1])
    lead_in = fold(attempt.question.prompt.get("lead_in", ""))
    answers = [fold(key) for key in attempt.question.right_answers]
    return tuple(
        name
        for name, folded in ((name, fold(name)) for name in names)
        if folded != lead_in and not any(key and key in folded for key in answers)
    )


def _lead_in(attempt: Attempt, content: dict[str, Any]) -> str:
    """What introduces the members, where the page does not show it in their sentence anyway.

    主要任务：聚焦 adds to 聚焦社交、…… only the heading, which stands above the card.
    """
    lead_in: str = content.get("lead_in", "") or attempt.statement.lead_in
    if attempt.kind in _LISTED:
        return lead_in
    shown = fold(content.get("before", "") + attempt.statement.text)
    return "" if fold(lead_in.rstrip("：:").rpartition("：")[2]) in shown else lead_in


def _before(attempt: Attempt, content: dict[str, Any]) -> str:
    """The sentence before the blank or the list, unless it is what leads in to it."""
    before: str = content.get("before", "")
    listed = attempt.kind in _LISTED and fold(content.get("lead_in", "")) in fold(before)
    return "" if listed and content.get("lead_in") else before


def _pieces(attempt: Attempt, draft: Sequence[str]) -> tuple[Piece, ...]:
    if attempt.question is None:
        return _terms(attempt.statement)
    if attempt.kind == Kind.SOURCE:
        return (Piece(attempt.question.prompt["text"]),)
    if attempt.kind == Kind.JUDGE:
        return (Piece(_as_shown(attempt.question, attempt.options)),)
    if attempt.kind not in (Kind.TYPED, Kind.CHOICE, Kind.BANK):
        return ()
    marks = first_try(attempt).marks
    text, pieces, at = attempt.question.prompt["text"], [], 0
    for number, (start, end) in enumerate(attempt.question.prompt["blanks"]):
        typed = _kept(draft, number)
        before, after = _OPENING.search(text, at, start), _CLOSING.match(text, end)
        begun = before.start() if before else start
        ended = after.end() if after else end
        pieces += [
            Piece(text[at:begun]),
            Piece(text[begun:start], opens=begun < start),
            Piece(
                *("", number, typed, _kept(marks, number)),
                opens=begun == start,
                closes=ended == end,
            ),
            Piece(text[end:ended], closes=end < ended),
        ]
        at = ended
    return tuple(p for p in [*pieces, Piece(text[at:])] if p.text or p.blank is not None)


def _as_shown(question: Question, options: Sequence[str]) -> str:
    """The statement of a judge with the term in it that this attempt shows."""
    text: str = question.prompt["text"]
    [(start, end)] = question.prompt["blanks"]
    return text[:start] + options[0] + text[end:]


def _terms(statement: Statement) -> tuple[Piece, ...]:
    """A new statement with the terms pointed out that it will be asked by."""
    pieces = []
    at = 0
    for part in statement.parts:
        pieces += [Piece(statement.text[at : part.start]), Piece(part.text, term=True)]
        at = part.end
    return tuple(piece for piece in [*pieces, Piece(statement.text[at:])] if piece.text)


def _fields(attempt: Attempt, draft: Sequence[str]) -> tuple[Field, ...]:
    if attempt.kind in (Kind.CHOICE, Kind.BANK, Kind.SOURCE):
        return tuple(Field(n, text) for n, text in enumerate(attempt.options))
    if attempt.kind == Kind.ORDER:
        return tuple(Field(n, text, _kept(draft, n)) for n, text in enumerate(attempt.options))
    if attempt.kind in (Kind.LIST, Kind.OUTLINE) and attempt.question is not None:
        marks = first_try(attempt).marks
        numbers = range(len(attempt.question.keys))
        return tuple(Field(n, _kept(draft, n), mark=_kept(marks, n)) for n in numbers)
    return ()


def _hints(attempt: Attempt) -> tuple[str, ...]:
    """The hints taken so far, as sentences."""
    if attempt.question is None:
        return ()
    taken = range(1, min(attempt.hints, study.HINTS) + 1)
    return tuple(
        wording.hint(attempt.kind, _hinted(attempt.question, level), level=level) for level in taken
    )


def _hinted(question: Question, level: int) -> list[str]:
    """What a hint tells of: the answers, or the text to be recited, by clauses at the last."""
    if question.kind != Kind.RECITE:
        return question.right_answers
    text: str = question.prompt["text"].removeprefix(question.prompt.get("opening", ""))
    return [text] if level == 1 else [clause for clause in _CLAUSE_END.split(text) if clause]
