"""Members bring in texts of their own, which nobody else sees."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from studyapp import editors, originals, people, progress
from studyapp.models import Attempt, Document, Import, Revision, Sitting
from tests import factories

pytestmark = pytest.mark.django_db
IMPORT = "/texts/import/"


@pytest.fixture
def alice():
    return factories.create_user("alice", language="en")


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def bring_in(client, text=factories.TEXT, *, to=IMPORT, decision="publish"):
    url = client.post(to, {"text": text}).url
    return client.post(url, {"decision": decision, "seen": client.get(url).context["seen"]})


def own():
    return Document.objects.get(owner__username="alice")


def test_a_text_is_stored_for_its_owner_only(as_alice, alice, client):
    factories.create_document()
    bring_in(as_alice)
    document = own()
    assert (document.visibility, document.status) == ("private", "published")
    assert as_alice.get(document.get_absolute_url()).status_code == 200
    assert "My texts" in as_alice.get("/library/").content.decode()
    for other in ("bob", "editor", "staff"):
        user = factories.create_user(other, is_staff=other != "bob", is_superuser=other == "editor")
        client.force_login(user)
        assert client.get(document.get_absolute_url()).status_code == 404
        assert client.get(reverse("delete_text", args=[document.pk])).status_code == 404
        assert client.get(reverse("revise_text", args=[document.pk])).status_code == 404
        waiting = reverse("preview_text", args=[Import.objects.get().pk])
        assert client.get(waiting).status_code == 404
        assert Document.objects.readable_by(user).filter(pk=document.pk).count() == 0


def test_a_text_that_was_brought_in_to_learn_is_in_the_plan(as_alice, alice):
    bring_in(as_alice)
    assert progress.planned(alice) == [own().pk]
    assert alice.enrolments.get().paused_at is None
    assert progress.today(alice, timezone.now()).new > 0


def test_a_stranger_is_sent_to_sign_in_and_a_guest_finds_nothing(client):
    assert client.get(IMPORT).status_code == 302
    client.force_login(factories.create_user("guest", guest=True))
    assert client.get(IMPORT).status_code == 404


def test_where_the_operator_allows_none_there_is_no_page(as_alice, settings):
    settings.PERSONAL_TEXTS = 0
    assert as_alice.get(IMPORT).status_code == 404
    assert "My texts" not in as_alice.get("/library/").content.decode()


def test_texts_are_counted(as_alice, settings):
    settings.PERSONAL_TEXTS = 1
    bring_in(as_alice)
    response = as_alice.post(IMPORT, {"text": "另一篇文章\n\n每天读三十页书，坚持一年。"})
    assert response.status_code == 422
    assert "as many as there may be" in response.content.decode()


def test_a_preview_of_before_the_last_place_was_taken_is_refused(as_alice, settings):
    settings.PERSONAL_TEXTS = 1
    waiting = as_alice.post(IMPORT, {"text": "另一篇文章\n\n每天读三十页书，坚持一年。"}).url
    bring_in(as_alice)
    as_alice.post(waiting, {"decision": "publish"})
    assert Document.objects.count() == 1
    assert Import.objects.filter(state="previewed").count() == 1


def test_nothing_and_the_unreadable_are_told_in_a_sentence(as_alice):
    for sent in ({}, {"text": " "}, {"text": "……"}):
        assert as_alice.post(IMPORT, sent).status_code == 422
    assert not Import.objects.exists()


def test_a_changed_text_is_shown_and_keeps_its_memory(as_alice, alice):
    bring_in(as_alice)
    document = own()
    kept = set(document.statements.active().values_list("pk", flat=True))
    url = as_alice.post(
        reverse("revise_text", args=[document.pk]),
        {"text": factories.TEXT.replace("320人", "400人")},
    ).url
    page = as_alice.get(url).content.decode()
    assert "<del>" in page
    response = as_alice.post(url, {"decision": "revise"}, follow=True)
    assert "1 statement is asked again soon" in response.content.decode()
    assert document.revisions.count() == 2
    assert set(document.statements.active().values_list("pk", flat=True)) == kept
    as_alice.post(reverse("undo_revision", args=[document.pk]))
    assert "320人" in "".join(document.statements.active().values_list("text", flat=True))


def test_lines_are_corrected_before_a_text_is_stored(as_alice):
    url = as_alice.post(IMPORT, {"text": factories.TEXT}).url
    seen = as_alice.get(url).context["seen"]
    as_alice.post(url, {"correct": "demote", "line": "4", "seen": seen})
    as_alice.post(url, {"decision": "publish"})
    assert own().sections.filter(level=2).count() == 1


def test_a_text_is_deleted_with_all_that_was_done_with_it(as_alice, alice):
    site = factories.create_document(text=factories.TEXT.replace("山河", "江海"))
    bring_in(as_alice)
    document = own()
    for each in (document, site):
        factories.answer_right(factories.next_question(factories.start(alice, each)))
    url = reverse("delete_text", args=[document.pk])
    page = as_alice.get(url).content.decode()
    assert "1 answer" in page
    assert Document.objects.filter(pk=document.pk).exists()
    as_alice.post(url)
    assert not Document.objects.filter(pk=document.pk).exists()
    assert Sitting.objects.get().document == site
    assert Attempt.objects.filter(score__isnull=False).count() == 1
    assert Revision.objects.get().document == site
    assert not Import.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_file_goes_with_the_text(client):
    client.force_login(factories.create_user("alice", language="en"))
    text = "一篇日记\n\n每天读三十页书，坚持一年，共读一百本书。"
    bring_in(client, text)
    digest = Revision.objects.get().sha256
    assert originals.is_kept(digest)
    client.post(reverse("delete_text", args=[own().pk]))
    assert not originals.is_kept(digest)


def test_who_leaves_takes_waiting_texts_along(as_alice, alice):
    factories.create_editor()
    bring_in(as_alice)
    as_alice.post(IMPORT, {"text": factories.TEXT})
    people.delete_person(alice)
    assert not Document.objects.exists()
    assert not Import.objects.exists()


def test_editors_find_members_texts_nowhere_in_the_panel_and_superusers_do(as_alice, client):
    bring_in(as_alice)
    document = own()
    waiting = as_alice.post(IMPORT, {"text": factories.TEXT}).url.rstrip("/").rpartition("/")[2]
    # Their own browser has told them of it.
    as_alice.get(document.get_absolute_url())
    statement = document.statements.first()
    urls = [f"/admin/studyapp/document/{document.pk}/change/"]
    urls += [f"/admin/studyapp/statement/{statement.pk}/change/"]
    urls += [f"/admin/studyapp/revision/{document.revisions.get().pk}/change/"]
    urls += (
        [f"/admin/studyapp/question/{statement.questions.first().pk}/change/"]
        if (statement.questions.exists())
        else []
    )
    helper = factories.create_user("helper", is_staff=True)
    helper.groups.add(Group.objects.get(name=editors.GROUP))
    client.force_login(helper)
    for url in urls:
        assert client.get(url).status_code == 302, url
    for model in ("document", "section", "statement", "question", "revision", "import"):
        page = client.get(f"/admin/studyapp/{model}/").content.decode()
        assert "山河读书会" not in page, model
    assert client.get(f"/admin/studyapp/document/import/{waiting}/").status_code == 404
    assert client.get(f"/admin/studyapp/document/{document.pk}/questions/").status_code == 404
    client.force_login(factories.create_editor())
    for url in urls:
        assert client.get(url).status_code == 200, url
