"""The editor's hand: approved, edited and added questions live on."""

from __future__ import annotations

import pytest

from studyapp import bank, editing, library, study
from studyapp.models import Question, Statement
from tests import factories
from tests.factories import NOW, next_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.create_editor()


@pytest.fixture
def statement(document):
    """会员应当每周参加一次活动，每月背诵三篇课文。"""
    statement = document.statements.get(text__startswith="会员应当")
    library.set_marks(statement, spans(statement, "每周", "三篇"))
    return Statement.objects.get(pk=statement.pk)


def spans(statement, *words):
    return [(statement.text.index(w), statement.text.index(w) + len(w)) for w in words]


def regenerate(document):
    return library.make_questions_again(document)


def active(statement, **fields):
    return statement.questions.filter(retired_at=None, **fields)


# --- Approving


def test_who_approved_and_when_is_on_record(statement, editor):
    questions = list(active(statement))
    assert editing.approve(questions, by=editor) == len(questions)
    for question in active(statement):
        assert question.approved_by == editor
        assert question.approved_at is not None


def test_approving_twice_keeps_who_was_first(statement, editor):
    question = active(statement).first()
    editing.approve([question], by=editor)
    other = factories.create_editor("other")
    assert editing.approve(list(active(statement, pk=question.pk)), by=other) == 0
    assert Question.objects.get(pk=question.pk).approved_by == editor


def test_approval_outlives_a_regeneration_that_changes_nothing(document, statement, editor):
    editing.approve(list(active(statement)), by=editor)
    regenerate(document)
    assert all(question.approved_by == editor for question in active(statement))


def test_what_an_editor_writes_is_approved_by_them(statement, editor):
    question = active(statement, kind="typed").first()
    keys = [[*answers, "另一种"] for answers in question.keys]
    made = editing.edit_question(question, keys=keys, options=[], by=editor)
    assert made.approved_by == editor


# --- Adding


def test_a_choice_with_other_options_is_added_beside_the_one_that_is_there(statement, editor):
    blank = spans(statement, "三篇")
    first = editing.add_question(statement, blank, wrong=["两篇", "四篇"], by=editor)
    second = editing.add_question(statement, blank, wrong=["五篇", "六篇"], by=editor)
    assert first.key != second.key
    assert second.options == ["五篇", "六篇"]
    assert (second.origin, second.approved_by) == ("edited", editor)
    assert second.keys == [["三篇"]]


def test_all_ways_to_ask_the_same_take_turns(statement, editor):
    editing.add_question(statement, spans(statement, "三篇"), wrong=["八篇", "九篇"], by=editor)
    key = f"choice:{statement.parts[1].key}"
    found = active(statement)
    assert {bank.in_turn(found, turn)[key].pk for turn in range(4)} == {
        question.pk for question in found if question.key.partition("#")[0] == key
    }


def test_an_added_choice_is_asked(document, statement, editor):
    active(statement, kind="choice").update(retired_at=NOW)
    made = editing.add_question(
        statement, spans(statement, "三篇"), wrong=["八篇", "九篇"], by=editor
    )
    learner = factories.create_user()
    sitting = factories.start(
        learner, document, statement=statement, mode="practise", kind="choice"
    )
    attempt = study.issue_attempt(sitting, now=NOW)
    assert attempt.question == made
    assert sorted(attempt.options) == ["三篇", "九篇", "八篇"]


def test_a_blank_elsewhere_marks_the_statement_there(statement, editor):
    made = editing.add_question(statement, spans(statement, "背诵"), wrong=["抄写"], by=editor)
    assert made.keys == [["背诵"]]
    stored = Statement.objects.get(pk=statement.pk)
    assert [stored.text[start:end] for start, end in stored.marks] == ["每周", "背诵", "三篇"]


def test_two_blanks_can_be_asked_together(statement, editor):
    library.set_marks(statement, spans(statement, "每周", "背诵", "三篇"))
    made = editing.add_question(statement, spans(statement, "每周", "三篇"), by=editor)
    assert (made.kind, made.keys) == ("typed", [["每周"], ["三篇"]])
    learner = factories.create_user()
    attempt = next_question(factories.start(learner, statement.document, statement=statement))
    assert attempt is not None


def test_what_is_asked_already_is_not_added_again(statement, editor):
    with pytest.raises(editing.Refused, match=r"asked together already|一起"):
        editing.add_question(statement, spans(statement, "三篇"), by=editor)


def test_a_retired_question_of_blanks_can_be_added_anew(statement, editor):
    question = active(statement, key=f"typed:{statement.parts[1].key}").get()
    bank.retire_question(question)
    made = editing.add_question(statement, spans(statement, "三篇"), by=editor)
    assert (made.key, made.version) == (question.key, question.version + 1)


@pytest.mark.parametrize("words", [("每周参加",), ("月背诵三",)])
def test_a_blank_across_a_mark_is_refused_and_nothing_is_stored(statement, editor, words):
    before = Question.objects.count()
    with pytest.raises(editing.Refused):
        editing.add_question(statement, spans(statement, *words), wrong=["别的"], by=editor)
    assert Question.objects.count() == before
    assert len(Statement.objects.get(pk=statement.pk).marks) == 2


def test_more_than_five_marks_are_refused(statement, editor):
    library.set_marks(statement, spans(statement, "会员", "应当", "每周", "参加", "三篇"))
    with pytest.raises(editing.Refused):
        editing.add_question(statement, spans(statement, "背诵"), by=editor)


def test_a_right_answer_is_no_wrong_option(statement, editor):
    with pytest.raises(editing.Refused):
        editing.add_question(statement, spans(statement, "三篇"), wrong=["3篇", "三 篇"], by=editor)


# --- Living on


def test_an_added_question_outlives_a_regeneration(document, statement, editor):
    made = editing.add_question(
        statement, spans(statement, "三篇"), wrong=["八篇", "九篇"], by=editor
    )
    regenerate(document)
    made.refresh_from_db()
    assert made.retired_at is None


PIECES = """第一条

理事会在会员大会闭会期间处理本馆的日常事务，在每年五月以前公布上一年度的收支情况和馆藏目录的增减情况，\
在每年十月以前公布下一年度的预算和书目，\
并在会员大会召开三十日以前把章程修正案、候选人名单和工作报告送交每一位会员征求意见。
"""


@pytest.fixture
def piece():
    """在每年十月以前公布下一年度的预算和书目，并在会员大会召开三十日以前…… with 十月 and 预算."""
    document = factories.create_document(text=PIECES)
    statement = document.statements.active().get(text__contains="十月", kind="sentence")
    library.set_marks(statement, spans(statement, "十月", "预算", "书目"))
    return Statement.objects.get(pk=statement.pk)


def test_a_question_added_to_a_piece_of_a_sentence_stays_approved_as_it_was(piece, editor):
    made = editing.add_question(piece, spans(piece, "十月"), wrong=["八月", "九月"], by=editor)
    assert "日常事务" in made.prompt["before"]
    tally = regenerate(piece.document)
    assert (tally.added, tally.retired) == (0, 0)
    made.refresh_from_db()
    assert made.retired_at is None
    assert made.approved_at is not None


def test_a_pair_asked_of_a_piece_of_a_sentence_is_as_it_would_be_made_again(piece):
    keys = [part.key for part in piece.parts][:2]
    pair = bank.typed_question(piece, keys)
    assert "日常事务" in pair.prompt["before"]
    tally = regenerate(piece.document)
    assert (tally.added, tally.retired) == (0, 0)


def test_an_added_question_goes_with_its_mark_and_comes_back_with_it(statement, editor):
    made = editing.add_question(
        statement, spans(statement, "三篇"), wrong=["八篇", "九篇"], by=editor
    )
    library.set_marks(statement, spans(statement, "每周"))
    assert not active(statement, key=made.key).exists()
    library.set_marks(Statement.objects.get(pk=statement.pk), spans(statement, "每周", "三篇"))
    back = active(statement, key=made.key).get()
    assert (back.options, back.keys) == (made.options, made.keys)


def test_an_edited_choice_stays_where_no_options_would_be_found_for_it(
    document, statement, editor, monkeypatch
):
    choice = active(statement, kind="choice").first()
    made = editing.edit_question(choice, keys=choice.keys, options=["甲", "乙"], by=editor)
    monkeypatch.setattr("studyapp.questions.rivals.choose_distractors", lambda *args, **options: [])
    regenerate(document)
    made.refresh_from_db()
    assert made.retired_at is None


def test_what_is_accepted_goes_with_its_part_when_a_mark_is_added(statement, editor):
    whole = active(statement, key="typed:all").get()
    keys = [whole.keys[0], [*whole.keys[1], "3课"]]
    editing.edit_question(whole, keys=keys, options=[], by=editor)
    library.set_marks(
        Statement.objects.get(pk=statement.pk), spans(statement, "每周", "背诵", "三篇")
    )
    carried = active(statement, key="typed:all").get()
    assert carried.keys == [["每周"], ["背诵"], ["三篇", "3课"]]


def test_retiring_by_hand_outlives_an_edit_of_its_siblings(statement, editor):
    whole = active(statement, key="typed:all").get()
    bank.retire_question(whole)
    one = active(statement, key=f"typed:{statement.parts[0].key}").get()
    editing.edit_question(one, keys=[["每周", "每个星期"]], options=[], by=editor)
    assert not active(statement, key="typed:all").exists()
