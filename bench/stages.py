"""Where the time of a build goes, stage by stage, with everything on: clean, rebuild, no change.

Each build is a whole process. The stages are parts of its processor time; a stage within another is
not counted twice. Memory is the peak of the largest process.

    python bench/stages.py [--pages 10 100 1000] [--runs 1] [--table FILE]
"""

from __future__ import annotations

import argparse
import functools
import inspect
import json
import platform
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from costs import Cost, describe_machine, measure_process, median
from editions import write_letters
from run import INDEX, change_paragraph
from tei_edition.runtime.user_folder import find_kept_folder

if TYPE_CHECKING:
    from collections.abc import Callable

CONF = """
extensions = ["tei_edition.sphinxext"]
html_theme = "furo"
"""
# The stages, and what does them: a function of a module, or of a class in it.
STAGES: dict[str, tuple[str, ...]] = {
    "read": ("tei_edition.publishing.staging:read_files",),
    "check": ("tei_edition.publishing.transforming:check_edition",),
    "plan": ("tei_edition.publishing.staging:transform_edition",),
    "downloads": (
        "tei_edition.publishing.transforming:_list_downloads",
        "tei_edition.sphinxext.html.downloads:publish_downloads",
    ),
    "Sphinx reads": ("sphinx.builders:Builder.read",),
    "resolve": ("sphinx.environment:BuildEnvironment.get_and_resolve_doctree",),
    "write": ("sphinx.builders.html:StandaloneHTMLBuilder.write_doc",),
    "search": (
        "sphinx.builders.html:StandaloneHTMLBuilder.index_page",
        "sphinx.builders.html:StandaloneHTMLBuilder.dump_search_index",
    ),
}
# What Saxon's processes take, and what is in no stage.
OTHERS = ("transform", "rest")


class StageRow(NamedTuple):
    """What a step of an edition costs, and the seconds of each stage of it."""

    pages: int
    step: str
    cost: Cost
    stages: dict[str, float]


def main() -> None:
    """Measure what the command line asks for, and print a table or write it for the manual."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, nargs="*", default=[10, 100, 1000])
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--table", type=Path, help="where to write the table of the manual")
    # What the measuring process starts.
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--report", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        build_with_clock(options.build, options.report)
        return
    rows: list[StageRow] = []
    for pages in options.pages:
        with tempfile.TemporaryDirectory(prefix="tei-edition-bench-") as folder:
            for row in measure(pages, Path(folder) / "edition", options.runs):
                rows.append(row)
                print(format_row(row), flush=True)
    if options.table:
        write_table(rows, options.table)


def measure(pages: int, root: Path, runs: int) -> list[StageRow]:
    """Build letters from nothing, after one paragraph has changed, and when nothing has."""
    write_letters(root, pages)
    toml = '[edition]\ntexts = ["tei/letter*.xml"]\nregisters = ["tei/register.xml"]\n'
    (root / "edition.toml").write_text(f'{toml}url = "https://example.org/"\n')
    (root / "docs").mkdir()
    (root / "docs/conf.py").write_text(CONF)
    (root / "docs/index.rst").write_text(INDEX)
    report = root.with_name("stages.json")
    found: dict[str, list[tuple[Cost, dict[str, float]]]] = defaultdict(list)
    command = [sys.executable, __file__, "--build", str(root), "--report", str(report)]
    for run in range(runs):
        for kept in (root / "build", find_kept_folder(root), root / "docs/edition"):
            shutil.rmtree(kept, ignore_errors=True)
        for step in ("clean", "rebuild", "no change"):
            if step == "rebuild":
                change_paragraph(root / f"tei/letter{pages // 2:05}.xml", run)
            cost = measure_process(command, root)
            found[step].append((cost, json.loads(report.read_text())))
    return [
        StageRow(
            pages,
            step,
            median([cost for cost, _ in each]),
            {
                stage: statistics.median(times.get(stage, 0.0) for _, times in each)
                for stage in (*STAGES, *OTHERS)
            },
        )
        for step, each in found.items()
    ]


def build_with_clock(root: Path, report: Path) -> None:
    """Build a site in this process, and write the seconds of each stage."""
    seconds: dict[str, float] = defaultdict(float)
    running: list[float] = []

    def clock(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def timed(*arguments: Any, **named: Any) -> Any:
            start = time.process_time()
            running.append(0.0)
            try:
                result = function(*arguments, **named)
                # What a generator does counts here, not where its results are asked for.
                return list(result) if inspect.isgenerator(result) else result
            finally:
                took = time.process_time() - start
                seconds[stage] += took - running.pop()
                if running:
                    running[-1] += took

        return timed

    for stage, places in STAGES.items():
        for place in places:
            module, _, names = place.partition(":")
            *holders, name = names.split(".")
            holder = functools.reduce(getattr, holders, import_module(module))
            setattr(holder, name, clock(stage, getattr(holder, name)))
    from sphinx.cmd.build import main as build

    code = build(["-q", str(root / "docs"), str(root / "build/html")])
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds["rest"] = time.process_time() - sum(seconds.values())
    seconds["transform"] = children.ru_utime + children.ru_stime
    report.write_text(json.dumps(seconds))
    raise SystemExit(code)


def format_row(row: StageRow) -> str:
    """A line of the table."""
    stages = " ".join(f"{stage} {seconds:.2f}" for stage, seconds in row.stages.items())
    cost = row.cost
    return (
        f"{row.pages:6} {row.step:10}{cost.seconds:8.2f} s{cost.processor:8.2f} s processor"
        f"{cost.megabytes:6.0f} MB: {stages}"
    )


def write_table(rows: list[StageRow], path: Path) -> None:
    """Write the figures as the table that the manual shows."""
    names, version = (*STAGES, *OTHERS), platform.python_version()
    lines = [
        f".. Written by bench/stages.py on {describe_machine()}, Python {version}.",
        "",
        ".. csv-table::",
        f"   :header: Pages, Step, Processor, Memory, {', '.join(names)}",
        "",
    ]
    for row in rows:
        cells = [f"{row.pages:,}", row.step, f"{row.cost.processor:.1f} s"]
        cells += [f"{row.cost.megabytes:.0f} MB", *(f"{row.stages[name]:.1f}" for name in names)]
        lines.append("   " + ", ".join(f'"{cell}"' for cell in cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
