"""An amended text: what changed is asked soon, and nothing else moves for anyone who learns it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from studyapp import amendments, library, replay, sittings, study
from studyapp.models import Memory, Review, Standing, Statement
from tests import factories
from tests.factories import TEXT, answer_right, next_question
from tests.forms import HTMX, fields, text_of

pytestmark = pytest.mark.django_db
CHANGED = "理事会由七名理事组成，任期三年。"


def revise(document, text):
    library.import_document(text.encode(), revise=document)


def learn_all(learner, document, *, days_ago=3):
    """Every statement met, and a part of each answered right."""
    now = timezone.now() - timedelta(days=days_ago)
    learner.new_per_day = 100
    learner.save()
    sittings.enrol(learner, document)
    learner.enrolments.update(scope="all")
    for statement in factories.askable(document):
        sitting = factories.start(learner, statement=statement, now=now)
        answer_right(next_question(sitting, now=now), now=now)


def stands(learner):
    return {s.statement_id: s for s in Standing.objects.filter(learner=learner)}


def due_of(learner):
    return {pk: standing.due for pk, standing in stands(learner).items()}


def memories(learner):
    fields = ("statement", "part", "stability", "difficulty", "due", "moved")
    return set(Memory.objects.filter(learner=learner).values_list(*fields))


def test_only_the_reworded_statement_is_asked_again(alice, document):
    learn_all(alice, document)
    before = due_of(alice)
    changed = document.statements.get(text=CHANGED)
    added = TEXT.replace("任期三年", "任期五年") + "\n三、附则\n\n本章程自发布之日起施行。\n"
    revise(document, added)
    after = due_of(alice)
    assert [pk for pk, due in after.items() if due != before[pk]] == [changed.pk]
    assert after[changed.pk] <= timezone.now()
    assert [pk for pk, s in stands(alice).items() if s.revised] == [changed.pk]


def test_what_was_remembered_of_a_reworded_statement_stays(alice, document):
    learn_all(alice, document)
    before = memories(alice)
    revise(document, TEXT.replace("任期三年", "任期五年"))
    assert memories(alice) == before


def test_a_change_outside_the_parts_makes_the_weakest_of_them_due(alice, document):
    statement = document.statements.get(text=CHANGED)
    library.set_marks(statement, [(4, 6), (13, 15)])
    learn_all(alice, document)
    revise(document, TEXT.replace("理事组成，任期", "理事选举组成，任期"))
    statement.refresh_from_db()
    assert [statement.text[a:b] for a, b in statement.marks] == ["七名", "三年"]
    (moved,) = Memory.objects.filter(learner=alice, statement=statement, moved=True)
    review = Review.objects.get(learner=alice, statement=statement, cause="revised")
    assert (review.part, review.due) == (moved.part, moved.due)
    assert stands(alice)[statement.pk].due <= timezone.now()


def test_the_replay_of_a_history_with_an_amendment_gives_the_same_memories(alice, document):
    learn_all(alice, document)
    revise(document, TEXT.replace("理事组成，任期", "理事选举组成，任期"))
    before, due = memories(alice), due_of(alice)
    for statement in Statement.objects.filter(pk__in=due):
        replay.restore_statement(alice, statement)
    assert memories(alice) == before
    assert due_of(alice) == due


def test_an_answer_settles_the_amendment(alice, document):
    learn_all(alice, document)
    changed = document.statements.get(text=CHANGED)
    revise(document, TEXT.replace("任期三年", "任期五年"))
    now = timezone.now()
    sitting = factories.start(alice, mode="review", now=now)
    attempt = next_question(sitting, now=now)
    while attempt.statement_id != changed.pk:
        answer_right(attempt, now=now)
        attempt = next_question(sitting, now=now)
    answer_right(attempt, now=now)
    assert not stands(alice)[changed.pk].revised


def test_a_former_text_put_back_is_asked_again_and_its_memories_count(alice, document):
    learn_all(alice, document)
    before = memories(alice)
    first = document.revisions.get()
    revise(document, TEXT.replace("任期三年", "任期五年"))
    library.restore(first, by=None)
    assert memories(alice) >= {m for m in before if not m[-1]}
    assert document.statements.get(text=CHANGED).version == 3


def test_what_is_suspended_stays_so_and_a_claim_to_know_the_old_words_ends(alice, document):
    learn_all(alice, document)
    statement = document.statements.get(text=CHANGED)
    mine = Standing.objects.filter(learner=alice, statement=statement)
    mine.update(suspended_at=timezone.now())
    revise(document, TEXT.replace("任期三年", "任期五年"))
    assert not mine.get().revised
    mine.update(suspended_at=None, claimed_known_at=timezone.now())
    revise(document, TEXT.replace("任期三年", "任期七年"))
    assert mine.get().claimed_known_at is None


def test_what_an_editor_marked_stays_marked_when_the_rest_is_reworded(document):
    statement = document.statements.get(text=CHANGED)
    library.set_marks(statement, [(6, 8)])
    revise(document, TEXT.replace("任期三年", "任期五年"))
    statement.refresh_from_db()
    assert [statement.text[a:b] for a, b in statement.marks] == ["理事"]
    assert statement.marks_edited


def test_a_statement_retired_is_not_asked_and_its_memories_are_kept(alice, document):
    learn_all(alice, document)
    before = memories(alice)
    revise(document, TEXT.replace(CHANGED, ""))
    now = timezone.now() + timedelta(days=400)
    due = sittings.due_statements(alice, now)
    assert document.statements.get(text=CHANGED).pk not in due
    assert memories(alice) == before


def test_many_learners_are_written_in_batches(monkeypatch, document, django_assert_max_num_queries):
    for number in range(5):
        learner = factories.create_user(f"learner{number}")
        sitting = factories.start(learner, document)
        answer_right(next_question(sitting))
    statement = Statement.objects.filter(standings__isnull=False).first()
    each = amendments.Amended(statement, frozenset(part.key for part in statement.parts))
    monkeypatch.setattr(amendments, "BATCH", 2)
    with django_assert_max_num_queries(20):
        assert amendments.ask_again([each], now=timezone.now()) == 5


# --- Told where it is shown


MARK = '<span class="revised"'


@pytest.fixture
def reworded(client, alice, document):
    """A statement whose words changed since alice answered it; she is signed in."""
    learn_all(alice, document)
    revise(document, TEXT.replace("任期三年", "任期五年"))
    client.force_login(alice)
    return document.statements.get(text=CHANGED.replace("三年", "五年"))


def test_its_question_tells_that_the_words_changed_until_it_is_answered(client, alice, reworded):
    now = timezone.now()
    attempt = next_question(factories.start(alice, statement=reworded, now=now), now=now)
    assert attempt.is_revised
    asked = client.get(attempt.get_absolute_url())
    assert text_of(asked).count(MARK) == 1
    answered = client.post(attempt.get_absolute_url(), fields(attempt), headers=HTMX)
    assert MARK not in text_of(answered)
    assert MARK not in text_of(client.get(attempt.get_absolute_url()))


def test_what_comes_ahead_tells_it_too(alice, reworded):
    now = timezone.now()
    sitting = factories.start(alice, statement=reworded, now=now)
    issued = study.issue_ahead(sitting, now=now)
    again = study.issued_ahead(sitting, now=now)
    for attempts in (issued, again):
        assert attempts
        assert all(attempt.is_revised for attempt in attempts)


def test_its_own_page_and_the_text_tell_it_to_whom_it_concerns(client, reworded):
    place = reverse("section", args=[reworded.document_id, reworded.section.position])
    page = client.get(place).url
    for url in (reworded.get_absolute_url(), page):
        assert client.get(url).content.decode().count(MARK) == 1
    client.force_login(factories.create_user("bob"))
    for url in (reworded.get_absolute_url(), page):
        assert MARK not in client.get(url).content.decode()


def test_practice_leaves_it_told(client, alice, reworded):
    now = timezone.now()
    sitting = factories.start(alice, statement=reworded, mode="practise", now=now)
    answer_right(study.issue_attempt(sitting, now=now), now=now)
    assert stands(alice)[reworded.pk].revised
