"""The forms of the admin panel: what an editor writes, checked before it reaches the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from studyapp import intake, revisions, shelves
from studyapp.forms.texts import LANGUAGES
from studyapp.models import Document, Question, Section, Statement, User
from studyapp.questions.marks import MarksError, from_marked, to_marked
from studyapp.text.normalize import fold
from studyapp.text.source import Unreadable, check, clean

from .base import lines

MOST_OPTIONS = 5

MARKS_PROBLEMS = {
    "unclosed": _("A mark is opened with [[ and not closed with ]]."),
    "nested": _("A mark begins inside another mark: close the first with ]] before it."),
    "empty": _("A mark has nothing in it: put words between [[ and ]]."),
    "overlap": _("Two marks overlap."),
    "outside": _("A mark lies outside the text."),
}


class DocumentForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is known of a document, beside its text."""

    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)
    tag_names = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=500,
        help_text=_("Words under which the text is found in the library, separated by commas."),
        widget=forms.TextInput(attrs={"class": "vTextField wide-field"}),
    )

    class Meta:
        model = Document
        fields = ("title", "source", "published_on", "credit", "language", "visibility")
        help_texts = {
            "source": _("Who published it: a newspaper, a site, an office."),
            "credit": _("Author or editor, as printed under the text."),
            "visibility": _("Who may open the document once it is published."),
        }
        widgets = {"title": forms.TextInput(attrs={"class": "vTextField wide-field"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            names = self.instance.tags.values_list("name", flat=True)
            self.initial["tag_names"] = ", ".join(names)

    def clean_tag_names(self) -> list[str]:
        names = shelves.tag_names(self.cleaned_data["tag_names"])
        longest = max(names, key=len, default="")
        if len(longest) > shelves.LONGEST_TAG:
            raise ValidationError(
                _("“%(tag)s…” is longer than %(limit)s characters: separate tags by commas."),
                params={"tag": longest[:20], "limit": shelves.LONGEST_TAG},
            )
        return names


class SectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A section's heading and text. `revision`: the text that was being corrected."""

    revision = forms.IntegerField(label=_("revision"), widget=forms.HiddenInput)

    class Meta:
        model = Section
        fields = ("label", "title", "body")
        help_texts = {
            "label": _("As printed: 一、 or 第三条. Empty where there is none."),
            "title": _("The heading without its number."),
            "body": _("One paragraph a line. Saving makes a new revision of the document."),
        }
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField wide-field"}),
            "body": forms.Textarea(attrs={"rows": 20, "class": "text-of-document"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["revision"] = self._newest_revision()
        self.before = {name: getattr(self.instance, name) for name in ("label", "title", "body")}

    def _newest_revision(self) -> int:
        newest = self.instance.document.revisions.first()
        return newest.number if newest else 0

    def clean_label(self) -> str:
        return clean(self.cleaned_data["label"]).strip()

    def clean_title(self) -> str:
        return clean(self.cleaned_data["title"]).strip()

    def clean_body(self) -> str:
        body = paragraphs(self.cleaned_data["body"])
        try:
            return check(body, limit_chars=settings.TEXT_LIMIT) if body else ""
        except Unreadable as problem:
            raise ValidationError(intake.explain(problem)) from problem

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("revision") != self._newest_revision():
            raise ValidationError(
                _("The text was changed by someone else meanwhile. Open this page again.")
            )
        if not any(cleaned.get(name) or name in self.errors for name in ("label", "title", "body")):
            raise ValidationError(_("A section needs a heading or a text."))
        return cleaned

    @property
    def heading_changed(self) -> bool:
        """Whether the number or the title was corrected."""
        return any(
            self.cleaned_data[name] != self.before[name].strip() for name in ("label", "title")
        )

    @property
    def body_changed(self) -> bool:
        """Whether the text was corrected."""
        return bool(self.cleaned_data["body"] != paragraphs(self.before["body"]))


def paragraphs(text: str) -> str:
    """A section's text as it is stored: one paragraph a line, no empty line."""
    kept = (line.rstrip() for line in clean(text).split("\n"))
    return "\n".join(line for line in kept if line.strip())


class StatementForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where a statement may be blanked, and what it weighs. `marks` holds the spans."""

    marked = forms.CharField(
        label=_("Text with its marks"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "text-of-document"}),
        help_text=_(
            "What stands between [[ and ]] may be asked; at most five marks. "
            "A literal [[ is written \\[[. The words themselves are corrected in the section."
        ),
    )
    importance = forms.FloatField(
        label=_("Importance"),
        min_value=0,
        max_value=1,
        widget=forms.NumberInput(attrs={"step": "0.05"}),
        help_text=_("From 0 to 1: what matters more is asked first and weighs more."),
    )

    class Meta:
        model = Statement
        fields = ("importance", "is_key", "speaker")
        help_texts = {
            "is_key": _("Learners who chose the key statements are asked these only."),
            "speaker": _("Whose words these are, in a quotation."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marks = sorted((start, end) for start, end in self.instance.marks)
        self.initial["marked"] = to_marked(self.instance.text, self.marks)

    def clean_marked(self) -> str:
        marked = str(self.cleaned_data["marked"])
        self.marks = read_marks(marked, self.instance.text)
        return marked

    @property
    def marks_changed(self) -> bool:
        """Whether the marks are others than before."""
        return self.marks != sorted((start, end) for start, end in self.instance.marks)


def read_marks(marked: str, text: str) -> list[tuple[int, int]]:
    """The spans marked in a statement's text. Raises ValidationError with what is wrong."""
    try:
        words, marks = from_marked(marked.replace("\r\n", "\n"))
    except MarksError as problem:
        raise ValidationError(MARKS_PROBLEMS[problem.code]) from problem
    if words.rstrip("\n") != text:
        raise ValidationError(_("The words must stay as they are; only the marks may move."))
    if len(marks) > revisions.MOST_MARKS:
        raise ValidationError(
            _("There are %(count)s marks; five are the most."), params={"count": len(marks)}
        )
    if not all(fold(words[start:end]) for start, end in marks):
        raise ValidationError(_("A mark has only punctuation in it: mark words or numbers."))
    return list(marks)


class NewQuestionForm(forms.Form):
    """A question that an editor adds to a statement. `spans` are its blanks."""

    marked = forms.CharField(
        label=_("What is asked"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "class": "text-of-document"}),
        help_text=_(
            "What stands between [[ and ]] is blank in this question. Where the statement has no "
            "mark there yet, it gets one."
        ),
    )
    wrong = forms.CharField(
        label=_("Wrong options"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "lines-field"}),
        help_text=_("One a line, at most five: the question is a choice. Empty: it is filled in."),
    )

    def __init__(self, *args: Any, statement: Statement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.statement = statement
        self.spans: list[tuple[int, int]] = []
        marks = sorted((start, end) for start, end in statement.marks)
        self.initial["marked"] = to_marked(statement.text, marks[:1])

    def clean_marked(self) -> str:
        marked = str(self.cleaned_data["marked"])
        self.spans = read_marks(marked, self.statement.text)
        if not self.spans:
            raise ValidationError(_("Put at least one blank between [[ and ]]."))
        return marked

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wrong = self.wrong_options
        if len({fold(option) for option in wrong}) < len(wrong):
            self.add_error("wrong", _("Two wrong options are the same."))
        elif len(wrong) > MOST_OPTIONS:
            self.add_error("wrong", _("There must be at least one wrong option, and at most five."))
        elif wrong and len(self.spans) > 1:
            self.add_error("marked", _("A choice has one blank; leave only one between [[ and ]]."))
        return cleaned

    @property
    def wrong_options(self) -> list[str]:
        """The wrong options; none for a question that is filled in."""
        return lines(self.cleaned_data.get("wrong") or "")


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg]
    """The right answers and wrong options of a question; `form_for` adds a field for each."""

    class Meta:
        model = Question
        fields: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number, right in enumerate(self.instance.right_answers):
            self._check_answers(f"answers_{number}", right)
        if "wrong" in self.fields and "wrong" in cleaned:
            self._check_wrong()
        return cleaned

    def _check_answers(self, name: str, right: str) -> None:
        given = lines(self.cleaned_data.get(name) or "")
        if name in self.fields and name not in self.errors and given[:1] != [right]:
            self.add_error(
                name,
                ValidationError(
                    _("The first line stays as it is in the text: %(right)s"),
                    params={"right": right},
                ),
            )

    def _check_wrong(self) -> None:
        wrong = [fold(line) for line in self.wrong]
        right = {fold(answer) for answers in self.answers for answer in answers}
        if right.intersection(wrong):
            self.add_error("wrong", _("A wrong option is one of the right answers."))
        elif len(set(wrong)) < len(wrong):
            self.add_error("wrong", _("Two wrong options are the same."))
        elif not 1 <= len(wrong) <= MOST_OPTIONS:
            self.add_error("wrong", _("There must be at least one wrong option, and at most five."))

    @property
    def answers(self) -> list[list[str]]:
        """The right answers of each part, the one of the text first; each answer once."""
        given = (
            lines(self.cleaned_data.get(f"answers_{number}") or "") or list(accepted)
            for number, accepted in enumerate(self.instance.keys)
        )
        return [list(dict.fromkeys(accepted)) for accepted in given]

    @property
    def wrong(self) -> list[str]:
        """The wrong options."""
        return lines(self.cleaned_data.get("wrong") or "")


EDITABLE = (
    *(Question.Kind.CHOICE, Question.Kind.TYPED, Question.Kind.LIST, Question.Kind.OUTLINE),
    Question.Kind.JUDGE,
)
# Their options can be edited: what stands beside the answer, or in its place.
WITH_WRONG_OPTIONS = (Question.Kind.CHOICE, Question.Kind.JUDGE)


def wrong_options(question: Question) -> list[str]:
    """The options of a choice that are not its answer."""
    if question.kind not in WITH_WRONG_OPTIONS:
        return []
    return [option for option in question.options if option not in question.right_answers]


def form_for(question: Question) -> type[QuestionForm]:
    """The form of one question: a field for each of its parts, and one for wrong options."""
    fields: dict[str, forms.CharField] = {}
    if question.kind in EDITABLE:
        for number, accepted in enumerate(question.keys):
            fields[f"answers_{number}"] = _lines_field(
                label=_("Right answers (%(part)s)") % {"part": accepted[0]},
                values=accepted,
                help_text=_("One a line. The first is the one of the text; all are accepted."),
            )
    if question.kind in WITH_WRONG_OPTIONS:
        fields["wrong"] = _lines_field(
            label=_("Wrong options"),
            values=wrong_options(question),
            help_text=_("One a line, at most five. They must be wrong beyond doubt."),
        )
    return type("QuestionForm", (QuestionForm,), fields)


def _lines_field(*, label: Any, values: Sequence[str], help_text: Any) -> forms.CharField:
    rows = max(2, len(values) + 1)
    return forms.CharField(
        label=label,
        initial="\n".join(values),
        help_text=help_text,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": rows, "class": "lines-field"}),
    )


class NewUserForm(AdminUserCreationForm):  # type: ignore[type-arg]
    """A new account: its user name and password."""

    class Meta:
        model = User
        fields = ("username",)


class UserForm(UserChangeForm):  # type: ignore[type-arg]
    """An account as an administrator may change it."""

    class Meta:
        model = User
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_staff") and self.instance.is_guest:
            self.add_error("is_staff", _("A guest cannot use the admin panel."))
        return cleaned
