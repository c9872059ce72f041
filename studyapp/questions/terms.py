"""The terms of one document: evidence for blank choice, and the pool distractors are drawn from."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from studyapp.questions.candidates import Candidate, read_sentence
from studyapp.questions.definitions import defined_terms
from studyapp.questions.evidence import tag, weighed
from studyapp.questions.wordkinds import is_guess
from studyapp.questions.wordlists import (
    AFTER_A_NOUN,
    COPULAS,
    FUNCTION,
    LIGHT,
    MODALS,
    REQUIREMENTS,
)
from studyapp.text.segment import Word

KEYS_OF_A_STATEMENT = 6
POOL_SIZE = 40
STATUTE_SHARE = 0.08
CLASSICAL_SHARE = 0.4
EXPOSITORY_SHARE = 0.12
"""Explaining prose has three times as much of its words; rules, reports and notes a third."""
SHORT = 40
"""Statements up to which a text is learnt word for word, also where it only explains."""
LITERARY_SHARE = 0.3
"""Stories and essays tell of one or two people in half of their sentences, reports in a tenth."""
HAN_SHARE = 0.5
TECHNICAL_SHARE = 0.4
"""The same of Chinese sentences with Latin words, as a manual has them."""
COMMON_SHARE = 0.15
"""What stands in more of a document's statements than this says nothing about any of them."""
COMMON_LEAST = 10
"""Statements a document must have before anything in it is called common."""
REPEATED = 2
PAIRED, PAIRED_SHARE = 3, 0.5
"""Times that two words must stand together, and share of one's times, to be one word: 森林防火."""
FIXED, FIXED_SHARE = 4, 0.8
"""The same for the second of two words to be hardly ever without the first: 监察 | 委员会."""
FRAME, FRAMED = 3, 3
"""English words before a term, or after it, and times that they must come with it, as in the
Secretary-General of the | United Nations, to tell it."""
REFRAIN, REFRAIN_SHARE = 4, 0.05
"""Statements, and share of them, from which on a term is what the document is about."""
CATCHWORD = (3, 4)
"""Characters of a word set in quotation marks, and statements, from which it is a refrain."""
_NO_PAIR = ("", "")
_CAUSES = frozenset("使令让")
_PREDICATES = COPULAS | MODALS | REQUIREMENTS | LIGHT | FUNCTION
_ACTIONS = LIGHT | REQUIREMENTS
_ENGLISH = frozenset({"latin", "stop"})
_AMOUNT_KINDS = frozenset({"number", "figure", "date", "modal", "title", "quoted", "name"})
_GLOSS = re.compile("[（(][A-Za-z]")
_DIGITS = re.compile(r"[0-9０-９][0-9０-９,.．]*|[零〇一二三四五六七八九十百千万亿两半]+")
_CLASSICAL = re.compile("[曰矣乎焉哉兮吾耳]|也[，。！？；]|之[，。！？；]")
_STATUTORY = re.compile(r"应当|不得|有权|禁止")
_EXPOUNDING = re.compile(
    r"例如|比如|可能|如果|通常|这个|这种|这些|然而|因此|所以|很|什么|怎么|你"
    r"|\b(?:you|we|often|usually|example|might|can be)\b"
)
_TELLS = re.compile(
    r"(?<![自本敌敵])我(?![们們国國党黨军軍市省县縣区區校院部])|(?<!其)[他她](?![们們人国國乡鄉山])"
    r"|[\u4e00-\u9fff][着著]|像|似的|仿佛|彷彿|[啦呢吧][，。！？”]"
)
_LATIN, _HAN = re.compile("[A-Za-z]{2}"), re.compile("[\u4e00-\u9fff]")


class Sketch:
    """The form of a term, ready to be compared with many others."""

    __slots__ = ("chars", "first", "last", "length", "tail")

    def __init__(self, text: str) -> None:
        self.chars = frozenset(text)
        self.length = len(text)
        self.first, self.last, self.tail = text[0], text[-1], text[-2:]


@dataclass(frozen=True, slots=True)
class Term:
    """Words of a document that could be a key: their shape decides whose distractor they may be."""

    text: str
    weight: float
    pattern: str
    sketch: Sketch = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DocumentTerms:
    """What one document's statements name.

    `counts`: in how many statements each candidate stands; `wrapped`: those set in quotation or
    title marks anywhere; `refused`: those that stand only inside a longer word; `common`: those
    that stand in too many to be worth asking; `company`: for each candidate the lists it stands
    in and the verbs it is the object of, by which it is of one series with others; `beside`:
    every two words that touch; `fixed`: those of which the second is hardly ever without the first;
    `named`: those that a statement defines, or gives the foreign word for;
    `bound`: two words that touch more than once, the first of them a noun or the like;
    `framed`: English terms that hardly ever stand without the same words before or after them;
    `ground`: the words that stand in too many statements to tell them apart; `shapes`: the
    terms by shape, weightiest first; `pools`: the same by shape and length, "term n noun|4", or
    first or last character, "…|图-"; `is_statute`: whether its statements lay down duties, so
    that 应当 and 不得 are worth asking;
    `is_classical`: whether they are in classical Chinese, which the segmenter does not know;
    `is_expository`: whether they explain, as a textbook does, where terms are to be known and not
    every sentence; `is_literary`: whether it tells a story, as prose that schools set does;
    `is_han`: whether it is in Chinese.
    """

    statements: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    wrapped: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    company: Mapping[str, frozenset[str]] = field(default_factory=dict)
    beside: frozenset[tuple[str, str]] = frozenset()
    fixed: frozenset[tuple[str, str]] = frozenset()
    named: frozenset[str] = frozenset()
    bound: frozenset[tuple[str, str]] = frozenset()
    framed: frozenset[str] = frozenset()
    ground: frozenset[str] = frozenset()
    shapes: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    pools: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    is_statute: bool = False
    is_classical: bool = False
    is_expository: bool = False
    is_literary: bool = False
    is_han: bool = False


def is_refrain(key: str, document: DocumentTerms) -> bool:
    """Whether the document keeps saying it, so that it is no answer anywhere."""
    count = document.counts.get(key, 0)
    return count >= REFRAIN and count > REFRAIN_SHARE * document.statements


def collect_terms(texts: Iterable[str]) -> DocumentTerms:
    """Read every statement of a document once; the same texts give the same terms."""
    statements = list(dict.fromkeys(texts))
    survey = _Survey()
    for text in statements:
        survey.take(text)
    refused, common = survey.refused(), survey.common()
    best: dict[str, tuple[float, str, str]] = {}
    for text in statements:
        words = read_sentence(text).words
        for weight, candidate in _keys(weighed(text)):
            if candidate.text in survey.bound:
                continue
            pattern = pattern_of(words[candidate.first : candidate.last + 1])
            entry = (weight, shape_of(candidate, words), pattern)
            if candidate.text not in best or entry > best[candidate.text]:
                best[candidate.text] = entry
    shapes = _by_shape(best)
    is_literary = _share(statements, _TELLS) > LITERARY_SHARE
    return DocumentTerms(
        statements=len(statements),
        counts=dict(survey.counts),
        wrapped=frozenset(survey.wrapped),
        refused=refused,
        common=common,
        company={text: frozenset(found) for text, found in survey.company.items()},
        beside=frozenset(survey.beside),
        fixed=survey.fixed(),
        named=frozenset(survey.named),
        bound=survey.bound_pairs(),
        framed=survey.framed(),
        ground=survey.ground(),
        shapes=shapes,
        pools=_pools(shapes),
        is_statute=_share(statements, _STATUTORY) > STATUTE_SHARE,
        is_classical=_share(statements, _CLASSICAL) > CLASSICAL_SHARE,
        is_expository=not is_literary and _explains(statements),
        is_literary=is_literary,
        is_han=_share(statements, _HAN) > HAN_SHARE,
    )


class _Survey:
    """What a document's statements show of their candidates, gathered statement by statement."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.words: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._met: Counter[tuple[str, str]] = Counter()
        self._edges: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {}
        self.beside: set[tuple[str, str]] = set()
        self.wrapped: set[str] = set()
        self.named: set[str] = set()
        self.bound: set[str] = set()
        self.company: defaultdict[str, set[str]] = defaultdict(set)
        self._beside: dict[str, tuple[str, str]] = {}
        self._seen: Counter[str] = Counter()
        self._guessed: defaultdict[str, set[str]] = defaultdict(set)
        self._frames: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._last: tuple[str, ...] = ()
        self._statements = 0

    def take(self, text: str) -> None:
        """Read one statement more; one that only repeats part of the last two is no evidence."""
        words = read_sentence(text).words
        self._statements += 1
        self.words.update({word.text for word in words if len(word.text) > 1})
        known = [word if _may_belong(word) else None for word in words]
        self._pairs.update(
            {
                (one.text, other.text)
                for one, other in pairwise(known)
                if one and other and one.end == other.start
            }
        )
        self.beside.update(pairwise([word.text for word in words]))
        repeats = any(text in last for last in self._last)
        self._last = (*self._last[-1:], text)
        if not repeats:
            self._met.update(_bonds(words))
        self.counts.update({candidate.text for _, candidate in weighed(text)})
        self.named.update(text[start:end] for start, end in defined_terms(text))
        for _, one in weighed(text):
            if one.kind in ("title", "quoted"):
                self.wrapped.add(one.text)
            if _GLOSS.match(text, one.end):
                self.named.add(one.text)
            self._note_company(one, text, words)
            if one.text.isascii() and not repeats:
                self._note_frame(one, words)
            if not repeats and one.kind not in _AMOUNT_KINDS:
                self._note_neighbours(one, words)

    def _note_company(self, one: Candidate, text: str, words: Sequence[Word]) -> None:
        """The list in which a candidate stands, and the verb of which it is the object."""
        before = text[: one.start].rstrip("“《")[-1:]
        after = text[one.end :].lstrip("”》")[:1]
        quoted = text[one.start - 1 : one.start] == "“" and (before == "”" or after == "“")
        if before == "、" or after == "、" or quoted:
            self.company[one.text].add(f"list {self._statements}")
        verb = words[one.first - 1] if one.first else None
        if verb is not None and verb.end == one.start and verb.pos == "v" and len(verb.text) > 1:
            if verb.text in _ACTIONS:
                return
            self.company[one.text].add(f"verb {verb.text}")

    def _note_frame(self, one: Candidate, words: Sequence[Word]) -> None:
        """The words on either side of an English candidate, as far as no mark parts them off."""
        before = words[max(0, one.first - FRAME) : one.first]
        after = words[one.last + 1 : one.last + 1 + FRAME]
        for side, beside in (("<", before), (">", after)):
            if len(beside) == FRAME and all(word.pos in _ENGLISH for word in beside):
                frame = " ".join([word.text for word in beside])
                self._frames[one.text][f"{side} {frame}"] += 1

    def framed(self) -> frozenset[str]:
        """English terms that are told by the words beside them."""
        found = set()
        for text, frames in self._frames.items():
            often = max(frames.values())
            if often >= FRAMED and often >= FIXED_SHARE * self.counts[text]:
                found.add(text)
        return frozenset(found)

    def _note_neighbours(self, one: Candidate, words: Sequence[Word]) -> None:
        """Which character stands before and after the candidate, wherever it was met so far."""
        before = words[one.first - 1] if one.first else None
        after = words[one.last + 1] if one.last + 1 < len(words) else None
        pair = (
            before.text[-1] if before and before.end == one.start and _may_lead(before) else "",
            after.text[0] if after and after.start == one.end and _may_belong(after) else "",
        )
        self._seen[one.text] += 1
        self._edges[one.text] = (
            (before.text, words[one.first].text) if before and pair[0] else _NO_PAIR,
            (words[one.last].text, after.text) if after and pair[1] else _NO_PAIR,
        )
        known = self._beside.setdefault(one.text, pair)
        if known != pair:
            same = zip(known, pair, strict=True)
            left, right = (one if one == other else "" for one, other in same)
            self._beside[one.text] = (left, right)
        for word in {words[one.first], words[one.last]}:
            if len(word.text) == len("联学") and word.pos[:2] != "nr" and is_guess(word.text):
                self._guessed[one.text].add(word.text)

    def refused(self) -> frozenset[str]:
        """The candidates that the document shows to be part of a longer word."""
        for text, (before, after) in self._beside.items():
            if (before or after) and self._seen[text] >= REPEATED:
                self.bound.add(text)
        for text, guessed in self._guessed.items():
            if any(self.words[word] < REPEATED for word in guessed):
                self.bound.add(text)
        for text, (left, right) in self._edges.items():
            if self._is_pair(left, left[1]) or self._is_pair(right, right[0]):
                self.bound.add(text)
        return frozenset(self.bound)

    def _is_pair(self, pair: tuple[str, str], word: str) -> bool:
        """Whether `word` stands mostly with the other of the pair, the document over."""
        count = self._pairs.get(pair, 0)
        return count >= PAIRED and count >= PAIRED_SHARE * self.words[word]

    def fixed(self) -> frozenset[tuple[str, str]]:
        """Two words of which the second hardly ever stands without the first before it."""
        return frozenset(
            (one, other)
            for (one, other), count in self._pairs.items()
            if count >= FIXED
            and len(one) > 1
            and len(other) > 1
            and count >= FIXED_SHARE * self.words[other]
        )

    def bound_pairs(self) -> frozenset[tuple[str, str]]:
        """Two words that the document says together, and not in one place only: 网络 | 数据."""
        return frozenset(pair for pair, count in self._met.items() if count >= REPEATED)

    def ground(self) -> frozenset[str]:
        """The words that stand nearly everywhere."""
        if self._statements < COMMON_LEAST:
            return frozenset()
        most = COMMON_SHARE * self._statements
        return frozenset(word for word, count in self.words.items() if count > most)

    def common(self) -> frozenset[str]:
        """What stands nearly everywhere, and short words in quotation marks that keep returning."""
        if self._statements < COMMON_LEAST:
            return frozenset()
        most = COMMON_SHARE * self._statements
        size, often = CATCHWORD
        found = set()
        for text, count in self.counts.items():
            times, quoted = max(count, self.words[text]), text in self.wrapped
            refrain = quoted and len(text) <= size and times >= often
            if refrain or (times > most and not quoted and text not in MODALS):
                found.add(text)
        return frozenset(found)


def _may_belong(word: Word) -> bool:
    """Whether a neighbour could be the rest of a longer word: no particle, adverb or predicate."""
    return _is_open_class(word.text, word.pos)


@lru_cache(maxsize=8192)
def _is_open_class(text: str, pos: str) -> bool:
    if not "\u4e00" <= text[0] <= "\u9fff" or text in _PREDICATES:
        return False
    if pos[0] in "upcdrfxmy" or pos in ("num", "date", "ad"):
        return False
    return not (len(text) == 1 and text in AFTER_A_NOUN)


def _bonds(words: Sequence[Word]) -> list[tuple[str, str]]:
    """Every two words that touch of which the first may be the beginning of a term."""
    return [
        (one.text, other.text)
        for one, other in pairwise(words)
        if one.end == other.start
        and len(one.text) > 1
        and one.text[0] not in _CAUSES
        and (one.pos[0] in "nbj" or one.pos in ("vn", "an", "l", "i"))
    ]


def _may_lead(word: Word) -> bool:
    """Whether what stands before could be the beginning of a longer word; a verb has an object."""
    return word.pos[0] != "v" and _may_belong(word)


def pattern_of(words: Sequence[Word]) -> str:
    """The grammar of the last two words of a chunk; of English, whether its noun is a plural.

    社区服务 may be one word, and so may 发挥作用: they are built of two all the same.
    """
    if not words:
        return ""
    if words[-1].pos == "latin":
        return "plural" if words[-1].text.endswith("s") else "singular"
    alone = words[-1].text
    if len(words) == 1 and len(alone) > 3 and tag(words[0]) == "noun":
        return "v noun" if alone[:2] in _ACTIONS else "noun noun"
    return " ".join(tag(word) for word in words[-2:])


def _share(statements: Sequence[str], sign: re.Pattern[str]) -> float:
    return sum(bool(sign.search(text)) for text in statements) / max(1, len(statements))


def _explains(statements: Sequence[str]) -> bool:
    """Whether they are those of a textbook or manual, of which nobody learns every sentence."""
    if len(statements) < SHORT:
        return False
    return _share(statements, _EXPOUNDING) > EXPOSITORY_SHARE or _is_technical(statements)


def _is_technical(statements: Sequence[str]) -> bool:
    """Whether many Chinese sentences hold Latin words."""
    mixed = sum(bool(_LATIN.search(text) and _HAN.search(text)) for text in statements)
    return mixed > TECHNICAL_SHARE * len(statements)


def shape_of(candidate: Candidate, words: Sequence[Word]) -> str:
    """The class whose terms can replace one another: "number #年", "name ns", "term n noun"."""
    if candidate.kind in ("number", "figure", "date"):
        return amount_shape(candidate.text)
    if candidate.kind in ("title", "quoted", "modal"):
        return candidate.kind
    if candidate.kind == "name":
        return f"name {words[candidate.last].pos[:2]}"
    return words_shape(words[candidate.first : candidate.last + 1])


def amount_shape(text: str) -> str:
    """An amount or date with its figures left out: 三十日 and 30日 are both "number #日"."""
    return f"number {_DIGITS.sub('#', text)}"


def words_shape(words: Sequence[Word]) -> str:
    """Grammar of a chunk: whether it opens with a verb, how it closes, and whether 的 links it."""
    first, last = words[0], words[-1]
    if last.pos == "latin":
        case = "capital" if last.text[0].isupper() else "small"
        return f"latin {case} {min(len(words), 3)} {pattern_of(words)}"
    person = first.pos[:2] == "nr"
    opens = "person" if person else "v" if first.pos == "v" and len(words) > 1 else "n"
    linked = " 的" if any(word.text == "的" for word in words[1:-1]) else ""
    return f"term {opens} {pattern_of(words)}{linked}"


def _keys(found: Sequence[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """The candidates likely to be keys: the heaviest, and every amount, name and set term."""
    marked = ("title", "quoted", "number", "figure", "date", "name")
    rest = [pair for pair in found[KEYS_OF_A_STATEMENT:] if pair[1].kind in marked]
    return [*found[:KEYS_OF_A_STATEMENT], *rest]


def _by_shape(best: Mapping[str, tuple[float, str, str]]) -> dict[str, tuple[Term, ...]]:
    groups: defaultdict[str, list[Term]] = defaultdict(list)
    for text, (weight, shape, pattern) in best.items():
        groups[shape].append(Term(text, weight, pattern, sketch=Sketch(text)))
    return {
        shape: tuple(sorted(terms, key=lambda term: (-term.weight, term.text)))
        for shape, terms in groups.items()
    }


def _pools(shapes: Mapping[str, Sequence[Term]]) -> dict[str, tuple[Term, ...]]:
    pools: defaultdict[str, list[Term]] = defaultdict(list)
    for shape, terms in shapes.items():
        for term in terms:
            sketch = term.sketch
            for sign in (str(sketch.length), f"{sketch.first}-", f"-{sketch.last}"):
                pool = pools[f"{shape}|{sign}"]
                if len(pool) < POOL_SIZE:
                    pool.append(term)
    return {sign: tuple(pool) for sign, pool in pools.items()}
