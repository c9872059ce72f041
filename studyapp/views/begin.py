"""Beginning: ways of studying besides the plan, each with the few choices that it needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from studyapp import exam as exams
from studyapp import progress, recital, sittings
from studyapp.forms.study import ExamForm, PractiseForm, ReciteForm, ScopeForm, SectionField
from studyapp.http import HtmxRequest, member_of
from studyapp.models import Collection, Document, Recital, Sitting, User

from . import study

Begin = Callable[[User, Any], Sitting | Recital]
SHOWN = 50

TITLES = {
    "begin_practice": gettext_lazy("Practise"),
    "begin_recital": gettext_lazy("Recite"),
    "begin_exam": gettext_lazy("Mock exam"),
}
NOTES = {
    "begin_practice": gettext_lazy("Practice changes no dates; ask yourself whatever you like."),
    "begin_recital": gettext_lazy("Write it from memory; every character is looked at."),
    "begin_exam": gettext_lazy(
        "Nothing is told before the end; then the paper is gone through. It changes no dates."
    ),
}


@login_not_required
@require_safe
def choose(request: HtmxRequest) -> HttpResponse:
    """Which text, where none was named; then in which way."""
    chosen = _scope(request)
    if chosen is None:
        return render(request, "study/texts.html", _texts(member_of(request)))
    ways = [(name, TITLES[name], NOTES[name]) for name in TITLES]
    context = {"ways": ways, "chosen": _subject(chosen), "scope": _address(chosen)}
    return render(request, "study/ways.html", context)


def _texts(learner: User | None) -> dict[str, Any]:
    documents = Document.objects.readable_by(learner)
    if learner is not None and learner.enrolments.exists():
        documents = documents.filter(enrolments__learner=learner)
    collections = Collection.objects.filter(documents__in=documents).distinct()
    return {"documents": documents[:SHOWN], "collections": collections[:SHOWN]}


def _scope(request: HtmxRequest) -> dict[str, Any] | None:
    """What the address names; None where it names nothing. What cannot be read is not there."""
    named = {name: request.GET[name] for name in ScopeForm.base_fields if name in request.GET}
    if not named:
        return None
    form = ScopeForm(named, learner=member_of(request))
    if not form.is_valid():
        raise Http404
    return form.scope


def _subject(scope: dict[str, Any]) -> Model:
    subject: Model = scope["section"] or scope["document"] or scope["collection"]
    return subject


def _address(scope: dict[str, Any]) -> str:
    return "&".join(f"{name}={row.pk}" for name, row in scope.items() if row is not None)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def practise(request: HtmxRequest) -> HttpResponse:
    return _begin(request, PractiseForm, "begin_practice", _practise)


def _practise(learner: User, form: Any) -> Sitting:
    wanted: dict[str, Any] = {}
    if form.cleaned_data["only"] == "missed":
        missed = progress.missed(learner, progress.changes(learner))
        wanted["statements"] = [each.statement for each in missed]
        if not wanted["statements"]:
            raise sittings.NothingToStudy
    return sittings.start_sitting(
        learner,
        mode=Sitting.Mode.PRACTISE,
        kind=form.cleaned_data["kind"],
        unseen_first=form.cleaned_data["only"] == "unseen",
        now=timezone.now(),
        **form.scope,
        **wanted,
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def recite(request: HtmxRequest) -> HttpResponse:
    return _begin(request, ReciteForm, "begin_recital", _recite)


def _recite(learner: User, form: Any) -> Sitting | Recital:
    counts = form.cleaned_data["counts"]
    mode = Sitting.Mode.RECITE if counts else Sitting.Mode.PRACTISE
    cue, now = form.cleaned_data["cue"], timezone.now()
    if form.cleaned_data["way"] == "whole":
        section = form.cleaned_data["section"]
        return recital.start_recital(learner, section, mode=mode, cue=cue, now=now)
    return sittings.start_sitting(learner, mode=mode, kind="recite", cue=cue, now=now, **form.scope)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def exam(request: HtmxRequest) -> HttpResponse:
    learner = member_of(request)
    running = exams.open_exam(learner) if learner is not None else None
    if running is not None:
        messages.info(request, _("An exam is still open. Hand it in before you begin another."))
        return redirect(running)
    return _begin(request, ExamForm, "begin_exam", _sit)


def _sit(learner: User, form: Any) -> Sitting:
    chosen = {name: form.cleaned_data[name] for name in ("count", "minutes", "kinds")}
    return exams.start_exam(learner, now=timezone.now(), **form.scope, **chosen)


def _begin(request: HtmxRequest, kind: type[ScopeForm], name: str, begin: Begin) -> HttpResponse:
    """GET shows the form for what the address names; POST begins."""
    learner = member_of(request)
    if request.method != "POST":
        chosen = _scope(request)
        if chosen is None:
            return redirect("begin")
        named = {field: row.pk for field, row in chosen.items() if row is not None}
        form = kind(None, learner=learner, initial=named)
        return _show(request, form, name, _subject(chosen), status=200)
    form = kind(request.POST, learner=learner)
    if not form.is_valid():
        return _show(request, form, name, form.cleaned_data.get("document"), status=422)
    if not study.may_begin(request):
        return redirect_to_login(f"{request.path}?{_address(form.scope)}")
    try:
        begun = study.as_someone(request, lambda who: begin(who, form))
    except sittings.NothingToStudy:
        form.add_error(None, NOTHING)
        return _show(request, form, name, _subject(form.scope), status=422)
    if isinstance(begun, Recital):
        return redirect(begun)
    if begun.mode == Sitting.Mode.EXAM:
        # The clock runs: the first question is at hand, and the paper a tap away.
        return redirect("exam_question", begun.pk, 1)
    return study.show_next(request, begun)


NOTHING = gettext_lazy("There is nothing to ask in what you chose. Choose more, or otherwise.")


def _show(
    request: HtmxRequest, form: ScopeForm, name: str, subject: Model | None, *, status: int
) -> HttpResponse:
    context = {
        "form": form,
        "title": TITLES[name],
        "note": NOTES[name],
        "subject": subject,
        "asked": [field for field in form.visible_fields() if _is_asked(form, field.name)],
    }
    return render(request, "study/begin.html", context, status=status)


def _is_asked(form: ScopeForm, name: str) -> bool:
    """A section is asked for where there are some to choose from."""
    field = form.fields[name]
    return not (isinstance(field, SectionField) and field.is_idle)
