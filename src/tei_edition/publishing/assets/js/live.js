/* Only while an edition is served with `tei-edition serve`: pages follow what is saved.
 *
 * A page that has changed is loaded again where the reader was, and what is new on it is marked for
 * a moment. Of other pages there is a note with a link. Problems are listed in a bar. */

(() => {
  "use strict";
  const KEY = "tei-edition-live";
  const MARKED = 2000;
  const SHOWN = 200;
  const site = new URL("/", location.href);
  let isReloading = false;

  const here = () => {
    const path = decodeURIComponent(location.pathname).slice(1);
    return path === "" || path.endsWith("/") ? `${path}index.html` : path;
  };

  /* What each passage says, to find out what is new after loading the page again. */
  const read = () => {
    const found = {};
    for (const element of document.querySelectorAll("main [id], article [id]")) {
      found[element.id] = element.textContent;
    }
    return found;
  };

  const reload = () => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ page: here(), top: scrollY, passages: read() }));
    } catch {
      // A page too large to be remembered is loaded again without marks.
    }
    // Where the reader is then, is said here, and not by the browser.
    isReloading = true;
    history.scrollRestoration = "manual";
    location.reload();
  };

  /* Back where the reader was; the innermost passage that is new is marked. */
  const restore = () => {
    const kept = JSON.parse(sessionStorage.getItem(KEY) || "null");
    sessionStorage.removeItem(KEY);
    if (kept?.page !== here()) {
      return;
    }
    scrollTo(0, kept.top);
    const changed = [...document.querySelectorAll("main [id], article [id]")].filter(
      (element) => kept.passages[element.id] !== element.textContent,
    );
    const inner = changed.find((element) => !changed.some((other) => other !== element && element.contains(other)));
    if (inner === undefined) {
      return;
    }
    const box = inner.getBoundingClientRect();
    if (box.bottom < 0 || box.top > innerHeight) {
      inner.scrollIntoView({ block: "center" });
    }
    inner.style.outline = "2px solid #d08700";
    setTimeout(() => {
      inner.style.outline = "";
    }, MARKED);
  };

  const make = (name, text = "", parts = []) => {
    const element = document.createElement(name);
    element.textContent = text;
    element.append(...parts);
    return element;
  };

  const bar = make("div");
  bar.id = "tei-edition-live";
  bar.setAttribute("role", "status");
  bar.style.cssText =
    "position: fixed; inset: auto 0 0 0; z-index: 1000; max-height: 40vh; overflow: auto; padding: 0.3rem 1rem;"
    + " font: 0.9rem/1.4 sans-serif; color: #1a1a1a; background: #fff8e6; border-top: 2px solid #d08700";

  const list = (problems) => {
    const count = (severity) => problems.filter((problem) => problem.severity === severity).length;
    const counts = ["error", "warning", "note"]
      .map((severity) => [count(severity), severity])
      .filter(([number]) => number)
      .map(([number, severity]) => `${number} ${severity}${number === 1 ? "" : "s"}`);
    const items = problems.slice(0, SHOWN).map((problem) => {
      const hint = problem.hint ? ` (${problem.hint})` : "";
      return make("li", "", [make("code", problem.place), ` ${problem.message} [${problem.code}]${hint}`]);
    });
    return make("details", "", [make("summary", counts.join(", ")), make("ul", "", items)]);
  };

  let links = [];

  const show = (news) => {
    const parts = [];
    if (news.error) {
      const broken = news.problems.find((problem) => problem.code.startsWith("xml-"));
      const reason = broken ? `${broken.place}: ${broken.message}` : news.error;
      parts.push(make("p", "", [make("strong", "This is the last page that could be built. "), reason]));
    }
    if (links.length) {
      const anchors = links.flatMap((page) => {
        const anchor = make("a", page);
        anchor.href = new URL(page.split("/").map(encodeURIComponent).join("/"), site).href;
        return [" ", anchor];
      });
      parts.push(make("p", "Also changed:", anchors));
    }
    if (news.problems.length) {
      const problems = list(news.problems);
      problems.open = bar.querySelector("details")?.open ?? false;
      parts.push(problems);
    }
    bar.replaceChildren(...parts);
    if (!parts.length) {
      bar.remove();
    } else if (!bar.isConnected) {
      document.body.append(bar);
    }
  };

  let version = null;
  const source = new EventSource("/-/events");
  source.addEventListener("message", (message) => {
    const news = JSON.parse(message.data);
    // A server that was started again knows nothing of what it said before.
    const isOther = version !== null && news.version < version;
    version = news.version;
    if (isOther || news.pages.includes(here())) {
      reload();
      return;
    }
    if (news.pages.length) {
      links = news.pages.filter((page) => !/(^|\/)(genindex|search)\.html$/.test(page)).slice(0, 3);
    }
    show(news);
  });
  addEventListener("pagehide", () => {
    // An open connection would keep the browser from going back to a page without loading it.
    source.close();
    history.scrollRestoration = isReloading ? "manual" : "auto";
  });
  restore();
})();
