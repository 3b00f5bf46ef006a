"""What is found in the apparatus of a text is kept, and is as a run from nothing finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from building import TEI
from tei_edition.checks import check_edition
from tei_edition.config import read_config
from tei_edition.loading.edition import read_edition
from tei_edition.pages import variants
from tei_edition.pages.variants import list_agreements
from tei_edition.publishing.exporting import make_holdings
from tei_edition.runtime.kept_files import KeptFiles

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.problems import Problem

TOML = """[edition]
title = "T"
texts = ["a.xml", "b.xml"]
registers = ["register.xml"]
[check]
schema = "none"
"""
ENTRY = '<app><lem wit="#A">{0}</lem><rdg wit="#B">{1}</rdg></app>'
TEXT = "<text><body><p>{}</p></body></text>"
REGISTER = """<standOff><listWit>
<witness xml:id="A"><abbr type="siglum">A</abbr></witness>
<witness xml:id="B"><abbr type="siglum">B</abbr></witness>
</listWit></standOff>"""

PREFIX = """<encodingDesc><listPrefixDef><prefixDef ident="w" matchPattern="(.+)"
replacementPattern="register.xml#$1"><p>Witnesses.</p></prefixDef></listPrefixDef></encodingDesc>"""

CHANGES = {
    "another witness": ("register.xml", "</listWit>", '<witness xml:id="C">C</witness></listWit>'),
    "a witness less": ("register.xml", '<witness xml:id="B">', '<witness xml:id="D">'),
    "a siglum": ("register.xml", ">B</abbr>", ">Β²</abbr>"),
    "a group": (
        "register.xml",
        '<witness xml:id="B"><abbr type="siglum">B</abbr></witness>',
        '<listWit xml:id="B"><witness xml:id="C">C</witness></listWit>',
    ),
    "an entry": ("a.xml", "</p>", f"{ENTRY.format('fine', '')}</p>"),
    "a siglum of the other text": ("b.xml", 'wit="#B"', 'wit="#B #X"'),
    "a prefix that both texts use": ("b.xml", "</fileDesc>", f"</fileDesc>{PREFIX}"),
}


def write_edition(root: Path) -> None:
    """Write two texts with an apparatus, of which one leaves out a witness, and a register."""
    (root / "edition.toml").write_text(TOML)
    entries = [ENTRY.format(word, f"{word}s") for word in ("tree", "bush", "leaf")]
    entries.append(ENTRY.format("wood", "woods").replace("#B", "w:B"))
    doubled = '<app><lem wit="#A">root</lem><rdg wit="#A">roots</rdg></app>'
    lacking = '<app><lem wit="#A">moss</lem><rdg resp="#e">mos</rdg></app>'
    for name in "ab":
        text = TEXT.format(" ".join([*entries, doubled, lacking]))
        (root / f"{name}.xml").write_text(TEI.format(title=name, content=text))
    (root / "register.xml").write_text(TEI.format(title="Register", content=REGISTER))


def find_all(root: Path, kept: KeptFiles | None) -> tuple[list[Problem], list[Any]]:
    """Return the problems between the files of an edition, and the agreements of its witnesses."""
    config = read_config(root / "edition.toml")
    holdings = make_holdings(read_edition(config), kept=kept)
    found = list(check_edition(holdings.book.edition, config, recall=holdings.recall))
    return found, list(list_agreements(holdings.book, holdings.recall))


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_kept_is_what_a_run_from_nothing_finds(change: str, tmp_path: Path) -> None:
    """After a change of the text, of another text, or of the witnesses."""
    root, store = tmp_path / "edition", tmp_path / "kept"
    root.mkdir()
    write_edition(root)
    kept = KeptFiles(store, store)
    before = find_all(root, kept)
    kept.save()
    file, old, new = CHANGES[change]
    content = (root / file).read_text()
    assert old in content
    (root / file).write_text(content.replace(old, new, 1))
    after = find_all(root, KeptFiles(store, store))
    assert after == find_all(root, None)
    assert {p.code for p in before[0]} >= {"witness-missing", "witness-twice"}
    assert before[1]


def test_only_the_apparatus_of_a_changed_text_is_compared_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That of the others is as it was."""
    root, store = tmp_path / "edition", tmp_path / "kept"
    root.mkdir()
    write_edition(root)
    kept = KeptFiles(store, store)
    find_all(root, kept)
    kept.save()
    path = root / "b.xml"
    path.write_text(path.read_text().replace("trees", "forest"))
    asked: list[str] = []
    compare = variants._compare

    def note(book: Any, text: Any, single: list[str]) -> Any:
        asked.append(text.file)
        return compare(book, text, single)

    monkeypatch.setattr(variants, "_compare", note)
    find_all(root, KeptFiles(store, store))
    assert asked == ["b.xml"]
