/* The reader's choices: kept in the address and remembered; the style sheet does the showing.
 *
 * Loaded in the head, so that a page is shown as it was chosen from the first moment. A choice is
 * an attribute of the root element, data-tei-NAME; without one the page is as the edition has it. */

(() => {
  "use strict";
  const root = document.documentElement;
  const store = "tei-edition-views";
  const names = ["spelling", "errors", "abbreviations", "lines", "names", "dates", "marks"];
  // What concerns nobody but the reader is remembered, and stands in no address.
  const personal = ["keys", "address"];

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(store)) || {};
    } catch {
      return {};
    }
  };

  const show = (name, value) => {
    if (/^[a-z]+$/.test(value || "")) {
      root.setAttribute(`data-tei-${name}`, value);
    } else {
      root.removeAttribute(`data-tei-${name}`);
    }
  };

  const address = new URLSearchParams(location.search);
  const kept = read();
  for (const name of names) {
    show(name, address.get(name) || kept[name]);
  }
  for (const name of personal) {
    show(name, kept[name]);
  }
  root.classList.add("tei-scripted");

  // What is shown stands in the address, so that who gets it sees the same.
  const tell = (name, value, is_default) => {
    if (personal.includes(name)) {
      return;
    }
    const url = new URL(location.href);
    if (is_default) {
      url.searchParams.delete(name);
    } else {
      url.searchParams.set(name, value);
    }
    if (url.href !== location.href) {
      history.replaceState(history.state, "", url);
    }
  };

  const choose = (name, value, is_default) => {
    const views = read();
    views[name] = value;
    if (is_default) {
      delete views[name];
    }
    try {
      localStorage.setItem(store, JSON.stringify(views));
    } catch {
      // Not remembered, then: this page shows it all the same.
    }
    show(name, value);
    tell(name, value, is_default);
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const control of document.querySelectorAll("select[data-tei-view]")) {
      const name = control.dataset.teiView;
      const values = [...control.options].map((option) => option.value);
      const chosen = root.getAttribute(`data-tei-${name}`);
      if (values.includes(chosen)) {
        control.value = chosen;
        tell(name, chosen, control.selectedIndex === 0);
      }
      control.addEventListener("change", () =>
        choose(name, control.value, control.selectedIndex === 0));
    }
  });

  // A note that was opened beside its mark closes as everything that opens does.
  document.addEventListener("keydown", (event) => {
    const open = document.querySelector("aside.footnote:target");
    if (event.key === "Escape" && open) {
      const mark = open.querySelector("[role=doc-backlink]");
      location.hash = mark ? mark.getAttribute("href") : "";
      document.querySelector(location.hash || "none")?.focus();
    }
  });
})();
