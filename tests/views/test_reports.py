"""The pages on which a learner reports a question and sees what became of it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from studyapp import editing, regrading, reports, study
from studyapp.models import Correction, Report
from tests import factories
from tests.factories import NOW, answer_wrong, minutes, next_question

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def attempt(alice, document):
    """A question that is not answered yet."""
    return next_question(factories.start(alice, document))


@pytest.fixture
def answered(attempt):
    return answer_wrong(attempt)


def page_of(attempt):
    return reverse("report", args=[attempt.pk])


def text_of(response):
    return response.content.decode()


def test_every_question_and_its_feedback_lead_to_the_report(client, attempt):
    assert page_of(attempt) in text_of(client.get(attempt.get_absolute_url()))
    answer_wrong(attempt)
    assert page_of(attempt) in text_of(client.get(attempt.get_absolute_url()))


def test_a_report_is_taken_and_thanked_for(client, answered):
    response = client.post(page_of(answered), {"kind": "accept", "words": "两种都对"}, follow=True)
    assert response.redirect_chain == [(answered.get_absolute_url(), 303)]
    assert "Thank you." in text_of(response)
    assert "You reported this: waiting" in text_of(response)
    report = Report.objects.get()
    assert (report.learner, report.question, report.attempt) == (
        answered.learner,
        answered.question,
        answered,
    )
    assert (report.kind, report.words) == ("accept", "两种都对")


def test_the_question_is_shown_without_its_answer_before_it_is_answered(client, attempt):
    shown = text_of(client.get(page_of(attempt)))
    assert not any(answer in shown for answer in attempt.question.right_answers)
    assert "my answer should count" not in shown


def test_nothing_chosen_is_told_and_the_words_are_kept(client, answered):
    response = client.post(page_of(answered), {"words": "两种都对"})
    assert response.status_code == 422
    assert "Choose what is wrong." in text_of(response)
    assert "两种都对" in text_of(response)
    assert not Report.objects.exists()


@pytest.mark.parametrize("fields", [{"kind": "nonsense"}, {"kind": "key", "words": "长" * 501}])
def test_what_cannot_be_taken_is_told(client, answered, fields):
    assert client.post(page_of(answered), fields).status_code == 422
    assert not Report.objects.exists()


def test_nul_is_told(client, answered):
    assert client.post(page_of(answered), {"kind": "key", "words": "a\x00"}).status_code == 422


def test_a_report_that_waits_can_be_changed(client, answered):
    client.post(page_of(answered), {"kind": "key", "words": "错了"})
    shown = text_of(client.get(page_of(answered)))
    assert "错了" in shown
    assert "Change the report" in shown
    client.post(page_of(answered), {"kind": "typo", "words": "错字"})
    assert Report.objects.get().kind == "typo"


def test_too_many_reports_are_told_and_the_words_are_kept(client, answered, monkeypatch):
    monkeypatch.setattr(reports, "MOST_AN_HOUR", 0)
    response = client.post(page_of(answered), {"kind": "key", "words": "两种都对"})
    assert response.status_code == 429
    assert "Try again later." in text_of(response)
    assert "两种都对" in text_of(response)


def test_others_attempts_are_not_there(client, answered):
    client.force_login(factories.create_user("bob"))
    assert client.get(page_of(answered)).status_code == 404
    assert client.post(page_of(answered), {"kind": "key"}).status_code == 404
    assert not Report.objects.exists()


def test_reading_asks_no_question_that_could_be_reported(client, alice, document):
    reading = study.issue_attempt(factories.start(alice, document), now=NOW)
    assert reading.question is None
    assert client.get(page_of(reading)).status_code == 404
    assert page_of(reading) not in text_of(client.get(reading.get_absolute_url()))


def test_the_learner_sees_what_became_of_it_and_why(client, answered):
    editor = factories.create_editor()
    client.post(page_of(answered), {"kind": "key"})
    decision = reports.Decision("dismissed", editor, "书上就是这样写的")
    reports.decide(list(Report.objects.all()), decision, now=Report.objects.get().created_at)
    for url in (reverse("reports"), page_of(answered)):
        assert "left as it is" in text_of(client.get(url))
        assert "书上就是这样写的" in text_of(client.get(url))
    assert "1 report of yours was looked at." in text_of(client.get(reverse("today")))


def test_the_learner_sees_that_the_verdict_changed_and_why(client, answered):
    editor = factories.create_editor()
    for part, given in zip(answered.asked, answered.response, strict=False):
        editing.accept_answer(answered.question, part, given, by=editor)
    regrading.regrade(answered.statement, by=editor, now=NOW + minutes(1))
    for url in (answered.get_absolute_url(), reverse("reports")):
        shown = text_of(client.get(url))
        assert "it counted as wrong, it counts as right now." in shown
    assert "That is not what the text says" not in shown


def test_nothing_reported_is_told(client, alice):
    assert "You have reported nothing." in text_of(client.get(reverse("reports")))


def test_one_sees_ones_own_reports_only(client, answered):
    client.post(page_of(answered), {"kind": "key", "words": "两种都对"})
    client.force_login(factories.create_user("bob"))
    assert "两种都对" not in text_of(client.get(reverse("reports")))


def test_answers_graded_again_cost_no_query_each(client, alice, document):
    sitting = factories.start(alice, document)
    for _ in range(4):
        attempt = answer_wrong(next_question(sitting))
        verdicts = dict.fromkeys(attempt.asked, "right")
        Correction.objects.create(
            learner=alice, attempt=attempt, kind="regrade", verdicts=verdicts, author=alice, at=NOW
        )
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("reports"))
    tables = [q["sql"].split("FROM")[-1].split()[0] for q in captured.captured_queries]
    assert max(map(tables.count, ('"studyapp_section"', '"studyapp_sitting"'))) == 0
