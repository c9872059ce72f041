"""Is the site in good health, and if not, what to do: one sentence a finding."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from studyapp import originals, wording
from studyapp.models import Attempt, Revision

State = Literal["good", "warning", "wrong"]
MEBIBYTE = 2**20
LEAST_FREE, GOOD_FREE = 200 * MEBIBYTE, 1024 * MEBIBYTE
# The oldest versions that Django 5.2 works with.
SQLITE, POSTGRESQL = (3, 31), (14,)
CLOCK_SLACK = timedelta(seconds=30)
# No machine that runs this lived before it was written.
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
# Endings of names that no public server answers to.
PRIVATE_NAMES = ("localhost", ".local", ".lan", ".home", ".internal", ".intranet", ".test")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and in one sentence what to do about it; empty when good."""

    check: str
    state: State
    advice: str = ""


def examine() -> list[Finding]:
    """Look at everything. What needs the database is left out where it does not answer."""
    findings = [finding for check in (*ALWAYS, check_database) for finding in _run(check)]
    if all(f.state != "wrong" for f in findings if f.check == "database"):
        findings += [finding for check in WITH_DATABASE for finding in _run(check)]
    return findings


Check = Callable[[], Iterator[Finding]]


def _run(check: Check) -> list[Finding]:
    """The findings of a check; one that says it is good where it found nothing."""
    name = check.__name__.removeprefix("check_")
    return list(check()) or [Finding(name, "good")]


# --- Settings


def check_settings() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding(
            "settings",
            "wrong",
            _("DEBUG is on, which shows strangers the code and its data: set DEBUG=off."),
        )


def check_https() -> Iterator[Finding]:
    if settings.HTTPS and not _is_private(settings.LISTEN.host):
        words = _("Strangers can pass by the proxy, for %s is open too: set LISTEN=127.0.0.1:8000.")
        yield Finding("https", "warning", words % settings.LISTEN.host)
    if not settings.HTTPS and not _is_private(str(settings.SITE.hostname)):
        words = _("Passwords travel in the open: put https in front, set SITE_URL=https://%s.")
        yield Finding("https", "wrong", words % settings.SITE.hostname)


def _is_private(host: str) -> bool:
    """Whether only this machine or a private network can be meant."""
    try:
        address = ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(PRIVATE_NAMES)
    return address.is_private and not address.is_unspecified


def check_secret_key() -> Iterator[Finding]:
    file = Path(settings.DATA_DIR) / "secret_key"
    if not os.environ.get("SECRET_KEY") and not file.exists():
        words = _("%s is gone: put it back from a backup, or restart, which signs everybody out.")
        yield Finding("secret_key", "wrong", words % file)
    elif file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        words = _("Others on this machine can read the secret key: chmod 600 %s.")
        yield Finding("secret_key", "wrong", words % file)


def check_hosts() -> Iterator[Finding]:
    if "*" in settings.ALLOWED_HOSTS:
        words = _("Every host name is answered to: list yours in ALLOWED_HOSTS.")
        yield Finding("hosts", "wrong", words)


def check_mail() -> Iterator[Finding]:
    if settings.EMAIL_HOST and not settings.MAIL_FROM:
        words = _("Mails come from %s, which may be refused: set MAIL_FROM to an address of yours.")
        yield Finding("mail", "warning", words % settings.DEFAULT_FROM_EMAIL)


# --- The machine


def check_disk() -> Iterator[Finding]:
    try:
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError as problem:
        yield Finding("disk", "wrong", f"{settings.DATA_DIR}: {wording.of_system(problem)}.")
        return
    words = _("Only %(free)d MiB are free for %(folder)s: make room or move it to a larger disk.")
    if free < GOOD_FREE:
        state: State = "wrong" if free < LEAST_FREE else "warning"
        told = words % {"free": free // MEBIBYTE, "folder": settings.DATA_DIR}
        yield Finding("disk", state, told)


def check_data_dir() -> Iterator[Finding]:
    folder = Path(settings.DATA_DIR)
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
        mode = stat.S_IMODE(folder.stat().st_mode)
    except OSError as problem:
        words = _("%(folder)s cannot be written (%(reason)s): let the user of the server own it.")
        told = words % {"folder": folder, "reason": wording.of_system(problem)}
        yield Finding("data_dir", "wrong", told)
        return
    if mode & 0o077:
        words = _("Others on this machine can look into %s: chmod 700 it.")
        yield Finding("data_dir", "wrong", words % folder)


def check_leftovers() -> Iterator[Finding]:
    """What a restore that was killed has left lying about."""
    yesterday = time.time() - 24 * 3600
    drafts = Path(settings.DATA_DIR).glob(".restore-*")
    old = [draft for draft in drafts if draft.stat().st_mtime < yesterday]
    if old:
        words = _("An interrupted restore has left %s, which nobody needs: remove it.")
        yield Finding("leftovers", "warning", words % old[0])


def check_static_files() -> Iterator[Finding]:
    """Whether every file that a page can name was collected."""
    hashed = getattr(staticfiles_storage, "hashed_files", None)
    if settings.DEBUG or hashed is None:
        return
    missing = [name for name in hashed.values() if not staticfiles_storage.exists(name)]
    if missing or not hashed:
        words = _("Style sheets and scripts are not all there: run manage.py collectstatic.")
        yield Finding("static_files", "wrong", words)


def check_clock() -> Iterator[Finding]:
    if datetime.now(UTC) < WRITTEN:
        yield Finding("clock", "wrong", _clock_advice(_("years")))


def _clock_advice(amount: object) -> str:
    words = _("The clock of this machine is behind by %s: switch on its time service (NTP).")
    return words % amount


# --- The database


def check_database() -> Iterator[Finding]:
    try:
        version = connection.get_database_version()
        yield from _sqlite() if connection.vendor == "sqlite" else _postgresql(version)
    except DatabaseError as problem:
        words = _("The database does not answer (%s): start it or correct DATABASE_URL.")
        if connection.vendor == "sqlite":
            words = _("The database cannot be read (%s): restore it or correct DATABASE_URL.")
        yield Finding("database", "wrong", words % wording.in_one_line(problem))


def _postgresql(version: tuple[int, ...]) -> Iterator[Finding]:
    if version < POSTGRESQL:
        words = _("PostgreSQL %(have)s is too old: use %(need)s or newer.")
        told = words % {"have": _dotted(version), "need": _dotted(POSTGRESQL)}
        yield Finding("database", "wrong", told)


def _sqlite() -> Iterator[Finding]:
    version = connection.get_database_version()
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        verdict = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
        orphan = cursor.execute("PRAGMA foreign_key_check").fetchone()
    if version < SQLITE:
        words = _("SQLite %(have)s is too old: use a Python with %(need)s or newer.")
        told = words % {"have": _dotted(version), "need": _dotted(SQLITE)}
        yield Finding("database", "wrong", told)
    if mode != "wal":
        words = _("Readers wait for writers, for the disk allows no WAL: keep it on a local disk.")
        yield Finding("database", "warning", words)
    if verdict != "ok":
        words = _("The database is damaged: stop the site and restore the last backup (%s).")
        yield Finding("database", "wrong", words % " ".join(str(verdict).split()))
    elif orphan:
        words = _("Rows of the table %s point to rows that are gone: restore the last backup.")
        yield Finding("database", "wrong", words % orphan[0])


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def check_migrations() -> Iterator[Finding]:
    loader = MigrationExecutor(connection).loader
    known, applied = set(loader.disk_migrations), set(loader.applied_migrations)
    if newer := sorted(applied - known):
        words = _("The database is newer than this version of Chengsong (%s): update it.")
        yield Finding("migrations", "wrong", words % ".".join(newer[0]))
    elif set(loader.graph.nodes) - applied:
        words = _("Migrations are pending: make a backup, then run manage.py migrate.")
        yield Finding("migrations", "wrong", words)


def check_answers_in_time() -> Iterator[Finding]:
    """Whether answers come from the future, as they do after a clock was set back."""
    if not _has_table(Attempt):
        return
    newest = Attempt.objects.exclude(received_at=None).order_by("-received_at").first()
    if newest and newest.received_at and newest.received_at > timezone.now() + CLOCK_SLACK:
        behind = newest.received_at - timezone.now()
        yield Finding("clock", "wrong", _clock_advice(str(behind).split(".", maxsplit=1)[0]))


def check_originals() -> Iterator[Finding]:
    if not _has_table(Revision):
        return
    named = Revision.objects.exclude(sha256="").values_list("sha256", flat=True).distinct()
    missing = sum(not originals.is_kept(digest) for digest in named)
    if missing:
        words = _("%d original files are missing: restore them from a backup.")
        yield Finding("originals", "warning", words % missing)


def _has_table(model: type[Attempt] | type[Revision]) -> bool:
    return model._meta.db_table in connection.introspection.table_names()


ALWAYS: tuple[Check, ...] = (
    check_settings,
    check_https,
    check_secret_key,
    check_hosts,
    check_mail,
    check_disk,
    check_data_dir,
    check_leftovers,
    check_static_files,
    check_clock,
)
WITH_DATABASE: tuple[Check, ...] = (check_migrations, check_answers_in_time, check_originals)
