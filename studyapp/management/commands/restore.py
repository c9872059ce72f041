"""Make a site out of a backup."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from studyapp import backup, wording


class Command(BaseCommand):
    help = "Make an empty site what the backup FILE holds."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--into",
            type=Path,
            metavar="DATA_DIR",
            help="a folder for a site on SQLite, instead of the site that is set up here",
        )
        parser.add_argument(
            "--replace", action="store_true", help="even where a site is, which is kept beside it"
        )
        parser.add_argument(
            "--unverified", action="store_true", help="do not compare memories with their replay"
        )

    def handle(
        self, *, file: Path, into: Path | None, replace: bool, unverified: bool, **options: Any
    ) -> None:
        site = backup.Site.in_folder(into.resolve()) if into else backup.Site.configured()
        try:
            done = backup.restore(file, site, replace=replace, prove=not unverified)
        except backup.Refused as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            reason = wording.of_system(problem)
            raise CommandError(f"{problem.filename or file}: {reason}") from problem
        except DatabaseError as problem:
            words = _("The database cannot be used (%s).")
            raise CommandError(words % wording.in_one_line(problem)) from problem
        if done.secret_key and os.environ.get("SECRET_KEY"):
            self.stderr.write(_("SECRET_KEY is set, so a key in the backup is not used."))
        if done.kept:
            self.stderr.write(_("The former site is kept as %s.") % done.kept)
        self.stdout.write(json.dumps({"into": str(site.folder), **asdict(done)}))
