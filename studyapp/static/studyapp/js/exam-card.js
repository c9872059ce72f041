/**
 * <exam-card> around the <template>s #handing-in and #not-held shows in #card what this browser holds
 * of a mock exam: a question with what was written, the paper; or that it is handed in.
 */
(() => {
  "use strict";

  class ExamCard extends HTMLElement {
    get card() {
      return document.getElementById("card");
    }

    get held() {
      return document.querySelector("exam-held");
    }

    /** Shows what is held under an address; whether there is anything. Else a question stays. */
    show(url) {
      const html = this.held.card(url);
      if (!html && this.card.querySelector("form#answer")) return false;
      const made = document.createElement("template");
      made.innerHTML = html || document.getElementById("not-held").innerHTML;
      const form = made.content.querySelector("form#answer");
      const kept = document.querySelector("answer-outbox").find(url);
      if (form) this.fill(form, kept?.fields || this.held.given(url) || []);
      const count = made.content.querySelector("#count");
      if (count) document.getElementById("count").replaceWith(count);
      this.card.replaceChildren(made.content);
      this.showClock();
      this.card.querySelector("[autofocus]")?.focus();
      return Boolean(html);
    }

    showHandingIn() {
      const made = document.getElementById("handing-in").content.cloneNode(true);
      (this.card || document.querySelector("main")).replaceChildren(made);
    }

    showClock() {
      const { clock } = this.held;
      if (!clock || document.querySelector("exam-clock")) return;
      const made = document.createElement("template");
      made.innerHTML = clock.html;
      made.content.querySelector("exam-clock").dataset.seconds = clock.seconds;
      document.getElementById("count").after(made.content);
    }

    /** Fills a form in as it was, but for its times. */
    fill(form, fields) {
      const values = (name) => fields.filter(([field]) => field === name).map(([, value]) => value);
      const seen = {};
      for (const field of form.querySelectorAll("input, select, textarea")) {
        if (field.name.endsWith("_at")) continue;
        const value = values(field.name)[(seen[field.name] = (seen[field.name] ?? -1) + 1)];
        if (field.type === "radio") field.checked = values(field.name).includes(field.value);
        else if (value !== undefined) field.value = value;
      }
      const [chosen] = values("answer");
      for (const button of form.querySelectorAll("button.choice"))
        if (fields.length) button.setAttribute("aria-pressed", button.value === chosen);
    }
  }

  customElements.define("exam-card", ExamCard);
})();
