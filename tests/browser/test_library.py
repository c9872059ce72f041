"""The library at the screen: a tag, an order of one's own by keys, a collection, looks."""

import pytest
from playwright.sync_api import expect

from studyapp import progress, shelves, sittings
from studyapp.models import Document
from tests import factories
from tests.browser.waits import follow

pytestmark = pytest.mark.django_db(transaction=True)


def titled(title):
    return factories.create_document(text=f"{title}\n\n每个人每天读书三十分钟，应当做笔记。")


@pytest.fixture
def documents(live_server):
    found = [titled(title) for title in ("章程", "背诵", "阅读")]
    shelves.put_on_shelf("必读书目", found, description="新会员先读这些。")
    shelves.set_tags(found[0], ["规章"])
    shelves.set_tags(found[1], ["规章", "方法"])
    Document.objects.filter(pk=found[2].pk).update(visibility="members")
    return found


@pytest.fixture
def alice(documents):
    alice = factories.create_user("alice")
    for document in documents:
        sittings.enrol(alice, document)
    return alice


def lists(page, *titles):
    expect(page.locator(".rows .title")).to_have_text(titles)


def test_a_tag_narrows_the_shelf_and_is_taken_off_again(page, documents):
    page.goto("/library/")
    lists(page, "背诵", "章程")
    page.click(".tags a:has-text('方法')")
    lists(page, "背诵")
    expect(page.locator(".tags [aria-current]").first).to_contain_text("方法")
    page.locator(".tags a").first.click()
    lists(page, "背诵", "章程")


def test_a_text_is_moved_by_keys_and_the_focus_goes_with_it(page, sign_in, alice, documents):
    sign_in(page, alice)
    page.goto("/library/?sort=mine")
    page.locator("button[value=up]").nth(2).press("Enter")
    page.wait_for_url("**/library/?sort=mine&moved=*")
    lists(page, "章程", "阅读", "背诵")
    page.wait_for_function("document.activeElement.value === 'up'")
    page.keyboard.press("Enter")
    expect(page.locator(".rows .title").first).to_have_text("阅读")
    # At the top it can only go down again: there the focus waits.
    page.wait_for_function("document.activeElement.value === 'down'")
    assert progress.planned(alice) == [documents[n].pk for n in (2, 0, 1)]


def test_a_collection_is_put_into_the_plan_without_scripts(open_page, sign_in, documents):
    page = open_page(javascript=False)
    bob = factories.create_user("bob")
    sign_in(page, bob)
    page.goto("/library/")
    page.click(".shelves a")
    expect(page.locator(".rows .title")).to_have_count(3)
    follow(page, "button.main")
    expect(page.locator(".messages:not([hidden])")).to_be_visible()
    expect(page.locator("button.main")).to_have_count(0)
    assert len(progress.planned(bob)) == 3


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_every_state_is_accessible_and_fits(
    open_page, sign_in, alice, documents, axe_in_both_themes, phone, locale
):
    stranger = open_page(phone=phone, locale=locale, bypass_csp=True)
    member = open_page(phone=phone, locale=locale, bypass_csp=True)
    sign_in(member, alice)
    statement = documents[0].statements.askable().first()
    for page, addresses in (
        (stranger, ["/library/", "/library/?tag=没有", "/library/?q=没有的词", "/collections/1/"]),
        (member, ["/library/?sort=mine", "/library/?tag=规章", statement.get_absolute_url()]),
    ):
        for address in addresses:
            page.goto(address.replace("/1/", f"/{documents[0].collections.get().pk}/"))
            axe_in_both_themes(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
