"""Reports come to editors ranked; what they decide, and whose results it changes."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from studyapp import corrected, corrections, editing, editors, regrading, reports
from studyapp.models import Attempt, Correction, Question, QuestionFigures, Report
from studyapp.text.normalize import fold
from tests import factories
from tests.admin.helpers import list_of, page_of, staff, told
from tests.factories import NOW, days
from tests.test_regrading import OTHER, answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(document):
    return next(s for s in factories.askable(document) if s.kind == "sentence")


@pytest.fixture
def attempt(alice, document, statement):
    return answer(alice, document, statement)


@pytest.fixture
def report(attempt):
    return send(attempt)


def send(attempt, kind="accept", words="两种都对"):
    return reports.report(attempt, kind=kind, words=words, now=NOW)


def decide(panel, report, decision, reason=""):
    return panel.post(page_of(report), {"decision": decision, "reason": reason}, follow=True)


def accept(attempt, response=OTHER):
    """What the button says that accepts this answer."""
    return f"accept-{attempt.asked[0]}:{fold(response)}"


def regrade_of(question):
    return reverse("admin:studyapp_question_regrade", args=[question.pk])


def text_of(response):
    return response.content.decode()


# --- Ranked


def test_the_list_shows_one_line_a_question_the_weightiest_first(panel, document):
    light, heavy = factories.askable(document)[:2]
    people = [factories.create_user(f"learner-{n}") for n in range(3)]
    send(answer(people[0], document, light), "typo")
    for person in people:
        send(answer(person, document, heavy), "key")
    shown = panel.get(list_of(Report)).context["cl"].result_list
    assert [row.question.statement for row in shown] == [heavy, light]
    assert [len(row.beside) for row in shown] == [3, 1]


def test_what_was_decided_is_found_by_its_state(panel, report, editor):
    reports.decide([report], reports.Decision("dismissed", editor, "x"), now=NOW)
    assert not panel.get(list_of(Report)).context["cl"].result_list
    decided = panel.get(list_of(Report), {"state": "dismissed"})
    assert decided.context["cl"].result_list == [report]


def test_the_first_page_tells_what_learners_reported(panel, report):
    tasks = {task.text: task.url for task in panel.get("/admin/").context["tasks"]}
    assert tasks["1 question was reported by learners"] == list_of(Report)


def test_the_page_shows_question_response_verdict_and_figures(panel, report, attempt):
    shown = text_of(panel.get(page_of(report)))
    for words in ("两种都对", OTHER, "my answer should count", "wrong", "not enough answers"):
        assert words in shown
    assert attempt.question.right_answers[0] in shown


def test_reports_ask_no_more_queries_for_more_of_them(
    panel, document, statement, report, django_assert_num_queries, django_assert_max_num_queries
):
    for url in (list_of(Report), page_of(report)):
        panel.get(url)
    with django_assert_max_num_queries(25) as one:
        panel.get(page_of(report))
    for number in range(6):
        send(answer(factories.create_user(f"learner-{number}"), document, statement, "别的"))
    with django_assert_num_queries(len(one)):
        panel.get(page_of(report))


# --- Decided


def test_accepting_an_answer_leads_to_whose_results_change(panel, report, attempt):
    response = decide(panel, report, accept(attempt))
    now = editing.current(attempt.question)
    assert response.redirect_chain[-1][0] == regrade_of(now)
    assert OTHER in now.keys[0]
    assert response.context["told"].changed == 1
    assert "alice" in text_of(response)
    report.refresh_from_db()
    assert report.state == "accepted"


def test_a_regrade_is_done_on_confirm_and_only_then(panel, report, attempt, editor):
    decide(panel, report, accept(attempt))
    now = editing.current(attempt.question)
    assert not Correction.objects.exists()
    response = panel.post(regrade_of(now), follow=True)
    assert "1 answer is graded again." in told(response)
    assert Correction.objects.get().author == editor
    assert corrected.holding(Attempt.objects.get(pk=attempt.pk)).verdict == "right"
    assert "No result would change" in text_of(panel.get(regrade_of(now)))


def test_leaving_it_as_it_is_needs_a_reason(panel, report):
    assert "Say why" in told(decide(panel, report, "dismissed", "  "))
    report.refresh_from_db()
    assert report.state == "open"
    decide(panel, report, "dismissed", "书上就是这样写的")
    report.refresh_from_db()
    assert (report.state, report.reason) == ("dismissed", "书上就是这样写的")


def test_retiring_retires_the_question(panel, report, attempt):
    decide(panel, report, "retired")
    assert editing.current(attempt.question) is None
    assert Report.objects.get().state == "retired"


def test_it_is_mended_closes_the_report(panel, report, editor):
    decide(panel, report, "fixed", "改好了")
    row = Report.objects.get()
    assert (row.state, row.decided_by, row.reason) == ("fixed", editor, "改好了")


def test_what_a_colleague_decided_meanwhile_is_told(panel, report, editor):
    reports.decide([report], reports.Decision("fixed", editor), now=NOW)
    assert "decided meanwhile" in told(decide(panel, report, "dismissed", "x"))
    assert Report.objects.get().state == "fixed"


def test_the_answer_on_the_button_is_accepted_whatever_was_reported_since(
    panel, report, attempt, document, statement
):
    wish = accept(attempt)
    assert f'value="{wish}"' in text_of(panel.get(page_of(report)))
    for number in range(2):
        send(answer(factories.create_user(f"learner-{number}"), document, statement, "别的答案"))
    assert reports.offers(reports.waiting_with(report))[0].answer == "别的答案"
    decide(panel, report, wish)
    keys = editing.current(attempt.question).keys[0]
    assert OTHER in keys
    assert "别的答案" not in keys


@pytest.mark.parametrize("wish", ["", "accept-7", "accept-x", "accept-", "nonsense", "open"])
def test_a_decision_that_there_is_none_of_changes_nothing(panel, report, wish):
    assert decide(panel, report, wish).status_code == 200
    assert Report.objects.get().state == "open"


def test_a_question_mended_since_is_told(panel, report, attempt, editor):
    editing.accept_answer(attempt.question, attempt.asked[0], "又一个", by=editor)
    assert "It was changed since it was reported" in text_of(panel.get(page_of(report)))


def test_looking_alone_decides_nothing(client, report):
    client.force_login(staff("view_report"))
    assert "What to do about it</h2>" not in text_of(client.get(page_of(report)))
    assert client.post(page_of(report), {"decision": "retired"}).status_code == 403
    assert Report.objects.get().state == "open"


def test_editors_decide_on_reports_and_grade_again(client, report, attempt):
    user = factories.create_user("carol", is_staff=True)
    user.groups.add(Group.objects.get(name=editors.GROUP))
    client.force_login(user)
    decide(client, report, accept(attempt))
    client.post(regrade_of(editing.current(attempt.question)))
    assert Correction.objects.get().author == user


def test_grading_again_needs_the_right_to_change_questions(client, attempt):
    client.force_login(staff("view_question"))
    assert client.get(regrade_of(attempt.question)).status_code == 403
    assert client.post(regrade_of(attempt.question)).status_code == 403


# --- From the question's own page


def test_changing_what_is_accepted_offers_to_grade_again(panel, attempt):
    question = attempt.question
    fields = {f"answers_{n}": "\n".join([*k, OTHER]) for n, k in enumerate(question.keys)}
    response = panel.post(page_of(question), fields, follow=True)
    assert "See whose results would change" in told(response)
    made = editing.current(question)
    assert regrading.plan(made.statement).changed == 1
    assert "Grade given answers again" in text_of(panel.get(page_of(made)))


def test_changing_only_the_options_offers_nothing(panel, document):
    choice = Question.objects.filter(kind="choice", retired_at=None).first()
    fields = {"answers_0": choice.right_answers[0], "wrong": "甲\n乙"}
    assert "See whose results" not in told(panel.post(page_of(choice), fields, follow=True))


def test_the_dry_run_tells_what_is_left_alone(panel, attempt, alice, editor):
    corrections.override(attempt.pk, alice, right=True, now=NOW)
    made = editing.accept_answer(attempt.question, attempt.asked[0], "别的", by=editor)
    shown = text_of(panel.get(regrade_of(made)))
    assert "No result would change" in shown
    assert "called right by the learner" in shown


def test_much_is_listed_to_a_limit_and_counted_whole(
    panel, document, statement, editor, monkeypatch
):
    monkeypatch.setattr(regrading, "MOST_SHOWN", 2)
    people = [factories.create_user(f"learner-{n}") for n in range(4)]
    attempts = [answer(person, document, statement) for person in people]
    made = editing.accept_answer(attempts[0].question, attempts[0].asked[0], OTHER, by=editor)
    response = panel.get(regrade_of(made))
    assert (len(response.context["rows"]), response.context["told"].changed) == (2, 4)
    assert "and 2 more" in text_of(response)


# --- Figures in the list of questions


def test_questions_are_sorted_and_filtered_by_their_figures(panel, document, report, attempt):
    easy = Question.objects.exclude(pk=attempt.question_id).first()
    QuestionFigures.objects.create(
        question=easy, answers=40, first_answers=30, facility=1.0, hint="easy", computed_at=NOW
    )
    columns = panel.get(list_of(Question)).context["cl"].list_display
    place = columns.index("facility")
    ascending = panel.get(list_of(Question), {"o": str(place)}).context["cl"].result_list
    assert [question.pk for question in ascending] == [attempt.question_id, easy.pk]
    descending = panel.get(list_of(Question), {"o": f"-{place}"}).context["cl"].result_list
    assert [question.pk for question in descending] == [easy.pk, attempt.question_id]
    found = panel.get(list_of(Question), {"hint": "easy"}).context["cl"].result_list
    assert list(found) == [easy]


def test_a_question_that_looks_ambiguous_is_told_on_the_first_page(panel, report, attempt):
    QuestionFigures.objects.update(hint="ambiguous")
    texts = [task.text for task in panel.get("/admin/").context["tasks"]]
    assert "1 question looks ambiguous by its figures" in texts


def test_the_questions_page_tells_its_figures_and_what_they_mean(panel, document):
    choice = Question.objects.filter(kind="choice", retired_at=None).first()
    right, wrong = choice.right_answers[0], [o for o in choice.options if o != "x"][-1]
    QuestionFigures.objects.create(
        question=choice,
        answers=31,
        first_answers=25,
        facility=0.96,
        discrimination=12.3,
        median_time=4.5,
        shares={right: 0.96, wrong: 0.04} if wrong != right else {right: 1.0},
        hint="easy",
        computed_at=NOW + days(1),
    )
    shown = text_of(panel.get(page_of(choice)))
    for words in ("too easy", "96 %", "12", "4.5 s", "of 25 learners"):
        assert words in shown
