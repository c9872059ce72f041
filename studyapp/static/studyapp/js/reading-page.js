/**
 * <reading-text data-degree="none|terms|statements|first|all" data-covered="Covered; show">
 * around [data-text], the section's text.
 *
 * Lays covers over the server's <span data-term> and <span data-statement>, lifts one by tap or key,
 * and remembers the degree of each text. Without script data-degree covers by style alone, and the degrees are
 * links. With data-fixed the degree is the server's, and the keys of the page are left alone.
 */
(() => {
  "use strict";

  const DEGREES = ["none", "terms", "statements", "first", "all"];
  const UNITS = { terms: "[data-term]", statements: "[data-key]", first: "[data-statement]", all: "[data-statement]" };
  const FIELDS = "input, select, textarea, [contenteditable]";
  // Runs of which the degree "first" leaves one character: a clause's Han, a Latin word. Marks of
  // punctuation between them stay, and with them the rhythm of the sentence.
  const RUNS = /[\p{Script=Han}\p{N}]+|\p{Script=Latin}[\p{Script=Latin}\p{M}’']*/gu;

  class ReadingText extends HTMLElement {
    connectedCallback() {
      if (this.text) return;
      this.text = this.querySelector("[data-text]");
      this.pristine = this.text.cloneNode(true);
      this.pristine.querySelectorAll("[data-piece]").forEach((each) => each.replaceWith(each.textContent));
      this.pristine.querySelectorAll("[tabindex]").forEach((each) => each.removeAttribute("tabindex"));
      this.pristine.normalize();
      this.setAttribute("data-live", "");
      document.addEventListener("click", (event) => this.onClick(event));
      if (this.hasAttribute("data-fixed")) {
        this.addEventListener("keydown", (event) => this.onCoverKey(event));
        return this.cover(this.dataset.degree);
      }
      document.addEventListener("keydown", (event) => this.onKey(event));
      const asked = new URLSearchParams(location.search).get("hide");
      this.cover(asked ?? localStorage.getItem(this.place));
    }

    /** Where the degree is kept: each text has its own, and opens in full. */
    get place() {
      return `degree ${this.dataset.document}`;
    }

    cover(degree) {
      this.dataset.degree = DEGREES.includes(degree) ? degree : "none";
      this.text.replaceChildren(...this.pristine.cloneNode(true).childNodes);
      const units = UNITS[this.dataset.degree];
      if (units) this.text.querySelectorAll(units).forEach((unit) => this.lay(unit));
      for (const link of document.querySelectorAll("[data-degree-link]")) {
        const current = link.dataset.degreeLink === this.dataset.degree;
        link.toggleAttribute("aria-current", current);
        if (!current) continue;
        link.setAttribute("aria-current", "true");
        link.parentElement.scrollLeft = link.offsetLeft - link.offsetWidth;
      }
      for (const link of document.querySelectorAll("a[data-keeps-degree]")) {
        const address = new URL(link.href);
        if (units) address.searchParams.set("hide", this.dataset.degree);
        else address.searchParams.delete("hide");
        link.href = address;
      }
    }

    /** Makes a unit a button, as a span: a real one would not break over lines. */
    lay(unit) {
      unit.classList.add("cover");
      unit.setAttribute("role", "button");
      unit.tabIndex = 0;
      if (this.dataset.degree === "first") this.split(unit);
      this.toggle(unit, true);
    }

    /** Wraps all but the first character of each run; a run may go on through several text nodes. */
    split(unit) {
      const walker = document.createTreeWalker(unit, NodeFilter.SHOW_TEXT);
      const nodes = [];
      while (walker.nextNode()) nodes.push(walker.currentNode);
      let last = "";
      for (const node of nodes) {
        const made = document.createDocumentFragment();
        let from = 0;
        for (const { index, 0: run } of node.data.matchAll(RUNS)) {
          const goesOn = index === 0 && /[\p{L}\p{N}]/u.test(last);
          const start = index + (goesOn ? 0 : String.fromCodePoint(run.codePointAt(0)).length);
          const piece = document.createElement("span");
          piece.dataset.piece = "";
          piece.textContent = node.data.slice(start, index + run.length);
          made.append(node.data.slice(from, start), piece);
          from = index + run.length;
        }
        made.append(node.data.slice(from));
        last = node.data.at(-1) ?? last;
        node.replaceWith(made);
      }
    }

    toggle(unit, shut = unit.getAttribute("aria-pressed") === "true") {
      const pieces = this.dataset.degree === "first" ? unit.querySelectorAll("[data-piece]") : [unit];
      pieces.forEach((piece) => piece.classList.toggle("veil", shut));
      unit.setAttribute("aria-pressed", !shut);
      if (shut) unit.setAttribute("aria-label", this.dataset.covered);
      else unit.removeAttribute("aria-label");
    }

    lift(unit) {
      this.toggle(unit);
      if (unit.getAttribute("aria-pressed") === "true") this.say(unit.textContent);
    }

    /** Lifts the first cover at or below what is in view. */
    liftNext() {
      const shut = [...this.text.querySelectorAll('.cover[aria-pressed="false"]')];
      const next = shut.find((unit) => unit.getBoundingClientRect().bottom > 0) || shut[0];
      if (!next) return false;
      this.lift(next);
      next.scrollIntoView({ block: "nearest" });
      return true;
    }

    choose(link) {
      localStorage.setItem(this.place, link.dataset.degreeLink);
      history.replaceState(null, "", link.href);
      this.cover(link.dataset.degreeLink);
      this.say(link.textContent.trim());
    }

    say(words) {
      document.getElementById("live").textContent = words;
    }

    onClick(event) {
      const link = event.target.closest("[data-degree-link]");
      if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
        event.preventDefault();
        this.choose(link);
      }
      const unit = event.target.closest(".cover");
      if (unit && this.contains(unit) && !event.target.closest("a[href]")) this.lift(unit);
    }

    onKey(event) {
      const { target, key } = event;
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || target.closest(FIELDS)) return;
      if (this.onCoverKey(event)) return;
      if (key === " " && (target.closest("a, button, summary") || event.shiftKey || !this.liftNext())) return;
      else if (key === "ArrowLeft") document.querySelector("a[rel=prev]")?.click();
      else if (key === "ArrowRight") document.querySelector("a[rel=next]")?.click();
      else if (key === "h" && this.hears()) this.nextDegree();
      else if (key === "n" && this.hears()) this.liftNext();
      else if (key !== " ") return;
      event.preventDefault();
    }

    /** Lifts the cover that has the focus; returns whether it did. */
    onCoverKey(event) {
      const cover = event.target.closest(".cover");
      if (!cover || (event.key !== "Enter" && event.key !== " ")) return false;
      this.lift(cover);
      event.preventDefault();
      return true;
    }

    /** Single letters can be switched off, for people who speak to their machine. */
    hears() {
      return document.documentElement.dataset.keys !== "off";
    }

    nextDegree() {
      const links = [...document.querySelectorAll("[data-degree-link]")];
      const at = links.findIndex((link) => link.dataset.degreeLink === this.dataset.degree);
      if (links.length) this.choose(links[(at + 1) % links.length]);
    }
  }

  customElements.define("reading-text", ReadingText);
})();
