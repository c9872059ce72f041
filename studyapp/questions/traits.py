"""What one word is wherever it stands, read once: most words of a text return."""

from __future__ import annotations

from dataclasses import dataclass

from studyapp.questions.wordkinds import (
    AMOUNTS,
    is_content,
    is_link,
    is_name,
    is_torn_word,
    word_kind,
)
from studyapp.questions.wordlists import (
    ADVERBS,
    AFTER_A_NOUN,
    EMPTY_VERBS,
    FUNCTION,
    GENERIC,
    HALF_SAID,
    LIGHT,
    MODALS,
    SELF_REFERRING,
)
from studyapp.text.segment import Word

KNOWN_WORDS = 1 << 14
NOMINAL = frozenset({"n", "vn", "an", "l", "j", "s", "nz", "ng", "b", "i"})
RUNNING = NOMINAL | {"a", "z", "nr", "nrfg"}
_VERBAL = frozenset({"vn", "i", "l"})
_CRUMBS = frozenset({"n", "a", "ng", "b", "j", "an", "g", "ag", "vg", "nr"})
_BOUND = frozenset("在对以把将被由与和从向给为所是不各每该其此这那")
_ALONE = HALF_SAID | SELF_REFERRING | MODALS
_ANYONE = frozenset({"大家", "人们", "我们", "你们", "他们"})
_STRAY = frozenset("内外上下中里前后时间有不能会要可最更很都也又再还")


@dataclass(slots=True, eq=False)
class Traits:
    """One word, as a blank and as a part of one.

    `kind`: what it is alone, see `word_kind`; `edge`: may stand at an edge; `link`: ends a chunk;
    `alone`: no part of a longer chunk; `opens`: may begin one of several words; `parts`: may not
    stand within one; `empty`: says nothing; `bound`: a preposition swallowed its first character;
    `crumb`: a lone character that may be left of a word; `rest`: can only be the rest of what
    stands before it; `nominal`: goes on with a noun; `running`: a noun may go on after it;
    `verbal`: so tagged, it may yet be the verb here.
    """

    kind: str
    edge: bool
    name: bool
    link: bool
    verb: bool
    amount: bool
    adverb: bool
    particle: bool
    torn: bool
    alone: bool
    opens: bool
    parts: bool
    empty: bool
    bound: bool
    crumb: bool
    rest: bool
    nominal: bool
    running: bool
    verbal: bool


_known: dict[tuple[str, str], Traits] = {}


def traits(word: Word) -> Traits:
    """The traits of a word, by its text and tag."""
    key = word[2:]
    found = _known.get(key)
    if found is None:
        if len(_known) >= KNOWN_WORDS:
            _known.clear()
        found = _known[key] = _read(word)
    return found


def _read(word: Word) -> Traits:
    text, pos, kind, torn = word.text, word.pos, word_kind(word), is_torn_word(word)
    amount, particle = pos in AMOUNTS, pos[0] == "u"
    return Traits(
        kind=kind,
        edge=is_content(word),
        name=is_name(word),
        link=is_link(word),
        verb=pos == "v",
        amount=amount,
        adverb=text in ADVERBS,
        particle=particle,
        torn=torn,
        alone=text in _ALONE,
        opens=_may_open_several(word, kind),
        parts=pos in ("q", "f") or _is_stray(text) or (particle and text not in "的之"),
        empty=text in LIGHT or text in GENERIC or particle,
        bound=len(text) > 2 and text[0] in _BOUND,
        crumb=len(text) == 1 and pos in _CRUMBS and text not in FUNCTION,
        rest=_pulls_back(text, amount=amount, torn=torn),
        nominal=pos in NOMINAL,
        running=pos in RUNNING,
        verbal=pos in _VERBAL,
    )


def _may_open_several(word: Word, kind: str) -> bool:
    """Whether a chunk of several words may begin with it, as far as the word itself tells."""
    text, pos = word.text, word.pos
    if text in _ALONE or text in _ANYONE or (pos == "num" and not kind):
        return False
    if pos[0] == "v" and (len(text) == 1 or text in EMPTY_VERBS):
        return False
    return text not in LIGHT or pos in ("v", "vn")


def _is_stray(text: str) -> bool:
    return text in _STRAY or (text in FUNCTION and text not in "的之")


def _pulls_back(text: str, *, amount: bool, torn: bool) -> bool:
    """Whether a word can only be the rest of what stands before it: 风清气 | 正."""
    if not "\u4e00" <= text[0] <= "\u9fff" or amount:
        return False
    if len(text) == 1:
        return text not in AFTER_A_NOUN
    return torn and text[0] not in AFTER_A_NOUN
