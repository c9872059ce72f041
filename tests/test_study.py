"""Studying: sittings, attempts, answers and what follows from them."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from studyapp import bank, library, progress, replay, sittings, study
from studyapp.models import Attempt, Memory, Review, Sitting, Standing
from tests import factories
from tests.factories import NOW, WRONG, answer_right, answer_wrong, days, minutes, next_question
from tests.forms import KINDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob():
    return factories.create_user("bob")


@pytest.fixture
def sitting(alice, document):
    return factories.start(alice, document)


def test_learning_begins_with_reading_the_first_key_statement(sitting, document):
    attempt = study.issue_attempt(sitting, now=NOW)
    assert attempt.question is None
    key = [s for s in factories.askable(document, is_key=True) if s.kind != "outline"]
    assert attempt.statement == key[0]


def test_a_statement_read_is_then_asked_one_typed_part(sitting):
    attempt = next_question(sitting)
    assert attempt.question.kind == "typed"
    assert len(attempt.asked) == 1


def test_asking_for_the_next_attempt_twice_gives_the_same_one(sitting):
    first = study.issue_attempt(sitting, now=NOW)
    assert study.issue_attempt(sitting, now=NOW + minutes(5)).pk == first.pk


def test_second_submit_returns_first_verdict(sitting, alice):
    attempt = next_question(sitting)
    answer_right(attempt)
    again = study.record_answer(attempt.pk, alice, WRONG, now=NOW + minutes(1))
    assert again.verdict == "right"
    assert Review.objects.filter(attempt=attempt).count() == 1


def test_a_late_answer_to_an_earlier_attempt_does_not_move_the_sitting_back(sitting):
    first = next_question(sitting)
    answer_right(first)
    second = next_question(sitting)
    answer_right(second)
    answer_wrong(first)
    sitting.refresh_from_db()
    assert sitting.done == second.position + 1


def test_another_learners_attempt_does_not_exist(sitting, bob):
    attempt = next_question(sitting)
    with pytest.raises(Attempt.DoesNotExist):
        study.record_answer(attempt.pk, bob, WRONG, now=NOW)
    with pytest.raises(Attempt.DoesNotExist):
        study.record_answer(uuid.uuid4(), bob, WRONG, now=NOW)


def test_a_right_answer_leaves_a_memory_due_on_another_study_day(sitting, alice):
    attempt = answer_right(next_question(sitting))
    memory = Memory.objects.get(learner=alice, part=attempt.asked[0])
    assert memory.due == replay.calendar_of(alice).begins(memory.last_day + days(2))
    assert memory.state == Memory.State.REVIEW


def test_a_wrong_answer_returns_in_the_same_sitting_until_right(sitting):
    missed = answer_wrong(next_question(sitting))
    Sitting.objects.filter(pk=sitting.pk).update(queue=sitting_queue(sitting, missed.statement_id))
    again = next_question(sitting, now=NOW + minutes(1))
    assert again.statement_id == missed.statement_id
    assert again.asked == missed.asked
    answer_right(again, now=NOW + minutes(1))
    sitting.refresh_from_db()
    assert sitting.queue == []


def sitting_queue(sitting, statement):
    """The queue of a sitting cut down to one statement."""
    sitting.refresh_from_db()
    return [item for item in sitting.queue if item["statement"] == statement]


def test_a_same_day_retry_is_recorded_but_not_rated(sitting, alice):
    missed = answer_wrong(next_question(sitting))
    stability = Memory.objects.get(learner=alice, part=missed.asked[0]).stability
    Sitting.objects.filter(pk=sitting.pk).update(queue=sitting_queue(sitting, missed.statement_id))
    answer_right(next_question(sitting, now=NOW + minutes(1)), now=NOW + minutes(1))
    reviews = Review.objects.filter(learner=alice, part=missed.asked[0]).order_by("at")
    assert [review.first_of_day for review in reviews] == [True, False]
    assert Memory.objects.get(learner=alice, part=missed.asked[0]).stability == stability


def test_parts_merely_shown_are_not_rated(sitting, alice):
    attempt = answer_right(next_question(sitting))
    rated = Memory.objects.filter(learner=alice, statement=attempt.statement)
    assert {memory.part for memory in rated} == set(attempt.asked)
    assert not set(attempt.shown) & set(attempt.asked)


def test_right_after_a_hint_is_hard(sitting, alice):
    attempt = next_question(sitting)
    study.take_hint(attempt.pk, alice)
    answer_right(attempt)
    assert Review.objects.get(attempt=attempt).rating == 2


def test_hints_are_counted_up_to_the_last_one(sitting, alice):
    attempt = next_question(sitting)
    for _ in range(9):
        attempt = study.take_hint(attempt.pk, alice)
    assert attempt.hints == study.HINTS


def test_no_hint_is_counted_after_the_answer(sitting, alice):
    attempt = answer_right(next_question(sitting))
    assert study.take_hint(attempt.pk, alice).hints == 0


def test_dont_know_is_a_miss_of_every_part_asked(sitting, alice):
    attempt = next_question(sitting)
    told = study.record_answer(attempt.pk, alice, study.Answer(dont_know=True), now=NOW)
    assert (told.verdict, told.dont_know) == ("wrong", True)
    assert Review.objects.get(attempt=told).rating == 1


def test_skipping_rates_nothing_and_moves_on(sitting, alice):
    attempt = next_question(sitting)
    told = study.record_answer(attempt.pk, alice, study.Answer(skipped=True), now=NOW)
    assert told.verdict == "skipped"
    assert not Review.objects.filter(attempt=told).exists()
    assert next_question(sitting).statement_id != attempt.statement_id


def test_an_empty_answer_is_told_from_an_untouched_one(sitting, alice):
    attempt = next_question(sitting)
    told = study.record_answer(
        attempt.pk, alice, study.Answer(responses=("",), touched=True), now=NOW
    )
    assert told.touched
    assert told.grades[0]["reason"] == "empty"


def test_an_untested_part_makes_a_statement_due_the_next_day(sitting, alice):
    attempt = answer_right(next_question(sitting))
    standing = Standing.objects.get(learner=alice, statement=attempt.statement)
    assert attempt.shown
    assert standing.due == replay.calendar_of(alice).begins(standing.introduced_on + days(1))


def test_headings_come_after_what_stands_under_them(sitting, document):
    kinds = dict(document.statements.values_list("pk", "kind"))
    asked = [kinds[item["statement"]] for item in sitting.queue]
    assert asked == sorted(asked, key=lambda kind: kind == "outline")


def test_the_part_most_worth_asking_is_asked_first(alice, document):
    statement = next(
        s for s in factories.askable(document, kind="sentence") if s.marks != sorted(s.marks)
    )
    attempt = next_question(factories.start(alice, document, statement=statement))
    start, end = statement.marks[0]
    assert attempt.question.right_answers == [statement.text[start:end]]


def test_a_retired_pair_is_not_asked_and_blocks_nothing(alice, document):
    statement = next(s for s in factories.askable(document) if len(s.parts) >= 3)
    answer_right(next_question(factories.start(alice, document, statement=statement)))
    tomorrow = NOW + days(1)
    pair = next_question(
        factories.start(alice, document, mode="review", now=tomorrow), now=tomorrow
    )
    bank.retire_question(pair.question)
    again = next_question(
        factories.start(alice, document, mode="review", now=tomorrow), now=tomorrow
    )
    assert len(again.asked) == 1


def test_a_sitting_continued_the_next_day_asks_by_that_day(alice, document):
    statement = next(s for s in factories.askable(document) if len(s.parts) >= 3)
    sitting = factories.start(alice, document, statement=statement)
    answer_wrong(next_question(sitting))
    tomorrow = NOW + days(1)
    assert len(next_question(sitting, now=tomorrow).asked) == 2


def test_a_text_closed_to_the_learner_is_asked_no_more(alice, document):
    sitting = factories.start(alice, document)
    document.visibility = "private"
    document.save()
    assert next_question(sitting) is None
    with pytest.raises(sittings.NothingToStudy):
        factories.start(alice)


def test_new_statements_use_up_none_of_the_days_reviews(document):
    alice = factories.create_user("carol", reviews_per_day=1)
    sitting = factories.start(alice, document)
    missed = answer_wrong(next_question(sitting))
    due = sittings.due_statements(alice, NOW + minutes(2))
    assert missed.statement_id in due


def test_without_questions_or_marks_a_statement_is_not_due(alice, document):
    statement = factories.askable(document)[0]
    Standing.objects.create(learner=alice, statement=statement, rung=1, due=NOW)
    library.set_marks(statement, [])
    assert sittings.due_statements(alice, NOW) == []


def test_a_recitation_of_the_marked_words_alone_proves_nothing(alice, document):
    statement = next(s for s in factories.askable(document, kind="sentence") if len(s.parts) > 1)
    Standing.objects.create(learner=alice, statement=statement, rung=3, first_rung=1, due=NOW)
    sitting = factories.start(alice, document, mode="review")
    attempt = next_question(sitting)
    words = study.Answer(responses=("，".join(attempt.question.right_answers),))
    assert study.record_answer(attempt.pk, alice, words, now=NOW).verdict == "wrong"
    sitting.refresh_from_db()
    (item,) = sitting.queue
    assert item["after"] <= (NOW + minutes(10)).isoformat()


def test_tomorrow_the_untested_parts_are_asked_first(alice, document):
    statement = next(s for s in factories.askable(document) if len(s.parts) >= 3)
    first = factories.start(alice, document, statement=statement)
    asked = answer_right(next_question(first)).asked
    tomorrow = NOW + days(1)
    second = factories.start(alice, document, mode="review", now=tomorrow)
    attempt = next_question(second, now=tomorrow)
    assert len(attempt.asked) == 2
    assert not set(attempt.asked) & set(asked)


def test_review_asks_only_what_is_due(alice, document):
    statement = factories.askable(document)[0]
    answer_right(next_question(factories.start(alice, document, statement=statement)))
    with pytest.raises(sittings.NothingToStudy):
        factories.start(alice, document, mode="review", now=NOW + minutes(1))


def test_new_statements_stop_at_the_days_limit(document):
    alice = factories.create_user("carol", new_per_day=2)
    sitting = factories.start(alice, document)
    assert len(sitting.queue) == 2
    while next_question(sitting) is not None:
        answer_right(next_question(sitting))
    with pytest.raises(sittings.NothingToStudy):
        factories.start(alice, document, now=NOW + minutes(9))


def test_a_limit_of_no_new_statements_leaves_nothing_to_learn(document):
    with pytest.raises(sittings.NothingToStudy):
        factories.start(factories.create_user("carol", new_per_day=0), document)


def test_a_choice_answered_right_rates_nothing_and_opens_typing(document):
    carol = factories.create_user("carol", start_rung=0)
    sitting = factories.start(carol, document)
    choice = next_question(sitting)
    while choice.kind != "choice":
        answer_right(choice)
        choice = next_question(sitting)
    answer_right(choice)
    assert not Review.objects.filter(attempt=choice).exists()
    asked = next_question(sitting)
    while asked.statement_id != choice.statement_id:
        answer_right(asked)
        asked = next_question(sitting)
    assert asked.kind == "typed"


def test_a_choice_answered_wrong_is_rated_again(document):
    carol = factories.create_user("carol", start_rung=0)
    sitting = factories.start(carol, document)
    choice = next_question(sitting)
    while choice.kind != "choice":
        answer_right(choice)
        choice = next_question(sitting)
    wrong = next(option for option in choice.options if option != choice.question.right_answers[0])
    study.record_answer(choice.pk, carol, study.Answer(responses=(wrong,)), now=NOW)
    assert Review.objects.get(attempt=choice).rating == 1


def start_outline(learner):
    """A sitting about the three headings of a document."""
    text = factories.TEXT + "\n三、经费\n\n经费自2026年5月1日起由会计管理。\n"
    document = factories.create_document(text=text)
    return factories.start(learner, document, statement=document.statements.get(kind="outline"))


def test_headings_begin_with_putting_them_in_order_which_opens_typing():
    carol = factories.create_user("carol", start_rung=0)
    sitting = start_outline(carol)
    order = next_question(sitting)
    assert order.kind == "order"
    answer_right(order)
    assert not Review.objects.filter(attempt=order).exists()
    assert next_question(sitting).kind == "typed"


def test_a_wrong_order_rates_nothing_and_comes_again():
    carol = factories.create_user("carol", start_rung=0)
    sitting = start_outline(carol)
    order = next_question(sitting)
    wrong = study.Answer(responses=tuple(reversed(order.question.right_answers)), touched=True)
    study.record_answer(order.pk, carol, wrong, now=NOW)
    assert not Review.objects.filter(attempt=order).exists()
    assert next_question(sitting, now=NOW + minutes(2)).kind == "order"


def test_learning_the_words_before_the_first_heading_stays_there(alice, document):
    preamble = document.sections.get(level=0)
    sitting = factories.start(alice, document, section=preamble)
    sections = document.statements.filter(pk__in=[i["statement"] for i in sitting.queue])
    assert {statement.section for statement in sections} == {preamble}


def test_reading_alone_puts_nothing_new_into_today(alice, document):
    section = document.sections.first()
    sittings.note_place(alice, document, section, paragraph=0, now=NOW)
    assert progress.today(alice, NOW).new == 0
    factories.start(alice, document)
    assert progress.today(alice, NOW).new > 0


def test_options_keep_their_order_at_every_look(document):
    carol = factories.create_user("carol", start_rung=0)
    attempt = next_question(factories.start(carol, document, mode="practise", kind="choice"))
    assert study.with_texts().get(pk=attempt.pk).options == attempt.options
    assert attempt.question.right_answers[0] in attempt.options


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_practised_and_its_key_is_right(alice, document, kind):
    sitting = factories.start(alice, document, mode="practise", kind=kind)
    attempt = next_question(sitting)
    assert attempt.kind == kind
    assert answer_right(attempt).verdict == "right"
    assert answer_right(attempt).score == 1


def test_practice_moves_no_memory(alice, document):
    sitting = factories.start(alice, document, mode="practise", kind="typed")
    answer_wrong(next_question(sitting))
    assert not Review.objects.filter(learner=alice).exists()
    assert not Memory.objects.filter(learner=alice).exists()


def test_a_miss_in_practice_returns_after_others(alice, document):
    sitting = factories.start(alice, document, mode="practise", kind="typed")
    missed = answer_wrong(next_question(sitting))
    sitting.refresh_from_db()
    assert [item["statement"] for item in sitting.queue].index(missed.statement_id) == 3


def test_practice_of_one_section_stays_in_it(alice, document):
    section = document.sections.get(label="二、")
    sitting = factories.start(alice, document, mode="practise", section=section)
    asked = {item["statement"] for item in sitting.queue}
    assert asked == {s.pk for s in factories.askable(document, section=section)}


def test_a_recitation_rates_every_part(alice, document):
    statement = next(s for s in factories.askable(document, kind="sentence") if len(s.parts) > 1)
    Standing.objects.create(learner=alice, statement=statement, rung=3, due=NOW)
    sitting = factories.start(alice, document, mode="review")
    attempt = next_question(sitting)
    assert attempt.kind == "recite"
    answer_right(attempt)
    rated = Memory.objects.filter(learner=alice, statement=statement)
    assert {memory.part for memory in rated} == {part.key for part in statement.parts}


def test_a_sitting_ends_when_its_queue_is_empty(alice, document):
    sitting = factories.start(alice, document)
    for _ in range(300):
        attempt = next_question(sitting)
        if attempt is None:
            break
        answer_right(attempt)
    sitting.refresh_from_db()
    assert sitting.finished_at is not None
    assert sitting.queue == []


def test_a_statement_whose_questions_were_retired_is_passed_over(alice, document):
    sitting = factories.start(alice, document, mode="practise", kind="typed")
    first = sitting.queue[0]["statement"]
    document.statements.get(pk=first).questions.update(retired_at=NOW)
    assert next_question(sitting).statement_id != first


def test_a_pair_of_blanks_is_stored_when_first_asked(alice, document):
    statement = next(s for s in factories.askable(document) if len(s.parts) >= 3)
    answer_right(next_question(factories.start(alice, document, statement=statement)))
    tomorrow = NOW + days(1)
    pair = next_question(
        factories.start(alice, document, mode="review", now=tomorrow), now=tomorrow
    ).question
    assert pair.key == "typed:" + "+".join(pair.part_keys)
    assert statement.questions.filter(key=pair.key).count() == 1


def test_two_members_of_a_free_list_are_right_in_either_place(alice, document):
    statement = next(s for s in factories.askable(document, kind="enumeration") if not s.ordered)
    answer_right(next_question(factories.start(alice, document, statement=statement)))
    tomorrow = NOW + days(1)
    pair = next_question(
        factories.start(alice, document, mode="review", now=tomorrow), now=tomorrow
    )
    swapped = study.Answer(responses=tuple(reversed(pair.question.right_answers)))
    assert study.record_answer(pair.pk, alice, swapped, now=tomorrow).verdict == "right"


def test_known_needs_every_part_tested(alice, document):
    statement = next(s for s in factories.askable(document) if len(s.parts) >= 2)
    answer_right(next_question(factories.start(alice, document, statement=statement)))
    assert Standing.objects.get(learner=alice, statement=statement).known_until is None


def test_what_is_due_tomorrow_is_counted_tomorrow(alice, document):
    sitting = factories.start(alice, document)
    answer_right(next_question(sitting))
    assert progress.today(alice, NOW + days(3)).due >= 1


def test_the_learners_limit_of_reviews_holds(alice, document):
    sittings.enrol(alice, document)
    for statement in factories.askable(document)[:5]:
        Standing.objects.create(learner=alice, statement=statement, rung=1, due=NOW)
    alice.reviews_per_day = 2
    assert len(factories.start(alice, mode="review").queue) == 2


def test_withdrawn_documents_are_not_asked(alice, document):
    sittings.enrol(alice, document)
    statement = factories.askable(document)[0]
    Standing.objects.create(learner=alice, statement=statement, rung=1, due=NOW)
    library.withdraw_document(document)
    with pytest.raises(sittings.NothingToStudy):
        factories.start(alice, mode="review")


def test_an_attempt_cannot_be_stored_half_answered(sitting):
    attempt = study.issue_attempt(sitting, now=NOW)
    attempt.verdict = "right"
    with pytest.raises(IntegrityError), transaction.atomic():
        attempt.save()


def test_unknown_zones_are_refused(alice):
    alice.zone = "Mars/Olympus"
    with pytest.raises(ValidationError):
        alice.full_clean()
