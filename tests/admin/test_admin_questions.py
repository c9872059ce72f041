"""Statements are marked; their questions are corrected and retired."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyapp import bank
from studyapp.admin import questions
from studyapp.models import (
    Question,
    Statement,
)
from studyapp.preview import stretches
from studyapp.questions.marks import to_marked
from tests import factories
from tests.admin.helpers import list_of, page_of, run, staff, told

pytestmark = pytest.mark.django_db


# --- Statements


@pytest.fixture
def statement(document):
    return document.statements.get(text__startswith="会员应当")


def weight_of(statement, **changed):
    marks = [tuple(span) for span in statement.marks]
    fields = {"marked": to_marked(statement.text, marks), "importance": statement.importance}
    return {**fields, **({"is_key": "on"} if statement.is_key else {}), **changed}


def test_marks_move_where_the_editor_puts_them(panel, statement):
    marked = "会员应当[[每周]]参加一次活动，每月背诵[[三篇]]课文。"
    panel.post(page_of(statement), weight_of(statement, marked=marked))
    statement.refresh_from_db()
    assert [statement.text[start:end] for start, end in statement.marks] == ["每周", "三篇"]
    assert statement.marks_edited
    assert statement.questions.filter(retired_at=None, keys=[["每周"]], kind="typed").exists()


def test_the_line_ends_of_a_browser_are_no_change_of_the_words(panel, document):
    outline = document.statements.get(kind="outline")
    fields = weight_of(outline, importance="0.5")
    panel.post(page_of(outline), {**fields, "marked": fields["marked"].replace("\n", "\r\n")})
    outline.refresh_from_db()
    assert (outline.importance, outline.marks_edited) == (0.5, False)


def test_all_marks_can_be_taken_away(panel, statement):
    panel.post(page_of(statement), weight_of(statement, marked=statement.text))
    assert not statement.questions.filter(retired_at=None).exists()


@pytest.mark.parametrize(
    ("marked", "sentence"),
    [
        ("会员应当每周[[参加]]两次活动。", "The words must stay as they are"),
        ("会员[[应当每周参加一次活动，每月背诵三篇课文。", "not closed"),
        ("会员[[应当[[每周]]]]参加一次活动，每月背诵三篇课文。", "inside another mark"),
        ("会员[[]]应当每周参加一次活动，每月背诵三篇课文。", "nothing in it"),
        ("会员应当每周参加一次活动[[，]]每月背诵三篇课文。", "only punctuation"),
        (
            "[[会]][[员]][[应]][[当]][[每]][[周]]参加一次活动，每月背诵三篇课文。",
            "There are 6 marks",
        ),
    ],
)
def test_marks_that_make_no_sense_are_refused(panel, statement, marked, sentence):
    before = statement.marks
    response = panel.post(page_of(statement), weight_of(statement, marked=marked))
    assert sentence in response.content.decode()
    statement.refresh_from_db()
    assert statement.marks == before


def test_importance_changes_without_touching_the_marks(panel, statement):
    panel.post(page_of(statement), weight_of(statement, importance="0.95"))
    statement.refresh_from_db()
    assert (statement.importance, statement.marks_edited) == (0.95, False)


@pytest.fixture
def quotation(document):
    return document.statements.get(kind="quotation")


def test_another_speaker_alone_brings_the_questions_up_to_date(panel, quotation):
    before = set(quotation.questions.values_list("key", flat=True))
    panel.post(page_of(quotation), weight_of(quotation, speaker="老会长"))
    active = quotation.questions.filter(retired_at=None)
    assert {question.prompt["speaker"] for question in active} == {"老会长"}
    assert set(active.values_list("key", flat=True)) == before


def test_the_speaker_alone_moves_no_mark(panel, quotation):
    before = quotation.marks
    panel.post(page_of(quotation), weight_of(quotation, speaker="老会长"))
    quotation.refresh_from_db()
    assert (quotation.marks, quotation.marks_edited) == (before, False)


def test_statements_without_marks_are_found(panel, statement):
    panel.post(page_of(statement), weight_of(statement, marked=statement.text))
    found = panel.get(list_of(Statement), {"asked": "no"}).context["cl"].result_list
    assert statement in found
    assert all(not row.marks for row in found)


@pytest.mark.parametrize("importance", ["1.5", "-0.1", "nan", ""])
def test_importance_stays_between_0_and_1(panel, statement, importance):
    panel.post(page_of(statement), weight_of(statement, importance=importance))
    before = statement.importance
    statement.refresh_from_db()
    assert statement.importance == before


def test_a_retired_statement_is_looked_at_only(panel, statement):
    Statement.objects.filter(pk=statement.pk).update(retired_at=factories.NOW)
    assert panel.get(page_of(statement)).status_code == 200
    assert panel.post(page_of(statement), weight_of(statement)).status_code == 403


def test_statements_are_filtered_by_document(panel, document):
    other = factories.create_document(text="另一篇短文\n\n每个人每天读书三十分钟。")
    response = panel.get(list_of(Statement), {"document": other.pk})
    assert {s.document for s in response.context["cl"].result_list} == {other}


def test_a_sections_page_leads_to_the_list_of_its_statements(panel, section):
    url = panel.get(page_of(section)).context["statements_url"]
    found = panel.get(url).context["cl"].result_list
    assert {statement.section for statement in found} == {section}


@pytest.mark.parametrize("wanted", ["x", "²", "99999999999999999999", "-1"])
def test_a_strange_filter_is_no_error(panel, document, wanted):
    assert panel.get(list_of(Statement), {"document": wanted}).status_code in (200, 302)


def test_stretches_give_the_text_back():
    pieces = stretches("甲乙丙丁", [(2, 3), (0, 1)])
    assert [(p.text, p.marked) for p in pieces] == [
        ("甲", True),
        ("乙", False),
        ("丙", True),
        ("丁", False),
    ]


# --- Questions


@pytest.fixture
def choice(document):
    return Question.objects.filter(kind="choice").order_by("pk").first()


def wrong_of(question):
    return [option for option in question.options if option not in question.right_answers]


def test_an_alternative_makes_the_next_version(panel, choice):
    right = choice.right_answers[0]
    fields = {"answers_0": f"{right}\n另一种说法\n", "wrong": "\n".join(wrong_of(choice))}
    panel.post(page_of(choice), fields)
    choice.refresh_from_db()
    newest = Question.objects.get(statement=choice.statement, key=choice.key, retired_at=None)
    assert choice.retired_at is not None
    assert (newest.version, newest.origin) == (2, "edited")
    assert newest.keys == [[right, "另一种说法"]]


def test_other_wrong_options_make_the_next_version(panel, choice):
    panel.post(page_of(choice), {"answers_0": choice.right_answers[0], "wrong": "甲\n乙"})
    newest = Question.objects.get(statement=choice.statement, key=choice.key, retired_at=None)
    assert wrong_of(newest) == ["甲", "乙"]


def test_saving_a_question_unchanged_makes_no_version(panel, choice):
    fields = {"answers_0": choice.right_answers[0], "wrong": "\n".join(wrong_of(choice))}
    panel.post(page_of(choice), fields)
    assert Question.objects.filter(statement=choice.statement, key=choice.key).count() == 1


@pytest.mark.parametrize(
    ("answers", "wrong", "sentence"),
    [
        ("另一种说法", "甲\n乙", "The first line stays"),
        ("{right}", "甲\n{right}", "is one of the right answers"),
        ("{right}", "甲\n甲", "Two wrong options are the same"),
        ("{right}", "甲\n乙\n丙\n丁\n戊\n己", "at most five"),
    ],
)
def test_answers_that_make_no_sense_are_refused(panel, choice, answers, wrong, sentence):
    right = choice.right_answers[0]
    fields = {"answers_0": answers.format(right=right), "wrong": wrong.format(right=right)}
    assert sentence in panel.post(page_of(choice), fields).content.decode()
    assert Question.objects.filter(statement=choice.statement, key=choice.key).count() == 1


def test_a_question_is_retired_from_its_page_for_good(panel, choice):
    panel.post(
        page_of(choice), {"_retire": "1", "answers_0": choice.right_answers[0], "wrong": "甲"}
    )
    run(panel, [choice.statement.document], "regenerate")
    same = Question.objects.filter(statement=choice.statement, key=choice.key)
    assert [question.retired_by_hand for question in same] == [True]


def test_questions_are_retired_from_the_list(panel, choice):
    response = run(panel, [choice], "retire")
    choice.refresh_from_db()
    assert choice.retired_by_hand
    assert "1 question is retired." in told(response)


def bring_back(panel, question):
    return panel.post(f"/admin/studyapp/question/{question.pk}/bring-back/", follow=True)


def test_questions_are_brought_back_from_the_list(panel, choice):
    run(panel, [choice], "retire")
    response = run(panel, [choice], "bring_back")
    choice.refresh_from_db()
    assert (choice.retired_at, choice.retired_by_hand) == (None, False)
    assert "1 question is in use again." in told(response)


def test_a_question_is_brought_back_from_its_page(panel, choice):
    run(panel, [choice], "retire")
    assert "bring-back" in panel.get(page_of(choice)).content.decode()
    bring_back(panel, choice)
    choice.refresh_from_db()
    assert choice.retired_at is None


def test_what_was_brought_back_is_kept_when_questions_are_made_again(panel, choice):
    run(panel, [choice], "retire")
    run(panel, [choice], "bring_back")
    run(panel, [choice.statement.document], "regenerate")
    same = Question.objects.filter(statement=choice.statement, key=choice.key)
    assert [question.retired_at for question in same] == [None]


def test_a_version_that_was_replaced_is_not_brought_back(panel, choice):
    panel.post(page_of(choice), {"answers_0": choice.right_answers[0], "wrong": "甲\n乙"})
    Question.objects.filter(pk=choice.pk).update(retired_by_hand=True)
    assert "stays retired" in told(bring_back(panel, choice))
    choice.refresh_from_db()
    assert choice.retired_at is not None


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "会员应当每日参加一次活动，每月背诵三篇课文。"},
        {"marks": []},
        {"retired_at": factories.NOW},
    ],
)
def test_a_question_whose_statement_changed_is_not_brought_back(panel, choice, changed):
    run(panel, [choice], "retire")
    Statement.objects.filter(pk=choice.statement_id).update(**changed)
    bring_back(panel, choice)
    choice.refresh_from_db()
    assert choice.retired_at is not None


def test_bringing_back_needs_the_right_to_change_questions(client, choice):
    client.force_login(staff("view_question"))
    bank.retire_question(choice)
    assert bring_back(client, choice).status_code == 403
    assert "bring-back" not in client.get(page_of(choice)).content.decode()


def test_a_whole_list_is_retired_so_many_at_a_time(panel, document, monkeypatch):
    monkeypatch.setattr(questions, "MOST_AT_ONCE", 3)
    response = run(panel, list(Question.objects.all()[:5]), "retire")
    assert Question.objects.filter(retired_by_hand=True).count() == 3
    assert "to retire the rest" in told(response)


def test_questions_are_found_by_words_of_their_statement(panel, choice):
    text = choice.statement.text
    words = f"{text[-5:]} {text[:5]}"
    found = panel.get(list_of(Question), {"q": words}).context["cl"].result_list
    assert {question.statement_id for question in found} == {choice.statement_id}
    assert not panel.get(list_of(Question), {"q": "没有的话"}).context["cl"].result_list


def test_the_list_of_questions_counts_no_further_than_it_must(panel, document):
    with CaptureQueriesContext(connection) as seen:
        panel.get(list_of(Question))
    counting = [query["sql"] for query in seen if "COUNT(" in query["sql"]]
    assert counting
    assert all("LIMIT" in sql for sql in counting)


def test_a_retired_question_is_looked_at_only(panel, choice):
    run(panel, [choice], "retire")
    assert panel.post(page_of(choice), {"answers_0": "x", "wrong": "y"}).status_code == 403


@pytest.mark.parametrize("kind", Question.Kind.values)
def test_every_kind_is_shown_as_a_learner_sees_it(panel, document, kind):
    question = Question.objects.filter(kind=kind).first()
    assert question is not None, "the text of the tests gives every kind"
    assert f'data-kind="{kind}"' in panel.get(page_of(question)).content.decode()


def test_what_is_right_in_a_recitation_is_the_text(panel, document):
    recited = Question.objects.filter(kind="recite").first()
    text = recited.statement.text
    assert recited.model_answer == text.strip()
    for page in (page_of(recited), page_of(recited.statement)):
        assert text in panel.get(page).content.decode()


def test_a_recitation_that_nothing_stands_before_is_shown_with_its_opening(panel, document):
    recited = Question.objects.filter(kind="recite", prompt__cue="").first()
    assert recited.prompt["text"][:4] in panel.get(page_of(recited)).content.decode()


def test_a_long_statement_is_named_by_its_beginning_with_the_sign_that_it_goes_on(statement):
    statement.text = "春" * 80
    assert str(statement) == "春" * 59 + "…"
