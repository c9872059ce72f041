"""Statements: the sentences, quotations, enumerations and outlines worth knowing."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from studyapp.text import importance
from studyapp.text.enumerations import find_enumerations
from studyapp.text.leads import label_end, named_before, names, tells_order
from studyapp.text.listings import find_listings
from studyapp.text.lists import Enumeration, chunks
from studyapp.text.passing import passing
from studyapp.text.pieces import pieces
from studyapp.text.quotations import find_quotations
from studyapp.text.segment import Span, sentences

if TYPE_CHECKING:
    from studyapp.text.outline import Section

SENTENCE, QUOTATION, ENUMERATION, OUTLINE = "sentence", "quotation", "enumeration", "outline"
_RANK = {OUTLINE: 0, SENTENCE: 1, ENUMERATION: 2, QUOTATION: 3}
_QUOTES = '“「『"'
_LONGEST_RESUMED = 60
_NUMBER = re.compile(r"(\d{1,2})[ \u3000]+(?=\S)")
LONGEST_PARAGRAPH = 50_000
"""Characters up to which lists and quotations are looked for in a paragraph: no writer's has more,
and what has is no text."""
_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing worth knowing.

    ``start`` and ``end`` are its span in the body of ``section`` (an index; None for the
    document's own outline), ``members`` spans in ``text``. ``importance`` is 0 to 1. ``lead_in``
    introduces the members, in the span or before it, or is the heading that an outline's headings
    stand under. ``ordered``: the order of the members counts. ``speaker`` is of a quotation, as
    the text names them, "" if it does not.
    """

    kind: str
    section: int | None
    start: int
    end: int
    text: str
    importance: float
    speaker: str = ""
    lead_in: str = ""
    members: tuple[Span, ...] = ()
    ordered: bool = False


def find_statements(sections: Sequence[Section], *, title: str) -> tuple[Statement, ...]:
    """All statements in the order of the text. ``title`` is the document's.

    The sentences tile every paragraph; an enumeration that is a whole sentence stands for it.
    """
    children: dict[int | None, list[int]] = {}
    for i, section in enumerate(sections):
        if section.level and (section.title or section.label) and not _is_article(section):
            children.setdefault(section.parent, []).append(i)
    found = list(_outline(sections, None, children.get(None, ()), title))
    for i, setting in enumerate(_settings(sections, title)):
        found.extend(_outline(sections, i, children.get(i, ()), sections[i].heading))
        found.extend(_of_section(sections[i], setting))
    return tuple(found)


def _is_article(section: Section) -> bool:
    return not section.title and bool(section.body)


def _outline(
    sections: Sequence[Section], parent: int | None, indices: Sequence[int], heading: str
) -> Iterator[Statement]:
    """The headings right under a document or a section, one a line, at most five at a time."""
    if len(indices) < 2 or not any(sections[i].title for i in indices):
        return
    parts = -(-len(indices) // 5)
    for n in range(parts):
        some = indices[n * len(indices) // parts : (n + 1) * len(indices) // parts]
        lines = [sections[i].heading for i in some]
        titles = _unnumbered([sections[i].title for i in some])
        members: list[Span] = []
        at = 0
        for title, line in zip(titles, lines, strict=True):
            words = len(title) or len(line)
            members.append((at + len(line) - words, at + len(line)))
            at += len(line) + 1
        text = "\n".join(lines)
        weight = 0.85 if parent is None else 0.75
        yield Statement(OUTLINE, parent, 0, 0, text, weight, "", heading, tuple(members), True)


def _unnumbered(titles: Sequence[str]) -> list[str]:
    """The titles without the bare numbers before them, where these count on: 1 范围, 2 术语."""
    found = [_NUMBER.match(title) for title in titles]
    numbers = [int(match[1]) for match in found if match]
    counted = len(numbers) == len(titles) and numbers == list(
        range(numbers[0], numbers[0] + len(numbers))
    )
    return [
        title[match.end() :] if match and counted else title
        for title, match in zip(titles, found, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Setting:
    """What is known of a section before its sentences are read: ``about``, the words of the
    titles over it; the rest as in importance.Place."""

    section: int
    title: str
    about: Collection[str]
    statute: bool
    at: float
    last: bool

    def weigh(self, text: str, *, opens: bool, leads: bool, item: bool) -> float:
        place = importance.Place(
            opens=opens, leads=leads, item=item, statute=self.statute, at=self.at, last=self.last
        )
        return importance.of_sentence(text, place=place, about=self.about)


def _settings(sections: Sequence[Section], title: str) -> Iterator[_Setting]:
    about = importance.title_words(title)
    for i, section in enumerate(sections):
        parent = sections[section.parent] if section.parent is not None else section
        yield _Setting(
            section=i,
            title=section.title,
            about=about | importance.title_words(section.title),
            statute=importance.is_article(section.label),
            at=i / len(sections),
            last=importance.is_last_chapter([section.title, parent.title]),
        )


def _of_section(section: Section, setting: _Setting) -> list[Statement]:
    found: list[Statement] = []
    offset = 0
    for paragraph in section.paragraphs:
        found.extend(_of_paragraph(paragraph, offset, setting))
        offset += len(paragraph) + 1
    weighed = _Weighed(found)
    listed = [
        statement
        for listing in find_listings(section.paragraphs)
        for statement in _enumerated(section.body, listing, setting, weighed)
    ]
    return sorted([*found, *listed], key=lambda s: (s.start, _RANK[s.kind], s.end))


def _of_paragraph(paragraph: str, offset: int, setting: _Setting) -> Iterator[Statement]:
    plain = _lowered(_sentences(paragraph, setting, leads=offset == 0))
    if len(paragraph) > LONGEST_PARAGRAPH:
        yield from (replace(s, start=s.start + offset, end=s.end + offset) for s in plain)
        return
    weighed = _Weighed(plain)
    whole = {s.start: s for s in plain}
    extra = list(_quoted(paragraph, setting))
    for enumeration in find_enumerations(paragraph):
        for statement in _enumerated(paragraph, enumeration, setting, weighed):
            sentence = whole.get(statement.start)
            if sentence and sentence.kind == SENTENCE and _is_whole(statement, sentence):
                text = paragraph[statement.start : sentence.end]
                whole[statement.start] = replace(statement, end=sentence.end, text=text)
            else:
                extra.append(statement)
    for statement in (*whole.values(), *extra):
        yield replace(
            statement,
            start=statement.start + offset,
            end=statement.end + offset,
            importance=_within(statement, weighed),
        )


def _within(statement: Statement, weighed: _Weighed) -> float:
    """How much it matters: what an example lists no more than the example."""
    around = weighed.around(statement.start, statement.end)
    if statement.kind == ENUMERATION and around <= importance.IN_PASSING:
        return min(statement.importance, importance.IN_PASSING)
    return statement.importance


def _is_whole(other: Statement, sentence: Statement) -> bool:
    rest = sentence.text[other.end - sentence.start :] if other.end <= sentence.end else "x"
    return not any(char.isalnum() for char in rest)


def _sentences(paragraph: str, setting: _Setting, *, leads: bool) -> Iterator[Statement]:
    item = importance.is_item(paragraph)
    for start, end in sentences(paragraph):
        for at, to in pieces(paragraph[start:end]):
            text = paragraph[start + at : start + to]
            weight = setting.weigh(text, opens=start + at == 0, leads=leads, item=item)
            yield Statement(SENTENCE, setting.section, start + at, start + to, text, weight)


def _lowered(plain: Iterator[Statement]) -> list[Statement]:
    """The sentences of a paragraph, those said in passing made to matter little."""
    found = list(plain)
    told = passing((statement.text, at == 0) for at, statement in enumerate(found))
    return [
        replace(s, importance=min(s.importance, importance.IN_PASSING)) if aside else s
        for s, aside in zip(found, told, strict=True)
    ]


def _quoted(paragraph: str, setting: _Setting) -> Iterator[Statement]:
    for quotation in find_quotations(paragraph):
        start, end = quotation.span
        text = paragraph[start:end]
        weight = importance.of_quotation(text, speaker=quotation.speaker)
        yield Statement(
            QUOTATION, setting.section, start, end, text, weight, speaker=quotation.speaker
        )


def _enumerated(
    text: str, enumeration: Enumeration, setting: _Setting, weighed: _Weighed
) -> Iterator[Statement]:
    """``weighed``: the sentences of the text, for what they matter. Nothing where no words name
    what is listed, since nobody could ask for it."""
    lead_in = _lead_in(text, enumeration, setting)
    if not lead_in:
        return
    ordered = enumeration.ordered or (enumeration.numbered and tells_order(setting.title, (), ""))
    for n, part in enumerate(chunks(enumeration)):
        members = [text[start:end] for start, end in part.members]
        start = part.lead[0] if n == 0 else part.members[0][0]
        end = max(part.end, part.members[-1][1])
        quoted = text[max(0, part.members[0][0] - 1) : part.members[0][0]] in (*_QUOTES, "《")
        weight = importance.of_enumeration(
            lead_in,
            members,
            ordered=ordered,
            quoted=quoted,
            counted=enumeration.counted,
            around=weighed.around(part.lead[0], part.members[0][1]),
            statute=setting.statute,
        )
        yield Statement(
            ENUMERATION,
            setting.section,
            start,
            end,
            text[start:end],
            weight,
            lead_in=lead_in if n == 0 else _resumed(text, lead_in, part),
            members=tuple((a - start, b - start) for a, b in part.members),
            ordered=ordered,
        )


def _lead_in(text: str, enumeration: Enumeration, setting: _Setting) -> str:
    lead = text[slice(*enumeration.lead)]
    lead = lead[label_end(lead, 0) :].rstrip("“「『《，：:, ")
    if names(lead):
        return lead
    title = setting.title if enumeration.numbered or lead else ""
    return named_before(text, enumeration.lead[0], lead, title=title)


def _resumed(text: str, lead_in: str, part: Enumeration) -> str:
    """The lead-in of a later part of a long list takes in the members before it, so that both say
    what is still asked for: 在教育、医疗、文化 … 就业、住房、交通等领域."""
    before = text[part.lead[1] : part.members[0][0]].rstrip("“「『《，：:,；;、 \n")
    is_short = len(before) <= _LONGEST_RESUMED and "\n" not in before
    space = " " if f"{lead_in[-1:]}{before[:1]}".isascii() else ""
    return lead_in + space + before if lead_in and is_short else lead_in


class _Weighed:
    """Statements, to be asked how much those matter that stand around a place."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._statements = sorted(statements, key=_START)
        self._longest = max((s.end - s.start for s in self._statements), default=0)

    def around(self, start: int, end: int) -> float:
        first = bisect_right(self._statements, start - self._longest, key=_START)
        last = bisect_left(self._statements, end, lo=first, key=_START)
        held = self._statements[first:last]
        return max((s.importance for s in held if start < s.end), default=0.0)
