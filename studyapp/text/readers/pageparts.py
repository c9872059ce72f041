"""The parts of a web page: its paragraphs in order, each with what holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from studyapp.text.labels import read_label
from studyapp.text.looks import BLANK, is_wide, lowered, raised
from studyapp.text.widths import join_lines

_SKIPPED = frozenset(
    "script style noscript template iframe frame object embed applet svg math canvas audio video "
    "map select option optgroup textarea button input datalist head title rp rt dialog menu".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main "
    "nav ol p pre section summary table tbody td tfoot th thead tr ul caption".split()
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\f]+")
# What leads from a word to its note and back, and the tools beside a heading.
_NOTE_MARK = re.compile(
    r"[\[［〔(（]?(?:注\s?)?(?:\d{1,3}|[a-z*†‡])[\]］〕)）]?|[↩↑⏎^]\ufe0e?", re.IGNORECASE
)
_HEADING_TOOL = re.compile(r"[\[［](?:[编編][辑輯]|edit\b).{0,20}[\]］]|[¶§#]", re.IGNORECASE)
DEEPEST = 250
LONGEST_CELL, FEWEST_CELLS, WIDEST_SPAN, DEEPEST_SPAN = 60, 4, 100, 50
_MOST_HELD = 20


@dataclass(slots=True)
class Part:
    """A paragraph of a page. ``linked`` counts its characters inside links, ``bold`` those in bold;
    ``path`` are the elements around it, from the outside."""

    text: str
    path: tuple[etree._Element, ...]
    level: int = 0
    kind: str = "text"
    linked: int = 0
    bold: int = 0

    @property
    def is_bold(self) -> bool:
        return self.bold * 20 >= 19 * len(re.sub(r"\s", "", self.text))

    @property
    def is_marked(self) -> bool:
        """Whether the page sets it off as a heading."""
        return self.level > 0 or (self.is_bold and len(self.text) <= 80)

    @property
    def is_linked(self) -> bool:
        """Whether it is mostly links."""
        return self.linked * 2 > len(re.sub(r"\s", "", self.text))


@dataclass(slots=True)
class _Text:
    """A paragraph in the making."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    bold: int = 0

    def add(self, text: str, *, in_link: bool, is_bold: bool) -> None:
        count = len(re.sub(r"\s", "", text))
        self.pieces.append(text)
        self.linked += count * in_link
        self.bold += count * is_bold


@dataclass(frozen=True, slots=True)
class _Where:
    path: tuple[etree._Element, ...] = ()
    in_link: bool = False
    is_bold: bool = False
    level: int = 0
    kind: str = "text"
    label: str = ""


# An element, what holds it, and what it makes of its content once that has been gone through.
_Step = tuple[etree._Element, _Where, _Where | None]


def read_parts(root: etree._Element) -> list[Part]:
    """All paragraphs of the page that can be seen, in their order."""
    for element in root.iter("sup", "sub", "u"):
        _say_look(element)
    return list(_Walk().parts(root))


def _say_look(element: etree._Element) -> None:
    """Put into characters what only the look of an element says."""
    text = element.text or ""
    if len(element) or not text:
        return
    if element.tag == "u":
        element.text = BLANK if is_wide(text) and not _is_beside_underlined(element) else text
    else:
        element.text = raised(text) if element.tag == "sup" else lowered(text)


def _is_beside_underlined(element: etree._Element) -> bool:
    """Whether it stands right beside underlined words, or among them."""
    before, after, parent = element.getprevious(), element.getnext(), element.getparent()
    return (
        (before is not None and not before.tail and _is_underlined(before))
        or (after is not None and not element.tail and _is_underlined(after))
        or (parent is not None and parent.tag == "u")
    )


def _is_underlined(element: etree._Element) -> bool:
    return element.tag == "u" and bool((element.text or "").strip())


class _Walk:
    """Goes through a page without recursion, which a page could make as deep as it likes."""

    def __init__(self) -> None:
        self._text = _Text()
        self._label = ""

    def parts(self, root: etree._Element) -> Iterator[Part]:
        stack: list[_Step] = [(root, _Where(), None)]
        while stack:
            element, outer, inner = stack.pop()
            if inner is not None:
                if element.tag in _BLOCKS:
                    yield from self._flush(inner)
            elif (
                isinstance(element.tag, str)
                and element.tag not in _SKIPPED
                and not _is_hidden(element)
                and not _is_mark(element, outer)
            ):
                yield from self._enter(element, outer, stack)
                continue
            self._add(element.tail, outer)

    def _enter(self, element: etree._Element, outer: _Where, stack: list[_Step]) -> Iterator[Part]:
        tag = element.tag
        if tag == "br":
            self._text.pieces.append("\n\n")
        elif tag in _BLOCKS:
            yield from self._flush(outer)
        inner = _inside(element, outer)
        self._label = inner.label or self._label
        stack.append((element, outer, inner))
        if tag == "table" and is_data_table(element):
            yield from _rows(element, inner)
        elif tag == "pre":
            yield from _code(element, inner)
        else:
            self._add(element.text, inner)
            stack.extend((child, inner, None) for child in reversed(element))

    def _add(self, text: str | None, where: _Where) -> None:
        if text:
            self._text.add(text, in_link=where.in_link, is_bold=where.is_bold)

    def _flush(self, where: _Where) -> Iterator[Part]:
        text, self._text = self._text, _Text()
        whole = "".join(text.pieces)
        if not whole.strip():
            return
        lines = [
            one for one in map(_joined, whole.split("\n\n" if "\n\n" in whole else "\0")) if one
        ]
        share = sum(map(len, lines)) or 1
        for line in lines:
            label, self._label = self._label, ""
            shown = f"{label} {line}" if label and read_label(line) is None else line
            yield Part(
                shown,
                where.path,
                where.level,
                where.kind,
                text.linked * len(line) // share,
                text.bold * len(line) // share + (len(label) if text.bold else 0),
            )


@dataclass(frozen=True, slots=True)
class _Spanning:
    """A cell that reaches into ``rows`` more rows."""

    column: int
    width: int
    rows: int
    text: str


def parts_of(markup: str) -> list[Part]:
    """All paragraphs of a piece of a page."""
    root = etree.fromstring(markup, etree.HTMLParser(no_network=True, remove_comments=True))
    return [] if root is None else read_parts(root)


def _code(element: etree._Element, where: _Where) -> Iterator[Part]:
    for line in "".join(element.itertext()).split("\n"):
        if line.strip():
            yield Part(line.rstrip(), where.path, kind="code")


def _joined(text: str) -> str:
    """The paragraph with the line breaks of its source gone."""
    lines = [_SPACE.sub(" ", line).strip(" \u3000") for line in text.split("\n")]
    return join_lines([line for line in lines if line])


def _inside(element: etree._Element, outer: _Where) -> _Where:
    tag = element.tag
    is_block = tag in _BLOCKS
    level, kind, label = _HEADINGS.get(tag, outer.level), outer.kind, ""
    if tag == "li":
        kind, label = "item", _label(element)
    return _Where(
        path=(*outer.path, element) if is_block and len(outer.path) < DEEPEST else outer.path,
        in_link=outer.in_link or tag == "a",
        is_bold=outer.is_bold
        or tag in ("b", "strong")
        or bool(_HEAVY.search(element.get("style", ""))),
        level=level,
        kind=kind,
        label=label,
    )


def _label(item: etree._Element) -> str:
    """The number that a browser prints before an item of a numbered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    start = parent.get("start", "1")
    first = int(start) if start.isdigit() and len(start) < 6 else 1
    before = sum(1 for other in item.itersiblings("li", preceding=True))
    return f"{first + before}."


def _is_hidden(element: etree._Element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def _is_mark(element: etree._Element, outer: _Where) -> bool:
    """Whether it is the mark of a note, or a tool beside a heading, and none of the words."""
    if element.tag not in ("sup", "a", "span"):
        return False
    text = "".join(element.itertext()).strip()
    if len(text) > 40 or not text:
        return False
    if outer.level:
        return _HEADING_TOOL.fullmatch(text) is not None
    link = element if element.tag == "a" else element.find(".//a")
    return (
        link is not None and "#" in link.get("href", "") and _NOTE_MARK.fullmatch(text) is not None
    )


def is_data_table(table: etree._Element) -> bool:
    """Whether a table holds data, in short cells, and not the page or its text."""
    if next(table.iterdescendants("table", "form", "h1", "h2", "h3", "h4"), None) is not None:
        return False
    cells = list(table.iterdescendants("td", "th"))
    return len(cells) >= FEWEST_CELLS and _are_short(cells) and _width(table) > 1


def _width(table: etree._Element) -> int:
    return max((len(row) for row in table.iterdescendants("tr")), default=0)


def _are_short(cells: list[etree._Element]) -> bool:
    length = sum(len("".join(cell.itertext()).strip()) for cell in cells[:500])
    return length <= LONGEST_CELL * min(len(cells), 500)


def _rows(table: etree._Element, where: _Where) -> Iterator[Part]:
    for caption in table.iterchildren("caption"):
        if text := _joined("".join(caption.itertext())):
            yield Part(text, where.path)
    above: list[_Spanning] = []
    for row in table.iterdescendants("tr"):
        own = [cell for cell in row if cell.tag in ("td", "th")]
        cells, above = _with_spanning(own, above)
        linked = sum(len("".join(link.itertext()).strip()) for link in row.iterdescendants("a"))
        if any(cells):
            yield Part(" | ".join(cells), where.path, kind="row", linked=linked)


def _with_spanning(
    own: list[etree._Element], above: list[_Spanning]
) -> tuple[list[str], list[_Spanning]]:
    """The cells of a row, those among them that reach down from rows above, and what reaches on."""
    cells: list[str] = []
    reaching: list[_Spanning] = []
    column, waiting = 0, iter(own)
    down = {cell.column: cell for cell in above}
    while True:
        if held := down.pop(column, None):
            text, rows, width = held.text, held.rows, held.width
        elif (cell := next(waiting, None)) is not None:
            text, width = _cell_text(cell), _span(cell, "colspan", WIDEST_SPAN)
            rows = _span(cell, "rowspan", DEEPEST_SPAN)
        elif down:
            # Short rows leave columns empty before what reaches down.
            column = min(down)
            continue
        else:
            return cells, reaching
        cells.append(text)
        if rows > 1 and len(reaching) < _MOST_HELD:
            reaching.append(_Spanning(column, width, rows - 1, repeatable(text)))
        column += width


def _cell_text(cell: etree._Element) -> str:
    for line_break in cell.iterdescendants("br"):
        line_break.tail = " " + (line_break.tail or "")
    return _joined("".join(cell.itertext()))


def repeatable(text: str) -> str:
    """What is said again of a cell in the rows that it reaches down to: a few words, no text."""
    return text if len(text) <= LONGEST_CELL else ""


def _span(cell: etree._Element, name: str, most: int) -> int:
    told = cell.get(name, "1")
    return min(max(int(told), 1), most) if told.isdecimal() and len(told) < 5 else 1
