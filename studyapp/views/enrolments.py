"""Texts in hand: their order, and for each what is asked of it, how much a day, and by when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp import aside, progress, replay, shelves, sittings
from studyapp.http import Request, SeeOther
from studyapp.models import Document, Enrolment

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
        focus = focus_after_move(request, each.document_id, place, len(found))
        rows.append((each, known, goal, focus))
    return render(request, "progress/enrolments.html", {"rows": rows})


def focus_after_move(request: HttpRequest, document: int, place: int, count: int) -> str:
    """The button that keeps the focus after a text was moved: the same, if it can go on."""
    if request.GET.get("moved") != str(document):
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
    rows = [(each, own[each.pk], cells.get(each.pk, [])) for each in sections if each.pk in own]
    return {
        "enrolment": found,
        "document": document,
        "mastery": whole,
        "goal": progress.goal(found, whole, day),
        "aside": aside.set_aside_in(learner, document),
        "rows": rows,
        "headings": (own.get(None), cells.get(None)),  # type: ignore[call-overload]
    }


@require_POST
def move(request: Request, document: int) -> HttpResponse:
    """Move a text up, down or to the top in the learner's order."""
    found = _own(request, document)
    way = request.POST.get("way", "")
    order = list(progress.enrolments(request.user))
    place = order.index(found)
    other = {"up": place - 1, "top": 0}.get(way, place + 1)
    if 0 <= other < len(order):
        order.insert(other, order.pop(place))
    for position, each in enumerate(order):
        each.position = position
    Enrolment.objects.bulk_update(order, ["position"])
    # No fragment: with one, browsers do not heed the page's autofocus.
    return SeeOther(_after_move(request, document, way))


def _after_move(request: Request, document: int, way: str) -> str:
    """The page on which the text was moved, with the focus where it was."""
    if way == "top":
        messages.success(request, _("It comes first now."))
        return reverse("enrolment", args=[document])
    moved = f"moved={document}&way={'up' if way == 'up' else 'down'}"
    if request.POST.get("back") == "library":
        return f"{reverse('library')}?sort={shelves.MINE}&{moved}"
    return f"{reverse('enrolments')}?{moved}"


@require_POST
def add(request: Request, document: int) -> HttpResponse:
    """Put a text at the end of the plan, or take up one that rests."""
    found = get_object_or_404(Document.objects.readable_by(request.user), pk=document)
    sittings.enrol(request.user, found)
    messages.success(request, _("It is in your plan."))
    return SeeOther(found.get_absolute_url())


@require_POST
def remove(request: Request, document: int) -> HttpResponse:
    """Take a text out of the plan: nothing of it is asked, and what is known of it is kept."""
    found = _own(request, document)
    found.delete()
    told = _("“%(title)s” is out of your plan. What you know of it is kept.")
    messages.success(request, told % {"title": found.document.title})
    return SeeOther(reverse("enrolments"))


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
