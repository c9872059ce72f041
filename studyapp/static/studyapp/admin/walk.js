/**
 * Walking through the questions of a document with the keyboard: j next, k previous, a approve,
 * r retire, e edit. Without it the buttons do the same.
 */
(() => {
  "use strict";

  const FIELDS = "input, select, textarea, [contenteditable]";
  const STEPS = { j: 1, k: -1 };

  const questions = () => [...document.querySelectorAll("[data-question]")];
  const current = () => document.activeElement?.closest("[data-question]");

  function step(by) {
    const all = questions();
    const at = all.indexOf(current());
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    if (next) show(next);
    else document.querySelector(by > 0 ? ".pages a[rel=next]" : ".pages a[rel=prev]")?.focus();
  }

  function show(question) {
    question.focus({ preventScroll: true });
    question.scrollIntoView({ block: "center" });
  }

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    if (target.closest(FIELDS)) return;
    if (key in STEPS) step(STEPS[key]);
    else if (/^[aer]$/.test(key)) current()?.querySelector(`[data-key=${key}]`)?.click();
    else return;
    event.preventDefault();
  });

  // Where to go on is told to the server, which sends the browser there.
  document.getElementById("walk")?.addEventListener("submit", (event) => {
    event.target.elements.next.value = event.submitter?.dataset.next || "";
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector("[data-walk-keys]")?.removeAttribute("hidden");
    const place = /^#q\d+$/.test(location.hash) && document.querySelector(location.hash);
    if (place) show(place);
  });
})();
