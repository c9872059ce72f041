"""What speaks for and against a candidate blank, and how much.

The weights are log-odds of a softmax over the candidates of a sentence, fitted to blanks that human
examiners chose; those under 0.15 are left out. They know kinds, neighbours and lengths, no terms.
"""

from __future__ import annotations

from studyapp.questions.candidates import CLAUSE_END, Candidate, Sentence, candidates, read_sentence
from studyapp.questions.remembered import remembered
from studyapp.questions.wordlists import COPULAS, MODALS, REQUIREMENTS
from studyapp.text.segment import Word

_OPENERS = frozenset("“‘《〈「『")
_CLOSERS = frozenset("”’》〉」』")
_NOUNS = frozenset({"n", "vn", "an", "l", "j", "s", "nz", "ng"})
_LINKS = frozenset("于自从用按向被把将与同和或及为") | {"或者", "以及"}
_SPOKEN = frozenset("由在以对")
_LINKING = frozenset("之其所")
_NUMBERS = "0123456"


SCALE = 10
"""Weights are kept as whole tenths, so that no choice hangs on rounding."""


def _weights(table: str) -> dict[tuple[str, ...], int]:
    """The table below as one look-up, in tenths: ("between", "list", "end") -> 3."""
    weights: dict[tuple[str, ...], int] = {}
    family = ""
    for line in table.strip().splitlines():
        head, colon, rest = line.partition(":")
        family = head.strip() if colon else family
        entries = (rest if colon else line).split()
        for name, weight in zip(entries[::2], entries[1::2], strict=True):
            weights[family, *name.split("/")] = round(float(weight) * SCALE)
    return weights


WEIGHTS = _weights(
    """
    kind: title 1.3 modal 0.8 figure 0.7 quoted 0.6 date 0.4 name -0.2 phrase -0.8 term -0.9
        generic -1.8
    left: copula 1.5 以 1.4 requirement 1.1 由 0.8 noun 0.6 在 0.4 对 0.4 的 0.3 punct 0.2
        v 0.2 t -0.2 c -0.3 date -0.3 other -0.3 p -0.3 r -0.3 f -0.4 m -0.4 num -0.4
        adv -0.5 nr -0.5 b -0.6 modal -0.6 start -0.7 list -0.8
    right: copula 1.2 以 1.1 end 0.9 clause 0.6 requirement 0.4 adv 0.3 b 0.3 c 0.3 m 0.3
        i 0.2 p 0.2 quote 0.2 t 0.2 punct -0.2 由 -0.2 prep -0.5 nr -0.6 num -0.6
        particle -0.6 对 -0.6 a -0.7 list -1.3 ns -1.3
    between: list/list 1.7 edge/copula 1.5 copula/end 1.1 link/link 0.7 edge/link 0.5
        edge/verb 0.5 link/copula 0.5 link/verb 0.5 link/nominal 0.4 list/end 0.3
        verb/list 0.3 的/的 0.3 edge/list 0.2 list/nominal 0.2 list/的 0.2
        nominal/nominal -0.2 nominal/verb -0.2 verb/verb -0.2 的/nominal -0.2
        copula/link -0.3 link/list -0.3 list/verb -0.3 nominal/copula -0.3
        nominal/list -0.3 verb/的 -0.3 的/link -0.3 的/list -0.3 的/verb -0.3
        copula/的 -0.4 link/clause -0.4 nominal/clause -0.5 verb/end -0.5
        copula/nominal -0.6 nominal/的 -0.7 的/copula -0.9 nominal/end -1.3 的/end -1.3
        copula/verb -1.4
    opens: nr/False 0.9 ns/False 0.6 t/False 0.4 i/False 0.2 noun/False 0.2 ns/True 0.2
        latin/False -0.2 date/True -0.3 v/True -0.4 a/True -0.6 num/True -0.6 t/True -0.9
        m/True -1.1
    closes: other/True 1.4 nr/False 0.9 ns/False 0.6 t/False 0.4 i/False 0.2 noun/False 0.2
        latin/False -0.2 ns/True -0.2 b/True -0.3 nr/True -0.3 nt/True -0.3 noun/True -0.5
        i/True -0.6 m/True -0.7 v/True -0.8 num/True -0.9 a/True -1.5
    words: 2 0.2 3 0.2 1 -0.5
    size: 1 0.8 3 0.4 4 0.2 6 -0.2 7-9 -0.2 10-14 -0.5 15 -0.5
    clause: 0/True 0.9 0/False 0.2 2/False -0.4 3/False -0.6
    linked: - -1.7
    """
)

_COARSE = {
    name: group
    for group, names in {
        "edge": "start punct quote",
        "list": "list",
        "copula": "copula",
        "的": "的 particle",
        "verb": "v requirement modal adv",
        "link": "由 在 以 对 prep p c f r stop",
        "end": "end",
        "clause": "clause",
    }.items()
    for name in names.split()
}


@remembered(last=1024)
def weighed(text: str) -> tuple[tuple[float, Candidate], ...]:
    """The candidates of a statement with their weight, heaviest first."""
    sentence = read_sentence(text)
    found = [(weight(one, sentence), one) for one in candidates(sentence)]
    return tuple(sorted(found, key=lambda pair: (-pair[0], pair[1].start, pair[1].end)))


def weight(candidate: Candidate, sentence: Sentence) -> float:
    """How much an examiner would want to blank it, from the sentence alone."""
    return sum([WEIGHTS.get(name, 0) for name in evidence(candidate, sentence)]) / SCALE


def evidence(candidate: Candidate, sentence: Sentence) -> list[tuple[str, ...]]:
    """What there is to say about a candidate: names of `WEIGHTS`, some without a weight."""
    kind, count = candidate.kind, candidate.last - candidate.first + 1
    left, right = _left(candidate, sentence), _right(candidate, sentence)
    later = len(sentence.clauses) - 1 - sentence.clause(candidate.start)
    named: list[tuple[str, ...]] = [
        ("kind", kind),
        ("left", left),
        ("right", right),
        ("words", _NUMBERS[min(6, count)]),
        ("size", _size(len(candidate.text))),
        ("clause", _NUMBERS[min(3, later)], "True" if right == "end" else "False"),
    ]
    if kind in ("term", "generic"):
        named += _context(candidate, sentence, left, right)
    if kind in ("term", "name", "phrase"):
        several = "True" if count > 1 else "False"
        named.append(("opens", tag(sentence.words[candidate.first]), several))
        named.append(("closes", tag(sentence.words[candidate.last]), several))
    return named


def _context(
    candidate: Candidate, sentence: Sentence, left: str, right: str
) -> list[tuple[str, ...]]:
    before = "edge" if left == "clause" else "verb" if left == "a" else _COARSE.get(left, "nominal")
    after = "clause" if right in ("punct", "quote") else _COARSE.get(right, "nominal")
    named: list[tuple[str, ...]] = [("between", before, after)]
    inside = sentence.words[candidate.first + 1 : candidate.last]
    if inside and any(word.pos[0] == "u" or word.text in _LINKING for word in inside):
        named.append(("linked", "-"))
    return named


def _size(size: int) -> str:
    if size < 7:
        return str(size)
    return "7-9" if size < 10 else "10-14" if size < 15 else "15"


def tag(word: Word) -> str:
    """A coarse part of speech: rjieba's finer ones are too often wrong to lean on."""
    if word.pos in _NOUNS:
        return "noun"
    if word.pos[:2] in ("nr", "ns", "nt"):
        return word.pos[:2]
    if word.pos in ("v", "a", "i", "b", "t", "num", "date", "latin"):
        return word.pos
    return "m" if word.pos[0] == "m" else "other"


def _left(candidate: Candidate, sentence: Sentence) -> str:
    if candidate.start == 0:
        return "start"
    char = sentence.text[candidate.start - 1]
    if char in CLAUSE_END:
        return "clause"
    if char in _OPENERS:
        return "quote"
    if char == "、":
        return "list"
    return _neighbour(sentence.words[candidate.first - 1] if candidate.first else None)


def _right(candidate: Candidate, sentence: Sentence) -> str:
    rest = sentence.text[candidate.end : candidate.end + 12]
    if not any(char.isalnum() for char in rest):
        return "end"
    if rest[0] in CLAUSE_END:
        return "clause"
    if rest[0] in _CLOSERS:
        return "quote"
    if rest[0] == "、":
        return "list"
    following = candidate.last + 1
    return _neighbour(sentence.words[following] if following < len(sentence.words) else None)


def _neighbour(word: Word | None) -> str:
    """What stands beside a candidate; the words after which examiners blank have their own name."""
    if word is None or word.pos == "x":
        return "punct"
    for name, group in (("copula", COPULAS), ("modal", MODALS), ("requirement", REQUIREMENTS)):
        if word.text in group:
            return name
    if word.text in _SPOKEN or word.text == "的":
        return word.text
    if word.text in _LINKS:
        return "prep"
    if word.pos in ("d", "ad"):
        return "adv"
    if word.pos in ("c", "p", "r", "f", "stop", "num", "date", "latin"):
        return word.pos
    return "particle" if word.pos[0] == "u" else tag(word)
