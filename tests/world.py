"""A whole site in miniature: everyone who may come, and one of everything that an address names.

Its texts and names are all in one language, so that what a page says in another is the site's own.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from studyapp import aside, exam, intake, library, originals, recital, reports, sittings, study
from studyapp.models import (
    Attempt,
    Collection,
    CollectionEntry,
    Document,
    Import,
    Invitation,
    Question,
    Report,
    Sitting,
    Tag,
    User,
)
from studyapp.people import new_guest
from tests import factories
from tests.factories import days, minutes

# Alice is the learner whose rows the addresses name; bob is another.
PEOPLE = ("stranger", "guest", "alice", "bob", "editor", "admin")

ENGLISH = """The Charter of the Reading Society

Published: 1 March 2026  Source: The Reading Society

The Reading Society was founded in 1998 and has 320 members. Its work rests on three habits: \
reading aloud, copying by hand, and retelling.

## 1. Members

Members shall attend one meeting every week and recite three lessons every month. The trial period \
of a new member is sixty days, after which the council decides.

Members shall enjoy the right to borrow, the right to vote, and the right to propose. A book shall \
not be kept longer than thirty days.

## 2. The council

The council consists of seven members, whose term is three years. The chair said, "Every day of \
reading is worth a week of planning." A meeting of the council is valid when two thirds are present.
"""
TEXTS = {"zh-hans": factories.TEXT, "en": ENGLISH}
LONG_TITLES = {
    "zh-hans": "山河读书会关于进一步加强会员诵读习惯培养和馆藏图书借阅管理工作的若干规定（试行）",
    "en": "Provisional Rules of the Reading Society on Recitation, Borrowing, and Retelling",
}
WORDS = {"zh-hans": "原文不是这样说的", "en": "The text says otherwise"}
REASONS = {"zh-hans": "原文就是这样，答案无误", "en": "That is what the text says"}
WRONG = {"zh-hans": "绝不是这个答案", "en": "something else altogether"}
NAMES = {
    "zh-hans": {"alice": "欧阳明远", "bob": "司马青", "editor": "编辑", "admin": "站长"},
    "en": {"alice": "Alexandra Worthington", "bob": "Bob", "editor": "Edith", "admin": "Ada"},
}


@dataclass
class World:
    """The rows by the words that a table of addresses calls them by; people by who they are."""

    people: dict[str, User]
    rows: dict[str, Any]
    questions: dict[str, Attempt]
    feedback: dict[str, Attempt]

    def key(self, word: str) -> Any:
        """The primary key of a row, or the word itself where it names none."""
        row = self.rows.get(word, word)
        return getattr(row, "pk", row)


def create_world(language: str = "zh-hans") -> World:
    people = create_people(language)
    rows = create_texts(language, people)
    alice = people["alice"]
    study_for_days(alice, rows["document"], WRONG[language])
    rows["finished"] = finish_a_sitting(alice)
    questions = {kind: ask(alice, rows["document"], kind) for kind in Question.Kind.values}
    questions = {kind: attempt for kind, attempt in questions.items() if attempt}
    answers = {kind: ask(alice, rows["document"], kind) for kind in questions}
    wrong = study.Answer(responses=(WRONG[language],) * 5, touched=True)
    feedback = {
        kind: study.record_answer(each.pk, alice, wrong, now=timezone.now())
        for kind, each in answers.items()
    }
    rows["report"] = report_answers(list(feedback.values()), people["editor"], language)
    aside.set_aside(alice, rows["aside"], known=True, now=timezone.now())
    rows["attempt"] = questions["typed"]
    rows["answered"] = feedback["typed"]
    rows["sitting"] = rows["attempt"].sitting
    rows |= begin_more(alice, rows["document"])
    papers = create_papers(people, TEXTS[language].replace("1998", "1999"))
    return World(people, rows | papers, questions, feedback)


def sign_in(person: User) -> Client:
    """A browser of someone who has just written their password, and is not asked for it again.

    Just, for an hour to come: a busy machine may take its time over all that they open.
    """
    client = Client(raise_request_exception=False)
    client.force_login(person)
    session = client.session
    just_now = {"method": "password", "at": time.time() + 3600, "reauthenticated": True}
    session["account_authentication_methods"] = [just_now]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def create_people(language: str) -> dict[str, User]:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    people = {
        "guest": new_guest(),
        "alice": factories.create_user("alice", email="alice@example.org"),
        "bob": factories.create_user("bob"),
        "editor": factories.create_user("editor", is_staff=True),
        "admin": factories.create_editor("admin"),
    }
    people["editor"].groups.add(Group.objects.get(name="Editors"))
    for who, name in NAMES[language].items():
        people[who].name = name
        people[who].language = language
        people[who].save()
    for who in ("editor", "admin"):
        TOTP.activate(people[who], "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(people[who])
    return people


def create_texts(language: str, people: dict[str, User]) -> dict[str, Any]:
    """A document revised once, another with a long title, a draft, a collection, an import."""
    text = TEXTS[language]
    document = factories.create_document(text=text, by=people["admin"])
    revised = text.replace("三篇", "五篇").replace("three lessons", "five lessons")
    library.import_document(revised.encode(), revise=document)
    head, _, rest = text.partition("\n")
    factories.create_document(text=f"{LONG_TITLES[language]}\n{rest}")
    collection = Collection.objects.create(name=head)
    CollectionEntry.objects.create(collection=collection, document=document, position=1)
    tag = Tag.objects.create(name=head)
    document.tags.add(tag)
    draft = factories.create_document(text=f"{head} 2\n{rest}", publish=False)
    statement = document.statements.active().exclude(marks=[]).first()
    return {
        "document": document,
        "draft": draft,
        "collection": collection,
        "tag": tag,
        "section": document.sections.exclude(title="").order_by("position")[1],
        "statement": statement,
        "aside": document.statements.askable().last(),
        "question": statement.questions.filter(retired_at=None).first(),
        "revision": document.revisions.get(number=2),
        "first_revision": document.revisions.get(number=1),
    }


def study_for_days(learner: User, document: Document, wrong: str) -> None:
    """Answers on three days, every fourth of them wrong, and a goal to reach."""
    mistaken = study.Answer(responses=(wrong,) * 5, touched=True)
    for ago in (9, 5, 1):
        now = timezone.now() - days(ago)
        sitting = factories.start(learner, document, now=now)
        for number in range(10):
            sitting.refresh_from_db()
            attempt = study.issue_attempt(sitting, now=now + minutes(number))
            if attempt is None:
                break
            is_wrong = attempt.question and number % 4 == 3
            answer = mistaken if is_wrong else factories.right_answer(attempt)
            study.record_answer(attempt.pk, learner, answer, now=now + minutes(number))
    enrolment = sittings.enrol(learner, document)
    enrolment.goal_date = date(timezone.now().year + 1, 6, 7)
    enrolment.save()


def begin_more(learner: User, document: Document) -> dict[str, Any]:
    """An exam that is not handed in yet, and a section that is to be recited."""
    now = timezone.now()
    section = document.sections.exclude(body="").exclude(title="").first()
    return {
        "exam": exam.start_exam(learner, document=document, count=3, minutes=None, now=now),
        "recital": recital.start_recital(
            learner, section, mode=Sitting.Mode.PRACTISE, cue="heading", now=now
        ),
    }


def finish_a_sitting(learner: User) -> Any:
    """A sitting with something right, something wrong, and nothing left."""
    sitting = learner.sittings.order_by("pk").first()
    sitting.finished_at = timezone.now()
    sitting.save()
    return sitting


def ask(learner: User, document: Document, kind: str) -> Attempt | None:
    """The first question of a kind, practised; None where the document has none."""
    now = timezone.now()
    try:
        sitting = factories.start(learner, document, mode="practise", now=now, kind=kind)
    except sittings.NothingToStudy:
        return None
    return study.issue_attempt(sitting, now=now)


def report_answers(answers: list[Attempt], editor: User, language: str) -> Report:
    """The first answer is reported and waits; a report on the second was turned down."""
    waiting, other = (
        reports.report(attempt, kind="key", words=WORDS[language], now=timezone.now())
        for attempt in answers[:2]
    )
    no = reports.Decision(Report.State.DISMISSED, editor, REASONS[language])
    reports.decide([other], no, now=timezone.now())
    return waiting


def create_batch(row: Import) -> str:
    """Have a text come in together with one that cannot be read; returns their batch."""
    row.batch = uuid4()
    row.save()
    who = {"author": row.author, "owner": row.owner}
    sentence = "——"
    Import.objects.create(
        **who, name="photo.jpg", state="refused", batch=row.batch, problems=[sentence]
    )
    return str(row.batch)


def create_papers(people: dict[str, User], text: str) -> dict[str, Any]:
    """What a site has beside texts and answers; `text` came in and waits for a decision."""
    from allauth.account.models import EmailAddress

    waiting = Import.objects.create(
        author=people["admin"], state=Import.State.PREVIEWED, sha256=originals.keep(text.encode())
    )
    EmailAddress.objects.create(
        user=people["alice"], email="alice@example.org", primary=True, verified=True
    )
    invitation = Invitation.objects.create(note=people["bob"].name, made_by=people["admin"])
    return own_texts(people["alice"], text, waiting.sha256) | {
        "import": waiting,
        "invitation": invitation,
        "token": invitation.token,
        "document_type": ContentType.objects.get_for_model(Document),
        "batch": create_batch(waiting),
        "group": Group.objects.get(name="Editors"),
        "user": people["alice"],
        "enrolment": people["alice"].enrolments.first(),
        "review": people["alice"].reviews.first(),
    }


def own_texts(owner: User, text: str, sha256: str) -> dict[str, Any]:
    """A text that a member brought in for herself, and one that waits for her decision."""
    outline = intake.read(text.encode())
    stored = library.store_outline(outline, sha256=sha256, publish=True, by=owner, owner=owner)
    waiting = Import.objects.create(
        author=owner, owner=owner, state=Import.State.PREVIEWED, sha256=sha256
    )
    batch = create_batch(waiting)
    return {"own_text": stored.document, "own_import": waiting, "own_batch": batch}
