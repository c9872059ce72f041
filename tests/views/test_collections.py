"""Collections, tags and orders, as strangers, guests, members and editors see them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp import progress, shelves, sittings
from studyapp.models import Document
from tests import factories
from tests.forms import ENGLISH

pytestmark = pytest.mark.django_db
LIBRARY = "/library/"


@pytest.fixture
def alice():
    return factories.create_user("alice")


def titled(title):
    return factories.create_document(text=f"{title}\n\n每个人每天读书三十分钟，应当做笔记。")


@pytest.fixture
def documents():
    return [titled(title) for title in ("章程", "背诵", "阅读")]


@pytest.fixture
def collection(documents):
    return shelves.put_on_shelf("必读书目", documents, description="新会员先读这些。")


def close(document, **fields):
    Document.objects.filter(pk=document.pk).update(**fields)


def shown(client, **query):
    return [row.document for row in client.get(LIBRARY, query).context["rows"]]


def page(client, url):
    return client.get(url, headers=ENGLISH).content.decode()


# --- The library


def test_a_stranger_sees_collections_tags_and_every_public_text(client, collection, documents):
    shelves.set_tags(documents[0], ["规章"])
    html = page(client, LIBRARY)
    for words in ("必读书目", "新会员先读这些。", "3 texts", "规章", "章程", "背诵"):
        assert words in html


def test_a_tag_shows_its_texts_whatever_its_case(client, documents):
    shelves.set_tags(documents[1], ["English"])
    assert shown(client, tag="english") == [documents[1]]


def test_a_tag_and_words_together_narrow_further(client, documents):
    for document in documents[:2]:
        shelves.set_tags(document, ["规章"])
    assert shown(client, tag="规章", q="背诵") == [documents[1]]


@pytest.mark.parametrize("query", [{"tag": "没有"}, {"tag": "\x00"}, {"tag": "x" * 999}])
def test_a_tag_that_nobody_uses_is_no_error(client, documents, query):
    assert client.get(LIBRARY, query).status_code == 200


def test_an_empty_tag_says_so_and_leads_back(client, documents):
    response = client.get(LIBRARY, {"tag": "没有"}, headers=ENGLISH)
    assert "No text here has the tag “没有”." in response.content.decode()


@pytest.mark.parametrize("sort", ["", "nonsense", "mine"])
def test_a_stranger_has_no_order_of_their_own(client, documents, sort):
    response = client.get(LIBRARY, {"sort": sort})
    assert response.context["sort"] == "newest"
    assert "mine" not in response.context["sorts"]


def test_a_text_is_moved_in_the_library_and_so_in_the_plan(client, alice, documents):
    client.force_login(alice)
    for document in documents:
        sittings.enrol(alice, document)
    move = reverse("move_enrolment", args=[documents[2].pk])
    response = client.post(move, {"way": "up", "back": "library"})
    assert response.url == f"{LIBRARY}?sort=mine&moved={documents[2].pk}&way=up"
    order = [documents[0], documents[2], documents[1]]
    assert shown(client, sort="mine") == order
    assert [each.document for each in progress.enrolments(alice)] == order
    assert " autofocus" in client.get(response.url).content.decode()


def test_pages_of_the_library_keep_what_was_asked_for(client):
    for number in range(shelves.PAGE_SIZE + 1):
        shelves.set_tags(titled(f"书{number}"), ["书"])
    html = client.get(LIBRARY, {"tag": "书", "sort": "title"}).content.decode()
    assert "page=2" in html
    second = client.get(LIBRARY, {"tag": "书", "sort": "title", "page": "2"})
    assert len(second.context["rows"]) == 1
    assert "collections" not in second.context


def test_a_private_text_is_shown_to_its_owner_and_marked(client, alice, documents):
    close(documents[0], visibility="private", owner=alice)
    assert documents[0] not in shown(client)
    client.force_login(alice)
    assert documents[0] in shown(client)
    assert "only for you" in page(client, LIBRARY)


def test_the_plan_drops_a_text_that_was_closed_to_its_learner(client, alice, documents):
    client.force_login(alice)
    sittings.enrol(alice, documents[0])
    close(documents[0], visibility="private")
    assert not client.get("/enrolments/").context["rows"]
    assert not client.get("/").context["rows"]


def test_the_queries_of_the_library_do_not_grow(client, alice):
    client.force_login(alice)
    shelves.put_on_shelf("一", [titled("书")], description="")

    def count():
        with CaptureQueriesContext(connection) as captured:
            client.get(LIBRARY, {"sort": "mine"})
        return len(captured)

    sittings.enrol(alice, titled("首"))
    before = count()
    for number in range(8):
        document = titled(f"又{number}")
        shelves.set_tags(document, [f"标{number}", "共"])
        sittings.enrol(alice, document)
        shelves.put_on_shelf(f"集{number}", [document], description="")
    assert count() == before


# --- A collection


def test_a_collection_shows_its_texts_in_its_order(client, collection, documents):
    response = client.get(collection.get_absolute_url())
    assert [row[0] for row in response.context["rows"]] == documents
    assert "into my plan" not in page(client, collection.get_absolute_url())


def test_what_is_closed_is_left_out_of_a_collection(client, collection, documents, alice):
    close(documents[0], visibility="members")
    url = collection.get_absolute_url()
    assert len(client.get(url).context["rows"]) == 2
    client.force_login(factories.create_user("guest-1", guest=True))
    assert len(client.get(url).context["rows"]) == 2
    client.force_login(alice)
    assert len(client.get(url).context["rows"]) == 3


def test_a_collection_with_nothing_to_read_does_not_exist(client, collection):
    Document.objects.update(visibility="private")
    assert client.get(collection.get_absolute_url()).status_code == 404
    assert client.get("/collections/999999/").status_code == 404


def test_a_collection_is_put_into_the_plan_in_its_order(client, alice, collection, documents):
    client.force_login(alice)
    plan = reverse("plan_collection", args=[collection.pk])
    assert client.post(plan).status_code == 303
    assert [each.document for each in progress.enrolments(alice)] == documents
    assert client.post(plan).status_code == 303
    assert len(progress.planned(alice)) == 3
    assert client.get(collection.get_absolute_url()).context["missing"] == 0


def test_a_stranger_has_no_plan_to_put_it_into(client, collection):
    response = client.post(reverse("plan_collection", args=[collection.pk]))
    assert response.status_code == 302
    assert "login" in response.url


# --- The plan


def test_a_text_is_put_into_the_plan_without_beginning(client, alice, documents):
    client.force_login(alice)
    url = documents[0].get_absolute_url()
    assert "Put into the plan" in page(client, url)
    client.post(reverse("add_enrolment", args=[documents[0].pk]))
    assert progress.planned(alice) == [documents[0].pk]
    assert "Put into the plan" not in page(client, url)


def test_a_closed_text_cannot_be_put_into_the_plan(client, alice, documents):
    close(documents[0], visibility="private")
    client.force_login(alice)
    assert client.post(reverse("add_enrolment", args=[documents[0].pk])).status_code == 404


def test_out_of_the_plan_nothing_is_asked_and_nothing_lost(client, alice):
    document = factories.create_document()
    attempt = factories.next_question(factories.start(alice, document))
    factories.answer_right(attempt)
    client.force_login(alice)
    assert client.post(reverse("remove_enrolment", args=[document.pk])).status_code == 303
    later = factories.NOW + factories.days(60)
    assert progress.today(alice, later).total == 0
    sittings.enrol(alice, document)
    assert progress.today(alice, later).due > 0
    known = progress.mastery(alice, [document], factories.NOW.date())
    assert known[document.pk].met > 0


def test_a_text_is_learnt_before_all_others(client, alice, documents):
    client.force_login(alice)
    for document in documents:
        sittings.enrol(alice, document)
    client.post(reverse("move_enrolment", args=[documents[2].pk]), {"way": "top"})
    assert progress.planned(alice) == [documents[n].pk for n in (2, 0, 1)]


def test_a_library_of_many_collections_shows_the_first_and_a_link_to_all(client, documents):
    for number in range(shelves.COLLECTIONS_SHOWN + 1):
        shelves.put_on_shelf(f"Shelf {number:02}", documents[:1], description="")
    html = client.get("/library/", headers=ENGLISH).content.decode()
    assert html.count("Shelf ") == shelves.COLLECTIONS_SHOWN
    assert "?collections=all#collections" in html
    html = client.get("/library/?collections=all", headers=ENGLISH).content.decode()
    assert html.count("Shelf ") == shelves.COLLECTIONS_SHOWN + 1
    assert "All collections" not in html
