/* Filters of a list: what has not all marks that a reader chose is hidden, with its heading.
 *
 * What can be chosen has the class "tei-filtered" and a class for each mark. */

(() => {
  "use strict";

  // The rows of each time, with the cells that say when: they stand in the first of the rows.
  const findTimes = (table) => {
    const found = [];
    for (const row of table.tBodies[0].rows) {
      if (row.cells.length > 1 || !found.length) {
        found.push({ cells: [...row.cells].slice(0, -1), rows: [] });
      }
      found.at(-1).rows.push(row);
    }
    return found;
  };

  // They stand beside the first row that is shown, and reach down to the last.
  const settle = ({ cells, rows }) => {
    const shown = rows.filter((row) => !row.hidden);
    if (shown.length) {
      shown[0].prepend(...cells);
      for (const cell of cells) {
        cell.rowSpan = shown.length;
      }
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    const controls = [...document.querySelectorAll("select[data-tei-filter]")];
    if (!controls.length) {
      return;
    }
    const items = [...document.querySelectorAll(".tei-filtered")];
    const tables = new Set(items.map((item) => item.closest("table")).filter(Boolean));
    const times = [...tables].flatMap(findTimes);
    const groups = [...document.querySelectorAll(".tei-filter-group")];

    // What a screen reader says after a choice: how many are left.
    const count = document.createElement("output");
    controls.at(-1).closest("p").append(count);

    const apply = () => {
      const wanted = controls.map((control) => control.value).filter(Boolean);
      let shown = 0;
      for (const item of items) {
        const holder = item.closest("tr, li") || item;
        holder.hidden = !wanted.every((mark) => item.classList.contains(mark));
        shown += holder.hidden ? 0 : 1;
      }
      count.textContent = wanted.length ? teiWord("filter count", { shown, total: items.length }) : "";
      times.forEach(settle);
      for (const group of groups) {
        group.hidden = Boolean(wanted.length) && !group.querySelector(":is(tr, li):not([hidden]) .tei-filtered");
      }
    };

    for (const control of controls) {
      control.addEventListener("change", apply);
    }
    for (const filters of document.querySelectorAll(".tei-filters")) {
      filters.open = true;
    }
    apply();
  });
})();
