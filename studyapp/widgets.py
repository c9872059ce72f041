"""Fields of forms that look and speak as the site does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


class FileChooser(forms.FileInput):
    """A file to choose or to drop. With JavaScript its button and the name of the file are ours,
    in the language of the page; without, they are the browser's own."""

    class Media:
        js = (Script("studyapp/js/file-chooser.js", defer=True),)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002
        """All that were sent, also where one is asked for: else the last is taken unsaid."""
        return files.getlist(name)

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        several = self.allow_multiple_selected
        return format_html(
            '<file-chooser>{}<label class="button" for="{}" hidden>{}</label>'
            '<span class="soft" aria-live="polite" data-none="{}" data-several="{}" hidden></span>'
            "</file-chooser>",
            field,
            (attrs or {}).get("id", ""),
            _("Choose files") if several else _("Choose a file"),
            _("or drop them here") if several else _("or drop it here"),
            _("{count} files: {names}"),
        )


class FilesChooser(FileChooser):
    """Several files at a time."""

    allow_multiple_selected = True
