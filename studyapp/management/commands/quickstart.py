"""Make the site ready and serve it: the one command a newcomer types."""

from __future__ import annotations

import errno
import os
import secrets
import signal
import socket
from argparse import ArgumentParser
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections
from django.utils.translation import gettext as _
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from studyapp import library, shelves, wording
from studyapp.models import Document, User

SAMPLES = Path(settings.BASE_DIR) / "studyapp" / "samples"
# The samples in the order in which they are best read, with their tags.
SHELF = {
    "jiyi-yu-jiange-chongfu.md": ["学习方法"],
    "mofan-jiguan-daodu.md": ["党建"],
    "learning-a-text-by-heart.md": ["学习方法", "English"],
}
# Letters and digits that are not mistaken for one another when copied by hand: five bits each.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    help = "Migrate, make an administrator and import the samples on first run, then serve."
    # The database may not be there yet.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="import these too")
        parser.add_argument("--no-serve", action="store_true", help="make everything ready only")

    def handle(self, *, files: list[Path], no_serve: bool, **options: Any) -> None:
        if not no_serve:
            refuse_taken_port()
        self.prepare()
        self.import_samples()
        for path in files:
            self.import_file(path)
        self.welcome(password=make_administrator())
        if not no_serve:
            serve()

    def prepare(self) -> None:
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as problem:
            words = _("DATABASE_URL: the database cannot be used (%s).")
            raise CommandError(words % wording.in_one_line(problem)) from problem
        call_command("clearsessions")
        call_command("collectstatic", interactive=False, verbosity=0)

    def import_samples(self) -> None:
        """The texts a new site starts with; none once it has any, published or not."""
        if Document.objects.exists():
            return
        # The library shows the newest first.
        documents = {name: self.import_file(SAMPLES / name) for name in reversed(SHELF)}
        shelves.put_on_shelf(
            _("First texts"),
            [documents[name] for name in SHELF],
            description=_("Written for this site: how memory works, and two texts to try it on."),
        )
        for name, document in documents.items():
            shelves.set_tags(document, SHELF[name])

    def import_file(self, path: Path) -> Document:
        try:
            imported = library.import_document(path.read_bytes(), name=path.name, publish=True)
        except OSError as problem:
            raise CommandError(f"{path}: {wording.of_system(problem)}") from problem
        except library.Refused as problem:
            raise CommandError(f"{path}: {problem}") from problem
        if imported.created:
            self.say(_("Imported “%s”.") % imported.document.title)
        return imported.document

    def welcome(self, *, password: str | None) -> None:
        lines = [_("The site: %s") % f"{settings.SITE_URL}/"]
        if password is not None:
            name, secret = password.split(" ")
            lines += [
                _("Admin panel: %s") % f"{settings.SITE_URL}/admin/",
                _("User name: %s") % name,
                _("Password: %s") % secret,
                _("The password is shown only this once: sign in and change it."),
            ]
        rule = "=" * 72
        self.say("\n".join(["", rule, *(f"  {line}" for line in lines), rule, ""]))

    def say(self, message: str) -> None:
        self.stderr.write(message, lambda text: text)


def make_administrator() -> str | None:
    """Make one where there is none; returns "NAME PASSWORD", or None if nothing was made."""
    if User.objects.filter(is_superuser=True).exists():
        return None
    wanted = (f"admin{number or ''}" for number in count())
    name = next(name for name in wanted if not User.objects.filter(username=name).exists())
    groups = ("".join(secrets.choice(ALPHABET) for _letter in range(4)) for _group in range(4))
    password = "-".join(groups)
    User.objects.create_superuser(username=name, password=password)
    return f"{name} {password}"


def refuse_taken_port() -> None:
    """Raise CommandError where the server could not listen, before anything is done."""
    host, port = settings.LISTEN
    reasons = {
        errno.EADDRINUSE: _("another program is listening there"),
        errno.EADDRNOTAVAIL: _("this machine does not have that address"),
        errno.EACCES: _("ports below 1024 need special rights"),
    }
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as problem:
        reason = reasons.get(problem.errno or 0, wording.of_system(problem))
        raise CommandError(
            _("Cannot listen on %(host)s port %(port)s: %(reason)s. Set LISTEN or SITE_URL.")
            % {"host": host, "port": port, "reason": reason}
        ) from problem


def serve() -> None:
    """Serve until interrupted: a process per core, for a second thread only waits for the first."""
    # The processes are forked from this one and must not share its connection.
    connections.close_all()
    keep_interrupt_from_workers()
    host, port = settings.LISTEN
    Granian(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.WORKERS,
        blocking_threads=1,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
        log_dictconfig=settings.LOGGING,
    ).serve()


def keep_interrupt_from_workers() -> None:
    """Let Ctrl-C, which a terminal sends to every process, reach only this one.

    Granian takes a worker that it has not stopped itself for crashed: it starts another, and may
    then wait for that one for ever. Workers inherit that the signal is blocked.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def pass_on() -> None:
        signal.sigwait({signal.SIGINT})
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=pass_on, daemon=True).start()
