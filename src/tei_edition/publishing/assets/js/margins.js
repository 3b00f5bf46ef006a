/* Numbers of pages in the margin that would stand upon a number of a line, a passage or another
 * page: they move down to where there is room. */

(() => {
  "use strict";
  const KINDS = [".tei-line-number", ".tei-passage-number", ".tei-break-number"];
  const page = document.querySelector(".tei-text");
  if (!page?.querySelector(KINDS[2])) return;

  const measure = (number) => {
    const range = document.createRange();
    range.selectNodeContents(number);
    return range.getBoundingClientRect();
  };
  const place = () => {
    const numbers = KINDS.flatMap((kind) => [...page.querySelectorAll(kind)])
      .filter((number) => getComputedStyle(number).position === "absolute");
    for (const number of numbers) number.style.translate = "";
    const taken = [];
    let last = { from: 0, bottom: -Infinity };
    const moves = [];
    for (const number of numbers) {
      const { left, right, top, bottom } = measure(number);
      const meets = (at) => taken.find((other) => other.left < right && left < other.right
        && other.top < bottom + at - 1 && top + at < other.bottom - 1);
      let at = 0;
      if (number.matches(KINDS[2])) {
        // None stands above the one before it.
        if (last.from <= top) at = Math.max(0, last.bottom - top);
        for (let other = meets(at); other; other = meets(at)) at = other.bottom - top;
      }
      const box = { left, right, top: top + at, bottom: bottom + at, from: top };
      if (number.matches(KINDS[2])) last = box;
      taken.push(box);
      if (at) moves.push([number, at]);
    }
    for (const [number, at] of moves) number.style.translate = `0 ${at}px`;
  };
  new ResizeObserver(place).observe(page);
})();
