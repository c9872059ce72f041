"""How well texts are known: by document, by section, statement by statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, FilteredRelation, Q, QuerySet, Sum

from studyapp import memory, replay
from studyapp.models import Document, Enrolment, Section, Statement, User
from studyapp.models.content import Scope
from studyapp.models.study import Rung


@dataclass(frozen=True, slots=True)
class Mastery:
    """How well a text is known: statements in scope, those met and those known.

    `weight` is the importance of all of them together, `held` of the known ones; `aside` counts
    the statements that the learner has set aside, which are in none of the others.
    """

    total: int = 0
    known: int = 0
    met: int = 0
    weight: float = 0.0
    held: float = 0.0
    aside: int = 0

    @property
    def share(self) -> float:
        """What is known, weighted by importance: 0-1."""
        return self.held / self.weight if self.weight else 0.0

    @property
    def percent(self) -> int:
        return round(self.share * 100)

    def __add__(self, other: Mastery) -> Mastery:
        return Mastery(
            self.total + other.total,
            self.known + other.known,
            self.met + other.met,
            self.weight + other.weight,
            self.held + other.held,
            self.aside + other.aside,
        )


def mastery(learner: User | None, documents: Sequence[Document], day: date) -> dict[int, Mastery]:
    """How well each document is known, by its id; statements in the enrolment's scope count."""
    rows = _in_scope(learner, documents)
    return {key[0]: each for key, each in _mastery(rows, ["document_id"], learner, day).items()}


def sections_mastery(
    learner: User | None, documents: Sequence[Document], day: date
) -> dict[int, dict[int, Mastery]]:
    """How well each section of several documents is known, by document and section id.

    Sub-sections count for themselves. The headings of a whole document stand under None.
    """
    by_document: dict[int, dict[int, Mastery]] = {document.pk: {} for document in documents}
    rows = _in_scope(learner, documents)
    found = _mastery(rows, ["document_id", "section_id"], learner, day)
    for (document, section), each in found.items():
        by_document[document][section] = each
    return by_document


def section_mastery(learner: User | None, document: Document, day: date) -> dict[int, Mastery]:
    """How well each section is known, by its id; sub-sections count for themselves."""
    return sections_mastery(learner, [document], day)[document.pk]


def with_subsections(
    sections: Sequence[Section], mastery: Mapping[int, Mastery]
) -> dict[int, Mastery]:
    """How well each section is known with all that stands below it. `sections` in text order."""
    held: dict[int | None, Mastery] = defaultdict(Mastery)
    for section in reversed(sections):
        held[section.pk] += mastery.get(section.pk, Mastery())
        held[section.parent_id] += held[section.pk]
    return {section.pk: held[section.pk] for section in sections}


def _in_scope(learner: User | None, documents: Sequence[Document]) -> QuerySet[Statement]:
    """The statements that count: those of the enrolment's scope, else the key statements."""
    rows = Statement.objects.askable().filter(document__in=documents)
    if learner is None:
        return rows.filter(is_key=True)
    chosen = Enrolment.objects.filter(learner=learner, document__in=documents, scope=Scope.ALL)
    everything = list(chosen.values_list("document", flat=True))
    return rows.filter(Q(is_key=True) | Q(document__in=everything))


def _mastery(
    rows: QuerySet[Statement], by: Sequence[str], learner: User | None, day: date
) -> dict[tuple[Any, ...], Mastery]:
    """Mastery by columns of the statement; the joined standing is one row or none."""
    mine = FilteredRelation("standings", condition=Q(standings__learner=learner))
    wanted = Q(mine__suspended_at=None, mine__claimed_known_at=None)
    known = wanted & Q(mine__known_until__gte=day)
    figures = (
        rows.annotate(mine=mine)
        .order_by()
        .values(*by)
        .annotate(
            everything=Count("id"),
            total=Count("id", filter=wanted),
            met=Count("mine", filter=wanted),
            known=Count("id", filter=known),
            weight=Sum("importance", filter=wanted, default=0.0),
            held=Sum("importance", filter=known, default=0.0),
        )
    )
    return {tuple(row[column] for column in by): _of_row(row) for row in figures}


def _of_row(row: Mapping[str, Any]) -> Mastery:
    counted = {name: row[name] for name in ("total", "known", "met", "weight", "held")}
    return Mastery(**counted, aside=row["everything"] - row["total"])


# How far a statement has come, as the map of a document paints it.
NEW, MET, FILLED, KNOWN, WEAK = "new", "met", "filled", "known", "weak"


def levels(learner: User, document: Document, day: date) -> dict[int | None, list[str]]:
    """How far each statement in scope has come, in text order, by the id of its section.

    known; weak: missed when last rated; filled: all its blanks were filled at once; met; new.
    """
    mine = FilteredRelation("standings", condition=Q(standings__learner=learner))
    rows = (
        _in_scope(learner, [document])
        .annotate(mine=mine)
        .filter(mine__suspended_at=None, mine__claimed_known_at=None)
        .order_by("position")
        .values_list("section", "mine__id", "mine__known_until", "mine__misses", "mine__rung")
    )
    by_section: dict[int | None, list[str]] = defaultdict(list)
    for section, met, known_until, misses, rung in rows:
        if met is None:
            level = NEW
        elif known_until is not None and known_until >= day:
            level = KNOWN
        elif misses:
            level = WEAK
        else:
            level = FILLED if rung >= Rung.ALL else MET
        by_section[section].append(level)
    return dict(by_section)


def recall_by_statement(
    learner: User | None, statements: Iterable[Statement], day: date
) -> dict[int, float]:
    """The predicted recall of statements of which a part was tested: the product over all parts.

    A part not tested yet is not counted on, so that such a statement is not yet recalled: 0.
    """
    if learner is None:
        return {}
    asked = [statement for statement in statements if statement.marks]
    held = replay.memories_for(learner, [statement.pk for statement in asked])
    recalls = {}
    for statement in asked:
        memories = [held[statement.pk].get(part.key) for part in statement.parts]
        if any(memories):
            recalls[statement.pk] = memory.whole_recall(memories, day)
    return recalls
