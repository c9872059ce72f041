"""Remove guests who have only looked, and not lately."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from studyapp import people

DAYS = 30
MOST = 36_500


class Command(BaseCommand):
    help = "Remove guests who have answered nothing and were not seen lately."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days",
            type=int,
            default=DAYS,
            help="not seen for so long (default: %(default)s)",
        )

    def handle(self, *, days: int, **options: Any) -> None:
        if not 0 <= days <= MOST:
            raise CommandError(_("--days must be between 0 and %d.") % MOST)
        removed = people.remove_idle_guests(days=days, now=timezone.now())
        self.stdout.write(json.dumps({"removed": removed, "days": days}))
