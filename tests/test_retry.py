"""One more try before the answer is shown, where the learner wants it."""

import pytest

from studyapp import replay, study, telling
from studyapp.models import Attempt, Memory, Review
from tests import factories
from tests.factories import NOW, WRONG, minutes, next_question, right_answer
from tests.forms import HTMX, fields, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client):
    alice = factories.create_user(display={"retry": "on"})
    client.force_login(alice)
    return alice


def learn_pair(learner, document):
    """A question with two blanks that counts."""
    statement = next(s for s in factories.askable(document, kind="sentence") if len(s.parts) == 2)
    sitting = factories.start(learner, document, statement=statement)
    factories.answer_right(next_question(sitting))
    later = NOW + factories.days(30)
    sitting = factories.start(learner, document, mode="review", statement=statement, now=later)
    attempt = next_question(sitting, now=later)
    assert len(attempt.asked) == 2
    return attempt, later


def first(attempt, answer=WRONG, *, now=NOW):
    return study.record_answer(attempt.pk, attempt.learner, answer, first_try=True, now=now)


def test_a_first_try_that_is_wrong_is_kept_and_the_attempt_stays_open(alice, document):
    attempt = first(next_question(factories.start(alice, document)))
    assert not attempt.answered
    assert attempt.first_try["response"] == list(WRONG.responses)
    assert not Review.objects.exists()


def test_a_first_try_that_is_right_is_the_answer(alice, document):
    attempt = next_question(factories.start(alice, document))
    answered = first(attempt, right_answer(attempt))
    assert (answered.verdict, answered.first_try) == ("right", None)
    assert set(Review.objects.values_list("rating", flat=True)) == {3}


def test_the_same_first_try_sent_twice_is_still_the_first(alice, document):
    attempt = next_question(factories.start(alice, document))
    first(attempt)
    again = first(attempt, right_answer(attempt), now=NOW + minutes(1))
    assert not again.answered
    assert again.first_try["response"] == list(WRONG.responses)


def test_right_at_the_second_try_is_hard_and_only_for_what_was_missed(alice, document):
    attempt, later = learn_pair(alice, document)
    right = right_answer(attempt)
    first(attempt, study.Answer(responses=(right.responses[0], "错")), now=later)
    answered = study.record_answer(attempt.pk, alice, right, now=later)
    assert answered.verdict == "right"
    rated = dict(Review.objects.filter(attempt=attempt).values_list("part", "rating"))
    assert rated == {attempt.asked[0]: 3, attempt.asked[1]: 2}


def test_wrong_twice_is_wrong_and_both_are_kept(alice, document):
    attempt, later = learn_pair(alice, document)
    first(attempt, now=later)
    answered = study.record_answer(
        attempt.pk, alice, study.Answer(responses=("又", "错")), now=later
    )
    assert answered.verdict == "wrong"
    assert answered.first_try["response"] == list(WRONG.responses)
    assert answered.response == ["又", "错"]
    assert telling.feedback(answered).first_try


def test_the_replay_knows_of_the_first_try(alice, document):
    attempt, later = learn_pair(alice, document)
    first(attempt, now=later)
    study.record_answer(attempt.pk, alice, right_answer(attempt), now=later)
    stored = list(Memory.objects.order_by("part").values("part", "stability", "due"))
    replay.restore_statement(alice, attempt.statement)
    assert list(Memory.objects.order_by("part").values("part", "stability", "due")) == stored


@pytest.mark.parametrize("answer", [study.Answer(dont_know=True), study.Answer(skipped=True)])
def test_giving_up_needs_no_second_try(alice, document, answer):
    attempt = next_question(factories.start(alice, document))
    assert first(attempt, answer).answered


@pytest.mark.parametrize("kind", ["choice", "bank", "judge", "source", "order"])
def test_what_is_chosen_has_no_second_try(alice, document, kind):
    attempt = next_question(factories.start(alice, document, mode="practise", kind=kind))
    wrong = tuple(reversed(attempt.question.right_answers)) if kind == "order" else ("x", "y")
    assert first(attempt, study.Answer(responses=wrong, touched=True)).answered


def ask(learner, document, kind):
    return next_question(factories.start(learner, document, mode="practise", kind=kind))


@pytest.mark.parametrize("kind", ["typed", "list", "outline", "recite"])
def test_the_page_of_a_second_try_tells_nothing_of_the_answer(client, alice, document, kind):
    attempt = ask(alice, document, kind)
    url = attempt.get_absolute_url()
    shown = client.post(url, fields(attempt, right=False), headers=HTMX)
    card = shown.context["card"]
    assert card.tried.told
    page = shown.content.decode()
    assert 'name="again"' in page
    assert "verdict" in page and "答非所问的一句话" in page
    keys = attempt.question.right_answers if kind != "recite" else [attempt.statement.text]
    text = attempt.question.prompt["text"]
    hidden = [key for key in keys if kind != "typed" or text.count(key) == 1]
    assert not any(key in page for key in hidden)


def test_what_was_right_stays_and_the_rest_takes_the_focus(client, alice, document):
    attempt = ask(alice, document, "list")
    right, *_others = attempt.question.right_answers
    wrong = len(attempt.asked) - 1
    answers = {"answer": [right, *["错"] * wrong]}
    card = client.post(attempt.get_absolute_url(), answers, headers=HTMX).context["card"]
    assert [field.mark for field in card.fields] == [
        "right",
        *["wrong"] * (len(answers["answer"]) - 1),
    ]
    assert card.focus == 1
    page = text_of(client.get(attempt.get_absolute_url()))
    assert page.count("autofocus") == 1 and "readonly" in page


def test_the_second_answer_is_told_apart_from_the_first_sent_twice(client, alice, document):
    attempt = ask(alice, document, "typed")
    url, right = attempt.get_absolute_url(), fields(attempt)
    client.post(url, fields(attempt, right=False))
    client.post(url, fields(attempt, right=False))
    assert not Attempt.objects.get(pk=attempt.pk).answered
    client.post(url, right | {"again": "1"})
    assert Attempt.objects.get(pk=attempt.pk).verdict == "right"


def test_who_wants_no_second_try_has_none(client, alice, document):
    alice.display = {}
    alice.save()
    attempt = ask(alice, document, "typed")
    client.post(attempt.get_absolute_url(), fields(attempt, right=False))
    assert Attempt.objects.get(pk=attempt.pk).verdict == "wrong"


def test_the_setting_is_the_learners_own(client, alice):
    page = client.get("/account/")
    data = page.context["form"].initial | {"retry": "", "zone": "Asia/Shanghai"}
    client.post("/account/", {key: value for key, value in data.items() if value is not None})
    alice.refresh_from_db()
    assert "retry" not in alice.display


def test_accepted_alternatives_are_told(alice, document):
    attempt = ask(alice, document, "typed")
    question = attempt.question
    question.keys = [[accepted[0], "另一种说法"] for accepted in question.keys]
    question.save()
    answered = study.record_answer(attempt.pk, alice, WRONG, now=NOW)
    assert set(telling.feedback(answered).accepted) == {"另一种说法"}
