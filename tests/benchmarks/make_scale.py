# ruff: noqa: E402
"""Fill a scratch site with 100,000 questions, 1,000 learners and 1,000,000 reviews.

    DATA_DIR=/tmp/scale python -m tests.benchmarks.make_scale
    DATA_DIR=/tmp/scale python -m tests.benchmarks.bench_scale

SMALL=1 makes a hundredth of it, to try the scripts. The folder must not hold a site yet.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import timedelta
from itertools import islice
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()  # before any model is imported

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from studyapp import memory
from studyapp.models import (
    Attempt,
    Collection,
    CollectionEntry,
    Correction,
    Document,
    Enrolment,
    Memory,
    Question,
    Review,
    Section,
    Sitting,
    Standing,
    Statement,
    Tag,
    User,
)

SMALL = bool(os.environ.get("SMALL"))
DOCUMENTS = 50 if SMALL else 500
SECTIONS, STATEMENTS, QUESTIONS = 10, 50, 4
COLLECTIONS, TAGS = 20, 30
LEARNERS = 10 if SMALL else 1_000
ENROLMENTS = 5
DAYS, ANSWERS_A_DAY = 100, 10
MET = 200

NOW = timezone.now()
random = Random(1)


def text_of(number):
    text = f"第{number}章规定，会员应当每月背诵三篇课文，每周参加一次活动。"
    spans = [(text.index(word), text.index(word) + len(word)) for word in ("三篇", "一次")]
    return text, spans


def content():
    documents = [Document(title=f"章程{number}", status="published") for number in range(DOCUMENTS)]
    yield from documents
    yield from shelves(documents)
    sections = [
        Section(document=d, position=n, level=1, label=f"{n + 1}.", title="会员", body="正文")
        for d in documents
        for n in range(SECTIONS)
    ]
    yield from sections
    statements = []
    for number, document in enumerate(documents):
        for position in range(STATEMENTS):
            text, spans = text_of(number * STATEMENTS + position)
            section = sections[number * SECTIONS + position * SECTIONS // STATEMENTS]
            fields = {"kind": "sentence", "position": position, "start": 0, "end": len(text)}
            statements.append(
                Statement(
                    document=document,
                    section=section,
                    text=text,
                    marks=spans,
                    importance=0.5,
                    is_key=position % 3 == 0,
                    fingerprint=f"{position:032x}",
                    **fields,
                )
            )
    yield from statements
    yield from (question(s, n) for s in statements for n in range(QUESTIONS))


def shelves(documents):
    """Every document is in one collection and has two tags."""
    collections = [Collection(name=f"第{number}辑") for number in range(COLLECTIONS)]
    tags = [Tag(name=f"主题{number}") for number in range(TAGS)]
    yield from [*collections, *tags]
    tagged = Document.tags.through
    for number, document in enumerate(documents):
        collection = collections[number % COLLECTIONS]
        yield CollectionEntry(collection=collection, document=document, position=number)
        for tag in (tags[number % TAGS], tags[(number + 7) % TAGS]):
            yield tagged(document=document, tag=tag)


def question(statement, number):
    asked = statement.parts[number % 2]
    return Question(
        statement=statement,
        key=f"typed:{asked.key}" if number < 2 else f"choice:{asked.key}",
        kind="typed" if number < 2 else "choice",
        prompt={"text": statement.text, "blanks": [[asked.start, asked.end]], "ordered": False},
        keys=[[asked.text]],
        options=[],
    )


def save(rows, size=5_000):
    """Write rows in the order they come, in batches of one model; returns how many."""
    count = 0
    rows = iter(rows)
    batch = list(islice(rows, size))
    while batch:
        models = dict.fromkeys(type(row) for row in batch)
        with transaction.atomic():
            for model in models:
                model.objects.bulk_create([row for row in batch if type(row) is model])
        count += len(batch)
        batch = list(islice(rows, size))
    return count


def learn(number, statements, questions):
    """A learner's half year: ten answers a day, most of them right."""
    learner = User(username=f"learner-{number}", zone="Asia/Shanghai", password="!")
    yield learner
    first = number * 7 % (DOCUMENTS - ENROLMENTS)
    documents = {s.document_id for s in statements[first * STATEMENTS :][: ENROLMENTS * STATEMENTS]}
    yield from (
        Enrolment(learner=learner, document_id=pk, position=at, scope="all")
        for at, pk in enumerate(sorted(documents))
    )
    met = statements[first * STATEMENTS :][:MET]
    for day in range(DAYS):
        yield from sit(learner, met, questions, day)
    yield from (standing(learner, statement) for statement in met)
    for statement in met:
        yield from (remembered(learner, statement, part.key) for part in statement.parts)


def sit(learner, met, questions, day):
    at = NOW - timedelta(days=DAYS - day)
    sitting = Sitting(learner=learner, mode="learn", study_day=at.date(), started_at=at)
    yield sitting
    for position in range(ANSWERS_A_DAY):
        statement = met[(day * ANSWERS_A_DAY + position) * 3 % len(met)]
        part = statement.parts[day % 2].key
        right = random.random() < 0.9
        attempt = answered(sitting, position, questions[statement.pk], part, right=right)
        yield attempt
        if not right and position == 0:
            yield overridden(attempt, part)
        yield reviewed(attempt, part, right=right)


def answered(sitting, position, question, part, *, right):
    verdict = "right" if right else "wrong"
    return Attempt(
        learner=sitting.learner,
        sitting=sitting,
        position=position,
        statement=question.statement,
        question=question,
        asked=[part],
        rung=1,
        issued_at=sitting.started_at,
        received_at=sitting.started_at,
        study_day=sitting.study_day,
        verdict=verdict,
        score=float(right),
        grades=[grade(question.statement, part, verdict)],
    )


def overridden(attempt, part):
    return Correction(
        learner=attempt.learner,
        attempt=attempt,
        kind="override",
        verdicts={part: "right"},
        author=attempt.learner,
        at=attempt.received_at,
    )


def reviewed(attempt, part, *, right):
    return Review(
        learner=attempt.learner,
        statement=attempt.statement,
        part=part,
        attempt=attempt,
        cause="answer",
        rating=3 if right else 1,
        first_of_day=True,
        retention=0.9,
        parameters=memory.PARAMETERS,
        at=attempt.received_at,
        study_day=attempt.study_day,
        stability=20.0,
        difficulty=5.0,
        due=attempt.received_at + timedelta(days=20),
    )


def grade(statement, part, verdict):
    key = next(each.text for each in statement.parts if each.key == part)
    return {"part": part, "verdict": verdict, "reason": "exact", "given": "二篇", "key": key}


def standing(learner, statement):
    due = NOW + timedelta(days=random.randint(-3, 40))
    return Standing(
        learner=learner,
        statement=statement,
        rung=1,
        due=due,
        introduced_on=(NOW - timedelta(days=60)).date(),
        known_until=due.date() if random.random() < 0.6 else None,
    )


def remembered(learner, statement, part):
    return Memory(
        learner=learner,
        statement=statement,
        part=part,
        stability=20.0,
        difficulty=5.0,
        last_day=(NOW - timedelta(days=20)).date(),
        due=NOW,
        repetitions=3,
    )


def main():
    call_command("migrate", verbosity=0)
    if User.objects.exists():
        sys.exit("This folder holds a site already: name an empty one in DATA_DIR.")
    started = time.perf_counter()
    rows = save(content())
    statements = list(Statement.objects.order_by("document", "position"))
    typed = Question.objects.filter(kind="typed").select_related("statement")
    questions = {q.statement_id: q for q in typed}
    for number in range(LEARNERS):
        rows += save(learn(number, statements, questions))
        if number % 100 == 0:
            print(f"{number} learners, {rows:,} rows, {time.perf_counter() - started:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    counts = {m.__name__: f"{m.objects.count():,}" for m in (Question, User, Attempt, Review)}
    print(counts, f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
