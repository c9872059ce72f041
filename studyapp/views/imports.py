"""The preview of a text that came in, which editors and members share: shown, and corrected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django_htmx.http import HttpResponseClientRedirect

from studyapp import comparison, imports, library, outlines, revisions
from studyapp.changes import compare
from studyapp.http import HtmxRequest
from studyapp.models import Import
from studyapp.preview import preview


def not_to_decide(
    request: HttpRequest,
    row: Import,
    *,
    wait: Callable[[Any, Import], HttpResponse],
    decided: Callable[[Any, Import], HttpResponse],
) -> HttpResponse | None:
    """What is shown of a text that is still being worked on, or was decided on; else None."""
    if row.is_waiting:
        return wait(request, row)
    if cast("HtmxRequest", request).htmx:
        # The page that waited is shown anew, as what the text has become.
        return HttpResponseClientRedirect(request.path)
    return decided(request, row) if row.state != Import.State.PREVIEWED else None


def previewed(request: HttpRequest, row: Import) -> dict[str, Any]:
    """What a preview shows: the text as it would be stored, and what that changes.

    Raises Refused where the text can no longer be read.
    """
    outline = imports.outline_of(row)
    twin = imports.revised_by(row, outline)
    asked = request.GET
    context = {
        "row": row,
        "action": request.path,
        "seen": imports.version_of(row),
        "preview": preview(outline, twin=twin, is_chosen=row.document is not None),
        "shown": outlines.show(outline, line=asked.get("line", ""), page=asked.get("lines", "")),
    }
    if twin is not None:
        changes = compare(revisions.current_outline(twin), outline)
        context |= comparison.shown(changes, page=asked.get("p", "1"))
    return context


def correct(request: HttpRequest, row: Import) -> str:
    """Carry out what a line shall become; returns the address at which to go on.

    It has no fragment: browsers then do not move the focus to the chosen line.
    """
    kind, line, seen = (request.POST.get(name, "") for name in ("correct", "line", "seen"))
    chosen = int(line) if line.isascii() and line.isdecimal() and len(line) < 9 else None
    try:
        if kind == "undo":
            chosen = imports.undo(row, seen=seen)
        elif kind and chosen is not None:
            chosen = imports.correct(row, kind, chosen, seen=seen)
        elif kind:
            messages.warning(request, _("Choose a line first."))
    except library.Refused as problem:
        messages.error(request, str(problem))
    return request.path if chosen is None else f"{request.path}?line={chosen}"


def tell(changes: revisions.Changes) -> str:
    """What a revision did to the statements, in a few words; and what is asked again."""
    counts = (
        (changes.added, ngettext("%d statement added", "%d statements added", changes.added)),
        (changes.changed, ngettext("%d changed", "%d changed", changes.changed)),
        (changes.retired, ngettext("%d retired", "%d retired", changes.retired)),
        (changes.kept, ngettext("%d kept", "%d kept", changes.kept)),
    )
    told = pgettext("between figures", ", ").join(words % count for count, words in counts if count)
    told += pgettext("at the end of a sentence", ".")
    again = ngettext(
        "%d statement is asked again soon.",
        "%d statements are asked again soon.",
        changes.changed,
    )
    return f"{told} {again % changes.changed}" if changes.changed else told
