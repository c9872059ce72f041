"""Searching the library: which documents hold some words, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, F, Func, Q, TextField, Value, When
from django.db.models.functions import Concat

from studyapp import bulk
from studyapp.models import Document, Passage, Section
from studyapp.models.content import DocumentQuerySet
from studyapp.text.search_tokens import Phrase, Token, find, index_text, phrases, pieces, tokens

# Characters shown on either side of the words that were found.
REACH = 24
PLACES_A_DOCUMENT = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a document where wanted words stand, with what is around them.

    Without a `paragraph` it is the heading of the section.
    """

    section: Section
    paragraph: int | None
    before: str
    words: str
    after: str

    @property
    def url(self) -> str:
        """The address of the place on its reading page."""
        paragraph = f"?paragraph={self.paragraph}" if self.paragraph else ""
        return f"{self.section.get_absolute_url()}{paragraph}"


class _Says(Func):
    """The condition that a passage holds a phrase, by its tokens alone: for few and short ones."""

    function = "instr"
    template = "%(function)s(%(expressions)s) > 0"
    output_field = BooleanField()

    def __init__(self, phrase: Phrase) -> None:
        tokens = Concat(Value(" "), F("tokens"), Value(" "), output_field=TextField())
        super().__init__(tokens, Value(_row(phrase)))

    def as_postgresql(
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, Sequence[Any]]:
        return self.as_sql(compiler, connection, function="strpos", **context)


class _Holds(Func):
    """The condition that a passage holds a phrase, by the index of PostgreSQL."""

    output_field = BooleanField()

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(F("tokens"))
        self.phrase = phrase

    def as_postgresql(
        self, compiler: Any, _connection: Any, **_context: Any
    ) -> tuple[str, list[Any]]:
        column, parameters = compiler.compile(self.source_expressions[0])
        query = " <-> ".join(f"'{token}'" for token in self.phrase.tokens)
        query += ":*" if self.phrase.is_prefix else ""
        # Where the index is not entered, looking for the words is fifty times as quick as making
        # a vector of a passage, and goes first.
        found = f"to_tsvector('simple', {column}) @@ to_tsquery('simple', %s)"
        told = [*parameters, _row(self.phrase), *parameters, query]
        return f"({_SAYS.format(column)} AND {found})", told


class _HoldsSomewhere(Func):
    """The condition that a document holds a phrase: on SQLite, looked for among its own passages.

    They are numbered in a row, and the index is entered at the first of them: of a word that is
    everywhere only one place is read, not all.
    """

    output_field = BooleanField()

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(F("pk"))
        self.phrase = phrase

    def as_sqlite(  # type: ignore[override]  # a mixin's, which is for numbers
        self, compiler: Any, _connection: Any, **_context: Any
    ) -> tuple[str, list[Any]]:
        document, parameters = compiler.compile(self.source_expressions[0])
        return f"EXISTS (SELECT 1 {_of_document(document)})", [_match(self.phrase), *parameters * 3]


class _First(Func):
    """The ids, between commas, of the first passages of a document's sections that hold one of the
    phrases, or each of them. No more are looked at than it takes to find them."""

    output_field = TextField()

    def __init__(self, asked: Sequence[Phrase], *, every: bool = False) -> None:
        super().__init__(F("pk"))
        self.asked = asked
        self.joined = " AND " if every else " OR "

    def as_sqlite(  # type: ignore[override]  # as above
        self, compiler: Any, _connection: Any, **_context: Any
    ) -> tuple[str, list[Any]]:
        document, parameters = compiler.compile(self.source_expressions[0])
        found = f"SELECT held.id {_of_document(document)} AND held.section_id IS NOT NULL"
        found += f" ORDER BY studyapp_passage_index.rowid LIMIT {PLACES_A_DOCUMENT}"
        asked = self.joined.join(map(_match, self.asked))
        told = f"(SELECT group_concat(id) FROM ({found}))"  # noqa: S608
        return told, [asked, *parameters * 3]

    def as_postgresql(
        self, compiler: Any, _connection: Any, **_context: Any
    ) -> tuple[str, list[Any]]:
        document, parameters = compiler.compile(self.source_expressions[0])
        says = self.joined.join(_SAYS.format("tokens") for _ in self.asked)
        found = (
            "SELECT id FROM studyapp_passage "  # noqa: S608
            f"WHERE document_id = {document} AND section_id IS NOT NULL AND ({says}) "
            f"ORDER BY id LIMIT {PLACES_A_DOCUMENT}"
        )
        told = f"(SELECT string_agg(id::text, ',') FROM ({found}) held)"  # noqa: S608
        return told, [*parameters, *map(_row, self.asked)]


def _of_document(document: str) -> str:
    """From and where of SQLite's passages of a document that match: query, and thrice its id."""
    own = f"FROM studyapp_passage WHERE document_id = {document}"
    return (
        "FROM studyapp_passage_index CROSS JOIN studyapp_passage held "
        "ON held.id = studyapp_passage_index.rowid WHERE studyapp_passage_index MATCH %s "
        f"AND studyapp_passage_index.rowid BETWEEN (SELECT MIN(id) {own}) "
        f"AND (SELECT MAX(id) {own}) AND held.document_id = {document}"
    )


def _match(phrase: Phrase) -> str:
    """A phrase as FTS5 is asked for it."""
    words = " ".join(phrase.tokens)
    return f'"{words}"*' if phrase.is_prefix else f'"{words}"'


_SAYS = "strpos(' ' || {} || ' ', %s) > 0"


def _row(phrase: Phrase) -> str:
    """A phrase as it stands in the tokens of a passage, which have one space between them."""
    return f" {' '.join(phrase.tokens)}{'' if phrase.is_prefix else ' '}"


# --- Keeping the index


def index(document: Document) -> None:
    """Bring what is found of a document up to date with its title, headings and text."""
    write(document, passages(document.sections.order_by("position")))


def write(document: Document, found: Sequence[Passage]) -> None:
    """Make these, and its title, what is found of a document."""
    title = Passage(tokens=index_text(f"{document.title}\n{document.source}"))
    document.passages.all().delete()
    for passage in (title, *found):
        passage.document = document
    bulk.insert([title, *found])


def passages(sections: Iterable[Section]) -> list[Passage]:
    """What is found of sections, in their order; nothing is stored."""
    return [passage for section in sections for passage in _passages(section)]


def _passages(section: Section) -> Iterable[Passage]:
    heading = index_text(section.heading)
    if heading:
        yield Passage(section=section, tokens=heading)
    for piece in pieces(section.body):
        yield Passage(
            section=section,
            paragraph=piece.paragraph,
            start=piece.start,
            tokens=index_text(piece.text),
        )


# --- Finding


def holding(documents: DocumentQuerySet, wanted: str) -> DocumentQuerySet:
    """The documents that hold all wanted words in title or text; nothing where none is wanted.

    First those with one of the words in their title. How often a text has the words is not
    counted: it says little of a set text, and is slow where a word is everywhere.
    """
    asked = phrases(wanted)
    if not asked:
        return documents.none()
    for phrase in asked:
        if connection.vendor == "sqlite":
            documents = documents.filter(_HoldsSomewhere(phrase))
        else:
            inside = Passage.objects.filter(_Holds(phrase)).values("document")
            documents = documents.filter(pk__in=inside)
    says = reduce(or_, (Q(_Says(phrase)) for phrase in asked))
    titles = Passage.objects.filter(says, section=None).values("document")
    in_title = Case(When(pk__in=titles, then=0), default=1)
    return documents.order_by(in_title, *Document._meta.ordering or ())


def places(documents: Sequence[Document], wanted: str) -> dict[int, list[Found]]:
    """Where wanted words stand in the headings and text of each document, by its id.

    The first few places of each, those with the most of the words before others.
    """
    asked = phrases(wanted)
    found: dict[int, list[Found]] = defaultdict(list)
    if not asked or not documents:
        return found
    chosen = _first_passages(documents, asked)
    passages = Passage.objects.select_related("section").defer("tokens").in_bulk(chosen)
    for pk in chosen:
        # One that is not there any more was indexed anew since it was chosen.
        passage = passages.get(pk)
        place = _found(passage, asked) if passage is not None else None
        if passage is not None and place is not None:
            found[passage.document_id].append(place)
    return found


def _first_passages(documents: Sequence[Document], asked: Sequence[Phrase]) -> list[int]:
    """The ids of the passages to show: of each document first those that hold all the words.

    Passages are numbered in the order of the text.
    """
    rows = Document.objects.filter(pk__in=[document.pk for document in documents])
    found = rows.annotate(every=_First(asked, every=True), some=_First(asked))
    chosen: list[int] = []
    for every, some in found.order_by("pk").values_list("every", "some"):
        ids = dict.fromkeys((*_ids(every), *_ids(some)))
        chosen += list(ids)[:PLACES_A_DOCUMENT]
    return chosen


def _ids(told: str | None) -> list[int]:
    return sorted(map(int, told.split(","))) if told else []


def _found(passage: Passage, asked: Sequence[Phrase]) -> Found | None:
    assert passage.section is not None
    text = passage.section.heading
    if passage.paragraph is not None:
        text = passage.section.paragraphs[passage.paragraph]
    span = _first_of(asked, tokens(text))
    if span is None:
        return None
    start, end = span
    return Found(
        section=passage.section,
        paragraph=passage.paragraph,
        before=f"…{text[start - REACH : start]}" if start > REACH else text[:start],
        words=text[start:end],
        after=f"{text[end : end + REACH]}…" if len(text) - end > REACH else text[end:],
    )


def _first_of(asked: Sequence[Phrase], inside: Sequence[Token]) -> tuple[int, int] | None:
    """The span of the first of the phrases that stands there; the first asked comes first."""
    spans = (find(phrase, inside) for phrase in asked)
    return next((span for span in spans if span is not None), None)
