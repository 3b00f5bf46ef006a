/* Finding the way: the address follows the reading, keys lead on, Escape closes what opened.
 *
 * What a reader has chosen is an attribute of the root element (edition.js). Whenever another
 * passage becomes the current one, `document` gets an event "tei:passage", whose `detail` has its
 * `anchor` and its `label`, the number by which readers know it. */

(() => {
  "use strict";
  const root = document.documentElement;
  const chosen = (name) => root.getAttribute(`data-tei-${name}`);

  /* The current passage: the last that begins above the upper third of the window. */

  const PASSAGES = ".tei-text :is(.tei-p, .tei-ab, .tei-l, .tei-sp, .tei-lg, .tei-div, .tei-item, .tei-figure)[id],"
    + " .tei-text.tei-div[id]";
  const ASIDE = "aside, .tei-apparatus, .tei-named, [hidden]";
  let passages = [];
  let current = null;

  const top = (element) => element.getBoundingClientRect().top;

  const find = () => {
    const line = innerHeight / 3;
    if (scrollY < 8) {
      return null;
    }
    let [low, high] = [0, passages.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (top(passages[middle]) <= line) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low ? passages[low - 1] : null;
  };

  const number = (passage) =>
    passage.querySelector(":scope > .tei-passage-number, :scope > p:first-child > .tei-passage-number,"
      + " :scope > .tei-line-number");

  // What the address names stays there while a reader looks at it: a note that was opened.
  const follow = (passage) => {
    if (chosen("address") === "stay" || document.querySelector("aside.footnote:target")) {
      return;
    }
    const url = new URL(location.href);
    url.hash = passage ? passage.id : "";
    // An address without a passage has no empty # at its end.
    const address = passage ? url.href : url.href.replace(/#$/, "");
    if (address !== location.href) {
      try {
        history.replaceState(history.state, "", address);
      } catch {
        // A browser may refuse it: for a file, or for so many in so short a time.
      }
    }
  };

  // The start page of the site leads back to it (start.js); several sites may share one store.
  const remember = (passage, label) => {
    const site = root.dataset.content_root;
    const title = document.querySelector('meta[name="citation_title"]')?.content || document.title;
    if (!site) {
      return;
    }
    try {
      const read = JSON.parse(localStorage.getItem("tei-edition-read")) || {};
      const href = new URL(`#${passage.id}`, location.href).href;
      read[new URL(site, location.href).href] = { href, title, label };
      localStorage.setItem("tei-edition-read", JSON.stringify(read));
    } catch {
      // Not remembered, then.
    }
  };

  const look = () => {
    const passage = find();
    if (passage === current) {
      return;
    }
    current = passage;
    follow(passage);
    const label = passage && number(passage) ? number(passage).textContent : "";
    const detail = { anchor: passage ? passage.id : "", label };
    document.dispatchEvent(new CustomEvent("tei:passage", { detail }));
    if (passage) {
      remember(passage, label);
    }
  };

  // Only once the scrolling rests: it costs nothing meanwhile, and browsers allow few changes.
  let waiting = 0;
  const rest = () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 250);
  };

  /* Keys, for those who have switched them on; none is taken from what is being written. */

  const step = (by) => {
    const links = [...document.querySelectorAll(".tei-text :is(.tei-passage-number, a.tei-line-number)")];
    const line = innerHeight / 3;
    const focused = links.indexOf(document.activeElement);
    const last = focused >= 0 ? focused : links.filter((link) => top(link) <= line).length - 1;
    const link = links[Math.min(links.length - 1, Math.max(0, last + by))];
    if (link) {
      link.focus({ preventScroll: true });
      scrollTo({ top: scrollY + top(link) - innerHeight / 4 });
    }
  };

  const open = (selector) => document.querySelector(selector)?.click();
  const go = (relation) => {
    const link = document.querySelector(`link[rel="${relation}"]`);
    if (link) {
      location.assign(link.href);
    }
  };

  const search = () => {
    const field = [...document.querySelectorAll("input[name=q]")].find((one) => one.getClientRects().length);
    if (field) {
      field.focus();
    } else {
      go("search");
    }
  };

  const help = () => {
    const panel = document.querySelector("details.tei-views");
    if (panel) {
      panel.open = true;
      panel.scrollIntoView({ block: "center" });
      panel.querySelector("summary").focus();
    }
  };

  const keys = {
    n: () => go("next"),
    p: () => go("prev"),
    u: () => open(".tei-breadcrumbs li:last-child a"),
    j: () => step(1),
    k: () => step(-1),
    "/": search,
    "?": help,
  };

  // Escape puts away the card of a name, until another name is met; and the drawer of a theme.
  const close = () => {
    root.classList.add("tei-no-card");
    for (const drawer of document.querySelectorAll("input.sidebar-toggle:checked")) {
      drawer.checked = false;
    }
    if (document.activeElement.closest(".sidebar-drawer, .toc-drawer")) {
      document.activeElement.blur();
    }
  };
  const meet = (event) => {
    if (event.target.closest?.("a[data-card]")) {
      root.classList.remove("tei-no-card");
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
      return;
    }
    const is_plain = !(event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented);
    const writes = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (chosen("keys") === "on" && is_plain && !writes && keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  document.addEventListener("pointerover", meet);
  document.addEventListener("focusin", meet);

  const start = () => {
    passages = [...document.querySelectorAll(PASSAGES)].filter((one) => !one.closest(ASIDE));
    addEventListener("scroll", rest, { passive: true });
  };
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
