/**
 * <reading-place data-document="7" data-page="2" data-place="5-12">, perhaps around a form with the
 * inputs "section" and "paragraph", which is posted as the reader goes on.
 *
 * A place is the data-at of the first paragraph in view: the section's number and the paragraph's.
 * On arrival the page goes to data-place, unless the address names another. Where there is no form
 * (a stranger reads) the place is kept by this browser, and <reading-link> leads back to it.
 */
(() => {
  "use strict";

  const SEND_EVERY_MS = 3000;
  const READING_LINE_PX = 72;

  const placeKey = (element) => `place ${element.dataset.document}`;

  function keptPlace(element) {
    try {
      return JSON.parse(localStorage.getItem(placeKey(element))) || {};
    } catch {
      return {};
    }
  }

  class ReadingPlace extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.sent = (this.form ? this.dataset.place : keptPlace(this).at) || "";
      this.listeners = new AbortController();
      const { signal } = this.listeners;
      if (!this.goBack()) this.soon();
      addEventListener("scroll", () => this.soon(), { signal, passive: true });
      document.addEventListener("visibilitychange", () => document.hidden && this.send(), { signal });
    }

    disconnectedCallback() {
      this.listeners.abort();
      clearTimeout(this.timer);
    }

    get paragraphs() {
      return [...document.querySelectorAll("[data-at]")];
    }

    /** Returns whether the place is on this page; the top of the page needs no going to. */
    goBack() {
      if (location.hash || !this.sent) return false;
      const at = this.paragraphs.findIndex((each) => each.dataset.at === this.sent);
      if (at > 0) this.paragraphs[at].scrollIntoView({ block: "start" });
      return at >= 0;
    }

    soon() {
      this.timer ??= setTimeout(() => this.send(), SEND_EVERY_MS);
    }

    /** The last word goes out with keepalive, even while the page is being left. */
    send() {
      clearTimeout(this.timer);
      this.timer = null;
      const here = this.paragraphs.find((each) => each.getBoundingClientRect().bottom > READING_LINE_PX);
      if (!here || here.dataset.at === this.sent) return;
      const { at } = here.dataset;
      if (!this.form) return this.keep(at);
      [this.form.elements.section.value, this.form.elements.paragraph.value] = at.split("-");
      fetch(this.form.action, { method: "POST", body: new FormData(this.form), keepalive: true })
        .then((response) => response.ok && (this.sent = at))
        .catch(() => {}); // A lost place is tried again at the next scroll.
    }

    keep(at) {
      this.sent = at;
      localStorage.setItem(placeKey(this), JSON.stringify({ page: Number(this.dataset.page), at }));
    }
  }

  class ReadingLink extends HTMLElement {
    connectedCallback() {
      const { page } = keptPlace(this);
      const link = this.querySelector("a");
      if (this.hasAttribute("data-known") || !Number.isInteger(page) || !link) return;
      link.href = link.href.replace(/\d+\/$/, `${page}/`);
      link.textContent = this.dataset.words;
    }
  }

  customElements.define("reading-place", ReadingPlace);
  customElements.define("reading-link", ReadingLink);
})();
