"""The start page: what the headers say, the ways into the edition, and an editor's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import build_site, make_edition, run_command
from oracle import parse_page
from tei_edition.config import read_config
from tei_edition.editing.scaffold import create_edition
from tei_edition.facts.header import Licence
from tei_edition.loading.edition import read_edition
from tei_edition.pages.licences import name_licence
from tei_edition.pages.start_page import StartPage, make_start_page
from tei_edition.publishing.exporting import plan_site

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """<teiHeader><fileDesc><titleStmt><title>{title}</title><author>{author}</author>
<editor>{editor}</editor></titleStmt>
<publicationStmt><publisher>The Press &amp; Co.</publisher><date when="2024">2024</date>
<availability><licence target="https://creativecommons.org/licenses/by-sa/4.0/">Some words
</licence></availability></publicationStmt>
<sourceDesc><p>None.</p></sourceDesc></fileDesc>
<encodingDesc><projectDesc><p>Letters of two friends.</p></projectDesc></encodingDesc>
<profileDesc>{more}</profileDesc></teiHeader>"""
BODY = '<text><body><p xml:id="p1">A <persName ref="#ann">word</persName>.</p></body></text>'
PERSON = '<listPerson><person xml:id="ann"><persName>Ann</persName></person></listPerson>'


def write(
    folder: Path, number: int, *, author: str = "Ann", editor: str = "Ed", more: str = ""
) -> None:
    """A letter with a header."""
    head = HEAD.format(title=f"Letter {number}", author=author, editor=editor, more=more)
    (folder / f"tei/l{number:02}.xml").write_text(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">{head}{BODY}</TEI>'
    )


def make(folder: Path, number: int, toml: str = "", **more: str) -> Path:
    """An edition of so many letters in a Sphinx project without a first page."""
    make_edition(folder, {}, register=PERSON, toml=toml, theme="furo")
    (folder / "docs/index.rst").unlink()
    (folder / "docs").mkdir(exist_ok=True)
    for one in range(1, number + 1):
        created = f'<creation><date when="18{one:02}-05-03">then</date></creation>'
        write(
            folder,
            one,
            more=created + more.get("more", ""),
            **{k: v for k, v in more.items() if k != "more"},
        )
    return folder


def read_words(page: Path) -> str:
    """The words of the edition's own part of a page."""
    (part,) = parse_page(page).xpath("//section[contains(@class, 'tei-page tei-start')]")
    return " ".join("".join(part.itertext()).split())


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of fourteen letters."""
    toml = '[edition]\ntitle = "The <Letters>"\n[site]\npages = ["about"]\n'
    folder = make(tmp_path_factory.mktemp("start") / "letters", 14, toml)
    (folder / "docs/about.rst").write_text("About us & you\n==============\n\nWe edit.\n")
    return build_site(folder).out


def test_the_start_page_says_what_the_headers_say(letters: Path) -> None:
    """Title, author, editor, what it is, publisher, licence, and how many texts of what time."""
    page = parse_page(letters / "index.html")
    words = read_words(letters / "index.html")

    assert page.xpath("string(//h1)") == "The <Letters>"
    for said in (
        "Ann", "Edited by Ed", "Letters of two friends.", "Published by The Press & Co., 2024",
        "Licence: CC BY-SA 4.0", "14 texts, 1801–1814", "Persons (1)", "About us & you",
        "Cite this edition",
    ):  # fmt: skip
        assert said in words
    assert page.xpath("//a[@rel='license']/@href") == [
        "https://creativecommons.org/licenses/by-sa/4.0/"
    ]


def test_all_links_of_the_start_page_lead_somewhere(letters: Path) -> None:
    """To pages and files of the site, its search among them."""
    page = parse_page(letters / "index.html")
    links = page.xpath("//section[contains(@class, 'tei-page tei-start')]//a/@href")
    inner = [link for link in links if not link.startswith(("http", "#"))]

    assert {"about.html", "edition/l01.html", "edition/index.html", "edition/persons.html"} <= set(
        inner
    )
    assert [link for link in inner if not (letters / link).is_file()] == []
    assert page.xpath("//form[@role='search']/@action")[-1] == "search.html"


def test_each_page_of_the_edition_has_licence_and_citation(letters: Path) -> None:
    """At its foot; its site's name leads to the start page; the title says nothing of programs."""
    for name in ("edition/l01.html", "edition/persons.html", "genindex.html", "search.html"):
        page = parse_page(letters / name)
        foot = " ".join(
            "".join(page.xpath("//p[contains(@class, 'tei-frame')]")[0].itertext()).split()
        )
        assert foot.startswith("The Press & Co., 2024 · CC BY-SA 4.0 · ")
        assert page.xpath("string(//p[contains(@class, 'tei-frame')]/a[last()]/@href)").endswith(
            "#tei-cite"
        )
        assert "documentation" not in page.xpath("string(//title)")
        brand = page.xpath("string(//a[contains(@class, 'sidebar-brand')]/@href)")
        assert brand.endswith("index.html")
        assert "edition" not in brand
    assert not parse_page(letters / "about.html").xpath("//p[contains(@class, 'tei-frame')]")


def read_start(folder: Path) -> StartPage:
    """The content of the start page of an edition, without a build."""
    return make_start_page(plan_site(read_edition(read_config(folder))), {"edition/persons"})


def test_the_texts_of_a_small_edition_are_listed_with_their_dates(tmp_path: Path) -> None:
    """And nothing is said that only one of them says."""
    folder = make(tmp_path / "small", 2)
    write(folder, 2, author="Bob", more="<abstract><p>Only of the second.</p></abstract>")

    start = read_start(folder)

    assert [(text.title, text.detail) for text in start.texts] == [
        ("Letter 1", "3 May 1801"), ("Letter 2", ""),
    ]  # fmt: skip
    assert start.span == "1 dated: 1801"
    assert start.authors == ("Ann", "Bob")
    assert start.about == ("Letters of two friends.",)
    assert [(link.title, link.detail) for link in start.registers] == [("Persons", "1")]


def test_the_abstract_of_a_single_text_is_that_of_the_edition(tmp_path: Path) -> None:
    """In the language of the edition, if the header has it in several; before the project's."""
    more = """<abstract xml:lang="de"><p>Ein Brief.</p></abstract>
      <abstract xml:lang="en"><p>A letter <hi>of</hi> hers.</p><list><item><p>One.</p></item></list>
      </abstract>"""
    folder = make(tmp_path / "one", 1, more=more)

    assert read_start(folder).about == ("A letter of hers.", "One.")


@pytest.mark.parametrize(
    ("licence", "named"),
    [
        (Licence("", "https://creativecommons.org/licenses/by-nc-sa/3.0/de/"), "CC BY-NC-SA 3.0"),
        (Licence("long " * 30, "http://creativecommons.org/publicdomain/zero/1.0/"), "CC0 1.0"),
        (Licence("All rights reserved."), "All rights reserved."),
        (Licence("long " * 30, "https://example.org/terms"), "https://example.org/terms"),
        (Licence("long " * 30), ""),
    ],
)
def test_licences_are_called_as_readers_know_them(licence: Licence, named: str) -> None:
    """By the name that its address implies, else by their words where these are short."""
    assert name_licence(licence) == named


def test_placeholders_are_never_published(tmp_path: Path) -> None:
    """What `init` writes for an editor to replace is on no page, in no table, in no citation."""
    (tmp_path / "a.txt").write_text("Once.\n")
    (tmp_path / "b.txt").write_text("Twice.\n")
    create_edition(tmp_path / "new", tmp_path / "a.txt", tmp_path / "b.txt")

    done = run_command("build", cwd=tmp_path / "new")

    site = tmp_path / "new/build/html"
    assert done.returncode == 0, done.stderr
    files = [p for suffix in ("html", "js", "csv", "json") for p in site.rglob(f"*.{suffix}")]
    assert len(files) > 20
    for path in files:
        text = path.read_text(encoding="utf-8").casefold()
        assert not any(f"{word} here" in text for word in ("name", "describe", "say")), path
    page = parse_page(site / "index.html")
    assert page.xpath("string(//h1)") == "New"
    assert page.xpath("string(//title)") == "New"


def test_a_first_page_of_the_project_wins_and_may_show_the_start(tmp_path: Path) -> None:
    """A directive puts it there, without a second heading; it follows what the headers say."""
    folder = make(tmp_path / "own", 2)
    index = "Ours\n====\n\n.. tei:start::\n\n.. toctree::\n\n   edition/index\n"
    (folder / "docs/index.rst").write_text(index)

    site = build_site(folder).out

    page = parse_page(site / "index.html")
    assert [h.text for h in page.iter("h1")] == ["Ours"]
    assert "Edited by Ed" in read_words(site / "index.html")
    for number in (1, 2):
        write(folder, number, editor="Eve")
        path = folder / f"tei/l{number:02}.xml"
        path.write_text(path.read_text().replace("licenses/by-sa/4.0", "publicdomain/zero/1.0"))
    assert "index" in build_site(folder).written
    assert "Edited by Eve" in read_words(site / "index.html")
    # What is at the foot of all pages has changed, also of those that have not changed otherwise.
    assert "CC0 1.0" in (site / "edition/persons.html").read_text(encoding="utf-8")


def test_an_editor_overrides_a_block_of_the_start_page(tmp_path: Path) -> None:
    """By a template that extends ours; words from the texts stay words."""
    toml = '[edition]\ntitle = "A <b>bold</b> one"\n[site]\ntemplates = "look"\npicture = "p.png"\n'
    folder = make(tmp_path / "look", 1, toml + 'picture_words = "A <seal>"\n')
    (folder / "look").mkdir()
    (folder / "p.png").write_bytes(b"\x89PNG")
    (folder / "look/tei-start.html").write_text(
        '{% extends "!tei-start.html" %}{% block start_search %}<p>Ours: {{ start.title }}</p>'
        "{% endblock %}"
    )

    site = build_site(folder).out
    text = (site / "index.html").read_text(encoding="utf-8")

    assert "<p>Ours: A &lt;b&gt;bold&lt;/b&gt; one</p>" in text
    assert "tei-start-search" not in text
    assert 'alt="A &lt;seal&gt;"' in text
    assert (site / "_static/p.png").is_file()


def test_a_fault_in_a_template_is_told_in_words(tmp_path: Path) -> None:
    """With its line, and without a traceback."""
    folder = make(tmp_path / "bad", 1, '[site]\ntemplates = "look"\n')
    (folder / "look").mkdir()
    (folder / "look/tei-start.html").write_text("fine\n{% if %}\n")

    done = run_command("build", cwd=folder)

    assert done.returncode == 2
    assert 'the template "tei-start.html" fails, line 2' in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_picture_is_an_error_of_the_settings(tmp_path: Path) -> None:
    """It is named, and the build ends without a traceback."""
    folder = make(tmp_path / "bad", 1, '[site]\npicture = "none.png"\n')

    done = run_command("build", cwd=folder)

    assert done.returncode == 2
    assert 'there is no picture "none.png"' in done.stderr
