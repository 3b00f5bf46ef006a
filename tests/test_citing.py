"""Citing in built editions: the pages, the files beside them, and the books made of the same."""

from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

import oracle
from building import TEI, build_site, make_edition, run_command, write_text
from citations import check_agreement, read_bibtex, read_json_ld, read_page, read_said
from test_links import find_broken_links

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """<text xml:lang="en"><body><div xml:id="d1"><head>One</head><p>Words.</p><p>More.</p></div>
<div xml:id="d2"><head>Two</head><p>Words.</p></div></body></text>"""
SETTINGS = '[edition]\nurl = "https://example.org/ed"\n[pages]\nsplit = 1\n'


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """A small edition with an address, whose one text has two pages below its own."""
    return make_edition(tmp_path / "edition", {"a": TEXT}, toml=SETTINGS)


class TestSphinx:
    """The site that Sphinx makes."""

    def test_a_page_is_cited_by_its_address(self, edition: Path) -> None:
        """Block, head, files and canonical link name the same address; so does the sitemap."""
        out = build_site(edition).out
        page = out / "edition/a/d1.html"
        tree = oracle.parse_page(page)
        address = "https://example.org/ed/edition/a/d1.html"

        assert read_page(page)["citation_public_url"] == [address]
        assert tree.xpath("//link[@rel='canonical']/@href") == [address]
        assert read_json_ld(page)["isPartOf"]["url"] == "https://example.org/ed/edition/a.html"
        assert address in tree.xpath("string(//p[contains(@class, 'tei-cite-long')])")
        (record,) = json.loads((out / "edition/a/d1.csl.json").read_text())
        assert (record["URL"], record["title"]) == (address, "One")
        assert f"<loc>{address}</loc>" in (out / "sitemap.xml").read_text()
        assert find_broken_links(out) == []

    def test_the_contents_cite_the_edition(self, edition: Path) -> None:
        """The page of contents says how the whole is cited."""
        out = build_site(edition).out
        tree = oracle.parse_page(out / "edition/index.html")

        assert (
            tree.xpath("string(//div[contains(@class, 'tei-cite ')]//summary)")
            == "Cite this edition"
        )
        assert read_bibtex((out / "edition/index.bib").read_text()).entry_type == "book"

    def test_without_an_address_there_is_none(self, tmp_path: Path) -> None:
        """No address is made up, no sitemap written, and everything else is there."""
        out = build_site(make_edition(tmp_path / "e", {"a": TEXT})).out
        found = read_page(out / "edition/a.html")

        assert "citation_public_url" not in found
        assert "og:url" not in found
        assert found["citation_title"] == ["A"]
        assert not (out / "sitemap.xml").exists()
        assert "URL" not in json.loads((out / "edition/a.csl.json").read_text())[0]

    def test_addresses_are_those_of_the_builder(self, edition: Path) -> None:
        """Where pages are folders, so are the addresses, and the files are found all the same."""
        out = build_site(edition, "dirhtml").out

        assert read_page(out / "edition/a/d1/index.html")["citation_public_url"] == [
            "https://example.org/ed/edition/a/d1/"
        ]
        folder = out / "edition/a/d1"
        links = oracle.parse_page(folder / "index.html").xpath("//a[@download]/@href")
        assert links
        assert all((folder / link).is_file() for link in links)

    def test_pages_are_written_again_when_they_are_cited_otherwise(self, edition: Path) -> None:
        """A new address or style reaches every page; nothing of it is read again for a style."""
        build_site(edition)
        (edition / "edition.toml").write_text(
            SETTINGS + '[citation]\nstyle = "harvard-cite-them-right"\n[check]\nschema = "none"\n'
        )
        again = build_site(edition)

        assert again.read == ()
        assert "edition/a/d1" in again.written
        page = oracle.parse_page(again.out / "edition/a/d1.html")
        assert "Available at:" in page.xpath("string(//p[contains(@class, 'tei-cite-long')])")
        assert build_site(edition).written == ()

    def test_what_is_no_longer_cited_leaves_the_site(self, edition: Path) -> None:
        """The files of a text that is gone go with it, and those that remain are there."""
        write_text(edition, "b", TEXT)
        out = build_site(edition).out
        assert (out / "edition/b/d1.bib").exists()
        (edition / "tei/b.xml").unlink()
        build_site(edition)

        assert not list(out.rglob("b*.bib"))
        assert not (out / "edition/b").exists()
        assert (out / "edition/a/d1.bib").exists()

    def test_an_incremental_build_equals_a_clean_one(self, edition: Path, tmp_path: Path) -> None:
        """After a change of the header, all of the citations are new, on all pages."""
        build_site(edition)
        path = edition / "tei/a.xml"
        path.write_text(path.read_text().replace("Nobody", "Somebody"), encoding="utf-8")
        out = build_site(edition).out
        clean = build_site(edition, out=tmp_path / "clean", doctrees=tmp_path / "trees").out

        for file in sorted(clean.rglob("a*")):
            if file.is_file():
                assert (out / file.relative_to(clean)).read_bytes() == file.read_bytes(), file
        assert "Somebody" in (out / "edition/a/d2.ris").read_text()

    def test_citing_can_be_left_out(self, edition: Path) -> None:
        """With `pages = false` no page has a block, a tag or a file of it."""
        build_site(edition)
        more = '[citation]\npages = false\n[check]\nschema = "none"\n'
        (edition / "edition.toml").write_text(SETTINGS + more)
        out = build_site(edition).out

        assert "tei-cite" not in (out / "edition/a.html").read_text()
        assert not list(out.rglob("*.ris"))
        assert "citation_title" not in read_page(out / "edition/a.html")
        assert not list(out.rglob("*.bib"))

    def test_what_the_project_brings_has_the_word(self, edition: Path) -> None:
        """Its own file for robots is left as it is; without one, there is ours."""
        settings = SETTINGS.replace("org/ed", "org") + '[check]\nschema = "none"\n'
        (edition / "edition.toml").write_text(settings)
        out = build_site(edition).out
        assert "Sitemap: https://example.org/sitemap.xml" in (out / "robots.txt").read_text()
        (edition / "docs/extra").mkdir()
        (edition / "docs/extra/robots.txt").write_text("User-agent: *\nDisallow: /\n")
        conf = edition / "docs/conf.py"
        conf.write_text(conf.read_text() + 'html_extra_path = ["extra"]\n')

        assert "Disallow: /\n" in (build_site(edition).out / "robots.txt").read_text()
        assert "Disallow: /\n" in (build_site(edition).out / "robots.txt").read_text()

    def test_the_search_does_not_find_citations(self, edition: Path) -> None:
        """What is cited is no part of the text."""
        out = build_site(edition).out

        assert "incollection" not in (out / "searchindex.js").read_text()

    def test_a_style_that_is_none_ends_the_build_in_words(self, edition: Path) -> None:
        """There is no traceback for a name in edition.toml that leads nowhere."""
        more = '[citation]\nstyle = "nowhere"\n[check]\nschema = "none"\n'
        (edition / "edition.toml").write_text(SETTINGS + more)
        done = run_command("build", cwd=edition)

        assert done.returncode != 0
        assert '"nowhere" in [citation] is not a style' in done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize("builder", ["text", "latex", "epub"])
    def test_books_say_how_to_cite(self, edition: Path, builder: str) -> None:
        """The title page, or the contents, has the long form with the address of the site."""
        (edition / "docs/conf.py").write_text(
            (edition / "docs/conf.py").read_text() + '\nepub_basename = "e"\n'
        )
        out = build_site(edition, builder).out
        if builder == "epub":
            with zipfile.ZipFile(out / "e.epub") as book:
                pages = [n for n in book.namelist() if n.endswith(".xhtml")]
                words = " ".join(book.read(name).decode() for name in pages)
                assert not [name for name in book.namelist() if name.endswith((".bib", ".js"))]
        else:
            file = "edition/index.txt" if builder == "text" else "*.tex"
            words = next(out.glob(file)).read_text()
        words = " ".join(re.sub(r"<[^>]*>|\\(?:sphinx)?url|\\teiaddress|[{}]", "", words).split())

        assert "How to cite: A. Nobody, 2020. https://example.org/ed/edition/index.html" in words


class TestPlain:
    """The pages that are made without Sphinx."""

    def test_they_are_cited_as_those_of_sphinx(self, edition: Path) -> None:
        """Tags, JSON-LD, block and files are the same."""
        site = build_site(edition).out
        done = run_command("html", "-o", "plain", cwd=edition)
        plain = edition / "plain"

        assert done.returncode == 0, done.stderr
        for name in ("edition/a.html", "edition/a/d1.html", "edition/index.html"):
            one, two = site / name, plain / name
            assert read_json_ld(one) == read_json_ld(two)
            tags = [{k: v for k, v in read_page(p).items() if re.match("citation|DC|og", k)}
                    for p in (one, two)]  # fmt: skip
            assert tags[0] == tags[1]
            block = "string(//div[contains(@class, 'tei-cite ')])"
            words = [oracle.parse_page(p).xpath(block).split() for p in (one, two)]
            assert words[0] == words[1] != []
            canonical = [oracle.parse_page(p).xpath("//link[@rel='canonical']/@href")
                         for p in (one, two)]  # fmt: skip
            assert canonical[0] == canonical[1]
        for suffix in ("bib", "ris", "csl.json"):
            name = f"edition/a/d2.{suffix}"
            assert (site / name).read_bytes() == (plain / name).read_bytes()
        assert "edition/a/d1.html" in (plain / "sitemap.xml").read_text()


@pytest.mark.parametrize("name", ["site", "plain"])
def test_the_shipped_edition_is_cited_as_its_header_says(
    name: str, request: pytest.FixtureRequest, shipped: Path
) -> None:
    """Four parsers read on its first page what the header says; so they do on its parts."""
    site: Path = request.getfixturevalue(name)

    check_agreement(site / "edition/october.html", shipped / "tei/october.xml")
    (part,) = json.loads((site / "edition/october/fate.csl.json").read_text())
    assert part["container-title"] == read_said(shipped / "tei/october.xml").title
    assert part["author"] == [{"family": "Trotsky", "given": "Leon"}]


def test_a_title_with_markup_is_cited_in_words(tmp_path: Path) -> None:
    """Elements in a title are read through; a title for people has no tags in it."""
    root = make_edition(tmp_path / "e", {"a": TEXT})
    title = "The <hi>great</hi> <title>Book</title> &amp; <persName>Ann</persName>"
    content = TEI.format(title=title, content=TEXT)
    (root / "tei/a.xml").write_text(content, encoding="utf-8")
    out = build_site(root).out

    assert (
        json.loads((out / "edition/a.csl.json").read_text())[0]["title"] == "The great Book & Ann"
    )
