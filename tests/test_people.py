"""Guests, and what becomes of their answers."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp import exam, people, recital, replay, sittings
from studyapp.models import (
    Attempt,
    Document,
    Enrolment,
    Memory,
    Recital,
    Sitting,
    Standing,
    User,
)
from tests import factories
from tests.factories import NOW, answer_right, answer_wrong, days, next_question

pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase"


@pytest.fixture
def guest(client, document):
    """The guest that starting a sitting makes on this browser."""
    client.post(reverse("start"), {"mode": "learn", "document": document.pk})
    return User.objects.get(is_guest=True)


def study_one(learner, document, *, now=NOW, answer=answer_right):
    """Answer the first question about a document's first statement."""
    statement = factories.askable(document)[0]
    sitting = factories.start(learner, document, statement=statement, now=now)
    return answer(next_question(sitting, now=now), now=now)


def test_a_stranger_who_starts_becomes_a_guest_once(client, document, guest):
    client.post(reverse("start"), {"mode": "learn", "document": document.pk})
    assert list(User.objects.all()) == [guest]


def test_a_guest_cannot_sign_in_with_any_password(guest):
    assert not guest.has_usable_password()


def test_where_guests_are_off_a_stranger_is_asked_to_sign_in(client, document, settings):
    settings.GUESTS = False
    response = client.post(reverse("start"), {"mode": "learn", "document": document.pk})
    assert response.url.startswith(reverse("account_login"))
    assert not User.objects.exists()


def test_a_guest_who_registers_keeps_every_answer(client, document, guest):
    study_one(guest, document)
    fields = {"username": "李明", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), fields)
    member = User.objects.get()
    assert (member.pk, member.username, member.is_guest) == (guest.pk, "李明", False)
    assert member.check_password(PASSWORD)
    assert Memory.objects.filter(learner=member).exists()


def test_a_stranger_who_registers_is_a_new_member(client):
    fields = {"username": "wang", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), fields)
    assert not User.objects.get(username="wang").is_guest


def test_a_registration_refused_leaves_the_guest_a_guest(client, guest):
    factories.create_user("taken")
    fields = {"username": "taken", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), fields)
    guest.refresh_from_db()
    assert guest.is_guest


def test_signing_in_brings_the_guests_answers_along(client, document, guest):
    member = factories.create_user("alice")
    attempt = study_one(guest, document)
    client.post(reverse("account_login"), {"login": "alice", "password": "correct horse"})
    attempt.refresh_from_db()
    assert attempt.learner == member
    assert not User.objects.filter(pk=guest.pk).exists()


def test_merged_memories_are_the_replay_of_both_histories(document):
    guest, member = factories.create_user("g", guest=True), factories.create_user("alice")
    study_one(member, document)
    study_one(guest, document, now=NOW + days(2), answer=answer_wrong)
    people.merge(guest, into=member)
    statement = factories.askable(document)[0]
    left = replay.replay_statement(member, statement, first_rung=member.start_rung)
    held = replay.memories_of(member, statement)
    assert held == left.memories
    assert sum(memory.repetitions for memory in held.values()) == 2


def test_merging_moves_what_only_the_guest_studied(document):
    guest, member = factories.create_user("g", guest=True), factories.create_user("alice")
    study_one(guest, document)
    people.merge(guest, into=member)
    assert Enrolment.objects.get().learner == member
    assert Standing.objects.get().learner == member
    assert {a.learner for a in Attempt.objects.all()} == {member}
    assert {s.learner for s in Sitting.objects.all()} == {member}


def test_merging_with_nothing_studied_just_removes_the_guest(document):
    guest, member = factories.create_user("g", guest=True), factories.create_user("alice")
    people.merge(guest, into=member)
    assert list(User.objects.all()) == [member]
    with pytest.raises(sittings.NothingToStudy):
        factories.start(member, mode="review")


def test_merging_takes_as_many_queries_for_many_statements():
    """Every statement that the guest met is replayed, two hundred together."""

    def merge_after(count, *, start):
        text = factories.TEXT.replace("山河", f"山河{start}")
        document = factories.create_document(text=text)
        guest = factories.create_user(f"guest-{start}", guest=True)
        for statement in factories.askable(document)[:count]:
            sitting = factories.start(guest, document, statement=statement)
            answer_right(next_question(sitting))
        member = factories.create_user(f"member-{start}")
        with CaptureQueriesContext(connection) as queries:
            people.merge(guest, into=member)
        return len(queries)

    assert merge_after(8, start=1) == merge_after(1, start=2)


def test_merged_standings_are_the_replay_of_both_histories(document):
    guest, member = factories.create_user("g", guest=True), factories.create_user("alice")
    for number, statement in enumerate(factories.askable(document)[:4]):
        for learner in (member, guest)[: 1 + number % 2]:
            sitting = factories.start(learner, document, statement=statement)
            answer_right(next_question(sitting))
    people.merge(guest, into=member)
    before = list(Standing.objects.order_by("pk").values())
    for standing in Standing.objects.select_related("statement"):
        replay.restore_statement(member, standing.statement)
    assert list(Standing.objects.order_by("pk").values()) == before


def test_a_text_of_the_guests_own_becomes_the_members(document):
    guest, member = factories.create_user("g", guest=True), factories.create_user("alice")
    Document.objects.update(owner=guest)
    people.merge(guest, into=member)
    assert Document.objects.get().owner == member


def test_what_a_guest_recited_and_sat_moves_over(document, guest):
    section = document.sections.get(label="一、")
    found = recital.start_recital(guest, section, mode="recite", cue="heading", now=NOW)
    recital.record_recital(found.pk, guest, section.body, now=NOW)
    sat = exam.start_exam(guest, document=document, count=2, minutes=None, now=NOW)
    alice = factories.create_user()
    people.merge(guest, into=alice)
    assert Recital.objects.get().learner == alice
    assert exam.hand_in(sat.pk, alice, now=NOW).finished_at == NOW
