/**
 * <outbox-notice data-saved="Saved" data-saving="…" data-waiting="Not saved yet: {count}"
 * data-full="…"> around a list: how the answers of the outbox stand, in words, and those that were refused, with the reason.
 */
(() => {
  "use strict";

  // Quicker than this it says nothing of saving: what is said too often is not heard.
  const SAVING_AFTER_MS = 300;

  class OutboxNotice extends HTMLElement {
    connectedCallback() {
      this.listener = ({ detail }) => this.tell(detail);
      document.addEventListener("outbox-changed", this.listener);
      this.addEventListener("click", (event) => this.onClick(event.target));
      this.outbox?.tell?.();
    }

    disconnectedCallback() {
      document.removeEventListener("outbox-changed", this.listener);
      clearTimeout(this.soon);
    }

    get outbox() {
      return this.closest("answer-outbox");
    }

    tell({ state, count }) {
      clearTimeout(this.soon);
      if (state === "saving") this.soon = setTimeout(() => this.show(state, count), SAVING_AFTER_MS);
      else this.show(state, count);
    }

    show(state, count) {
      const place = document.querySelector("[data-save-state]");
      const words = this.dataset[state].replace("{count}", count);
      if (place && place.textContent !== words) place.textContent = words;
      if (place) place.dataset.state = state;
      const list = this.querySelector("ul");
      const refused = this.outbox.entries.filter((entry) => entry.refused);
      const signedOut = count > 0 && Boolean(this.outbox.signedOut);
      // The study page says in its own place how the answers stand.
      const alone = count > 0 && !place;
      list.querySelector("[data-if=waiting]").hidden = !alone;
      list.querySelector("[data-words]").textContent = this.dataset.waiting.replace("{count}", count);
      list.querySelector("[data-if=signed-out]").hidden = !signedOut;
      list.querySelector("[data-sign-in]").search = new URLSearchParams({ next: location.pathname });
      list.querySelectorAll("[data-entry]").forEach((row) => row.remove());
      list.append(...refused.map((entry) => this.row(entry)));
      list.parentElement.hidden = !alone && !signedOut && !refused.length;
    }

    row({ name, refused, fields }) {
      const row = this.querySelector("template").content.firstElementChild.cloneNode(true);
      row.dataset.entry = name;
      row.querySelector("[data-reason]").textContent = refused;
      const given = fields.filter(([field]) => field === "answer").map(([, value]) => value);
      row.querySelector("[data-given]").textContent = given.join(" / ");
      return row;
    }

    onClick(target) {
      const name = target.closest("[data-entry]")?.dataset.entry;
      const entry = this.outbox.entries.find((each) => each.name === name);
      if (target.matches("[data-discard]") && entry) this.outbox.settle(entry.url);
      else if (target.matches("[data-send]") && entry) this.outbox.reconsider(entry);
      else if (target.matches("[data-send]")) this.outbox.send();
    }
  }

  customElements.define("outbox-notice", OutboxNotice);
})();
