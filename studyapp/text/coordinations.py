"""English enumerations in running text: x, y and z; x, y, and z; x; y; and z.

No tagger reads English here: closed classes of words, the ends of words and the likeness of the
members to one another tell a list of things from clauses that follow one another. Where they do
not, nothing is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from studyapp.text.leads import english_lead
from studyapp.text.lists import Enumeration
from studyapp.text.segment import Span, sentences

_MOST_WORDS, _LONGEST_THING, _LONGEST_ITEM = 7, 70, 160


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DETERMINERS = _set("a an the any each every his her its their our your my this that these those")
_PREPOSITIONS = _set(
    "in for with by from on at to into onto upon without within under over between among against"
    " about through during before after above below across along around behind beyond near"
    " toward towards until till since per via throughout despite except regarding concerning"
)
_SAYS = _set(
    "is are was were be been being am has have had do does did shall will would may might must can"
    " could should cannot"
)
_TURNS = _set(
    "that which who whom whose when where while if unless because although though as than so but"
    " nor yet then also not however therefore moreover thus hence once whether how why what there"
    " here only even especially particularly again i you he she it we they him them us me himself"
    " themselves itself one such"
)
_PASTS = _set(
    "came went saw ate drank slept took gave made said told got began became brought bought built"
    " caught chose drew drove fell felt fought found fled flew forgot grew held kept knew led left"
    " lay lost met paid ran rose sang sat sent shook sold spoke spent stood stole swam taught"
    " thought threw understood won wore wrote died hid let put read set"
)
_HOLDING = _set(
    "include includes including included contain contains containing comprise comprises cover"
    " covers need needs require requires provide provides protect protects promote promotes ensure"
    " ensures produce produces use uses enjoy enjoys respect guarantee guarantees namely are were"
    " as combine combines mean means"
)
"""Words that a list of things may follow at once."""
_ADJECTIVAL = ("ive", "al", "ous", "ful", "able", "ible", "ic", "less", "ed", "ly")
_JOIN = re.compile(r"\b(?:and|or)\b")
_OPENS = re.compile(r"\s*(?:and|or)\s+")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_STOP = re.compile(r'[.;:!?—–()\[\]"“”、，。；：]')
_VERBAL = _SAYS | _TURNS | _PASTS
_OF, _AND = _set("of"), _set("and or")
_OPENERS = _HOLDING | _PREPOSITIONS | _OF
_ASIDE = _PREPOSITIONS | _set(
    "if when where while whether unless because although though as who whose"
)
"""What a clause begins with that is put in between, or tells only when and where."""
_BEFORE_ARTICLE = _PREPOSITIONS | _OF | {"all", "both", "half"}


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What may be a member: its span, and its words as they are written."""

    start: int
    end: int
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str, start: int, end: int) -> _Phrase:
        found = list(_WORD.finditer(text, start, end))
        if not found:
            return cls(start, start, ())
        return cls(found[0].start(), found[-1].end(), tuple(match.group() for match in found))

    @property
    def first(self) -> str:
        return self.words[0].lower()

    def has(self, some: frozenset[str]) -> bool:
        return any(word.lower() in some for word in self.words)


def coordinations(paragraph: str) -> Iterator[Enumeration]:
    """The lists of each sentence; one between semicolons stands for those inside its members."""
    if " and " not in paragraph and " or " not in paragraph:
        return
    for start, end in sentences(paragraph):
        if _JOIN.search(paragraph, start, end):
            members = _between_semicolons(paragraph, start, end)
            if members:
                yield _enumeration(paragraph, members, start)
            else:
                yield from _between_commas(paragraph, start, end)


def _enumeration(paragraph: str, members: Sequence[_Phrase], sentence: int) -> Enumeration:
    spans = tuple((member.start, member.end) for member in members)
    lead = (english_lead(paragraph, sentence, spans[0][0]), spans[0][0])
    return Enumeration(lead, spans, spans[-1][1])


def _between_semicolons(text: str, start: int, end: int) -> list[_Phrase]:
    """Items that may hold lists of their own, after a colon or begun with the same word."""
    pieces = _cut(text, start, end, ";")
    if len(pieces) < 3 or not (joined := _OPENS.match(text, *pieces[-1])):
        return []
    items = [_Phrase.of(text, *piece) for piece in pieces[1:-1]]
    items.append(_Phrase.of(text, joined.end(), pieces[-1][1]))
    if not all(item.words and item.first not in _VERBAL for item in items):
        return []
    colon = text.rfind(":", *pieces[0])
    begins = colon + 1 if colon >= 0 else _same_opening(text, pieces[0], items)
    members = [_Phrase.of(text, begins, pieces[0][1]), *items] if begins >= 0 else []
    fits = all(m.words and m.end - m.start <= _LONGEST_ITEM for m in members)
    return members if fits and _are_closed(text, members) and _are_apart(text, members) else []


def _are_closed(text: str, members: Sequence[_Phrase]) -> bool:
    return all(
        text.count("(", m.start, m.end) == text.count(")", m.start, m.end)
        and not sentences(text[m.start : m.end])[1:]
        for m in members
    )


def _same_opening(text: str, piece: Span, items: Sequence[_Phrase]) -> int:
    """Where the first item begins, if all others begin with one word; -1 if they do not."""
    opening = items[0].words[0]
    if any(item.words[0] != opening for item in items):
        return -1
    places = [m.start() for m in _WORD.finditer(text, *piece) if m.group() == opening]
    return places[-1] if places else -1


def _cut(text: str, start: int, end: int, sign: str) -> list[Span]:
    pieces = []
    while (place := text.find(sign, start, end)) >= 0:
        pieces.append((start, place))
        start = place + 1
    return [*pieces, (start, end)]


def _between_commas(text: str, start: int, end: int) -> Iterator[Enumeration]:
    sentence, after = start, ""
    for stop in (*(match.start() for match in _STOP.finditer(text, start, end)), end):
        closed = stop >= end - 2 or text[stop] in ";:!?)(" or text[stop : stop + 2] == ". "
        pieces = _cut(text, start, stop, ",")
        if closed and len(pieces) > 1 and _JOIN.search(text, pieces[0][1], stop):
            for members in _runs(text, pieces, opened=after == ":"):
                yield _enumeration(text, members, sentence)
        start, after = stop + 1, text[stop : stop + 1]


def _runs(text: str, pieces: Sequence[Span], *, opened: bool) -> Iterator[list[_Phrase]]:
    """The members of each list that a joining word ends; ``opened`` by a colon before it."""
    least = 0
    for at in range(1, len(pieces)):
        if not (joined := _JOIN.search(text, *pieces[at])):
            continue
        first, rest = _before(text, pieces[least:at], (pieces[at][0], joined.start()))
        first, least = least + first, at
        final = _final(text, (joined.end(), pieces[at][1]), rest) if rest else None
        if final is None or not _ends(text, pieces, at, final):
            continue
        others = [*rest, final]
        whole = opened and first == 0
        opening = _Phrase.of(text, *pieces[0]) if whole else _opening(text, pieces[first], others)
        if opening is not None and _are_members(text, [opening, *others]):
            yield [opening, *others]


def _before(text: str, pieces: Sequence[Span], last: Span) -> tuple[int, list[_Phrase]]:
    """Which piece the first member ends, and the members between it and the joining word."""
    rest: list[_Phrase] = []
    if text[slice(*last)].strip():
        if last[1] - last[0] > _LONGEST_THING or not _is_thing(_Phrase.of(text, *last)):
            return 0, []
        rest.append(_Phrase.of(text, *last))
    first = len(pieces) - 1
    while first > 0 and pieces[first][1] - pieces[first][0] <= _LONGEST_THING:
        phrase = _Phrase.of(text, *pieces[first])
        if not _is_thing(phrase):
            break
        rest.insert(0, phrase)
        first -= 1
    return first, rest


def _is_thing(phrase: _Phrase) -> bool:
    """Whether the words can be a noun phrase, as far as closed classes tell."""
    if not phrase.words or len(phrase.words) > _MOST_WORDS or phrase.first in _PREPOSITIONS:
        return phrase.words[:1] == ("to",) and len(phrase.words) <= _MOST_WORDS
    some = phrase.words[1:] if phrase.first in _DETERMINERS else phrase.words
    if _has_object(phrase):
        return False
    said = any(word.lower() in _VERBAL or word.lower() in _HOLDING for word in some)
    last = phrase.words[-1].lower()
    return not said and last not in _DETERMINERS and not phrase.has(_AND)


def _has_object(phrase: _Phrase) -> bool:
    """Whether an article stands where only a verb has it: crosses | the plain."""
    act = phrase.first == "to" or phrase.first.endswith("ing")
    words = [word.lower() for word in phrase.words]
    return not act and any(
        word in _DETERMINERS and before not in _BEFORE_ARTICLE for before, word in pairwise(words)
    )


def _final(text: str, span: Span, rest: Sequence[_Phrase]) -> _Phrase | None:
    """The last member: up to the verb, the relative clause or the phrase that follows the list.
    None where an “of” or “to” may belong to it or to them all."""
    found = list(_WORD.finditer(text, *span))
    opens = found[0].group().lower() if found else ""
    alike = opens not in _DETERMINERS and all(phrase.first == opens for phrase in rest)
    stops = _SAYS | _TURNS | (frozenset() if alike else _PREPOSITIONS)
    count = next((n for n, word in enumerate(found) if n and word.group().lower() in stops), None)
    kept = found[:count]
    if not kept:
        return None
    final = _Phrase.of(text, kept[0].start(), kept[-1].end())
    loose = final.has(_OF) and not all(phrase.has(_OF) for phrase in rest)
    belongs = count is not None and found[count].group().lower() == "to"
    return None if loose or belongs or not _is_thing(final) else final


def _ends(text: str, pieces: Sequence[Span], at: int, final: _Phrase) -> bool:
    """Whether nothing of the same kind goes on behind the comma after the last member."""
    if final.end < len(text[: pieces[at][1]].rstrip()) or at + 1 == len(pieces):
        return True
    start, end = pieces[at + 1]
    joined = _JOIN.search(text, start + 2, end)
    following = _Phrase.of(text, start, joined.start() if joined else end)
    return not following.words or not _is_thing(following)


def _opening(text: str, piece: Span, others: Sequence[_Phrase]) -> _Phrase | None:
    """The first member, at the end of the clause that leads in."""
    found = list(_WORD.finditer(text, *piece))
    said = [match.group().lower() for match in found]
    begins = _same_word(said, others)
    if begins is None:
        inner = any(phrase.has(_PREPOSITIONS | _OF) for phrase in others)
        begins = None if inner else _after_opener(said, others)
    # Of a clause that is all member, or that only tells when and where, nothing leads in.
    if begins is None or begins < 2 - (said[0] in _HOLDING) or begins == len(said):
        return None
    return _Phrase.of(text, found[begins].start(), piece[1])


def _same_word(said: Sequence[str], others: Sequence[_Phrase]) -> int | None:
    """Where the word stands that all other members begin with."""
    if len({phrase.first for phrase in others}) > 1 or others[0].first not in said:
        return None
    return len(said) - 1 - list(reversed(said)).index(others[0].first)


def _after_opener(said: Sequence[str], others: Sequence[_Phrase]) -> int | None:
    """Behind the last word that a list may follow, and the article that all members share."""
    determined = others[0].first in _DETERMINERS
    openers = [n for n, word in enumerate(said) if word in _OPENERS]
    if not openers or said[openers[-1]] == "to":
        return None
    if said[0] in _ASIDE and said[openers[-1]] not in _HOLDING:
        return None
    begins = openers[-1] + 1
    if determined:
        return begins if begins < len(said) and said[begins] in _DETERMINERS else None
    if begins < len(said) and said[begins] in _DETERMINERS:
        begins += 1
    one_number = len({_is_plural(p.words[-1]) for p in others} | {_is_plural(said[-1])}) == 1
    return begins if one_number or said[openers[-1]] != "of" else None


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "ics"))


def _are_members(text: str, members: Sequence[_Phrase]) -> bool:
    """Three or more noun phrases of one form, none of them much longer than the others."""
    if len(members) < 3 or not all(map(_is_thing, members)) or not _are_apart(text, members):
        return False
    longest = max(len(member.words) for member in members[1:-1])
    if any(len(member.words) > longest + 1 for member in (members[0], members[-1])):
        return False
    openings = [member.first for member in members]
    if len(set(openings)) == 1:
        return True
    forms = {
        (word in _DETERMINERS, len(word) > 4 and word.endswith("ing"), word == "to")
        for word in openings
    }
    cases = {member.words[0][0].isupper() for member in members}
    return len(forms) == len(cases) == 1 and not _are_said_of_last(members)


def _are_said_of_last(members: Sequence[_Phrase]) -> bool:
    """Whether they may be said of the last one's noun, care and supervision | orders, or are
    adjectives, or acts told in the past."""
    single = [member.words[0].lower() for member in members if len(member.words) == 1]
    shared = len(single) == len(members) - 1 and len(members[-1].words) > 1
    before, last = members[-2].words, members[-1].words
    shared = shared or (len(before) == 1 < len(last) and before[0].endswith(_ADJECTIVAL))
    adjectives = bool(single) and all(word.endswith(_ADJECTIVAL) for word in single)
    return shared or adjectives or any(word.endswith(("ed", "ly")) for word in single)


def _are_apart(text: str, members: Sequence[_Phrase]) -> bool:
    said = {text[member.start : member.end].lower() for member in members}
    lettered = all(any(char.isalpha() for char in word) for word in said)
    return len(said) == len(members) and lettered
