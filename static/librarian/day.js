/*
 * The plain form of one day, or of one event, a little easier: the button says the number that it files, and what a choice makes
 * superfluous is hidden. The form is complete without this script.
 *
 * ES2017, for the same old kernels as portal.css.
 */
(function () {
  "use strict";

  const form = document.querySelector("form[data-many]");
  if (!form) return;
  const button = form.querySelector("button[type=submit]");
  const plainLabel = button.textContent;
  // Measures are never added to one another: a day is called by its exhibition visits, an event has one measure.
  const isDay = form.querySelector("input[name^=exhibition_visit]") !== null;
  const numbers = Array.from(form.querySelectorAll(isDay ? "input[data-count][name^=exhibition_visit]" : "input[data-count]"));

  // The rule of pages/forms/numbers.py: digits, plain or full-width, with commas between groups of three or without.
  function readCount(text) {
    const written = text.trim().replace(/[０-９]/g, function (digit) {
      return String(digit.charCodeAt(0) - 0xff10);
    }).replace(/，/g, ",");
    if (written === "") return null;
    if (!/^([0-9]+|[0-9]{1,3}(,[0-9]{3})+)$/.test(written)) return NaN;
    return Number(written.replace(/,/g, ""));
  }

  function label() {
    const closed = form.elements.state.value !== "counted";
    if (closed) return form.getAttribute("data-closed");
    const given = numbers.map(function (input) { return readCount(input.value); }).filter(function (count) { return count !== null; });
    const sum = given.reduce(function (whole, count) { return whole + count; }, 0);
    if (!given.length || !(sum <= 3000000)) return plainLabel;
    if (sum === 1) return form.getAttribute("data-one");
    return form.getAttribute("data-many").replace("{count}", sum.toLocaleString("en-US"));
  }

  function update() {
    const closed = form.elements.state.value !== "counted";
    form.querySelectorAll("[data-when-counted]").forEach(function (part) { part.hidden = closed; });
    form.querySelectorAll("[data-when-closed]").forEach(function (part) {
      // A reason that was written, or is asked for, stays in sight.
      const kept = part.querySelector("input").value !== "" || part.classList.contains("invalid");
      part.hidden = !closed && !kept;
    });
    button.textContent = label();
  }

  form.addEventListener("input", update);
  form.addEventListener("change", update);
  // A page that comes back by the back button comes back with what was typed.
  window.addEventListener("pageshow", update);
  update();
})();
