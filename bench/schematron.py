"""What rules in Schematron cost on a file of ten megabytes, step by step, in one process.

The rules are those of a schema that embeds them, of the TEI for example. To read and to make them
is done once, and kept on disk; Saxon compiles them once in each process; the rest is done for every
file. What others take for the same is not measured here: they need Java.

    python bench/schematron.py SCHEMA [--runs 5]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from check import write_one
from tei_edition.runtime import saxon as transform
from tei_edition.schema.schematron import check_rules, judge_source, read_rules
from tei_edition.source import read_source

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


def main() -> None:
    """Measure, and print a line for each step."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("schema", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tei-edition-bench-") as folder:
        root = Path(folder)
        write_one(root)
        (path,) = (root / "tei").glob("*.xml")
        source = read_source(path, root)
        rules = read_rules([options.schema], root)
        print(f"{len(rules.made.assertions)} assertions, {len(source.text) / 1e6:.1f} MB")

        check_rules(rules, root)  # starts Saxon

        def compile_rules() -> None:
            transform._compile_text.cache_clear()
            check_rules(rules, root)

        report("read the rules and make a stylesheet", lambda: read_rules([options.schema], root))
        report("compile it", compile_rules)
        found = report("judge the file", lambda: judge_source(rules, source, root), options.runs)
        print(f"{len(found.problems)} findings")


def report(what: str, work: Callable[[], Result], runs: int = 5) -> Result:
    """Do something several times; say how long it takes, by the clock and of the processor."""
    clock, processor = [], []
    for _ in range(runs):
        start, used = time.perf_counter(), time.process_time()
        result = work()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    medians = statistics.median(clock), statistics.median(processor)
    print(f"{what:40}{medians[0]:8.2f} s {medians[1]:8.2f} s of the processor", flush=True)
    return result


if __name__ == "__main__":
    main()
