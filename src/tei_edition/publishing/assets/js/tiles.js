/* Tiles of a map server behind the map of places, loaded when the reader agrees.
 *
 * The map has the projection of tiles: a tile is a square of it. */

(() => {
  "use strict";
  const SIZE = 256;
  const WORLD = 360;
  const WAIT = 150;

  const follow = (svg) => {
    const { teiTiles: template, teiCredit: credit, teiTerms: terms, teiDeepest: deepest } = svg.dataset;
    const [west, east, top] = svg.dataset.teiWindow.split(" ").map(Number);
    const fill = (z, x, y) => template.replaceAll("{z}", z).replaceAll("{x}", x).replaceAll("{y}", y);
    const { host } = new URL(fill(0, 0, 0));
    // Units of the picture in a degree, which is as long to the north as to the east.
    const degree = svg.viewBox.baseVal.width / (east - west);
    const layer = document.createElementNS(svg.namespaceURI, "g");
    layer.setAttribute("class", "tei-map-tiles");
    layer.setAttribute("aria-hidden", "true");

    const draw = () => {
      const shown = svg.viewBox.baseVal;
      const pixels = svg.getBoundingClientRect().width / shown.width * degree * WORLD;
      const z = Math.min(Math.max(Math.round(Math.log2(pixels / SIZE)), 0), Number(deepest));
      const count = 2 ** z;
      const side = WORLD / count * degree;
      // Where the tiles of this level begin: at the antimeridian, and as far north as they reach.
      const start = [(-WORLD / 2 - west) * degree, (top - WORLD / 2) * degree];
      const from = [shown.x, shown.y].map((at, i) => Math.floor((at - start[i]) / side));
      const to = [shown.x + shown.width, shown.y + shown.height].map((at, i) => Math.floor((at - start[i]) / side));
      const drawn = [];
      for (let x = from[0]; x <= to[0]; x += 1) {
        for (let y = Math.max(from[1], 0); y <= Math.min(to[1], count - 1); y += 1) {
          const address = fill(z, ((x % count) + count) % count, y);
          const name = `${z} ${x} ${y}`;
          const tile = layer.querySelector(`[data-tei-tile="${name}"]`)
            ?? document.createElementNS(svg.namespaceURI, "image");
          const place = { "data-tei-tile": name, href: address, x: start[0] + x * side, y: start[1] + y * side, width: side, height: side };
          if (!tile.isConnected) {
            for (const [key, value] of Object.entries(place)) tile.setAttribute(key, value);
          }
          drawn.push(tile);
        }
      }
      layer.replaceChildren(...drawn);
    };

    const load = () => {
      svg.querySelector(".tei-land").after(layer);
      const named = document.createElement(terms ? "a" : "span");
      if (terms) named.href = terms;
      named.textContent = credit;
      const line = document.createElement("p");
      line.className = "tei-key tei-map-credit";
      line.append(named);
      svg.closest(".tei-map").after(line);
      let timer = 0;
      const later = () => {
        clearTimeout(timer);
        timer = setTimeout(draw, WAIT);
      };
      new MutationObserver(later).observe(svg, { attributeFilter: ["viewBox"] });
      window.addEventListener("resize", later);
      draw();
    };

    // The same consent as for images of that host (facsimile.js), for this visit.
    const key = `tei-images-of ${host}`;
    let isAgreed = host === location.host;
    try {
      isAgreed ||= sessionStorage.getItem(key) === "1";
    } catch {
      // Where nothing may be kept, it is asked again on the next page.
    }
    if (isAgreed) {
      load();
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = teiWord("load tiles", { host });
    button.addEventListener("click", () => {
      try {
        sessionStorage.setItem(key, "1");
      } catch {
        // As above.
      }
      button.remove();
      load();
    });
    svg.closest(".tei-map").previousElementSibling.append(button);
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".tei-map svg[data-tei-tiles]").forEach(follow);
  });
})();
