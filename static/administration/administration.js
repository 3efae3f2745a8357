// What Django's administration leaves unnamed gets the name that stands over it or before it, so that a screen reader
// says it: the fields of a table of related rows (their column's heading), select2's boxes (their field's label), pictures.
(function () {
  "use strict";

  const words = document.currentScript.dataset;

  // Pictures that Django describes in English whatever the language.
  function namePictures() {
    [["Search", words.search], ["True", words.yes], ["False", words.no], ["None", words.unknown]].forEach(function (pair) {
      document.querySelectorAll("img[alt=" + pair[0] + "]").forEach(function (picture) { picture.alt = pair[1]; });
    });
  }

  function nameCells(root) {
    root.querySelectorAll(".tabular td").forEach(function (cell) {
      const heading = cell.closest("table").querySelectorAll("thead th")[cell.cellIndex];
      const name = heading ? heading.textContent.trim() : "";
      cell.querySelectorAll("input:not([type=hidden]), select, textarea").forEach(function (field) {
        if (name && !field.getAttribute("aria-label") && !field.labels.length) field.setAttribute("aria-label", name);
      });
    });
  }

  // Day and time of one moment stand in two fields below one label.
  function nameMoments(root) {
    root.querySelectorAll(".datetime input").forEach(function (field) {
      const label = field.closest(".form-row").querySelector("legend, label");
      const part = field.previousSibling ? field.previousSibling.textContent.trim() : "";
      if (label && !field.labels.length && !field.getAttribute("aria-label"))
        field.setAttribute("aria-label", (label.textContent.trim() + " " + part).replace(/[:：]/g, "").trim());
    });
  }

  function nameChoices(root) {
    root.querySelectorAll("select.select2-hidden-accessible").forEach(function (select) {
      const label = select.labels.length ? select.labels[0].textContent.trim().replace(/[:：]$/, "") : select.getAttribute("aria-label");
      const box = select.nextElementSibling;
      if (!label || !box) return;
      box.querySelectorAll("[role=combobox], [role=textbox], input, textarea").forEach(function (field) {
        field.removeAttribute("aria-labelledby");
        field.setAttribute("aria-label", label);
      });
    });
  }

  function nameAll() {
    namePictures();
    nameCells(document);
    nameMoments(document);
    nameChoices(document);
  }

  // Select2 makes its boxes at a time of its own and makes some anew whenever the choice changes.
  new MutationObserver(nameAll).observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("load", nameAll);
})();
