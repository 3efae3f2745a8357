/*
 * Makes photographs smaller before they are sent, for weak links. The form works without it, and whatever fails here
 * is sent as it is: the server decides.
 *
 * Only where the browser turns pictures upright by itself when it draws them (Chromium 81 and later): an older one
 * would send them lying on their side, without the mark that says so.
 */
(function () {
  "use strict";

  const LONGEST = 2048;
  const SMALL_ENOUGH = 700 * 1024;
  const form = document.getElementById("photo-form");
  if (!form || !window.DataTransfer || !window.CSS || !CSS.supports("image-orientation", "from-image")) return;
  const input = form.elements.photos;
  const button = form.querySelector("button[type=submit]");
  let sending = false;

  function opened(file) {
    return new Promise(function (resolve, reject) {
      const image = new Image();
      const address = URL.createObjectURL(file);
      image.onload = function () { URL.revokeObjectURL(address); resolve(image); };
      image.onerror = function () { URL.revokeObjectURL(address); reject(new Error("not a picture")); };
      image.src = address;
    });
  }

  async function smaller(file) {
    if (file.size <= SMALL_ENOUGH) return file;
    try {
      const image = await opened(file);
      const scale = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
      canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise(function (resolve) { canvas.toBlob(resolve, "image/jpeg", 0.85); });
      if (!blob || blob.size >= file.size) return file;
      return new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
    } catch (error) {
      return file;
    }
  }

  form.addEventListener("submit", async function (event) {
    if (sending) {
      event.preventDefault();
      return;
    }
    sending = true;
    event.preventDefault();
    button.textContent = form.getAttribute("data-sending");
    try {
      const files = new DataTransfer();
      // One after the other: a cheap phone holds one large picture, not twelve.
      for (const file of Array.from(input.files)) files.items.add(await smaller(file));
      input.files = files.files;
    } finally {
      form.submit();
    }
  });

  // A page that comes back by the back button can send again.
  window.addEventListener("pageshow", function () { sending = false; });
})();
