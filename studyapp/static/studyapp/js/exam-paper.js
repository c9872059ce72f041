/**
 * <exam-paper data-worker>, beside <exam-held> and <exam-card>.
 *
 * What is put down in a mock exam goes into the outbox while it is written, and so does handing in,
 * after it; to a question what was written last holds. While the network is away it goes on with
 * what is held.
 */
(() => {
  "use strict";

  const KEEP_AFTER_MS = 300;
  const SEND_AFTER_MS = 2500;
  // Longer than this nobody is kept from the next question: the answer is in the outbox.
  const AT_MOST_MS = 2500;
  const TIMES = ["shown_at", "first_input_at", "submitted_at", "written_at"];

  class ExamPaper extends HTMLElement {
    connectedCallback() {
      this.held = document.querySelector("exam-held");
      this.paper = this.held.paper;
      if (!this.paper) return;
      this.card = document.getElementById("card");
      document.addEventListener("submit", (event) => this.onSubmit(event), true);
      for (const name of ["input", "change", "order-moved", "click"])
        document.addEventListener(name, (event) => this.onInput(event));
      document.addEventListener("answer-saved", ({ detail }) => this.onSaved(detail.url));
      // The notice tells the reason; the paper is there to go on with.
      document.addEventListener("answer-refused", ({ detail }) => detail.url === this.handIn && location.assign(this.paper));
      addEventListener("pagehide", () => this.keep());
      addEventListener("beforeunload", () => (this.leaving = true));
      addEventListener("popstate", () => this.show(location.pathname));
      document.addEventListener("click", (event) => this.onLink(event));
      if (window.isSecureContext) navigator.serviceWorker?.register(this.dataset.worker).catch(() => {});
      if (this.outbox.waits(this.handIn)) this.shown.showHandingIn();
      else if (this.card && (!this.card.querySelector("answer-form") || this.outbox.waits(location.pathname))) this.show(location.pathname);
      else this.begin(this.asServed());
    }

    get outbox() {
      return document.querySelector("answer-outbox");
    }

    get shown() {
      return document.querySelector("exam-card");
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

    get away() {
      return !navigator.onLine || this.outbox.waiting.length > 0;
    }

    // --- Writing

    begin(form = this.form) {
      if (!form) return;
      this.stamp("shown_at");
      this.before = JSON.stringify(this.answer(undefined, form));
    }

    /** The form as it came: what was written in it before this script came is a change too. */
    asServed() {
      const form = this.form?.cloneNode(true);
      form?.reset();
      return form;
    }

    stamp(name, time = Date.now()) {
      const field = this.form.elements[name];
      if (field && (!field.value || ["submitted_at", "written_at"].includes(name))) field.value = new Date(time).toISOString();
    }

    /** What the fields of the answer hold: nothing of when, and not where to go. */
    answer(submitter, form = this.form) {
      const chosen = submitter?.name === "answer" ? submitter : undefined;
      const fields = [...new FormData(form, chosen)];
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
      this.stamp("written_at", this.held.now);
      const times = TIMES.map((name) => [name, this.form.elements[name].value]);
      if (!this.outbox.keep(this.url, [...answer, ...times], { again: true })) return false;
      this.before = written;
      this.held.give(this.url, answer);
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

    /** Goes on with what is held under an address; whether there is anything. */
    show(url) {
      const held = this.shown.show(url);
      if (held) this.begin();
      return held;
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
      setTimeout(() => this.outbox.waits(this.handIn) && this.shown.showHandingIn(), navigator.onLine ? AT_MOST_MS : 0);
    }

    onSaved(url) {
      if (url === this.handIn) location.assign(this.paper);
      else if (!this.outbox.dataset.learner && !this.outbox.waiting.length) location.reload();
    }
  }

  customElements.define("exam-paper", ExamPaper);
})();
