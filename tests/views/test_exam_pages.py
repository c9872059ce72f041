"""The pages of a mock exam: nothing told before the end, nothing lost on the way."""

import functools
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from studyapp import exam
from studyapp.models import Attempt, Question, Sitting
from tests import factories
from tests.forms import HTMX, KINDS, fields, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def sit(client, alice, document):
    def sit(*kinds, count=3, minutes=20):
        chosen = {"count": count, "minutes": minutes, "kinds": kinds}
        client.post("/study/new/exam/", {"document": document.pk} | chosen)
        return Sitting.objects.latest("pk")

    return sit


def attempts(sitting):
    return list(sitting.attempts.select_related("question").order_by("position"))


def page(sitting, number):
    return f"{sitting.get_absolute_url()}{number}/"


def test_an_exam_begins_with_its_first_question(client, alice, document):
    chosen = {"document": document.pk, "count": 3, "minutes": 20}
    begun = client.post("/study/new/exam/", chosen)
    assert begun["Location"] == page(Sitting.objects.latest("pk"), 1)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_put_down_shown_again_and_marked(client, sit, kind):
    sitting = sit(kind, count=1)
    [attempt] = attempts(sitting)
    sent = client.post(page(sitting, 1), fields(attempt) | {"to": "paper"})
    assert sent["Location"] == sitting.get_absolute_url()
    again = client.get(page(sitting, 1))
    assert again.context["card"].attempt.draft is not None
    client.post(f"{sitting.get_absolute_url()}hand-in/")
    attempt.refresh_from_db()
    assert attempt.verdict == "right"


def test_what_was_put_down_stands_in_its_field_again(client, sit):
    sitting = sit("typed", count=1)
    client.post(page(sitting, 1), {"answer": "我写的<b>", "to": "next"})
    assert 'value="我写的&lt;b&gt;"' in client.get(page(sitting, 1)).content.decode()


def test_no_page_tells_a_key_or_a_verdict_before_the_end(client, sit):
    sitting = sit("typed", count=3)
    for number, attempt in enumerate(attempts(sitting), 1):
        answer = client.post(page(sitting, number), fields(attempt, right=False), follow=True)
        again = client.get(page(sitting, number))
        assert "verdict" not in text_of(answer) + text_of(again)
        shown = answer.content.decode() + again.content.decode()
        for key in attempt.question.right_answers:
            blank = attempt.question.prompt["text"].replace(key, "", 1)
            assert shown.count(key) <= 2 * (blank.count(key) + 1)
    for attempt in attempts(sitting):
        address = attempt.get_absolute_url()
        for ask in (client.get, client.post):
            assert ask(address)["Location"] == sitting.get_absolute_url()
        assert client.post(f"{address}hint/").status_code in (303, 404)
        assert client.post(f"{address}undo/").status_code in (303, 404)


def test_a_question_page_holds_no_right_answer(client, sit):
    sitting = sit("typed", count=3)
    for number, attempt in enumerate(attempts(sitting), 1):
        text = attempt.question.prompt["text"]
        start, end = attempt.question.prompt["blanks"][0]
        body = client.get(page(sitting, number)).content.decode()
        words = re.sub(r"<[^>]*>", "", body)
        around = text[max(0, start - 6) : start] + text[start:end]
        assert around not in words


def test_going_on_back_and_to_the_paper_keeps_what_was_written(client, sit):
    sitting = sit("typed", count=3)
    for number, to, leads in ((2, "previous", 1), (2, "next", 3), (2, "paper", None)):
        sent = client.post(page(sitting, number), {"answer": to, "to": to})
        assert sent["Location"] == (page(sitting, leads) if leads else sitting.get_absolute_url())
        assert attempts(sitting)[1].draft["typed"] == [to]
    last = client.post(page(sitting, 3), {"answer": "x", "to": "next"})
    assert last["Location"] == sitting.get_absolute_url()


def test_the_paper_says_what_is_answered_and_the_time_that_is_left(client, sit):
    sitting = sit("typed", count=3)
    client.post(page(sitting, 1), {"answer": "x"})
    shown = client.get(sitting.get_absolute_url())
    assert shown.context["rows"] == [True, False, False]
    assert 1190 <= shown.context["seconds_left"] <= 1200


def past(sitting, **ago):
    sitting.ends_at = timezone.now() - timedelta(**ago)
    sitting.save()


def test_when_the_time_is_up_looking_writes_nothing_and_offers_the_end(client, sit):
    sitting = sit("typed", count=3)
    past(sitting, minutes=2)
    assert client.get(page(sitting, 1))["Location"] == sitting.get_absolute_url()
    shown = client.get(sitting.get_absolute_url())
    assert shown.context["is_over"]
    assert page(sitting, 1) not in shown.content.decode()
    assert Sitting.objects.get().finished_at is None
    told = client.post(f"{sitting.get_absolute_url()}hand-in/", follow=True)
    assert told.context["result"].unanswered == 3


def test_what_comes_too_late_is_not_taken_and_the_paper_handed_in(client, sit):
    sitting = sit("typed", count=3)
    first, *_rest = attempts(sitting)
    client.post(page(sitting, 1), fields(first))
    past(sitting, minutes=2)
    late = client.post(page(sitting, 2), {"answer": "太迟了"}, follow=True)
    assert late.redirect_chain[-1][0] == sitting.get_absolute_url()
    assert late.context["result"].right == 1
    assert [a.verdict for a in attempts(sitting)] == ["right", "skipped", "skipped"]


def test_what_the_clock_sent_hands_in_with_its_answer(client, sit):
    sitting = sit("typed", count=1)
    [attempt] = attempts(sitting)
    past(sitting, seconds=2)
    client.post(page(sitting, 1), fields(attempt) | {"to": "end"})
    assert [a.verdict for a in attempts(sitting)] == ["right"]


def keep(client, address, **data):
    """What a browser's outbox sends."""
    return client.post(address, data, headers={"Accept": "application/json"})


def test_what_waited_in_a_browser_is_put_down_and_acknowledged(client, sit):
    sitting = sit("typed", count=1)
    [attempt] = attempts(sitting)
    sent = keep(client, page(sitting, 1), **fields(attempt))
    assert (sent.status_code, list(sent.json())) == (200, ["received"])
    assert attempts(sitting)[0].draft["responses"] == attempt.question.right_answers
    ended = keep(client, f"{sitting.get_absolute_url()}hand-in/")
    assert ended.json()["received"]
    assert attempts(sitting)[0].verdict == "right"
    late = keep(client, page(sitting, 1), answer="x")
    assert (late.status_code, bool(late.json()["problem"])) == (422, True)


def test_what_was_written_in_time_is_taken_after_the_end(client, sit):
    sitting = sit("typed", count=2)
    past(sitting, minutes=2)
    in_time = (timezone.now() - timedelta(minutes=3)).isoformat()
    assert keep(client, page(sitting, 1), answer="x", written_at=in_time).status_code == 200
    assert keep(client, page(sitting, 2), answer="x").status_code == 422
    told = client.post(f"{sitting.get_absolute_url()}hand-in/", follow=True)
    assert told.context["result"].late == 1
    assert "1 道题的作答在结束之后才到" in told.content.decode()


@pytest.mark.parametrize("written_at", ["", "nonsense", "2026-13-45", "2026-11-26T10:00:00"])
def test_a_time_that_cannot_be_read_is_none(client, sit, written_at):
    sitting = sit("typed", count=1)
    assert keep(client, page(sitting, 1), answer="x", written_at=written_at).status_code == 200


def test_what_waited_for_someone_else_waits_on(client, sit, alice):
    sitting = sit("typed", count=1)
    client.force_login(factories.create_user("bob"))
    for address in (page(sitting, 1), f"{sitting.get_absolute_url()}hand-in/"):
        assert keep(client, address, learner=alice.pk).status_code == 401
        assert keep(client, address).status_code == 404


def test_an_answer_too_long_that_waited_is_refused(client, sit, settings):
    settings.ANSWER_LIMIT = 10
    sent = keep(client, page(sit("typed", count=1), 1), answer="长" * 11)
    assert (sent.status_code, bool(sent.json()["problem"])) == (422, True)


def test_going_on_takes_nothing_back_that_was_tapped(client, sit):
    sitting = sit("choice", count=1)
    client.post(page(sitting, 1), {"answer": "1"})
    client.post(page(sitting, 1), {"to": "paper"})
    assert attempts(sitting)[0].draft["typed"] == ["1"]


@pytest.mark.parametrize("count", [3, 9])
def test_the_questions_come_without_keys_and_with_few_queries(
    client, sit, count, django_assert_max_num_queries
):
    sitting = sit("typed", count=count)
    with django_assert_max_num_queries(6):
        told = client.get(f"{sitting.get_absolute_url()}questions/", headers=HTMX).content.decode()
    asked = attempts(sitting)
    assert told.count('<form id="answer"') == len(asked)
    assert not {"csrfmiddlewaretoken", "data-keys", "data-told"} & set(re.findall(r"[\w-]+", told))


def test_no_key_comes_with_the_questions(client, sit):
    sitting = sit("typed", "list", "choice", count=9)
    for number, attempt in enumerate(attempts(sitting)):
        if attempt.question.kind != "choice":
            keys = [[f"独有之答{number}甲"] for _key in attempt.question.keys]
            Question.objects.filter(pk=attempt.question_id).update(keys=keys)
    told = client.get(f"{sitting.get_absolute_url()}questions/", headers=HTMX).content.decode()
    assert "独有之答" not in told


@pytest.mark.parametrize("waiting", [True, False])
def test_an_exam_that_became_anothers_meanwhile_breaks_nothing(
    client, sit, alice, monkeypatch, waiting
):
    sitting = sit("typed", count=1)
    [attempt] = attempts(sitting)
    bob = factories.create_user("bob")

    def merged(*args, real, **kwargs):
        Attempt.objects.filter(pk=attempt.pk).update(learner=bob)
        Sitting.objects.filter(pk=sitting.pk).update(learner=bob)
        return real(*args, **kwargs)

    for name in ("put_down", "hand_in"):
        real = getattr(exam, name)
        monkeypatch.setattr(exam, name, functools.partial(merged, real=real))
        sitting.attempts.update(learner=alice)
        Sitting.objects.filter(pk=sitting.pk).update(learner=alice)
        address = (
            page(sitting, 1) if name == "put_down" else f"{sitting.get_absolute_url()}hand-in/"
        )
        headers = {"Accept": "application/json"} if waiting else {}
        sent = client.post(address, {"answer": "三年", "learner": alice.pk}, headers=headers)
        assert sent.status_code == (401 if waiting else 404)


def test_the_questions_of_an_exam_that_is_over_are_not_there(client, sit):
    sitting = sit("typed")
    past(sitting, minutes=2)
    address = f"{sitting.get_absolute_url()}questions/"
    assert client.get(address, headers=HTMX).status_code == 404
    assert client.get(address)["Location"] == sitting.get_absolute_url()


def test_a_login_that_expired_keeps_what_was_written(client, sit, alice):
    sitting = sit("typed", count=1)
    client.logout()
    client.post(page(sitting, 1), {"answer": "我写的"})
    client.post("/accounts/login/", {"login": "alice", "password": "correct horse"})
    assert "我写的" in client.get(page(sitting, 1)).content.decode()


def test_only_one_exam_is_open_at_a_time(client, sit, document):
    sitting = sit("typed")
    again = client.get(f"/study/new/exam/?document={document.pk}")
    assert again["Location"] == sitting.get_absolute_url()
    sit("typed")
    assert Sitting.objects.count() == 1


def test_today_leads_back_to_an_open_exam(client, sit):
    sitting = sit("typed")
    assert sitting.get_absolute_url() in client.get("/").content.decode()
    client.post(f"{sitting.get_absolute_url()}hand-in/")
    assert sitting.get_absolute_url() not in client.get("/").content.decode()


def test_the_paper_is_gone_through_and_put_into_today(client, sit):
    sitting = sit("typed", count=3)
    client.post(page(sitting, 1), fields(attempts(sitting)[0], right=False))
    client.post(f"{sitting.get_absolute_url()}hand-in/")
    told = client.get(sitting.get_absolute_url())
    assert [card.verdict for card in told.context["cards"]] == ["wrong", "skipped", "skipped"]
    assert {r.verdict for card in told.context["cards"][1:] for r in card.results} == {"missing"}
    client.post(f"/study/sittings/{sitting.pk}/today/", follow=True)
    assert client.get("/").context["today"].due == 3


def test_an_answer_of_the_paper_leads_back_to_it_and_cannot_be_undone(client, sit):
    sitting = sit("typed", count=1)
    [attempt] = attempts(sitting)
    client.post(page(sitting, 1), fields(attempt, right=False))
    client.post(f"{sitting.get_absolute_url()}hand-in/")
    told = client.get(attempt.get_absolute_url()).content.decode()
    assert f'href="{sitting.get_absolute_url()}"' in told
    assert "/undo/" not in told
    client.post(f"{attempt.get_absolute_url()}override/", {"right": "1"}, headers=HTMX)
    assert client.get(sitting.get_absolute_url()).context["result"].right == 1


def test_an_exam_is_no_common_sitting(client, sit):
    sitting = sit("typed")
    for name in ("", "next/", "finish/"):
        address = f"/study/sittings/{sitting.pk}/{name}"
        assert (client.post if name else client.get)(address).status_code == 404
    assert Sitting.objects.get().finished_at is None


@pytest.mark.parametrize("number", [0, 4, 10**9])
def test_a_question_beyond_the_paper_is_not_there(client, sit, number):
    assert client.get(page(sit("typed", count=3), number)).status_code == 404


def test_an_exam_of_another_is_not_there(client, sit):
    sitting = sit("typed")
    client.force_login(factories.create_user("bob"))
    for address in (sitting.get_absolute_url(), page(sitting, 1)):
        assert client.get(address).status_code == 404
    assert client.post(f"{sitting.get_absolute_url()}hand-in/").status_code == 404


def test_an_answer_too_long_is_refused_in_place(client, sit, settings):
    settings.ANSWER_LIMIT = 10
    response = client.post(page(sit("typed", count=1), 1), {"answer": "长" * 11})
    assert response.status_code == 422
    assert Attempt.objects.get().draft is None


@pytest.mark.parametrize("count", [3, 9])
def test_the_paper_asks_the_database_as_often_however_long_it_is(
    client, sit, count, django_assert_max_num_queries
):
    sitting = sit(count=count)
    client.post(f"{sitting.get_absolute_url()}hand-in/")
    with django_assert_max_num_queries(8):
        client.get(sitting.get_absolute_url())


@pytest.mark.parametrize("name", ["undo", "override", "hint"])
def test_no_other_door_of_an_attempt_ends_a_running_exam(client, sit, name):
    sitting = sit("typed")
    response = client.post(f"{attempts(sitting)[0].get_absolute_url()}{name}/", {"right": "1"})
    assert response["Location"] == sitting.get_absolute_url()
    sitting.refresh_from_db()
    assert sitting.finished_at is None


def test_an_exam_is_begun_by_its_own_form_only(client, alice, document):
    chosen = {"mode": "exam", "document": document.pk}
    assert client.post("/study/", chosen).status_code == 404
    assert client.post("/study/", {"mode": "recite"}).status_code == 404


def test_nul_is_stripped_from_every_field(client, sit):
    for kind, sent in (("order", {"place-0": "1\x00"}), ("judge", {"said": "hol\x00ds"})):
        sitting = sit(kind, count=1)
        client.post(page(sitting, 1), sent | {"to": "paper"})
        assert attempts(sitting)[0].draft["typed"][0] in ("1", "holds")
        client.post(f"{sitting.get_absolute_url()}hand-in/")
