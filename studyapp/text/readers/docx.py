"""Word documents to paragraphs, by what they look like as well as by their styles.

The parts are read with lxml itself: python-docx unpacks every part, pictures too, and gives up on
a relation to a part that is not there, which WPS writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from lxml import etree

from studyapp.text.looks import BLANK, is_wide, lowered, raised
from studyapp.text.readers.emphasis import Look, weigh
from studyapp.text.readers.numbering import Numbering, W
from studyapp.text.readers.package import Package
from studyapp.text.readers.pageparts import DEEPEST_SPAN, repeatable
from studyapp.text.readers.wordstyles import Style, Styles, is_on
from studyapp.text.source import Block, Source, Unreadable

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{_MC}Fallback", f"{W}rt"}
)
_TRANSPARENT = frozenset(
    f"{W}{name}" for name in ("sdtContent", "ins", "moveTo", "smartTag", "customXml")
)
_CONTENTS = f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"
_DEEPEST = 40


@dataclass(slots=True)
class _Paragraph:
    """A paragraph in the making: its lines, and how its letters look."""

    _lines: list[list[tuple[str, bool]]] = field(default_factory=lambda: [[]])
    """The stretches of each line, and whether they are underlined."""
    plain: int = 0
    bold: int = 0
    sizes: dict[float, int] = field(default_factory=dict)

    def add(self, text: str, look: Style) -> None:
        self.put(text, look)
        count = len(text.strip())
        self.bold += count * look.bold
        self.plain += count * (not look.bold)
        self.sizes[look.size] = self.sizes.get(look.size, 0) + count

    def put(self, text: str, look: Style) -> None:
        """Add a mark, which says nothing about the letters."""
        if text:
            self._lines[-1].append((text, look.underlined))

    def break_line(self) -> None:
        self._lines.append([])

    @property
    def lines(self) -> list[str]:
        return [_line(stretches) for stretches in self._lines]

    @property
    def size(self) -> float:
        return max(self.sizes, key=lambda size: self.sizes[size], default=0.0)


@dataclass(frozen=True, slots=True)
class _Reaching:
    """What a cell says in up to ``rows`` rows below it."""

    text: str
    rows: int


def read_docx(data: bytes) -> Source:
    """The paragraphs, tables and lists of a Word document in their order. Raises Unreadable."""
    package = Package(data)
    main = package.main_part()
    root = package.part(main)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise Unreadable("damaged")
    reader = _Reader(
        Styles(package.related(main, "styles")), Numbering(package.related(main, "numbering"))
    )
    looks = [*reader.blocks(body), *reader.notes(package.related(main, "footnotes"))]
    return weigh(looks, title=reader.title)


class _Reader:
    """Walks a body once."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self.title = ""

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Look]:
        """What stands in the body, in a cell or in a text box."""
        if depth > _DEEPEST:
            return
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, depth)
            elif child.tag in _TRANSPARENT or (child.tag == f"{W}sdt" and not _is_contents(child)):
                yield from self.blocks(child, depth + 1)

    def notes(self, part: etree._Element | None) -> Iterator[Look]:
        """The footnotes, after all else."""
        for note in () if part is None else part.iterfind(f"{W}footnote"):
            if note.get(f"{W}type") is None:
                yield from self.blocks(note)

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[Look]:
        properties = element.find(f"{W}pPr")
        style = self._styles.of_paragraph(properties)
        if style.is_contents:
            return
        paragraph, boxes = _Paragraph(), list[etree._Element]()
        self._runs(element, style, paragraph, boxes, 0)
        level = style.level
        lines = [" ".join(line.split(" ")).strip() for line in paragraph.lines]
        lines = [line for line in lines if line]
        if level or style.is_title:
            lines = [" ".join(lines)] if lines else []
        label = self._label(properties, style) if lines else None
        if style.is_title and not self.title and depth == 0 and lines:
            self.title = lines[0]
        is_item = label is not None and not level
        for line in lines:
            text = f"{label}{_gap(label)}{line}" if label else line
            bold = paragraph.bold > 0 and paragraph.plain * 20 <= paragraph.bold
            block = Block(text, level, "item" if is_item else "text", bold)
            yield Look(block, paragraph.size)
            label = ""
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _label(self, properties: etree._Element | None, style: Style) -> str | None:
        number, depth = style.numbering
        own = None if properties is None else properties.find(f"{W}numPr")
        if own is not None:
            number, depth = _numbering_of(own, number, depth)
        return self._numbering.next_label(number, depth) if number not in ("", "0") else None

    def _runs(
        self,
        parent: etree._Element,
        style: Style,
        into: _Paragraph,
        boxes: list[etree._Element],
        depth: int,
    ) -> None:
        if depth > _DEEPEST:
            return
        for child in parent:
            if child.tag == f"{W}r":
                self._run(child, style, into, boxes, depth)
            elif child.tag not in _SKIPPED and isinstance(child.tag, str):
                self._runs(child, style, into, boxes, depth + 1)

    def _run(
        self,
        run: etree._Element,
        style: Style,
        into: _Paragraph,
        boxes: list[etree._Element],
        depth: int,
    ) -> None:
        look = self._styles.of_run(run.find(f"{W}rPr"), style)
        if look.hidden:
            return
        for child in run:
            if child.tag == f"{W}t":
                into.add(_shown(child.text or "", look), look)
            elif child.tag in (f"{W}tab", f"{W}ptab"):
                into.put("\t" if look.underlined else " ", look)
            elif child.tag in (f"{W}br", f"{W}cr"):
                into.break_line()
            elif child.tag == f"{W}noBreakHyphen":
                into.put("-", look)
            elif child.tag in (f"{W}ruby", f"{W}rubyBase"):
                self._runs(child, style, into, boxes, depth + 1)
            elif child.tag not in _SKIPPED and isinstance(child.tag, str):
                boxes.extend(_boxes(child))

    def _table(self, table: etree._Element, depth: int) -> Iterator[Look]:
        """A row a block; a table of one column is a frame around paragraphs."""
        rows = [list(row.iterfind(f"{W}tc")) for row in table.iterfind(f"{W}tr")]
        if max(map(len, rows), default=0) <= 1:
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell, depth + 1)
            return
        above: dict[int, _Reaching] = {}
        for row in rows:
            cells, above = self._cells(row, above, depth)
            if any(cells):
                yield Look(Block(" | ".join(cells), kind="row"), 0.0)

    def _cells(
        self, row: list[etree._Element], above: dict[int, _Reaching], depth: int
    ) -> tuple[list[str], dict[int, _Reaching]]:
        """The texts of a row, those of cells that reach down from above among them, and what may
        reach on by column."""
        texts: list[str] = []
        reaching: dict[int, _Reaching] = {}
        column = 0
        for cell in row:
            width, goes_on = _spans(cell)
            text = " ".join(look.block.text for look in self.blocks(cell, depth + 1))
            held = above.get(column) if goes_on and not text else None
            texts.append(held.text if held else text)
            if held is None:
                reaching[column] = _Reaching(repeatable(text), DEEPEST_SPAN - 1)
            elif held.rows > 1:
                reaching[column] = _Reaching(held.text, held.rows - 1)
            column += width
        return texts, reaching


def _line(stretches: list[tuple[str, bool]]) -> str:
    """The line, with a blank drawn for what is underlined and holds no letters at all."""
    drawn = []
    for underlined, run in groupby(stretches, itemgetter(1)):
        text = "".join(part for part, _ in run)
        is_drawn = underlined and ("\t" in text or is_wide(text)) and not text.strip()
        drawn.append(BLANK if is_drawn else text.replace("\t", " "))
    return "".join(drawn)


def _shown(text: str, look: Style) -> str:
    """Letters as they look: raised or lowered."""
    if look.shift == "superscript":
        return raised(text)
    return lowered(text) if look.shift == "subscript" else text


def _spans(cell: etree._Element) -> tuple[int, bool]:
    """How many columns a cell of a table takes, and whether it goes on from the row above."""
    span, merged = cell.find(f"{W}tcPr/{W}gridSpan"), cell.find(f"{W}tcPr/{W}vMerge")
    told = "" if span is None else span.get(f"{W}val", "")
    goes_on = merged is not None and merged.get(f"{W}val") != "restart"
    return int(told) if told.isdecimal() and 0 < len(told) < 4 else 1, goes_on


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    for box in element.iter(f"{W}txbxContent"):
        if not any(True for _ in box.iterancestors(f"{_MC}Fallback")):
            yield box


def _is_contents(sdt: etree._Element) -> bool:
    gallery = sdt.find(_CONTENTS)
    return gallery is not None and "Contents" in gallery.get(f"{W}val", "")


def _numbering_of(element: etree._Element, number: str, depth: int) -> tuple[str, int]:
    found, level = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    number = found.get(f"{W}val", "") if found is not None else number
    text = level.get(f"{W}val", "") if level is not None else ""
    return number, int(text) if text.isdigit() else depth


def _gap(label: str) -> str:
    return "" if label[-1] in "、）．)" else " "


__all__ = ["is_on", "read_docx"]
