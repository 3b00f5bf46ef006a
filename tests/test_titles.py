"""Texts and their parts are called as they call themselves, and no two of them the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import run_command
from oracle import parse_page
from tei_edition.reader.header import read_header

if TYPE_CHECKING:
    from pathlib import Path

NS = 'xmlns="http://www.tei-c.org/ns/1.0"'


def header(titles: str, more: str = "") -> str:
    """A header with those titles."""
    return (
        f"<teiHeader><fileDesc><titleStmt>{titles}</titleStmt><publicationStmt><p>P</p>"
        f"</publicationStmt><sourceDesc><p>S</p>{more}</sourceDesc></fileDesc></teiHeader>"
    )


def write(folder: Path, texts: dict[str, str], *, split: str = '"auto"') -> Path:
    """The site of an edition, as XSLT alone makes it; `texts` are root elements by name."""
    (folder / "tei").mkdir(parents=True)
    for name, text in texts.items():
        (folder / f"tei/{name}.xml").write_text(text.replace(">", f" {NS}>", 1))
    (folder / "edition.toml").write_text(
        f'[edition]\ntexts = ["tei/*.xml"]\n[pages]\nsplit = {split}\n[check]\nschema = "none"\n'
    )
    done = run_command("html", "-o", "site", cwd=folder)
    assert "Traceback" not in done.stderr
    return folder / "site/edition"


def titles_of(site: Path) -> dict[str, str]:
    """The heading of each page that is a text or a part of one, by its path."""
    files = sorted(site.rglob("*.html"), key=lambda path: path.with_suffix("").as_posix())
    pages = {path.relative_to(site).as_posix(): parse_page(path) for path in files}
    return {
        name: " ".join(page.xpath("string(//h1)").split())
        for name, page in pages.items()
        if page.xpath("//section[contains(@class, 'tei-text')]")
    }


@pytest.mark.parametrize(
    ("titles", "title"),
    [
        ("<title level='s'>Series</title><title level='a'>Piece</title>", "Piece"),
        ("<title level='j'>Journal</title><title>Piece</title>", "Piece"),
        ("<title type='short'>P</title><title type='main'>Piece</title>", "Piece"),
        ("<title type='sub'>Sub</title><title>Piece</title>", "Piece"),
        ("<title level='s' type='main'>Series</title><title level='m'>Piece</title>", "Piece"),
        ("<title><title type='main'>Piece</title><title type='sub'>Sub</title></title>", "Piece"),
        ("<title level='s'>Series</title>", "Series"),
        ("<title/><title>Piece</title>", "Piece"),
        ("<title>P<choice><orig>yee</orig><reg>ie</reg></choice>ce</title>", "Piece"),
        ("<title>The <choice><sic>Pice</sic><corr>Piece</corr></choice></title>", "The Piece"),
        ("<title>Piece<note>So called.</note></title>", "Piece"),
        ("<title>Long<lb/>Piece</title>", "Long Piece"),
        ("<title>Pie<lb break='no'/>ce</title>", "Piece"),
        ("", ""),
    ],
)
def test_title_of_a_text_is_its_own(titles: str, title: str) -> None:
    """The main title of the text comes before subtitles, and before that of its series."""
    root = etree.fromstring(f"<TEI {NS}>{header(titles)}</TEI>")

    assert read_header(root).title == title


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            [("", "<title>T</title><title type='sub'>One</title>"),
             ("", "<title>T</title><title type='sub'>Two</title>")],
            ["T (One)", "T (Two)"],
        ),
        ([(" n='1'", "<title>T</title>"), (" n='2'", "<title>T</title>")], ["T (1)", "T (2)"]),
        ([("", "<title>T</title>"), ("", "<title>t</title>")], ["T (a)", "t (b)"]),
        ([("", "<title>T</title>"), ("", "<title>U</title>")], ["T", "U"]),
    ],
)  # fmt: skip
def test_texts_of_one_title_are_told_apart(
    tmp_path: Path, texts: list[tuple[str, str]], expected: list[str]
) -> None:
    """A subtitle, a number or the name of the file is said with the title of each."""
    site = write(
        tmp_path,
        {
            name: f"<TEI{number}>{header(titles)}<text><body><p>x</p></body></text></TEI>"
            for name, (number, titles) in zip("ab", texts, strict=True)
        },
    )

    assert list(titles_of(site).values()) == expected
    cited = [parse_page(site / f"{name}.html").text_content() for name in "ab"]
    assert all(title in page for title, page in zip(expected, cited, strict=True))


def test_parts_are_called_by_what_they_have(tmp_path: Path) -> None:
    """A part without a head has its title page, else its type and number; else its place."""
    text = (
        f"<TEI>{header('<title>T</title>')}<text><body>"
        "<div><head>Head</head><p>a</p></div><div><titlePart>118</titlePart><p>b</p></div>"
        "<div type='letter' n='4'><p>c</p></div><div type='abstract'><p>d</p></div>"
        "<div n='9'><p>e</p><div><p>f</p></div><div type='part'><p>g</p></div></div>"
        "<div><p>h</p></div></body></text></TEI>"
    )
    site = write(tmp_path, {"t": text}, split="2")

    assert list(titles_of(site).values()) == [
        "T", "Head", "118", "T, letter 4", "T, abstract", "T, 9", "T, 9 (1)", "T, 9, part", "T (6)",
    ]  # fmt: skip


CORPUS = (
    f"<teiCorpus>{header('<title>Letters</title>')}"
    + "".join(
        f"<TEI>{header(f'<title>Letter {n}</title>', f'<listWit>{wits}</listWit>')}"
        f"<text><body><p>Dear <app><lem wit='#{a}'>x</lem><rdg wit='#{b}'>y</rdg></app></p>"
        "</body></text></TEI>"
        for n, a, b, wits in (
            (1, "A", "B", "<witness xml:id='A'>A</witness><witness xml:id='B'>B</witness>"),
            (2, "C", "D", "<witness xml:id='C'>C</witness><witness xml:id='D'>D</witness>"),
        )
    )
    + "</teiCorpus>"
)


def test_each_text_of_a_corpus_has_its_page(tmp_path: Path) -> None:
    """It is called, cited and collated by its own header."""
    site = write(tmp_path, {"c": CORPUS})

    assert list(titles_of(site).values()) == ["Letters", "Letter 1", "Letter 2"]
    assert "“Letter 2”. In" in parse_page(site / "c/text2.html").text_content()
    assert "witness-missing" not in run_command("check", cwd=tmp_path).stdout


def test_texts_of_a_corpus_on_one_page_have_their_titles(tmp_path: Path) -> None:
    """Where the edition wants one page, each text begins with its title."""
    site = write(tmp_path, {"c": CORPUS}, split='"none"')

    page = parse_page(site / "c.html")
    assert page.xpath("//*[contains(@class, 'tei-title-of-text')]/text()") == [
        "Letter 1", "Letter 2",
    ]  # fmt: skip


def test_each_text_of_a_group_has_its_page(tmp_path: Path) -> None:
    """It is called by its title page, else its date."""
    texts = "".join(
        f"<text><front>{front}</front><body><p>x</p></body></text>"
        for front in (
            "<titlePart>118</titlePart>",
            "<titlePage><docTitle><titlePart>Of <hi>ships</hi></titlePart></docTitle></titlePage>",
            "<docDate>1212 April 2</docDate>",
        )
    )
    site = write(
        tmp_path,
        {"g": f"<TEI>{header('<title>G</title>')}<text><group>{texts}</group></text></TEI>"},
    )

    assert list(titles_of(site).values()) == ["G", "118", "Of ships", "1212 April 2"]


@pytest.mark.parametrize(
    "back",
    [
        (
            "<div type='apparatus'><listApp><app from='#a' to='#b'><lem>w</lem><rdg>v</rdg></app>"
            "</listApp></div>"
        ),
        "<div><head>Notes</head><note target='#a'>n</note></div>",
        "<div><interpGrp><interp xml:id='i'>x</interp></interpGrp></div>",
    ],
)
def test_what_shows_nothing_has_no_page(tmp_path: Path, back: str) -> None:
    """An apparatus, notes and other things that are shown elsewhere make no page by themselves."""
    text = (
        f"<TEI>{header('<title>T</title>')}<text><body><div><head>One</head>"
        "<p><anchor xml:id='a'/>w<anchor xml:id='b'/></p></div><div><head>Two</head><p>x</p></div>"
        f"</body><back>{back}</back></text></TEI>"
    )
    site = write(tmp_path, {"t": text}, split="1")

    assert list(titles_of(site).values()) == ["T", "One", "Two"]


def test_texts_of_a_corpus_within_a_corpus_are_called_after_both(tmp_path: Path) -> None:
    """The title of an inner corpus stands before those of its texts, however deep."""

    def make(title: str) -> str:
        text = f"<text><body><p>{title} begins.</p></body></text>"
        return f"<TEI>{header(f'<title>{title}</title>')}{text}</TEI>"

    inner = f"<teiCorpus>{header('<title>Inner</title>')}{make('One')}{make('Two')}</teiCorpus>"
    middle = f"<teiCorpus>{header('<title>Middle</title>')}{inner}{make('Three')}</teiCorpus>"
    whole = f"<teiCorpus>{header('<title>All</title>')}{middle}{make('Four')}</teiCorpus>"

    site = write(tmp_path, {"a": whole})

    assert list(titles_of(site).values()) == [
        "All", "Middle, Inner, One", "Middle, Inner, Two", "Middle, Three", "Four",
    ]  # fmt: skip
