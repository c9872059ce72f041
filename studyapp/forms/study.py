"""What to study: learning, practice, reciting, a mock exam."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from studyapp.exam import MOST_QUESTIONS
from studyapp.http import number_in
from studyapp.models import Collection, Document, Question, Section, Sitting, Statement, User


class StartForm(forms.Form):
    """What to study: a mode, and a document, section or statement that the learner may read."""

    # An exam has a form of its own.
    mode = forms.ChoiceField(choices=[c for c in Sitting.Mode.choices if c[0] != Sitting.Mode.EXAM])
    document = forms.ModelChoiceField(Document.objects.none(), required=False)
    section = forms.ModelChoiceField(Section.objects.none(), required=False)
    statement = forms.ModelChoiceField(Statement.objects.none(), required=False)
    kind = forms.ChoiceField(choices=[("", ""), *Question.Kind.choices], required=False)

    def __init__(self, data: Any, *, learner: User | None) -> None:
        super().__init__(data)
        documents = Document.objects.readable_by(learner)
        inside = {
            "section": Section.objects.filter(document__in=documents).select_related("document"),
            "statement": Statement.objects.filter(document__in=documents).select_related(
                "document"
            ),
        }
        for name, rows in {"document": documents, **inside}.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        inside = cleaned.get("section") or cleaned.get("statement")
        if inside is not None:
            cleaned["document"] = inside.document
        asks_all = cleaned.get("mode") in (Sitting.Mode.PRACTISE, Sitting.Mode.RECITE)
        if asks_all and cleaned.get("document") is None:
            raise forms.ValidationError(_("Choose what to practise."))
        return cleaned

    @property
    def choice(self) -> dict[str, Any]:
        """The arguments of `start_sitting`."""
        return {
            name: self.cleaned_data.get(name)
            for name in ("mode", "document", "section", "statement")
        } | {"kind": self.cleaned_data.get("kind") or ""}

    @property
    def back(self) -> str:
        """Where the learner came from."""
        document = self.cleaned_data.get("document")
        return document.get_absolute_url() if document else reverse("today")


class SectionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A section by its heading, or as what it is or says where it has none."""

    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, Section)
        opening = "" if obj.level else gettext("Opening")
        return obj.heading or opening or Truncator(obj.body).chars(24)

    @property
    def is_idle(self) -> bool:
        """Whether the text has no headings between which to choose."""
        sections = self.queryset
        return sections is None or not sections.exclude(label="", title="").exists()


class ScopeForm(forms.Form):
    """What a go at studying is about: a text or a collection that the learner may read, and of a
    text perhaps one section. A page offers nothing else, so that other values are no choice."""

    document = forms.ModelChoiceField(
        Document.objects.none(), required=False, widget=forms.HiddenInput
    )
    collection = forms.ModelChoiceField(
        Collection.objects.none(), required=False, widget=forms.HiddenInput
    )
    section = SectionField(
        Section.objects.none(),
        label=pgettext_lazy("which part of a text", "Of"),
        required=False,
        empty_label=_("the whole text"),
    )

    def __init__(self, data: Any, *, learner: User | None, **options: Any) -> None:
        super().__init__(data, **options)
        documents = Document.objects.readable_by(learner)
        collections = Collection.objects.filter(documents__in=documents).distinct()
        self._limit("document", documents)
        self._limit("collection", collections)
        wanted = self.data.get("document") or self.initial.get("document")
        sections = Section.objects.filter(document__in=documents, document=number_in(wanted))
        self._limit("section", sections.exclude(label="", title="", body="").order_by("position"))

    def _limit(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("document") and not cleaned.get("collection"):
            raise forms.ValidationError(_("Choose a text first."))
        return cleaned

    @property
    def scope(self) -> dict[str, Any]:
        """What was chosen, as the arguments that say so."""
        return {name: self.cleaned_data.get(name) for name in ("document", "section", "collection")}


ORDERS = [
    ("", _("in the order of the text")),
    ("unseen", _("what I was never asked first")),
    ("missed", _("only what I got wrong")),
]


class PractiseForm(ScopeForm):
    """Practice: which kind of question, and what comes first."""

    kind = forms.ChoiceField(
        label=_("Kind of question"),
        choices=[("", _("all kinds, in turns")), *Question.Kind.choices],
        required=False,
    )
    only = forms.ChoiceField(
        label=_("What comes"), choices=ORDERS, required=False, widget=forms.RadioSelect
    )


WAYS = [("each", _("sentence by sentence")), ("whole", _("the whole section at once"))]
CUES = [
    ("heading", _("the heading only")),
    ("opening", _("the first characters")),
    ("before", _("what stands before it")),
]


class ReciteForm(ScopeForm):
    """Reciting: a section whole or sentence by sentence, how it is cued, and whether it counts."""

    way = forms.ChoiceField(label=_("How"), choices=WAYS, initial="each", widget=forms.RadioSelect)
    cue = forms.ChoiceField(
        label=_("Cued by"), choices=CUES, initial="before", widget=forms.RadioSelect
    )
    counts = forms.BooleanField(label=_("It counts for my reviews"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("way") == "whole" and not cleaned.get("section"):
            self.add_error("section", _("Choose the section that you recite as a whole."))
        return cleaned


class ExamForm(ScopeForm):
    """A mock exam: how many questions, of which kinds, in which time."""

    count = forms.IntegerField(
        label=_("How many questions"), min_value=1, max_value=MOST_QUESTIONS, initial=20
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=300,
        initial=20,
        required=False,
        help_text=_("Empty: no time limit."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of question"),
        choices=Question.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all kinds."),
    )
