/**
 * <file-chooser> around an input for a file or several, its label that looks like a button, and a
 * span data-none="what is said of no file" data-several="{count} files: {names}".
 *
 * Puts the label and the names of the files in place of what the browser draws, which speaks its own
 * language; the input stays where keyboard and screen reader find it. Files may be dropped on it.
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
      const names = [...this.input.files].map((file) => file.name);
      const several = this.told.dataset.several.replace("{count}", names.length).replace("{names}", names.join(" · "));
      this.told.textContent = names.length > 1 ? several : (names[0] ?? this.told.dataset.none);
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
      // As many as the field takes: else of several it would show the first and send the last.
      const taken = new DataTransfer();
      for (const file of this.input.multiple ? files : [files[0]]) taken.items.add(file);
      this.input.files = taken.files;
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  customElements.define("file-chooser", FileChooser);
})();
