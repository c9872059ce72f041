"""Outlines as they are stored, and handed from one process to another: plain JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from studyapp.text.outline import Outline, Section
from studyapp.text.statements import Statement


def outline_to_json(outline: Outline) -> dict[str, Any]:
    """An outline as plain values."""
    (content,) = _plain([outline])
    content["published"] = outline.published.isoformat() if outline.published else None
    content["sections"] = _plain(outline.sections)
    content["statements"] = _plain(outline.statements)
    return content


def _plain(rows: Sequence[Outline | Section | Statement]) -> list[dict[str, Any]]:
    """Their fields by name: `asdict` would take apart and copy each value, ten times as long."""
    names = [field.name for field in fields(rows[0])] if rows else []
    return [{name: getattr(row, name) for name in names} for row in rows]


def outline_from_json(content: dict[str, Any]) -> Outline:
    """The outline that `outline_to_json` made plain. Raises KeyError, TypeError or ValueError where
    the content is something else."""
    published = content["published"]
    return Outline(
        title=content["title"],
        source=content["source"],
        published=date.fromisoformat(published) if published else None,
        credit=content["credit"],
        language=content["language"],
        sections=tuple(Section(**section) for section in content["sections"]),
        statements=tuple(
            Statement(**{**item, "members": tuple((a, b) for a, b in item["members"])})
            for item in content["statements"]
        ),
    )
