"""Bring the figures of questions up to date."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from studyapp import figures


class Command(BaseCommand):
    help = (
        "Bring the figures of questions (how easy, how well they discriminate, …) up to date with "
        "what was answered since; run it every night."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="compute the figures of every question anew"
        )

    def handle(self, **options: Any) -> None:
        # What is answered while this runs is left to the next time.
        now = timezone.now()
        questions = figures.answered() if options["all"] else figures.stale()
        refreshed = figures.refresh(questions, now=now)
        self.stdout.write(json.dumps({"questions": refreshed}))
