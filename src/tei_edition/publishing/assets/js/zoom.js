/* Maps and networks that one can come nearer to: by buttons, keys, and the wheel with Ctrl.
 *
 * Without scripts the whole picture is shown, and its table says the same. */

(() => {
  "use strict";
  const STEP = 1.5;
  const MOST = 32;
  const PICTURES = ".tei-map, .tei-network";

  const read = (node, name) => Number(node.getAttribute(name));

  const follow = (svg) => {
    const { x: left, y: top, width, height } = svg.viewBox.baseVal;
    let zoom = 1;
    let middle = [left + width / 2, top + height / 2];
    const circles = [...svg.querySelectorAll("circle")].map((node) => (
      { node, x: read(node, "cx"), y: read(node, "cy"), r: read(node, "r") }));
    // A name keeps its distance from its circle, which is the nearest.
    const names = [...svg.querySelectorAll("text")].map((node) => {
      const box = node.getBBox();
      const far = ({ x, y }) => Math.hypot(
        Math.max(box.x - x, 0, x - box.x - box.width), Math.max(box.y - y, 0, y - box.y - box.height));
      const own = circles.reduce((best, circle) => (far(circle) < far(best) ? circle : best), circles[0]);
      return { node, own, x: read(node, "x"), y: read(node, "y") };
    });

    const tools = document.createElement("p");
    tools.className = "tei-map-tools";
    tools.setAttribute("role", "group");
    tools.setAttribute("aria-label", teiWord("map zoom"));
    const level = document.createElement("output");

    const limit = (at, from, length) => {
      const half = length / zoom / 2;
      return Math.min(Math.max(at, from + half), from + length - half);
    };
    const show = () => {
      middle = [limit(middle[0], left, width), limit(middle[1], top, height)];
      const size = [width / zoom, height / zoom];
      svg.setAttribute("viewBox", `${middle[0] - size[0] / 2} ${middle[1] - size[1] / 2} ${size[0]} ${size[1]}`);
      svg.style.setProperty("--tei-zoom", zoom);
      for (const { node, r } of circles) {
        node.setAttribute("r", r / zoom);
      }
      for (const { node, own, x, y } of names) {
        node.setAttribute("x", own.x + (x - own.x) / zoom);
        node.setAttribute("y", own.y + (y - own.y) / zoom);
      }
      level.textContent = `${Math.round(zoom * 100)} %`;
    };
    // The point stays where it is.
    const change = (factor, point = middle) => {
      const before = zoom;
      zoom = Math.min(Math.max(zoom * factor, 1), MOST);
      middle = middle.map((at, i) => point[i] + (at - point[i]) * before / zoom);
      show();
    };
    const move = (east, south) => {
      middle = [middle[0] + east * width / zoom / 5, middle[1] + south * height / zoom / 5];
      show();
    };
    const find = (event) => {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      return [at.x, at.y];
    };

    const acts = {
      "+": () => change(STEP),
      "-": () => change(1 / STEP),
      0: () => change(0),
      ArrowLeft: () => move(-1, 0),
      ArrowRight: () => move(1, 0),
      ArrowUp: () => move(0, -1),
      ArrowDown: () => move(0, 1),
    };
    for (const [key, sign, word] of [["+", "+", "map zoom in"], ["-", "−", "map zoom out"], ["0", "⛶", "map whole"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.title = teiWord(word);
      button.setAttribute("aria-label", teiWord(word));
      button.addEventListener("click", acts[key]);
      tools.append(button);
    }
    tools.append(level);
    const holder = svg.closest(PICTURES);
    holder.before(tools);
    // On a phone a part of the picture is seen: its middle.
    const hidden = holder.scrollWidth - holder.clientWidth;
    holder.scrollLeft = (getComputedStyle(holder).direction === "rtl" ? -hidden : hidden) / 2;

    for (const part of [holder, tools]) {
      part.addEventListener("keydown", (event) => {
        const isMove = event.key.startsWith("Arrow");
        if (event.ctrlKey || event.metaKey || event.altKey || !acts[event.key] || (isMove && zoom === 1)) {
          return;
        }
        event.preventDefault();
        acts[event.key]();
      });
    }
    svg.addEventListener("wheel", (event) => {
      if (event.ctrlKey) {
        event.preventDefault();
        change(event.deltaY < 0 ? STEP : 1 / STEP, find(event));
      }
    }, { passive: false });

    // A place that the Tab key reaches is shown.
    svg.addEventListener("focusin", (event) => {
      const circle = circles.find(({ node }) => event.target.contains(node));
      if (zoom > 1 && circle) {
        const isNear = (at, i) => Math.abs(at - middle[i]) < [width, height][i] / zoom / 2;
        if (![circle.x, circle.y].every(isNear)) {
          middle = [circle.x, circle.y];
          show();
        }
      }
    });

    // The mouse draws the map along; a click on a place is still a click.
    let held = null;
    svg.addEventListener("pointerdown", (event) => {
      held = event.pointerType === "mouse" && event.button === 0 && zoom > 1 ? { at: find(event), isMoved: false } : null;
    });
    svg.addEventListener("pointermove", (event) => {
      if (!held || !event.buttons) {
        return;
      }
      const now = find(event);
      held.isMoved ||= Math.hypot(now[0] - held.at[0], now[1] - held.at[1]) * zoom > 6;
      if (held.isMoved) {
        middle = middle.map((at, i) => at + held.at[i] - now[i]);
        show();
      }
    });
    svg.addEventListener("click", (event) => {
      if (held?.isMoved) {
        event.preventDefault();
      }
      held = null;
    }, true);
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    show();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(`:is(${PICTURES}) svg`).forEach(follow);
  });
})();
