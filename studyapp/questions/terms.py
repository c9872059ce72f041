"""The terms of one document: evidence for blank choice, and the pool distractors are drawn from."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from studyapp.questions.candidates import Candidate, read_sentence
from studyapp.questions.evidence import tag, weighed
from studyapp.text.segment import Word

KEYS_OF_A_STATEMENT = 6
POOL_SIZE = 40
STATUTE_SHARE = 0.08
CLASSICAL_SHARE = 0.4
_DIGITS = re.compile(r"[0-9０-９][0-9０-９,.．]*|[零〇一二三四五六七八九十百千万亿两半]+")
_CLASSICAL = re.compile("[曰矣乎焉哉兮吾耳]|也[，。！？；]|之[，。！？；]")
_STATUTORY = re.compile(r"应当|不得|有权|禁止")


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
    sketch: Sketch = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DocumentTerms:
    """What one document's statements name.

    `counts`: in how many statements each candidate stands; `wrapped`: those set in quotation or
    title marks anywhere; `shapes`: the terms by shape, weightiest first; `pools`: the same
    by shape and length, "term n noun|4", or first or last character, "…|图-"; `is_statute`: whether
    its statements lay down duties, so that 应当 and 不得 are worth asking;
    `is_classical`: whether they are in classical Chinese, which the segmenter does not know.
    """

    statements: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    wrapped: frozenset[str] = frozenset()
    shapes: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    pools: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    is_statute: bool = False
    is_classical: bool = False


def collect_terms(texts: Iterable[str]) -> DocumentTerms:
    """Read every statement of a document once; the same texts give the same terms."""
    statements = list(dict.fromkeys(texts))
    counts: Counter[str] = Counter()
    wrapped: set[str] = set()
    best: dict[str, tuple[float, str]] = {}
    for text in statements:
        found = weighed(text)
        counts.update({candidate.text for _, candidate in found})
        wrapped.update(one.text for _, one in found if one.kind in ("title", "quoted"))
        words = read_sentence(text).words
        for weight, candidate in _keys(found):
            entry = (weight, shape_of(candidate, words))
            if candidate.text not in best or entry > best[candidate.text]:
                best[candidate.text] = entry
    shapes = _by_shape(best)
    return DocumentTerms(
        statements=len(statements),
        counts=dict(counts),
        wrapped=frozenset(wrapped),
        shapes=shapes,
        pools=_pools(shapes),
        is_statute=_share(statements, _STATUTORY) > STATUTE_SHARE,
        is_classical=_share(statements, _CLASSICAL) > CLASSICAL_SHARE,
    )


def _share(statements: Sequence[str], sign: re.Pattern[str]) -> float:
    return sum(bool(sign.search(text)) for text in statements) / max(1, len(statements))


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
    """Grammar of a chunk: whether it opens with a verb, what closes it, and whether 的 links it."""
    first, last = words[0], words[-1]
    if last.pos == "latin":
        return f"latin {'capital' if last.text[0].isupper() else 'small'} {min(len(words), 3)}"
    person = first.pos[:2] == "nr"
    opens = "person" if person else "v" if first.pos == "v" and len(words) > 1 else "n"
    closing = tag(last)
    closes = closing if closing in ("v", "a", "i") else "noun"
    linked = " 的" if any(word.text == "的" for word in words[1:-1]) else ""
    return f"term {opens} {closes}{linked}"


def _keys(found: Sequence[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """The candidates likely to be keys: the heaviest, and every amount, name and set term."""
    marked = ("title", "quoted", "number", "figure", "date", "name")
    rest = [pair for pair in found[KEYS_OF_A_STATEMENT:] if pair[1].kind in marked]
    return [*found[:KEYS_OF_A_STATEMENT], *rest]


def _by_shape(best: Mapping[str, tuple[float, str]]) -> dict[str, tuple[Term, ...]]:
    groups: defaultdict[str, list[Term]] = defaultdict(list)
    for text, (weight, shape) in best.items():
        groups[shape].append(Term(text=text, weight=weight, sketch=Sketch(text)))
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
