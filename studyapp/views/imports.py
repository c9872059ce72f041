"""Texts on their way in, as editors and members share it: received, shown, corrected."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, cast
from urllib.parse import urljoin
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django_htmx.http import HttpResponseClientRedirect

from studyapp import batches, comparison, imports, library, limits, outlines, revisions
from studyapp.changes import compare
from studyapp.forms.texts import FactsForm, ImportForm
from studyapp.http import HtmxRequest
from studyapp.models import Document, Import, User
from studyapp.preview import preview

PREVIEW, BATCH = 0, 1
ADDRESSES = ("admin:studyapp_document_preview", "admin:studyapp_document_batch")
OWN_ADDRESSES = ("preview_text", "import_batch")
"""The names of the pages of a text and of several, the site's and a member's own."""


# --- Received


def import_form(request: HttpRequest, *, room: int) -> ImportForm:
    """The form of texts on their way in, with what was sent."""
    # Where there is no room, it is told what there may be at all.
    room = room or batches.MOST_FILES
    if request.method == "POST":
        return ImportForm(request.POST, request.FILES, room=room)
    return ImportForm(room=room)


def spend(request: HttpRequest, form: ImportForm) -> bool:
    """Count the texts that come in; none, and False, where they are too many for a while."""
    counted: list[limits.Usage] = []
    for _text in range(len(form.together) or 1):
        usage = limits.spend(request, "import")
        if usage is None:
            for earlier in counted:
                earlier.rollback()
            return False
        counted.append(usage)
    return True


def receive(
    form: ImportForm, *, by: User, owner: User | None = None, revise: Document | None = None
) -> tuple[str, int | UUID]:
    """Take in what was sent; returns the name of the page that shows it, and its number there."""
    names = ADDRESSES if owner is None else OWN_ADDRESSES
    if form.together:
        return names[BATCH], batches.receive(form.files_together, by=by, owner=owner)
    row = imports.receive(
        form.content, form.outline, name=form.name, by=by, owner=owner, revise=revise
    )
    return names[PREVIEW], row.pk


def after(row: Import) -> str | None:
    """Where one goes on from a text that came in with others: to the next, at last to their list.

    None for one that came alone.
    """
    if row.batch is None:
        return None
    names = OWN_ADDRESSES if row.owner_id else ADDRESSES
    following = batches.next_ready(row)
    if following is not None:
        return reverse(names[PREVIEW], args=[following.pk])
    return reverse(names[BATCH], args=[row.batch])


def batch_shown(request: HttpRequest, batch: UUID, *, owner: User | None) -> dict[str, Any]:
    """What the list of a batch shows; 404 where there is none of that owner's.

    Looking after its work is sound on GET, as it is for a single text.
    """
    items = batches.listed(batch, owner=owner)
    if not items:
        raise Http404
    waiting = [item.row for item in items if item.row.is_waiting]
    if waiting:
        imports.look_after(waiting[0])
    names = ADDRESSES if owner is None else OWN_ADDRESSES
    ready = Import.State.PREVIEWED
    return {
        "items": items,
        "action": request.path,
        "preview_name": names[PREVIEW],
        "first_ready": next((item.row.pk for item in items if item.row.state == ready), None),
        "waiting": len(waiting),
        "ready": sum(batches.is_ready(item) for item in items),
        "undecided": sum(item.row.state == ready for item in items),
    }


# --- Shown and decided on


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


def answered(
    request: HttpRequest,
    row: Import,
    *,
    decisions: Collection[str],
    act: Callable[[Any, Import, str], HttpResponse],
) -> HttpResponse | FactsForm:
    """Do what a POST says: keep what was typed, then correct a line, or decide by `act`.

    Nothing but the form is answered where something in it cannot be kept: nothing else is done.
    """
    decision = request.POST.get("decision", "")
    seen = request.POST.get("seen")
    if decision != imports.DISCARD and "title" in request.POST:
        form = FactsForm(row, request.POST)
        kept = _keep(row, form, seen=seen or "")
        if not kept:
            return form
        row.refresh_from_db()
        seen = imports.version_of(row)
        if decision and imports.settled(row)[1] != form.document:
            messages.info(request, _("With this title it is another text. See what becomes of it."))
            return redirect(request.path)
    if "keep" in request.POST and not request.POST.get("to"):
        messages.info(request, _("What you typed is kept. The text itself is not stored yet."))
    if decision in decisions:
        return _decided(request, row, decision, seen=seen, act=act)
    return redirect(correct(request, row, seen=seen or ""))


def _keep(row: Import, form: FactsForm, *, seen: str) -> bool:
    """Keep what a text is said to say of itself; False where the form tells why not."""
    if not form.is_valid():
        return False
    try:
        imports.set_facts(row, form.facts, seen=seen)
    except library.Refused as problem:
        form.add_error(None, str(problem))
    return form.is_valid()


def _decided(
    request: HttpRequest,
    row: Import,
    decision: str,
    *,
    seen: str | None,
    act: Callable[[Any, Import, str], HttpResponse],
) -> HttpResponse:
    try:
        imports.check_seen(row, seen)
        return act(request, row, decision)
    except library.Refused as problem:
        messages.error(request, str(problem))
        return redirect(request.path)


def previewed(request: HttpRequest, row: Import, form: FactsForm | None = None) -> dict[str, Any]:
    """What a preview shows: the text as it would be stored, what that changes, and the form of what
    it says of itself, which may hold what could not be kept.

    Raises Refused where the text can no longer be read.
    """
    outline, twin = imports.settled(row)
    asked = request.GET
    context = {
        "facts_form": form or FactsForm(row),
        "place": batches.place_of(row),
        "batch_name": (OWN_ADDRESSES if row.owner_id else ADDRESSES)[BATCH],
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


def correct(request: HttpRequest, row: Import, *, seen: str) -> str:
    """Carry out what a line shall become; returns the address at which to go on.

    It has no fragment: browsers then do not move the focus to the chosen line.
    """
    kind, line, to = (request.POST.get(name, "") for name in ("correct", "line", "to"))
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
    if to and not kind and url_has_allowed_host_and_scheme(to, allowed_hosts=None):
        return urljoin(request.path, to)
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
