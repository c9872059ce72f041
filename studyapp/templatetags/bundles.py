"""`{% bundle "studyapp/study.js" %}`: the links to scripts or sheets that pages need together."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from studyapp.staticfiles import files_of

register = template.Library()

_SCRIPT, _SHEET = '<script src="{}" defer></script>', '<link rel="stylesheet" href="{}">'


@register.simple_tag
def bundle(name: str) -> SafeString:
    form = _SCRIPT if name.endswith(".js") else _SHEET
    return format_html_join("", form, ((static(file),) for file in files_of(name)))
