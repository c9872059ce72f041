"""Choosing: which question asks a statement now, and what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from studyapp import bank, ladder, memory, queue, remembering, replay
from studyapp.models import Attempt, Question, Sitting, Statement

Mode = Sitting.Mode
Kind = Question.Kind
# The questions that ask every part by writing it.
WHOLE = ("list", "outline", "typed:all")
# The turns that the kinds take in practice.
ROTATION = ("choice", "bank", "typed", "judge", "order", "list", "source", "outline", "recite")


def choose_question(
    attempt: Attempt, item: queue.Item, held: dict[str, memory.Memory]
) -> tuple[Question | None, int | None]:
    """The question to ask and the rung it stands on (None in practice).

    `held`: what the learner remembers of the statement.
    """
    statement, learner, now = attempt.statement, attempt.learner, attempt.issued_at
    in_use = statement.in_use  # type: ignore[attr-defined]  # prefetched
    questions = bank.in_turn(in_use, attempt.sitting.pk + attempt.position)
    if attempt.sitting.mode == Mode.PRACTISE:
        return _practice_question(questions, item, attempt), None
    if attempt.sitting.mode == Mode.RECITE:
        return questions.get("recite"), ladder.RECITE
    day = replay.calendar_of(learner).day(now)
    parts = replay.part_memories(statement, held)
    rung = ladder.rung_to_ask(
        remembering.rungs_of(learner, getattr(statement, "mine", None)), parts, day
    )
    asked = ladder.parts_to_ask(parts, rung=rung, now=now, day=day)
    if rung == ladder.CHOICE:
        met = any(part.memory and part.memory.tested for part in parts)
        easy = _easy_start(questions, asked, met=met)
        if easy is not None:
            return easy, rung
        rung = ladder.TYPED
        asked = ladder.parts_to_ask(parts, rung=rung, now=now, day=day)
    return _question_for(statement, questions, rung, asked), rung


def _easy_start(
    questions: dict[str, Question], asked: Sequence[str], *, met: bool
) -> Question | None:
    """What opens typing: choosing the part asked, or putting headings and steps in order.

    Once the statement was met, its word bank, which asks several parts at once. A judge and a
    source stand on no rung: half of a judge is luck and its false sentence might be what stays in
    the mind, and a source asks no part; they are for practice and exams.
    """
    banks = [key for key, q in questions.items() if key == "bank" and set(asked) & {*q.part_keys}]
    choices = [f"choice:{part}" for part in asked]
    easy = [*banks, *choices] if met else [*choices, *banks]
    return next((questions[key] for key in [*easy, "order"] if key in questions), None)


def _question_for(
    statement: Statement, questions: dict[str, Question], rung: int, asked: Sequence[str]
) -> Question | None:
    """The stored question that asks these parts on this rung; the nearest one if it is retired."""
    if rung == ladder.RECITE and "recite" in questions:
        return questions["recite"]
    whole = next((questions[key] for key in WHOLE if key in questions), None)
    if rung >= ladder.ALL and whole is not None:
        return whole
    wanted = [part for part in asked if f"typed:{part}" in questions]
    if len(wanted) == ladder.MOST_ASKED and rung == ladder.TYPED:
        pair = questions.get("typed:" + "+".join(wanted)) or bank.typed_question(
            statement, wanted, beside=questions.values()
        )
        if pair is not None:
            return pair
    if wanted:
        return questions[f"typed:{wanted[0]}"]
    return whole or next(iter(questions.values()), None)


def _practice_question(
    questions: dict[str, Question], item: queue.Item, attempt: Attempt
) -> Question | None:
    """A question of the kind chosen; without one the kinds take turns."""
    if item.kind:
        fit = [q for q in questions.values() if q.kind == item.kind and "+" not in q.key]
    else:
        turn = attempt.position % len(ROTATION)
        turns = ROTATION[turn:] + ROTATION[:turn]
        kinds = [kind for kind in turns if any(q.kind == kind for q in questions.values())]
        fit = [q for q in questions.values() if kinds and q.kind == kinds[0]]
    fit.sort(key=lambda q: q.key)
    return fit[(attempt.sitting.pk + attempt.position) % len(fit)] if fit else None


def pose(question: Question, attempt: Attempt) -> None:
    """Make an attempt one at this question: the parts it asks, and what it shows beside them."""
    attempt.question = question
    attempt.asked = list(question.part_keys)
    parts = attempt.statement.parts
    attempt.shown = [part.key for part in parts if part.key not in question.part_keys]
    attempt.options = _options(question, Random(attempt.pk.int))


def _options(question: Question, lot: Random) -> list[str]:
    """The options as an attempt shows them: the same at every look, another order next time.

    Of a judge the one term that stands in its sentence, as often the right one as not.
    """
    if question.kind == Kind.JUDGE:
        return [lot.choice([question.right_answers[0], lot.choice(question.options)])]
    if question.kind == Kind.ORDER:
        return _disordered(list(question.options), question.right_answers, lot)
    listed = question.right_answers if question.kind == Kind.CHOICE else []
    options = list(dict.fromkeys([*listed[:1], *question.options]))
    lot.shuffle(options)
    return options


def _disordered(rows: list[str], right: list[str], lot: Random) -> list[str]:
    """Rows to be put in order: as the lot has it, but not in order already."""
    lot.shuffle(rows)
    return rows if rows != right else [*rows[1:], *rows[:1]]
