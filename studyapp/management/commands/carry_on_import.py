"""Carry on with imports that take long; the site starts this itself."""

from __future__ import annotations

import gc
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from studyapp import imports
from studyapp.admin.imports import record


class Command(BaseCommand):
    help = "Read or store a text that takes long and those that came with it (the site starts it)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, metavar="IMPORT")
        parser.add_argument("--language", default="", help="the language of what is said of it")

    def handle(self, *args: Any, number: int, language: str, **options: Any) -> None:
        # What it makes of a text is needed until that is stored.
        gc.disable()
        with translation.override(language or None):
            for stored in imports.carry_on(number):
                author = stored.document.revisions.values_list("author", flat=True).first()
                if stored.created and author is not None:
                    record(author, stored)
                gc.collect()
