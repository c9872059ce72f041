"""Training of the blank ranker: examiners' blanks in, a weights file out.

This alone needs numpy and scipy, which run time does not. One line of training data is a JSON
object {"sentence", "spans": [[start, end], ...], "group", "domain"}: offsets in code points,
lines of one group never on both sides of a split; the domains "law" and "policy" count more.
Equal data give equal weights, up to rounding.
"""

from __future__ import annotations

import json
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias
from zlib import crc32

import numpy as np  # type: ignore[import-not-found,unused-ignore]
import rjieba
from scipy import sparse  # type: ignore[import-not-found,import-untyped,unused-ignore]
from scipy.optimize import minimize  # type: ignore[import-not-found,import-untyped,unused-ignore]
from scipy.sparse.linalg import svds  # type: ignore[import-not-found,import-untyped,unused-ignore]

from studyapp.questions.alphabets import Alphabets
from studyapp.questions.forms import JOINT, names_of_span
from studyapp.questions.ranker import Model, dump, ranked_spans, rows_of
from studyapp.questions.spans import spans
from studyapp.questions.templates import Reading, names_after, names_before, names_of_size
from studyapp.questions.tokens import tokens
from studyapp.text.segment import Span

Group: TypeAlias = tuple[int, int, str]
PENALTY = 5.0
"""Of the squared weights (L2)."""
SEEN = 8
"""A feature must stand on so many candidates to get a weight."""
KEPT = 60_000
"""Features that keep a weight, the heaviest; a second fit then makes up for those left out."""
STEPS, MORE_STEPS = 40, 25
SPAN_VALUE = 0.6
"""What is said of a span as a whole counts for less: its cuts alone must make the short list."""
GRAINS = (128, 64, 32)
"""How many classes of characters there are, fine to coarse."""
COMMON = 4
"""A character must be seen so often to be in a class."""
DIMENSIONS = 24
FOLDS = 5
STEM_WEIGHT = 0.4
DOMAIN_WEIGHTS = {"law": 6.0, "policy": 2.0}
"""What a sentence counts for whose blank closes it after a copula, as exam stems have it and
documents have not; and one from a rule or programme, of which there are few to learn from."""
_STEM = re.compile("[是为叫称即指][“‘《「]?$")
_LEAD = re.compile("(?:根据|按照|依据|依照)?(?:我国)?《[^》]+》[^，]{0,14}[，：]")
_MARGIN = frozenset("《》〈〉“”‘’\"'（）() \u3000，。；：、")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with the spans that its examiner blanked."""

    sentence: str
    spans: tuple[Span, ...]
    fold: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """Candidates as rows, features as columns; `sizes` counts the rows of each sentence.

    `weights`: what each sentence counts for.
    """

    names: list[str]
    rows: Any
    chosen: Any
    sizes: Any
    weights: Any


def read_examples(path: Path) -> list[Example]:
    """Read training data. Raises ValueError or KeyError where a line is not as documented."""
    lines = path.read_text(encoding="utf-8").splitlines()
    examples = [_example(json.loads(line)) for line in lines if line.strip()]
    return examples + [bare for example in examples if (bare := _without_source(example))]


def _without_source(example: Example) -> Example | None:
    """The sentence as the law itself has it, where it begins 根据《…法》规定，."""
    lead = _LEAD.match(example.sentence)
    cut = lead.end() if lead else 0
    if not cut or any(start < cut for start, _ in example.spans):
        return None
    moved = tuple((start - cut, end - cut) for start, end in example.spans)
    bare = _example({"sentence": example.sentence[cut:], "spans": moved, "domain": "law"})
    return replace(bare, fold=example.fold)


def _example(given: dict[str, Any]) -> Example:
    sentence, group = str(given["sentence"]), str(given.get("group", given["sentence"]))
    marks = tuple(_trimmed(sentence, int(start), int(end)) for start, end in given["spans"])
    weight = DOMAIN_WEIGHTS.get(str(given.get("domain")), 1.0)
    if _is_stem(sentence, marks):
        weight *= STEM_WEIGHT
    return Example(sentence, marks, crc32(group.encode()) % FOLDS, weight)


def _is_stem(sentence: str, marks: Sequence[Span]) -> bool:
    """Whether nothing but the blank follows a copula: 人工智能的英文缩写是【AI】。"""
    rest = sentence[max((end for _, end in marks), default=0) :]
    before = sentence[: min((start for start, _ in marks), default=0)]
    return bool(_STEM.search(before)) and not any(map(str.isalnum, rest))


def _trimmed(text: str, start: int, end: int) -> Span:
    end = min(end, len(text))
    while start < end and text[start] in _MARGIN:
        start += 1
    while end > start and text[end - 1] in _MARGIN:
        end -= 1
    return start, end


def train(examples: Sequence[Example], path: Path) -> int:
    """Fit weights to all examples, write them to `path`, and give how many there are."""
    groups = character_classes([example.sentence for example in examples])
    weights = fit(tabulate(examples, Alphabets(groups)))
    dump(path, groups, rows_of(weights))
    return len(weights)


def cross_validate(examples: Sequence[Example]) -> tuple[float, float]:
    """Shares of sentences whose best span, and one of the best three, an examiner blanked.

    Each fifth of the groups is ranked by weights fitted to the other four.
    """
    hits: list[tuple[bool, bool]] = []
    for fold in range(FOLDS):
        fitted = [example for example in examples if example.fold != fold]
        alphabets = Alphabets(character_classes([example.sentence for example in fitted]))
        by = Model(rows_of(fit(tabulate(fitted, alphabets))), alphabets)
        hits += [_hits(example, by) for example in examples if example.fold == fold]
    return tuple(sum(column) / max(1, len(hits)) for column in zip(*hits, strict=True))


def _hits(example: Example, by: Model) -> tuple[bool, bool]:
    text = example.sentence
    best = ranked_spans(text, tokens(text), by=by, limit=3)
    right = [_trimmed(text, *span) in example.spans for _, span in best]
    return any(right[:1]), any(right)


def tabulate(examples: Iterable[Example], alphabets: Alphabets) -> Table:
    """Every candidate of every sentence with its features, those seen too seldom left out."""
    columns: dict[str, int] = {}
    places, values, starts = array("i"), array("f"), [0]
    chosen: list[bool] = []
    sizes: list[int] = []
    weights: list[float] = []
    for example in examples:
        found = _named(example, alphabets)
        if not any(right for _, right in found):
            continue
        sizes.append(len(found))
        weights.append(example.weight)
        for names, right in found:
            places.extend([columns.setdefault(name, len(columns)) for name in names])
            values.extend([SPAN_VALUE if name[0] in JOINT else 1.0 for name in names])
            starts.append(len(places))
            chosen.append(right)
    indices = np.frombuffer(places, dtype=np.int32)
    rows = sparse.csr_matrix(
        (np.frombuffer(values, dtype=np.float32), indices, np.array(starts, np.int64)),
        shape=(len(chosen), len(columns)),
    )
    kept = np.flatnonzero(np.bincount(indices, minlength=len(columns)) >= SEEN)
    names = list(columns)
    return Table(
        names=[names[at] for at in kept],
        rows=rows[:, kept],
        chosen=np.array(chosen, float),
        sizes=np.array(sizes),
        weights=np.array(weights),
    )


def _named(example: Example, alphabets: Alphabets) -> list[tuple[list[str], bool]]:
    text, words = example.sentence, tokens(example.sentence)
    reading = Reading(text, words, alphabets)
    before: dict[int, list[str]] = {}
    after: dict[int, list[str]] = {}
    found = []
    listed = spans(text, words)
    for start, end, count in ((s, e, n) for s, ends in listed.items() for e, n in ends.items()):
        if start not in before:
            before[start] = names_before(reading, start)
        if end not in after:
            after[end] = names_after(reading, end)
        names = [*names_of_size(reading, start, end, count), *before[start], *after[end]]
        names += names_of_span(reading, start, end, count)
        found.append((names, _trimmed(text, start, end) in example.spans))
    return found


def fit(table: Table) -> dict[str, float]:
    """Weights by feature name: the heaviest of a first fit, fitted again without the rest."""
    first = _minimum(table.rows, table, steps=STEPS, begin=np.zeros(len(table.names)))
    heavy = np.sort(np.argsort(-np.abs(first), kind="stable")[:KEPT])
    weights = _minimum(table.rows[:, heavy], table, steps=MORE_STEPS, begin=first[heavy])
    return {
        table.names[at]: weight * (SPAN_VALUE if table.names[at][0] in JOINT else 1.0)
        for at, weight in zip(heavy, weights.tolist(), strict=True)
        if abs(weight) >= 0.005
    }


def _minimum(rows: Any, table: Table, *, steps: int, begin: Any) -> Any:
    """Where the listwise loss is least: minus the log share that the softmax gives the chosen."""
    begins = np.concatenate([[0], np.cumsum(table.sizes)])[:-1]
    sentence = np.repeat(np.arange(len(table.sizes)), table.sizes)
    columns = rows.T.tocsr()
    counts = table.weights

    def loss(weights: Any) -> tuple[float, Any]:
        scores = (rows @ weights.astype(np.float32)).astype(float)
        best = np.maximum.reduceat(scores, begins)
        odds = np.exp(scores - best[sentence])
        chosen = odds * table.chosen
        whole, right = np.add.reduceat(odds, begins), np.add.reduceat(chosen, begins)
        slope = (odds / whole[sentence] - chosen / right[sentence]) * counts[sentence]
        misses = counts @ (np.log(whole) - np.log(right))
        value = float(misses + PENALTY / 2 * weights @ weights)
        return value, (columns @ slope.astype(np.float32)).astype(float) + PENALTY * weights

    options = {"maxiter": steps, "maxcor": 10}
    return minimize(loss, begin, jac=True, method="L-BFGS-B", options=options).x


def character_classes(texts: Sequence[str]) -> list[Group]:
    """Common Han characters in classes by the words and characters they are found among.

    For each of 128 classes: the number of the wider class it is part of (of 64), of the widest
    (of 32), and its characters.
    """
    counts = Counter(char for text in texts for char in text if "\u4e00" <= char <= "\u9fff")
    chars = sorted(char for char, count in counts.items() if count >= COMMON)
    mass = np.sqrt(np.array([counts[char] for char in chars], float))
    traits = _traits(texts, {char: at for at, char in enumerate(chars)})
    fine = _clusters(traits, mass, GRAINS[0])
    centres = np.array(
        [
            np.average(traits[fine == one], axis=0, weights=mass[fine == one])
            for one in range(fine.max() + 1)
        ]
    )
    weights = np.array([mass[fine == one].sum() for one in range(len(centres))])
    middle = _clusters(centres, weights, GRAINS[1])
    coarse = _clusters(centres, weights, GRAINS[2])
    members = [
        "".join(chars[at] for at in np.flatnonzero(fine == one)) for one in range(len(centres))
    ]
    return list(zip(middle.tolist(), coarse.tolist(), members, strict=True))


def _traits(texts: Sequence[str], places: dict[str, int]) -> Any:
    """What a character is like: its place in words of each kind, and its neighbours."""
    pairs: Counter[tuple[int, int]] = Counter()
    roles: Counter[tuple[int, str]] = Counter()
    for text in texts:
        known = [places.get(char, -1) for char in text]
        pairs.update((a, b) for a, b in pairwise(known) if min(a, b) >= 0)
        for word, tag in rjieba.tag(text):
            for at, char in enumerate(word):
                if char in places:
                    roles[places[char], _role(word, tag, at)] += 1
    sorts = {role: at for at, role in enumerate(sorted({role for _, role in roles}))}
    table = np.zeros((len(places), len(sorts)))
    for (place, role), count in roles.items():
        table[place, sorts[role]] = count
    table = np.sqrt(table / np.maximum(1, table.sum(axis=1, keepdims=True)))
    counts = sparse.coo_matrix(
        (list(pairs.values()), tuple(zip(*pairs, strict=True))),
        shape=(len(places),) * 2,
        dtype=float,
    )
    return np.hstack([1.2 * table, 0.6 * _embedding(counts), 0.6 * _embedding(counts.T.tocoo())])


def _role(word: str, tag: str, at: int) -> str:
    place = "alone" if len(word) == 1 else "end" if at == len(word) - 1 else "in" if at else "begin"
    return f"{tag[:2] if tag[0] == 'n' else tag[0]} {place}"


def _embedding(counts: Any) -> Any:
    """Positive pointwise mutual information of neighbours, in few dimensions of length one."""
    rows = np.asarray(counts.sum(axis=1)).ravel()
    columns = np.asarray(counts.sum(axis=0)).ravel() ** 0.75
    expected = rows[counts.row] * columns[counts.col] / columns.sum()
    gain = np.maximum(0, np.log(counts.data / expected))
    matrix = sparse.csr_matrix((gain, (counts.row, counts.col)), shape=counts.shape)
    left, values, _ = svds(
        matrix, k=min(DIMENSIONS, min(matrix.shape) - 1), rng=np.random.default_rng(0)
    )
    found = left * np.sqrt(values)
    return found / (np.linalg.norm(found, axis=1, keepdims=True) + 1e-6)


def _clusters(points: Any, mass: Any, count: int) -> Any:
    """The cluster of each point, by weighted k-means from a fixed start; no cluster is empty."""
    random = np.random.default_rng(0)
    count = min(count, len(points))
    centres = points[random.choice(len(points), count, replace=False, p=mass / mass.sum())]
    for _ in range(40):
        apart = -2 * points @ centres.T + (centres**2).sum(axis=1)
        nearest = apart.argmin(axis=1)
        for one in range(count):
            if (nearest == one).any():
                inside = nearest == one
                centres[one] = np.average(points[inside], axis=0, weights=mass[inside])
    return np.unique(nearest, return_inverse=True)[1]
