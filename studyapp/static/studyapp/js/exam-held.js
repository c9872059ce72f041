/**
 * <exam-held [data-questions data-now]>
 *
 * Keeps a mock exam in this browser, so that one goes on, and reloads, while the network is away:
 * its cards by address, which are the questions without their keys and the paper; what was written
 * here; and the server's clock.
 */
(() => {
  "use strict";

  const EXAM = /^\/study\/exams\/\d+\//;

  class ExamHeld extends HTMLElement {
    connectedCallback() {
      [this.paper] = location.pathname.match(EXAM) || [];
      if (!this.dataset.now) return;
      addEventListener("online", () => this.hold());
      this.hold();
    }

    get name() {
      return `held ${document.querySelector("answer-outbox").learner} exam`;
    }

    get held() {
      const held = JSON.parse(localStorage.getItem(this.name));
      return held?.paper === this.paper ? held : { paper: this.paper, cards: {}, given: {} };
    }

    set held(held) {
      try {
        localStorage.setItem(this.name, JSON.stringify(held));
      } catch {} // Full or forbidden: then it does not go on without the network.
    }

    async hold() {
      const now = Date.parse(this.dataset.now);
      // A page that was long under way tells the time too late: of all pages the least late counts.
      this.held = { ...this.held, ahead: Math.max(now - Date.now(), this.held.ahead ?? -Infinity) };
      if (this.card(this.paper)) return;
      const response = await fetch(this.dataset.questions, { headers: { "HX-Request": "true" } }).catch(() => null);
      const made = document.createElement("template");
      made.innerHTML = response?.ok ? await response.text() : "";
      if (!made.content.childElementCount) return;
      const cards = Object.fromEntries([...made.content.children].map((card) => [card.dataset.url, card.innerHTML]));
      const clock = made.content.querySelector("[data-clock]");
      const ends = clock && this.now + clock.dataset.seconds * 1000;
      this.held = { ...this.held, cards, ends, clock: clock?.innerHTML };
    }

    card(url) {
      return this.held.cards[url];
    }

    /** What was written here to a question, [[name, value], …], if anything was. */
    given(url) {
      return this.held.given[url];
    }

    give(url, answer) {
      this.held = { ...this.held, given: { ...this.held.given, [url]: answer } };
    }

    /** The server's time, as far as this device knows it. */
    get now() {
      return Date.now() + (this.held.ahead || 0);
    }

    /** What shows the time, and the seconds that are left; undefined where there is no limit. */
    get clock() {
      const { clock, ends } = this.held;
      return clock && { html: clock, seconds: Math.max(0, Math.round((ends - this.now) / 1000)) };
    }
  }

  customElements.define("exam-held", ExamHeld);
})();
