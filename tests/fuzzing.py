"""Inputs made at random, and what must hold of each: no exception but our own, and an end in time.

`make fuzz FUZZ="--seconds 3600"` tries all kinds in turn, with new seeds, and says how many
it tried; `tests/hostile/test_fuzzing.py` tries some of each, always the same.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import shutil
import tempfile
import time
import traceback
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from lxml import etree

from in_process import working_here
from tei_edition.cli import main as run_tei_edition
from tei_edition.cli.edition import find_problems
from tei_edition.config import list_registers, list_texts, make_config, read_config
from tei_edition.exports.registry import FORMATS, make_files
from tei_edition.exports.state_changes import compare_states
from tei_edition.exports.state_report import write_json, write_page, write_text
from tei_edition.loading.edition import read_edition
from tei_edition.problems import RULES, EditionError, Location, problem
from tei_edition.publishing.exporting import make_holdings
from tei_edition.publishing.plain_html import write_html
from tei_edition.relaxng import judge_text, read_schema
from tei_edition.report import FORMATS as REPORTS
from tei_edition.report import Report, format_report, make_patch
from tei_edition.schema.odd import compile_odd, write_xml
from tei_edition.schema.schematron import judge_source, read_rules
from tei_edition.source import read_source, read_xml
from whole_texts import WholeText, make_whole_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tei_edition.exports.holdings import Holdings

TEI = "http://www.tei-c.org/ns/1.0"
RNG = "http://relaxng.org/ns/structure/1.0"
SCH = "http://purl.oclc.org/dsdl/schematron"
XSL = "http://www.w3.org/1999/XSL/Transform"
_OBEYED = frozenset({"Cc", "Zl", "Zp"})
# No example of any kind may take longer, in seconds of the processor.
LONGEST = 30

# Words that parsers trip over.
WORDS = st.sampled_from([
    "", " ", "a", "#a", "#", "##", "a b", "b.xml#a", "../x", "file:///etc/passwd", "//x", "http://",
    "http://[", "mailto:", "javascript:x", "\u202e", "\u0301", "\ufeff", "\U0010ffff", "%", "%00",
    "%ff", "-1", "0", "1", "9" * 40, "1e999", "0000", "-0001", "1917-02-30", "1917-11-07", "--11",
    "NaN", "{", "}", "{x}", "$1", "\\1", "(a+)+", "[", "]", "(", "x:y", ":", "::", "<", "&", "]]>",
    "--", "?>", "'", '"', "`", "|", "*", "_", "\n", "\t", "\r", "\x85", "\u2028", "\x00", "\x0b",
    "en", "de-", "x-klingon", "A A A", "#A #B", "unbounded", "lemma", "none", "true", "1 2 3",
])  # fmt: skip
TEXT = st.one_of(WORDS, st.text(max_size=12))


# What no XML can hold would let each parser end at once.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _escape(text: str) -> str:
    return escape(_CONTROL.sub("?", text))


def draw_tree(
    names: list[str], attributes: list[str], *, values: st.SearchStrategy[str] = TEXT
) -> st.SearchStrategy[str]:
    """Elements with attributes, nested as chance has it."""
    attribute = st.tuples(st.sampled_from(attributes), values)
    attribute_list = st.lists(attribute, max_size=3, unique_by=lambda pair: pair[0])

    def write(name: str, pairs: list[tuple[str, str]], inside: list[str]) -> str:
        written = "".join(f" {key}={quoteattr(_CONTROL.sub('?', value))}" for key, value in pairs)
        return f"<{name}{written}>{''.join(inside)}</{name}>"

    odd = ["<!-- c -->", "<?p i?>", "&#xA0;", "<![CDATA[x]]>"]
    leaf = values.map(_escape) | st.sampled_from(odd)
    return st.recursive(
        leaf,
        lambda inner: st.builds(
            write, st.sampled_from(names), attribute_list, st.lists(inner, max_size=4)
        ),
        max_leaves=20,
    )


# Sources.

_NAMES = [
    "p",
    "div",
    "head",
    "lb",
    "pb",
    "l",
    "lg",
    "sp",
    "speaker",
    "stage",
    "note",
    "app",
    "lem",
    "rdg",
    "rdgGrp",
    "wit",
    "choice",
    "sic",
    "corr",
    "abbr",
    "expan",
    "orig",
    "reg",
    "persName",
    "placeName",
    "orgName",
    "rs",
    "name",
    "date",
    "ref",
    "ptr",
    "anchor",
    "list",
    "item",
    "label",
    "table",
    "row",
    "cell",
    "figure",
    "graphic",
    "figDesc",
    "foreign",
    "hi",
    "q",
    "quote",
    "title",
    "bibl",
    "gap",
    "unclear",
    "supplied",
    "add",
    "del",
    "subst",
    "seg",
    "ab",
    "milestone",
    "cb",
    "formula",
    "egXML",
    "listPerson",
    "person",
    "birth",
    "death",
    "listPlace",
    "place",
    "location",
    "geo",
    "listWit",
    "witness",
    "standOff",
    "listApp",
    "listEvent",
    "event",
    "citedRange",
    "xi:include",
    "app",
    "milestone",
    "handShift",
    "space",
    "g",
    "c",
    "w",
    "pc",
    "code",
]
_ATTRIBUTES = [
    "xml:id",
    "n",
    "ref",
    "key",
    "who",
    "corresp",
    "target",
    "wit",
    "resp",
    "ana",
    "type",
    "subtype",
    "rend",
    "when",
    "from",
    "to",
    "notBefore",
    "notAfter",
    "calendar",
    "xml:lang",
    "xml:space",
    "loc",
    "exclude",
    "source",
    "cert",
    "evidence",
    "unit",
    "quantity",
    "url",
    "href",
    "parse",
    "xpointer",
    "facs",
    "ed",
    "break",
    "place",
    "hand",
    "next",
    "prev",
    "synch",
    "sameAs",
    "copyOf",
    "cRef",
    "match",
    "use",
    "width",
    "height",
    "rows",
    "cols",
    "role",
    "when-custom",
    "datingMethod",
]
_HEADER = (
    f'<TEI xmlns="{TEI}" xmlns:xi="http://www.w3.org/2001/XInclude"><teiHeader><fileDesc><titleStmt>'
    "<title>T</title></titleStmt><publicationStmt><p>P</p></publicationStmt><sourceDesc>%s"
    "</sourceDesc></fileDesc>%s</teiHeader>%s</TEI>"
)
_ENCODING = draw_tree(
    ["refsDecl", "citeStructure", "cRefPattern", "prefixDef", "listPrefixDef", "variantEncoding",
     "profileDesc", "correspDesc", "correspAction", "langUsage", "language", "revisionDesc"],
    ["match", "use", "unit", "delim", "matchPattern", "replacementPattern", "ident", "method",
     "location", "type", "when", "xml:id"],
)  # fmt: skip
_BODY = draw_tree(_NAMES, _ATTRIBUTES)


def _damage(text: str, edits: list[tuple[int, int, str]]) -> bytes:
    """A text with pieces cut out, and others put in."""
    for at, length, word in edits:
        start = at % (len(text) + 1)
        text = text[:start] + word + text[start + length :]
    return text.encode("utf-8", "surrogatepass")


SOURCES = st.builds(
    lambda desc, encoding, body, edits: _damage(
        _HEADER % (desc or "<p/>", encoding, f"<text><body>{body}</body></text>"), edits
    ),
    _BODY,
    _ENCODING,
    _BODY,
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 30), WORDS), max_size=2) | st.just([]),
)


def check_source(data: bytes, folder: Path) -> None:
    """A text is read, checked, reported in every format, and shown."""
    (folder / "a.xml").write_bytes(data)
    table = {"edition": {"texts": ["a.xml"], "registers": []}}
    config = make_config(table, folder)
    read_source(folder / "a.xml", folder)
    found = find_problems(config, 1, is_quiet=True)
    _report(Report(tuple(found.problems), 1, folder, folder, checked=("a.xml",)))
    if len(data) % 40 == 0:  # it takes a process and a stylesheet each time
        write_html(config, folder / "out")


# Whole texts.

WHOLE_TEXTS = st.integers(0, 2**60)
# One in so many is also built with Sphinx, which takes seconds.
_BUILT = 40


def check_whole_text(number: int, folder: Path) -> None:
    """An edition is checked, shown as HTML and exported in every format; some are built too."""
    whole = make_whole_text(number)
    for name, data in whole.files.items():
        (folder / name).write_bytes(data)
    config = make_config(whole.table, folder)
    found = find_problems(config, 1, is_quiet=True)
    _report(Report(tuple(found.problems), 1, folder, folder, checked=tuple(whole.files)))
    with working_here():
        pages, problems = write_html(config, folder / "out")
        _expect_no_fault(problems)
        for page in pages:
            html = page.read_text(encoding="utf-8")
            assert not re.search(r"<script(?! (?:src|defer|type)=)", html), page
        holdings = make_holdings(read_edition(config))
        _export(holdings)
        _compare(holdings, make_whole_text(number + 1), folder / "other")
        if sum(map(len, whole.files.values())) % _BUILT == 0:
            _build(whole, folder)


def _expect_no_fault(problems: Sequence[Any]) -> None:
    for told in problems:
        assert told.code != "stylesheet-failed", told


def _export(holdings: Holdings) -> None:
    for chosen in FORMATS:
        for path, data in make_files(chosen, holdings):
            if path.endswith((".xml", ".gexf", ".graphml")):
                etree.fromstring(data, etree.XMLParser(collect_ids=False, huge_tree=True))
            elif path.endswith(("json", "jsonld")):
                json.loads(data)


def _compare(new: Holdings, other: WholeText, folder: Path) -> None:
    """Say in each format what changed since another edition, and since the same one: nothing."""
    folder.mkdir()
    for name, data in other.files.items():
        (folder / name).write_bytes(data)
    old = make_holdings(read_edition(make_config(other.table, folder)))
    changes = list(compare_states(old, new))
    json.loads(write_json(changes))
    write_text(changes)
    assert "<script" not in write_page(changes, "T", "old", "new")
    assert not list(compare_states(new, new))


def _build(whole: WholeText, folder: Path) -> None:
    """Build the site as the command does, in this process."""
    lines = [
        f"[{section}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())
        for section, table in whole.table.items()
        if isinstance(table, dict)
    ]
    (folder / "edition.toml").write_text("".join(lines))
    called = ("--edition", str(folder), "build", "--keep-going", "-o", str(folder / "site"))
    done = CliRunner().invoke(run_tei_edition, called)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    for word in ("Traceback", "Handler", "exception", "WARNING", "please report"):
        assert word not in done.output, done.output


# Settings.

_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(TEXT, st.integers(), st.booleans(), st.floats(), st.none()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
_TABLES = (
    "edition", "text", "check", "schema", "pages", "site", "apparatus", "chronology", "registers",
    "search", "citation", "print", "letters", "root", "x",
)  # fmt: skip
_KEYS = st.sampled_from(
    [
        "title",
        "texts",
        "registers",
        "url",
        "xslt",
        "language",
        "corrected",
        "year_zero",
        "lines",
        "line_numbers",
        "include",
        "calendars",
        "schema",
        "schematron",
        "phase",
        "catalogue",
        "catalogues",
        "ignore",
        "severity",
        "copy_text",
        "baseline",
        "odd",
        "source",
        "split",
        "numbers",
        "folder",
        "downloads",
        "report",
        "templates",
        "css",
        "collation",
        "particles",
        "unmentioned",
        "own_page",
        "place",
        "form",
        "order",
        "headings",
        "engine",
        "style",
        "start",
        "paper",
        "mentions",
    ]
)
SETTINGS = st.dictionaries(
    st.sampled_from(_TABLES), st.dictionaries(_KEYS, _VALUES, max_size=4) | _VALUES, max_size=4
)


def check_settings(table: dict[str, Any], folder: Path) -> None:
    """Whatever edition.toml holds, it is taken, or told in a sentence."""
    (folder / "a.xml").write_text("<a/>")
    config = make_config(table, folder)
    list_texts(config)
    list_registers(config)


SETTINGS_FILES = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(
        st.sampled_from(["[", "]", "=", '"', "'", "edition", "texts", "\n", "{", "}", ".", ",", "#",
                         "1", "1979-05-27", "inf", '"""', "\\u0000", "check", "true"]),
        max_size=30,
    ).map(lambda parts: "".join(parts).encode()),
)  # fmt: skip


def check_settings_file(data: bytes, folder: Path) -> None:
    """Whatever bytes edition.toml holds, they are read, or told in a sentence."""
    (folder / "edition.toml").write_bytes(data)
    read_config(folder)


# Schemas.

GRAMMARS = draw_tree(
    ["grammar", "start", "define", "ref", "parentRef", "element", "attribute", "group",
     "interleave",
     "choice", "optional", "zeroOrMore", "oneOrMore", "list", "mixed", "empty", "text", "value",
     "data", "param", "except", "anyName", "nsName", "name", "notAllowed", "externalRef", "include",
     "div"],
    ["name", "combine", "ns", "type", "datatypeLibrary", "href"],
    values=TEXT | st.sampled_from(["a", "b", "string", "token", "ID", "IDREF", "pattern", "integer",
                                   "http://www.w3.org/2001/XMLSchema-datatypes", "interleave"]),
).map(
    lambda body: f'<grammar xmlns="{RNG}" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">'
    f'<start><element name="a">{body}</element></start>'
    '<define name="a"><element name="b"><text/></element></define></grammar>'
)  # fmt: skip


def check_grammar(text: str, folder: Path) -> None:
    """A schema in RELAX NG is read, and judges a document, or is refused."""
    path = folder / "a.rng"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    schema = read_schema(path)
    for document in ("<a/>", "<a><b>x</b><b/></a>", '<a x="1" b="">x<c/></a>', "<a>"):
        judge_text(schema, document, "a.xml")


COMPACT = st.lists(
    st.sampled_from(["start", "=", "element", "attribute", "a", "b", "{", "}", "text", "empty", "|",
                     "&", ",", "*", "+", "?", "(", ")", "list", "mixed", "grammar", "include",
                     "external", '"x"', "'y'", "datatypes", "xsd:string", "xsd:integer", "-",
                     "namespace", "default", "~", "##", "#", "\n", "\\x{41}", "parent", "div", "|=",
                     "&=", "[", "]", "inherit", "notAllowed", "string", "{pattern='[a-'}", ">>"]),
    max_size=40,
).map(" ".join) | TEXT  # fmt: skip


def check_compact(text: str, folder: Path) -> None:
    """The same in the compact syntax."""
    (folder / "a.rnc").write_bytes(text.encode("utf-8", "surrogatepass"))
    judge_text(read_schema(folder / "a.rnc"), "<a>x</a>", "a.xml")


_SCHEMA = (
    '<text><body><schemaSpec ident="s" start="a">%s<elementSpec ident="a" mode="add">'
    "<content><textNode/></content></elementSpec></schemaSpec></body></text>"
)
ODDS = draw_tree(
    ["elementSpec", "classSpec", "macroSpec", "dataSpec", "moduleRef", "elementRef", "classRef",
     "macroRef", "dataRef", "specGrp", "specGrpRef", "content", "sequence", "alternate", "textNode",
     "empty", "anyElement", "classes", "memberOf", "attList", "attDef", "attRef", "datatype",
     "valList", "valItem", "constraintSpec", "constraint", "gloss", "desc", "exemplum", "remarks",
     "model", "equiv", "altIdent"],
    ["ident", "key", "mode", "module", "type", "minOccurs", "maxOccurs", "expand", "include",
     "except", "usage", "name", "target", "url", "source", "preserveOrder", "scheme", "class",
     "restriction", "prefix", "ns", "xml:id", "predeclare"],
    values=TEXT | st.sampled_from(["a", "b", "p", "add", "delete", "change", "replace", "atts",
                                   "model", "core", "999", "unbounded", "closed", "teidata.word"]),
).map(
    lambda body: _HEADER
    % ("<p/>", "", _SCHEMA % body)
)  # fmt: skip


def check_odd(text: str, folder: Path) -> None:
    """An ODD comes to a schema that can be read, or to problems."""
    (folder / "a.odd").write_bytes(text.encode("utf-8", "surrogatepass"))
    compiled = compile_odd(folder / "a.odd", folder)
    assert compiled.grammar is not None or compiled.problems
    if compiled.grammar is not None:
        (folder / "a.rng").write_bytes(write_xml(compiled.grammar))
        read_schema(folder / "a.rng")


# Rules.

_EXPRESSIONS = st.lists(
    st.sampled_from(["a", "*", "@n", "//", "/", ".", "..", "[", "]", "(", ")", "1", "'x'", "=",
                     "and",
                     "or", "count(", "doc('a.xml')", "document(", "matches(., '(a+)+')", "$v", "$x",
                     "map{", "}", "!", "=>", "for $i in 1 to 9 return $i", "position()",
                     "current()",
                     "tei-edition:load('x')", "xs:integer(.)", "key('k', .)", "|", "following::*",
                     "function-lookup(", "error()", ",", "Q{x}y", "fn:doc(", "1 to 99", "(: :)"]),
    max_size=6,
).map(" ".join) | TEXT  # fmt: skip
RULES_FILES = draw_tree(
    ["pattern", "rule", "assert", "report", "let", "value-of", "name", "ns", "phase", "active",
     "diagnostics", "diagnostic", "extends", "include", "param", "properties", "property", "emph",
     "xsl:function", "xsl:template", "xsl:mode", "xsl:variable", "xsl:key", "xsl:if",
     "xsl:message"],
    ["context", "test", "id", "name", "value", "select", "prefix", "uri", "is-a", "abstract",
     "match",
     "mode", "documents", "subject", "role", "diagnostics", "href", "rule", "path", "use", "as"],
    values=_EXPRESSIONS,
).map(
    lambda body: f'<schema xmlns="{SCH}" xmlns:xsl="{XSL}" queryBinding="xslt3">{body}'
    '<pattern><rule context="a"><assert test="@n">x</assert></rule></pattern></schema>'
)  # fmt: skip


def check_rules(text: str, folder: Path) -> None:
    """Rules judge a document, or are refused."""
    (folder / "r.sch").write_bytes(text.encode("utf-8", "surrogatepass"))
    (folder / "a.xml").write_text('<a n="1"><b/>x</a>')
    rules = read_rules([folder / "r.sch"], folder)
    judge_source(rules, read_xml(folder / "a.xml", folder), folder)


# Reports.

_PLACES = st.builds(Location, TEXT, st.integers(0, 10**6), st.integers(0, 10**6)) | st.builds(
    Location, st.just("a.xml"), st.integers(1, 4), st.integers(1, 60)
)
PROBLEMS = st.lists(
    st.builds(
        lambda code, message, place, hint, related: problem(
            code, message, place, hint=hint, related=tuple(related)
        ),
        st.sampled_from(sorted(RULES)),
        TEXT,
        _PLACES,
        TEXT,
        st.lists(_PLACES, max_size=3),
    ),
    max_size=8,
)


def check_report(problems: list[Any], folder: Path) -> None:
    """Every format takes every problem, and shows no character that a terminal would obey."""
    (folder / "a.xml").write_text("<p>\x1b[31m\u202ex</p>\n<é/>\r\n\n\x85", encoding="utf-8")
    # Names of files come from `relative_name`, which leaves nothing that is no UTF-8.
    _report(Report(tuple(problems), 1, folder, folder, checked=("a.xml",)))


def _report(report: Report) -> None:
    for name in (*REPORTS, "patch"):
        if name == "patch":
            make_patch(report)
            continue
        text = format_report(report, name)
        unshown = {char for char in text if not char.isprintable()} - {"\n"}
        if name == "json":  # which programs read: what a terminal would obey is written out
            unshown = {char for char in unshown if unicodedata.category(char) in _OBEYED}
        assert not unshown, (name, unshown)
        if name in {"json", "sarif"}:
            json.loads(text)
        elif name == "junit":
            etree.fromstring(text.encode())


# All of them.


class _TimeIsOver(BaseException):
    """There has been enough of it."""


class Target(NamedTuple):
    """A kind of input, and what must hold of each."""

    inputs: st.SearchStrategy[Any]
    check: Callable[[Any, Path], None]


TARGETS = {
    "source": Target(SOURCES, check_source),
    "whole text": Target(WHOLE_TEXTS, check_whole_text),
    "settings": Target(SETTINGS, check_settings),
    "settings file": Target(SETTINGS_FILES, check_settings_file),
    "RELAX NG": Target(GRAMMARS, check_grammar),
    "compact syntax": Target(COMPACT, check_compact),
    "ODD": Target(ODDS, check_odd),
    "Schematron": Target(RULES_FILES, check_rules),
    "report": Target(PROBLEMS, check_report),
}


def _empty(folder: Path) -> None:
    """Delete what the input before has left."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def fuzz(name: str, *, number: int, seconds: float, most: int = 100_000) -> int:
    """Try inputs of a kind for some seconds, from a seed; how many were tried.

    The first failure is raised, with the input as a note; nothing is tried after it.
    """
    target = TARGETS[name]
    end = 0.0  # counted from the first input: to make it ready may take long on a busy machine
    tried = 0
    failures: list[Exception] = []

    def run(value: Any) -> None:
        nonlocal tried, end
        end = end or time.monotonic() + seconds
        if failures or time.monotonic() > end:
            raise _TimeIsOver
        tried += 1
        start = time.process_time()
        try:
            _empty(folder)
            with contextlib.suppress(EditionError):
                target.check(value, folder)
            assert time.process_time() - start < LONGEST, "it takes too long"
        except Exception as failure:
            failure.add_note(f"the input, number {tried} of seed {number}: {value!r}")
            failures.append(failure)

    test = given(target.inputs)(run)
    test = settings(
        max_examples=most,
        deadline=None,
        database=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )(test)
    # One folder for all: what does not depend on the input, the shipped schema, is read once.
    with tempfile.TemporaryDirectory() as name_of_folder, contextlib.suppress(_TimeIsOver):
        folder = Path(name_of_folder).resolve()
        seed(number)(test)()
    if failures:
        raise failures[0]
    return tried


def main() -> None:
    """Try all kinds in turn until the time is over; print figures, and what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", choices=[*TARGETS], action="append")
    options = parser.parse_args()
    number = time.time_ns() % 10**9 if options.seed is None else options.seed
    names = options.only or [*TARGETS]
    end = time.monotonic() + options.seconds
    tried = dict.fromkeys(names, 0)
    found = 0
    while time.monotonic() < end:
        for name in names:
            seconds = max(1.0, min(60.0, (end - time.monotonic()) / len(names)))
            try:
                tried[name] += fuzz(name, number=number, seconds=seconds)
            except Exception:
                found += 1
                print(f"FOUND with --only {name!r} --seed {number}")
                print(traceback.format_exc(), flush=True)
            number += 1
    print(", ".join(f"{name}: {count:,}" for name, count in tried.items()))
    print(f"{sum(tried.values()):,} inputs tried, {found} found to fail; next seed {number}")
    raise SystemExit(min(found, 1))


if __name__ == "__main__":
    main()
