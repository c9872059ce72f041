"""Texts of one's own: brought in, looked at before they are stored, revised, deleted."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from studyapp import batches, imports, intake, library, personal
from studyapp.http import Request, render_page
from studyapp.models import Document, Import

from . import errors
from .imports import (
    after,
    answered,
    batch_shown,
    import_form,
    not_to_decide,
    previewed,
    receive,
    spend,
    tell,
)

SHOWN_WAITING = 2 * batches.MOST_FILES
DECISIONS = (imports.PUBLISH, imports.REVISE, imports.DISCARD)


def importers_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For members, where the operator allows it; for others there is no such page."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not personal.may_import(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def own_text(request: Request, pk: int) -> Document:
    """A text of the person asking; else 404."""
    return get_object_or_404(personal.texts_of(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@importers_only
def import_text(request: Request, pk: int | None = None) -> HttpResponse:
    """Take in texts of one's own or, with a document, the next text of that one."""
    revise = own_text(request, pk) if pk is not None else None
    room = 1 if revise is not None else personal.room_of(request.user)
    form = import_form(request, room=room)
    if form.is_bound and form.is_valid():
        if not spend(request, form):
            return errors.too_many(request, "import")
        try:
            if revise is None:
                personal.check_room(request.user)
        except library.Refused as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(*receive(form, by=request.user, owner=request.user, revise=revise))
    intake.prepare()
    context = {
        "form": form,
        "document": revise,
        "waiting": waiting_of(request) if revise is None else [],
    }
    return render(request, "texts/import.html", context, status=422 if form.errors else 200)


def waiting_of(request: Request) -> list[Import]:
    """Texts that came in and are not decided on."""
    open_states = [Import.State.PREVIEWED, Import.State.READING, Import.State.STORING]
    return list(Import.objects.filter(owner=request.user, state__in=open_states)[:SHOWN_WAITING])


@require_http_methods(["GET", "HEAD", "POST"])
@importers_only
def preview_text(request: Request, pk: int) -> HttpResponse:
    """Show what a text would become; a POST corrects it, or says what to do with it."""
    rows = Import.objects.select_related("document", "owner")
    row = get_object_or_404(rows, pk=pk, owner=request.user)
    shown = not_to_decide(request, row, wait=wait, decided=decided)
    if shown is not None:
        return shown
    try:
        said = answered(request, row, decisions=DECISIONS, act=act) if request.POST else None
        if isinstance(said, HttpResponse):
            return said
        context = previewed(request, row, said)
    except library.Refused as problem:
        messages.error(request, str(problem))
        return redirect("import_text")
    return render(request, "texts/preview.html", context, status=422 if said else 200)


def wait(request: Request, row: Import) -> HttpResponse:
    """Show that a long text is still being read or stored."""
    imports.look_after(row)
    seconds = max(0, int((timezone.now() - row.created_at).total_seconds()))
    template = "texts/_waiting.html" if request.htmx else "texts/waiting.html"
    return render(request, template, {"row": row, "seconds": seconds})


@require_http_methods(["GET", "HEAD", "POST"])
@importers_only
def import_batch(request: Request, batch: UUID) -> HttpResponse:
    """List the texts that came in together; a POST lets those go that are not decided on."""
    context = batch_shown(request, batch, owner=request.user)
    if request.POST.get("decision") == imports.DISCARD:
        batches.discard_all(batch, owner=request.user)
        messages.info(request, _("What was not stored is discarded."))
        return redirect("import_batch", batch)
    return render_page(request, "texts/batch.html", "imports/_batch.html", context)


def decided(request: Request, row: Import) -> HttpResponse:
    """The decision was sent twice, or the text could not be read: what became of it is shown."""
    if row.state == Import.State.ACCEPTED and row.document is not None:
        return redirect(row.document)
    sentence = row.problems[0] if row.problems else _("This text was discarded.")
    messages.warning(request, sentence)
    return redirect("import_text")


def act(request: Request, row: Import, decision: str) -> HttpResponse:
    """Carry a decision out, once. Raises Refused."""
    imported = imports.decide(row, decision, by=request.user)
    if decision == imports.DISCARD:
        messages.info(request, _("The text was discarded; nothing of it is kept in your library."))
        return redirect(after(row) or reverse("library"))
    if imported is None:
        return redirect(after(row) or request.path)
    if not imported.created:
        messages.info(request, _("You have exactly this text already; nothing was changed."))
    elif decision == imports.REVISE:
        told = _("The text is changed.")
        messages.success(request, f"{told} {tell(imported.changes)}")
    else:
        told = _("“%s” is yours to learn. Nobody else sees it.") % imported.document.title
        messages.success(request, told)
    return redirect(after(row) or imported.document)


@require_POST
@importers_only
def undo_revision(request: Request, pk: int) -> HttpResponse:
    """Bring back the text that was in force before the last change."""
    document = own_text(request, pk)
    former = document.revisions.order_by("-number")[1:2].first()
    if former is None:
        messages.info(request, _("This text has not been changed yet."))
    else:
        changes = library.restore(former, by=request.user)
        told = _("The former text is back.")
        messages.success(request, f"{told} {tell(changes)}")
    return redirect(document)


@require_http_methods(["GET", "HEAD", "POST"])
def delete_text(request: Request, pk: int) -> HttpResponse:
    """Say what is lost with a text of one's own; a POST deletes it."""
    document = own_text(request, pk)
    if request.method == "POST":
        personal.delete(document)
        messages.success(request, _("“%s” and all that you did with it are deleted.") % document)
        return redirect("library")
    context = {"document": document, "loss": personal.what_is_lost(document)}
    return render(request, "texts/delete.html", context)
