"""The registers of editions made by others hold every mention that leads to an entry.

What is counted in their pages is counted again in their TEI, by some lines that import nothing of
the package: names by XPath, and entries by the `xml:id` that a pointer ends in.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from lxml import etree

import oracle
from building import CORPORA, run_command

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.corpora

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
ENTRIES = ["person", "personGrp", "org", "place", "event", "bibl", "biblStruct", "object", "nym"]
# An edition's texts, its registers, and how many mentions at least must be found in it.
EDITIONS = [
    ("jean-paul", "briefe/**/*.xml", "register/**/*.xml", 600),
    ("bellini", "LL*.xml", "lists/*.xml", 40),
    ("tei-publisher", "[ds]*/*.xml", "registers/*.xml", 40),
    ("isicily", "inscriptions/*.xml", "", 0),
    ("frus-history", "*/*.xml", "", 0),
]


def read_trees(folder: Path, pattern: str) -> dict[Path, etree._Element]:
    """The files that are XML, each with its tree."""
    found: dict[Path, etree._Element] = {}
    for path in sorted(folder.glob(pattern)) if pattern else ():
        try:
            found[path] = etree.parse(path, etree.XMLParser(load_dtd=False)).getroot()
        except etree.XMLSyntaxError:
            continue
    return found


def count_mentions(texts: dict[Path, etree._Element], known: set[str]) -> Counter[str]:
    """How often the names of the texts point to each entry, or to each absolute address."""
    counts: Counter[str] = Counter()
    for root in texts.values():
        letters = oracle.find_all(root, "//t:correspAction//t:*")
        names = [e for e in oracle.find_all(root, "//t:text//t:*") if oracle.is_mention(e)]
        places = [e for e in letters if oracle.name_of(e) in oracle.BY_REF and e.get("ref")]
        named = [e for e in letters if oracle.name_of(e) in oracle.MENTIONS]
        for name in (*names, *named, *places):
            pointers = name.get("ref", "").split() or [name.get("key", "").strip()]
            targets = set()
            for pointer in pointers:
                if re.match(r"(https?|urn):", pointer):
                    targets.add(re.sub(r"^https?://(www\.)?", "", pointer).rstrip("/"))
                else:
                    targets.add(pointer.rpartition("#")[2])
            counts.update(t for t in targets if t in known or "/" in t)
        for speech in oracle.find_all(
            root, "//t:text//t:*[@who][self::t:sp or self::t:said or self::t:u]"
        ):
            who = speech.get("who", "").split()
            above = oracle.find_all(speech, "t:speaker//t:*[@ref or @key]")
            if not {e.get("ref") or e.get("key") for e in above}.issuperset(who):
                counts.update({p.rpartition("#")[2] for p in who} & known)
    return counts


def count_quotations(site: Path) -> Counter[str]:
    """How many mentions each entry of the registers lists, by its id or its address."""
    counts: Counter[str] = Counter()
    for page in site.rglob("*.html"):
        for term in oracle.parse_page(page).xpath("//dt[contains(@class, 'tei-entity')]"):
            entry = term.getnext()
            number = len(entry.xpath(".//li/p[contains(@class, 'tei-mention ')]"))
            key = term.get("id")
            if entry.xpath("p[@class='tei-unlisted']"):
                uri = entry.xpath("string(.//a[contains(@class, 'tei-idno')]/@href)")
                key = re.sub(r"^https?://(www\.)?", "", uri).rstrip("/")
            assert key not in counts, f"{key} has two entries"
            counts[key] = number
    return counts


@pytest.mark.parametrize(("name", "texts", "registers", "least"), EDITIONS)
def test_registers_hold_every_mention(
    tmp_path: Path, name: str, texts: str, registers: str, least: int
) -> None:
    """What the pages of the registers list is what an XPath finds in the TEI, entry by entry."""
    root = shutil.copytree(CORPORA / name, tmp_path / name)
    lists = [registers] if registers else []
    (root / "edition.toml").write_text(
        f'[edition]\ntexts = ["{texts}"]\nregisters = {lists}\n[check]\nschema = "none"\n'
    )
    done = run_command("html", "-o", tmp_path / "site", cwd=root)
    assert "Traceback" not in done.stderr

    read, described = read_trees(root, texts), read_trees(root, registers)
    known = {
        str(entry.get(ID))
        for tree in (*read.values(), *described.values())
        for entry in tree.iter(*(TEI + kind for kind in (*ENTRIES, "item")))
        if entry.get(ID)
    }
    expected = count_mentions({p: t for p, t in read.items() if p not in described}, known)
    listed = +count_quotations(tmp_path / "site")

    assert listed == Counter({k: v for k, v in expected.items() if k in listed or "/" in k})
    assert {k for k in expected if k in known} <= set(listed)
    assert sum(listed.values()) >= least
