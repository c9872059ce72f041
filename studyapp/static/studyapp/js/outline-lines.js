/**
 * Correcting the lines of an outline with the keyboard: arrows move among them, as in any group of
 * radio buttons; one key does what the button does that names it. Without it the buttons remain.
 *
 * What was typed of the text (title, date, …) is sent by every button; here by links as well, which
 * lead on after it was kept.
 */
(() => {
  "use strict";

  const lines = document.querySelector("[data-lines]");
  const facts = document.querySelector("[data-facts]");
  if (!lines || !facts) return;

  const buttons = [...lines.querySelectorAll("[data-keys]")];
  for (const kbd of lines.querySelectorAll("kbd")) kbd.hidden = false;

  const isTyped = (field) =>
    field.options ? [...field.options].some((option) => option.selected !== option.defaultSelected) : field.value !== field.defaultValue;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (![...facts.querySelectorAll("[data-fact] :is(input, select)")].some(isTyped)) return;
    event.preventDefault();
    facts.elements.to.value = link.getAttribute("href");
    facts.submit();
  });

  lines.addEventListener("keydown", (event) => {
    if (event.target.name !== "line" || event.isComposing || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const button = buttons.find((each) => each.dataset.keys.split(" ").includes(event.key));
    if (!button && event.key !== "Enter") return;
    event.preventDefault();
    button?.click();
  });
})();
