"""Who may come into the admin panel, what its pages are made of, and how its lists grow."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse

from studyapp import library
from studyapp.admin import base
from studyapp.models import (
    Attempt,
    Document,
    Import,
    Statement,
    User,
)
from tests import factories
from tests.admin.helpers import IMPORT, OURS, list_of, page_of, paste, staff

pytestmark = pytest.mark.django_db

INLINE = re.compile(r"(?i)<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)")


# --- Who may come in


@pytest.mark.parametrize("url", ["/admin/", IMPORT, "/admin/studyapp/document/"])
def test_a_stranger_is_sent_to_sign_in_and_comes_back(client, url):
    assert re.fullmatch(rf"/(admin|accounts)/login/\?next={url}", client.get(url).url)


def test_a_learner_is_sent_to_the_admin_login(client):
    client.force_login(factories.create_user())
    assert client.get(IMPORT).url.startswith("/admin/login/")


def test_importing_needs_the_right_to_add_documents(client):
    client.force_login(staff("view_document", "change_document"))
    assert client.get(IMPORT).status_code == 403


def test_publishing_an_import_needs_the_right_to_change_documents(client):
    client.force_login(staff("view_document", "add_document"))
    preview_url = paste(client)
    assert client.post(preview_url, {"decision": "publish"}).status_code == 403
    assert not Document.objects.exists()


def test_lists_need_the_right_to_see_them(client):
    client.force_login(staff("view_document"))
    assert client.get(list_of(Statement)).status_code == 403


# --- The content policy


def pages_of(document, panel):
    rows = [document, document.sections.first(), document.statements.first()]
    rows += [document.statements.first().questions.first(), document.revisions.first()]
    rows += [User.objects.get(username="editor"), *Attempt.objects.all()[:1]]
    urls = [page_of(row) for row in rows] + [list_of(model) for model in OURS]
    urls += ["/admin/studyapp/collection/add/"]
    for name in ("changes", "restore"):
        urls.append(reverse(f"admin:studyapp_revision_{name}", args=[document.revisions.last().pk]))
    urls += ["/admin/", IMPORT, paste(panel), "/admin/studyapp/user/add/"]
    return [*urls, reverse("admin:studyapp_document_delete", args=[document.pk])]


def test_no_page_has_inline_script_or_style(panel, studied):
    text = factories.TEXT.replace("三篇", "五篇")
    library.import_document(text.encode(), revise=studied)
    for url in pages_of(studied, panel):
        response = panel.get(url, follow=True)
        assert response.status_code == 200, url
        assert INLINE.findall(response.content.decode()) == [], url
        assert response["Content-Security-Policy"].startswith("default-src 'self';")


# --- Lists


def another(count, start=0):
    """More of everything: documents with their rows, and learners who answered."""
    for number in range(start, start + count):
        document = factories.create_document(text=factories.TEXT.replace("山河", f"山河{number}"))
        learner = factories.create_user(f"learner{number}")
        sitting = factories.start(learner, document, now=factories.NOW + timedelta(hours=number))
        factories.answer_right(factories.next_question(sitting))
        state = Import.State.PREVIEWED
        Import.objects.create(author=learner, document=document, name="x", state=state)


@pytest.fixture
def count_queries(panel, django_assert_max_num_queries):
    def count_queries(model):
        panel.get(list_of(model))  # what is cached once and for all
        with django_assert_max_num_queries(50) as seen:
            panel.get(list_of(model))
        return len(seen)

    return count_queries


def test_lists_ask_no_more_queries_for_more_rows(count_queries):
    another(3)
    before = {model: count_queries(model) for model in OURS}
    another(3, start=3)
    assert {model: count_queries(model) for model in OURS} == before


def test_a_documents_page_asks_no_more_queries_for_more_sections(
    panel, document, django_assert_num_queries, django_assert_max_num_queries
):
    more = "\n".join(
        f"{number}、第{number}件事\n每天读书{number}分钟。" for number in "三四五六七八"
    )
    panel.get(page_of(document))
    with django_assert_max_num_queries(50) as seen:
        panel.get(page_of(document))
    longer = factories.create_document(text=f"山河长章程\n\n{factories.TEXT}\n{more}")
    with django_assert_num_queries(len(seen)):
        panel.get(page_of(longer))


def test_long_lists_are_not_counted_to_the_end(monkeypatch, document, django_assert_num_queries):
    monkeypatch.setattr(base, "COUNTED", 3)
    paginator = base.CappedPaginator(Statement.objects.order_by("pk"), 2)
    with django_assert_num_queries(1):
        assert paginator.count == 3


def test_every_model_of_ours_that_is_registered_is_tested_here():
    registered = {model for model in admin.site._registry if model._meta.app_label == "studyapp"}
    assert registered == set(OURS)
