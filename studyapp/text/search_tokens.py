"""What is searched for and found: words of alphabets and numbers whole, Han in overlapping pairs.

Indexes of trigrams find nothing for 法 or 宪法, and Chinese has no spaces to cut at. 依法治国 is
indexed as 依法 法治 治国 国: a word of two characters and more is a row of pairs, a single
character is how a pair begins (the last of a run stands alone for that).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import add

from studyapp.text.normalize import HAN, fold

# A long paragraph is indexed in pieces, which overlap so that no phrase is cut.
PIECE = 1000
OVERLAP = 60
# Databases keep no longer words.
LONGEST = 64
# One query asks for no more than this.
MOST_PHRASES = 8

_PIECE = re.compile(rf"[{HAN}]|(?:(?![{HAN}])[^\W\d_])+|\d+|\n")
_QUOTED = re.compile(r"[\"“”「」『』]([^\"“”「」『』]+)[\"“”「」『』]|(\S+)")
_IS_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Token:
    """A token and the span of the text that it stands for; of a pair, both characters."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens in a row. With `is_prefix`, the last one is how a token begins."""

    tokens: tuple[str, ...]
    is_prefix: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a body that is indexed as one: of which paragraph, from which character."""

    paragraph: int
    start: int
    text: str


def pieces(body: str) -> Iterator[Piece]:
    """The paragraphs of a section's body that hold something, long ones in overlapping pieces."""
    for number, paragraph in enumerate(body.split("\n")):
        for start in range(0, max(len(paragraph) - OVERLAP, 1), PIECE - OVERLAP):
            text = paragraph[start : start + PIECE]
            if text.strip():
                yield Piece(number, start, text)


def tokens(text: str) -> list[Token]:
    """The tokens of a text, in its order. Punctuation inside a line parts nothing: 会员，应当."""
    found: list[Token] = []
    run: list[Token] = []
    for piece in _folded(text):
        if _IS_HAN.match(piece.text):
            run.append(piece)
            continue
        found += _pairs(run)
        run = []
        if piece.text:
            found.append(piece)
    return found + _pairs(run)


def index_text(text: str) -> str:
    """The tokens of a text with spaces between, for the index of a database."""
    found: list[str] = []
    run: list[str] = []
    for piece in _PIECE.findall(text):
        folded, is_han = _fold_piece(piece)
        if is_han:
            run.append(folded)
        elif folded or piece == "\n":
            found += [*map(add, run, run[1:]), *run[-1:], folded]
            run = []
    return " ".join(filter(None, [*found, *map(add, run, run[1:]), *run[-1:]]))


def phrases(wanted: str) -> tuple[Phrase, ...]:
    """What a query asks for: its words, each of which must be found; quoted ones side by side.

    Empty where it holds no letter, number or Han character.
    """
    words = (match[1] or match[2] for match in _QUOTED.finditer(wanted))
    made = (_phrase(word) for word in words)
    return tuple(dict.fromkeys(p for p in made if p is not None))[:MOST_PHRASES]


def find(phrase: Phrase, inside: Sequence[Token]) -> tuple[int, int] | None:
    """The span of the text where a phrase first stands among its tokens."""
    count = len(phrase.tokens)
    for at in range(len(inside) - count + 1):
        if _stands(phrase, inside[at : at + count]):
            return inside[at].start, _end(phrase, inside[at + count - 1])
    return None


def _folded(text: str) -> Iterator[Token]:
    """Han characters, words and numbers as they are compared; an empty piece ends a line."""
    for match in _PIECE.finditer(text):
        folded, _is_han = _fold_piece(match.group())
        if folded or match.group() == "\n":
            yield Token(folded, *match.span())


@lru_cache(maxsize=8192)
def _fold_piece(piece: str) -> tuple[str, bool]:
    """A piece as it is compared, and whether it is then Han."""
    folded = "".join(filter(str.isalnum, fold(piece)))[:LONGEST]
    return folded, bool(_IS_HAN.match(folded))


def _pairs(run: Sequence[Token]) -> list[Token]:
    """A run of Han characters as overlapping pairs, and its last character."""
    pairs = [
        Token(first.text + second.text, first.start, second.end) for first, second in pairwise(run)
    ]
    return pairs + list(run[-1:])


def _phrase(word: str) -> Phrase | None:
    found = [token.text for token in tokens(word)]
    if not found:
        return None
    # The text may go on where the query ends, so that no run of Han need end there.
    is_han = bool(_IS_HAN.match(found[-1]))
    if is_han and len(found) > 1 and len(found[-2]) > 1 and _IS_HAN.match(found[-2]):
        return Phrase(tuple(found[:-1]), is_prefix=False)
    return Phrase(tuple(found), is_prefix=not found[-1].isdecimal())


def _stands(phrase: Phrase, row: Sequence[Token]) -> bool:
    *firsts, last = (token.text for token in row)
    wanted = phrase.tokens[-1]
    fits = last.startswith(wanted) if phrase.is_prefix else last == wanted
    return fits and tuple(firsts) == phrase.tokens[:-1]


def _end(phrase: Phrase, last: Token) -> int:
    """A single character is found at the head of a pair; of a word, all is what was found."""
    is_head = len(phrase.tokens[-1]) == 1 and len(last.text) > 1 and _IS_HAN.match(last.text)
    return last.start + 1 if is_head else last.end
