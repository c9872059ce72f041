"""The styles of a Word document: what they make of a paragraph and of its letters."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from studyapp.text.readers.numbering import W

_HEADING = re.compile(r"(?:heading|标题|標題)\s*(\d)$", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|标题|標題|文档标题|大标题)$", re.IGNORECASE)
_CONTENTS = re.compile(r"toc(?:\s*\d|\s*heading)|目录\s*\d|table of figures", re.IGNORECASE)
_DEFAULT_SIZE = 10.0
_LONGEST_CHAIN = 12


@dataclass(frozen=True, slots=True)
class Style:
    """What a style gives: heading level (1-6, 0 for text), size in points, and so on."""

    level: int = 0
    is_title: bool = False
    is_contents: bool = False
    bold: bool = False
    hidden: bool = False
    underlined: bool = False
    shift: str = ""
    """"superscript", "subscript" or what else raises or lowers the letters."""
    size: float = _DEFAULT_SIZE
    numbering: tuple[str, int] = ("", 0)


class Styles:
    """The styles by their ids, each resolved along the chain of those that it is based on."""

    def __init__(self, part: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, Style] = {}
        self._default = Style()
        default_id = ""
        if part is not None:
            self._default = _with_letters(
                Style(), part.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
            )
            for element in part.iterfind(f"{W}style"):
                name = element.get(f"{W}styleId", "")
                self._elements[name] = element
                if element.get(f"{W}default") and element.get(f"{W}type") == "paragraph":
                    default_id = name
        self._default = self._resolve(default_id, ())

    def of_paragraph(self, properties: etree._Element | None) -> Style:
        """The style of a paragraph, and what is set on the paragraph itself."""
        if properties is None:
            return self._default
        name = properties.find(f"{W}pStyle")
        style = self._default if name is None else self._resolve(name.get(f"{W}val", ""), ())
        return _with_paragraph(style, properties)

    def of_run(self, properties: etree._Element | None, style: Style) -> Style:
        """How the letters of a run look in a paragraph of that style."""
        if properties is None or not len(properties):
            return style
        name = properties.find(f"{W}rStyle")
        if name is not None:
            element = self._elements.get(name.get(f"{W}val", ""))
            style = _with_letters(style, None if element is None else element.find(f"{W}rPr"))
        return _with_letters(style, properties)

    def _resolve(self, name: str, seen: tuple[str, ...]) -> Style:
        if name in self._resolved:
            return self._resolved[name]
        element = self._elements.get(name)
        if element is None or name in seen or len(seen) > _LONGEST_CHAIN:
            return self._default
        based = element.find(f"{W}basedOn")
        parent = (
            self._default
            if based is None
            else self._resolve(based.get(f"{W}val", ""), (*seen, name))
        )
        style = _with_letters(parent, element.find(f"{W}rPr"))
        style = _with_name(_with_paragraph(style, element.find(f"{W}pPr")), element)
        self._resolved[name] = style
        return style


def _with_name(style: Style, element: etree._Element) -> Style:
    named = element.find(f"{W}name")
    name = "" if named is None else named.get(f"{W}val", "").strip()
    if match := _HEADING.match(name):
        return replace(style, level=min(int(match[1]), 6) or style.level)
    if _TITLE.match(name):
        return replace(style, is_title=True, level=0)
    return replace(style, is_contents=True) if _CONTENTS.match(name) else style


def _with_paragraph(style: Style, properties: etree._Element | None) -> Style:
    if properties is None:
        return style
    outline = properties.find(f"{W}outlineLvl")
    if outline is not None:
        text = outline.get(f"{W}val", "")
        level = int(text) + 1 if text.isdigit() and len(text) == 1 else 0
        style = replace(style, level=level if level <= 6 else 0)
    numbered = properties.find(f"{W}numPr")
    if numbered is not None:
        number, depth = numbered.find(f"{W}numId"), numbered.find(f"{W}ilvl")
        text = "" if depth is None else depth.get(f"{W}val", "")
        style = replace(
            style,
            numbering=(
                style.numbering[0] if number is None else number.get(f"{W}val", ""),
                int(text) if text.isdigit() else style.numbering[1],
            ),
        )
    return style


def _with_letters(style: Style, properties: etree._Element | None) -> Style:
    if properties is None:
        return style
    for child in properties:
        if child.tag == f"{W}b":
            style = replace(style, bold=is_on(child))
        elif child.tag == f"{W}vanish":
            style = replace(style, hidden=is_on(child))
        elif child.tag == f"{W}u":
            style = replace(style, underlined=is_on(child))
        elif child.tag == f"{W}vertAlign":
            style = replace(style, shift=child.get(f"{W}val", ""))
        elif child.tag == f"{W}sz":
            text = child.get(f"{W}val", "")
            if text.isdigit() and len(text) < 5:
                style = replace(style, size=int(text) / 2)
    return style


def is_on(element: etree._Element) -> bool:
    """Whether a switch such as `<w:b/>` is on."""
    return element.get(f"{W}val", "1") not in ("0", "false", "off", "none")
