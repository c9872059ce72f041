"""A text on its way in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from studyapp import imports, intake
from studyapp.text.outline import Outline
from studyapp.text.source import Unreadable
from studyapp.widgets import FileChooser


class ImportForm(forms.Form):
    """A text on its way in: a file, or a paste. `content` holds its bytes, `outline` what was read
    in them; None where that takes longer than an editor should wait."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        widget=FileChooser(attrs={"accept": ",".join(intake.SUFFIXES)}),
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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text") or ""
        if self.errors:
            return cleaned
        if bool(file) == bool(text.strip()):
            raise ValidationError(_("Choose a file or paste a text: one of the two."))
        if file is not None:
            self.name = intake.clean_name(file.name or "")
        self.content = self._bytes_of(file) if file is not None else text.encode()
        self._read()
        return cleaned

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
