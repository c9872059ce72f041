/**
 * <word-bank> around a sentence whose blanks are <select>s of the same words. The selects are what is
 * sent, and all there is without script; here each becomes a slot, and the words become tiles: a tile
 * pressed goes into the chosen slot, or the first empty one; a filled slot pressed gives it back.
 *
 * data-empty, -filled, -words, -put and -taken are the words for it, with {place}, {total}, {word}.
 */
(() => {
  "use strict";

  const FIELDS = "input, select, textarea, [contenteditable]";

  class WordBank extends HTMLElement {
    connectedCallback() {
      if (this.querySelector(".bank")) return;
      this.selects = [...this.querySelectorAll("select")];
      this.listeners = new AbortController();
      const { signal } = this.listeners;
      this.slots = this.selects.map((select, place) => this.slot(select, place));
      this.append(this.bank());
      this.addEventListener("click", (event) => this.onClick(event), { signal });
      document.addEventListener("keydown", (event) => this.onKey(event), { signal });
      this.refresh();
    }

    disconnectedCallback() {
      this.listeners?.abort();
    }

    slot(select, place) {
      const slot = document.createElement("button");
      slot.type = "button";
      slot.className = "blank slot";
      slot.dataset.place = place;
      select.hidden = true;
      select.before(slot);
      return slot;
    }

    bank() {
      const list = document.createElement("ul");
      list.className = "bank";
      list.setAttribute("aria-label", this.dataset.words);
      list.lang = this.querySelector(".prompt").lang;
      this.tiles = [...this.selects[0].options].filter((option) => option.value).map((option, at) => {
        const tile = document.createElement("button");
        tile.type = "button";
        tile.className = "tile";
        tile.value = option.value;
        tile.append(option.text, Object.assign(document.createElement("kbd"), { textContent: at + 1, ariaHidden: "true" }));
        const item = document.createElement("li");
        item.append(tile);
        list.append(item);
        return tile;
      });
      return list;
    }

    onClick({ target }) {
      const tile = target.closest(".tile");
      const slot = target.closest(".slot");
      if (tile) this.press(tile);
      else if (slot) this.choose(Number(slot.dataset.place));
    }

    /** 1-9 press a tile, Backspace takes the last word out. */
    onKey(event) {
      const { key, target, ctrlKey, metaKey, altKey, repeat } = event;
      if (event.defaultPrevented || ctrlKey || metaKey || altKey || repeat || target.closest(FIELDS)) return;
      if (key === "Backspace") {
        const last = this.selects.findLastIndex((select) => select.value);
        if (last >= 0) this.take(last);
      } else if (/^[1-9]$/.test(key) && document.documentElement.dataset.keys !== "off") {
        const tile = this.tiles[Number(key) - 1];
        if (tile) this.press(tile);
      }
    }

    /** A tile that is in use is taken out of its blank. */
    press(tile) {
      const used = this.selects.findIndex((select) => select.value === tile.value);
      if (used >= 0) this.take(used);
      else this.put(tile);
    }

    put(tile) {
      const empty = this.selects.findIndex((select) => !select.value);
      const place = this.chosen ?? empty;
      if (place < 0) return;
      this.chosen = undefined;
      this.set(place, tile.value);
      this.say("put", place, this.selects[place].selectedOptions[0].text);
      if (this.selects.every((select) => select.value)) this.closest("form").querySelector("[data-submit]")?.focus();
    }

    take(place) {
      const word = this.selects[place].selectedOptions[0].text;
      this.set(place, "");
      this.say("taken", place, word);
    }

    choose(place) {
      if (this.selects[place].value) this.take(place);
      this.chosen = this.chosen === place ? undefined : place;
      this.refresh();
    }

    set(place, value) {
      this.selects[place].value = value;
      this.selects[place].dispatchEvent(new Event("change", { bubbles: true }));
      this.refresh();
    }

    refresh() {
      this.selects.forEach((select, place) => {
        const word = select.value && select.selectedOptions[0].text;
        this.slots[place].textContent = word;
        this.slots[place].setAttribute("aria-label", this.words(word ? "filled" : "empty", place, word));
        this.slots[place].toggleAttribute("data-chosen", this.chosen === place);
      });
      const used = new Set(this.selects.map((select) => select.value));
      this.tiles.forEach((tile) => tile.setAttribute("aria-pressed", used.has(tile.value)));
    }

    words(name, place, word) {
      const values = { place: place + 1, total: this.selects.length, word };
      return (this.dataset[name] || "").replace(/\{(\w+)\}/g, (_, key) => values[key]);
    }

    say(name, place, word) {
      const region = document.getElementById("live");
      if (region) region.textContent = this.words(name, place, word);
    }
  }

  customElements.define("word-bank", WordBank);
})();
