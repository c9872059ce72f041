"""Figures: what is due, what is known, by text and by section."""

from __future__ import annotations

import pytest

from studyapp import progress, replay
from studyapp.models import Enrolment, Section, Standing
from studyapp.progress import Mastery
from tests import factories
from tests.factories import NOW, answer_right, answer_wrong, days, next_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(alice):
    return replay.calendar_of(alice).day(NOW)


def study(learner, statement, *, answer=answer_right, now=NOW):
    """Meet one statement and answer its first question."""
    sitting = factories.start(learner, statement.document, statement=statement, now=now)
    answer(next_question(sitting, now=now), now=now)


def know(learner, statement, day):
    """Leave a standing that says a statement is known until a day."""
    Standing.objects.update_or_create(
        learner=learner, statement=statement, defaults={"known_until": day}
    )


def test_nothing_is_due_to_who_learns_nothing(alice):
    assert progress.today(alice, NOW) == progress.Today(due=0, new=0)


def test_new_statements_of_a_document_wait_within_the_limit(alice, document):
    factories.start(alice, document)
    alice.new_per_day = 2
    assert progress.today(alice, NOW) == progress.Today(due=0, new=2)


def test_what_was_answered_is_due_another_day(alice, document):
    study(alice, factories.askable(document)[0])
    assert progress.today(alice, NOW).due == 0
    assert progress.today(alice, NOW + days(30)).due == 1


def test_minutes_are_rounded_up():
    assert progress.Today(due=0, new=0).minutes == 0
    assert progress.Today(due=1, new=0).minutes == 1
    assert progress.Today(due=10, new=20).minutes == 12


def test_what_is_over_the_limit_of_reviews_waits(alice, document):
    for statement in factories.askable(document)[:2]:
        study(alice, statement)
    alice.reviews_per_day = 1
    found = progress.today(alice, NOW + days(30))
    assert (found.due, found.waiting) == (1, 1)


def test_what_waits_is_due_next_on_its_study_day(alice, document):
    study(alice, factories.askable(document)[0])
    standing = Standing.objects.get(learner=alice)
    assert progress.next_due(alice, NOW) == replay.calendar_of(alice).day(standing.due)


def test_nothing_waits_where_nothing_was_answered(alice, document):
    assert progress.next_due(alice, NOW) is None


def test_mastery_counts_key_statements_until_all_are_chosen(alice, document, day):
    factories.start(alice, document)
    key = len(factories.askable(document, is_key=True))
    assert progress.mastery(alice, [document], day)[document.pk].total == key
    Enrolment.objects.update(scope="all")
    everything = len(factories.askable(document))
    assert progress.mastery(alice, [document], day)[document.pk].total == everything > key


def test_a_known_statement_counts_by_its_importance(alice, document, day):
    statement = factories.askable(document, is_key=True)[0]
    know(alice, statement, day)
    found = progress.mastery(alice, [document], day)[document.pk]
    assert (found.known, found.met) == (1, 1)
    assert found.held == pytest.approx(statement.importance)
    assert 0 < found.share < 1


def test_what_was_known_until_yesterday_is_met_only(alice, document, day):
    know(alice, factories.askable(document, is_key=True)[0], day - days(1))
    found = progress.mastery(alice, [document], day)[document.pk]
    assert (found.known, found.met, found.percent) == (0, 1, 0)


def test_nobody_else_is_counted(alice, document, day):
    know(factories.create_user("bob"), factories.askable(document, is_key=True)[0], day)
    assert progress.mastery(alice, [document], day)[document.pk].met == 0


def test_a_stranger_sees_what_there_is_to_learn(document, day):
    found = progress.mastery(None, [document], day)[document.pk]
    assert found.total == len(factories.askable(document, is_key=True))
    assert (found.met, found.known) == (0, 0)


def test_sections_together_make_the_document(alice, document, day):
    know(alice, factories.askable(document, is_key=True)[0], day)
    sections = progress.section_mastery(alice, document, day)
    whole = progress.mastery(alice, [document], day)[document.pk]
    assert sum(sections.values(), start=Mastery()).total == whole.total


def test_a_section_holds_what_stands_below_it():
    chapter, article, other = (Section(pk=pk) for pk in (1, 2, 3))
    article.parent_id = 1
    own = {2: Mastery(total=3, known=1), 3: Mastery(total=5)}
    found = progress.with_subsections([chapter, article, other], own)
    assert {pk: each.total for pk, each in found.items()} == {1: 3, 2: 3, 3: 5}


def test_recall_is_predicted_only_for_what_was_tested(alice, document, day):
    first, *others = factories.askable(document)
    study(alice, first)
    assert set(progress.recall_by_statement(alice, [first, *others], day)) == {first.pk}


def test_a_stranger_is_predicted_nothing(document, day):
    assert progress.recall_by_statement(None, factories.askable(document), day) == {}


def test_figures_count_the_answers_of_the_day(alice, document, day):
    first, second, *_others = factories.askable(document)
    study(alice, first)
    study(alice, second, answer=answer_wrong)
    found = progress.figures(alice, day)
    assert (found.answered_today, found.right_percent) == (2, 50)


def test_figures_count_the_statements_that_the_text_counts(alice, document, day):
    """What practice met beyond the key statements is no part of the sum."""
    statement = document.statements.active().first()
    answer_right(next_question(factories.start(alice, document, statement=statement)))
    assert progress.figures(alice, day).met == 1
    type(statement).objects.filter(pk=statement.pk).update(is_key=False)
    assert progress.figures(alice, day).met == 0
    assert progress.mastery(alice, [document], day)[document.pk].met == 0


def test_figures_of_who_answered_nothing(alice, day):
    found = progress.figures(alice, day)
    assert (found.known, found.met, found.answered_today, found.right_percent) == (0, 0, 0, None)


def test_a_row_of_days_goes_on_until_today_is_over():
    today = NOW.date()
    row = [progress.StudyDay(today - days(ago), answers=ago % 5) for ago in range(10)]
    assert progress.streak(row) == 4


def test_a_row_of_days_is_broken_by_a_day_without_an_answer():
    today = NOW.date()
    row = [progress.StudyDay(today - days(ago), answers=int(ago > 1)) for ago in range(10)]
    assert progress.streak(row) == 0


def test_nothing_is_predicted_before_something_came_back(alice, document, day):
    study(alice, factories.askable(document)[0])
    assert progress.retention(alice, day, progress.changes(alice)) == ()


def test_the_text_read_last_comes_first(alice, document):
    other = factories.create_document(text=factories.TEXT.replace("山河", "江湖"))
    for at, each in enumerate((document, other)):
        factories.start(alice, each)
        Enrolment.objects.filter(document=each).update(read_at=NOW + days(at))
    assert [row.document for row in progress.reading(alice)] == [other, document]
