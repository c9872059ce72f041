"""What surrounds the statements of a document: what stands before them, above them and beside them.

A question is made of a statement, but its cue, the other half of its list, other headings and
other speakers are found around it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from studyapp.models import Section, Statement
from studyapp.questions.context import Sentences, Tile
from studyapp.questions.drafts import Material
from studyapp.questions.openings import follows
from studyapp.questions.refusals import is_aside, is_catch_all
from studyapp.questions.residue import without_markup
from studyapp.questions.rivals import DISTRACTORS
from studyapp.questions.shortened import shorter_forms
from studyapp.questions.sources import (
    Place,
    heading_of,
    is_at_home,
    is_told,
    rival_headings,
    rival_speakers,
)
from studyapp.text.normalize import fold
from studyapp.text.passing import passing, points_back
from studyapp.text.pieces import width

Kind = Statement.Kind
# What may stand between two statements that ask one long list: ；三是.
GAP_IN_LIST = 12
# Sentences looked at for a cue, and the width in Han characters that tells a place.
SENTENCES_NEAR, CUE = 4, 12
# What a statement must matter for its heading to be asked.
PLACED = 0.45
# Statements under a heading, and share of the document's, from which on it is no question
# under which of a few headings one stands.
FEW_UNDER, SHARE_UNDER = 12, 0.15
# Parts of a long list, on either side, whose members may be meant: thirty of them.
PARTS_NEAR = 3


def material(statement: Statement) -> Material:
    """A stored statement by itself as question making sees it."""
    text, marks = without_markup(statement.text, [(a, b) for a, b in statement.marks])
    return Material(
        kind=statement.kind,
        text=text,
        marks=marks,
        lead_in=statement.lead_in,
        ordered=statement.ordered,
        speaker=statement.speaker,
        importance=statement.importance,
    )


class Surroundings:
    """The surroundings of statements, among all those of their document."""

    def __init__(
        self, around: Sequence[Statement], *, sections: Sequence[Section] | None = None
    ) -> None:
        in_order = sorted(around, key=lambda s: (s.section_id or 0, s.start, s.position))
        self._sections = _sections(around) if sections is None else list(sections)
        self._cues, self._adrift = _cues(in_order, _paths(self._sections))
        self._elsewhere = _elsewhere(in_order)
        self._passing = _passing(in_order)
        self._asides = _asides(in_order)
        self._told = "\n".join(statement.text for statement in in_order)
        self._sentences = _sentences(in_order)
        self._places = [Place(s.heading, s.title, s.level) for s in self._sections]
        self._place_of = {section.pk: at for at, section in enumerate(self._sections)}
        self._folded = _Folded()
        self._under: dict[str, set[int]] = defaultdict(set)
        said_under: dict[str, list[str]] = defaultdict(list)
        for statement in in_order:
            own = self._heading_of(statement)
            if own is not None:
                self._under[self._folded[statement.text]].add(own)
                said_under[self._places[own].heading].append(statement.text)
        self._crowded = {
            heading
            for heading, told in said_under.items()
            if len(told) > max(FEW_UNDER, SHARE_UNDER * len(in_order))
        }
        self._words_under = {heading: "\n".join(told) for heading, told in said_under.items()}
        said: dict[str, set[str]] = defaultdict(set)
        for statement in in_order:
            if statement.speaker:
                said[self._folded[statement.text]].add(statement.speaker)
        self._said = said
        self._headed = _headed(in_order)
        self._speakers = list(dict.fromkeys(s.speaker for s in in_order if s.speaker))

    def material(self, statement: Statement) -> Material:
        """A stored statement, with its surroundings, as question making sees it."""
        heading, headings = self._headings(statement)
        before, after = self._around(statement)
        own = material(statement)
        return replace(
            own,
            marks=() if statement.pk in self._asides and not statement.marks_edited else own.marks,
            before=before,
            after=after,
            cue=without_markup(self._cues.get(statement.pk, ""), ())[0],
            elsewhere=(*self._elsewhere.get(statement.pk, ()), *_unmarked(statement)),
            heading=heading,
            headings=headings,
            speakers=self._others(statement),
            partial=_is_partial(statement),
            passing=statement.pk in self._passing and not statement.marks_edited,
            shared=self._shared(statement),
            adrift=statement.pk in self._adrift,
            shorter=shorter_forms(own.text, own.marks, self._told) if own.marks else {},
        )

    def _around(self, statement: Statement) -> tuple[str, str]:
        """The rest of the sentence that the statement is a piece of."""
        sentences = self._sentences.get(statement.section_id)
        if sentences is None or statement.kind == Kind.OUTLINE:
            return "", ""
        before, after = sentences.around(statement.start, statement.end)
        return without_markup(before, ())[0] if before else "", (
            without_markup(after, ())[0] if after else ""
        )

    def _headings(self, statement: Statement) -> tuple[str, tuple[str, ...]]:
        if statement.kind == Kind.OUTLINE or statement.importance < PLACED:
            return "", ()
        own = self._heading_of(statement)
        if own is None or points_back(statement.text):
            return "", ()
        if self._places[own].heading in self._crowded:
            return "", ()
        folded = self._folded[statement.text]
        also = self._under[folded] - {own}
        rivals = rival_headings(self._places, own, folded, also=also)
        terms = [statement.text[start:end] for start, end in statement.marks]
        fair = (one for one in rivals if not is_at_home(terms, self._words_under.get(one, "")))
        heading, others = self._places[own].heading, tuple(islice(fair, DISTRACTORS))
        return ("", ()) if is_told(statement.text, heading, others) else (heading, others)

    def _shared(self, statement: Statement) -> tuple[str, ...]:
        """The headings of an outline that stand under other headings too."""
        if statement.kind != Kind.OUTLINE:
            return ()
        titles = (statement.text[start:end] for start, end in statement.members)
        return tuple(title for title in titles if self._headed[fold(title)] > 1)

    def _heading_of(self, statement: Statement) -> int | None:
        at = self._place_of.get(statement.section_id or 0)
        return heading_of(self._places, at) if at is not None else None

    def _others(self, statement: Statement) -> tuple[str, ...]:
        """Other speakers; none where two people are quoted with the same words."""
        if not statement.speaker or len(self._said[self._folded[statement.text]]) > 1:
            return ()
        if fold(statement.speaker) in self._folded[statement.text]:
            return ()
        return rival_speakers(statement.speaker, self._speakers, most=DISTRACTORS)


def material_in_place(statement: Statement) -> Material:
    """A stored statement with its cue and the rest of its sentence: what a question of its blanks
    shows of its surroundings, which its section is enough to tell.
    """
    sections = Section.objects.filter(document=statement.document_id).order_by("position")
    stored = Statement.objects.filter(document=statement.document_id, section=statement.section_id)
    return Surroundings(list(stored.active()), sections=list(sections)).material(statement)


class _Folded(dict[str, str]):
    """Texts and what they fold to, each folded once."""

    def __missing__(self, text: str) -> str:
        folded = self[text] = fold(text)
        return folded


def _unmarked(statement: Statement) -> tuple[str, ...]:
    """The headings of an outline that are not asked: whoever names one is told it is there."""
    if statement.kind != Kind.OUTLINE:
        return ()
    marked = {start for start, _ in statement.marks}
    return tuple(statement.text[a:b] for a, b in statement.members if a not in marked)


def _is_partial(statement: Statement) -> bool:
    """Whether a list names more than is asked of it, beside what holds all the rest."""
    if statement.kind != Kind.ENUMERATION or statement.marks_edited:
        return False
    marks = [(start, end) for start, end in statement.marks]
    return any(
        not is_catch_all(statement.text[start:end])
        and not any(a < end and start < b for a, b in marks)
        for start, end in statement.members
    )


def _sections(around: Sequence[Statement]) -> list[Section]:
    """The sections of the document, in order; of an unsaved one those that statements stand in."""
    document = around[0].document if around else None
    if document is not None and document.pk:
        return list(document.sections.order_by("position"))
    found = {statement.section.pk: statement.section for statement in around if statement.section}
    return sorted(found.values(), key=lambda section: section.position)


def _paths(sections: Sequence[Section]) -> dict[int, str]:
    """Per section its heading, after the one above it where others are called the same."""
    times = Counter(section.heading for section in sections)
    heading_of = {section.pk: section.heading for section in sections}
    return {
        section.pk: " · ".join(
            filter(None, [heading_of.get(section.parent_id or 0, ""), section.heading])
        )
        if times[section.heading] > 1
        else section.heading
        for section in sections
    }


def _cues(
    in_order: Sequence[Statement], paths: Mapping[int, str]
) -> tuple[dict[int, str], set[int]]:
    """What a recitation is cued by: what ends before it, else its heading; and which have no cue.

    An item is not cued by the end of what stands under another number.
    """
    cues: dict[int, str] = {}
    adrift: set[int] = set()
    told: list[Statement] = []
    for statement in in_order:
        if told and told[-1].section_id != statement.section_id:
            told = []
        # A quotation stands inside its sentence, which would tell the answer.
        before = [one for one in told[-SENTENCES_NEAR:] if one.end <= statement.start]
        heading = paths.get(statement.section_id or 0, "")
        parted = bool(before) and not follows(statement.text, _line(before, statement).text)
        if parted:
            adrift.add(statement.pk)
        cues[statement.pk] = _cue(statement, before) if before and not parted else heading
        if _is_plain(statement, told):
            told.append(statement)
    return cues, adrift


def _line(before: Sequence[Statement], statement: Statement) -> Statement:
    """What begins the line that the statement stands in, or follows."""
    if before[-1].end == statement.start:
        return statement
    at = len(before) - 1
    while at and before[at - 1].end == before[at].start:
        at -= 1
    return before[at]


def _is_plain(statement: Statement, told: Sequence[Statement]) -> bool:
    """Whether it is a sentence, or a list that stands for one; no note on the text itself."""
    if is_aside(statement.text):
        return False
    if statement.kind == Kind.ENUMERATION:
        return not told or told[-1].end <= statement.start
    return statement.kind == Kind.SENTENCE


def _cue(statement: Statement, before: Sequence[Statement]) -> str:
    """The sentences before it, so many that they tell the place; of a list what it lists, too."""
    cue = ""
    for one in reversed(before):
        if width(cue) >= CUE:
            break
        cue = f"{one.text.rstrip()} {cue}" if cue.isascii() and cue else one.text + cue
    goes_on = bool(statement.members) and statement.members[0][0] == 0
    if goes_on and statement.lead_in and fold(statement.lead_in) not in fold(cue):
        return f"{statement.lead_in}……{cue}"
    return cue


def _headed(in_order: Sequence[Statement]) -> Counter[str]:
    """Under how many headings each heading stands."""
    found: set[tuple[int, str]] = set()
    for statement in in_order:
        if statement.kind == Kind.OUTLINE:
            under = statement.section_id or 0
            found.update((under, fold(statement.text[a:b])) for a, b in statement.members)
    return Counter(title for _, title in found)


def _sentences(in_order: Sequence[Statement]) -> dict[int | None, Sentences]:
    """Per section its sentences, put together of the statements that tile them."""
    tiles: dict[int | None, list[Tile]] = defaultdict(list)
    for statement in in_order:
        if statement.kind in (Kind.SENTENCE, Kind.ENUMERATION):
            tiles[statement.section_id].append(Tile(statement.start, statement.end, statement.text))
    return {section: Sentences(found) for section, found in tiles.items()}


def _passing(in_order: Sequence[Statement]) -> set[int]:
    """Which statements are examples, or else said in passing, or stand inside of one."""
    plain: list[Statement] = []
    inside: list[tuple[Statement, Statement]] = []
    told: list[tuple[str, bool]] = []
    for statement in in_order:
        before = plain[-1] if plain else None
        near = before is not None and before.section_id == statement.section_id
        if before is not None and near and statement.start < before.end:
            if statement.kind != Kind.QUOTATION:
                inside.append((statement, before))
        elif statement.kind in (Kind.SENTENCE, Kind.ENUMERATION):
            # Sentences of one paragraph touch.
            touches = before is not None and near and statement.start == before.end
            told.append((statement.text, not touches))
            plain.append(statement)
    aside = {s.pk for s, is_aside in zip(plain, passing(told), strict=True) if is_aside}
    return aside | {part.pk for part, whole in inside if whole.pk in aside}


def _asides(in_order: Sequence[Statement]) -> set[int]:
    """Which statements speak of the text itself, or are the lists of one that does."""
    inside: dict[int | None, int] = {}
    found: set[int] = set()
    for statement in in_order:
        if is_aside(statement.text):
            found.add(statement.pk)
            inside[statement.section_id] = max(statement.end, inside.get(statement.section_id, 0))
        elif statement.kind != Kind.OUTLINE and statement.end <= inside.get(
            statement.section_id, 0
        ):
            found.add(statement.pk)
    return found


def _elsewhere(in_order: Sequence[Statement]) -> dict[int, tuple[str, ...]]:
    """Per statement, the members of its list that other statements ask and its page does not show.

    A long list is stored as several statements; the later ones name the members before them.
    """
    found: dict[int, tuple[str, ...]] = {}
    for listed in _long_lists(in_order):
        for at, statement in enumerate(listed):
            shown = fold(statement.lead_in)
            near = [*listed[max(0, at - PARTS_NEAR) : at], *listed[at + 1 : at + 1 + PARTS_NEAR]]
            others = (other.text[start:end] for other in near for start, end in other.members)
            found[statement.pk] = tuple(m for m in others if fold(m) not in shown)
    return found


def _long_lists(in_order: Sequence[Statement]) -> list[list[Statement]]:
    lists: list[list[Statement]] = []
    for statement in in_order:
        if statement.kind not in (Kind.ENUMERATION, Kind.OUTLINE):
            continue
        kin = [listed for listed in lists[-3:] if _goes_on(listed, statement)]
        if kin:
            kin[-1].append(statement)
        else:
            lists.append([statement])
    return [listed for listed in lists if len(listed) > 1]


def _goes_on(listed: Sequence[Statement], statement: Statement) -> bool:
    first, last = listed[0], listed[-1]
    same = first.kind == statement.kind and first.section_id == statement.section_id
    if not (same and first.lead_in and statement.lead_in.startswith(first.lead_in)):
        return False
    if first.kind == Kind.OUTLINE:
        return True
    # What goes on begins with its first member; another list has words of its own before it.
    resumed = bool(statement.members) and statement.members[0][0] == 0
    return resumed and 0 <= statement.start - last.end <= GAP_IN_LIST
