"""Texts on their way in: received, read, decided on, stored.

Most take less than a second and are done while the editor waits. One that takes long is handed to a
process of its own, which outlives the request and the server process that it came to; the page asks
how far it is, and starts the work again where that process was killed.
"""

from __future__ import annotations

import fcntl
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from hashlib import blake2s
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from studyapp import intake, library, originals, personal, revisions, sittings
from studyapp.models import Document, Import, User
from studyapp.text import correcting
from studyapp.text.facts import Facts, facts_from_json, facts_of, facts_to_json, kept, with_facts
from studyapp.text.outline import Outline
from studyapp.text.stored import outline_from_json, outline_to_json

logger = logging.getLogger(__name__)

PATIENCE = 4.0
"""Seconds that an editor waits for a text to be read before it is read without them."""
LONG = 1_500
"""Statements from which on a text is stored without the editor waiting for it."""
MOST_TRIES = 3
STARTING = 10
"""Seconds in which a process that was started takes hold of its work, or never will."""

DRAFT, PUBLISH, REVISE, DISCARD = "draft", "publish", "revise", "discard"
DECISIONS = (DRAFT, PUBLISH, REVISE, DISCARD)


def receive(
    data: bytes,
    outline: Outline | None,
    *,
    name: str,
    by: User,
    owner: User | None = None,
    revise: Document | None = None,
) -> Import:
    """Keep a text that came in. Without an outline it is still to be read, which begins now.

    It is the site's or its `owner`'s, and may be the next text of a document.
    """
    row = Import(author=by, owner=owner, document=revise, name=name[:255])
    keep(row, data, outline)
    if row.is_waiting:
        start(row)
    return row


def keep(row: Import, data: bytes, outline: Outline | None) -> None:
    """Keep a text that came in, as it was read or to be read."""
    row.sha256 = originals.keep(data)
    if outline is None:
        row.state, row.tries = Import.State.READING, 1
    else:
        row.state, row.outline = Import.State.PREVIEWED, outline_to_json(outline)
    row.save()


def outline_of(row: Import) -> Outline:
    """What the text will become. Raises Refused where it can no longer be told."""
    if row.outline is not None:
        return outline_from_json(row.outline)
    try:
        return intake.read(originals.read(row.sha256), name=row.name)
    except FileNotFoundError as problem:
        raise library.Refused(_("The text that came in is gone. Import it again.")) from problem


def revised_by(row: Import, outline: Outline | Facts) -> Document | None:
    """The document whose next text this is, or may be: the one named, else that of its title."""
    return row.document or library.twin_of(outline, owner=row.owner)


def settled(row: Import) -> tuple[Outline, Document | None]:
    """A text as it would be stored now, and the document whose next text it is, or may be.

    What is known of that document is kept, unless someone put it right otherwise.
    """
    outline = outline_of(row)
    document = revised_by(row, outline)
    if document is not None and not row.as_read:
        outline = with_facts(outline, kept(library.known_of(document), facts_of(outline)))
    return outline, document


def decide(row: Import, decision: str, *, by: User) -> library.Imported | None:
    """Carry a decision out, once; None where someone else has, or where it takes long.

    Raises Refused; the text then waits for another decision.
    """
    if decision == DISCARD:
        discard(row)
        return None
    outline, _document = settled(row)
    if len(outline.statements) < LONG:
        return store(row, decision=decision, by=by)
    if decision != REVISE and row.owner is None:
        library.refuse_duplicate(outline)
    elif decision != REVISE and row.owner is not None:
        personal.check_room(row.owner)
    if put_off(row, decision, by=by):
        start(row)
    return None


def put_off(row: Import, decision: str, *, by: User) -> bool:
    """Leave it to a process, which is still to be started, to carry a decision out; False where
    another was made meanwhile. It is then the text of who decided: they are said to store it."""
    waiting = Import.objects.filter(pk=row.pk, state=Import.State.PREVIEWED)
    wanted = {"state": Import.State.STORING, "decision": decision, "problems": [], "tries": 1}
    return bool(waiting.update(author=by, **wanted))


def store(row: Import, *, decision: str, by: User | None) -> library.Imported | None:
    """Store the text; None where a request that came at the same moment has done so."""
    seen = version_of(row)
    outline, document = settled(row)
    if decision == REVISE and document is None:
        raise library.Refused(_("No text has this title and source: it would be a new one."))
    revise = document if decision == REVISE else None
    with revisions.worked_out(outline, revise), transaction.atomic():
        held = Import.objects.select_for_update().get(pk=row.pk)
        if held.state not in (Import.State.PREVIEWED, Import.State.STORING):
            return None
        check_seen(held, seen)
        if held.owner is not None and decision != REVISE:
            personal.check_room(held.owner)
        imported = library.store_outline(
            outline,
            sha256=held.sha256,
            name=held.name,
            publish=decision == PUBLISH,
            by=by,
            owner=held.owner,
            revise=revise,
        )
        if held.owner is not None and decision == PUBLISH:
            # Whoever brings in a text of their own wants to learn it.
            sittings.enrol(held.owner, imported.document)
        held.state, held.decided_at = Import.State.ACCEPTED, timezone.now()
        held.document, held.outline = imported.document, None
        held.corrections, held.as_read = [], {}
        held.save()
        return imported


def discard(row: Import) -> None:
    """Let a text go that waits for a decision; one that was decided on meanwhile stays so."""
    waiting = Import.objects.filter(pk=row.pk, state=Import.State.PREVIEWED)
    waiting.update(
        state=Import.State.DISCARDED,
        decided_at=timezone.now(),
        document=None,
        outline=None,
        corrections=[],
        as_read={},
    )
    row.refresh_from_db()


# --- Correcting what was read


def version_of(row: Import) -> str:
    """Names what has been put right of a text, and what is known of the document whose next text
    it is, or may be: to tell whether both are still what was seen."""
    told = row.outline and {name: row.outline[name] for name in Facts.__slots__}
    document = revised_by(row, facts_from_json(told)) if told else None
    known = facts_to_json(library.known_of(document)) if document is not None else {}
    seen = json.dumps([row.corrections, told if row.as_read else {}, known])
    return blake2s(seen.encode(), digest_size=8).hexdigest()


def check_seen(row: Import, seen: str | None) -> None:
    """Raise Refused where a text, or what is known of its document, was put right after it was
    `seen`; None is not checked."""
    if seen not in (None, version_of(row)):
        raise library.Refused(_("The text was corrected meanwhile: look at it as it is now."))


@transaction.atomic
def correct(row: Import, kind: str, line: int, *, seen: str) -> int:
    """Correct a line of a text as it was seen; returns the line to go on with. Raises Refused."""
    held, outline = _held(row, seen)
    try:
        correction = correcting.correct(outline, kind, line)
    except correcting.Impossible as problem:
        raise library.Refused(_("This line cannot be changed in that way.")) from problem
    held.outline = outline_to_json(correcting.corrected(outline, correction))
    held.corrections.append(asdict(correction))
    held.save(update_fields=["outline", "corrections"])
    return correction.at


@transaction.atomic
def undo(row: Import, *, seen: str) -> int:
    """Take the last correction back; returns the line where it was. Raises Refused."""
    held, outline = _held(row, seen)
    if not held.corrections:
        raise library.Refused(_("There is no correction to take back."))
    last = _correction(held.corrections.pop())
    held.outline = outline_to_json(correcting.corrected(outline, last.undone))
    held.save(update_fields=["outline", "corrections"])
    return last.at


def read_of(row: Import, outline: Outline) -> Facts:
    """What the reader took for title, source, date and credit, whatever was made of it since."""
    return library.fitted(facts_from_json(row.as_read) if row.as_read else facts_of(outline))


@transaction.atomic
def set_facts(row: Import, facts: Facts, *, seen: str) -> None:
    """Put right what a text, as it was seen, says of itself. Raises Refused.

    Where the new title stands in the text once more, that line goes, as a correction of lines.
    """
    held, outline = _held(row, seen)
    if facts == library.fitted(facts_of(settled(held)[0])):
        return
    held.as_read = facts_to_json(read_of(held, outline))
    titled = with_facts(outline, facts)
    again = correcting.title_again(titled) if facts.title != outline.title else None
    if again is not None:
        titled = correcting.corrected(titled, again)
        held.corrections.append(asdict(again))
    held.outline = outline_to_json(titled)
    held.save(update_fields=["outline", "corrections", "as_read"])


def _held(row: Import, seen: str) -> tuple[Import, Outline]:
    held = Import.objects.select_for_update().get(pk=row.pk)
    check_seen(held, seen)
    if held.state != Import.State.PREVIEWED:
        raise library.Refused(_("This text is decided on already."))
    return held, outline_of(held)


def _correction(kept: dict[str, Any]) -> correcting.Correction:
    before, after = (
        tuple(correcting.Line(**line) for line in kept[k]) for k in ("before", "after")
    )
    moved = {name: kept[name] for name in ("following", "by") if name in kept}
    return correcting.Correction(kept["at"], before, after, **moved)


# --- Without the editor


def start(row: Import) -> None:
    """Have a process read or store it, and all that came in with it and waits."""
    path = _lock_path(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    transaction.on_commit(lambda: _start_process(row.pk))


def _start_process(pk: int) -> None:
    """A process that carries on with the import, whatever becomes of this one."""
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "carry_on_import"]
    subprocess.Popen(  # noqa: S603 - our own command, with a number
        [*command, str(pk), "--language", get_language() or settings.LANGUAGE_CODE],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def look_after(row: Import) -> None:
    """Start the work again where the process that did it is gone; give up after some tries."""
    if is_at_work(row):
        return
    # Its work may have been done since the row was read.
    first = waiting_with(row).first()
    if first is None:
        return
    if first.tries >= MOST_TRIES:
        _give_up(first, _("The text could not be read or stored; it takes more than there is."))
    elif Import.objects.filter(pk=first.pk, tries=first.tries).update(tries=first.tries + 1):
        start(first)


def waiting_with(row: Import) -> QuerySet[Import]:
    """The texts for which everyone waits, of this one and those that came in with it."""
    together = Q(batch=row.batch) if row.batch else Q(pk=row.pk)
    waiting = Import.objects.filter(together, state__in=Import.WAITING)
    return waiting.select_related("author", "owner", "document").order_by("pk")


def carry_on(pk: int) -> Iterator[library.Imported]:
    """Read or store a text, and those that came in with it and wait, one after the other, as their
    states say; yields what was stored."""
    row = Import.objects.filter(pk=pk).first()
    # What was decided while the last was being stored is looked for once the lock is free again.
    while row is not None and waiting_with(row).exists():
        with _lock(row) as is_ours:
            if not is_ours:
                return
            try:
                yield from _carry_on_with(row)
            finally:
                _lock_path(row).unlink(missing_ok=True)


def _carry_on_with(row: Import) -> Iterator[library.Imported]:
    while (each := waiting_with(row).first()) is not None:
        stored = None
        try:
            stored = _carried_on(each)
        except library.Refused as problem:
            _give_up(each, str(problem))
        except Exception:
            logger.exception("An import failed")
            _give_up(each, _("Something went wrong on our side; the site's log tells more."))
        if stored is not None:
            yield stored


def _carried_on(row: Import) -> library.Imported | None:
    if row.state == Import.State.READING:
        row.outline, row.state = outline_to_json(outline_of(row)), Import.State.PREVIEWED
        row.save(update_fields=["outline", "state"])
        return None
    return store(row, decision=row.decision, by=row.author)


def _give_up(row: Import, sentence: str) -> None:
    """Say why: a text that cannot be read is refused, one that cannot be stored waits again."""
    row.problems = [sentence]
    if row.state == Import.State.READING:
        row.state, row.decided_at = Import.State.REFUSED, timezone.now()
    else:
        row.state = Import.State.PREVIEWED
    row.save(update_fields=["problems", "state", "decided_at"])


def is_at_work(row: Import) -> bool:
    """Whether a process is at work on it, or was started a moment ago."""
    with _lock(row) as is_ours:
        return not is_ours or _is_young(row)


def _is_young(row: Import) -> bool:
    with suppress(FileNotFoundError):
        return timezone.now().timestamp() - _lock_path(row).stat().st_mtime < STARTING
    return False


@contextmanager
def _lock(row: Import) -> Iterator[bool]:
    """Hold the lock of a text and those that came in with it; False where another process does.

    It falls with its holder.
    """
    path = _lock_path(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _lock_path(row: Import) -> Path:
    return Path(settings.DATA_DIR) / "imports" / f"{row.batch or row.pk}.lock"
