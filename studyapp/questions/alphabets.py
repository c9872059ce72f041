"""Classes of characters, and what is seen of a word: all that the ranker's templates may name.

Only closed classes are named by their words: function words, copulas, modal words, affixes and
punctuation. All else is a part of speech, a length, or one of some classes of characters so wide
that no word can be read back from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
VERBS = frozenset(_POS[tag] for tag in ("v", "vn", "vd", "vg", "vi", "vq"))
"""The letters of verbs among the parts of speech."""
KNOWN_WORDS = 1 << 14
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


PLAIN = Alphabet({}, base=0, kept=FUNCTION_CHARS | AFFIX_CHARS)


def _sign(word: Word, classes: str) -> Sign:
    """`classes`: those of its characters; of a long word the first and the last are told."""
    text, pos = word.text, _POS.get(word.pos, "?")
    head = text[0].translate(PLAIN) + pos
    if text in CLOSED or not text[0].isalnum():
        return Sign(pos, f"{text};", f"{text};", head)
    group = (
        "R" if text in REQUIREMENTS else "L" if text in LIGHT else "G" if text in GENERIC else ""
    )
    if len(classes) > 2:
        classes = f"{classes[0]}.{classes[-1]}"
    return Sign(pos, f"{group}{pos}{min(len(text), 5)};", f"{pos}{classes}", head)
