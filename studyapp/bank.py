"""The question bank: making, keeping and retiring the questions of statements."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2s

from django.db import IntegrityError, transaction
from django.utils import timezone

from studyapp import bulk
from studyapp.models import Question, Section, Statement
from studyapp.questions.cloze import DocumentTerms, collect_terms
from studyapp.questions.drafts import Draft, Material
from studyapp.questions.generate import make_questions, make_typed
from studyapp.questions.parts import Part
from studyapp.questions.parts import parts as parts_of
from studyapp.surroundings import Surroundings, material_in_place

VARIANT = "#"
"""Stands in a key before the number of another way to ask the same: `choice:…#2`."""
_to_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


@dataclass(slots=True)
class Tally:
    """How many questions a regeneration kept, added and retired."""

    kept: int = 0
    added: int = 0
    retired: int = 0


def document_terms(statements: Iterable[Statement]) -> DocumentTerms:
    """The terms of a document, from which distractors are drawn."""
    return collect_terms(statement.text for statement in statements)


@dataclass(frozen=True, slots=True)
class Renewal:
    """What brings the questions of statements up to date, worked out and not written yet.

    `fresh` are new rows, `retired` the ids of those that no longer fit, `kept` counts the others.
    `remarked` are statements that lost the marks which no question asks.
    """

    fresh: list[Question]
    retired: list[int]
    kept: int
    remarked: list[Statement] = field(default_factory=list)


def renewal(
    statements: Sequence[Statement],
    terms: DocumentTerms,
    *,
    around: Sequence[Statement] | None = None,
    sections: Sequence[Section] | None = None,
) -> Renewal:
    """What brings the questions of statements up to date. `around`: their whole document, for what
    surrounds them; `sections`: its sections where they are not stored yet.

    A question whose content is unchanged is kept, a new one added, one that no longer fits
    retired. What an editor wrote or retired is left alone. A mark that no question asks is taken
    away: what is never asked would be due every day, and never known.
    """
    tally = Tally()
    latest = _latest_questions(statements)
    surroundings = Surroundings(around or statements, sections=sections)
    fresh: list[Question] = []
    retired: list[int] = []
    remarked: list[Statement] = []
    for statement in statements:
        known = latest.get(statement.pk, {})
        marks = statement.marks
        drafts = _drafts_of(statement, surroundings, terms, known)
        if statement.marks != marks:
            remarked.append(statement)
        fresh += _to_add(statement, drafts, known, retired, tally)
        retired += _to_retire(drafts, known)
    return Renewal(fresh, retired, tally.kept, remarked)


def _drafts_of(
    statement: Statement,
    surroundings: Surroundings,
    terms: DocumentTerms,
    known: Mapping[str, Question],
) -> dict[str, Draft]:
    """The questions of a statement by key, which ask all that is marked in it then."""
    drafts = _drafts(surroundings.material(statement), terms, known)
    if statement.marks_edited:
        return drafts | _wanted_besides(statement, surroundings.material(statement), drafts)
    while _unmark(statement, drafts):
        drafts = _drafts(surroundings.material(statement), terms, known)
    return drafts


def _unasked(statement: Statement, drafts: Mapping[str, Draft]) -> list[Part]:
    """The parts of a statement that none of these questions asks."""
    asked = {part for draft in drafts.values() for part in draft.parts}
    if len(asked) == len(statement.marks):
        return []  # as nearly always: then no part need be named
    return [part for part in statement.parts if part.key not in asked]


def _wanted_besides(
    statement: Statement, made: Material, drafts: Mapping[str, Draft]
) -> dict[str, Draft]:
    """What an editor marked is asked, whatever it is."""
    found = [make_typed(made, [part.key]) for part in _unasked(statement, drafts)]
    return {draft.key: draft for draft in found}


def _unmark(statement: Statement, drafts: Mapping[str, Draft]) -> bool:
    """Take the marks away that no question asks; whether there were any."""
    unasked = {(part.start, part.end) for part in _unasked(statement, drafts)}
    if unasked:
        statement.marks = [mark for mark in statement.marks if tuple(mark) not in unasked]
        statement.is_key = statement.is_key and bool(statement.marks)
        statement.__dict__.pop("parts", None)
    return bool(unasked)


def write(found: Renewal) -> Tally:
    """Write what was worked out; the statements are stored by now."""
    _retire(found.retired)
    bulk.insert(found.fresh)
    for statement in found.remarked:
        statement.save(update_fields=["marks", "is_key"])
    return Tally(kept=found.kept, added=len(found.fresh), retired=len(found.retired))


def draft_questions(
    statements: Sequence[Statement], terms: DocumentTerms, *, around: Sequence[Statement]
) -> list[Question]:
    """The questions that statements would get, none of them stored. `around`: as above."""
    surroundings = Surroundings(around)
    made = ((s, make_questions(surroundings.material(s), document=terms)) for s in statements)
    return [build(statement, draft) for statement, drafts in made for draft in drafts]


def _drafts(
    made: Material, terms: DocumentTerms, known: Mapping[str, Question]
) -> dict[str, Draft]:
    """The questions of a statement by key, pairs that were asked before included."""
    drafts = {draft.key: draft for draft in make_questions(made, document=terms)}
    asked_for = {key: q for key, q in known.items() if key not in drafts and _asked_for(q)}
    parts = {part.key for part in parts_of(made.text, made.marks)} if asked_for else set()
    for key, question in asked_for.items():
        if parts.issuperset(question.part_keys):
            drafts[key] = replace(make_typed(made, question.part_keys), key=key, kind=question.kind)
    return drafts


def _asked_for(question: Question) -> bool:
    """Whether someone wanted this question of blanks: a learner's turn, or an editor."""
    if question.kind == Question.Kind.TYPED and "+" in question.key:
        return True
    blanks = question.kind in (Question.Kind.TYPED, Question.Kind.CHOICE)
    return blanks and question.origin == Question.Origin.EDITED


def _latest_questions(statements: Sequence[Statement]) -> dict[int, dict[str, Question]]:
    """Per statement, the newest version of each question by key."""
    latest: dict[int, dict[str, Question]] = defaultdict(dict)
    stored = [statement.pk for statement in statements if not statement._state.adding]
    if not stored:
        return latest
    rows = Question.objects.filter(statement__in=stored)
    # Of what was made and never edited it is enough to know whether it would be made again.
    made = rows.filter(origin=Question.Origin.GENERATED).defer("prompt", "keys", "options")
    edited = rows.filter(origin=Question.Origin.EDITED)
    for question in sorted([*made, *edited], key=lambda question: question.version):
        latest[question.statement_id][question.key] = question
    return latest


def _to_add(
    statement: Statement,
    drafts: dict[str, Draft],
    known: dict[str, Question],
    retired: list[int],
    tally: Tally,
) -> list[Question]:
    added = []
    accepted = accepted_answers(known.values())
    for key, draft in drafts.items():
        question = known.get(key)
        if question is None:
            added.append(with_accepted(build(statement, draft), accepted))
        elif _stands(question, draft):
            tally.kept += 1
        elif question.origin == Question.Origin.EDITED:
            retired.append(question.pk)
            added.append(_carried_over(question, draft))
        else:
            if question.retired_at is None:
                retired.append(question.pk)
            added.append(build(statement, draft, version=question.version + 1))
    return added


def _stands(question: Question, draft: Draft) -> bool:
    """Whether a question is left as it is: by an editor's will, or because nothing changed.

    What an editor wrote stands as long as the words around the blank do.
    """
    if question.retired_by_hand:
        return True
    if question.origin == Question.Origin.EDITED:
        return question.retired_at is None and question.prompt == draft.prompt
    return question.retired_at is None and question.digest == digest(draft)


def _carried_over(question: Question, draft: Draft) -> Question:
    """An editor's answers and options under the words as they are now.

    Answers go with their part, for there may be more parts than before, or fewer.
    """
    carried = build(question.statement, draft, version=question.version + 1)
    carried.options, carried.origin = question.options, Question.Origin.EDITED
    return with_accepted(carried, dict(zip(question.part_keys, question.keys, strict=False)))


Accepted = Mapping[str, Sequence[str]]
"""What is accepted for a part, by its key: the words of the text first."""
REWORDABLE = (Question.Kind.TYPED, Question.Kind.LIST, Question.Kind.OUTLINE)
"""Kinds whose answers are written, and may be written otherwise than in the text."""
REGRADED = (*REWORDABLE, Question.Kind.CHOICE)
"""Kinds whose answers count anew when what is accepted changes."""


def accepted_answers(questions: Iterable[Question]) -> Accepted:
    """What editors accept for the parts of a statement, of its questions that are in use."""
    return {
        part: answers
        for question in questions
        if question.origin == Question.Origin.EDITED
        and question.kind in REWORDABLE
        and question.retired_at is None
        for part, answers in zip(question.part_keys, question.keys, strict=False)
        if len(answers) > 1
    }


def with_accepted(question: Question, accepted: Accepted) -> Question:
    """A new question that accepts, beside the words of the text, what is accepted elsewhere."""
    if not accepted or question.kind not in REGRADED:
        return question
    for at, (part, answers) in enumerate(zip(question.part_keys, question.keys, strict=False)):
        more = [answer for answer in accepted.get(part, ())[1:] if answer not in answers]
        if more:
            question.keys[at] = [*answers, *more]
            question.origin = Question.Origin.EDITED
    return question


def _to_retire(drafts: dict[str, Draft], known: dict[str, Question]) -> list[int]:
    """Active questions whose parts are gone, or that are no longer made."""
    return [
        question.pk
        for key, question in known.items()
        if question.retired_at is None and key not in drafts
    ]


def _retire(questions: Sequence[int]) -> None:
    now = timezone.now()
    for at in range(0, len(questions), 500):
        Question.objects.filter(pk__in=questions[at : at + 500]).update(retired_at=now)


def digest(draft: Draft) -> str:
    """Tells whether two versions of a question have the same content."""
    content = [draft.kind, draft.parts, draft.prompt, draft.keys, draft.options]
    return blake2s(_to_json(content).encode(), digest_size=16).hexdigest()


def build(statement: Statement, draft: Draft, *, version: int = 1) -> Question:
    """An unsaved row for a draft."""
    return Question(
        statement=statement,
        key=draft.key,
        version=version,
        kind=draft.kind,
        part_keys=list(draft.parts),
        prompt=draft.prompt,
        keys=[list(accepted) for accepted in draft.keys],
        options=list(draft.options),
        digest=digest(draft),
    )


def in_turn(questions: Iterable[Question], turn: int) -> dict[str, Question]:
    """The questions of a statement by key; of several ways to ask the same, another each turn."""
    ways: dict[str, list[Question]] = defaultdict(list)
    for question in sorted(questions, key=lambda q: q.key):
        ways[question.key.partition(VARIANT)[0]].append(question)
    return {key: found[turn % len(found)] for key, found in ways.items()}


def typed_question(
    statement: Statement, part_keys: Sequence[str], *, beside: Iterable[Question] = ()
) -> Question | None:
    """The question that asks a pair of blanks, made and stored when first asked.

    `beside`: those in use, whose other right answers it accepts too. None where an editor has
    retired it.
    """
    question = build(statement, make_typed(material_in_place(statement), part_keys))
    with_accepted(question, accepted_answers(beside))
    try:
        with transaction.atomic():
            question.save(force_insert=True)
    except IntegrityError:  # asked by another learner at the same moment, or retired since
        return _next_version(question)
    return question


def _next_version(question: Question) -> Question | None:
    """The active version of a question that is there already, or one more than the last."""
    newest = question.statement.questions.filter(key=question.key).order_by("-version").first()
    if newest is None or newest.retired_by_hand:
        return None
    if newest.retired_at is None:
        return newest
    question.pk, question.version = None, newest.version + 1
    question.save(force_insert=True)
    return question


def same_words(former: Question, later: Question) -> bool:
    """Whether two versions blank the same words, so that an answer to one is one to the other."""
    return former.part_keys == later.part_keys and all(
        former.prompt[name] == later.prompt[name] for name in ("text", "blanks")
    )


def in_force(question: Question) -> Question:
    """The version by which an answer is marked today: the one in use, where its words are these.

    A question is asked ahead, and an editor may accept more before the answer arrives.
    """
    if question.retired_at is None or question.kind not in REGRADED:
        return question
    versions = Question.objects.filter(statement=question.statement_id, key=question.key)
    active = versions.filter(retired_at=None).first()
    return active if active is not None and same_words(question, active) else question


def retire_question(question: Question) -> None:
    """Take a question out of use for good: regeneration will not bring it back."""
    question.retired_at = question.retired_at or timezone.now()
    question.retired_by_hand = True
    question.save(update_fields=["retired_at", "retired_by_hand"])


@transaction.atomic
def retire_questions(questions: Sequence[Question]) -> None:
    """Take many questions out of use for good, as `retire_question` does."""
    for at in range(0, len(questions), 500):
        rows = Question.objects.filter(pk__in=[q.pk for q in questions[at : at + 500]])
        rows.filter(retired_at=None).update(retired_at=timezone.now())
        rows.update(retired_by_hand=True)


def bring_back(question: Question) -> bool:
    """Put a question that an editor retired into use again; False where it no longer fits.

    It fits when its statement stands as it was asked, and no newer version took its place.
    """
    if not (question.retired_by_hand and _still_fits(question)):
        return False
    question.retired_at, question.retired_by_hand = None, False
    try:
        with transaction.atomic():
            question.save(update_fields=["retired_at", "retired_by_hand"])
    except IntegrityError:  # another version was put into use at the same moment
        question.refresh_from_db()
        return False
    return True


def _still_fits(question: Question) -> bool:
    statement = question.statement
    newer = statement.questions.filter(key=question.key, version__gt=question.version)
    parts = {part.key for part in statement.parts}
    return (
        statement.retired_at is None
        and question.prompt.get("text") == statement.text
        and parts.issuperset(question.part_keys)
        and not newer.exists()
    )
