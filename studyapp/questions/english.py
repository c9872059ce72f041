"""Which chunks of an English sentence are whole noun phrases, told by their ends alone."""

from __future__ import annotations

from collections.abc import Sequence

from studyapp.questions.wordlists import (
    ENGLISH_ADJECTIVE_ENDINGS,
    ENGLISH_DETERMINERS,
    ENGLISH_NOUN_ENDINGS,
    ENGLISH_PREPOSITIONS,
)
from studyapp.text.segment import Word

Words = Sequence[Word]
_OBJECT_OPENERS = frozenset(
    "a an the each every its his her their no any one two all at on to into from up down only"
    " below above under over within through across toward towards".split()
)
"""What may follow a verb at once, and seldom a noun that is the subject of another verb."""
_CONJUNCTIONS = frozenset(
    "and or but when whenever if as that while because until before after where unless"
    " since".split()
)


def is_english_noun(words: Words, begin: int, end: int, *, first: int, last: int) -> bool:
    """A capitalised term, a word with the ending of a noun, or a whole phrase after the/of."""
    word = words[end]
    if word.pos != "latin" or _takes_verb(words, begin, end):
        return False
    cut = end < last and words[end + 1].pos == "latin" and words[end + 1].start > word.end
    cut = cut and not _takes_verb(words, begin, end + 1)
    if not word.text[0].isascii() or (begin > first and words[begin - 1].pos == "latin" and cut):
        return False
    before = words[begin - 1].text.lower() if begin > first else ""
    determined = before in ENGLISH_DETERMINERS or before in ENGLISH_PREPOSITIONS
    if words[begin].text[0].islower() and begin < end and not determined:
        return False
    if word.text[0].isupper() and not (begin == end and _opens_sentence(words, begin)):
        return not cut or not words[end + 1].text[0].isupper()
    if cut or not word.text.isascii() or words[begin].text[0].isupper():
        return False
    if word.text.endswith(ENGLISH_ADJECTIVE_ENDINGS):
        return False
    return len(word.text) > 3 and (determined or word.text.endswith(ENGLISH_NOUN_ENDINGS))


def _opens_sentence(words: Words, at: int) -> bool:
    """Whether the word stands first, or right after a label: a. | Encourage the media."""
    return at == 0 or words[at - 1].text == "."


def _takes_verb(words: Words, begin: int, end: int) -> bool:
    """Whether an English chunk runs on into the verb: a lighthouse | marks a danger.

    After one thing no plural ends a phrase; before a determiner or adverb stands the verb of the
    clause, unless nothing precedes it in the chunk.
    """
    word = words[end].text
    if begin == end or not word.islower() or not word.endswith("s"):
        return False
    if word.endswith(("ss", "us", "is", "ics")):
        return False
    before = words[begin - 1].text.lower() if begin else ""
    if before in ("a", "an", "each", "every", "one", "this", "that"):
        return True
    following = words[end + 1].text.lower() if end + 1 < len(words) else ""
    opener = words[begin - 2] if begin > 1 else None
    clause = opener is None or opener.pos == "x" or opener.text.lower() in _CONJUNCTIONS
    if before == "the" and clause and following in _OBJECT_OPENERS:
        return True
    return following in ENGLISH_DETERMINERS - {"of"}
