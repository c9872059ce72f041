"""Take away the second factor of someone who has lost it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from studyapp.models import User


class Command(BaseCommand):
    help = "Remove the second factor of USERNAME, who then signs in with the password alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME")

    def handle(self, *, username: str, **options: Any) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(_("There is no account “%s”.") % username)
        removed, _rows = Authenticator.objects.filter(user=person).delete()
        self.stdout.write(json.dumps({"username": username, "removed": bool(removed)}))
