"""What answering and asking cost: a fixed number of queries, each with its reason."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp import study
from studyapp.models import Sitting
from tests import factories
from tests.forms import HTMX, fields

pytestmark = pytest.mark.django_db

CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")

ANSWERING = [
    "SELECT session",  # who is signed in on this browser
    "SELECT user",  # the learner: zone, limits, display
    "SELECT attempt",  # is it theirs, and how are its fields to be read
    "SELECT user",  # held: of two answers at once the second waits here
    "SELECT attempt",  # again, as the first has left it
    "SELECT standing",  # where the learner is on the ladder, and when it was answered last
    "UPDATE attempt",  # the answer and its marks
    "SELECT memory",  # what is remembered of the statement's parts
    "INSERT review",  # one row a part, together
    "INSERT memory",  # the memories that the reviews leave, together
    "UPDATE standing",  # rung, due, known until
    "UPDATE sitting",  # the queue moves on
    "SELECT correction",  # what the answer counts as now: a repeated POST may find it undone
]
ASKING = [
    "SELECT session",
    "SELECT user",
    "SELECT sitting",  # is it theirs
    "SELECT user",  # held: of two that ask for the next, the second waits here
    "SELECT sitting",  # its queue, as the first has left it
    "SELECT attempt",  # those issued already, with all that their pages show
]
ISSUING = [
    *ASKING,
    "SELECT attempt",  # the last position given away
    "SELECT statement",  # those that lack an attempt, with section, document and standing
    "SELECT question",  # all of theirs, of which one each is chosen
    "SELECT memory",  # by which it is chosen
    "INSERT attempt",  # together: their options and the order of these are fixed from now on
]


def queries(act):
    """What was sent to the database, as verb and table; transaction control is not counted."""
    with CaptureQueriesContext(connection) as captured:
        act()
    sent = [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(CONTROL)]
    return [
        f"{sql.split()[0]} {re.search(r'(?:django|studyapp)_([a-z]+)', sql)[1]}" for sql in sent
    ]


@pytest.fixture
def review(alice):
    """A review on the day after the first meeting: rated, of parts new and known."""
    document = factories.create_document()
    sitting = factories.start(alice, document)
    for _ in range(3):
        factories.answer_right(factories.next_question(sitting))
    later = factories.NOW + factories.days(1)
    sitting = factories.start(alice, document, mode="review", now=later)
    return study.issue_attempt(sitting, now=later)


@pytest.mark.parametrize("right", [True, False])
def test_an_answer_costs_thirteen_queries(client, review, right):
    answer = fields(review, right=right)
    made = queries(lambda: client.post(review.get_absolute_url(), answer, headers=HTMX))
    assert made == ANSWERING


def test_showing_the_next_question_costs_six_queries_where_it_came_ahead(client, review):
    client.post(review.get_absolute_url(), fields(review), headers=HTMX)
    url = reverse("next_attempt", args=[review.sitting_id])
    assert queries(lambda: client.post(url, headers=HTMX)) == ASKING


@pytest.mark.parametrize("count", [1, 6])
def test_issuing_costs_the_same_for_one_question_and_for_six(client, alice, count):
    document = factories.create_document()
    ids = [statement.pk for statement in factories.askable(document, kind="sentence")]
    choice = {"mode": "practise", "kind": "recite", "statements": ids[:count]}
    sitting = factories.start(alice, document, **choice)
    Sitting.objects.filter(pk=sitting.pk).update(mode="review")
    url = reverse("next_attempt", args=[sitting.pk])
    made = queries(lambda: client.post(url, headers=HTMX))
    assert [query for query in made if query != "INSERT question"] == ISSUING
    assert sitting.attempts.count() == count


def test_a_summary_does_not_cost_more_for_a_longer_sitting(client, alice):
    document = factories.create_document()
    sitting = factories.start(alice, document, mode="practise")
    costs = []
    for _ in range(2):
        for _ in range(3):
            factories.answer_wrong(factories.next_question(sitting))
        costs.append(len(queries(lambda: client.get(sitting.get_absolute_url()))))
    assert costs[0] == costs[1]
