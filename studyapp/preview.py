"""Previews: what a text would become if it were stored, and questions as a learner meets them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from studyapp import bank, cards, revisions
from studyapp.models import Attempt, Document, Question, Section, Statement
from studyapp.text.outline import Outline

LONGEST = 1_000
"""Statements that are previewed; laying out more would take longer than an editor waits."""
KEY_STATEMENTS = 12
SAMPLED_STATEMENTS = 40


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a statement's text: one of its marks, or what stands between them."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class QuestionPreview:
    """A question and how a learner sees it. `following`: the number of the next one shown."""

    question: Question
    prompt: cards.Prompt
    following: int | None = None


@dataclass(frozen=True, slots=True)
class StatementPreview:
    """A statement with its marks as they are shown, and its questions where they are wanted."""

    statement: Statement
    stretches: tuple[Stretch, ...]
    questions: tuple[QuestionPreview, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a text would become."""

    outline: Outline
    statement_count: int
    blank_count: int
    key_count: int
    key_statements: tuple[StatementPreview, ...]
    questions: tuple[cards.Prompt, ...]
    problems: tuple[str, ...]
    twin: Document | None


def preview(outline: Outline, *, twin: Document | None = None, is_chosen: bool = False) -> Preview:
    """Make everything that storing this outline would make, and store nothing.

    Of a long text only the beginning: its first sections of some LONGEST statements. `twin` is
    the document whose next text it may be, or will be where it `is_chosen`.
    """
    whole, outline = outline, beginning(outline)
    rows = statements_of(outline)
    key = [row for row in rows if row.is_key]
    return Preview(
        outline=outline,
        statement_count=len(rows),
        blank_count=sum(len(row.marks) for row in rows),
        key_count=len(key),
        key_statements=tuple(statement_preview(row) for row in key[:KEY_STATEMENTS]),
        questions=_sample_questions(key, rows),
        problems=tuple(_problems(whole, outline, rows, twin, is_chosen=is_chosen)),
        twin=twin,
    )


def beginning(outline: Outline) -> Outline:
    """The outline, or as many of its first sections as hold LONGEST statements."""
    if len(outline.statements) <= LONGEST:
        return outline
    last = outline.statements[LONGEST].section or 0
    return replace(
        outline,
        sections=outline.sections[: last + 1],
        statements=tuple(
            statement
            for statement in outline.statements[:LONGEST]
            if statement.section is not None and statement.section <= last
        ),
    )


def statements_of(outline: Outline) -> list[Statement]:
    """Unsaved rows. They are numbered, because other rooms know rows by their id."""
    document = Document(title=outline.title)
    sections = [
        Section(
            pk=at + 1,
            document=document,
            position=at,
            level=section.level,
            label=section.label,
            title=section.title,
            body=section.body,
        )
        for at, section in enumerate(outline.sections)
    ]
    rows = revisions.lay_out(document, outline, sections)
    for at, row in enumerate(rows):
        row.pk = at + 1
    return rows


def statement_preview(
    statement: Statement, questions: Iterable[QuestionPreview] = ()
) -> StatementPreview:
    """A statement and its text, divided at its marks."""
    spans = sorted((start, end) for start, end in statement.marks)
    pieces = stretches(statement.text, spans)
    return StatementPreview(statement=statement, stretches=pieces, questions=tuple(questions))


def with_questions(
    statements: Sequence[Statement], questions: Iterable[Question]
) -> list[StatementPreview]:
    """Statements, each with its questions as a learner sees them, in the order of the ladder."""
    found: dict[int, list[Question]] = defaultdict(list)
    for question in questions:
        found[question.statement_id].append(question)
    ordered = [
        (statement, sorted(found[statement.pk], key=_place_on_ladder)) for statement in statements
    ]
    numbers = [question.pk for _statement, own in ordered for question in own]
    following = dict(pairwise(numbers))
    return [
        statement_preview(
            statement,
            (QuestionPreview(q, _asked_of(q, statement), following.get(q.pk)) for q in own),
        )
        for statement, own in ordered
    ]


def _asked_of(question: Question, statement: Statement) -> cards.Prompt:
    question.statement = statement
    return asked(question)


def _place_on_ladder(question: Question) -> tuple[int, int, str]:
    """Choices first, then blanks one by one, then all at once."""
    kinds = [str(kind) for kind in Question.Kind.values]
    return (kinds.index(question.kind), len(question.part_keys), question.key)


def drafted(statements: Sequence[Statement], around: Sequence[Statement]) -> list[StatementPreview]:
    """Statements that are not stored, with the questions they would get. `around`: the document."""
    made = bank.draft_questions(statements, bank.document_terms(around), around=around)
    return with_questions(statements, made)


def stretches(text: str, marks: Iterable[tuple[int, int]]) -> tuple[Stretch, ...]:
    """The text divided at its marks; joined they give it back."""
    pieces: list[Stretch] = []
    at = 0
    for start, end in sorted(marks):
        pieces += [Stretch(text[at:start]), Stretch(text[start:end], marked=True)]
        at = end
    return tuple(piece for piece in [*pieces, Stretch(text[at:])] if piece.text)


def _sample_questions(
    key: Sequence[Statement], rows: Sequence[Statement]
) -> tuple[cards.Prompt, ...]:
    """One question of every kind that the text gives, of its weightiest statements."""
    ranked = sorted(key, key=lambda row: (-row.importance, row.position))[:SAMPLED_STATEMENTS]
    ranked += [row for row in rows if row.kind == Statement.Kind.OUTLINE and row not in ranked][:3]
    chosen: dict[str, Question] = {}
    for question in bank.draft_questions(ranked, bank.document_terms(rows), around=rows):
        chosen.setdefault(question.kind, question)
    return tuple(asked(chosen[kind]) for kind in Question.Kind.values if kind in chosen)


def asked(question: Question) -> cards.Prompt:
    """A question as the study page shows it; the options stand in one fixed order."""
    options = sorted(question.options)
    if question.kind == Question.Kind.CHOICE:
        options = sorted({question.right_answers[0], *options})
    if question.kind == Question.Kind.ORDER:
        options = list(question.options)
    return cards.prompt(Attempt(statement=question.statement, question=question, options=options))


def _problems(
    whole: Outline,
    outline: Outline,
    rows: Sequence[Statement],
    twin: Document | None,
    *,
    is_chosen: bool,
) -> Iterable[str]:
    if len(outline.sections) < len(whole.sections):
        yield _(
            "The text is long: statements and questions are shown of the first %(shown)s of its "
            "%(all)s sections. All will be stored."
        ) % {"shown": len(outline.sections), "all": len(whole.sections)}
    if twin is not None and is_chosen:
        called = {"title": twin.title, "new": outline.title}
        if twin.title == outline.title:
            yield _("It becomes the next text of “%(title)s”.") % called
        else:
            yield _("It becomes the next text of “%(title)s”, then called “%(new)s”.") % called
    if twin is not None and not is_chosen and twin.owner_id is None:
        yield _("“%(title)s” is in the library already, as document %(number)s.") % {
            "title": twin.title,
            "number": twin.pk,
        }
    if all(section.level == 0 for section in outline.sections):
        yield _("No headings were found: the whole text becomes one section.")
    if not any(row.marks for row in rows):
        yield _("No place to ask about was found: this text would give no questions.")
