"""A text's outline: what it is, its tree of sections, and its statements."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from studyapp.text.contents import drop_contents, join_titles
from studyapp.text.headings import Heading, find_headings
from studyapp.text.interface import drop_interface
from studyapp.text.metadata import read_metadata
from studyapp.text.normalize import display, printed_heading
from studyapp.text.readers import read_text
from studyapp.text.source import Block, Source, Unreadable, check
from studyapp.text.statements import Statement, find_statements

MOST_SECTIONS = 6_000
"""A code of laws has 2,000; a page with more is no use to anyone."""

_HAN = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z]+")
# Each pair is common, and its two forms are never both right in one script.
_HANT = frozenset(
    "這們國會為來時個說對過還學動長門開見現實發進關經點問題處邊華業義書後當與於從東車馬應該讓認識選舉權總統黨歷軍產"
)
_HANS = (
    frozenset(
        "这们国会为来时个说对过还学动长门开见现实发进关经点问题处边华业义书后当与于从东车马应该让认识选举权总统党历军产"
    )
    - _HANT
)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the text under one heading.

    ``level`` counts from 1; 0 is what stands before the first heading. ``label`` is the number as
    printed, ``parent`` the index of the section it stands in. Paragraphs of ``body`` are lines.
    """

    level: int
    label: str
    title: str
    body: str
    parent: int | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs, none of them empty."""
        return tuple(self.body.split("\n")) if self.body else ()

    @property
    def heading(self) -> str:
        """Number and title as printed."""
        return printed_heading(self.label, self.title)


@dataclass(frozen=True, slots=True)
class Outline:
    """A read document. ``language`` is "zh-Hans", "zh-Hant" or "en".

    ``left_out`` are the lines that were taken for no part of it: words of an app, a table of
    contents. Every other line is in the sections, or in what the document says of itself.
    """

    title: str
    source: str
    published: dt.date | None
    credit: str
    language: str
    sections: tuple[Section, ...]
    statements: tuple[Statement, ...]
    left_out: tuple[str, ...] = ()

    @property
    def preamble(self) -> Section | None:
        """What stands before the first heading."""
        return self.sections[0] if self.sections and self.sections[0].level == 0 else None

    @property
    def body(self) -> str:
        """All paragraphs, without the headings."""
        return "\n".join(section.body for section in self.sections if section.body)


def read_outline(text: str, *, name: str = "") -> Outline:
    """Read a decoded text, Markdown or plain as its content shows.

    ``name`` is the file's, if it came as one. Raises Unreadable where the text has no words.
    """
    is_markdown = name.lower().endswith((".md", ".markdown"))
    return outline_of(
        read_text(check(text, limit_chars=len(text)), is_markdown=is_markdown), name=name
    )


def outline_of(source: Source, *, name: str = "") -> Outline:
    """The outline of a text that was read from a file or a paste.

    Raises Unreadable where it has more headings than anyone could use.
    """
    without_interface = tuple(drop_interface(source.blocks)) or source.blocks
    metadata, with_contents = read_metadata(replace(source, blocks=without_interface), name=name)
    with_contents = join_titles(with_contents)
    blocks = drop_contents(with_contents)
    headings = find_headings(blocks, marked_up=source.marked_up, title=metadata.title)
    sections = _sections(blocks, headings)
    if len(sections) > MOST_SECTIONS:
        raise Unreadable("too_many_headings", str(MOST_SECTIONS))
    title = display(metadata.title)
    return Outline(
        title=title,
        source=metadata.source,
        published=metadata.published,
        credit=display(metadata.credit),
        language=detect_language("\n".join(block.text for block in source.blocks)),
        sections=sections,
        statements=find_statements(sections, title=title),
        left_out=(*_without(source.blocks, without_interface), *_without(with_contents, blocks)),
    )


def _without(blocks: Sequence[Block], kept: Sequence[Block]) -> Iterator[str]:
    """The text of the blocks that were not kept."""
    remaining = iter(kept)
    following = next(remaining, None)
    for block in blocks:
        if block is following:
            following = next(remaining, None)
        else:
            yield block.text


def _sections(blocks: Sequence[Block], headings: Sequence[Heading | None]) -> tuple[Section, ...]:
    opened: list[tuple[Heading, int | None]] = [(Heading(0, "", ""), None)]
    bodies: list[list[str]] = [[]]
    path: list[int] = []
    for block, heading in zip(blocks, headings, strict=True):
        if heading is None:
            bodies[-1].append(block.text if block.kind == "code" else display(block.text))
            continue
        path = path[: heading.level - 1]
        opened.append((heading, path[-1] if path else None))
        path.append(len(opened) - 1)
        begun = heading.title if heading.is_article else heading.text
        bodies.append([display(begun)] if begun else [])
    shift = 0 if bodies[0] or len(opened) == 1 else 1
    return tuple(
        Section(
            level=heading.level,
            label=heading.label,
            title="" if heading.is_article else display(heading.title),
            body="\n".join(body),
            parent=None if parent is None else parent - shift,
        )
        for (heading, parent), body in list(zip(opened, bodies, strict=True))[shift:]
    )


def detect_language(text: str) -> str:
    """Chinese where a tenth of it is, Traditional where its characters mostly are; else English."""
    sample = text[:200_000]
    han = _HAN.findall(sample)
    if len(han) * 5 < len(_LATIN.findall(sample)):
        return "en"
    return "zh-Hant" if sum(c in _HANT for c in han) > sum(c in _HANS for c in han) else "zh-Hans"
