"""Texts in hand: order, rest, scope, new a day and the day that counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studyapp import corrections, progress, replay, sittings
from studyapp.models import Enrolment
from tests import factories
from tests.factories import NOW, answer_right, answer_wrong, days, next_question
from tests.forms import ENGLISH

pytestmark = pytest.mark.django_db


@pytest.fixture
def documents(alice):
    found = [factories.create_another(number) for number in range(3)]
    for document in found:
        sittings.enrol(alice, document)
    return found


def order(learner):
    return [enrolment.document for enrolment in progress.enrolments(learner)]


def url(name, document):
    return reverse(name, args=[document.pk])


def save(client, document, **fields):
    return client.post(url("enrolment", document), {"scope": "key"} | fields)


def new_documents(learner, now=NOW):
    """The documents that today's new statements come from, in their order."""
    day = replay.calendar_of(learner).day(now)
    room = sittings.new_left(learner, day)
    return [statement.document for statement in sittings.new_of_day(learner, day)[:room]]


def test_a_text_moves_up_and_down(client, alice, documents):
    first, second, third = documents
    client.post(url("move_enrolment", third), {"way": "up"})
    assert order(alice) == [first, third, second]
    client.post(url("move_enrolment", first), {"way": "down"})
    assert order(alice) == [third, first, second]


def test_the_first_text_cannot_move_up(client, alice, documents):
    client.post(url("move_enrolment", documents[0]), {"way": "up"})
    assert order(alice) == documents


def test_the_button_that_moved_a_text_keeps_the_focus(client, alice, documents):
    response = client.post(url("move_enrolment", documents[2]), {"way": "up"}, follow=True)
    html = response.content.decode()
    assert html.count("autofocus") == 1
    assert 'value="up" autofocus' in html


def test_new_statements_come_in_the_order_of_the_texts(client, alice, documents):
    client.post(url("move_enrolment", documents[2]), {"way": "up"})
    client.post(url("move_enrolment", documents[2]), {"way": "up"})
    assert new_documents(alice)[0] == documents[2]


def test_a_limit_of_one_text_leaves_room_for_the_next(client, alice, documents):
    save(client, documents[0], new_per_day=2)
    assert new_documents(alice)[:3] == [documents[0], documents[0], documents[1]]


def test_what_was_met_today_counts_against_the_limit_of_its_text(client, alice, documents):
    save(client, documents[0], new_per_day=1)
    answer_right(next_question(factories.start(alice, documents[0])))
    assert documents[0] not in new_documents(alice)
    assert documents[0] in new_documents(alice, NOW + days(1))


def test_a_limit_of_none_asks_nothing_new_of_that_text(client, alice, documents):
    save(client, documents[0], new_per_day=0)
    assert documents[0] not in new_documents(alice)


def test_a_resting_text_asks_nothing_until_it_is_taken_up(client, alice, documents):
    answer_right(next_question(factories.start(alice, documents[0])))
    later = NOW + days(30)
    due = progress.today(alice, later).due
    assert due > 0
    client.post(url("pause_enrolment", documents[0]), {"paused": "1"})
    assert progress.today(alice, later).due == 0
    assert sum(each.due for each in progress.forecast(alice, later)) == 0
    assert documents[0] not in new_documents(alice)
    client.post(url("pause_enrolment", documents[0]), {"paused": "0"})
    assert progress.today(alice, later).due == due


def test_a_text_that_was_only_read_is_told_so_and_can_be_put_into_the_plan(client, alice):
    document = factories.create_another(7)
    section = document.sections.first()
    client.post(url("place", document), {"section": section.position, "paragraph": 0})
    pages = (reverse("today"), reverse("enrolments"), url("enrolment", document))
    shown = [client.get(page, headers=ENGLISH).content.decode() for page in pages]
    assert all("only read so far" in page and "resting" not in page for page in shown)
    assert "Put into the plan" in client.get(document.get_absolute_url(), headers=ENGLISH).text
    assert document not in new_documents(alice)
    client.post(url("pause_enrolment", document), {"paused": "0"})
    assert document in new_documents(alice)
    shown = [client.get(page, headers=ENGLISH).content.decode() for page in pages]
    assert not any("only read so far" in page for page in shown)


def test_a_text_that_nobody_read_rests_and_is_not_said_to_have_been_read(client, alice, documents):
    document = documents[0]
    client.post(url("pause_enrolment", document), {"paused": "1"})
    pages = (reverse("today"), reverse("enrolments"), url("enrolment", document))
    shown = [client.get(page, headers=ENGLISH).text for page in pages]
    assert all("resting" in page and "only read" not in page for page in shown)
    assert "Take it up again" in shown[-1]
    assert client.get(document.get_absolute_url(), headers=ENGLISH).context["is_planned"]


def test_what_is_put_into_today_takes_its_text_up_again(client, alice, documents):
    missed = answer_wrong(next_question(factories.start(alice, documents[0])))
    client.post(url("pause_enrolment", documents[0]), {"paused": "1"})
    corrections.put_into_today(alice, [missed], now=NOW + days(3))
    assert missed.statement_id in sittings.due_statements(alice, NOW + days(3))


def test_scope_limit_and_day_are_saved(client, alice, documents):
    response = save(client, documents[0], scope="all", new_per_day=7, goal_date="2030-05-01")
    assert response["Location"] == url("enrolment", documents[0])
    saved = Enrolment.objects.get(document=documents[0])
    assert (saved.scope, saved.new_per_day, str(saved.goal_date)) == ("all", 7, "2030-05-01")


@pytest.mark.parametrize(
    "wrong",
    [{"scope": "some"}, {"new_per_day": "-1"}, {"new_per_day": "10001"}, {"goal_date": "soon"}],
)
def test_what_makes_no_sense_is_refused_with_a_reason(client, alice, documents, wrong):
    response = save(client, documents[0], **wrong)
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert Enrolment.objects.get(document=documents[0]).new_per_day is None


def test_the_day_that_counts_says_how_much_a_day_that_makes(alice, documents):
    day = replay.calendar_of(alice).day(NOW)
    enrolment = Enrolment(goal_date=day + timedelta(days=4))
    found = progress.goal(enrolment, progress.Mastery(total=12, met=1), day)
    assert (found.days, found.left, found.a_day) == (5, 11, 3)


def test_a_day_that_has_passed_has_no_days_left(alice, documents):
    day = replay.calendar_of(alice).day(NOW)
    enrolment = Enrolment(goal_date=day - timedelta(days=1))
    assert progress.goal(enrolment, progress.Mastery(total=12), day).days == 0


@pytest.mark.parametrize("name", ["enrolment", "move_enrolment", "pause_enrolment"])
def test_what_is_not_in_hand_is_not_found(client, alice, name):
    bob = factories.create_user("bob")
    document = factories.create_another(9)
    sittings.enrol(bob, document)
    assert client.post(url(name, document), {"scope": "all"}).status_code == 404
    assert Enrolment.objects.get().scope == "key"


@pytest.mark.parametrize("name", ["move_enrolment", "pause_enrolment"])
def test_looking_changes_nothing(client, alice, documents, name):
    assert client.get(url(name, documents[0])).status_code == 405


def test_the_map_of_a_text_shows_each_statement_once(client, alice, documents):
    answer_right(next_question(factories.start(alice, documents[0])))
    context = client.get(url("enrolment", documents[0])).context
    cells = [level for _section, _mastery, levels in context["rows"] for level in levels]
    cells += context["headings"][1] or []
    assert len(cells) == context["mastery"].total
    assert sum(level != "0" for level in cells) == context["mastery"].met > 0


def test_who_has_nothing_in_hand_is_shown_the_library(client, alice):
    html = client.get(reverse("enrolments"), headers=ENGLISH).content.decode()
    assert "No text is in hand yet" in html


@pytest.mark.parametrize("address", ["/enrolments/", "/", "/progress/"])
def test_ten_texts_cost_no_more_queries_than_three(client, alice, documents, address):
    answer_right(next_question(factories.start(alice, documents[0], now=timezone.now())))

    def cost():
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    few = cost()
    for number in range(3, 10):
        sittings.enrol(alice, factories.create_another(number))
    assert cost() == few
