"""Books: what PDF and EPUB hold beside the pages of a site, and what they leave out."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from lxml import etree

from building import build_site, check_epub, find_program, make_edition, run, run_command
from test_typesetting import read_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = Path(__file__).parent / "roots/test-book/text.xml"
REGISTER = (
    '<listPerson><person xml:id="ana"><persName>Ana</persName></person></listPerson>'
    '<listPlace><place xml:id="spring"><placeName>Spring</placeName></place></listPlace>'
    '<listWit><witness xml:id="A">A</witness><witness xml:id="B">B</witness></listWit>'
)
SOURCE = "<bibl><title>An old book</title>. Riga 1900.</bibl>"
LICENCE = (
    '<availability><licence target="https://creativecommons.org/licenses/by/4.0/">CC BY'
    "</licence></availability>"
)
TOML = """
[edition]
title = "A Book & more"
[text]
lines = "source"
[print]
start = "book"
paper = "a5"
line_numbers = 5
"""
CONF = r"""
latex_elements = {"preamble": r"\newfontfamily\teifaceHebr{FreeSerif}[Script=Hebrew]"}
"""
NAMES = {
    "x": "http://www.w3.org/1999/xhtml",
    "o": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of two texts that have the same ids, with a page that no book is to have."""
    text = TEXT.read_text(encoding="utf-8")
    root = make_edition(
        tmp_path_factory.mktemp("book") / "edition",
        {"one": text, "two": text.replace("Prose", "Another")},
        register=REGISTER,
        toml=TOML,
        conf=CONF,
    )
    for path in (root / "tei/one.xml", root / "tei/two.xml"):
        header = path.read_text(encoding="utf-8")
        header = header.replace("<p>None.</p>", SOURCE).replace(
            "</publicationStmt>", f"{LICENCE}</publicationStmt>"
        )
        header = header.replace("</title>", "</title><author>A. &amp; Uthor</author>", 1)
        path.write_text(header, encoding="utf-8")
    docs = root / "docs"
    (docs / "index.rst").write_text("Site\n====\n\n.. toctree::\n\n   book\n   news\n")
    (docs / "book.rst").write_text("Book\n====\n\n.. toctree::\n\n   foreword\n   edition/index\n")
    (docs / "foreword.rst").write_text("Foreword\n========\n\nSee the :doc:`news`.\n")
    (docs / "news.rst").write_text("News\n====\n\nOf the site.\n")
    return root


# EPUB -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def epub(book: Path) -> ZipFile:
    """The edition as an EPUB."""
    return ZipFile(next(build_site(book, "epub").out.glob("*.epub")))


def read(epub: ZipFile, name: str) -> etree._Element:
    """A part of an EPUB."""
    return etree.fromstring(epub.read(name))


def find(node: etree._Element, path: str) -> list[Any]:
    """What is found by an XPath in the names of EPUB."""
    found: Any = node.xpath(path, namespaces=NAMES)
    return list(found)


def list_xhtml(epub: ZipFile) -> Iterator[tuple[str, etree._Element]]:
    """The pages of an EPUB."""
    for name in epub.namelist():
        if name.endswith(".xhtml"):
            yield name, read(epub, name)


def test_the_pages_of_the_source_are_listed(epub: ZipFile) -> None:
    """Each `pb` is in the page list, in order, and its entry leads to a page break."""
    links = find(read(epub, "nav.xhtml"), "//x:nav[@epub:type='page-list']//x:a")
    pages = dict(list_xhtml(epub))

    assert [link.text for link in links] == ["11", "12", "13"] * 2
    for link in links:
        name, _, anchor = link.get("href").partition("#")
        (mark,) = find(pages[name], f"//*[@id='{anchor}']")
        assert mark.get(f"{{{NAMES['epub']}}}type") == "pagebreak"
        assert (mark.get("role"), mark.get("aria-label")) == ("doc-pagebreak", link.text)


def test_landmarks_lead_to_the_chief_parts(epub: ZipFile) -> None:
    """Title page, contents, text and index are announced to reading systems."""
    links = find(read(epub, "nav.xhtml"), "//x:nav[@epub:type='landmarks']//x:a")
    parts = {link.get(f"{{{NAMES['epub']}}}type"): link.get("href") for link in links}

    assert parts == {
        "titlepage": "title-page.xhtml",
        "toc": "book.xhtml",
        "bodymatter": "edition/one.xhtml",
        "index": "genindex.xhtml",
    }
    spine = find(read(epub, "content.opf"), "//o:itemref/@idref")
    items = {i.get("id"): i.get("href") for i in find(read(epub, "content.opf"), "//o:item")}
    assert [items[name] for name in spine][:2] == ["title-page.xhtml", "book.xhtml"]
    assert set(parts.values()) <= set(items.values())


def test_notes_and_entries_open_beside_their_marks(epub: ZipFile) -> None:
    """Every mark of a note or an entry leads to a footnote in the same file."""
    marks = 0
    for _, page in list_xhtml(epub):
        for mark in find(page, "//x:a[@epub:type='noteref']"):
            (note,) = find(page, f"//*[@id='{mark.get('href')[1:]}']")
            assert note.tag == f"{{{NAMES['x']}}}aside"
            assert note.get(f"{{{NAMES['epub']}}}type") == "footnote"
            marks += 1
        assert find(page, "//x:a[@role='doc-noteref'][not(@epub:type)]") == []

    assert marks == 2 * (4 + 1)  # notes, and the entry


def test_the_metadata_are_those_of_the_header(epub: ZipFile) -> None:
    """Title, persons, date, licence, source and language; no placeholder is left."""
    metadata = find(read(epub, "content.opf"), "/o:package/o:metadata")[0]

    def say(name: str) -> list[str]:
        return [str(found) for found in find(metadata, f"dc:{name}/text()")]

    assert say("title") == ["A Book & more"]
    assert say("creator") == ["A. & Uthor"]
    assert say("publisher") == ["Nobody"]
    assert say("date") == ["2020"]
    assert say("language") == ["en"]
    assert say("rights")[-1] == "CC BY https://creativecommons.org/licenses/by/4.0/"
    assert say("source") == ["An old book. Riga 1900."]
    assert find(metadata, "o:meta[@property='source-of']/text()") == ["pagination"]
    assert find(metadata, "o:meta[@property='role']/text()") == ["aut"]
    assert "unknown" not in etree.tostring(metadata, encoding="unicode")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", say("identifier")[0])


def test_what_is_said_of_access_is_true(epub: ZipFile) -> None:
    """The features that are named are in the book, and no others."""
    metadata = find(read(epub, "content.opf"), "/o:package/o:metadata")[0]

    def say(name: str) -> set[str]:
        return set(find(metadata, f"o:meta[@property='schema:{name}']/text()"))

    assert say("accessMode") == {"textual"}
    assert say("accessModeSufficient") == {"textual"}
    assert say("accessibilityHazard") == {"none"}
    assert {"pageNavigation", "pageBreakMarkers", "index"} <= say("accessibilityFeature")
    assert not {"alternativeText", "MathML"} & say("accessibilityFeature")
    assert "pages of the source" in next(iter(say("accessibilitySummary")))


def test_a_book_has_what_belongs_to_it(epub: ZipFile) -> None:
    """It begins where the setting says; what a site alone has is in no book, nor a link to it."""
    pages = dict(list_xhtml(epub))

    assert "foreword.xhtml" in pages
    assert not {"index.xhtml", "news.xhtml", "edition/downloads.xhtml"} & set(pages)
    for name, page in pages.items():
        assert find(page, "//x:a[contains(@href, 'news') or contains(@href, 'downloads')]") == []
        assert page.get("lang"), name
        ids = find(page, "//@id")
        assert len(ids) == len(set(ids))


@pytest.mark.program("epubcheck", "java")
def test_the_book_passes_epubcheck(book: Path, epub: ZipFile) -> None:
    """Epubcheck has neither an error nor a warning to tell of it."""
    done = check_epub(str(epub.filename))

    assert done.returncode == 0, done.stdout + done.stderr


def test_what_a_book_no_longer_has_leaves_it(book: Path, epub: ZipFile) -> None:
    """A file of an earlier build is not packed again."""
    out = Path(str(epub.filename)).parent
    (out / "news.xhtml").write_text("old")
    (out / "edition/gone.xhtml").write_text("old")

    build_site(book, "epub")

    names = ZipFile(str(epub.filename)).namelist()
    assert not {"news.xhtml", "edition/gone.xhtml"} & set(names)


@pytest.mark.parametrize("builder", ["epub", "weasyprint", "latex"])
def test_an_unknown_start_is_told(builder: str, tmp_path: Path) -> None:
    """A book cannot begin with a page that is not there; the nearest is named."""
    root = make_edition(
        tmp_path / "edition", {"one": "<text><body><p>Words.</p></body></text>"},
        toml='[print]\nstart = "indx"\n',
    )  # fmt: skip

    done = run_command("build", "-b", builder, cwd=root)

    assert done.returncode == 2
    assert 'there is no document "indx"; did you mean "index"?' in done.stderr


# PDF by WeasyPrint ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def paged(book: Path) -> Path:
    """The folder with the edition as one page, and as a PDF by WeasyPrint."""
    return build_site(book, "weasyprint").out


@pytest.fixture(scope="module")
def pages(paged: Path) -> list[str]:
    """The words of each page of that PDF."""
    return [page.extract_text() for page in read_pdf(next(paged.glob("*.pdf"))).pages]


def test_the_pdf_says_what_it_is(paged: Path) -> None:
    """Title, author, language, bookmarks and tags are in the file."""
    pdf = read_pdf(next(paged.glob("*.pdf")))
    root = pdf.trailer["/Root"]

    assert (pdf.metadata.title, pdf.metadata.author) == ("A Book & more", "A. & Uthor")
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("en", True)
    chapters = [entry.title for entry in pdf.outline if not isinstance(entry, list)]
    names = ["Foreword", "One", "Two", "Persons", "Places", "Index"]
    assert [name for name in chapters if name in names] == names


def test_ids_of_several_texts_are_told_apart(paged: Path) -> None:
    """Two texts that have the same ids are one page in which each id is one, and links lead."""
    page = etree.parse(paged / "book.html", etree.HTMLParser()).getroot()
    ids = find(page, "//@id")
    links = {link[1:] for link in find(page, "//a/@href") if link.startswith("#")}

    assert len(ids) == len(set(ids))
    assert links <= set(ids)


def test_the_title_page_and_the_contents_come_first(pages: list[str]) -> None:
    """Author, title, publisher and licence; then the chapters with the pages they begin on."""
    title, contents = pages[:2]

    for words in ("A. & Uthor", "A Book & more", "Nobody, 2020", "CC BY", "licenses/by/4.0/"):
        assert words in title
    number = int(re.search(r"Two[ .]*(\d+)", contents)[1])  # type: ignore[index]
    assert "Another" in pages[number - 1]
    assert "Downloads" not in contents


def test_notes_stand_on_the_page_of_their_marks(pages: list[str]) -> None:
    """A note is at the foot of the page, also one that holds a list."""
    page = next(page for page in pages if "A page begins here" in page)

    assert page.index("A page begins here") < page.index("A note of one paragraph.")
    assert "another thing" not in page
    assert page.index("elsewhere") < page.index("and another")


def test_registers_give_the_pages_of_mentions(pages: list[str]) -> None:
    """The numbers in the register and in the index are those of pages that have the name."""
    register = next(page for page in pages if "Persons" in page and "Mentioned on p." in page)
    index = pages[-1]
    mentioned = [
        number for number, page in enumerate(pages, 1)
        if "is named" in page and page is not register
    ]  # fmt: skip
    expected = ", ".join(map(str, mentioned))

    assert f"Mentioned on p. {expected}" in register
    assert re.search(rf"Ana, {expected}\b", index)
    assert "Spring, " in index


def test_addresses_are_written_out_once(pages: list[str]) -> None:
    """A reader of paper cannot follow a link; where the address is the words, it stands alone."""
    text = "".join("".join(pages).split())

    assert "<https://example.org/a/long/address>" in text
    assert "https://example.org/bare" in text
    assert "<https://example.org/bare>" not in text


# PDF by LaTeX ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def typeset(book: Path) -> Path:
    """The edition as a PDF by LaTeX, made by the command."""
    done = run_command("build", "-b", "pdf", cwd=book)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return book / "build/pdf/ABookmore.pdf"


def read_page(pdf: Path, words: str) -> str:
    """The first page of a PDF that has these words."""
    count = len(read_pdf(pdf).pages)
    for number in range(1, count + 1):
        command = ["pdftotext", "-layout", "-f", str(number), "-l", str(number), str(pdf), "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if words in text:
            return text
    return ""


@pytest.mark.program("latexmk", "xelatex", "xindy", "pdftotext")
def test_latex_has_a_title_page(typeset: Path) -> None:
    """What the header says stands on it, with characters that LaTeX has other uses for."""
    page = read_page(typeset, "A. & Uthor")

    assert "A Book & more" in page
    assert "Nobody, 2020" in page
    assert "https://creativecommons.org/licenses/by/4.0/" in page


@pytest.mark.program("latexmk", "xelatex", "xindy", "pdftotext")
def test_latex_numbers_pages_and_lines_of_the_source(typeset: Path) -> None:
    """They stand in the margins: pages on the right, lines of verse and source on the left."""
    lines = [
        line.rstrip()
        for words in ("A page begins here", "and here is the fifth", "and the fifth.")
        for line in read_page(typeset, words).splitlines()
    ]

    assert any(line.endswith("[12]") for line in lines)
    assert any(re.match(r" *5 +and here is the fifth line", line) for line in lines)
    assert any(re.match(r" *5 +and the fifth\.", line) for line in lines)
    assert any(re.search(r"\S {3,}\b5$", line) for line in lines)  # of the book itself


@pytest.mark.program("latexmk", "xelatex", "xindy", "pdftotext")
def test_latex_sets_scripts_and_directions(typeset: Path) -> None:
    """No character is lost, and Hebrew words stand in their order."""
    log = typeset.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    source = typeset.with_suffix(".tex").read_text(encoding="utf-8")

    assert "Missing character" not in log
    assert r"\title{A Book \& more}" in source
    assert r"\teirtl{\teiscript{Hebr}{" in source
    assert r"\teiltr{Leon Trotsky}" in source
    assert r"\teiscript{Taml}{" in source
    assert r"\teiscript{Grek}" not in source


@pytest.mark.program("latexmk", "xelatex", "xindy", "pdftotext")
def test_latex_leaves_typefaces_to_the_publisher(typeset: Path) -> None:
    """A typeface that conf.py names for a script is there before we look for one."""
    source = typeset.with_suffix(".tex").read_text(encoding="utf-8")

    assert source.index(r"\newfontfamily\teifaceHebr") < source.index(r"\teifont{Hebr}{Hebrew}")
    assert b"NotoSerifHebrew" not in typeset.read_bytes()


@pytest.mark.program("latexmk", "xelatex", "xindy", "pdftotext")
def test_both_pdfs_have_the_size_of_the_paper(typeset: Path, paged: Path) -> None:
    """An A5 page is 148 by 210 millimetres."""
    for pdf in (typeset, next(paged.glob("*.pdf"))):
        box = read_pdf(pdf).pages[0].mediabox
        assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == (148, 210)


def test_registers_quote_where_that_is_asked_for(tmp_path: Path) -> None:
    """With mentions = "quotations" a register on paper is that of the site."""
    text = '<text><body><p>Here <persName ref="#ana">Ana</persName> stands.</p></body></text>'
    toml = '[print]\nmentions = "quotations"\n'
    root = make_edition(tmp_path / "edition", {"one": text}, register=REGISTER, toml=toml)

    source = next(build_site(root, "latex").out.glob("*.tex")).read_text(encoding="utf-8")

    assert r"\teipagesbegin" not in source
    assert re.search(r"Here .*\\sphinxstylestrong\{Ana\}.* stands", source)


@pytest.mark.program("latexmk", "xelatex", "xindy", "pdftotext")
def test_latex_registers_give_pages(typeset: Path) -> None:
    """As in the other PDF, registers and index name the pages of the mentions."""
    assert re.search(r"Mentioned on p\. 2, \d", read_page(typeset, "Mentioned on p."))
    assert re.search(r"Ana, 2, \d", read_page(typeset, "Ana, "))


# On paper, from a browser ---------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.program("pdftotext")
def test_a_page_of_the_site_is_printed_without_furniture(shipped: Path, tmp_path: Path) -> None:
    """On paper are the text, its apparatus and notes, addresses; nothing to click, all unfolded."""
    site = build_site(shipped).out

    text = print_page(site / "edition/october/friction.html", tmp_path)
    principles = print_page(site / "principles.html", tmp_path)

    for words in ("Such a coalition", "Apparatus", "The passage begins inside a chapter"):
        assert words in text
    assert "left out in the source, supplied by the editors" in text
    for words in ("Skip to content", "Download", "Read this page as", "Previous", "Search", "View",
                  "Named on this page", "Made with"):  # fmt: skip
        assert words not in text
    assert "<https://creativecommons.org/licenses/by/4.0/>" in "".join(principles.split())


@pytest.mark.browser
@pytest.mark.program("pdftoppm")
def test_the_dark_theme_stays_on_the_screen(plain: Path, tmp_path: Path) -> None:
    """Paper is white, whatever the reader's system prefers."""
    page = next(plain.rglob("friction.html"))
    pdf = tmp_path / "page.pdf"
    start_browser(f"--print-to-pdf={pdf}", page, "--blink-settings=preferredColorScheme=0")

    done = subprocess.run(
        ["pdftoppm", "-gray", "-r", "20", "-f", "1", "-l", "1", pdf],
        capture_output=True,
        check=True,
    )

    pixels = done.stdout.split(b"\n", 3)[3]
    assert sum(pixels) / len(pixels) > 200


def print_page(page: Path, folder: Path) -> str:
    """The words that a browser prints of a page."""
    pdf = folder / f"{page.stem}.pdf"
    start_browser(f"--print-to-pdf={pdf}", page, "--no-pdf-header-footer")
    return run("pdftotext", pdf, "-").stdout


def start_browser(order: str, page: Path, *options: str) -> None:
    """Have Chromium do something with a page."""
    done = run(
        find_program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
        "--no-first-run", "--disable-background-networking", *options, order, page.as_uri(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
