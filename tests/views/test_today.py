"""Today: the welcome of a stranger, and what waits for a learner."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studyapp.models import Collection, Enrolment, Sitting, Standing, User
from tests import factories
from tests.forms import ENGLISH

pytestmark = pytest.mark.django_db


def page(client) -> str:
    return client.get("/", headers=ENGLISH).content.decode()


def filled_buttons(html: str) -> int:
    return len(re.findall(r'class="button main"', html))


def queries(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
    return len(captured)


# --- A stranger


def test_a_stranger_starts_with_one_tap(client, document):
    html = page(client)
    assert f'name="document" value="{document.pk}"' in html
    response = client.post(reverse("start"), {"mode": "learn", "document": document.pk})
    assert response["Location"].startswith("/study/attempts/")
    assert User.objects.get().is_guest


def test_looking_makes_nobody_a_guest(client, document):
    page(client)
    assert not User.objects.exists()


def test_one_button_is_filled(client, document):
    factories.create_another(1)
    assert filled_buttons(page(client)) == 1


def test_the_welcome_covers_terms_of_a_real_sentence(client, document):
    html = page(client)
    shown = html.partition("data-text>")[2].partition("</p>")[0]
    words = re.sub(r"<[^>]*>", "", shown)
    assert document.statements.filter(text=words).exists()
    assert "<span data-term" in shown


def test_without_guests_the_welcome_asks_to_sign_in(client, document, settings):
    settings.GUESTS = False
    html = page(client)
    assert "Sign in to start" in html
    assert "as a guest" not in html


def test_an_empty_site_offers_to_sign_in(client):
    html = page(client)
    assert reverse("account_login") in html
    assert filled_buttons(html) == 0


def test_the_welcome_asks_as_much_for_six_texts_as_for_one(client, document):
    few = queries(client)
    for number in range(8):
        factories.create_another(number)
    assert queries(client) == few


def test_what_was_published_last_does_not_push_the_samples_off_the_front(client, document):
    shelf = Collection.objects.create(name="samples")
    shelf.entries.create(document=document)
    for number in range(4):
        factories.create_another(number)
    shown = client.get("/").context["samples"]
    assert shown[0][0] == document
    assert len(shown) == 3


# --- A learner


def test_who_has_begun_nothing_chooses_a_text(client, alice, document):
    html = page(client)
    assert "Choose a text to begin with" in html
    assert document.title in html
    assert filled_buttons(html) == 1


def test_what_waits_is_said_in_words(client, alice, document):
    factories.start(alice, document, now=timezone.now())
    new = client.get("/").context["today"].new
    html = page(client)
    assert f"{new} sentences today" in html
    assert "minute" in html
    assert filled_buttons(html) == 1


def test_the_one_button_starts_what_waits(client, alice, document):
    factories.start(alice, document, now=timezone.now())
    Sitting.objects.all().delete()
    assert client.post(reverse("start"), {"mode": "learn"}).status_code == 303
    assert Sitting.objects.get().mode == "learn"


def rest(learner, document):
    """Leave a learner with nothing to do until the day after tomorrow."""
    later = timezone.now() + factories.days(2)
    for statement in factories.askable(document):
        Standing.objects.create(learner=learner, statement=statement, due=later)
    Enrolment.objects.create(learner=learner, document=document, read_at=timezone.now())


def test_when_nothing_is_due_the_text_can_be_read_on(client, alice, document):
    rest(alice, document)
    html = page(client)
    assert "Nothing is due" in html
    assert f'class="button main" href="{reverse("read", args=[document.pk])}"' in html
    assert filled_buttons(html) == 1


def test_the_place_read_to_is_named(client, alice, document):
    section = document.sections.get(position=2)
    Enrolment.objects.create(learner=alice, document=document, place=section)
    assert section.heading in page(client)


def test_more_than_the_limit_of_reviews_waits_until_tomorrow(client, alice, document):
    rest(alice, document)
    Standing.objects.update(due=timezone.now() - factories.days(1))
    alice.reviews_per_day = 0
    alice.save()
    html = page(client)
    assert "Enough for today" in html
    assert f"{Standing.objects.count()} more are due" in html


def test_the_text_read_last_is_read_on(client, alice, document):
    other = factories.create_another(1)
    factories.start(alice, document, now=timezone.now())
    Enrolment.objects.create(learner=alice, document=other, read_at=timezone.now())
    html = page(client)
    assert "Continue reading" in html
    assert f'class="button" href="{reverse("read", args=[other.pk])}"' in html


def test_the_plan_is_in_the_learners_own_order(client, alice, document):
    first = factories.create_another(1)
    for position, each in enumerate([first, document]):
        Enrolment.objects.create(learner=alice, document=each, position=position)
    rows = client.get("/").context["rows"]
    assert [enrolment.document for enrolment, _mastery, _goal in rows] == [first, document]


def test_others_learners_texts_are_not_shown(client, alice, document):
    bob = factories.create_user("bob")
    Enrolment.objects.create(learner=bob, document=document)
    assert client.get("/").context["rows"] == []


def test_a_withdrawn_text_is_no_longer_in_hand(client, alice, document):
    Enrolment.objects.create(learner=alice, document=document)
    document.status = "withdrawn"
    document.save()
    assert client.get("/").context["rows"] == []


def test_a_guest_is_told_where_the_answers_are(client, document):
    client.force_login(factories.create_user("guest-1", guest=True))
    assert "Register to keep them" in page(client)


def test_today_asks_as_much_for_ten_texts_as_for_one(client, alice, document):
    Enrolment.objects.create(learner=alice, document=document)
    few = queries(client)
    for number in range(9):
        Enrolment.objects.create(learner=alice, document=factories.create_another(number))
    assert queries(client) == few
