/**
 * The keys of the study page, and <key-help>, which shows them on “?”.
 *
 * A key that an input method uses is not for us, whichever it is: a guard in front of every other
 * listener keeps Enter, Space, Escape, the arrows and the digits from them while one composes.
 */
(() => {
  "use strict";

  const BLANKS = "input.blank, input.line";
  const FIELDS = "input:not([type=radio]), select, textarea, [contenteditable]";
  const INTERACTIVE = `a[href], button, summary, [role=button], input[type=radio], ${FIELDS}`;
  // Some engines send the key that confirms a candidate after compositionend, as any other key.
  const CONFIRM_MS = 30;
  // A second Enter meant for the answer must not carry past a miss that nobody has seen yet.
  const STOP_MS = 700;

  let composedAt = -Infinity;
  addEventListener("compositionend", (event) => (composedAt = event.timeStamp), true);
  for (const name of ["keydown", "keyup", "keypress"])
    addEventListener(name, (event) => {
      // keyCode 229 is an input method at work: Safari has it where isComposing is already false.
      const composing = event.isComposing || event.keyCode === 229;
      const confirms = event.timeStamp - composedAt < CONFIRM_MS;
      if (!composing && !confirms) return;
      event.stopPropagation();
      if (!composing && event.key === "Enter") event.preventDefault();
    }, true);

  addEventListener("keydown", (event) => {
    const form = document.querySelector("answer-form");
    if (form && !event.defaultPrevented && !document.querySelector("dialog[open]")) onKey(event, form);
  });

  function onKey(event, form) {
    const { target, key } = event;
    const ours = form.contains(target);
    if (key === "Enter") onEnter(event, form, ours);
    else if (key === "Escape" && ours) target.blur();
    else if (key === "ArrowUp" || key === "ArrowDown") move(event, form, key === "ArrowUp" ? -1 : 1);
    else if (/^[1-9]$/.test(key) && hears(event)) choose(form, Number(key) - 1);
  }

  /** Whether a single character is meant for us: nothing is being typed, and keys are not off. */
  function hears({ target, ctrlKey, metaKey, altKey, repeat }) {
    if (ctrlKey || metaKey || altKey || repeat || target.closest(FIELDS)) return false;
    return document.documentElement.dataset.keys !== "off";
  }

  function onEnter(event, form, ours) {
    const { target } = event;
    const settled = event.timeStamp - form.shownAt > STOP_MS;
    if (event.repeat || (!settled && "stops" in form.dataset)) {
      event.preventDefault();
    } else if (ours && target.matches("textarea") && (event.ctrlKey || event.metaKey)) {
      form.submit();
    } else if (ours && target.matches(BLANKS)) {
      event.preventDefault();
      leaveBlank(form, target);
    } else if (!target.closest(INTERACTIVE)) {
      if (form.dataset.phase === "feedback") press(event, form.querySelector("[data-next]"));
      // What is written in many lines is not sent by a key that means a new line there.
      else if (settled && !form.querySelector("textarea")) press(event, form.querySelector("[data-submit]"));
    }
  }

  /** Enter, where nothing has the focus that hears it itself, presses the button that shows its name. */
  function press(event, button) {
    event.preventDefault();
    button?.click();
  }

  /** Enter goes to the next empty blank, and submits when there is none: of nothing the site says so. */
  function leaveBlank(form, from) {
    const blanks = [...form.querySelectorAll(BLANKS)];
    const at = blanks.indexOf(from);
    const empty = (blank) => !blank.value.trim();
    const next = [...blanks.slice(at + 1), ...blanks.slice(0, at)].find(empty);
    if (next) next.focus();
    else form.submit();
  }

  /** The arrows go from blank to blank, and from option to option. */
  function move(event, form, step) {
    const { target, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (ctrlKey || metaKey || altKey || shiftKey) return;
    const kind = [BLANKS, ".choice"].find((each) => form.contains(target) && target.matches(each));
    const first = !kind && !target.closest(INTERACTIVE) && form.querySelector(".choice");
    const row = [...form.querySelectorAll(kind || ".choice")];
    const next = kind ? row[row.indexOf(target) + step] : first && row.at(step < 0 ? -1 : 0);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  function choose(form, place) {
    const choice = form.querySelectorAll(".choice")[place];
    const radio = choice?.querySelector("input");
    radio?.focus();
    (radio || choice)?.click();
  }

  class KeyHelp extends HTMLElement {
    connectedCallback() {
      const button = this.querySelector("button");
      const dialog = this.querySelector("dialog");
      button.hidden = false;
      button.addEventListener("click", () => dialog.showModal());
      this.listener = (event) => {
        if (event.key !== "?" || dialog.open || event.defaultPrevented || !hears(event)) return;
        event.preventDefault();
        dialog.showModal();
      };
      addEventListener("keydown", this.listener);
    }

    disconnectedCallback() {
      removeEventListener("keydown", this.listener);
    }
  }

  customElements.define("key-help", KeyHelp);
})();
