"""Read text files and print what was found in each, without a database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from studyapp.questions.cloze import choose_blanks, collect_terms
from studyapp.text.outline import read_outline
from studyapp.text.report import report
from studyapp.text.segment import Span
from studyapp.text.source import Unreadable, decode
from studyapp.text.statements import Statement

SENTENCES = {
    "empty": "The file is empty.",
    "binary": "The file is not text.",
    "undecodable": "The file is not UTF-8 text (byte {detail} cannot be read).",
    "too_long": "The text is longer than {detail} characters.",
    "no_words": "The text has no words.",
}


class Command(BaseCommand):
    help = "Print the structure of text or Markdown files, one line of JSON for each."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *, files: list[str], **_options: Any) -> None:
        failed = 0
        for name in files:
            result = parse(Path(name))
            failed += "error" in result
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        if failed:
            raise CommandError(f"{failed} of {len(files)} files could not be read.")


def parse(path: Path) -> dict[str, object]:
    """What the file holds, or its name and one sentence saying why it cannot be read."""
    try:
        outline = read_outline(
            decode(path.read_bytes(), limit_chars=settings.TEXT_LIMIT), name=path.name
        )
    except OSError as error:
        return {"file": path.name, "error": f"The file cannot be opened: {error.strerror}."}
    except Unreadable as error:
        return {"file": path.name, "error": SENTENCES[error.code].format(detail=error.detail)}
    terms = collect_terms([statement.text for statement in outline.statements])

    def blanks(statement: Statement) -> Sequence[Span]:
        return choose_blanks(statement.text, members=statement.members, document=terms)

    return report(path.name, outline, blanks)
