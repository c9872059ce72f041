"""Texts on their way in: the files, and what each says of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from studyapp import batches, imports, intake, library
from studyapp.models import Import
from studyapp.text.dates import find_date, is_date_line
from studyapp.text.facts import Facts, facts_of
from studyapp.text.outline import Outline
from studyapp.text.source import Unreadable, clean
from studyapp.widgets import FileChooser, FilesChooser

LANGUAGES = (("zh-Hans", "简体中文"), ("zh-Hant", "繁體中文"), ("en", "English"))


class FilesField(forms.FileField):
    """Files to choose or to drop; their list, which may be empty."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        sent = data if isinstance(data, list) else [data]
        files = (super(FilesField, self).clean(file, initial) for file in sent if file is not None)
        return [file for file in files if file is not None]


class ImportForm(forms.Form):
    """Texts on their way in: files, or a paste. `content` holds the bytes of a single one,
    `outline` what was read in them; None where that takes longer than an editor should wait.
    `together` are several files.

    `room`: for how many texts there is place; 1 where it is the next text of a document.
    """

    file = FilesField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "Word (.docx), PDF with text in it, web page (.html), Markdown (.md) or plain text "
            "(.txt), in any usual encoding."
        ),
    )
    text = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "class": "text-of-document"}),
        help_text=_(
            "The title on the first line; then source and date if there are any; then the text. "
            "Headings are found by their numbers (一、 （一） 第一章 1.) or by # marks."
        ),
    )

    content: bytes = b""
    name: str = ""
    outline: Outline | None = None

    def __init__(self, *args: Any, room: int = batches.MOST_FILES, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.room = room
        self.together: list[UploadedFile[bytes]] = []
        field = self.fields["file"]
        accepted = {"accept": ",".join(intake.SUFFIXES)}
        field.widget = FileChooser(accepted) if room == 1 else FilesChooser(accepted)
        if room > 1:
            field.label = _("Files")
            most = _("Up to %(most)s at a time.") % {"most": min(room, batches.MOST_FILES)}
            field.help_text = f"{field.help_text} {most}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        files, text = cleaned.get("file") or [], cleaned.get("text") or ""
        if self.errors:
            return cleaned
        if bool(files) == bool(text.strip()):
            raise ValidationError(_("Choose a file or paste a text: one of the two."))
        if len(files) > 1:
            self._check_together(files)
            self.together = files
            return cleaned
        if files:
            self.name = intake.clean_name(files[0].name or "")
        self.content = self._bytes_of(files[0]) if files else text.encode()
        self._read()
        return cleaned

    def _check_together(self, files: Sequence[UploadedFile[bytes]]) -> None:
        """Raise ValidationError where so many or so large files are not taken at a time."""
        if len(files) > batches.MOST_FILES:
            raise ValidationError(
                _("These are %(count)s files: choose at most %(most)s at a time."),
                params={"count": len(files), "most": batches.MOST_FILES},
            )
        if len(files) > self.room:
            raise ValidationError(
                ngettext_lazy(
                    "There is room for %(room)s text, and these are %(count)s.",
                    "There is room for %(room)s texts, and these are %(count)s.",
                    "room",
                ),
                params={"count": len(files), "room": self.room},
            )
        if sum(file.size or 0 for file in files) > batches.MOST_BYTES:
            raise ValidationError(
                _("Together the files are larger than %(limit)s MB: choose fewer at a time."),
                params={"limit": batches.MOST_BYTES // 1_000_000},
            )

    @property
    def files_together(self) -> Iterator[batches.File]:
        """The several files, by name; none is in memory longer than it is needed."""
        for file in self.together:
            is_read = (file.size or 0) <= intake.MOST_BYTES
            yield intake.clean_name(file.name or ""), bytes(file.read()) if is_read else None

    def _bytes_of(self, file: UploadedFile[bytes]) -> bytes:
        if (file.size or 0) > intake.MOST_BYTES:
            raise ValidationError(intake.explain(Unreadable("too_large")))
        return bytes(file.read())

    def _read(self) -> None:
        try:
            self.outline = intake.read(self.content, name=self.name, seconds=imports.PATIENCE)
        except intake.TooSlow:
            self.outline = None
        except intake.Refused as problem:
            raise ValidationError(str(problem)) from problem


# --- What a text says of itself


class PrintedDate(forms.DateField):
    """A date as it is printed in a text, or as computers write it."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, dt.date) else value

    def to_python(self, value: Any) -> dt.date | None:
        printed = str(value or "").strip()
        found = find_date(printed) if printed and is_date_line(printed) else None
        if printed and found is None:
            raise ValidationError(
                _("There is no such date. Write it as 2026-03-01 or 2026年3月1日.")
            )
        return found


@dataclass(frozen=True, slots=True)
class Other:
    """Another value that a field might have: what the document has, or what was read."""

    label: str
    shown: str
    take: str


class FactsForm(forms.Form):
    """What a text says of itself, as it was read, as its document has it, and to be put right.

    A button that is called `take` puts another value into its field.
    """

    title = forms.CharField(
        label=_("Title"),
        max_length=500,
        error_messages={"required": _("A text needs a title, under which it is found.")},
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    published = PrintedDate(label=_("Published on"), required=False)
    credit = forms.CharField(label=_("Credit"), max_length=300, required=False)
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)

    def __init__(self, row: Import, data: Any = None) -> None:
        outline, document = imports.settled(row)
        self.row, self.document = row, document
        self.read = imports.read_of(row, imports.outline_of(row))
        self.known = library.known_of(document) if document is not None else self.read
        super().__init__(self._taken(data), initial=_values(library.fitted(facts_of(outline))))

    def _taken(self, data: Any) -> Any:
        """What was sent, with the value that a button `take` names: `title read`, `title known`."""
        name, _space, of = (data or {}).get("take", "").partition(" ")
        if name not in Facts.__slots__ or of not in ("read", "known"):
            return data
        return {**data.dict(), name: _values(getattr(self, of))[name]}

    def clean_title(self) -> str:
        title = clean(self.cleaned_data["title"]).strip()
        if not any(letter.isalnum() for letter in title):
            raise ValidationError(self.fields["title"].error_messages["required"])
        return title

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.row.document_id and not self.row.owner_id and not self.errors:
            try:
                library.refuse_duplicate(self.facts, besides=self.document)
            except library.Refused as problem:
                self.add_error("title", str(problem))
        return cleaned

    def full_clean(self) -> None:
        super().full_clean()
        wrong = next((name for name in self.fields if name in self.errors), None)
        if wrong is not None:
            self.fields[wrong].widget.attrs["autofocus"] = True

    @property
    def facts(self) -> Facts:
        """What was sent, where it is sound."""
        return Facts(**{name: self.cleaned_data[name] for name in Facts.__slots__})

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, list[Other]]]:
        """Each field, with what else it might hold."""
        for field in self:
            yield field, list(self._others(field))

    def _others(self, field: forms.BoundField) -> Iterator[Other]:
        now = field.value() or ""
        read, known = (_values(facts)[field.name] for facts in (self.read, self.known))
        if known not in (now, read):
            yield Other(str(_("Until now:")), _shown(field.name, known), f"{field.name} known")
        if read and read != now:
            yield Other(str(_("As read:")), _shown(field.name, read), f"{field.name} read")


def _values(facts: Facts) -> dict[str, str]:
    """Facts as fields hold them."""
    published = facts.published.isoformat() if facts.published else ""
    return {name: getattr(facts, name) for name in Facts.__slots__} | {"published": published}


def _shown(name: str, value: str) -> str:
    if not value:
        return str(_("nothing"))
    if name == "published":
        return date_format(dt.date.fromisoformat(value))
    return dict(LANGUAGES).get(value, value) if name == "language" else value
