"""Letters: the head of each, its neighbours in the correspondence, and the list of all."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from building import build_site, make_edition, run_command
from oracle import parse_page
from tei_edition.config import read_config
from tei_edition.loading.edition import read_edition
from tei_edition.pages import letters as letter_pages
from tei_edition.pages.letters import list_letter_pages, list_letters, list_neighbours
from tei_edition.publishing.exporting import plan_site
from tei_edition.tei import TEI_NS

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.pages.site_plan import SitePlan

LETTER = """<TEI xmlns="{ns}" xml:lang="en"><teiHeader><fileDesc><titleStmt><title>{title}</title>
</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc>{source}</sourceDesc></fileDesc>
<profileDesc>{more}<correspDesc>{actions}</correspDesc></profileDesc></teiHeader>
<text><body><p>Dear friend.</p></body></text></TEI>"""
PEOPLE = (
    '<listPerson><person xml:id="ann"><persName>Ann</persName></person>'
    '<person xml:id="bob"><persName>Bob</persName></person></listPerson>'
)


def act(kind: str, ref: str, *, date: str = "", place: str = "") -> str:
    """A correspAction of somebody in the register."""
    when = f'<date when="{date}"/>' if date else ""
    where = f"<placeName>{place}</placeName>" if place else ""
    return (
        f'<correspAction type="{kind}"><persName ref="#{ref}">{ref.title()}</persName>'
        f"{where}{when}</correspAction>"
    )


def make_letters(folder: Path, letters: dict[str, str], **more: str) -> Path:
    """An edition of letters, from the correspActions of each."""
    root = make_edition(folder, {}, register=PEOPLE)
    for name, actions in letters.items():
        text = LETTER.format(
            ns=TEI_NS, title=f"Letter {name}", actions=actions,
            source=more.get("source", "<p/>"), more=more.get("more", ""),
        )  # fmt: skip
        path = root / f"tei/{name}.xml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return root


def open_book(root: Path) -> SitePlan:
    """What is on the pages of an edition."""
    return plan_site(read_edition(read_config(root)))


CORRESPONDENCE = {
    "a": act("sent", "ann", date="1795-06-01", place="York") + act("received", "bob"),
    "b": act("sent", "bob", date="1795-03-01") + act("received", "ann"),
    "c": act("sent", "ann") + act("received", "bob"),
    "d": act("sent", "ann", date="1796") + act("received", "bob"),
}


def test_letters_stand_by_date(tmp_path: Path) -> None:
    """Whatever their files are called; those without a date come last."""
    letters = list_letters(open_book(make_letters(tmp_path, CORRESPONDENCE)))

    assert [letter.title for letter in letters] == [f"Letter {name}" for name in "badc"]
    assert [(c.name, c.id) for c in letters[0].senders] == [("Bob", "bob")]
    assert letters[1].places == ("York",)


def test_neighbours_are_of_the_same_correspondence(tmp_path: Path) -> None:
    """In both directions between the same people; an undated letter has none."""
    other = {"e": act("sent", "ann", date="1795-04-01") + act("received", "ann")}
    book = open_book(make_letters(tmp_path, CORRESPONDENCE | other))
    found = {
        file: {side: letter.title for side, letter in sides.items()}
        for file, sides in list_neighbours(list_letters(book)).items()
    }

    assert found == {
        "tei/a.xml": {"previous": "Letter b", "next": "Letter d"},
        "tei/b.xml": {"next": "Letter a"},
        "tei/d.xml": {"previous": "Letter a"},
    }


def test_one_letter_needs_no_list(tmp_path: Path) -> None:
    """Nor does an edition without any."""
    book = open_book(make_letters(tmp_path, {"a": CORRESPONDENCE["a"]}))

    assert list_letter_pages(book) == {}


def test_page_of_a_letter_has_its_head(tmp_path: Path) -> None:
    """From, to, manuscript, abstract and neighbours, with links; not where it is switched off."""
    source = (
        "<msDesc><msIdentifier><settlement>York</settlement><repository>Minster</repository>"
        "<idno>MS 7</idno></msIdentifier></msDesc>"
    )
    more = '<abstract><p>Ann asks <persName ref="#bob">him</persName>.</p></abstract>'
    root = make_letters(tmp_path, CORRESPONDENCE, source=source, more=more)
    done = run_command("html", "-o", "html", cwd=root)
    page = parse_page(root / "html/edition/a.html")
    (head,) = page.xpath("//div[contains(@class, 'tei-letter-head')]")
    items = [" ".join("".join(e.itertext()).split()) for e in head.xpath(".//dt | .//dd")]

    assert done.returncode == 0, done.stderr
    assert items == [
        "From", "Ann, York, 1 June 1795", "To", "Bob", "Manuscript", "York, Minster, MS 7",
        "Abstract", "Ann asks him.", "Previous letter", "Letter b", "Next letter", "Letter d",
    ]  # fmt: skip
    assert head.xpath(".//a/@href") == [
        "persons.html#ann", "persons.html#bob", "persons.html#bob", "b.html", "d.html",
    ]  # fmt: skip
    (root / "edition.toml").write_text('[check]\nschema = "none"\n[pages]\nheader = false\n')
    run_command("html", "-o", "html", cwd=root)
    assert "tei-letter-head" not in (root / "html/edition/a.html").read_text()


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ('<ref type="prev" target="b.xml">the first</ref>', [("Previous letter", "the first")]),
        ('<ref type="next" target="d.xml">next</ref><ref type="prev" target="nowhere.xml">x</ref>',
         [("Next letter", "next")]),
        ('<ref type="next">A lost answer</ref>', [("Next letter", "A lost answer")]),
        ('<ref target="b.xml">an answer</ref>', [("Related letter", "an answer")]),
        # As WeGA, Schnitzler and ediarum write it.
        ('<ptr type="previousLetterFromSender" target="b.xml"/>',
         [("Previous letter", "Letter b")]),
        ('<ref type="withinCollection" subtype="next_letter" target="d.xml">L 4</ref>',
         [("Next letter", "L 4")]),
    ],
)  # fmt: skip
def test_header_may_name_the_neighbours(
    tmp_path: Path, context: str, expected: list[tuple[str, str]]
) -> None:
    """By correspContext, whose pointers count where they lead anywhere."""
    actions = f"{CORRESPONDENCE['a']}<correspContext>{context}</correspContext>"
    root = make_letters(tmp_path, CORRESPONDENCE | {"a": actions})
    run_command("html", "-o", "html", cwd=root)
    page = parse_page(root / "html/edition/a.html")
    found = [
        (dt.text, "".join(dt.xpath("string(following-sibling::dd[1])")))
        for dt in page.xpath("//div[contains(@class, 'tei-letter-head')]//dt")
        if "letter" in (dt.text or "")
    ]

    assert found == expected


def test_list_has_all_letters_by_date_and_each_correspondent_with_years(tmp_path: Path) -> None:
    """The undated come last; a year of a correspondent leads to that year on their page."""
    root = make_letters(tmp_path, CORRESPONDENCE)
    run_command("html", "-o", "html", cwd=root)
    page = parse_page(root / "html/edition/letters.html")

    def list_links(path: str) -> list[tuple[str, str]]:
        return [("".join(a.itertext()), a.get("href", "")) for a in page.xpath(f"{path}//a")]

    assert list_links("//section[@id='by-correspondent']//li[1]") == [
        ("Ann", "letters/ann.html"), ("1795", "letters/ann.html#year-1795"),
        ("1796", "letters/ann.html#year-1796"), ("undated", "letters/ann.html#year-undated"),
    ]  # fmt: skip
    # A single letter needs no page of its own.
    assert list_links("//section[@id='by-place']//li[1]") == [
        ("York", "a.html"),
        ("1795", "a.html"),
    ]
    assert page.xpath("//section[@id='by-date']//h3/text()") == ["1795", "1796", "undated"]
    assert page.xpath("//section[@id='by-date']//li/p/a/@href") == [
        "b.html", "a.html", "d.html", "c.html",
    ]  # fmt: skip


def test_letters_of_a_correspondent_have_a_page(tmp_path: Path) -> None:
    """By year, in both directions; it leads to the entry of the register."""
    root = make_letters(tmp_path, CORRESPONDENCE)
    run_command("html", "-o", "html", cwd=root)
    page = parse_page(root / "html/edition/letters/ann.html")
    year = page.xpath("//section[@id='year-1795']")[0]

    assert page.xpath("string(//h1)") == "Letters: Ann"
    assert "../persons.html#ann" in page.xpath("//p/a/@href")
    assert [" ".join("".join(li.itertext()).split()) for li in year.xpath(".//li")] == [
        "1 March 1795: Letter b (Bob → Ann)", "1 June 1795, York: Letter a (Ann → Bob)",
    ]  # fmt: skip


def test_years_of_many_letters_have_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all letters, and of a correspondent who wrote or received most of them."""
    monkeypatch.setattr(letter_pages, "MOST", 3)
    root = make_letters(tmp_path, CORRESPONDENCE)
    folder = build_site(root).out / "edition"

    def list_links(page: str, path: str = "//section") -> list[str]:
        links = parse_page(folder / page).xpath(f"{path}//a[not(@class='headerlink')]/@href")
        return [str(link) for link in links]

    years = ["1795", "1796", "undated"]
    assert list_links("letters.html", "//section[@id='by-date']") == [
        f"letters/{year}.html" for year in years
    ]
    assert list_links("letters.html", "//section[@id='by-correspondent']//li[1]") == [
        "letters/ann.html",
        *(f"letters/ann/{year}.html" for year in years),
    ]
    assert {f"ann/{year}.html" for year in years} <= {*list_links("letters/ann.html")}
    year = parse_page(folder / "letters/ann/1795.html")
    assert year.xpath("string(//h1)").startswith("Letters: Ann, 1795")
    assert [a.get("href") for a in year.xpath("//section[@id='year-1795']//li//a")] == [
        "../../b.html", "../../a.html",
    ]  # fmt: skip
    plain = run_command("html", "-o", "html", cwd=root)
    assert plain.returncode == 0, plain.stderr
    assert (root / "html/edition/letters/bob/1796.html").is_file()


def test_list_can_be_filtered_where_scripts_run(tmp_path: Path) -> None:
    """By year and correspondent; each letter has the marks that a choice looks for."""
    root = make_letters(tmp_path, CORRESPONDENCE)
    run_command("html", "-o", "html", cwd=root)
    page = parse_page(root / "html/edition/letters.html")
    (filters,) = page.xpath("//details[contains(@class, 'tei-filters')]")
    values = {s.get("data-tei-filter"): s.xpath("option/@value") for s in filters.iter("select")}
    marked = page.xpath("//p[contains(@class, 'tei-filtered')]/@class")

    assert filters.get("hidden") is not None
    assert values == {
        "filter-year": ["", "year-1795", "year-1796", "year-undated"],
        "filter-who": ["", "who-ann", "who-bob"],
    }
    assert [set(names.split()) - {"tei-filtered"} for names in marked] == [
        {"year-1795", "who-ann", "who-bob"}, {"year-1795", "who-ann", "who-bob", "where-York"},
        {"year-1796", "who-ann", "who-bob"}, {"year-undated", "who-ann", "who-bob"},
    ]  # fmt: skip


def test_pages_of_letters_give_way_to_texts(tmp_path: Path) -> None:
    """A text in a folder of that name keeps its address; no two pages share one."""
    root = make_letters(tmp_path, CORRESPONDENCE | {"letters/ann": CORRESPONDENCE["a"]})
    (root / "edition.toml").write_text(
        '[edition]\ntexts = ["tei/**/*.xml"]\n[check]\nschema = "none"\n'
    )
    pages = list_letter_pages(open_book(root))

    assert "edition/letters/ann-2" in pages
    assert "edition/letters/ann" not in pages


HEADS = [
    (
        "several senders, one of whom is doubtful",
        (
            "<correspAction type='sent'><persName>Roe, Ann</persName><persName cert='low'>Coe, Bob"
            "</persName><placeName cert='0.4'>York</placeName><date when='1850'/></correspAction>"
        ),
        "From Roe, Ann; Coe, Bob?, York?, 1850",
    ),
    (
        "what the editor inferred, and a doubt that is in the words",
        (
            "<correspAction type='sent'><orgName cert='low'>Club?</orgName><placeName "
            "evidence='conjecture'>Hull</placeName><date evidence='conjecture'>[May]</date>"
            "</correspAction>"
        ),
        "From Club?, [Hull], [May]",
    ),
    (
        "what else was done with it",
        "<correspAction type='written' subtype='draft'><persName>Roe</persName></correspAction>",
        "Written Roe (draft)",
    ),
]
MANUSCRIPTS = [
    ("<msDesc>{}<physDesc><p>Autograph, one leaf.</p></physDesc></msDesc>",
     "York, MS 7; Autograph, one leaf."),
    (("<msDesc>{}<physDesc><objectDesc><supportDesc><extent>2 leaves</extent></supportDesc>"
     "</objectDesc></physDesc></msDesc>"), "York, MS 7; 2 leaves"),
    (("<listWit><witness n='1'><objectType>telegram</objectType><msDesc>{}</msDesc></witness>"
     "</listWit>"), "York, MS 7; telegram"),
    (("<listWit><witness xml:id='A'><msDesc><msIdentifier><idno>A 1</idno></msIdentifier></msDesc>"
     "</witness></listWit><msDesc>{}</msDesc>"), "York, MS 7"),
]  # fmt: skip
IDENTIFIER = "<msIdentifier><settlement>York</settlement><idno>MS 7</idno></msIdentifier>"


def read_head(root: Path, name: str = "a") -> list[str]:
    """The items of the head of a letter."""
    done = run_command("html", "-o", "html", cwd=root)
    assert done.returncode == 0, done.stderr
    (head,) = parse_page(root / f"html/edition/{name}.html").xpath(
        "//div[contains(@class, 'tei-letter-head')]"
    )
    terms = head.xpath(".//dt")
    return [" ".join(f"{t.text} {''.join(t.getnext().itertext())}".split()) for t in terms]


@pytest.mark.parametrize(("action", "expected"), [head[1:] for head in HEADS])
def test_head_is_as_sure_as_the_header(tmp_path: Path, action: str, expected: str) -> None:
    """Doubt and conjecture are shown; names that hold commas are kept apart."""
    assert read_head(make_letters(tmp_path, {"a": action})) == [expected]


@pytest.mark.parametrize(("source", "expected"), MANUSCRIPTS)
def test_head_says_what_the_manuscript_is(tmp_path: Path, source: str, expected: str) -> None:
    """A letter may be described as the only witness of itself."""
    source = source.replace("{}", IDENTIFIER)
    items = read_head(make_letters(tmp_path, {"a": CORRESPONDENCE["a"]}, source=source))

    assert [item for item in items if "Manuscript" in item] == [f"Manuscript {expected}"]


def test_list_is_as_sure_as_the_header(tmp_path: Path) -> None:
    """Several people of one name are all correspondents; two unknown senders are not one person."""
    both = '<correspAction type="received"><rs type="person" ref="#ann #bob">them</rs>'
    unknown = '<correspAction type="sent"><persName cert="low">Carl</persName><persName>[Unbekannt]'
    letters = {
        f"a{day}": f"{unknown}</persName><placeName cert='low'>York</placeName><date "
        f"when='1795-06-0{day}'/></correspAction>{both}</correspAction>"
        for day in (1, 2)
    }
    root = make_letters(tmp_path, letters)
    run_command("html", "-o", "html", cwd=root)
    lines = parse_page(root / "html/edition/letters.html").xpath("//section[@id='by-date']//li")

    assert [" ".join("".join(li.itertext()).split()) for li in lines] == [
        f"{day} June 1795, York?: Letter a{day} (Carl?; [Unbekannt] → Ann; Bob)" for day in (1, 2)
    ]
    assert not any("letter" in item for item in read_head(root, "a1"))


def test_place_of_a_dateline_may_be_a_name(tmp_path: Path) -> None:
    """A name says in its type that it is of a place; such a name in a salutation greets nobody."""
    root = make_own_letters(tmp_path, ' type="letter"')
    path = root / "tei/a.xml"
    text = path.read_text()
    dateline = (
        '<dateline><name type="place">Vienna</name>, <date when="1900">then</date></dateline>'
    )
    salute = '<salute>Dear <name type="place">Paris</name>, dear <persName>Theo</persName></salute>'
    opener = f"<opener>{dateline}{salute}</opener>"
    path.write_text(re.sub("<opener>.*</opener>", opener, text, flags=re.DOTALL))
    items = read_head(root)

    assert "To Theo" in items
    assert items[0].endswith(", Vienna, 1900")


def check_letter(folder: Path, actions: str, body: str = "") -> list[str]:
    """The codes and messages of what is wrong with a letter."""
    root = make_letters(folder, {"a": actions})
    path = root / "tei/a.xml"
    path.write_text(path.read_text().replace("<p>Dear friend.</p>", f"{body}<p>Dear friend.</p>"))
    done = run_command("check", "--format", "json", cwd=root)
    found = json.loads(done.stdout)
    return [f"{p['code']}: {p['message']}" for p in found if p["code"].startswith("letter-")]


NO_SENDER = "letter-incomplete: the header does not say who sent the letter"
NO_DATE = "letter-incomplete: the header does not say when the letter was sent"
TO_BOB = act("received", "bob")


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        (act("sent", "ann", date="1795") + TO_BOB, []),
        ("<correspAction type='sent'><p>Ann, in 1795</p></correspAction>", []),
        ("<correspAction type='sent'><orgName ref='#x'/><date notAfter='1795'/></correspAction>",
         []),
        (TO_BOB, [NO_DATE, NO_SENDER]),
        (act("sent", "ann") + TO_BOB, [NO_DATE]),
        ("<correspAction type='sent'><persName/><date when='1795'/></correspAction>", [NO_SENDER]),
        ("<correspAction type='sent'><rs key='a'/><date>in May</date></correspAction>",
         [("letter-incomplete: the date of the letter has no attributes,"
           " so the letter cannot be sorted by date")]),
        ("<note>lost</note>", []),
    ],
)  # fmt: skip
def test_letter_without_sender_or_date_is_reported(
    tmp_path: Path, actions: str, expected: list[str]
) -> None:
    """Not one that is described in prose, or whose limits are known."""
    assert check_letter(tmp_path, actions) == expected


@pytest.mark.parametrize(
    ("sent", "dateline", "is_wrong"),
    [
        ("1795-03-01", "<date when='1795-03-01'>1 March</date>", False),
        ("1795-03-01", "<date when='1795-03-02'>2 March</date>", True),
        ("1795-03", "<date when='1795-03-02'>2 March</date>", False),
        ("1795-03-01", "<date when='1795'>this year</date>", False),
        ("1795-03-01", "<date>2 March</date>", False),
        ("1795-03-01", "<date notBefore='1796'>later</date>", True),
        ("1795-03-01", "<date when='1795-02-27'>27</date> to <date when='1795-03-01'>1</date>",
         False),
        ("1795-03-12",
         "<date when-custom='1795-03-01' datingMethod='#julian'>1 March</date>", False),
    ],
)  # fmt: skip
def test_dateline_agrees_with_the_header(
    tmp_path: Path, sent: str, dateline: str, is_wrong: bool
) -> None:
    """Where its attributes say when, in whatever calendar, they have a day in common."""
    body = f"<opener><dateline>York, {dateline}</dateline></opener>"
    found = check_letter(tmp_path, act("sent", "ann", date=sent), body)

    assert [line.partition(":")[0] for line in found] == ["letter-date-mismatch"] * is_wrong


@pytest.mark.parametrize("holder", ["quote", "floatingText", "note"])
def test_dateline_of_another_letter_is_none_of_this(tmp_path: Path, holder: str) -> None:
    """A quotation, a letter in the letter, and what an editor says have their own."""
    line = "<opener><dateline><date when='1700'>then</date></dateline></opener>"
    inner = f"<body>{line}<p/></body>" if holder == "floatingText" else line
    found = check_letter(
        tmp_path, act("sent", "ann", date="1795"), f"<div><{holder}>{inner}</{holder}></div>"
    )

    assert found == []


def test_what_all_letters_lack_is_reported_once(tmp_path: Path) -> None:
    """With the number of the letters."""
    letters = {f"l{number}": act("sent", "ann") for number in range(12)}
    done = run_command("check", cwd=make_letters(tmp_path, letters))

    assert done.stdout.count("[letter-incomplete]") == 1
    assert "12" in done.stdout


OWN = """<TEI xmlns="{ns}" xml:lang="en"{kind}><teiHeader><fileDesc><titleStmt>
<title>{title}</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>
</teiHeader><text><body><div><opener><dateline><placeName>York</placeName>, <date when="{date}">
then</date></dateline><salute>Dear <persName ref="#bob">B.</persName></salute></opener><p>Of
<persName ref="#bob">Bob</persName>. <quote><dateline><date when="1600"/></dateline><signed>
<persName ref="#bob">X</persName></signed></quote></p><closer><signed><persName ref="#ann">A.
</persName></signed></closer></div></body></text></TEI>"""


def make_own_letters(folder: Path, kind: str) -> Path:
    """Two letters without correspDesc."""
    root = make_edition(folder, {}, register=PEOPLE)
    for name, date in (("a", "1795-06-01"), ("b", "1795-03-01")):
        text = OWN.format(ns=TEI_NS, title=f"Letter {name}", date=date, kind=kind)
        (root / f"tei/{name}.xml").write_text(text)
    return root


def test_letter_may_say_by_itself_who_wrote_it(tmp_path: Path) -> None:
    """By signature, salutation and dateline, where no header says it; a quoted one is another."""
    letters = list_letters(open_book(make_own_letters(tmp_path, ' type="letter"')))

    assert [letter.title for letter in letters] == ["Letter b", "Letter a"]
    assert [c.id for c in letters[0].senders] == ["ann"]
    assert [c.id for c in letters[0].addressees] == ["bob"]
    assert letters[0].places == ("York",)


def test_text_that_is_called_no_letter_is_none(tmp_path: Path) -> None:
    """A preface may be signed and dated as well."""
    assert list_letters(open_book(make_own_letters(tmp_path, ""))) == []


def test_page_of_a_letter_by_itself_has_its_head(tmp_path: Path) -> None:
    """From whom, to whom, and the next letter."""
    root = make_own_letters(tmp_path, ' type="letter"')
    done = run_command("html", "-o", "html", cwd=root)
    (head,) = parse_page(root / "html/edition/b.html").xpath(
        "//div[contains(@class, 'tei-letter-head')]"
    )
    items = [" ".join("".join(e.itertext()).split()) for e in head.xpath(".//dt | .//dd")]

    assert done.returncode == 0, done.stderr
    assert items == ["From", "Ann, York, 1 March 1795", "To", "Bob", "Next letter", "Letter a"]
    assert head.xpath(".//a/@href") == ["persons.html#ann", "persons.html#bob", "a.html"]
