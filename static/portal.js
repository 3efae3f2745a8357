/*
 * The little script every page loads. Pages work without it.
 *
 * [data-copy="#id"]  a button that copies the text of an element and says so in its own label
 * [data-print]       a button that prints the page
 *
 * ES2017, for the same old kernels as portal.css.
 */
(function () {
  "use strict";

  async function copyText(text) {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    // Plain http and WeChat have no clipboard object: select and copy the old way.
    const holder = document.createElement("textarea");
    holder.value = text;
    holder.setAttribute("readonly", "");
    holder.style.position = "fixed";
    holder.style.opacity = "0";
    document.body.appendChild(holder);
    holder.select();
    document.execCommand("copy");
    holder.remove();
  }

  // One listener on the document: parts of a page may be exchanged while it is open.
  document.addEventListener("click", async function (event) {
    const button = event.target.closest("[data-copy], [data-print]");
    if (!button) return;
    if (button.hasAttribute("data-print")) {
      window.print();
      return;
    }
    const source = document.querySelector(button.getAttribute("data-copy"));
    if (!source) return;
    await copyText(source.textContent.trim().replace(/\s+/g, " "));
    button.textContent = button.getAttribute("data-copied");
  });

  // Buttons that only a script can serve are hidden in the HTML and shown here.
  document.querySelectorAll("[data-needs-script]").forEach(function (element) {
    element.hidden = false;
  });
})();
