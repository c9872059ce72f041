"""Several files at a time: each comes in by itself, and is decided on alone or with all."""

import gc

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from studyapp import batches, imports, personal
from studyapp.models import Document, Enrolment, Import, Revision
from tests import factories

pytestmark = pytest.mark.django_db
OWN, SITE = "/texts/import/", "/admin/studyapp/document/import/"
TEXTS = {f"{name}.txt": factories.TEXT.replace("山河", name) for name in ("江海", "山川", "草木")}


@pytest.fixture(autouse=True)
def started(monkeypatch):
    """The numbers of the imports that a process was started for."""
    numbers = []
    monkeypatch.setattr(imports, "_start_process", numbers.append)
    monkeypatch.setattr("django.db.transaction.on_commit", lambda do, **_: do())
    return numbers


@pytest.fixture
def alice(client):
    alice = factories.create_user("alice", language="en")
    client.force_login(alice)
    return alice


@pytest.fixture
def editor(client):
    rights = {"is_staff": True, "is_superuser": True}
    editor = factories.create_user("editor", language="en", **rights)
    client.force_login(editor)
    return editor


def send(client, at, files=TEXTS):
    made = [
        SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
        for name, text in files.items()
    ]
    return client.post(at, {"file": made})


def states(**found):
    rows = Import.objects.filter(**found).order_by("pk")
    return [row.state for row in rows]


def page(client, url):
    return client.get(url).content.decode()


@pytest.mark.parametrize("at", [OWN, SITE])
def test_each_file_becomes_an_import_with_a_preview_of_its_own(client, request, at):
    request.getfixturevalue("alice" if at == OWN else "editor")
    listed = send(client, at).url
    shown = page(client, listed)
    for row in Import.objects.all():
        name = "preview_text" if at == OWN else "admin:studyapp_document_preview"
        url = reverse(name, args=[row.pk])
        assert f'href="{url}"' in shown
        assert f"{row.name.removesuffix('.txt')}读书会章程" in shown
        assert listed in page(client, url)
    assert not Document.objects.exists()


def test_a_single_file_is_as_ever(client, alice):
    (name, text), *_ = TEXTS.items()
    row = send(client, OWN, {name: text}).url
    assert row == reverse("preview_text", args=[Import.objects.get().pk])
    assert Import.objects.get().batch is None
    assert (
        client.post(row, {"decision": "publish"}).url == Document.objects.get().get_absolute_url()
    )


def test_a_bad_file_is_told_and_stops_no_other(client, alice):
    files = {"photo.jpg": b"\xff\xd8\xff\xe0 picture", **TEXTS, "empty.txt": "", "signs.txt": "……"}
    shown = page(client, send(client, OWN, files).url)
    assert states() == ["refused", "previewed", "previewed", "previewed", "refused", "refused"]
    assert "Files of the kind .jpg are not read" in shown
    assert "There is no text in it." in shown
    assert "only punctuation or signs" in shown


def test_one_after_the_other_is_accepted_and_the_list_tells_what_became_of_each(client, alice):
    listed = send(client, OWN).url
    first, second, third = (
        reverse("preview_text", args=[row.pk]) for row in Import.objects.order_by("pk")
    )
    assert "Look at the first" in page(client, listed)
    assert client.post(first, {"decision": "publish"}).url == second
    assert "Look at the next" in page(client, listed)
    assert client.post(third, {"decision": "discard"}).url == second
    assert client.post(second, {"decision": "publish"}).url == listed
    assert states() == ["accepted", "accepted", "discarded"]
    shown = page(client, listed)
    for document in Document.objects.all():
        assert document.get_absolute_url() in shown
    assert Enrolment.objects.filter(learner=alice).count() == 2


def test_a_text_that_is_there_already_is_not_called_ready(client, editor):
    (name, text), *_ = TEXTS.items()
    row = send(client, SITE, {name: text}).url
    client.post(row, {"decision": "draft"})
    listed = send(client, SITE, {**TEXTS, name: text + "会员可以请假。\n"}).url
    words = page(client, listed).split('class="batch-state">')[1:]
    assert [each.split("<")[0] for each in words] == ["to be decided on", "ready", "ready"]


def test_the_list_says_when_nothing_is_left_to_decide(client, alice):
    listed = send(client, OWN).url
    assert "Look at one after the other" in page(client, listed)
    client.post(listed, {"decision": "discard"})
    shown = page(client, listed)
    assert "Look at one after the other" not in shown
    assert "All of them are decided on." in shown


def test_the_text_that_was_stored_is_named_above_the_preview_of_the_next(client, alice):
    send(client, OWN)
    first = reverse("preview_text", args=[Import.objects.earliest("pk").pk])
    shown = client.post(first, {"decision": "publish"}, follow=True).content.decode()
    assert "“江海读书会章程” is yours to learn." in shown


def test_nobody_elses_batch_is_there(client, alice, editor):
    client.force_login(alice)
    listed = send(client, OWN).url
    client.force_login(factories.create_user("bob"))
    assert client.get(listed).status_code == 404
    client.force_login(editor)
    batch = Import.objects.first().batch
    assert client.get(listed).status_code == 404
    assert client.get(reverse("admin:studyapp_document_batch", args=[batch])).status_code == 404


# --- How many there may be


def told(response):
    assert response.status_code == 422
    assert not Import.objects.exists()
    return response.context["form"].non_field_errors()[0]


def test_more_files_than_are_taken_at_a_time_are_refused(client, alice):
    files = {f"{number}.txt": "字" for number in range(batches.MOST_FILES + 1)}
    assert told(send(client, OWN, files)) == "These are 21 files: choose at most 20 at a time."


def test_larger_files_than_are_taken_at_a_time_are_refused(client, alice, monkeypatch):
    monkeypatch.setattr(batches, "MOST_BYTES", 1_000_000)
    files = {f"{number}.txt": "字" * 200_000 for number in range(2)}
    assert "larger than 1 MB" in told(send(client, OWN, files))


def test_more_texts_than_a_member_may_have_are_refused(client, alice, settings):
    settings.PERSONAL_TEXTS = 2
    expected = "There is room for 2 texts, and these are 3."
    assert told(send(client, OWN)) == expected


def test_a_document_has_one_next_text(client, editor):
    document = factories.create_document()
    response = send(client, reverse("admin:studyapp_document_revise", args=[document.pk]))
    assert told(response) == "There is room for 1 text, and these are 3."


def test_files_count_as_texts_that_come_in(client, alice, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"import": "2/h/user"}
    assert send(client, OWN).status_code == 429
    assert not Import.objects.exists()


def test_files_and_a_paste_are_one_too_many(client, alice):
    made = [SimpleUploadedFile(name, text.encode()) for name, text in TEXTS.items()]
    response = client.post(OWN, {"file": made, "text": "一段话。"})
    assert "one of the two" in told(response)


def test_a_file_that_is_too_large_is_refused_alone(client, alice, monkeypatch):
    monkeypatch.setattr("studyapp.intake.MOST_BYTES", 2_000)
    send(client, OWN, {**TEXTS, "large.txt": "字" * 1_000})
    assert states() == ["previewed"] * 3 + ["refused"]


# --- All that are ready


def accept_all(client, listed, decision="publish"):
    return client.post(listed, {"decision": decision}, follow=True)


@pytest.mark.parametrize(("decision", "status"), [("publish", "published"), ("draft", "draft")])
def test_all_that_are_ready_are_stored_at_once(client, editor, decision, status):
    listed = send(client, SITE, {"photo.jpg": b"\xff\xd8\xff\xe0", **TEXTS}).url
    response = accept_all(client, listed, decision)
    assert "3 texts are stored." in response.content.decode()
    assert states() == ["refused", "accepted", "accepted", "accepted"]
    assert set(Document.objects.values_list("status", flat=True)) == {status}
    assert 'name="decision"' not in response.content.decode()
    document = Document.objects.first()
    history = client.get(reverse("admin:studyapp_document_history", args=[document.pk]))
    assert "Imported." in history.content.decode()


def test_a_text_that_is_there_already_is_left_to_be_decided_on(client, editor):
    factories.create_document(text=TEXTS["江海.txt"].replace("320人", "400人"))
    listed = send(client, SITE).url
    assert "is there already" in page(client, listed)
    accept_all(client, listed)
    assert states() == ["previewed", "accepted", "accepted"]
    assert Document.objects.count() == 3


def test_of_two_with_one_title_the_second_waits_and_says_why(client, editor):
    files = {**TEXTS, "again.txt": TEXTS["江海.txt"].replace("320人", "400人")}
    response = accept_all(client, send(client, SITE, files).url)
    assert states() == ["accepted"] * 3 + ["previewed"]
    assert "is there already" in response.content.decode()


def test_who_may_not_publish_may_store_drafts_only(client):
    from tests.admin.helpers import staff

    client.force_login(staff("view_document", "add_document"))
    listed = send(client, SITE).url
    assert 'value="publish"' not in page(client, listed)
    assert client.post(listed, {"decision": "publish"}).status_code == 403
    accept_all(client, listed, "draft")
    assert Document.objects.count() == 3


def test_members_store_one_after_the_other(client, alice):
    listed = send(client, OWN).url
    assert 'value="publish"' not in page(client, listed)
    client.post(listed, {"decision": "publish"})
    assert not Document.objects.exists()


def test_what_is_not_stored_is_discarded_at_once(client, alice):
    listed = send(client, OWN).url
    first = reverse("preview_text", args=[Import.objects.first().pk])
    client.post(first, {"decision": "publish"})
    client.post(listed, {"decision": "discard"})
    assert sorted(states()) == ["accepted", "discarded", "discarded"]
    assert personal.texts_of(alice).count() == 1


# --- In the background


def test_what_is_not_read_in_time_is_read_by_one_process(client, editor, started, monkeypatch):
    monkeypatch.setattr(imports, "PATIENCE", 0)
    listed = send(client, SITE, {**TEXTS, "signs.txt": "……"}).url
    assert states() == ["reading"] * 4
    assert started == [Import.objects.order_by("pk").first().pk]
    shown = page(client, listed)
    assert 'hx-trigger="every 2s"' in shown
    assert "being read" in shown
    assert list(imports.carry_on(started[0])) == []
    assert states() == ["previewed"] * 3 + ["refused"]
    assert "hx-trigger" not in page(client, listed)


def test_long_texts_are_stored_by_one_process(client, editor, started, monkeypatch):
    monkeypatch.setattr(imports, "LONG", 10)
    listed = send(client, SITE).url
    accept_all(client, listed)
    assert states() == ["storing"] * 3
    stored = list(imports.carry_on(started[0]))
    assert [imported.created for imported in stored] == [True] * 3
    assert set(Document.objects.values_list("status", flat=True)) == {"published"}
    assert states() == ["accepted"] * 3


def test_work_that_died_is_begun_again_with_the_first_and_spares_the_others(
    client, editor, started, monkeypatch
):
    monkeypatch.setattr(imports, "PATIENCE", 0)
    monkeypatch.setattr(imports, "STARTING", 0)
    listed = send(client, SITE).url
    for _ in range(imports.MOST_TRIES):
        client.get(listed)
    first, *others = Import.objects.order_by("pk")
    assert (first.state, [row.state for row in others]) == ("refused", ["reading"] * 2)
    assert set(started) == {first.pk}
    client.get(listed)
    assert started[-1] == others[0].pk


def test_an_htmx_request_gets_the_list_alone(client, editor):
    listed = send(client, SITE).url
    part = client.get(listed, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div class="batch"')


@pytest.mark.parametrize("count", [3, 15])
def test_the_list_costs_the_same_for_any_number_of_texts(
    client, editor, count, django_assert_max_num_queries
):
    files = {f"{n}.txt": factories.TEXT.replace("山河", f"第{n}") for n in range(count)}
    listed = send(client, SITE, files).url
    with django_assert_max_num_queries(12):
        client.get(listed)


def test_who_decides_is_said_to_store_what_is_stored_in_the_background(client, editor, monkeypatch):
    monkeypatch.setattr(imports, "LONG", 1)
    listed = send(client, SITE).url
    other = factories.create_editor("other")
    client.force_login(other)
    client.post(listed, {"decision": "publish"})
    editor.delete()
    call_command("carry_on_import", Import.objects.first().pk)
    gc.enable()
    assert states() == ["accepted"] * len(TEXTS)
    assert {row.author for row in Revision.objects.all()} == {other}
    assert {entry.user for entry in LogEntry.objects.all()} == {other}


@pytest.mark.parametrize("at", [OWN, SITE])
def test_more_files_than_are_looked_at_are_told_how_many_are_taken(client, request, at):
    request.getfixturevalue("alice" if at == OWN else "editor")
    answer = send(client, at, {f"{number}.txt": "abc" for number in range(200)})
    assert answer.status_code == 400
    assert f"choose at most {batches.MOST_FILES} at a time" in answer.content.decode()


def test_too_many_for_the_rest_of_the_hour_leave_it_its_rest(client, alice, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"import": "2/h/user"}
    assert send(client, OWN).status_code == 429
    (name, text), *_ = TEXTS.items()
    assert send(client, OWN, {name: text}).status_code == 302
