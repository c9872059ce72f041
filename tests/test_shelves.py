"""Collections, tags and the orders of the library."""

from __future__ import annotations

import pytest

from studyapp import shelves, sittings
from studyapp.models import Collection, Document, Enrolment, Tag
from tests import factories

pytestmark = pytest.mark.django_db


def titled(title):
    return factories.create_document(text=f"{title}\n\n每个人每天读书三十分钟。")


@pytest.fixture
def documents():
    return [titled(title) for title in ("章程", "背诵", "阅读")]


def shown(learner=None, order=shelves.NEWEST):
    readable = Document.objects.readable_by(learner)
    return list(shelves.page(readable, order=order, learner=learner, number="1"))


def test_tags_are_separated_by_commas_of_either_width():
    assert shelves.tag_names("党建，学习 方法, 网信、党建；") == ["党建", "学习 方法", "网信"]


def test_a_tag_is_one_whatever_its_letter_case(documents):
    shelves.set_tags(documents[0], ["English"])
    shelves.set_tags(documents[1], ["english"])
    assert Tag.objects.get().documents.count() == 2


def test_setting_tags_takes_the_others_away(documents):
    shelves.set_tags(documents[0], ["旧"])
    shelves.set_tags(documents[0], ["新"])
    assert [tag.name for tag in documents[0].tags.all()] == ["新"]


def test_only_the_tags_of_what_one_may_read_are_shown(documents):
    shelves.set_tags(documents[0], ["公开", "共有"])
    shelves.set_tags(documents[1], ["内部", "共有"])
    Document.objects.filter(pk=documents[1].pk).update(visibility="private")
    found = shelves.tags(Document.objects.readable_by(None))
    assert {tag.name: tag.count for tag in found} == {"公开": 1, "共有": 1}


def test_a_collection_counts_and_shows_what_one_may_read(documents):
    collection = shelves.put_on_shelf("必读", documents, description="先读这些。")
    Document.objects.filter(pk=documents[0].pk).update(visibility="members")
    readable = Document.objects.readable_by(None)
    assert [each.count for each in shelves.collections(readable)] == [2]
    assert shelves.in_collection(collection, readable) == documents[1:]


def test_a_collection_of_nothing_that_one_may_read_is_not_shown(documents):
    shelves.put_on_shelf("内部", documents, description="")
    Document.objects.update(visibility="private")
    assert not shelves.collections(Document.objects.readable_by(None)).exists()


def test_a_collection_keeps_its_order_when_it_is_put_up_again(documents):
    first = shelves.put_on_shelf("必读", documents, description="")
    again = shelves.put_on_shelf("必读", documents[::-1], description="")
    assert first == again
    assert shelves.in_collection(again, Document.objects.published()) == documents
    assert Collection.objects.count() == 1


def test_titles_stand_by_their_sound(documents):
    assert [each.title for each in shown(order=shelves.TITLE)] == ["背诵", "阅读", "章程"]


def test_latin_titles_stand_before_chinese_ones_whatever_their_case(documents):
    titled("beta"), titled("Alpha"), titled("𠮷野家")
    titles = [each.title for each in shown(order=shelves.TITLE)]
    assert titles[:2] == ["Alpha", "beta"]
    assert len(titles) == 6


def test_ones_own_order_is_that_of_the_plan_then_the_newest(alice, documents):
    for document in (documents[1], documents[0]):
        sittings.enrol(alice, document)
    bob = factories.create_user("bob")
    sittings.enrol(bob, documents[2])
    newest = titled("新书")
    expected = [documents[1], documents[0], newest, documents[2]]
    assert shown(alice, order=shelves.MINE) == expected


def test_a_collection_comes_at_the_end_of_the_plan_in_its_order(alice, documents):
    sittings.enrol(alice, documents[2])
    assert shelves.plan(alice, documents) == 2
    placed = Enrolment.objects.filter(learner=alice).order_by("position")
    assert [each.document for each in placed] == [documents[2], documents[0], documents[1]]
    assert shelves.plan(alice, documents) == 0
