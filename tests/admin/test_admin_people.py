"""People, and the records of what they did."""

import pytest
from django.urls import reverse

from studyapp.models import (
    Attempt,
    Enrolment,
    Review,
    User,
)
from tests import factories
from tests.admin.helpers import READ_ONLY, list_of, page_of, paste, staff

pytestmark = pytest.mark.django_db


# --- People


def test_guests_are_listed_only_when_asked_for(panel):
    guest = factories.create_user("guest-1", guest=True)
    assert guest not in panel.get(list_of(User)).context["cl"].queryset
    assert guest in panel.get(list_of(User), {"guests": "only"}).context["cl"].queryset


def test_an_account_is_created_with_its_password(panel):
    secret = "a long enough one"
    fields = {"username": "carol", "password1": secret, "password2": secret}
    panel.post("/admin/studyapp/user/add/", {**fields, "usable_password": "true"})
    assert User.objects.get(username="carol").check_password(secret)


def test_a_guest_cannot_be_made_staff(panel):
    guest = factories.create_user("guest-1", guest=True)
    fields = {"username": guest.username, "zone": guest.zone, "is_active": "on", "is_staff": "on"}
    response = panel.post(page_of(guest), fields)
    assert "A guest cannot use the admin panel." in response.content.decode()


def test_staff_who_change_users_give_no_powers_away(client):
    client.force_login(staff("view_user", "change_user"))
    alice = factories.create_user()
    fields = {"username": "alice", "zone": alice.zone, "is_active": "on", "is_superuser": "on"}
    client.post(page_of(alice), {**fields, "is_staff": "on", "name": "Alice"})
    alice.refresh_from_db()
    assert (alice.name, alice.is_staff, alice.is_superuser) == ("Alice", False, False)


def test_staff_do_not_set_the_password_of_a_superuser(client, editor):
    client.force_login(staff("view_user", "change_user"))
    url = f"/admin/studyapp/user/{editor.pk}/password/"
    assert client.post(url, {"password1": "x", "password2": "x"}).status_code == 403


# --- Records


@pytest.mark.parametrize("model", READ_ONLY)
def test_records_are_looked_at_only(panel, studied, model):
    paste(panel)
    row = model.objects.first()
    name = f"admin:studyapp_{model._meta.model_name}"
    assert panel.get(page_of(row)).status_code == 200
    assert panel.post(page_of(row), {}).status_code == 403
    assert panel.get(reverse(f"{name}_add")).status_code == 403
    assert panel.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", [Attempt, Review, Enrolment])
def test_records_are_found_by_learner(panel, studied, model):
    factories.create_user("bob")
    assert panel.get(list_of(model), {"q": "ali"}).context["cl"].result_list
    assert not panel.get(list_of(model), {"q": "bob"}).context["cl"].result_list


def test_permissions_are_named_by_what_they_are_for(panel):
    html = panel.get("/admin/auth/group/add/").content.decode()
    assert "Document · change" in html
    assert "Can change" not in html


def test_secrets_of_second_factors_are_not_in_the_panel(panel):
    assert panel.get("/admin/mfa/authenticator/").status_code == 404


def test_an_attempt_is_named_by_who_what_and_when_and_told_in_words(panel, studied):
    attempt = Attempt.objects.get(verdict="right")
    assert str(attempt) == f"alice · {attempt.question} · 2026-03-02 09:00"
    html = panel.get(page_of(attempt)).content.decode()
    asked = [part.text for part in attempt.statement.parts if part.key in attempt.asked]
    assert asked
    assert all(words in html for words in asked)
    assert not any(key in html for key in attempt.asked)
    assert "right (Exactly right.)" in html


def test_a_review_names_the_part_that_it_is_of(panel, studied):
    review = Review.objects.first()
    words = {part.key: part.text for part in review.statement.parts}[review.part]
    html = panel.get(page_of(review)).content.decode()
    assert words in html
    assert review.part not in html
    assert str(review.statement) in str(review)


def test_what_a_person_is_learning_is_told_on_their_page(panel, studied):
    alice = User.objects.get(username="alice")
    html = panel.get(page_of(alice)).content.decode()
    assert studied.title in html
    assert "sentences known" in html
    assert f"{list_of(Attempt)}?q=alice" in html


def test_only_superusers_see_what_a_person_is_learning(client, studied):
    client.force_login(staff("view_user", "change_user"))
    html = client.get(page_of(User.objects.get(username="alice"))).content.decode()
    assert studied.title not in html
