"""A member's own text is for nobody else to see but superusers, whatever its number is."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from studyapp import editors, library
from studyapp.models import Attempt, Collection, Document, Enrolment, Question, Review
from tests import factories
from tests.admin.helpers import list_of, page_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_text(alice):
    """What alice has brought in for herself, and revised once."""
    text = factories.create_document(by=alice)
    library.import_document(factories.TEXT.replace("320人", "330人").encode(), revise=text)
    text.owner, text.visibility = alice, Document.Visibility.PRIVATE
    text.save()
    return text


@pytest.fixture
def panel(client):
    """The panel as an editor sees it who is no superuser."""
    user = factories.create_user("bob", is_staff=True)
    user.groups.add(Group.objects.get(name=editors.GROUP))
    client.force_login(user)
    return client


def addresses(text):
    """Every page of the panel that is about one row of a text."""
    statement = text.statements.askable().first()
    question = Question.objects.filter(statement=statement).first()
    revision = text.revisions.last()
    section = text.sections.exclude(title="").first()
    rows = (text, section, statement, question, revision)
    yield from (page_of(row) for row in rows)
    yield from (page_of(row).replace("/change/", "/history/") for row in rows)
    for name in ("changes", "restore", "original"):
        yield reverse(f"admin:studyapp_revision_{name}", args=[revision.pk])
    yield reverse("admin:studyapp_statement_add_question", args=[statement.pk])
    yield reverse("admin:studyapp_question_regrade", args=[question.pk])
    for name in ("questions", "revise"):
        yield reverse(f"admin:studyapp_document_{name}", args=[text.pk])


def seen(panel, url):
    return panel.get(url).status_code == 200


def test_an_editor_gets_no_page_of_it(panel, own_text):
    assert [url for url in addresses(own_text) if seen(panel, url)] == []


def test_an_editor_gets_each_page_of_a_text_of_the_site(panel, own_text):
    Document.objects.update(owner=None, visibility=Document.Visibility.PUBLIC)
    own_text.refresh_from_db()
    assert [url for url in addresses(own_text) if not seen(panel, url)] == []


def test_an_editor_does_not_change_it(panel, own_text):
    for url in addresses(own_text):
        panel.post(url, {"current": str(own_text.revisions.count())})
    assert own_text.revisions.count() == 2


def test_an_editor_puts_it_on_no_shelf(panel, own_text):
    shelf = Collection.objects.create(name="Shelf")
    data = {"name": "Shelf", "position": 0, "entries-TOTAL_FORMS": 1, "entries-INITIAL_FORMS": 0}
    panel.post(page_of(shelf), data | {"entries-0-document": own_text.pk})
    assert not shelf.entries.exists()


def test_who_looks_at_records_reads_none_of_it(client, alice, own_text):
    sitting = factories.start(alice, own_text, mode="practise")
    factories.answer_wrong(factories.next_question(sitting))
    factories.answer_right(factories.next_question(factories.start(alice, own_text)))
    client.force_login(staff("view_enrolment", "view_attempt", "view_review"))
    for row in (Enrolment.objects.get(), Attempt.objects.last(), Review.objects.last()):
        assert not seen(client, page_of(row))
        assert "山河读书会" not in client.get(list_of(type(row))).content.decode()
