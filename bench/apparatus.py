"""How large an apparatus stays usable: time to stage and build it, and the weight of the page.

python bench/apparatus.py [--runs 1] [--table FILE]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from costs import describe_machine, measure_process, median

REPOSITORY = Path(__file__).resolve().parents[1]
_TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title>
</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><listWit>{witnesses}</listWit>
</sourceDesc></fileDesc></teiHeader><text><body>{body}</body>{back}</text></TEI>
"""
_CONF = """extensions = ["tei_edition.sphinxext"]
tei_edition_config = "../edition.toml"
html_theme = "basic"
html_copy_source = False
"""


def write_edition(root: Path, entries: int, witnesses: int, *, located: bool) -> None:
    """An edition of one page with so many entries; in the last, half of the witnesses differ."""
    names = [f"W{number}" for number in range(witnesses)]
    few = " ".join(f"#{name}" for name in names[:3])
    half = " ".join(f"#{name}" for name in names[witnesses // 2 :])
    rest = " ".join(f"#{name}" for name in names[: witnesses // 2])
    paragraphs, listed = [], []
    for start in range(0, entries, 10):
        words = []
        for number in range(start, min(start + 10, entries)):
            wits = (rest, half) if number == entries - 1 else (few, f"#{names[-1]}")
            entry = f'<lem wit="{wits[0]}">word{number}</lem><rdg wit="{wits[1]}">other</rdg>'
            if located:
                words.append(f"word{number} and so on")
                listed.append(f'<app loc="{start // 10 + 1}">{entry}</app>')
            else:
                words.append(f"<app>{entry}</app> and so on")
        paragraphs.append(f'<p n="{start // 10 + 1}">{" ".join(words)}</p>')
    declared = "".join(f'<witness xml:id="{name}">{name}</witness>' for name in names)
    back = f"<back><listApp>{''.join(listed)}</listApp></back>" if listed else ""
    (root / "tei").mkdir(parents=True)
    (root / "docs").mkdir()
    (root / "tei/text.xml").write_text(
        _TEI.format(witnesses=declared, body="".join(paragraphs), back=back)
    )
    (root / "edition.toml").write_text('[check]\nschema = "none"\n[pages]\nsplit = "none"\n')
    (root / "docs/conf.py").write_text(_CONF)
    (root / "docs/index.rst").write_text("T\n=\n\n.. toctree::\n\n   edition/index\n")


def main() -> None:
    """Build each edition, and print a row of a table for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--table", type=Path, help="where to write the table of the manual")
    arguments = parser.parse_args()
    rows = []
    for entries, witnesses, located in (
        (500, 5, False), (500, 100, False), (5000, 5, False), (5000, 5, True), (5000, 100, False),
    ):  # fmt: skip
        builds, again, size = [], [], 0
        for _ in range(arguments.runs):
            with tempfile.TemporaryDirectory() as folder:
                root = Path(folder)
                write_edition(root, entries, witnesses, located=located)
                command = [sys.executable, "-m", "sphinx", "-q", "docs", "out", "-d", "trees"]
                builds.append(measure_process(command, root))
                again.append(measure_process(command, root))
                size = (root / "out/edition/text.html").stat().st_size
        build, idle = median(builds), median(again)
        method = "in a list" if located else "in place"
        rows.append(
            f'"{entries:,}", "{witnesses}", "{method}", "{build.seconds:.1f} s",'
            f' "{build.processor:.1f} s", "{build.megabytes:.0f} MB", "{idle.seconds:.1f} s",'
            f' "{size / 1000:,.0f} kB"'
        )
        print(rows[-1], flush=True)
    if arguments.table:
        arguments.table.write_text(
            f".. Written by bench/apparatus.py on {describe_machine()}.\n\n.. csv-table::\n"
            "   :header: Entries, Witnesses, Encoded, Build, Processor, Memory, No change, Page\n\n"
            + "".join(f"   {row}\n" for row in rows),
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
