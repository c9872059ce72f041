"""Answers that waited in a browser: taken once, refused with a reason, never lost on the way."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from studyapp import exam, study
from studyapp.models import Attempt, Sitting
from tests import factories
from tests.forms import HTMX, KINDS, fields

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def send(client, attempt, **data):
    return client.post(attempt.get_absolute_url(), fields(attempt) | data, headers=JSON)


def held(page):
    """What a page carries for later: address, keys and markup of each question."""
    found = re.findall(
        r'<template data-url="([^"]+)"[^>]*data-keys="([^"]*)"[^>]*>(.*?)</template>',
        page.content.decode(),
        re.DOTALL,
    )
    return [(url, json.loads(keys.replace("&quot;", '"')), html) for url, keys, html in found]


def test_the_current_question_and_the_next_five_come_with_the_page(client, ask):
    attempt = ask()
    carried = held(client.get(attempt.get_absolute_url()))
    assert carried[0][0] == attempt.get_absolute_url()
    assert len({url for url, _keys, _html in carried}) == study.AHEAD + 1
    assert all(keys for _url, keys, _html in carried)


def test_a_question_carried_along_has_no_token_and_sends_to_its_own_address(client, ask):
    carried = held(client.get(ask().get_absolute_url()))
    assert all(f'hx-post="{url}"' in html for url, _keys, html in carried)
    assert not any("csrfmiddlewaretoken" in html for _url, _keys, html in carried)


@pytest.mark.parametrize("kind", KINDS)
def test_the_keys_are_what_its_fields_hold_when_right(client, ask, kind):
    attempt = ask(kind)
    _url, keys, html = held(client.get(attempt.get_absolute_url()))[0]
    sent = [value if isinstance(value, list) else [value] for value in fields(attempt).values()]
    values = [str(value) for values in sent for value in values]
    assert all(value in right for value, right in zip(values, keys, strict=True))
    assert "data-told" in html


def test_where_answers_are_not_told_at_once_no_key_comes_along(client, ask, monkeypatch):
    monkeypatch.setattr(Sitting, "tells_keys", False)
    attempt = ask()
    carried = held(client.get(attempt.get_absolute_url()))
    assert len(carried) == study.AHEAD + 1
    assert not any(keys for _url, keys, _html in carried)
    key = attempt.question.right_answers[0]
    assert key not in client.get(attempt.get_absolute_url()).content.decode()


def test_while_a_second_try_is_to_come_nothing_tells_what_is_right(client, ask, alice):
    alice.display = {"retry": True}
    alice.save()
    attempt = ask()
    url, wrong = attempt.get_absolute_url(), fields(attempt, right=False)
    answered = client.post(url, wrong, headers=HTMX).content.decode()
    attempt.refresh_from_db()
    assert attempt.first_try is not None
    (_url, keys, html), *_others = held(client.get(url))
    assert keys == []
    for key in attempt.question.right_answers:
        assert key not in answered
        assert key not in html


def test_an_answer_that_waited_is_the_only_one_whatever_the_learner_prefers(client, ask, alice):
    """Its key was told meanwhile: a second try would be none."""
    alice.display = {"retry": True}
    alice.save()
    attempt = ask()
    wrong = fields(attempt, right=False)
    answered = client.post(attempt.get_absolute_url(), wrong, headers=JSON)
    assert answered.json()["verdict"] == "wrong"


def test_an_exam_has_no_such_door(client, alice, document):
    now = timezone.now()
    sitting = exam.start_exam(alice, document=document, count=3, minutes=None, now=now)
    attempt = sitting.attempts.first()
    assert send(client, attempt).status_code == 404
    attempt.refresh_from_db()
    assert not attempt.answered
    page = client.get(reverse("exam", args=[sitting.pk]), follow=True)
    assert "held-questions" not in page.content.decode()


def test_showing_a_question_writes_nothing(client, ask):
    url = ask().get_absolute_url()
    before = list(Attempt.objects.values()), list(Sitting.objects.values())
    client.get(url)
    assert (list(Attempt.objects.values()), list(Sitting.objects.values())) == before


def test_an_answer_that_waited_is_acknowledged_with_its_verdict(client, ask):
    response = send(client, ask())
    assert response.status_code == 200
    assert (response.json()["verdict"], response.json()["note"]) == ("right", "")


def test_sent_again_it_is_acknowledged_again(client, ask):
    attempt = ask()
    first, second = send(client, attempt).json(), send(client, attempt).json()
    assert first == second
    assert Attempt.objects.exclude(received_at=None).count() == 1


def test_another_answer_to_the_same_question_is_told_that_the_first_stands(client, ask):
    attempt = ask()
    send(client, attempt)
    wrong = fields(attempt, right=False)
    late = client.post(attempt.get_absolute_url(), wrong, headers=JSON)
    assert late.json()["verdict"] == "right"
    assert late.json()["note"]
    shown = client.post(attempt.get_absolute_url(), wrong, headers=HTMX)
    assert late.json()["note"] in shown.content.decode()


def test_the_page_is_told_that_an_answer_is_recorded(client, ask):
    attempt = ask()
    response = client.post(attempt.get_absolute_url(), fields(attempt), headers=HTMX)
    event = json.loads(response["HX-Trigger"])
    assert event["answer-recorded"]["url"] == attempt.get_absolute_url()


@pytest.mark.parametrize("answer", ["", "长" * 20])
def test_an_answer_that_cannot_be_taken_is_refused_with_a_reason(client, ask, settings, answer):
    settings.ANSWER_LIMIT = 10
    response = send(client, ask(), answer=answer)
    assert response.status_code == 422
    assert response.json()["problem"]


def test_the_learners_own_view_is_kept_and_decides_nothing(client, ask):
    attempt = ask()
    wrong = fields(attempt, right=False) | {"judged": "1"}
    assert client.post(attempt.get_absolute_url(), wrong, headers=JSON).json()["verdict"] == "wrong"
    attempt.refresh_from_db()
    assert attempt.judged_right is True
    assert not attempt.corrections.exists()


def test_where_view_and_verdict_differ_the_summary_says_so_and_offers_the_word(client, ask):
    attempt = ask()
    client.post(
        attempt.get_absolute_url(), fields(attempt, right=False) | {"judged": "1"}, headers=JSON
    )
    page = client.get(attempt.sitting.get_absolute_url())
    assert [card.attempt.pk for card in page.context["differing"]] == [attempt.pk]
    assert reverse("override", args=[attempt.pk]) in page.content.decode()
    client.post(reverse("override", args=[attempt.pk]), {"right": "1"})
    assert client.get(attempt.sitting.get_absolute_url()).context["differing"] == []


def test_a_login_that_expired_is_said_by_the_status_alone(client, ask):
    attempt = ask()
    client.logout()
    response = send(client, attempt)
    assert (response.status_code, response.content) == (401, b"")
    assert "draft" not in client.session


def test_an_answer_of_someone_else_is_asked_to_wait_for_them(client, ask, alice):
    attempt = ask()
    client.force_login(factories.create_user("bob"))
    assert send(client, attempt, learner=str(alice.pk)).status_code == 401
    attempt.refresh_from_db()
    assert not attempt.answered


def test_a_question_that_is_not_there_is_gone_for_good(client, ask, alice):
    attempt = ask()
    Attempt.objects.all().delete()
    assert send(client, attempt, learner=str(alice.pk)).status_code == 404


# --- The frame that a browser keeps


def test_the_frame_is_nobodys(client, alice):
    page = client.get(reverse("shell"))
    assert page.status_code == 200
    assert "data-learner" not in page.content.decode()
    assert "csrfmiddlewaretoken" not in page.content.decode()
    assert page.cookies == {}


@pytest.mark.parametrize(("language", "words"), [("en", "Next question"), ("zh-hans", "下一题")])
def test_the_frame_speaks_the_language_asked_for(client, language, words):
    assert words in client.get(reverse("shell"), {"language": language}).content.decode()


def test_the_worker_keeps_the_frame_and_its_files_and_nothing_else(client):
    script = client.get(reverse("worker"))
    assert script["Content-Type"].startswith("text/javascript")
    assert script["Cache-Control"] == "no-cache"
    files = re.search(r"FILES = \[(.*)\]", script.content.decode())[1]
    assert "answer" in files
    assert all(file.startswith("/static/") for file in re.findall(r'"([^"]+)"', files))
