/**
 * <answer-form data-phase="question|feedback" [data-stops]> around the server's form or forms.
 *
 * One submit only, an answer put into the outbox before it is sent, and words for what became of
 * it. The server alone grades. Says answer-kept {url} when an answer could not be sent just now.
 */
(() => {
  "use strict";

  // Longer than this nobody is kept waiting for an answer to be saved: it is in the outbox.
  const PATIENCE_MS = 6000;
  const AT_MOST_MS = 2000;

  class AnswerForm extends HTMLElement {
    connectedCallback() {
      this.shownAt = document.timeline.currentTime ?? 0;
      this.listeners = new AbortController();
      const on = (target, names, act, capture = false) =>
        names.split(" ").forEach((name) =>
          target.addEventListener(name, act, { signal: this.listeners.signal, capture }));

      on(this, "submit", (event) => this.onSubmit(event), true);
      on(this, "htmx:configRequest", (event) => this.renewToken(event.detail));
      on(this, "htmx:beforeOnLoad", (event) => this.onResponse(event.detail.xhr));
      const failed = "htmx:sendError htmx:sendAbort htmx:responseError htmx:timeout htmx:swapError";
      on(this, failed, () => this.onFailure());
      on(document, "answer-saved", ({ detail }) => detail.url === this.url && this.showSaved());
      on(document, "answer-waiting", ({ detail }) => detail.url === this.failing && this.goOn());
      on(document, "answer-refused", ({ detail }) => detail.url === this.url && this.onRefused(detail));
      on(this, "click", (event) => event.target.closest("[data-retry]") && this.retry());
      on(this, "click", (event) => event.target.closest("[data-show]") && this.showElsewhere());
      on(window, "storage", (event) => this.onStorage(event));
      on(window, "pageshow", () => (this.busy = false));
      if (window.visualViewport) on(visualViewport, "resize scroll", ({ type }) => this.clearKeyboard(type));

      this.nameWindow();
      this.announce([...this.querySelectorAll("[data-announce]")].map((each) => each.textContent).join(" "));
      // A swapped card begins at its top; a page just loaded may have been scrolled by its reader.
      if (document.readyState === "complete") window.scrollTo(0, 0);
    }

    disconnectedCallback() {
      this.listeners.abort();
      clearTimeout(this.impatient);
    }

    get outbox() {
      return document.querySelector("answer-outbox");
    }

    /** The address of the question that this card asks or tells of. */
    get url() {
      const form = this.querySelector("form:has(answer-draft)");
      return form?.getAttribute("action") || this.dataset.url || "";
    }

    /** The window is called by what it asks or tells, as a page from the site would be. */
    nameWindow() {
      if (this.querySelector("form[data-exam]")) return;
      const words = [".verdict b", "#how .task", "#how"].map((each) => this.querySelector(each)).find(Boolean)?.textContent.trim();
      const [site] = document.title.split(" · ").slice(-1);
      if (words) document.title = `${words} · ${site}`;
    }

    submit(button = this.querySelector("[data-submit]")) {
      button?.click();
    }

    retry() {
      this.submit(this.submitter);
    }

    onSubmit(event) {
      if (this.busy) return this.stop(event);
      const { target, submitter } = event;
      this.submitter = submitter || undefined;
      const answers = target.matches(":has(answer-draft):not([data-stays])") && !submitter?.hasAttribute("data-keep-draft");
      const fields = answers ? this.fields(target, submitter) : [];
      // Nothing that could be graded goes into the outbox empty.
      const problem = answers && target.querySelector("answer-draft").refuse(fields);
      if (problem) {
        this.stop(event);
        return this.announce(problem);
      }
      // What no outbox keeps stays in its field: after the browser's own page of an error it would
      // be there again only on the way back.
      if (target.hasAttribute("data-stays") && !navigator.onLine) {
        this.stop(event);
        return this.showFailure();
      }
      const kept = answers && this.outbox?.keep(this.url, fields);
      this.kept = Boolean(kept);
      // What was given before goes first.
      const queued = kept && this.outbox.waiting[0].url !== this.url;
      if (queued || (kept && !navigator.onLine)) {
        this.stop(event);
        return this.goOn();
      }
      if (submitter?.matches("[data-next]") && !answers && this.away && this.showNext()) return this.stop(event);
      this.busy = true;
      this.failing = "";
      if (this.kept) this.outbox.form = this.url;
      this.outbox?.tell();
      this.impatient = setTimeout(() => window.htmx?.trigger(target, "htmx:abort"), PATIENCE_MS);
      const failure = this.querySelector("[data-failure]");
      if (failure) failure.hidden = true;
    }

    stop(event) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }

    fields(form, submitter) {
      const draft = form.querySelector("answer-draft");
      draft.onSubmit?.({ submitter });
      return [...new FormData(form, submitter)].filter(([name]) => name !== "csrfmiddlewaretoken");
    }

    /** Signing in again, in another tab too, makes the token of an open form useless. */
    renewToken({ parameters, headers }) {
      const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
      if (!token) return;
      delete parameters.csrfmiddlewaretoken;
      headers["X-CSRFToken"] = token;
    }

    onResponse(xhr) {
      clearTimeout(this.impatient);
      // What the browser could not keep has gone by the form.
      if (this.outbox) Object.assign(this.outbox, { form: "", full: false });
      // The form comes back with what is wrong with it, and with all that was written.
      if (xhr.status === 422) this.outbox?.settle(this.url);
      if (xhr.status < 400) this.busy = false;
    }

    /** The outbox tries at once; only if it fails too does the learner hear of it. */
    onFailure() {
      clearTimeout(this.impatient);
      this.busy = false;
      if (this.outbox) this.outbox.form = "";
      if (this.kept) {
        this.failing = this.url;
        this.outbox.send();
        this.impatient = setTimeout(() => this.goOn(), AT_MOST_MS);
      } else if (!this.submitter?.matches("[data-next]") || !this.showNext()) {
        this.showFailure();
      }
    }

    /** Whether answers wait or the network is away: then what comes next is asked of nobody. */
    get away() {
      return !navigator.onLine || this.outbox?.waiting.length > 0;
    }

    showNext() {
      return !this.dispatchEvent(new CustomEvent("next-wanted", { bubbles: true, cancelable: true }));
    }

    goOn() {
      clearTimeout(this.impatient);
      this.outbox.send();
      this.dispatchEvent(new CustomEvent("answer-kept", { bubbles: true, detail: { url: this.url } }));
    }

    onRefused({ url, reason }) {
      this.tellElsewhere(false);
      if (url === this.failing) this.showFailure(reason);
    }

    /** Another tab has put an answer to this question into the outbox: it was first. */
    onStorage({ key, newValue }) {
      const entry = key?.startsWith(`answer ${this.outbox?.learner} `) && JSON.parse(newValue);
      if (entry && entry.url === this.url) this.tellElsewhere(!entry.refused);
    }

    tellElsewhere(answered) {
      const notice = this.querySelector("[data-elsewhere]");
      if (!notice || notice.hidden !== answered) return;
      notice.hidden = !answered;
      if (answered) this.announce(notice.querySelector("p").textContent);
    }

    showElsewhere() {
      if (this.outbox.find(this.url)) this.goOn();
      else this.showSaved();
    }

    /** The server has it: its verdict takes the place of what stands here. */
    showSaved() {
      window.htmx?.ajax("GET", this.url, { target: "#card", swap: "innerHTML" });
    }

    showFailure(reason = "") {
      const failure = this.querySelector("[data-failure]");
      if (!failure) return;
      const words = failure.querySelector("p");
      if (reason) words.textContent = reason;
      this.announce(words.textContent);
      failure.hidden = false;
      // The button that sent was disabled meanwhile, and so lost the focus.
      failure.querySelector("[data-retry]").focus();
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
    clearKeyboard(type) {
      const { height, offsetTop, scale } = visualViewport;
      const covered = scale > 1.05 ? 0 : Math.max(0, Math.round(innerHeight - height - offsetTop));
      document.documentElement.style.setProperty("--keyboard", `${covered}px`);
      const field = document.activeElement?.closest("input, textarea");
      if (type === "resize") field?.scrollIntoView({ block: "nearest" });
    }
  }

  customElements.define("answer-form", AnswerForm);
})();
