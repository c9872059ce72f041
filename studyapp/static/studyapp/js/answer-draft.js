/**
 * <answer-draft data-learner="7" data-empty="…" data-no-term="…"> inside a question's form, around the
 * hidden inputs shown_at, first_input_at and submitted_at.
 *
 * Fills the times (ISO 8601, UTC), and keeps in this tab what is typed until the server has it: by
 * address and learner, so that after a lost connection or an expired login it is still there, and
 * not there for anyone else. Holds back what the site would refuse as empty, in the site's words.
 */
(() => {
  "use strict";

  class AnswerDraft extends HTMLElement {
    connectedCallback() {
      this.form = this.closest("form");
      this.listeners = new AbortController();
      const { signal } = this.listeners;
      this.restore();
      this.stamp("shown_at");
      for (const name of ["input", "change", "order-moved"])
        this.form.addEventListener(name, () => this.keep(), { signal });
      // In the capture phase, before htmx reads the fields.
      this.form.addEventListener("submit", (event) => this.onSubmit(event), { signal, capture: true });
      this.form.addEventListener("htmx:beforeOnLoad", (event) => this.onResponse(event.detail.xhr), { signal });
    }

    disconnectedCallback() {
      this.listeners.abort();
    }

    get key() {
      // The attribute: form.action would be a field of that name, if there is one.
      const { pathname } = new URL(this.form.getAttribute("action") ?? "", location.href);
      return `draft ${this.dataset.learner} ${pathname}`;
    }

    /** What the learner fills in, in the order of the page. */
    get fields() {
      return [...this.form.elements].filter((field) =>
        field.name && !["hidden", "submit", "button", "fieldset"].includes(field.type));
    }

    field(name) {
      return this.querySelector(`[name="${name}"]`);
    }

    stamp(name) {
      const field = this.field(name);
      if (field && !field.value) field.value = new Date().toISOString();
    }

    keep() {
      this.stamp("first_input_at");
      const typed = this.fields.map(({ name, value }) => [name, value]);
      const times = ["shown_at", "first_input_at"].map((name) => [name, this.field(name)?.value]);
      try {
        sessionStorage.setItem(this.key, JSON.stringify({ typed, times }));
      } catch {
        // Storage is full or forbidden: the form still works, only without a safety net.
      }
    }

    get stored() {
      try {
        return JSON.parse(sessionStorage.getItem(this.key)) || {};
      } catch {
        return {};
      }
    }

    /** Puts back what was typed here and never arrived; not over what the server sent. */
    restore() {
      const { typed = [], times = [] } = this.stored;
      // By place, for the blanks of a question share one name.
      this.fields.forEach((field, at) => {
        const [name, value] = typed[at] || [];
        if (!field.value && name === field.name) field.value = value;
      });
      for (const [name, value] of times) {
        const field = this.field(name);
        if (field && value) field.value = value;
      }
    }

    /** Says in its place why the site would refuse what is sent, and returns it; "" where it would not. */
    refuse(fields) {
      const problem = this.problemOf(fields);
      if (!problem) return "";
      const shown = this.form.querySelector("#problem");
      shown.textContent = problem;
      shown.hidden = false;
      for (const field of this.form.querySelectorAll("input.blank, input.line, textarea")) {
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", "problem");
      }
      [...this.form.querySelectorAll(".blank, .line, textarea")].find((field) => field.checkVisibility())?.focus();
      return problem;
    }

    problemOf(fields) {
      if (fields.some(([name]) => name === "action")) return "";
      const given = fields.filter(([name, value]) => /^(said|answer|place-\d+)$/.test(name) && value.trim());
      if (!given.length) return this.dataset.empty;
      return given.length === 1 && given[0][1] === "swapped" ? this.dataset.noTerm : "";
    }

    onSubmit(event) {
      this.sent = event.submitter;
      const field = this.field("submitted_at");
      if (field) field.value = new Date().toISOString();
    }

    /** Arrived, unless it was a hint or the learner is sent elsewhere, as to sign in again. */
    onResponse(xhr) {
      const elsewhere = xhr.getResponseHeader("HX-Redirect");
      if (xhr.status >= 400 || elsewhere || this.sent?.hasAttribute("data-keep-draft")) return;
      sessionStorage.removeItem(this.key);
      // Taking the focused field out of the page fires a last "change".
      this.listeners.abort();
    }
  }

  customElements.define("answer-draft", AnswerDraft);
})();
