/* The apparatus beside the text: entries by witness and type, two texts side by side.
 *
 * Everything is on the pages without this: it only leaves out, and lays beside. What a reader has
 * chosen stands in the address. */
(() => {
  "use strict";

  const address = new URL(location.href);

  /** Keep what was chosen in the address; an empty value is the default, and left out. */
  function remember(name, value) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
    address.hash = location.hash;
    history.replaceState(null, "", address);
  }

  function make(tag, className, text = "") {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  /** A labelled list of options, each a value and its text. */
  function makeSelect(label, options, value) {
    const holder = make("label", "tei-control", `${label} `);
    const select = holder.appendChild(document.createElement("select"));
    for (const [name, text] of options) select.add(new Option(text, name));
    select.value = options.some(([name]) => name === value) ? value : options[0][0];
    return [holder, select];
  }

  // Which entries are shown.

  const sigla = (entry) =>
    new Set([...entry.querySelectorAll(".tei-siglum")].map(
      (mark) => mark.dataset.plain || mark.textContent));
  const types = (entry) =>
    [...entry.querySelectorAll("[class*='tei-type-']"), entry].flatMap((part) =>
      [...part.classList].filter((name) => name.startsWith("tei-type-")
        && (part === entry || /^tei-(rdg|rdgGrp)$/.test(part.classList[0])))
        .map((name) => name.slice("tei-type-".length)));

  function offerFilter(page) {
    const entries = [...page.querySelectorAll(".tei-entry")].map((element) => ({
      element, sigla: sigla(element), types: new Set(types(element)),
      marks: page.querySelectorAll(`a.tei-app-mark[href$="#${CSS.escape(element.id)}"]`),
    }));
    const known = (key) =>
      [...new Set(entries.flatMap((entry) => [...entry[key]]))].sort().map((name) => [name, name]);
    const all = ["", teiWord("filter all")];
    const witnesses = known("sigla");
    const kinds = known("types");
    if (witnesses.length + kinds.length < 2) return;

    const form = make("form", "tei-filter");
    [form.lang, form.dir] = [teiWords[""].language, teiWords[""].direction];
    form.setAttribute("aria-label", teiWord("filter"));
    form.append(`${teiWord("filter")}: `);
    const [byWitness, witness] =
      makeSelect(teiWord("filter witness"), [all, ...witnesses], address.searchParams.get("witness"));
    const [byType, type] =
      makeSelect(teiWord("filter type"), [all, ...kinds], address.searchParams.get("type"));
    const count = make("output", "tei-filter-count");
    if (witnesses.length > 1) form.append(byWitness, " ");
    if (kinds.length) form.append(byType, " ");
    form.append(count);
    page.querySelector(".tei-apparatus").before(form);

    function apply() {
      let shown = 0;
      for (const entry of entries) {
        const fits = (!witness.value || entry.sigla.has(witness.value))
          && (!type.value || entry.types.has(type.value));
        entry.element.hidden = !fits;
        for (const mark of entry.marks) mark.parentElement.hidden = !fits;
        shown += fits;
      }
      count.textContent = teiWord("filter count", { shown, total: entries.length });
      remember("witness", witness.value);
      remember("type", type.value);
    }
    form.addEventListener("change", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
  }

  // An entry and its words: to point at one shows the other.

  const hashOf = (link) => decodeURIComponent((link?.getAttribute("href") || "").split("#")[1] || "");

  function joinWords(page) {
    for (const entry of page.querySelectorAll(".tei-entry")) {
      const anchor = hashOf(entry.querySelector(".tei-entry-mark"));
      if (!anchor) continue;
      const words = [...page.querySelectorAll(`[data-about~="${CSS.escape(anchor)}"]`)];
      const point = (on) => {
        for (const element of [entry, ...words]) element.classList.toggle("tei-pointed", on);
      };
      for (const element of [entry, ...words]) {
        element.addEventListener("mouseover", (event) => {
          // Of entries in each other, the innermost is meant.
          if (event.target.closest(".tei-app, .tei-entry") === element) point(true);
        });
        element.addEventListener("mouseout", () => point(false));
        element.addEventListener("focusin", () => point(true));
        element.addEventListener("focusout", () => point(false));
      }
      for (const element of words) {
        // Where no letter leads to the entry, its words do.
        element.addEventListener("click", (event) => {
          const mark = element.querySelector(":scope > sup > .tei-app-mark");
          const is_hidden = mark && mark.parentElement.getBoundingClientRect().width <= 1;
          if (is_hidden && !event.target.closest("a") && !getSelection().toString()) {
            location.hash = entry.id;
          }
        });
      }
    }
  }

  // Two texts side by side.

  const ASIDE = ".tei-apparatus, .tei-filter, .tei-view, .tei-witness-choice, .tei-witness-note, .tei-downloads,"
    + " .footnote-list, aside.footnote, .toctree-wrapper, .tei-views, .tei-key-to-signs, .tei-named, .tei-cite,"
    + " h1";

  /** The blocks of a text in order; those of a section count one by one. */
  function listBlocks(section) {
    return [...section.children].flatMap((child) =>
      child.matches(ASIDE) ? []
        : child.matches("section, .tei-div") ? listBlocks(child) : [child]);
  }

  /** Bring the blocks of two texts into rows: the same passage in the same row. */
  function listRows(left, right) {
    const rows = [];
    const places = new Map();
    const key = (block) => block.dataset.anchor || block.id;
    for (const block of left) {
      if (key(block)) places.set(key(block), rows.length);
      rows.push([[block], []]);
    }
    let last = 0;
    for (const block of right) {
      last = places.get(key(block)) ?? last;
      if (!rows.length) rows.push([[], []]);
      rows[last][1].push(block);
    }
    return rows;
  }

  /** The blocks of another page, whose anchors give way to those of this one. */
  async function fetchBlocks(href) {
    const other = new DOMParser().parseFromString(await teiRead(href), "text/html");
    for (const element of other.querySelectorAll("[href]")) {
      const target = element.getAttribute("href");
      element.setAttribute("href", new URL(target, new URL(href, location.href)).href);
    }
    for (const element of other.querySelectorAll("[id]")) {
      element.dataset.anchor = element.id;
      element.removeAttribute("id");
    }
    return listBlocks(other.querySelector(".tei-page"));
  }

  const read = (element) => {
    const copy = element.cloneNode(true);
    for (const mark of copy.querySelectorAll("sup, [hidden]")) mark.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  };

  /** Mark where two texts differ; to point at a variant is to point at the other's. */
  function markVariants(left, right) {
    const places = new Map();
    for (const place of left.flatMap((b) => [...b.querySelectorAll(".tei-app, .tei-reading")])) {
      places.set(place.dataset.anchor || place.id, place);
    }
    for (const place of right.flatMap((b) => [...b.querySelectorAll(".tei-app, .tei-reading")])) {
      const other = places.get(place.dataset.anchor || place.id);
      if (!other || read(place) === read(other)) continue;
      for (const [one, two] of [[place, other], [other, place]]) {
        one.classList.add("tei-differs");
        for (const [event, on] of
          [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
          one.addEventListener(event, () => two.classList.toggle("tei-pointed", on));
        }
      }
    }
  }

  function offerChoice(page, choice) {
    const links = new Map([...choice.querySelectorAll("a")].map((a) => [a.textContent, a.href]));
    const isText = !page.querySelector(".tei-witness-note");
    if (!isText || !links.size) return;
    const form = make("form", "tei-view");
    const options = [["", teiWord("beside text")], ...[...links.keys()].map((name) => [name, name])];
    const [leftLabel, left] =
      makeSelect(teiWord("beside left"), options, address.searchParams.get("view"));
    const [rightLabel, right] =
      makeSelect(teiWord("beside right"), [["", teiWord("beside none")], ["text", teiWord("beside text")], ...options.slice(1)],
        address.searchParams.get("beside"));
    const status = make("output", "tei-view-status");
    rightLabel.classList.add("tei-beside");
    form.append(leftLabel, " ", rightLabel, " ", status);
    choice.after(form);
    choice.hidden = true;

    async function show() {
      if (!right.value) {
        if (left.value) location.assign(links.get(left.value));
        return;
      }
      try {
        const own = listBlocks(page);
        const load = (name) => (name && name !== "text" ? fetchBlocks(links.get(name)) : own);
        const [one, two] = await Promise.all([load(left.value), load(right.value)]);
        if (one === two) return;
        markVariants(one, two);
        const table = make("div", "tei-parallel");
        (own[0] || page.lastElementChild).before(table);
        const names = [left, right].map((select) => select.selectedOptions[0].textContent);
        table.append(...names.map((name) => make("p", "tei-parallel-name", name)));
        for (const cells of listRows(one, two)) {
          for (const [number, blocks] of cells.entries()) {
            const cell = table.appendChild(make("div", "tei-parallel-cell"));
            cell.setAttribute("aria-label", names[number]);
            cell.setAttribute("role", "group");
            cell.append(...blocks);
          }
        }
        // What is in neither column stays on the page for those links that lead to it.
        for (const block of own) if (!table.contains(block)) block.hidden = true;
        page.classList.add("tei-is-parallel");
        document.documentElement.classList.add("tei-is-wide");
      } catch {
        status.textContent = teiWord("beside failed");
      }
    }

    form.addEventListener("change", () => {
      remember("view", left.value);
      remember("beside", right.value);
      if (left.value && !right.value) location.assign(links.get(left.value));
      else location.assign(address);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    if (right.value && right.value !== (left.value || "text")) show();
  }

  function start() {
    const page = document.querySelector(".tei-page.tei-text");
    if (!page) return;
    const choice = page.querySelector(".tei-witness-choice");
    if (page.querySelector(".tei-apparatus")) {
      offerFilter(page);
      joinWords(page);
    }
    if (choice) offerChoice(page, choice);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
