"""What the study pages answer to bad input, forged addresses and expired logins."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from studyapp import study
from studyapp.middleware import DRAFT
from studyapp.models import Attempt, Correction, Sitting
from tests import factories
from tests.forms import HTMX, KINDS, fields

pytestmark = pytest.mark.django_db

ATTEMPT_PAGES = ("attempt", "hint", "undo", "override")
SITTING_PAGES = ("next_attempt", "finish", "into_today")


def text_of(response):
    return response.content.decode()


# --- What is not one's own


@pytest.mark.parametrize("name", ATTEMPT_PAGES)
def test_an_attempt_of_another_is_not_there(client, ask, name):
    theirs = ask(learner=factories.create_user("bob"))
    assert client.post(reverse(name, args=[theirs.pk])).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.answered, theirs.hints, Correction.objects.count()) == (False, 0, 0)


@pytest.mark.parametrize("name", ATTEMPT_PAGES)
def test_a_forged_attempt_is_not_there(client, alice, name):
    assert client.post(reverse(name, args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("name", SITTING_PAGES)
def test_a_sitting_of_another_is_not_there(client, ask, name):
    theirs = ask(learner=factories.create_user("bob")).sitting
    assert client.post(reverse(name, args=[theirs.pk])).status_code == 404
    assert client.get(theirs.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("number", [999, 2**31, 2**63, 2**64, 10**30])
def test_a_forged_sitting_is_not_there(client, alice, number):
    assert client.get(reverse("sitting", args=[number])).status_code == 404
    assert client.post(reverse("finish", args=[number])).status_code == 404


@pytest.mark.parametrize(
    "wanted",
    [{}, {"mode": "x"}, {"mode": "learn", "document": "9" * 30}, {"mode": "practise"}],
)
def test_a_forged_start_is_not_there(client, alice, wanted):
    assert client.post(reverse("start"), wanted).status_code == 404
    assert not Sitting.objects.exists()


def test_a_private_text_of_another_cannot_be_studied(client, alice, document):
    document.owner, document.visibility = factories.create_user("bob"), "private"
    document.save()
    wanted = {"mode": "learn", "document": document.pk}
    assert client.post(reverse("start"), wanted).status_code == 404


@pytest.mark.parametrize("name", [*ATTEMPT_PAGES[1:]])
def test_looking_changes_nothing(client, ask, name):
    assert client.get(reverse(name, args=[ask().pk])).status_code == 405


# --- Answers of any content


def test_an_answer_too_long_is_refused_in_place_with_the_text_kept(client, ask, settings):
    settings.ANSWER_LIMIT = 20
    attempt = ask()
    long = "很长的回答" * 5
    response = client.post(attempt.get_absolute_url(), {"answer": long}, headers=HTMX)
    assert response.status_code == 422
    assert f'value="{long}"' in text_of(response)
    assert 'aria-invalid="true" aria-describedby="problem"' in text_of(response)
    attempt.refresh_from_db()
    assert not attempt.answered


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_at_all_is_no_answer(client, ask, kind):
    attempt = ask(kind)
    response = client.post(attempt.get_absolute_url(), {"answer": ["", "  "]})
    assert response.status_code == 422
    assert response.context["problem"]


@pytest.mark.parametrize("number", ["-1", "9", "99999999999", "²", "一", "0x0", "1.0"])
def test_an_option_that_was_not_offered_is_no_answer(client, ask, number):
    attempt = ask("choice")
    assert client.post(attempt.get_absolute_url(), {"answer": number}).status_code == 422


ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    ["\x00", "😀" * 9, "\u202e正\u200b", "‘\u0301" * 5, "[[", "{{ 1 }}", "<b>", "1/0", "九" * 50]
)
NAMES = st.sampled_from(
    ["answer", "action", "touched", "shown_at", "submitted_at", "place-0", "place-1", "right"]
)


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_of_any_content_breaks_the_site(ask, alice, kind):
    client = Client()
    client.force_login(alice)
    attempt = ask(kind)
    never_answered = {"received_at": None, "verdict": "", "score": None, "study_day": None}

    @hypothesis_settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(data=st.dictionaries(NAMES, st.lists(ANY_TEXT, max_size=6)))
    def check(data):
        Attempt.objects.exclude(pk=attempt.pk).delete()
        Attempt.objects.update(**never_answered, grades=[], response=None, hints=0)
        Sitting.objects.update(done=0)
        for name in ("hint", "attempt"):
            response = client.post(reverse(name, args=[attempt.pk]), data, headers=HTMX)
            assert response.status_code in (200, 422)
        assert client.get(attempt.get_absolute_url()).status_code == 200
        assert client.get(attempt.sitting.get_absolute_url()).status_code == 200

    check()


def test_what_was_typed_is_shown_as_text(client, ask):
    attempt = ask()
    typed = {"answer": "<script>x</script>"}
    response = client.post(attempt.get_absolute_url(), typed, headers=HTMX)
    assert "<script>x" not in text_of(response)
    assert "&lt;script&gt;x" in text_of(response)


# --- An expired login


@pytest.fixture
def expired(client, ask):
    """An answer that met an expired login, after which the learner signed in again."""
    attempt = ask("list")
    client.logout()
    refused = client.post(attempt.get_absolute_url(), {"answer": ["借阅权", "", "推荐权"]})
    signed_in = client.post(refused["Location"], {"login": "alice", "password": "correct horse"})
    assert signed_in["Location"] == attempt.get_absolute_url()
    return attempt


def test_an_expired_login_returns_to_the_question_with_what_was_typed(client, expired):
    page = text_of(client.get(expired.get_absolute_url()))
    typed = re.findall(r'class="line" name="answer" value="([^"]*)"', page)
    assert typed[:3] == ["借阅权", "", "推荐权"]


def test_what_was_kept_is_dropped_once_it_is_answered(client, expired):
    client.post(expired.get_absolute_url(), fields(expired))
    assert DRAFT not in client.session


def test_what_was_kept_is_for_its_own_question_only(client, expired, ask):
    assert 'value="借阅权"' not in text_of(client.get(ask("list").get_absolute_url()))


def test_a_question_cannot_be_claimed_to_be_known(client, ask):
    attempt = ask()
    assert client.post(reverse("known", args=[attempt.pk])).status_code == 404
    attempt.refresh_from_db()
    assert not attempt.answered


@pytest.mark.parametrize(("accept", "status"), [("text/html", 404), ("application/json", 401)])
def test_an_attempt_that_went_elsewhere_meanwhile_breaks_nothing(
    client, ask, monkeypatch, accept, status
):
    def gone(*_args, **_kwargs):
        raise Attempt.DoesNotExist

    attempt = ask()
    monkeypatch.setattr(study, "record_answer", gone)
    sent = client.post(attempt.get_absolute_url(), fields(attempt), headers={"Accept": accept})
    assert sent.status_code == status
