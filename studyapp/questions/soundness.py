"""Whether a chunk of words can stand in a blank: a whole thing, and only one thing fits."""

from __future__ import annotations

from collections.abc import Sequence

from studyapp.questions.wordlists import (
    ADVERBS,
    ASKABLE_MODALS,
    COPULAS,
    ENGLISH_ADJECTIVE_ENDINGS,
    ENGLISH_DETERMINERS,
    ENGLISH_NOUN_ENDINGS,
    ENGLISH_PREPOSITIONS,
    FUNCTION,
    FUNCTION_POS,
    GENERIC,
    LIGHT,
    MODALS,
    PREFIXES,
    SUFFIXES,
    SURNAMES,
)
from studyapp.text.segment import Word

Words = Sequence[Word]
_NOMINAL = frozenset({"n", "vn", "an", "l", "j", "s", "nz", "ng", "b", "i"})
_RUNNING = _NOMINAL | {"a", "z", "nr", "nrfg"}
_VERBAL = frozenset({"vn", "i", "l"})
_LINKS = frozenset("和与及或同跟并而且") | {"或者", "以及", "并且"}
_BOUND = frozenset("在对以把将被由与和从向给为所是不各每该其此这那")
_AMOUNTS = frozenset({"num", "date", "m", "t"})
_CRUMBS = frozenset({"n", "a", "ng", "b", "j", "an", "g", "ag", "vg", "nr"})
_GOVERNORS = frozenset("由对向为被把将从在以")
_COUNTED_ONES = frozenset("年天日月周时分倍")


def may_open(words: Words, at: int, first: int) -> bool:
    """Whether a blank may begin with this word of a run that begins at `first`."""
    word = words[at]
    if at > first and words[at - 1].text in PREFIXES and len(word.text) < 3:
        return False
    if word.text in ADVERBS and at < len(words) - 1 and words[at + 1].pos[0] == "v":
        return False
    return is_content(word) and (len(word.text) < 3 or word.text[0] not in _BOUND)


def may_close(words: Words, at: int, last: int) -> bool:
    """Whether a blank may end with this word of a run that ends at `last`."""
    if (at < last and words[at + 1].text in SUFFIXES) or words[at].text in ADVERBS:
        return False
    return is_content(words[at])


def is_content(word: Word) -> bool:
    if word.text in MODALS:
        return True
    if word.pos in FUNCTION_POS or word.pos == "stop" or word.text in FUNCTION:
        return False
    return word.pos[0] != "u"


def kind_of(words: Words, begin: int, end: int, *, first: int, last: int) -> str:
    """What the chunk from `begin` to `end` of the run `first`-`last` is; "" when it is no blank."""
    if words[end].pos == "latin" or words[begin].pos == "latin":
        return "term" if _is_english_noun(words, begin, end, first=first, last=last) else ""
    chunk = words[begin : end + 1]
    name = all(_is_name(word) for word in chunk)
    if _is_half(words, begin, end, name=name):
        return ""
    if begin == end:
        return word_kind(words[begin])
    if any(word.text in MODALS for word in chunk) or _is_loose(words, begin, end):
        return ""
    if _is_torn(words, begin, end, last=last):
        return ""
    return "name" if name else "term"


def word_kind(word: Word) -> str:
    """What one word is as a blank: a kind of `Candidate`, or "" for none."""
    text = word.text
    if text in MODALS:
        return "modal" if text in ASKABLE_MODALS else ""
    if word.pos in ("date", "num"):
        return _amount_kind(word)
    if word.pos in ("v", "vn", "a", "b", "z", "m", "mq") or text in LIGHT or text in FUNCTION:
        return ""
    if len(text) < 2 and not text.isupper():
        return ""
    if text in GENERIC:
        return "generic"
    if _is_name(word):
        return "name"
    if word.pos in ("i", "l") and len(text) >= 4:
        return "" if text[:2] in ADVERBS else "phrase"
    return "term"


def _amount_kind(word: Word) -> str:
    """一年 is an amount, 一个 and 一线 are none."""
    if word.pos == "date":
        return "date"
    vague = word.text[0] in "一两" and len(word.text) < 3 and word.text[-1] not in _COUNTED_ONES
    bare = len(word.text) == 1 and not word.text.isdecimal()
    return "" if vague or bare or word.text.startswith(("第一", "一个", "one")) else "number"


def _is_name(word: Word) -> bool:
    """A person, place or body; rjieba also guesses people in 高素质 and 安全感."""
    if word.pos[:2] == "nr":
        ends_well = word.text[-1] not in SUFFIXES and word.text[-1] not in "质品感"
        return len(word.text) > 1 and word.text[0] in SURNAMES and ends_well
    return word.pos[:2] in ("ns", "nt")


def _is_loose(words: Words, begin: int, end: int) -> bool:
    """Whether the chunk holds two things, or says something of one: 甲和乙, 以甲为乙."""
    inside = words[begin + 1 : end]
    if any(
        word.text in COPULAS or word.text in _LINKS or word.pos in ("p", "c", "r")
        for word in inside
    ):
        return True
    opening = words[begin]
    if opening.pos == "num" and not _amount_kind(opening):
        return True
    if opening.text in LIGHT and opening.pos not in ("v", "vn"):
        return True
    particles = [word.text for word in inside if word.pos[0] == "u"]
    if len(particles) > 1 or any(particle not in "的之" for particle in particles):
        return True
    return all(
        word.text in LIGHT or word.text in GENERIC or word.pos[0] == "u"
        for word in words[begin : end + 1]
    )


def _is_torn(words: Words, begin: int, end: int, *, last: int) -> bool:
    """Whether the chunk takes a verb without its object, or a subject with half of what it does."""
    chunk = words[begin : end + 1]
    verbs = [word.pos == "v" for word in chunk]
    if not any(verbs):
        return False
    if end != last or any(verbs[1:-1]) or words[begin].text.endswith("为"):
        return True
    if verbs[-1]:
        governed = begin > 0 and words[begin - 1].text in _GOVERNORS
        return governed or verbs[0] or [len(word.text) for word in chunk] != [2, 2]
    return False


def _is_half(words: Words, begin: int, end: int, *, name: bool) -> bool:
    """Whether a noun runs on beyond the chunk, or the segmenter left a crumb at its edge.

    立德树 | 人, 风清气 | 正: such lone characters belong to a word that it did not know.
    """
    if name:
        return end + 1 < len(words) and words[end + 1].pos != "vn" and _follows(words, end + 1)
    amount = words[begin].pos in _AMOUNTS or words[end].pos in _AMOUNTS
    if not amount and is_cut(words, begin):
        return True
    if not amount and end + 1 < len(words) and is_cut(words, end + 1):
        return True
    return _has_crumb(words, begin, end)


def _has_crumb(words: Words, begin: int, end: int) -> bool:
    if begin < end:
        first = words[begin]
        if len(first.text) == 1 and (first.pos != "v" or first.text in SUFFIXES):
            return True
        if len(words[end].text) == 1 and words[end].text not in SUFFIXES:
            return True
    return _is_crumb(words, begin - 1, end_of=words[begin].start, before=True) or _is_crumb(
        words, end + 1, end_of=words[end].end, before=False
    )


def _is_crumb(words: Words, at: int, *, end_of: int, before: bool) -> bool:
    if not 0 <= at < len(words):
        return False
    word = words[at]
    touches = word.end == end_of if before else word.start == end_of
    return touches and len(word.text) == 1 and word.pos in _CRUMBS and word.text not in FUNCTION


def _follows(words: Words, at: int) -> bool:
    """Whether a noun stands right against the word before it: 习近平 | 总书记."""
    return words[at - 1].end == words[at].start and words[at].pos in _NOMINAL


def is_cut(words: Words, at: int) -> bool:
    """Whether a noun runs on from the word before `at` into this one: 网络 | 安全."""
    if at == 0 or not _follows(words, at) or words[at - 1].pos not in _RUNNING:
        return False
    return words[at - 1].pos not in _VERBAL or not _acts(words, at - 1)


def _acts(words: Words, at: int) -> bool:
    """Whether a word tagged as a verbal noun or set phrase is the verb here: 积极 | 发展 | 贸易."""
    return (
        at == 0 or words[at - 1].pos in ("x", "d", "ad", "v", "c") or words[at - 1].text in "要将"
    )


def _is_english_noun(words: Words, begin: int, end: int, *, first: int, last: int) -> bool:
    """A capitalised term, a word with the ending of a noun, or a whole phrase after the/of."""
    word = words[end]
    if word.pos != "latin":
        return False
    cut = end < last and words[end + 1].pos == "latin" and words[end + 1].start > word.end
    if not word.text[0].isascii() or (begin > first and words[begin - 1].pos == "latin" and cut):
        return False
    before = words[begin - 1].text.lower() if begin > first else ""
    determined = before in ENGLISH_DETERMINERS or before in ENGLISH_PREPOSITIONS
    if words[begin].text[0].islower() and begin < end and not determined:
        return False
    if word.text[0].isupper() and not (begin == end == 0):
        return not cut or not words[end + 1].text[0].isupper()
    if cut or not word.text.isascii() or words[begin].text[0].isupper():
        return False
    if word.text.endswith(ENGLISH_ADJECTIVE_ENDINGS):
        return False
    return len(word.text) > 3 and (determined or word.text.endswith(ENGLISH_NOUN_ENDINGS))
