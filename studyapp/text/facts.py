"""What a document says of itself, beside its text: as it was read, and as someone puts it right."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import Any

from studyapp.text.outline import Outline
from studyapp.text.statements import find_statements


@dataclass(frozen=True, slots=True)
class Facts:
    """The title, and what else is known; the rest may be "" or None. They are called as in an
    Outline."""

    title: str
    source: str
    published: dt.date | None
    credit: str
    language: str


def facts_of(outline: Outline) -> Facts:
    """What a text that was read says of itself."""
    return Facts(**{name: getattr(outline, name) for name in Facts.__slots__})


def with_facts(outline: Outline, facts: Facts) -> Outline:
    """The same text, saying this of itself.

    What a statement weighs leans on the words of the title: under another one they are found anew.
    """
    found = replace(outline, **{name: getattr(facts, name) for name in Facts.__slots__})
    if facts.title == outline.title:
        return found
    return replace(found, statements=find_statements(found.sections, title=found.title))


def kept(before: Facts, after: Facts) -> Facts:
    """What the next text of a document says of itself, unless someone decides otherwise: what was
    known is kept, and what was not is taken from the new text."""
    return Facts(**{n: getattr(before, n) or getattr(after, n) for n in Facts.__slots__})


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """Facts as plain values."""
    published = facts.published.isoformat() if facts.published else None
    return {**asdict(facts), "published": published}


def facts_from_json(content: dict[str, Any]) -> Facts:
    """The facts that `facts_to_json` made plain."""
    published = content["published"]
    date = dt.date.fromisoformat(published) if published else None
    return Facts(**{**content, "published": date})
