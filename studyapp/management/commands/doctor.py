"""Look the site over and say what to do."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from studyapp.doctor import examine


class Command(BaseCommand):
    help = "Check settings, database, disk, files and clock; exit with 1 when something is wrong."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        findings = examine()
        wrong = any(finding.state == "wrong" for finding in findings)
        told = {"good": not wrong, "findings": [asdict(finding) for finding in findings]}
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        for finding in findings:
            if finding.advice:
                self.stderr.write(f"{finding.check}: {finding.advice}")
        if wrong:
            sys.exit(1)
