"""Ways of studying besides the plan: what the pages offer, what they refuse, what they begin."""

import pytest

from studyapp import recital
from studyapp.middleware import DRAFT
from studyapp.models import Collection, Recital, Sitting, User
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PAGES = ("practise", "recite", "exam")


def url(page="", **query):
    named = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/study/new/{page + '/' if page else ''}{'?' + named if named else ''}"


def test_without_a_text_one_is_chosen_first(client, alice, document):
    page = client.get(url())
    assert url(document=document.pk) in page.content.decode()
    for name in PAGES:
        assert client.get(url(name))["Location"] == url()


def test_of_a_text_every_way_is_offered(client, alice, document):
    page = client.get(url(document=document.pk)).content.decode()
    assert all(url(name, document=document.pk) in page for name in PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_a_way_asks_one_thing_with_one_filled_button(client, alice, document, page):
    shown = client.get(url(page, document=document.pk)).content.decode()
    assert shown.count("button main") == 1


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("scope", [{"document": 999}, {"document": "x"}, {"section": "9" * 30}])
def test_a_text_that_is_not_there_is_not_there(client, alice, document, page, scope):
    assert client.get(url(page, **scope)).status_code == 404
    assert client.post(url(page), scope).status_code == 422


def test_a_private_text_of_another_is_not_there(client, alice, document):
    document.visibility = "private"
    document.save()
    assert client.get(url("exam", document=document.pk)).status_code == 404
    assert client.post(url("exam"), {"document": document.pk, "count": 3}).status_code == 422


def begin(client, page, **fields):
    return client.post(url(page), fields)


def test_practice_of_a_collection_asks_all_its_texts(client, alice, document):
    other = factories.create_document(text=factories.TEXT.replace("山河", "江海"))
    collection = Collection.objects.create(name="章程")
    for text in (document, other):
        collection.entries.create(document=text)
    begin(client, "practise", collection=collection.pk, kind="outline")
    sitting = Sitting.objects.get()
    assert len(sitting.queue) == 2
    assert sitting.document is None


def test_what_was_never_asked_comes_first(client, alice, document):
    sitting = factories.start(alice, document, mode="practise", kind="typed")
    seen = factories.answer_right(factories.next_question(sitting))
    begin(client, "practise", document=document.pk, kind="typed", only="unseen")
    queue = [item["statement"] for item in Sitting.objects.latest("pk").queue]
    assert queue[-1] == seen.statement_id


def test_only_what_was_wrong_is_practised(client, alice, document):
    sitting = factories.start(alice, document, mode="practise", kind="typed")
    missed = factories.answer_wrong(factories.next_question(sitting))
    begin(client, "practise", document=document.pk, only="missed")
    queue = [item["statement"] for item in Sitting.objects.latest("pk").queue]
    assert queue == [missed.statement_id]


def test_nothing_missed_is_said_in_place(client, alice, document):
    response = begin(client, "practise", document=document.pk, only="missed")
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()


@pytest.mark.parametrize(("counts", "mode"), [("on", "recite"), ("", "practise")])
def test_reciting_counts_where_the_learner_says_so(client, alice, document, counts, mode):
    fields = {"way": "each", "cue": "opening", "counts": counts}
    begin(client, "recite", document=document.pk, **fields)
    sitting = Sitting.objects.get()
    assert (sitting.mode, sitting.choice) == (mode, {"cue": "opening"})
    assert {item["kind"] for item in sitting.queue} == {"recite"}


@pytest.mark.parametrize(
    ("cue", "shown"),
    [("heading", "一、会员"), ("before", "会员应当每周参加一次活动"), ("opening", "新会员的")],
)
def test_a_recitation_is_cued_as_chosen(client, alice, document, cue, shown):
    fields = {"way": "each", "cue": cue, "counts": "on"}
    section = document.sections.get(label="一、")
    begin(client, "recite", document=document.pk, section=section.pk, **fields)
    first = Sitting.objects.get().attempts.order_by("position")[0]
    skipped = client.post(first.get_absolute_url(), {"action": "skip"}, follow=True)
    card = skipped.context["card"]
    assert (card.cue or card.opening).startswith(shown)


def test_a_whole_section_wants_to_be_named(client, alice, document):
    response = begin(client, "recite", document=document.pk, way="whole", cue="heading")
    assert response.status_code == 422
    assert response.context["form"].errors["section"]


def recite_whole(client, document, **fields):
    section = document.sections.get(label="一、")
    chosen = {"way": "whole", "cue": "heading", "counts": "on", "section": section.pk} | fields
    begin(client, "recite", document=document.pk, **chosen)
    return Recital.objects.get()


def test_a_whole_section_is_recited_and_told(client, alice, document):
    found = recite_whole(client, document)
    assert found.text not in client.get(found.get_absolute_url()).content.decode()
    told = client.post(
        found.get_absolute_url(), {"answer": "会员应当每周参加两次活动"}, follow=True
    )
    assert "slipped" in told.context["card"].diff_kinds
    assert client.get(f"/study/sittings/{found.sitting_id}/").status_code == 200


@pytest.mark.parametrize("response", ["", "  \x00 ", "长" * 10_001])
def test_a_recitation_of_nothing_or_too_much_is_refused_in_place(client, alice, document, response):
    found = recite_whole(client, document)
    assert client.post(found.get_absolute_url(), {"answer": response}).status_code == 422


def test_a_recitation_that_met_an_expired_login_is_kept(client, alice, document):
    url = recite_whole(client, document).get_absolute_url()
    client.logout()
    response = client.post(url, {"answer": "会员应当每周"})
    assert response.url == f"/accounts/login/?next={url}"
    client.post(response.url, {"login": "alice", "password": "correct horse"})
    assert "会员应当每周</textarea>" in client.get(url).content.decode()
    client.post(url, {"answer": "会员应当每周参加一次活动"})
    assert DRAFT not in client.session


def test_a_recitation_of_a_guest_who_signs_in_meanwhile_stays_on_the_page(
    client, alice, document, monkeypatch
):
    def gone(*_args, **_kwargs):
        raise Recital.DoesNotExist

    found = recite_whole(client, document)
    monkeypatch.setattr(recital, "record_recital", gone)
    response = client.post(found.get_absolute_url(), {"answer": "会员应当每周"})
    assert response.status_code == 409
    assert "会员应当每周</textarea>" in response.content.decode()


def test_a_recital_of_another_is_not_there(client, alice, document):
    found = recite_whole(client, document)
    client.force_login(factories.create_user("bob"))
    for ask in (client.get, client.post):
        assert ask(found.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_who_begins_becomes_a_guest_and_not_before(client, document, page):
    assert client.get(url(page, document=document.pk)).status_code == 200
    assert not User.objects.exists()
    fields = {"document": document.pk, "count": 3, "way": "each", "cue": "before"}
    begin(client, page, **fields)
    assert User.objects.get().is_guest
    assert Sitting.objects.get().learner.is_guest


def test_no_stranger_begins_where_guests_are_off(client, document, settings):
    settings.GUESTS = False
    response = begin(client, "exam", document=document.pk, count=3)
    assert "/account/login/" in response["Location"] or "login" in response["Location"]
    assert not User.objects.exists()


@pytest.mark.parametrize("count", ["", "0", "101", "x", "1e9"])
def test_an_exam_of_a_senseless_size_is_refused(client, alice, document, count):
    assert begin(client, "exam", document=document.pk, count=count).status_code == 422


def test_what_stands_before_the_first_heading_can_be_chosen(client, alice):
    document = factories.create_document(text=OPENED)
    opening = document.sections.get(level=0)
    shown = client.get(url("practise", document=document.pk), headers={"accept-language": "en"})
    assert f'<option value="{opening.pk}">Opening</option>' in shown.content.decode()
    begin(client, "practise", document=document.pk, section=opening.pk)
    assert Sitting.objects.get().section == opening


def test_a_text_without_headings_is_not_asked_for_a_section(client, alice):
    document = factories.create_document(text="会员应当每周参加两次活动。会费为每年三百二十元。")
    shown = client.get(url("practise", document=document.pk)).content.decode()
    assert 'name="section"' not in shown


OPENED = """会费为每年三百二十元，每年一月缴纳。

# 一、会员
会员应当每周参加两次活动。

# 二、活动
活动由理事会安排，每次不少于两小时。
"""
