"""What a text says of itself is put right in its preview, and stored as it was put right."""

import datetime as dt
from html import unescape

import pytest

from studyapp import library, search
from studyapp.models import Document, Import
from studyapp.text.correcting import lines_of
from studyapp.text.facts import Facts, facts_of, kept, with_facts
from studyapp.text.outline import read_outline
from tests import factories

pytestmark = pytest.mark.django_db
OWN, SITE = "/texts/import/", "/admin/studyapp/document/import/"
MISREAD = f"清河市图书馆阅览室\n\n{factories.TEXT}"
CHANGED = factories.TEXT.replace("320人", "400人").replace("2026年3月1日", "2027年5月2日")


@pytest.fixture(params=[OWN, SITE])
def at(request, client):
    """The address at which someone brings in a text, and their browser."""
    rights = {} if request.param == OWN else {"is_staff": True, "is_superuser": True}
    client.force_login(factories.create_user("alice", language="en", **rights))
    return request.param


@pytest.fixture
def bring(client, at):
    return lambda text=factories.TEXT: client.post(at, {"text": text}).url


def sent(client, url, **changed):
    """The fields of a preview as a browser sends them, some of them typed over."""
    context = client.get(url).context
    form = context["facts_form"]
    fields = {field.name: field.value() or "" for field in form}
    return {**fields, "seen": context["seen"], "to": "", **changed}


def decide(client, url, **changed):
    return client.post(url, sent(client, url, **{"decision": "publish", **changed}))


def fact(client, url, name):
    return client.get(url).context["facts_form"][name].value()


def page(client, url):
    return unescape(client.get(url).content.decode())


def headings():
    return [(s["level"], s["title"]) for s in Import.objects.get().outline["sections"]]


def test_what_was_typed_is_stored_and_found(client, bring):
    url = bring()
    typed = {"title": "江海读书会章程", "source": "江海社", "published": "2025年12月31日"}
    decide(client, url, **typed, credit="责任编辑：李华", language="zh-Hant")
    document = Document.objects.get()
    assert (document.title, document.source, document.credit, document.language) == (
        *("江海读书会章程", "江海社", "责任编辑：李华", "zh-Hant"),
    )
    assert document.published_on == dt.date(2025, 12, 31)
    assert document.revisions.get().outline["title"] == "江海读书会章程"
    assert list(search.holding(Document.objects.all(), "江海读书会")) == [document]


@pytest.mark.parametrize("key", ["demote", "promote", "turn", "join", "undo", ""])
def test_no_key_loses_what_was_typed(client, bring, key):
    url = bring()
    client.post(url, sent(client, url, correct="demote", line="4"))
    answer = client.post(url, sent(client, url, title="新的名字", correct=key, line="4"))
    assert answer.status_code == 302
    assert fact(client, url, "title") == "新的名字"
    client.post(url, sent(client, url, correct="undo"))
    assert fact(client, url, "title") == "新的名字"


def test_that_it_is_kept_is_told_to_who_asks_for_it_alone(client, bring):
    url, told = bring(), "What you typed is kept. The text itself is not stored yet."
    assert told not in page(client, url)
    client.post(url, sent(client, url, title="新的名字", correct="demote", line="4"))
    assert told not in page(client, url)
    client.post(url, sent(client, url, title="新的名字", keep="1"))
    assert told in page(client, url)


def test_a_link_leads_on_after_what_was_typed_is_kept(client, bring):
    url = bring()
    answer = client.post(url, sent(client, url, source="新的来源", to="?line=3"))
    assert answer.url == f"{url}?line=3"
    assert fact(client, url, "source") == "新的来源"
    elsewhere = client.post(url, sent(client, url, to="https://elsewhere.example/"))
    assert elsewhere.url == url


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("title", "", "A text needs a title"),
        ("title", "……", "A text needs a title"),
        ("title", "长" * 501, "at most 500 characters"),
        ("published", "2026-02-30", "There is no such date"),
        ("published", "明年春天", "There is no such date"),
        ("source", "长" * 301, "at most 300 characters"),
        ("language", "fr", "Select a valid choice"),
    ],
)
def test_a_bad_value_is_told_at_its_field_and_nothing_typed_is_lost(
    client, bring, name, value, sentence
):
    url = bring()
    typed = {"credit": "编辑：王小明", name: value}
    for press in ({"decision": "publish"}, {"correct": "demote", "line": "4"}):
        answer = client.post(url, sent(client, url, **typed, **press))
        assert answer.status_code == 422
        form = answer.context["facts_form"]
        assert sentence in form.errors[name][0]
        assert (form[name].value(), form["credit"].value()) == (value, "编辑：王小明")
        assert 'aria-invalid="true"' in answer.content.decode()
    assert not Document.objects.exists()
    assert Import.objects.get().corrections == []


def test_discarding_asks_for_no_title(client, bring):
    url = bring()
    client.post(url, sent(client, url, title="", decision="discard"))
    assert Import.objects.get().state == "discarded"


def test_what_someone_else_put_right_meanwhile_is_not_overwritten_unseen(client, bring):
    url = bring()
    stale = sent(client, url, title="一个名字", decision="publish")
    client.post(url, sent(client, url, title="别的名字"))
    answer = client.post(url, stale)
    assert answer.status_code == 422
    assert answer.context["facts_form"]["title"].value() == "一个名字"
    assert "meanwhile" in answer.content.decode()
    assert not Document.objects.exists()


def test_what_was_read_can_be_put_back(client, bring):
    url = bring()
    client.post(url, sent(client, url, title="新的名字"))
    assert "As read:" in page(client, url)
    client.post(url, sent(client, url, credit="李华", take="title read"))
    assert fact(client, url, "title") == "山河读书会章程"
    assert fact(client, url, "credit") == "李华"


def test_the_line_that_is_the_title_leaves_the_text_and_can_be_brought_back(client, bring):
    url = bring(MISREAD)
    assert fact(client, url, "title") == "清河市图书馆阅览室"
    client.post(url, sent(client, url, title="山河读书会章程"))
    assert headings() == [(0, ""), (1, "会员"), (1, "理事会")]
    client.post(url, sent(client, url, correct="undo"))
    assert headings() == [(1, "山河读书会章程"), (2, "会员"), (2, "理事会")]
    assert fact(client, url, "title") == "山河读书会章程"


def test_a_title_that_is_there_already_makes_it_a_revision_to_be_looked_at(client, bring):
    decide(client, bring())
    url = bring(factories.TEXT.replace("山河读书会章程", "草稿三").replace("320人", "400人"))
    decide(client, url, title="山河读书会章程")
    assert Document.objects.get().revisions.count() == 1
    decide(client, url, decision="revise")
    assert Document.objects.get().revisions.count() == 2


def test_a_new_title_makes_of_a_revision_a_text_of_its_own_to_be_looked_at(client, bring):
    decide(client, bring())
    url = bring(CHANGED)
    decide(client, url, title="江海读书会章程", decision="revise")
    assert Document.objects.count() == 1
    decide(client, url)
    assert set(Document.objects.values_list("title", flat=True)) == {
        *("山河读书会章程", "江海读书会章程"),
    }


# --- A text that is the next one of a document


@pytest.fixture
def document(client, bring):
    decide(client, bring(), credit="编辑：王小明")
    return Document.objects.get()


@pytest.fixture
def revise(client, at, document):
    return bring_next(client, at, document)


def bring_next(client, at, document, text=CHANGED):
    start = "" if at == OWN else "/admin/studyapp"
    place = "documents" if at == OWN else "document"
    return client.post(f"{start}/{place}/{document.pk}/revise/", {"text": text}).url


def test_a_revision_keeps_what_was_known_and_shows_what_is_new(client, document, revise):
    assert fact(client, revise, "published") == "2026-03-01"
    assert fact(client, revise, "credit") == "编辑：王小明"
    assert "May 2, 2027" in page(client, revise)
    decide(client, revise, decision="revise")
    document.refresh_from_db()
    assert (document.published_on, document.credit) == (dt.date(2026, 3, 1), "编辑：王小明")


def test_a_revision_takes_what_is_new_with_one_press_and_undoing_it_gives_it_back(
    client, document, revise
):
    client.post(revise, sent(client, revise, take="published read"))
    assert "Until now:" in page(client, revise)
    decide(client, revise, decision="revise", title="山河读书会新章程")
    document.refresh_from_db()
    assert document.published_on == dt.date(2027, 5, 2)
    assert document.title == "山河读书会新章程"
    assert list(search.holding(Document.objects.all(), "新章程")) == [document]
    library.restore(Document.objects.get().revisions.get(number=1), by=None)
    document.refresh_from_db()
    assert (document.title, document.published_on) == ("山河读书会章程", dt.date(2026, 3, 1))


def test_undoing_a_revision_leaves_what_was_changed_by_hand_since(client, document, revise):
    decide(client, revise, decision="revise", title="山河读书会新章程", source="某社")
    Document.objects.update(title="山河章程")
    library.restore(Document.objects.get().revisions.get(number=1), by=None)
    document.refresh_from_db()
    assert (document.title, document.source) == ("山河章程", "山河读书会")


def test_a_title_alone_is_a_revision_of_the_same_bytes(client, at, document):
    url = bring_next(client, at, document, factories.TEXT)
    decide(client, url, decision="revise", title="山河读书会新章程")
    document.refresh_from_db()
    assert (document.title, document.revisions.count()) == ("山河读书会新章程", 2)


def test_a_revision_is_not_called_as_another_text_of_the_site(client):
    rights = {"is_staff": True, "is_superuser": True}
    client.force_login(factories.create_user("editor", language="en", **rights))
    taken = factories.create_document(text=factories.TEXT.replace("山河", "江海"))
    document = factories.create_document()
    url = bring_next(client, SITE, document)
    typed = sent(client, url, title=taken.title, source=taken.source, decision="revise")
    answer = client.post(url, typed)
    assert answer.status_code == 422
    assert "in the library already" in answer.context["facts_form"].errors["title"][0]


def test_a_revision_by_the_command_keeps_what_was_known_too():
    document = factories.create_document(text=factories.TEXT.replace("　来源：山河读书会", ""))
    library.import_document(CHANGED.encode(), name="new.txt", revise=document)
    document.refresh_from_db()
    assert (document.published_on, document.source) == (dt.date(2026, 3, 1), "山河读书会")


# --- Facts


def test_under_another_title_statements_weigh_otherwise_and_the_text_stays():
    outline = read_outline(factories.TEXT)
    other = with_facts(outline, Facts("借阅权与表决权", "", None, "", "en"))
    assert lines_of(other) == lines_of(outline)
    assert [s.text for s in other.statements] == [s.text for s in outline.statements]
    assert [s.importance for s in other.statements] != [s.importance for s in outline.statements]
    assert facts_of(other).language == "en"


def test_what_was_not_known_is_taken_from_the_new_text():
    before = Facts("旧", "", None, "某人", "en")
    after = Facts("新", "某社", dt.date(2026, 1, 1), "", "zh-Hans")
    assert kept(before, after) == Facts("旧", "某社", dt.date(2026, 1, 1), "某人", "en")


def test_what_was_put_right_of_its_document_meanwhile_is_not_overwritten_unseen(client, at, bring):
    decide(client, bring())
    url = bring(CHANGED)
    stale = sent(client, url, decision="revise")
    Document.objects.update(published_on=dt.date(2020, 1, 1), credit="责任编辑：李华")
    answer = client.post(url, stale)
    assert answer.status_code == 422
    assert "corrected meanwhile" in page_of(answer)
    assert Document.objects.get().credit == "责任编辑：李华"
    decide(client, url, decision="revise")
    kept = Document.objects.get()
    assert (kept.published_on, kept.credit) == (dt.date(2020, 1, 1), "责任编辑：李华")
    assert kept.revisions.count() == 2


def page_of(answer):
    return unescape(answer.content.decode())
