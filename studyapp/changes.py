"""What changed between two texts of a document: its sections, clause by clause, and statements."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from rapidfuzz.distance import Indel

from studyapp.text.normalize import fold
from studyapp.text.outline import Outline, Section
from studyapp.text.statements import Statement

KEPT, REMOVED, ADDED, LEFT_OUT = "kept", "removed", "added", "left_out"
CHANGED, MOVED = "changed", "moved"

# A statement that shares so much of its characters was reworded, not replaced.
SAME_STATEMENT = 0.6
# Where less than this of the shorter of two stretches is kept, both are shown whole.
READABLE = 0.5
# Comparing m with n pieces takes m x n bits.
MOST_COMPARED = 800_000_000
# A longer run of letters is cut where it is shown in part.
LONGEST_WORD = 20

_CLAUSES = re.compile(
    r"\n|[^，。；：！？、,;:!?\n]*[，。；：！？、,;:!?]+[”’」』）)》】]*|[^\n]+?(?=\n|$)"
)
_LETTERS = re.compile(r"[A-Za-z]+|[0-9]+(?:[.,][0-9]+)*|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: "kept", "removed", "added", or "left_out" from what is shown."""

    kind: str
    text: str

    @property
    def shown(self) -> str:
        """The text; where lines were joined or divided, their ends can be seen."""
        return self.text if self.kind == KEPT else self.text.replace("\n", "¶\n")


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FactChange:
    """Something said of the whole text that changed; `name` is a field of the outline."""

    name: str
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that was "added", "removed", "changed", or "moved" with its words unchanged.

    `levels`: its depth before and after, None where it did not exist.
    """

    kind: str
    heading: Pieces
    body: Pieces
    levels: tuple[int | None, int | None]
    moved: bool = False


@dataclass(frozen=True, slots=True)
class StatementChange:
    """A statement that was "added", "changed" or "removed"; `sort` is the kind of statement."""

    kind: str
    sort: str
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two outlines, and how much does not."""

    facts: tuple[FactChange, ...]
    sections: tuple[SectionChange, ...]
    statements: tuple[StatementChange, ...]
    kept_sections: int
    kept_statements: int

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.facts or self.sections or self.statements)

    @property
    def counts(self) -> dict[str, int]:
        """How many statements were added, changed and removed."""
        return dict(Counter(change.kind for change in self.statements))


def compare(before: Outline, after: Outline) -> Comparison:
    """What one has to do to make one outline of the other."""
    facts = tuple(_facts(before, after))
    sections = _sections(before.sections, after.sections)
    statements, kept = _statements(before.statements, after.statements)
    written = tuple(change for change in sections if change.kind != KEPT)
    return Comparison(
        facts=facts,
        sections=written,
        statements=statements,
        kept_sections=len(sections) - len(written),
        kept_statements=kept,
    )


def _facts(before: Outline, after: Outline) -> Iterator[FactChange]:
    for name in ("title", "source", "published", "credit", "language"):
        old, new = (str(getattr(outline, name) or "") for outline in (before, after))
        if old != new:
            pieces = (_diff_letters(old, new)) if name == "title" else _replaced(old, new)
            yield FactChange(name=name, pieces=pieces)


# --- Sections


def _sections(before: Sequence[Section], after: Sequence[Section]) -> list[SectionChange]:
    """Every section in the order of the new text, a removed one where it stood."""
    matched = _matched_sections(before, after)
    steady = _steady([matched[at] for at in sorted(matched)])
    gone = deque(sorted(set(range(len(before))) - set(matched.values())))
    changes: list[SectionChange] = []
    for at, section in enumerate(after):
        old = matched.get(at)
        while old in steady and gone and gone[0] < (old or 0):
            changes.append(_section_change(before[gone.popleft()], None))
        was = before[old] if old is not None else None
        changes.append(_section_change(was, section, moved=old is not None and old not in steady))
    return changes + [_section_change(before[at], None) for at in gone]


def _matched_sections(before: Sequence[Section], after: Sequence[Section]) -> dict[int, int]:
    """For each new section the old one that it continues: the same, or with its words, or heading.

    The words before the heading: when an article is put in, those after it get other numbers.
    """
    found: dict[int, int] = {}
    free = set(range(len(before)))
    keys: tuple[Callable[[Section], tuple[object, ...]], ...] = (
        lambda section: (section.label, section.title, section.body),
        lambda section: (section.body,) if section.body else (),
        lambda section: (section.label, section.title),
    )
    for key in keys:
        waiting: dict[tuple[object, ...], deque[int]] = defaultdict(deque)
        for at in sorted(free):
            waiting[key(before[at])].append(at)
        for at, section in enumerate(after):
            places = waiting.get(key(section)) if key(section) else None
            if at not in found and places:
                found[at] = places.popleft()
                free.discard(found[at])
    return found


def _steady(places: Sequence[int]) -> set[int]:
    """The most places that stand in rising order: the others were moved."""
    lowest: list[int] = []
    leader: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(lowest, place)
        leader[place] = lowest[at - 1] if at else None
        lowest[at : at + 1] = [place]
    steady: set[int] = set()
    place_or_none = lowest[-1] if lowest else None
    while place_or_none is not None:
        steady.add(place_or_none)
        place_or_none = leader[place_or_none]
    return steady


def _section_change(
    before: Section | None, after: Section | None, *, moved: bool = False
) -> SectionChange:
    old, new = before or _NOTHING, after or _NOTHING
    levels = (before.level if before else None, after.level if after else None)
    kind = REMOVED if after is None else ADDED if before is None else CHANGED
    if kind == CHANGED and (old.heading, old.body, old.level) == (new.heading, new.body, new.level):
        kind = MOVED if moved else KEPT
    body = _whole(old.body) if old.body == new.body else diff(old.body, new.body)
    heading = _diff_letters(old.heading, new.heading)
    return SectionChange(kind=kind, heading=heading, body=body, levels=levels, moved=moved)


_NOTHING = Section(level=0, label="", title="", body="")


# --- Statements


def _statements(
    before: Sequence[Statement], after: Sequence[Statement]
) -> tuple[tuple[StatementChange, ...], int]:
    """The statements that differ, in the order of the texts, and how many do not."""
    places = {identity: at for at, identity in enumerate(_identities(before))}
    matched = {
        at: places[identity] for at, identity in enumerate(_identities(after)) if identity in places
    }
    kept = len(matched)
    reworded = _reworded(before, after, matched)
    changes: list[tuple[float, StatementChange]] = [
        (at, _statement_change(before[reworded[at]] if at in reworded else None, after[at]))
        for at in range(len(after))
        if at in reworded or at not in matched
    ]
    gone = sorted(set(range(len(before))) - set(matched.values()))
    follower = {old: new for new, old in matched.items()}
    changes += [(_place_of(old, follower), _statement_change(before[old], None)) for old in gone]
    return tuple(change for _, change in sorted(changes, key=lambda item: item[0])), kept


def _place_of(old: int, follower: dict[int, int]) -> float:
    """Where a removed statement would stand in the new text: after what stood before it."""
    while old >= 0 and old not in follower:
        old -= 1
    return follower[old] + 0.5 if old >= 0 else -0.5


def _identities(statements: Iterable[Statement]) -> list[tuple[str, str, int]]:
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for statement in statements:
        known_by = (statement.kind, _folded(statement.text))
        found.append((*known_by, seen[known_by]))
        seen[known_by] += 1
    return found


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return fold(text) or text


def _reworded(
    before: Sequence[Statement], after: Sequence[Statement], matched: dict[int, int]
) -> dict[int, int]:
    """Statements between the same neighbours that are still alike; they are put into `matched`."""
    free = set(range(len(before))) - set(matched.values())
    found: dict[int, int] = {}
    for at, statement in enumerate(after):
        if at in matched:
            continue
        previous = matched.get(at - 1) if at else -1
        following = matched.get(at + 1) if at + 1 < len(after) else len(before)
        beside = [
            place + step for place, step in ((previous, 1), (following, -1)) if place is not None
        ]
        for old in beside:
            if old in free and _alike(before[old], statement):
                matched[at] = found[at] = old
                free.discard(old)
                break
    return found


def _alike(old: Statement, new: Statement) -> bool:
    alike = Indel.normalized_similarity(_folded(old.text), _folded(new.text))
    return old.kind == new.kind and alike >= SAME_STATEMENT


def _statement_change(before: Statement | None, after: Statement | None) -> StatementChange:
    old, new = (statement.text if statement else "" for statement in (before, after))
    kind = CHANGED if before and after else ADDED if after else REMOVED
    statement = after or before
    assert statement is not None, "a change has a statement before or after it"
    return StatementChange(kind=kind, sort=statement.kind, pieces=_diff_letters(old, new))


# --- Text


def diff(before: str, after: str) -> Pieces:
    """The pieces of two texts: kept and removed joined are the one, kept and added the other.

    Whole clauses are compared first, and then the letters of those that were changed.
    """
    pieces: list[Piece] = []
    for kind, old, new in _runs(_CLAUSES.findall(before), _CLAUSES.findall(after)):
        pieces += _whole(old) if kind == KEPT else _diff_letters(old, new)
    return _joined(pieces)


def _diff_letters(before: str, after: str) -> Pieces:
    """As `diff`, of two clauses: by characters, words of letters and numbers being one each."""
    if not before or not after or before == after:
        return _replaced(before, after) if before != after else _whole(before)
    runs = list(_runs(_LETTERS.findall(before), _LETTERS.findall(after)))
    kept = sum(len(old) for kind, old, _ in runs if kind == KEPT and len(old) > 1)
    if kept < READABLE * min(len(before), len(after)):
        return _replaced(before, after)
    pieces: list[Piece] = []
    for at, (kind, old, new) in enumerate(runs):
        # One character alone between two changes makes them harder to read, not easier.
        lost = kind == KEPT and len(old) < 2 and 0 < at < len(runs) - 1
        pieces += _whole(old) if kind == KEPT and not lost else _replaced(old, new)
    return _joined(pieces)


def _runs(before: list[str], after: list[str]) -> Iterator[tuple[str, str, str]]:
    """Runs of what both have and of what differs: ("kept" or "changed", old text, new text)."""
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    head, tail = "".join(before[:start]), "".join(before[len(before) - end :])
    if head:
        yield KEPT, head, head
    yield from _compared(old, new)
    if tail:
        yield KEPT, tail, tail


def _common(before: Sequence[str], after: Sequence[str]) -> int:
    """How many items two lists begin with in common."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    return sum(1 for _ in alike)


def _compared(before: list[str], after: list[str]) -> Iterator[tuple[str, str, str]]:
    codes: dict[str, int] = {}
    numbers = [[codes.setdefault(item, len(codes)) for item in items] for items in (before, after)]
    feasible = len(before) * len(after) <= MOST_COMPARED
    blocks = Indel.opcodes(numbers[0], numbers[1]) if feasible else ()
    old = new = 0
    for block in blocks:
        if block.tag == "equal":
            yield from _changed(before[old : block.src_start], after[new : block.dest_start])
            old, new = block.src_end, block.dest_end
            same = "".join(before[block.src_start : old])
            yield KEPT, same, same
    yield from _changed(before[old:], after[new:])


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    if before or after:
        yield CHANGED, "".join(before), "".join(after)


def _whole(text: str) -> Pieces:
    return (Piece(KEPT, text),) if text else ()


def _replaced(before: str, after: str) -> Pieces:
    both = (Piece(REMOVED, before), Piece(ADDED, after))
    return tuple(piece for piece in both if piece.text)


def _joined(pieces: Iterable[Piece]) -> Pieces:
    """The same pieces; what was removed stands before what was added in its place."""
    found: list[Piece] = []
    texts = {REMOVED: "", ADDED: ""}
    for piece in [*pieces, Piece(KEPT, "")]:
        if piece.kind != KEPT:
            texts[piece.kind] += piece.text
            continue
        found += _replaced(texts[REMOVED], texts[ADDED])
        texts = {REMOVED: "", ADDED: ""}
        if found and found[-1].kind == KEPT:
            found[-1] = Piece(KEPT, found[-1].text + piece.text)
        elif piece.text:
            found.append(piece)
    return tuple(found)


def trimmed(pieces: Sequence[Piece], *, around: int = 60, most: int = 4_000) -> Pieces:
    """The pieces as they are shown: of what was kept, `around` characters beside each change.

    Of a piece that changed, the first and last of `most` characters. What is not shown becomes a
    piece that is left out.
    """
    shown: list[Piece] = []
    for at, piece in enumerate(pieces):
        room = around if piece.kind == KEPT else most // 2
        first = 0 if at == 0 and piece.kind == KEPT and len(pieces) > 1 else room
        last = 0 if at == len(pieces) - 1 and piece.kind == KEPT and len(pieces) > 1 else room
        shown += _cut(piece, first, last)
    return tuple(shown)


def _beside_word(text: str, at: int, step: int) -> int:
    """The next place from `at`, that way, which is not within a word of ASCII letters or digits."""
    for place in range(at, at + step * LONGEST_WORD, step):
        around = text[place - 1 : place + 1] if place else ""
        if len(around) < 2 or not (around.isascii() and around.isalnum()):
            return place
    return at


def _cut(piece: Piece, first: int, last: int) -> Pieces:
    """A piece without its middle, where that is worth it."""
    text, end = piece.text, len(piece.text) - last
    if end - first < 2 * LONGEST_WORD:
        return (piece,)
    first, end = _beside_word(text, first, 1), _beside_word(text, end, -1)
    cut = (Piece(piece.kind, text[:first]), Piece(LEFT_OUT, text[first:end]))
    return tuple(item for item in (*cut, Piece(piece.kind, text[end:])) if item.text)
