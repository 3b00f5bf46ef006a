"""Pointers lead where the file says, and have words where the file gives them none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import make_edition, run_command
from oracle import parse_page
from tei_edition.config import read_config
from tei_edition.exports.filling import make_empty_words
from tei_edition.exports.text import export_text
from tei_edition.loading.edition import load_tree, read_edition
from tei_edition.publishing.exporting import plan_site
from tei_edition.reader.bases import write_out_bases
from tei_edition.source.stamps import strip_stamps

if TYPE_CHECKING:
    from pathlib import Path

BIBLE = (
    '<encodingDesc><refsDecl><cRefPattern matchPattern="(.+) (.+):(.+)"'
    ' replacementPattern="https://example.org/bible/$1/$2/$3"><p>Bible</p></cRefPattern>'
    "</refsDecl></encodingDesc>"
)
TEXT = """<TEI xml:id="{ident}" xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader>
<fileDesc>
<titleStmt><title>{title}</title></titleStmt><publicationStmt><p>P</p></publicationStmt><sourceDesc>
<p>S</p></sourceDesc></fileDesc>{more}</teiHeader><text{base}><body>{body}</body></text></TEI>"""
BODY = """<div xml:id="one"><head>Of ships</head><p xml:id="p">
<ptr target="#wind"/> <ptr target="#rule"/> <ref target="#wind"/> <ptr target="b.xml#sea"/>
<ptr target="b.xml"/> <ptr target="#T1"/> <ptr target="https://example.org/x"/>
<ref cRef="Gen 1:1"/> <ref cRef="Gen 1:2">there</ref> <ref cRef="Nothing"/></p></div>
<div xml:id="wind"><head>Of the <hi>wind</hi></head><p xml:id="rule">It blows.</p></div>"""
SEA = """<div xml:id="sea"><head>Sea</head><p>See <ref target="x.html">it</ref>,
<ref target="/y.html#z">y</ref>, <ref target="#sea">here</ref>.</p></div>"""
BASE = ' xml:base="https://example.org/data/"'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of two texts that point to each other."""
    root = tmp_path_factory.mktemp("pointers")
    (root / "tei").mkdir()
    one = TEXT.format(ident="T1", title="A guide", more=BIBLE, base="", body=BODY)
    other = TEXT.format(ident="T2", title="Of the sea", more="", base=BASE, body=SEA)
    (root / "tei/a.xml").write_text(one)
    (root / "tei/b.xml").write_text(other)
    (root / "edition.toml").write_text(
        '[edition]\ntexts = ["tei/*.xml"]\n[check]\nschema = "none"\n'
    )
    run_command("html", "-o", "site", cwd=root)
    return root / "site/edition"


def links(page: Path) -> list[tuple[str, str]]:
    """The words of each pointer on a page, and where it leads."""
    found = parse_page(page).xpath(
        "//*[contains(@class, 'tei-ptr') or contains(@class, 'tei-ref')]"
    )
    return [(element.text_content(), element.get("href", "")) for element in found]


def test_pointers_without_words_get_theirs(site: Path) -> None:
    """A title, a number, an address or the citation itself stands for what is pointed to."""
    assert links(site / "a.html") == [
        ("Of the wind", "#wind"),
        ("¶ 1", "#rule"),
        ("Of the wind", "#wind"),
        ("Of the sea, Sea", "b.html#sea"),
        ("Of the sea", "b.html"),
        ("A guide", "a.html"),
        ("https://example.org/x", "https://example.org/x"),
        ("Gen 1:1", "https://example.org/bible/Gen/1/1"),
        ("there", "https://example.org/bible/Gen/1/2"),
        ("Nothing", ""),
    ]


def test_pointers_count_from_their_base(site: Path) -> None:
    """Relative addresses count from xml:base; the file itself is not an address."""
    assert links(site / "b.html") == [
        ("it", "https://example.org/data/x.html"),
        ("y", "https://example.org/y.html#z"),
        ("here", "#sea"),
    ]
    checked = run_command("check", cwd=site.parents[1])
    assert "missing-file" not in checked.stdout


SAMPLES = [
    (
        '<ref xml:base="https://e.org/a/" target="b.html c.html"/>',
        ("target", "https://e.org/a/b.html https://e.org/a/c.html"),
    ),
    (
        '<p xml:base="https://e.org/"><ref xml:base="x/" target="y.html"/></p>',
        ("target", "https://e.org/x/y.html"),
    ),
    ('<persName xml:base="data/" ref="people.xml#doe"/>', ("ref", "data/people.xml#doe")),
    ('<persName xml:base="data/" ref="doe"/>', ("ref", "doe")),
    ('<graphic xml:base="https://e.org/" url="a.png"/>', ("url", "https://e.org/a.png")),
    ('<ref xml:base="https://e.org/" target="mailto:x@e.org"/>', ("target", "mailto:x@e.org")),
]


@pytest.mark.parametrize(("body", "expected"), SAMPLES)
def test_bases_are_written_out(body: str, expected: tuple[str, str]) -> None:
    """Each pointer counts from the nearest bases around it, and the file stays as it is."""
    root = etree.fromstring(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{body}</TEI>')
    before = etree.tostring(root, method="c14n2")
    write_out_bases(root)
    attribute, value = expected

    assert list(root.iter("{*}*"))[-1].get(attribute) == value
    strip_stamps(root)
    assert etree.tostring(root, method="c14n2") == before


def test_the_export_has_words_for_pointers(site: Path) -> None:
    """Plain text says where a pointer without words leads, as the page does."""
    done = run_command("export", "text", cwd=site.parents[1])

    assert done.stdout.splitlines()[1] == (
        "Of the wind ¶ 1 Of the wind Of the sea, Sea Of the sea A guide https://example.org/x "
        "Gen 1:1 there Nothing"
    )


SILENT = """<p>The <app><lem wit="#A" xml:id="l">old</lem><rdg wit="#B" copyOf="#l"/></app> ship
<app><rdg wit="#A" facs="a.jpg"/><rdg wit="#B" facs="b.jpg c.jpg"/></app> sank in
<app><lem wit="#A">May</lem><rdg wit="#B"><ptr target="https://example.org/b#w7"/></rdg></app>,
<app><lem wit="#A">he</lem><rdg wit="#B"/></app> said.</p>"""


@pytest.mark.parametrize(
    ("witness", "said"),
    [
        ("A", "The old ship [facsimile: a.jpg] sank in May, he said."),
        ("B", "The old ship [facsimile: b.jpg] [facsimile: c.jpg] sank in "  # noqa: ISC004
              "https://example.org/b#w7, said."),
    ],
)  # fmt: skip
def test_the_text_of_a_witness_names_what_has_no_words(
    tmp_path: Path, witness: str, said: str
) -> None:
    """A reading that is a picture, a copy or a pointer is no omission in an export."""
    text = TEXT.format(ident="T", title="A", more="", base="", body=SILENT)
    (tmp_path / "a.xml").write_text(text)
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "none"\n'
    )

    done = run_command("export", "text", "--witness", witness, cwd=tmp_path)

    assert done.stdout.strip() == said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<p>a <gap reason="lost" quantity="2" unit="character"/> b</p>', "a […] b"),
        ("<p>a<supplied>b<gap/>c</supplied></p>", "ab[…]c"),
        ("<p>a <del>b <gap/></del> c</p>", "a c"),
        ("<p>a <metamark>^</metamark>b</p>", "a b"),
        ("<p>日本<ruby><rb>漢字</rb><rt>かんじ</rt></ruby></p>", "日本漢字"),
        ('<p>a <notatedMusic><ptr target="m.mei"/><desc>A tune</desc></notatedMusic></p>',
         "a\nA tune"),
        (("<p><msDesc><msIdentifier><settlement>Oxford</settlement><idno>L 5</idno></msIdentifier>"
         "<physDesc><objectDesc><p>3 leaves</p></objectDesc></physDesc></msDesc></p>"),
         "Oxford, L 5\n3 leaves"),
    ],
)  # fmt: skip
def test_exports_say_what_is_lost_and_leave_out_what_is_no_text(
    tmp_path: Path, body: str, said: str
) -> None:
    """A gap is no closed line; marks of a scribe and glosses stand in no sentence."""
    text = TEXT.format(ident="T", title="A", more="", base="", body=body)
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "none"\n'
    )

    done = run_command("export", "text", cwd=tmp_path)

    assert done.stdout.strip() == said


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ('<figure xml:id="x"><head>Map<note>n</note></head></figure>', "Map"),
        ('<table xml:id="x"><head>Prices</head><row><cell>1</cell></row></table>', "Prices"),
        ('<list xml:id="x"><head>Ships</head><item>one</item></list>', "Ships"),
        ('<lg xml:id="x"><head>Song</head><l>la</l></lg>', "Song"),
    ],
)
def test_pointer_says_the_head_of_what_it_leads_to(
    tmp_path: Path, element: str, words: str
) -> None:
    """Of a figure, a table, a list or a poem, as of a division."""
    body = f'<div><p>See <ptr target="#x"/>.</p>{element}</div>'
    root = make_edition(tmp_path, {"a": f"<text><body>{body}</body></text>"})

    assert run_command("export", "text", cwd=root).stdout.startswith(f"See {words}.")


PERSON = (
    "<profileDesc><particDesc><listPerson><person xml:id='ada'><persName>Ada Lee</persName>"
    "</person></listPerson></particDesc></profileDesc>"
)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('By <persName ref="#ada"/>.', "By Ada Lee."),
        ('By <rs ref="#ada"> </rs>.', "By Ada Lee."),
        ('By <name key="ada"/>.', "By Ada Lee."),
        ('By <persName ref="#ada">her</persName>.', "By her."),
        ('By <persName ref="#ada"><gap/></persName>.', "By […]."),
        ('By <persName ref="#nobody"/>.', "By ."),
    ],
)
def test_names_without_words_are_those_of_their_entries_in_exports(
    tmp_path: Path, body: str, words: str
) -> None:
    """An export has the name that the page shows, and no name where the page has none."""
    (tmp_path / "tei").mkdir()
    text = TEXT.format(ident="T", title="T", more=PERSON, base="", body=f"<p>{body}</p>")
    (tmp_path / "tei/a.xml").write_text(text)
    (tmp_path / "edition.toml").write_text('[edition]\ntexts = ["tei/*.xml"]\n')
    site = plan_site(read_edition(read_config(tmp_path)))
    (found,) = site.texts
    tree = load_tree(read_edition(read_config(tmp_path)), found)

    exported = export_text(tree, found, site.config.text, words=make_empty_words(site, found))
    assert exported.text == f"{words}\n"
