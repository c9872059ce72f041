"""Everything that the site knows of one person, as an archive that they can take away.

What is in it is explained in the archive itself, by `templates/account/export.md`. Rows are read
and written a few hundred at a time, so that a learner of many years needs no more memory.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import PurePath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Prefetch, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from studyapp import corrected, originals, progress
from studyapp.models import Attempt, Correction, Document, Revision, Standing, Statement, User
from studyapp.text.readers.kinds import SUFFIXES

CHUNK = 500
BLANK = "____"
# What would let another sign in, and what is no figure of theirs.
SECRETS = {"password", "invitation_id", "sign_outs"}
Row = dict[str, Any]


def make(learner: User, *, now: datetime) -> IO[bytes]:
    """Return the archive, a file at its beginning that is gone once it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        _write_readme(archive, learner, now)
        _write_json(archive, "profile.json", _profile(learner))
        _write_json(archive, "figures.json", progress.all_figures(learner, now).to_json())
        for model in study_models():
            _write_lines(archive, f"{file_name(model)}.jsonl", rows_of(model, learner))
        _write_lines(archive, "statements.jsonl", _statements(learner))
        _write_answers(archive, learner)
        _write_documents(archive, learner)
    file.seek(0)
    return file


def study_models() -> list[type[Model]]:
    """Every table whose rows are a learner's: those that say so by a column of that name."""
    found = apps.get_app_config("studyapp").get_models()
    return [m for m in found if any(field.name == "learner" for field in m._meta.fields)]


def file_name(model: type[Model]) -> str:
    """attempts, memories, …: what a table's file is called."""
    name = str(model._meta.model_name)
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


# --- Files of the archive


def _write_readme(archive: ZipFile, learner: User, now: datetime) -> None:
    names = sorted(file_name(model) for model in study_models())
    context = {"learner": learner, "now": now, "site": settings.SITE_URL, "tables": names}
    archive.writestr("README.md", render_to_string("account/export.md", context))


def _write_json(archive: ZipFile, name: str, content: Any) -> None:
    words = json.dumps(_plain(content), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    archive.writestr(name, words + "\n")


def _plain(value: Any) -> Any:
    """JSON has no keys but words; a section without a number is one without a section."""
    if isinstance(value, dict):
        return {"" if key is None else str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _write_lines(archive: ZipFile, name: str, rows: Iterable[Row]) -> None:
    encode = DjangoJSONEncoder(ensure_ascii=False).encode
    with archive.open(name, "w", force_zip64=True) as file:
        for row in rows:
            file.write(encode(row).encode() + b"\n")


def _write_answers(archive: ZipFile, learner: User) -> None:
    """The answers as a table that a spreadsheet opens: times in the learner's own zone."""
    with archive.open("answers.csv", "w", force_zip64=True) as raw:
        file = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        table = csv.writer(file)
        table.writerow(
            [
                *(_("Time"), _("Text"), _("Question"), _("Your answer"), _("Right answer")),
                *(_("Verdict"), _("Counts as"), _("Hints")),
            ]
        )
        with timezone.override(learner.time_zone):
            for attempt in _attempts(learner).filter(received_at__isnull=False).iterator(CHUNK):
                table.writerow([_cell(value) for value in _answer(attempt)])
        file.detach()


def _cell(value: object) -> str:
    """A cell as text; what a spreadsheet would take for a formula is quoted."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _answer(attempt: Attempt) -> list[object]:
    held = corrected.holding(attempt)
    question = attempt.question
    assert attempt.received_at is not None
    return [
        timezone.localtime(attempt.received_at).strftime("%Y-%m-%d %H:%M:%S"),
        attempt.statement.document.title,
        words_of(attempt),
        " / ".join(map(str, attempt.response or [])),
        " / ".join(question.right_answers) if question else "",
        attempt.get_verdict_display(),
        _("taken back") if held.undone else Attempt.Verdict(held.verdict).label,
        attempt.hints,
    ]


def words_of(attempt: Attempt) -> str:
    """A question as words: its sentence with what was asked left out, or what it goes by."""
    if attempt.question is None:
        return attempt.statement.text
    prompt = attempt.question.prompt
    text, blanks = prompt.get("text", ""), prompt.get("blanks")
    if not blanks:
        return str(prompt.get("lead_in") or prompt.get("cue") or attempt.statement.lead_in or text)
    for start, end in sorted(blanks, reverse=True):
        text = text[:start] + BLANK + text[end:]
    return str(text)


# --- Rows


def _profile(learner: User) -> Row:
    row = {name: value for name, value in _columns(learner, learner) if name not in SECRETS}
    return row | {"groups": [group.name for group in learner.groups.all()]}


def rows_of(model: type[Model], learner: User) -> Iterator[Row]:
    """The rows of a learner in a table; those of answers with the words of their question."""
    rows: QuerySet[Any] = model._default_manager.filter(learner=learner).order_by("pk")
    if model is Attempt:
        rows = _attempts(learner)
    for row in rows.iterator(CHUNK):
        columns = {name: value for name, value in _columns(row, learner) if name != "learner_id"}
        yield columns | (_asked(row) if isinstance(row, Attempt) else {})


def _attempts(learner: User) -> QuerySet[Attempt]:
    return (
        Attempt.objects.filter(learner=learner)
        .select_related("question", "sitting", "statement__document")
        .prefetch_related(Prefetch("corrections", Correction.objects.filter(learner=learner)))
        .order_by("issued_at", "pk")
    )


def _asked(attempt: Attempt) -> Row:
    """What the page of an attempt showed, and what the answer counts as now.

    Before an exam is over, not what its questions are made of: that is where the answers stand.
    """
    question = attempt.question if attempt.answered or attempt.sitting.tells_keys else None
    held = corrected.holding(attempt)
    return {
        "kind": attempt.kind,
        "question_text": words_of(attempt),
        "question_prompt": question.prompt if question else None,
        "right_answers": question.right_answers if question else [],
        "document": attempt.statement.document.title,
        "counts_as": "taken back" if held.undone else held.verdict,
    }


def _columns(row: Model, learner: User) -> Iterator[tuple[str, Any]]:
    """The columns of a row; of another person no more than that it was another."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.related_model is User and field.name != "learner" and value is not None:
            value = "me" if value == learner.pk else "another"
        yield field.attname, value


def _statements(learner: User) -> Iterator[Row]:
    """The statements that the rows name by number, and the words of their parts."""
    met = Standing.objects.filter(learner=learner).values("statement")
    rows = Statement.objects.filter(pk__in=met).select_related("document", "section")
    for row in rows.order_by("document", "position").iterator(CHUNK):
        yield {
            "id": row.pk,
            "document": row.document.title,
            "section": row.section.heading if row.section else "",
            "text": row.text,
            "parts": {part.key: part.text for part in row.parts},
        }


def _write_documents(archive: ZipFile, learner: User) -> None:
    """The learner's own texts: every original as it came in, and what is known about them."""
    documents = Document.objects.filter(owner=learner).order_by("pk")
    _write_lines(archive, "documents.jsonl", (_document(row, learner) for row in documents))
    for document in documents:
        for revision in document.revisions.exclude(sha256="").order_by("number"):
            if originals.is_kept(revision.sha256):
                name = f"documents/{document.pk}/{revision.number}{_ending(revision)}"
                archive.writestr(name, originals.read(revision.sha256))


def _document(document: Document, learner: User) -> Row:
    revisions = document.revisions.order_by("number")
    kept = ("number", "sha256", "created_at")
    history = [{name: getattr(revision, name) for name in kept} for revision in revisions]
    return dict(_columns(document, learner)) | {"revisions": history}


def _ending(revision: Revision) -> str:
    """That of the file as it came in; of a kind that is not read it was taken for plain text."""
    suffix = PurePath(revision.name).suffix.lower()
    return suffix if suffix in SUFFIXES else ".txt"
