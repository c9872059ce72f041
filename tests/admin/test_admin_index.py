"""The first page of the panel tells an editor what to do next."""

from datetime import timedelta

import pytest
from django.utils import timezone

from studyapp import bank
from studyapp.admin import to_do
from studyapp.models import Document, Import, Question, Statement
from tests import factories
from tests.admin.helpers import list_of, paste, staff

pytestmark = pytest.mark.django_db

INDEX = "/admin/"


def tasks(client):
    return {task.text: task.url for task in client.get(INDEX).context["tasks"]}


def url_of(client, words):
    return next(url for text, url in tasks(client).items() if words in text)


def found(client, words):
    """What the list shows that a task leads to."""
    return list(client.get(url_of(client, words)).context["cl"].result_list)


def test_importing_comes_first(panel):
    text = panel.get(INDEX).content.decode()
    assert text.index("Import a text") < text.index('id="content-related"')
    assert "Nothing waits for you." in text


def test_a_preview_waits_for_its_decision(panel):
    paste(panel)
    assert found(panel, "1 text came in") == [Import.objects.get()]


def test_a_draft_waits_to_be_published(panel):
    draft = factories.create_document(publish=False)
    assert found(panel, "1 draft waits") == [draft]


def test_a_published_statement_without_marks_is_told(panel, document):
    statement = factories.askable(document)[0]
    Statement.objects.filter(pk=statement.pk).update(marks=[])
    expected = set(document.statements.active().filter(marks=[]))
    assert set(found(panel, "nothing is asked about")) == expected


def test_statements_of_drafts_and_retired_ones_are_not_told(panel, document):
    document.statements.update(marks=[])
    document.statements.update(retired_at=timezone.now())
    factories.create_document(text="一篇\n\n每天走路。", publish=False).statements.update(marks=[])
    assert not any("nothing is asked" in text for text in tasks(panel))


def test_a_question_retired_lately_is_told(panel, document):
    question = Question.objects.first()
    bank.retire_question(question)
    assert found(panel, "1 question was retired") == [question]


def test_a_question_retired_long_ago_is_not_told(panel, document):
    long_ago = timezone.now() - timedelta(days=15)
    Question.objects.update(retired_at=long_ago)
    assert not any("retired" in text for text in tasks(panel))


def test_much_is_not_counted_to_the_end(panel, monkeypatch):
    monkeypatch.setattr(to_do, "MOST_COUNTED", 2)
    Import.objects.bulk_create(Import(state="previewed") for _ in range(5))
    assert any(text.startswith("2+ texts came in") for text in tasks(panel))


def test_only_what_one_may_see_is_told(client, document):
    factories.create_document(text="一篇\n\n每天走路。", publish=False)
    bank.retire_question(Question.objects.first())
    client.force_login(staff("view_question"))
    assert [url.split("?")[0] for url in tasks(client).values()] == [list_of(Question)]
    assert "Import a text" not in client.get(INDEX).content.decode()


def test_the_index_asks_no_more_queries_for_more_to_do(panel, django_assert_max_num_queries):
    counts = []
    for number in range(2):
        factories.create_document(text=factories.TEXT.replace("山河", f"江{number}"))
        factories.create_document(text=f"读书之{number}\n\n每天走路。", publish=False)
        Import.objects.create(state="previewed")
        Question.objects.filter(kind="choice").update(retired_at=timezone.now())
        panel.get(INDEX)
        with django_assert_max_num_queries(15) as seen:
            panel.get(INDEX)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert Document.objects.count() == 4
