"""White space in element content says nothing: a file and its pretty-printed twin are one."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import CORPORA, build_site, copy_shipped, list_files, make_edition, run_command

if TYPE_CHECKING:
    from pathlib import Path

TEI = "{http://www.tei-c.org/ns/1.0}"
# What holds elements alone, by the Guidelines: white space in it is no text.
ELEMENT_ONLY = {
    "TEI", "additional", "address", "adminInfo", "altIdentifier", "analytic", "app", "availability",
    "back", "biblFull", "biblStruct", "body", "castGroup", "castList", "charDecl", "choice", "cit",
    "correspAction", "correspDesc", "dimensions", "div", "div1", "div2", "div3", "docTitle",
    "editionStmt", "encodingDesc", "entry", "facsimile", "figure", "fileDesc", "front", "group",
    "imprint", "langUsage", "lg", "list", "listApp", "listBibl", "listOrg", "listPerson",
    "listPlace", "listWit", "monogr", "msContents", "msDesc", "msIdentifier", "objectDesc",
    "particDesc", "person", "physDesc", "place", "profileDesc", "publicationStmt", "rdgGrp",
    "respStmt", "revisionDesc", "row", "sourceDesc", "sp", "spGrp", "standOff", "subst", "table",
    "teiCorpus", "teiHeader", "text", "textClass", "titlePage", "titleStmt",
}  # fmt: skip


def rewrite(file: Path, twin: Path, *, pretty: bool) -> None:
    """Write the twin of a file: white space in element content taken out, or put everywhere."""
    tree = etree.parse(file, etree.XMLParser(load_dtd=False, huge_tree=True))
    for element in tree.iter(*(TEI + name for name in ELEMENT_ONLY)):
        children = list(element)
        texts = [element.text, *(child.tail for child in children)]
        if not children or any((text or "").strip() for text in texts):
            continue
        blank = f"\n{'  ' * len(list(element.iterancestors()))}" if pretty else None
        element.text = blank
        for child in children:
            child.tail = blank
    tree.write(twin, encoding="utf-8", xml_declaration=True)


def read_site(folder: Path) -> dict[str, str]:
    """What a site shows and finds: pages, search and exports, white space as HTML has it."""
    kept = {".html", ".js", ".txt", ".bib", ".ris"}
    left_out = re.compile(r"^(_static|_sources|tei)/|edition\.zip")
    return {
        name: re.sub(r"\s+", " ", re.sub(r"\s*(</?(?:p|div|li|ul|td|tr|section)\b)", r"\1", text))
        for name, data in list_files(folder).items()
        if "." + name.rpartition(".")[2] in kept and not left_out.match(name)
        for text in [data.decode()]
    }


def compare(root: Path, twin: Path) -> None:
    """Expect both editions to be the same in HTML by XSLT, and as plain text."""
    sites = []
    for folder in (root, twin):
        assert run_command("html", "-o", "plain", cwd=folder).returncode in {0, 1}
        text = run_command("export", "text", cwd=folder).stdout
        sites.append({**read_site(folder / "plain"), "text": text})
    assert sites[0].keys() == sites[1].keys()
    for name, page in sites[0].items():
        assert page == sites[1][name], name


BODY = """<front><titlePage><docTitle><titlePart>Of ships</titlePart><titlePart>A song</titlePart>
</docTitle></titlePage></front><body><div><head>One</head><opener><dateline>York,
<date when="1900">1900</date></dateline></opener><p>To <address><addrLine>High Street</addrLine>
<addrLine>York</addrLine></address>, <choice><unclear>of</unclear><unclear>by</unclear></choice>
a<choice><unclear>b</unclear><unclear>c</unclear></choice>d and <choice>
<sic>teh</sic><corr>the</corr></choice> <app><lem
wit="#A">sea</lem><rdg wit="#B">see</rdg></app> <subst><del>a</del><add>b</add></subst>.</p>
<lg><l>A line</l><l>Another</l></lg><list><item>x</item><item>y</item></list>
<table><row><cell>1</cell><cell>2</cell></row></table><cit><quote>Q</quote><bibl>B</bibl></cit>
<sp><speaker>ANN</speaker><l>Ho!</l></sp><figure><head>F</head><figDesc>D</figDesc></figure>
<entry><form><orth>dog</orth></form><sense><def>pet</def></sense></entry>
<p>In <msIdentifier><settlement>Oxford</settlement><idno>1</idno></msIdentifier>.</p></div>
<div><listBibl><biblStruct><monogr><author><forename>Ann</forename><surname>Go</surname></author>
<title>T</title><imprint><pubPlace>L</pubPlace><date>1900</date></imprint></monogr></biblStruct>
</listBibl><listPerson><person xml:id="ann"><persName><forename>Ann</forename><surname>Go</surname>
</persName><birth><date when="1880">1880</date><placeName>York</placeName></birth></person>
</listPerson></div></body>"""


@pytest.mark.parametrize("pretty", [True, False])
def test_twins_of_small_texts_are_the_same(tmp_path: Path, *, pretty: bool) -> None:
    """What a small text of every sort shows does not hang on its white space."""
    toml = '[check]\nschema = "none"\n[pages]\ndownloads = false\nreport = false\n'
    root = make_edition(tmp_path / "one", {"one": f"<text>{BODY}</text>"}, toml=toml)
    shutil.copytree(root, tmp_path / "two")
    rewrite(root / "tei/one.xml", tmp_path / "two/tei/one.xml", pretty=pretty)

    compare(root, tmp_path / "two")


# Elements that hold nothing: what is shown for them is made of their names and attributes.
EMPTY = """<body><div type="poem"><p>A <g type="cross"/>, <gap reason="lost" quantity="3"
unit="chars"/>, <space/>, <ptr target="#n"/>, <date when="1900"/>, <ref target="#n"/>, <app><lem
wit="#A">sea</lem><rdg wit="#B"/></app>, <app><rdg wit="#A"><gap reason="illegible"/></rdg><rdg
wit="#B">b</rdg></app>, wo<lb break="no"/>rd<pb n="2"/> <milestone unit="section" n="3"/>
<choice><sic/><corr>x</corr></choice>, <persName ref="#ann"/>, <measure quantity="3" unit="ell"/>,
<formula/>.</p>
<note xml:id="n" place="foot">N</note><listPerson><person xml:id="ann"><persName>Ann</persName><sex
value="2"/><birth when="1880"/></person></listPerson></div></body>"""


@pytest.mark.parametrize("comment", ["<!-- so -->", " <!-- so --> ", "<!-- a --><!-- b -->\n"])
def test_comments_in_empty_elements_say_nothing(tmp_path: Path, comment: str) -> None:
    """An element with a comment alone is as empty as without it."""
    toml = '[check]\nschema = "none"\n[pages]\ndownloads = false\nreport = false\n'
    body = re.sub(r"<(\w+)([^<>]*)/>", r"<\1\2></\1>", EMPTY)
    root = make_edition(tmp_path / "one", {"one": f"<text>{body}</text>"}, toml=toml)
    twin = shutil.copytree(root, tmp_path / "two") / "tei/one.xml"
    # White space is content: the twin without the comment has it too.
    for file, inserted in (
        (root / "tei/one.xml", re.sub("<!--.*?-->", "", comment)),
        (twin, comment),
    ):
        file.write_text(file.read_text().replace("></", f">{inserted}</"))

    compare(root, tmp_path / "two")


@pytest.mark.parametrize("pretty", [True, False])
def test_twin_of_the_shipped_edition_is_the_same(
    tmp_path: Path, shipped: Path, site: Path, *, pretty: bool
) -> None:
    """So it is with the edition that the project ships, and its search."""
    twin = copy_shipped(tmp_path / "twin")
    for file in sorted((shipped / "tei").glob("*.xml")):
        rewrite(file, twin / "tei" / file.name, pretty=pretty)

    sites = [read_site(site), read_site(build_site(twin, options=["-n"]).out)]

    for name, page in sites[0].items():
        if "search" in name or name.startswith("edition/october"):
            assert page == sites[1][name], name


@pytest.mark.corpora
@pytest.mark.parametrize(
    ("corpus", "files"),
    [
        ("jean-paul", 6),
        ("isicily", 8),
        ("bellini", 8),
        ("tei-tests", 8),
        ("balex", 2),
        ("pallava", 5),
        ("tei-publisher", 5),
        ("rusdracor", 1),
        ("frus-history", 4),
        ("tei-cat", 1),
        ("teiphy", 3),
    ],
)
def test_twins_of_editions_of_others_are_the_same(tmp_path: Path, corpus: str, files: int) -> None:
    """A sample of the editions of others gives the same pages and texts either way."""
    found = [f for f in sorted((CORPORA / corpus).rglob("*.xml")) if f.stat().st_size < 300_000]
    roots = [tmp_path / "one", tmp_path / "two"]
    for root in roots:
        (root / "tei").mkdir(parents=True)
        (root / "edition.toml").write_text(
            '[edition]\ntexts = ["tei/*.xml"]\n[check]\nschema = "none"\n'
            "[pages]\ndownloads = false\nreport = false\n"
        )
    for number, file in enumerate(found[:: max(1, len(found) // files)][:files]):
        try:
            rewrite(file, roots[1] / f"tei/{number}.xml", pretty=True)
        except etree.XMLSyntaxError:
            continue
        shutil.copy(file, roots[0] / f"tei/{number}.xml")

    compare(*roots)
