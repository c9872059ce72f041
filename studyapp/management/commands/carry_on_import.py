"""Carry on with an import that takes long; the site starts this itself."""

from __future__ import annotations

import gc
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from studyapp import imports
from studyapp.admin.imports import record
from studyapp.models import Import


class Command(BaseCommand):
    help = "Read or store a text that came in and takes long (started by the site itself)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, metavar="IMPORT")
        parser.add_argument("--language", default="", help="the language of what is said of it")

    def handle(self, *args: Any, number: int, language: str, **options: Any) -> None:
        # The process lives for this one text: what it makes of it is needed to the end.
        gc.disable()
        with translation.override(language or None):
            stored = imports.carry_on(number)
            author = Import.objects.values_list("author", flat=True).filter(pk=number).first()
            if stored is not None and stored.created and author is not None:
                record(author, stored)
