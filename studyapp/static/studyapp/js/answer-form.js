/**
 * <answer-form data-phase="question|feedback" [data-stops]> around the server's form or forms.
 *
 * Adds keys, one submit only, and words for what became of it. The server alone grades.
 */
(() => {
  "use strict";

  const BLANKS = "input.blank, input.line";
  const FIELDS = "input:not([type=radio]), select, textarea, [contenteditable]";
  const INTERACTIVE = `a[href], button, summary, [role=button], input[type=radio], ${FIELDS}`;
  // Some engines send the Enter that confirms an input method's candidate after compositionend.
  const CONFIRM_MS = 30;
  const SAVING_AFTER_MS = 300;
  // A second Enter meant for the answer must not carry past a miss that nobody has seen yet.
  const STOP_MS = 700;

  class AnswerForm extends HTMLElement {
    connectedCallback() {
      this.composedAt = -Infinity;
      this.shownAt = document.timeline.currentTime ?? 0;
      this.listeners = new AbortController();
      const on = (target, names, act, capture = false) =>
        names.split(" ").forEach((name) =>
          target.addEventListener(name, act, { signal: this.listeners.signal, capture }));

      on(document, "keydown", (event) => this.onKey(event));
      on(this, "compositionend", (event) => (this.composedAt = event.timeStamp));
      on(this, "submit", (event) => this.onSubmit(event), true);
      on(this, "htmx:beforeOnLoad", (event) => this.onResponse(event.detail.xhr));
      on(this, "htmx:sendError htmx:responseError htmx:timeout htmx:swapError", () => this.onFailure());
      on(this, "click", (event) => event.target.closest("[data-retry]") && this.retry());
      on(window, "pageshow", () => (this.busy = false));
      if (window.visualViewport) on(visualViewport, "resize scroll", () => this.clearKeyboard());

      this.announce(this.querySelector("[data-announce]")?.textContent);
      // A swapped card begins at its top; a page just loaded may have been scrolled by its reader.
      if (document.readyState === "complete") window.scrollTo(0, 0);
    }

    disconnectedCallback() {
      this.listeners.abort();
      clearTimeout(this.savingSoon);
    }

    onKey(event) {
      // keyCode 229 is an input method at work: Safari has it where isComposing is already false.
      if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
      const { target, key } = event;
      if (key === "Enter") this.onEnter(event, target, this.contains(target));
      else if (key === "Escape" && this.contains(target)) target.blur();
      else if (/^[1-9]$/.test(key) && this.hears(event)) this.choose(Number(key) - 1);
    }

    /** Whether a single character is meant for us: nothing is being typed, and keys are not off. */
    hears({ target, ctrlKey, metaKey, altKey, repeat }) {
      if (ctrlKey || metaKey || altKey || repeat || target.closest(FIELDS)) return false;
      return document.documentElement.dataset.keys !== "off";
    }

    onEnter(event, target, ours) {
      const seen = event.timeStamp - this.shownAt > STOP_MS || !("stops" in this.dataset);
      if (event.repeat || event.timeStamp - this.composedAt < CONFIRM_MS || !seen) {
        event.preventDefault();
      } else if (ours && target.matches("textarea") && (event.ctrlKey || event.metaKey)) {
        this.submit();
      } else if (ours && target.matches(BLANKS)) {
        event.preventDefault();
        this.leaveBlank(target);
      } else if (this.dataset.phase === "feedback" && !target.closest(INTERACTIVE)) {
        event.preventDefault();
        this.querySelector("[data-next]")?.click();
      }
    }

    /** Enter goes to the next empty blank, and submits when there is none. */
    leaveBlank(from) {
      const blanks = [...this.querySelectorAll(BLANKS)];
      const at = blanks.indexOf(from);
      const empty = (blank) => !blank.value.trim();
      const next = [...blanks.slice(at + 1), ...blanks.slice(0, at)].find(empty);
      if (next) next.focus();
      else if (!blanks.every(empty)) this.submit();
    }

    choose(place) {
      const choice = this.querySelectorAll(".choice")[place];
      const radio = choice?.querySelector("input");
      radio?.focus();
      (radio || choice)?.click();
    }

    submit(button = this.querySelector("[data-submit]")) {
      button?.click();
    }

    /** Refused is a form too old to be taken, as after signing in elsewhere: a new page has a new one. */
    retry() {
      if (this.refused) location.reload();
      else this.submit(this.submitter);
    }

    onSubmit(event) {
      if (this.busy) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      this.busy = true;
      this.submitter = event.submitter || undefined;
      this.savingSoon = setTimeout(() => this.say("saving"), SAVING_AFTER_MS);
      const failure = this.querySelector("[data-failure]");
      if (failure) failure.hidden = true;
    }

    onResponse(xhr) {
      clearTimeout(this.savingSoon);
      this.refused = xhr.status === 403;
      if (xhr.status === 422) this.say("failed");
      if (xhr.status >= 400) return;
      this.busy = false;
      if (!xhr.getResponseHeader("HX-Redirect")) this.say("saved");
    }

    onFailure() {
      clearTimeout(this.savingSoon);
      this.busy = false;
      const words = this.say("failed");
      const failure = this.querySelector("[data-failure]");
      this.announce(failure?.querySelector("p")?.textContent || words);
      if (failure) failure.hidden = false;
      // The button that sent was disabled meanwhile, and so lost the focus.
      failure?.querySelector("[data-retry]")?.focus();
    }

    /** Shows how the answer stands, and returns the words for it. */
    say(state) {
      const place = document.querySelector("[data-save-state]");
      if (!place) return "";
      place.dataset.state = state;
      place.textContent = place.dataset[state] || "";
      return place.textContent;
    }

    /** Says it once, after the focus has moved, which would cut it short. */
    announce(words = "") {
      const region = document.getElementById("live");
      if (!region) return;
      region.textContent = "";
      if (!words.trim()) return;
      setTimeout(() => (region.textContent = words.trim()), 150);
    }

    /** Tells the style sheet what an on-screen keyboard covers, where it does not resize the page. */
    clearKeyboard() {
      const { height, offsetTop, scale } = visualViewport;
      const covered = scale > 1.05 ? 0 : Math.max(0, Math.round(innerHeight - height - offsetTop));
      document.documentElement.style.setProperty("--keyboard", `${covered}px`);
    }
  }

  customElements.define("answer-form", AnswerForm);
})();
