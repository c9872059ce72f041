"""The progress page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studyapp.models import Enrolment
from tests import factories
from tests.factories import answer_right, answer_wrong, next_question

pytestmark = pytest.mark.django_db
URL = "/progress/"


def study(learner, document, answer):
    now = timezone.now()
    sitting = factories.start(learner, document, now=now)
    answer(next_question(sitting, now=now), now=now)


def queries(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(URL)
    return len(captured)


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get(URL)["Location"].startswith(reverse("account_login"))


def test_who_has_learnt_nothing_is_shown_the_way(client, alice):
    html = client.get(URL, headers={"accept-language": "en"}).content.decode()
    assert "Nothing is learnt yet" in html
    assert 'class="button main" href="/"' in html


def test_what_was_answered_is_counted(client, alice, document):
    study(alice, document, answer_right)
    study(alice, document, answer_wrong)
    figures = client.get(URL).context["figures"]
    assert (figures.answered_today, figures.right_percent) == (2, 50)


def test_every_text_in_hand_is_listed_with_what_is_known(client, alice, document):
    study(alice, document, answer_right)
    html = client.get(URL).content.decode()
    assert document.title in html
    assert '<meter min="0" max="100"' in html


def test_others_answers_are_not_counted(client, alice, document):
    study(factories.create_user("bob"), document, answer_right)
    context = client.get(URL).context
    assert (context["figures"].met, context["rows"]) == (0, [])


def test_progress_asks_as_much_for_ten_texts_as_for_one(client, alice, document):
    study(alice, document, answer_right)
    few = queries(client)
    for number in range(9):
        text = factories.TEXT.replace("山河", f"江湖{number}")
        Enrolment.objects.create(learner=alice, document=factories.create_document(text=text))
    assert queries(client) == few
