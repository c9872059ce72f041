"""Store texts in the library, or the next revision of one of them."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from studyapp import library, wording
from studyapp.models import Document


class Command(BaseCommand):
    help = "Store texts in the library; prints one JSON line a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--publish", action="store_true", help="open it to readers at once")
        parser.add_argument(
            "--revise",
            type=int,
            metavar="DOCUMENT",
            help="make it this document's next revision",
        )

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        revised = self.revised(options["revise"], files)
        refused = 0
        for path in files:
            try:
                self.stdout.write(self.store(path, revise=revised, publish=options["publish"]))
            except (library.Refused, OSError) as problem:
                refused += 1
                reason = wording.of_system(problem) if isinstance(problem, OSError) else problem
                self.stderr.write(f"{path}: {reason}")
        if refused:
            raise CommandError(_("%(count)s not stored.") % {"count": refused})

    def revised(self, number: int | None, files: list[Path]) -> Document | None:
        if number is None:
            return None
        if len(files) != 1:
            raise CommandError(_("One file revises one document."))
        document = Document.objects.filter(pk=number).first()
        if document is None:
            raise CommandError(_("There is no document %(number)s.") % {"number": number})
        return document

    def store(self, path: Path, *, revise: Document | None, publish: bool) -> str:
        """Import one file and tell, as JSON, what became of it."""
        stored = library.import_document(
            path.read_bytes(), name=path.name, publish=publish, revise=revise
        )
        told = {
            "file": str(path),
            "document": stored.document.pk,
            "title": stored.document.title,
            "created": stored.created,
            "changes": asdict(stored.changes),
        }
        return json.dumps(told, ensure_ascii=False)
