"""`init` and `add`: files for other programs, letters, further texts and entries of registers."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from building import find_program, run
from tei_edition.cli import main
from tei_edition.config import make_config, read_config
from tei_edition.editing import deployment, tool_settings
from tei_edition.editing.correspondence import find_dateline, read_date
from tei_edition.editing.entering import enter
from tei_edition.editing.registers import NewEntry
from tei_edition.facts.registers import Kind
from tei_edition.loading.edition import read_edition
from tei_edition.problems import Severity
from tei_edition.runtime.resources import find_resource
from tei_edition.tei import XML_ID, raw_text

if TYPE_CHECKING:
    from pathlib import Path

NS = {"t": "http://www.tei-c.org/ns/1.0"}
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
LONG = "No, 3 April 1850 was not the day on which it came to me, as I believe."
PROSE = "York, 2 March 1850\n\nDear Bob,\n\nthe ship is here.\n\nAnn\n"


def call(*arguments: str | Path, answers: str | None = None) -> Result:
    """Run a command in this process, with answers to its questions."""
    return CliRunner().invoke(main, list(map(str, arguments)), input=answers)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a letter as plain text, which is the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.txt").write_text(PROSE)
    (tmp_path / "two.txt").write_text(PROSE.replace("2 March", "3 April"))
    return tmp_path


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who answers questions."""
    for module in ("init", "letters"):
        monkeypatch.setattr(f"tei_edition.cli.{module}.is_interactive", lambda: True)


@pytest.fixture
def edition(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new edition of a text, which is the current folder."""
    assert call("init", "new", "--text", "one.txt").exit_code == 0
    monkeypatch.chdir(folder / "new")
    return folder / "new"


def find(path: Path, where: str) -> list[str]:
    """What an XPath gives in a file, as text."""
    found: Any = etree.parse(path).xpath(where, namespaces=NS)
    return [str(one) for one in found]


def list_codes(folder: Path) -> set[str]:
    """The codes of the problems of an edition, without notes, which ask for what is missing."""
    problems = read_edition(read_config(folder)).problems
    return {found.code for found in problems if found.severity is not Severity.NOTE}


# What `init` writes.


def test_all_files_of_a_new_edition_name_the_schema_beside_them(edition: Path) -> None:
    """As RELAX NG and as rules; the copy of the schema is the shipped one."""
    for name in ("one", "register"):
        lines = (edition / f"tei/{name}.xml").read_text().splitlines()[1:3]
        assert [line.partition("schematypens=")[2] for line in lines] == [
            '"http://relaxng.org/ns/structure/1.0"?>', '"http://purl.oclc.org/dsdl/schematron"?>',
        ]  # fmt: skip
        assert all('href="edition.rng"' in line for line in lines)
    shipped = find_resource("schema/edition.rng").read_bytes()
    assert (edition / "tei/edition.rng").read_bytes() == shipped


def test_a_text_that_breaks_the_rules_of_the_copied_schema_is_reported_once(edition: Path) -> None:
    """Both instructions name one file, whose embedded rules are applied once."""
    path = edition / "tei/one.xml"
    wrong = "<bibl>The <relatedItem/></bibl> ship"
    path.write_text(path.read_text().replace("the ship", wrong))

    found = call("check", "-j1", "--format", "json", path)

    codes = [problem["code"] for problem in json.loads(found.stdout)]
    assert codes.count("schematron-failed-assertion") == 1


def test_settings_of_editor_programs_are_valid_and_never_reformat_a_text() -> None:
    """The settings of VS Code are JSON; the recommended extension is that of this project."""
    assert json.loads(tool_settings.SETTINGS)["[xml]"]["editor.formatOnSave"] is False
    assert json.loads(tool_settings.EXTENSIONS)["recommendations"] == ["tei-edition.tei-edition"]


@pytest.mark.skipif(not find_program("make"), reason="needs the program make")
@pytest.mark.parametrize("target", ["build", "check", "serve", "clean"])
def test_the_targets_of_the_makefile_call_commands_that_exist(edition: Path, target: str) -> None:
    """With options that they have."""
    (line,) = run("make", "--no-print-directory", "-n", target, cwd=edition).stdout.splitlines()
    _, command, *options = line.split()
    known = {name for option in main.commands[command].params for name in option.opts}
    assert set(options) <= known


def test_an_edition_without_texts_has_no_words_that_nobody_wrote(folder: Path) -> None:
    """The text is empty, with a comment for its editor."""
    assert call("init", "empty_one").exit_code == 0

    path = folder / "empty_one/tei/text.xml"
    assert find(path, "//t:body//text()[normalize-space()]") == []
    assert find(path, "//t:title/text()") == ["Empty one"]
    assert list_codes(folder / "empty_one") == set()


def test_files_of_other_programs_are_left_as_they_are(folder: Path) -> None:
    """An edition can be made in a folder that has a Makefile and a .gitignore."""
    (folder / "new").mkdir()
    for name in (".gitignore", "Makefile"):
        (folder / "new" / name).write_text("mine")

    assert call("init", "new", "--text", "one.txt").exit_code == 0

    assert (
        (folder / "new/Makefile").read_text() == (folder / "new/.gitignore").read_text() == "mine"
    )


def test_an_existing_edition_gets_what_it_lacks(edition: Path) -> None:
    """Other files are listed and stay as they are; nothing is done twice."""
    for name in ("Makefile", "tei/edition.rng", ".vscode/settings.json"):
        (edition / name).unlink()
    (edition / ".editorconfig").write_text("mine")
    before = (edition / "tei/one.xml").read_bytes()

    done = call("init", ".")

    assert done.exit_code == 0, done.output
    assert set(done.stdout.split()) == {"Makefile", "tei/edition.rng", ".vscode/settings.json"}
    assert ".editorconfig: is there already, not changed" in done.stderr
    assert (edition / ".editorconfig").read_text() == "mine"
    assert (edition / "tei/one.xml").read_bytes() == before
    again = call("init", ".")
    assert (again.exit_code, again.stdout) == (0, "")
    files = len(tool_settings.FILES) + len(deployment.FILES) + 1
    assert len(again.stderr.splitlines()) == files


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "start", ['<?xml version="1.0" encoding="UTF-8"?>\n', "", "\ufeff", "<!-- a -->\n"]
)
def test_existing_texts_get_instructions_and_no_other_change(
    edition: Path, start: str, line_end: str
) -> None:
    """After the XML declaration, in the line ends of the file; a second call changes nothing."""
    path = edition / "tei/one.xml"
    content = path.read_text()
    body = content[content.index("<TEI ") :]
    old = (start + body).replace("\n", line_end).encode()
    path.write_bytes(old)

    done = call("init", ".", "--xml-model")

    assert (done.exit_code, done.stdout) == (0, "tei/one.xml\n"), done.output
    new = path.read_bytes()
    added = [line for line in new.split(b"\n") if b"xml-model" in line]
    assert len(added) == 2
    assert all(line.endswith(b"\r") == (line_end == "\r\n") for line in added)
    for line in added:
        new = new.replace(line.removeprefix(codecs.BOM_UTF8) + b"\n", b"", 1)
    assert new == old
    assert call("init", ".", "--xml-model").stdout == ""


def test_an_existing_text_in_a_folder_below_names_the_schema_by_its_path(edition: Path) -> None:
    """Relative to the text."""
    (edition / "tei/sub").mkdir()
    content = (edition / "tei/one.xml").read_text()
    (edition / "tei/sub/deep.xml").write_text(content[content.index("<TEI ") :])
    toml = edition / "edition.toml"
    toml.write_text(toml.read_text().replace('"tei/*.xml"', '"tei/**/*.xml"'))

    assert call("init", ".", "--xml-model").exit_code == 0

    assert '<?xml-model href="../edition.rng"' in (edition / "tei/sub/deep.xml").read_text()
    assert "schema-unreadable" not in list_codes(edition)


# Questions.


def test_without_arguments_a_terminal_is_asked(folder: Path, terminal: None) -> None:
    """Each answer is in the edition; what has none is left open."""
    answers = "new\nLetters of Ann\nEve\n\nCC BY 4.0\nen\none.txt\nnone.txt\ntwo.txt\n\ny\n"
    answers += "Ann Smith\nBob\n\n\nAnn Smith\n\n\nYork\n"

    done = call("init", answers=answers)

    assert done.exit_code == 0, done.output
    assert 'There is no file "none.txt"' in done.output
    assert "Date [2 March 1850]" in done.output
    one, two, register = (folder / f"new/tei/{n}.xml" for n in ("one", "two", "register"))
    assert find(one, "//t:editor/text()") == ["Eve"]
    assert find(one, "//t:licence/@target") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert find(one, "//t:correspAction/*/@ref") == ["register.xml#smith", "register.xml#bob"]
    assert find(one, "//t:correspAction/t:date/@when") == ["1850-03-02"]
    assert find(two, "//t:correspAction/@type") == ["sent"]
    assert find(two, "//t:correspAction/*/@ref") == ["register.xml#smith", "register.xml#york"]
    assert find(register, "//t:person/@xml:id | //t:place/@xml:id") == ["smith", "bob", "york"]
    assert read_config(folder / "new").edition.title == "Letters of Ann"
    assert list_codes(folder / "new") == set()


@pytest.mark.parametrize("arguments", [(), ("--text", "one.txt"), ("--title", "A")])
def test_without_a_terminal_nothing_is_asked(folder: Path, arguments: tuple[str, ...]) -> None:
    """The command ends with a message, and writes nothing."""
    done = call("init", *arguments, answers="new\n\n\n\n\n\n\n\n")

    assert done.exit_code == 2
    assert "name the folder" in done.output
    assert {path.name for path in folder.iterdir()} == {"one.txt", "two.txt"}


def test_with_a_folder_nothing_is_asked(folder: Path, terminal: None) -> None:
    """Not in a terminal either."""
    assert call("init", "new", "--text", "one.txt", answers="").exit_code == 0


# Letters.


@pytest.mark.parametrize(
    ("paragraphs", "date"),
    [
        (["York, 2 March 1850", "Dear Bob", LONG], "2 March 1850"),
        (["Dear Bob", "words", "Ann, 2 March 1850"], "2 March 1850"),
        (["2 March", "Dear Bob"], ""),
        (["2 March 1850", "Dear Bob", "3 April 1850"], ""),
        (["On 2 March 1850 I met a man of whom I have told you more than once, I believe."], ""),
        ([], ""),
    ],
)  # fmt: skip
def test_a_date_is_proposed_only_if_the_dateline_is_certain(
    paragraphs: list[str], date: str
) -> None:
    """No date without a year, none of a long paragraph, none of two."""
    assert find_dateline(paragraphs, "en") == date


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        ("2 March 1850", "en", "1850-03-02"), ("den 2. März 1850", "de", None),
        ("2. März 1850", "de", "1850-03-02"), ("2 March", "en", None), ("nonsense", "en", None),
        ("March 1850", "en-GB", "1850-03"), ("2 March 1850 or so", "en", None),
    ],
)  # fmt: skip
def test_a_date_in_words_is_read_if_it_is_certain(
    words: str, language: str, value: str | None
) -> None:
    """And if the words are nothing but the date."""
    assert dict(read_date(words, language) or ()).get("when") == value


@pytest.mark.parametrize("date", ["1850-13", "1850-02-30", "in spring", "1850-3-2", "2 March"])
def test_a_date_that_is_not_certain_is_refused(edition: Path, date: str) -> None:
    """Before anything is written."""
    done = call("add", "../two.txt", "--date", date)

    assert done.exit_code == 2
    assert "is not a date that is certain" in done.output
    assert not (edition / "tei/two.xml").exists()


def test_facts_of_several_letters_are_given_once_or_for_each(folder: Path) -> None:
    """In order; another number is refused."""
    texts = ("--text", "one.txt", "--text", "two.txt")
    done = call("init", "new", *texts, "--from", "Ann", "--date", "1850", "--date", "")
    refused = call("init", "other", *texts, "--to", "A", "--to", "B", "--to", "C")

    assert done.exit_code == 0, done.output
    for name, date in (("one", ["1850"]), ("two", [])):
        path = folder / f"new/tei/{name}.xml"
        assert find(path, "//t:correspAction/t:persName/text()") == ["Ann"]
        assert find(path, "//t:correspAction/t:date/@when") == date
    assert refused.exit_code == 2
    assert "--to is given 3 times, for 2 texts" in refused.output
    assert not (folder / "other").exists()


# Further texts.


def test_a_further_text_is_sound_and_settings_stay_as_they_are(edition: Path) -> None:
    """It has a siglum of its own; the line for its copy-text is printed."""
    before = (edition / "edition.toml").read_bytes()

    done = call("add", "../two.txt", "--from", "Ann", "--to", "Cy")

    assert done.exit_code == 0, done.output
    assert done.stdout.split() == ["tei/two.xml", "seeds/two.txt"]
    assert 'copy_text: B = "seeds/two.txt"' in done.stderr
    assert 'The register has no entry "Cy": tei-edition add person "Cy"' in done.stderr
    assert (edition / "edition.toml").read_bytes() == before
    assert list_codes(edition) == set()
    assert find(edition / "tei/two.xml", "//t:witness/@xml:id") == ["B"]
    assert "xml-model" in (edition / "tei/two.xml").read_text()
    names = [text.file for text in read_edition(read_config(edition)).edition.texts]
    assert names == ["tei/one.xml", "tei/two.xml"]


def test_a_text_that_the_settings_do_not_cover_is_told(edition: Path) -> None:
    """With what they need."""
    toml = edition / "edition.toml"
    toml.write_text(toml.read_text().replace(', "tei/*.xml"', ""))

    done = call("add", "text", "../two.txt", "--id", "second", "--title", "Another")

    assert done.exit_code == 0, done.output
    assert 'texts: "tei/second.xml"' in done.stderr
    assert find(edition / "tei/second.xml", "//t:title/text()") == ["Another"]


def test_a_text_is_not_added_twice(edition: Path) -> None:
    """Nothing is overwritten, and nothing of the rest is written."""
    done = call("add", "../two.txt", "../one.txt")

    assert done.exit_code == 2
    assert "already exists" in done.output
    assert not (edition / "tei/two.xml").exists()


def test_a_sender_is_linked_to_the_entry_of_that_name(edition: Path) -> None:
    """Given by name, in either order, or by id; of two of one name, none is chosen."""
    call("add", "person", "Smith, Ann")
    call("add", "person", "Smith, Bob", "--id", "bob")
    assert call("add", "../two.txt", "--from", "Ann Smith", "--to", "bob").exit_code == 0
    assert find(edition / "tei/two.xml", "//t:persName/@ref") == [
        "register.xml#smith", "register.xml#bob",
    ]  # fmt: skip
    assert find(edition / "tei/two.xml", "//t:persName/text()") == ["Ann Smith", "Bob Smith"]
    call("add", "person", "Smith, Ann", "--id", "other")

    done = call("add", "../two.txt", "--id", "three", "--from", "Ann Smith")

    assert done.exit_code == 2
    assert "smith (Smith, Ann), other (Smith, Ann)" in done.output


# Entries.


def test_the_first_person_takes_the_place_of_the_template(edition: Path) -> None:
    """Further ones follow; the template's words are gone."""
    first = call(
        "add",
        "person",
        "Smith, Ann & Co",
        "--description",
        "A <sailor>.",
        "--idno",
        "GND=118540238",
    )
    second = call("add", "person", "Leonardo da Vinci")
    place = call("add", "place", "York")
    org = call("add", "org", "Board of Trade")

    path = edition / "tei/register.xml"
    told = [done.stdout.strip() for done in (first, second, place, org)]
    assert told == [f"tei/register.xml#{i}" for i in ("smith", "vinci", "york", "board-of-trade")]
    assert find(path, "//t:person/@xml:id") == ["smith", "vinci"]
    assert find(path, "//t:person[1]//text()[normalize-space()]") == [
        "Smith", ", ", "Ann & Co", "118540238", "A <sailor>.",
    ]  # fmt: skip
    assert find(path, "//t:standOff/*/@xml:id | //t:standOff/*/*/@xml:id")[2:] == [
        "york", "board-of-trade",
    ]  # fmt: skip
    assert list_codes(edition) == set()
    assert '      <person xml:id="vinci">\n        <persName>' in path.read_text()


def test_a_name_that_the_register_has_is_refused(edition: Path) -> None:
    """In whatever order and spelling of capitals; with an identifier it is another person."""
    call("add", "person", "Smith, Ann")
    before = (edition / "tei/register.xml").read_bytes()

    for name in ("Smith, Ann", "Ann Smith", "ann smith"):
        done = call("add", "person", name)
        assert done.exit_code == 2
        assert 'the register has "Smith, Ann" already: smith' in done.output
    for ident in ("smith", "p1", "a b", "1a"):
        assert call("add", "person", "Else", "--id", ident).exit_code == 2
    assert (edition / "tei/register.xml").read_bytes() == before
    assert call("add", "person", "Smith, Ann", "--id", "smith-2").exit_code == 0


ONE = '<person xml:id="a"><persName>A</persName></person>'
REGISTERS = {
    "entries in one line": f"<listPerson>{ONE}</listPerson>",
    "empty list": "<listPerson></listPerson>",
    "no list": "",
    "list with a head": "<listPerson>\n <head>All</head>\n</listPerson>",
    "two lists": f"<listPerson>{ONE}</listPerson>\n"
    '<listPerson type="x">\n  <person xml:id="b"><persName>B</persName></person>\n</listPerson>',
    "a comment at the end": f"<listPerson>{ONE}<!-- <person/> --></listPerson>",
    "other entries": '<listPlace><place xml:id="a"><placeName>A</placeName></place></listPlace>',
    "nested places": '<listPlace><place xml:id="a"><placeName>A</placeName><place xml:id="b">'
    "<placeName>B</placeName></place></place></listPlace>",
}


HEAD = (
    "<teiHeader><fileDesc><titleStmt><title>R</title></titleStmt><publicationStmt><p/>"
    "</publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
)


@pytest.fixture(scope="module")
def one_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all registers, whose schema is then read once."""
    return tmp_path_factory.mktemp("register")


@settings(max_examples=40, deadline=None)
@given(
    content=st.sampled_from(list(REGISTERS.values())),
    kind=st.sampled_from([Kind.PERSON, Kind.PLACE, Kind.ORGANISATION]),
    encoding=st.sampled_from(["utf-8", "utf-16", "iso-8859-1"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
    prefix=st.sampled_from(["", "t"]),
)
def test_an_entry_changes_no_other_byte_of_any_register(
    one_folder: Path,
    content: str, kind: Kind, encoding: str, line_end: str, prefix: str,
) -> None:  # fmt: skip
    """Whatever its encoding, line ends, prefix and lists; and the register has one entry more."""
    head = (
        "<teiHeader><fileDesc><titleStmt><title>R</title></titleStmt><publicationStmt><p/>"
        "</publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
    )
    inner = f"{head}\n<standOff>\n{content}\n</standOff>"
    if prefix:
        inner = inner.replace("</", f"\0/{prefix}:").replace("<!", "\1").replace("<", f"<{prefix}:")
        inner = inner.replace("\0", "<").replace("\1", "<!")
    name = f"{prefix}:TEI" if prefix else "TEI"
    xmlns = f"xmlns:{prefix}" if prefix else "xmlns"
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<{name} {xmlns}="{NS["t"]}">{inner}</{name}>'
    )
    path = one_folder / "r.xml"
    path.write_bytes(text.replace("\n", line_end).encode(encoding))
    config = make_config({"edition": {"texts": [], "registers": ["r.xml"]}}, one_folder)

    entering = enter(config, NewEntry(kind, "Zoë Ďurić"))

    before, after = (
        entering.revision.before.decode(encoding),
        entering.revision.after.decode(encoding),
    )
    start = next(i for i in range(len(after)) if before[i : i + 1] != after[i])
    assert after.endswith(before[start:]) or before[start:] in after
    assert len(after) > len(before)
    tree = etree.fromstring(entering.revision.after)
    (entry,) = [e for e in tree.iter() if e.get(XML_ID) == entering.ident]
    words = raw_text(entry).strip()
    assert words == "Zoë Ďurić"
    assert line_end == "\n" or "\n" not in after.replace("\r\n", "")
