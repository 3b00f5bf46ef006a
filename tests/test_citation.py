"""How texts are cited: what headers say, and what programs for references read of it."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import rispy
from citeproc import SCHEMA_PATH
from lxml import etree, html
from rdflib import Graph, Namespace
from rdflib.namespace import RDF

from building import REPOSITORY
from citations import decode, read_bibtex
from tei_edition.citation.edition import make_citations
from tei_edition.citation.formats import (
    cite_passage,
    make_json_ld,
    write_bibtex,
    write_csl,
    write_json_ld,
    write_ris,
)
from tei_edition.citation.page import CitedPage, write_block, write_head
from tei_edition.citation.record import (
    Citation,
    Citations,
    CitedPassage,
    PersonalName,
    Style,
    locate,
)
from tei_edition.citation.sitemap import write_site_files
from tei_edition.citation.style import cite, find_style, to_html, to_text
from tei_edition.citation.version import describe_version
from tei_edition.config import make_config
from tei_edition.facts.placeholders import is_placeholder
from tei_edition.loading.edition import read_edition
from tei_edition.pages.site_plan import SitePlan
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = Namespace("https://schema.org/")
OWN = REPOSITORY / "src/tei_edition/citation/style.csl"
FILE = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">
<teiHeader><fileDesc><titleStmt>{title}</titleStmt>{edition}
<publicationStmt>{publication}</publicationStmt><sourceDesc><p>None.</p></sourceDesc></fileDesc>
{more}</teiHeader>
<text><body>{body}</body></text>
</TEI>
"""
REGISTER = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><standOff><listPerson>
<person xml:id="doe"><persName><surname>Doe</surname>, <forename>Jane</forename></persName></person>
</listPerson></standOff></TEI>
"""
GOGH = """<persName><forename>Vincent</forename> <nameLink>van</nameLink>
<surname>Gogh</surname></persName>"""
KING = """<persName><forename>Martin</forename> <forename>Luther</forename>
<surname>King</surname> <genName>Jr.</genName></persName>"""
EDITED = """<respStmt><resp ref="http://id.loc.gov/vocabulary/relators/edt"/>
<name>Ann</name></respStmt>"""
PUBLICATION = '<publisher>P</publisher><date when="2020"/>'


def write_file(
    folder: Path,
    title: str = "<title>T</title>",
    publication: str = PUBLICATION,
    *,
    name: str = "a",
    edition: str = "",
    more: str = "",
    body: str = "<p>Words.</p>",
) -> None:
    """Write a TEI file of an edition, of which the header matters."""
    (folder / "tei").mkdir(exist_ok=True)
    text = FILE.format(title=title, publication=publication, edition=edition, more=more, body=body)
    (folder / f"tei/{name}.xml").write_text(text, encoding="utf-8")


def read_citations(folder: Path, version: str = "", **edition: Any) -> Citations:
    """The citations of the edition in a folder, as its pages have them."""
    if not (folder / "tei/register.xml").exists():
        (folder / "tei/register.xml").write_text(REGISTER, encoding="utf-8")
    table = {"edition": edition, "check": {"schema": "none"}, "pages": {"split": 1}}
    reading = read_edition(make_config(table, folder))
    plans = {file: digest.plan for file, digest in reading.digests.items() if digest.plan.units}
    book = SitePlan(reading.config, reading.edition, plans)
    return make_citations(book, find_style(book.config, book.language), version)


def read_citation(folder: Path, *args: str, **more: str) -> Citation:
    """The citation of a file with this header."""
    write_file(folder, *args, **more)
    return read_citations(folder).pages["edition/a"]


class TestNames:
    """Who a text is by, from the markup of the header, and never by guessing."""

    @pytest.mark.parametrize(
        ("markup", "expected"),
        [
            ("Jane Doe", PersonalName("Jane Doe")),
            (
                '<persName ref="register.xml#doe">Jane Doe</persName>',
                PersonalName("", "Doe", "Jane"),
            ),
            ('<persName ref="register.xml#doe">J. Doe</persName>', PersonalName("J. Doe")),
            (GOGH, PersonalName("", "Gogh", "Vincent", "van")),
            (KING, PersonalName("", "King", "Martin Luther", suffix="Jr.")),
            ("<forename>Jane</forename> <surname>Doe</surname>", PersonalName("", "Doe", "Jane")),
            ("<persName><forename>Екатерина</forename> <genName>II</genName></persName>",
             PersonalName("Екатерина II")),
            ("Shakespeare, William, 1564-1616.", PersonalName("", "Shakespeare", "William")),
            ("Heminge, John, approximately 1556-1630", PersonalName("", "Heminge", "John")),
            ("García Márquez, Gabriel", PersonalName("", "García Márquez", "Gabriel")),
            ("Cynthia Damon, et al.", PersonalName("Cynthia Damon, et al.")),
            ("Smith and Jones, John", PersonalName("Smith and Jones, John")),
            ("Martin Luther King, Jr.", PersonalName("Martin Luther King, Jr.")),
            ("Laboratory, Letters, Warsaw", PersonalName("Laboratory, Letters, Warsaw")),
            ("<orgName>The Visit, Inc</orgName>", PersonalName("The Visit, Inc", is_body=True)),
            ("Jane Doe <email>jane@example.org</email>", PersonalName("Jane Doe")),
        ],
    )  # fmt: skip
    def test_a_name_is_what_its_markup_says(
        self, markup: str, expected: PersonalName, tmp_path: Path
    ) -> None:
        """Parts come from the markup, the register, or a comma after the family name."""
        made = read_citation(tmp_path, f"<title>T</title><author>{markup}</author>")

        assert made.authors == (expected,)

    def test_several_names_in_one_element(self, tmp_path: Path) -> None:
        """Words between names part persons; without any, they are forms of one name."""
        two = "<persName>Ann</persName> and <persName>Ben</persName>"
        forms = '<persName>Екатерина</persName> <persName xml:lang="en">Catherine</persName>'

        titles = f"<title>T</title><author>{two}</author><author>{forms}</author>"

        names = [name.words for name in read_citation(tmp_path, titles).authors]
        assert names == ["Ann", "Ben", "Екатерина"]

    def test_an_address_says_who_it_is(self, tmp_path: Path) -> None:
        """A pointer to an authority goes with the name."""
        uri = "https://orcid.org/0000-0002-1825-0097"
        made = read_citation(tmp_path, f'<title>T</title><editor ref="{uri}">Ann</editor>')

        assert made.editors == (PersonalName("Ann", uri=uri),)

    @pytest.mark.parametrize(
        ("statements", "editors", "translators", "contributors"),
        [
            ("<editor>Ann</editor>", ["Ann"], [], []),
            ('<editor role="translator">Ann</editor>', [], ["Ann"], []),
            ("<principal>Ann</principal>", ["Ann"], [], []),
            ("<editor>Ann</editor><principal>Ben</principal>", ["Ann"], [], ["Ben"]),
            ("<respStmt><resp>Text established by</resp><name>Ann</name></respStmt>",
             ["Ann"], [], []),
            (EDITED, ["Ann"], [], []),
            ("<respStmt><resp>TEI markup</resp><name>Ann</name></respStmt>", [], [], ["Ann"]),
            ("<respStmt><resp>Translated by</resp><name>Ann</name></respStmt>", [], ["Ann"], []),
            ("<respStmt><resp>Polish translation</resp><name>Ann</name></respStmt>",
             [], [], ["Ann"]),
            ("<editor>Ann</editor><respStmt><resp>Edited by</resp><name>Ben</name></respStmt>",
             ["Ann"], [], ["Ben"]),
            ("<editor>Ann</editor><respStmt><resp>Encoding</resp><name>Ann</name></respStmt>",
             ["Ann"], [], []),
        ],
    )  # fmt: skip
    def test_what_somebody_did(
        self,
        statements: str,
        editors: list[str],
        translators: list[str],
        contributors: list[str],
        tmp_path: Path,
    ) -> None:
        """Who edited stands in `editor`; other statements are asked only where there is none."""
        made = read_citation(tmp_path, f"<title>T</title>{statements}")

        found = [[n.words for n in names] for names in
                 (made.editors, made.translators, made.contributors)]  # fmt: skip
        assert found == [editors, translators, contributors]


class TestRecords:
    """What else headers say."""

    @pytest.mark.parametrize(
        "words",
        ["TODO", "[title]", "Unknown", "unpublished", "Title", "n.d.", "s. n.".replace(" ", ""),
         "…", "- -", "xxx", "TODO: ask the museum", "Name here who edits the text.", "{{author}}",
         "Publication Information", "", "unbekannt"],
    )  # fmt: skip
    def test_a_word_that_keeps_a_place_says_nothing(self, words: str) -> None:
        """What editors and templates write where something is to come is known as such."""
        assert is_placeholder(words)

    @pytest.mark.parametrize(
        "words",
        ["Anonymous", "[Letter to his mother]", "Unknown Pleasures", "The Name of the Rose", "X",
         "Das Nichts", "To be or not to be", "Nobody", "1984", "北京"],
    )  # fmt: skip
    def test_a_title_is_no_placeholder(self, words: str) -> None:
        """What may be a title or a name counts, brackets and all."""
        assert not is_placeholder(words)

    def test_placeholders_are_left_out(self, tmp_path: Path) -> None:
        """None reaches a citation in any form."""
        made = read_citation(
            tmp_path,
            "<title>T</title><author>TODO</author><editor>[editor]</editor>",
            "<publisher>unknown</publisher><pubPlace>s.l.</pubPlace><date>n.d.</date>"
            '<idno type="DOI">10.xxxx/yyyy</idno><idno type="URL">http://xxxxxx</idno>',
        )

        assert made == Citation(
            "a", "edition/a", "T", whole="edition/index", language="en", issued=""
        )
        written = write_bibtex(made) + write_ris(made) + write_csl(made) + write_json_ld(made)
        assert not re.search("todo|editor|unknown|s\\.l|n\\.d|xxx", written, re.IGNORECASE)

    @pytest.mark.parametrize(
        ("markup", "issued", "year"),
        [
            ('<date when="2020-05-06">May</date>', "2020-05-06", "2020"),
            ('<date from="2019" to="2025"/>', "2019/2025", "2019"),
            ("<date>2019–2025</date>", "2019/2025", "2019"),
            ("<date>2018ff.</date>", "2018ff.", "2018"),
            ("<date>1999 or 2001</date>", "1999 or 2001", ""),
            ('<idno type="DOI" when="2020-12-17">10.5281/zenodo.1</idno>', "2020-12-17", "2020"),
            ('<date when="0000"/>', "", ""),
            ('<date when="2020-13"/>', "2020-13", "2020"),
            ("", "", ""),
        ],
    )
    def test_dates(self, markup: str, issued: str, year: str, tmp_path: Path) -> None:
        """A day, a year or two; else the words, and their year where they have just one."""
        made = read_citation(tmp_path, "<title>T</title>", f"<publisher>P</publisher>{markup}")

        assert (made.issued, made.year) == (issued, year)

    def test_identifiers(self, tmp_path: Path) -> None:
        """DOI, ISBN, URN and address are known by their form; other numbers are none of these."""
        made = read_citation(
            tmp_path,
            "<title>T</title>",
            '<idno type="TM">491500</idno><idno type="PHI">9783161484100</idno>'
            '<idno type="DOI">https://doi.org/10.5281/zenodo.4333733</idno>'
            '<idno type="ISBN">978-3-16-148410-0</idno><idno>urn:nbn:de:kobv:11-1</idno>'
            '<idno type="URI">http://example.org/inscription/1</idno>',
        )

        assert (made.doi, made.isbn) == ("10.5281/zenodo.4333733", "978-3-16-148410-0")
        assert made.urn == "urn:nbn:de:kobv:11-1"
        assert made.address == "http://example.org/inscription/1"

    def test_who_publishes(self, tmp_path: Path) -> None:
        """The names of the publishers without their addresses; else who answers for it."""
        publisher = (
            "<publisher><email>a@b.org</email><orgName>One</orgName><orgName>Two</orgName>"
            "<address><addrLine>Street 1</addrLine></address></publisher>"
            "<pubPlace>Berlin</pubPlace>"
        )
        made = read_citation(tmp_path, "<title>T</title>", publisher)
        other = read_citation(tmp_path, "<title>T</title>", "<authority>Three</authority>")

        assert (made.publisher, made.place) == ("One, Two", "Berlin")
        assert other.publisher == "Three"

    @pytest.mark.parametrize(
        ("edition", "changes", "tag", "expected"),
        [
            ("", "", "", ("", "")),
            ('<editionStmt><edition n="2">Second</edition></editionStmt>', "", "", ("2", "")),
            ('<editionStmt><edition n="0.1">Beta</edition></editionStmt>', "", "", ("Beta", "0.1")),
            ("", '<change when="2020-05-06"/><change when="2021"/>', "", ("", "2021")),
            ('<editionStmt><edition n="0.1"/></editionStmt>', "", "1.2-3-gabc", ("", "1.2-3-gabc")),
            (f"<editionStmt><edition>{'Long. ' * 20}</edition></editionStmt>", "", "", ("", "")),
        ],
    )  # fmt: skip
    def test_edition_and_version(
        self, edition: str, changes: str, tag: str, expected: tuple[str, str], tmp_path: Path
    ) -> None:
        """The version is the tag, else what the editionStmt numbers, else the newest change."""
        more = f"<revisionDesc>{changes}</revisionDesc>" if changes else ""
        write_file(tmp_path, edition=edition, more=more)

        made = read_citations(tmp_path, tag).pages["edition/a"]
        assert (made.edition, made.version) == expected

    def test_parts_and_wholes(self, tmp_path: Path) -> None:
        """A division is cited in its text, a text in its edition, with what is theirs."""
        body = "".join(
            f'<div xml:id="d{n}"><head>Part {n}</head><p>Words.</p></div>' for n in (1, 2)
        )
        doi = '<idno type="DOI">10.1000/1</idno>'
        write_file(tmp_path, "<title>One</title>", PUBLICATION + doi, body=body)
        write_file(tmp_path, "<title>Two</title>", PUBLICATION, name="b")

        made = read_citations(tmp_path, title="All of it")

        titles = {d: (c.title, c.container, c.series, c.doi) for d, c in made.pages.items()}
        assert titles == {
            "edition/index": ("All of it", "", "", ""),
            "edition/a": ("One", "All of it", "", "10.1000/1"),
            "edition/a/d1": ("Part 1", "One", "All of it", ""),
            "edition/a/d2": ("Part 2", "One", "All of it", ""),
            "edition/b": ("Two", "All of it", "", ""),
        }
        part = locate(made.pages["edition/a/d1"], lambda docname: f"https://x.org/{docname}")
        assert (part.url, part.container_url) == (
            "https://x.org/edition/a/d1", "https://x.org/edition/a",
        )  # fmt: skip
        assert made.passages["edition/a/d2"] == (CitedPassage("d2.p1", "¶ 1"),)
        assert len({citation.key for citation in made.pages.values()}) == len(made.pages)

    def test_the_whole_is_what_all_texts_share(self, tmp_path: Path) -> None:
        """An edition of many texts has their publisher if it is the same, and no one's date."""
        for name, year in (("a", 2019), ("b", 2020)):
            more = f'<revisionDesc><change when="{year}-01-01"/></revisionDesc>'
            publication = f'<publisher>P</publisher><date when="{year}"/>'
            title = f"<title>{name}</title><author>Ann</author>"
            write_file(tmp_path, title, publication, name=name, more=more)

        whole = read_citations(tmp_path, title="Both").pages["edition/index"]
        unnamed = read_citations(tmp_path).pages

        assert (whole.publisher, whole.issued, whole.version) == ("P", "", "2020-01-01")
        assert [name.words for name in whole.authors] == ["Ann"]
        assert "edition/index" not in unnamed

    def test_what_has_no_title_is_not_cited(self, tmp_path: Path) -> None:
        """A page whose title only keeps a place says nothing of how it is cited."""
        write_file(tmp_path, "<title>TODO</title><author>Ann</author>")

        assert read_citations(tmp_path).pages == {}

    def test_an_edition_without_a_text_is_cited_by_its_title(self, tmp_path: Path) -> None:
        """Registers alone are an edition too, of which no header says what the whole is."""
        write_file(tmp_path, body="")
        path = tmp_path / "tei/a.xml"
        path.write_text(re.sub("<text>.*</text>", "", path.read_text()))

        made = read_citations(tmp_path, title="The registers")
        assert [(c.docname, c.title) for c in made.pages.values()] == [
            ("edition/index", "The registers")
        ]

    def test_keys_are_of_ascii(self, tmp_path: Path) -> None:
        """Names of files in any script give keys that every program takes, each its own."""
        for name in ("жук", "жар"):
            write_file(tmp_path, name=name)

        keys = [citation.key for citation in read_citations(tmp_path, title="T").pages.values()]
        assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)
        assert len(set(keys)) == 3

    def test_citing_can_be_left_out(self, tmp_path: Path) -> None:
        """With `pages = false`, no page is cited."""
        write_file(tmp_path)
        (tmp_path / "tei/register.xml").write_text(REGISTER)
        config = make_config({"citation": {"pages": False}}, tmp_path)
        reading = read_edition(config)
        book = SitePlan(config, reading.edition, {f: d.plan for f, d in reading.digests.items()})

        assert make_citations(book, find_style(config, "en")).pages == {}


class TestVersion:
    """The version that git knows."""

    @pytest.mark.program("git")
    def test_the_tag_and_what_came_after(self, tmp_path: Path) -> None:
        """A tag is the version; later commits are counted, as `git describe` does."""

        def git(*words: str) -> None:
            author = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
            subprocess.run(["git", *author, *words], cwd=tmp_path, check=True, capture_output=True)

        git("init", "-q")
        assert describe_version(tmp_path) == ""
        git("commit", "--allow-empty", "-qm", "One")
        assert describe_version(tmp_path) == ""
        git("tag", "v1.2", "-m", "1.2")
        assert describe_version(tmp_path) == "1.2"
        git("commit", "--allow-empty", "-qm", "Two")
        assert re.fullmatch(r"1\.2-1-g[0-9a-f]+", describe_version(tmp_path))

    def test_no_repository_and_no_git(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Neither a folder outside git, nor a machine without it, nor no folder is an error."""
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
        assert describe_version(tmp_path) == ""
        assert describe_version(tmp_path / "nowhere") == ""
        monkeypatch.setenv("PATH", str(tmp_path))
        assert describe_version(tmp_path) == ""


SPECIALS = r"50% of {all} & ~more_ #1 $x \back “q” <i>n</i> </script> 'a' and \"b\""
RECORDS = [
    Citation("k", "e/a", "T"),
    Citation(
        "k1", "e/a", SPECIALS, container="Whole: " + SPECIALS, publisher="P & Q, and Sons",
        place="Köln", issued="2018-06-09", edition="2", version="1.0", language="de",
        doi="10.1000/a_b(1)", url="https://x.org/a_b/%C3%A4.html", isbn="978-3-16-148410-0",
        authors=(
            PersonalName("", "Gogh", "Vincent", "van"),
            PersonalName("The A & B Project and Sons", is_body=True),
            PersonalName("", "García Márquez", "Gabriel"),
            PersonalName("", "King", "Martin Luther", suffix="Jr."),
            PersonalName("", "Гоголь", "Николай Васильевич"), PersonalName("Екатерина II"),
        ),
        editors=(PersonalName("", "Doe", "Jane"), PersonalName("{Braces} and % signs")),
        translators=(PersonalName("", "Roe", "R."),),
    ),
    Citation("k2", "e/a", "Говорун", authors=(PersonalName("李白"),),
    issued="2019/2025", url="https://x.y"),
    Citation("k3", "e/a", "رسالة", editors=(PersonalName("", "Doe", "Jane"),), issued="2018ff."),
]  # fmt: skip


class TestFormats:
    """Every format is read back by a program of others', and says what the record says."""

    @pytest.mark.parametrize("citation", RECORDS, ids=lambda c: c.key)
    def test_bibtex(self, citation: Citation) -> None:
        """Titles, names with their particles, bodies and signs of LaTeX come back as they were."""
        entry = read_bibtex(write_bibtex(citation))
        fields = {key: field.value for key, field in entry.fields_dict.items()}

        assert (entry.key, entry.entry_type) == (
            citation.key, "incollection" if citation.container else "book",
        )  # fmt: skip
        assert decode(fields["title"]) == citation.title
        assert decode(fields.get("booktitle", "")) == citation.container
        assert decode(fields.get("publisher", "")) == citation.publisher
        for role in ("author", "editor", "translator"):
            names = getattr(citation, f"{role}s")
            assert [_bibtex_words(n) for n in fields.get(role, ())] == [n.words for n in names]
        assert fields.get("url", "") == citation.url
        assert fields.get("doi", "") == citation.doi
        assert fields.get("year", "")[:4] == citation.year

    @pytest.mark.parametrize("citation", RECORDS, ids=lambda c: c.key)
    def test_bibtex_is_balanced_and_protected(self, citation: Citation) -> None:
        """Braces pair without those that are escaped, as BibTeX counts them."""
        text = write_bibtex(citation)

        assert text.count("{") == text.count("}")
        assert "\\{" not in text
        assert "\\}" not in text

    @pytest.mark.parametrize("citation", RECORDS, ids=lambda c: c.key)
    def test_ris(self, citation: Citation) -> None:
        """Each tag comes back, one name a line, lines ending as RIS asks."""
        text = write_ris(citation)
        (found,) = rispy.loads(text.replace("\r\n", "\n"))

        assert text.count("\n") == text.count("\r\n")
        assert found["type_of_reference"] == ("CHAP" if citation.container else "BOOK")
        assert found["title"] == citation.title
        assert found.get("secondary_title", "") == citation.container
        assert found.get("publisher", "") == citation.publisher
        assert len(found.get("authors", ())) == len(citation.authors)
        assert found.get("year", "") == citation.year
        assert found.get("urls", [""])[0] == citation.url
        assert found.get("doi", "") == citation.doi
        if citation.key == "k1":
            assert found["authors"][0] == "van Gogh, Vincent"
            assert found["authors"][3] == "King, Martin Luther, Jr."
            assert found["date"] == "2018/06/09/"

    @pytest.mark.parametrize("citation", RECORDS, ids=lambda c: c.key)
    def test_csl(self, citation: Citation) -> None:
        """The item is what CSL processors take, and is cited by one without a warning."""
        (item,) = json.loads(write_csl(citation))

        assert item["title"] == citation.title
        names = [" ".join(filter(None, (n.get("literal"), n.get("given"),
                                        n.get("non-dropping-particle"), n.get("family"),
                                        n.get("suffix"))))
                 for n in item.get("author", ())]  # fmt: skip
        assert names == [name.words for name in citation.authors]
        said = to_text(cite(citation, Style(str(OWN), "en-GB")).long)
        assert citation.title.replace("'a'", "’a’")[:20] in said.replace("‘", "’")
        addresses = [address for address in (citation.url, citation.doi) if address]
        assert any(address in said for address in addresses) == bool(addresses)

    @pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
    @pytest.mark.parametrize("citation", RECORDS, ids=lambda c: c.key)
    def test_json_ld(self, citation: Citation) -> None:
        """It is RDF in the vocabulary of schema.org, whatever the title has in it."""
        data = json.loads(write_json_ld(citation))
        assert data.pop("@context") == "https://schema.org"
        # The context of schema.org is not fetched: its words are those of its vocabulary.
        data["@context"] = {"@vocab": str(SCHEMA)}
        graph = Graph().parse(data=json.dumps(data), format="json-ld")

        kind = SCHEMA.Chapter if citation.container else SCHEMA.Book
        whole = set(graph.objects(None, SCHEMA.isPartOf))
        (subject,) = [s for s in graph.subjects(RDF.type, kind) if s not in whole]
        assert str(graph.value(subject, SCHEMA.name)) == citation.title
        authors = graph.objects(subject, SCHEMA.author)
        assert {str(graph.value(author, SCHEMA.name)) for author in authors} == {
            name.words for name in citation.authors
        }
        assert len(whole) == bool(citation.container)
        bodies = set(graph.subjects(RDF.type, SCHEMA.Organization))
        wanted = [n for n in citation.authors if n.is_body]
        assert len(bodies) == len(wanted) + bool(citation.publisher)

    def test_a_passage_has_its_own_address(self) -> None:
        """The record for a passage carries anchor and label, and no identifier of the whole."""
        passage = cite_passage(RECORDS[1])

        assert (passage.doi, passage.locator) == ("", "@@label@@")
        assert passage.url == f"{RECORDS[1].url}#@@anchor@@"
        assert "url = {https://x.org/a_b/%C3%A4.html#@@anchor@@}" in write_bibtex(passage)
        assert "SE  - @@label@@" in write_ris(passage)
        assert json.loads(write_csl(passage))[0]["locator"] == "@@label@@"

    def test_licence_and_identifiers_are_in_json_ld(self) -> None:
        """What readers may do, and by what numbers the text is known."""
        citation = msgspec.structs.replace(
            RECORDS[1], licence="https://creativecommons.org/licenses/by/4.0/", urn="urn:nbn:de:1",
            changed="2020-01-01",
        )  # fmt: skip
        data = make_json_ld(citation)

        assert data["license"] == citation.licence
        assert data["dateModified"] == "2020-01-01"
        assert {i["propertyID"]: i["value"] for i in data["identifier"]} == {
            "DOI": citation.doi, "URN": citation.urn,
        }  # fmt: skip


def _bibtex_words(name: Any) -> str:
    parts = (*name.first, *name.von, *name.last, *name.jr)
    return decode(" ".join(parts))


DEPENDENT = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info>
<link rel="independent-parent" href="http://www.zotero.org/styles/apa"/></info></style>"""


class TestStyle:
    """Citations in words."""

    def test_our_style_is_valid(self) -> None:
        """It is what the schema of CSL allows."""
        schema = etree.RelaxNG(etree.parse(SCHEMA_PATH))

        assert schema.validate(etree.parse(OWN)), schema.error_log

    @pytest.mark.parametrize(
        ("locale", "long"),
        [
            (
                "en-GB",
                "Doe, Jane (ed.). ‘Part’. In Whole. Köln: P, 2020. Version 1. https://x.org/p",
            ),
            (
                "de-DE",
                "Doe, Jane (Hrsg.). „Part“. In Whole. Köln: P, 2020. Version 1. https://x.org/p",
            ),
        ],
    )
    def test_our_style(self, locale: str, long: str) -> None:
        """A part in its whole, in the words of the language."""
        citation = Citation(
            "k", "d", "Part", container="Whole", editors=(PersonalName("", "Doe", "Jane"),),
            publisher="P",
            place="Köln", issued="2020", version="1", url="https://x.org/p",
        )  # fmt: skip
        cited = cite(citation, Style(str(OWN), locale))

        assert to_text(cited.long) == long
        quoted = long[long.index(". ", 9) + 2 : long.index(". In")]
        assert to_text(cited.short) == f"Doe, {quoted} (2020)"
        assert "<i>Whole</i>" in to_html(cited.long)
        assert '<a href="https://x.org/p">' in to_html(cited.long, [citation.url])

    def test_what_is_missing_leaves_no_gap(self) -> None:
        """Of any selection of the data, no mark of punctuation is left alone or doubled."""
        data: dict[str, Any] = {
            "container": "W", "authors": (PersonalName("A"),), "editors": (PersonalName("E"),),
            "publisher": "P",
            "place": "L", "issued": "2020", "version": "1", "url": "https://x.org", "series": "S",
        }  # fmt: skip
        style = Style(str(OWN), "en-GB")
        for size in range(len(data) + 1):
            for names in itertools.combinations(data, size):
                citation = Citation("k", "d", "T.", **{name: data[name] for name in names})
                for words in map(to_text, cite(citation, style)):
                    assert not re.search(r"\.\.|,,|,\.|\. ?,|  |^[ .,:]|\( ?\)|: ?[.,]", words), (
                        words
                    )

    @pytest.mark.parametrize("citation", RECORDS, ids=lambda c: c.key)
    def test_what_is_put_in_afterwards_is_as_if_rendered(
        self, citation: Citation, tmp_path: Path
    ) -> None:
        """Our style, of which one rendering serves many texts, says what the processor would."""
        copy = tmp_path / "copy.csl"
        copy.write_text(OWN.read_text(encoding="utf-8"), encoding="utf-8")
        for record in (citation, cite_passage(citation)):
            assert cite(record, Style(str(OWN), "de-DE")) == cite(record, Style(str(copy), "de-DE"))

    def test_a_style_of_the_edition(self, tmp_path: Path) -> None:
        """A file beside edition.toml is used, and labels of passages are not labelled again."""
        (tmp_path / "my.csl").write_text(
            '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
            "<info><title>Mine</title><id>mine</id><updated>2026-01-01T00:00:00Z</updated></info>"
            '<citation><layout><text variable="title"/><group prefix=" @ "><label'
            ' variable="locator"/><text variable="locator"/></group></layout></citation>'
            '<bibliography><layout><text variable="title" prefix="My "/></layout></bibliography>'
            "</style>"
        )
        config = make_config({"citation": {"style": "my.csl"}}, tmp_path)
        style = find_style(config, "de")

        assert style.locale == "de-DE"
        assert cite(Citation("k", "d", "T", locator="¶ 3"), style) == ("T @ ¶ 3", "My T, ¶ 3")

    def test_an_installed_style(self, tmp_path: Path) -> None:
        """A style that comes with the processor is known by its name."""
        config = make_config({"citation": {"style": "harvard-cite-them-right"}}, tmp_path)
        citation = Citation(
            "k", "d", "T", authors=(PersonalName("", "Doe", "Jane"),), issued="2020"
        )

        cited = cite(citation, find_style(config, "en"))
        assert (to_text(cited.short), to_text(cited.long)) == ("(Doe, 2020)", "Doe, J. (2020) T.")

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (None, "is not a style that can be used"),
            ("no xml", "is not a style that can be used"),
            ("<a/>", "is not a style that can be used"),
            (
                DEPENDENT,
                "only refers to http://www.zotero.org/styles/apa",
            ),
        ],
    )
    def test_a_style_that_is_none(self, content: str | None, told: str, tmp_path: Path) -> None:
        """What cannot be cited in is described in words, with a hint."""
        if content is not None:
            (tmp_path / "my.csl").write_text(content)
        config = make_config({"citation": {"style": "my.csl"}}, tmp_path)

        with pytest.raises(EditionError, match=re.escape(told)) as caught:
            find_style(config, "en")
        assert ".csl" in caught.value.hint

    @pytest.mark.parametrize(
        ("language", "locale"),
        [("en", "en-US"), ("en-GB", "en-GB"), ("de-AT", "de-AT"), ("ru", "ru-RU"), ("qya", "en-GB"),
         ("", "en-GB"), ("../x", "en-GB")],
    )  # fmt: skip
    def test_locales(self, language: str, locale: str, tmp_path: Path) -> None:
        """The locale is that of the language, or English."""
        assert find_style(make_config({}, tmp_path), language).locale == locale


@pytest.fixture
def citations(tmp_path: Path) -> Citations:
    """The citations of an edition with a title that no page must be broken by."""
    title = SPECIALS.replace("&", "&amp;").replace("<", "&lt;")
    write_file(tmp_path, f"<title>{title}</title><author>Ann &lt;b></author>")
    return read_citations(tmp_path)


class TestPage:
    """What a page of HTML has."""

    def parse(self, fragment: str) -> tuple[etree._Element, etree._Element]:
        """A fragment as XML, which stylesheets take, and as HTML, which browsers do."""
        return etree.fromstring(f"<x>{fragment}</x>"), html.fromstring(f"<div>{fragment}</div>")

    def test_the_block(self, citations: Citations) -> None:
        """It holds both forms, every format and its file, complete without a script."""
        page = CitedPage(citations.pages["edition/a"], citations.passages["edition/a"])
        files = {".bib": "a.bib", ".ris": "a.ris", ".csl.json": "a.csl.json"}
        for tree in self.parse(write_block(page, citations, files)):
            texts = [e.text for e in tree.iterfind(".//details//div[@class='tei-cite-forms']//pre")]
            assert texts[0] == write_bibtex(page.citation)
            assert texts[1] == write_ris(page.citation).replace("\r", "")
            assert json.loads(texts[2] or "")[0]["title"] == SPECIALS
            links = tree.xpath(".//div[@class='tei-cite-forms']//a[@download]/@href")
            assert links == list(files.values())
            assert not tree.xpath(".//i[text() = 'n']")
            (labels,) = tree.findall(".//script")
            assert json.loads(labels.text or "") == {"p1": "¶ 1"}
            assert not tree.xpath(".//button")

    def test_the_head(self, citations: Citations) -> None:
        """Tags for Zotero, Open Graph and JSON-LD, in which no title can end the script."""
        citation = msgspec.structs.replace(
            citations.pages["edition/a"], container="Whole", url="https://x.org/a?b&c"
        )
        for tree in self.parse(write_head(CitedPage(citation), citations)):
            found = {
                (m.get("name") or m.get("property")): m.get("content") for m in tree.iter("meta")
            }
            assert found["citation_title"] == found["og:title"] == SPECIALS
            assert found["citation_author"] == "Ann <b>"
            assert found["citation_book_title"] == "Whole"
            assert found["citation_publication_date"] == "2020"
            assert found["citation_public_url"] == found["og:url"] == "https://x.org/a?b&c"
            assert found["DC.type"] == "bookSection"
            assert "https" not in str(found["description"])
            (script,) = tree.findall(".//script")
            assert json.loads(script.text or "")["name"] == SPECIALS
        assert "citation_pdf_url" not in found

    def test_days_are_written_as_google_scholar_asks(self, citations: Citations) -> None:
        """A day has slashes; a book is known as one."""
        citation = msgspec.structs.replace(citations.pages["edition/a"], issued="2020-05-06")
        _, tree = self.parse(write_head(CitedPage(citation), citations))

        assert tree.xpath("//meta[@name='citation_publication_date']/@content") == ["2020/05/06"]
        assert tree.xpath("//meta[@name='DC.type']/@content") == ["book"]


class TestSitemap:
    """What robots are to know."""

    def test_the_map_lists_the_pages(self) -> None:
        """The map is of the protocol's namespace, its addresses escaped."""
        files = write_site_files("https://x.org/ed/", ["https://x.org/ed/a?b&c"])
        tree = etree.fromstring(files["sitemap.xml"])

        assert tree.tag == "{http://www.sitemaps.org/schemas/sitemap/0.9}urlset"
        assert tree.xpath("string(//*[local-name() = 'loc'])") == "https://x.org/ed/a?b&c"
        assert set(files) == {"sitemap.xml"}

    @pytest.mark.parametrize("site", ["https://x.org", "https://x.org/"])
    def test_the_root_of_a_host_leads_to_it(self, site: str) -> None:
        """Only there do robots ask for their file."""
        files = write_site_files(site, [])

        assert b"Sitemap: https://x.org/sitemap.xml\n" in files["robots.txt"]
