"""The library, a document, and its reading pages."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from studyapp import personal, progress, reading, replay, search, shelves, sittings, typesetting
from studyapp.http import HtmxRequest, Request, member_of, number_in
from studyapp.models import (
    Collection,
    Document,
    Enrolment,
    Question,
    Section,
    Statement,
    User,
)

from .enrolments import focus_after_move

# How much of the text is hidden, as the address says it; without it the browser remembers.
DEGREES = {
    "none": _("Full text"),
    "terms": _("Hide terms"),
    "statements": _("Hide key sentences"),
    "first": _("First characters"),
    "all": _("From memory"),
}


def readable_document(request: HtmxRequest, pk: int) -> Document:
    """The document, if this person may open it; else 404."""
    documents = Document.objects.readable_by(member_of(request))
    document: Document = get_object_or_404(documents, pk=pk)
    return document


def study_day(request: HtmxRequest) -> Any:
    """The study-day of the learner, or of the site for a stranger."""
    learner = member_of(request)
    now = timezone.now()
    return replay.calendar_of(learner).day(now) if learner else timezone.localdate(now)


@dataclass(frozen=True, slots=True)
class Row:
    """A text on its shelf: how well it is known, where the wanted words are, its place in the plan.

    `focus` is the button that keeps the focus after the text was moved.
    """

    document: Document
    mastery: progress.Mastery
    found: Sequence[search.Found] = ()
    place: int | None = None
    last: bool = False
    focus: str = ""


MOST_PARAGRAPHS = 999_999
SORTS = {
    shelves.NEWEST: _("newest first"),
    shelves.TITLE: _("by title"),
    shelves.MINE: _("in my order"),
}


@login_not_required
@require_safe
def library(request: HtmxRequest) -> HttpResponse:
    learner = member_of(request)
    wanted, tag = asked(request, "q", 100), asked(request, "tag", 50)
    plan = progress.planned(learner)
    sorts = {name: words for name, words in SORTS.items() if plan or name != shelves.MINE}
    sort = request.GET.get("sort", "")
    sort = sort if sort in sorts else shelves.NEWEST
    readable = Document.objects.readable_by(learner)
    documents = search.holding(readable, wanted) if wanted else readable
    tagged = documents.filter(tags__name__iexact=tag) if tag else documents
    page = shelves.page(tagged, order=sort, learner=learner, number=request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "rows": rows_of(request, list(page), wanted, plan),
        "wanted": wanted,
        "tag": tag,
        "tags": list(shelves.tags(documents)[: shelves.TAGS_SHOWN]),
        "sort": sort,
        "sorts": sorts,
    }
    if not (wanted or tag or page.has_previous()):
        context |= shelves_of(request, shelves.collections(readable))
        if learner is not None:
            context["own_texts"] = list(personal.texts_of(learner))
            context["may_import"] = personal.may_import(learner)
    return render(request, "library/library.html", context)


def shelves_of(request: HtmxRequest, collections: QuerySet[Collection]) -> dict[str, Any]:
    """The first collections; all of them where the address asks for all."""
    if request.GET.get("collections") == "all":
        return {"collections": list(collections)}
    found = list(collections[: shelves.COLLECTIONS_SHOWN + 1])
    more = len(found) > shelves.COLLECTIONS_SHOWN
    return {"collections": found[: shelves.COLLECTIONS_SHOWN], "more_collections": more}


def asked(request: HtmxRequest, name: str, length: int) -> str:
    """What the address asks for under a name; NUL cannot be looked for."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:length]


def rows_of(
    request: HtmxRequest, documents: Sequence[Document], wanted: str, plan: Sequence[int]
) -> list[Row]:
    """The texts of one page of the library."""
    mastery = progress.mastery(member_of(request), documents, study_day(request))
    found = search.places(documents, wanted) if wanted else {}
    places = {document: place for place, document in enumerate(plan)}
    return [
        Row(
            document=each,
            mastery=mastery.get(each.pk, progress.Mastery()),
            found=found.get(each.pk, ()),
            place=place,
            last=place == len(plan) - 1,
            focus="" if place is None else focus_after_move(request, each.pk, place, len(plan)),
        )
        for each in documents
        for place in [places.get(each.pk)]
    ]


@login_not_required
@require_safe
def document(request: HtmxRequest, pk: int) -> HttpResponse:
    found = readable_document(request, pk)
    learner = member_of(request)
    sections = list(found.sections.order_by("position"))
    own = progress.section_mastery(learner, found, study_day(request))
    by_section = progress.with_subsections(sections, own)
    pages = reading.pages(sections)
    numbers = {s.section.pk: page.number for page in pages for s in reversed(page.stretches)}
    enrolment = own_enrolment(learner, found)
    mastery = sum(own.values(), start=progress.Mastery())
    context = {
        "document": found,
        "rows": [(s, by_section[s.pk], numbers[s.pk]) for s in sections if s.heading or s.body],
        "mastery": mastery,
        "headings": own.get(None),  # type: ignore[call-overload]
        "enrolment": enrolment,
        # Who has only read in it has put it into no plan.
        "is_planned": enrolment is not None
        and bool(not enrolment.paused_at or mastery.met or not enrolment.read_at),
        "page_number": place_number(pages, enrolment),
        "kinds": kinds_asked(found),
        "is_own": found.owner_id is not None and found.owner == learner,
        "may_import": personal.may_import(learner),
        "is_changed": found.revisions.count() > 1,
        "shelves": list(found.collections.all()),
        "tags": list(found.tags.all()),
    }
    return render(request, "library/document.html", context)


def kinds_asked(document: Document) -> list[tuple[str, Any]]:
    """The kinds of question that a document has, as choices."""
    questions = Question.objects.filter(statement__document=document, retired_at=None)
    asked = set(questions.filter(statement__retired_at=None).values_list("kind", flat=True))
    return [(value, label) for value, label in Question.Kind.choices if value in asked]


def own_enrolment(learner: User | None, document: Document) -> Enrolment | None:
    """The learner's enrolment in a document, with the section they read to."""
    mine = Enrolment.objects.filter(learner=learner, document=document).select_related("place")
    return mine.first() if learner else None


def place_number(pages: tuple[reading.Page, ...], enrolment: Enrolment | None) -> int:
    """The page a learner read to; the first where nothing is noted."""
    if enrolment is None or enrolment.place is None or not pages:
        return 1
    return reading.page_of(pages, enrolment.place, enrolment.place_offset).number


def redirect_keeping_degree(request: HtmxRequest, pk: int, number: int) -> HttpResponse:
    """On to a page, with as much hidden as the address asked for."""
    asked = request.GET.urlencode()
    return redirect(reverse("page", args=[pk, number]) + (f"?{asked}" if asked else ""))


@login_not_required
@require_safe
def read(request: HtmxRequest, pk: int, number: int | None = None) -> HttpResponse:
    found = readable_document(request, pk)
    pages = reading.document_pages(found)
    learner = member_of(request)
    enrolment = own_enrolment(learner, found)
    if number is None:
        return redirect_keeping_degree(request, pk, place_number(pages, enrolment))
    if not 1 <= number <= len(pages):
        raise Http404
    page = pages[number - 1]
    context = page_context(request, found, pages, opened=[page], enrolment=enrolment)
    context |= {
        "page": page,
        "previous": pages[number - 2] if number > 1 else None,
        "next": pages[number] if number < len(pages) else None,
    }
    return render(request, "library/read.html", context)


@login_not_required
@require_safe
def read_whole(request: HtmxRequest, pk: int) -> HttpResponse:
    found = readable_document(request, pk)
    pages = reading.document_pages(found)
    enrolment = own_enrolment(member_of(request), found)
    context = page_context(request, found, pages, opened=pages, enrolment=enrolment)
    return render(request, "library/read.html", context | {"whole": True})


def page_context(
    request: HtmxRequest,
    document: Document,
    pages: tuple[reading.Page, ...],
    *,
    opened: Sequence[reading.Page],
    enrolment: Enrolment | None,
) -> dict[str, Any]:
    """What the opened pages show: text with terms and shades, how much is hidden, the outline."""
    learner, day = member_of(request), study_day(request)
    stretches = [stretch for page in opened for stretch in page.stretches]
    statements = statements_on(document, {s.section.pk for s in stretches}, learner)
    recall = progress.recall_by_statement(learner, statements, day)
    mastery = progress.section_mastery(learner, document, day)
    hide = request.GET.get("hide", "")
    hide = hide if hide in DEGREES else ""
    entries = reading.outline(pages, mastery, opened=opened)
    return {
        "document": document,
        "enrolment": enrolment,
        "pages": pages,
        "blocks": typesetting.set_page(stretches, statements, recall, first_only=hide == "first"),
        "hide": hide,
        "degrees": DEGREES,
        "outline": entries,
        "mastery": sum((e.mastery for e in entries if e.page in opened), start=progress.Mastery()),
        "can_practise": any(statement.marks for statement in statements),
        "has_shades": bool(recall),
    }


def statements_on(document: Document, sections: Set[int], learner: User | None) -> list[Statement]:
    """The statements of some sections, each knowing whether it was revised for the learner."""
    shown = document.statements.active().filter(section__in=sections)
    told = shown.told_revised(learner) if learner else shown
    return list(told.order_by("start", "position"))


@login_not_required
@require_safe
def section(request: HtmxRequest, pk: int, position: int) -> HttpResponse:
    """A section's own address leads to the page on which it stands."""
    found = readable_document(request, pk)
    wanted = get_object_or_404(found.sections, position=position)
    pages = reading.document_pages(found)
    at = number_in(request.GET.get("paragraph"), most=MOST_PARAGRAPHS) or 0
    number = reading.page_of(pages, wanted, at).number
    response = redirect("page", pk, number)
    response["Location"] += f"#p{position}-{at}" if at else f"#s{position}"
    return response


@require_POST
def place(request: Request, pk: int) -> HttpResponse:
    """Note how far a learner has read."""
    found = readable_document(request, pk)
    position, paragraph = (
        number_in(request.POST.get(name), most=MOST_PARAGRAPHS) for name in ("section", "paragraph")
    )
    if position is None or paragraph is None:
        return HttpResponse(status=422)
    at: Section = get_object_or_404(found.sections, position=position)
    sittings.note_place(request.user, found, at, paragraph=paragraph, now=timezone.now())
    return HttpResponse(status=204)
