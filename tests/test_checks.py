"""The checks, each beyond what its examples in tests/problems show."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tei_edition.checks import check_edition, check_file, list_dependencies
from tei_edition.checks.positions import locate_character
from tei_edition.checks.rules.copytext import check_copy_texts, read_witness
from tei_edition.checks.rules.dates import is_date
from tei_edition.checks.rules.names import check_untagged_names
from tei_edition.config import list_registers, list_texts, make_config
from tei_edition.facts.pointers import Resolver
from tei_edition.facts.text import Edition
from tei_edition.problems import EditionError, Location, Problem, sort_problems
from tei_edition.reader.text import read_text
from tei_edition.report.selection import settle_problems
from tei_edition.source import Source, read_source
from tei_edition.tei import tei

if TYPE_CHECKING:
    from tei_edition.config import Config

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"'
HEADER = "<teiHeader/>"
WITNESSES = (
    "<teiHeader><fileDesc><sourceDesc><listWit>"
    '<witness xml:id="N"/><witness xml:id="L"/>'
    "</listWit></sourceDesc></fileDesc></teiHeader>"
)
HERE = Path(__file__).parent
SHIPPED = HERE.parent


def write(folder: Path, **files: str) -> Path:
    """Write files, given as name__suffix; what is no whole file becomes the body of a TEI text."""
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        is_body = path.suffix == ".xml" and not content.startswith(("<?", "<TEI", "<p xmlns"))
        path.write_text(wrap(content) if is_body else content, encoding="utf-8", newline="")
    return folder


def wrap(body: str, header: str = HEADER, after: str = "") -> str:
    """A TEI file with this body; `after` stands after the header."""
    return f"{TEI}>{header}{after}<text><body>{body}</body></text></TEI>"


def read(config: Config) -> tuple[Edition, list[Source]]:
    """The edition and its sources, read without the pipeline."""
    texts = [read_source(path, config.root) for path in list_texts(config)]
    registers = [read_source(path, config.root) for path in list_registers(config)]
    facts = [
        tuple(read_text(source, config.text) for source in sources if source.root is not None)
        for sources in (texts, registers)
    ]
    return Edition(facts[0], facts[1]), texts + registers


def check(folder: Path, **settings: Any) -> list[Problem]:
    """Everything that is wrong with the edition of all files *.xml in a folder.

    Headers are as short as can be, and what they leave out is not told.
    """
    table = {"schema": "none", **settings}
    config = make_config({"edition": {"texts": ["*.xml"]}, "check": table}, folder)
    edition, sources = read(config)
    found = [
        problem
        for source in sources
        if source.root is not None
        for problem in check_file(source, read_text(source, config.text), config)
    ]
    found += [problem for source in sources for problem in source.problems]
    found += check_edition(edition, config)
    told = [problem for problem in found if problem.code != "incomplete-header"]
    return settle_problems(told, config)


def told(problems: list[Problem]) -> list[tuple[str, int, int]]:
    """Codes with their lines and columns."""
    return [(p.code, p.location.line, p.location.column) for p in problems]


class TestCopyText:
    """The text of a witness, and where it differs from its copy-text."""

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("<p>one <note>no</note>two</p>", "one two"),
            ("<p>one <supplied>no</supplied>two</p>", "one two"),
            ("<p><choice>\n <sic>wun</sic>\n <corr>one</corr>\n</choice></p>", "wun"),
            ("<p><choice><reg>one</reg><orig>un</orig></choice></p>", "un"),
            ("<p><choice><abbr>Dr</abbr><expan>D<ex>octo</ex>r</expan></choice></p>", "Dr"),
            ('<p><app><lem wit="#N">one</lem><rdg wit="#L">two</rdg></app></p>', "one"),
            ('<p><app><lem wit="#L">one</lem><rdg wit="#K #N">two</rdg></app></p>', "two"),
            ('<p><app><lem>one</lem><rdg wit="#L">two</rdg></app></p>', "one"),
            ('<p><app><lem wit="#L">one</lem></app>two</p>', "two"),
            (
                '<p><app><rdgGrp><rdg wit="w.xml#N">one</rdg></rdgGrp><rdg wit="L"/></app></p>',
                "one",
            ),
            (
                '<p><app><lem wit="#N">a <app><lem wit="#N">b</lem></app></lem></app></p>',
                "a b",
            ),
            ("<p>one <!-- no -->two <?no no?>three</p>", "one two three"),
            ("<p>one<note>no <app><lem>no</lem></app></note></p>", "one"),
        ],
    )
    def test_the_text_of_a_witness(self, body: str, expected: str, tmp_path: Path) -> None:
        """A witness has its own readings and untouched words, and nothing of the editors'."""
        source = read_source(write(tmp_path, a__xml=body) / "a.xml", tmp_path)

        assert read_witness(source, "N").split() == expected.split()

    def compare(self, folder: Path, copy: str, **files: str) -> list[Problem]:
        """What the copy-text check says of files that should read as `copy`."""
        (folder / "copy.txt").write_text(copy, encoding="utf-8")
        config = make_config(
            {"edition": {"texts": ["*.xml"]}, "check": {"copy_text": {"N": "copy.txt"}}},
            write(folder, **files),
        )
        edition, _ = read(config)
        return list(check_copy_texts(Resolver(edition), config))

    def test_texts_are_read_in_their_order(self, tmp_path: Path) -> None:
        """A copy-text may be encoded in several files."""
        assert not self.compare(tmp_path, "one\n\ntwo", a__xml="<p>one</p>", b__xml="<p>two</p>")

    @pytest.mark.parametrize(
        "body",
        [
            "<p>one  two\n   three</p>",
            "<p>one</p><p>two three</p>",
            "<p>one<lb/>two<pb/>three</p>",
            '<p>o<lb break="no"/>ne two three</p>',
            "<head>one</head>two <hi>th</hi>ree",
            "\n<p>one two</p>\n\n<p>three</p>\n",
        ],
    )
    def test_white_space_may_vary(self, body: str, tmp_path: Path) -> None:
        """How much white space separates words is all one; between blocks it may be missing."""
        assert not self.compare(tmp_path, "one two\n\nthree\n", a__xml=body)

    @pytest.mark.parametrize("body", ["<p>onetwo three</p>", "<p>one t<hi> wo</hi> three</p>"])
    def test_white_space_within_a_block_counts(self, body: str, tmp_path: Path) -> None:
        """Words that run together, or fall apart, are found."""
        assert self.compare(tmp_path, "one two three", a__xml=body)

    def test_both_readings_are_quoted(self, tmp_path: Path) -> None:
        """The message has a few words of both, and the copy-text's own place is related."""
        found, missing = self.compare(
            tmp_path,
            "one two three\nfour fife six seven",
            a__xml="<p>one two three four five six</p>",
        )

        assert found.message == (
            'the text of N has "two three four five six", '
            'its copy-text "two three four fife six seven"'
        )
        assert found.related == (Location("copy.txt", 2, 8),)
        assert missing.message == (
            'the text of N has "four five six", its copy-text "four fife six seven"'
        )

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("<p>one ", " two</p>"),
            ("<p>\n  one <hi rend='x'>t</hi>wo\n  ", "</p>"),
            ("<p>&amp;&#233;&lt; ", "</p>"),
            ("<p>\U0001d504\U0001d505 東京 ", "</p>"),
            ("<p>one <!-- a\ncomment -->two <?pi?> ", " three</p>"),
            ("<p><!-- a --> ", "</p>"),
            ("<p>one<note>not\nthis</note> two ", "</p>"),
            ("<p>one <![CDATA[two ", " & three]]></p>"),
            ('<p><app><lem wit="#L">no</lem><rdg wit="#N">one ', " two</rdg></app></p>"),
            ("<p>one\r\ntwo\r\n ", "\r\n</p>"),
            ("<p>\tone\t", "</p>"),
            ("<p\n  n='1'\n  >one ", "</p>"),
            ("<p>a</p><p>b</p><div><p><hi><hi>", "</hi> more</hi></p></div>"),
        ],
    )
    def test_one_changed_letter_is_found_where_it_stands(
        self, before: str, after: str, tmp_path: Path
    ) -> None:
        """The place is the line and column of the very letter, whatever markup is round it."""
        content = f"{TEI}>\n{WITNESSES}\n<text><body>{before}x{after}</body></text></TEI>"
        source = read_source(write(tmp_path, a__xml=content) / "a.xml", tmp_path)
        copy = read_witness(source, "N").replace("x", "y")
        lines = content.replace("\r\n", "\n").split(f"{before}x".replace("\r\n", "\n"))[0]
        start = (lines + before.replace("\r\n", "\n")).split("\n")

        [found] = self.compare(tmp_path, copy, a__xml=content)

        assert found.location == Location("a.xml", len(start), len(start[-1]) + 1)

    @pytest.mark.parametrize("seed", range(8))
    def test_any_letter_of_the_shipped_text(self, seed: int, tmp_path: Path) -> None:
        """Changing any one letter of the shipped edition's text fails with its line and column."""
        choice = random.Random(seed)  # noqa: S311 - no secret
        path = SHIPPED / "tei" / "october.xml"
        original = path.read_text(encoding="utf-8")
        source = read_source(path, SHIPPED)
        assert source.root is not None
        paragraph = choice.choice(
            [
                p
                for p in source.root.iter(tei("p"))
                if p.text
                and "note" not in {str(a.tag).rpartition("}")[2] for a in p.iterancestors()}
                and any(a.tag == tei("body") for a in p.iterancestors())
            ]
        )
        letters = [i for i, c in enumerate(paragraph.text or "") if c.isalpha()]
        place = locate_character(source, paragraph, choice.choice(letters))
        lines = original.split("\n")
        line = lines[place.line - 1]
        lines[place.line - 1] = f"{line[: place.column - 1]}¤{line[place.column :]}"
        seed_text = next((SHIPPED / "seeds").glob("*.txt")).read_text(encoding="utf-8")

        [found] = self.compare(tmp_path, seed_text, october__xml="\n".join(lines))

        assert found.location == Location("october.xml", place.line, place.column)
        assert "¤" in found.message

    def test_missing_and_surplus_text(self, tmp_path: Path) -> None:
        """Text that ends too early or too late is found at its end."""
        [early] = self.compare(tmp_path, "one two", a__xml="<p>one</p>")
        [late] = self.compare(tmp_path, "one", a__xml="<p>one two</p>")

        assert early.message == 'the text of N has "one", its copy-text "one two"'
        assert late.message == 'the text of N has "one two", its copy-text "one"'
        assert [found.location.column for found in (early, late)] == [71, 73]

    def test_a_siglum_must_be_declared(self, tmp_path: Path) -> None:
        """A copy-text of an unknown witness is found in edition.toml itself."""
        write(tmp_path, edition__toml='[check.copy_text]\nN = "copy.txt"\n')
        header = WITNESSES.replace('"N"', '"New"')

        [found] = self.compare(tmp_path, "one", a__xml=wrap("<p>one</p>", header))

        assert (found.code, found.location) == ("unknown-witness", Location("edition.toml", 2, 1))

    def test_text_that_another_file_brings_in(self, tmp_path: Path) -> None:
        """A difference in an included file is placed in that file."""
        chapter = '<p xmlns="http://www.tei-c.org/ns/1.0">two</p>'
        (tmp_path / "parts").mkdir()
        write(tmp_path / "parts", b__xml=chapter)
        include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="parts/b.xml"/>'

        [found] = self.compare(tmp_path, "one\ntoo", a__xml=f"<p>one</p>{include}")

        assert found.location.file == "parts/b.xml"


class TestSchema:
    """What the schema does not allow, in an editor's words."""

    SCHEMA = (HERE / "problems" / "small.rng").read_text(encoding="utf-8")

    def judge(self, folder: Path, body: str, **settings: Any) -> list[Problem]:
        """What is wrong with a text of this body by the small schema."""
        write(folder, small__rng=self.SCHEMA, a__xml=body)
        return check(folder, **{"schema": "small.rng", **settings})

    @pytest.mark.parametrize(
        ("body", "message", "hint"),
        [
            ("<q/>", "the schema has no element <q>, though TEI has one", "in its ODD"),
            ("<persName/>", "<persName> is not allowed in <body>", "wrap it in <p>"),
            ("<list/>", "<list> lacks <item>", "put <item> before </list>"),
            ("<p><gap resn='x'/></p>", "<gap> has no attribute @resn", 'did you mean "reason"?'),
            ("<p><persName ref='a b%'/></p>", '@ref of <persName> may not be "a b%"', "an address"),
            ("<p/><p xmlns=''/>", "<p> is in no namespace", "write xmlns="),
            ("<p>x<gap/></p>", "<gap> lacks @reason", ""),
        ],
    )
    def test_the_message_says_what_would_be_right(
        self, body: str, message: str, hint: str, tmp_path: Path
    ) -> None:
        """Each kind of fault has its own words and its own remedy."""
        found = [p for p in self.judge(tmp_path, f"{body}<p/>") if p.code.startswith("schema")]

        assert [problem.message for problem in found] == [message]
        assert hint in found[0].hint

    def test_one_fault_is_told_once(self, tmp_path: Path) -> None:
        """What follows from a fault is not told again."""
        found = self.judge(tmp_path, "<p>a</p>\n<list><p>c</p> <p>d</p></list>\n<p><e><f/></e></p>")

        assert [p.location.line for p in found] == [2, 3]

    def test_faults_of_two_elements_are_two(self, tmp_path: Path) -> None:
        """One mistake does not hide another somewhere else."""
        found = self.judge(tmp_path, "<p><gap/></p><p><persName cert='no'/></p><p>b<c/></p>")

        assert len(found) == 3

    def test_bad_ids_and_dates_are_told_by_their_own_codes(self, tmp_path: Path) -> None:
        """The schema does not say again what another code says better."""
        schema = self.SCHEMA.replace(
            '<element name="p"><ref name="words"/>',
            '<element name="p"><optional><attribute name="xml:id"><data type="ID"/></attribute>'
            '</optional><optional><attribute name="when"><data type="date"/></attribute></optional>'
            '<ref name="words"/>',
        )
        write(tmp_path, other__rng=schema)

        found = self.judge(tmp_path, '<p xml:id="1"/><p when="soon"/>', schema="other.rng")

        assert [p.code for p in found if p.severity != "note"] == ["malformed-id", "invalid-dating"]

    def test_the_file_may_name_its_schema(self, tmp_path: Path) -> None:
        """Without a key in edition.toml the file's own xml-model counts."""
        model = '<?xml version="1.0"?>\n<?xml-model href="small.rng"?>\n'

        found = self.judge(tmp_path, model + wrap("<q/>"), schema="")

        [told] = found
        assert told.message == "the schema has no element <q>, though TEI has one"

    @pytest.mark.parametrize("href", ["../small.rng", "/etc/small.rng", "file:///small.rng"])
    def test_no_schema_outside_the_folder_is_read(self, href: str, tmp_path: Path) -> None:
        """A file from a stranger cannot make the program read what is private."""
        folder = tmp_path / "edition"
        folder.mkdir()
        write(tmp_path, small__rng=self.SCHEMA)
        model = f'<?xml version="1.0"?>\n<?xml-model href="{href}"?>\n'
        source = read_source(write(folder, a__xml=model + wrap("<p/>")) / "a.xml", folder)
        config = make_config({}, folder)

        assert tmp_path / "small.rng" not in list_dependencies(source, config)

    def test_what_a_check_depends_on(self, tmp_path: Path) -> None:
        """The schema of a file is named, for whoever keeps results."""
        source = read_source(write(tmp_path, a__xml="<p/>") / "a.xml", tmp_path)
        write(tmp_path, small__rng=self.SCHEMA)

        def depend(schema: str) -> tuple[Path, ...]:
            return list_dependencies(source, make_config({"check": {"schema": schema}}, tmp_path))

        assert depend("small.rng") == (tmp_path / "small.rng",)
        assert depend("none") == ()

    def test_a_schema_that_is_none(self, tmp_path: Path) -> None:
        """A schema with a fault of its own is one problem, placed in the schema."""
        write(tmp_path, b__xml="<p/>")
        broken = self.SCHEMA.replace("</grammar>", "")

        found = self.judge(tmp_path, "<p/>")
        write(tmp_path, small__rng=broken)
        (again,) = check(tmp_path, schema="small.rng")

        assert not found
        assert (again.code, again.location.file) == ("schema-unreadable", "small.rng")

    def test_a_schema_in_compact_syntax(self, tmp_path: Path) -> None:
        """A schema may end in .rnc; what it includes counts among what a check depends on."""
        write(
            tmp_path,
            a__xml="<p/>",
            small__rnc='include "inner.rnc"\nstart = element * { any }',
            inner__rnc="any = (attribute * { text }* | text | element * - q { any })*",
        )
        source = read_source(tmp_path / "a.xml", tmp_path)
        config = make_config({"check": {"schema": "small.rnc"}}, tmp_path)

        assert check(tmp_path, schema="small.rnc") == []
        assert {path.name for path in list_dependencies(source, config)} == {
            "small.rnc",
            "inner.rnc",
        }

    def test_a_schema_that_the_configuration_names_must_be_there(self, tmp_path: Path) -> None:
        """A wrong path in edition.toml ends the work."""
        with pytest.raises(EditionError, match=r'no schema "none\.rng"'):
            self.judge(tmp_path, "<p/>", schema="none.rng")

    def test_what_an_include_brought_in_is_placed_in_its_file(self, tmp_path: Path) -> None:
        """The schema judges the whole; the place is in the file where the fault is."""
        (tmp_path / "parts").mkdir()
        write(tmp_path / "parts", b__xml='<p xmlns="http://www.tei-c.org/ns/1.0">\n<q/></p>')
        include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="parts/b.xml"/>'

        (found,) = self.judge(tmp_path, f"<p/>{include}")

        assert found.location == Location("parts/b.xml", 2, 1)


class TestPointers:
    """Pointers in all the ways in which editions write them."""

    REGISTER = wrap(
        "",
        after=(
            '<standOff><listPerson><person xml:id="k"><persName>K</persName></person></listPerson>'
            '<listPlace><place xml:id="petrograd"><placeName>P</placeName></place></listPlace>'
            "</standOff>"
        ),
    )

    def point(self, folder: Path, body: str, header: str = HEADER) -> list[str]:
        """Codes and hints for a text of this body beside a register."""
        write(folder, a__xml=wrap(body, header), register__xml=self.REGISTER)
        found = check(folder)
        return [f"{p.code}: {p.hint}" for p in found if p.code != "unreferenced-entity"]

    @pytest.mark.parametrize(
        "body",
        [
            '<persName ref="register.xml#k"/>',
            '<persName ref="#k"/>',
            '<persName key="k"/>',
            '<persName ref="per:k"/>',
            '<persName ref="https://viaf.org/viaf/1 #k"/>',
            '<rs type="person" ref="#k"/>',
            '<author key="k"/>',
            '<name key=""/>',
            "<persName/>",
            '<author xml:id="a"/><persName ref="#a"/>',
            '<term key="anything"/>',
            '<ref target="https://example.org/"/>',
            '<ref target="mailto:a@example.org"/>',
            '<ref target="register.xml"/>',
            '<ref target="note.txt"/>',
            '<ref target="/about/us"/>',
            '<ref target="#xpath(//p[1])"/>',
            '<seg xml:id="s"/><ref target="#s"/>',
            '<rdg wit="#N #L"/>',
        ],
    )
    def test_ways_to_point_that_are_right(self, body: str, tmp_path: Path) -> None:
        """Each way of DESIGN's list leads somewhere."""
        write(tmp_path, note__txt="A note.")
        prefix = '<prefixDef ident="per" matchPattern="(.*)" replacementPattern="register.xml#$1"/>'
        header = WITNESSES.replace("<fileDesc>", f"<encodingDesc>{prefix}</encodingDesc><fileDesc>")

        assert self.point(tmp_path, f'<p>{body} <ptr target="per:k"/></p>', header) == []

    @pytest.mark.parametrize(
        ("body", "told"),
        [
            ('<persName ref="#nobody"/>', "unknown-person: correct the pointer, or add an entry"),
            ('<persName ref="registr.xml#k"/>', 'unknown-person: did you mean "register.xml#k"?'),
            ('<placeName ref="#petrogard"/>', 'unknown-place: did you mean "petrograd"?'),
            ('<placeName ref="#k"/>', "wrong-entity-kind: <placeName> names a place"),
            ('<rs type="place" ref="#petrogra"/>', 'unknown-place: did you mean "petrograd"?'),
            ('<rs ref="#petrogra"/>', 'unknown-entity: did you mean "petrograd"?'),
            ('<rdg wit="#k"/>', "wrong-target-kind: point @wit to a witness"),
            ('<rdg wit="#M"/>', "unknown-witness: declare it in a listWit"),
            ('<seg xml:id="s"/><ref target="s"/>', 'unknown-target: did you mean "#s"?'),
            ('<ref target="regster.xml#k"/>', 'unknown-target: did you mean "register.xml"?'),
            ('<ref target="register.xml#petrogra"/>', 'unknown-target: did you mean "petrograd"?'),
        ],
    )
    def test_pointers_astray(self, body: str, told: str, tmp_path: Path) -> None:
        """A pointer that leads nowhere, or to the wrong kind, is reported with the nearest name."""
        (found,) = self.point(tmp_path, f"<p>{body}</p>")

        assert found.startswith(told)

    def test_keys_of_a_database_elsewhere(self, tmp_path: Path) -> None:
        """Several keys that all lead nowhere are one warning; one or two are slips, and errors."""
        names = '<persName key="{}"/> <persName key="{}"/> <name key="{}"/>'
        write(
            tmp_path,
            a__xml=wrap(f"<p>{names.format('k', 'k', 'x')}</p>"),
            b__xml=wrap(f"<p>{names.format('1039', '1065', '1268')} <name key='1039'/></p>"),
            c__xml=wrap(f"<p>{names.format('y', 'z', 'z')}</p>"),
            register__xml=self.REGISTER,
        )

        found = [p for p in check(tmp_path) if p.code.startswith("unknown")]

        said = [(p.location.file, p.severity, p.message.partition(" key")[0]) for p in found]
        assert said == [
            ("a.xml", "error", 'no entry "x" in the register'),
            ("b.xml", "warning", "none of the 3"),
            ("c.xml", "error", 'no person "y" in the register'),
            ("c.xml", "error", 'no person "z" in the register'),
            ("c.xml", "error", 'no entry "z" in the register'),
        ]

    def test_every_place_is_a_problem_of_its_own(self, tmp_path: Path) -> None:
        """The same unknown value three times is three problems."""
        body = '<p><persName ref="#x"/>\n<persName ref="#x"/> <persName ref="#x"/></p>'

        assert len(self.point(tmp_path, body)) == 3


class TestDates:
    """Dates in attributes."""

    @pytest.mark.parametrize(
        "value",
        [
            "1917", "1917-11", "1917-11-07", "-0043-03-15", "0000", "12345", "--11-07", "---07",
            "--11", "1917-11-07T21:40:00", "1917-11-07T21:40:00Z", "21:40:00", "1917-11-07+03:00",
            "2000-02-29",
        ],
    )  # fmt: skip
    def test_dates_as_w3c_writes_them(self, value: str) -> None:
        """Every form of teidata.temporal.w3c is a date."""
        assert is_date(value)

    @pytest.mark.parametrize(
        "value",
        [
            "",
            "17",
            "1917-13",
            "1917-11-31",
            "1900-02-29",
            "7.11.1917",
            "1917-11-07T25:00:00",
            "--13",
        ],
    )
    def test_what_is_no_date(self, value: str) -> None:
        """Days that do not exist, and other ways to write, are none."""
        assert not is_date(value)

    def date(self, folder: Path, attributes: str) -> list[tuple[str, int, int]]:
        """What is wrong with a date of these attributes."""
        return told(check(write(folder, a__xml=f"<p>\n<date {attributes}/></p>")))

    @pytest.mark.parametrize(
        "attributes",
        [
            'when="1917-11-07" when-custom="1917-10-25" datingMethod="x:julian"',
            'from="1917-11-07" from-custom="1917-10" datingMethod="x:Julian"',
            'when="1917" when-custom="1917-10-25" calendar="x:julian"',
            'when-custom="the third year of Cyrus" datingMethod="x:regnal"',
            'when-custom="5 Vendémiaire" datingMethod="x:julian"',
            'when-iso="2017-W03" to-iso="P3D"',
            'notBefore="1917" notAfter="1917-01"',
            'when="1948-05-14" when-custom="5708-02-05" datingMethod="x:hebrew"',
            'when="1453-06-08" when-custom="857-5-20" datingMethod="x:islamic"',
            'when-iso="19171107" dur="P3D" dur-iso="PT1.5H"',
            'from="1917" notAfter="1917-03"',
        ],
    )
    def test_datings_that_agree(self, attributes: str, tmp_path: Path) -> None:
        """Days that are the same, or lie one in the other, and calendars that are not judged."""
        assert self.date(tmp_path, attributes) == []

    @pytest.mark.parametrize(
        ("attributes", "code"),
        [
            (
                'when="1917-11-06" when-custom="1917-10-25" datingMethod="x:julian"',
                "calendar-mismatch",
            ),
            ('from="1917-11" from-custom="1917-08" datingMethod="x:julian"', "calendar-mismatch"),
            ('when="1918" when-custom="1917-10-25" calendar="x:julian"', "calendar-mismatch"),
            ('when="" ', "invalid-dating"),
            ('when-custom="1917-02-29" datingMethod="x:julian"', "invalid-dating"),
            (
                'when="1948-05-15" when-custom="5708-02-05" datingMethod="x:hebrew"',
                "calendar-mismatch",
            ),
            (
                'when="1453-06-11" when-custom="857-5-20" datingMethod="x:islamic"',
                "calendar-mismatch",
            ),
            ('notBefore="1918" notAfter="1917-12-31"', "dating-order"),
            ('from="1918" notAfter="1917-12-31"', "dating-order"),
            ('when="1918" notAfter="1917"', "dating-order"),
            ('dur="three days"', "invalid-dating"),
        ],
    )
    def test_datings_at_odds(self, attributes: str, code: str, tmp_path: Path) -> None:
        """The place is that of the attribute."""
        assert self.date(tmp_path, attributes) == [(code, 2, 7)]

    def test_dates_of_registers_are_judged_too(self, tmp_path: Path) -> None:
        """Births and deaths are datings like others; pages of books are none."""
        register = '<standOff><person><birth when="1881-02-30"/></person></standOff>'
        body = '<p><biblScope from="111" to="118"/></p>'
        write(tmp_path, a__xml=wrap(body, after=register))

        assert [problem.code for problem in check(tmp_path)] == ["invalid-dating"]


class TestRegister:
    """Register entries."""

    def register(self, folder: Path, here: str, there: str) -> list[Problem]:
        """What is wrong between a register and a text with entries of their own."""
        write(
            folder,
            a__xml=wrap('<p><persName ref="#k"/></p>', after=f"<standOff>{here}</standOff>"),
            register__xml=wrap("<p/>", after=f"<standOff>{there}</standOff>"),
        )
        table = {"texts": ["a.xml"], "registers": ["register.xml"]}
        config = make_config({"edition": table, "check": {"schema": "none"}}, folder)
        edition, _ = read(config)
        return sort_problems(check_edition(edition, config))

    ENTRY = (
        '<listPerson><person xml:id="{}"><persName>{}</persName><birth when="{}"/>'
        '<death when="1970"/>{}</person></listPerson>'
    )

    @pytest.mark.parametrize(
        "entry",
        [
            ENTRY.format("k", "K", "1881", ""),
            ENTRY.format("k", " k ", "1881-05-04", '<idno type="GND">118540238</idno>'),
            ENTRY.format("k", "Kay</persName><persName>K", "1881", ""),
            '<listPerson><person xml:id="k"/></listPerson>',
        ],
    )
    def test_an_entry_in_two_files_that_agree(self, entry: str, tmp_path: Path) -> None:
        """What one says and the other does not is no conflict: the two are one entity."""
        assert self.register(tmp_path, entry, self.ENTRY.format("k", "K", "1881", "")) == []

    @pytest.mark.parametrize(
        ("entry", "message"),
        [
            (ENTRY.format("k", "L", "1881", ""), "K and L"),
            (ENTRY.format("k", "K", "1882", ""), "1881–1970 and 1882–1970"),
            (
                ENTRY.format("k", "K", "1881", '<idno type="GND">118607626</idno>'),
                "GND 118540238 and 118607626",
            ),
            (
                '<listPlace><place xml:id="k"><placeName>K</placeName></place></listPlace>',
                "person and place",
            ),
        ],
    )
    def test_an_entry_in_two_files_that_differ(
        self, entry: str, message: str, tmp_path: Path
    ) -> None:
        """The text's entry has the problem, with the place of the register's."""
        idno = '<idno type="GND">118540238</idno>'
        (found,) = (
            problem
            for problem in self.register(tmp_path, entry, self.ENTRY.format("k", "K", "1881", idno))
            if problem.code == "conflicting-entries"
        )

        assert found.message == f'two entries "k" differ: {message}'
        assert (found.location.file, found.related[0].file) == ("a.xml", "register.xml")

    def test_identifiers_of_two_headers_are_no_conflict(self, tmp_path: Path) -> None:
        """Each play may call a character of its own by the same identifier."""
        one, other = (self.ENTRY.format("k", name, "1881", "") for name in "KL")
        body = '<p><persName ref="#k"/></p>'
        write(tmp_path, a__xml=wrap(body, after=f"<standOff>{one}</standOff>"))
        write(tmp_path, b__xml=wrap(body, after=f"<standOff>{other}</standOff>"))

        assert check(tmp_path) == []

    @pytest.mark.parametrize(
        ("entry", "found"),
        [
            (ENTRY.format("l", "K", "1881", ""), True),
            (ENTRY.format("l", "K", "1882", ""), False),
            (ENTRY.format("l", "L", "1881", ""), False),
            (ENTRY.format("l", "L", "1881", '<idno type="GND">118540238</idno>'), True),
            (
                ENTRY.format(
                    "l", "L", "1881", '<idno type="URI">http://d-nb.info/gnd/118540238</idno>'
                ),
                True,
            ),
            (ENTRY.format("l", "L", "1881", '<idno type="shelfmark">118540238</idno>'), False),
        ],
    )
    def test_two_entries_of_one_person(self, entry: str, found: bool, tmp_path: Path) -> None:
        """Known by an identifier of an authority, or by name and both years."""
        idno = '<idno type="GND">118540238</idno>'
        problems = self.register(tmp_path, entry, self.ENTRY.format("k", "K", "1881", idno))

        assert ("duplicate-entity" in {problem.code for problem in problems}) is found

    def test_places_may_share_an_identifier(self, tmp_path: Path) -> None:
        """A suburb has that of its town."""
        idno = '<idno type="GeoNames">2950159</idno></place>'
        places = "".join(
            f'<place xml:id="{name}"><placeName>{name}</placeName>{idno}' for name in ("a", "b")
        )
        found = self.register(tmp_path, f"<listPlace>{places}</listPlace>", "<p/>")

        assert "duplicate-entity" not in {problem.code for problem in found}

    @pytest.mark.parametrize(
        ("lives", "found"),
        [
            ('<birth when="1881"/><death when="1881"/>', False),
            ('<birth when="1881-05"/><death when="1881-04-30"/>', True),
            ("<birth>1867</birth><death>1790</death>", True),
            ('<birth><date when="1867"/></birth><death><date notAfter="1790"/></death>', True),
            ('<birth notBefore="1867"/><death notBefore="1790"/>', False),
            ('<birth when="1881"/><birth when="1781"/><death when="1800"/>', False),
            ("<birth>about 1867</birth><death>1790</death>", False),
            ('<death when="1790"/>', False),
        ],
    )
    def test_who_dies_before_being_born(self, lives: str, found: bool, tmp_path: Path) -> None:
        """Only what cannot be otherwise is a problem."""
        entry = (
            f'<listPerson><person xml:id="k"><persName>K</persName>{lives}</person></listPerson>'
        )
        problems = self.register(tmp_path, entry, "<p/>")

        assert [p.code for p in problems] == ["dead-before-born"] * found

    @pytest.mark.parametrize(
        ("death", "sent", "found"),
        [
            ('<death when="1825-11-14"/>', 'when="1825-11-14"', False),
            ('<death when="1825"/>', 'when="1825-12-31"', False),
            ('<death when="1825-11-14"/>', 'when="1826"', True),
            ('<death when="1825-11-14"/>', 'notBefore="1826-01-02"', True),
            ('<death when="1825-11-14"/>', 'notAfter="1826-01-02"', False),
            ('<death notBefore="1825"/>', 'when="1826"', False),
            ("", 'when="1826"', False),
        ],
    )
    def test_letters_of_the_dead(self, death: str, sent: str, found: bool, tmp_path: Path) -> None:
        """The latest day of the death, and the earliest of the letter, count."""
        entry = (
            f'<listPerson><person xml:id="k"><persName>K</persName>{death}</person></listPerson>'
        )
        action = f'<persName ref="#k">K</persName><date {sent}/>'
        header = (
            "<teiHeader><profileDesc><correspDesc>"
            f'<correspAction type="sent">{action}</correspAction>'
            "</correspDesc></profileDesc></teiHeader>"
        )
        body = '<p><persName ref="#k">K</persName></p>'
        write(tmp_path, a__xml=wrap(body, header, f"<standOff>{entry}</standOff>"))

        assert [p.code for p in check(tmp_path)] == ["mention-after-death"] * found

    def test_a_name_may_be_the_identifier(self, tmp_path: Path) -> None:
        """An entry whose only name is its identifier has a name all the same."""
        places = (
            '<listPlace><place xml:id="Hof"><placeName>Hof</placeName></place>'
            '<place xml:id="Ulm"><desc>a town</desc></place></listPlace>'
        )
        body = '<p><placeName ref="#Hof"/><placeName ref="#Ulm"/></p>'
        found = check(write(tmp_path, a__xml=wrap(body, after=f"<standOff>{places}</standOff>")))

        assert [(p.code, p.message) for p in found] == [
            ("entity-without-name", '<place> "Ulm" has no name')
        ]

    def test_works_need_no_mention(self, tmp_path: Path) -> None:
        """A bibliography is there to be read."""
        books = '<standOff><listBibl><bibl xml:id="b"><title>B</title></bibl></listBibl></standOff>'

        assert check(write(tmp_path, a__xml=wrap("<p/>", after=books))) == []


class TestUntaggedNames:
    """Names of the register that stand in a text without markup."""

    REGISTER = (
        '<standOff><listPerson><person xml:id="k"><persName><surname>Kerensky</surname>'
        "<forename>Alexander</forename></persName><persName>Aleksandr Kerenskij</persName></person>"
        '<person xml:id="o"><persName>Olga Petrovna</persName></person>'
        '<person xml:id="p"><persName>Olga Petrovna</persName></person>'
        '<person xml:id="c"><persName>毛泽东</persName></person></listPerson>'
        '<listPlace><place xml:id="hof"><placeName>Hof</placeName></place>'
        '<place xml:id="bayreuth"><placeName>Bayreuth</placeName></place>'
        "</listPlace></standOff>"
    )
    TAGGED = (
        '<p><persName ref="#k">K</persName><placeName ref="#bayreuth">Bayreuth</placeName>'
        '<persName ref="#o">O</persName><persName ref="#p">P</persName>'
        '<placeName ref="#hof">Hof</placeName><persName ref="#c">毛泽东</persName></p>'
    )

    def find(self, folder: Path, body: str, tagged: str = TAGGED) -> list[Problem]:
        """The names that are reported of a text of this body."""
        write(folder, a__xml=wrap(f"{tagged}\n{body}", after=self.REGISTER))
        return [problem for problem in check(folder) if problem.code == "untagged-name"]

    @pytest.mark.parametrize(
        ("body", "form"),
        [
            ("<p>Alexander Kerensky fled.</p>", "Alexander Kerensky"),
            ("<p>Alexander\n   Kerensky fled.</p>", "Alexander Kerensky"),
            ("<p>Kerensky, Alexander</p>", "Kerensky, Alexander"),
            ("<p>(Aleksandr Kerenskij)</p>", "Aleksandr Kerenskij"),
            ("<p>a <hi>Alexander</hi> Kerensky</p>", "Alexander Kerensky"),
            ("<p>a<note>Alexander Kerensky</note></p>", "Alexander Kerensky"),
            ("<p>Alexander Ke<lb break='no'/>rensky</p>", "Alexander Kerensky"),
            ("<p>to Bayreuth.</p>", "Bayreuth"),
            ("<p>Alexander Kerensky's men</p>", "Alexander Kerensky"),
            ("<p>Alexander Kerensky<note>him</note> fled.</p>", "Alexander Kerensky"),
            ("<p>同志毛泽东说</p>", "毛泽东"),
        ],
    )
    def test_names_that_are_found(self, body: str, form: str, tmp_path: Path) -> None:
        """Wherever they stand, across lines and other markup, in any script."""
        (found,) = self.find(tmp_path, body)

        assert found.message == f'"{form}" is not marked up here'

    @pytest.mark.parametrize(
        "body",
        [
            "<p>Kerensky fled.</p>",  # nobody tags that word
            "<p>Alexander Kerenskys</p>",
            "<p>Alexander. Kerensky</p>",
            "<p>Alexander Kerensky-Street</p>",
            "<p>Olga Petrovna</p>",  # two of that name
            "<p>Hof</p>",  # too short to tell
            "<p>bayreuth</p>",
            "<p>Bayreuth</p>" * 4,  # an edition that does not tag it
            "<p><persName>Alexander Kerensky</persName></p>",
            "<p><bibl>Alexander Kerensky, Memoirs</bibl></p>",
            "<p><name>Castle</name> Bayreuth</p>",
            "<p>Alexander</p><p>Kerensky</p>",
            "<p>Alexander <persName>Fyodorovich</persName> Kerensky</p>",
            "<p><app><lem>He</lem><rdg>Alexander Kerensky</rdg></app></p>",
        ],
    )
    def test_what_is_no_such_name(self, body: str, tmp_path: Path) -> None:
        """Parts of words and of other names, namesakes, words that the edition does not tag."""
        assert self.find(tmp_path, body) == []

    def test_a_text_without_such_markup_is_left_alone(self, tmp_path: Path) -> None:
        """Who tags no persons is not asked for persons."""
        body = "<p>Alexander Kerensky fled.</p>"

        assert self.find(tmp_path, body, "<p/>") == []

    def test_a_name_is_told_once_for_each_text(self, tmp_path: Path) -> None:
        """At its first place, to the letter, with the number of the others."""
        tag = '<persName ref="#k" n="Alexander Kerensky">Alexander Kerensky</persName>'
        body = f"<p>{tag} &amp; <!-- Alexander Kerensky -->\n an Alexander Kerensky, x</p>"
        (found,) = self.find(tmp_path, f"{body}<p>Alexander Kerensky</p>")

        assert found.message == (
            '"Alexander Kerensky" is not marked up here, and 1 more in this file'
        )
        assert found.hint == 'if it is "k" (Kerensky, Alexander), mark it up'
        assert (found.location.line, found.location.column) == (3, 5)

    def test_a_large_register_and_text_take_no_time(self, tmp_path: Path) -> None:
        """The text is gone through once, whatever the number of names."""
        people = "".join(
            f'<person xml:id="p{n}"><persName>Nomen{n} Cognomen{n}</persName></person>'
            for n in range(4000)
        )
        register = f"<standOff><listPerson>{people}</listPerson></standOff>"
        words = "<p>" + "Nomen7 and Nomen8 Cognomen9 went on and on. " * 4000 + "</p>"
        write(tmp_path, a__xml=wrap(f'<p><persName ref="#p1"/></p>{words}', after=register))
        config = make_config({"edition": {"texts": ["a.xml"]}}, tmp_path)
        edition, _ = read(config)

        start = time.process_time()
        found = list(check_untagged_names(Resolver(edition), config))

        assert found == []
        assert time.process_time() - start < 5  # of work that would take minutes
