"""The library: importing, revising, correcting by hand, publishing."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from studyapp import editing, library, originals
from studyapp.models import Document, Memory, Question, Statement
from tests import factories
from tests.factories import NOW, TEXT, answer_right, next_question

pytestmark = pytest.mark.django_db


def revise(document, text):
    return library.import_document(text.encode(), revise=document).changes


def active(document):
    return {s.text: s for s in document.statements.active()}


def test_an_imported_text_has_its_title_source_and_date(document):
    assert (document.title, document.source) == ("山河读书会章程", "山河读书会")
    assert document.published_on == date(2026, 3, 1)


def test_sections_keep_number_and_title_apart(document):
    headings = list(document.sections.values_list("level", "label", "title"))
    assert headings == [(0, "", ""), (1, "一、", "会员"), (1, "二、", "理事会")]


def test_every_statement_is_the_span_of_its_section(document):
    for statement in document.statements.exclude(kind="outline").select_related("section"):
        assert statement.section.body[statement.start : statement.end] == statement.text


def test_a_text_without_headings_becomes_one_section():
    plain = factories.create_document(text="读书会成立于1998年。会员每周参加活动一次。")
    assert plain.sections.count() == 1


def test_the_original_is_kept_byte_for_byte(document):
    revision = document.revisions.get()
    assert originals.read(revision.sha256) == TEXT.encode()


def test_the_same_bytes_change_nothing(document):
    again = library.import_document(TEXT.encode())
    assert (again.document, again.created) == (document, False)
    assert document.revisions.count() == 1


def test_the_same_title_and_source_is_refused_by_name(document):
    with pytest.raises(library.Refused, match="山河读书会章程"):
        library.import_document((TEXT + "另有一句新话。\n").encode())
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"   \n", b"\x00\x01\x02\xff" * 50, "。。。！！".encode(), b"\xb6\xff\xfe\x80" * 9],
)
def test_what_is_no_readable_text_is_refused_and_nothing_is_stored(data):
    with pytest.raises(library.Refused) as refused:
        library.import_document(data)
    assert str(refused.value).endswith("。")
    assert not Document.objects.exists()


def test_a_text_over_the_limit_is_refused(settings):
    settings.TEXT_LIMIT = 100
    with pytest.raises(library.Refused, match="100"):
        library.import_document(TEXT.encode())


def test_key_statements_are_a_third_and_one_in_every_section(document):
    askable = list(document.statements.askable())
    key = [s for s in askable if s.is_key]
    assert len(key) >= len(askable) / 3
    assert {s.section_id for s in key} == {s.section_id for s in askable}


def test_no_statement_has_more_than_five_marks(document):
    assert all(len(s.marks) <= 5 for s in document.statements.all())


def test_a_sentence_leaves_to_its_enumerations_what_they_ask(document):
    for enumeration in document.statements.filter(kind="enumeration"):
        taken = {enumeration.start + start for start, _ in enumeration.members}
        for sentence in document.statements.filter(section=enumeration.section, kind="sentence"):
            assert not taken & {sentence.start + start for start, _ in sentence.marks}


def test_a_draft_is_not_readable_until_published():
    draft = factories.create_document(publish=False)
    assert draft not in Document.objects.readable_by(None)
    library.publish_document(draft)
    assert draft in Document.objects.readable_by(None)


def test_unchanged_statements_keep_identity_marks_and_questions(document):
    before = {s.pk: s.marks for s in document.statements.all()}
    questions = set(Question.objects.values_list("pk", flat=True))
    changes = revise(document, TEXT + "\n本章程自发布之日起施行。\n")
    assert changes.kept == len(before)
    after = {s.pk: s.marks for s in document.statements.filter(pk__in=before)}
    assert after == before
    active = set(Question.objects.filter(retired_at=None).values_list("pk", flat=True))
    assert questions <= active


def test_a_reworded_statement_keeps_its_row_one_version_on(document):
    old = active(document)["理事会由七名理事组成，任期三年。"]
    changes = revise(document, TEXT.replace("任期三年", "任期五年"))
    old.refresh_from_db()
    assert (old.text, old.version) == ("理事会由七名理事组成，任期五年。", 2)
    assert changes.changed == 1
    assert changes.retired == 0


def test_a_reworded_statement_keeps_the_memory_of_parts_that_stayed(document):
    alice = factories.create_user()
    statement = active(document)["理事会由七名理事组成，任期三年。"]
    statement_marks = [list(span) for span in ((5, 7), (12, 14))]
    Statement.objects.filter(pk=statement.pk).update(marks=statement_marks)
    library.set_marks(Statement.objects.get(pk=statement.pk), [(5, 7), (12, 14)])
    sitting = factories.start(alice, document, statement=statement)
    part = answer_right(next_question(sitting)).asked[0]
    revise(document, TEXT.replace("任期三年", "任期五年"))
    assert Memory.objects.filter(learner=alice, statement=statement, part=part).exists()


def test_a_removed_statement_retires_and_wakes_when_its_text_returns(document):
    gone = active(document)["新会员的试读期为六十日，期满后由理事会决定。"]
    revise(document, TEXT.replace(gone.text, ""))
    gone.refresh_from_db()
    assert gone.retired_at is not None
    revise(document, TEXT)
    gone.refresh_from_db()
    assert gone.retired_at is None


def test_restoring_a_revision_is_a_new_revision_with_the_old_text(document):
    first = document.revisions.get()
    revise(document, TEXT.replace("任期三年", "任期五年"))
    library.restore(first, by=None)
    assert document.revisions.count() == 3
    assert "理事会由七名理事组成，任期三年。" in active(document)


def test_a_section_corrected_by_hand_makes_a_revision(document):
    section = document.sections.get(label="二、")
    corrected = section.body.replace("任期三年", "任期四年")
    editor = factories.create_editor()
    library.revise_section(section, body=corrected, by=editor)
    assert document.revisions.first().author == editor
    assert "理事会由七名理事组成，任期四年。" in active(document)


def test_a_heading_corrected_by_hand_leaves_statements_alone(document):
    before = set(document.statements.exclude(kind="outline").values_list("pk", "text"))
    section = document.sections.get(label="二、")
    library.revise_section(section, heading=("二、", "理事会与会长"), by=None)
    assert set(document.statements.active().exclude(kind="outline").values_list("pk", "text")) == (
        before
    )


def test_marks_set_by_an_editor_survive_a_new_import(document):
    statement = active(document)["理事会由七名理事组成，任期三年。"]
    library.set_marks(statement, [(4, 6)])
    revise(document, TEXT + "\n本章程自发布之日起施行。\n")
    statement.refresh_from_db()
    assert statement.marks == [[4, 6]]


def test_moving_one_mark_retires_only_its_questions(document):
    statement = active(document)["会员应当每周参加一次活动，每月背诵三篇课文。"]
    library.set_marks(statement, [(2, 4), (4, 6)])
    kept = set(statement.questions.filter(retired_at=None, key__contains=statement.parts[0].key))
    library.set_marks(statement, [(2, 4), (13, 15)])
    assert kept <= set(statement.questions.filter(retired_at=None))


def test_regeneration_does_not_bring_back_what_an_editor_retired(document):
    from studyapp import bank

    question = Question.objects.filter(kind="typed", statement__document=document).first()
    bank.retire_question(question)
    library.make_questions_again(document)
    same_key = question.statement.questions.filter(key=question.key, retired_at=None)
    assert not same_key.exists()


def test_an_edited_question_follows_its_reworded_statement(document):
    statement = active(document)["理事会由七名理事组成，任期三年。"]
    library.set_marks(statement, [(4, 6)])
    question = statement.questions.get(key=f"typed:{statement.parts[0].key}", retired_at=None)
    editing.edit_question(question, keys=[["七名", "7位"]], options=[])
    revise(document, TEXT.replace("任期三年", "任期五年"))
    Statement.objects.filter(pk=statement.pk).update(marks=[[4, 6]])
    library.set_marks(Statement.objects.get(pk=statement.pk), [(4, 6)])
    carried = statement.questions.get(key=question.key, retired_at=None)
    assert carried.keys == [["七名", "7位"]]
    assert "任期五年" in carried.prompt["text"]


def test_publishing_the_same_bytes_publishes_a_draft():
    draft = factories.create_document(publish=False)
    library.import_document(TEXT.encode(), publish=True)
    draft.refresh_from_db()
    assert draft.status == "published"


def test_the_original_can_be_accepted_again_after_a_correction_by_hand(document):
    section = document.sections.get(label="二、")
    library.revise_section(section, body=section.body.replace("三年", "四年"), by=None)
    assert revise(document, TEXT).changed == 1


def test_regeneration_leaves_an_edited_question_alone(document):
    question = Question.objects.filter(kind="typed", statement__document=document).first()
    edited = editing.edit_question(question, keys=[["甲", "乙"]], options=[])
    tally = library.make_questions_again(document)
    edited.refresh_from_db()
    assert edited.retired_at is None
    assert (tally.added, tally.retired) == (0, 0)


def test_a_section_keeps_its_row_when_another_is_put_before_it(document):
    section = document.sections.get(label="二、")
    revise(document, TEXT.replace("一、会员", "零、宗旨\n\n读书明理，终身不倦。\n\n一、会员"))
    assert document.sections.filter(pk=section.pk, title="理事会").exists()


def test_a_section_keeps_its_row_when_its_heading_is_corrected(document):
    section = document.sections.get(label="二、")
    library.revise_section(section, heading=("二、", "理事会与会长"), by=None)
    assert document.sections.filter(pk=section.pk, title="理事会与会长").exists()


def test_what_an_editor_set_by_hand_outlives_the_next_revision(document):
    statement = active(document)["理事会由七名理事组成，任期三年。"]
    is_key = not statement.is_key
    Statement.objects.filter(pk=statement.pk).update(importance=0.99, is_key=is_key)
    revise(document, TEXT + "\n本章程自发布之日起施行。\n")
    statement.refresh_from_db()
    assert (statement.importance, statement.is_key) == (0.99, is_key)


def test_a_recitation_is_not_cued_by_a_sentence_that_holds_the_answer(document):
    for question in Question.objects.filter(kind="recite").select_related("statement"):
        assert question.statement.text not in question.prompt["cue"]


def run_command(*args):
    out = StringIO()
    call_command("import_document", *args, stdout=out, stderr=StringIO())
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_command_stores_and_tells_as_json(tmp_path):
    path = tmp_path / "章程.txt"
    path.write_text(TEXT, encoding="utf-8")
    (told,) = run_command(str(path), "--publish")
    document = Document.objects.get(pk=told["document"])
    assert told["created"]
    assert document.status == "published"


def test_the_command_refuses_a_bad_file_and_stores_the_good_one(tmp_path):
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(TEXT, encoding="utf-8")
    bad.write_bytes(b"")
    with pytest.raises(CommandError, match="1"):
        run_command(str(bad), str(good))
    assert Document.objects.count() == 1


def test_the_command_revises_the_document_named(document, tmp_path):
    path = tmp_path / "new.txt"
    path.write_text(TEXT.replace("任期三年", "任期五年"), encoding="utf-8")
    (told,) = run_command(str(path), "--revise", str(document.pk))
    assert told["changes"]["changed"] == 1
    with pytest.raises(CommandError, match="999"):
        run_command(str(path), "--revise", "999")


def test_nothing_is_due_before_it_was_met(document):
    assert not Memory.objects.exists()
    assert factories.start(factories.create_user(), document, now=NOW).queue
