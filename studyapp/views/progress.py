"""Progress: what is known, what was done, what comes; and what keeps going wrong."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from studyapp import charts, corrections, sittings, study, telling
from studyapp import progress as figures
from studyapp.http import Request, SeeOther, number_in
from studyapp.models import Document, Sitting

PAGE_SIZE = 10
SHEET_SIZE = 100


@require_safe
def progress(request: Request) -> HttpResponse:
    found = figures.all_figures(request.user, timezone.now())
    counted = bool(request.user.display.get("counts"))
    answers = [(each.day, each.answers) for each in found.study_days]
    due = [(each.day, each.due) for each in found.forecast]
    months = [(each.month, each.predicted, each.measured) for each in found.retention]
    context = {
        "all": found,
        "figures": found.figures,
        "rows": list(found.documents),
        "counts": counted,
        "studied": sum(bool(value) for _day, value in answers),
        "calendar": charts.calendar(answers, graded=counted),
        "weeks": charts.weeks_of(answers),
        "forecast": charts.bars(due),
        "coming": sum(value for _day, value in due),
        "retention": charts.pairs(months),
        "keeps_going_wrong": len(found.missed),
    }
    return render(request, "progress/progress.html", context)


@require_POST
def counts(request: Request) -> HttpResponse:
    """Switch streaks and counts on or off."""
    learner = request.user
    learner.display = {**learner.display, "counts": request.POST.get("counts") == "on"}
    learner.save(update_fields=["display"])
    return SeeOther(reverse("progress"))


# --- What keeps going wrong


@require_safe
def mistakes(request: Request) -> HttpResponse:
    found, document, documents = _chosen(request)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    last = figures.last_misses(request.user, [each.statement for each in page])
    rows = [(e, telling.feedback(last[e.statement])) for e in page if e.statement in last]
    context = {
        "page": page,
        "rows": rows,
        "document": document,
        "documents": documents,
        "slipping": figures.slipping(request.user, [each.statement for each in page]),
    }
    return render(request, "progress/mistakes.html", context)


@require_safe
def mistakes_sheet(request: Request) -> HttpResponse:
    """The same for print: the sentences with what was missed covered, and the answers after."""
    found, document, _documents = _chosen(request)
    shown = found[:SHEET_SIZE]
    last = figures.last_misses(request.user, [each.statement for each in shown])
    attempts = [last[each.statement] for each in shown if each.statement in last]
    rows = [(attempt.statement, figures.sheet(attempt)) for attempt in attempts]
    return render(request, "progress/sheet.html", {"rows": rows, "document": document})


@require_POST
def practise_mistakes(request: Request) -> HttpResponse:
    """Practise the sentences that were chosen; practice moves no dates."""
    wanted, now = _own_choice(request), timezone.now()
    if not wanted:
        messages.info(request, _("Choose a sentence first."))
        return SeeOther(_back(request))
    try:
        sitting = sittings.start_sitting(
            request.user, mode=Sitting.Mode.PRACTISE, now=now, statements=wanted
        )
    except sittings.NothingToStudy:
        messages.info(request, _("Nothing to ask there now."))
        return SeeOther(_back(request))
    attempt = study.issue_attempt(sitting, now=now)
    return SeeOther((attempt or sitting).get_absolute_url())


@require_POST
def mistakes_today(request: Request) -> HttpResponse:
    """Put what was missed of the chosen sentences into today."""
    wanted = _own_choice(request)
    if not wanted:
        messages.info(request, _("Choose a sentence first."))
        return SeeOther(_back(request))
    last = figures.last_misses(request.user, wanted)
    count = corrections.put_into_today(request.user, last.values())
    words = ngettext(
        "%(count)s sentence put into today.", "%(count)s sentences put into today.", count
    )
    messages.success(request, words % {"count": count})
    return SeeOther(_back(request))


def _chosen(
    request: Request,
) -> tuple[list[figures.Missed], Document | None, QuerySet[Document]]:
    """What was missed in the document asked for or in all, that document, and all there are."""
    found = figures.missed(request.user, figures.changes(request.user))
    ids = {each.document for each in found}
    documents = Document.objects.filter(pk__in=ids).order_by("title")
    wanted = number_in(request.GET.get("document", ""))
    if wanted is None:
        return list(found), None, documents
    document = get_object_or_404(documents, pk=wanted)
    return [each for each in found if each.document == wanted], document, documents


def _own_choice(request: Request) -> list[int]:
    """The statements ticked, of those this learner has missed, the most misses first."""
    ticked = {number_in(value) for value in request.POST.getlist("statement")[:PAGE_SIZE]}
    found = figures.missed(request.user, figures.changes(request.user))
    return [each.statement for each in found if each.statement in ticked]


def _back(request: Request) -> str:
    """The page of mistakes, of the same document."""
    wanted = number_in(request.POST.get("document", ""))
    return reverse("mistakes") + (f"?document={wanted}" if wanted is not None else "")
