"""The study pages: attempts as resources, what they show, and what can be taken back."""

import re

import pytest
from django.urls import reverse

from studyapp import sittings, study
from studyapp.models import Attempt, Sitting
from tests import factories
from tests.forms import HTMX, KINDS, fields, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def focused(response):
    """The tags that take the focus."""
    return re.findall(r"<[^>]*\sautofocus\b[^>]*", text_of(response))


# --- How far it is


def place(response):
    return response.context["place"], response.context["total"]


def test_a_sitting_begins_with_its_first_statement_and_goes_on_when_one_is_done(client, ask):
    attempt = ask()
    url = attempt.get_absolute_url()
    total = attempt.sitting.size
    assert place(client.get(url)) == (1, total)
    told = client.post(url, fields(attempt), headers=HTMX)
    assert place(told) == (1, total)
    following = client.post(reverse("next_attempt", args=[attempt.sitting_id]), follow=True)
    assert place(following) == (2, total)


def test_a_miss_moves_neither_the_place_nor_the_goal(client, ask):
    attempt = ask()
    total = attempt.sitting.size
    missed = client.post(attempt.get_absolute_url(), fields(attempt, right=False), headers=HTMX)
    assert place(missed)[1] == total
    following = client.post(reverse("next_attempt", args=[attempt.sitting_id]), follow=True)
    assert place(following)[1] == total


def test_the_questions_carried_along_tell_their_places(client, ask):
    attempt = ask()
    held = client.get(attempt.get_absolute_url()).context["ahead"]
    assert [each.place for each in held] == list(range(1, len(held) + 1))


# --- Asking and answering


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_answer_of_every_kind_is_right(client, ask, kind):
    attempt = ask(kind)
    response = client.post(attempt.get_absolute_url(), fields(attempt), headers=HTMX)
    assert response.context["card"].verdict == "right"


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_answer_of_every_kind_is_told_with_the_right_one(client, ask, kind):
    attempt = ask(kind)
    wrong = fields(attempt, right=False)
    response = client.post(attempt.get_absolute_url(), wrong, headers=HTMX)
    assert response.context["card"].verdict == "wrong"
    assert all(answer in text_of(response) for answer in attempt.question.right_answers)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_one_filled_button(client, ask, kind):
    attempt = ask(kind)
    question = client.get(attempt.get_absolute_url())
    feedback = client.post(attempt.get_absolute_url(), fields(attempt), follow=True)
    # The options of a choice are its buttons.
    assert text_of(question).count("button main") == (0 if kind in ("choice", "source") else 1)
    assert text_of(feedback).count("button main") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_one_thing_takes_the_focus(client, ask, kind):
    attempt = ask(kind)
    assert len(focused(client.get(attempt.get_absolute_url()))) == 1
    feedback = client.post(attempt.get_absolute_url(), fields(attempt), follow=True)
    assert ["data-next" in tag for tag in focused(feedback)] == [True]


def test_without_htmx_an_answer_redirects_to_its_feedback(client, ask):
    attempt = ask()
    response = client.post(attempt.get_absolute_url(), fields(attempt))
    assert (response.status_code, response["Location"]) == (303, attempt.get_absolute_url())


def test_a_question_is_a_whole_page_and_to_htmx_a_part(client, ask):
    url = ask().get_absolute_url()
    assert "<html" in text_of(client.get(url))
    assert "<html" not in text_of(client.get(url, headers=HTMX))
    assert "HX-Request" in client.get(url)["Vary"]


def test_the_count_is_swapped_with_the_card_and_stands_once_on_a_page(client, ask):
    url = ask().get_absolute_url()
    assert text_of(client.get(url)).count('id="count"') == 1
    assert "hx-swap-oob" not in text_of(client.get(url))
    assert 'id="count" hx-swap-oob="true"' in text_of(client.get(url, headers=HTMX))


def test_a_second_answer_returns_the_first_verdict(client, ask):
    attempt = ask()
    client.post(attempt.get_absolute_url(), fields(attempt))
    wrong = fields(attempt, right=False)
    response = client.post(attempt.get_absolute_url(), wrong, headers=HTMX)
    assert response.context["card"].verdict == "right"
    assert Attempt.objects.exclude(received_at=None).count() == 1


def test_a_choice_shows_each_option_once(ask):
    options = ask("choice").options
    assert len(options) == len(set(options)) > 1


def test_the_places_of_an_order_may_be_sent_in_any_sequence(client, ask):
    attempt = ask("order")
    rows = dict(reversed(fields(attempt).items()))
    response = client.post(attempt.get_absolute_url(), rows, headers=HTMX)
    assert response.context["card"].verdict == "right"


def test_a_row_that_was_put_nowhere_is_missing(client, ask):
    attempt = ask("order")
    client.post(attempt.get_absolute_url(), fields(attempt) | {"place-0": ""})
    attempt.refresh_from_db()
    assert [grade["verdict"] for grade in attempt.grades].count("missing") == 1


def test_blanks_tell_nothing_of_their_answers(client, ask):
    page = text_of(client.get(ask("typed").get_absolute_url()))
    blanks = re.findall(r"<input class=\"blank\"[^>]*>", page)
    assert blanks
    assert not any(re.search(r"size=|maxlength=|inputmode=|placeholder=", tag) for tag in blanks)


def test_where_a_question_stands_is_not_said_where_that_tells_the_answer(client, alice):
    text = "全国会议纪要\n\n一、建立考勤制度\n\n各部门应当建立“考勤制度”，违者罚款五百元。\n"
    document = factories.create_document(text=text)
    statement = document.statements.get(text__startswith="各部门")
    question = statement.questions.filter(kind="typed", keys__0__0="考勤制度").first()
    sitting = factories.start(alice, document, mode="practise", kind="typed")
    attempt = Attempt.objects.create(
        learner=alice,
        sitting=sitting,
        position=0,
        statement=statement,
        question=question,
        issued_at=factories.NOW,
    )
    response = client.get(attempt.get_absolute_url())
    assert response.context["crumbs"] == ("全国会议纪要",)


# --- Taking back


@pytest.fixture
def undo(client):
    def undo(attempt, **kwargs):
        return client.post(reverse("undo", args=[attempt.pk]), **kwargs)

    return undo


def test_undo_asks_the_same_statement_again(client, ask, undo):
    attempt = ask()
    client.post(attempt.get_absolute_url(), fields(attempt))
    response = undo(attempt, headers=HTMX)
    again = response.context["attempt"]
    assert (again.statement_id, again.answered) == (attempt.statement_id, False)
    assert response["HX-Push-Url"] == again.get_absolute_url()


@pytest.mark.parametrize(("word", "verdict"), [("1", "right"), ("0", "wrong")])
def test_a_learners_word_counts_and_can_be_taken_back(client, ask, word, verdict):
    attempt = ask()
    client.post(attempt.get_absolute_url(), fields(attempt, right=False))
    url = reverse("override", args=[attempt.pk])
    client.post(url, {"right": "1"})
    response = client.post(url, {"right": word}, headers=HTMX)
    assert response.context["card"].verdict == verdict
    offered = re.search(r'name="right" value="(\d)"', text_of(response))[1]
    assert offered == ("0" if word == "1" else "1")


@pytest.mark.parametrize(("action", "verdict"), [("dont_know", "wrong"), ("skip", "skipped")])
def test_giving_up_needs_nothing_typed(client, ask, action, verdict):
    attempt = ask()
    client.post(attempt.get_absolute_url(), {"answer": "", "action": action})
    attempt.refresh_from_db()
    assert attempt.verdict == verdict


def test_a_skipped_question_is_followed_by_the_next(client, ask):
    attempt = ask()
    response = client.post(attempt.get_absolute_url(), {"action": "skip"}, headers=HTMX)
    assert response.context["attempt"].position == attempt.position + 1


def test_what_was_read_or_skipped_can_be_looked_at_again(client, alice, document):
    sitting = factories.start(alice, document)
    for action in ("", "skip"):
        attempt = study.issue_attempt(sitting, now=factories.NOW)
        client.post(attempt.get_absolute_url(), {"action": action})
        page = text_of(client.get(attempt.get_absolute_url()))
        assert attempt.statement.text.split("\n")[0] in page
        assert reverse("undo", args=[attempt.pk]) not in page
        sitting.refresh_from_db()


def test_a_hint_keeps_what_was_typed(client, ask):
    attempt = ask()
    url = reverse("hint", args=[attempt.pk])
    response = client.post(url, {"answer": "写了一半"}, headers=HTMX)
    assert 'value="写了一半"' in text_of(response)
    assert f"{attempt.question.right_answers[0][0]}……" in response.context["card"].hints[0]


# --- The end of a sitting


def test_a_sitting_ends_with_what_was_missed_and_undo(client, ask):
    attempt = ask()
    client.post(attempt.get_absolute_url(), fields(attempt, right=False))
    response = client.post(reverse("finish", args=[attempt.sitting_id]), follow=True)
    assert reverse("undo", args=[attempt.pk]) in text_of(response)
    assert reverse("into_today", args=[attempt.sitting_id]) in text_of(response)
    assert [card.attempt for card in response.context["again"]] == [attempt]


def test_what_was_missed_can_be_put_into_today(client, ask, alice):
    attempt = ask()
    client.post(attempt.get_absolute_url(), fields(attempt, right=False))
    client.post(reverse("into_today", args=[attempt.sitting_id]))
    due = sittings.due_standings(alice, factories.NOW + factories.days(9999))
    assert [row.statement_id for row in due] == [attempt.statement_id]


def test_a_sitting_that_was_stopped_can_go_on(client, ask):
    attempt = ask()
    client.post(reverse("finish", args=[attempt.sitting_id]))
    response = client.post(reverse("next_attempt", args=[attempt.sitting_id]))
    assert response["Location"] == attempt.get_absolute_url()
    assert Sitting.objects.get().finished_at is None


def test_the_last_answer_leads_to_the_summary(client, ask):
    attempt = ask("outline")
    client.post(attempt.get_absolute_url(), fields(attempt))
    response = client.post(reverse("next_attempt", args=[attempt.sitting_id]), headers=HTMX)
    assert response["HX-Redirect"] == attempt.sitting.get_absolute_url()


@pytest.mark.parametrize(
    ("given", "extra"),
    [
        (["权", "表决权"], ("权",)),
        (["借阅权、别的权", "表决权"], ("别的权",)),
        (["借阅权", "借阅权"], ()),
    ],
)
def test_what_is_no_member_is_told_though_a_member_begins_with_it(
    client, alice, document, given, extra
):
    statement = document.statements.get(kind="enumeration", text__contains="借阅权")
    sitting = factories.start(alice, document, mode="practise", kind="list", statement=statement)
    attempt = factories.next_question(sitting)
    told = client.post(attempt.get_absolute_url(), {"answer": given}, headers=HTMX)
    assert told.context["card"].extra == extra
