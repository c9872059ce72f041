"""Input methods, keys, phones, dictation: every way of getting an answer in, and being told."""

import pytest

from tests.browser import learner
from tests.browser.learner import WRONG, current, right_answers, verdict
from tests.browser.waits import focused, until


def compose(page, cdp, text):
    """Compose with an input method: keys, candidates, and the Enter that confirms them."""
    for at in range(1, len(text) + 1):
        part = {"text": text[:at], "selectionStart": at, "selectionEnd": at}
        cdp.send("Input.imeSetComposition", part)
    enter = {"key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229}
    cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    cdp.send("Input.insertText", {"text": text})
    released = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
    cdp.send("Input.dispatchKeyEvent", {"type": "keyUp", **released})


def test_enter_that_confirms_a_candidate_does_not_submit(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    posts = []
    page.on("request", lambda request: request.method == "POST" and posts.append(request.url))
    page.evaluate(
        """() => { window.heard = [];
        addEventListener("keydown", (e) => heard.push([e.isComposing, e.keyCode]), true); }"""
    )
    answers = right_answers(page)
    for answer in answers:
        compose(page, page.context.new_cdp_session(page), answer)
        page.wait_for_timeout(60)  # longer than the moment in which Enter still confirms
        assert (posts, page.input_value(".blank:focus")) == ([], answer)
        page.keyboard.press("Enter")
    assert [True, 229] in page.evaluate("window.heard")
    assert verdict(page) == "right"
    assert len(posts) == 1


def test_enter_while_composing_as_safari_sends_it_does_not_submit(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    page.keyboard.insert_text(WRONG)
    for how in ("{isComposing: true}", "{keyCode: 229}"):
        page.evaluate(
            f"""document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
            {{key: "Enter", bubbles: true, cancelable: true, ...{how}}}))"""
        )
    page.wait_for_timeout(100)
    assert not current(page).answered


# What Safari sends when Enter confirms a candidate: the composition has ended by then.
SAFARI = """(key) => {
  const field = document.activeElement;
  const say = (type, name, more) => field.dispatchEvent(
    new (type === "Composition" ? CompositionEvent : KeyboardEvent)(
      name, {bubbles: true, cancelable: true, ...more}));
  say("Composition", "compositionstart", {data: ""});
  say("Keyboard", "keydown", {key: "p", keyCode: 229, isComposing: true});
  say("Composition", "compositionend", {data: field.value});
  return ["keydown", "keypress", "keyup"].map((name) => say("Keyboard", name, {key, keyCode: 229}));
}"""


@pytest.mark.parametrize("key", ["Enter", "Escape", "ArrowDown", "ArrowUp", " "])
@pytest.mark.parametrize("kind", ["typed", "list", "recite"])
def test_a_key_that_the_input_method_uses_does_nothing_else(
    page, sign_in, alice, document, kind, key
):
    sign_in(page, alice)
    learner.practise(page, document, kind)
    field = page.locator(".blank, .line, .recite").first
    field.fill(WRONG)
    page.evaluate(SAFARI, key)
    # An engine that sends the key as any other at once after the composition.
    page.evaluate(
        """(key) => { const field = document.activeElement;
        field.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true}));
        field.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
        }""",
        key,
    )
    page.wait_for_timeout(80)
    assert field.evaluate("(field) => document.activeElement === field")
    assert field.input_value() == WRONG
    assert not current(page).answered


def test_composition_keeps_space_escape_and_arrows_to_itself(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "list")
    cdp = page.context.new_cdp_session(page)
    cdp.send("Input.imeSetComposition", {"text": "jie", "selectionStart": 3, "selectionEnd": 3})
    for key, code in (("ArrowDown", "ArrowDown"), (" ", "Space"), ("Escape", "Escape")):
        used = {"key": "Process", "code": code, "windowsVirtualKeyCode": 229}
        cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **used})
        up = {"key": key, "code": code, "windowsVirtualKeyCode": 229}
        cdp.send("Input.dispatchKeyEvent", {"type": "keyUp", **up})
    cdp.send("Input.insertText", {"text": "借阅权"})
    focused(page, "line")
    assert page.input_value(".line >> nth=0") == "借阅权"


def test_arrows_go_from_line_to_line_and_from_option_to_option(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "list")
    at = "[...document.querySelectorAll('.line, .choice')].indexOf(document.activeElement)"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(at) == 1
    learner.practise(page, document, "choice")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(at) == 1
    page.keyboard.press("Enter")
    page.wait_for_selector("#verdict")


def test_the_keys_are_shown_on_a_question_mark_and_by_a_button(page, axe, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    page.keyboard.press("?")
    assert page.input_value(".blank >> nth=0") == "?"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    axe(page)
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")
    page.click("key-help button")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]", state="detached")
    assert not current(page).answered


def test_text_can_be_dictated(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    for blank, text in zip(page.locator(".blank").all(), right_answers(page), strict=True):
        blank.evaluate(
            """(field, text) => { field.focus(); field.value = text;
            field.dispatchEvent(new InputEvent("input", {bubbles: true, inputType: "insertText"}));
            }""",
            text,
        )
    page.click("[data-submit]")
    assert verdict(page) == "right"


def test_above_a_phones_keyboard_question_input_and_button_are_in_view(
    phone, sign_in, alice, document
):
    sign_in(phone, alice)
    for kind in ("typed", "list", "recite"):
        phone.set_viewport_size({"width": 390, "height": 844})
        learner.practise(phone, document, kind)
        field = phone.locator(".blank, .line, .recite").first
        # The keyboard takes the rest: the page is resized, as `interactive-widget` asks.
        phone.set_viewport_size({"width": 390, "height": 400})
        field.focus()
        until(phone, lambda field=field: is_in_view(phone, field))
        for name in ("autocomplete", "autocorrect", "autocapitalize"):
            assert field.get_attribute(name) == "off"
        assert field.get_attribute("spellcheck") == "false"


def is_in_view(phone, field):
    """Whether the field stands above the bar of the answer, whose button ends with the window."""
    bar = phone.locator(".answer").bounding_box()
    box = field.bounding_box()
    button = phone.locator("[data-submit]").bounding_box()
    return (
        button["y"] + button["height"] <= phone.viewport_size["height"]
        and box["y"] >= 0
        and box["y"] + min(box["height"], 44) <= bar["y"]
    )


def test_a_keyboard_that_lies_over_the_page_lifts_the_answer_bar(phone, sign_in, alice, document):
    """As on iOS, where only the visual viewport shrinks."""
    sign_in(phone, alice)
    learner.practise(phone, document, "typed")
    phone.evaluate(
        """() => { Object.defineProperty(visualViewport, "height", {value: innerHeight - 300});
        visualViewport.dispatchEvent(new Event("resize")); }"""
    )
    button = phone.locator("[data-submit]").bounding_box()
    assert button["y"] + button["height"] <= 844 - 300


def test_a_verdict_is_read_once(page, sign_in, alice, document):
    sign_in(page, alice)
    learner.practise(page, document, "typed")
    page.evaluate(
        """() => { window.read = [];
        for (const region of document.querySelectorAll("[role=status], [aria-live]"))
          new MutationObserver(() => read.push(region.textContent.trim()))
            .observe(region, {childList: true, characterData: true, subtree: true}); }"""
    )
    learner.answer_wrong(page)
    assert verdict(page) == "wrong"
    said = page.inner_text("[data-announce]")
    page.wait_for_function("said => window.read.includes(said)", arg=said)
    page.wait_for_timeout(300)
    assert page.evaluate("window.read").count(said) == 1
    focused(page, "button main")
