"""Blank choice: which spans of a statement to blank, as a good examiner would, best first."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from studyapp.questions.bounds import (
    crosses_bounds,
    is_fixed,
    is_no_member,
    is_repeated,
    takes_shared_head,
)
from studyapp.questions.candidates import CLAUSE_END, Candidate, clause_around, read_sentence
from studyapp.questions.collocations import is_collocation
from studyapp.questions.evidence import weighed
from studyapp.questions.marks import Mark
from studyapp.questions.ranker import SCALE, Judge, model, ranked_spans
from studyapp.questions.refusals import (
    is_aside,
    is_catch_all,
    is_clipped,
    is_label,
    is_told,
    opens_with_number,
    says_nothing,
    tells_nothing,
)
from studyapp.questions.residue import is_residue
from studyapp.questions.terms import SHORT, DocumentTerms, collect_terms
from studyapp.questions.wordlists import BODIES, CONSEQUENCES, NO_ANSWER
from studyapp.text.segment import Word

__all__ = ["DocumentTerms", "choose_blanks", "clause_blank", "collect_terms", "rank_blanks"]

CHARS_PER_BLANK = 9
"""A statement earns one blank for so many letters or Han characters, so that sense remains."""
BLANKED_SHARE = 0.5
SHORTEST, SPARE = 8, 2
"""Characters blanked beyond half: 积极发展数字产品贸易 is asked for what it is about."""
FLOOR = -2.2
"""A candidate lighter than this asks nothing worth knowing: 个人, 方向."""
ENGLISH_ALLOWANCE = 1.5
"""English terms weigh less: the weights come from Chinese sentences, with parts of speech."""
CONFIDENCE = 0.25
"""How much the learned ranker counts beside what is sound and what the document says."""
SPREAD = 3.5
"""How far below the best blank of a statement another may weigh."""

FAR = 3.0
"""How far below the likeliest span of a rule its only blank may lie."""
DEADLINE_GAIN = 0.8
"""In rules the deadlines and amounts are what must be known."""
DEADLINE_RANK, RULE_RANK, MODAL_RANK = 1.0, 0.6, -0.5
"""There they also come first, then who acts and what follows; 应当 comes last."""
DUTY = "应当"
"""The modal anyone would guess: asked only where a statement offers nothing else."""
SUBJECTS = frozenset({"工作", "活动", "事业", "问题"})
"""Nouns that add nothing to what a document is about."""
GENERIC_LOSS = 0.8
CLAUSE_SHARE = 0.6
SAYING = 30
"""Characters of a plain sentence, one that holds no list or term, that is asked by its clause."""
_JOINS = frozenset({"、", "和", "与", "及", "或"})
"""What stands between two members of a list, either of which fits the place of the other."""
_PARTED = frozenset("、：“‘《（(")
CLAUSE_CHARS = (3, 12)
_CLAUSE = re.compile(r"[^，。；：！？、,;:!?\s]+")
_FRAME = re.compile(
    r"[在于].{1,10}(?:方面|[中上下时后前里间])|[从就].{1,10}(?:看|说|讲)|.{0,10}(?:来说|而言|来看)|随着.{1,12}"
    r"|同时|此外|另外|因此|所以|总之|例如|比如|然而|但是|可是|于是|其实|当然|首先|其次|最后|(?:另)?一方面"
)
"""A clause that only sets the stage for the next: 在经费方面，, 总之，."""
_HAN = re.compile("[\u4e00-\u9fff]")
_PAIRS = {"《": "》", "〈": "〉", "“": "”", "‘": "’", "「": "」", "『": "』"}
_EDGES = "\"' \u3000，。；：、"


def rank_blanks(
    text: str, *, document: DocumentTerms | None = None, limit: int = 5
) -> tuple[Mark, ...]:
    """The spans most worth blanking, best first; they may overlap one another.

    They are those an examiner would likeliest choose, some of which `choose_blanks` refuses.
    """
    del document
    words = read_sentence(text).words
    return tuple(span for _, span in ranked_spans(text, words, by=model(), limit=limit))


def _judge(text: str) -> Judge:
    """The learned ranker's view of a statement."""
    return Judge(text, read_sentence(text).words, model())


def choose_blanks(
    text: str,
    *,
    members: Sequence[Mark] = (),
    document: DocumentTerms | None = None,
    limit: int = 5,
) -> tuple[Mark, ...]:
    """The blanks of a statement, best first: whole, apart from one another, sense left between.

    Where the statement enumerates, its members are its blanks, in their order. Otherwise at most
    about half of the letters and Han characters are blanked, and none where nothing sound offers.
    """
    if is_aside(text) or is_residue(text):
        return ()
    if members:
        trimmed = [_trim(text, mark) for mark in members]
        named = [text[start:end] for start, end in trimmed]
        words = read_sentence(text).words
        return tuple(
            mark
            for mark, name in zip(trimmed, named, strict=True)
            if name
            and not is_catch_all(name)
            and not is_no_member(text, *mark)
            and not takes_shared_head(words, *mark)
            and not any(other != name and other.endswith(name) for other in named)
        )[:limit]
    if says_nothing(text):
        return ()
    total = _content(text, 0, len(text))
    wanted = min(limit, max(1, round(total / CHARS_PER_BLANK)))
    room = int(total * BLANKED_SHARE) + (SPARE if total > SHORTEST else 0)
    if _is_couplet(text) or (document is not None and document.is_classical):
        return _clauses(text, wanted=wanted, room=room)
    if (
        document is not None
        and document.is_literary
        and (told := _clauses(text, wanted=wanted, room=room))
    ):
        return told
    chosen = _select(text, document, wanted=wanted, room=room)
    if not chosen and document is not None and document.is_statute:
        chosen = _likeliest(text, document, room=room)
    if chosen or total > SAYING or not _PARTED.isdisjoint(text):
        return chosen
    return _clauses(text, wanted=1, room=room)


def clause_blank(text: str, document: DocumentTerms) -> tuple[Mark, ...]:
    """One clause of a sentence of a short text, where nothing smaller is worth asking.

    Who learns ten sentences learns each of them; of a long text there is enough to ask without.
    """
    if document.statements >= SHORT or says_nothing(text) or text.rstrip()[-1:] in "？?：:":
        return ()
    return _clauses(text, wanted=1, room=int(_content(text, 0, len(text)) * BLANKED_SHARE) + SPARE)


def _select(
    text: str, document: DocumentTerms | None, *, wanted: int, room: int
) -> tuple[Mark, ...]:
    """Of the candidates worth asking those an examiner would likeliest blank, apart."""
    worth = _worth_asking(text, document)
    telling = [one for one in worth if one.text != DUTY]
    return _choose(text, telling, wanted=wanted, room=room) or _choose(
        text, worth, wanted=wanted, room=room
    )


def _choose(text: str, worth: Sequence[Candidate], *, wanted: int, room: int) -> tuple[Mark, ...]:
    chosen: list[Candidate] = []
    for one in worth:
        if len(chosen) == wanted:
            break
        if one.kind == "modal" and any(other.kind == "modal" for other in chosen):
            continue
        size = _content(text, one.start, one.end)
        if size <= room and all(_apart(text, one, other) for other in chosen):
            chosen.append(one)
            room -= size
    return tuple((one.start, one.end) for one in chosen)


def _likeliest(text: str, document: DocumentTerms, *, room: int) -> tuple[Mark, ...]:
    """In a rule that names only what all others name, still the body or thing it is about.

    The one blank an examiner would likeliest choose, unless they would far rather cut elsewhere.
    """
    judge = _judge(text)
    found = [
        (judge.score(*_place(one)) / SCALE, one.start, one.end)
        for weight, one in weighed(text)
        if one.kind not in ("generic", "modal")
        and weight > FLOOR
        and one.text not in document.refused
        and _content(text, one.start, one.end) <= room
        and not _is_refused(text, one, document)
    ]
    if not found:
        return ()
    best = max(found)
    likeliest = ranked_spans(text, read_sentence(text).words, by=model(), limit=1)[0][0] / SCALE
    return (best[1:],) if best[0] > likeliest - FAR else ()


def _worth_asking(text: str, document: DocumentTerms | None) -> list[Candidate]:
    """Sound candidates not much lighter than the heaviest, the likeliest first.

    The ranker learned from Chinese sentences: it does not judge those without any Han.
    """
    weights = (
        (weight + (_standing(one, document) if document else 0.0), one)
        for weight, one in weighed(text)
        if document is None or _is_telling(one, document)
    )
    # What costs least and leaves most out is asked first.
    found = [
        (weight, one)
        for weight, one in weights
        if weight + _allowance(one) >= FLOOR and not _is_refused(text, one, document)
    ]
    if not found:
        return []
    floor = max(weight for weight, _ in found) - SPREAD
    found = [(weight, one) for weight, one in found if weight + _allowance(one) >= floor]
    worth = []
    judge = _judge(text) if len(found) > 1 and _HAN.search(text) else None
    for weight, one in found:
        likely = judge.score(*_place(one)) / SCALE if judge else 0.0
        rank = _rank(one) if document and document.is_statute else 0.0
        worth.append((CONFIDENCE * likely + weight + rank, one))
    worth.sort(key=lambda pair: (-pair[0], pair[1].start, pair[1].end))
    return [one for _, one in worth]


def _allowance(one: Candidate) -> float:
    return ENGLISH_ALLOWANCE if one.text.isascii() else 0.0


def _is_refused(text: str, one: Candidate, document: DocumentTerms | None) -> bool:
    """Whether it is no answer to anything, or does not keep to the bounds of what it names."""
    if (
        one.text in NO_ANSWER
        or is_label(text, one.start, one.end)
        or opens_with_number(text, one.start, one.end)
    ):
        return True
    words = read_sentence(text).words
    if crosses_bounds(text, words, one.first, one.last):
        return True
    if one.kind in ("title", "quoted", "number", "figure", "date", "modal"):
        return False
    if is_told(text, one.start, one.end) or is_repeated(text, one.start, one.end):
        return True
    if document is not None and _is_known(words, one, document):
        return True
    return tells_nothing(words, one.first, one.last) or is_clipped(words, one.first, one.last)


def _is_known(words: Sequence[Word], one: Candidate, document: DocumentTerms) -> bool:
    """Whether the document shows that it is part of a set string, or says only what all is about.

    In a law on 监察 nearly every 委员会 is the 监察委员会, and 监察工作 is no answer.
    """
    if is_fixed(words, one.first, document.fixed):
        return True
    if is_collocation(words, one.first, one.last, document):
        return True
    chunk = [word.text for word in words[one.first : one.last + 1]]
    return chunk[0] in document.ground and all(
        word in document.ground or word in SUBJECTS for word in chunk
    )


def _place(one: Candidate) -> tuple[int, int, int]:
    return one.start, one.end, one.last - one.first + 1


def _is_couplet(text: str) -> bool:
    """Whether the text is verse, or built like it: clauses of one length, as in 五言 and 七言."""
    sizes = [len(match.group()) for match in _han_clauses(text)]
    bare = sum(sizes) == _content(text, 0, len(text))
    return bare and len(sizes) in (2, 4) and len(set(sizes)) == 1 and 4 <= sizes[0] <= 7


def _han_clauses(text: str) -> list[re.Match[str]]:
    """What stands between punctuation marks and has Han characters."""
    return [match for match in _CLAUSE.finditer(text) if _HAN.search(match.group())]


def _clauses(text: str, *, wanted: int, room: int) -> tuple[Mark, ...]:
    """Whole clauses, every other one from the last back: so verse and old prose are asked.

    The segmenter knows modern words; in 未见颜色而言谓之瞽 it finds none that could be trusted.
    """
    found = [_trim(text, match.span()) for match in _han_clauses(text)]
    found = [(a, b) for a, b in found if not _FRAME.fullmatch(text, a, b)]
    chosen: list[Mark] = []
    for start, end in found[:0:-2] + (found[:1] if len(found) == 2 else []):
        if len(chosen) == len(found) - 1:
            break
        size = end - start
        once = text.count(text[start:end]) == 1
        if CLAUSE_CHARS[0] <= size <= min(CLAUSE_CHARS[1], room) and once and len(chosen) < wanted:
            chosen.append((start, end))
            room -= size
    return tuple(chosen)


def _rank(candidate: Candidate) -> float:
    """What asking it is worth in a rule, beside how likely it is to be asked at all."""
    if candidate.kind in ("number", "figure", "date"):
        return DEADLINE_RANK
    if candidate.kind == "modal":
        return MODAL_RANK
    return RULE_RANK if candidate.text.endswith(BODIES + CONSEQUENCES) else 0.0


def _is_telling(candidate: Candidate, document: DocumentTerms) -> bool:
    """Whether the document lets it be asked; what is quoted here is, unless it keeps returning."""
    return candidate.text not in document.refused and candidate.text not in document.common


def _standing(candidate: Candidate, document: DocumentTerms) -> float:
    """What the document adds: a term it sets in marks elsewhere gains, its common ground loses."""
    if candidate.kind in ("number", "figure", "date"):
        return DEADLINE_GAIN if document.is_statute else 0.0
    if candidate.kind in ("title", "quoted"):
        return 0.0
    if candidate.kind == "modal":
        return 0.0 if document.is_statute else -3.0
    count = document.counts.get(candidate.text, 0)
    gain = 0.8 if candidate.text in document.wrapped else 0.3 if 2 <= count <= 4 else 0.0
    if candidate.kind == "generic":
        gain -= GENERIC_LOSS
    return gain - (0.7 * math.log2(count / 4) if count > 4 else 0.0)


def _apart(text: str, one: Candidate, other: Candidate) -> bool:
    """Whether two blanks can stand together: neither answers the other, enough stands around.

    In 有效期为五年 either end may be blanked; without both, nothing is left to go by.
    """
    if one.text in other.text or other.text in one.text:
        return False
    first, second = sorted((one, other), key=lambda candidate: candidate.start)
    between = text[first.end : second.start]
    if first.end >= second.start or between.isspace() or between in _JOINS:
        return False
    if any(char in CLAUSE_END for char in between):
        return True
    start, end = clause_around(text, first.start, second.end)
    hidden = len(one.text) + len(other.text)
    return hidden <= CLAUSE_SHARE * _content(text, start, end)


def _content(text: str, start: int, end: int) -> int:
    return sum(map(str.isalnum, text[start:end]))


def _trim(text: str, mark: Mark) -> Mark:
    """The mark without the punctuation, and the quotation marks, around what it names."""
    start, end = mark
    while start < end and (text[start] in _EDGES or _opens(text, start, end)):
        start += 1
    while end > start and (text[end - 1] in _EDGES or _closes(text, start, end)):
        end -= 1
    return start, end


def _opens(text: str, start: int, end: int) -> bool:
    """Whether the first character is a mark that closes with the last, or not inside at all."""
    closer = _PAIRS.get(text[start])
    return closer is not None and closer not in text[start + 1 : end - 1]


def _closes(text: str, start: int, end: int) -> bool:
    """Whether the last character closes a mark that was opened outside: not 强化“一岗双责”."""
    openers = [opener for opener, closer in _PAIRS.items() if closer == text[end - 1]]
    return any(opener not in text[start:end] for opener in openers)
