"""Write the whole site to one file, while it serves."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from studyapp import backup, wording


class Command(BaseCommand):
    help = "Write the whole site, as it is now, to FILE; it may be serving meanwhile."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--with-secret",
            action="store_true",
            help="the secret key too, so that logins go on after a restore elsewhere",
        )

    def handle(self, *, file: Path, with_secret: bool, **options: Any) -> None:
        try:
            made = backup.make(file, with_secret=with_secret)
        except backup.Refused as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"{file}: {wording.of_system(problem)}") from problem
        except DatabaseError as problem:
            words = _("The database cannot be read (%s).")
            raise CommandError(words % wording.in_one_line(problem)) from problem
        self.warn(made)
        told = {
            "file": str(file),
            "bytes": file.stat().st_size,
            "rows": made.rows,
            "originals": made.originals,
            "missing": made.missing,
            "replayed": made.replay.checked if made.replay else 0,
            "secret_key": with_secret,
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False))

    def warn(self, made: backup.Made) -> None:
        if made.missing:
            words = _("%d original files are missing or damaged and are not in the backup.")
            self.stderr.write(words % len(made.missing))
        if made.replay and made.replay.differing:
            words = _("%(some)d of %(all)d statements replayed give other memories than stored.")
            counts = {"some": len(made.replay.differing), "all": made.replay.checked}
            self.stderr.write(words % counts)
