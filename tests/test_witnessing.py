"""The text of every witness can be read, by whichever method the apparatus is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pytest
from click.testing import CliRunner

from apparatus_model import METHODS, WITNESSES, Passage, Variant, make_passage
from building import CORPORA
from tei_edition.cli import main
from tei_edition.config import read_config
from tei_edition.config.tables import TextTable
from tei_edition.facts.apparatus import Entry, Method, Standing
from tei_edition.facts.text import Edition, Text
from tei_edition.facts.witnesses import Certainty, WitnessChoice, Witnesses
from tei_edition.loading.edition import read_edition
from tei_edition.problems import Location
from tei_edition.reader.apparatus.marking import stamp_entries
from tei_edition.reader.apparatus.witness_text import WitnessText, read_witness
from tei_edition.reader.reading_text import Runs
from tei_edition.reader.text import read_text
from tei_edition.source import read_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lxml import etree

SHOWN = TextTable()


class Read(NamedTuple):
    """A file as it was read: its facts, its stamped tree and its witnesses."""

    text: Text
    root: etree._Element
    witnesses: Witnesses

    def witness(self, ident: str) -> WitnessText:
        """The text of a witness as a tree."""
        return read_witness(self.root, self.text, self.witnesses, ident)

    def words(self, ident: str = "") -> str:
        """The text of a witness, or of the base, in lines."""
        root = self.witness(ident).root if ident else self.root
        return Runs(root, SHOWN).lines()


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Read]:
    """Reads a whole file."""

    def read_content(content: str) -> Read:
        path = tmp_path / "a.xml"
        path.write_text(content, encoding="utf-8")
        source = read_source(path, tmp_path)
        assert source.root is not None, source.problems
        text = read_text(source, SHOWN)
        stamp_entries(source.root, SHOWN)
        return Read(text, source.root, Witnesses(Edition((text,), ())))

    return read_content


def body(content: str, witnesses: str = "A B C") -> str:
    """A file with that text and these witnesses."""
    listed = "".join(f'<witness xml:id="{name}"/>' for name in witnesses.split())
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><sourceDesc>'
        f"<listWit>{listed}</listWit></sourceDesc></fileDesc></teiHeader>"
        f"<text><body>{content}</body></text></TEI>"
    )


OURS = Passage(
    [
        ["Before", "the", "war", "a", "road", "ran", "along", "the", "river", "Orsk"],
        ["to", "the", "old", "mill", "and", "there", "it", "ended"],
    ],
    [
        Variant(0, 3, 5, {"no road": ("B",), "": ("C", "D")}),
        Variant(0, 8, 10, {"brook": ("A", "D")}),
        Variant(1, 0, 2, {"at the": ("D",), "by an": ("A", "B")}),
        Variant(1, 7, 8, {"": ("A",), "began": ("B", "C")}),
    ],
)


@pytest.mark.parametrize(
    "passage", [OURS, *map(make_passage, range(40))], ids=lambda passage: passage.lines[0][0]
)
def test_all_methods_say_the_same(read: Callable[[str], Read], passage: Passage) -> None:
    """One passage in every method: equal entries, and texts equal to what the lists say."""
    entries = {}
    for method in METHODS:
        found = read(passage.write(method))
        for witness in ("", *WITNESSES):
            assert found.words(witness) == passage.read(witness), (method, witness)
        entries[method] = [compare(entry) for entry in found.text.entries]

    assert len(entries["in-place"]) == len(passage.variants)
    for method in METHODS:
        assert entries[method] == entries["in-place"], method


def compare(entry: Entry) -> object:
    """What entries of all methods have alike: all but how they say where they stand."""
    nowhere = Location("")
    readings = [msgspec.structs.replace(r, location=nowhere) for r in entry.readings]
    return (entry.passage, readings, entry.lemma, entry.type, entry.parent, entry.details)


# What a witness reads.


def write(app: str, listed: str = "", text: str = "{}") -> str:
    """A file with an entry in a paragraph, and its listWit."""
    file = body(f"<p>{text.format(f'<app>{app}</app>')}</p>")
    if listed:
        start, _, rest = file.partition("<listWit>")
        file = start + listed + rest.partition("</listWit>")[2]
    return file


GROUPS = (
    '<listWit><listWit xml:id="g"><witness xml:id="A"/><listWit xml:id="h"><witness xml:id="B"/>'
    '</listWit></listWit><witness xml:id="M"><listWit><witness xml:id="Mc"/></listWit></witness>'
    '<witness n="Ms. 7">x</witness><witness xml:id="Z"><abbr type="siglum">ζ'
    "</abbr></witness></listWit>"
)


@pytest.mark.parametrize(
    ("app", "witness", "words"),
    [
        # named itself, by pointer, bare, or by siglum
        ('<lem wit="#A">a</lem><rdg wit="B">b</rdg>', "B", "b"),
        ('<lem wit="#A">a</lem><rdg wit="ζ Ms. 7">b</rdg>', "Z", "b"),
        ('<lem wit="#A">a</lem><rdg wit="ζ Ms. 7">b</rdg>', "Ms. 7", "b"),
        ('<lem wit="A">a</lem><rdg>b</rdg><wit>Ms. 7 B</wit>', "B", "b"),
        # by its group, and itself rather than by its group
        ('<lem wit="#Z">a</lem><rdg wit="#g">b</rdg>', "A", "b"),
        ('<lem wit="#Z">a</lem><rdg wit="#g">b</rdg>', "B", "b"),
        ('<lem wit="#g">a</lem><rdg wit="#h">b</rdg>', "B", "b"),
        ('<lem wit="#g">a</lem><rdg wit="#h">b</rdg><rdg wit="#B">c</rdg>', "B", "c"),
        # a hand reads what its manuscript does, and the first hand is the manuscript
        ('<lem wit="#Z">a</lem><rdg wit="#M">b</rdg>', "Mc", "b"),
        ('<lem wit="#M">a</lem><rdg wit="#Mc">b</rdg>', "Mc", "b"),
        ('<lem wit="#M">a</lem><rdg wit="#Mc">b</rdg>', "M", "a"),
        ('<lem wit="#Z">a</lem><rdg wit="M*">b</rdg><rdg wit="M^2">c</rdg>', "M", "b"),
        ('<lem wit="#Z">a</lem><rdg wit="M*">b</rdg><rdg wit="M^2">c</rdg>', "M^2", "c"),
        # those that are not named read the lemma, or nothing is known
        ('<lem>a</lem><rdg wit="#A">b</rdg>', "B", "a"),
        ('<lem>a</lem><rdg wit="#X">b</rdg>', "X", "b"),
        ('<rdg wit="#A">a</rdg><rdgGrp><rdg wit="#B">b</rdg></rdgGrp>', "B", "b"),
        # omissions, additions, entries in entries
        ('<lem wit="#A">a</lem><rdg wit="#B"/>', "B", ""),
        ('<lem wit="#A"/><rdg wit="#B">b</rdg>', "B", "b"),
        (('<lem wit="#A">a<app><lem wit="#A">b</lem><rdg wit="#B">c</rdg></app></lem>'
         '<rdg wit="#M">d</rdg>'), "B", "ac"),
        (('<lem wit="#A">a</lem><rdg wit="#B #M">b<app><rdg wit="#B">c</rdg>'
         '<rdg wit="#M">d</rdg></app></rdg>'), "M", "bd"),
    ],
)  # fmt: skip
def test_a_witness_reads_what_the_entry_says(
    read: Callable[[str], Read], app: str, witness: str, words: str
) -> None:
    """By the nearest statement about it; where there is none, the lemma."""
    assert read(write(app, GROUPS)).words(witness) == words


def test_it_is_told_where_nothing_is_recorded(read: Callable[[str], Read]) -> None:
    """An entry that names those that have the lemma, and not this one; the base is read then."""
    found = read(write('<lem wit="#A">a</lem><rdg wit="#B">b</rdg>'))

    assert found.words("C") == "a"
    assert found.witness("C").unrecorded == ("app1",)
    assert found.witness("B").unrecorded == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('a <app><lem/><rdg wit="#B"><lacunaStart/></rdg></app> b', "a"),
        ('a <app><lem/><rdg wit="#B"><lacunaEnd/></rdg></app> b', "b"),
        ('a <app><lem>x</lem><rdg wit="#B #C">y<witEnd wit="#B"/>z</rdg></app> b', "a y"),
        ('a <witStart wit="#B"/>b <witEnd wit="#B"/> c', "b"),
        ('a <lacunaStart wit="#C"/>b <lacunaEnd wit="#C"/>c', "a b c"),
        ('a</p><p>b<lacunaStart wit="#B"/>c</p><p>d</p><p>e <lacunaEnd wit="#B"/>f', "a\nb\nf"),
        ('a <lacunaStart wit="#B"/>b<lacunaEnd wit="#B"/> c <witEnd wit="#B"/>d', "a c"),
        ('a <app><lem wit="#A">x</lem><witDetail type="lac" wit="#B">-</witDetail></app> b', "a b"),
        ('a <app><lem wit="#A">x</lem><rdg type="lac" wit="#B"/></app> b', "a b"),
        (('a <app><lem><hi>x <app><lem/><rdg wit="#B"><lacunaStart/></rdg></app> y</hi></lem>'
         "</app> b"), "a x"),
    ],
)  # fmt: skip
def test_what_is_not_extant_is_left_out(
    read: Callable[[str], Read], content: str, words: str
) -> None:
    """From where a witness breaks off to where it begins again, with a gap in its place."""
    found = read(body(f"<p>{content}</p>"))
    text = found.witness("B")

    assert Runs(text.root, SHOWN).lines() == words
    gaps = len(text.root.findall(".//{*}gap[@reason='lacuna']"))
    assert gaps >= (words.replace("\n", " ") != "a b c")
    assert found.words() == Runs(found.root, SHOWN).lines()


# Entries that stand apart.


@pytest.mark.parametrize(
    ("text", "app", "base", "words"),
    [
        # across blocks, at their edges, and around elements
        ('<p>a <anchor xml:id="s"/>b</p><p>c<anchor xml:id="t"/> d</p>',
         '<app from="#s" to="#t"><rdg wit="#B">x</rdg></app>', "b c", "a x\nd"),
        ('<p>a <anchor xml:id="s"/><hi>b</hi><anchor xml:id="t"/> d</p>',
         '<app from="#s" to="#t"><rdg wit="#B"/></app>', "b", "a d"),
        ('<p>a <seg xml:id="s">b c</seg> d</p>',
         '<app from="#s" to="#s"><rdg wit="#B">x</rdg></app>', "b c", "a x d"),
        ('<p>a <seg xml:id="s">b c</seg> d</p>',
         '<app from="#s"><rdg wit="#B">x</rdg></app>', "b c", "a x d"),
        ('<p>a <seg xml:id="s">b c</seg> d</p>',
         '<app from="#s"><lem>c</lem><rdg wit="#B">x</rdg></app>', "c", "a b x d"),
        ('<p>a<anchor xml:id="s"/> d</p>',
         '<app from="#s" to="#s"><lem/><rdg wit="#B"> x</rdg></app>', "", "a x d"),
        ('<p>a <w xml:id="s">b</w> <w>c</w> <w xml:id="t">d</w></p>',
         '<app from="#s" to="#t"><rdg wit="#B">x</rdg></app>', "b c d", "a x"),
        # found by words, in lines and milestones, over markup, line ends and punctuation
        ('<l n="1">a b</l><l n="2">b a</l>',
         '<app loc="2"><lem>b</lem><rdg wit="#B">x</rdg></app>', "b", "a b\nx a"),
        ('<p><lb n="1"/>a b <lb n="2"/>b a</p>',
         '<app loc="2"><lem>b</lem><rdg wit="#B">x</rdg></app>', "b", "a b x a"),
        ('<p><lb n="1"/>a bi<lb n="2" break="no"/>ber c</p>',
         '<app loc="1"><lem>biber</lem><rdg wit="#B">x</rdg></app>', "biber", "a x c"),
        ('<l n="1">a <hi>b</hi>, C d</l>',
         '<app loc="1"><lem>b c</lem><rdg wit="#B">x</rdg></app>', "b, C", "a x d"),
        ('<l n="1">ab b</l>',
         '<app loc="1"><lem>b</lem><rdg wit="#B">x</rdg></app>', "b", "ab x"),
        ('<l n="1">a b c d</l>',
         '<app loc="1"><lem>a … c</lem><rdg wit="#B">x</rdg></app>', "a b c", "x d"),
        ('<div n="1"><p n="1">b</p></div><div n="2"><p n="1">b c</p></div>',
         '<app loc="2.1"><lem>b</lem><rdg wit="#B">x</rdg></app>', "b", "b\nx c"),
        ('<l n="1">a</l><l n="2">b</l><l n="3">c</l>',
         '<app loc="line 1-2"><lem>b</lem><rdg wit="#B">x</rdg></app>', "b", "a\nx\nc"),
        ('<l xml:id="v">a</l>',
         '<app loc="v"><lem>a</lem><rdg wit="#B">x</rdg></app>', "a", "x"),
        # one word after another of the same, and an entry in another, or across it
        ('<l n="1">b b</l>',
         ('<app loc="1"><lem>b</lem><rdg wit="#B">x</rdg></app>'
         '<app loc="1"><lem>b</lem><rdg wit="#B">y</rdg></app>'), "b", "x y"),
        ('<p>a<anchor xml:id="s"/>b<anchor xml:id="t"/>c<anchor xml:id="u"/>d</p>',
         ('<app from="#s" to="#u"><rdg wit="#B">x</rdg></app>'
         '<app from="#t" to="#u"><rdg wit="#B">y</rdg></app>'), "bc", "axd"),
        ('<p>a<anchor xml:id="s"/>b<anchor xml:id="t"/>c<anchor xml:id="u"/>d</p>',
         ('<app from="#s" to="#u"><rdg wit="#C">x</rdg></app>'
         '<app from="#t" to="#u"><rdg wit="#B">y</rdg></app>'), "bc", "abyd"),
    ],
)  # fmt: skip
def test_words_are_found_and_replaced(
    read: Callable[[str], Read], text: str, app: str, base: str, words: str
) -> None:
    """Wherever they stand; what is around them stays as it is."""
    found = read(body(f"<div>{text}<listApp>{app}</listApp></div>"))
    before = found.words()
    entry = found.text.entries[0]

    assert (entry.standing, entry.lemma) == (Standing.FOUND, base)
    assert found.words("B") == words
    assert found.words() == before


@pytest.mark.parametrize(
    ("app", "standing"),
    [
        ("<app><note>n</note></app>", Standing.NO_PLACE),
        ('<app loc="9"><lem>a</lem><rdg/></app>', Standing.PLACE_UNKNOWN),
        ('<app from="#x" to="#b"><lem>a</lem><rdg/></app>', Standing.PLACE_UNKNOWN),
        ('<app loc="1"><rdg wit="#B">x</rdg></app>', Standing.NO_LEMMA),
        ('<app loc="1"><lem>z</lem><rdg wit="#B">x</rdg></app>', Standing.LEMMA_MISSING),
        ('<app from="#b" to="#a"><lem>a</lem><rdg/></app>', Standing.REVERSED),
    ],
)
def test_entries_without_a_place_say_why(
    read: Callable[[str], Read], app: str, standing: Standing
) -> None:
    """Their words are not marked, and a witness's reading that has no place is named."""
    found = read(
        body(f'<l n="1"><anchor xml:id="a"/>a<anchor xml:id="b"/> b</l><listApp>{app}</listApp>')
    )

    assert [entry.standing for entry in found.text.entries] == [standing]
    assert found.words("B") == found.words() == "a b"
    assert found.witness("B").unplaced == (("app1",) if "x<" in app else ())


def test_markup_of_a_reading_is_kept(read: Callable[[str], Read]) -> None:
    """Names in it are names in the tree of the witness, and those that it replaces are not."""
    found = read(
        body(
            '<l n="1">a <persName>b</persName> c</l><listApp><app loc="1"><lem><persName>b'
            '</persName></lem><rdg wit="#B">the <orgName>x</orgName></rdg></app></listApp>'
        )
    )
    text = found.witness("B").root.find(".//{*}text")

    assert text is not None
    assert [e.tag.rpartition("}")[2] for e in text.iter() if "Name" in e.tag] == ["orgName"]
    assert found.words("B") == "a the x c"


def test_methods_are_found_entry_by_entry(read: Callable[[str], Read]) -> None:
    """One file may have all of them; what it declares decides only where nothing else can."""
    content = (
        '<p n="1">a<app><lem>b</lem><rdg/></app> <anchor xml:id="x"/>c<app from="#x"><lem>c</lem>'
        '<rdg/></app></p><listApp><app loc="1"><lem>a</lem><rdg/></app></listApp>'
    )
    methods = [entry.method for entry in read(body(content)).text.entries]

    assert methods == [Method.SEGMENTATION, Method.DOUBLE, Method.LOCATION]


def test_a_declared_location_is_that_of_the_words_before(read: Callable[[str], Read]) -> None:
    """Where an entry in the text repeats them; one that does not is a part of the text."""
    content = body(
        "<l>a b <app><lem>b</lem><rdg wit='#B'>x</rdg></app> <app><lem>c</lem></app></l>"
    )
    declared = content.replace(
        "</fileDesc>",
        '</fileDesc><encodingDesc><variantEncoding method="location-referenced"/></encodingDesc>',
    )

    assert read(content).words() == "a b b c"
    assert read(declared).words() == "a b c"
    assert read(declared).words("B") == "a x c"


# Editions of others.


@pytest.mark.corpora
@pytest.mark.parametrize(
    "name", ["fixed_rates_example", "no_dates_example", "extra_sigla_example", "no_origin_example"]
)
def test_a_collation_gives_each_witness_the_reading_that_names_it(name: str) -> None:
    """In every entry, for every siglum that one reading alone has."""
    source = read_source(CORPORA / "teiphy" / "tests" / f"{name}.xml", CORPORA)
    assert source.root is not None
    text = read_text(source, SHOWN)
    witnesses = Witnesses(Edition((text,), ()))
    asked = 0
    for app, entry in zip(source.root.iter("{*}app"), text.entries, strict=True):
        named: dict[str, set[int]] = {}
        for number, reading in enumerate(app.iter("{*}lem", "{*}rdg"), 1):
            for siglum in reading.get("wit", "").split():
                named.setdefault(siglum, set()).add(number)
        for siglum, numbers in named.items():
            if len(numbers) == 1:
                asked += 1
                choice = witnesses.choose(entry, witnesses.find(siglum, text.file), text.file)
                assert choice == WitnessChoice(numbers.pop(), Certainty.STATED)
    assert asked > 30


@pytest.mark.corpora
@pytest.mark.parametrize(("corpus", "number"), [
    ("balex", 567), ("pallava", 222), ("tei-cat", 23), ("teiphy", 54), ("isicily", 218),
])  # fmt: skip
def test_every_entry_is_read_once(corpus: str, number: int) -> None:
    """As many as an independent count finds; their words are marked where they were found."""
    entries = 0
    for path in sorted((CORPORA / corpus).rglob("*.xml")):
        source = read_source(path, CORPORA)
        if source.root is None or source.root.find(".//{*}app") is None:
            continue
        words = "".join(map(str, source.root.itertext()))
        text = read_text(source, SHOWN)
        stamp_entries(source.root, SHOWN)

        apps: Any = source.root.xpath("//t:app/@s:anchor", namespaces=NAMESPACES)
        assert [entry.anchor for entry in text.entries] == apps
        assert len(set(apps)) == len(apps)
        assert "".join(map(str, source.root.itertext())) == words
        last: Any = source.root.xpath("//s:lemma/@last", namespaces=NAMESPACES)
        # Those without a lemma are at the end of the line that they name.
        found = [
            entry.anchor
            for entry in text.entries
            if entry.standing is Standing.FOUND
            or (entry.standing is Standing.NO_LEMMA and entry.place)
        ]
        assert sorted(" ".join(last).split()) == sorted(found)
        entries += len(apps)
    assert entries == number


@pytest.mark.corpora
@pytest.mark.parametrize("witness", ["", "M", "U", "S", "T", "V", "Mmr"])
def test_a_long_edition_is_read_as_each_of_its_witnesses(witness: str) -> None:
    """The words are those that a walk over the file alone picks for the witness."""
    source = read_source(CORPORA / "balex" / "ldlt-balex.xml", CORPORA)
    assert source.root is not None
    text = read_text(source, SHOWN)
    stamp_entries(source.root, SHOWN)
    found = Read(text, source.root, Witnesses(Edition((text,), ())))
    names = {"Mmr": ["#Mmr", "#M"], "T": ["#T", "#π"], "V": ["#V", "#π"]}.get(witness)
    names = names or [f"#{witness}"]

    wanted = "".join(pick(source.root.find("{*}text"), names))
    if witness == "S":  # breaks off, by the editor's note, and resumes, by her mark
        wanted = wanted.partition(START)[0] + wanted.partition(END)[2]

    assert found.words(witness).split() == wanted.replace(START, "").replace(END, "").split()


def pick(element: etree._Element | None, names: list[str]) -> Iterator[str]:
    """The words of an element as the first of the named witnesses reads them."""
    if element is None:
        return
    name = element.tag.rpartition("}")[2]
    yield element.text or ""
    for child in element:
        kind = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if kind == "app":
            readings: Any = child.xpath("t:lem | t:rdg", namespaces=NAMESPACES)
            stated = [r for n in names for r in readings if n in r.get("wit", "").split()]
            yield from pick([*stated, *readings][0], names)
            yield START if child.xpath("*/@xml:id = 'rdg-19.6-lacuna-start'") else ""
        elif kind == "lacunaEnd":
            yield END
        elif kind and kind not in {"note", "listApp"}:
            yield from (" ", *pick(child, names), " ") if kind in BLOCKS else pick(child, names)
        yield child.tail or ""
    assert name != "choice"


START, END = "\x01", "\x02"
NAMESPACES = {"t": "http://www.tei-c.org/ns/1.0", "s": "urn:tei-edition:source"}
BLOCKS = {"div", "head", "p", "l", "lg", "item", "list", "body", "front", "back", "bibl", "note",
          "row", "cell", "table", "titlePart", "lb", "figure", "ab", "quote", "label"}  # fmt: skip


# An apparatus in a file of its own.


APART = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><listApp type="variants">'
    '<app xml:id="e1" from="a.xml#s" to="a.xml#t"><lem wit="#A">b</lem>'
    '<rdg wit="#B">the <persName>x</persName></rdg></app></listApp>'
    '<listApp corresp="a.xml"><app loc="1"><lem wit="#A">d</lem><rdg wit="#B">y</rdg></app>'
    '</listApp><p>e <app><lem wit="#A">f</lem></app></p></body></text></TEI>'
)


@pytest.fixture
def parted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an edition whose text is in a.xml, with its apparatus in b.xml."""
    content = body('<p n="1">a <anchor xml:id="s"/>b<anchor xml:id="t"/> c d</p>')
    (tmp_path / "a.xml").write_text(content, encoding="utf-8")
    (tmp_path / "b.xml").write_text(APART, encoding="utf-8")
    settings = '[edition]\ntexts = ["a.xml", "b.xml"]\n[check]\nschema = "none"\n'
    (tmp_path / "edition.toml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_entries_of_another_file_are_those_of_the_text(parted: Path) -> None:
    """Each once, with its place in its own file; and so are the names in them."""
    edition = read_edition(read_config(parted / "edition.toml")).edition

    text, apart = edition.texts
    assert [(e.anchor, e.location.file, e.standing, e.type) for e in text.entries] == [
        ("b.e1", "b.xml", Standing.FOUND, "variants"),
        ("b.app1", "b.xml", Standing.FOUND, ""),
    ]
    assert [mention.location.file for mention in text.mentions] == ["b.xml"]
    assert [entry.anchor for entry in apart.entries] == ["app2"]
    assert apart.mentions == ()
    assert [file for file, _ in apart.apparatus_of] == ["a.xml"]


def test_a_witness_is_read_from_both_files(parted: Path) -> None:
    """As long as the apparatus is there, and as it is now."""

    def export() -> str:
        done = CliRunner().invoke(main, ["export", "text", "a.xml", "--witness", "B"])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert export() == "a the x c y\n"
    assert export() == "a the x c y\n"
    (parted / "b.xml").write_text(APART.replace(">y<", ">z<"), encoding="utf-8")
    assert export() == "a the x c z\n"
    (parted / "b.xml").write_text(APART.replace("a.xml", "c.xml"), encoding="utf-8")
    assert export() == "a b c d\n"


# Exporting.


def test_texts_are_written_to_a_folder(parted: Path) -> None:
    """A file each; what is not known of a witness is said, and not in the text."""
    done = CliRunner().invoke(main, ["export", "text", "--witness", "C", "-o", "out"])

    assert done.exit_code == 0
    assert (parted / "out" / "a.txt").read_text(encoding="utf-8") == "a b c d\n"
    assert (parted / "out" / "b.txt").read_text(encoding="utf-8") == "e f\n"
    assert "a.xml: C is in no entry of the apparatus" in done.stderr
    assert "is in no entry" not in done.stdout


def test_a_witness_that_there_is_not_is_one_sentence(parted: Path) -> None:
    """With the sigla that there are, or the one that was meant."""
    assert parted.is_dir()
    done = CliRunner().invoke(main, ["export", "text", "--witness", "Q"])

    assert done.exit_code == 2
    assert 'there is no witness "Q"' in done.stderr
    assert "A, B, C" in done.stderr


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ('a <lacunaStart wit="#B"/>b <lacunaEnd wit="#B"/>c', "a […] c"),
        ('a b<lacunaStart wit="#B"/>b c<lacunaEnd wit="#B"/>d', "a b[…]d"),
        ('a <lacunaStart wit="#B"/>b <hi>c </hi><lacunaEnd wit="#B"/>d', "a […] d"),
    ],
)
def test_a_word_behind_a_gap_is_apart_from_it(
    read: Callable[[str], Read], content: str, shown: str
) -> None:
    """Only a gap within a word is joined to what is left of the word."""
    root = read(body(f"<p>{content}</p>")).witness("B").root

    for gap in root.iter("{*}gap"):
        gap.text = "[…]"
    words = "".join(str(text) for text in root.itertext())
    assert " ".join(words.split()) == shown


COPIED = (
    '<app><lem wit="#A"><p xml:id="p">x</p></lem><rdg wit="#B"/></app><p>y</p>'
    '<app><lem wit="#A"/><rdg wit="#B"><p copyOf="#p"/></rdg></app>'
)
OMITTED = '<app><lem wit="#A">x</lem><rdg wit="#B"/></app>'
PAGED = '<pb n="3"/><p><lb n="1"/>One <lb n="2"/>two</p><pb n="4"/><p><lb n="2"/>two</p>'
STANDOFF = "</body><back><listApp>{}</listApp></back><body>"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        # the lemma is in a group
        ('<p><app><rdgGrp><rdg wit="#A">x</rdg><lem wit="#B">y</lem></rdgGrp></app></p>', "y"),
        # sigla are no words
        ('<p><app><lem wit="#A">x</lem><rdg>y<wit>B</wit></rdg></app></p>', "y"),
        # only what was there before a correction is named, and silence means the lemma
        ('<p><app><lem>x</lem><rdg wit="#B" type="ac">y</rdg></app></p>', "x"),
        ('<p><app><lem wit="#A">x</lem><rdg wit="#B" type="ac">y</rdg></app></p>', "y"),
        ('<p><app><lem>x</lem><rdg wit="#B" type="ac"/><rdg wit="#B">z</rdg></app></p>', "z"),
        # blocks that are copied
        (
            COPIED,
            "y\nx",
        ),
        # an element that an empty lemma is about, with or without an end
        (
            '<l xml:id="a">x</l><l>y</l>'
            + STANDOFF.format('<app from="#a"><lem wit="#A"/><rdg wit="#B">z</rdg></app>'),
            "z\ny",
        ),
        # what is omitted before a punctuation mark
        (
            f"<p>a {OMITTED}, b ({OMITTED}) {OMITTED}; c {OMITTED} ; {OMITTED}</p>",
            "a, b (); c ;",
        ),
        # two readings that overlap
        (
            '<p>a <anchor xml:id="a"/>b <anchor xml:id="c"/>c<anchor xml:id="b"/> d'
            '<anchor xml:id="d"/>.</p>'
            + STANDOFF.format(
                '<app from="#a" to="#b"><lem>b c</lem><rdg wit="#B">x</rdg></app>'
                '<app from="#c" to="#d"><lem>c d</lem><rdg wit="#B">y</rdg></app>'
            ),
            "a x y.",
        ),
        # pages and lines
        (
            PAGED
            + STANDOFF.format('<app loc="4.2"><lem wit="#A">two</lem><rdg wit="#B">z</rdg></app>'),
            "One two\nz",
        ),
        (
            PAGED
            + STANDOFF.format(
                '<app loc="p. 3, l. 2"><lem wit="#A">two</lem><rdg wit="#B">z</rdg></app>'
            ),
            "One z\ntwo",
        ),
        (
            PAGED
            + STANDOFF.format(
                '<app loc="3.1-3.2"><lem wit="#A">One two</lem><rdg wit="#B">z</rdg></app>'
            ),
            "z\ntwo",
        ),
    ],
)
def test_reading_of_a_witness_is_in_its_text(
    read: Callable[[str], Read], content: str, words: str
) -> None:
    """Wherever its entry has the lemma, and however it says where the words are."""
    assert read(body(content)).words("B") == words
