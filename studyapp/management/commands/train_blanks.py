"""Train the ranker behind blank choice and write its weights file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from studyapp import wording
from studyapp.questions.ranker import WEIGHTS_FILE


class Command(BaseCommand):
    help = (
        'Fits the weights of blank choice to examiners\' blanks: lines {"sentence", "spans":'
        ' [[start, end], ...], "group", "domain"}: offsets in code points,'
        " lines of one group never on both sides of a split; the domains law and policy count"
        " more. Needs numpy and scipy (pip install numpy scipy), which nothing else"
        " does. Takes a minute or two and about 2 GB for 5,000 sentences. With --check the figures"
        " of a five-fold cross-validation are printed and nothing is written."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("train", type=Path, metavar="TRAIN.jsonl")
        parser.add_argument("--to", type=Path, default=WEIGHTS_FILE, metavar="FILE")
        parser.add_argument("--check", action="store_true", help="Cross-validate only.")

    def handle(self, *, train: Path, to: Path, check: bool, **_options: Any) -> None:
        try:
            from studyapp.questions import training  # noqa: PLC0415
        except ImportError as error:
            raise CommandError(_("Training needs numpy and scipy.")) from error
        try:
            examples = training.read_examples(train)
        except OSError as error:
            raise CommandError(f"{train}: {wording.of_system(error)}") from error
        except (ValueError, KeyError, TypeError) as error:
            words = _("%(file)s holds something else than lines to train on (%(reason)s).")
            raise CommandError(words % {"file": train, "reason": repr(error)}) from error
        if check:
            first, three = training.cross_validate(examples)
            self.stdout.write(f"exact@1 {first:.1%}, exact@3 {three:.1%}")
            return
        count = training.train(examples, to)
        self.stdout.write(f"{count} weights, {to.stat().st_size} bytes: {to}")
