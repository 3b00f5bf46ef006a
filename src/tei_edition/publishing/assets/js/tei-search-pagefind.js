/* Pagefind's search: what is asked for and the filters stand in the address, as the form sends it.
 *
 * A record holds passages that follow each other, between NEXT; after END stand names and dates
 * that they are found by and do not say (see `tei_edition.sphinxext.pagefind`). */

(() => {
  "use strict";

  const { count, fold, make, makeHit, read, show, tell } = teiSearch;
  const HITS = 20;
  const NEXT = "\u2999";
  const END = "\u299a";
  const OTHERWISE = /([^\u2997\u2998]*) \u2997([^\u2998]*)\u2998/gu;
  const NAMED = ["person", "organisation", "place"];

  const root = document.documentElement.dataset.content_root || "./";
  const form = document.querySelector(".tei-search-form");
  const details = form.querySelector(".tei-filters");
  const address = new URLSearchParams(location.search);
  const query = (address.get("q") || "").trim();
  const filtered = new Set(NAMED.map((name) => address.get(name)));

  let loaded = null;
  const load = () => {
    loaded ??= import(new URL(`${root}pagefind/pagefind.js`, location.href).href)
      .then(async (pagefind) => {
        await pagefind.init();
        return pagefind;
      });
    return loaded;
  };

  // The form says what the address says.

  let offered = false;
  async function offer() {
    if (offered) return;
    offered = true;
    const filters = await (await load()).filters();
    for (const name of NAMED) {
      const known = Object.keys(filters[name] || {});
      form.querySelector(`#tei-all-${name}`).append(...known.map((value) => new Option(value)));
      form.elements[name].closest("p").hidden = !known.length;
    }
    for (const text of Object.keys(filters.text || {})) form.elements.text.add(new Option(text, text));
    form.elements.text.closest("p").hidden = form.elements.text.options.length < 3;
    form.elements.text.value = address.get("text") || "";
    for (const box of form.querySelectorAll("[name=kind]")) {
      box.closest("label").hidden = !filters.kind?.[box.value];
    }
    const years = Object.keys(filters.year || {}).map(Number);
    form.elements.from.closest("p").hidden = !years.length;
    for (const name of ["from", "to"]) {
      form.elements[name].min = Math.min(...years);
      form.elements[name].max = Math.max(...years);
    }
  }

  function fill() {
    for (const box of document.querySelectorAll("input[name=q]")) box.value = query;
    const kinds = address.getAll("kind");
    for (const box of form.querySelectorAll("[name=kind]")) box.checked = kinds.includes(box.value);
    for (const name of [...NAMED, "from", "to"]) form.elements[name].value = address.get(name) || "";
    const isFiltered = [...NAMED, "text", "kind", "from", "to"].some((name) => address.get(name));
    details.addEventListener("toggle", () => details.open && offer().catch(fail));
    if (isFiltered) details.open = true;
    // An address is for others too: it says no more than what was chosen.
    form.addEventListener("submit", () => {
      for (const control of form.elements) if (control.name && !control.value) control.disabled = true;
    });
    addEventListener("pageshow", () => {
      for (const control of form.elements) control.disabled = false;
    });
    return isFiltered;
  }

  async function readFilters(pagefind) {
    const filters = {};
    for (const name of [...NAMED, "text"]) if (address.get(name)) filters[name] = [address.get(name)];
    const kinds = address.getAll("kind").filter((kind) => kind);
    if (kinds.length) filters.kind = { any: kinds };
    const [from, to] = ["from", "to"].map((name) => address.get(name));
    if (from || to) {
      const years = Object.keys((await pagefind.filters()).year || {}).filter((year) =>
        (!from || Number(year) >= Number(from)) && (!to || Number(year) <= Number(to)));
      filters.year = { any: years.length ? years : ["-"] };
    }
    return filters;
  }

  // What was found.

  /** The words of a record that Pagefind has found, and those that begin as was asked for. */
  function makeFinder(record, terms) {
    const said = record.raw_content.split(/\s+/);
    const located = record.locations.flatMap((place) =>
      fold(said[place] || "").match(/[\p{L}\p{N}\p{M}_]+/gu) || []);
    const known = new Map();
    for (const word of located) {
      const near = terms.find((term) => word.startsWith(term.slice(0, 3)));
      if (near) known.set(word, near);
    }
    return (word) => {
      const bare = word.replace(/^_/, "");
      return known.get(bare) || terms.find((term) => bare.startsWith(term));
    };
  }

  /** A passage with its hits; a name that is asked for in another form is one. */
  function readPart(text, also, find) {
    const found = read(text.trim(), find);
    const names = [];
    for (const [, surface, forms] of also.matchAll(OTHERWISE)) {
      const { terms } = read(forms, find);
      const words = surface.trim();
      if ([...terms].every((term) => found.terms.has(term))) continue;
      const at = words ? found.text.indexOf(words) : -1;
      if (at >= 0) found.hits.push([at, at + words.length, [...terms][0]]);
      for (const term of terms) found.terms.add(term);
      names.push(forms.split("; ")[0]);
    }
    found.hits.sort((one, two) => one[0] - two[0]);
    // Names nest: what is marked is marked once.
    found.hits = found.hits.filter((hit, at, hits) => !at || hit[0] >= hits[at - 1][1]);
    return { ...found, names };
  }

  function describe(record, terms) {
    const find = makeFinder(record, terms);
    const [texts, others] = record.raw_content.split(END).map((part) => part.split(NEXT));
    const parts = texts.map((text, at) => readPart(text, others?.[at] || "", find));
    const best = parts.reduce((best, part, at) =>
      (part.terms.size > parts[best].terms.size ? at : best), 0);
    // Of a word that it does not have, Pagefind finds the beginning: that is no answer.
    if (terms.length && !parts[best].terms.size) return null;
    const anchor = record.meta.anchors.split(" ")[best];
    const href = root + record.meta.address + (anchor === "-" ? "" : `#${anchor}`);
    const item = makeHit({ kind: record.meta.kind, href }, parts[best]);
    const names = parts[best].names.filter((name) => !filtered.has(name));
    if (names.length) item.append(" ", make("span", "tei-hit-named", `(${names.join("; ")})`));
    return item;
  }

  /** The passages of each page together, in the order in which the first of each was found. */
  function gather(records, terms) {
    const pages = new Map();
    for (const record of records) {
      const hit = describe(record, terms);
      if (!hit) continue;
      const { address, title } = record.meta;
      if (!pages.has(address)) {
        const link = make("a", "tei-result-page", title);
        link.href = root + address;
        pages.set(address, make("li", "", make("p", "", link), make("ul", "tei-hits")));
      }
      pages.get(address).lastElementChild.append(hit);
    }
    return [...pages.values()];
  }

  function fail() {
    tell(teiWord("search failed"));
  }

  async function search(isFiltered) {
    tell(teiWord("search searching"));
    const pagefind = await load();
    const terms = fold(query).match(/[\p{L}\p{N}\p{M}]+/gu) || [];
    // Who filters by a name is shown where it stands.
    const named = [...filtered].filter((name) => name).join(" ");
    const marked = [...terms, ...(fold(named).match(/[\p{L}\p{M}]{3,}/gu) || [])];
    // A quotation is asked for as it is; else words count, however they are joined.
    const isExact = /^".+"$/.test(query);
    const asked = isExact ? query : terms.join(" ");
    const filters = isFiltered ? await readFilters(pagefind) : {};
    const { results } = await pagefind.search(asked || null, { filters });
    await show(results.length, HITS, async (from, to) => {
      const records = await Promise.all(results.slice(from, to).map((result) => result.data()));
      return gather(records, marked);
    });
    const isFound = document.querySelector(".tei-hit") !== null;
    if (!isFound) document.getElementById("search-results").replaceChildren();
    tell(isFound ? count(results.length) : teiWord("search nothing"));
    document.getElementById("search-progress").dataset.teiDone = query;
  }

  const isFiltered = fill();
  if (query || isFiltered) search(isFiltered).catch(fail);
})();
