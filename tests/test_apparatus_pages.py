"""How pages show an apparatus: the same of all methods, each entry once, with all that it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree, html

import oracle
from apparatus_model import METHODS, make_passage
from building import TEI, Build, build_site, list_pages, make_edition, run
from tei_edition.config import read_config
from tei_edition.publishing.plain_html import write_html

if TYPE_CHECKING:
    from pathlib import Path

SIGLA = "".join(f'<witness xml:id="{name}"/>' for name in "ABC")
ENTRY = '<app type="{}"><lem wit="#A">{}</lem><rdg wit="#B">y</rdg><rdg wit="#C #D">z</rdg></app>'


def make_text(body: str, after: str = "") -> str:
    """A text with three witnesses; a fourth is not declared."""
    return f"<text><front><listWit>{SIGLA}</listWit></front><body>{body}</body>{after}</text>"


def make_pages(folder: Path, content: str, toml: str = "") -> list[html.HtmlElement]:
    """The pages of a text by XSLT alone, in order."""
    text = content if content.startswith("<TEI") else TEI.format(title="T", content=content)
    root = make_edition(folder / "edition", {}, toml=toml)
    (root / "tei/text.xml").write_text(text, encoding="utf-8")
    out = root / "plain"
    write_html(read_config(root), out)
    return [html.parse(str(page)).getroot() for page in list_pages(out, "edition/text")]


def list_entries(page: html.HtmlElement) -> list[str]:
    """The entries of a page as a reader sees them."""
    return [" ".join(e.text_content().split()) for e in page.find_class("tei-entry")]


def drop_anchors(page: html.HtmlElement) -> str:
    """The article of a page as HTML, without ids and what they are linked by."""
    article = page.find(".//main")
    for element in article.iter("*"):
        element.attrib.pop("id", None)
        if element.get("data-about"):
            element.set("data-about", "#")
        if "#" in element.get("href", ""):
            element.set("href", "#")
    for empty in article.xpath("//span[not(node()) and not(@class)] | //*[@class='tei-anchor']"):
        empty.drop_tree()
    return re.sub(r"\s+", " ", etree.tostring(article, encoding="unicode", method="html"))


@pytest.mark.parametrize("seed", [1, 2])
def test_all_methods_give_one_page(tmp_path: Path, seed: int) -> None:
    """A passage encoded in each method gives the same page, but for its anchors."""
    passage = make_passage(seed)
    pages = {
        method: drop_anchors(make_pages(tmp_path / method, passage.write(method))[0])
        for method in METHODS
    }

    first, *others = pages.values()
    assert first.count("tei-app-mark") == len(passage.variants) > 3
    assert all(page == first for page in others)


ABOUT = '<lem wit="#A">the man</lem><rdg wit="#B"><persName ref="#k">Kerenski</persName></rdg>'


@pytest.mark.parametrize(
    ("body", "after"),
    [
        (f"<p n='1'>Then <app>{ABOUT}</app> left.</p>", ""),
        (
            "<p n='1'>Then the man left.</p>",
            f"<back><listApp><app loc='1'>{ABOUT}</app></listApp></back>",
        ),
        (
            "<p n='1'>Then <anchor xml:id='s'/>the man<anchor xml:id='e'/> left.</p>",
            f"<back><listApp><app from='#s' to='#e'>{ABOUT}</app></listApp></back>",
        ),
    ],
    ids=["in place", "by loc", "by from and to"],
)
def test_a_name_in_a_reading_is_in_the_register(tmp_path: Path, body: str, after: str) -> None:
    """In each method: its entry quotes it, and leads to the reading at the foot of the text."""
    text = TEI.format(title="T", content=make_text(body, after))
    root = make_edition(
        tmp_path / "edition",
        {},
        register='<listPerson><person xml:id="k"><persName>K</persName></person></listPerson>',
    )
    (root / "tei/text.xml").write_text(text, encoding="utf-8")
    write_html(read_config(root), tmp_path / "out")

    persons = html.parse(str(tmp_path / "out/edition/persons.html")).getroot()
    (link,) = persons.xpath("//a[contains(@href, 'text.html#')][contains(., 'Kerenski')]")
    page = html.parse(str(tmp_path / "out/edition/text.html")).getroot()
    (name,) = page.xpath("//*[@id=$anchor]", anchor=link.get("href").partition("#")[2])
    assert name.text_content() == "Kerenski"
    assert name.get("href") == "persons.html#k"
    assert [e.get("class") for e in name.iterancestors() if "tei-entry" in e.get("class", "")]


@pytest.mark.parametrize(
    ("toml", "entry"),
    [
        ("", "¶ 1 a x A] y B; z C D"),
        ('form = "negative"', "¶ 1 a x] y B; z C D"),
        ('form = "positive"', "¶ 1 a x A] y B; z C D"),
        ('order = "support"', "¶ 1 a x A] z C D; y B"),
        ('order = "witnesses"', "¶ 1 a x A] y B; z C D"),
    ],
)
def test_the_form_of_an_entry_is_a_setting(tmp_path: Path, toml: str, entry: str) -> None:
    """Which sigla stand behind the lemma, and in which order the readings come."""
    page = make_pages(
        tmp_path, make_text(f"<p>{ENTRY.format('', 'x')}</p>"), f"[apparatus]\n{toml}\n"
    )[0]

    assert list_entries(page) == [entry]


def test_a_positive_apparatus_names_those_who_agree_in_silence(tmp_path: Path) -> None:
    """Where the file names only those that differ, the others are listed; only the declared."""
    text = make_text('<p><app><lem>x</lem><rdg wit="#B">y</rdg></app></p>')
    page = make_pages(tmp_path, text, '[apparatus]\nform = "positive"\n')[0]

    assert list_entries(page) == ["¶ 1 a x A C] y B"]


READINGS = [
    # The lemma, what B has, and how its entry shows that.
    ("x", '<rdg wit="#B"/>', "om. B"),
    ("x", '<rdg wit="#B"><note>illegible</note></rdg>', "B illegible"),
    ("x", '<rdg wit="#B"><handShift/></rdg>', "[another hand] B"),
    ("x", '<rdg wit="#B"><seg copyOf="#l"/></rdg>', "x B"),
    ("x", '<rdg wit="#B" facs="b.jpg"><note>N</note></rdg>', "[facsimile: b.jpg] B N"),
    ("x", '<rdg wit="#B"><note>N</note><lacunaStart/></rdg>', "B breaks off N"),
    ("x", '<rdg wit="#B"><seg/></rdg>', "om. B"),
    ("x", '<rdg wit="#B"><space quantity="4" unit="chars"/></rdg>', "(vac. 4) B"),
    ("x", '<rdg wit="#B"><gap reason="illegible"/></rdg>', "[…] B"),
    ("x", '<rdg wit="#B"><graphic url="sign.png"/></rdg>', "[picture] B"),
    ("x", '<rdg wit="#B"><unclear/></rdg>', "(?) B"),
    ("x", '<rdg wit="#B"><metamark function="deletion"/></rdg>', "[metamark deletion] B"),
    ("x", '<rdg wit="#B"><pb n="7"/></rdg>', "[7] B"),
    ("x", '<rdg wit="#B" facs="b.jpg"/>', "[facsimile: b.jpg] B"),
    ("x", '<rdg wit="#B" facs="https://example.org/b.jpg"/>', "picture B"),
    ("x", '<rdg wit="#B" copyOf="#l"/>', "x B"),
    ("x", '<rdg wit="#B" sameAs="#l"/>', "x B"),
    ("x", '<rdg wit="#B" copyOf="#nowhere"/>', "= #nowhere B"),
    ("<seg xml:id='s'>x</seg> <seg xml:id='t'>y</seg>",
     '<rdg wit="#B"><ptr target="#t"/> <ptr target="#s"/></rdg>', "y x B"),
    ("x", '<rdg wit="#B"><ptr target="https://example.org/b#w"/></rdg>',
     "https://example.org/b#w B"),
    ("x", '<rdg wit="#B"><lacunaStart/></rdg>', "B breaks off"),
    ("x", '<rdg wit="#B"><lacunaEnd/></rdg>', "B resumes"),
    ("x", '<rdg wit="#B"><witStart/></rdg>', "B begins"),
    ("x", '<rdg wit="#B"><witEnd/></rdg>', "B ends"),
    ("x", '<rdg wit="#B">y<witEnd/></rdg>', "y B ends"),
]  # fmt: skip


@pytest.mark.parametrize(("lemma", "reading", "shown"), READINGS, ids=lambda value: value[:40])
def test_only_an_empty_reading_is_omitted(
    tmp_path: Path, lemma: str, reading: str, shown: str
) -> None:
    """Signs, pictures, pointers and copies are readings; where a witness ends is said so."""
    text = make_text(f'<p><app><lem wit="#A" xml:id="l">{lemma}</lem>{reading}</app></p>')
    (entry,) = list_entries(make_pages(tmp_path, text)[0])

    assert entry.partition("] ")[2] == shown


def test_a_copy_of_what_holds_it_is_named(tmp_path: Path) -> None:
    """A reading that copies a paragraph around it would never end."""
    body = '<p xml:id="p">a <app><lem wit="#A" copyOf="#p"/><rdg wit="#B">y</rdg></app></p>'

    assert list_entries(make_pages(tmp_path, make_text(body))[0]) == ["¶ 1 a = #p A] y B"]


def test_an_entry_of_a_mark_alone_has_no_bracket(tmp_path: Path) -> None:
    """Where a witness begins there is no lemma."""
    body = '<p><app><rdg wit="#B"><witStart/></rdg></app>x</p>'

    assert list_entries(make_pages(tmp_path, make_text(body))[0]) == ["¶ 1 a B begins"]


@pytest.mark.parametrize(
    ("lemma", "entry"),
    [
        ('<lem resp="#ed">x</lem>', "x Editor] y B"),
        ('<lem source="#Parthenius">x</lem>', "x Parthenius] y B"),
        ('<lem wit="#A" type="conjecture" resp="#ed">x</lem>', "x conj. Editor] y B"),
        ('<lem wit="#A" resp="#ed">x</lem>', "x] y B"),
        # what is said of a witness names it, once
        ('<lem>x</lem><witDetail wit="#A">in ras.</witDetail>', "x] in ras. A; y B"),
        ('<lem wit="#A">x</lem><witDetail wit="#A">in ras.</witDetail>', "x A (in ras.)] y B"),
    ],
)
def test_a_negative_apparatus_names_the_emender(tmp_path: Path, lemma: str, entry: str) -> None:
    """The witnesses of the lemma go without saying, who conjectured it does not."""
    body = (
        f'<p><app>{lemma}<rdg wit="#B">y</rdg></app></p>'
        '<p><persName xml:id="ed">Editor</persName></p>'
    )
    page = make_pages(tmp_path, make_text(body), '[apparatus]\nform = "negative"\n')[0]

    assert list_entries(page) == [f"¶ 1 a {entry}"]


@pytest.mark.parametrize(
    ("readings", "entry"),
    [
        ('{lem}<note>N</note>{rdg}', "x A B N] y C"),
        ('{lem}<witDetail wit="#A">D</witDetail>{rdg}', "x A (D) B] y C"),
        ('{lem}{rdg}<note target="#l">N</note>', "x A B N] y C"),
        ('{lem}{rdg}<rdg wit="#D">z</rdg><note target="#r">N</note>', "x A B] y C N; z D"),
        ('{lem}{rdg}<note>N</note>', "x A B] y C N"),
        ('{lem}{rdg}<note target="#l #r">N</note>', "x A B] y C; N"),
        ('{lem}<rdgGrp>{rdg}<witDetail wit="#C">D</witDetail></rdgGrp>', "x A B] y C D"),
    ],
)  # fmt: skip
def test_a_note_stands_with_its_reading(tmp_path: Path, readings: str, entry: str) -> None:
    """With the one that it points to, else with the one before it: the lemma too."""
    lem, rdg = '<lem xml:id="l" wit="#A #B">x</lem>', '<rdg xml:id="r" wit="#C">y</rdg>'
    body = f"<p><app>{readings.format(lem=lem, rdg=rdg)}</app></p>"

    assert list_entries(make_pages(tmp_path, make_text(body))[0]) == [f"¶ 1 a {entry}"]


def test_readings_by_their_first_witness(tmp_path: Path) -> None:
    """The order of the list of witnesses, whatever the source has."""
    text = make_text('<p><app><lem>x</lem><rdg wit="#C">z</rdg><rdg wit="#B">y</rdg></app></p>')
    page = make_pages(tmp_path, text, '[apparatus]\norder = "witnesses"\n')[0]

    assert list_entries(page) == ["¶ 1 a x] y B; z C"]


def test_several_apparatuses(tmp_path: Path) -> None:
    """A type with a heading, and that of a list, have apparatuses of their own, in order."""
    entries = ENTRY.format("sources", "s"), ENTRY.format("spelling", "t")
    after = (
        '<back><listApp type="parallels"><app loc="7"><lem>u</lem><rdg wit="#B">v</rdg></app>'
        "</listApp></back>"
    )
    toml = '[apparatus]\nheadings = { parallels = "Parallels", sources = "Sources" }\n'
    page = make_pages(tmp_path, make_text(f'<p n="7">{"".join(entries)} u</p>', after), toml)[0]

    headings = page.xpath("//*[contains(@class, 'tei-apparatus')]/p/text()")
    assert headings == ["Apparatus", "Parallels", "Sources"]
    assert [entry.split("]")[0] for entry in list_entries(page)] == [
        "¶ 7 b t A", "¶ 7 c u", "¶ 7 a s A",
    ]  # fmt: skip


def test_entries_at_the_end_of_sections(tmp_path: Path) -> None:
    """Each division has its own, whatever their method; the rest stands at the foot."""
    listed = '<back><listApp><app loc="9"><lem>u</lem><rdg wit="#B">v</rdg></app></listApp></back>'
    body = (
        f"<div><head>One</head><p>{ENTRY.format('', 'x')}</p></div>"
        '<div><head>Two</head><p n="9">u</p></div>'
    )
    toml = '[apparatus]\nplace = "section"\n[pages]\nsplit = "none"\n'
    page = make_pages(tmp_path, make_text(body, listed), toml)[0]

    found = page.xpath("//section[h2]/*[contains(@class, 'tei-apparatus')]")
    assert [list_entries(one) for one in found] == [["¶ 1 a x A] y B; z C D"], ["¶ 9 b u] v B"]]
    assert len(list_entries(page)) == 2


def test_a_listed_entry_is_on_the_page_of_its_words(tmp_path: Path) -> None:
    """So are its names, and what the register says of them leads there; its list shows nothing."""
    body = '<div><p n="1">a</p></div><div><p n="2">b <hi>c</hi></p></div>'
    listed = (
        '<back><div><p>end</p><listApp><head>H</head><app loc="2"><lem>b <hi>c</hi></lem>'
        '<rdg wit="#B">d <persName xml:id="n">E</persName><note place="foot">f</note></rdg></app>'
        '<app loc="99"><lem>g</lem><rdg wit="#B">h</rdg></app></listApp></div></back>'
    )
    pages = make_pages(tmp_path, make_text(body, listed), "[pages]\nsplit = 1\n")
    entries = [entry for page in pages for entry in list_entries(page)]
    holder = [number for number, page in enumerate(pages) if page.xpath("//*[@id='n']")]

    assert entries == ["¶ 2 a b c] d E1 B", "99 g] h B"]
    assert len(holder) == 1
    assert pages[holder[0]].xpath("//main//*[@class='tei-app']") != []
    assert [len(page.xpath("//aside")) for page in pages].count(1) == 1


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with entries wherever LaTeX has trouble with footnotes."""
    app = ENTRY.format("", "{}")
    body = (
        f"<div><head>Head {app.format('one')}</head><p>{app.format('two')}"
        f"<note>note {app.format('three')}</note></p>"
        f"<table><row><cell>{app.format('four')}</cell></row></table>"
        f"<lg><l>{app.format('five')}</l></lg>"
        f'<p><app><lem>six</lem><rdg wit="#B">of <app><lem>seven</lem><rdg wit="#C">x</rdg></app>'
        "</rdg></app></p></div>"
    )
    listed = (
        '<back><listApp><app loc="9"><lem>lost</lem><rdg wit="#B">v</rdg></app></listApp></back>'
    )
    root = make_edition(tmp_path_factory.mktemp("book") / "e", {"text": make_text(body, listed)})
    (root / "docs/conf.py").write_text(
        (root / "docs/conf.py").read_text() + 'latex_engine = "xelatex"\nlatex_use_xindy = False\n'
    )
    return root


def test_latex_has_each_entry_once(book: Path) -> None:
    """As a footnote at its mark, or after what can hold none; without a mark, at the end."""
    build: Build = build_site(book, "latex")
    tex = next(build.out.glob("*.tex")).read_text(encoding="utf-8")
    notes = re.findall(r"\\(Footnote|Footnotetext)A\{(\w)\}", tex)

    assert sorted(letter for _, letter in notes) == list("abcdefg")
    assert {letter for kind, letter in notes if kind == "Footnotetext"} == set("acdg")
    assert tex.count("lost") == 1
    assert r"\DeclareNewFootnote{A}" in tex


@pytest.mark.program("latexmk", "xelatex")
def test_the_book_shows_every_entry(book: Path, tmp_path: Path) -> None:
    """LaTeX loses none of them."""
    out = build_site(book, "latex", out=tmp_path / "latex").out
    tex = next(out.glob("*.tex"))
    done = run("latexmk", "-xelatex", "-interaction=nonstopmode", tex.name, cwd=out)

    assert done.returncode == 0, done.stdout[-2000:]
    log = tex.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    assert "Output written" in log


def test_an_epub_has_footnotes(book: Path) -> None:
    """Marks and entries have the types by which readers show the one beside the other."""
    page = build_site(book, "epub").out / "edition/text.xhtml"
    tree = oracle.parse_page(page)
    notes = [note.get("id") for note in tree.iter("aside") if note.get("epub:type") == "footnote"]
    marks = [mark.get("href") for mark in tree.iter("a") if mark.get("epub:type") == "noteref"]

    # Eight entries, one of them without a mark, and a note.
    assert len(notes) == 8 + 1
    assert {mark.removeprefix("#") for mark in marks} < set(notes)
    assert len(marks) == 7 + 1
