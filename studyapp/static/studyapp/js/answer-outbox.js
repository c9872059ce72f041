/**
 * <answer-outbox data-learner="7" [data-formerly="5"] data-logout="/…">
 *
 * An answer is kept in this browser from the moment it is given until the server has it or refuses
 * it, under the learner who gave it, whom alone it is sent for: one after the other, oldest first,
 * again and again, the CSRF token read each time. Says on the document: answer-saved {url, note},
 * answer-waiting {url} after each try in vain, answer-refused {url, reason}, and outbox-changed
 * {state, count}, which <outbox-notice> puts into words: "full" where the last could not be kept.
 */
(() => {
  "use strict";

  const FIRST_PAUSE_MS = 1000;
  const LONGEST_PAUSE_MS = 30000;
  const PATIENCE_MS = 15000;

  class AnswerOutbox extends HTMLElement {
    connectedCallback() {
      this.learner = this.dataset.learner || localStorage.getItem("learner") || "";
      if (this.dataset.learner) this.forgetOthers();
      this.listeners = new AbortController();
      const { signal } = this.listeners;
      addEventListener("online", () => this.hurry(), { signal });
      addEventListener("storage", () => this.tell(), { signal });
      if (this.dataset.formerly) this.adopt(this.dataset.formerly);
      document.addEventListener("visibilitychange", () => document.hidden || this.send(), { signal });
      document.addEventListener("answer-recorded", ({ detail }) => this.settle(detail.url), { signal });
      document.addEventListener("submit", (event) => this.onSubmit(event), { signal });
      this.send();
    }

    disconnectedCallback() {
      this.listeners.abort();
      clearTimeout(this.timer);
    }

    /** Questions that came ahead for someone else go; their answers stay, for them. */
    forgetOthers() {
      for (const name of Object.keys(localStorage))
        if (name.startsWith("held ") && name.split(" ")[1] !== this.learner) localStorage.removeItem(name);
      try {
        localStorage.setItem("learner", this.learner);
      } catch {} // Full or forbidden: then nothing can be kept, and forms work as ever.
    }

    /** A guest who signed in is the same person: what waits for one waits for the other. */
    adopt(former) {
      for (const name of this.namesOf(former)) {
        const mine = name.replace(`answer ${former} `, `answer ${this.learner} `);
        try {
          localStorage.setItem(mine, localStorage.getItem(name));
          localStorage.removeItem(name);
        } catch {} // Full: it is tried again on the next page.
      }
    }

    /** Signing out takes the questions along. What waits to be saved stays, for who signs in again. */
    onSubmit({ target }) {
      if (target.getAttribute("action") !== this.dataset.logout) return;
      for (const name of [`held ${this.learner}`, `held ${this.learner} exam`]) localStorage.removeItem(name);
      localStorage.removeItem("learner");
      if (!window.caches) return;
      caches.keys().then((names) => names.filter((name) => name.startsWith("study ")).forEach((name) => caches.delete(name)));
      navigator.serviceWorker.getRegistration().then((worker) => worker?.unregister());
    }

    // --- What is kept: one entry an answer, in the order given

    namesOf(learner) {
      return Object.keys(localStorage).filter((name) => name.startsWith(`answer ${learner} `)).sort();
    }

    get names() {
      return this.namesOf(this.learner);
    }

    get entries() {
      return this.learner ? this.names.map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) })) : [];
    }

    /** Whoever opened a page of the site last: in another tab someone else may have signed in. */
    get present() {
      return localStorage.getItem("learner") === this.learner;
    }

    get waiting() {
      return this.entries.filter((entry) => !entry.refused);
    }

    find(url) {
      return this.entries.find((entry) => entry.url === url);
    }

    /** Whether an answer, or the handing in of a paper, is still to be sent. */
    waits(url) {
      return this.waiting.some((entry) => entry.url === url);
    }

    write({ name, ...entry }) {
      localStorage.setItem(name, JSON.stringify(entry));
    }

    /** Changes an entry as it stands now; one that another tab has settled since stays gone. */
    amend({ name, url }, change) {
      const entry = JSON.parse(localStorage.getItem(name));
      if (entry?.url === url) this.write({ name, ...entry, ...change(entry) });
    }

    /**
     * Keeps an answer, [[name, value], …]; the first to a question stands, or the last where it may
     * be given `again`. False if it cannot.
     */
    keep(url, fields, { again } = {}) {
      if (!this.learner) return false;
      const known = this.find(url);
      if (known && !known.refused && !again) return true;
      const last = Number(this.names.at(-1)?.split(" ")[2] || 0);
      // Two tabs may count at the same moment: digits by lot keep their entries apart.
      const [lot] = crypto.getRandomValues(new Uint32Array(1));
      const name = known?.name || `answer ${this.learner} ${String(last + 1).padStart(9, "0")} ${lot}`;
      try {
        this.write({ name, url, fields, again });
        this.full = false;
      } catch {
        this.full = true;
        this.tell();
      }
      return !this.full;
    }

    judge(url, right) {
      const entry = this.find(url);
      const judged = ({ fields }) => [...fields.filter(([name]) => name !== "judged"), ["judged", right]];
      if (entry) this.amend(entry, (now) => ({ fields: judged(now) }));
    }

    /** Lets go of an answer; not of one that was given again while `sent` was on its way. */
    settle(url, sent) {
      const entry = this.find(url);
      const changed = sent?.again && JSON.stringify(entry?.fields) !== JSON.stringify(sent.fields);
      if (entry && !changed) localStorage.removeItem(entry.name);
      this.tell();
    }

    // --- Sending

    /** `form`: the address whose answer a form is sending just now, and nobody else should. */
    async send() {
      clearTimeout(this.timer);
      if (this.sending) return;
      this.sending = true;
      this.tell();
      let next;
      while ((next = this.waiting[0]) && this.present && next.url !== this.form && (await this.post(next)));
      this.sending = false;
      this.pause = this.waiting.length ? Math.min((this.pause || FIRST_PAUSE_MS / 2) * 2, LONGEST_PAUSE_MS) : 0;
      if (this.pause) this.timer = setTimeout(() => this.send(), this.pause * (0.75 + Math.random() / 2));
      this.tell();
    }

    /** The network is back: no more waiting, neither for a request that it swallowed nor in a pause. */
    hurry() {
      this.pause = 0;
      this.asking?.abort();
      this.send();
    }

    /** Sends one answer; whether to go on with the next. */
    async post(entry) {
      const { url } = entry;
      const { status, told } = await this.ask(url, this.request(entry));
      this.signedOut = status === 401;
      if (status === 200 && told.received) {
        this.pause = 0;
        this.settle(url, entry);
        this.say("answer-saved", { url, note: told.note });
        return true;
      }
      if (status === 403 && this.renewed !== entry.name) {
        // A form's token comes with any page that has one.
        this.renewed = entry.name;
        await this.ask(url);
        return true;
      }
      if ([400, 403, 404, 405, 410, 413, 422].includes(status)) {
        this.refuse(entry, told.problem || this.reason(status));
        return true;
      }
      this.say("answer-waiting", { url });
      return false;
    }

    request({ fields }) {
      const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || "";
      const body = new URLSearchParams([...fields, ["learner", this.learner]]);
      const headers = { Accept: "application/json", "X-CSRFToken": token };
      return { method: "POST", body, headers, redirect: "manual" };
    }

    /** What the site answers, whole; status 0 where nothing comes in good time. */
    async ask(url, options) {
      const asking = (this.asking = new AbortController());
      const patience = setTimeout(() => asking.abort(), PATIENCE_MS);
      try {
        const response = await fetch(url, { ...options, signal: asking.signal });
        const told = await response.json().catch(() => null);
        return { status: response.status, told: told || {} };
      } catch {
        return { status: 0, told: {} };
      } finally {
        clearTimeout(patience);
      }
    }

    refuse(entry, reason) {
      this.amend(entry, () => ({ refused: reason }));
      this.say("answer-refused", { url: entry.url, reason });
    }

    reason(status) {
      const { dataset } = this.querySelector("[data-reasons]");
      return dataset[`r${status}`] || dataset.r4;
    }

    /** Tries one more time what was refused. */
    reconsider(entry) {
      this.amend(entry, () => ({ refused: "" }));
      this.renewed = "";
      this.send();
    }

    tell() {
      const { length } = this.waiting;
      const state = !length ? "saved" : this.sending || this.form ? "saving" : "waiting";
      this.say("outbox-changed", { state: this.full ? "full" : state, count: length });
    }

    say(name, detail) {
      document.dispatchEvent(new CustomEvent(name, { detail }));
    }
  }

  customElements.define("answer-outbox", AnswerOutbox);
})();
