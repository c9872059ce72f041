"""What the ranker sees of a sentence and of a span in it: names of binary features.

Only closed classes are named by their words: function words, copulas, modal words, affixes and
punctuation. All else is a part of speech, a length, a place, or one of some classes of characters
so wide that no word can be read back from them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import add
from typing import NamedTuple, TypeAlias

from studyapp.questions.spans import CLAUSE_END
from studyapp.questions.wordlists import (
    COPULAS,
    FUNCTION,
    GENERIC,
    LIGHT,
    MODALS,
    PREFIXES,
    REQUIREMENTS,
    SUFFIXES,
)
from studyapp.text.segment import Word

_GOVERNORS = COPULAS | MODALS
CLOSED = FUNCTION | COPULAS | MODALS | PREFIXES | SUFFIXES
AFFIX_CHARS = frozenset("".join(PREFIXES | SUFFIXES)) | frozenset(
    "代朝节度时期类型人族派院会部体系军队城门洲年月日个名次倍所把座条届每其古大新前后上下东西南北中"
)
FUNCTION_CHARS = frozenset(
    char for word in FUNCTION | COPULAS | MODALS for char in word if len(word) == 1
)
_POS_TAGS = (
    "n nr ns nt nz ng v vn vd vg a ad an ag b c d df dg e f g h i j k l m mg mq nrfg nrt o p q r rg"
    " rr rz s t tg u ud ug uj ul uv uz vi vq x y yg z zg num date latin stop link eng"
)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz&%#@*+=<>"
_POS = dict(zip(_POS_TAGS.split(" "), _LETTERS, strict=False))
COPULA_CHARS = frozenset("是为叫称即指作成于在有把以由被")
_QUOTES = (frozenset("“‘「『"), frozenset("”’」』"))
_LIST_BEFORE, _LIST_AFTER = frozenset("、”》"), frozenset("、“《")
_AMOUNT_OPENERS = frozenset(
    "0123456789０１２３４５６７８９零〇一二三四五六七八九十百千万亿两半几数第"
)
_AMOUNTS = frozenset({"num", "date", "m", "t"})
PAD = 3
_NEAR = ["3"] * 4 + ["2"] * 4 + ["1"] * 4 + ["0"] * 3
"""What is said of the last places of a sentence, by how many characters follow."""
_STATUTORY = re.compile("应当|不得|依法|规定|机关|部门|责任|行政|条例|权利|义务|有权")
_POLITICAL = re.compile("党|社会主义|人民|建设|坚持|发展|革命")
_VERBS = frozenset(_POS[tag] for tag in ("v", "vn", "vd", "vg", "vi", "vq"))
KNOWN_WORDS = 1 << 14
Columns: TypeAlias = dict[str, Sequence[str]]
"""By the sign of a template: what it says at each place."""
NEAR, FAR = "6}?:!5)1234;`", "[{'(79/$+=#8@*|&,"
"""The signs of the templates that speak of a span as a whole, in the order of their parts: of
what stands at its ends and how it is built, and of all else."""
JOINT = NEAR + FAR
JOINED = "\t"
"""What stands between the parts of such a name."""
_WIDE, _MIDDLE, _COARSE = 0x100, 0x400, 0x440
"""Code points that stand for the classes of characters: 128, 64 and 32 of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """What is seen of a word.

    `pos`: a letter for its part of speech; `fine`: a closed-class word itself, of any other its
    length; `room`: the classes of its characters; `head`: its first character where that is a
    function character or affix, and its part of speech.
    """

    pos: str
    fine: str
    room: str
    head: str


FIRST = {"j": "fine", "p": "room", "q": "head"}
BEFORE = {"g": "fine", "n": "room"}
LAST = {"J": "fine", "R": "room"}
AFTER = {"A": "fine", "G": "room", "P": "head"}
"""Templates of one word: the first in a span and the one before it, the last and the one after."""
_START, _END = Sign("^", "^;", "^;", "^^"), Sign("$", "$;", "$;", "$$")


class Alphabet(dict[int, str]):
    """A table for `str.translate` that puts a sign for its class in the place of a character.

    A few closed-class characters stand for themselves, as do punctuation marks.
    """

    def __init__(self, classes: Mapping[str, int], *, base: int, kept: frozenset[str]) -> None:
        super().__init__({ord(char): chr(base + number) for char, number in classes.items()})
        self.update({ord(char): char for char in kept})

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if "\u4e00" <= char <= "\u9fff":
            sign = "H"
        elif char.isdigit():
            sign = "9"
        elif char.isalpha():
            sign = "a"
        else:
            sign = " " if char.isspace() else char
        if len(self) < 1 << 14:
            self[code] = sign
        return sign


class Alphabets:
    """The classes of characters in three grains, each made of classes of the finer one."""

    __slots__ = ("coarse", "known", "middle", "wide")

    def __init__(self, groups: Sequence[tuple[int, int, str]]) -> None:
        """`groups`: the middle class, the coarse class and the characters of each fine class."""
        wide = {char: at for at, (_, _, chars) in enumerate(groups) for char in chars}
        middle = {char: number for number, _, chars in groups for char in chars}
        coarse = {char: number for _, number, chars in groups for char in chars}
        self.known: dict[tuple[str, str], Sign] = {}
        self.wide = Alphabet(wide, base=_WIDE, kept=FUNCTION_CHARS | AFFIX_CHARS)
        self.middle = Alphabet(middle, base=_MIDDLE, kept=FUNCTION_CHARS)
        self.coarse = Alphabet(coarse, base=_COARSE, kept=FUNCTION_CHARS)

    def sign(self, word: Word) -> Sign:
        """What is seen of the word; the last ones are kept, for words return."""
        known = self.known.get((word.text, word.pos))
        if known is None:
            if len(self.known) >= KNOWN_WORDS:
                self.known.clear()
            known = _sign(word, word.text.translate(self.middle))
            self.known[word.text, word.pos] = known
        return known


_PLAIN = Alphabet({}, base=0, kept=FUNCTION_CHARS | AFFIX_CHARS)


def _sign(word: Word, classes: str) -> Sign:
    """`classes`: those of its characters; of a long word the first and the last are told."""
    text, pos = word.text, _POS.get(word.pos, "?")
    head = text[0].translate(_PLAIN) + pos
    if text in CLOSED or not text[0].isalnum():
        return Sign(pos, f"{text};", f"{text};", head)
    group = (
        "R" if text in REQUIREMENTS else "L" if text in LIGHT else "G" if text in GENERIC else ""
    )
    if len(classes) > 2:
        classes = f"{classes[0]}.{classes[-1]}"
    return Sign(pos, f"{group}{pos}{min(len(text), 5)};", f"{pos}{classes}", head)


class Reading:
    """A sentence prepared for naming features; sequences by word are padded by `PAD`."""

    __slots__ = (
        "after",
        "before",
        "clauses",
        "closings",
        "coarse",
        "ends",
        "fine",
        "genre",
        "heads",
        "homes",
        "last",
        "latest",
        "middle",
        "openings",
        "plain",
        "pos",
        "signs",
        "size",
        "starts",
        "text",
        "verbs",
        "wide",
        "within",
        "words",
    )

    def __init__(self, text: str, words: Sequence[Word], alphabets: Alphabets) -> None:
        self.text, self.words, self.size = text, words, len(text)
        before, after = "^" * PAD, "$" * PAD
        self.plain = f"{before}{text.translate(_PLAIN)}{after}"
        self.wide = f"{before}{text.translate(alphabets.wide)}{after}"
        self.middle = f"{before}{text.translate(alphabets.middle)}{after}"
        self.coarse = f"{before}{text.translate(alphabets.coarse)}{after}"
        self.signs = [_START] * PAD + list(map(alphabets.sign, words)) + [_END] * PAD
        self.pos = "".join([sign.pos for sign in self.signs])
        self.fine = [sign.fine for sign in self.signs]
        self.starts = {word.start: at for at, word in enumerate(words)}
        self.ends = {word.end: at for at, word in enumerate(words)}
        self.last = len(text)
        while self.last and not text[self.last - 1].isalnum():
            self.last -= 1
        self.genre = _genre(text)
        self._find_clauses()
        self._name_chars()
        self._name_words()

    def _name_chars(self) -> None:
        """What can be said of a cut at each offset, by the sign of its template."""
        middle, coarse, wide = self.middle, self.coarse, self.wide
        pairs = list(map(add, middle, middle[1:]))
        thirds = list(map(add, map(add, coarse, coarse[1:]), coarse[2:]))
        near = _NEAR[max(0, len(_NEAR) - self.last) :]
        far = ["4"] * (self.last - len(_NEAR)) + near + ["-1"] * (self.size - self.last + 1)
        self.before: Columns = {
            "b": pairs[1:],
            "c": thirds,
            "d": wide[3:],
            "e": pairs[3:],
            "f": pairs[2:],
        }
        self.after: Columns = {"C": thirds[3:], "D": wide[2:], "E": pairs[1:], "M": far}

    def _name_words(self) -> None:
        """What can be said of a cut before, and after, each word and its neighbours."""
        fine, pos, plain, wide = self.fine, self.pos, self.plain, self.wide
        pairs = list(map(add, fine, fine[1:]))
        tags = list(map(add, pos, pos[1:]))
        triples = list(map(add, tags, pos[2:]))
        starts = [word.start + PAD for word in self.words]
        since = [at - PAD - self.clauses[home] for at, home in zip(starts, self.homes, strict=True)]
        self.openings: Columns = {
            "a": [wide[at - 1] for at in starts],
            "h": pairs[1:],
            "i": list(map(add, fine, pairs[1:])),
            "k": triples[1:],
            "l": triples[3:],
            "m": [str(size if size < 5 else 5 if size < 9 else 6) for size in since],
            "o": [plain[at - 1 : at + 1] for at in starts],
        }
        self.closings: Columns = {
            "H": tags[3:],
            "I": triples[3:],
            "K": list(map(add, pos[2:], fine[3:])),
            "B": [wide[word.end + PAD] for word in self.words],
        }

    def _find_clauses(self) -> None:
        """Where clauses begin, what heads each, and the verb or preposition before each word."""
        text, fine = self.text, self.fine
        self.clauses = [0, *(at + 1 for at, char in enumerate(text) if char in CLAUSE_END)]
        self.within: list[int] = [0] * (self.size + 1)
        self.heads: dict[int, str] = {}
        self.verbs: list[str] = []
        self.homes: list[int] = []
        bounds = [*self.clauses[1:], self.size + 1]
        governor, current, until = "-", 0, 0
        for at, (start, end, written, pos) in enumerate(self.words):
            if start >= until:
                governor, current = "-", self.clause(start)
                self.heads[current] = fine[at + PAD]
                until = bounds[current]
            self.within[start:end] = [at] * (end - start)
            self.verbs.append(governor)
            self.homes.append(current)
            if pos[0] == "v" or pos == "p" or written in _GOVERNORS:
                governor = fine[at + PAD]
        self.latest = self.clause(max(0, self.last - 1))

    def clause(self, offset: int) -> int:
        """The number of the clause in which the offset lies, from 0."""
        return bisect_right(self.clauses, offset) - 1


def _genre(text: str) -> str:
    """l where the words are those of rules, p where those of programmes, g for all else."""
    signs = len(_STATUTORY.findall(text))
    if signs > 1:
        return "l"
    return "p" if len(_POLITICAL.findall(text)) > 1 else "r" if signs else "g"


def names_before(reading: Reading, start: int) -> list[str]:
    """Features of a cut as the beginning of a span."""
    names = [f"{sign}{column[start]}" for sign, column in reading.before.items()]
    place = reading.starts.get(start)
    if place is None:
        return [*names, f"~{rough_start(reading, start)}"]
    names += [f"{sign}{column[place]}" for sign, column in reading.openings.items()]
    names += names_of_word(FIRST, reading.signs[place + PAD])
    return names + names_of_word(BEFORE, reading.signs[place + PAD - 1])


def names_after(reading: Reading, end: int) -> list[str]:
    """Features of a cut as the end of a span."""
    names = [f"{sign}{column[end]}" for sign, column in reading.after.items()]
    place = reading.ends.get(end)
    if place is None:
        return [*names, f"_{rough_end(reading, end)}"]
    names += [f"{sign}{column[place]}" for sign, column in reading.closings.items()]
    names += names_of_word(LAST, reading.signs[place + PAD])
    return names + names_of_word(AFTER, reading.signs[place + PAD + 1])


def names_of_word(templates: Mapping[str, str], sign: Sign) -> list[str]:
    """Features that one word has in its place: `FIRST`, `BEFORE`, `LAST` or `AFTER`."""
    return [f"{letter}{getattr(sign, trait)}" for letter, trait in templates.items()]


def rough_start(reading: Reading, start: int) -> str:
    """What is said of a span that begins within a word."""
    return reading.wide[start + PAD - 1]


def rough_end(reading: Reading, end: int) -> str:
    """What is said of a span that ends within a word."""
    place = reading.within[end - 1]
    return f"{reading.pos[place + PAD]}{reading.words[place].end - end}"


def names_of_size(reading: Reading, start: int, end: int, count: int) -> list[str]:
    """How long a span is, and whether it cuts a word at either end."""
    return size_names(end - start, count, start in reading.starts, end in reading.ends)


def size_names(chars: int, count: int, clean: bool, closed: bool) -> list[str]:
    """The same by its parts: `clean` and `closed` where the span begins and ends with a word."""
    edges = f"{'' if clean else '~'}{'' if closed else '-'}"
    return [f"O{min(count, 9)}{edges}", f"%{length_sign(chars)}{min(count, 7)}{edges}"]


def length_sign(chars: int) -> str:
    return str(chars) if chars < 9 else "m" if chars < 13 else "n" if chars < 19 else "o"


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
        (plain[to], plain[to - 1], right, right + fine[last + 2], *(middle[to],) * 2)
        + (middle[to : to + 2],),
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
    rights = near_parts(reading, opened, closed, form) + far_parts(reading, opened, closed, form)
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


def near_parts(reading: Reading, opened: Opening, closed: Closing, form: Form) -> tuple[str, ...]:
    """What the templates of `NEAR` say of the end, or of the span as a whole."""
    kind, length, _, edges, row = form
    last = reading.fine[closed.last]
    return closed.parts + (
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
    verbs, where = sum(map(_VERBS.__contains__, row)), closed.close + kind
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
