/*
 * One line on another site shows a part of the portal:
 *
 *   <script src="https://…/embed/widget.js" data-show="stops" data-division="330521" async></script>
 *
 * It puts a frame where the element stands and gives it the height that the frame asks for. It reads nothing of the
 * page around it, keeps nothing, and works once for every element. ES2017.
 */
(function () {
  "use strict";

  const script = document.currentScript;
  if (!script) return;
  const home = new URL(script.src).origin;
  const show = script.getAttribute("data-show") || "coverage";
  const address = new URL("/embed/" + encodeURIComponent(show) + "/", home);
  ["division", "exhibition", "lang", "theme"].forEach(function (name) {
    const value = script.getAttribute("data-" + name);
    if (value) address.searchParams.set(name, value);
  });

  const frame = document.createElement("iframe");
  frame.src = address.href;
  frame.title = script.getAttribute("data-title") || "流动科技馆 · 县图书馆巡展";
  frame.loading = "lazy";
  // The site's name and no more: which pages and readers it has is not ours to know.
  frame.referrerPolicy = "origin";
  frame.style.width = "100%";
  frame.style.height = "480px";
  frame.style.border = "0";
  script.parentNode.insertBefore(frame, script.nextSibling);

  window.addEventListener("message", function (event) {
    if (event.source !== frame.contentWindow || event.origin !== home) return;
    const height = event.data && event.data.height;
    if (typeof height === "number" && height > 0 && height < 10000) frame.style.height = Math.ceil(height) + "px";
  });
})();
