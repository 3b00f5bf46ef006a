"""A build after a change reads what the change concerns, and ends where a clean build ends."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from building import (
    Build,
    build_site,
    clear,
    describe_differences,
    find_doctrees,
    find_kept,
    list_files,
    make_edition,
    write_text,
)

if TYPE_CHECKING:
    from pathlib import Path

REGISTER = """
<listPerson>
<person xml:id="ada"><persName>Ada</persName></person>
<person xml:id="bob"><persName>Bob</persName></person>
</listPerson>
<listPlace><place xml:id="rome"><placeName>Rome</placeName></place></listPlace>
"""
BOOK = """<text><body>
<div xml:id="one"><head>One</head>
<p>The first chapter is plain.</p>
<p>It has a second paragraph.</p></div>
<div xml:id="two"><head>Two</head><p>Here is <persName ref="#ada">Ada</persName>.</p></div>
<div xml:id="three"><head>Three</head><p>Nobody, in <choice><orig>olde</orig><reg>old</reg></choice>
<placeName ref="#rome">Rome</placeName>, <hi>at all</hi>.</p></div>
</body></text>"""
LETTER = '<text><body><p>A letter to <persName ref="#bob">Bob</persName>.</p></body></text>'
TOML = """
[edition]
texts = ["tei/book.xml", "tei/letter.xml"]
[check]
schema = "none"
[pages]
split = 1
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small edition, built once; each test changes a copy of it."""
    root = tmp_path_factory.mktemp("built") / "edition"
    make_edition(root, {"book": BOOK, "letter": LETTER}, register=REGISTER, toml=TOML)
    build_site(root)
    return root


@pytest.fixture
def root(built: Path) -> Path:
    """The built edition as it was, at the very place where it was built."""
    backup = built.with_name("backup")
    folders = {"edition": built, "doctrees": find_doctrees(built), "kept": find_kept(built)}
    for name, folder in folders.items():
        if (backup / name).exists():
            shutil.rmtree(folder)
            shutil.copytree(backup / name, folder)
        else:
            shutil.copytree(folder, backup / name)
    return built


def replace(path: Path, old: str, new: str) -> None:
    """Change a file as an editor does."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def rebuild(root: Path) -> Build:
    """Build again, and once more from nothing, which must end in the same bytes."""
    again = build_site(root)
    found = list_files(again.out)
    clear(root)

    clean = list_files(build_site(root).out)

    assert read_search_index(found) == read_search_index(clean)
    assert describe_differences(found, clean) == []
    return again


def read_search_index(files: dict[str, bytes]) -> dict[str, Any]:
    """Take the search index out of a site's files, without what Sphinx leaves in it for ever.

    Words that stand on no page any more keep an empty place in the index, and its entries of the
    general index are those of the pages that were written last: these are the two exceptions.
    """
    text = files.pop("searchindex.js").decode()
    index: dict[str, Any] = json.loads(text[text.index("{") : text.rindex("}") + 1])
    del index["indexentries"]
    for name in ("terms", "titleterms"):
        index[name] = {word: pages for word, pages in index[name].items() if pages != []}
    return index


def test_no_change_reads_nothing(root: Path) -> None:
    """A build with no change reads nothing and writes no page."""
    again = build_site(root)

    assert (again.read, again.written) == ((), ())
    assert "0 added, 0 changed, 0 removed" in again.log


def test_no_change_leaves_every_byte(root: Path) -> None:
    """A build with no change leaves the site as it was."""
    before = list_files(root / "build/html")

    after = list_files(build_site(root).out)

    assert describe_differences(before, after) == []


def test_a_touched_paragraph_is_read_alone(root: Path) -> None:
    """Of a text of many pages only the page with the changed paragraph is read again."""
    replace(root / "tei/book.xml", "chapter is plain", "chapter is quite plain")

    assert build_site(root).read == ("edition/book/one",)


def test_a_quotation_that_changed_is_read_with_its_register(root: Path) -> None:
    """Words around a mention are quoted in the register of its kind, and in no other."""
    replace(root / "tei/book.xml", "Here is", "Here was")

    assert rebuild(root).read == ("edition/book/two", "edition/persons")


def test_a_new_line_in_the_first_chapter_touches_no_other(root: Path) -> None:
    """Lines are counted from each page's own first, so that those after it stay as they were."""
    replace(root / "tei/book.xml", "<p>It has", "<!-- A remark. -->\n\n<p>It has")

    assert build_site(root).read == ("edition/book/one",)


def test_a_warning_names_the_line_after_lines_moved(root: Path) -> None:
    """The offset of a page's lines follows the file, though the page itself is not staged anew."""
    replace(root / "tei/book.xml", "<p>It has", "<p>A line.</p>\n\n<p>It has")
    build_site(root)

    lines = (root / "docs/edition/book/three.lines.json").read_text()

    text = (root / "tei/book.xml").read_text().splitlines()
    number = next(n for n, line in enumerate(text) if 'xml:id="three"' in line)
    assert f'"offset":{number}' in lines


def test_a_touched_entry_reaches_the_pages_that_name_it(root: Path) -> None:
    """Who is called anew changes her register and the pages that say who she is, and no others."""
    replace(root / "tei/register.xml", "<persName>Ada<", "<persName>Ada Lovelace<")

    assert rebuild(root).read == ("edition/book/two", "edition/persons")


def test_a_touched_note_is_read_alone(root: Path) -> None:
    """Without cards, what is said of somebody changes her register and no page that names her."""
    replace(root / "edition.toml", "[check]", "[registers]\ncards = false\n[check]")
    build_site(root)
    replace(root / "tei/register.xml", "<persName>Ada<", "<note>Hers.</note><persName>Ada<")

    assert rebuild(root).read == ("edition/persons",)


def test_a_removed_entry_reaches_the_pages_that_name_it(root: Path) -> None:
    """Pages that name somebody who left the register lose their links, and no others are read."""
    replace(root / "edition.toml", "[check]", '[check]\nignore = ["unknown-person"]')
    build_site(root)
    replace(root / "tei/register.xml", 'xml:id="ada"', 'xml:id="eve"')

    again = rebuild(root)

    assert again.read == ("edition/book/two", "edition/persons")


def test_a_stylesheet_reaches_the_pages_that_it_changes(root: Path) -> None:
    """A template of the editor's own is read with the pages that it makes otherwise."""
    own = root / "own.xsl"
    sheet = (
        '<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
        ' xmlns:m="urn:tei-edition:mode" xpath-default-namespace="http://www.tei-c.org/ns/1.0">'
        '<xsl:template match="hi" mode="m:inline"><{0}><xsl:apply-templates mode="#current"/>'
        "</{0}></xsl:template></xsl:stylesheet>"
    )
    own.write_text(sheet.format("strong"))
    replace(root / "edition.toml", "[edition]", '[edition]\nxslt = "own.xsl"')
    first = build_site(root)
    own.write_text(sheet.format("literal"))

    again = build_site(root)

    assert first.read == again.read == ("edition/book/three",)
    assert "<strong>at all</strong>" not in (again.out / "edition/book/three.html").read_text()


def test_edition_toml_reaches_the_pages_that_it_changes(root: Path) -> None:
    """Which side of a choice is shown concerns the pages that have one, and their registers."""
    replace(root / "edition.toml", "[check]", "[text]\nregularised = false\n[check]")

    again = rebuild(root)

    assert again.read == ("edition/book/three", "edition/places")


def test_a_page_no_longer_made_is_gone(root: Path) -> None:
    """A text that leaves the edition leaves no page, source, download or entry behind."""
    replace(root / "edition.toml", ', "tei/letter.xml"', "")

    again = rebuild(root)

    assert "1 removed" in again.log
    assert not (root / "docs/edition/letter.teipage.xml").exists()


def test_a_chapter_no_longer_made_is_gone(root: Path) -> None:
    """A chapter that is taken out of a text leaves no page behind, and the others are not read."""
    text = root / "tei/book.xml"
    kept, _, rest = text.read_text().partition('<div xml:id="two">')
    text.write_text(kept + rest.partition("</div>")[2])

    again = rebuild(root)

    assert not set(again.read) & {"edition/book/one", "edition/book/three"}


def test_a_new_text_is_added(root: Path) -> None:
    """A text that joins the edition is read; the pages of the others are not."""
    write_text(root, "new", "<text><body><p>New.</p></body></text>")
    replace(root / "edition.toml", ', "tei/letter.xml"', ', "tei/letter.xml", "tei/new.xml"')

    again = rebuild(root)

    assert set(again.read) == {
        "edition/new", "edition/index", "edition/data", "edition/downloads",
    }  # fmt: skip
