"""The reading pages of a document: how its text is cut into pages, and the outline beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from studyapp.models import Document, Section
from studyapp.progress import Mastery

PAGE_LENGTH = 8_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some paragraphs of one section: those from `first` up to, not including, `end`."""

    section: Section
    first: int
    end: int

    @property
    def starts_section(self) -> bool:
        """Whether the section's heading stands above it."""
        return self.first == 0

    @property
    def text(self) -> str:
        return "\n".join(self.section.paragraphs[self.first : self.end])

    @property
    def label(self) -> str:
        """The number that opens the first paragraph of an article; other headings stand alone."""
        return self.section.label if self.starts_section and is_article(self.section) else ""


def is_article(section: Section) -> bool:
    """Whether a section is numbered text without a title, such as 第三条."""
    return bool(section.label and not section.title and section.body)


@dataclass(frozen=True, slots=True)
class Page:
    """One reading page. Pages joined give the whole text back."""

    number: int
    stretches: tuple[Stretch, ...]

    @property
    def title(self) -> str:
        """The heading the page stands under; empty on a page of text before any heading."""
        first = self.stretches[0].section
        last = self.stretches[-1].section
        if first.title or first.pk == last.pk or last.level > first.level:
            return first.heading
        return f"{first.heading}—{last.heading}" if first.heading else ""

    @property
    def is_continued(self) -> bool:
        """Whether it goes on in a section that began on a page before."""
        return not self.stretches[0].starts_section

    @property
    def section(self) -> Section | None:
        """The section that holds everything on the page; None where there are several."""
        first = self.stretches[0].section
        alone = all(stretch.section.pk == first.pk for stretch in self.stretches)
        above = first.level and all(s.section.level > first.level for s in self.stretches[1:])
        return first if alone or above else None


def pages(sections: Iterable[Section]) -> tuple[Page, ...]:
    """Cut the sections of a document into pages.

    A page begins at every titled heading of the first level, and where 8,000 characters are full.
    """
    groups: list[list[Stretch]] = []
    length = 0
    for section in sections:
        for stretch in _stretches(section):
            top = section.level <= 1 and stretch.starts_section and not stretch.label
            size = len(stretch.text)
            if not groups or top or length + size > PAGE_LENGTH:
                groups.append([])
                length = 0
            groups[-1].append(stretch)
            length += size
    return tuple(Page(n, tuple(group)) for n, group in enumerate(groups, start=1))


def _stretches(section: Section) -> list[Stretch]:
    """A section whole, or in pieces of at most a page (a paragraph is never cut)."""
    paragraphs = section.paragraphs
    cuts, length = [0], 0
    for at, paragraph in enumerate(paragraphs):
        if length and length + len(paragraph) > PAGE_LENGTH:
            cuts.append(at)
            length = 0
        length += len(paragraph)
    ends = [*cuts[1:], len(paragraphs)]
    return [Stretch(section, first, end) for first, end in zip(cuts, ends, strict=True)]


def page_of(all_pages: Sequence[Page], section: Section, paragraph: int = 0) -> Page:
    """The page on which a paragraph of a section stands."""
    for page in all_pages:
        for stretch in page.stretches:
            inside = stretch.first <= paragraph < max(stretch.end, stretch.first + 1)
            if stretch.section.pk == section.pk and inside:
                return page
    return all_pages[0]


def document_pages(document: Document) -> tuple[Page, ...]:
    """The reading pages of a stored document."""
    return pages(document.sections.order_by("position"))


# --- The outline beside the page


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the outline: a page, or a heading on the page that is open."""

    title: str
    page: Page
    anchor: str
    mastery: Mastery
    children: tuple[Entry, ...] = ()


def outline(
    all_pages: Sequence[Page], mastery: Mapping[int, Mastery], *, opened: Sequence[Page]
) -> list[Entry]:
    """A line for every page; the pages that are open show the headings on them.

    `mastery` is each section's own, without what stands below it.
    """
    return [_entry(page, mastery, with_headings=page in opened) for page in all_pages]


def _entry(page: Page, mastery: Mapping[int, Mastery], *, with_headings: bool) -> Entry:
    first, *others = page.stretches
    known = {s.section.pk: mastery.get(s.section.pk, Mastery()) for s in page.stretches}
    children = tuple(
        Entry(s.section.heading, page, f"s{s.section.position}", known[s.section.pk])
        for s in others
        if with_headings and s.starts_section and s.section.heading
    )
    total = sum(known.values(), start=Mastery())
    return Entry(page.title, page, f"s{first.section.position}", total, children)
