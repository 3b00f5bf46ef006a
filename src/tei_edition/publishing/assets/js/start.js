/* On the start page: a link to the passage that was read last, which pages of texts remember
 * (way.js), in this browser alone. */

(() => {
  "use strict";
  const place = document.querySelector("[data-tei-continue]");
  const site = new URL(document.documentElement.dataset.content_root || "./", location.href).href;
  let read = null;
  try {
    read = JSON.parse(localStorage.getItem("tei-edition-read"))?.[site];
  } catch {
    // Nothing is remembered.
  }
  if (place && read && typeof read.href === "string" && read.href.startsWith(site)) {
    const link = place.querySelector("a");
    link.href = read.href;
    link.textContent = [read.title, read.label].filter(Boolean).join(", ");
    place.hidden = false;
  }
})();
