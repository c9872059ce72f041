"""Suggest blanks and distractors for sentences: JSON lines in, JSON lines out, no database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from studyapp.questions.cloze import DocumentTerms, collect_terms, rank_blanks
from studyapp.questions.distractors import choose_distractors
from studyapp.questions.marks import Mark
from studyapp.questions.remembered import remembering

DISTRACTORS = 3


class BadLine(ValueError):
    """A line that is JSON, but not what this command reads."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line asked: a sentence, and the span to find distractors for where it is given."""

    id: object
    sentence: str
    span: Mark | None


class Command(BaseCommand):
    help = (
        'Reads lines {"id", "sentence"} or {"id", "sentence", "span"} from standard input and'
        " writes blanks, best first, and three distractors. The lines are read as one document."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        lines = list(_read(sys.stdin.buffer))
        with remembering():
            document = collect_terms(line.sentence for line in lines)
            for line in lines:
                self.stdout.write(json.dumps(_suggest(line, document), ensure_ascii=False))


def _read(source: Iterable[bytes]) -> Iterable[Line]:
    for number, text in enumerate(source, start=1):
        if text.strip():
            try:
                yield _line(json.loads(text))
            except (ValueError, RecursionError) as error:
                message = _("Line %(number)d is not valid: %(error)s")
                raise CommandError(message % {"number": number, "error": error}) from error


def _line(given: object) -> Line:
    """The line asked for. Raises BadLine where it is not as documented."""
    if not isinstance(given, dict) or not isinstance(given.get("sentence"), str):
        raise BadLine(_("it needs a text named sentence"))
    # Half of a surrogate pair is JSON but no text: neither the segmenter nor the output takes it.
    json.dumps(given, ensure_ascii=False).encode()
    span = given.get("span")
    return Line(given.get("id"), given["sentence"], None if span is None else _span(span, given))


def _span(span: object, given: dict[str, Any]) -> Mark:
    if isinstance(span, list) and len(span) == 2 and all(type(end) is int for end in span):
        start, end = span
        if 0 <= start < end <= len(given["sentence"]):
            return start, end
    raise BadLine(_("its span must be two offsets within the sentence"))


def _suggest(line: Line, document: DocumentTerms) -> dict[str, object]:
    blanks = [line.span] if line.span else list(rank_blanks(line.sentence, document=document))
    distractors: tuple[str, ...] = ()
    if blanks:
        distractors = choose_distractors(
            line.sentence, blanks[0], document=document, count=DISTRACTORS, seed=str(line.id)
        )
    found: dict[str, object] = {"id": line.id, "distractors": list(distractors)}
    if line.span is None:
        found["blanks"] = [list(blank) for blank in blanks]
    return found
