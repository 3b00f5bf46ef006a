"""What programs of others read of the citations on a site, and what the headers say."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import rispy
from bibtexparser import middlewares
from bibtexparser.entrypoint import parse_string
from lxml import etree

import oracle

if TYPE_CHECKING:
    from pathlib import Path

NS = {"t": "http://www.tei-c.org/ns/1.0"}


def read_bibtex(text: str) -> Any:
    """The one entry of a file of BibTeX, its names in parts, its LaTeX decoded."""
    layers = [middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()]
    library = parse_string(text, append_middleware=layers)
    assert not library.failed_blocks
    (entry,) = library.entries
    return entry


def decode(text: str) -> str:
    """A field of BibTeX as it is read."""
    names = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}",
             "textasciitilde": "~", "textasciicircum": "^"}  # fmt: skip
    text = re.sub(r"^\{(.*)\}$", r"\1", text)
    # As LaTeX reads it: a command with its empty group, or an escaped sign.
    return re.sub(
        r"\\([a-z]+)\{\}|\\([%&#_$])", lambda m: names[m[1]] if m[1] else m[2], text
    )  # fmt: skip


def read_page(page: Path) -> dict[str, list[str]]:
    """What a page says of itself in its head, by the names of its tags."""
    found: dict[str, list[str]] = {}
    for meta in oracle.parse_page(page).xpath("//head/meta"):
        name = meta.get("name") or meta.get("property") or ""
        found.setdefault(name, []).append(meta.get("content") or "")
    return found


def read_json_ld(page: Path) -> dict[str, Any]:
    """The JSON-LD of a page."""
    (script,) = oracle.parse_page(page).xpath("//script[@type='application/ld+json']")
    data: dict[str, Any] = json.loads(script.text)
    return data


class Said(NamedTuple):
    """What a header says, read by itself: in some lines that know nothing of the package."""

    title: str
    people: list[str]
    year: str
    publishers: list[str]
    licence: str


def read_said(file: Path) -> Said:
    """The header of a file."""
    root = etree.parse(file, etree.XMLParser(huge_tree=True)).getroot()
    header = root.find("t:teiHeader", NS)
    assert header is not None

    def find(path: str) -> list[Any]:
        return cast("list[Any]", header.xpath(path, namespaces=NS))

    def words(path: str) -> list[str]:
        return [" ".join("".join(element.itertext()).split()) for element in find(path)]

    titles = words("t:fileDesc/t:titleStmt/t:title[not(@type) or @type = 'main']")
    titles += words("t:fileDesc/t:titleStmt/t:title")
    date = "".join(find("(//t:publicationStmt//t:date)[1]/@when"))
    date = date or "".join(words("(//t:publicationStmt//t:date)[1]"))
    return Said(
        title=next(filter(None, titles), ""),
        people=[
            w for w in words("t:fileDesc/t:titleStmt//t:author | //t:titleStmt//t:editor") if w
        ],
        year=next(iter(re.findall(r"\d{4}", date)), ""),
        publishers=words("//t:publicationStmt//t:publisher"),
        licence="".join(find("(//t:licence/@target)[1]")),
    )


def check_agreement(page: Path, file: Path) -> None:
    """What four parsers read of the citation of a text is what the header of its file says."""
    said = read_said(file)
    stem = page.with_suffix("")
    entry = read_bibtex(stem.with_name(f"{stem.name}.bib").read_text(encoding="utf-8"))
    bibtex = {key: field.value for key, field in entry.fields_dict.items()}
    ris_text = stem.with_name(f"{stem.name}.ris").read_text(encoding="utf-8")
    (ris,) = rispy.loads(ris_text.replace("\r\n", "\n"))
    csl_text = stem.with_name(f"{stem.name}.csl.json").read_text(encoding="utf-8")
    (csl,) = json.loads(csl_text)
    data = read_json_ld(page)
    head = read_page(page)

    titles = {decode(bibtex.get("title", "")), ris.get("title", ""), csl.get("title", ""),
              data.get("name", ""), *head.get("citation_title", [""])}  # fmt: skip
    # Where another text of the edition has the same title, more is said to tell them apart.
    (title,) = titles
    assert re.fullmatch(rf"{re.escape(said.title)}( \([^()]+\))?", title)
    years = {bibtex.get("year", "")[:4], ris.get("year", ""), data.get("datePublished", "")[:4]}
    issued = csl.get("issued", {})
    years.add(str(issued["date-parts"][0][0]) if "date-parts" in issued
              else re.sub(r"\D", "", issued.get("literal", ""))[:4])  # fmt: skip
    if said.year:
        assert years == {said.year}
    assert data.get("license", "") == said.licence
    # A name may come in another order, without dates of life; no other word is added or lost.
    counts = {len(bibtex.get("author", ())) + len(bibtex.get("editor", ())),
              len(ris.get("authors", ())) + len(ris.get("secondary_authors", ())),
              len(csl.get("author", ())) + len(csl.get("editor", ())),
              len(data.get("author", ())) + len(data.get("editor", ()))}  # fmt: skip
    assert len(counts) == 1
    known = {word for person in said.people for word in re.findall(r"\w+", person)}
    for name in ris.get("authors", []):
        assert set(re.findall(r"\w+", name)) <= known, name
    for agent in data.get("author", []):
        assert set(re.findall(r"\w+", agent["name"])) <= known, agent
    for publisher in (decode(bibtex.get("publisher", "")), csl.get("publisher", "")):
        assert publisher == ris.get("publisher", "") == data.get("publisher", {}).get("name", "")
        if said.publishers and publisher:
            assert set(re.findall(r"\w+", publisher)) <= set(
                re.findall(r"\w+", " ".join(said.publishers))
            )


def list_first_pages(site: Path) -> dict[Path, str]:
    """The page on which each text begins, with the TEI file that it offers as the whole."""
    found = {}
    for page in sorted((site / "edition").rglob("*.html")):
        offered = oracle.parse_page(page).xpath(
            "//a[contains(@class, 'tei-download')]/@href[contains(., '.xml')]"
        )
        if len(offered) == 1 and page.with_suffix(".bib").exists():
            found[page] = offered[0]
    return found
