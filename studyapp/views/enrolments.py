"""Texts in hand: their order, and for each what is asked of it, how much a day, and by when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp import progress, replay
from studyapp.http import Request, SeeOther
from studyapp.models import Enrolment

LEVELS = {
    progress.KNOWN: "3",
    progress.FILLED: "2",
    progress.MET: "1",
    progress.WEAK: "weak",
    progress.NEW: "0",
}


class EnrolmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a learner wants of one text."""

    new_per_day = forms.IntegerField(
        label=gettext_lazy("New sentences a day"),
        required=False,
        min_value=0,
        max_value=10_000,
        help_text=gettext_lazy("Of this text. Empty: as many as your limit of the day leaves."),
    )
    goal_date = forms.DateField(
        label=gettext_lazy("The day it counts"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("An examination, a lesson, a performance. Empty: no such day."),
    )

    class Meta:
        model = Enrolment
        fields = ("scope", "new_per_day", "goal_date")
        labels = {"scope": gettext_lazy("What to learn of it")}


@require_safe
def enrolments(request: Request) -> HttpResponse:
    """Every text in hand, in the learner's own order."""
    day = replay.calendar_of(request.user).day(timezone.now())
    found = list(progress.enrolments(request.user))
    mastery = progress.mastery(request.user, [e.document for e in found], day)
    rows = []
    for place, each in enumerate(found):
        known = mastery.get(each.document_id, progress.Mastery())
        goal = progress.goal(each, known, day)
        rows.append((each, known, goal, _focus(request, each, place, len(found))))
    return render(request, "progress/enrolments.html", {"rows": rows})


def _focus(request: Request, moved: Enrolment, place: int, count: int) -> str:
    """The button that keeps the focus after a text was moved: the same, if it can go on."""
    if request.GET.get("moved") != str(moved.document_id):
        return ""
    if place in (0, count - 1):
        return "down" if place == 0 else "up"
    return "up" if request.GET.get("way") == "up" else "down"


@require_http_methods(["GET", "HEAD", "POST"])
def enrolment(request: Request, document: int) -> HttpResponse:
    """One text: how well it is known, section by section, and what is wanted of it."""
    found = _own(request, document)
    form = EnrolmentForm(request.POST or None, instance=found, label_suffix="")
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return SeeOther(reverse("enrolment", args=[document]))
    context = {"form": form, **_how_known(request, _own(request, document))}
    return render(
        request,
        "progress/enrolment.html",
        context,
        status=422 if form.is_bound else 200,
    )


def _how_known(request: Request, found: Enrolment) -> dict[str, Any]:
    learner, document = request.user, found.document
    day = replay.calendar_of(learner).day(timezone.now())
    sections = list(document.sections.order_by("position"))
    own = progress.section_mastery(learner, document, day)
    levels = progress.levels(learner, document, day)
    whole = progress.mastery(learner, [document], day).get(document.pk, progress.Mastery())
    cells = {section: [LEVELS[name] for name in names] for section, names in levels.items()}
    rows = [(each, own[each.pk], cells[each.pk]) for each in sections if each.pk in own]
    return {
        "enrolment": found,
        "document": document,
        "mastery": whole,
        "goal": progress.goal(found, whole, day),
        "rows": rows,
        "headings": (own.get(None), cells.get(None)),  # type: ignore[call-overload]
    }


@require_POST
def move(request: Request, document: int) -> HttpResponse:
    """Move a text one place up or down in the learner's order."""
    found = _own(request, document)
    way = "up" if request.POST.get("way") == "up" else "down"
    order = list(progress.enrolments(request.user))
    place = order.index(found)
    other = place + (-1 if way == "up" else 1)
    if 0 <= other < len(order):
        order.insert(other, order.pop(place))
    for position, each in enumerate(order):
        each.position = position
    Enrolment.objects.bulk_update(order, ["position"])
    # No fragment: with one, browsers do not heed the page's autofocus.
    return SeeOther(f"{reverse('enrolments')}?moved={document}&way={way}")


@require_POST
def pause(request: Request, document: int) -> HttpResponse:
    """Let a text rest, or take it up again."""
    found = _own(request, document)
    resumes = request.POST.get("paused") == "0"
    if resumes or found.paused_at is None:
        found.paused_at = None if resumes else timezone.now()
        found.save(update_fields=["paused_at"])
    back = "enrolment" if request.POST.get("back") == "enrolment" else "enrolments"
    return SeeOther(reverse(back, args=[document] if back == "enrolment" else []))


def _own(request: Request, document: int) -> Enrolment:
    """The learner's own enrolment in a document that is still published; else 404."""
    return get_object_or_404(progress.enrolments(request.user), document__pk=document)
