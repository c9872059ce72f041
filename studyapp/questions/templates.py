"""What the ranker sees of a sentence and of a cut in it: names of binary features."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from operator import add
from typing import TypeAlias

from studyapp.questions.alphabets import PLAIN, Alphabets, Sign
from studyapp.questions.spans import CLAUSE_END
from studyapp.questions.wordlists import COPULAS, MODALS
from studyapp.text.segment import Word

_GOVERNORS = COPULAS | MODALS
PAD = 3
_FOLLOWING = ["3"] * 4 + ["2"] * 4 + ["1"] * 4 + ["0"] * 3
"""What is said of the last places of a sentence, by how many characters follow."""
_STATUTORY = re.compile("应当|不得|依法|规定|机关|部门|责任|行政|条例|权利|义务|有权")
_POLITICAL = re.compile("党|社会主义|人民|建设|坚持|发展|革命")
Columns: TypeAlias = dict[str, Sequence[str]]
"""By the sign of a template: what it says at each place."""
JOINED = "\t"
"""What stands between the two parts of a name: what is said of the beginning, and of the rest."""
FIRST = {"j": "fine", "p": "room", "q": "head"}
BEFORE = {"g": "fine", "n": "room"}
LAST = {"J": "fine", "R": "room"}
AFTER = {"A": "fine", "G": "room", "P": "head"}
"""Templates of one word: the first in a span and the one before it, the last and the one after."""
_START, _END = Sign("^", "^;", "^;", "^^"), Sign("$", "$;", "$;", "$$")


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
        self.plain = f"{before}{text.translate(PLAIN)}{after}"
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
        near = _FOLLOWING[max(0, len(_FOLLOWING) - self.last) :]
        far = ["4"] * (self.last - len(_FOLLOWING)) + near + ["-1"] * (self.size - self.last + 1)
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
