"""An outline as the one JSON object that the command line prints."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from studyapp.text.outline import Outline, Section
from studyapp.text.segment import Span
from studyapp.text.statements import Statement


def report(
    name: str, outline: Outline, blanks: Callable[[Statement], Sequence[Span]]
) -> dict[str, object]:
    """The object for the file ``name``; ``blanks`` says where a statement may be blanked.

    A heading that is nothing but a number (第三条, Article 5) has it for its title too. The
    section of a statement is its index among the outline's entries; null is the preamble, or the
    document.
    """
    sections = outline.sections
    shift = 0 if outline.preamble is None else 1
    preamble = outline.preamble.paragraphs if outline.preamble else ()
    return {
        "file": name,
        "title": outline.title,
        "source": outline.source or None,
        "published": outline.published.isoformat() if outline.published else None,
        "credit": outline.credit or None,
        "language": outline.language,
        "outline": [_entry(section) for section in sections[shift:]],
        "preamble": len(preamble),
        "paragraphs": sum(len(section.paragraphs) for section in sections),
        "text": "\n".join(_printed(section) for section in sections if section.body),
        "left_out": list(outline.left_out),
        "statements": [_statement(s, shift, blanks(s)) for s in outline.statements],
    }


def _entry(section: Section) -> dict[str, object]:
    return {
        "level": section.level,
        "label": section.label,
        "title": _title(section),
        "paragraphs": len(section.paragraphs),
    }


def _title(section: Section) -> str:
    """The words of the heading. With its number where it has no words, or where they begin with
    a digit: 2023年工作回顾 could be taken for numbered itself."""
    return section.heading if section.title[:1].isdigit() else section.title or section.label


def _printed(section: Section) -> str:
    """The body, and the number of an article in front of it, where it stands in the paragraph."""
    is_article = section.label[-1:] in ("条", "條") and section.body and not section.title
    return f"{section.label}　{section.body}" if is_article else section.body


def _statement(statement: Statement, shift: int, blanks: Sequence[Span]) -> dict[str, object]:
    index = None if statement.section is None else statement.section - shift
    return {
        "text": statement.text,
        "kind": statement.kind,
        "section": index if index is not None and index >= 0 else None,
        "importance": round(statement.importance, 3),
        "speaker": statement.speaker,
        "members": [statement.text[start:end] for start, end in statement.members],
        "blanks": [list(span) for span in blanks],
    }
