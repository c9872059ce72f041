/**
 * <file-chooser> around an input for a file, its label that looks like a button, and a span
 * data-none="what is said of no file".
 *
 * Puts the label and the name of the file in place of what the browser draws, which speaks its own
 * language; the input stays where keyboard and screen reader find it. A file may be dropped on it.
 */
(() => {
  "use strict";

  class FileChooser extends HTMLElement {
    connectedCallback() {
      this.input = this.querySelector("input");
      this.told = this.querySelector("span");
      this.listeners = new AbortController();
      const { signal } = this.listeners;
      for (const drawn of this.querySelectorAll("[hidden]")) drawn.hidden = false;
      this.classList.add("drawn");
      this.input.addEventListener("change", () => this.tell(), { signal });
      for (const name of ["dragenter", "dragover"])
        this.addEventListener(name, (event) => this.onOver(event), { signal });
      for (const name of ["dragleave", "drop"])
        this.addEventListener(name, () => this.classList.remove("over"), { signal });
      this.addEventListener("drop", (event) => this.onDrop(event), { signal });
      this.tell();
    }

    disconnectedCallback() {
      this.listeners.abort();
    }

    tell() {
      this.told.textContent = this.input.files[0]?.name ?? this.told.dataset.none;
      this.classList.toggle("chosen", this.input.files.length > 0);
    }

    onOver(event) {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      this.classList.add("over");
    }

    onDrop(event) {
      const { files } = event.dataTransfer;
      if (!files.length) return;
      event.preventDefault();
      // As many as the field takes: of several it would show the first and send the last.
      const first = new DataTransfer();
      first.items.add(files[0]);
      this.input.files = first.files;
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  customElements.define("file-chooser", FileChooser);
})();
