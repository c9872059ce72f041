/**
 * <order-list data-up="Move up" data-down="Move down" data-moved="“{item}” is now {place} of {total}">
 * around an <ol> whose rows hold a <select> of places. The selects are what is sent, and all there is
 * without script; here two buttons a row move it and fill the selects. Nothing is filled until a row
 * has moved, so an untouched list arrives empty.
 */
(() => {
  "use strict";

  class OrderList extends HTMLElement {
    connectedCallback() {
      this.list = this.querySelector("ol");
      if (this.list.querySelector(".moves")) return;
      this.rows.forEach((row) => this.dress(row));
      this.addEventListener("click", (event) => {
        const button = event.target.closest("[data-move]");
        if (button) this.move(button.closest("li"), Number(button.dataset.move));
      });
      this.addEventListener("keydown", (event) => this.onKey(event));
      this.arrange();
      this.refresh();
    }

    get rows() {
      return [...this.list.children];
    }

    dress(row) {
      row.querySelector("select").closest("label, span").hidden = true;
      const moves = document.createElement("span");
      moves.className = "moves";
      for (const [step, words] of [[-1, this.dataset.up], [1, this.dataset.down]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "move";
        button.dataset.move = step;
        button.setAttribute("aria-label", `${words} ${this.text(row)}`);
        moves.append(button);
      }
      row.append(moves);
    }

    text(row) {
      return row.querySelector(".text").textContent.trim();
    }

    /** Puts the rows where a restored draft or the server's selects say they are. */
    arrange() {
      const place = (row) => Number(row.querySelector("select").value);
      if (!this.rows.every(place)) return;
      this.list.append(...this.rows.sort((a, b) => place(a) - place(b)));
      this.touch();
    }

    onKey(event) {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step || event.isComposing || !event.target.matches("[data-move]")) return;
      event.preventDefault();
      this.move(event.target.closest("li"), step);
    }

    move(row, step) {
      const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      // The row with the focus stays in the document, or the focus would be lost.
      if (step < 0) row.after(other);
      else row.before(other);
      this.rows.forEach((each, at) => {
        each.querySelector("select").value = at + 1;
        each.toggleAttribute("data-moved", each === row);
      });
      this.touch();
      this.refresh();
      row.querySelector(`[data-move="${step}"]`).focus();
      row.scrollIntoView({ block: "nearest" });
      this.announce(row);
      this.dispatchEvent(new CustomEvent("order-moved", { bubbles: true }));
    }

    touch() {
      const touched = this.querySelector("input[name=touched]");
      if (touched) touched.value = "1";
    }

    /** aria-disabled rather than disabled: a row that reaches the end keeps the focus. */
    refresh() {
      this.rows.forEach((row, at, { length }) => {
        row.querySelector('[data-move="-1"]').setAttribute("aria-disabled", at === 0);
        row.querySelector('[data-move="1"]').setAttribute("aria-disabled", at === length - 1);
      });
    }

    announce(row) {
      const words = { item: this.text(row), place: this.rows.indexOf(row) + 1, total: this.rows.length };
      const region = document.getElementById("live");
      if (region) region.textContent = (this.dataset.moved || "").replace(/\{(\w+)\}/g, (_, name) => words[name]);
    }
  }

  customElements.define("order-list", OrderList);
})();
