"""Deleting an account: nothing of the person is left, and nothing of anyone else is lost."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from studyapp import aside, corrections, exam, library, originals, people, reports
from studyapp.models import Attempt, Correction, Document, Enrolment, Import, Review, User
from tests import factories
from tests.factories import NOW, answer_right, answer_wrong, days, next_question

pytestmark = pytest.mark.django_db
URL = "/account/delete/"


def references():
    """Every foreign key to a person, of every table of the site."""
    return [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is User
    ]


def rows_of(pk):
    """How many rows name a person, by table and column; only those that there are."""
    found = {
        f"{model._meta.label}.{field.name}": model._default_manager.filter(
            **{field.attname: pk}
        ).count()
        for model, field in references()
    }
    return {name: count for name, count in found.items() if count}


def studied(learner, document):
    """Someone who has left a row in every table that a learner can."""
    for number in range(3):
        at = NOW + days(number)
        sitting = factories.start(learner, document, now=at)
        right = answer_right(next_question(sitting, now=at), now=at)
        wrong = answer_wrong(next_question(sitting, now=at), now=at)
        corrections.undo(right.pk, learner, now=at)
        corrections.put_into_today(learner, [wrong], now=at)
    EmailAddress.objects.create(user=learner, email="a@example.org", primary=True)
    Authenticator.objects.create(user=learner, type="totp", data={"secret": "x"})
    return learner


def own_text(owner, text="我的笔记\n\n每天读书三十分钟。\n", visibility="private"):
    document = library.import_document(text.encode(), name="a.txt", publish=True, by=owner).document
    Document.objects.filter(pk=document.pk).update(owner=owner, visibility=visibility)
    document.refresh_from_db()
    return document


def test_nothing_that_names_the_person_is_left(document):
    alice = studied(factories.create_user(), document)
    own_text(alice)
    pk = alice.pk
    before = rows_of(pk)
    for table in ("Attempt", "Review", "Memory", "Standing", "Sitting", "Enrolment", "Correction"):
        assert before[f"studyapp.{table}.learner"], table
    people.delete_person(alice)
    assert rows_of(pk) == {}
    assert not User.objects.filter(pk=pk).exists()


def test_others_keep_all_they_have(document):
    alice, bob = factories.create_user("alice"), factories.create_user("bob")
    for learner in (alice, bob):
        studied(learner, document)
    before = rows_of(bob.pk)
    people.delete_person(alice)
    assert rows_of(bob.pk) == before
    assert Document.objects.filter(pk=document.pk).exists()


def test_a_private_text_goes_with_its_original(document):
    alice = factories.create_user()
    mine = own_text(alice)
    digest = mine.revisions.get().sha256
    with_callbacks(lambda: people.delete_person(alice))
    assert not Document.objects.filter(pk=mine.pk).exists()
    assert not originals.is_kept(digest)


def with_callbacks(act):
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        act()


def test_an_original_that_another_text_has_too_stays(document):
    alice = factories.create_user()
    text = "共同的笔记\n\n每天读书三十分钟。\n"
    own_text(alice, text)
    digest = factories.create_document(text=text).revisions.get().sha256
    with_callbacks(lambda: people.delete_person(alice))
    assert originals.is_kept(digest)


def test_what_an_editor_wrote_for_the_site_stays(document):
    editor = factories.create_user("editor", is_staff=True)
    made = factories.create_document(text=factories.TEXT.replace("山河", "江湖"), by=editor)
    people.delete_person(editor)
    assert made.revisions.get().author is None
    assert Document.objects.filter(pk=made.pk).exists()


def test_a_text_that_others_study_becomes_the_sites(document):
    alice, bob = factories.create_user("alice"), factories.create_user("bob")
    public = own_text(alice, visibility="public")
    private = own_text(alice, "旧文\n\n每天读书四十分钟，每周写一篇。\n")
    Enrolment.objects.create(learner=bob, document=private)
    people.delete_person(alice)
    public.refresh_from_db()
    private.refresh_from_db()
    assert (public.owner, public.status) == (None, "published")
    assert (private.owner, private.status) == (None, "withdrawn")


def test_a_text_given_to_the_site_gets_a_title_of_its_own(document):
    alice = factories.create_user()
    mine = own_text(alice, factories.TEXT.replace("山河", "江湖"), visibility="members")
    Document.objects.filter(pk=mine.pk).update(title=document.title, source=document.source)
    people.delete_person(alice)
    mine.refresh_from_db()
    assert mine.title == f"{document.title} ({mine.pk})"


def test_the_history_of_the_admin_panel_names_them_no_more():
    admin, alice = factories.create_editor(), factories.create_user()
    LogEntry.objects.log_actions(admin.pk, [alice], CHANGE, "alice was here")
    people.delete_person(alice)
    entry = LogEntry.objects.get()
    assert (entry.object_repr, entry.change_message) == ("—", "")


def test_a_correction_by_someone_who_left_still_holds(document):
    alice, editor = factories.create_user(), factories.create_user("editor")
    studied(alice, document)
    Correction.objects.update(author=editor)
    people.delete_person(editor)
    assert Correction.objects.filter(learner=alice, author=None).count() == 3


def test_the_last_superuser_cannot_be_deleted():
    admin = factories.create_editor()
    factories.create_user("other", is_superuser=True, is_active=False)
    with pytest.raises(people.LastSuperuser):
        people.delete_person(admin)
    factories.create_editor("second")
    people.delete_person(admin)
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


# --- The page


def test_a_member_deletes_their_account_with_their_password(client, document):
    alice = studied(factories.create_user(), document)
    client.force_login(alice)
    assert client.post(URL, {"password": "wrong", "sure": "on"}).status_code == 422
    assert client.post(URL, {"password": "correct horse"}).status_code == 422
    assert User.objects.filter(pk=alice.pk).exists()
    response = client.post(URL, {"password": "correct horse", "sure": "on"})
    assert (response.status_code, response.url) == (303, "/")
    assert rows_of(alice.pk) == {}
    assert client.get("/account/")["Location"].startswith(reverse("account_login"))


def test_a_guest_deletes_what_they_did_without_a_password(client, document):
    guest = studied(people.new_guest(), document)
    client.force_login(guest)
    assert b'name="password"' not in client.get(URL).content
    client.post(URL, {"sure": "on"})
    assert rows_of(guest.pk) == {}


def test_the_page_says_what_is_lost_and_offers_to_take_it_along(client, document):
    alice = studied(factories.create_user(language="en"), document)
    client.force_login(alice)
    html = client.get(URL).content.decode()
    answers = Attempt.objects.filter(learner=alice, score__isnull=False).count()
    assert f"{answers} answers" in html
    assert reverse("export") in html


def test_the_last_superuser_is_told_why_not(client):
    admin = factories.create_editor()
    client.force_login(admin)
    response = client.post(URL, {"password": "correct horse", "sure": "on"})
    assert response.context["last"]
    assert User.objects.filter(pk=admin.pk).exists()


def test_wrong_passwords_are_limited_here_too(client):
    client.force_login(factories.create_user())
    for _try in range(5):
        client.post(URL, {"password": "wrong", "sure": "on"})
    client.post(URL, {"password": "correct horse", "sure": "on"})
    assert User.objects.filter(username="alice").exists()


# --- Guests who only looked


@pytest.fixture
def guests(document):
    """An old guest who did nothing, one who answered, and one of today."""
    idle, busy, new = (people.new_guest() for _number in range(3))
    factories.start(idle, document)
    sitting = factories.start(busy, document)
    answer_right(next_question(sitting))
    old = timezone.now() - timedelta(days=40)
    User.objects.filter(pk__in=[idle.pk, busy.pk]).update(date_joined=old)
    return {"idle": idle.pk, "busy": busy.pk, "new": new.pk}


def clean(capsys, *arguments):
    call_command("clean_guests", *arguments)
    return json.loads(capsys.readouterr().out)


def test_guests_who_answered_nothing_are_removed(guests, capsys):
    assert clean(capsys) == {"removed": 1, "days": 30}
    left = set(User.objects.values_list("pk", flat=True))
    assert left == {guests["busy"], guests["new"]}
    assert rows_of(guests["idle"]) == {}


def test_a_removed_guest_who_comes_back_is_a_stranger(client, guests, capsys):
    client.force_login(User.objects.get(pk=guests["idle"]))
    assert clean(capsys)["removed"] == 1
    assert client.get("/").status_code == 200
    assert client.get("/library/").status_code == 200


def just_read(idle, document):
    idle.enrolments.update(read_at=timezone.now())


def begun_again(idle, document):
    factories.start(idle, document, now=timezone.now())


def known(idle, document):
    aside.set_aside(idle, document.statements.all()[0], known=True)


def reported(idle, document):
    attempt = next_question(factories.start(idle, document, mode="practise"))
    reports.report(attempt, kind="unclear", words="", now=NOW)


def sat_an_exam(idle, document):
    sitting = exam.start_exam(idle, document=document, count=5, minutes=0, now=NOW)
    sitting.attempts.update(draft={"answer": ["三年"]})


@pytest.mark.parametrize("deed", [just_read, begun_again, known, reported, sat_an_exam])
def test_a_guest_who_did_or_read_something_stays(deed, document, guests, capsys):
    deed(User.objects.get(pk=guests["idle"]), document)
    assert clean(capsys)["removed"] == 0


def test_members_are_never_cleaned_away(capsys):
    factories.create_user(date_joined=timezone.now() - timedelta(days=400))
    assert clean(capsys, "--days=0")["removed"] == 0


@pytest.mark.parametrize("days", ["-1", "99999"])
def test_a_number_of_days_that_makes_no_sense_is_refused(days):
    with pytest.raises(CommandError, match="--days"):
        call_command("clean_guests", f"--days={days}")


def test_removing_guests_takes_as_many_queries_for_many(document, django_assert_max_num_queries):
    for _number in range(20):
        people.new_guest()
    with django_assert_max_num_queries(40):
        later = timezone.now() + timedelta(days=2)
        assert people.remove_idle_guests(days=1, now=later) == 20


def test_rows_that_belong_to_nobody_are_not_touched(document):
    alice = studied(factories.create_user(), document)
    Import.objects.create(author=alice, name="a.txt", state="discarded")
    people.delete_person(alice)
    assert Import.objects.get().author is None
    assert not Review.objects.exists()


def test_a_private_text_that_others_answered_stays_with_the_site():
    owner, reader = factories.create_user("owner"), factories.create_user("reader")
    document = factories.create_document(by=owner)
    answer_right(next_question(factories.start(reader, document, mode="practise")))
    Document.objects.filter(pk=document.pk).update(visibility="private", owner=owner)
    Enrolment.objects.filter(learner=reader).delete()
    reader.sittings.update(document=None)
    reader.standings.all().delete()
    people.delete_person(owner)
    assert Document.objects.get(pk=document.pk).owner is None
    assert Attempt.objects.filter(learner=reader).exists()
