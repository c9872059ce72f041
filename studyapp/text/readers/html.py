"""Web pages to paragraphs: what their text is, among all that stands around it."""

from __future__ import annotations

import re

from lxml import etree

from studyapp.text.readers.encodings import decode
from studyapp.text.readers.maintext import find_main
from studyapp.text.readers.pageheads import page_front
from studyapp.text.readers.pageparts import Part, read_parts
from studyapp.text.source import Block, Source, Unreadable, clean

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,30})""",
    re.IGNORECASE,
)
# A tag of thousands of attributes takes the parser quadratic time, and none of them is text.
_LONG_TAG = re.compile(r"<([a-zA-Z][\w:-]{0,40})\s[^<>]{4000,}(/?>|$)")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
MOST_PARTS = 200_000


def read_html(data: bytes, *, limit_chars: int) -> Source:
    """The text of a web page, with title, date and source where the page has them.

    Nothing of the page's markup, scripts, styles and addresses comes along. Raises Unreadable.
    """
    declared = _CHARSET.search(data[:4096])
    # Pages have several bytes of markup for a character of text.
    text = decode(
        data, declared=declared[1].decode() if declared else "", limit_chars=8 * limit_chars
    )
    root = _parsed(clean(text))
    parts = read_parts(root)
    if len(parts) > MOST_PARTS:
        raise Unreadable("too_long", str(limit_chars))
    main = find_main(parts)
    front = page_front(root, parts, main)
    return Source(
        tuple(_block(parts[i]) for i in main),
        front,
        marked_up=any(parts[i].is_marked for i in main),
    )


def _parsed(text: str) -> etree._Element:
    """The tree of a page. Entities, addresses and document types are never looked up."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        # As bytes, and without the XML declaration: what it says of the encoding is history.
        root = etree.fromstring(
            _LONG_TAG.sub(r"<\1\2", _DECLARATION.sub("", text)).encode(), parser
        )
    except etree.XMLSyntaxError as error:
        raise Unreadable("damaged") from error
    if root is None:
        raise Unreadable("damaged" if text.strip() else "empty")
    return root


def _block(part: Part) -> Block:
    return Block(part.text, part.level, part.kind, part.is_bold)
