"""Shorter forms of a key that its document uses itself: 市馆馆长周敏, and elsewhere 馆长周敏."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studyapp.questions.candidates import read_sentence
from studyapp.questions.marks import Mark

SHORTEST = 2
"""Characters of a title, and of what stands before it."""


def shorter_forms(text: str, marks: Sequence[Mark], told: str) -> dict[str, str]:
    """For each key that is a title before a person's name, what is left without its qualifier.

    `told`: all that the document says; the title alone has to stand before that name there.
    """
    named = {word.start: word.text for word in read_sentence(text).words if word.pos[:2] == "nr"}
    found: dict[str, str] = {}
    for start, end in marks:
        if end in named:
            key = text[start:end]
            title = _title_alone(key, named[end], told)
            if title:
                found[key] = title
    return found


def _title_alone(key: str, name: str, told: str) -> str:
    """The longest end of the key that the document says without what stands before it."""
    for cut in range(SHORTEST, len(key) - SHORTEST + 1):
        title = key[cut:]
        alone = rf"(?<!{re.escape(key[cut - 1])}){re.escape(title + name)}"
        if re.search(alone, told):
            return title
    return ""
