/* Citing a passage: what the address names is what the block cites. Without this script the block
 * cites the page, and says all the same; copying by a button is an addition as well. */

(() => {
  "use strict";
  const block = document.querySelector(".tei-cite");
  if (!block) {
    return;
  }
  const summary = block.querySelector("summary");
  const forms = block.querySelector(".tei-cite-forms");
  const template = block.querySelector("template");
  const labels = block.querySelector("script");
  const passages = labels ? JSON.parse(labels.textContent) : {};
  const whole = [...forms.childNodes].map((node) => node.cloneNode(true));
  const title = summary.textContent;

  // A passage is named in each format as that has it.
  const latex = {
    "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
  };
  const escapes = {
    bib: (text) => text.replace(/[\\{}~^%&#_$]/g, (sign) => latex[sign] || `\\${sign}`),
    "csl.json": (text) => JSON.stringify(text).slice(1, -1),
  };

  const fill = (text, anchor, label) =>
    text.replaceAll("@@anchor@@", anchor).replaceAll("@@label@@", label);

  const findPassage = (node) => {
    let around = node;
    while (around && !(around.id in passages)) {
      around = around.parentElement;
    }
    return around;
  };

  // The passage that the address names: its anchor as it stands there, and what it is called.
  const find = () => {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      // Not encoded, then.
    }
    const target = id && document.getElementById(id);
    const page = block.closest(".tei-page");
    if (!target || !template || !page?.contains(target) || target.contains(block)
        || block.contains(target)) {
      return null;
    }
    const around = findPassage(target);
    return { anchor: location.hash.slice(1), label: around ? passages[around.id] : `#${id}` };
  };

  const addButtons = () => {
    for (const text of forms.querySelectorAll(".tei-cite-text")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "tei-cite-copy";
      button.setAttribute("aria-live", "polite");
      const name = text.closest(".tei-cite-data")?.querySelector("summary").textContent
        || text.previousElementSibling?.textContent || "";
      const say = (words) => {
        button.textContent = words;
        button.setAttribute("aria-label", `${words}: ${name}`);
      };
      say(teiWord("copy"));
      button.addEventListener("click", async () => {
        if (await copy(text)) {
          say(teiWord("copied"));
          setTimeout(() => say(teiWord("copy")), 2000);
        }
      });
      text.after(button);
    }
  };

  const copy = async (element) => {
    try {
      await navigator.clipboard.writeText(element.textContent);
      return true;
    } catch {
      // No leave to do so: what is to be copied is marked at least, and mostly copied.
      getSelection().selectAllChildren(element);
      return document.execCommand("copy");
    }
  };

  const addressed = [];
  const offer = (data) => {
    // The files of the site cite the page; of a passage they are made here.
    const text = data.querySelector("pre").textContent;
    const lines = data.dataset.format === "ris" ? text.replaceAll("\n", "\r\n") : text;
    const link = data.querySelector("a[download]");
    link.href = URL.createObjectURL(new Blob([lines], { type: "text/plain" }));
    link.download = link.querySelector(".tei-cite-file").textContent.trim();
    addressed.push(link.href);
  };

  // The way from a passage to the page as a whole: the address without it.
  const offerPage = () => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tei-cite-page";
    button.textContent = title;
    button.addEventListener("click", () => {
      history.pushState(null, "", location.pathname + location.search);
      show();
      summary.focus();
    });
    return button;
  };

  const show = () => {
    const passage = find();
    const open = [...forms.querySelectorAll("details")].map((details) => details.open);
    for (const address of addressed.splice(0)) URL.revokeObjectURL(address);
    if (passage) {
      const made = template.content.cloneNode(true);
      const walk = document.createTreeWalker(made, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const text = walk.currentNode;
        const format = text.parentElement?.closest("[data-format]")?.dataset.format;
        const escapeLabel = escapes[format] || ((words) => words);
        text.data = fill(text.data, passage.anchor, escapeLabel(passage.label));
      }
      for (const link of made.querySelectorAll("a[href*='@@anchor@@']")) {
        link.setAttribute("href", fill(link.getAttribute("href"), passage.anchor, ""));
      }
      made.querySelectorAll("[data-format]").forEach(offer);
      forms.replaceChildren(made, offerPage());
      summary.textContent = teiWord("cite passage", { label: passage.label });
    } else {
      forms.replaceChildren(...whole.map((node) => node.cloneNode(true)));
      if (template) {
        const hint = document.createElement("p");
        hint.className = "tei-label";
        hint.textContent = teiWord("cite hint");
        forms.prepend(hint);
      }
      summary.textContent = title;
    }
    forms.querySelectorAll("details").forEach((details, i) => { details.open = open[i] || false; });
    addButtons();
    const long = forms.querySelector(".tei-cite-long");
    block.querySelector(".tei-cite-print-text").replaceChildren(
      ...[...long.childNodes].map((node) => node.cloneNode(true)));
  };

  // Who selects words of a passage is offered to cite it.
  const chosen = document.createElement("button");
  chosen.type = "button";
  chosen.className = "tei-cite-chosen";
  const offerChosen = () => {
    const selection = getSelection();
    chosen.remove();
    if (!template || selection.isCollapsed || !selection.rangeCount) {
      return;
    }
    const range = selection.getRangeAt(0);
    const passage = findPassage(range.startContainer.parentElement);
    if (!passage || passage.contains(block) || block.contains(range.startContainer)) {
      return;
    }
    const { x, bottom } = [...range.getClientRects()].at(-1) ?? range.getBoundingClientRect();
    chosen.textContent = teiWord("cite passage", { label: passages[passage.id] });
    chosen.dataset.passage = passage.id;
    document.body.append(chosen);
    const most = document.documentElement.clientWidth - chosen.offsetWidth - 8;
    chosen.style.left = `${Math.max(8, Math.min(x, most)) + scrollX}px`;
    chosen.style.top = `${bottom + scrollY + 6}px`;
  };
  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(offerChosen, 200);
  });
  // What is selected stays so until the click.
  chosen.addEventListener("pointerdown", (event) => event.preventDefault());
  chosen.addEventListener("click", () => {
    history.pushState(null, "", `#${encodeURIComponent(chosen.dataset.passage)}`);
    chosen.remove();
    show();
    block.querySelector("details").open = true;
    block.scrollIntoView({ block: "start", behavior: "instant" });
    summary.focus({ preventScroll: true });
  });

  addEventListener("hashchange", show);
  addEventListener("popstate", show);
  show();
})();
