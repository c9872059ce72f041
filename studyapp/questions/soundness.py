"""Whether a chunk of words can stand in a blank: a whole thing, and only one thing fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from studyapp.questions.english import is_english_noun
from studyapp.questions.traits import NOMINAL, RUNNING, Traits, traits
from studyapp.questions.wordkinds import is_guess, is_side
from studyapp.questions.wordlists import (
    BINDING,
    COPULAS,
    FUNCTION,
    GENERIC,
    LIGHT,
    LONG_NAME_HEADS,
    MODALS,
    PIVOTS,
    PREFIXES,
    REQUIREMENTS,
    SUFFIXES,
)
from studyapp.text.segment import Word

MAX_WORDS = 6
MAX_CHARS = 24
_PHRASAL = RUNNING | {"v"}
_GOVERNORS = frozenset("由对向为被把将从在以")
_JOINS = frozenset("和与及")
_ACTIONS = LIGHT | REQUIREMENTS
_HEAD_ENDS = frozenset(head[-1] for head in LONG_NAME_HEADS)
_ASKING = frozenset({"报", "由", "向", "经", "请", "被", "责令", "报请", "提请"})
"""Words that name who is to do what closes the clause: 报 | 主管部门 | 备案."""
_VAGUE = frozenset({"其他", "其它", "有关", "相关", "下列", "上述", "以下", "各种"})
"""Words after which a lone noun is anyone's guess: 其他 | 情形."""
_GOVERNING = PIVOTS | COPULAS | MODALS

Chunk: TypeAlias = tuple[int, int, str]
"""The places of its first and last word, and its kind as for `Candidate`."""


class Chunker:
    """Finds the sound chunks of one sentence; what one word or one end tells is told once."""

    __slots__ = ("_cut", "_has_latin", "_traits", "_words")

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._has_latin = any(word.pos == "latin" for word in words)
        self._traits: list[Traits] = list(map(traits, words))
        self._cut = [self._is_cut(at) for at in range(len(words))] + [False]

    def chunks(self, first: int, last: int) -> Iterator[Chunk]:
        """The sound chunks between two words of a run."""
        for begin in range(first, last + 1):
            if not self.may_open(begin, first):
                continue
            if self._has_latin:
                yield from self._english(begin, first, last)
            if self._words[begin].pos == "latin" or self._is_crumb(begin - 1, touches=begin):
                continue
            kind = self._traits[begin].kind
            if kind and self.may_close(begin, last) and self._is_whole_word(begin):
                yield begin, begin, kind
            if self._may_open_several(begin):
                yield from self._several(begin, last)

    def may_open(self, at: int, first: int) -> bool:
        """Whether a blank may begin with this word of a run that begins at `first`."""
        words, word, own = self._words, self._words[at], self._traits[at]
        if not own.edge or own.bound:
            return False
        if at > first and words[at - 1].text in PREFIXES and len(word.text) < 3:
            return False
        if own.adverb and at < len(words) - 1 and words[at + 1].pos[0] == "v":
            return False
        return own.amount or own.name or not self._cut[at]

    def may_close(self, at: int, last: int) -> bool:
        """Whether a blank may end with this word of a run that ends at `last`."""
        own = self._traits[at]
        if not own.edge or own.adverb:
            return False
        return at == last or self._words[at + 1].text not in SUFFIXES

    def _ends(self, begin: int, last: int) -> Iterator[int]:
        """Where a chunk from `begin` may end, long or short."""
        words, start = self._words, self._words[begin].start
        for end in range(begin, min(begin + MAX_WORDS, last + 1)):
            if words[end].end - start > MAX_CHARS or self._breaks(begin, end):
                return
            yield end

    def _breaks(self, begin: int, end: int) -> bool:
        """Whether no chunk may hold the word at `end`: 和; of, but in Act of Congress."""
        if self._words[end].pos != "stop":
            return end > begin and self._traits[end].link
        capital = self._words[end - 1].text[:1].isupper() and end > begin
        return not (self._words[end].text == "of" and capital)

    def _english(self, begin: int, first: int, last: int) -> Iterator[Chunk]:
        """The chunks that begin or end with a Latin word."""
        words, opens = self._words, self._words[begin].pos == "latin"
        for end in self._ends(begin, last):
            latin = opens or words[end].pos == "latin"
            if (
                latin
                and self.may_close(end, last)
                and is_english_noun(words, begin, end, first=first, last=last)
            ):
                yield begin, end, "term"

    def _several(self, begin: int, last: int) -> Iterator[Chunk]:
        """The chunks of several words, the first and the last of Han characters."""
        own = self._traits[begin]
        named, empty, particles = own.name, own.empty, 0
        for end in self._ends(begin, last):
            if end == begin:
                continue
            closing = self._traits[end]
            if closing.alone or closing.amount or particles > 1:
                return
            named, empty = named and closing.name, empty and closing.empty
            is_noun = self._words[end].pos != "latin" and not empty and self.may_close(end, last)
            if is_noun and self._is_whole(begin, end, last=last, named=named):
                yield begin, end, "name" if named else "term"
            if closing.parts:
                return
            particles += closing.particle

    def _may_open_several(self, begin: int) -> bool:
        """Whether the first word, and the one before it, let a chunk of several words begin."""
        words, opening, own = self._words, self._words[begin], self._traits[begin]
        if not own.opens:
            return False
        if not own.name:
            if not own.amount and self._cut[begin]:
                return False
            if len(opening.text) == 1 and (not own.verb or opening.text in SUFFIXES):
                return False
        before = words[begin - 1] if begin else None
        if own.amount or before is None or before.end != opening.start:
            return True
        return not self._leads(begin) and not (opening.pos == "ns" and before.pos == "n")

    def _is_whole(self, begin: int, end: int, *, last: int, named: bool) -> bool:
        """Whether a chunk of several words is one thing, and nothing around belongs to it."""
        if self._is_torn(begin, end, last=last):
            return False
        if self._runs_over_name(end) if named else self._is_half(begin, end):
            return False
        if self._opens_badly(begin, end) or self._closes_badly(begin, end):
            return False
        if end + 1 < len(self._words) and self._breaks_off(begin, end):
            return False
        if self._traits[begin].amount:
            return True
        return not (self._runs_on(begin, end) or self._is_in_long_name(begin, end))

    def _is_whole_word(self, at: int) -> bool:
        """The same of one word."""
        words, own = self._words, self._traits[at]
        if len(words[at].text) > MAX_CHARS:
            return False
        if own.name:
            if self._runs_over_name(at):
                return False
        elif self._is_crumb(at + 1, touches=at):
            return False
        if own.amount:
            return True
        if not own.name and (self._cut[at] or self._cut[at + 1]):
            return False
        if at and words[at - 1].end == words[at].start:
            before = words[at - 1]
            if self._leads(at) or before.text in _VAGUE or _is_half_phrase(words[at], before):
                return False
        return not (self._runs_on(at, at) or self._is_in_long_name(at, at))

    def _is_torn(self, begin: int, end: int, *, last: int) -> bool:
        """Whether it takes a verb without its object, or a subject with half of what it does."""
        verbs = [own.verb for own in self._traits[begin : end + 1]]
        if True not in verbs:
            return False
        words = self._words
        if end != last or True in verbs[1:-1] or words[begin].text.endswith("为"):
            return True
        if verbs[-1]:
            governed = begin > 0 and words[begin - 1].text in _GOVERNORS
            sizes = [len(word.text) for word in words[begin : end + 1]]
            return governed or verbs[0] or sizes != [2, 2]
        return False

    def _runs_over_name(self, end: int) -> bool:
        """Whether a noun stands right against the name before it: 习近平 | 总书记."""
        return (
            end + 1 < len(self._words)
            and self._words[end + 1].pos != "vn"
            and self._follows(end + 1)
        )

    def _is_half(self, begin: int, end: int) -> bool:
        """Whether a noun runs on beyond the chunk, or the segmenter left a crumb at its edge.

        立德树 | 人, 风清气 | 正: such lone characters belong to a word that it did not know.
        """
        words, own = self._words, self._traits[begin]
        if not own.amount and (self._cut[begin] or self._cut[end + 1]):
            return True
        if len(words[begin].text) == 1 and (not own.verb or words[begin].text in SUFFIXES):
            return True
        closing = words[end].text
        if len(closing) == 1 and (closing not in SUFFIXES or self._traits[end - 1].verb):
            return True
        return self._is_crumb(end + 1, touches=end)

    def _is_crumb(self, at: int, *, touches: int) -> bool:
        """Whether the word at `at` is a crumb that touches its neighbour."""
        if not 0 <= at < len(self._words) or not self._traits[at].crumb:
            return False
        left, right = sorted((at, touches))
        return self._words[left].end == self._words[right].start

    def _runs_on(self, begin: int, end: int) -> bool:
        """Whether the word that touches the end of the chunk shows that it is not whole."""
        words, at = self._words, end + 1
        if at == len(words) or words[at].start != words[end].end:
            return False
        after, alone = words[at], begin == end
        if self._traits[at].rest:
            return True
        if after.pos == "a" and len(after.text) > 1 and self._is_de(at + 1):
            return True
        if after.pos == "v" and self._is_adverbial(begin, after):
            return True
        if not alone:
            return False
        if after.text in ("的", "、") and _is_action(words[begin]):
            return True
        return _is_half_phrase(words[begin], after)

    def _is_adverbial(self, begin: int, after: Word) -> bool:
        """Whether a noun after a verb tells how or where the next is done: 到 | 地方 | 考察."""
        before = self._words[begin - 1] if begin else None
        if before is None or before.pos != "v" or before.end != self._words[begin].start:
            return False
        tied = before.text in _GOVERNING or after.text in _GOVERNING or after.text in FUNCTION
        return len(after.text) > 1 and not tied

    def _leads(self, begin: int) -> bool:
        """Whether the word that touches the beginning of a chunk belongs to it: 预 | 训练."""
        before = self._words[begin - 1].text
        if before in BINDING or self._traits[begin - 1].torn:
            return True
        return before == "是" and self._words[begin].text[0] == "指"

    def _is_de(self, at: int) -> bool:
        return at < len(self._words) and self._words[at].text == "的"

    def _is_in_long_name(self, begin: int, end: int) -> bool:
        """Whether 和 joins it to the other half of one name: 网络安全 | 和 | 信息化 | 委员会."""
        words = self._words
        after = words[end + 1].text if end + 1 < len(words) else ""
        if after in LONG_NAME_HEADS:
            return True
        closing = words[end].text
        if closing[-1] in _HEAD_ENDS and closing.endswith(LONG_NAME_HEADS):
            if begin < 2 or words[begin - 1].text not in _JOINS:
                return False
            other = words[begin - 2]
            return other.pos in NOMINAL and not other.text.endswith(LONG_NAME_HEADS)
        if after not in _JOINS:
            return begin > 1 and words[begin - 1].text in _JOINS and self._heads(end + 1)
        return self._heads(end + 2)

    def _heads(self, at: int) -> bool:
        """Whether nouns from `at` lead without a break to what closes a long name."""
        for word in self._words[at : at + 4]:
            if word.pos not in RUNNING:
                return False
            if word.text.endswith(LONG_NAME_HEADS) and len(word.text) > 1:
                return True
        return False

    def _opens_badly(self, begin: int, end: int) -> bool:
        words, count = self._words, end - begin + 1
        if count > 2 and self._traits[begin].adverb:
            return True
        if words[begin + 1].text == "的" and begin and words[begin - 1].text in ("为", "以"):
            return True
        return count > 3 and words[begin].text in GENERIC and words[begin + 1].pos == "vn"

    def _closes_badly(self, begin: int, end: int) -> bool:
        closing, before = self._words[end], self._words[end - 1]
        if end - begin > 1 and closing.pos in ("i", "l") and len(closing.text) > 3:
            return True
        if is_side(closing):
            return True
        if before.text == "的" and (closing.text in GENERIC or len(closing.text) == 1):
            return True
        return closing.pos == "vn" and begin > 0 and self._words[begin - 1].text in _ASKING

    def _breaks_off(self, begin: int, end: int) -> bool:
        """Whether the phrase goes on after it: 监督全国 | 的工作, 建设忠诚 | 干净, 指导 | 下."""
        opening, closing, following = (self._words[at] for at in (begin, end, end + 1))
        if following.text == "所" or (opening.pos[0] == "v" and following.text in _VAGUE):
            return True
        joined = following.text in _JOINS or following.text == "的" or following.text == "、"
        if joined and (opening.pos == "v" or (opening.pos == "vn" and self._acts(begin))):
            return True
        if closing.pos == following.pos == "a" or (closing.pos == "vn" and following.pos == "v"):
            return True
        return closing.pos in ("vn", "v") and following.text in ("下", "后", "时", "中")

    def _follows(self, at: int) -> bool:
        """Whether a noun stands right against the word before it."""
        return self._traits[at].nominal and self._words[at - 1].end == self._words[at].start

    def _is_cut(self, at: int) -> bool:
        """Whether a noun runs on from the word before `at` into this one: 网络 | 安全."""
        if at == 0 or not self._traits[at - 1].running or not self._follows(at):
            return False
        return not self._traits[at - 1].verbal or not self._acts(at - 1)

    def _acts(self, at: int) -> bool:
        """Whether what is tagged as a verbal noun or set phrase is the verb: 积极 | 发展 | 贸易."""
        words = self._words
        if at > 1 and words[at - 1].pos == "c":
            return words[at - 2].pos[0] == "v"
        return at == 0 or words[at - 1].pos in ("x", "d", "ad", "v") or words[at - 1].text in "要将"


def _is_half_phrase(word: Word, other: Word) -> bool:
    """Whether two words of two characters, one of them guessed, make a phrase: 强基 | 固本."""
    if len(word.text) != 2 or len(other.text) != 2 or other.pos not in _PHRASAL:
        return False
    return is_guess(word.text) or is_guess(other.text)


def _is_action(word: Word) -> bool:
    """Whether one word is a verb with its object: 采取相应 | 的措施."""
    return len(word.text) > 3 and word.text[:2] in _ACTIONS
