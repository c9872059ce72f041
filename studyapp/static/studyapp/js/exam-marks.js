/**
 * <exam-marks> around the list of questions on the paper of a mock exam, <ol data-unsaved="…">,
 * marks what is written in this browser, and what of it is not saved yet.
 */
(() => {
  "use strict";

  class ExamMarks extends HTMLElement {
    connectedCallback() {
      this.listeners = new AbortController();
      document.addEventListener("outbox-changed", () => this.mark(), { signal: this.listeners.signal });
      this.mark();
    }

    disconnectedCallback() {
      this.listeners.abort();
    }

    mark() {
      const [outbox, held] = ["answer-outbox", "exam-held"].map((name) => document.querySelector(name));
      const { unsaved } = this.querySelector("ol").dataset;
      for (const link of this.querySelectorAll("a")) {
        const url = link.getAttribute("href");
        const waits = outbox.waits(url);
        const given = held.given(url)?.some(([, value]) => value);
        link.dataset.label ??= link.ariaLabel;
        link.toggleAttribute("data-answered", link.hasAttribute("data-answered") || waits || Boolean(given));
        link.toggleAttribute("data-waiting", waits);
        link.ariaLabel = waits ? `${link.dataset.label} · ${unsaved}` : link.dataset.label;
      }
    }
  }

  customElements.define("exam-marks", ExamMarks);
})();
