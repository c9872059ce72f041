"""Outlines as they are stored, and handed from one process to another: plain JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from studyapp.text.outline import Outline, Section
from studyapp.text.statements import Statement


def outline_to_json(outline: Outline) -> dict[str, Any]:
    """An outline as plain values."""
    content = asdict(outline)
    content["published"] = outline.published.isoformat() if outline.published else None
    return content


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
        left_out=tuple(content.get("left_out", ())),
    )
