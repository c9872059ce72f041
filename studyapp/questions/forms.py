"""What the ranker sees of a span as a whole, of its two ends together, and of its neighbours."""

from __future__ import annotations

from typing import NamedTuple

from studyapp.questions.alphabets import VERBS
from studyapp.questions.spans import CLAUSE_END
from studyapp.questions.templates import JOINED, PAD, Reading, length_sign
from studyapp.text.segment import Word

COPULA_CHARS = frozenset("是为叫称即指作成于在有把以由被")
_QUOTES = (frozenset("“‘「『"), frozenset("”’」』"))
_LIST_BEFORE, _LIST_AFTER = frozenset("、”》"), frozenset("、“《")
_AMOUNT_OPENERS = frozenset(
    "0123456789０１２３４５６７８９零〇一二三四五六七八九十百千万亿两半几数第"
)
_AMOUNTS = frozenset({"num", "date", "m", "t"})
NEAR, FAR = "6}?:!5)1234;`", "[{'(79/$+=#8@*|&,"
"""The signs of the templates that speak of a span as a whole, in the order of their parts: of
what stands at its ends and how it is built, and of all else."""
JOINT = NEAR + FAR


class Opening(NamedTuple):
    """The beginning of a span: what all spans from there have in common.

    `first`: the place of its word, padded; `parts`: what each template of `NEAR` says of it;
    `left`: the word before it; `head`: a tilde where it cuts a word; `mark`: T before a title with
    its marks, B without, Q after a quotation mark; `amount`: the amount or date that begins or
    goes on here; `whole`: a clause begins here.
    """

    start: int
    first: int
    parts: tuple[str, ...]
    left: str
    head: str
    mark: str
    amount: Word | None
    whole: bool


class Closing(NamedTuple):
    """The end of a span, likewise.

    `last`: the place of its word, padded; `parts`: what the first templates of `NEAR` say of it;
    `close`: z where nothing but punctuation follows; `tail`: a hyphen where it cuts a word;
    `right`: the word after it; `next`: the class of the character after it; `listed`: 2 before
    a list mark.
    """

    end: int
    last: int
    parts: tuple[str, ...]
    close: str
    tail: str
    right: str
    next: str
    listed: str
    mark: str
    whole: bool


def opening(reading: Reading, start: int) -> Opening:
    """Read the beginning of spans at an offset."""
    fine, plain, middle, text = reading.fine, reading.plain, reading.middle, reading.text
    at, place = start + PAD, reading.within[start]
    first, word = place + PAD, reading.words[place]
    head = "" if start in reading.starts else "~"
    left, before = head or fine[first - 1], middle[at - 1]
    char, next_char = text[start - 1] if start else "^", text[start]
    parts = (
        plain[at - 1],
        plain[at],
        fine[first - 2] + left,
        left,
        before,
        middle[at - 2] + before,
        before,
        "",
        head,
        head,
        reading.pos[first - 1],
        fine[first] + head,
        head,
    )
    return Opening(
        start,
        first,
        parts,
        left,
        head,
        "T" if next_char == "《" else "B" if char == "《" else "Q" if char in _QUOTES[0] else "",
        word if word.pos in _AMOUNTS and next_char in _AMOUNT_OPENERS else None,
        start == reading.clauses[reading.homes[place]],
    )


def far_lefts(reading: Reading, opened: Opening) -> tuple[str, ...]:
    """What the templates of `FAR` say of the beginning of a span, or of the sentence."""
    start, first, _, left, head, *_ = opened
    at, place, genre, wide = start + PAD, first - PAD, reading.genre, reading.wide
    clause = reading.homes[place]
    char = reading.text[start - 1] if start else "^"
    return (
        left + head,
        head,
        reading.verbs[place],
        wide[at - 1],
        reading.signs[first].room + head,
        wide[at],
        "",
        genre,
        genre,
        genre,
        "",
        char if char in COPULA_CHARS else "",
        "",
        str(6 * start // reading.size),
        f"{reading.heads[clause]}{min(3, clause)}",
        str(min(4, reading.latest - clause)),
        "1" if char in _LIST_BEFORE else "",
    )


def closing(reading: Reading, end: int) -> Closing:
    """Read the end of spans at an offset."""
    fine, middle, plain, text = reading.fine, reading.middle, reading.plain, reading.text
    last, to = reading.within[end - 1] + PAD, end + PAD
    tail = "" if end in reading.ends else "-"
    right, char = tail or fine[last + 1], text[end] if end < reading.size else "$"
    mark = "T" if text[end - 1] == "》" else "B" if char == "》" else "Q"
    return Closing(
        end,
        last,
        (
            plain[to],
            plain[to - 1],
            right,
            right + fine[last + 2],
            middle[to],
            middle[to],
            middle[to : to + 2],
        ),
        "z" if end >= reading.last else "",
        tail,
        right,
        reading.wide[to],
        "2" if char in _LIST_AFTER else "",
        mark if mark != "Q" or char in _QUOTES[1] else "",
        char in CLAUSE_END or char == "$",
    )


def names_of_span(reading: Reading, start: int, end: int, count: int) -> list[str]:
    """Features of a span as a whole and of its two neighbours together."""
    opened, closed = opening(reading, start), closing(reading, end)
    form = read_form(reading, opened, closed, count)
    lefts = opened.parts + far_lefts(reading, opened)
    rights = near_parts(reading, closed, form) + far_parts(reading, opened, closed, form)
    return [
        f"{sign}{left}{JOINED}{right}"
        for sign, left, right in zip(JOINT, lefts, rights, strict=True)
    ]


class Form(NamedTuple):
    """How a span is built: its kind, a sign for its length, its words, and their grammar.

    `kind`: T and B titles with and without marks, Q quoted, D date, N amount, M part of one, x
    other; `edges`: the number of words, and a hyphen where its end cuts one.
    """

    kind: str
    length: str
    size: str
    edges: str
    row: str


def read_form(reading: Reading, opened: Opening, closed: Closing, count: int) -> Form:
    """Read a span of `count` words."""
    size = str(count) if count < 7 else "7"
    row = reading.pos[opened.first : closed.last + 1]
    if len(row) > 5:
        row = f"{row[0]}.{row[-1]}"
    return Form(
        opened.mark if opened.mark and opened.mark == closed.mark else _amount_kind(opened, closed),
        length_sign(closed.end - opened.start),
        size,
        size + closed.tail,
        row,
    )


def near_parts(reading: Reading, closed: Closing, form: Form) -> tuple[str, ...]:
    """What the templates of `NEAR` say of the end, or of the span as a whole."""
    kind, length, _, edges, row = form
    last = reading.fine[closed.last]
    return (
        *closed.parts,
        length + kind,
        edges + kind,
        row + closed.tail,
        row,
        edges,
        last + edges,
    )


def far_parts(reading: Reading, opened: Opening, closed: Closing, form: Form) -> tuple[str, ...]:
    """What the templates of `FAR` say of the end, or of the span as a whole."""
    kind, length, size, edges, row = form
    (start, first, *_), (end, last, *_) = opened, closed
    fine, tail, span = reading.fine, closed.tail, reading.text[start:end]
    inside = "".join(fine[first : last + 1]) if last - first < 3 else ""
    verbs, where = sum(map(VERBS.__contains__, row)), closed.close + kind
    return (
        length + tail,
        inside + tail,
        closed.right + size,
        closed.next + kind,
        edges,
        length,
        f"{verbs}{'的' if '的' in span else ''}{size}",
        kind + length,
        row,
        fine[last] + tail,
        where + "w" if opened.whole and closed.whole else where,
        where,
        f"{min(3, reading.text.count(span))}{kind}",
        kind,
        where,
        closed.close + size,
        closed.listed + size,
    )


def _amount_kind(opened: Opening, closed: Closing) -> str:
    amount = opened.amount
    if amount is None or closed.end > amount.end:
        return "x"
    if amount.pos == "date":
        return "D"
    return "N" if amount.start == opened.start and amount.end == closed.end else "M"
