"""Previews: what a text would become if it were stored, and questions as a learner meets them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from studyapp import bank, cards, library, revisions
from studyapp.models import Attempt, Document, Question, Section, Statement
from studyapp.text.outline import Outline

STATEMENTS_A_SECTION = 3
KEY_STATEMENTS = 12
SAMPLED_STATEMENTS = 40


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a statement's text: one of its marks, or what stands between them."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class StatementPreview:
    """A statement with its marks as they are shown."""

    statement: Statement
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class SectionPreview:
    """A section with its first statements; `more` counts those that are not shown."""

    section: Section | None
    statements: tuple[StatementPreview, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a text would become."""

    outline: Outline
    sections: tuple[SectionPreview, ...]
    statement_count: int
    blank_count: int
    key_count: int
    key_statements: tuple[StatementPreview, ...]
    questions: tuple[cards.Prompt, ...]
    problems: tuple[str, ...]
    twin: Document | None


def preview(outline: Outline) -> Preview:
    """Make everything that storing this outline would make, and store nothing."""
    rows = _statements(outline)
    key = [row for row in rows if row.is_key]
    twin = library.twin_of(outline)
    return Preview(
        outline=outline,
        sections=_by_section(rows, outline),
        statement_count=len(rows),
        blank_count=sum(len(row.marks) for row in rows),
        key_count=len(key),
        key_statements=tuple(statement_preview(row) for row in key[:KEY_STATEMENTS]),
        questions=_sample_questions(key, rows),
        problems=tuple(_problems(outline, rows, twin)),
        twin=twin,
    )


def _statements(outline: Outline) -> list[Statement]:
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


def _by_section(rows: Sequence[Statement], outline: Outline) -> tuple[SectionPreview, ...]:
    """Every section in the order of the text, first of all the outline of the whole."""
    found = {
        section_id: list(group)
        for section_id, group in groupby(
            sorted(rows, key=lambda row: row.section_id or 0), key=lambda row: row.section_id
        )
    }
    whole = found.pop(None, [])
    previews = [_section_preview(None, whole)] if whole else []
    for at, item in enumerate(outline.sections):
        inside = found.get(at + 1, [])
        section = Section(position=at, level=item.level, label=item.label, title=item.title)
        section.body = item.body
        previews.append(_section_preview(section, inside))
    return tuple(previews)


def _section_preview(section: Section | None, rows: Sequence[Statement]) -> SectionPreview:
    shown = tuple(statement_preview(row) for row in rows[:STATEMENTS_A_SECTION])
    return SectionPreview(section=section, statements=shown, more=len(rows) - len(shown))


def statement_preview(statement: Statement) -> StatementPreview:
    """A statement and its text, divided at its marks."""
    spans = sorted((start, end) for start, end in statement.marks)
    return StatementPreview(statement=statement, stretches=stretches(statement.text, spans))


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


def _problems(outline: Outline, rows: Sequence[Statement], twin: Document | None) -> Iterable[str]:
    if twin is not None:
        yield _("“%(title)s” is in the library already, as document %(number)s.") % {
            "title": twin.title,
            "number": twin.pk,
        }
    if all(section.level == 0 for section in outline.sections):
        yield _("No headings were found: the whole text becomes one section.")
    if not any(row.marks for row in rows):
        yield _("No place to ask about was found: this text would give no questions.")
