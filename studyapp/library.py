"""The library: texts come in, are corrected by hand, and are published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import CharField, F, Max
from django.utils.translation import gettext as _

from studyapp import bank, intake, originals, search
from studyapp.models import Document, Revision, Section, Statement, User
from studyapp.optimistic import Outdated, refuse_outdated, write_worked_out
from studyapp.revisions import Changes, accept, current_outline, worked_out
from studyapp.text import statements as text_statements
from studyapp.text.facts import Facts, facts_of, kept, with_facts
from studyapp.text.outline import Outline
from studyapp.text.segment import Span
from studyapp.text.stored import outline_from_json

Refused = intake.Refused


@dataclass(frozen=True, slots=True)
class Imported:
    """A document and whether this import stored anything."""

    document: Document
    created: bool
    changes: Changes


# --- Importing


def import_document(
    data: bytes,
    *,
    name: str = "",
    publish: bool = False,
    by: User | None = None,
    revise: Document | None = None,
) -> Imported:
    """Store a file as a new document, or as the next revision of `revise`.

    The same bytes change nothing. What is known of a document is kept when it is revised, and what
    was not is taken from the new text. Raises Refused when the text cannot be read, or when another
    document has its title and source and `revise` was not given.
    """
    outline = intake.read(data, name=name)
    digest = originals.keep(data)
    same = _current(digest, None)
    if same is not None and revise in (None, same.document):
        # However it would be read today: its text may have been corrected before it was stored.
        outline = outline_from_json(same.outline)
    if revise is not None:
        outline = with_facts(outline, kept(known_of(revise), facts_of(outline)))
    with worked_out(outline, revise):
        return store_outline(
            outline, sha256=digest, name=name, publish=publish, by=by, revise=revise
        )


def store_outline(
    outline: Outline,
    *,
    sha256: str,
    name: str = "",
    publish: bool = False,
    by: User | None = None,
    owner: User | None = None,
    revise: Document | None = None,
) -> Imported:
    """Store a text that was read already, from the original of that hash, as `import_document`.

    With an owner it becomes a text of theirs alone. A document that is revised is called as the
    outline says. To be called where it is `worked_out`.
    """
    try:
        with transaction.atomic():
            same = _current(sha256, owner)
            if same and _is_said(same, outline, revise):
                document, changes = same.document, None
            else:
                document = revise or create_document(outline, owner=owner)
                set_facts(document, facts_of(outline))
                changes = accept(document, outline, sha256=sha256, name=name, by=by)
            if publish and document.status == Document.Status.DRAFT:
                publish_document(document)
    except IntegrityError as problem:  # the same text came in at the same moment
        if owner is not None:
            raise
        refuse_duplicate(outline)
        raise problem from None
    return Imported(document, created=changes is not None, changes=changes or Changes())


def _current(digest: str, owner: User | None) -> Revision | None:
    """The text now in force of a document, the site's or its owner's, that has these bytes."""
    newest = Max("document__revisions__number")
    return (
        Revision.objects.filter(sha256=digest, document__owner=owner)
        .annotate(newest=newest)
        .filter(number=F("newest"))
        .select_related("document")
        .first()
    )


def _is_said(same: Revision, outline: Outline, revise: Document | None) -> bool:
    """Whether there is nothing to store, for the same bytes may have been corrected otherwise."""
    if outline_from_json(same.outline).sections != outline.sections:
        return False
    # However it was called meanwhile: only who revises it says how it shall be called.
    return revise is None or (revise == same.document and not _changed(revise, facts_of(outline)))


def twin_of(outline: Outline | Facts, *, owner: User | None = None) -> Document | None:
    """The site's document of this title and source, or the owner's, if there is one."""
    source = _fit(outline.source, "source")
    return Document.objects.filter(title=title_of(outline), source=source, owner=owner).first()


def title_of(outline: Outline | Facts) -> str:
    """The title under which a text is stored."""
    return _fit(outline.title, "title") or _("Untitled")


def refuse_duplicate(outline: Outline | Facts, *, besides: Document | None = None) -> None:
    """Raise Refused when a site document, `besides` one, already has this title and source."""
    found = twin_of(outline)
    if found not in (None, besides):
        raise Refused(
            _("“%(title)s” is in the library already, as document %(number)s; revise that one.")
            % {"title": found.title, "number": found.pk}
        )


def create_document(outline: Outline, *, owner: User | None = None) -> Document:
    """A new draft without text yet; `accept` gives it its first revision.

    Raises Refused when the site has a document of this title and source.
    """
    if owner is None:
        refuse_duplicate(outline)
    return Document.objects.create(
        **_columns(facts_of(outline)),
        owner=owner,
        visibility=Document.Visibility.PRIVATE if owner else Document.Visibility.PUBLIC,
    )


# --- What is known of a document, beside its text

COLUMNS = {name: name for name in Facts.__slots__} | {"published": "published_on"}
"""Under which name a document keeps each of its facts."""


def known_of(document: Document) -> Facts:
    """What a document is called, and what else is known of it."""
    return Facts(**{name: getattr(document, column) for name, column in COLUMNS.items()})


def set_facts(document: Document, facts: Facts) -> None:
    """Call a document so, and find it by its new title.

    Raises Refused when the site has another one of this title and source.
    """
    changed = _changed(document, facts)
    if not changed:
        return
    if document.owner_id is None:
        refuse_duplicate(facts, besides=document)
    for name, value in changed.items():
        setattr(document, name, value)
    document.save(update_fields=[*changed, "updated_at"])
    if {"title", "source"}.intersection(changed):
        search.index(document)


def _changed(document: Document, facts: Facts) -> dict[str, Any]:
    """The columns of a document that facts give another value."""
    wanted = _columns(facts)
    return {name: value for name, value in wanted.items() if getattr(document, name) != value}


def _columns(facts: Facts) -> dict[str, Any]:
    """The columns of a document as facts fill them."""
    values = asdict(fitted(facts)) | {"title": title_of(facts)}
    return {COLUMNS[name]: value for name, value in values.items()}


def fitted(facts: Facts) -> Facts:
    """As much of the facts as a document holds."""
    return replace(
        facts,
        title=_fit(facts.title, "title"),
        source=_fit(facts.source, "source"),
        credit=_fit(facts.credit, "credit"),
    )


def _fit(text: str, field: str) -> str:
    """A heading cut to what its column holds (a one-line file has a megabyte of title)."""
    column = Document._meta.get_field(field)
    assert isinstance(column, CharField)
    return text[: column.max_length]


def publish_document(document: Document) -> None:
    """Open a document to its readers."""
    document.status = Document.Status.PUBLISHED
    document.save(update_fields=["status", "updated_at"])


def withdraw_document(document: Document) -> None:
    """Close a document to readers; nothing that was learnt of it is lost."""
    document.status = Document.Status.WITHDRAWN
    document.save(update_fields=["status", "updated_at"])


# --- Changing by hand


def revise_section(
    section: Section,
    *,
    by: User | None,
    body: str | None = None,
    heading: tuple[str, str] | None = None,
    based_on: int | None = None,
) -> Changes:
    """Accept a section's text, its heading (label and title), or both, as an editor corrected it.

    `based_on`: the number of the revision that was corrected. Raises Outdated where another is in
    force by now.
    """
    document = section.document
    current = document.revisions.first()
    assert current is not None, "a document has a text before it can be corrected"
    if based_on not in (None, current.number):
        raise Outdated
    changed = {"label": heading[0], "title": heading[1]} if heading else {}
    changed |= {"body": body} if body is not None else {}
    edited = _with_section(outline_from_json(current.outline), section.position, **changed)
    with worked_out(edited, document):
        # No file holds the text as it is now, so importing the original again is a change.
        return accept(
            document, edited, sha256="", name=current.name, by=by, based_on=current.number
        )


def _with_section(outline: Outline, position: int, **changed: Any) -> Outline:
    """An outline one section of which says something else; statements are found anew in it."""
    sections = list(outline.sections)
    sections[position] = replace(sections[position], **changed)
    found = text_statements.find_statements(tuple(sections), title=outline.title)
    return replace(outline, sections=tuple(sections), statements=found)


def set_marks(
    statement: Statement, marks: Sequence[Span], *, fields: Sequence[str] = ()
) -> bank.Tally:
    """Blank a statement where an editor says, and bring its questions up to date.

    `fields` of the statement that were changed are stored with it. Raises Outdated where the
    statement says something else by now.
    """
    statement.marks = [list(span) for span in sorted(marks)]
    statement.marks_edited = True
    statement.__dict__.pop("parts", None)

    def write(found: bank.Renewal) -> bank.Tally:
        refuse_outdated(statement)
        statement.save(update_fields=["marks", "marks_edited", *fields])
        # Until the next answer nobody is said to know what was not asked.
        statement.standings.update(known_until=None)
        return bank.write(found)

    return write_worked_out(statement.document, lambda: _renewal(statement), write)


def renew_questions(statement: Statement, *, fields: Sequence[str] = ()) -> bank.Tally:
    """Store `fields` of a statement that its questions speak of, and bring these up to date.

    Raises Outdated as `set_marks` does.
    """

    def write(found: bank.Renewal) -> bank.Tally:
        refuse_outdated(statement)
        statement.save(update_fields=fields)
        return bank.write(found)

    return write_worked_out(statement.document, lambda: _renewal(statement), write)


def _renewal(statement: Statement) -> bank.Renewal:
    rows = statement.document.statements.active().select_related("section")
    # Itself as it is to be, not as it is stored.
    around = [statement if row.pk == statement.pk else row for row in rows]
    return bank.renewal([statement], bank.document_terms(around), around=around)


def make_questions_again(document: Document) -> bank.Tally:
    """Bring all questions of a document up to date, as they would be made today."""

    def work() -> bank.Renewal:
        rows = list(document.statements.active().select_related("section"))
        return bank.renewal(rows, bank.document_terms(rows))

    return write_worked_out(document, work, bank.write)


def restore(revision: Revision, *, by: User | None) -> Changes:
    """Accept a former revision again."""
    document = revision.document
    outline = outline_from_json(revision.outline)
    facts = _known_then(document, facts_of(outline))
    outline = with_facts(outline, facts)
    with worked_out(outline, document), transaction.atomic():
        set_facts(document, facts)
        return accept(document, outline, sha256=revision.sha256, name=revision.name, by=by)


def _known_then(document: Document, then: Facts) -> Facts:
    """What a former text said of itself, but for what was changed by hand since the text now in
    force came in, and a title that another document has by now."""
    known, now = known_of(document), facts_of(current_outline(document))
    by_hand = _changed(document, now)
    untouched = {name for name in known.__slots__ if COLUMNS[name] not in by_hand}
    facts = replace(known, **{name: getattr(then, name) for name in untouched})
    if document.owner_id is None and twin_of(facts) not in (None, document):
        return replace(facts, title=known.title, source=known.source)
    return facts
