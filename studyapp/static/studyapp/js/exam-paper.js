/**
 * <exam-paper data-worker [data-paper data-questions data-hand-in data-now]> around the <template>s
 * #handing-in and #not-held.
 *
 * What is put down in a mock exam goes into the outbox while it is written, and so does handing in,
 * after it; to a question what was written last holds. The questions, without their keys, are kept
 * in this browser, so that one goes on, and reloads, while the network is away.
 */
(() => {
  "use strict";

  const EXAM = /^\/study\/exams\/\d+\//;
  const KEEP_AFTER_MS = 300;
  const SEND_AFTER_MS = 2500;
  // Longer than this nobody is kept from the next question: the answer is in the outbox.
  const AT_MOST_MS = 2500;
  const TIMES = ["shown_at", "first_input_at", "submitted_at", "written_at"];

  class ExamPaper extends HTMLElement {
    connectedCallback() {
      const [at] = location.pathname.match(EXAM) || [];
      if (!at) return;
      this.paper = at;
      this.card = document.getElementById("card");
      document.addEventListener("submit", (event) => this.onSubmit(event), true);
      for (const name of ["input", "change", "order-moved", "click"])
        document.addEventListener(name, (event) => this.onInput(event));
      document.addEventListener("answer-saved", ({ detail }) => this.onSaved(detail.url));
      // The notice tells the reason; the paper is there to go on with.
      document.addEventListener("answer-refused", ({ detail }) => detail.url === this.handIn && location.assign(this.paper));
      document.addEventListener("outbox-changed", () => this.mark());
      addEventListener("pagehide", () => this.keep());
      addEventListener("beforeunload", () => (this.leaving = true));
      addEventListener("online", () => this.hold());
      addEventListener("popstate", () => this.show(location.pathname));
      document.addEventListener("click", (event) => this.onLink(event));
      if (window.isSecureContext) navigator.serviceWorker?.register(this.dataset.worker).catch(() => {});
      this.hold();
      if (this.waits(this.handIn)) this.showHandingIn();
      else if (this.card && (!this.card.querySelector("answer-form") || this.waits(location.pathname))) this.show(location.pathname);
      else this.begin();
      this.mark();
    }

    get outbox() {
      return document.querySelector("answer-outbox");
    }

    get form() {
      return document.querySelector("form#answer[data-exam]");
    }

    get url() {
      return this.form?.getAttribute("action");
    }

    get handIn() {
      return `${this.paper}hand-in/`;
    }

    /** Whether an answer, or handing in, is still to be sent. */
    waits(url) {
      return this.outbox.waiting.some((entry) => entry.url === url);
    }

    get away() {
      return !navigator.onLine || this.outbox.waiting.length > 0;
    }

    // --- What is kept of the paper: its questions, the server's clock, what was written here

    get held() {
      const held = JSON.parse(localStorage.getItem(`held ${this.outbox.learner} exam`));
      return held?.paper === this.paper ? held : { paper: this.paper, cards: {}, given: {} };
    }

    set held(held) {
      try {
        localStorage.setItem(`held ${this.outbox.learner} exam`, JSON.stringify(held));
      } catch {} // Full or forbidden: then it does not go on without the network.
    }

    async hold() {
      if (!this.dataset.now) return;
      const now = Date.parse(this.dataset.now);
      // A page that was long under way tells the time too late: of all pages the least late counts.
      this.held = { ...this.held, ahead: Math.max(now - Date.now(), this.held.ahead ?? -Infinity) };
      if (this.held.cards[this.paper]) return;
      const response = await fetch(this.dataset.questions, { headers: { "HX-Request": "true" } }).catch(() => null);
      const made = document.createElement("template");
      made.innerHTML = response?.ok ? await response.text() : "";
      if (!made.content.childElementCount) return;
      const cards = Object.fromEntries([...made.content.children].map((card) => [card.dataset.url, card.innerHTML]));
      const clock = made.content.querySelector("[data-clock]");
      const ends = clock && this.now + clock.dataset.seconds * 1000;
      this.held = { ...this.held, cards, ends, clock: clock?.innerHTML };
    }

    /** The server's time, as far as this device knows it. */
    get now() {
      return Date.now() + (this.held.ahead || 0);
    }

    // --- Writing

    begin() {
      if (!this.form) return;
      this.stamp("shown_at");
      this.before = JSON.stringify(this.answer());
    }

    stamp(name, time = Date.now()) {
      const field = this.form.elements[name];
      if (field && (!field.value || ["submitted_at", "written_at"].includes(name))) field.value = new Date(time).toISOString();
    }

    /** What the fields of the answer hold: nothing of when, and not where to go. */
    answer(submitter) {
      const chosen = submitter?.name === "answer" ? submitter : undefined;
      const fields = [...new FormData(this.form, chosen)];
      return fields.filter(([name]) => !["csrfmiddlewaretoken", "to", ...TIMES].includes(name));
    }

    onInput({ type, target }) {
      if (!this.form?.contains(target) || (type === "click" && !target.closest("word-bank, order-list"))) return;
      this.stamp("first_input_at");
      clearTimeout(this.keeping);
      clearTimeout(this.sending);
      this.keeping = setTimeout(() => this.keep(), KEEP_AFTER_MS);
      this.sending = setTimeout(() => this.outbox.send(), SEND_AFTER_MS);
    }

    /** Puts what is written into the outbox, unless it is what stood there before. */
    keep(submitter) {
      clearTimeout(this.keeping);
      if (!this.form) return true; // A field tells of its change while it is taken off the page.
      const answer = this.answer(submitter);
      const written = JSON.stringify(answer);
      if (written === this.before) return true;
      this.stamp("submitted_at");
      this.stamp("written_at", this.now);
      const times = TIMES.map((name) => [name, this.form.elements[name].value]);
      if (!this.outbox.keep(this.url, [...answer, ...times], { again: true })) return false;
      this.before = written;
      this.held = { ...this.held, given: { ...this.held.given, [this.url]: answer } };
      this.outbox.tell();
      return true;
    }

    // --- Going from question to question

    onSubmit(event) {
      const { target, submitter } = event;
      if (!target.matches("form[data-exam]")) return;
      const to = submitter?.name === "to" ? submitter.value : "next";
      const isAnswer = target.id === "answer";
      const ends = !isAnswer || to === "end";
      const kept = (!isAnswer || this.keep(submitter)) && (!ends || this.outbox.keep(this.handIn, []));
      if (!kept && navigator.onLine) return; // The browser keeps nothing: the form goes as ever.
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!kept) this.sayFull();
      else if (ends) this.end();
      else this.go(this.address(to));
    }

    address(to) {
      const number = Number(this.url.match(/(\d+)\/$/)[1]) + (to === "previous" ? -1 : 1);
      const last = Number(document.querySelector("#count progress").max);
      return to === "paper" || number > last ? this.paper : `${this.paper}${number}/`;
    }

    async go(url) {
      this.leaving = false;
      this.outbox.send();
      const until = Date.now() + AT_MOST_MS;
      while (navigator.onLine && this.outbox.waiting.length && Date.now() < until)
        await new Promise((done) => setTimeout(done, 25));
      if (this.leaving) return;
      if (!this.away) location.assign(url);
      else if (this.show(url)) history.pushState({ exam: true }, "", url);
      else if (this.form) location.assign(url); // Not kept either: the page there says so.
    }

    onLink(event) {
      const link = event.target.closest(".paper a, .leave");
      const leaves = link?.matches(".leave");
      if (!link || !this.card || (leaves ? this.form?.id === link.getAttribute("form") : !this.away)) return;
      // A frame has one way out, whatever is shown in it: from a question to the paper, from there home.
      event.preventDefault();
      if (!leaves) this.go(link.getAttribute("href"));
      else if (!this.form) location.assign("/");
      else if (this.keep()) this.go(this.paper);
      else this.sayFull();
    }

    /** The browser has no room: what is written stays on the page. The line at the top says so too. */
    sayFull() {
      this.form?.closest("answer-form").announce(document.querySelector("outbox-notice").dataset.full);
    }

    /** Handing in is sent like an answer, after all that waits. */
    end() {
      this.outbox.send();
      setTimeout(() => this.waits(this.handIn) && this.showHandingIn(), navigator.onLine ? AT_MOST_MS : 0);
    }

    onSaved(url) {
      if (url === this.handIn) location.assign(this.paper);
      else if (!this.outbox.dataset.learner && !this.outbox.waiting.length) location.reload();
    }

    // --- Showing what is kept

    /** Shows a card that is kept, with what was written here; whether there was one. */
    show(url) {
      const html = this.held.cards[url];
      if (!html && this.form) return false;
      const made = document.createElement("template");
      made.innerHTML = html || document.getElementById("not-held").innerHTML;
      const form = made.content.querySelector("form#answer");
      if (form) this.fill(form, this.outbox.find(url)?.fields || this.held.given[url] || []);
      const count = made.content.querySelector("#count");
      if (count) document.getElementById("count").replaceWith(count);
      this.card.replaceChildren(made.content);
      this.showClock();
      this.card.querySelector("[autofocus]")?.focus();
      this.begin();
      this.mark();
      return Boolean(html);
    }

    showHandingIn() {
      const made = document.getElementById("handing-in").content.cloneNode(true);
      (this.card || document.querySelector("main")).replaceChildren(made);
    }

    showClock() {
      const { clock, ends } = this.held;
      if (!clock || document.querySelector("exam-clock")) return;
      const made = document.createElement("template");
      made.innerHTML = clock;
      made.content.querySelector("exam-clock").dataset.seconds = Math.max(0, Math.round((ends - this.now) / 1000));
      document.getElementById("count").after(made.content);
    }

    fill(form, fields) {
      const values = (name) => fields.filter(([field]) => field === name).map(([, value]) => value);
      const seen = {};
      for (const field of form.querySelectorAll("input, select, textarea")) {
        if (TIMES.includes(field.name)) continue;
        const value = values(field.name)[(seen[field.name] = (seen[field.name] ?? -1) + 1)];
        if (field.type === "radio") field.checked = values(field.name).includes(field.value);
        else if (value !== undefined) field.value = value;
      }
      const [chosen] = values("answer");
      for (const button of form.querySelectorAll("button.choice"))
        if (fields.length) button.setAttribute("aria-pressed", button.value === chosen);
    }

    /** On the paper: what is written, and what of it is not saved yet. */
    mark() {
      const list = document.querySelector(".paper");
      for (const link of list?.querySelectorAll("a") || []) {
        const url = link.getAttribute("href");
        const waits = this.waits(url);
        const given = this.held.given[url]?.some(([, value]) => value);
        link.dataset.label ??= link.ariaLabel;
        link.toggleAttribute("data-answered", link.hasAttribute("data-answered") || waits || Boolean(given));
        link.toggleAttribute("data-waiting", waits);
        link.ariaLabel = waits ? `${link.dataset.label} · ${list.dataset.unsaved}` : link.dataset.label;
      }
    }
  }

  customElements.define("exam-paper", ExamPaper);
})();
