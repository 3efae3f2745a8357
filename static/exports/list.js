/*
 * Keeps the list of exports up to date while one of them is unfinished. Without it "Load again" does the same.
 *
 * ES2017, for the same old kernels as portal.css.
 */
(function () {
  "use strict";

  const PAUSE = 2000; // milliseconds
  const section = document.getElementById("exports");

  function unfinished() {
    return section.querySelector("[data-unfinished]") !== null;
  }

  // Whoever is in the middle of something in the list is not disturbed; the next turn comes soon.
  function inUse() {
    return section.contains(document.activeElement) || section.querySelector("details[open]") !== null;
  }

  async function renew() {
    if (!document.hidden && !inUse()) {
      const answer = await fetch(section.dataset.url, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected && !inUse()) {
        section.innerHTML = await answer.text();
        if (!unfinished()) document.getElementById("exports-news").textContent = section.dataset.finished;
      }
    }
  }

  function later() {
    if (!unfinished()) return;
    window.setTimeout(async function () {
      try {
        await renew();
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // no network: the next turn tries again
      }
      later();
    }, PAUSE);
  }

  later();
})();
