"""An editor brings a real article in: preview, draft, one mark corrected, published."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from studyapp.models import Document
from tests import factories
from tests.browser.waits import follow

pytestmark = pytest.mark.django_db(transaction=True)
SEED = Path(__file__).resolve().parents[3] / "shared" / "data" / "seed-article.txt"


@pytest.fixture
def article():
    if not SEED.exists():
        pytest.skip(f"the seed article is not there ({SEED.name} in shared/data)")
    return SEED


def sign_in_by_form(page):
    page.goto("/admin/")
    page.fill("[name=login]", "editor")
    page.fill("[name=password]", "correct horse")
    follow(page, "main button.main")


def test_an_editor_imports_corrects_a_mark_and_publishes(page, live_server, article):
    factories.create_editor("editor")
    sign_in_by_form(page)
    page.goto("/admin/studyapp/document/")
    follow(page, "a[href$='/document/import/']")

    page.set_input_files("[type=file]", article)
    follow(page, "[type=submit].default")
    expect(page.locator("[name=source]")).to_have_value("中国网信网")
    expect(page.locator(".questions > *").first).to_be_visible()
    assert not Document.objects.exists()

    follow(page, ":is(button, input)[value=draft] >> nth=0")
    expect(page.locator(".success")).to_be_visible()
    document = Document.objects.get()
    assert document.status == "draft"
    assert page.request.get(f"/documents/{document.pk}/").status == 200  # an editor sees drafts

    statement = document.statements.get(kind="sentence", text__contains="10亿多网民")
    page.goto(f"/admin/studyapp/statement/{statement.pk}/change/")
    page.fill("[name=marked]", statement.text.replace("10亿多", "[[10亿多]]"))
    follow(page, "[name=_save]")
    expect(page.locator(".success").first).to_be_visible()
    statement.refresh_from_db()
    assert [part.text for part in statement.parts] == ["10亿多"]

    page.goto("/admin/studyapp/document/")
    page.check(".action-select")
    page.select_option("[name=action]", "publish")
    follow(page, "[name=index]")
    expect(page.locator(".success").first).to_be_visible()
    document.refresh_from_db()
    assert document.status == "published"


def test_a_learner_meets_what_the_editor_published(page, live_server, open_page, article):
    factories.create_editor("editor")
    sign_in_by_form(page)
    page.goto("/admin/studyapp/document/import/")
    page.fill("[name=text]", article.read_text(encoding="utf-8"))
    follow(page, "[type=submit].default")
    follow(page, ":is(button, input)[value=publish] >> nth=0")
    expect(page.locator(".success")).to_be_visible()

    stranger = open_page()
    stranger.goto("/library/")
    follow(stranger, "text=聚焦网信职责使命")
    expect(stranger.locator("h1")).to_contain_text("模范机关建设")


@pytest.mark.parametrize("name", ["document", "question", "statement", "attempt"])
def test_on_a_laptop_every_column_of_a_list_is_in_sight(page, sign_in, name):
    document = factories.create_document()
    factories.next_question(factories.start(factories.create_user(), document))
    sign_in(page, factories.create_editor("editor"))
    page.goto(f"/admin/studyapp/{name}/")
    around = "document.querySelector('#result_list').parentElement"
    assert page.evaluate(f"{around}.scrollWidth <= {around}.clientWidth")


def test_the_tools_of_a_page_do_not_lie_on_its_title(page, sign_in):
    document = factories.create_document(text="春山\n" + "如笑" * 40 + "，应当常看。\n")
    sign_in(page, factories.create_editor("editor"))
    page.goto(f"/admin/studyapp/statement/{document.statements.first().pk}/change/")
    title = page.locator("#content > h2").bounding_box()
    assert page.locator(".object-tools").bounding_box()["y"] >= title["y"] + title["height"]
