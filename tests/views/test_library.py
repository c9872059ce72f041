"""The library, a document and its reading pages, as strangers and learners get them."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp.models import Document, Enrolment
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return factories.create_user("alice")


def closed_to_strangers(document, **fields):
    """A document that strangers may not open."""
    Document.objects.filter(pk=document.pk).update(**fields)
    return document


def addresses(document):
    """Every address under which a document is read."""
    yield document.get_absolute_url()
    yield reverse("read", args=[document.pk])
    yield reverse("page", args=[document.pk, 1])
    yield reverse("read_whole", args=[document.pk])
    yield reverse("section", args=[document.pk, 0])


def text_of(response) -> str:
    """The words of the paragraphs on a reading page."""
    html = response.content.decode()
    paragraphs = re.findall(r"<p [^>]*data-at=[^>]*>(.*?)</p>", html, re.DOTALL)
    return "\n".join(unescape(re.sub(r"<[^>]*>", "", p)) for p in paragraphs)


def queries(client, url) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# --- Who may read


def test_a_stranger_reads_a_public_document(client, document):
    assert {client.get(url).status_code for url in addresses(document)} <= {200, 302}


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"status": "withdrawn"},
        {"visibility": "private"},
        {"visibility": "members"},
    ],
)
def test_what_is_not_open_does_not_exist_for_a_stranger(client, document, fields):
    closed_to_strangers(document, **fields)
    assert {client.get(url).status_code for url in addresses(document)} == {404}
    assert document.title not in client.get(reverse("library")).content.decode()
    assert document.title not in client.get("/").content.decode()


def test_a_guest_is_no_member(client, document):
    closed_to_strangers(document, visibility="members")
    client.force_login(factories.create_user("guest-1", guest=True))
    assert client.get(document.get_absolute_url()).status_code == 404


def test_a_member_reads_what_is_for_members(client, alice, document):
    closed_to_strangers(document, visibility="members")
    client.force_login(alice)
    assert client.get(document.get_absolute_url()).status_code == 200


def test_only_its_owner_reads_a_private_document(client, alice, document):
    closed_to_strangers(document, visibility="private", owner=alice)
    client.force_login(factories.create_user("bob"))
    assert client.get(document.get_absolute_url()).status_code == 404
    client.force_login(alice)
    assert client.get(document.get_absolute_url()).status_code == 200


def test_an_editor_opens_a_draft_and_sees_that_it_is_one(client, document):
    closed_to_strangers(document, status="draft")
    client.force_login(factories.create_editor())
    response = client.get(document.get_absolute_url(), headers={"accept-language": "en"})
    assert "draft" in response.content.decode()


# --- The library


def test_search_finds_words_of_the_text_and_shows_where(client, document):
    factories.create_document(text="别的文章\n\n会员应当每月背诵三篇课文。\n")
    response = client.get(reverse("library"), {"q": "表决权"})
    assert [row.document for row in response.context["rows"]] == [document]
    assert "<mark>表决权</mark>" in response.content.decode()


def test_search_finds_a_title(client, document):
    other = factories.create_another(7)
    response = client.get(reverse("library"), {"q": "江湖7读书会章程"})
    assert [row.document for row in response.context["rows"]] == [other]


@pytest.mark.parametrize("wanted", ["没有这样的话", "%", "'\"<script>", "\x00", "字" * 500])
def test_a_search_in_vain_says_so(client, document, wanted):
    response = client.get(reverse("library"), {"q": wanted})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize("page", ["0", "99", "abc", "-1"])
def test_a_page_of_the_library_that_is_not_there_is_the_nearest(client, document, page):
    assert client.get(reverse("library"), {"page": page}).status_code == 200


@pytest.mark.parametrize("wanted", ["", "表决权"])
def test_the_library_asks_as_much_for_twenty_as_for_ten(client, alice, wanted):
    client.force_login(alice)
    url = f"{reverse('library')}?q={wanted}"
    for number in range(10):
        factories.create_another(number)
    few = queries(client, url)
    for number in range(10, 20):
        factories.create_another(number)
    assert queries(client, url) == few


# --- A document


def test_a_document_shows_its_outline_with_ways_to_practise(client, document):
    html = client.get(document.get_absolute_url()).content.decode()
    for section in document.sections.exclude(title=""):
        assert section.heading in html
        assert f'name="section" value="{section.pk}"' in html


def test_a_document_without_questions_can_be_read(client):
    dull = factories.create_document(text="闲话\n\n好。\n")
    dull.statements.update(marks=[])
    html = client.get(dull.get_absolute_url()).content.decode()
    assert 'value="learn"' not in html
    assert reverse("page", args=[dull.pk, 1]) in html


def test_a_document_asks_as_much_for_many_sections_as_for_few(client, alice):
    client.force_login(alice)
    few, many = (
        factories.create_document(
            text=f"章程{count}\n\n"
            + "\n\n".join(f"{n}. 第{n}节\n\n会员应当每月背诵{n}篇课文。" for n in range(1, count))
        )
        for count in (4, 24)
    )
    assert queries(client, few.get_absolute_url()) == queries(client, many.get_absolute_url())


# --- Reading


def test_reading_pages_joined_give_the_whole_body_back(client, document):
    pages = []
    for number in range(1, 10):
        response = client.get(reverse("page", args=[document.pk, number]))
        if response.status_code == 404:
            break
        pages.append(text_of(response))
    body = [section.body for section in document.sections.order_by("position") if section.body]
    assert "\n".join(pages) == "\n".join(body)


def test_the_whole_text_stands_on_one_page(client, document):
    response = client.get(reverse("read_whole", args=[document.pk]))
    body = [section.body for section in document.sections.order_by("position") if section.body]
    assert text_of(response) == "\n".join(body)


@pytest.mark.parametrize("number", [0, 99, 10**12])
def test_a_page_that_is_not_there_is_404(client, document, number):
    assert client.get(f"/documents/{document.pk}/read/{number}/").status_code == 404


def test_headings_are_in_order(client, document):
    for name, number in (("page", 2), ("read_whole", None)):
        url = reverse(name, args=[document.pk, number] if number else [document.pk])
        levels = [int(n) for n in re.findall(r"<h(\d)", client.get(url).content.decode())]
        assert levels.count(1) == 1 == levels[0]
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_text_carries_its_language(client):
    english = factories.create_document(text="# Spacing\n\nForgetting is fast at first.\n")
    html = client.get(reverse("page", args=[english.pk, 1])).content.decode()
    assert '<article class="text" lang="en"' in html


def test_the_text_is_escaped(client):
    sharp = factories.create_document(text="标题\n\n会员应当写<b>粗</b>体&amp;三篇。\n")
    html = client.get(reverse("page", args=[sharp.pk, 1])).content.decode()
    assert "<b>" not in html.partition("<article")[2].partition("</article>")[0]


@pytest.mark.parametrize("degree", ["terms", "statements", "first", "all"])
def test_a_degree_is_in_the_page_itself(client, document, degree):
    url = reverse("page", args=[document.pk, 2])
    html = client.get(url, {"hide": degree}).content.decode()
    assert f'<reading-text data-degree="{degree}"' in html
    assert f'data-degree-link="{degree}" aria-current="true"' in html
    assert ("data-piece" in html) == (degree == "first")


@pytest.mark.parametrize("degree", ["", "none", "nonsense", "<script>"])
def test_an_unknown_degree_hides_nothing(client, document, degree):
    html = client.get(reverse("page", args=[document.pk, 2]), {"hide": degree}).content.decode()
    assert '<reading-text data-degree="none"' in html
    assert "<script>" not in html


def test_the_next_page_keeps_the_degree(client, document):
    html = client.get(reverse("page", args=[document.pk, 2]), {"hide": "terms"}).content.decode()
    assert f"{reverse('page', args=[document.pk, 3])}?hide=terms" in html


def test_key_statements_and_terms_are_marked(client, document):
    html = client.get(reverse("read_whole", args=[document.pk])).content.decode()
    sentences = document.statements.active().exclude(kind="outline")
    assert html.count(" data-key") >= sentences.filter(is_key=True, kind="sentence").count() > 0
    assert "data-term>" in html


def test_a_section_leads_to_its_page(client, document):
    section = document.sections.get(position=2)
    response = client.get(section.get_absolute_url())
    assert response["Location"] == f"{reverse('page', args=[document.pk, 3])}#s2"


@pytest.mark.parametrize("paragraph", ["1", "0", "999", "x", "-1", "１", "1" * 50])
def test_a_paragraph_of_a_section_leads_to_a_page_that_is_there(client, document, paragraph):
    section = document.sections.get(position=2)
    response = client.get(section.get_absolute_url(), {"paragraph": paragraph}, follow=True)
    assert response.status_code == 200


def test_an_editor_may_edit_a_section_and_others_may_not(client, alice, document):
    url = reverse("page", args=[document.pk, 2])
    section = document.sections.get(position=1)
    edit = reverse("admin:studyapp_section_change", args=[section.pk])
    client.force_login(alice)
    assert edit not in client.get(url).content.decode()
    client.force_login(factories.create_editor())
    assert edit in client.get(url).content.decode()


def test_a_reading_page_asks_as_much_for_long_as_for_short(client, alice):
    client.force_login(alice)
    few, many = (
        factories.create_document(
            text=f"章程{count}\n\n" + "\n\n".join(f"会员每月背诵{n}篇课文。" for n in range(count))
        )
        for count in (3, 30)
    )
    for document in (few, many):
        factories.start(alice, document)
    counts = {queries(client, reverse("page", args=[each.pk, 1])) for each in (few, many)}
    assert len(counts) == 1


# --- The place


def test_a_place_is_kept_and_come_back_to(client, alice, document):
    client.force_login(alice)
    url = reverse("place", args=[document.pk])
    assert client.post(url, {"section": "2", "paragraph": "1"}).status_code == 204
    response = client.get(reverse("read", args=[document.pk]), follow=True)
    assert response.context["page"].number == 3
    assert 'data-place="2-1"' in response.content.decode()


def test_a_guest_has_a_place_of_their_own(client, alice, document):
    guest = factories.create_user("guest-1", guest=True)
    for learner, section in ((alice, "1"), (guest, "2")):
        client.force_login(learner)
        client.post(reverse("place", args=[document.pk]), {"section": section, "paragraph": "0"})
    places = Enrolment.objects.values_list("learner__username", "place__position")
    assert dict(places) == {"alice": 1, "guest-1": 2}


def test_a_stranger_has_no_form_for_a_place(client, document):
    html = client.get(reverse("page", args=[document.pk, 1])).content.decode()
    assert reverse("place", args=[document.pk]) not in html
    assert "<reading-place" in html


def test_a_strangers_place_is_not_taken(client, document):
    response = client.post(reverse("place", args=[document.pk]), {"section": "1", "paragraph": "0"})
    assert response.status_code == 302
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"section": "1"},
        {"section": "x", "paragraph": "0"},
        {"section": "-1", "paragraph": "0"},
        {"section": "１", "paragraph": "0"},
        {"section": "1", "paragraph": "9" * 30},
        {"section": "1\x00", "paragraph": "0"},
    ],
)
def test_a_bad_place_is_refused(client, alice, document, place):
    client.force_login(alice)
    assert client.post(reverse("place", args=[document.pk]), place).status_code == 422
    assert not Enrolment.objects.exists()


def test_a_place_in_a_section_that_is_not_there_is_404(client, alice, document):
    client.force_login(alice)
    response = client.post(
        reverse("place", args=[document.pk]), {"section": "99", "paragraph": "0"}
    )
    assert response.status_code == 404


def test_a_place_in_a_document_that_is_not_open_is_404(client, alice, document):
    closed_to_strangers(document, status="draft")
    client.force_login(alice)
    response = client.post(reverse("place", args=[document.pk]), {"section": "1", "paragraph": "0"})
    assert response.status_code == 404


def test_a_place_is_only_posted(client, alice, document):
    client.force_login(alice)
    assert client.get(reverse("place", args=[document.pk])).status_code == 405
