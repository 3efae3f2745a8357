/*
 * Suggestions under the search field, as an ARIA combobox. The form works without it.
 *
 * ES2017, for the same old kernels as portal.css.
 */
(function () {
  "use strict";

  const WAIT = 180; // milliseconds after the last key, so that a word costs one request

  const form = document.querySelector("form[data-suggestions]");
  if (!form) return;
  const input = form.querySelector("input[name=q]");
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.getAttribute("data-told"));
  list.hidden = true;
  form.appendChild(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let timer = 0;
  let asked = 0;
  let chosen = -1;

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(position) {
    const options = list.children;
    if (!options.length) return;
    chosen = (position + options.length) % options.length;
    Array.prototype.forEach.call(options, function (option, index) {
      option.setAttribute("aria-selected", index === chosen ? "true" : "false");
    });
    input.setAttribute("aria-activedescendant", options[chosen].id);
  }

  function show(results) {
    list.textContent = "";
    results.forEach(function (result, index) {
      const option = document.createElement("li");
      option.id = "suggestion-" + index;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.setAttribute("data-url", result.url);
      [["b", result.path], ["small", [result.former, result.when].filter(Boolean).join(" · ")]].forEach(function (part) {
        const element = document.createElement(part[0]);
        element.textContent = part[1];
        option.appendChild(element);
      });
      list.appendChild(option);
    });
    chosen = -1;
    list.hidden = !results.length;
    input.setAttribute("aria-expanded", results.length ? "true" : "false");
  }

  async function ask() {
    const question = input.value.trim();
    const number = ++asked;
    if (!question) {
      close();
      return;
    }
    try {
      const answer = await fetch(form.getAttribute("data-suggestions") + "?q=" + encodeURIComponent(question));
      if (!answer.ok) return;
      const found = await answer.json();
      // A slow answer to an earlier key must not replace a later one.
      if (number === asked && document.activeElement === input) show(found.results);
    } catch (error) {
      close(); // without a network the button still says so
    }
  }

  function go(option) {
    window.location.assign(option.getAttribute("data-url"));
  }

  input.addEventListener("input", function (event) {
    clearTimeout(timer);
    // Letters of an input method are not the question yet.
    if (!event.isComposing) timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("compositionend", function () {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", function (event) {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) go(list.children[chosen]);
    else return;
    event.preventDefault();
  });
  // Before the field loses the focus, or the list would be gone under the finger.
  list.addEventListener("mousedown", function (event) {
    event.preventDefault();
  });
  list.addEventListener("click", function (event) {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
  input.addEventListener("blur", close);
})();
