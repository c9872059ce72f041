"""An editor walks through the questions of a document, approves, retires and adds."""

import pytest
from django.urls import reverse

from studyapp.models import Document, Import, Question, Statement
from studyapp.questions.marks import to_marked
from tests import factories
from tests.admin.helpers import list_of, page_of, paste, run, staff, told

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def statement(document):
    return document.statements.get(text__startswith="会员应当")


def walk_of(document):
    return reverse("admin:studyapp_document_questions", args=[document.pk])


def add_to(statement):
    return reverse("admin:studyapp_statement_add_question", args=[statement.pk])


def text_of(response):
    return response.content.decode()


def shown(response):
    return [each.question for item in response.context["items"] for each in item.questions]


def test_every_statement_is_shown_with_all_its_questions(panel, document):
    asked = shown(panel.get(walk_of(document)))
    active = Question.objects.filter(retired_at=None, statement__document=document)
    assert sorted(q.pk for q in asked) == sorted(active.values_list("pk", flat=True))


def test_approving_goes_on_to_the_next_question(panel, document, editor):
    first, second = shown(panel.get(walk_of(document)))[:2]
    wish = {"do": f"approve-{first.pk}", "next": f"q{second.pk}", "p": "1"}
    response = panel.post(walk_of(document), wish)
    assert response.url == f"{walk_of(document)}?p=1#q{second.pk}"
    first.refresh_from_db()
    assert first.approved_by == editor


def test_retiring_takes_it_out_for_good(panel, document):
    first = shown(panel.get(walk_of(document)))[0]
    panel.post(walk_of(document), {"do": f"retire-{first.pk}"})
    first.refresh_from_db()
    assert first.retired_by_hand


def test_all_of_a_statement_are_approved_at_once(panel, document, statement):
    panel.post(walk_of(document), {"do": f"all-{statement.pk}"})
    active = statement.questions.filter(retired_at=None)
    assert not active.filter(approved_at=None).exists()
    others = Question.objects.exclude(statement=statement)
    assert not others.exclude(approved_at=None).exists()


def test_only_what_is_not_approved_can_be_shown(panel, document, statement):
    panel.post(walk_of(document), {"do": f"all-{statement.pk}"})
    left = panel.get(walk_of(document), {"show": "todo"}).context["items"]
    assert statement not in [item.statement for item in left]
    assert left


@pytest.mark.parametrize("wish", ["", "approve-", "approve-x", "retire-999999999", "what-1"])
def test_a_wish_that_makes_no_sense_changes_nothing(panel, document, wish):
    assert panel.post(walk_of(document), {"do": wish, "next": "//evil"}).status_code == 302
    assert not Question.objects.exclude(approved_at=None).exists()


def test_questions_of_another_document_are_not_touched(panel, document):
    other = factories.create_document(text="一篇\n\n每个人每天走路六十分钟。")
    question = Question.objects.filter(statement__document=other).first()
    panel.post(walk_of(document), {"do": f"retire-{question.pk}"})
    question.refresh_from_db()
    assert question.retired_at is None


def test_looking_alone_approves_nothing(client, document):
    client.force_login(staff("view_question"))
    assert client.get(walk_of(document)).status_code == 200
    assert client.post(walk_of(document), {"do": "approve-1"}).status_code == 403


def test_walking_needs_the_right_to_see_questions(client, document):
    client.force_login(staff("view_document"))
    assert client.get(walk_of(document)).status_code == 403


def test_a_statement_leads_to_its_place(panel, document, statement, monkeypatch):
    monkeypatch.setattr("studyapp.admin.walk.STATEMENTS_A_PAGE", 1)
    response = panel.get(walk_of(document), {"statement": statement.pk})
    assert [item.statement for item in response.context["items"]] == [statement]


def test_the_walk_asks_no_more_queries_for_more_statements(
    panel, document, django_assert_num_queries, django_assert_max_num_queries
):
    short = factories.create_document(text="一篇\n\n每个人每天走路六十分钟。")
    panel.get(walk_of(short))
    with django_assert_max_num_queries(15) as seen:
        panel.get(walk_of(short))
    with django_assert_num_queries(len(seen)):
        panel.get(walk_of(document))


# --- In lists and on pages


def test_questions_are_approved_in_the_list_and_found_by_it(panel, document, editor):
    rows = list(Question.objects.filter(retired_at=None)[:3])
    assert "3 questions are approved." in told(run(panel, rows, "approve"))
    found = panel.get(list_of(Question), {"approved": "yes"}).context["cl"].result_list
    assert {q.pk for q in found} == {q.pk for q in rows}
    assert f"· {editor}" in text_of(panel.get(page_of(rows[0])))


def test_a_question_is_approved_on_its_page(panel, document, editor):
    question = Question.objects.filter(kind="recite").first()
    panel.post(page_of(question), {"_approve": "1"})
    question.refresh_from_db()
    assert question.approved_by == editor


def test_the_preview_shows_every_statement_with_its_questions(panel):
    paste(panel)
    url = reverse("admin:studyapp_document_preview_statements", args=[Import.objects.get().pk])
    response = panel.get(url)
    asked = shown(response)
    assert {question.kind for question in asked} >= {"choice", "typed", "recite", "list"}
    assert len(response.context["items"]) > 5
    assert not Statement.objects.exists()
    assert not Document.objects.exists()


def test_the_preview_of_what_was_decided_leads_to_the_document(panel):
    panel.post(paste(panel), {"decision": "draft"})
    url = reverse("admin:studyapp_document_preview_statements", args=[Import.objects.get().pk])
    assert panel.get(url).url == page_of(Document.objects.get())


# --- Adding


def test_an_editor_adds_a_choice(panel, statement, editor):
    at = statement.text.index("背诵")
    fields = {"marked": to_marked(statement.text, [(at, at + 2)]), "wrong": "抄写\n朗读"}
    assert "The question is added." in told(panel.post(add_to(statement), fields, follow=True))
    made = statement.questions.get(kind="choice", options=["抄写", "朗读"])
    assert (made.keys, made.approved_by) == ([["背诵"]], editor)


@pytest.mark.parametrize(
    ("marked", "wrong", "sentence"),
    [
        ("会员应当每周参加一次活动，每月背诵三篇课文。", "甲", "Put at least one blank"),
        ("会员应当[[每周]]参加一次活动，每月[[背诵]]三篇课文。", "甲", "A choice has one blank"),
        ("会员应当每周参加一次活动，每月[[背诵]]三篇课文。", "甲\n甲", "are the same"),
        ("会员应当每周参加一次活动，每月[[背诵]]三篇课文。", "背诵", "one of the right answers"),
        ("会员应当每周参加一次活动，每月[[背诵三篇课文。", "", "not closed"),
        ("会员应当每周参加两次活动，每月[[背诵]]三篇课文。", "", "The words must stay"),
        (
            "会员应当每周参加一次活动，每月[[背诵]]三篇课文。",
            "一\n二\n三\n四\n五\n六",
            "at most five",
        ),
    ],
)
def test_what_makes_no_question_is_refused_and_kept_in_the_form(
    panel, statement, marked, wrong, sentence
):
    before = Question.objects.count()
    response = panel.post(add_to(statement), {"marked": marked, "wrong": wrong})
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert marked in text_of(response)
    assert Question.objects.count() == before


def test_adding_needs_the_right_to_change_both(client, statement):
    client.force_login(staff("change_question", "view_statement"))
    assert client.get(add_to(statement)).status_code == 403
