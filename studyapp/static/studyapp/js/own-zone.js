/** <own-zone for="id of a select of time zones" data-label="…"> puts the one of this device first. */
(() => {
  "use strict";

  class OwnZone extends HTMLElement {
    connectedCallback() {
      const select = document.getElementById(this.getAttribute("for"));
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const option = [...select.options].find(({ value }) => value === timeZone);
      if (!option || option.selected) return;
      const group = Object.assign(document.createElement("optgroup"), { label: this.dataset.label });
      group.append(option);
      select.prepend(group);
    }
  }

  customElements.define("own-zone", OwnZone);
})();
