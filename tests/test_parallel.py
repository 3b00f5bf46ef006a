"""Many workers make what one makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from building import build_site, copy_shipped, describe_differences, list_files, make_edition

if TYPE_CHECKING:
    from pathlib import Path

LETTER = """<text><body><head>Letter {0}</head>
<p>No. {0} from <persName ref="#p{1}">{1}</persName> to <persName ref="#p{2}">{2}</persName><note>Of
<date when="19{0:02}-01-01">19{0:02}</date>.</note>, who
<app><lem wit="#A">read</lem><rdg wit="#B">red</rdg></app> it.</p></body></text>"""
PERSONS = "".join(
    f'<person xml:id="p{n}"><persName>{name}</persName></person>'
    for n, name in enumerate(["Zoë", "Ångström", "anna", "Émile", "Öztürk", "Bob", "Ødegård"])
)


def test_four_processes_make_what_one_makes(tmp_path: Path, shipped: Path, site: Path) -> None:
    """The shipped site, built by four processes, has the bytes of that built by one."""
    root = copy_shipped(tmp_path / "edition")

    parallel = build_site(root, parallel=4, options=["-n"]).out

    assert describe_differences(list_files(site), list_files(parallel)) == []


def test_many_texts_are_read_and_written_in_chunks(tmp_path: Path) -> None:
    """A site of so many pages that Sphinx divides them among its processes is the same."""
    letters = {f"letter{n:02}": LETTER.format(n, n % 7, n * 3 % 7) for n in range(60)}
    register = f'<listPerson>{PERSONS}</listPerson><listWit><witness xml:id="A"/></listWit>'
    toml = '[check]\nschema = "none"\nignore = ["unknown-witness"]\n'
    roots = [
        make_edition(tmp_path / name, letters, register=register, toml=toml)
        for name in ("one", "four")
    ]

    one, four = (
        build_site(root, parallel=workers, options=["-D", "suppress_warnings=tei"])
        for root, workers in zip(roots, (1, 4), strict=True)
    )

    assert " .. " in four.log, "Sphinx has not divided the work"
    assert describe_differences(list_files(one.out), list_files(four.out)) == []
