"""`tag`: names of the register are marked up where that is certain, and asked for elsewhere."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from tei_edition.checks.rules.names import check_untagged_names
from tei_edition.cli import main
from tei_edition.config import read_config
from tei_edition.editing.tagging.session import TaggingSession
from tei_edition.facts.pointers import Resolver
from tei_edition.loading.edition import read_edition

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAD = (
    "<teiHeader><fileDesc><titleStmt><title>Alexander Kerensky</title></titleStmt>"
    "<publicationStmt><p>P</p></publicationStmt><sourceDesc><p>S</p></sourceDesc></fileDesc>"
    "</teiHeader>"
)
START = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">'
KERENSKY = (
    '<person xml:id="kerensky"><persName><surname>Kerensky</surname>'
    "<forename>Alexander</forename></persName><birth when='1881'/></person>"
)
REGISTER = (
    f"{KERENSKY}"
    '<person xml:id="olga"><persName>Olga Petrovna</persName></person>'
    '<person xml:id="olga-2"><persName>Olga Petrovna</persName></person>'
    '<person xml:id="rose"><persName><surname>Rose</surname><forename>Ann</forename></persName>'
    "</person>"
    '<person xml:id="old"><persName><surname>Krenski</surname><forename>Ann</forename></persName>'
    '<note>see <ref target="#kerensky">Kerensky</ref></note></person>'
)
ORGS = (
    '<org xml:id="government"><orgName>Kerensky Government</orgName></org>'
    '<org xml:id="soviets"><orgName>Soviets</orgName></org>'
)
PLACES = '<place xml:id="moscow"><placeName>Moscow</placeName></place>'
TAGGED = '<persName ref="register.xml#kerensky">Alexander Kerensky</persName>'


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An edition with a register; the current folder."""
    (tmp_path / "tei").mkdir()
    monkeypatch.chdir(tmp_path)
    write_register(REGISTER)
    # Without a schema, which takes longer to read than the texts; one test has it.
    settings = '[edition]\ntexts = ["tei/[ab].xml"]\n[check]\nschema = "none"\n'
    Path("edition.toml").write_text(settings)
    return tmp_path


def write_register(persons: str) -> None:
    """Write the register with these persons."""
    Path("tei/register.xml").write_text(
        f"{START}{HEAD}<standOff><listPerson>{persons}</listPerson><listOrg>{ORGS}</listOrg>"
        f"<listPlace>{PLACES}</listPlace></standOff></TEI>",
        "utf-8",
    )


def write(body: str, name: str = "a.xml", *, encoding: str = "utf-8", start: str = START) -> Path:
    """Write a text."""
    path = Path("tei", name)
    declared = f'<?xml version="1.0" encoding="{encoding}"?>\r\n'
    body = body if body.startswith("<p") else f"<p>{body}</p>"
    content = f"{declared}{start}{HEAD}<text><body><div>{body}</div></body></text></TEI>\r\n"
    path.write_bytes(content.encode(encoding))
    return path


def tag(*arguments: str, answers: Sequence[str] = ()) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(
        main,
        ["tag", *arguments],
        input="".join(f"{answer}\n" for answer in answers),
        catch_exceptions=False,
    )


def read_body(path: Path, encoding: str = "utf-8") -> str:
    """The paragraphs of a text."""
    return path.read_bytes().decode(encoding).partition("<div>")[2].partition("</div>")[0]


P = 'persName ref="register.xml#kerensky"'
MOSCOW = 'placeName ref="register.xml#moscow"'
EXPANDED = "<choice><abbr>Alex.</abbr><expan>Alexander</expan></choice>"


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("So Alexander Kerensky fled.", f"So <{P}>Alexander Kerensky</persName> fled."),
        ("of Kerensky's men", f"of <{P}>Kerensky</persName>'s men"),
        ("a <hi>Alexander</hi> Kerensky", f"a <{P}><hi>Alexander</hi> Kerensky</persName>"),
        ("a <hi>Kerensky</hi>", f"a <hi><{P}>Kerensky</persName></hi>"),
        ("<p>a Alexander<lb/>Kerensky</p>", f"<p>a <{P}>Alexander<lb/>Kerensky</persName></p>"),
        ('a Keren-<lb break="no"/>sky', f'a <{P}>Keren-<lb break="no"/>sky</persName>'),
        ("a Kerensky<note>him</note> b", f"a <{P}>Kerensky</persName><note>him</note> b"),
        ("a &#x4b;erensky b", f"a <{P}>&#x4b;erensky</persName> b"),
        ("a Ker<!-- x -->ensky b", f"a <{P}>Ker<!-- x -->ensky</persName> b"),
        (
            "a <choice><orig>Kerensky</orig><reg>Kerensky</reg></choice> b",
            f"a <{P}><choice><orig>Kerensky</orig><reg>Kerensky</reg></choice></persName> b",
        ),
        (
            "a <app><lem>Kerensky</lem><rdg>he</rdg><rdg>a Kerensky</rdg></app> b",
            (
                f"a <app><lem><{P}>Kerensky</persName></lem><rdg>he</rdg>"
                f"<rdg>a <{P}>Kerensky</persName></rdg></app> b"
            ),
        ),
        (
            "the Kerensky Government",
            (
                f'the <orgName ref="register.xml#government"><{P}>Kerensky</persName> '
                "Government</orgName>"
            ),
        ),
        (
            "to Moscow, from Alexander Kerensky",
            (
                'to <placeName ref="register.xml#moscow">Moscow</placeName>, from '
                f"<{P}>Alexander Kerensky</persName>"
            ),
        ),
        (
            f"a {EXPANDED} Kerensky b",
            f"a <{P}>{EXPANDED} Kerensky</persName> b",
        ),
        (
            "so <w>Alexander</w> <w>Kerensky</w> b",
            f"so <{P}><w>Alexander</w> <w>Kerensky</w></persName> b",
        ),
        ("a <hi>K</hi>erensky b", f"a <{P}><hi>K</hi>erensky</persName> b"),
        (
            "a Keren<supplied>sky</supplied> b",
            f"a <{P}>Keren<supplied>sky</supplied></persName> b",
        ),
        ("a Soviet man", 'a <orgName ref="register.xml#soviets">Soviet</orgName> man'),
    ],
)
def test_certain_names_are_marked_up(body: str, expected: str) -> None:
    """Around other markup, on both sides of a choice, in every reading; nested where they are."""
    path = write(body)

    done = tag("--write")

    assert read_body(path) == (expected if expected.startswith("<p>") else f"<p>{expected}</p>")
    assert done.exit_code == 0


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize(
    "body",
    [
        f"{TAGGED} Kerensky",  # beside a name
        f"<p>a {TAGGED} b</p>",
        "Olga Petrovna",  # two of that name
        "the kerensky",
        "a Rose, and a rose",  # a word
        "Kerensky fled",  # found only at the beginning of a sentence
        "a Boris Kerensky",  # perhaps somebody else
        "a Kerensky Ivanov",
        "a Alexander Kerensky von Berg",
        "a Ann Krenski b",  # an entry that only refers to another
        "<bibl>Alexander Kerensky</bibl>",
        "a <foreign xml:lang='de'>von Alexander Kerensky</foreign>",
        "<hi>a Alexander</hi> Kerensky",  # crosses hi
        "<code>Alexander Kerensky</code>",
        "Alexander <![CDATA[Kerensky]]>",
        "Alexander &unknown; Kerensky",
        "Alexander</p><p>Kerensky",
        "a Kerensky-Street",
    ],
)
def test_what_is_not_certain_is_not_marked_up(body: str) -> None:
    """The file is the same to the byte."""
    path = write(body)
    before = path.read_bytes()

    tag("--write")

    assert path.read_bytes() == before


@pytest.mark.usefixtures("edition")
def test_characters_of_a_play_are_not_those_of_another_text() -> None:
    """Only the text that lists them is searched for them."""
    cast = (
        "<profileDesc><particDesc><listPerson><person xml:id='h'><persName>Prince Hamlet</persName>"
        "</person></listPerson></particDesc></profileDesc></teiHeader>"
    )
    play = write("<p>a Prince Hamlet</p><sp who='#h'><p>Words</p></sp>")
    play.write_text(play.read_text("utf-8").replace("</teiHeader>", cast), "utf-8")
    other = write("a Prince Hamlet", "b.xml")

    tag("--write")

    assert '<persName ref="#h">Prince Hamlet</persName>' in read_body(play)
    assert read_body(other) == "<p>a Prince Hamlet</p>"


@pytest.mark.usefixtures("edition")
def test_text_older_than_the_person_is_not_certain() -> None:
    """Somebody else had the same name."""
    path = write("So Alexander Kerensky fled.")
    written = "<profileDesc><creation><date when='1799'/></creation></profileDesc></teiHeader>"
    path.write_text(path.read_text("utf-8").replace("</teiHeader>", written), "utf-8")
    before = path.read_bytes()

    tag("--write")

    assert path.read_bytes() == before


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_no_other_byte_changes(encoding: str) -> None:
    """Line ends, byte order marks and encodings are those of the file."""
    path = write("So Alexander Kerensky fled, é.", encoding=encoding)
    before = path.read_bytes().decode(encoding)

    tag("--write")

    after = path.read_bytes().decode(encoding)
    assert after.replace(f"<{P}>", "").replace("</persName>", "") == before
    assert after.count(f"<{P}>") == 1


@pytest.mark.usefixtures("edition")
def test_without_options_only_a_diff_is_shown() -> None:
    """The diff has the new lines, and no file is changed."""
    path = write("So Alexander Kerensky fled.")
    before = path.read_bytes()

    done = tag()

    assert path.read_bytes() == before
    assert f"+{START}" in done.stdout
    assert f"So <{P}>Alexander Kerensky</persName> fled." in done.stdout
    assert "1 place in 1 file would be marked up; --write does it." in done.stderr


@pytest.mark.usefixtures("edition")
def test_a_second_run_changes_nothing() -> None:
    """What is marked up stays as it is."""
    path = write("So Alexander Kerensky fled. The Kerensky Government, and Moscow. To Moscow.")
    tag("--write")
    after = path.stat()

    done = tag("--write")

    assert path.stat().st_mtime_ns == after.st_mtime_ns
    assert "Marked up 0 places in 0 files." in done.stderr


@pytest.mark.usefixtures("edition")
def test_mentions_are_written_as_the_edition_writes_them() -> None:
    """With its element, @type and kind of pointer, and in its prefix."""
    write('<name type="person" key="kerensky">K</name> and <name type="person" key="rose">R</name>')
    other = write("So Alexander Kerensky fled.", "b.xml")

    tag("--write")

    assert '<name type="person" key="kerensky">Alexander Kerensky</name>' in read_body(other)


@pytest.mark.usefixtures("edition")
def test_prefix_of_tei_is_that_of_the_place() -> None:
    """`tei:p` gets a `tei:persName`."""
    path = write("So Alexander Kerensky fled.")
    plain = re.sub("<(/?)(?=[A-Za-z])", r"<\1t:", path.read_text("utf-8"))
    plain = plain.replace("xmlns=", "xmlns:t=")
    path.write_text(plain, "utf-8")

    tag("--write")

    assert f"<t:{P}>Alexander Kerensky</t:persName>" in path.read_text("utf-8")


@pytest.mark.usefixtures("edition")
def test_elements_that_are_to_be_skipped_are_skipped() -> None:
    """By their name, or by an attribute."""
    body = "a Kerensky<note type='editorial'>a Kerensky</note><note>a Kerensky</note>"
    path = write(body)
    with Path("edition.toml").open("a") as settings:
        settings.write("[tag]\nskip = [\"note[@type='editorial']\"]\n")

    tag("--write")

    assert read_body(path).count("<persName") == 2
    assert "<note type='editorial'>a Kerensky</note>" in read_body(path)


@pytest.mark.usefixtures("edition")
def test_schema_decides_where_a_name_may_be() -> None:
    """A name that fills an element that may not hold it encloses that; others are reported."""
    path = write("<p>a <q>Kerensky</q>, <num>Kerensky</num>, <num>of Kerensky</num></p>")
    settings = Path("edition.toml")
    settings.write_text(settings.read_text().replace('schema = "none"', 'schema = "own.rnc"'))
    Path("own.rnc").write_text(
        'default namespace = "http://www.tei-c.org/ns/1.0"\n'
        "start = element TEI { lang, header, element text { element body { element div { p+ }}}}\n"
        "lang = attribute xml:lang { text }\nheader = element teiHeader { any* }\n"
        "any = element * - (p | num | q | persName) { attribute * { text }*, (text | any | h)* }\n"
        "h = element p { text }\n"
        "p = element p { (text | name | element q { (text | name)* } | num)* }\n"
        "num = element num { text }\n"
        "name = element persName { attribute ref { text }, (text | num)* }\n"
    )

    done = tag("--write", "--candidates")

    assert read_body(path) == (
        f"<p>a <q><{P}>Kerensky</persName></q>, <{P}><num>Kerensky</num></persName>, "
        "<num>of Kerensky</num></p>"
    )
    assert "<persName> is not allowed in <num>" in done.stdout
    assert done.exit_code == 0


@pytest.mark.usefixtures("edition")
def test_single_words_are_asked_for_if_the_edition_says_so() -> None:
    """Full names are still written."""
    path = write("a Kerensky, and Alexander Kerensky")
    with Path("edition.toml").open("a") as settings:
        settings.write('[tag]\nsingle = "ask"\n')

    done = tag("--write", "--candidates")

    assert read_body(path) == f"<p>a Kerensky, and <{P}>Alexander Kerensky</persName></p>"
    assert "Kerensky: 1 place; it is a single word: kerensky (Kerensky, Alexander)" in done.stdout


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize(
    ("answers", "places", "kept"),
    [
        ("a", 2, ""),
        ("n", 0, "[[never]]"),
        ("s", 0, ""),
        ("q", 0, ""),
        ("r", 2, "[[always]]"),
        ("2", 2, ""),
        ("eyn", 1, "[[never]]"),
        ("ey1", 2, ""),
        ("eyunn", 0, "[[never]]"),
        ("eyq", 1, ""),
        ("eua", 2, ""),
    ],
)
def test_questions_are_answered_form_by_form(answers: str, places: int, kept: str) -> None:
    """For all places, or for each; what is refused is remembered, and an answer can be undone."""
    path = write("a Olga Petrovna, and then Olga Petrovna")

    done = tag("--interactive", answers=answers)

    assert read_body(path).count("<persName") == places
    assert "1: olga (Olga Petrovna)" in done.stdout
    answered = Path("tags.toml").read_text("utf-8") if Path("tags.toml").exists() else ""
    assert kept in answered
    assert bool(answered) == bool(kept)
    assert ('"register.xml#olga-2"' in read_body(path)) == (answers == "2")


@pytest.mark.usefixtures("edition")
def test_answers_are_kept() -> None:
    """What was refused is not asked again, and what always holds is written."""
    path = write("a Olga Petrovna, and a Boris Kerensky")
    tag("--interactive", answers="rn")
    other = write("then Olga Petrovna, and Boris Kerensky", "b.xml")

    done = tag("--write", "--candidates")

    assert '<persName ref="register.xml#olga">' in read_body(path)
    assert '<persName ref="register.xml#olga">' in read_body(other)
    assert done.stdout == ""


@pytest.mark.usefixtures("edition")
def test_answers_of_the_editor_are_not_rewritten() -> None:
    """New ones are added at the end."""
    write("a Olga Petrovna")
    mine = '# mine\r\n[[never]]\r\nform = "Rose"  # a flower'
    Path("tags.toml").write_bytes(mine.encode())

    tag("--interactive", answers="n")

    assert Path("tags.toml").read_bytes().startswith(mine.encode())
    assert 'form = "Olga Petrovna"' in Path("tags.toml").read_text("utf-8")


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize("content", ["[[never", '[[never]]\nname = "x"', "never = 3", "\0"])
def test_answers_that_cannot_be_read_are_an_error(content: str) -> None:
    """With the name of the file, and what it should have."""
    write("a Olga Petrovna")
    Path("tags.toml").write_text(content)

    done = tag()

    assert done.exit_code == 2
    assert "tags.toml" in done.stderr


@pytest.mark.usefixtures("edition")
def test_selection_narrows_what_is_marked_up() -> None:
    """To an entry, or to a form, which is asked for even in small letters."""
    path = write("a Kerensky, to Moscow, a kerensky")

    tag("--write", "--select", "moscow")
    assert read_body(path).count("<persName") == 0
    assert read_body(path).count("<placeName") == 1

    done = tag("--candidates", "--select", "Kerensky")
    assert "kerensky: 1 place; it is in small letters: kerensky" in done.stdout


@pytest.mark.usefixtures("edition")
def test_selected_form_that_no_entry_has_is_an_error() -> None:
    """With the most similar entry."""
    write("a Kerensky")

    done = tag("--select", "kerenski")

    assert done.exit_code == 2
    assert 'no form "kerenski" (hint: did you mean "kerensky"?)' in done.stderr


@pytest.mark.usefixtures("edition")
def test_entity_that_is_a_character_is_read_as_that() -> None:
    """Declared in the document; any other is a barrier."""
    path = write("a K&e;rensky, &long; a Kerensky b")
    declared = '<!DOCTYPE TEI [<!ENTITY e "e"><!ENTITY long "Alexander">]><TEI '
    path.write_text(path.read_text("utf-8").replace("<TEI ", declared), "utf-8")

    tag("--write")

    assert read_body(path) == (
        f"<p>a <{P}>K&e;rensky</persName>, &long; a <{P}>Kerensky</persName> b</p>"
    )


@pytest.mark.usefixtures("edition")
def test_single_words_of_scripts_without_capitals_are_asked_for() -> None:
    """Nothing tells them from other words."""
    write_register(
        '<person xml:id="d"><persName>\u05d3\u05df\u05d9\u05d0\u05dc</persName></person>'
    )
    path = write("\u05d0 \u05d3\u05df\u05d9\u05d0\u05dc")
    before = path.read_bytes()

    done = tag("--write", "--candidates")

    assert path.read_bytes() == before
    assert "it is a single word" in done.stdout


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize(
    "content",
    [
        '<text xmlns="http://www.tei-c.org/ns/1.0"><body><p>Kerensky</p></body></text>',
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>',
        '<p xmlns="http://www.tei-c.org/ns/1.0">Kerensky</p>',
        "<text>Kerensky</text>",
        "",
    ],
)
def test_text_of_any_shape_is_read(content: str) -> None:
    """Whatever the root is, nothing ends in a traceback."""
    Path("tei/a.xml").write_text(content)

    done = tag("--write")

    assert done.exit_code in {0, 1}


@pytest.mark.usefixtures("edition")
def test_only_files_that_are_named_are_changed() -> None:
    """The others are read for what they have in common."""
    first, second = write("a Kerensky"), write("a Kerensky", "b.xml")
    before = first.read_bytes()

    tag("--write", str(second))

    assert first.read_bytes() == before
    assert "<persName" in read_body(second)


@pytest.mark.usefixtures("edition")
def test_json_has_all_that_is_proposed() -> None:
    """With places, verdicts and candidates."""
    write("So Alexander Kerensky and Olga Petrovna fled.")

    first, second = json.loads(tag("--format", "json").stdout)

    assert (first["form"], first["verdict"], first["line"]) == ("Alexander Kerensky", "write", 2)
    assert second["reason"] == "several entries have this form"
    assert [one["id"] for one in second["candidates"]] == ["olga", "olga-2"]


@pytest.mark.usefixtures("edition")
def test_file_that_cannot_be_read_does_not_stop_the_others() -> None:
    """It is an error of its own."""
    write("a Kerensky", "b.xml")
    Path("tei/a.xml").write_bytes(b"\xff\xfe\x00")

    done = tag("--write")

    assert done.exit_code == 1
    assert "a.xml" in done.stderr
    assert "Marked up 1 place in 1 file." in done.stderr


@pytest.mark.usefixtures("edition")
def test_ill_formed_file_is_not_changed() -> None:
    """It is reported, with exit status 1."""
    path = write("So Alexander Kerensky <b>fled.")
    before = path.read_bytes()

    done = tag("--write")

    assert done.exit_code == 1
    assert "well-formed" in done.stderr
    assert path.read_bytes() == before


@pytest.mark.usefixtures("edition")
def test_check_and_tag_agree() -> None:
    """What the check reports, the command proposes, as the same entity."""
    write(
        f"{TAGGED} and So Alexander Kerensky, of Alexander Kerensky's men,"
        ' <orgName ref="register.xml#soviets">Soviets</orgName>'
        " the Kerensky Government, Olga Petrovna"
    )
    config = read_config(Path("edition.toml"))
    edition = read_edition(config).edition

    reported = {
        (found.message.split('"')[1], found.hint.split('"')[1])
        for found in check_untagged_names(Resolver(edition), config)
    }

    session = TaggingSession(config, [], [])
    proposed = {(found.form, found.candidates[0].id) for found in session.proposals}
    assert reported
    assert reported <= proposed


@pytest.mark.usefixtures("edition")
def test_large_register_and_text_take_little_time() -> None:
    """The text is gone through once, whatever the number of entries."""
    persons = "".join(
        f'<person xml:id="p{n}"><persName><surname>Cogno{n}men</surname><forename>Prae{n}nomen'
        "</forename></persName></person>"
        for n in range(1000)
    )
    write_register(persons)
    sentence = "Prae{n}nomen Cogno{n}men went on and on, and others went with him, far away. "
    path = write("".join(f"<p>{(sentence * 5).format(n=n % 1500)}</p>" for n in range(600)))
    size = path.stat().st_size / 1e6

    start = time.process_time()
    session = TaggingSession(read_config(Path("edition.toml")), [], [])
    session.revise(session.list_certain())

    assert len(session.list_certain()) > 5 * 500
    assert time.process_time() - start < 3 + 6 * size  # with a wide margin for busy machines


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("on 3 May 1852.", 'on <date when="1852-05-03">3 May 1852</date>.'),
        ("on 3 <hi>May</hi> 1852.", 'on <date when="1852-05-03">3 <hi>May</hi> 1852</date>.'),
        ("on 3 May<note>of 1852</note>.", "on <date>3 May</date><note>of 1852</note>."),
        (
            "from 3 to 5 May 1852",
            'from <date from="1852-05-03" to="1852-05-05">3 to 5 May 1852</date>',
        ),
    ],
)
def test_dates_are_marked_up_if_they_are_selected(body: str, expected: str) -> None:
    """With a value where the words say all of it; a second run changes nothing."""
    path = write(f"{body} Alexander Kerensky")

    tag("--write")
    assert "<date" not in read_body(path)

    for _ in range(2):
        done = tag("--write", "--select", "dates")
        assert read_body(path).startswith(f"<p>{expected}")
        assert done.exit_code == 0
    assert "Marked up 0 places" in done.stderr


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize(
    "body",
    [
        '<date when="1852">3 May 1852</date>',
        "3 <date>May 1852</date>",
        "<num>3 May 1852</num>",
        "on <bibl>3 May 1852</bibl>",
        "<hi>on 3</hi> May 1852",
        "Monday, 4 May 1852",  # it was a Tuesday
        "31 April 1852",
    ],
)
def test_what_is_no_certain_date_is_not_marked_up(body: str) -> None:
    """Dates with markup, in references, across elements; days that cannot be."""
    path = write(body)
    before = path.read_bytes()

    tag("--write", "--select", "dates")

    assert path.read_bytes() == before


@pytest.mark.usefixtures("edition")
def test_several_calendars_in_the_header_make_days_uncertain() -> None:
    """Unless edition.toml names the calendar, or the words do."""
    path = write("on 25 October 1917, or 25 October 1917, Old Style")
    declared = (
        "<profileDesc><calendarDesc><calendar xml:id='julian'><p>Julian</p></calendar>"
        "</calendarDesc></profileDesc></teiHeader>"
    )
    path.write_text(path.read_text("utf-8").replace("</teiHeader>", declared), "utf-8")

    tag("--write", "--select", "dates")

    assert read_body(path) == (
        "<p>on <date>25 October 1917</date>, "
        'or <date when="1917-11-07">25 October 1917, Old Style</date></p>'
    )


@pytest.mark.usefixtures("edition")
def test_names_and_dates_can_be_marked_up_at_once() -> None:
    """None within the other where they share words."""
    path = write("So Alexander Kerensky fled on 3 May 1852.")

    tag("--write", "--select", "dates", "--select", "names")

    dated = '<date when="1852-05-03">3 May 1852</date>'
    assert read_body(path) == f"<p>So <{P}>Alexander Kerensky</persName> fled on {dated}.</p>"


@pytest.mark.usefixtures("edition")
def test_date_that_cannot_be_right_is_asked_for() -> None:
    """An editor who accepts it gets an element without a value."""
    path = write("Monday, 4 May 1852")

    done = tag("--interactive", "--select", "dates", answers="a")

    assert "the weekday is not that of the date" in done.stdout
    assert read_body(path) == "<p><date>Monday, 4 May 1852</date></p>"


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize(
    "place", ["Moscow", '<placeName ref="register.xml#moscow">Moscow</placeName>']
)
def test_a_person_before_a_particle_is_asked_for_in_each_run(place: str) -> None:
    """Whether the name after it is marked up already or not: a second run writes no more."""
    path = write(f"Then came Alexander Kerensky of {place}.")

    tag("--write")
    once = read_body(path)
    tag("--write")

    assert read_body(path) == once
    assert "<persName" not in once
