"""Collections: documents under a name, in an order given by numbers."""

import pytest

from studyapp.models import Collection, CollectionEntry
from tests import factories
from tests.admin.helpers import list_of, page_of

pytestmark = pytest.mark.django_db

ADD = "/admin/studyapp/collection/add/"


@pytest.fixture
def documents():
    return [
        factories.create_document(text=f"读书之{number}\n\n每个人每天读书三十分钟。")
        for number in "一二三"
    ]


@pytest.fixture
def collection(documents):
    collection = Collection.objects.create(name="章程")
    for position, document in enumerate(documents, start=1):
        CollectionEntry.objects.create(collection=collection, document=document, position=position)
    return collection


def form(entries, *, collection=None, name="章程"):
    """The form of a collection. `entries`: (entry or None, document, position, delete)."""
    kept = sum(entry is not None for entry, *_ in entries)
    fields = {"name": name, "position": "0"}
    fields |= {"entries-TOTAL_FORMS": len(entries), "entries-INITIAL_FORMS": kept}
    for at, (entry, document, position, delete) in enumerate(entries):
        fields |= {f"entries-{at}-document": document.pk, f"entries-{at}-position": position}
        fields |= {f"entries-{at}-id": entry.pk} if entry else {}
        fields |= {f"entries-{at}-collection": collection.pk} if collection else {}
        fields |= {f"entries-{at}-DELETE": "on"} if delete else {}
    return fields


def order(collection):
    return list(collection.entries.order_by("position").values_list("document", "position"))


def test_documents_without_a_number_stand_in_the_order_they_were_put_in(panel, documents):
    panel.post(ADD, form([(None, document, "", False) for document in documents]))
    assert order(Collection.objects.get()) == [(d.pk, n) for n, d in enumerate(documents, 1)]


def test_a_number_puts_a_document_in_its_place(panel, documents, collection):
    places = zip(collection.entries.all(), documents, ("3", "1", "2"), strict=True)
    entries = [(entry, document, place, False) for entry, document, place in places]
    panel.post(page_of(collection), form(entries, collection=collection))
    first, second, third = documents
    assert order(collection) == [(second.pk, 1), (third.pk, 2), (first.pk, 3)]


def test_a_document_taken_out_leaves_no_gap(panel, documents, collection):
    places = zip(collection.entries.all(), documents, strict=True)
    entries = [(entry, document, entry.position, entry.position == 1) for entry, document in places]
    panel.post(page_of(collection), form(entries, collection=collection))
    assert order(collection) == [(documents[1].pk, 1), (documents[2].pk, 2)]


def test_a_document_stands_in_a_collection_once(panel, documents):
    twice = form([(None, documents[0], "", False), (None, documents[0], "", False)])
    assert panel.post(ADD, twice).status_code == 200
    assert not Collection.objects.exists()


def test_the_row_of_a_document_cannot_be_given_another(panel, documents, collection):
    other = factories.create_document(text="读书之四\n\n每个人每天走路三十分钟。")
    entry = collection.entries.first()
    entries = [(entry, other, "1", False)]
    panel.post(page_of(collection), form(entries, collection=collection))
    assert order(collection)[0] == (documents[0].pk, 1)


def test_a_name_is_given_once(panel, collection):
    response = panel.post(ADD, form([]))
    assert "already exists" in response.content.decode()


def test_deleting_a_collection_deletes_no_document(panel, documents, collection):
    panel.post(f"/admin/studyapp/collection/{collection.pk}/delete/", {"post": "yes"})
    assert not Collection.objects.exists()
    assert all(type(d).objects.filter(pk=d.pk).exists() for d in documents)


def test_collections_are_ordered_on_their_list(panel, collection):
    other = Collection.objects.create(name="讲话")
    fields = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "1"}
    for at, (row, position) in enumerate([(collection, 2), (other, 1)]):
        fields |= {f"form-{at}-id": row.pk, f"form-{at}-position": position}
    panel.post(list_of(Collection), fields)
    assert list(Collection.objects.all()) == [other, collection]


def test_a_collections_page_asks_no_more_queries_for_more_documents(
    panel, documents, collection, django_assert_num_queries, django_assert_max_num_queries
):
    url = page_of(collection)
    panel.get(url)
    with django_assert_max_num_queries(15) as seen:
        panel.get(url)
    for number in "四五六七":
        document = factories.create_document(text=f"读书之{number}\n\n每个人每天读书三十分钟。")
        CollectionEntry.objects.create(collection=collection, document=document)
    with django_assert_num_queries(len(seen)):
        panel.get(url)
