"""What the ranker sees of a sentence and of a span in it: names of binary features.

Only closed classes are named by their words: function words, copulas, modal words, affixes and
punctuation. All else is a part of speech, a length, a place, or one of some classes of characters
so wide that no word can be read back from them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from operator import add
from typing import TypeAlias

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
_GROUPS = (("R", REQUIREMENTS), ("L", LIGHT), ("G", GENERIC))
_VERBS = frozenset(_POS[tag] for tag in ("v", "vn", "vd", "vg", "vi", "vq"))
Signs: TypeAlias = tuple[str, str, str]
KNOWN_WORDS = 1 << 14
Columns: TypeAlias = dict[str, Sequence[str]]
"""By the sign of a template: what it says at each place."""
_WIDE, _MIDDLE, _COARSE = 0x100, 0x400, 0x440
"""Code points that stand for the classes of characters: 128, 64 and 32 of them."""


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
        else:
            sign = "a" if char.isalpha() else char
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
        self.known: dict[tuple[str, str], Signs] = {}
        self.wide = Alphabet(wide, base=_WIDE, kept=FUNCTION_CHARS | AFFIX_CHARS)
        self.middle = Alphabet(middle, base=_MIDDLE, kept=FUNCTION_CHARS)
        self.coarse = Alphabet(coarse, base=_COARSE, kept=FUNCTION_CHARS)


_PLAIN = Alphabet({}, base=0, kept=FUNCTION_CHARS | AFFIX_CHARS)


class Reading:
    """A sentence prepared for naming features; sequences by word are padded by `PAD`."""

    __slots__ = (
        "_known",
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
        "rooms",
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
        self._known = alphabets.known
        signs = [self._signs(word) for word in words]
        self.pos = f"{before}{''.join([pos for pos, _, _ in signs])}{after}"
        fine = [sign for _, sign, _ in signs]
        self.fine = ["^;"] * PAD + fine + ["$;"] * PAD
        self.rooms = ["^;"] * PAD + [room for _, _, room in signs] + ["$;"] * PAD
        self.starts = {word.start: at for at, word in enumerate(words)}
        self.ends = {word.end: at for at, word in enumerate(words)}
        self.last = len(text)
        while self.last and not text[self.last - 1].isalnum():
            self.last -= 1
        self.genre = _genre(text)
        self._find_clauses(fine)
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
        """What can be said of a cut before, and after, each word."""
        fine, rooms, pos, plain = self.fine, self.rooms, self.pos, self.plain
        pairs = list(map(add, fine, fine[1:]))
        tags = list(map(add, pos, pos[1:]))
        triples = list(map(add, tags, pos[2:]))
        starts = [word.start for word in self.words]
        ends = [word.end + PAD for word in self.words]
        since = [start - self.clauses[home] for start, home in zip(starts, self.homes, strict=True)]
        self.openings: Columns = {
            "a": [self.wide[start + PAD - 1] for start in starts],
            "g": fine[2:],
            "h": pairs[1:],
            "i": list(map(add, fine, pairs[1:])),
            "j": fine[3:],
            "k": triples[1:],
            "l": triples[3:],
            "m": [str(size if size < 5 else 5 if size < 9 else 6) for size in since],
            "n": rooms[2:],
            "o": [plain[start + PAD - 1 : start + PAD + 1] for start in starts],
            "p": rooms[3:],
            "q": [plain[start + PAD] + tag for start, tag in zip(starts, pos[PAD:], strict=False)],
        }
        self.closings: Columns = {
            "A": fine[4:],
            "G": rooms[4:],
            "H": tags[3:],
            "I": triples[3:],
            "J": fine[3:],
            "K": list(map(add, pos[2:], fine[3:])),
            "P": [plain[end] + tag for end, tag in zip(ends, pos[PAD + 1 :], strict=False)],
            "R": rooms[3:],
            "B": [self.wide[end] for end in ends],
        }

    def _signs(self, word: Word) -> Signs:
        known = self._known.get((word.text, word.pos))
        if known is None:
            if len(self._known) >= KNOWN_WORDS:
                self._known.clear()
            start, end = word.start + PAD, word.end + PAD
            known = _signs(word, self.middle[start:end])
            self._known[word.text, word.pos] = known
        return known

    def _find_clauses(self, fine: Sequence[str]) -> None:
        """Where clauses begin, what heads each, and the verb or preposition before each word."""
        text = self.text
        self.clauses = [0, *(at + 1 for at, char in enumerate(text) if char in CLAUSE_END)]
        self.within: list[int] = [0] * (self.size + 1)
        self.heads: dict[int, str] = {}
        self.verbs: list[str] = []
        self.homes: list[int] = []
        governor, current = "-", 0
        for at, word in enumerate(self.words):
            clause = self.clause(word.start)
            self.within[word.start : word.end] = [at] * (word.end - word.start)
            if clause != current:
                governor, current = "-", clause
            self.heads.setdefault(clause, fine[at])
            self.verbs.append(governor)
            self.homes.append(clause)
            if word.pos[0] == "v" or word.pos == "p" or word.text in _GOVERNORS:
                governor = fine[at]
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


def _signs(word: Word, classes: str) -> Signs:
    """Part of speech; a closed-class word itself, of any other its length; its characters' classes.

    Of a word longer than two characters the classes of the first and the last.
    """
    text, pos = word.text, _POS.get(word.pos, "?")
    if text in CLOSED or not text[0].isalnum():
        return pos, f"{text};", f"{text};"
    group = (
        "R" if text in REQUIREMENTS else "L" if text in LIGHT else "G" if text in GENERIC else ""
    )
    if len(classes) > 2:
        classes = f"{classes[0]}.{classes[-1]}"
    return pos, f"{group}{pos}{min(len(text), 5)};", f"{pos}{classes}"


def names_before(reading: Reading, start: int) -> list[str]:
    """Features of a cut as the beginning of a span."""
    names = [f"{sign}{column[start]}" for sign, column in reading.before.items()]
    place = reading.starts.get(start)
    if place is None:
        return [*names, rough_start(reading, start)]
    return names + [f"{sign}{column[place]}" for sign, column in reading.openings.items()]


def names_after(reading: Reading, end: int) -> list[str]:
    """Features of a cut as the end of a span."""
    names = [f"{sign}{column[end]}" for sign, column in reading.after.items()]
    place = reading.ends.get(end)
    if place is None:
        return [*names, rough_end(reading, end)]
    return names + [f"{sign}{column[place]}" for sign, column in reading.closings.items()]


def rough_start(reading: Reading, start: int) -> str:
    """The feature of a span that begins within a word."""
    return f"~{reading.wide[start + PAD - 1]}"


def rough_end(reading: Reading, end: int) -> str:
    """The feature of a span that ends within a word."""
    place = reading.within[end - 1]
    return f"_{reading.pos[place + PAD]}{reading.words[place].end - end}"


def names_of_size(reading: Reading, start: int, end: int, count: int) -> list[str]:
    """How long a span is, and whether it cuts a word at either end."""
    return size_names(end - start, count, start in reading.starts, end in reading.ends)


def size_names(chars: int, count: int, clean: bool, closed: bool) -> list[str]:
    """The same by its parts: `clean` and `closed` where the span begins and ends with a word."""
    edges = f"{'' if clean else '~'}{'' if closed else '-'}"
    return [f"O{min(count, 9)}{edges}", f"%{length_sign(chars)}{min(count, 7)}{edges}"]


def length_sign(chars: int) -> str:
    return str(chars) if chars < 9 else "m" if chars < 13 else "n" if chars < 19 else "o"


def names_of_span(reading: Reading, start: int, end: int, count: int) -> list[str]:
    """Features of a span as a whole and of its two neighbours together."""
    fine, pos, wide, middle = reading.fine, reading.pos, reading.wide, reading.middle
    head = "" if start in reading.starts else "~"
    tail = "" if end in reading.ends else "-"
    first, last = reading.within[start] + PAD, reading.within[end - 1] + PAD
    kind, length = kind_name(reading, start, end), length_sign(end - start)
    size = min(7, count)
    edges = f"{size}{head}{tail}"
    row = pos[first : last + 1] if last - first < 5 else f"{pos[first]}.{pos[last]}"
    left, right = head or fine[first - 1], tail or fine[last + 1]
    at, to = start + PAD, end + PAD
    inside = "".join(fine[first : last + 1]) if last - first < 3 else ""
    linked = "的" if "的" in reading.text[start:end] else ""
    before, after = middle[at - 1], middle[to]
    return [
        f"1{length}{kind}",
        f"2{edges}{kind}",
        f"3{row}{head}{tail}",
        f"4{row}{pos[first - 1]}",
        f"6{reading.plain[at - 1]}{reading.plain[to]}",
        f";{fine[first]}{edges}",
        f"`{fine[last]}{edges}",
        f"[{left}{length}{head}{tail}",
        f"}}{reading.plain[at]}{reading.plain[to - 1]}",
        f"?{fine[first - 2]}{left}{right}",
        f":{left}{right}{fine[last + 2]}",
        f"{{{inside}{head}{tail}",
        f"'{reading.verbs[first - PAD]}{right}{size}",
        f"!{before}{after}",
        f"({wide[at - 1]}{wide[to]}{kind}",
        f"5{middle[at - 2]}{before}{after}",
        f"){before}{after}{middle[to + 1]}",
        f"7{reading.rooms[first]}{edges}",
        f"9{wide[at]}{length}",
        f"/{sum([tag in _VERBS for tag in row])}{linked}{size}",
        f"${reading.genre}{kind}{length}",
        f"+{reading.genre}{row}",
        f"={reading.genre}{fine[last]}{tail}",
        *_places(reading, start, end, kind, size),
    ]


def _places(reading: Reading, start: int, end: int, kind: str, size: int) -> list[str]:
    """Where the span stands: at an end of the sentence or clause, after a copula, in a list."""
    text = reading.text
    before = text[start - 1] if start else "^"
    after = text[end] if end < reading.size else "$"
    clause = reading.homes[reading.within[start]]
    whole = start == reading.clauses[clause] and (after in CLAUSE_END or after == "$")
    later = reading.latest - clause
    close = "z" if end >= reading.last else ""
    return [
        f"#{close}{kind}{'w' if whole else ''}",
        f"8{before if before in COPULA_CHARS else ''}{close}{kind}",
        f"@{min(3, text.count(text[start:end]))}{kind}",
        f"*{6 * start // reading.size}{kind}",
        f"|{reading.heads.get(clause, '')}{min(3, clause)}{kind}{close}",
        f"&{min(4, later)}{close}{size}",
        f",{'1' if before in _LIST_BEFORE else ''}{'2' if after in _LIST_AFTER else ''}{size}",
    ]


def kind_name(reading: Reading, start: int, end: int) -> str:
    """T and B titles with and without marks, Q quoted, D date, N amount, M part of one, x other."""
    text = reading.text
    before = text[start - 1] if start else "^"
    after = text[end] if end < reading.size else "$"
    if text[start] == "《" and text[end - 1] == "》":
        return "T"
    if before == "《" and after == "》":
        return "B"
    if before in _QUOTES[0] and after in _QUOTES[1]:
        return "Q"
    if text[start] in _AMOUNT_OPENERS:
        word = reading.words[reading.within[start]]
        if word.pos in _AMOUNTS and word.end >= end:
            whole = word.start == start and word.end == end
            return "D" if word.pos == "date" else "N" if whole else "M"
    return "x"
