"""The canonical references that a header declares, and what they find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from building import TEI, make_edition, run_command
from tei_edition.config import make_config
from tei_edition.facts.pointers import Resolver
from tei_edition.loading.edition import read_edition
from tei_edition.source.references import stamp_references
from tei_edition.source.stamps import REFERENCE, SHOWN

if TYPE_CHECKING:
    from pathlib import Path

BODY = """<text><body>
<div type="book" n="Gen"><head>Genesis</head>
  <div type="chap" n="1"><p type="verse" n="1">a</p>
    <p type="verse" n="2">b <seg n="x">c</seg></p></div>
  <div type="chap" n="2"><p type="verse" n="1">d</p></div>
</div></body></text>"""


def parse(declaration: str, body: str = BODY) -> etree._Element:
    """A file with a refsDecl that says this."""
    header = f"<encodingDesc><refsDecl>{declaration}</refsDecl></encodingDesc>"
    text = TEI.format(title="T", content=body).replace("</teiHeader>", f"{header}</teiHeader>")
    return etree.fromstring(text.encode())


def list_references(root: etree._Element, stamp: str = REFERENCE) -> list[str]:
    """All references, in the order of the text."""
    assert list(stamp_references(root)) == []
    return [e.get(stamp, "") for e in root.iter() if e.get(stamp) is not None]


NESTED = """<citeStructure match="//tei:body/div" use="@n" xmlns:tei="http://www.tei-c.org/ns/1.0">
<citeStructure match="div" use="position()" delim=" ">
<citeStructure match="p" use="count(preceding-sibling::p) + 1" delim=":"/></citeStructure>
</citeStructure>"""
WHOLE = ["Gen", "Gen 1", "Gen 1:1", "Gen 1:2", "Gen 2", "Gen 2:1"]


def test_structures_nest() -> None:
    """A level counts from the one around it; names with a prefix and without are TEI's."""
    assert list_references(parse(NESTED)) == WHOLE


def test_what_has_no_unit_is_not_shown() -> None:
    """A heading that only leads to what is cited is left out for readers, and still a reference."""
    root = parse(
        """<citeStructure match="//body/div" use="head"><citeStructure match="div" use="@n"
        unit="chapter" delim=", "><citeStructure match="p" use="@n" delim="."/></citeStructure>
        </citeStructure>"""
    )

    assert list_references(root)[:3] == ["Genesis", "Genesis, 1", "Genesis, 1.1"]
    assert list_references(root, SHOWN) == ["1", "1.1", "1.2", "2", "2.1"]


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        (
            r"([1-9A-Za-z]+)\s+([0-9]+):([0-9]+)",
            "#xpath(//div[@type='book'][@n='$1']/div[@type='chap'][@n='$2']/p[@type='verse'][@n='$3'])",
            ["Gen 1:1", "Gen 1:2", "Gen 2:1"],
        ),
        (r"(\w+).(\w+)", "#xpath(//body/div[@n='$1']/div[@n='$2'])", ["Gen.1", "Gen.2"]),
        (r"(\w+)", "#xpath1(//seg[@n='$1'])", ["x"]),
        # Of these nothing can be said before somebody refers to them.
        (r"(\w+)+", "#xpath(//seg[@n='$1'])", []),
        (r"(\w+)", "#$1", []),
        (r"(\w+) (\w+)", "#xpath(//div[@n='$2']/p[@n='$1'])", []),
    ],
)  # fmt: skip
def test_patterns_are_examples(pattern: str, path: str, expected: list[str]) -> None:
    """The path of a cRefPattern tells the references of all that it could lead to."""
    declared = f'<cRefPattern matchPattern="{pattern}" replacementPattern="{path}"/>'

    assert list_references(parse(declared)) == expected


@pytest.mark.parametrize(
    ("match", "use", "attribute", "reason"),
    [
        ("//body/div[", "@n", "match", "is not an XPath 1.0 path"),
        ("//body/div", "", "use", "is missing"),
        ("//body/div", "string-join(@n)", "use", "Unregistered function"),
        ("//*[.//*[.//*[.//*]]]", "@n", "match", "might never end"),
    ],
)
def test_what_cannot_be_used_is_told(match: str, use: str, attribute: str, reason: str) -> None:
    """A path that is none, or asks for too much, is a fault of its attribute, and nothing else."""
    root = parse(f'<citeStructure match="{match}" use="{use}"/>')
    [fault] = stamp_references(root)

    assert fault.attribute == attribute
    assert reason in fault.reason


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("//body/div[@type = 'a div or p']", 1),
        ("//body/div[p and not(head)]/p", 0),
        ("//body/descendant::div[@n][position() mod 2 = 1]", 2),
        ("/TEI/text/body/div/div | //seg", 3),
        ("//div/child::p[attribute::n = 1]", 2),
    ],
)
def test_names_of_elements_are_those_of_tei(path: str, expected: int) -> None:
    """Words in quotation marks, functions, axes, attributes and operators stay what they are."""
    body = BODY.replace("</body>", '<div type="a div or p" n="z"/></body>')
    root = parse(f'<citeStructure match="{path}" use="@n"/>', body)

    assert len(list_references(root)) == expected


EDITION = BODY.replace(
    "<text>", '<text xml:lang="en">'
).replace("</body>", '<p><ref cRef="Gen 2:1">see</ref> <ref cRef="Gen 3:1">not</ref></p>'
    '<listApp><app loc="Gen 2:1"><lem>d</lem><rdg>e</rdg></app></listApp></body>')  # fmt: skip


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition of one text that says how it is cited."""
    root = make_edition(tmp_path / "edition", {"bible": EDITION})
    path = root / "tei/bible.xml"
    header = f"<encodingDesc><refsDecl>{NESTED}</refsDecl></encodingDesc></teiHeader>"
    path.write_text(path.read_text().replace("</teiHeader>", header))
    return root


def test_references_lead_to_their_passages(edition: Path) -> None:
    """@cRef is a link, @loc finds its words, and beside a passage stands its reference."""
    done = run_command("html", "-o", "out", cwd=edition)
    page: Any = etree.HTML((edition / "out/edition/bible.html").read_text())
    link = page.xpath("//a[.='see']/@href")
    numbers = page.xpath("//*[contains(@class, 'tei-cited')]")

    assert done.returncode == 0, done.stderr
    assert link == ["#p3"]
    assert [number.text for number in numbers] == ["Gen 1:1", "Gen 1:2", "Gen 2:1"]
    assert numbers[2].attrib["href"] == "#p3"
    assert numbers[2].attrib["aria-label"] == "Link to Gen 2:1"
    assert page.xpath("string(//*[@id='p3']//span[@class='tei-lem'])") == "d"
    assert page.xpath("string(//li//*[contains(@class, 'tei-entry-place')])") == "Gen 2:1"


def test_a_reference_to_nothing_is_told(edition: Path) -> None:
    """Where a header says how its text is cited, @cRef must name a passage of it."""
    done = run_command("check", cwd=edition)

    assert 'no passage has the reference "Gen 3:1" [unknown-target]' in done.stdout
    assert "anchor-missing" not in done.stdout


def test_an_identifier_that_a_pattern_makes(tmp_path: Path) -> None:
    """A cRefPattern may make an xml:id of a reference; what is made of none is nothing."""
    text = '<text><body><p xml:id="c4v5">x</p></body></text>'
    root = make_edition(tmp_path / "edition", {"a": text})
    path = root / "tei/a.xml"
    pattern = '<cRefPattern matchPattern="(\\d+),(\\d+)" replacementPattern="#c$1v$2"/>'
    header = f"<encodingDesc><refsDecl>{pattern}</refsDecl></encodingDesc></teiHeader>"
    path.write_text(path.read_text().replace("</teiHeader>", header))
    resolver = Resolver(read_edition(make_config({"check": {"schema": "none"}}, root)).edition)

    found = resolver.find_reference("4,5", "tei/a.xml")
    assert found is not None
    assert found.id == "c4v5"
    assert resolver.find_reference("4,6", "tei/a.xml") is None


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ("auto", ["1", "2", "3", "1", "2"]), ("division", ["1", "2", "3", "1", "2"]),
        ("paragraph", ["1", "2", "3", "4", "5"]),
        ("cite", []), ("none", []),
    ],
)  # fmt: skip
def test_paragraphs_are_numbered_as_the_edition_wants(
    numbers: str, expected: list[str], tmp_path: Path
) -> None:
    """In each outermost division, through the text, or not at all; never in notes."""
    text = (
        "<text><body><div><p>a<note><p>n</p></note></p><p>b</p><div><p>b</p></div></div>"
        "<div><p>c</p><list><item><p>d</p></item></list></div></body></text>"
    )
    root = make_edition(tmp_path / "edition", {"a": text}, toml=f'[pages]\nnumbers = "{numbers}"\n')
    done = run_command("html", "-o", "out", cwd=root)
    page: Any = etree.HTML((root / "out/edition/a.html").read_text())

    assert done.returncode == 0, done.stderr
    found = page.xpath("//a[contains(@class, 'tei-paragraph-number')]")
    assert [number.text for number in found] == expected


def test_a_faulty_path_is_a_problem_of_its_attribute(edition: Path) -> None:
    """The check says which attribute of the header cannot be used, where it stands, and why."""
    path = edition / "tei/bible.xml"
    path.write_text(path.read_text().replace('match="//tei:body/div"', 'match="//body/div["'))
    done = run_command("check", cwd=edition)

    assert '"//body/div[" is not an XPath 1.0 path' in done.stdout
    assert "[faulty-pattern]" in done.stdout
