"""For whoever watches over the site: is the process up, and can it do its work?"""

from __future__ import annotations

import tempfile
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PLAIN = "text/plain; charset=utf-8"


@login_not_required
@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; the database is not asked."""
    return HttpResponse("ok\n", content_type=PLAIN)


@login_not_required
@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 when learners can be served, else 503 and why not, a sentence a line."""
    reasons = [reason for reason in (database_problem(), disk_problem()) if reason]
    body = "".join(f"{reason}\n" for reason in reasons or ["ok"])
    return HttpResponse(body, content_type=PLAIN, status=503 if reasons else 200)


def database_problem() -> str:
    """Why the database cannot be worked with; empty when it can."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not is_migrated():
            return _("Migrations are pending.")
    except DatabaseError:
        return _("The database does not answer.")
    return ""


def is_migrated() -> bool:
    """Whether every migration is applied. Once it is, it stays so while this process runs."""
    try:
        return _ask_once_migrated()
    except LookupError:
        return False


@cache
def _ask_once_migrated() -> bool:
    """True, which is kept; raises LookupError, which is not kept, while migrations are pending."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError
    return True


def disk_problem() -> str:
    """Why nothing can be stored in DATA_DIR; empty when it can."""
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(b"x" * 4096)
            file.flush()
    except OSError:
        return _("The data folder cannot be written.")
    return ""
