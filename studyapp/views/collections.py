"""Collections: texts in the order in which they are best read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from studyapp import progress, shelves
from studyapp.http import HtmxRequest, Request, SeeOther, member_of
from studyapp.models import Collection, Document, User

from .library import study_day


@login_not_required
@require_safe
def collection(request: HtmxRequest, pk: int) -> HttpResponse:
    learner = member_of(request)
    found, documents = _readable(learner, pk)
    mastery = progress.mastery(learner, documents, study_day(request))
    planned = progress.planned(learner)
    context = {
        "collection": found,
        "rows": [(d, mastery.get(d.pk, progress.Mastery()), d.pk in planned) for d in documents],
        "mastery": shelves.together(mastery),
        "missing": sum(document.pk not in planned for document in documents),
    }
    return render(request, "collections/collection.html", context)


@require_POST
def plan(request: Request, pk: int) -> HttpResponse:
    """Put every text of a collection into the learner's plan, in the collection's order."""
    found, documents = _readable(request.user, pk)
    count = shelves.plan(request.user, documents)
    words = ngettext(
        "%(count)s text was put at the end of your plan.",
        "%(count)s texts were put at the end of your plan.",
        count,
    )
    told = words % {"count": count} if count else _("They are all in your plan already.")
    messages.success(request, told)
    return SeeOther(found.get_absolute_url())


def _readable(learner: User | None, pk: int) -> tuple[Collection, list[Document]]:
    """A collection and those of its texts that this person may read; 404 where that is none."""
    found = get_object_or_404(Collection, pk=pk)
    documents = shelves.in_collection(found, Document.objects.readable_by(learner))
    if not documents:
        raise Http404
    return found, documents
