"""PDF to lines: what stands on each page, where, and in what letters."""

from __future__ import annotations

import contextlib
import ctypes
import re
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from studyapp.text.normalize import HAN
from studyapp.text.readers.layout import Line, lay_out
from studyapp.text.readers.radicals import mend_radicals
from studyapp.text.source import Source, Unreadable

MOST_PAGES = 3_000
_PASSWORD, _SECURITY = 4, 5
_HAN = re.compile(f"[{HAN}]")
# Producers draw quotation marks of proportional fonts before or after the words they stand among,
# and pdfium puts a space wherever Han and Latin meet.
_UNSETTLED = re.compile("[ \u2018\u2019\u201c\u201d]")
_HYPHEN = re.compile("[\x02\ufffe]")
_BOLD_NAME = re.compile(rb"bold|black|heavy|simhei|heiti|-hei", re.IGNORECASE)
_BOLD_WEIGHT = 600
_WORD_GAP, _HAN_GAP, _WIDE_GAP = 0.12, 0.27, 0.9


def read_pdf(data: bytes, *, limit_chars: int) -> Source:
    """The paragraphs of a PDF in reading order, without headers, footers and page numbers.

    Raises Unreadable: "encrypted", "damaged", "too_long", "scanned" where there are pictures but
    no text, "empty" where there is neither.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (_PASSWORD, _SECURITY)
        raise Unreadable("encrypted" if locked else "damaged") from error
    with contextlib.closing(document):
        pages = list(_pages(document, limit_chars))
        if not any(pages):
            raise Unreadable("scanned" if _has_pictures(document) else "empty")
    return lay_out(pages)


def _pages(document: pypdfium2.PdfDocument, limit_chars: int) -> Iterator[list[Line]]:
    if len(document) > MOST_PAGES:
        raise Unreadable("too_long", str(limit_chars))
    characters = 0
    for number in range(len(document)):
        try:
            lines = _page(document, number)
        except pypdfium2.PdfiumError as error:
            # One broken page of many is no reason to lose the others.
            if len(document) == 1:
                raise Unreadable("damaged") from error
            continue
        characters += sum(len(line.text) for line in lines)
        if characters > 2 * limit_chars:
            raise Unreadable("too_long", str(limit_chars))
        yield lines


def _page(document: pypdfium2.PdfDocument, number: int) -> list[Line]:
    with (
        contextlib.closing(document[number]) as page,
        contextlib.closing(page.get_textpage()) as text_page,
    ):
        return list(_lines(text_page, number))


def _has_pictures(document: pypdfium2.PdfDocument) -> bool:
    for number in range(min(len(document), 5)):
        with contextlib.suppress(pypdfium2.PdfiumError):
            pictures = document[number].get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,))
            if next(iter(pictures), None) is not None:
                return True
    return False


def _lines(page: pypdfium2.PdfTextPage, number: int) -> Iterator[Line]:
    at = 0
    for raw in page.get_text_range().split("\r\n"):
        start, at = at, at + len(raw) + 2
        if raw.strip():
            first = start + len(raw) - len(raw.lstrip())
            last = start + len(raw.rstrip()) - 1
            yield _line(page, raw, start, first, last, number)


def _line(
    page: pypdfium2.PdfTextPage, raw: str, start: int, first: int, last: int, number: int
) -> Line:
    left, bottom, right, top = page.get_charbox(first, loose=True)
    ends_left, _, ends_right, _ = page.get_charbox(last, loose=True)
    size = pdfium.FPDFText_GetFontSize(page.raw, first)
    em = _em(page, raw, start, fallback=top - bottom)
    text = raw.strip()
    has_han = _HAN.search(text) is not None
    if has_han and _UNSETTLED.search(text):
        text, ends_right = _in_place(page, raw, start, em)
    return Line(
        text=mend_radicals(_HYPHEN.sub("\u00ad", text)).strip(),
        left=min(left, ends_left),
        right=max(right, ends_right),
        base=bottom,
        em=em,
        size=size,
        bold=_is_bold(page, first),
        page=number,
    )


def _em(page: pypdfium2.PdfTextPage, raw: str, start: int, *, fallback: float) -> float:
    """The width of a Han character of the line, or the height of its letters."""
    han = _HAN.search(raw)
    if han is None:
        return fallback
    left, _, right, _ = page.get_charbox(start + han.start(), loose=True)
    return right - left if right > left else fallback


def _in_place(page: pypdfium2.PdfTextPage, raw: str, start: int, em: float) -> tuple[str, float]:
    """The characters of a line in the order in which they stand, and where the last one ends.

    Spaces are those that are drawn, and gaps that are wide for what stands on either side:
    typesetters leave a quarter of a character between Han and a Latin word by themselves.
    """
    placed = []
    for i, char in enumerate(raw):
        if char != " " or pdfium.FPDFText_IsGenerated(page.raw, start + i) == 0:
            left, _, right, _ = page.get_charbox(start + i, loose=True)
            placed.append((left, i, char, right))
    placed.sort(key=lambda item: item[:2])
    text, end = "", 0.0
    for left, _, char, right in placed:
        gap = left - end if text else 0.0
        if gap > em * _space(text[-1:], char) and text[-1:] != " " != char:
            text += " "
        text, end = text + char, max(end, right)
    return text, end


def _space(before: str, after: str) -> float:
    """How wide a gap between the two has to be to be a space, in widths of a character."""
    if before.isascii() and after.isascii():
        return _WORD_GAP
    is_mixed = (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())
    return _WIDE_GAP if is_mixed or not (_HAN.match(before) or _HAN.match(after)) else _HAN_GAP


def _is_bold(page: pypdfium2.PdfTextPage, at: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(page.raw, at) >= _BOLD_WEIGHT:
        return True
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(page.raw, at, name, 128, ctypes.byref(flags))
    return _BOLD_NAME.search(name.value) is not None
