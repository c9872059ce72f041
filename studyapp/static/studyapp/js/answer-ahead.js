/**
 * <answer-ahead data-worker="/worker.js"> around the <template>s of its cards: #kept, #none-held.
 *
 * Keeps the questions that came with the last page, <held-questions>, in this browser; when an
 * answer cannot be sent, shows what the text has, and the next of them. It grades nothing: what it
 * says of an answer is the learner's own view, sent along as “judged”.
 */
(() => {
  "use strict";

  // Folds roughly as the server does: width, case, marks and spaces, but no mark inside a number.
  const MARKS = /(?<!\p{N})[\p{P}\p{S}\p{Z}\p{C}\s]+|[\p{P}\p{S}\p{Z}\p{C}\s]+(?!\p{N})/gu;
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(MARKS, "");

  class AnswerAhead extends HTMLElement {
    connectedCallback() {
      this.card = document.getElementById("card");
      document.addEventListener("htmx:afterSettle", () => this.hold());
      document.addEventListener("answer-kept", ({ detail }) => this.onKept(detail.url));
      document.addEventListener("next-wanted", (event) => this.showNext() && event.preventDefault());
      document.addEventListener("answer-saved", () => this.leaveFrame());
      addEventListener("popstate", ({ state }) => state?.ahead && this.goBack());
      this.card.addEventListener("click", (event) => this.onClick(event));
      if (window.isSecureContext) navigator.serviceWorker?.register(this.dataset.worker).catch(() => {});
      this.hold();
      // An exam has its own way of going on.
      if (!this.card.querySelector("answer-form") && !location.pathname.startsWith("/study/exams/")) this.resume();
    }

    get outbox() {
      return document.querySelector("answer-outbox");
    }

    // --- What came ahead

    get held() {
      return JSON.parse(localStorage.getItem(`held ${this.outbox.learner}`)) || { next: "", cards: [] };
    }

    set held(held) {
      try {
        localStorage.setItem(`held ${this.outbox.learner}`, JSON.stringify(held));
      } catch {} // Full or forbidden: then it does not go on without the network.
    }

    hold() {
      const came = this.card.querySelector("held-questions");
      if (!came) return;
      const cards = [...came.querySelectorAll(":scope > template")].map(({ dataset, innerHTML }) => ({ ...dataset, html: innerHTML }));
      this.held = { next: came.dataset.next, cards };
      came.remove();
    }

    open(card) {
      const made = document.createElement("template");
      made.innerHTML = card.html;
      return made.content;
    }

    // --- Showing

    /** After a reload without the network: the question of this address, or the next one held. */
    resume() {
      const card = this.held.cards.find(({ url }) => url === location.pathname);
      if (card && !this.outbox.find(card.url) && !card.done) this.ask(card);
      else if (card && card.kind !== "read" && this.outbox.find(card.url)) this.tell(card);
      else if (!this.showNext()) this.wait();
    }

    onKept(url) {
      const held = this.held;
      const card = held.cards.find((each) => each.url === url);
      if (card) card.done = true;
      this.held = held;
      const skipped = this.outbox.find(url)?.fields.some(([name, value]) => name === "action" && value === "skip");
      if (card && card.kind !== "read" && !skipped) this.tell(card);
      else this.showNext() || this.wait();
    }

    /** Shows the next question held; false if the site has to be asked. */
    showNext() {
      const next = this.held.cards.find((card) => !card.done && !this.outbox.find(card.url));
      if (next) this.ask(next);
      else if (this.outbox.waiting.length) this.wait();
      else return false;
      return true;
    }

    /** How far it is comes with each question. */
    count(from) {
      const count = from.querySelector("#count");
      if (count) document.getElementById("count").replaceWith(count);
    }

    ask(card) {
      const made = this.open(card);
      this.count(made);
      made.querySelector("[data-told]").remove();
      this.show(made, card.url);
    }

    wait() {
      this.show(this.fill(document.getElementById("none-held").content.cloneNode(true)));
    }

    /** What the text has, beside what was written; no verdict. */
    tell(card) {
      const made = this.fill(document.getElementById("kept").content.cloneNode(true));
      const from = this.open(card);
      this.count(from);
      const place = (name) => made.querySelector(`[data-place=${name}]`);
      made.querySelector("answer-form").dataset.url = card.url;
      made.querySelector("#how").append(...from.querySelector("#how").childNodes);
      place("told").append(...from.querySelector("[data-told]").childNodes);
      const given = this.given(card, from);
      place("given").hidden = !given;
      place("given").querySelector("span").textContent = given;
      const words = place("judged").dataset;
      const unknown = this.gaveUp(card);
      const right = unknown ? null : this.compare(card);
      place("judge").hidden = unknown || !place("told").childElementCount;
      if (right !== null) this.outbox.judge(card.url, right ? "1" : "0");
      const known = unknown ? words.unknown : { true: words.right, false: words.wrong }[right];
      place("judged").textContent = known || (place("judge").hidden ? words.silent : words.own);
      this.mark(made, right === null ? "" : right ? "1" : "0");
      this.show(made, card.url);
    }

    fill(made) {
      const form = made.querySelector("form");
      form.setAttribute("action", this.held.next);
      form.setAttribute("hx-post", this.held.next);
      made.querySelector("[data-insecure]").hidden = window.isSecureContext;
      return made;
    }

    /** A frame that a browser kept becomes a page of the site again, once nothing waits. */
    leaveFrame() {
      if (!this.outbox.dataset.learner && !this.outbox.waiting.length) location.reload();
    }

    /** The browser's way back leads to what was asked or answered here without the network. */
    goBack() {
      if (this.outbox.waiting.length || !navigator.onLine) this.resume();
      else location.reload();
    }

    show(made, url = "") {
      if (!history.state) history.replaceState({ ahead: true }, "");
      if (url && url !== location.pathname) history.pushState({ ahead: true }, "", url);
      this.card.replaceChildren(made);
      window.htmx.process(this.card);
      this.card.querySelector("[autofocus]")?.focus();
    }

    // --- The learner's own view

    values(card) {
      const fields = this.outbox.find(card.url)?.fields || [];
      return fields.filter(([name]) => /^(said|answer|place-\d+)$/.test(name)).map(([, value]) => value);
    }

    /** Whether “I don’t know” was the answer: there is nothing to compare. */
    gaveUp(card) {
      const fields = this.outbox.find(card.url)?.fields || [];
      return fields.some(([name, value]) => name === "action" && value === "dont_know");
    }

    /** What was written, in words: what was chosen by its text. */
    given(card, from) {
      const words = (value) => this.chosen(from, CSS.escape(value)) || value;
      return card.kind === "order" ? "" : this.values(card).map(words).filter(Boolean).join(" / ");
    }

    chosen(from, value) {
      const found = value && from.querySelector(`.choice[value="${value}"], option[value="${value}"], .choice:has([value="${value}"])`);
      return found && [...found.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }) => data).join("").trim();
    }

    /** Whether the fields hold what is right in them; null where only the learner can say. */
    compare(card) {
      const keys = JSON.parse(card.keys).map((values) => values.map(fold));
      const given = this.values(card).map(fold);
      if (!keys.length) return null;
      if (card.kind === "recite" && !keys[0].includes(given[0])) return given[0] ? null : false;
      if (!("free" in card)) return keys.every((values, at) => values.includes(given[at]));
      return keys.every((values) => {
        const at = given.findIndex((value) => values.includes(value));
        return at >= 0 && given.splice(at, 1);
      });
    }

    onClick({ target }) {
      const judge = target.closest("[data-judge]");
      if (!judge) return;
      const form = judge.closest("answer-form");
      this.outbox.judge(form.dataset.url, judge.dataset.judge);
      this.mark(form, judge.dataset.judge);
    }

    mark(within, judged) {
      for (const button of within.querySelectorAll("[data-judge]"))
        button.setAttribute("aria-pressed", button.dataset.judge === judged);
    }
  }

  customElements.define("answer-ahead", AnswerAhead);
})();
