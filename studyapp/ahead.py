"""Ahead: what comes with a question so that a learner can go on while the network is away.

Outside mock exams the keys come along. What a browser makes of them is the learner's own view and
no verdict: the server grades every answer when it arrives.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from studyapp import cards, marking, telling
from studyapp.models import Attempt, Question

Kind = Question.Kind


@dataclass(frozen=True, slots=True)
class Held:
    """An open attempt as a page carries it.

    `keys` is JSON: for each field the values that are right in it, [] where only the learner can
    say. `free`: the fields may be filled in any order. The right text is in `pieces` or `lines`.
    `place`: which statement of the sitting it will be, if all goes well.
    """

    card: cards.Prompt
    crumbs: tuple[str, ...]
    keys: str
    free: bool
    pieces: tuple[telling.FeedbackPiece, ...]
    lines: tuple[str, ...]
    place: int


def hold(attempts: Sequence[Attempt]) -> list[Held]:
    """Attempts as the page of the first one carries them; keys only where these may travel.

    While a second try is to come, nothing tells what is right.
    """
    statements = list(dict.fromkeys(attempt.statement_id for attempt in attempts))
    return [_held(attempt, statements.index(attempt.statement_id)) for attempt in attempts]


def _held(attempt: Attempt, further: int) -> Held:
    sitting = attempt.sitting
    with_key = sitting.tells_keys and not attempt.first_try
    question = attempt.question if with_key else None
    listed = attempt.kind in (Kind.ORDER, Kind.OUTLINE, Kind.SOURCE)
    return Held(
        card=cards.prompt(attempt),
        crumbs=cards.crumbs(attempt),
        keys=json.dumps(_keys(attempt, question) if question else [], ensure_ascii=False),
        free=question is not None and _in_any_order(attempt, question),
        pieces=_pieces(attempt, question) if question and not listed else (),
        lines=tuple(question.right_answers) if question and listed else (),
        place=min(sitting.size - len(sitting.queue) + 1 + further, sitting.size),
    )


def _keys(attempt: Attempt, question: Question) -> list[list[str]]:
    """What each field of an attempt's form holds when it is right."""
    right = question.right_answers
    if question.kind in (Kind.CHOICE, Kind.SOURCE):
        return [[str(n) for n, option in enumerate(attempt.options) if option in right]]
    if question.kind == Kind.BANK:
        tiles = list(enumerate(attempt.options))
        return [[str(n) for n, tile in tiles if tile in accepted] for accepted in question.keys]
    if question.kind == Kind.JUDGE:
        holds = attempt.options[0] in right
        return [[marking.HOLDS]] if holds else [[marking.SWAPPED], *question.keys]
    if question.kind == Kind.ORDER:
        return [[str(n) for n, text in enumerate(right, 1) if text == o] for o in attempt.options]
    if question.kind == Kind.RECITE:
        text = question.prompt["text"]
        return [[*dict.fromkeys((text, text.removeprefix(question.prompt.get("opening", ""))))]]
    if question.kind in (Kind.TYPED, Kind.LIST, Kind.OUTLINE):
        return list(question.keys)
    return []


def _in_any_order(attempt: Attempt, question: Question) -> bool:
    if question.kind in (Kind.LIST, Kind.OUTLINE):
        return not question.prompt["ordered"]
    listed = attempt.statement.kind == attempt.statement.Kind.ENUMERATION
    return question.kind == Kind.TYPED and listed and not attempt.statement.ordered


def _pieces(attempt: Attempt, question: Question) -> tuple[telling.FeedbackPiece, ...]:
    """The right text; what was asked is told as the text has it."""
    if question.kind not in (Kind.TYPED, Kind.CHOICE, Kind.BANK, Kind.LIST):
        return (telling.FeedbackPiece(attempt.statement.text),)
    asked = [telling.Result("missing", "", key, "") for key in question.right_answers]
    return telling.in_sentence(question, asked)
