"""Revisions: what changed, the original as it came in, and accepting a former text again."""

import pytest
from django.urls import reverse

from studyapp import library, originals
from studyapp.models import Document, Memory, Revision
from tests import factories
from tests.admin.helpers import list_of, page_of, staff, told

pytestmark = pytest.mark.django_db

REVISED = factories.TEXT.replace("三篇课文", "五篇课文").replace(
    "任期三年。", "任期三年，可以连任。"
)


def address(name, revision):
    return reverse(f"admin:studyapp_revision_{name}", args=[revision.pk])


@pytest.fixture
def first(document):
    return document.revisions.get()


@pytest.fixture
def second(document, first):
    library.import_document(REVISED.encode(), name="second.txt", revise=document)
    return document.revisions.get(number=2)


# --- What changed


def test_what_changed_is_shown_by_marks_of_its_own(panel, second):
    text = panel.get(address("changes", second)).content.decode()
    assert '<del><span class="visually-hidden">removed: </span>三</del>' in text
    assert '<ins><span class="visually-hidden">added: </span>五</ins>' in text


def test_what_changed_is_counted(panel, second):
    page = panel.get(address("changes", second)).context
    assert (page["statements_changed"], page["statements_added"]) == (2, 0)
    assert page["comparison"].kept_sections == 1


def test_any_two_revisions_are_compared(panel, editor, first, second):
    library.restore(first, by=editor)
    third = first.document.revisions.get(number=3)
    response = panel.get(address("changes", third), {"from": "1"})
    assert "The two texts do not differ." in response.content.decode()


def test_the_first_revision_has_none_before_it(panel, first):
    text = panel.get(address("changes", first)).content.decode()
    assert "This is the first text of the document" in text


@pytest.mark.parametrize("asked", ["x", "²", "99", "-1", "99999999999999999999"])
def test_a_strange_number_compares_with_the_one_before(panel, second, asked):
    response = panel.get(address("changes", second), {"from": asked, "p": asked})
    assert response.context["before"].number == 1


def test_markup_in_a_text_is_shown_and_not_obeyed(panel, document):
    text = factories.TEXT.replace("三篇课文", "<script>alert(1)</script>课文")
    library.import_document(text.encode(), revise=document)
    page = panel.get(address("changes", document.revisions.first())).content.decode()
    assert "<script>alert" not in page
    assert "alert" in page


def test_what_changed_asks_no_more_queries_for_more_changes(
    panel, document, first, django_assert_max_num_queries
):
    counts = []
    for text in (REVISED, REVISED.replace("。", "！").replace("会员", "社员")):
        library.import_document(text.encode(), revise=document)
        url = address("changes", document.revisions.first())
        panel.get(url)
        with django_assert_max_num_queries(20) as seen:
            panel.get(url)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_documents_page_leads_to_what_changed(panel, document, second):
    text = panel.get(page_of(document)).content.decode()
    assert address("changes", second) in text
    assert address("original", second) in text


# --- Accepting a revision again


def test_a_former_text_is_in_force_again(panel, editor, first, second):
    response = panel.post(address("restore", first), {"current": "2"}, follow=True)
    newest = first.document.revisions.order_by("number").last()
    assert (newest.number, newest.author, newest.outline) == (3, editor, first.outline)
    assert "2 changed" in told(response)


def test_memories_come_back_with_the_text(panel, studied):
    memories = set(Memory.objects.values_list("pk", "stability"))
    first = studied.revisions.get()
    library.import_document(REVISED.encode(), revise=studied)
    panel.post(address("restore", first), {"current": "2"})
    assert set(Memory.objects.values_list("pk", "stability")) == memories


def test_one_is_asked_first_and_sees_what_would_change(panel, first, second):
    text = panel.get(address("restore", first)).content.decode()
    assert '<ins><span class="visually-hidden">added: </span>三</ins>' in text
    assert first.document.revisions.count() == 2


def test_the_text_in_force_is_not_accepted_again(panel, second):
    response = panel.post(address("restore", second), {"current": "2"}, follow=True)
    assert "is the text in force" in told(response)
    assert second.document.revisions.count() == 2


@pytest.mark.parametrize("seen", ["1", "", "x"])
def test_a_text_that_changed_meanwhile_is_looked_at_first(panel, first, second, seen):
    response = panel.post(address("restore", first), {"current": seen}, follow=True)
    assert "changed by someone else meanwhile" in told(response)
    assert first.document.revisions.count() == 2


def test_sending_the_confirmation_twice_restores_once(panel, first, second):
    for _ in range(2):
        panel.post(address("restore", first), {"current": "2"})
    assert first.document.revisions.count() == 3


def test_restoring_stands_in_the_history_of_the_document(panel, first, second):
    panel.post(address("restore", first), {"current": "2"})
    history = panel.get(reverse("admin:studyapp_document_history", args=[first.document.pk]))
    assert "Revision 1 accepted again." in history.content.decode()


# --- The original


def test_an_original_is_saved_as_it_came_and_never_opened(panel, second):
    response = panel.get(address("original", second))
    assert response.content == REVISED.encode()
    assert response["Content-Disposition"] == 'attachment; filename="second.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "saved_as"),
    [
        ("章程.txt", "attachment; filename*=utf-8''%E7%AB%A0%E7%A8%8B.txt"),
        ('a"b.txt', 'attachment; filename="a\\"b.txt"'),
        ("../a\r\nX: y.txt", 'attachment; filename=".._a__X: y.txt"'),
        ("a\u202etxt.exe", 'attachment; filename="a_txt.exe"'),
    ],
)
def test_a_file_name_cannot_break_the_header(panel, first, name, saved_as):
    Revision.objects.filter(pk=first.pk).update(name=name)
    assert panel.get(address("original", first))["Content-Disposition"] == saved_as


def test_an_original_without_a_name_is_given_one(panel, first):
    Revision.objects.filter(pk=first.pk).update(name="")
    name = f"document-{first.document_id}-1.txt"
    assert name in panel.get(address("original", first))["Content-Disposition"]


def test_an_original_that_is_gone_is_told_so(panel, document):
    revision = document.revisions.get()
    Revision.objects.filter(pk=revision.pk).update(sha256=originals.fingerprint(b"gone"))
    response = panel.get(address("original", revision), follow=True)
    assert "no longer among the site's files" in told(response)


# --- Who may


@pytest.mark.parametrize("name", ["changes", "original", "restore"])
def test_revisions_need_the_right_to_see_them(client, first, second, name):
    client.force_login(staff("view_document", "change_document"))
    assert client.get(address(name, first)).status_code == 403


def test_restoring_needs_the_right_to_change_documents(client, first, second):
    client.force_login(staff("view_document", "view_revision"))
    assert client.post(address("restore", first), {"current": "2"}).status_code == 403
    assert "restore" not in client.get(address("changes", first)).content.decode()
    assert Document.objects.get().revisions.count() == 2


@pytest.mark.parametrize("name", ["changes", "original", "restore"])
def test_a_revision_that_is_not_there_is_not_found(panel, name):
    assert panel.get(f"{list_of(Revision)}99999999999999999999/{name}/").status_code == 404
