"""Whatever an edition can make us compute ends within a budget, in a problem that names the place.

Each input here would take minutes, or for ever, without its budget.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from building import TEI
from tei_edition.checks import check_edition
from tei_edition.cli import main
from tei_edition.config import read_config
from tei_edition.facts.apparatus import MOST_ABOUT, Standing
from tei_edition.loading.edition import load_tree, read_edition
from tei_edition.pages.variants import MOST_COMPARED
from tei_edition.problems import Location, Severity, problem
from tei_edition.publishing.exporting import make_holdings
from tei_edition.reader.rewriting import rewrite_tree
from tei_edition.relaxng import SchemaError, judge_text, judge_tree, read_schema
from tei_edition.report import FORMATS, Report, format_report
from tei_edition.report.text import MOST
from tei_edition.runtime import saxon_apart
from tei_edition.runtime.files import read_regular
from tei_edition.schema.odd import compile_odd
from tei_edition.schema.schematron import SchematronError, judge_source, read_rules
from tei_edition.source import read_source, read_xml
from tei_edition.source.references import stamp_references

if TYPE_CHECKING:
    from collections.abc import Iterator

RNG = "http://relaxng.org/ns/structure/1.0"
SCH = "http://purl.oclc.org/dsdl/schematron"
XSL = "http://www.w3.org/1999/XSL/Transform"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an edition, in which commands run."""
    (tmp_path / "edition.toml").write_text('[edition]\ntexts = ["a.xml"]\nregisters = []\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Rules have a second, and the process that they run in is new, and ends."""
    monkeypatch.setattr(saxon_apart, "SECONDS", 1.0)
    yield
    saxon_apart._stop()


def call(*arguments: str) -> Result:
    """A command that ended by itself."""
    done = CliRunner().invoke(main, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done


# References.

PATHS = {
    "a path for each passage": ("//p", "count(//*[count(//*) &gt; 0])"),
    "a search for each passage": ("//p", "count(//p[. = 'y'])"),
    "all that follows": ("//p/following::p", "@n"),
    "all that precedes": ("//p/preceding::p", "@n"),
    "a comparison with all": ("//p[. = //p]", "@n"),
    "a comparison of all with all": ("//p[//p = 'y']", "@n"),
    "a union": ("//p[//p = 'y'] | //ab[//p = 'z']", "@n"),
    "positions": ("//p", "count(preceding::p) + count(following::p)"),
}


@pytest.mark.parametrize(("match", "use"), PATHS.values(), ids=PATHS)
def test_references_take_no_more_time_than_their_budget(match: str, use: str) -> None:
    """Paths of a header that walk through the text for each passage are reported after seconds."""
    root = etree.fromstring(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><refsDecl>'
        f'<citeStructure match="{match}" use="{use}"/></refsDecl>'
        f"<text>{'<p>x</p>' * 20_000}</text></TEI>"
    )
    start = time.process_time()
    faults = [*stamp_references(root)]
    assert time.process_time() - start < 10
    assert "might never end" in "".join(fault.reason for fault in faults)


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        ("//div//p", ["1", "2", "3", "4"]),
        ("//div/div//p", ["2", "3"]),
        ("//body//div/p", ["1", "2", "3", "4"]),
        ("//div[@n='b']/following::p", ["4"]),
        ("//p[1]", ["1", "2", "4"]),
        ("//div//p[1]", ["1", "2", "4"]),
        ("(//p)[2]", ["2"]),
        ("//div/p | //ab", ["1", "2", "3", "4"]),
    ],
)
def test_paths_in_steps_find_what_they_find_whole(match: str, expected: list[str]) -> None:
    """A path that is carried out step by step gives the same passages, in their order."""
    root = etree.fromstring(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><refsDecl>'
        f'<citeStructure match="{match}" use="@n"/></refsDecl><text><body>'
        '<div><p n="1"/><div n="b"><p n="2"/><p n="3"/></div></div><div><p n="4"/></div>'
        "</body></text></TEI>"
    )
    assert not [*stamp_references(root)]
    found = [element.get("{urn:tei-edition:source}reference") for element in root.iter()]
    assert [name for name in found if name] == expected


# Rules.

LOOPS = {
    "a count": "sum(for $a in 1 to 1000000, $b in 1 to 1000000 return ($a * $b) mod 7) = 1",
    "a pattern": "matches(string-join(((1 to 60) ! 'a', '!')), '^(a+)+$')",
    "a search": "some $a in 1 to 10000000, $b in 1 to 10000000 satisfies $a * $b = -1",
    "a function": "f:f(1)",
}


@pytest.mark.parametrize("test", LOOPS.values(), ids=LOOPS)
@pytest.mark.usefixtures("hurry")
def test_rules_that_do_not_end_are_ended(tmp_path: Path, test: str) -> None:
    """Rules that go round in a circle are reported, with the text, and are not tried again."""
    _write_rules(tmp_path, test)
    rules = read_rules([tmp_path / "r.sch"], tmp_path)
    source = read_xml(tmp_path / "a.xml", tmp_path)
    with pytest.raises(SchematronError, match=r'do not end within 1 seconds on "a.xml"') as told:
        judge_source(rules, source, tmp_path)
    assert told.value.location.file == "r.sch"
    start = time.monotonic()
    with pytest.raises(SchematronError, match="are not applied any more"):
        judge_source(rules, source, tmp_path)
    assert time.monotonic() - start < 1


@pytest.mark.usefixtures("hurry")
def test_rules_that_do_not_end_are_ended_without_help_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system says nothing of their time, as it may be, the clock on the wall counts."""
    monkeypatch.setattr(saxon_apart, "measure_time", lambda _: 0.0)
    monkeypatch.setattr(saxon_apart, "_PATIENCE", 1)
    _write_rules(tmp_path, LOOPS["a function"])
    rules = read_rules([tmp_path / "r.sch"], tmp_path)
    with pytest.raises(SchematronError, match=r"do not end within 1 seconds"):
        judge_source(rules, read_xml(tmp_path / "a.xml", tmp_path), tmp_path)


def test_rules_end_when_nobody_waits_for_them_any_more(tmp_path: Path) -> None:
    """The process ends by itself, also on systems that do not limit its time."""
    _write_rules(tmp_path, LOOPS["a function"])
    program = (
        "import pathlib, sys\n"
        "from tei_edition.runtime import saxon_apart\n"
        "from tei_edition.schema.schematron import judge_source, read_rules\n"
        "from tei_edition.source import read_xml\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        # Neither who asks nor the system ends it.
        "saxon_apart.SECONDS, saxon_apart._wait = 0.2, lambda running, *_: print("
        "running.process.pid, flush=True) or running.process.wait() and b''\n"
        "rules = read_rules([folder / 'r.sch'], folder)\n"
        "judge_source(rules, read_xml(folder / 'a.xml', folder), folder)"
    )
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.strip().isdecimal(), done.stderr
    assert not _is_running(done.stdout.strip())
    assert time.monotonic() - started < 50


@pytest.mark.usefixtures("hurry")
def test_rules_have_so_much_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that gather ever more are ended before the machine is full."""
    monkeypatch.setattr(saxon_apart, "SECONDS", 60.0)
    monkeypatch.setattr(saxon_apart, "MEMORY", 400_000_000)
    _write_rules(tmp_path, "count(distinct-values((1 to 100000000) ! string(.))) = 0")
    rules = read_rules([tmp_path / "r.sch"], tmp_path)
    with pytest.raises(SchematronError, match=r"memory|end the process"):
        judge_source(rules, read_xml(tmp_path / "a.xml", tmp_path), tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupt_ends_rules_at_once(folder: Path, number: int) -> None:
    """Ctrl-C ends the command and the process that its rules run in."""
    _write_rules(folder, LOOPS["a function"])
    (folder / "a.xml").write_text(
        TEI.format(title="T", content="<text><body><p>x</p></body></text>")
    )
    with (folder / "edition.toml").open("a") as file:
        file.write('[check]\nschema = "none"\nschematron = ["r.sch"]\n')
    process = subprocess.Popen(
        [sys.executable, "-c", "from tei_edition.cli import main; main()", "check"],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    children: list[str] = []
    until = time.monotonic() + 60
    while not children and time.monotonic() < until:
        time.sleep(0.2)
        children = _list_children(process.pid)
    time.sleep(1)
    assert children
    process.send_signal(number)
    told = process.communicate(timeout=20)[1]
    assert "Traceback" not in told
    until = time.monotonic() + 30
    while any(map(_is_running, children)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(_is_running, children))


def _list_children(pid: int) -> list[str]:
    found = subprocess.run(
        ["ps", "--ppid", str(pid), "-o", "pid="], capture_output=True, text=True, check=False
    )
    return found.stdout.split()


def _is_running(pid: str) -> bool:
    found = subprocess.run(
        ["ps", "-p", pid, "-o", "stat="], capture_output=True, text=True, check=False
    )
    return bool(found.stdout.strip()) and not found.stdout.startswith("Z")


def _write_rules(folder: Path, test: str) -> None:
    (folder / "a.xml").write_text("<a/>")
    (folder / "r.sch").write_text(
        f'<schema xmlns="{SCH}" xmlns:xsl="{XSL}" xmlns:f="urn:f" queryBinding="xslt3">'
        '<ns prefix="f" uri="urn:f"/>'
        '<xsl:function name="f:f"><xsl:param name="n"/>'
        '<xsl:sequence select="if ($n = 0) then 1 else f:f(($n + 1) mod 1000000 + 1)"/>'
        "</xsl:function>"
        f'<pattern><rule context="/*"><report test="{test}">told</report></rule></pattern></schema>'
    )


# Schemas.


def test_facets_have_only_so_many_digits(tmp_path: Path) -> None:
    """The message names the facet, and no setting of Python."""
    (tmp_path / "s.rng").write_text(
        f'<element xmlns="{RNG}" name="a"'
        ' datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">'
        f'<data type="string"><param name="maxLength">{"9" * 6000}</param></data></element>'
    )
    with pytest.raises(SchemaError, match='"maxLength" has too many digits'):
        read_schema(tmp_path / "s.rng")


def test_definitions_that_double_each_other_are_refused(tmp_path: Path) -> None:
    """A schema whose definitions use each other twice exceeds the limit, and is reported."""
    doubled = "".join(
        f'<define name="d{n}"><ref name="d{n + 1}"/><ref name="d{n + 1}"/></define>'
        for n in range(40)
    )
    (tmp_path / "a.rng").write_text(
        f'<grammar xmlns="{RNG}"><start><element name="a"><ref name="d0"/></element></start>'
        f'{doubled}<define name="d40"><element name="b"><empty/></element></define></grammar>'
    )
    with pytest.raises(SchemaError, match=r"beyond the limit|20,000 parts") as told:
        read_schema(tmp_path / "a.rng")
    assert told.value.location.file == "a.rng"


def _interleave(parts: int, length: int) -> str:
    """A schema in which each of some children may be one of many, whatever the others are."""
    named = (
        "".join(
            f'<optional><element name="a{part}"><empty/></element></optional>'
            for _ in range(length)
        )
        for part in range(parts)
    )
    groups = "".join(f"<group>{group}</group>" for group in named)
    return (
        f'<grammar xmlns="{RNG}"><start><element name="r"><interleave>{groups}</interleave>'
        "</element></start></grammar>"
    )


MANY = "".join(f"\n<a{part}/>" for _ in range(10) for part in range(6))


@pytest.mark.parametrize("as_tree", [False, True])
def test_interleaves_with_too_many_orders_are_given_up(tmp_path: Path, as_tree: bool) -> None:
    """Where a document has billions of readings it is not judged on, and that is reported."""
    (tmp_path / "a.rng").write_text(_interleave(6, 40))
    schema = read_schema(tmp_path / "a.rng")
    text = f"<r>{MANY}</r>"
    if as_tree:
        root = etree.fromstring(text)
        told = judge_tree(schema, root, lambda e, _: Location("a.xml", int(str(e.sourceline))))
    else:
        told = judge_text(schema, text, "a.xml")
    assert [p.code for p in told] == ["schema-unreadable"]
    assert "takes too long" in told[0].message
    assert told[0].location.file == "a.xml"
    assert told[0].location.line > 2


def test_the_next_document_has_the_whole_budget(tmp_path: Path) -> None:
    """A document that is given up takes nothing from those that follow."""
    (tmp_path / "a.rng").write_text(_interleave(6, 40))
    schema = read_schema(tmp_path / "a.rng")
    judge_text(schema, f"<r>{MANY}</r>", "a.xml")
    assert judge_text(schema, "<r><a0/><a1/></r>", "b.xml") == []


QUANTITIES = {
    "a large one": '<elementRef key="p" maxOccurs="1000000000"/>',
    "at least so many": '<elementRef key="p" minOccurs="99999999" maxOccurs="unbounded"/>',
    "one of thousands of digits": f'<elementRef key="p" maxOccurs="{"9" * 5000}"/>',
    "one in another": '<sequence maxOccurs="900">' * 5
    + '<elementRef key="p"/><elementRef key="p" maxOccurs="900"/>'
    + "</sequence>" * 5,
    "alternatives": '<alternate minOccurs="999" maxOccurs="999">' * 3
    + '<elementRef key="p"/><textNode/>'
    + "</alternate>" * 3,
}


@pytest.mark.parametrize("content", QUANTITIES.values(), ids=QUANTITIES)
def test_quantities_of_an_odd_are_bounded(tmp_path: Path, content: str) -> None:
    """Quantities that make billions of copies are reported, with the place."""
    (tmp_path / "my.odd").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title>'
        "</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc>"
        "</fileDesc></teiHeader><text><body>\n"
        '<schemaSpec ident="s" start="a">'
        f'<elementSpec ident="a" mode="add"><content>{content}</content></elementSpec>'
        '<elementSpec ident="p" mode="add"><content><textNode/></content></elementSpec>'
        "</schemaSpec></body></text></TEI>"
    )
    start = time.process_time()
    told = compile_odd(tmp_path / "my.odd", tmp_path).problems
    assert time.process_time() - start < 20
    assert "odd-faulty-declaration" in [found.code for found in told]
    assert {found.location.file for found in told} == {"my.odd"}


# Files.


@pytest.mark.parametrize("parse", ["xml", "text"])
def test_a_file_included_again_and_again_is_refused(tmp_path: Path, parse: str) -> None:
    """What a file grows to by XIncludes is bounded, as what it grows to by entities is."""
    part = f'<p xmlns="http://www.tei-c.org/ns/1.0">{"x" * 2_000_000}</p>'
    (tmp_path / "part.inc").write_text(part)
    includes = f'<xi:include href="part.inc" parse="{parse}"/>\n' * 90
    content = f'<text xmlns:xi="http://www.w3.org/2001/XInclude"><body>{includes}</body></text>'
    (tmp_path / "a.xml").write_text(TEI.format(title="T", content=content))
    (told,) = read_source(tmp_path / "a.xml", tmp_path).problems
    assert told.code == "xinclude-failed"
    assert "exceed the limit" in told.message
    assert told.location.file == "a.xml"
    assert told.location.line > 6


GROWING = {
    "files in files": ('<xi:include href="b.inc"/>' * 40, '<xi:include href="c.inc"/>' * 40),
    "text in files": (
        '<xi:include href="b.inc"/>' * 40,
        '<xi:include href="c.inc" parse="text"/>' * 40,
    ),
    "parts of files": ('<xi:include href="b.inc" xpointer="p"/>' * 60, "&lt;" * 300_000),
    "what stands in for them": (
        '<xi:include href="none"><xi:fallback><xi:include href="b.inc"/></xi:fallback></xi:include>'
        * 60,
        "x" * 1_500_000,
    ),
    "files that are entities": (f"{'&e;' * 60}", ""),
}  # fmt: skip


@pytest.mark.parametrize(("content", "part"), GROWING.values(), ids=GROWING)
def test_no_way_of_inclusion_grows_without_bound(tmp_path: Path, content: str, part: str) -> None:
    """By includes in included files, parts, fallbacks or entities: one measure holds for all."""
    start = (
        '<p xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude"'
        ' xml:id="p">'
    )
    (tmp_path / "b.inc").write_text(f"{start}{part}</p>")
    (tmp_path / "c.inc").write_text(f"{start}{'x' * 40_000}</p>")
    whole = TEI.format(
        title="T",
        content=f'<text xmlns:xi="http://www.w3.org/2001/XInclude"><body>{content}</body></text>',
    )
    entity = f'<!DOCTYPE TEI [<!ENTITY e "{"&lt;" * 1000}{"x" * 20_000}">]>'
    (tmp_path / "a.xml").write_text(
        whole.replace("<TEI", f"{entity}<TEI", 1) if "&e;" in content else whole
    )
    started = time.process_time()
    found = read_source(tmp_path / "a.xml", tmp_path)
    assert time.process_time() - started < 20
    assert {told.code for told in found.problems} & {"xinclude-failed", "xml-entity-bomb"}
    size = 0 if found.root is None else len("".join(map(str, found.root.itertext())))
    assert size < 30_000_000


def test_many_files_may_be_included(tmp_path: Path) -> None:
    """A text in many parts, each included once, is as large as it is."""
    for number in range(150):
        part = f'<p xmlns="http://www.tei-c.org/ns/1.0">{"x" * 20_000}</p>'
        (tmp_path / f"{number}.inc").write_text(part)
    includes = "".join(f'<xi:include href="{number}.inc"/>' for number in range(150))
    content = f'<text xmlns:xi="http://www.w3.org/2001/XInclude"><body>{includes}</body></text>'
    (tmp_path / "a.xml").write_text(TEI.format(title="T", content=content))
    assert not read_source(tmp_path / "a.xml", tmp_path).problems


@pytest.mark.skipif(os.name == "nt", reason="there are no such files")
@pytest.mark.parametrize(
    ("settings", "before", "inside"),
    [
        ("", "", '<xi:include href="pipe"/>'),
        ("", "", '<xi:include href="pipe" parse="text"/>'),
        ("", "", '<p><graphic url="pipe"/></p>'),
        ("", "", '<p><ref target="pipe#a">x</ref></p>'),
        ("", '<?xml-model href="pipe"?>', ""),
        ("", '<?xml-model href="pipe.rnc"?>', ""),
        ('[check]\nschema = "pipe"', "", ""),
        ('[check]\nschema = "m.rng"', "", ""),
        ('[check]\nschematron = ["pipe"]', "", ""),
        ('[check]\nschematron = ["m.sch"]', "", ""),
        ('[check]\ncatalogues = ["pipe"]', '<?xml-model href="http://x.org/a.rng"?>', ""),
        ('[check.catalogue]\n"http://x.org/a.rng" = "pipe"',
         '<?xml-model href="http://x.org/a.rng"?>', ""),
        ('[check]\nbaseline = "pipe"', "", ""),
        ('[check]\ncopy_text = { N = "pipe" }', "", ""),
        ('[citation]\nstyle = "pipe"', "", ""),
        ('[site]\ncss = ["pipe"]', "", ""),
    ],
)  # fmt: skip
def test_pipes_are_not_waited_for(folder: Path, settings: str, before: str, inside: str) -> None:
    """A pipe in the edition's folder, to which nobody writes, holds nothing up."""
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "pipe.rnc")
    (folder / "m.rng").write_text(f'<grammar xmlns="{RNG}"><include href="pipe"/></grammar>')
    (folder / "m.sch").write_text(f'<schema xmlns="{SCH}"><include href="pipe"/></schema>')
    content = f'<text xmlns:xi="http://www.w3.org/2001/XInclude"><body>{inside}</body></text>'
    text = TEI.format(title="T", content=content).replace("<TEI", f"{before}\n<TEI", 1)
    (folder / "a.xml").write_text(text)
    with (folder / "edition.toml").open("a") as file:
        file.write(f"{settings}\n")
    signal.alarm(30)  # a hang would be the end of all tests
    try:
        call("check")
        call("html", "-o", "out")
    finally:
        signal.alarm(0)


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/tty", "."])
def test_only_files_are_read(name: str) -> None:
    """A device is not a file, nor is a folder."""
    with pytest.raises(OSError, match=r"\w"):
        read_regular(Path(name))


# Reports.


def _report(folder: Path, number: int, *, complete: bool = False) -> Report:
    problems = [
        problem(
            "unknown-person" if at % 2 else "untagged-name",
            f'no person "{at}"',
            Location("a.xml", 1, 10 * at + 1),
        )
        for at in range(number)
    ]
    return Report(tuple(problems), 1, folder, folder, is_complete=complete, checked=("a.xml",))


def test_the_report_is_linear(tmp_path: Path) -> None:
    """Thousands of problems on the one line of a file take no more for each than a few."""
    (tmp_path / "a.xml").write_text("<p>\u0007\u00e4 x</p>" * 200_000)
    start = time.process_time()
    format_report(_report(tmp_path, 20_000, complete=True), "text")
    assert time.process_time() - start < 20


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"text"}))
def test_no_format_of_the_report_is_quadratic(tmp_path: Path, name: str) -> None:
    """Formats for programs have all problems, and take no more for each on a long line."""
    (tmp_path / "a.xml").write_text("<p>\u0007\u00e4 x</p>" * 200_000)
    start = time.process_time()
    told = format_report(_report(tmp_path, 20_000), name)
    assert time.process_time() - start < 20
    assert name == "statistics" or told.count("no person") >= 20_000


def test_the_report_has_a_bound(tmp_path: Path) -> None:
    """Of thousands of problems the most severe are reported, and how many there are besides."""
    (tmp_path / "a.xml").write_text("<p>x</p>" * 20_000)
    told = format_report(_report(tmp_path, 5_000), "text")
    assert told.count(": error: ") == MOST
    assert told.count(": note: ") == 0
    assert (
        f"\n{5_000 - MOST} more problems are not shown here; show them with check --all.\n" in told
    )
    assert "2500 errors" in told.replace(",", "")


def test_all_problems_are_told_if_asked_for(tmp_path: Path) -> None:
    """With --all there is no bound, and nothing is said of one."""
    (tmp_path / "a.xml").write_text("<p>x</p>" * 20_000)
    told = format_report(_report(tmp_path, 1_000, complete=True), "text")
    assert told.count("[unknown-person]") + told.count("[untagged-name]") == 1_000
    assert "not shown" not in told


def test_related_places_have_a_bound(tmp_path: Path) -> None:
    """A problem that concerns a thousand places names some, and how many there are besides."""
    places = tuple(Location("a.xml", line) for line in range(1, 1001))
    found = problem("duplicate-id", "told", Location("a.xml"), related=places)
    assert found.severity is Severity.ERROR
    told = format_report(Report((found,), 1, tmp_path, tmp_path), "text")
    assert told.count("see also") == 10
    assert "and 990 more places" in told


# Spans and passages that cross each other.


def _write_spans(folder: Path, pairs: list[tuple[int, int]], most: int) -> Path:
    """A text of points, some of which begin a deletion that ends at another."""
    begins, deletion = dict(pairs), '<delSpan spanTo="#a{}"/>'
    points = "".join(
        f'\n{deletion.format(begins[at]) if at in begins else ""}<anchor xml:id="a{at}"/>w {at} '
        for at in range(most)
    )
    path = folder / "a.xml"
    content = f"<text><body><p>{points}</p></body></text>"
    path.write_text(TEI.format(title="T", content=content))
    return path


CROSSING = {
    "nested": [(at, 5999 - at) for at in range(2000)],
    "crossing": [(at, at + 3000) for at in range(2000)],
    "to one point": [(at, 5999) for at in range(2000)],
}


@pytest.mark.parametrize("pairs", CROSSING.values(), ids=CROSSING)
def test_spans_that_are_open_at_once_have_a_bound(
    tmp_path: Path, pairs: list[tuple[int, int]]
) -> None:
    """A text with thousands of layers is refused at the first that is too many."""
    source = read_source(_write_spans(tmp_path, pairs, 6000), tmp_path)
    (found,) = source.problems
    assert (found.code, source.root) == ("xml-too-deep", None)
    assert "more than 50 spans" in found.message
    assert found.location == Location("a.xml", 6 + 51, 1)


def test_thousands_of_spans_beside_each_other_are_drawn_at_once(tmp_path: Path) -> None:
    """A text may have as many as it likes, fifty at a place."""
    pairs = [(at, at + 40) for at in range(5900)]
    root = read_source(_write_spans(tmp_path, pairs, 6000), tmp_path).root
    assert root is not None
    start = time.process_time()
    rewrite_tree(root)
    assert time.process_time() - start < 20
    assert len(root.findall(".//{*}del")) >= 5900


def _write_transpositions(folder: Path, pairs: list[tuple[int, int]]) -> Path:
    words = "".join(f'<seg xml:id="x{at}">w </seg>' for at in range(2002))
    moved = "".join(
        f'\n<transpose><ptr target="#x{one}"/><ptr target="#x{other}"/></transpose>'
        for one, other in pairs
    )
    content = f"<text><body><p>{words}<listTranspose>{moved}</listTranspose></p></body></text>"
    (folder / "a.xml").write_text(TEI.format(title="T", content=content))
    return folder / "a.xml"


CHAINS = {
    "in a chain": [(at + 1, at) for at in range(1000)],
    "the same again": [(1, 0)] * 1000,
    "all with one": [(at, 0) for at in range(1, 1000)],
}


@pytest.mark.parametrize("pairs", CHAINS.values(), ids=CHAINS)
def test_words_are_transposed_so_often_at_most(
    tmp_path: Path, pairs: list[tuple[int, int]]
) -> None:
    """Each transposition of transposed words keeps the order before: the fifty-first is refused."""
    (found,) = read_source(_write_transpositions(tmp_path, pairs), tmp_path).problems
    assert (found.code, found.location.line) == ("xml-too-deep", 6 + 51)


def test_many_words_may_be_transposed(tmp_path: Path) -> None:
    """A thousand pairs of words beside each other are put into their last order at once."""
    pairs = [(2 * at + 1, 2 * at) for at in range(1000)]
    root = read_source(_write_transpositions(tmp_path, pairs), tmp_path).root
    assert root is not None
    start = time.process_time()
    rewrite_tree(root)
    assert time.process_time() - start < 20


# Entries of the apparatus about the same words.


def _write_entries(folder: Path, number: int, pairs: list[tuple[int, int]]) -> None:
    """A text of words between points, and entries about words from one point to another."""
    words = "".join(f'<anchor xml:id="a{at}"/>w ' for at in range(number))
    entries = "".join(
        f'<app from="#a{start}" to="#a{end}"><rdg wit="#B">b</rdg></app>' for start, end in pairs
    )
    text = TEI.format(title="T", content=f"<text><body><p>{words}{entries}</p></body></text>")
    (folder / "a.xml").write_text(text)


ABOUT_THE_SAME = {
    "nested": [(at, 1999 - at) for at in range(1000)],
    "crossing": [(at, at + 4000) for at in range(4000)],
    "to one point": [(at, 1999) for at in range(1000)],
}


@pytest.mark.parametrize("pairs", ABOUT_THE_SAME.values(), ids=ABOUT_THE_SAME)
def test_entries_about_the_same_words_have_a_bound(
    folder: Path, pairs: list[tuple[int, int]]
) -> None:
    """Of thousands of entries that overlap a hundred are marked, and the others are told."""
    _write_entries(folder, 2 * len(pairs), pairs)
    config = read_config(folder)
    start = time.process_time()
    reading = read_edition(config)
    found = [p for p in check_edition(reading.edition, config) if "not marked" in p.message]
    assert time.process_time() - start < 40
    (text,) = reading.edition.texts
    marked = [entry for entry in text.entries if entry.standing is Standing.FOUND]
    assert (len(marked), len(found)) == (MOST_ABOUT, len(pairs) - MOST_ABOUT)
    assert {(p.code, p.location.file) for p in found} == {("apparatus-crossing", "a.xml")}
    lemmas = load_tree(reading, text).iter("{urn:tei-edition:source}lemma")
    assert max(len(lemma.get("entries", "").split()) for lemma in lemmas) == MOST_ABOUT


def test_thousands_of_entries_beside_each_other_are_all_marked(folder: Path) -> None:
    """A text may have as many as it likes, a hundred at a place."""
    _write_entries(folder, 1600, [(at, at + MOST_ABOUT) for at in range(1500)])
    (text,) = read_edition(read_config(folder)).edition.texts
    assert {entry.standing for entry in text.entries} == {Standing.FOUND}


def test_so_many_witnesses_are_compared_at_most(folder: Path) -> None:
    """Thousands of sigla in a few kilobytes make no millions of pairs; hundreds are compared."""
    for number, is_compared in ((MOST_COMPARED - 1, True), (6000, False)):
        sigla = " ".join(f"#W{at}" for at in range(number))
        entry = f'<app><lem wit="{sigla}">a</lem><rdg wit="#B">b</rdg></app>'
        content = f"<text><body><p>{entry}</p></body></text>"
        (folder / "a.xml").write_text(TEI.format(title="T", content=content))
        start = time.process_time()
        holdings = make_holdings(read_edition(read_config(folder)))
        assert bool(holdings.agreements) is is_compared
        assert time.process_time() - start < 20


COSTLY = ["(a+)+", "(a|a)*b", "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)x", "((a+)*)*c", "(a?){40}a{40}"]


@pytest.mark.parametrize("pattern", COSTLY)
def test_patterns_of_prefixes_end(folder: Path, pattern: str) -> None:
    """A pattern that a header declares is not tried on a pointer where it might never end."""
    declared = (
        "<encodingDesc><listPrefixDef>"
        f'<prefixDef ident="x" matchPattern="{pattern}" replacementPattern="#$1"/>'
        f'</listPrefixDef><refsDecl><cRefPattern matchPattern="{pattern}" '
        'replacementPattern="#$1"/></refsDecl></encodingDesc></teiHeader>'
    )
    pointers = f'<ref target="x:{"a" * 60}!">r</ref><ref cRef="{"a" * 60}!">r</ref>' * 20
    content = f"<text><body><p>{pointers}</p></body></text>"
    text = TEI.format(title="T", content=content).replace("</teiHeader>", declared)
    (folder / "a.xml").write_text(text)
    start = time.process_time()
    config = read_config(folder)
    reading = read_edition(config)
    list(check_edition(reading.edition, config))
    assert time.process_time() - start < 20


WIDE = {
    "broken words": "<p>" + "wo-<lb break='no'/>rd " * 20_000 + "</p>",
    "breaks side by side": "<p>wo" + "<lb break='no'/>" * 20_000 + "rd</p>",
    "breaks and columns": "<p>wo" + "<pb break='no'/>\n<cb/>\n<fw>a</fw><lb/>" * 8_000 + "rd</p>",
    "parts of tokens": "<p>" + "<w part='I'>a</w><lb/><w part='F'>b</w> " * 8_000 + "</p>",
    "joined tokens": "<p>" + "<w join='right'>a</w> <pc join='left'>,</pc> " * 8_000 + "</p>",
    "notes in a line": "<p>" + "a<note>b</note> " * 15_000 + "</p>",
    "choices": "<p>" + "<choice><sic>a</sic><corr>b</corr></choice>" * 10_000 + "</p>",
}


@pytest.mark.parametrize("content", WIDE.values(), ids=WIDE)
def test_wide_paragraphs_are_read_in_proportion(folder: Path, content: str) -> None:
    """Thousands of children of one element take no more for each than a few."""
    text = TEI.format(title="T", content=f"<text><body>{content}</body></text>")
    (folder / "a.xml").write_text(text)
    start = time.process_time()
    reading = read_edition(read_config(folder))
    assert time.process_time() - start < 30
    assert reading.edition.texts
