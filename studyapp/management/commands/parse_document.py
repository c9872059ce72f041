"""Read text files and print what was found in each, without a database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from studyapp import intake, library, wording
from studyapp.questions.cloze import choose_blanks, collect_terms
from studyapp.text.report import report
from studyapp.text.segment import Span
from studyapp.text.statements import Statement


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
            counts = {"failed": failed, "total": len(files)}
            raise CommandError(_("%(failed)d of %(total)d files could not be read.") % counts)


def parse(path: Path) -> dict[str, object]:
    """What the file holds, or its name and one sentence saying why it cannot be read."""
    try:
        outline = intake.read(path.read_bytes(), name=path.name)
    except OSError as problem:
        sentence = _("The file cannot be opened: %s.") % wording.of_system(problem)
        return {"file": path.name, "error": sentence}
    except library.Refused as problem:
        return {"file": path.name, "error": str(problem)}
    terms = collect_terms([statement.text for statement in outline.statements])

    def blanks(statement: Statement) -> Sequence[Span]:
        return choose_blanks(statement.text, members=statement.members, document=terms)

    return report(path.name, outline, blanks)
