"""What registers cost: the build of an edition with its registers beside that without, in one run.

Clean builds, and rebuilds after one paragraph has changed; of several runs the median counts.

    python bench/registers.py [--pages 1000] [--entities 5000] [--mentions 100000] [--runs 3]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from costs import Cost, median
from editions import write_register
from run import CONF, INDEX, build, change_paragraph
from tei_edition.runtime.user_folder import find_kept_folder

# With registers a build may take so many times what it takes without.
GOAL = 1.75


def main() -> None:
    """Measure what the command line asks for, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--entities", type=int, default=5000)
    parser.add_argument("--mentions", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tei-edition-bench-") as name:
        folder = Path(name)
        steps: dict[str, dict[bool, list[Cost]]] = {
            step: {True: [], False: []} for step in ("clean", "rebuild")
        }
        for registers in (True, False):
            root = folder / str(registers)
            write_register(root, options.pages, options.entities, options.mentions, registers)
            (root / "docs").mkdir()
            (root / "docs/conf.py").write_text(CONF.format(extensions=["tei_edition.sphinxext"]))
            (root / "docs/index.rst").write_text(INDEX)
        for run in range(options.runs):
            for registers in (True, False):
                root = folder / str(registers)
                for made in (root / "build", find_kept_folder(root), root / "docs/edition"):
                    shutil.rmtree(made, ignore_errors=True)
                steps["clean"][registers].append(build(root, 1))
                text = sorted((root / "tei").glob("letter*.xml"))[options.pages // 2]
                change_paragraph(text, run)
                steps["rebuild"][registers].append(build(root, 1))
        for step, costs in steps.items():
            ours, bare = median(costs[True]), median(costs[False])
            ratios = [one / two for one, two in zip(ours, bare, strict=True)]
            print(
                f"{step:8} with registers {ours.seconds:7.2f} s {ours.megabytes:5.0f} MB,"
                f" without {bare.seconds:7.2f} s {bare.megabytes:5.0f} MB;"
                f" time {ratios[0]:.2f}, processor {ratios[1]:.2f}, memory {ratios[2]:.2f}"
                + (f" (goal {GOAL})" if step == "clean" else "")
            )


if __name__ == "__main__":
    main()
