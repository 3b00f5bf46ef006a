/* The images beside the text: they follow the reading, their zones and the text there light up together,
 * they can be enlarged, and those of other hosts are loaded when the reader agrees.
 *
 * Without scripts all images of a page are in its column, and their zones lead to the text. */

(() => {
  "use strict";
  const column = document.querySelector(".tei-facsimile");
  const page = column?.closest(".tei-text");
  if (!page) return;
  const STEP = 1.5;
  const MOST = 12;
  const holder = column.querySelector(".tei-images");
  const images = [...column.querySelectorAll(".tei-image")].map((node) => ({
    node,
    series: node.dataset.teiSeries ?? "",
    isOpening: "teiOpening" in node.dataset,
    starts: (node.dataset.teiStarts ?? "").split(" ").map((id) => document.getElementById(id)).filter(Boolean),
  }));

  const makeButton = (sign, word, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.title = word;
    button.setAttribute("aria-label", word);
    button.addEventListener("click", act);
    return button;
  };

  /* Following the text */

  const show = (chosen) => {
    for (const { node } of images) node.classList.toggle("tei-current", chosen.some((image) => image.node === node));
  };
  const isAfter = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  // Of each series, those where the last break begins that is above where the reader is in the window.
  const follow = () => {
    // From the upper edge, at the beginning of the page, to the lower edge at its end: each break is passed.
    const way = document.documentElement.scrollHeight - window.innerHeight;
    const line = window.innerHeight * (way > 0 ? 0.1 + 0.9 * Math.min(window.scrollY / way, 1) : 0.3);
    const chosen = [];
    for (const series of new Set(images.map((image) => image.series))) {
      const own = images.filter((image) => image.series === series);
      let last = null;
      for (const image of own) {
        for (const start of image.starts) {
          if (start.getBoundingClientRect().top <= line && (!last || isAfter(last, start))) last = start;
        }
      }
      const first = own.filter((image) => image.isOpening);
      const others = first.length ? first : own.slice(0, 1);
      chosen.push(...(last ? own.filter((image) => image.starts.includes(last)) : others));
    }
    show(chosen);
  };

  /* Consent */

  const KEY = "tei-images-of";
  const keep = (host) => {
    try {
      sessionStorage.setItem(`${KEY} ${host}`, "1");
    } catch {
      // Where nothing may be kept, it is asked again on the next page.
    }
  };
  const isKept = (host) => {
    try {
      return sessionStorage.getItem(`${KEY} ${host}`) === "1";
    } catch {
      return false;
    }
  };
  const remote = [...column.querySelectorAll("[data-tei-src]")];
  const load = (host) => {
    for (const canvas of remote) {
      if (new URL(canvas.dataset.teiSrc).host !== host || canvas.querySelector("img")) continue;
      const image = document.createElement("img");
      image.alt = canvas.parentElement.getAttribute("aria-label");
      image.loading = "lazy";
      image.referrerPolicy = "no-referrer";
      image.src = canvas.dataset.teiSrc;
      canvas.querySelector(".tei-image-consent")?.remove();
      canvas.prepend(image);
    }
  };
  for (const canvas of remote) {
    const { host } = new URL(canvas.dataset.teiSrc);
    if (isKept(host)) {
      load(host);
      continue;
    }
    const words = teiWord("load images", { host });
    const button = makeButton(words, words, () => {
      keep(host);
      load(host);
    });
    button.className = "tei-image-consent";
    canvas.prepend(button);
  }

  /* Size, and the other images */

  const tools = document.createElement("p");
  tools.className = "tei-image-tools";
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-label", column.getAttribute("aria-label"));
  let zoom = 1;
  // Images of IIIF services are enlarged by OpenSeadragon, which loads what is looked at.
  const viewers = new Map();
  // What is known of tiles of the edition need not be asked for; image_tiles.py makes them.
  const TILE = 1024;
  const describe = (canvas) => {
    const { teiService, teiTiles } = canvas.dataset;
    if (teiService) return `${teiService}/info.json`;
    const picture = canvas.querySelector("img");
    const [width, height] = ["width", "height"].map((name) => Number(picture.getAttribute(name)));
    const scaleFactors = [1];
    while (Math.max(width, height) / scaleFactors.at(-1) > TILE) scaleFactors.push(scaleFactors.at(-1) * 2);
    return {
      "@context": "http://iiif.io/api/image/3/context.json",
      id: new URL(teiTiles, location.href).href,
      protocol: "http://iiif.io/api/image",
      profile: "level0",
      width,
      height,
      tiles: [{ width: TILE, scaleFactors }],
    };
  };
  const openViewer = (canvas) => {
    viewers.set(canvas, null);
    const source = describe(canvas);
    const script = document.createElement("script");
    script.src = column.dataset.teiViewer;
    script.addEventListener("load", () => {
      const stage = document.createElement("div");
      stage.className = "tei-image-viewer";
      canvas.querySelector("img").replaceWith(stage);
      const viewer = OpenSeadragon({
        element: stage,
        tileSources: [source],
        drawer: "canvas",
        showNavigationControl: false,
        showFullPageControl: false,
        gestureSettingsMouse: { scrollToZoom: false, clickToZoom: false },
        maxZoomPixelRatio: 4,
      });
      viewers.set(canvas, viewer);
      viewer.addHandler("open", () => {
        const size = viewer.source.dimensions;
        const svg = canvas.querySelector(".tei-zones");
        if (svg) viewer.addOverlay({ element: svg, location: new OpenSeadragon.Rect(0, 0, 1, size.y / size.x) });
        viewer.viewport.zoomBy(STEP);
      });
    }, { once: true });
    document.head.append(script);
  };
  // The viewer would take a press upon a zone for the beginning of a movement.
  for (const svg of column.querySelectorAll(".tei-zones")) {
    svg.addEventListener("pointerdown", (event) => {
      if (event.target.closest("a")) event.stopPropagation();
    });
  }
  const changeViewer = (factor) => {
    const canvas = column.querySelector(".tei-current :is([data-tei-service], [data-tei-tiles])");
    if (!canvas?.querySelector("img, .tei-image-viewer")) return false;
    const viewer = viewers.get(canvas);
    if (viewer && factor === 0) viewer.viewport.goHome();
    else if (viewer) viewer.viewport.zoomBy(factor);
    else if (factor > 1 && !viewers.has(canvas)) openViewer(canvas);
    return true;
  };
  const change = (factor) => {
    if (changeViewer(factor)) return;
    zoom = Math.min(Math.max(zoom * factor, 1), MOST);
    // Who comes nearer is shown the picture that the caption leads to, which may have more pixels.
    for (const image of zoom > 1 ? column.querySelectorAll(".tei-current img") : []) {
      const { href } = image.closest("figure").querySelector("figcaption a");
      if (image.src !== href) image.src = href;
    }
    for (const frame of column.querySelectorAll(".tei-image-frame")) {
      const before = frame.scrollWidth;
      const [x, y] = [frame.scrollLeft + frame.clientWidth / 2, frame.scrollTop + frame.clientHeight / 2];
      frame.style.setProperty("--tei-zoom", zoom);
      const by = frame.scrollWidth / (before || 1);
      frame.scrollTo(x * by - frame.clientWidth / 2, y * by - frame.clientHeight / 2);
    }
  };
  const turn = (by) => {
    const at = images.findIndex(({ node }) => node.classList.contains("tei-current"));
    show([images[(Math.max(at, 0) + by + images.length) % images.length]]);
  };
  const acts = { "+": () => change(STEP), "-": () => change(1 / STEP), 0: () => change(0) };
  tools.append(
    makeButton("+", teiWord("map zoom in"), acts["+"]),
    makeButton("−", teiWord("map zoom out"), acts["-"]),
    makeButton("⛶", teiWord("whole image"), acts[0]),
  );
  if (images.length > 1) {
    tools.append(
      makeButton("‹", teiWord("image before"), () => turn(-1)),
      makeButton("›", teiWord("image after"), () => turn(1)),
    );
  }
  holder.prepend(tools);
  column.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });
  column.addEventListener("wheel", (event) => {
    if (event.ctrlKey && event.target.closest(".tei-image-frame")) {
      event.preventDefault();
      change(event.deltaY < 0 ? STEP : 1 / STEP);
    }
  }, { passive: false });
  const toggle = makeButton(column.getAttribute("aria-label"), column.getAttribute("aria-label"), () => {
    toggle.setAttribute("aria-expanded", String(column.classList.toggle("tei-open")));
  });
  toggle.className = "tei-image-toggle";
  toggle.setAttribute("aria-expanded", "false");
  column.prepend(toggle);

  /* Zones and the text that is there */

  const zones = new Map();
  for (const link of column.querySelectorAll(".tei-zones a")) {
    const id = decodeURIComponent(link.getAttribute("href").split("#")[1] ?? "");
    if (document.getElementById(id)) zones.set(id, [...(zones.get(id) ?? []), link]);
  }
  const BREAKS = ".tei-lb, .tei-pb, .tei-cb, .tei-gb, .tei-milestone";
  const BLOCKS = "p, .line, .tei-ab, .tei-p, li, td, h1, h2, h3";
  const breaks = [...page.querySelectorAll(BREAKS)];
  const line = typeof Highlight === "function" && CSS.highlights ? new Highlight() : null;
  if (line) CSS.highlights.set("tei-line", line);
  let lit = "";
  // From the text, the image is shown on which the zone is.
  const light = (id, isFromText = false) => {
    if (id === lit) return;
    lit = id;
    const owners = (zones.get(id) ?? []).map((link) => link.closest(".tei-image"));
    if (isFromText && owners.length && !owners.some((node) => node.classList.contains("tei-current"))) {
      show(images.filter(({ node }) => owners.includes(node)));
    }
    line?.clear();
    for (const node of document.querySelectorAll(".tei-lit")) node.classList.remove("tei-lit");
    for (const link of zones.get(id) ?? []) link.classList.add("tei-lit");
    const element = zones.has(id) ? document.getElementById(id) : null;
    if (!element?.matches(BREAKS)) {
      element?.classList.add("tei-lit");
      return;
    }
    // A line ends at the next break, or with its paragraph.
    const block = element.closest(BLOCKS) ?? element.parentElement;
    const next = breaks[breaks.indexOf(element) + 1];
    const range = new Range();
    range.setStartAfter(element);
    if (block.contains(next ?? null)) range.setEndBefore(next);
    else range.setEndAfter(block.lastChild);
    line?.add(range);
  };
  const find = (event) => {
    for (let node = event.target; node && node !== page; node = node.parentElement) {
      if (zones.has(node.id) && !node.matches(BREAKS)) return node.id;
      if (node.matches(BLOCKS)) {
        const at = document.caretPositionFromPoint?.(event.clientX, event.clientY)?.offsetNode
          ?? document.caretRangeFromPoint?.(event.clientX, event.clientY)?.startContainer;
        const before = at && breaks.filter((found) => isAfter(found, at)).at(-1);
        if (before && node.contains(before) && zones.has(before.id)) return before.id;
      }
    }
    return "";
  };
  if (zones.size) {
    let isWaiting = false;
    page.addEventListener("pointermove", (event) => {
      if (isWaiting || event.target.closest(".tei-facsimile")) return;
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        light(find(event), true);
      });
    });
    for (const [id, links] of zones) {
      for (const link of links) {
        for (const kind of ["pointerenter", "focus"]) link.addEventListener(kind, () => light(id));
        for (const kind of ["pointerleave", "blur"]) link.addEventListener(kind, () => light(""));
      }
    }
  }

  column.classList.add("tei-follows");
  let waits = false;
  const followSoon = () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      follow();
    });
  };
  // Breaks that come into the window or leave it, and the way between them.
  const seen = new IntersectionObserver(followSoon);
  for (const start of images.flatMap((image) => image.starts)) seen.observe(start);
  window.addEventListener("scroll", followSoon, { passive: true });
  window.addEventListener("resize", followSoon);
  follow();
  if (zones.size) {
    const target = () => light(decodeURIComponent(location.hash.slice(1)), true);
    window.addEventListener("hashchange", target);
    target();
  }
})();
