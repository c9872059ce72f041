"""What a writer's tools leave in a text: roles, directives and formulas, which nobody learns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studyapp.questions.code import code_spans
from studyapp.questions.marks import Mark

_ROLE = r":[a-z][a-z0-9_-]*:(?:`[^`\n]*`|[A-Za-z0-9_.,/+-]+)"
_REFERS = r":(?:numref|eqref|ref|label)[a-z0-9_-]*:(?:`[^`\n]*`|[A-Za-z0-9_.,/+-]+)"
_TABS = r":(?:begin|end)_\w+:(?:`[^`\n]*`)?"
# 如 :numref:fig所示， goes with its words: the figure is not there to be seen.
_SHOWN = (
    rf"[（(](?:如|见|参见)?[ \t]*{_ROLE}[ \t]*中?(?:所示)?[ \t]*[）)]"
    rf"|[，,][ \t]*如[ \t]*{_ROLE}[ \t]*中?所示(?=[，。；])"
    rf"|^如[ \t]*{_ROLE}[ \t]*中?所示，"
)
_MARKUP = re.compile(rf"{_SHOWN}|[ \t]*(?<![\w:])(?:{_ROLE}|{_TABS})", re.MULTILINE)
_SHOWS = re.compile(_SHOWN, re.MULTILINE)
_POINTING = re.compile(rf"(?<![\w:]){_REFERS}")
_FORMULA = re.compile(r"\$[^$\n]*[\[\](){}\\^_][^$\n]*\$")


def has_formula(text: str) -> bool:
    """Whether it holds a formula in dollar signs, which cannot be typed from memory as it is."""
    return "$" in text and bool(_FORMULA.search(text))


def is_residue(text: str) -> bool:
    """Whether it is markup alone, a caption without its head, or tells of a figure by label."""
    if text.lstrip().startswith(("：", ":")) and not _MARKUP.match(text):
        return True
    if ":" not in text:
        return False
    if _POINTING.search(_SHOWS.sub("", text)):
        return True
    rest = _MARKUP.sub("", text)
    return rest != text and not any(char.isalnum() for char in rest)


def unaskable(text: str) -> list[Mark]:
    """Where roles, directives, formulas and code stand, which no blank may touch."""
    formulas = _FORMULA.finditer(text) if "$" in text else ()
    return [*_markup_spans(text), *code_spans(text), *(match.span() for match in formulas)]


def _markup_spans(text: str) -> list[Mark]:
    return [match.span() for match in _MARKUP.finditer(text)] if ":" in text else []


def without_markup(text: str, marks: Sequence[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """The text without roles and directives, its marks moved along; those in them go."""
    cuts = _markup_spans(text)
    if not cuts:
        return text, tuple(marks)
    kept = [mark for mark in marks if not any(mark[0] < b and a < mark[1] for a, b in cuts)]

    def moved(at: int) -> int:
        return at - sum(end - start for start, end in cuts if end <= at)

    return _MARKUP.sub("", text), tuple((moved(start), moved(end)) for start, end in kept)
