"""Entries of registers say all that the edition says, and only what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from building import make_edition, run_command
from oracle import parse_page
from tei_edition.config import read_config
from tei_edition.loading.edition import read_edition
from tei_edition.pages.chronology import list_chronology_pages
from tei_edition.pages.registers import list_register_pages
from tei_edition.publishing.exporting import plan_site
from tei_edition.tei import TEI_NS

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

    from tei_edition.pages.site_plan import SitePlan

X = "{urn:tei-edition:facts}"


def make_book(folder: Path, body: str, register: str) -> SitePlan:
    """An edition of one text, with a register."""
    text = f'<text xml:lang="en"><body>{body}</body></text>'
    return open_book(make_edition(folder, {"one": text}, register=register))


def open_book(root: Path) -> SitePlan:
    """What is on the pages of an edition, in English."""
    config = read_config(root)
    edition = msgspec.structs.replace(config.edition, language="en")
    return plan_site(read_edition(msgspec.structs.replace(config, edition=edition)))


def entries_of(book: SitePlan, page: str) -> dict[str, etree._Element]:
    """The entries of a register's page, by their ids."""
    found = list_register_pages(book)[f"edition/{page}"].iter(f"{X}entity")
    return {entry.get("id", ""): entry for entry in found}


def texts_of(entry: etree._Element, name: str) -> list[str]:
    """What an entry says in elements of a name."""
    return ["".join(str(t) for t in e.itertext()) for e in entry.iter(f"{X}{name}")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<affiliation from='1901' to='1903'>Guild</affiliation>", "Guild (1901–1903)"),
        ("<occupation notBefore='1850'>baker</occupation>", "baker (after 1850)"),
        ("<residence when='1790'>Leeds</residence>", "Leeds (1790)"),
        ("<affiliation>Guild</affiliation>", "Guild"),
        ("<event when='1910'><label>Prize</label><desc>a medal</desc></event>",
         "Prize: a medal (1910)"),
        ("<event when='1910' type='exile'/>", "exile (1910)"),
        ("<event when='1910' type='exile'><label>Went</label></event>", "exile: Went (1910)"),
        ("<birth><date when='1850'/> or <date when='1852'/></birth>", "1850 or 1852"),
        ("<trait type='wall'><p>walled</p></trait>", "wall: walled"),
        ("<listEvent><event><p>Left.</p></event></listEvent>", "Left."),
        ("<bibl>Her Life, London 1930</bibl>", "Her Life, London 1930"),
        ("<listBibl><bibl><title>Life</title>, 1930</bibl></listBibl>", "Life, 1930"),
    ],
)  # fmt: skip
def test_statement_says_when_it_was_so(tmp_path: Path, content: str, expected: str) -> None:
    """Whatever an entry says of a person, with its dates."""
    register = (
        f"<listPerson><person xml:id='a'><persName>A</persName>{content}</person></listPerson>"
    )
    book = make_book(tmp_path, "<p><persName ref='#a'>A</persName></p>", register)

    assert texts_of(entries_of(book, "persons")["a"], "detail") == [expected]


def test_relation_says_when_it_lasted_and_how(tmp_path: Path) -> None:
    """Its dates and its description, on both sides."""
    register = (
        "<listPerson><person xml:id='a'><persName>A</persName></person>"
        "<person xml:id='b'><persName>B</persName></person><listRelation><relation name='friend'"
        " mutual='#a #b' from='1900' to='1902'><desc>by letters</desc></relation></listRelation>"
        "</listPerson>"
    )
    book = make_book(tmp_path, "<p><persName ref='#a #b'>A, B</persName></p>", register)

    for entry in entries_of(book, "persons").values():
        (relation,) = entry.iter(f"{X}relation")
        assert relation.get("remark") == "1900–1902; by letters"


def test_what_an_entry_says_in_attributes_is_shown(tmp_path: Path) -> None:
    """Numbers of inhabitants, categories, and members that are named by another entry."""
    register = (
        "<listPlace><place xml:id='p'><placeName>P</placeName><population when='1900'"
        " quantity='300'/></place></listPlace><listPerson><person xml:id='a'><persName>A</persName>"
        "<occupation code='#smith'/></person></listPerson><listOrg><org xml:id='o'><orgName>O"
        "</orgName><listPerson><person sameAs='#a'/></listPerson></org></listOrg>"
    )
    book = make_book(tmp_path, "<p>Nobody</p>", register)

    assert texts_of(entries_of(book, "places")["p"], "detail") == ["300 (1900)"]
    assert texts_of(entries_of(book, "persons")["a"], "detail") == ["#smith"]
    assert texts_of(entries_of(book, "organisations")["o"], "detail") == ["A"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("<objectName>Ring</objectName><idno>7</idno><settlement>York</settlement>", "Ring"),
        ("<idno>7</idno>\n<objectName>Ring</objectName>\n<settlement>York</settlement>", "Ring"),
        ("<settlement>York</settlement><idno>7</idno>", "York, 7"),
        ("<objectName>Ring</objectName>", "Ring"),
    ],
)
def test_object_is_called_by_its_name(tmp_path: Path, content: str, name: str) -> None:
    """Where it is kept is said beside it; without a name, where it is kept is its name."""
    register = (
        f"<listObject><object xml:id='o'><objectIdentifier>{content}</objectIdentifier></object>"
        "</listObject>"
    )
    entry = entries_of(make_book(tmp_path, "<p>Nothing</p>", register), "objects")["o"]

    assert entry.get("name") == name
    if "York" in content and name == "Ring":
        assert texts_of(entry, "detail") == ["York"]
        assert [found.get("value") for found in entry.iter(f"{X}identifier")] == ["7"]


WORKS = (
    "<listPerson><person xml:id='a'><persName>A</persName></person></listPerson><listBibl>"
    "<bibl xml:id='b'><title>Book</title><author ref='#a'>Ann</author></bibl></listBibl>"
)


@pytest.mark.parametrize("place", ["register", "back"])
def test_author_of_a_listed_work_is_a_relation(tmp_path: Path, place: str) -> None:
    """No mention, wherever the list of works stands."""
    register, back = (WORKS, "") if place == "register" else ("<p/>", WORKS)
    text = (
        "<text xml:lang='en'><body><p><persName ref='#a'>Ann</persName> and <title ref='#b'>Book"
        f"</title></p></body><back><div>{back}</div></back></text>"
    )
    root = make_edition(tmp_path, {"one": text}, register=register)
    book = open_book(root)
    entry = entries_of(book, "persons")["a"]

    assert entry.get("mentions") == "1"
    assert [(r.get("name"), texts_of(r, "to")) for r in entry.iter(f"{X}relation")] == [
        ("author-of", ["Book"])
    ]


@pytest.mark.parametrize(
    "name",
    ["settlement", "region", "country", "district", "bloc", "geogFeat", "pubPlace", "institution"],
)
def test_part_of_an_address_with_a_pointer_is_a_mention(tmp_path: Path, name: str) -> None:
    """Alone and in the name of another place, but not twice for the same words."""
    register = "<listPlace><place xml:id='y'><placeName>York</placeName></place></listPlace>"
    body = (
        f"<p><{name} ref='#y'>York</{name}></p>"
        f"<p><placeName>near <{name} ref='#y'>York</{name}></placeName></p>"
        f"<p><placeName ref='#y'><{name} ref='#y'>York</{name}></placeName></p>"
        f"<p><{name}>York</{name}></p>"
    )
    book = make_book(tmp_path, body, register)

    assert entries_of(book, "places")["y"].get("mentions") == "3"


@pytest.mark.parametrize("name", ["roleName", "surname", "forename", "addName", "genName"])
def test_part_of_a_name_with_a_pointer_is_a_mention(tmp_path: Path, name: str) -> None:
    """By itself; within the name of the same person it is only a part of that."""
    register = "<listPerson><person xml:id='a'><persName>Ada</persName></person></listPerson>"
    body = (
        f"<p>the <{name} ref='#a'>King</{name}>, <persName ref='#a'><{name} ref='#a'>Ada</{name}>"
        f"</persName> and <{name}>nobody</{name}></p>"
    )
    book = make_book(tmp_path, body, register)

    assert entries_of(book, "persons")["a"].get("mentions") == "2"


@pytest.mark.parametrize(
    ("speech", "quoted"),
    [
        ("<said who='#a'>I say</said>", "I say"),
        ("<q who='#a'>I ask</q>", "I ask"),
        ("<u who='#a'>I mean</u>", "I mean"),
        ("<sp who='#a'><speaker>ADA</speaker><p>Go.</p></sp>", "ADA"),
        ("<sp who='#a'><p>Go.</p></sp>", "Ada"),
        (f"<said who='#a'>{'word ' * 40}</said>", f"{('word ' * 12).strip()} …"),
    ],
)
def test_what_somebody_says_is_a_mention_of_its_kind(
    tmp_path: Path, speech: str, quoted: str
) -> None:
    """In the words of its speaker, or else with its beginning."""
    register = "<listPerson><person xml:id='a'><persName>Ada</persName></person></listPerson>"
    body = speech if speech.startswith("<sp") else f"<p>{speech}</p>"
    (mention,) = entries_of(make_book(tmp_path, body, register), "persons")["a"].iter(f"{X}mention")

    assert (mention.get("surface"), mention.get("role")) == (quoted, "speaks")


@pytest.mark.parametrize(
    "pointer",
    ["https://d-nb.info/gnd/118540238", "http://d-nb.info/gnd/118540238/", "gnd:118540238",
     "GND:118540238"],
)  # fmt: skip
def test_address_and_identifier_are_one_person(tmp_path: Path, pointer: str) -> None:
    """However the text writes the identifier that the entry has."""
    register = (
        "<listPerson><person xml:id='g'><persName>Goethe</persName><idno type='GND'>118540238"
        "</idno></person></listPerson>"
    )
    book = make_book(tmp_path, f"<p><persName ref='{pointer}'>G.</persName></p>", register)

    assert {i: e.get("mentions") for i, e in entries_of(book, "persons").items()} == {"g": "1"}


def test_described_manuscript_is_a_work(tmp_path: Path) -> None:
    """In a list of works of a register, with all that is said of it."""
    register = (
        "<listBibl><msDesc xml:id='m'><msIdentifier><settlement>Oxford</settlement><repository>"
        "Bodleian</repository><idno>MS 1</idno></msIdentifier><msContents><msItem><title>Psalms"
        "</title></msItem></msContents></msDesc><msDesc xml:id='n'><msIdentifier><idno>2</idno>"
        "<msName>Red Book</msName></msIdentifier></msDesc></listBibl>"
    )
    book = make_book(tmp_path, "<p><title ref='#m'>the psalter</title></p>", register)
    entries = entries_of(book, "works")

    assert {i: e.get("name") for i, e in entries.items()} == {
        "m": "Oxford, Bodleian, MS 1", "n": "Red Book",
    }  # fmt: skip
    assert entries["m"].get("mentions") == "1"
    assert texts_of(entries["m"], "description") == ["Oxford, Bodleian, MS 1, Psalms"]


STRUCTURED = {
    "analytic": "<biblStruct xml:id='b'><analytic><author ref='#a'>A</author><title>T</title>"
    "</analytic><monogr><title>M</title></monogr></biblStruct>",
    "monogr": "<biblStruct xml:id='b'><monogr><author ref='#a'>A</author><title>T</title></monogr>"
    "</biblStruct>",
    "titleStmt": "<biblFull xml:id='b'><titleStmt><title>T</title><author ref='#a'>A</author>"
    "</titleStmt></biblFull>",
}


@pytest.mark.parametrize("entry", STRUCTURED.values(), ids=STRUCTURED)
def test_author_in_a_structured_reference_has_the_work(tmp_path: Path, entry: str) -> None:
    """As one of a plain bibl does."""
    register = (
        "<listPerson><person xml:id='a'><persName>Ann</persName></person></listPerson>"
        f"<listBibl>{entry}</listBibl>"
    )
    book = make_book(tmp_path, "<p>Nobody</p>", register)
    (relation,) = entries_of(book, "persons")["a"].iter(f"{X}relation")

    assert (relation.get("name"), texts_of(relation, "to")) == ("author-of", ["T"])
    assert texts_of(entries_of(book, "works")["b"], "detail") == ["A"]


@pytest.mark.parametrize(
    "content",
    [
        "<settlement><placeName>Lower Town</placeName></settlement><country>X</country>",
        "<country>X</country><settlement>Lower Town</settlement>",
        "<region><name>Lower Town</name></region>",
        "<district><geogName>Lower Town</geogName></district>",
    ],
)
def test_place_without_a_name_of_its_own_has_that_of_its_kind(tmp_path: Path, content: str) -> None:
    """The closest to the place, and no name twice."""
    register = f"<listPlace><place xml:id='y'>{content}</place></listPlace>"
    book = make_book(tmp_path, "<p><placeName ref='#y'>it</placeName></p>", register)
    entry = entries_of(book, "places")["y"]

    assert entry.get("name") == "Lower Town"
    assert "Lower Town" not in texts_of(entry, "detail")


WITNESS = (
    "<teiHeader><fileDesc><titleStmt><title>Poem</title></titleStmt><publicationStmt><p/>"
    "</publicationStmt><sourceDesc>{}</sourceDesc></fileDesc></teiHeader>"
)


@pytest.mark.parametrize(
    ("source", "is_dated"),
    [
        ("<listWit><witness xml:id='G'>G<origDate when='1375'>1375</origDate></witness></listWit>",
         False),
        (("<listWit><witness xml:id='G'><msDesc><msIdentifier/><history><origin><origDate"
         " when='1375'/></origin></history></msDesc></witness></listWit>"), False),
        (("<msDesc><msIdentifier/><history><origin><origDate when='1375'>1375</origDate></origin>"
         "</history></msDesc>"), True),
    ],
)  # fmt: skip
def test_text_is_not_dated_by_its_witness(tmp_path: Path, source: str, *, is_dated: bool) -> None:
    """What only one of several witnesses says of itself is no date of the text."""
    root = make_edition(tmp_path, {})
    text = f'<TEI xmlns="{TEI_NS}">{WITNESS.format(source)}<text><body><p>x</p></body></text></TEI>'
    (root / "tei/one.xml").write_text(text)
    book = open_book(root)

    assert bool(list_chronology_pages(book)) is is_dated


def test_pages_of_equal_title_are_told_apart(tmp_path: Path) -> None:
    """Of two texts with the same chapters the text is named too."""
    body = (
        '<text><body><div><head>I</head><p><placeName ref="#y">T</placeName></p></div><div>'
        "<head>{}</head><p>t</p></div></body></text>"
    )
    texts = {name: body.format(f"II {name}") for name in ("a", "b")}
    register = "<listPlace><place xml:id='y'><placeName>T</placeName></place></listPlace>"
    root = make_edition(tmp_path, texts, register=register, toml="[pages]\nsplit = 1\n")
    book = open_book(root)
    pages = entries_of(book, "places")["y"].iter(f"{X}page")

    assert [page.get("title") for page in pages] == ["A, I", "B, I"]


def test_all_entries_of_a_name_can_be_reached(tmp_path: Path) -> None:
    """From its word the first, from a sign after it each other; the card has all of them."""
    people = "".join(
        f"<person xml:id='{name.lower()}'><persName>{name}</persName></person>"
        for name in ("Ada", "Bob", "Cy")
    )
    text = (
        '<text><body><p>The <rs type="person" ref="#ada #nobody #bob #ada #cy">three</rs> and '
        '<persName ref="#bob">one</persName>.</p></body></text>'
    )
    root = make_edition(tmp_path, {"one": text}, register=f"<listPerson>{people}</listPerson>")
    done = run_command("html", "-o", "html", cwd=root)
    links = parse_page(root / "html/edition/one.html").xpath("//p//a[contains(@href, 'persons')]")

    assert done.returncode == 0, done.stderr
    assert [(a.text, a.get("href"), a.get("data-card")) for a in links] == [
        ("three", "persons.html#ada", "Ada\n\nBob\n\nCy"),
        ("+", "persons.html#bob", "Bob"),
        ("+", "persons.html#cy", "Cy"),
        ("one", "persons.html#bob", "Bob"),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<birth when='1800-05-02'><placeName>Kent</placeName></birth>", "Kent (2 May 1800)"),
        ("<birth><date when='1800-05-02'>2 May 1800</date>, in Kent</birth>",
         "in Kent (2 May 1800)"),
        ("<birth when='1800-05-02'>on 2.5.1800 in Kent</birth>", "on 2.5.1800 in Kent"),
        ("<birth when='1800-05-02'/>", "2 May 1800"),
        ("<death notBefore='1800-05' notAfter='1801'/>", "May 1800 / 1801"),
        ("<death when='1800'><placeName>Kent</placeName> (plague)</death>", "Kent (plague) (1800)"),
        ("<death when='1800' cert='low'><settlement>Kent</settlement></death>", "Kent (1800?)"),
        ("<climate><p>mild</p></climate>", "mild"),
        ("<residence><placeName>Leeds</placeName><date when='1790'/></residence>", "Leeds, 1790"),
        ("<state type='health'><label>Fever</label><p>for a week</p></state>",
         "health: Fever: for a week"),
        ("<nationality key='GB'/>", "GB"),
        ("<birth when='1800'><placeName ref='#a'/></birth>", "A (1800)"),
        ("<nationality/>", None),
        ("<birth when='1800-05-02'><placeName>Kent</placeName><country>UK</country></birth>",
         "Kent, UK (2 May 1800)"),
        ("<sex>F</sex>", "female"),
        ("<sex>UNKNOWN</sex>", "unknown"),
        ("<persona><persName>Old Ann</persName></persona>", "Old Ann"),
        (("<listBibl><biblStruct><monogr><title>Life</title><editor>C.</editor></monogr>"
         "</biblStruct></listBibl>"), "C. (ed.). Life."),
        ("<socecStatus>noble</socecStatus>", "noble"),
        ("<address><street>1 High Street</street><settlement>York</settlement></address>",
         "1 High Street, York"),
    ],
)  # fmt: skip
def test_everything_that_an_entry_says_is_said(
    tmp_path: Path, content: str, expected: str | None
) -> None:
    """Places and days of birth and death, and elements that no list of ours names."""
    register = (
        f"<listPerson><person xml:id='a'><persName>A</persName>{content}</person></listPerson>"
    )
    book = make_book(tmp_path, "<p><persName ref='#a'>A</persName></p>", register)

    assert texts_of(entries_of(book, "persons")["a"], "detail") == [expected] * bool(expected)


@pytest.mark.parametrize(
    "content",
    [
        "<birth when='1800'/>", "<birth>1800</birth>", "<death notBefore='1800' notAfter='1810'/>",
        "<birth><date when='1800'>1800</date></birth>", "<birth>around 1800</birth>",
        "<floruit from='1800' to='1820'/>",
    ],
)  # fmt: skip
def test_years_of_a_life_stand_with_the_name_alone(tmp_path: Path, content: str) -> None:
    """They are not said twice."""
    register = (
        f"<listPerson><person xml:id='a'><persName>A</persName>{content}</person></listPerson>"
    )
    book = make_book(tmp_path, "<p><persName ref='#a'>A</persName></p>", register)
    entry = entries_of(book, "persons")["a"]

    assert texts_of(entry, "detail") == []
    assert "18" in entry.get("dates", "")


def test_further_names_say_what_they_are_and_when(tmp_path: Path) -> None:
    """A type that says no more than "variant" is left out."""
    register = (
        "<listPerson><person xml:id='a'><persName>A</persName><persName type='pseudonym'>B"
        "</persName><persName type='variant' from='1901' to='1903'>C</persName></person>"
        "</listPerson>"
    )
    book = make_book(tmp_path, "<p><persName ref='#a'>A</persName></p>", register)
    forms = list(entries_of(book, "persons")["a"].iter(f"{X}form"))

    assert [(f.text, f.get("remark")) for f in forms] == [("B", "pseudonym"), ("C", "1901–1903")]


def test_identifiers_and_notes_within_a_reference_are_the_works(tmp_path: Path) -> None:
    """Those of a related work are not."""
    register = (
        "<listBibl><biblStruct xml:id='b'><monogr><title>Book</title><idno type='ISBN'>1</idno>"
        "<imprint><date>1900</date><note>rare</note></imprint></monogr><relatedItem><bibl>Other"
        "<idno>2</idno></bibl></relatedItem><ptr target='https://example.org/b'/></biblStruct>"
        "</listBibl>"
    )
    book = make_book(tmp_path, "<p><title ref='#b'>Book</title></p>", register)
    entry = entries_of(book, "works")["b"]

    assert [i.get("value") for i in entry.iter(f"{X}identifier")] == ["1"]
    assert texts_of(entry, "description") == ["Book. 1900.", "rare"]
    assert texts_of(entry, "detail") == ["Other"]
    assert [link.get("target") for link in entry.iter(f"{X}link")] == ["https://example.org/b"]


def test_attributes_of_an_entry_are_said(tmp_path: Path) -> None:
    """A person's sex and roles, the kind of a place."""
    register = (
        "<listPerson><person xml:id='a' sex='1' role='scholar'><persName role='tenor'>A</persName>"
        "</person></listPerson><listPlace><place xml:id='p' type='city'><placeName>P</placeName>"
        "</place></listPlace>"
    )
    body = "<p><persName ref='#a'>A</persName> <placeName ref='#p'>P</placeName></p>"
    book = make_book(tmp_path, body, register)

    assert texts_of(entries_of(book, "persons")["a"], "detail") == ["male", "scholar", "tenor"]
    assert texts_of(entries_of(book, "places")["p"], "detail") == ["city"]


def test_link_to_another_entry_is_called_by_its_name(tmp_path: Path) -> None:
    """Not by its address on the site."""
    register = (
        "<listPerson><person xml:id='a'><persName>A</persName><ptr target='#b'/></person>"
        "<person xml:id='b'><persName>Bob</persName></person></listPerson>"
    )
    book = make_book(tmp_path, "<p><persName ref='#a #b'>A</persName></p>", register)
    links = entries_of(book, "persons")["a"].iter(f"{X}link")

    assert [link.get("label") for link in links] == ["Bob"]


def test_speech_is_known_by_its_act_and_scene(tmp_path: Path) -> None:
    """By the heads of the divisions around it, or what their @type and @n call them."""
    body = (
        "<div type='act' n='1'><head>Act 1</head><div type='scene' n='2'><head>Scene 2</head>"
        "<sp who='#a'><speaker>A.</speaker><p>Ho!</p></sp></div></div>"
    )
    register = "<listPerson><person xml:id='a'><persName>A</persName></person></listPerson>"
    entry = entries_of(make_book(tmp_path, body, register), "persons")["a"]

    assert [m.get("passage") for m in entry.iter(f"{X}mention")] == ["Act 1, Scene 2"]


def test_works_and_links_are_said_once(tmp_path: Path) -> None:
    """A year is not said twice, a journal is no other name of its article, links keep words."""
    root = make_edition(
        tmp_path / "edition",
        {"a": "<text><body><p>One.</p></body></text>"},
        register=(
            '<listBibl><bibl xml:id="w1"><author>Go</author>, <title>An article</title>, '
            '<title type="journal">The Journal</title> <date when="1983">1983</date></bibl>'
            '<bibl xml:id="w2">\n<author>Neri</author>\n<biblScope>3</biblScope>\n</bibl>'
            '<bibl xml:id="w3"><editor>Ed</editor><title>Book</title>'
            '<date when="2007">2007</date></bibl></listBibl>'
        ),
    )
    run_command("html", "-o", "out", cwd=root)
    said = parse_page(root / "out/edition/works.html").text_content()

    assert "2007 (2007)" not in said
    assert "Also: The Journal" not in said
    assert "Neri, 3" in said


def test_statement_of_an_entry_is_said_once(tmp_path: Path) -> None:
    """The same occupation with and without a pointer is one; a hidden name is in no note."""
    text = (
        "<text><body><div><p>One.</p><fw><persName ref='#b'>Bea</persName></fw>"
        "<figure><figDesc>With <persName ref='#b'>Bea</persName></figDesc></figure></div></body>"
        "<back><listBibl><bibl><author ref='#b'/><title>Book</title></bibl></listBibl></back>"
        "</text>"
    )
    root = make_edition(
        tmp_path / "edition",
        {"a": text},
        register=(
            '<listPerson><person xml:id="b"><persName>Bea</persName><occupation>Writer</occupation>'
            '<occupation ref="https://e.org/1">Writer</occupation></person></listPerson>'
        ),
    )
    run_command("html", "-o", "out", cwd=root)
    said = parse_page(root / "out/edition/persons.html").text_content()
    links = parse_page(root / "out/edition/a.html").xpath("//main//li//a[contains(@href, '#b')]")

    assert said.count("Writer") == 1
    assert "in a note" not in said
    assert [link.text_content() for link in links] == ["Bea", "Bea"]
