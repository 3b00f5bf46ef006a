"""How sigla and the names of emenders are spelt: on pages, in lists, in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import TEI, run_command
from oracle import parse_page
from tei_edition.facts.phrases import write_plain
from tei_edition.language.raising import lower_letters, raise_letters
from tei_edition.reader.phrases import read_phrases

if TYPE_CHECKING:
    from pathlib import Path

HEADER = """<text><front><div xml:id="desc"><head>The codices</head>
<listPerson><person xml:id="smi"><persName><abbr type="siglum">Smi.</abbr>John Smith</persName>
</person><person xml:id="roe"><persName><forename>Jane</forename><surname>Roe</surname></persName>
</person></listPerson>
<listWit xml:id="fam1"><head>First family</head>
<witness xml:id="N"><abbr type="siglum">N</abbr> Naples (see <ptr target="#desc"/>)</witness>
<witness xml:id="N2"><abbr type="siglum">N<hi rend="sup">2</hi></abbr> corrector of
N<hi rend="superscript">1</hi> (<ref target="https://example.org/n">there</ref>)</witness>
<witness xml:id="P"><abbr type="siglum" rend="italic">P</abbr></witness>
</listWit><listWit xml:id="all" n="ω"><witness xml:id="G"><abbr type="siglum">Γ<hi
style="vertical-align: sub">C</hi></abbr></witness></listWit></div></front><body>
<p>in <app><lem wit="#N">caves</lem><rdg wit="#N2 #P">woods</rdg><rdg wit="#G #fam1">waves</rdg>
<rdg wit="#all #M^2">halls</rdg><rdg resp="#smi">wards</rdg><rdg resp="#roe">roads</rdg></app>.</p>
</body></text>"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition whose sigla have typography."""
    root = tmp_path_factory.mktemp("sigla")
    (root / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "none"\n[pages]\nsplit = "none"\n'
    )
    (root / "a.xml").write_text(TEI.format(title="A", content=HEADER), encoding="utf-8")
    run_command("html", "-o", "out", cwd=root)
    return root


def _serialise(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)


def test_sigla_keep_their_typography_in_entries(root: Path) -> None:
    """Raised, lowered and slanted letters are so beside each reading; groups have their names."""
    page = parse_page(root / "out/edition/a.html")
    sigla = page.xpath("//*[contains(@class, 'tei-entry')]//*[contains(@class, 'tei-siglum')]")
    shown = ["".join(map(_serialise, s)) for s in sigla]

    assert ["".join(s.itertext()) for s in sigla] == [
        "N", "N2", "P", "ΓC", "First family", "ω", "M2",
    ]  # fmt: skip
    assert [["<sup" in s, "<sub" in s, "<em" in s].index(True) for s in shown if s] == [0, 2, 1, 0]


def test_emenders_are_named_by_siglum_or_by_parted_names(root: Path) -> None:
    """A siglum in a name is used alone; parts of names do not run together."""
    page = parse_page(root / "out/edition/a.html")
    found = page.xpath("//*[contains(@class, 'tei-responsible')]")

    assert ["".join(name.itertext()) for name in found] == ["Smi.", "Jane Roe"]


def test_list_of_witnesses_keeps_links_and_typography(root: Path) -> None:
    """Pointers of a description lead on, and the head of a list is its name."""
    page = parse_page(root / "out/edition/witnesses.html")
    described = page.xpath("//*[contains(@class, 'tei-description')]")
    groups = page.xpath("//*[contains(@class, 'tei-witness-group')]")

    assert [(a.text, a.get("href")) for p in described for a in p.iter("{*}a")] == [
        ("↗", "a.html#desc"), ("there", "https://example.org/n"),
    ]  # fmt: skip
    assert "N<sup>1</sup>" in _serialise(described[1]).replace(
        ' xmlns="http://www.w3.org/1999/xhtml"', ""
    )
    assert {" ".join("".join(g.itertext()).split()) for g in groups} == {
        "Belongs to First family", "Belongs to ω",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ('<abbr>N<hi rend="superscript">2</hi></abbr>', "N²"),
        ('<abbr>A<hi rendition="#sup">ac</hi></abbr>', "Aᵃᶜ"),
        ('<abbr>A<hi rend="super">p.c.</hi></abbr>', "A^p.c."),
        ('<abbr>A<seg style="vertical-align:super">1</seg>b</abbr>', "A¹b"),
        ('<abbr>Γ<hi rend="subscript">1</hi></abbr>', "Γ₁"),
        ("<abbr>\n  <hi>P</hi> \n</abbr>", "P"),
        ("<abbr>P</abbr>", "P"),
    ],
)
def test_sigla_as_plain_text(markup: str, plain: str) -> None:
    """Raised letters are those of Unicode where it has them all, else stand behind a mark."""
    assert write_plain(read_phrases(etree.fromstring(markup))) == plain


def test_letters_that_unicode_lacks_are_kept() -> None:
    """Nothing is raised by half."""
    assert (raise_letters("12C"), lower_letters("1q")) == ("^12C", "_1q")


@pytest.mark.parametrize(
    ("witness", "shown"),
    [
        ('xml:id="A1">A<hi rend="sup">1</hi>', "A<sup>1</sup>"),
        ('xml:id="x" n="Bc">B<hi rend="sub">c</hi>', "B<sub>c</sub>"),
        ('xml:id="A1">A<hi rend="sup">1</hi>, a print', "A1"),
        ('xml:id="A1">A1', "A1"),
    ],
)
def test_a_witness_described_by_its_siglum_alone_keeps_its_typography(
    tmp_path: Path, witness: str, shown: str
) -> None:
    """Where nothing but the siglum is said of a witness, it is spelt as it stands there."""
    ident = "A1" if "A1" in witness else "x"
    text = f"""<text><front><listWit><witness {witness}</witness></listWit></front>
<body><p><app><lem>a</lem><rdg wit="#{ident}">b</rdg></app></p></body></text>"""
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "none"\n'
    )
    (tmp_path / "a.xml").write_text(TEI.format(title="A", content=text), encoding="utf-8")
    run_command("html", "-o", "out", cwd=tmp_path)

    entry = parse_page(tmp_path / "out/edition/a.html").xpath("//li[contains(@class, 'tei-entry')]")

    assert f">{shown}</a>" in _serialise(entry[0])
