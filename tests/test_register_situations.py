"""Entries of registers in the situations that editions of others have, compared with their TEI."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from building import make_edition
from tei_edition.config import read_config
from tei_edition.dating.calendars import format_yearless
from tei_edition.loading.edition import read_edition
from tei_edition.pages.registers import list_register_pages
from tei_edition.publishing.exporting import plan_site

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

X = "{urn:tei-edition:facts}"


def entries_of(
    folder: Path, register: str, body: str = "<p>Nobody</p>"
) -> dict[str, etree._Element]:
    """The entries of all registers of an edition in English, by their ids."""
    text = f'<text xml:lang="en"><body>{body}</body></text>'
    config = read_config(make_edition(folder, {"one": text}, register=register))
    english = msgspec.structs.replace(config.edition, language="en")
    book = plan_site(read_edition(msgspec.structs.replace(config, edition=english)))
    pages = list_register_pages(book).values()
    return {e.get("id", ""): e for page in pages for e in page.iter(f"{X}entity")}


def said_of(entry: etree._Element, name: str) -> list[str]:
    """What an entry says in elements of a name."""
    return ["".join(str(t) for t in e.itertext()) for e in entry.iter(f"{X}{name}")]


def person(content: str, ident: str = "a") -> str:
    """A list of one person."""
    return f"<listPerson><person xml:id='{ident}'>{content}</person></listPerson>"


def work(content: str) -> str:
    """A list of one work."""
    return f"<listBibl><bibl xml:id='w'>{content}</bibl></listBibl>"


def test_address_within_a_name_is_a_link(tmp_path: Path) -> None:
    """Several in one pointer too; it is no part of the name."""
    name = (
        "<persName><ref target='https://a.example/1 https://b.example/2'/><forename>Ann</forename>"
        "<surname>Roe</surname></persName><persName type='alt'><ptr target='https://c.example'/>"
        "Annie</persName>"
    )
    entry = entries_of(tmp_path, person(name))["a"]

    assert entry.get("name") == "Roe, Ann"
    assert [link.get("target") for link in entry.iter(f"{X}link")] == [
        "https://a.example/1", "https://b.example/2", "https://c.example",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "<birth><country key='FR'>France</country></birth>",
        "<nationality key='FR'>French</nationality>",
        "<residence><settlement>Nice</settlement><country key='FR'/></residence>",
    ],
)
def test_code_of_a_country_is_not_a_person_of_that_id(tmp_path: Path, statement: str) -> None:
    """A place of that id is meant, and a pointer with # is heeded."""
    people = person(f"<persName>Ann</persName>{statement}") + person(
        "<persName>F R</persName>", "FR"
    )
    (detail,) = entries_of(tmp_path / "a", people)["a"].iter(f"{X}detail")
    place = people.replace("person xml:id='FR'", "person xml:id='x'") + (
        "<listPlace><place xml:id='FR'><placeName>France</placeName></place></listPlace>"
    )
    (known,) = entries_of(tmp_path / "b", place)["a"].iter(f"{X}detail")

    assert not detail.get("target")
    assert known.get("target") == "edition/places#FR"


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("<abbr type='siglum'>Lewis</abbr> Amy Lewis", "Amy Lewis"),
        ("<forename>Amy</forename> <surname>Lewis</surname> <abbr type='siglum'>AL</abbr>",
         "Lewis, Amy"),
        ("Amy Lewis (<abbr>A. L.</abbr>)", "Amy Lewis (A. L.)"),
        ("<abbr type='siglum'>Lewis</abbr>", "Lewis"),
    ],
)  # fmt: skip
def test_siglum_is_no_part_of_a_name(tmp_path: Path, name: str, called: str) -> None:
    """It is another form of it, and says that it is a siglum."""
    entry = entries_of(tmp_path, person(f"<persName>{name}</persName>"))["a"]
    forms = [(form.text, form.get("remark")) for form in entry.iter(f"{X}form")]

    assert entry.get("name") == called
    if "siglum" in name and called != "Lewis":
        assert forms == [("AL" if "AL" in name else "Lewis", "siglum")]


def test_subtype_of_a_name_is_said(tmp_path: Path) -> None:
    """Beside a @type that says nothing more, or one that does."""
    names = (
        "<persName type='reg'>Ann</persName><persName type='alt' subtype='birthname'>Roe</persName>"
        "<persName type='pen' subtype='early'>Zed</persName>"
    )
    entry = entries_of(tmp_path, person(names))["a"]

    assert [form.get("remark") for form in entry.iter(f"{X}form")] == ["birthname", "pen: early"]


SOURCE = work("<title>Letters</title>")


@pytest.mark.parametrize(
    ("note", "found", "description"),
    [
        ("<note><bibl><ref target='#w'/> <biblScope>77</biblScope></bibl><p>A baker.</p></note>",
         ["Letters, 77"], "A baker."),
        ("<note><p>A baker.</p><bibl><ptr target='#w'/>, p. 3</bibl><bibl>Smith 1900</bibl></note>",
         ["Letters, p. 3", "Smith 1900"], "A baker."),
        ("<note>A baker (<bibl>Smith 1900</bibl>).</note>", [], "A baker (Smith 1900)."),
    ],
)  # fmt: skip
def test_reference_beside_the_paragraphs_of_a_note_is_a_statement(
    tmp_path: Path, note: str, found: list[str], description: str
) -> None:
    """It has the name of the work that it points to; one within a sentence stays there."""
    entry = entries_of(tmp_path, person(f"<persName>Ann</persName>{note}") + SOURCE)["a"]

    assert said_of(entry, "detail") == found
    assert said_of(entry, "description") == [description]


@pytest.mark.parametrize(
    ("content", "reference"),
    [
        ("<author>Roe</author>. <title>Life</title>. URL: <ptr target='https://a.example/1'/>.",
         "Roe. Life. URL: https://a.example/1."),
        ("<author>Roe</author>. <title>Life</title>. Leeds. <ptr target='https://a.example/1'/>.",
         "Roe. Life. Leeds."),
        ("<abbr type='siglum'>R</abbr> Roe, <title>Life</title>, in: <ptr target='#w'/>",
         "R Roe, Life, in:"),
    ],
)  # fmt: skip
def test_address_in_a_reference_is_said_where_words_announce_it(
    tmp_path: Path, content: str, reference: str
) -> None:
    """Without such words it is a link below, and leaves no stray point."""
    assert said_of(entries_of(tmp_path, work(content))["w"], "description") == [reference]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("<abbr type='siglum'>V</abbr> <author>Roe</author>. Note. <title level='j'>Zeit</title>",
         "Roe. Note. Zeit"),
        ("Roe: On mills. <title type='journal'>Zeit</title> <biblScope unit='page'>3–4</biblScope>",
         "Roe: On mills. Zeit 3–4"),
        ("<title level='j'>Zeit</title>, ed. <editor>Roe</editor>, Leeds 1850–", "Zeit"),
        ("<author>Roe</author>, <title level='a'>Mills</title>, <title level='j'>Zeit</title>",
         "Mills"),
    ],
)  # fmt: skip
def test_article_without_a_title_is_not_called_by_its_journal(
    tmp_path: Path, content: str, name: str
) -> None:
    """It is listed by its words; the journal itself by its title."""
    assert entries_of(tmp_path, work(content))["w"].get("name") == name


def test_groups_of_links_say_of_what_they_are(tmp_path: Path) -> None:
    """Volumes and kinds are in attributes of their groups."""
    links = (
        "<linkGrp type='mention'><linkGrp n='III'><ptr target='43-7'/><ptr target='58-17'/>"
        "</linkGrp><linkGrp n='IV'>Letters</linkGrp><linkGrp n='V'><ptr type='letter' "
        "target='1-2' corresp='V_3'/><ptr type='letter' target='4-5'/><ptr type='comment' "
        "subtype='late' target='6'/></linkGrp></linkGrp>"
    )
    entry = entries_of(tmp_path, person(f"<persName>Ann</persName>{links}"))["a"]

    assert said_of(entry, "detail") == [
        "mention: III: 43-7; 58-17; IV: Letters; V: letter: 1-2 (V_3); 4-5; comment late: 6"
    ]


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("<bibl><author ref='#b'/> <ref target='#w'/><biblScope>3–4</biblScope></bibl>",
         "Bob; Letters, 3–4"),
        ("<bibl><ptr target='#w'/>, p. 3</bibl>", "Letters, p. 3"),
        ("<bibl><title ref='#w'/>, <author ref='#b'/>, p. 3</bibl>", "Letters; Bob, p. 3"),
    ],
)  # fmt: skip
def test_reference_begins_with_what_it_points_to(tmp_path: Path, reference: str, said: str) -> None:
    """Each element without words is called by the name of its entry."""
    more = f"<persName>Ann</persName>{reference}"
    entries = person(more) + person("<persName>Bob</persName>", "b") + SOURCE

    assert said_of(entries_of(tmp_path, entries)["a"], "detail") == [said]


@pytest.mark.parametrize("sex", ["UNKNOWN", "U", "0"])
def test_unknown_sex_is_said_in_the_readers_language(tmp_path: Path, sex: str) -> None:
    """ISO 5218 has 0 for it, other editions have words or letters."""
    content = f"<person xml:id='a' sex='{sex}'><persName>Ann</persName></person>"

    assert said_of(entries_of(tmp_path, f"<listPerson>{content}</listPerson>")["a"], "detail") == [
        "unknown"
    ]


@pytest.mark.parametrize("attribute", ["ref", "sameAs", "corresp"])
def test_address_in_an_attribute_of_an_entry_is_a_link(tmp_path: Path, attribute: str) -> None:
    """Whichever attribute has it; pointers within the edition are none."""
    people = person("<persName>Ann</persName>").replace(
        "xml:id", f"{attribute}='https://a.example/1 #b' xml:id"
    )
    entry = entries_of(tmp_path, people)["a"]

    assert [e.get("target") for e in entry.iter(f"{X}link")] == ["https://a.example/1"]


@pytest.mark.parametrize(
    ("inner", "label"),
    [
        ("<person xml:id='b' type='mother'><persName>Eve</persName></person>", "Eve (mother)"),
        ("<listPerson><person xml:id='b'><persName>Eve</persName></person></listPerson>", "Eve"),
        ("<event xml:id='b'><label>Prize</label></event>", "Prize"),
    ],
)
def test_entry_within_that_of_a_person_is_no_part_of_them(
    tmp_path: Path, inner: str, label: str
) -> None:
    """Each leads to the other, and says no more."""
    entries = entries_of(tmp_path, person(f"<persName>Ann</persName>{inner}"))
    links = {i: [e.get("label") for e in entry.iter(f"{X}link")] for i, entry in entries.items()}

    assert links == {"a": [label], "b": ["Ann"]}
    assert not any(list(entry.iter(f"{X}relation")) for entry in entries.values())


def test_member_of_a_group_is_part_of_it(tmp_path: Path) -> None:
    """As a town is of its county."""
    group = (
        "<listPerson><personGrp xml:id='g'><persName>Choir</persName><listPerson>"
        "<person xml:id='a'><persName>Ann</persName></person></listPerson></personGrp></listPerson>"
    )
    entries = entries_of(tmp_path, group)

    assert [e.get("name") for e in entries["a"].iter(f"{X}relation")] == ["part-of"]
    assert [e.get("name") for e in entries["g"].iter(f"{X}relation")] == ["parts"]


@pytest.mark.parametrize(
    ("content", "dates", "detail"),
    [
        ("<birth when='--03-01'/>", "", ["1 March"]),
        ("<birth><date when='--03'/></birth>", "", ["March"]),
        ("<birth when='--03-01'>1 March</birth>", "b. 1 March", []),
        ("<birth><precision precision='low'/><date when='1777'/></birth>", "b. c. 1777", []),
        ("<death cert='low'><date when='1777'/></death>", "d. 1777?", []),
        ("<death cert='low'><date when='1777' cert='high'/></death>", "d. 1777", []),
        ("<birth when='-0043'/><death notAfter='0017'/>", "44 BCE–before 17 CE", []),
        ("<floruit from='-0020' to='0020'/>", "fl. 21 BCE – 20 CE", []),
        ("<birth when='-0300'/><death when='-0250'/>", "301–251 BCE", []),
    ],
)
def test_time_of_a_life_is_said_as_it_is_encoded(
    tmp_path: Path, content: str, dates: str, detail: list[str]
) -> None:
    """Days without a year, doubt beside a date, years around the beginning of the common era."""
    entry = entries_of(tmp_path, person(f"<persName>Ann</persName>{content}"))["a"]

    assert entry.get("dates") == dates
    assert said_of(entry, "detail") == detail


def test_yearless_day_is_in_the_words_of_a_language() -> None:
    """What is no day of the year stays as it is."""
    assert [format_yearless("--03-01", language) for language in ("en", "de", "fr")] == [
        "1 March", "1. März", "1er mars",
    ]  # fmt: skip
    assert [format_yearless(value) for value in ("---15", "--13", "--", "1850", "a --03")] == [
        "15", "--13", "--", "1850", "a --03",
    ]  # fmt: skip


def test_names_say_of_what_they_are_made(tmp_path: Path) -> None:
    """A compound name its parts, a person's its name, a group its size."""
    register = (
        "<listNym><nym xml:id='n' parts='#m'><form>Ioannes</form></nym><nym xml:id='m'><form>Han"
        "</form></nym></listNym>"
        + person("<persName><forename nymRef='#m'>V</forename></persName>")
        + "<listPerson><personGrp xml:id='g' size='5'><persName>Roe family</persName></personGrp>"
        "</listPerson>"
    )
    entries = entries_of(tmp_path, register)
    said = {i: [(d.get("name"), d.text) for d in e.iter(f"{X}detail")] for i, e in entries.items()}

    assert said == {"n": [("parts", "Han")], "m": [], "a": [("nym", "Han")], "g": [("size", "5")]}


def test_name_in_use_for_a_time_says_when(tmp_path: Path) -> None:
    """The one by which an entry is listed too."""
    place = (
        "<listPlace><place xml:id='p'><placeName to='1500'>Eoforwic</placeName><placeName "
        "from='1500'>York</placeName></place></listPlace>"
    )
    entry = entries_of(tmp_path, place)["p"]

    assert said_of(entry, "detail") == ["Eoforwic (until 1500)"]
    assert [form.get("remark") for form in entry.iter(f"{X}form")] == ["from 1500"]


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("notBefore='1850'", "1850/…"),
        ("notAfter='1900'", "…/1900"),
        ("from='1850'", "1850–"),
        ("to='1900'", "–1900"),
        ("notBefore='1850' notAfter='1860' cert='low'", "1850/1860?"),
        ("when='1850' cert='high'", "1850"),
    ],
)
def test_bounds_of_a_date_without_words_are_no_date(tmp_path: Path, date: str, said: str) -> None:
    """Open ends are shown as such in references."""
    entry = entries_of(tmp_path, work(f"<title>Life</title>, Leeds <date {date}/>"))["w"]

    assert said_of(entry, "description") == [f"Life, Leeds {said}"]


def test_series_keep_their_numbers_and_editors(tmp_path: Path) -> None:
    """The volume of one series is not that of another, and its editor not that of the work."""
    register = (
        "<listBibl><biblStruct xml:id='w'><monogr><title>Acts</title><imprint><date>1900</date>"
        "</imprint></monogr><series><title level='s'>One</title><editor>Roe</editor><biblScope "
        "unit='volume'>4</biblScope></series><series><title level='s'>Two</title></series>"
        "</biblStruct></listBibl>"
    )
    (words,) = said_of(entries_of(tmp_path, register)["w"], "description")

    assert "One, vol. 4" in words
    assert "Roe (ed.)" in words
    assert "Two, vol. 4" not in words
    assert words.index("Acts") < words.index("One")


def test_subtitle_is_no_other_title(tmp_path: Path) -> None:
    """It is said in the reference, and has no line of its own in the register."""
    entry = entries_of(tmp_path, work("<title>Acts</title>. <title type='sub'>A study</title>"))[
        "w"
    ]

    assert not list(entry.iter(f"{X}form"))
    assert said_of(entry, "description") == ["Acts. A study"]


def test_manuscript_has_the_date_of_its_origin(tmp_path: Path) -> None:
    """Where it is in attributes alone, with its bounds."""
    register = (
        "<listBibl><msDesc xml:id='w'><msIdentifier><idno>MS 1</idno></msIdentifier><history>"
        "<origin>made <origDate notBefore='1400' notAfter='1420'/></origin></history></msDesc>"
        "</listBibl>"
    )

    assert said_of(entries_of(tmp_path, register)["w"], "description") == ["MS 1, made 1400/1420"]


@pytest.mark.parametrize(
    ("relation", "said"),
    [
        ("<relation ref='http://purl.org/vocab/relationship/friendOf' mutual='#a #b'/>",
         ("friend", "own", "Ben")),
        ("<relation ana='#sibling' mutual='#a #b'/>", ("sibling", "own", "Ben")),
        ("<relation name='twinned' mutual='#a #b'/>", ("twinned", "plain", "Ben")),
        ("<relation name='sister' active='#a' passive='https://a.example/1'/>",
         ("sibling", "own", "https://a.example/1")),
        ("<relation name='influenced' active='#a' passive='#b'/>", ("influenced", "plain", "Ben")),
    ],
)  # fmt: skip
def test_relation_says_which_it_is_and_to_whom(
    tmp_path: Path, relation: str, said: tuple[str, str, str]
) -> None:
    """By a term of an ontology, without a direction, to somebody outside the edition."""
    people = person("<persName>Ann</persName>") + person("<persName>Ben</persName>", "b")
    register = f"{people}<listPerson><listRelation>{relation}</listRelation></listPerson>"
    (found,) = entries_of(tmp_path, register)["a"].iter(f"{X}relation")

    assert (found.get("name"), found.get("side"), *said_of(found, "to")) == said


def test_event_says_where_and_who_took_part(tmp_path: Path) -> None:
    """In an entry of its own, and in that of a person."""
    register = (
        person("<persName>Ann</persName><event when='1805' where='#p'><label>Duel</label></event>")
        + "<listPlace><place xml:id='p'><placeName>York</placeName></place></listPlace><listEvent>"
        "<event xml:id='e' where='#p'><label>Siege</label><listPerson><person corresp='#a' "
        "role='commander'/></listPerson></event></listEvent>"
    )
    entries = entries_of(tmp_path, register)

    assert said_of(entries["a"], "detail") == ["York: Duel (1805)"]
    assert said_of(entries["e"], "detail") == ["York", "Ann (commander)"]


@pytest.mark.parametrize(
    ("life", "dates", "said"),
    [
        ("<birth when='1786-11-18'/><birth type='baptism' when='1786-11-20'>Eutin</birth>",
         "b. 1786", ["18 November 1786", "baptism: Eutin (20 November 1786)"]),
        ("<death type='burial' when='1616-04-25'><placeName>Ely</placeName></death>",
         "", ["burial: Ely (25 April 1616)"]),
        ("<birth><date type='birth' when='1700-01-01'/><date type='Taufe' when='1699'/></birth>",
         "b. 1700", ["birth: 1700-01-01; Taufe: 1699"]),
        ("<birth type='exact' when='1700'/>", "b. 1700", []),
        (("<death><date when='1931'>1931</date><settlement><placeName>Wien</placeName><location>"
         "<geo>48.2083 16.3730</geo></location></settlement></death>"),
         "d. 1931", ["Wien, 48.2083 16.3730 (1931)"]),
    ],
)  # fmt: skip
def test_baptism_and_funeral_are_no_birth_and_death(
    tmp_path: Path, life: str, dates: str, said: list[str]
) -> None:
    """Their day is told as what it is, and gives the life no year."""
    entry = entries_of(tmp_path, person(f"<persName>Ann</persName>{life}"))["a"]

    assert entry.get("dates", "") == dates
    assert said_of(entry, "detail") == said


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("<note><list><item>1798 York</item><item>1804 Hull</item></list></note>",
         "1798 York; 1804 Hull"),
        ("<note><p>A baker.</p><p>Of York.</p></note>", "A baker. Of York."),
        ("<note>\n<p>A baker</p>\n<list><item>rich</item></list></note>", "A baker rich"),
        ("<note>A <hi>b</hi><hi>c</hi></note>", "A bc"),
    ],
)  # fmt: skip
def test_parts_of_a_note_do_not_run_together(tmp_path: Path, note: str, said: str) -> None:
    """Paragraphs and items of a list are apart, with or without white space in the file."""
    entry = entries_of(tmp_path, person(f"<persName>Ann</persName>{note}"))["a"]

    assert said_of(entry, "description") == [said]


@pytest.mark.parametrize("attribute", ["sameAs", "corresp", "copyOf"])
def test_reference_without_words_is_called_by_its_work(tmp_path: Path, attribute: str) -> None:
    """It names an entry of the bibliography."""
    cited = f"<listBibl><bibl {attribute}='#w'/></listBibl>"
    entry = entries_of(tmp_path, person(f"<persName>Ann</persName>{cited}") + SOURCE)["a"]

    assert said_of(entry, "detail") == ["Letters"]


def test_parts_of_a_place_say_of_which_kind_they_are(tmp_path: Path) -> None:
    """A district may be a ward, a region a county; a location may be relative."""
    content = (
        "<listPlace><place xml:id='a'><placeName>Hull</placeName><district type='ward'>Drypool"
        "</district><region type='county'>York county</region><location type='relative'><desc>north"
        "</desc></location></place></listPlace>"
    )

    assert said_of(entries_of(tmp_path, content)["a"], "detail") == [
        "Drypool (ward)", "York county", "north (relative)",
    ]  # fmt: skip


def test_notes_of_works_say_what_they_are(tmp_path: Path) -> None:
    """Reference managers write when a work was read as a note of this type; shelf marks once."""
    work_notes = (
        "<title>Notes</title><note>Good.</note><note type='accessed'>2002</note>"
        "<note type='abstract'>On bread.</note>"
    )
    described = (
        "<listBibl><msDesc xml:id='m'><msIdentifier><settlement>York</settlement><idno>XVI</idno>"
        "</msIdentifier></msDesc></listBibl>"
    )
    entries = entries_of(tmp_path, work(work_notes) + described)

    assert set(said_of(entries["w"], "description")) == {"Good.", "accessed: 2002", "On bread."}
    assert said_of(entries["m"], "identifier") == []
