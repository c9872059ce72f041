"""Which blanks of a plain sentence are worth a learner's time: fewer than could be asked.

`cloze` finds what an examiner might blank, one blank for every few words. Of those the answer to
some is read off the words around it, or is a set phrase that a dozen others could replace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from studyapp.questions.blanks import Blank
from studyapp.questions.candidates import Candidate, read_sentence
from studyapp.questions.definitions import defined_terms, defines
from studyapp.questions.evidence import weighed
from studyapp.questions.idle_amounts import is_idle_amount
from studyapp.questions.idle_chinese import NAMING, is_idle_chinese, is_torn
from studyapp.questions.idle_crumbs import is_crumb
from studyapp.questions.idle_english import is_half_english, is_idle_english
from studyapp.questions.marks import Mark
from studyapp.questions.members import whole_members
from studyapp.questions.refusals import is_aside
from studyapp.questions.terms import DocumentTerms
from studyapp.questions.tokens import tokens
from studyapp.questions.wordlists import COPULAS
from studyapp.text.importance import IN_PASSING
from studyapp.text.segment import Word

MOST = 3
"""Blanks of one sentence."""
CHARS_A_BLANK, LETTERS_A_BLANK = 14, 50
"""Han characters, or letters of an English sentence, that leave sense around one blank."""
WEIGHT, WEIGHT_OF_BEST = -1.7, -2.1
"""What a blank must weigh where a statement has others, and where it is the best of them."""
SAID = 3
"""Statements in which a text that explains says again what it defines."""
OFTEN = 2
"""Statements that list two things in which one sentence, and its list, may be two."""
NAMED = 4
"""Characters of what is said to be something: a name, not 一种 or 例子."""
FEWEST_WORDS = 6
"""Words of an English piece in which a blank can be told from its sentence."""
AMOUNTS = frozenset({"number", "figure", "date"})
SET = AMOUNTS | {"title", "quoted", "name"}
"""Kinds of blank that are asked for what they are, whatever stands beside them."""

LISTED = 0.6
"""What a list in such a text must matter."""
TELLING = 0.6
"""What a sentence of a text that explains must matter to be learnt where it defines nothing."""
_ENACTED = re.compile(
    r"^\s*\d{4}年\d{1,2}月\d{1,2}日[ \u3000].*"
    r"(?:通过|发布|公布|施行|修订|批准|通过的?《[^《》]*(?:修正案|决定|修订草案)》)\s*$"
)
"""How a text came to be, as the lines under its title tell."""
_PRESS = re.compile(
    r"(?:[回解答][答复]了?[^，。；]{0,16}(?:提问|问题)|(?:接受|进行)了?[^，。；]{0,16}(?:采访|专访))"
    r"[^，。；]{0,4}[。.：:]?\s*$"
    r"|\banswer(?:s|ed) (?:\w+ ){0,3}questions\b|\b(?:sat|sits) down with\b",
    re.IGNORECASE,
)
"""Who was asked by whom, as the line above an interview tells."""
_SIGNED = re.compile(
    r"^\s*[\u4e00-\u9fff]{2,24}(?:局|办公室|委员会|部|厅|署|处|院|政府|编辑部)\s*$"
)
"""Who signed a text."""
_GLOSSES = ("〔", "［")
"""What an editor's note on a word of a story begins with."""
_CALLED = ("称为", "称作", "叫做", "叫作", "称之为", "为", "是", "叫", "指", "用", "即", "的")
_OPENS_BADLY = re.compile(
    r"(?:[不未没無无]|相关|有关)$|(?:什么|哪些|怎样|怎么|如何)[^。；]*[（(][^（）()]*$"
)
"""What a list loses half of with its first member, 不 | 履行义务、滥用优势, or only rewords."""
_HAN = re.compile("[\u4e00-\u9fff]")
_ORDERS = re.compile(
    r"(?:应当|必须|可以|不得|有权|无权|(?<![所没具含只还享])有(?=[^，。；]*(?:权利|义务|自由|责任)[，。；])"
    r"|享有|(?=一律))([\u4e00-\u9fff]{2,12})(?=[，。；]|$)"
)
"""What a rule orders, allows or gives, to the end of the clause."""
_YEAR = re.compile("1[0-9]{3}|20[0-9]{2}")
_NONE: frozenset[str] = frozenset()
_LINKED = re.compile(".[和与及].[^，；]*、$")


def is_worth_knowing(text: str, importance: float, *, document: DocumentTerms) -> bool:
    """Whether a sentence is to be learnt, and not only read: no example, and of a text that
    explains only what defines a term, or matters much."""
    if importance <= IN_PASSING or any(sign.search(text) for sign in (_ENACTED, _PRESS, _SIGNED)):
        return False
    if document.is_literary and text.startswith(_GLOSSES):
        return False
    if not document.is_expository or document.is_classical:
        return True
    if document.is_han and not _HAN.search(text):
        return False  # what a program prints
    return importance >= TELLING or defines(text)


def members_worth_asking(
    text: str, members: Sequence[Mark], importance: float, *, document: DocumentTerms
) -> tuple[Mark, ...]:
    """The members of a list that is to be learnt: none of a listing of code in a Chinese text, nor
    of what a text that explains lists in passing."""
    if (document.is_expository and importance < LISTED) or is_aside(text):
        return ()
    members = whole_members(text, members)
    if members and _is_rest(text, members, document):
        members = members[1:]
    told = [text[start:end] for start, end in members]
    if any(member.endswith(("和", "与", "及", "或")) for member in told) or _takes_noun(told):
        return ()
    if members and _OPENS_BADLY.search(text[: members[0][0]]):
        return ()
    if _is_nested(text, members, document) or any(
        _LINKED.search(text[start : end + 1]) for start, end in members
    ):
        return ()  # 法律、行政法规和本省、自治区的法规: two lists in one
    if "\n" in text and _HAN.search(text) and not all(_HAN.search(member) for member in told):
        return ()
    return tuple(members[_takes_too_much(told) :])


def _is_nested(text: str, members: Sequence[Mark], document: DocumentTerms) -> bool:
    """Whether two members meet in two things that the document lists elsewhere too.

    从事法律、行政法规禁止的活动: that is one member, cut at the 、 of 法律、行政法规.
    """
    words = read_sentence(text).words
    ends = {word.end: word.text for word in words}
    starts = {word.start: word.text for word in words}
    named = {text[start:end] for start, end in members}
    meeting = (
        (ends.get(end, ""), starts.get(start, "")) for (_, end), (start, _) in pairwise(members)
    )
    return any(
        not named & {one, other} and _are_listed(one, other, document) for one, other in meeting
    )


def _are_listed(one: str, other: str, document: DocumentTerms) -> bool:
    shared = document.company.get(one, _NONE) & document.company.get(other, _NONE)
    return sum(sign.startswith("list ") for sign in shared) > OFTEN


def _is_rest(text: str, members: Sequence[Mark], document: DocumentTerms) -> bool:
    """Whether the word before the first member makes one term with it, and with no other member.

    利用馆藏 | 目录、书架, where all is about the 馆藏目录; 图书 goes with each of 采编、流通、修复.
    """
    words = read_sentence(text).words
    pairs = {other.start: (one.text, other.text) for one, other in pairwise(words)}
    start = members[0][0]
    if pairs.get(start) not in document.bound:
        return False
    before = pairs[start][0]
    others = [word.text for word in words if any(word.start == at for at, _ in members[1:])]
    return not any((before, other) in document.beside for other in others)


def _takes_noun(members: Sequence[str]) -> bool:
    """Whether the last member takes what all describe: 政治的、文化的、家庭的生活."""
    *others, last = members or [""]
    return len(others) > 1 and all(one.endswith("的") for one in others) and last[-1] != "的"


def _takes_too_much(members: Sequence[str]) -> bool:
    """Whether the first member holds what all are about, or lost it: 依照法律规定任免、培训."""
    if len(members) < 2:
        return False
    first, longest = members[0], max(map(len, members[1:]))
    if first[0] in "在从对以向于" and not any(member[0] == first[0] for member in members[1:]):
        return True  # 在政治上、理论上
    if "为" in first[1:-1] and not any("为" in member for member in members[1:]):
        return True  # 应 | 知为谣言、虚假消息
    if len(first) < NAMED - 1 and min(map(len, members[1:])) >= NAMED:
        return True  # 明确授权 | 条件、运营模式、运营期限
    if len(first) < max(NAMED + 1, 2 * longest):
        return False
    return any(word.pos[0] in "pvcd" for word in tokens(first))


def worth_asking(
    text: str, chosen: Sequence[Mark], *, document: DocumentTerms, matters: bool = False
) -> tuple[Mark, ...]:
    """Of the blanks chosen of a plain sentence, best first, those that are worth asking.

    Blanks that no candidate stands for, the clauses of verse, are left as they are. An English
    sentence that `matters` keeps its rarest word, so that it can be recited, and a rule what it
    orders or gives, where it names nothing else.
    """
    closing = text.rstrip("”’」』）) \n")[-1:]
    if closing in ("？", "?") or (closing in ("：", ":") and not document.is_statute):
        return ()
    known = {(one.start, one.end): (weight, one) for weight, one in weighed(text)}
    if document.is_classical or any(mark not in known for mark in chosen):
        return tuple(chosen)
    english = not _HAN.search(text)
    words = read_sentence(text).words
    if english and sum(word.pos != "x" for word in words) < FEWEST_WORDS:
        return ()
    found: list[Candidate] = []
    for mark in chosen:
        weight, one = known[mark]
        light = not english and weight < (WEIGHT if found else WEIGHT_OF_BEST)
        blank = Blank(text, words, one)
        if (light and one.kind not in SET) or _is_idle(blank, weight, document):
            continue
        found.append(one)
    if english and not found and matters:
        return _rarest(words, known, chosen, document)
    if document.is_statute and not found:
        return _ordered(text)
    if english:
        found.sort(key=_by_rarity(document))
    asked = [(one.start, one.end) for one in found]
    if document.is_expository:
        asked = _with_definitions(text, asked)
    return tuple(asked[: _most(text, english)])


def _ordered(text: str) -> tuple[Mark, ...]:
    """What is to be done, may be done, or is given: 有关单位应当 | 如实提供."""
    found = [match.span(1) for match in _ORDERS.finditer(text)]
    found = [(start, end) for start, end in found if text.count(text[start:end]) == 1]
    return tuple(found[-1:])


def _rarest(
    words: Sequence[Word],
    known: Mapping[Mark, tuple[float, Candidate]],
    chosen: Sequence[Mark],
    document: DocumentTerms,
) -> tuple[Mark, ...]:
    """One word of an English sentence to recite it by: of all its words one that says something,
    else of those that were chosen one that is whole."""
    every = [one for _, one in known.values()]
    telling = [
        one for one in every if one.kind == "term" and not is_idle_english(words, one, document)
    ]
    whole = [
        one
        for _, one in map(known.__getitem__, chosen)
        if not is_half_english(words, one, document)
    ]
    found = sorted(telling or whole, key=_by_rarity(document))
    return tuple((one.start, one.end) for one in found[:1])


def _with_definitions(text: str, asked: Sequence[Mark]) -> list[Mark]:
    """What a sentence defines comes before all else that it could be asked for."""
    named = defined_terms(text)
    others = (
        (start, end) for start, end in asked if not any(start < b and a < end for a, b in named)
    )
    return [*named, *others]


def _most(text: str, english: bool) -> int:
    size = sum(map(str.isalnum, text))
    return max(1, min(MOST, round(size / (LETTERS_A_BLANK if english else CHARS_A_BLANK))))


def _by_rarity(document: DocumentTerms) -> Callable[[Candidate], tuple[bool, int]]:
    """English blanks: amounts and names first, then what the document says least often."""

    def rarity(one: Candidate) -> tuple[bool, int]:
        plain = one.kind not in SET and not (" " in one.text and one.text[:1].isupper())
        return plain, document.counts.get(one.text, 0)

    return rarity


def _is_idle(blank: Blank, weight: float, document: DocumentTerms) -> bool:
    one = blank.one
    if is_crumb(blank) or one.kind == "modal":
        return True  # whoever knows that it is a rule writes 应当
    if one.kind in AMOUNTS:
        passing = document.is_expository and not _is_year(blank)
        return passing or is_idle_amount(blank, document)
    if len(blank.chunk) == 1 and blank.chunk[0].pos == "t":
        return True
    if one.kind not in ("title", "quoted") and (is_torn(blank) or _is_half(blank, document)):
        return True
    if document.is_expository and not _is_term(blank, document):
        return True
    if one.text.isascii():
        return is_idle_english(blank.words, one, document)
    if one.kind in SET:
        return False
    return is_idle_chinese(blank, weight, document)


def _is_half(blank: Blank, document: DocumentTerms) -> bool:
    """Whether the document says its first word after the one before it again: 人民 | 福祉."""
    if blank.before is None or blank.chunk[0].pos not in ("n", "vn", "an"):
        return False
    return (blank.before.text, blank.chunk[0].text) in document.bound


def _is_year(blank: Blank) -> bool:
    return bool(_YEAR.fullmatch(blank.one.text.removesuffix("年")))


def _is_term(blank: Blank, document: DocumentTerms) -> bool:
    """Whether the document uses it as a term: sets it in marks, explains it, or says it again."""
    one = blank.one
    if one.kind == "quoted":
        # “自发”地学习: marks of irony are no names.
        named = blank.text[: one.start - 1].endswith(_CALLED)
        return named or document.counts.get(one.text, 0) > 1
    if one.kind == "title" or one.text in document.wrapped:
        return True
    if blank.text[one.end : one.end + 1] in ("（", "("):
        return True
    if one.text in document.named and document.counts.get(one.text, 0) >= SAID:
        return True
    if blank.before is None:
        return False
    named = blank.before.text in COPULAS and len(one.text) >= NAMED
    return named or blank.before.text in NAMING
