"""What the ranker sees of a sentence and of a span in it: names of binary features.

Only closed classes are named by their words: function words, copulas, modal words, affixes and
punctuation. All else is a part of speech, a length, a place, or one of some classes of characters
so wide that no word can be read back from them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

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
_CLOSED = FUNCTION | COPULAS | MODALS | PREFIXES | SUFFIXES
_AFFIX_CHARS = frozenset("".join(PREFIXES | SUFFIXES)) | frozenset(
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
_COPULA_CHARS = frozenset("是为叫称即指作成于在有把以由被")
_QUOTES = (frozenset("“‘「『"), frozenset("”’」』"))
_LIST_BEFORE, _LIST_AFTER = frozenset("、”》"), frozenset("、“《")
_AMOUNT_OPENERS = frozenset(
    "0123456789０１２３４５６７８９零〇一二三四五六七八九十百千万亿两半几数第"
)
_AMOUNTS = frozenset({"num", "date", "m", "t"})
PAD = 3
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

    __slots__ = ("coarse", "middle", "wide")

    def __init__(self, groups: Sequence[tuple[int, int, str]]) -> None:
        """`groups`: the middle class, the coarse class and the characters of each fine class."""
        wide = {char: at for at, (_, _, chars) in enumerate(groups) for char in chars}
        middle = {char: number for number, _, chars in groups for char in chars}
        coarse = {char: number for _, number, chars in groups for char in chars}
        self.wide = Alphabet(wide, base=_WIDE, kept=FUNCTION_CHARS | _AFFIX_CHARS)
        self.middle = Alphabet(middle, base=_MIDDLE, kept=FUNCTION_CHARS)
        self.coarse = Alphabet(coarse, base=_COARSE, kept=FUNCTION_CHARS)


_PLAIN = Alphabet({}, base=0, kept=FUNCTION_CHARS | _AFFIX_CHARS)


class Reading:
    """A sentence prepared for naming features; sequences by word are padded by `PAD`."""

    __slots__ = (
        "clauses",
        "coarse",
        "ends",
        "fine",
        "heads",
        "last",
        "middle",
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
        self.pos = f"{before}{''.join([_POS.get(word.pos, '?') for word in words])}{after}"
        fine = [_fine(word) for word in words]
        self.fine = ["^;"] * PAD + fine + ["$;"] * PAD
        self.rooms = ["^;"] * PAD + [self._room(word) for word in words] + ["$;"] * PAD
        self.starts = {word.start: at for at, word in enumerate(words)}
        self.ends = {word.end: at for at, word in enumerate(words)}
        self._find_clauses(fine)
        self.last = len(text)
        while self.last and not text[self.last - 1].isalnum():
            self.last -= 1

    def _room(self, word: Word) -> str:
        """A word by its classes: of both characters, or of the first and last of a longer one."""
        if word.text in _CLOSED or word.pos == "x":
            return f"{word.text};"
        start, end = word.start + PAD, word.end + PAD
        if end - start < 3:
            return f"{_POS.get(word.pos, '?')}{self.middle[start:end]}"
        return f"{_POS.get(word.pos, '?')}{self.middle[start]}.{self.middle[end - 1]}"

    def _find_clauses(self, fine: Sequence[str]) -> None:
        """Where clauses begin, what heads each, and the verb or preposition before each word."""
        text = self.text
        self.clauses = [0, *(at + 1 for at, char in enumerate(text) if char in CLAUSE_END)]
        self.within: list[int] = [0] * (self.size + 1)
        self.heads: dict[int, str] = {}
        self.verbs: list[str] = []
        governor, current = "-", 0
        for at, word in enumerate(self.words):
            for place in range(word.start, word.end):
                self.within[place] = at
            clause = self.clause(word.start)
            if clause != current:
                governor, current = "-", clause
            self.heads.setdefault(clause, fine[at])
            self.verbs.append(governor)
            if word.pos[0] == "v" or word.pos == "p" or word.text in _GOVERNORS:
                governor = fine[at]

    def clause(self, offset: int) -> int:
        """The number of the clause in which the offset lies, from 0."""
        return bisect_right(self.clauses, offset) - 1


def _fine(word: Word) -> str:
    """A closed-class word itself, of any other its part of speech and length."""
    text = word.text
    if text in _CLOSED or word.pos == "x" or not text[0].isalnum():
        return f"{text};"
    group = (
        "R" if text in REQUIREMENTS else "L" if text in LIGHT else "G" if text in GENERIC else ""
    )
    return f"{group}{_POS.get(word.pos, '?')}{min(len(text), 5)};"


def names_before(reading: Reading, start: int) -> list[str]:
    """Features of a cut as the beginning of a span."""
    wide, middle, coarse = reading.wide, reading.middle, reading.coarse
    at = start + PAD
    names = [
        f"b{middle[at - 2 : at]}",
        f"c{coarse[at - 3 : at]}",
        f"d{wide[at]}",
        f"e{middle[at : at + 2]}",
        f"f{middle[at - 1 : at + 1]}",
    ]
    if start not in reading.starts:
        names.append(f"~{wide[at - 1]}")
        return names
    return names + _words_before(reading, start)


def _words_before(reading: Reading, start: int) -> list[str]:
    place = reading.starts[start] + PAD
    fine, rooms, pos = reading.fine, reading.rooms, reading.pos
    one, two = fine[place - 1], fine[place - 2]
    since = start - reading.clauses[reading.clause(start)]
    char = start + PAD
    return [
        f"a{reading.wide[char - 1]}",
        f"g{one}",
        f"h{two}{one}",
        f"i{fine[place - 3]}{two}{one}",
        f"j{fine[place]}",
        f"k{pos[place - 2 : place + 1]}",
        f"l{pos[place : place + 3]}",
        f"m{since if since < 5 else 5 if since < 9 else 6}",
        f"n{rooms[place - 1]}",
        f"o{reading.plain[char - 1 : char + 1]}",
        f"p{rooms[place]}",
        f"q{reading.plain[char]}{pos[place]}",
    ]


def names_after(reading: Reading, end: int) -> list[str]:
    """Features of a cut as the end of a span."""
    wide, middle, coarse = reading.wide, reading.middle, reading.coarse
    at = end + PAD
    left = reading.last - end
    names = [
        f"C{coarse[at : at + 3]}",
        f"D{wide[at - 1]}",
        f"E{middle[at - 2 : at]}",
        f"M{left // 4 if 0 < left < 16 else 4 if left > 0 else -1}",
    ]
    if end not in reading.ends:
        place = reading.within[end - 1]
        word = reading.words[place]
        names.append(f"_{reading.pos[place + PAD]}{word.end - end}")
        return names
    return names + _words_after(reading, end)


def _words_after(reading: Reading, end: int) -> list[str]:
    place = reading.ends[end] + PAD
    fine, rooms, pos = reading.fine, reading.rooms, reading.pos
    char = end + PAD
    return [
        f"A{fine[place + 1]}",
        f"G{rooms[place + 1]}",
        f"H{pos[place : place + 2]}",
        f"I{pos[place : place + 3]}",
        f"J{fine[place]}",
        f"K{pos[place - 1]}{fine[place]}",
        f"P{reading.plain[char]}{pos[place + 1]}",
        f"R{rooms[place]}",
        f"B{reading.wide[char]}",
    ]


def size_name(reading: Reading, start: int, end: int, count: int) -> str:
    """How many words a span takes, and whether it cuts one at either end."""
    head = "" if start in reading.starts else "~"
    tail = "" if end in reading.ends else "-"
    return f"O{min(count, 9)}{head}{tail}"


def names_of_span(reading: Reading, start: int, end: int, count: int) -> list[str]:
    """Features of a span as a whole and of its two neighbours together."""
    fine, pos, wide, middle = reading.fine, reading.pos, reading.wide, reading.middle
    head = "" if start in reading.starts else "~"
    tail = "" if end in reading.ends else "-"
    cut = head + tail
    first, last = reading.within[start] + PAD, reading.within[end - 1] + PAD
    kind = kind_name(reading, start, end)
    chars = end - start
    length = str(chars) if chars < 9 else "m" if chars < 13 else "n" if chars < 19 else "o"
    size = str(min(count, 7))
    row = pos[first : last + 1] if last - first < 5 else f"{pos[first]}.{pos[last]}"
    left = head or fine[first - 1]
    right = tail or fine[last + 1]
    left_char, right_char = start + PAD - 1, end + PAD
    return [
        f"1{length}{kind}",
        f"2{size}{cut}{kind}",
        f"3{row}{cut}",
        f"4{row}{pos[first - 1]}",
        f"6{reading.plain[left_char]}{reading.plain[right_char]}",
        f";{fine[first]}{size}{cut}",
        f"`{fine[last]}{size}{cut}",
        f"[{left}{length}{cut}",
        f"?{fine[first - 2]}{left}{right}",
        f":{left}{right}{fine[last + 2]}",
        f"{{{''.join(fine[first : last + 1])}{cut}" if last - first < 3 else "{",
        f"}}{reading.plain[start + PAD]}{reading.plain[end + PAD - 1]}",
        f"%{length}{size}{cut}",
        f"'{reading.verbs[first - PAD]}{right}{size}",
        f"!{middle[left_char]}{middle[right_char]}",
        f"({wide[left_char]}{wide[right_char]}{kind}",
        f"5{middle[left_char - 1 : left_char + 1]}{middle[right_char]}",
        f"){middle[left_char]}{middle[right_char : right_char + 2]}",
        f"7{reading.rooms[first]}{size}{cut}",
        f"9{wide[start + PAD]}{length}",
        *_places(reading, start, end, kind, size),
        f"/{_inside(reading, first, last)}{size}",
    ]


def _places(reading: Reading, start: int, end: int, kind: str, size: str) -> list[str]:
    """Where the span stands: at an end of the sentence or clause, after a copula, in a list."""
    text = reading.text
    close = "z" if end >= reading.last else ""
    before = text[start - 1] if start else "^"
    after = text[end] if end < reading.size else "$"
    clause = reading.clause(start)
    whole = start == reading.clauses[clause] and (after in CLAUSE_END or after == "$")
    later = min(reading.clause(max(0, reading.last - 1)) - clause, 4)
    copula = before if before in _COPULA_CHARS else ""
    heads = reading.heads.get(clause, "")
    return [
        f"#{close}{kind}{'w' if whole else ''}",
        f"8{copula}{close}{kind}",
        f"@{min(3, text.count(text[start:end]))}{kind}",
        f"*{6 * start // reading.size}{kind}",
        f"|{heads}{min(clause, 3)}{kind}{close}",
        f"&{later}{close}{size}",
        f",{'1' if before in _LIST_BEFORE else ''}{'2' if after in _LIST_AFTER else ''}{size}",
    ]


def _inside(reading: Reading, first: int, last: int) -> str:
    words = reading.words[first - PAD : last + 1 - PAD]
    linked = any(word.text == "的" for word in words)
    return f"{sum(word.pos[0] == 'v' for word in words)}{'的' if linked else ''}"


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
