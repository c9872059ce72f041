"""What keeps going wrong: look at it, practise it, put it into today, print it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studyapp import corrections, progress, queue, study
from studyapp.models import Question, Sitting, Statement
from tests import factories
from tests.factories import answer_right, answer_wrong, next_question
from tests.forms import ENGLISH

pytestmark = pytest.mark.django_db
URL = "/progress/mistakes/"


def miss(learner, statement, *, mode="practise", kind="typed"):
    now = timezone.now()
    sitting = factories.start(
        learner, statement.document, mode=mode, kind=kind, statement=statement, now=now
    )
    return answer_wrong(next_question(sitting, now=now), now=now)


def listed(client, **query):
    page = client.get(URL, query).context["page"]
    return [each.statement for each in page]


def plain(document):
    """Sentences that can be filled in."""
    return [s for s in factories.askable(document) if s.kind == "sentence"]


def test_practice_errors_are_listed_most_often_missed_first(client, alice, document):
    once, twice, *_others = plain(document)
    for statement in (once, twice, twice):
        miss(alice, statement)
    assert listed(client) == [twice.pk, once.pk]


def test_an_answer_taken_back_or_known_to_be_right_is_not_listed(client, alice, document):
    first, second, *_others = plain(document)
    corrections.undo(miss(alice, first).pk, alice, now=timezone.now())
    corrections.override(miss(alice, second).pk, alice, right=True, now=timezone.now())
    assert listed(client) == []


def test_what_others_missed_is_not_listed(client, alice, document):
    miss(factories.create_user("bob"), plain(document)[0])
    assert listed(client) == []


def test_one_text_can_be_looked_at_alone(client, alice, document):
    other = factories.create_document(text=factories.TEXT.replace("山河", "江湖"))
    for each in (document, other):
        miss(alice, plain(each)[0])
    assert listed(client, document=other.pk) == [plain(other)[0].pk]
    assert client.get(URL, {"document": 10**9}).status_code == 404


def test_the_answer_is_shown_with_what_the_text_has(client, alice, document):
    answered = miss(alice, plain(document)[0])
    html = client.get(URL, headers=ENGLISH).content.decode()
    assert '<del class="wrong">' in html
    assert answered.grades[0]["key"] in html


def test_the_chosen_are_practised_in_their_order(client, alice, document):
    once, twice, third, *_others = plain(document)
    for statement in (once, twice, twice, third):
        miss(alice, statement)
    chosen = {"statement": [once.pk, twice.pk]}
    response = client.post(f"{URL}practise/", chosen)
    sitting = Sitting.objects.latest("pk")
    assert sitting.mode == "practise"
    assert [item.statement for item in queue.load(sitting.queue)] == [twice.pk, once.pk]
    assert (
        response["Location"] == study.issue_attempt(sitting, now=timezone.now()).get_absolute_url()
    )


def test_the_chosen_are_put_into_today(client, alice, document):
    first, second, *_others = plain(document)
    for statement in (first, second):
        miss(alice, statement)
    client.post(f"{URL}today/", {"statement": [first.pk]})
    assert progress.today(alice, timezone.now()).due == 1


@pytest.mark.parametrize("way", ["practise", "today"])
@pytest.mark.parametrize("statement", ["", "x", "9" * 40])
def test_what_was_never_missed_is_not_touched(client, alice, document, way, statement):
    never = plain(document)[0].pk
    response = client.post(f"{URL}{way}/", {"statement": [never, statement]})
    assert response["Location"] == URL
    assert not Sitting.objects.exists()
    assert progress.today(alice, timezone.now()).due == 0


def test_the_sheet_leaves_blank_what_was_missed_and_answers_after(client, alice, document):
    answered = miss(alice, plain(document)[0])
    html = client.get(f"{URL}sheet/").content.decode()
    sentences, _heading, answers = html.partition('class="answers"')
    key = answered.grades[0]["key"]
    assert 'class="to-fill' in sentences
    assert f"<b>{key}</b>" in answers
    assert f"<b>{key}</b>" not in sentences


def test_the_sheet_pieces_make_the_sentence(alice, document):
    answered = miss(alice, plain(document)[0])
    pieces = progress.sheet(answered)
    assert "".join(piece.text for piece in pieces) == answered.statement.text


def test_the_sheet_asks_for_the_source_where_that_was_missed(alice, document):
    source = Question.objects.filter(kind="source").first()
    answered = miss(alice, source.statement, kind="source")
    asked, covered = progress.sheet(answered)
    assert asked.text.startswith(source.statement.text.strip())
    assert (asked.covered, covered.covered) == (False, True)
    assert covered.text == source.right_answers[0]


def test_what_is_covered_whole_is_told_by_its_beginning(alice, document):
    statement = plain(document)[0]
    answered = miss(alice, statement)
    # Its marks have moved since: none of what was missed is marked any more.
    statement.marks = []
    statement.save(update_fields=["marks"])
    answered.statement = statement
    begun, rest = progress.sheet(answered)
    assert (begun.text, begun.covered) == (statement.text[:4], False)
    assert (rest.text, rest.covered, rest.whole) == (statement.text[4:], True, True)


@pytest.mark.parametrize("text", ["按劳分配", "按劳分配为主体。"])
def test_a_short_sentence_that_is_covered_whole_leaves_all_of_it_to_fill_in(alice, document, text):
    answered = miss(alice, plain(document)[0])
    answered.statement = Statement(text=text, lead_in="", marks=[])
    (covered,) = progress.sheet(answered)
    assert (covered.text, covered.covered, covered.whole) == (text, True, True)


def test_nothing_missed_is_said_kindly(client, alice, document):
    assert "Nothing was missed" in client.get(URL, headers=ENGLISH).content.decode()


def test_more_misses_cost_no_more_queries(client, alice, document):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    first, *others = plain(document)
    miss(alice, first)
    few = cost()
    for statement in others[:5]:
        miss(alice, statement)
    assert cost() == few


# --- Streaks and counts


def test_streaks_and_counts_are_hidden_until_switched_on(client, alice, document):
    sitting = factories.start(alice, document, now=timezone.now())
    answer_right(next_question(sitting, now=timezone.now()), now=timezone.now())
    assert "Days in a row" not in client.get("/progress/", headers=ENGLISH).content.decode()
    client.post("/progress/counts/", {"counts": "on"})
    assert "Days in a row" in client.get("/progress/", headers=ENGLISH).content.decode()
    client.post("/progress/counts/", {"counts": "off"})
    assert "Days in a row" not in client.get("/progress/", headers=ENGLISH).content.decode()


def test_switching_counts_keeps_the_other_settings(client, alice):
    alice.display = {"theme": "dark"}
    alice.save()
    client.post("/progress/counts/", {"counts": "on"})
    alice.refresh_from_db()
    assert alice.display == {"theme": "dark", "counts": True}
