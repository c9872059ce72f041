"""Word bank, judge and source in the browser: by touch, by keyboard, for screen readers."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser import learner
from tests.browser.learner import current, right_answers, verdict
from tests.browser.waits import focused


@pytest.fixture
def document(live_server):
    return factories.create_document()


@pytest.fixture
def practise(page, sign_in, alice, document):
    def practise(kind, window=page):
        sign_in(window, alice)
        learner.practise(window, document, kind)
        return window

    return practise


def press_tile(page, word):
    """The tile with just this word, by its number, as a keyboard would."""
    words = current(page).options
    page.keyboard.press(str(words.index(word) + 1))


def slots(page):
    return page.locator(".slot").all_inner_texts()


def test_tiles_go_into_the_blanks_by_key_and_enter_submits(practise):
    page = practise("bank")
    answers = right_answers(page)
    for answer in answers:
        press_tile(page, answer)
    assert slots(page) == answers
    focused(page, "button main")
    page.keyboard.press("Enter")
    assert verdict(page) == "right"


def test_a_tile_is_taken_out_again_and_put_where_it_is_wanted(practise):
    page = practise("bank")
    answers = right_answers(page)
    press_tile(page, answers[1])
    assert slots(page)[0] == answers[1]
    page.keyboard.press("Backspace")
    assert slots(page)[0] == ""
    page.locator(".slot").nth(1).click()
    press_tile(page, answers[1])
    assert slots(page)[:2] == ["", answers[1]]
    assert answers[1] in page.inner_text("#live")
    press_tile(page, answers[0])
    for answer in answers[2:]:
        press_tile(page, answer)
    page.click("[data-submit]")
    assert verdict(page) == "right"


def test_tiles_are_tapped_on_a_phone(phone, practise):
    page = practise("bank", phone)
    for place in range(page.locator(".slot").count()):
        page.locator(".tile[aria-pressed=false]").first.tap()
        assert page.locator(".slot").nth(place).inner_text()
    page.locator("[data-submit]").tap()
    assert verdict(page) in ("right", "wrong")


def test_a_finger_leaves_no_look_behind_of_a_pointer_that_stays(phone, practise):
    page = practise("bank", phone)
    tile, other = page.locator(".tile").nth(0), page.locator(".tile").nth(1)
    tile.tap()
    tile.tap()
    border = "tile => getComputedStyle(tile).borderColor"
    assert tile.get_attribute("aria-pressed") == "false"
    assert tile.evaluate(border) == other.evaluate(border)


def test_all_blanks_have_one_width_and_a_reload_keeps_them(practise):
    page = practise("bank")
    widths = [slot.bounding_box()["width"] for slot in page.locator(".slot").all()]
    assert len(set(widths)) == 1
    press_tile(page, right_answers(page)[0])
    page.reload()
    expect(page.locator(".slot").first).to_have_text(right_answers(page)[0])


def test_no_word_chosen_is_not_sent(practise):
    page = practise("bank")
    press_tile(page, right_answers(page)[0])
    page.keyboard.press("Backspace")
    page.focus("[data-submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#problem >> text=还没有选词")
    expect(page.locator(".slot").first).to_be_focused()
    assert page.locator("#verdict").count() == 0
    assert not current(page).answered


def judge(page):
    """Answer the judge shown rightly, with the keyboard alone."""
    said, *term = factories.right_answer(current(page)).responses
    page.keyboard.press("1" if said == "holds" else "2")
    if term:
        page.keyboard.press("Tab")
        page.keyboard.insert_text(term[0])
        page.keyboard.press("Enter")
    else:
        page.click("[data-submit]")


def test_a_judge_is_answered_by_key(practise):
    page = practise("judge")
    judge(page)
    assert verdict(page) == "right"


def test_the_term_is_asked_for_only_where_one_is_swapped(practise):
    page = practise("judge")
    expect(page.locator(".mend")).to_be_hidden()
    page.keyboard.press("2")
    expect(page.locator(".mend")).to_be_visible()
    page.click("[data-submit]")
    page.wait_for_selector("#problem >> text=请写出原文用的词")
    assert page.locator("[value=swapped]").is_checked()


def test_a_source_is_chosen_by_number(practise):
    page = practise("source")
    page.keyboard.press(str(current(page).options.index(right_answers(page)[0]) + 1))
    assert verdict(page) == "right"


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(open_page, axe, sign_in, alice, document, dark):
    page = open_page(dark=dark, phone=dark)
    sign_in(page, alice)
    for kind in ("bank", "judge", "source"):
        learner.practise(page, document, kind)
        axe(page)
        if kind == "source":
            page.locator(".choice").first.click()
        else:
            page.click("button[value=dont_know]")
        page.wait_for_selector("#verdict")
        axe(page)
