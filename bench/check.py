"""The check of an edition beside jing and xmllint on the same files and schema, in one run.

Each is a whole process, the start of Java or Python with it. The two take turns, and of several
runs the median counts. Jing judges by the schema alone, and so do we with `--select 'schema-*'`;
what the whole check costs, and again after a change in one file, is measured besides.

    python bench/check.py [--schema FILE] [--runs 5] [--jobs N] [--table FILE]
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from costs import Cost, describe_machine, measure_process, median
from editions import write_letters
from tei_edition.runtime.user_folder import find_kept_folder

REPOSITORY = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-m", "tei_edition"]
SCHEMA_ONLY = ["--select", "schema-*"]
# The validator of libxml2: its own program, or where that is missing the library.
_LIBXML = """
import sys
from lxml import etree
judge = etree.RelaxNG(etree.parse("schema.rng"))
parser = etree.XMLParser(huge_tree=True)
for file in sys.argv[1:]:
    print(file, judge.validate(etree.parse(file, parser)))
"""
LIBXML = (
    ["xmllint", "--noout", "--huge", "--relaxng", "schema.rng"]
    if shutil.which("xmllint")
    else [sys.executable, "-c", _LIBXML]
)


class Row(NamedTuple):
    """What was measured on both sides, and the figure that ours is held against."""

    what: str
    ours: Cost
    theirs: str
    other: Cost


def main() -> None:
    """Measure, print a table, and write it for the manual if asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--schema", type=Path, default=REPOSITORY / "tei/edition.rng")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--table", type=Path, help="where to write the table of the manual")
    options = parser.parse_args()
    rows: list[Row] = []
    for write, what in ((write_one, "a file of 10 MB"), (write_many, "500 files of 20 kB")):
        with tempfile.TemporaryDirectory(prefix="tei-edition-bench-") as folder:
            write(Path(folder))
            shutil.copy(options.schema, Path(folder) / "schema.rng")
            rows += measure(Path(folder), what, options.runs, ["--jobs", str(options.jobs)])
    for row in rows:
        print(format_row(row), flush=True)
    if options.table:
        write_table(rows, options.table)


def write_many(root: Path) -> None:
    """500 files of twenty kilobytes, with a hundred mentions each."""
    write_letters(root, 1000)
    tei = root / "tei"
    letters = sorted(tei.glob("letter*.xml"))
    for one, other in zip(letters[::2], letters[1::2], strict=True):
        division = _cut_division(other)
        text = one.read_text(encoding="utf-8")
        one.write_text(text.replace("</body>", f"{division}</body>"), encoding="utf-8")
        other.unlink()
    _set_schema(root)


def write_one(root: Path) -> None:
    """One file of ten megabytes: a thousand letters."""
    write_letters(root, 1000)
    first, *others = sorted((root / "tei").glob("letter*.xml"))
    divisions = "".join(map(_cut_division, others))
    text = first.read_text(encoding="utf-8")
    first.write_text(text.replace("</body>", f"{divisions}</body>"), encoding="utf-8")
    for other in others:
        other.unlink()
    (root / "tei/register.xml").rename(root / "register.xml")
    text = first.read_text(encoding="utf-8")
    first.write_text(text.replace("register.xml#", "../register.xml#"), encoding="utf-8")
    _set_schema(root)


def _cut_division(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return text[text.index("<div>") : text.index("</div>")] + "</div>\n"


def _set_schema(root: Path) -> None:
    toml = (root / "edition.toml").read_text(encoding="utf-8")
    registers = "registers = []"
    if (root / "register.xml").exists():
        toml = toml.replace(registers, 'registers = ["register.xml"]', 1)
    (root / "edition.toml").write_text(toml.replace('"none"', '"schema.rng"', 1), encoding="utf-8")


def measure(root: Path, what: str, runs: int, jobs: list[str]) -> list[Row]:
    """What the schema alone, everything, and everything once more cost, beside jing."""
    output = root / "said.txt"
    files = [str(path) for path in sorted((root / "tei").glob("*.xml"))]

    def check(*options: str) -> Cost:
        return measure_process([*COMMAND, "check", *options], root, output)

    def forget() -> None:
        shutil.rmtree(find_kept_folder(root), ignore_errors=True)

    def change() -> None:
        path = Path(files[len(files) // 2])
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("<p>", "<p>word ", 1), encoding="utf-8")

    costs: dict[str, list[Cost]] = defaultdict(list)
    for _ in range(runs):
        costs["jing"].append(measure_process(["jing", "schema.rng", *files], root, output))
        costs["libxml2"].append(measure_process([*LIBXML, *files], root, output))
        forget()
        costs["schema"].append(check(*jobs, *SCHEMA_ONLY))
        for name, options in (("all", jobs), ("alone", ["--jobs", "1"])):
            forget()
            costs[name].append(check(*options))
            change()
            costs[f"{name} again"].append(check(*options))
    jing, schema, everything = (median(costs[name]) for name in ("jing", "schema", "all"))
    rows = [
        Row(f"{what}: the schema alone", schema, "jing", jing),
        Row(f"{what}: everything", everything, "jing", jing),
        Row(f"{what}: the schema alone", schema, "libxml2", median(costs["libxml2"])),
    ]
    if len(files) > 1:
        for name, how in (("all", ""), ("alone", ", one process")):
            first, again = median(costs[name]), median(costs[f"{name} again"])
            rows.append(Row(f"{what}: again after a change{how}", again, "the first time", first))
    return rows


def format_row(row: Row) -> str:
    """A line of the table."""
    sides = "".join(f"{c.seconds:8.2f} s{c.megabytes:6.0f} MB" for c in (row.ours, row.other))
    return f"{row.what:45}{sides} ({row.theirs}){row.ours.seconds / row.other.seconds:8.2f}"


def write_table(rows: list[Row], path: Path) -> None:
    """Write the figures as the table that the manual shows."""
    version = platform.python_version()
    lines = [
        f".. Written by bench/check.py on {describe_machine()}, Python {version}.",
        "",
        ".. csv-table::",
        "   :header: What is checked, Ours, Beside, Its time, Ratio",
        "",
    ]
    for row in rows:
        sides = [f"{c.seconds:.2f} s, {c.megabytes:.0f} MB" for c in (row.ours, row.other)]
        ratio = f"{row.ours.seconds / row.other.seconds:.2f}"
        cells = [row.what, sides[0], row.theirs, sides[1], ratio]
        lines.append("   " + ", ".join(f'"{cell}"' for cell in cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
