"""Every builder writes every node, and what it writes is whole."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from pathlib import Path

    from sphinxext.conftest import Project

BUILDERS = (
    "html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "gettext", "xml",
)  # fmt: skip


def read_html(path: Path) -> Tag:
    """The article of a page."""
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    article = soup.find("article") or soup.find(role="main") or soup
    assert isinstance(article, Tag)
    return article


def find_id(article: Tag, anchor: str) -> Tag:
    """The one element with that id."""
    found = article.find_all(id=anchor)
    assert len(found) == 1
    assert isinstance(found[0], Tag)
    return found[0]


@pytest.mark.parametrize("builder", BUILDERS)
def test_builder_has_no_warning(nodes_project: Project, builder: str) -> None:
    """A page with all nodes is built without a warning."""
    nodes_project.build(builder)


def test_html_of_mentions(nodes_project: Project) -> None:
    """A mention is a link with its anchor, a nesting one a span; unsafe addresses are no links."""
    article = read_html(nodes_project.build() / "edition/october/fate.html")

    name = find_id(article, "fate.p1.persName1")
    assert name.name == "a"
    assert name["class"] == ["tei-persName"]
    assert name["href"] == "../persons.html#kerensky"
    assert find_id(article, "fate.p1.orgName1").name == "span"
    date = find_id(article, "fate.p1.date1")
    assert date.time is not None
    assert date.time["datetime"] == "1917-11-07"
    assert find_id(article, "fate.sic1").has_attr("hidden")
    assert "javascript" not in str(article)
    assert article.find("a", string="the text", href="../october.html")
    assert article.find("span", lang="he")


@pytest.mark.parametrize(
    ("uri", "href"),
    [
        ("javascript:alert(1)", None),
        ("JavaScript:alert(1)", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("file:///etc/hostname", None),
        ("https://example.org/", "https://example.org/"),
        ("tel:123", "tel:123"),
    ],
)
@pytest.mark.parametrize("tag", ["reference", "tei_link"])
def test_only_safe_addresses_are_links(
    nodes_project: Project, tag: str, uri: str, href: str | None
) -> None:
    """An address that a browser would run, or read from the computer, is never a link."""
    attribute = "refuri" if tag == "reference" else "uri"
    nodes_project.edit(
        "edition/october.teipage.xml", "By the editors.", f'<{tag} {attribute}="{uri}">So</{tag}>'
    )

    article = read_html(nodes_project.build() / "edition/october.html")

    hrefs = [link["href"] for link in article.find_all("a", string="So") if link.has_attr("href")]
    assert "So" in article.get_text()
    assert [found for found in hrefs if found != "#"] == ([href] if href else [])


def test_html_keeps_the_text(nodes_project: Project) -> None:
    """Quotation marks and hyphens stay as the text has them."""
    article = read_html(nodes_project.build() / "edition/october/fate.html")

    assert '“yes” -- "no" & <maybe>, as Chernov' in find_id(article, "fate.p1").get_text()


def test_links_to_the_page_itself(nodes_project: Project) -> None:
    """A link to the page on which it stands leads to its top."""
    nodes_project.edit(
        "edition/october.teipage.xml",
        "By the editors.",
        '<tei_link target="edition/october">Up</tei_link>',
    )

    article = read_html(nodes_project.build() / "edition/october.html")

    assert article.find("a", string="Up", href="#")


@pytest.mark.parametrize(
    "uri",
    [
        "../../conf.py", "/etc/hostname", "javascript:alert(1)", "//example.org/a.png",
        "https://example.org/a.png", "a/../../b.png", "..\\b.png",
    ],
)  # fmt: skip
def test_images_stay_inside(nodes_project: Project, uri: str) -> None:
    """No address in a text brings a file from elsewhere into the site."""
    nodes_project.edit("edition/october.teipage.xml", "By the editors.", f'<image uri="{uri}"/>')

    output = nodes_project.build(warnings=True)

    assert "image file not readable" in nodes_project.warnings
    assert list((output / "_images").rglob("*.*")) == []


def test_ids_are_unique(nodes_project: Project) -> None:
    """No id stands twice on a page, though furo wraps tables with a copy of theirs."""
    pages = list(nodes_project.build().rglob("*.html"))

    assert pages
    for page in pages:
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        ids = [tag["id"] for tag in soup.find_all(id=True)]
        assert len(ids) == len(set(ids)), page


@pytest.mark.parametrize(
    ("builder", "page", "address"),
    [
        ("html", "edition/october/fate.html", "../../tei/october%20file.xml"),
        ("dirhtml", "edition/october/fate/index.html", "../../../tei/october%20file.xml"),
        ("singlehtml", "index.html", "tei/october%20file.xml"),
    ],
)
def test_addresses_of_files(nodes_project: Project, builder: str, page: str, address: str) -> None:
    """A download is addressed from where the page lies."""
    article = read_html(nodes_project.build(builder) / page)

    link = article.find("a", class_="tei-download")
    assert isinstance(link, Tag)
    assert link["href"] == address


def test_singlehtml_links_within_itself(nodes_project: Project) -> None:
    """In the one page a link leads to the anchor alone, or to the document."""
    article = read_html(nodes_project.build("singlehtml") / "index.html")

    assert find_id(article, "fate.p1.persName1")["href"] == "#kerensky"
    text = article.find("a", string="the text")
    assert isinstance(text, Tag)
    assert find_id(article, str(text["href"]).removeprefix("#"))


def test_epub_leaves_out_what_is_of_the_site(nodes_project: Project) -> None:
    """An EPUB has no downloads and no hidden sides, but the anchors of these."""
    output = nodes_project.build("epub")

    with zipfile.ZipFile(next(output.glob("*.epub"))) as book:
        page = book.read("edition/october/fate.xhtml").decode()
    assert "tei-download" not in page
    assert "reigns" not in page
    assert '<span id="fate.sic1"></span>' in page


def test_titles_are_plain(nodes_project: Project) -> None:
    """Titles elsewhere have no links, marks, ids or hidden sides."""
    output = nodes_project.build()

    page = (output / "edition/october/fate.html").read_text(encoding="utf-8")
    assert "<title>The fate of the Assembly - " in page
    index = read_html(output / "edition/october.html")
    entry = index.find("a", href="october/fate.html")
    assert isinstance(entry, Tag)
    assert entry.decode_contents() == "The fate of the Assembly"
    heading = read_html(output / "edition/october/fate.html").find("h1")
    assert isinstance(heading, Tag)
    assert heading.find("a", class_="tei-app-mark")


def test_text_has_the_shown_side_alone(nodes_project: Project) -> None:
    """Plain text has neither hidden sides nor downloads."""
    text = (nodes_project.build("text") / "edition/october/fate.txt").read_text(encoding="utf-8")

    assert "reins of" in text
    assert "reigns" not in text
    assert "TEI of this text" not in text


def test_manual_pages_have_whole_tables(nodes_project: Project) -> None:
    """Cells that span are followed by empty ones, so that every row has its cells."""
    page = (nodes_project.build("man") / "edition.7").read_text(encoding="utf-8")

    table = page[page.index("Tall") :]
    assert table.index("Wide") < table.index(".TE")


def test_captions_of_toctrees_have_a_level(nodes_project: Project) -> None:
    """The captions of toctrees, headings by their role, say at which level."""
    nodes_project.edit("index.rst", "   :hidden:\n", "")
    output = nodes_project.build()

    page = (output / "index.html").read_text(encoding="utf-8")
    assert page.count('aria-level="2"') == page.count('role="heading"') == 2


def test_every_latex_link_has_its_label(nodes_project: Project) -> None:
    r"""No `\hyperref` without a `\label`, no label twice; also for what stands in titles."""
    tex = (nodes_project.build("latex") / "edition.tex").read_text(encoding="utf-8")

    labels = re.findall(r"\\label\{\\detokenize\{(.*?)\}\}", tex)
    links = re.findall(r"\\hyperref\[\\detokenize\{(.*?)\}\]", tex)
    assert len(labels) == len(set(labels))
    assert set(links) <= set(labels)
    page = "edition/october/fate"
    source = nodes_project.read(f"{page}.teipage.xml")
    shown = source[: source.index("<tei_downloads")]
    ids = {i for value in re.findall(r' ids="([^"]*)"', shown) for i in value.split()}
    assert ids <= {label.removeprefix(f"{page}:") for label in labels}


def test_latex_links_only_within_the_book(nodes_project: Project) -> None:
    """A link to a page that is not in this PDF is its text alone."""
    document = ("edition/persons", "persons.tex", "Persons", "The editors", "howto", False)
    output = nodes_project.build("latex", latex_documents=[document], warnings=True)

    tex = (output / "persons.tex").read_text(encoding="utf-8")
    assert "Kerensky, whom" in tex
    assert r"\hyperref[" not in tex
    assert r"\label{\detokenize{edition/persons:persons}}" in tex


def test_latex_index(nodes_project: Project) -> None:
    """A mention is an index entry by the entity's name, sorted in plain letters."""
    tex = (nodes_project.build("latex") / "edition.tex").read_text(encoding="utf-8")

    assert r"\index{Lukasiewicz Jan@Łukasiewicz, Jan}" in tex
    # Twice in the text, once in the apparatus: quotations in the register do not count.
    assert tex.count(r"\index{Kerensky Aleksandr@") == 3
    # The mention in a title comes after the title.
    assert re.search(r"\\section\{From October to Brest\}\s*\\label.*\\index\{Brest Litovsk@", tex)
