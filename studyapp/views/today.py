"""Today: what is due and how long it takes; for a stranger, what this is and what to try."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from studyapp import backlog, exam, progress, replay, reports, shelves, typesetting
from studyapp.http import HtmxRequest, Request, SeeOther, member_of
from studyapp.models import Document, Enrolment, Sitting, User

SAMPLES = 3
SHOWN = 50


@login_not_required
@require_safe
def today(request: HtmxRequest) -> HttpResponse:
    learner = member_of(request)
    if learner is None:
        return render(request, "today/welcome.html", welcome())
    now = timezone.now()
    day = replay.calendar_of(learner).day(now)
    enrolments = list(progress.enrolments(learner)[:SHOWN])
    documents = [enrolment.document for enrolment in enrolments]
    mastery = progress.mastery(learner, documents, day)
    known = [(e, mastery.get(e.document_id, progress.Mastery())) for e in enrolments]
    due = progress.today(learner, now)
    context = {
        "today": due,
        "begun": has_begun(learner, day),
        "day": day,
        "rows": [(e, each, progress.goal(e, each, day)) for e, each in known],
        "latest": latest_read(enrolments),
        "spreads": backlog.choices(due.overdue),
        "news": reports.news(learner, now=now),
        "exam": exam.open_exam(learner),
        "next_due": None if due.total else progress.next_due(learner, now),
    }
    if not enrolments:
        context["samples"] = samples(learner)
    return render(request, "today/today.html", context)


@require_POST
def spread(request: Request) -> HttpResponse:
    """Spread what has waited since before today over the study-days chosen."""
    wanted = request.POST.get("days", "")
    if wanted not in {str(days) for days in backlog.DAYS}:
        messages.info(request, _("Choose over how many days."))
        return SeeOther(reverse("today"))
    count = backlog.spread(request.user, days=int(wanted))
    words = ngettext(
        "%(count)s sentence is spread over %(days)s days, the weakest first.",
        "%(count)s sentences are spread over %(days)s days, the weakest first.",
        count,
    )
    messages.success(request, words % {"count": count, "days": wanted})
    return SeeOther(reverse("today"))


def has_begun(learner: User, day: date) -> bool:
    """Whether something of the plan was answered on this study-day already."""
    since = replay.calendar_of(learner).begins(day)
    sittings = learner.sittings.filter(mode=Sitting.Mode.LEARN, started_at__gte=since)
    return sittings.filter(done__gt=0).exists()


def latest_read(enrolments: Sequence[Enrolment]) -> Enrolment | None:
    """The text to read on in: the one read last, else the first of the plan."""
    read = [each for each in enrolments if each.read_at is not None]
    return max(read, key=lambda each: each.read_at, default=next(iter(enrolments), None))


def welcome() -> dict[str, Any]:
    """What a stranger sees: the texts to try, and one sentence of the first with its terms."""
    rows = samples(None)
    shown = typesetting.specimen(rows[0][0]) if rows else None
    return {"samples": rows, "specimen": shown, "guests": settings.GUESTS}


def samples(learner: User | None) -> list[tuple[Document, progress.Mastery]]:
    """A few texts to try: those of the first collection, then the newest."""
    readable = Document.objects.readable_by(learner)
    shelf = shelves.collections(readable).first()
    shelved = readable.filter(entries__collection=shelf) if shelf else readable.none()
    documents = list(shelved.order_by("entries__position", "entries__id")[:SAMPLES])
    others = readable.exclude(pk__in=[each.pk for each in documents])
    documents += others[: SAMPLES - len(documents)]
    mastery = progress.mastery(learner, documents, timezone.localdate())
    return [(document, mastery.get(document.pk, progress.Mastery())) for document in documents]
