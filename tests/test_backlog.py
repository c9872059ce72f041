"""After a break: what has waited is spread over days, the weakest first."""

from __future__ import annotations

import pytest

from studyapp import backlog, memory, progress, replay, sittings, study
from studyapp.models import Memory, Review, Standing, User
from tests import factories
from tests.factories import NOW, answer_right, answer_wrong, days, minutes

pytestmark = pytest.mark.django_db
BACK = NOW + days(30)


@pytest.fixture(scope="module")
def month_ago(lasting_db):
    """Alice met everything of three texts a month ago; some of it was missed, some only read."""
    alice = factories.create_user("alice", new_per_day=100)
    for number in range(3):
        text = factories.TEXT.replace("山河", f"江湖{number}")
        enrolment = sittings.enrol(alice, factories.create_document(text=text))
        enrolment.scope = "all"
        enrolment.save()
    for _sitting in range(9):
        try:
            sitting = factories.start(alice, now=NOW)
        except sittings.NothingToStudy:
            break
        answer_all(sitting)


def answer_all(sitting):
    for number in range(25):
        sitting.refresh_from_db()
        attempt = study.issue_attempt(sitting, now=NOW + minutes(number))
        if attempt is None:
            break
        answer = answer_wrong if number % 9 == 4 else answer_right
        answer(attempt, now=NOW + minutes(number))


@pytest.fixture
def alice(month_ago):
    return User.objects.get(username="alice")


@pytest.fixture
def waiting(alice):
    return list(Standing.objects.filter(learner=alice))


def recall(learner, standing):
    held = replay.memories_of(learner, standing.statement)
    parts = [held.get(part.key) for part in standing.statement.parts]
    return memory.whole_recall(parts, replay.calendar_of(learner).day(BACK))


def test_a_few_that_wait_are_no_backlog():
    assert backlog.choices(backlog.LEAST - 1) == ()
    assert backlog.choices(0) == ()


def test_each_choice_holds_all_that_waits_and_one_is_suggested():
    for waiting in (backlog.LEAST, 131, 10_000):
        shares = backlog.choices(waiting)
        assert all(share.days * share.a_day >= waiting for share in shares)
        assert sum(share.suggested for share in shares) == 1


def test_what_was_told_is_what_arrives(alice, waiting):
    count = progress.today(alice, BACK).overdue
    assert count == len(waiting) >= backlog.LEAST
    share = next(share for share in backlog.choices(count) if share.days == 5)
    assert backlog.spread(alice, days=5, now=BACK) == count
    arriving = [each.due for each in progress.forecast(alice, BACK)]
    assert arriving[:4] == [share.a_day] * 4
    assert sum(arriving) == count
    assert progress.today(alice, BACK).due == share.a_day


def test_the_weakest_are_asked_first(alice, waiting):
    before = {standing.pk: recall(alice, standing) for standing in waiting}
    backlog.spread(alice, days=5, now=BACK)
    placed = Standing.objects.filter(learner=alice)
    recalls = [recall for _due, recall in sorted((s.due, before[s.pk]) for s in placed)]
    assert recalls == sorted(recalls)
    assert recalls[0] < recalls[-1]


def test_nobody_is_asked_twice_how_to_spread(alice, waiting):
    backlog.spread(alice, days=2, now=BACK)
    assert progress.today(alice, BACK).overdue == 0
    assert progress.today(alice, BACK + days(3)).overdue == len(waiting)


def test_memories_keep_their_strength_and_their_replay(alice, waiting):
    before = {m.pk: (m.stability, m.lapses) for m in Memory.objects.filter(learner=alice)}
    backlog.spread(alice, days=5, now=BACK)
    for pk, kept in before.items():
        held = Memory.objects.get(pk=pk)
        assert (held.stability, held.lapses) == kept
    for standing in Standing.objects.filter(learner=alice):
        due = standing.due
        replay.restore_statement(alice, standing.statement)
        standing.refresh_from_db()
        assert standing.due == due
    assert Review.objects.filter(learner=alice, cause="spread").exists()


def test_the_backlog_of_one_learner_moves_nothing_of_another(alice, waiting):
    bob = factories.create_user("bob")
    statement = waiting[0].statement
    sittings.enrol(bob, statement.document)
    due = NOW + days(2)
    other = Standing.objects.create(learner=bob, statement=statement, due=due)
    backlog.spread(alice, days=5, now=BACK)
    other.refresh_from_db()
    assert other.due == due


def test_the_queries_do_not_grow_with_the_backlog(alice, waiting, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        backlog.spread(alice, days=5, now=BACK)


def test_today_offers_the_choice_and_spreads(client, alice, waiting):
    client.force_login(alice)
    count = client.get("/").context["today"].overdue
    assert count == len(waiting)
    assert client.post("/backlog/spread/", {"days": "5"}).status_code == 303
    context = client.get("/").context
    assert context["today"].overdue == 0
    assert context["spreads"] == ()


@pytest.mark.parametrize("wanted", ["", "0", "1", "99999", "five", "５"])
def test_a_number_of_days_that_was_not_offered_moves_nothing(client, alice, waiting, wanted):
    client.force_login(alice)
    assert client.post("/backlog/spread/", {"days": wanted}).status_code == 303
    assert not Review.objects.filter(cause="spread").exists()
