/* The search page: what a hit says, whichever engine has found it.
 *
 * A passage is {kind, href, text, mentions}. Its text has words as they are shown; between OPEN and
 * CLOSE, after a word, stands what another side of a choice has for it, or another calendar. */

// biome-ignore lint/correctness/noUnusedVariables: the script of the engine uses it
const teiSearch = (() => {
  "use strict";

  const OPEN = "\u2997";
  const CLOSE = "\u2998";
  const WORD = /[\p{L}\p{N}\p{M}_]+/gu;
  const OTHER = new RegExp(`( ?${OPEN}[^${CLOSE}]*${CLOSE})`, "u");
  const LENGTH = 260;

  const settings = JSON.parse(document.querySelector("[data-tei-search]").dataset.teiSearch);
  const { folding } = settings;
  const marks = new RegExp(`[${folding.marks}]+`, "gu");
  const letters = new RegExp(`[${Object.keys(folding.letters).join("")}]`, "gu");
  const CHARACTERS = new RegExp(`[${folding.unspaced}]\\p{M}*`, "gu");
  const PARTS = new RegExp(`(?:[${folding.unspaced}]\\p{M}*)+|[^${folding.unspaced}]+`, "gu");

  /** A text as the index compares it: small letters without diacritics. */
  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(marks, "")
    .replace(letters, (letter) => folding.letters[letter]);

  /** What the index has for a word: itself, and the number that it begins with. */
  const list = (word) => {
    const folded = fold(word);
    const number = folded.match(/^\p{Nd}+/u);
    if (!number) return [folded];
    return number[0] === folded ? [`_${folded}`] : [folded, `_${number[0]}`];
  };

  function make(tag, className, ...content) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...content);
    return element;
  }

  /** What may be found in a word: [start, end, forms]. In scripts without spaces that is each
   * character, with the one after it. */
  function* listForms(word) {
    for (const part of word.matchAll(PARTS)) {
      const characters = part[0].match(CHARACTERS);
      if (!characters) yield [part.index, part.index + part[0].length, list(part[0])];
      let start = part.index;
      for (const [at, one] of (characters || []).entries()) {
        const two = characters[at + 1] || "";
        yield [start, start + one.length, [fold(one)]];
        if (two) yield [start, start + one.length + two.length, [fold(one) + fold(two)]];
        start += one.length;
      }
    }
  }

  /** The words of a text that `find` knows: [start, end, term]. */
  function locate(text, find) {
    const found = [];
    for (const match of text.matchAll(WORD)) {
      for (const [start, end, forms] of listForms(match[0])) {
        const term = forms.map(find).find((known) => known !== undefined);
        if (term !== undefined) found.push([match.index + start, match.index + end, term]);
      }
    }
    return found;
  }

  /** The places of hits in order; those that touch each other within a word are one. */
  function* listMarked(hits) {
    let last = null;
    for (const [start, end] of hits) {
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else {
        if (last) yield last;
        last = [start, end];
      }
    }
    if (last) yield last;
  }

  /** The text of a passage for readers, with its hits; another side only where it says more. */
  function read(text, find) {
    const parts = text.split(OTHER);
    const locateFolded = (part) =>
      locate(part, find).map(([start, end]) => fold(part.slice(start, end)));
    const plain = new Set(parts.filter((part) => !part.trimStart().startsWith(OPEN))
      .flatMap(locateFolded));
    let shown = "";
    const hits = [];
    for (const part of parts) {
      const isOther = part.trimStart().startsWith(OPEN);
      const said = isOther ? ` [${part.trim().slice(1, -1)}]` : part;
      const found = locate(said, find);
      if (isOther && locateFolded(said).every((word) => plain.has(word))) continue;
      hits.push(...found.map(([start, end, term]) =>
        [start + shown.length, end + shown.length, term]));
      shown += said;
    }
    return { text: shown, hits, terms: new Set(hits.map((hit) => hit[2])) };
  }

  function* listSentences(text, isWhole) {
    if (isWhole || typeof Intl.Segmenter !== "function") {
      yield [0, text.length];
      return;
    }
    const segmenter = new Intl.Segmenter(settings.language, { granularity: "sentence" });
    for (const { index, segment } of segmenter.segment(text)) {
      yield [index, index + segment.trimEnd().length];
    }
  }

  /** Where a text may be cut: at a space not far before (-1) or behind (1), or where there is none,
   * in scripts without spaces, there. */
  function cut(text, at, way) {
    const isHalf = /[\udc00-\udfff]/.test(text[Math.floor(at)] || "");
    const place = Math.floor(at) + (isHalf ? 1 : 0);
    const space = way < 0 ? text.lastIndexOf(" ", place) : text.indexOf(" ", place);
    if (space < 0 || Math.abs(space - place) > 60) return place;
    return way < 0 ? space : space + 1;
  }

  /** The sentence with most of what was asked for, cut around its first hit if it is long. */
  function choose({ text, hits }, isWhole) {
    let best = [0, text.length];
    let most = 0;
    for (const [start, end] of listSentences(text, isWhole)) {
      const inside = hits.filter((hit) => hit[0] >= start && hit[1] <= end);
      const terms = new Set(inside.map((hit) => hit[2])).size;
      if (terms > most) [best, most] = [[start, end], terms];
    }
    let [start, end] = best;
    const first = hits.find((hit) => hit[0] >= start && hit[1] <= end);
    if (end - start > LENGTH) {
      const from = first ? Math.max(start, first[0] - LENGTH / 3) : start;
      start = from === start ? start : cut(text, from, 1);
      const to = Math.min(end, start + LENGTH);
      end = to === end ? end : Math.max(cut(text, to, -1), first ? first[1] : 0);
    }
    return [start, end];
  }

  /** A quotation from a text in which the hits are marked. */
  function quote(found, isWhole) {
    const [start, end] = choose(found, isWhole);
    const quotation = make("span", "tei-quotation");
    let at = start;
    if (start > 0) quotation.append("… ");
    const inside = found.hits.filter((hit) => hit[0] >= start && hit[1] <= end);
    for (const [from, to] of listMarked(inside)) {
      quotation.append(found.text.slice(at, from), make("mark", "", found.text.slice(from, to)));
      at = to;
    }
    quotation.append(found.text.slice(at, end));
    if (end < found.text.length) quotation.append(" …");
    return quotation;
  }

  /** A passage that was found, as an item of a list. */
  function makeHit(passage, found) {
    const link = make("a", "", quote(found, passage.kind === "apparatus"));
    link.href = passage.href;
    const kind = make("span", "tei-hit-kind", teiWord(`search kind ${passage.kind}`));
    const item = make("li", `tei-hit tei-hit-${passage.kind}`, kind, " ", link);
    if (passage.mentions?.length) {
      item.append(make("ul", "tei-hit-mentions",
        ...passage.mentions.map((mention) => make("li", "", mention))));
    }
    return item;
  }

  const status = document.getElementById("search-progress");
  const tell = (text) => { status.textContent = text; };
  const count = (number) =>
    (settings.engine === "pagefind"
      ? teiWord("search passages", { number }) : teiWord("search pages", { number }));

  /** Show what `more` gives, some at a time: it makes the next items of the list. */
  function show(total, size, more) {
    const output = document.getElementById("search-results");
    const results = make("ol", "tei-results");
    const button = make("button", "tei-more", teiWord("search more"));
    button.type = "button";
    output.replaceChildren(results);
    let done = 0;
    const next = async () => {
      button.remove();
      const items = await more(done, Math.min(done + size, total));
      done = Math.min(done + size, total);
      results.append(...items);
      if (done < total) output.append(button);
    };
    button.addEventListener("click", async () => {
      const last = results.lastElementChild;
      await next();
      last?.nextElementSibling?.querySelector("a")?.focus();
    });
    return next();
  }

  return { count, fold, make, makeHit, read, settings, show, tell };
})();
