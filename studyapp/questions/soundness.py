"""Whether a chunk of words can stand in a blank: a whole thing, and only one thing fits."""

from __future__ import annotations

from collections.abc import Sequence

from studyapp.questions.english import is_english_noun
from studyapp.questions.wordkinds import (
    amount_kind,
    is_content,
    is_guess,
    is_link,
    is_name,
    is_side,
    is_torn_word,
    word_kind,
)
from studyapp.questions.wordlists import (
    ADVERBS,
    AFTER_A_NOUN,
    BINDING,
    COPULAS,
    EMPTY_VERBS,
    FUNCTION,
    GENERIC,
    HALF_SAID,
    LIGHT,
    LONG_NAME_HEADS,
    MODALS,
    PIVOTS,
    PREFIXES,
    REQUIREMENTS,
    SELF_REFERRING,
    SUFFIXES,
)
from studyapp.text.segment import Word

Words = Sequence[Word]
_NOMINAL = frozenset({"n", "vn", "an", "l", "j", "s", "nz", "ng", "b", "i"})
_RUNNING = _NOMINAL | {"a", "z", "nr", "nrfg"}
_PHRASAL = _RUNNING | {"v"}
_VERBAL = frozenset({"vn", "i", "l"})
_BOUND = frozenset("在对以把将被由与和从向给为所是不各每该其此这那")
_AMOUNTS = frozenset({"num", "date", "m", "t"})
_CRUMBS = frozenset({"n", "a", "ng", "b", "j", "an", "g", "ag", "vg", "nr"})
_GOVERNORS = frozenset("由对向为被把将从在以")
_JOINS = frozenset("和与及")
_NEVER_WITHIN = HALF_SAID | SELF_REFERRING
_ACTIONS = LIGHT | REQUIREMENTS
_HEAD_ENDS = frozenset(head[-1] for head in LONG_NAME_HEADS)
_ASKING = frozenset({"报", "由", "向", "经", "请", "被", "责令", "报请", "提请"})
"""Words that name who is to do what closes the clause: 报 | 主管部门 | 备案."""
_VAGUE = frozenset({"其他", "其它", "有关", "相关", "下列", "上述", "以下", "各种"})
"""Words after which a lone noun is anyone's guess: 其他 | 情形."""
_STRAY = frozenset("内外上下中里前后时间有不能会要可最更很都也又再还")
_GOVERNING = PIVOTS | COPULAS | MODALS
_ANYONE = frozenset({"大家", "人们", "我们", "你们", "他们"})


def may_open(words: Words, at: int, first: int) -> bool:
    """Whether a blank may begin with this word of a run that begins at `first`."""
    word = words[at]
    if at > first and words[at - 1].text in PREFIXES and len(word.text) < 3:
        return False
    if word.text in ADVERBS and at < len(words) - 1 and words[at + 1].pos[0] == "v":
        return False
    if not is_content(word) or (len(word.text) > 2 and word.text[0] in _BOUND):
        return False
    return word.pos in _AMOUNTS or not is_cut(words, at) or is_name(word)


def may_close(words: Words, at: int, last: int) -> bool:
    """Whether a blank may end with this word of a run that ends at `last`."""
    if (at < last and words[at + 1].text in SUFFIXES) or words[at].text in ADVERBS:
        return False
    return is_content(words[at])


def kind_of(words: Words, begin: int, end: int, *, first: int, last: int) -> str:
    """What the chunk from `begin` to `end` of the run `first`-`last` is; "" when it is no blank."""
    if words[end].pos == "latin" or words[begin].pos == "latin":
        return "term" if is_english_noun(words, begin, end, first=first, last=last) else ""
    # What costs least and refuses most is asked first.
    kind = word_kind(words[begin]) if begin == end else "term"
    if not kind or (begin < end and _is_torn(words, begin, end, last=last)):
        return ""
    chunk = words[begin : end + 1]
    name = is_name(chunk[0]) and all(map(is_name, chunk))
    if _is_half(words, begin, end, name=name):
        return ""
    if begin < end and (_is_ragged(words, begin, end) or _is_loose(words, begin, end)):
        return ""
    if _is_in_longer(words, begin, end):
        return ""
    return "name" if name and begin < end else kind


def _is_loose(words: Words, begin: int, end: int) -> bool:
    """Whether the chunk holds two things, or says something of one: 甲和乙, 以甲为乙, 应当甲."""
    inside = words[begin + 1 : end]
    if any(map(is_link, inside)) or any(word.text in MODALS for word in words[begin : end + 1]):
        return True
    opening = words[begin]
    if opening.pos == "num" and not amount_kind(opening):
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
    if True not in verbs:
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
        runs_on = end + 1 < len(words) and words[end + 1].pos != "vn" and _follows(words, end + 1)
        return runs_on or _is_crumb(words, begin - 1, end_of=words[begin].start, before=True)
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
        closing = words[end].text
        if len(closing) == 1 and (closing not in SUFFIXES or words[end - 1].pos == "v"):
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


def _is_in_longer(words: Words, begin: int, end: int) -> bool:
    """Whether what touches the chunk shows that a longer word, or name, holds it.

    中国 | 网信 | 网于: a guess of the segmenter that swallowed a preposition, or a lone character
    that is no particle, preposition or plain verb, belongs to a word that it cut.
    """
    if words[begin].pos in _AMOUNTS or words[end].pos in _AMOUNTS:
        return False
    after = words[end + 1] if end + 1 < len(words) else None
    before = words[begin - 1] if begin else None
    if after is not None and after.start == words[end].end and _runs_on(words, begin, end, after):
        return True
    if before is not None and before.end == words[begin].start and _leads(words, begin, end):
        return True
    return _is_in_long_name(words, begin, end)


def _runs_on(words: Words, begin: int, end: int, after: Word) -> bool:
    """Whether the word that touches the end of the chunk shows that it is not whole."""
    if _pulls_back(after):
        return True
    if after.pos == "a" and len(after.text) > 1 and _is_de(words, end + 2):
        return True
    alone = begin == end
    if after.pos == "v" and _is_adverbial(words, begin, after):
        return True
    if after.text in ("的", "、") and _is_action(words[begin], alone):
        return True
    return alone and _is_half_phrase(words[begin], after)


def _is_adverbial(words: Words, begin: int, after: Word) -> bool:
    """Whether a noun after a verb only tells how or where the next is done: 到 | 地方 | 考察."""
    before = words[begin - 1] if begin else None
    if before is None or before.pos != "v" or before.end != words[begin].start:
        return False
    tied = before.text in _GOVERNING or after.text in _GOVERNING or after.text in FUNCTION
    return len(after.text) > 1 and not tied


def _leads(words: Words, begin: int, end: int) -> bool:
    """Whether the word that touches the beginning of the chunk belongs to it: 预 | 训练."""
    before, opening = words[begin - 1], words[begin]
    if before.text in BINDING or is_torn_word(before):
        return True
    if before.text == "是" and opening.text[0] == "指":
        return True
    if begin < end:
        return opening.pos == "ns" and before.pos == "n"
    return before.text in _VAGUE or _is_half_phrase(opening, before)


def _is_half_phrase(word: Word, other: Word) -> bool:
    """Whether two words of two characters, one of them guessed, make a phrase: 强基 | 固本."""
    if len(word.text) != 2 or len(other.text) != 2 or other.pos not in _PHRASAL:
        return False
    return is_guess(word.text) or is_guess(other.text)


def _is_action(word: Word, alone: bool) -> bool:
    """Whether one word is a verb with its object: 采取相应 | 的措施."""
    return alone and len(word.text) > 3 and word.text[:2] in _ACTIONS


def _is_de(words: Words, at: int) -> bool:
    return at < len(words) and words[at].text == "的"


def _pulls_back(word: Word) -> bool:
    """Whether a word can only be the rest of what stands before it: 风清气 | 正."""
    if not "\u4e00" <= word.text[0] <= "\u9fff" or word.pos in _AMOUNTS:
        return False
    if len(word.text) == 1:
        return word.text not in AFTER_A_NOUN
    return is_torn_word(word) and word.text[0] not in AFTER_A_NOUN


def _is_in_long_name(words: Words, begin: int, end: int) -> bool:
    """Whether 和 joins the chunk to the other half of one name: 网络安全 | 和 | 信息化 | 委员会."""
    if end + 1 < len(words) and words[end + 1].text in LONG_NAME_HEADS:
        return True
    closing = words[end].text
    if closing[-1] in _HEAD_ENDS and closing.endswith(LONG_NAME_HEADS):
        if begin < 2 or words[begin - 1].text not in _JOINS:
            return False
        other = words[begin - 2]
        return other.pos in _NOMINAL and not other.text.endswith(LONG_NAME_HEADS)
    if end + 1 >= len(words) or words[end + 1].text not in _JOINS:
        return begin > 1 and words[begin - 1].text in _JOINS and _heads(words, end + 1)
    return _heads(words, end + 2)


def _heads(words: Words, at: int) -> bool:
    """Whether nouns from `at` lead without a break to what closes a long name."""
    for word in words[at : at + 4]:
        if word.pos not in _RUNNING:
            return False
        if word.text.endswith(LONG_NAME_HEADS) and len(word.text) > 1:
            return True
    return False


def _is_ragged(words: Words, begin: int, end: int) -> bool:
    """Whether a chunk of several words begins or ends where no phrase does."""
    chunk = words[begin : end + 1]
    if any(word.text in _NEVER_WITHIN for word in chunk):
        return True
    if any(word.pos in _AMOUNTS for word in chunk[1:]):
        return True
    if any(word.pos in ("q", "f") or _is_stray(word) for word in chunk[1:-1]):
        return True
    if _opens_badly(words, begin, end) or _closes_badly(words, begin, end):
        return True
    return end + 1 < len(words) and _breaks_off(words, begin, end, words[end + 1])


def _opens_badly(words: Words, begin: int, end: int) -> bool:
    opening, second, count = words[begin], words[begin + 1], end - begin + 1
    if opening.pos[0] == "v" and (len(opening.text) == 1 or opening.text in EMPTY_VERBS):
        return True
    if (count > 2 and opening.text in ADVERBS) or opening.text in _ANYONE:
        return True
    if second.text == "的" and begin and words[begin - 1].text in ("为", "以"):
        return True
    return count > 3 and opening.text in GENERIC and second.pos == "vn"


def _closes_badly(words: Words, begin: int, end: int) -> bool:
    closing = words[end]
    if (closing.pos in ("i", "l") and len(closing.text) > 3 and end - begin > 1) or is_side(
        closing
    ):
        return True
    if words[end - 1].text == "的" and (closing.text in GENERIC or len(closing.text) == 1):
        return True
    return closing.pos == "vn" and begin > 0 and words[begin - 1].text in _ASKING


def _is_stray(word: Word) -> bool:
    return word.text in _STRAY or (word.text in FUNCTION and word.text not in "的之")


def _breaks_off(words: Words, begin: int, end: int, following: Word) -> bool:
    """Whether the phrase goes on after the chunk: 监督全国 | 的工作, 建设忠诚 | 干净, 指导 | 下."""
    opening, closing = words[begin], words[end]
    if following.text == "所" or (opening.pos[0] == "v" and following.text in _VAGUE):
        return True
    acting = opening.pos == "v" or (opening.pos == "vn" and _acts(words, begin))
    if acting and (following.text in _JOINS or following.text == "的" or following.text == "、"):
        return True
    if closing.pos == following.pos == "a" or (closing.pos == "vn" and following.pos == "v"):
        return True
    return closing.pos in ("vn", "v") and following.text in ("下", "后", "时", "中")


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
    if at > 1 and words[at - 1].pos == "c":
        return words[at - 2].pos[0] == "v"
    return at == 0 or words[at - 1].pos in ("x", "d", "ad", "v") or words[at - 1].text in "要将"
