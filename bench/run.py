"""The build of an edition beside Sphinx on the same text as reStructuredText, in one run.

Each is a whole process, with the same theme, the same pages and the same links. The two take turns,
and of several runs the median counts. Times and memory depend on the machine; the ratios do less.

    python bench/run.py [--pages 10 100 1000] [--runs 3] [--json build/bench.json]
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

from costs import Cost, describe_machine, measure_process, median
from editions import write_letters, write_shipped
from restructured import convert
from tei_edition.runtime.user_folder import find_kept_folder

REPOSITORY = Path(__file__).resolve().parents[1]
CONF = """
extensions = {extensions}
html_theme = "basic"
html_sidebars = {{"**": []}}
html_copy_source = False
html_use_index = False
html_domain_indices = False
smartquotes = False
"""
INDEX = "Contents\n========\n\n.. toctree::\n\n   edition/index\n"
GOALS = {"clean": 1.0, "rebuild": 1.5}


class Row(NamedTuple):
    """The medians of one measurement on both sides."""

    edition: str
    pages: int
    step: str
    ours: Cost
    theirs: Cost

    @property
    def ratios(self) -> Cost:
        """Ours as a multiple of theirs."""
        return Cost(*(one / two for one, two in zip(self.ours, self.theirs, strict=True)))


def main() -> None:
    """Measure what the command line asks for, print a table, write figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, nargs="*", default=[10, 100, 1000])
    parser.add_argument("--letters", type=int, nargs="*", default=[1000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--table", type=Path, help="where to write the table of the manual")
    parser.add_argument("--json", type=Path, default=REPOSITORY / "build/bench.json")
    options = parser.parse_args()
    plan: list[tuple[str, int, Callable[[Path], None]]] = [
        *(("shipped text", n, _shipped(n)) for n in options.pages),
        *(("letters", n, _letters(n)) for n in options.letters),
    ]
    rows: list[Row] = []
    print(
        f"{'':14}{'pages':>7} {'step':8}{'ours':>18}{'reST':>18}{'time':>8}{'cpu':>8}{'memory':>8}"
    )
    for name, number, write in plan:
        with tempfile.TemporaryDirectory(prefix="tei-edition-bench-") as folder:
            for row in measure(name, number, write, Path(folder), options.runs, options.jobs):
                rows.append(row)
                print(format_row(row), flush=True)
    if options.table:
        write_table(rows, options.table)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(describe(rows, options.runs, options.jobs), indent=1))


def _shipped(number: int) -> Callable[[Path], None]:
    return lambda root: write_shipped(root, REPOSITORY, number)


def _letters(number: int) -> Callable[[Path], None]:
    return lambda root: write_letters(root, number)


def measure(
    name: str, number: int, write: Callable[[Path], None], folder: Path, runs: int, jobs: int
) -> list[Row]:
    """Build one edition in both ways, from nothing and after one paragraph has changed."""
    ours, theirs = folder / "ours", folder / "theirs"
    write(ours)
    for root, extensions in ((ours, ["tei_edition.sphinxext"]), (theirs, [])):
        (root / "docs").mkdir(parents=True)
        (root / "docs/conf.py").write_text(CONF.format(extensions=extensions))
        (root / "docs/index.rst").write_text(INDEX)
    build(ours, jobs)
    convert(ours / "docs/edition", theirs / "docs/edition")
    text = sorted((ours / "tei").glob("[lt]e*.xml"))[number // 2]
    page = theirs / "docs/edition" / f"{text.stem}.rst"
    costs: dict[str, dict[Path, list[Cost]]] = {s: {ours: [], theirs: []} for s in GOALS}
    for run in range(runs):
        for root in (ours, theirs):
            for kept in (root / "build", find_kept_folder(root)):
                shutil.rmtree(kept, ignore_errors=True)
            if root is ours:
                shutil.rmtree(root / "docs/edition")
            costs["clean"][root].append(build(root, jobs))
        for root in (ours, theirs):
            change_paragraph(text if root is ours else page, run)
            costs["rebuild"][root].append(build(root, jobs))
    return [
        Row(name, number, step, median(found[ours]), median(found[theirs]))
        for step, found in costs.items()
    ]


def build(root: Path, jobs: int) -> Cost:
    """Run Sphinx on an edition; a warning of its own ends the run."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-j", str(jobs)]
    return measure_process([*command, "docs", "build/html"], root)


def change_paragraph(path: Path, run: int) -> None:
    """Put a word between others in the middle of a text, another in every run."""
    text = path.read_text(encoding="utf-8")
    words = re.compile("(?<= [a-z]{2} )(?=[a-z]{2,} [a-z]{2,} )")
    found = words.search(text, len(text) // 2)
    assert found is not None
    path.write_text(f"{text[: found.end()]}changed{run} {text[found.end() :]}", encoding="utf-8")


def format_row(row: Row) -> str:
    """A line of the table."""
    sides = "".join(f"{c.seconds:9.2f} s{c.megabytes:5.0f} MB" for c in (row.ours, row.theirs))
    ratios = "".join(f"{ratio:8.2f}" for ratio in row.ratios)
    return f"{row.edition:14}{row.pages:7} {row.step:8}{sides}{ratios}"


def write_table(rows: list[Row], path: Path) -> None:
    """Write the figures as the table that the manual shows."""
    lines = [
        f".. Written by bench/run.py on {describe_machine()}, Python {platform.python_version()}.",
        "",
        ".. csv-table::",
        "   :header: Edition, Pages, Step, TEI, reST, Time, Processor, Memory",
        "",
    ]
    for row in rows:
        sides = (f"{c.seconds:.1f} s, {c.megabytes:.0f} MB" for c in (row.ours, row.theirs))
        cells = [row.edition, f"{row.pages:,}", row.step, *sides]
        cells += [f"{ratio:.2f}" for ratio in row.ratios]
        lines.append("   " + ", ".join(f'"{cell}"' for cell in cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def describe(rows: list[Row], runs: int, jobs: int) -> dict[str, object]:
    """The figures with what they were measured on."""
    return {
        "machine": describe_machine(),
        "python": platform.python_version(),
        "runs": runs,
        "jobs": jobs,
        "rows": [
            {
                "edition": row.edition,
                "pages": row.pages,
                "step": row.step,
                "ours": row.ours._asdict(),
                "theirs": row.theirs._asdict(),
                "ratios": row.ratios._asdict(),
                "goal": GOALS[row.step],
            }
            for row in rows
        ],
    }


if __name__ == "__main__":
    main()
