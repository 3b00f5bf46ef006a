/* Sphinx's search finds pages: this finds the passages on them, and quotes these.
 *
 * It lets Sphinx find (Search, splitQuery, Stemmer) and shows the results in its stead. What a
 * passage of a page is, `tei_edition.sphinxext.search.passages` says in the same way for the index. */

(() => {
  "use strict";
  if (typeof Search === "undefined" || !Search._parseQuery || !Search._performSearch) return;

  const { count, make, makeHit, read, settings, show, tell } = teiSearch;
  const PAGES = 10;
  const PASSAGES = 5;
  const OPEN = "\u2997";
  const CLOSE = "\u2998";

  const BLOCKS = "p, li, dt, dd, td, th, h1, h2, h3, h4, h5, h6, figcaption, pre, .line";
  const LEFT_OUT = "script, style, svg, thead, .footnote-reference, .footnote > .label,"
    + " .headerlink, .no-search, .tei-downloads, .tei-witness-choice, .tei-drawing, .tei-timeline,"
    + " .tei-line-number, .tei-mention-pages, .tei-mention, .tei-named, .tei-views, .tei-count,"
    + " .tei-letters, .toctree-wrapper, .tei-label, .tei-fw";
  const ENTRY_MARKS = ".tei-break-number, .tei-entry-mark, .tei-entry-place, .tei-sign";
  const ENTRIES = "dt.tei-entity[id], dt.tei-entity[id] + dd, .tei-chronology-table";
  const BREAKS = ".tei-lb, .tei-pb, .tei-cb, .tei-gb";
  const HYPHEN = /(?<=[\p{L}\p{M}])[-\u2010\u2e17\u00ac\u00ad]$/u;
  const BEFORE = /^[.,;:!?…()[\]“”‘’"'«»]+/u;
  const AFTER = /[.,;:!?…()[\]“”‘’"'«»]+$/u;
  const strip = (word) => word.replace(BEFORE, "").replace(AFTER, "");

  // The words of a passage, and beside them those of the sides that are not shown.

  class Line {
    constructor(whole) {
      this.whole = whole;
      this.done = [];
      this.sides = ["", ""];
      this.also = [];
    }

    read(element) {
      for (const child of element.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) this.add(child.data);
        else if (child.nodeType === Node.ELEMENT_NODE) this.readElement(child);
      }
      return this;
    }

    readElement(child) {
      if (child.matches(BREAKS)) {
        if (HYPHEN.test(this.sides[0])) this.sides[1] = this.sides[1].replace(HYPHEN, "");
      } else if (child.matches(".tei-other-day")) {
        this.also.push(child.textContent.trim().slice(1, -1));
      } else if (child.matches(LEFT_OUT) || this.isGenerated(child)) {
        return;
      } else if (child.matches(".tei-choice")) {
        const sides = [...child.children];
        const shown = sides.filter((side) => !side.hidden).map(say).join("");
        const other = sides.filter((side) => side.hidden).map(say).join(" ");
        this.sides = [this.sides[0] + shown, this.sides[1] + (other || shown)];
      } else if (child.matches(".tei-del")) {
        // Deleted words are found, but are no part of the words around them.
        const deleted = new Line(this.whole).read(child).finish();
        const words = deleted.replaceAll(OPEN, "").replaceAll(CLOSE, "");
        if (words) this.also.push(words);
      } else if (child.hidden) {
        this.sides[1] += say(child);
      } else if (child.matches("math[alttext]")) {
        this.add(child.getAttribute("alttext"));
      } else {
        this.read(child);
      }
    }

    isGenerated(child) {
      return this.whole ? child.matches(ENTRY_MARKS) : child.matches(".tei-generated");
    }

    add(text) {
      const [first, ...rest] = text.split(/[ \t\r\n]+/);
      this.sides = this.sides.map((side) => side + first);
      for (const word of rest) {
        this.flush();
        this.sides = [word, word];
      }
    }

    flush() {
      const [shown, other] = this.sides;
      const word = shown.replace(AFTER, "") || shown;
      const bare = strip(other);
      if (bare && bare !== strip(shown)) this.also.unshift(bare);
      const also = this.also.map((said) => ` ${OPEN}${said}${CLOSE}`).join("");
      this.done.push(word + also + shown.slice(word.length));
      this.sides = ["", ""];
      this.also = [];
    }

    finish() {
      this.flush();
      return this.done.join(" ").replace(/\s+/g, " ").trim();
    }
  }

  const say = (element) => new Line(false).read(element).finish();

  // The passages of a page.

  const isLeftOut = (element) =>
    element.closest(LEFT_OUT) || element.closest(".tei-generated:not(h1, h2, h3, h4, h5, h6)");

  function judge(block, page) {
    if (block.closest("aside.footnote")) return "note";
    if (block.closest(".tei-apparatus")) return "apparatus";
    if (page.querySelector(".tei-register")) return "register";
    return page.querySelector(".tei-page") ? "text" : "page";
  }

  const fix = (link, address) =>
    link.setAttribute("href", new URL(link.getAttribute("href"), address).href);

  /** The quotations in an entry of a register, each of which leads to its passage. */
  const quoteMentions = (elements, address) => elements.slice(0, PASSAGES).map((element) => {
    const page = element.closest(".tei-mention-pages > li")?.querySelector(".tei-mention-page");
    const copy = (element.querySelector(".tei-mention") || element).cloneNode(true);
    for (const link of copy.querySelectorAll("a[href]")) fix(link, address);
    for (const part of copy.querySelectorAll("[id]")) part.removeAttribute("id");
    const label = page ? make("span", "tei-label", `${page.textContent.trim()}, `) : "";
    return make("span", "", label, ...copy.childNodes);
  });

  /** The entries of a register: the words of each together, and who is mentioned where. */
  function* listEntries(page, address) {
    for (const term of page.querySelectorAll("dt.tei-entity[id]")) {
      const entry = term.nextElementSibling;
      const text = [term, ...entry.querySelectorAll("p")]
        .filter((part) => !isLeftOut(part)).map(say).filter((said) => said).join(" · ");
      const names = [term, ...entry.querySelectorAll(".tei-forms")].map(say).join(" ");
      const found = [...entry.querySelectorAll(".tei-mentions > li")];
      const mentions = quoteMentions(found, address);
      yield { kind: "register", anchor: term.id, text, names, mentions };
    }
    let time = null;
    for (const row of page.querySelectorAll(".tei-chronology-table tbody > tr")) {
      const day = row.querySelector(".tei-day[id]");
      if (day) {
        if (time) yield time;
        time = { kind: "register", anchor: day.id, text: "", mentions: [] };
      }
      if (!time) continue;
      const said = [...row.querySelectorAll("p")].filter((part) => !isLeftOut(part)).map(say);
      time.text = [time.text, ...said].filter((part) => part).join(" · ");
      const found = [...row.querySelectorAll(".tei-mention")];
      time.mentions.push(...quoteMentions(found, address).slice(0, PASSAGES - time.mentions.length));
    }
    if (time) yield time;
  }

  function* listPassages(page, address) {
    yield* listEntries(page, address);
    for (const block of page.querySelectorAll(BLOCKS)) {
      if (block.querySelector(BLOCKS) || isLeftOut(block)) continue;
      if (block.closest(ENTRIES)) continue;
      const kind = judge(block, page);
      const text = new Line(kind === "apparatus").read(block).finish();
      const anchor = block.closest("[id]");
      if (text) yield { kind, anchor: page.contains(anchor) ? anchor.id : "", text };
    }
  }

  teiSearch.listPassages = (page, address) => [...listPassages(page, address)];

  // What was found.

  /** Those passages of a page that have most of what was asked for, with what they say. */
  function* listHits(page, address, finders) {
    const passages = teiSearch.listPassages(page, address);
    for (const find of finders) {
      const hits = passages.map((passage) => [passage, read(passage.text, find)])
        .filter(([, found]) => found.terms.size);
      const most = Math.max(...hits.map(([, found]) => found.terms.size));
      const best = hits.filter(([, found]) => found.terms.size === most);
      for (const [passage, found] of best) {
        // Whoever asks for a name asks for its mentions, however they spell it.
        if (passage.names && read(passage.names, find).terms.size < most) passage.mentions = [];
        passage.href = address.split("#")[0] + (passage.anchor ? `#${passage.anchor}` : "");
        yield [passage, found];
      }
      if (best.length) return;
    }
  }

  function locatePage(docName) {
    const { BUILDER, FILE_SUFFIX, LINK_SUFFIX } = DOCUMENTATION_OPTIONS;
    const root = document.documentElement.dataset.content_root;
    if (BUILDER === "dirhtml") {
      const folder = `${root}${docName}/`.replace(/(^|\/)index\/$/, "$1");
      return [folder, folder];
    }
    return [root + docName + FILE_SUFFIX, root + docName + LINK_SUFFIX];
  }

  async function describePage({ docName, title, anchor }, finders) {
    const [file, address] = locatePage(docName);
    const link = make("a", "tei-result-page", title);
    link.href = address + anchor;
    const item = make("li", "", make("p", "", link));
    let hits = [];
    try {
      const tree = new DOMParser().parseFromString(await teiRead(file), "text/html");
      const page = tree.querySelector("[role=main], main") || tree.body;
      hits = [...listHits(page, new URL(address, location.href).href, finders)];
    } catch {
      // A page that cannot be read is the hit itself, then.
    }
    const makeHits = (some) => some.map(([passage, found]) => makeHit(passage, found));
    if (hits.length) item.append(make("ul", "tei-hits", ...makeHits(hits.slice(0, PASSAGES))));
    if (hits.length > PASSAGES) {
      const summary = make("summary", "", teiWord("search rest", { number: hits.length - PASSAGES }));
      const rest = make("ul", "tei-hits", ...makeHits(hits.slice(PASSAGES)));
      item.append(make("details", "", summary, rest));
    }
    return item;
  }

  /** Ways to know a word of a text as one that was asked for: the same word, else a part of one. */
  function makeFinders(terms) {
    const stemmer = new Stemmer();
    const stems = new Map();
    const stem = (word) => {
      if (!stems.has(word)) stems.set(word, stemmer.stemWord(word).toLowerCase());
      return stems.get(word);
    };
    const parts = [...terms].filter((term) => term.length > 2);
    return [
      (word) => [word, stem(word)].find((form) => terms.has(form)),
      (word) => parts.find((term) => word.includes(term) || stem(word).includes(term)),
    ];
  }

  /** The pages that Sphinx has found, each once: those of the edition, the best first, then others. */
  function gather(results) {
    const pages = new Map();
    for (const [docName, title, anchor] of [...results].reverse()) {
      const known = pages.get(docName);
      if (!known) pages.set(docName, { docName, title, anchor });
      else if (known.anchor !== anchor) known.anchor = "";
    }
    for (const page of pages.values()) {
      const number = Search._index.docnames.indexOf(page.docName);
      page.title = Search._index.titles[number] || page.title;
    }
    const isOfEdition = ({ docName }) => docName.startsWith(`${settings.folder}/`);
    return [...pages.values()].sort((one, two) => isOfEdition(two) - isOfEdition(one));
  }

  Search.performSearch = (query) => {
    tell(teiWord("search searching"));
    Search.deferQuery(query);
    Search.loadIndex(`${document.documentElement.dataset.content_root}searchindex.js`);
  };

  Search.query = async (query) => {
    const parsed = Search._parseQuery(query);
    const status = document.getElementById("search-progress");
    // Sphinx empties its sign of progress, which is where this tells what was found.
    const pages = gather(Search._performSearch(...parsed));
    const finders = makeFinders(parsed[1]);
    await show(pages.length, PAGES, (from, to) =>
      Promise.all(pages.slice(from, to).map((page) => describePage(page, finders))));
    tell(pages.length ? count(pages.length) : teiWord("search nothing"));
    status.dataset.teiDone = query;
  };
})();
