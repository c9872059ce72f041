"""The page of one statement: how well it is held, and whether it is asked."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from studyapp import progress, sittings, study
from studyapp.models import Attempt, Document, Memory, Standing
from tests import factories
from tests.factories import answer_wrong
from tests.forms import ENGLISH

pytestmark = pytest.mark.django_db


@pytest.fixture
def missed(alice, document):
    """A statement that Alice has just missed."""
    now = timezone.now()
    attempt = factories.next_question(factories.start(alice, document, now=now), now=now)
    answer_wrong(attempt, now=now)
    return attempt.statement


def page(client, statement):
    return client.get(statement.get_absolute_url(), headers=ENGLISH).content.decode()


def put_aside(client, statement, wish):
    return client.post(reverse("set_aside", args=[statement.pk]), {"wish": wish})


def test_it_shows_the_passage_the_parts_and_the_answers(client, missed):
    html = page(client, missed)
    assert missed.section.heading in html
    for part in missed.parts:
        assert part.text in html
    assert "✗ wrong" in html
    assert "It is asked today." in html


def test_an_unmet_statement_has_a_page_as_well(client, alice, document):
    assert "You have not met it yet." in page(client, factories.askable(document)[3])


def test_a_statement_of_a_closed_text_does_not_exist(client, missed):
    Document.objects.update(visibility="private")
    assert client.get(missed.get_absolute_url()).status_code == 404
    assert put_aside(client, missed, "known").status_code == 404


def test_it_needs_someone_signed_in(client, document):
    response = client.get(factories.askable(document)[0].get_absolute_url())
    assert response.status_code == 302


@pytest.mark.parametrize(
    ("wish", "words"),
    [("known", "You said that you know it"), ("rest", "It is set aside")],
)
def test_it_is_set_aside_listed_and_taken_back(client, alice, document, missed, wish, words):
    sittings.enrol(alice, document)
    put_aside(client, missed, wish)
    assert words in page(client, missed)
    plan = reverse("enrolment", args=[document.pk])
    assert list(client.get(plan).context["aside"]) == [missed]
    put_aside(client, missed, "back")
    assert not client.get(plan).context["aside"]
    assert not Standing.objects.get(statement=missed).is_aside


def test_it_is_put_into_today(client, alice, document):
    statement = factories.askable(document)[2]
    client.post(reverse("statement_today", args=[statement.pk]))
    assert progress.today(alice, timezone.now()).due == 1
    assert progress.planned(alice) == [document.pk]


def test_what_slips_again_and_again_says_so_here_and_among_the_mistakes(client, alice, missed):
    assert "again and again" not in page(client, missed)
    Memory.objects.filter(statement=missed).update(lapses=8)
    assert "slips again and again" in page(client, missed)
    html = client.get("/progress/mistakes/", headers=ENGLISH).content.decode()
    assert "slips again and again" in html
    assert 'class="passage"' in html


def test_a_new_statement_that_is_known_is_passed_over(client, alice, document):
    sitting = factories.start(alice, document, now=timezone.now())
    attempt = study.issue_attempt(sitting, now=timezone.now())
    assert (
        "I know this already"
        in client.get(attempt.get_absolute_url(), headers=ENGLISH).content.decode()
    )
    response = client.post(reverse("known", args=[attempt.pk]))
    following = Attempt.objects.get(pk=response.url.rstrip("/").rsplit("/", 1)[1])
    assert following.statement != attempt.statement
    assert Standing.objects.get(statement=attempt.statement).claimed_known_at is not None
    assert progress.today(alice, timezone.now()).new > 0


def test_nobody_passes_over_what_another_was_shown(client, alice, document):
    bob = factories.create_user("bob")
    attempt = study.issue_attempt(factories.start(bob, document), now=factories.NOW)
    assert client.post(reverse("known", args=[attempt.pk])).status_code == 404
    assert not Standing.objects.exists()


def test_a_question_is_not_passed_over_as_known(client, alice, document):
    """Only a new statement is; for others there is the page of the statement."""
    now = timezone.now()
    attempt = factories.next_question(factories.start(alice, document, now=now), now=now)
    client.post(reverse("known", args=[attempt.pk]))
    assert not Standing.objects.get(statement=attempt.statement).is_aside
