"""How the figures of questions are told, in lists and on pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studyapp.models import Question, QuestionFigures
from studyapp.questions.figures import dead_options

from .base import ModelAdmin

ADVICE = {
    "few": gettext_lazy("Too few answers to tell anything yet."),
    "ambiguous": gettext_lazy(
        "Those who know the text miss it, or say that they were right: is the key the only answer?"
    ),
    "hard": gettext_lazy("Hardly anyone gets it right at first: is it asked clearly?"),
    "easy": gettext_lazy("Nearly everyone gets it right at first: is it worth asking?"),
    "dead": gettext_lazy("An option that hardly anyone chooses does nothing: write another."),
    "good": gettext_lazy("Nothing stands out."),
}


def figures_of(question: Question) -> QuestionFigures | None:
    """The stored figures of a question; None where none were computed yet."""
    return getattr(question, "figures", None)


def percent(share: float | None) -> str:
    """A share of 0-1 as it is read; a dash where there is none."""
    return "—" if share is None else f"{100 * share:.0f} %"


def seconds(value: float | None) -> str:
    """A time as it is read; a dash where there is none."""
    return "—" if value is None else _("%s s") % number_format(value, decimal_pos=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its name, its value, and what it means."""

    name: str
    value: str
    meaning: str = ""


def lines_of(question: Question) -> list[Line]:
    """The figures of a question for its page, with what they mean."""
    found = figures_of(question)
    if found is None:
        return []
    discrimination = found.discrimination
    return [
        Line(_("Answers given"), str(found.answers), _("all, practice included")),
        Line(
            _("Right at first"),
            percent(found.facility),
            _("of %(count)s learners, at their first answer outside practice")
            % {"count": found.first_answers},
        ),
        Line(
            _("Discrimination"),
            "—" if discrimination is None else f"{discrimination:.0f}",
            _("from -100 to 100: whether those who do well elsewhere do well here"),
        ),
        Line(
            _("Called right"),
            percent(found.override_rate),
            _("of the answers found wrong, on the learner’s word (%(count)s)")
            % {"count": found.overridden},
        ),
        Line(_("Median time"), seconds(found.median_time), _("each counted to a minute at most")),
    ]


def shares_of(question: Question) -> list[tuple[str, str, bool, bool]]:
    """The options of a choice: words, share, whether right, whether hardly anyone chooses it."""
    found = figures_of(question)
    if found is None:
        return []
    key = [answer for accepted in question.keys for answer in accepted]
    dead = dead_options(found.shares, key=key)
    return [
        (option, percent(share), option in key, option in dead)
        for option, share in found.shares.items()
    ]


def context_of(question: Question) -> dict[str, Any]:
    """What the block of figures on a page shows."""
    found = figures_of(question)
    return {
        "figures": found,
        "figure_lines": lines_of(question),
        "option_shares": shares_of(question),
        "advice": ADVICE.get(found.hint, "") if found else "",
        "as_of": date_format(localtime(found.computed_at), "DATETIME_FORMAT") if found else "",
    }


class FigureColumns(ModelAdmin[Question]):
    """The figures as columns of the list of questions."""

    @admin.display(description=gettext_lazy("answers"), ordering="figures__answers")
    def answer_count(self, question: Question) -> str:
        found = figures_of(question)
        return str(found.answers) if found else "—"

    @admin.display(description=gettext_lazy("right at first"), ordering="figures__facility")
    def facility(self, question: Question) -> str:
        found = figures_of(question)
        return percent(found.facility if found else None)

    @admin.display(description=gettext_lazy("discrimination"), ordering="figures__discrimination")
    def discrimination(self, question: Question) -> str:
        found = figures_of(question)
        known = found is not None and found.discrimination is not None
        return f"{found.discrimination:.0f}" if found and known else "—"

    @admin.display(description=gettext_lazy("called right"), ordering="figures__override_rate")
    def override_rate(self, question: Question) -> str:
        found = figures_of(question)
        return percent(found.override_rate if found else None)

    @admin.display(description=gettext_lazy("median time"), ordering="figures__median_time")
    def median_time(self, question: Question) -> str:
        found = figures_of(question)
        return seconds(found.median_time if found else None)

    @admin.display(description=gettext_lazy("hint"))
    def hint(self, question: Question) -> str | SafeString:
        found = figures_of(question)
        return found.get_hint_display() if found else "—"


class HintFilter(admin.SimpleListFilter):
    """By what stands out in the figures."""

    title = gettext_lazy("hint")
    parameter_name = "hint"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(QuestionFigures.Hint.choices)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        wanted = self.value()
        known = wanted in QuestionFigures.Hint.values
        return queryset.filter(figures__hint=wanted) if known else queryset


class ApprovedFilter(admin.SimpleListFilter):
    """Approved by an editor, or not yet."""

    title = gettext_lazy("approved")
    parameter_name = "approved"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", gettext_lazy("approved")), ("no", gettext_lazy("not yet"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        wanted = self.value()
        if wanted not in ("yes", "no"):
            return queryset
        return queryset.filter(approved_at__isnull=wanted == "no")
