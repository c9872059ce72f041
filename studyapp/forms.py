"""Forms: what comes from a page, checked before it reaches the rooms below."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from studyapp import imports, intake, limits
from studyapp.exam import MOST_QUESTIONS
from studyapp.http import number_in
from studyapp.models import (
    Collection,
    Document,
    Question,
    Report,
    Section,
    Sitting,
    Statement,
    User,
)
from studyapp.models.study import Rung
from studyapp.text.outline import Outline
from studyapp.text.source import Unreadable
from studyapp.widgets import FileChooser
from studyapp.wording import waiting
from studyapp.zones import zone_choices


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


THEMES = [("", _("as the device")), ("light", _("light")), ("dark", _("dark"))]
SIZES = [("small", _("small")), ("", _("medium")), ("large", _("large")), ("huge", _("very large"))]
KEYS = [("", _("on")), ("off", _("off"))]
RETRIES = [("", _("off")), ("on", _("on"))]


class ReportForm(forms.Form):
    """What a learner finds wrong with a question, of what may be wrong with it now."""

    kind = forms.ChoiceField(
        label=_("What is wrong?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    words = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Not needed, but it helps whoever looks at it."),
    )

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Report.Kind.choices)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind, labels[kind]) for kind in kinds]


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """The learner's own settings."""

    zone = forms.ChoiceField(label=_("Time zone"))
    day_start = forms.IntegerField(
        label=_("A study day begins at this hour"),
        min_value=0,
        max_value=23,
        help_text=_("In your time zone. What you answer before it counts for the day before."),
    )
    new_per_day = forms.IntegerField(
        label=_("New statements a day"),
        min_value=0,
        max_value=10_000,
        help_text=_("0: nothing new for now, only what you have met comes back."),
    )
    reviews_per_day = forms.IntegerField(
        label=_("Reviews a day"),
        min_value=0,
        max_value=10_000,
        help_text=_(
            "0: a pause. What is due waits, and what you miss on the day still comes back."
        ),
    )
    retention = forms.FloatField(
        label=_("Desired retention"),
        min_value=0.7,
        max_value=0.97,
        widget=forms.NumberInput(attrs={"step": "0.01"}),
        help_text=_("0.9 suits most people; 0.95 means about twice the reviews."),
    )
    start_rung = forms.TypedChoiceField(
        label=_("Start new statements with"), choices=Rung.choices, coerce=int
    )
    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, required=False)
    size = forms.ChoiceField(label=_("Size of the text"), choices=SIZES, required=False)
    keys = forms.ChoiceField(
        label=_("Keys of a single letter"),
        choices=KEYS,
        required=False,
        help_text=_("H and N on the reading page. Switch them off if you speak to your device."),
    )

    retry = forms.ChoiceField(
        label=_("One more try"),
        choices=RETRIES,
        required=False,
        help_text=_("Before the answer is shown. Right at the second try counts as hard."),
    )

    display_fields = ("theme", "size", "keys", "retry")

    class Meta:
        model = User
        fields = (
            "name",
            "language",
            "zone",
            "day_start",
            "new_per_day",
            "reviews_per_day",
            "retention",
            "start_rung",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.display_fields:
            self.initial[name] = self.instance.display.get(name, "")
        zone, language = self.fields["zone"], self.fields["language"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = zone_choices(self.instance.zone)
        assert isinstance(language, forms.TypedChoiceField)
        language.choices = [("", _("as the browser asks")), *settings.LANGUAGES]

    @property
    def about_you(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "language", "zone")]

    @property
    def about_studying(self) -> list[forms.BoundField]:
        names = ("new_per_day", "reviews_per_day", "start_rung", "retry", "retention", "day_start")
        return [self[name] for name in names]

    @property
    def about_display(self) -> list[forms.BoundField]:
        return [self[name] for name in ("theme", "size", "keys")]

    def save(self, commit: bool = True) -> Any:
        chosen = {name: self.cleaned_data[name] for name in self.display_fields}
        kept = {k: v for k, v in self.instance.display.items() if k not in chosen}
        self.instance.display = kept | {name: value for name, value in chosen.items() if value}
        return super().save(commit=commit)


class SignupForm(allauth_forms.SignupForm):  # type: ignore[misc]  # allauth has no types
    """A user name and a password, and an address if they like."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = _("E-mail, if you like")
        if settings.EMAIL_HOST:
            email.help_text = _("With one you can choose a new password when you forget yours.")


class PasswordForm(forms.Form):
    """What a person may only do who says their password once more; guests have none.

    Wrong ones are counted with those of signing in: a browser left open is no way to guess.
    """

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data: Any, *, learner: User, request: HttpRequest) -> None:
        super().__init__(data)
        self.learner, self.request = learner, request
        if not learner.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        name = self.learner.username
        usage = limits.spend_sign_in(self.request, name, known=True)
        if usage is None:
            when = waiting(limits.wait_to_sign_in(self.request, name))
            raise forms.ValidationError(
                _("Too many wrong passwords. Try again %(when)s."), params={"when": when}
            )
        password: str = self.cleaned_data["password"]
        if not self.learner.check_password(password):
            raise forms.ValidationError(_("That is not your password."))
        usage.rollback()
        return password


class EmailForm(PasswordForm):
    """The address of an account, or none."""

    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)

    field_order = ("email", "password")

    def __init__(self, data: Any, *, learner: User, request: HttpRequest) -> None:
        super().__init__(data, learner=learner, request=request)
        self.initial["email"] = learner.email

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        others = User.objects.exclude(pk=self.learner.pk)
        if email and others.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Another account has this e-mail address."))
        return email


class DeleteAccountForm(PasswordForm):
    """Yes, delete everything."""

    sure = forms.BooleanField(label=_("Delete everything listed above; it cannot be undone."))

    field_order = ("password", "sure")


class ImportForm(forms.Form):
    """A text on its way in: a file, or a paste. `content` holds its bytes, `outline` what was read
    in them; None where that takes longer than an editor should wait."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        widget=FileChooser(attrs={"accept": ",".join(intake.SUFFIXES)}),
        help_text=_(
            "Word (.docx), PDF with text in it, web page (.html), Markdown (.md) or plain text "
            "(.txt), in any usual encoding."
        ),
    )
    text = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "class": "text-of-document"}),
        help_text=_(
            "The title on the first line; then source and date if there are any; then the text. "
            "Headings are found by their numbers (一、 （一） 第一章 1.) or by # marks."
        ),
    )

    content: bytes = b""
    name: str = ""
    outline: Outline | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text") or ""
        if self.errors:
            return cleaned
        if bool(file) == bool(text.strip()):
            raise ValidationError(_("Choose a file or paste a text: one of the two."))
        if file is not None:
            self.name = intake.clean_name(file.name or "")
        self.content = self._bytes_of(file) if file is not None else text.encode()
        self._read()
        return cleaned

    def _bytes_of(self, file: UploadedFile[bytes]) -> bytes:
        if (file.size or 0) > intake.MOST_BYTES:
            raise ValidationError(intake.explain(Unreadable("too_large")))
        return bytes(file.read())

    def _read(self) -> None:
        try:
            self.outline = intake.read(self.content, name=self.name, seconds=imports.PATIENCE)
        except intake.TooSlow:
            self.outline = None
        except intake.Refused as problem:
            raise ValidationError(str(problem)) from problem
