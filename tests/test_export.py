"""The archive of a person: everything of theirs, as it is in the database, and nothing else."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from zipfile import ZipFile

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone, translation

from studyapp import corrections, exam, export, library, people, progress, recital, reports
from studyapp.models import Attempt, Document, Review, Revision, Standing, User
from tests import factories
from tests.factories import NOW, answer_right, answer_wrong, days, next_question

pytestmark = pytest.mark.django_db
LATER = NOW + days(9)


@pytest.fixture(scope="module")
def story(lasting_db):
    """A learner with answers right, wrong, taken back and overridden, and a text of her own."""
    document = factories.create_document()
    alice = factories.create_user("alice", name="李明远👩‍🎓", email="alice@example.org")
    for number in (0, 2, 5):
        at = NOW + days(number)
        sitting = factories.start(alice, document, now=at)
        right, wrong, other = (
            answer(next_question(sitting, now=at), now=at)
            for answer in (answer_right, answer_wrong, answer_wrong)
        )
        corrections.undo(right.pk, alice, now=at)
        corrections.override(wrong.pk, alice, right=True, now=at)
        corrections.put_into_today(alice, [other], now=at)
    reports.report(wrong, kind="key", words="原文不是这样说的", now=LATER)
    section = document.sections.exclude(title="").first()
    recited = recital.start_recital(alice, section, mode="practise", cue="heading", now=LATER)
    recital.record_recital(recited.pk, alice, section.body, now=LATER)


@pytest.fixture
def document(story):
    return Document.objects.get()


@pytest.fixture
def alice(story):
    return User.objects.get(username="alice")


@pytest.fixture(scope="module")
def whole_archive(story):
    return opened(User.objects.get(username="alice"))


@pytest.fixture
def archive(whole_archive):
    return whole_archive


def opened(learner, now=LATER):
    with export.make(learner, now=now) as file:
        return ZipFile(io.BytesIO(file.read()))


def lines(archive, name):
    return [json.loads(line) for line in archive.read(f"{name}.jsonl").splitlines()]


def as_json(value):
    """A value as it comes out of a file."""
    return json.loads(DjangoJSONEncoder().encode(value))


@pytest.mark.parametrize("model", export.study_models())
def test_every_row_of_the_learner_is_there_as_it_is_stored(alice, archive, model):
    rows = model._default_manager.filter(learner=alice)
    found = {row["id"]: row for row in lines(archive, export.file_name(model))}
    assert len(found) == rows.count() > 0
    for row in rows:
        exported = found[as_json(row.pk)]
        for field in model._meta.concrete_fields:
            if field.name not in ("learner", "author", "added_by", "decided_by"):
                assert exported[field.attname] == as_json(getattr(row, field.attname)), field


def test_every_table_of_learners_is_exported():
    names = {export.file_name(model) for model in export.study_models()}
    tables = ("enrolments", "sittings", "attempts", "corrections", "reviews", "memories", "reports")
    assert {*tables, "standings"} <= names


def test_attempts_tell_what_was_asked_and_what_it_counts_as(alice, archive):
    rows = {row["id"]: row for row in lines(archive, "attempts")}
    for attempt in Attempt.objects.filter(learner=alice).exclude(question=None):
        row = rows[str(attempt.pk)]
        assert row["right_answers"] == attempt.question.right_answers
        assert row["question_text"]
        assert all(key not in row["question_text"] for key in row["right_answers"] if len(key) > 1)
    assert {row["counts_as"] for row in rows.values()} >= {"taken back", "right", "wrong"}


def test_the_figures_are_those_of_the_progress_page(client, alice, archive, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    client.force_login(alice)
    shown = client.get("/progress/").context["all"]
    assert json.loads(archive.read("figures.json")) == as_json(export._plain(shown.to_json()))
    assert shown == progress.all_figures(alice, LATER)


def test_the_profile_holds_the_settings_and_no_secret(alice, archive):
    profile = json.loads(archive.read("profile.json"))
    assert (profile["username"], profile["name"]) == ("alice", "李明远👩‍🎓")
    assert (profile["zone"], profile["email"]) == ("Asia/Shanghai", "alice@example.org")
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert alice.password.encode() not in everything


def test_nothing_of_others_is_in_it(alice, document):
    bob = factories.create_user("bob-the-other", name="Bob")
    answer_wrong(next_question(factories.start(bob, document)))
    Document.objects.filter(pk=document.pk).update(owner=bob)
    Attempt.objects.filter(learner=alice).first().corrections.update(author=bob)
    archive = opened(alice)
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"bob-the-other" not in everything
    numbers = {str(attempt.pk) for attempt in Attempt.objects.filter(learner=bob)}
    assert not any(number.encode() in everything for number in numbers)


def test_who_else_corrected_or_enrolled_is_another(alice):
    bob = factories.create_user("bob")
    alice.enrolments.update(added_by=bob)
    assert lines(opened(alice), "enrolments")[0]["added_by_id"] == "another"


def test_the_table_opens_in_a_spreadsheet(alice, archive):
    raw = archive.read("answers.csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
    answered = Attempt.objects.filter(learner=alice, received_at__isnull=False)
    assert len(rows) == answered.count()
    assert rows[0][0] == "2026-03-02 09:00:00"
    assert {len(row) for row in [head, *rows]} == {8}


@pytest.mark.parametrize("start", ["=1+1", "@x", "+3", "-3", "\t="])
def test_an_answer_is_no_formula(start):
    assert export._cell(start) == f"'{start}"


def test_the_statements_that_rows_name_are_there_with_their_parts(alice, archive):
    statements = {row["id"]: row for row in lines(archive, "statements")}
    assert set(statements) == set(
        Standing.objects.filter(learner=alice).values_list("statement", flat=True)
    )
    for memory in lines(archive, "memories"):
        assert memory["part"] in statements[memory["statement_id"]]["parts"]


def test_ones_own_texts_come_with_their_originals(alice):
    text = "我的笔记\n\n每天读书三十分钟。\n".encode()
    mine = library.import_document(text, name="a.txt", publish=True, by=alice).document
    Document.objects.filter(pk=mine.pk).update(owner=alice)
    archive = opened(alice)
    assert archive.read(f"documents/{mine.pk}/1.txt") == text
    assert lines(archive, "documents")[0]["title"] == "我的笔记"


def test_the_archive_explains_every_file_in_both_languages(alice, archive):
    words = archive.read("README.md").decode()
    for name in archive.namelist():
        assert name == "README.md" or f"`{name}`" in words, name
    assert "Chengsong: all data of alice" in words


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_someone_who_has_done_nothing_gets_an_archive_too(language):
    with translation.override(language):
        archive = opened(people.new_guest())
    assert archive.testzip() is None
    assert archive.read("attempts.jsonl") == b""


def test_a_long_history_needs_no_more_memory(alice):
    def peak():
        tracemalloc.start()
        export.make(alice, now=LATER).close()
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak()
    before = peak()
    review = Review.objects.filter(learner=alice, cause="answer").first()
    for _chunk in range(10):
        for row in (rows := [Review(**fields_of(review)) for _number in range(1000)]):
            row.pk = None
        Review.objects.bulk_create(rows)
    # Ten thousand rows are some ten megabytes as objects.
    assert peak() < before + 6_000_000


def fields_of(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


# --- The page


def test_a_guest_takes_their_data_along_too(client, document):
    guest = people.new_guest()
    client.force_login(guest)
    response = client.get("/account/export/")
    assert response["Content-Type"] == "application/zip"
    assert 'filename="chengsong-' in response["Content-Disposition"]
    archive = ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert json.loads(archive.read("profile.json"))["is_guest"]


def test_asking_for_it_again_and_again_is_limited(client, alice):
    client.force_login(alice)
    for _time in range(10):
        content = b"".join(client.get("/account/export/").streaming_content)
    assert content.startswith(b"PK")
    response = client.get("/account/export/")
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 3000


def test_no_right_answer_of_a_running_exam_is_told(document):
    bob = factories.create_user("bob")
    exam.start_exam(bob, document=document, count=3, minutes=None, now=NOW)
    rows = lines(opened(bob), "attempts")
    assert [(row["right_answers"], row["question_prompt"]) for row in rows] == [([], None)] * 3


@pytest.mark.parametrize(
    ("name", "ending"),
    [("章程.DOCX", ".docx"), ("a.pdf", ".pdf"), ("b.html", ".html"), ("", ".txt")],
)
def test_an_original_keeps_its_ending(name, ending):
    assert export._ending(Revision(name=name)) == ending
