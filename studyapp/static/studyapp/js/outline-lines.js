/**
 * Correcting the lines of an outline with the keyboard: arrows move among them, as in any group of
 * radio buttons; one key does what the button does that names it. Without it the buttons remain.
 */
(() => {
  "use strict";

  const form = document.querySelector("[data-lines]");
  if (!form) return;

  const buttons = [...form.querySelectorAll("[data-keys]")];
  for (const kbd of form.querySelectorAll("kbd")) kbd.hidden = false;

  form.addEventListener("keydown", (event) => {
    if (event.target.name !== "line" || event.isComposing || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const button = buttons.find((each) => each.dataset.keys.split(" ").includes(event.key));
    if (!button && event.key !== "Enter") return;
    event.preventDefault();
    button?.click();
  });
})();
