"""Rules in Schematron, ready to judge documents, and what they find in one."""

from __future__ import annotations

import contextlib
import functools
import html
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple
from urllib.parse import unquote

import msgspec
from lxml import etree

from tei_edition.problems import Location, Problem, Severity, problem
from tei_edition.runtime.boundary import EVERYWHERE
from tei_edition.runtime.files import digest_file, real_path, stamp_file
from tei_edition.runtime.resources import find_resource
from tei_edition.runtime.saxon import Answer, Question, StylesheetError, ask
from tei_edition.runtime.saxon_apart import BudgetError, ask_apart
from tei_edition.schema.schematron.error import SchematronError
from tei_edition.schema.schematron.files import SchematronFiles, read_files
from tei_edition.schema.schematron.made import OWN_NS, MadeStylesheet
from tei_edition.schema.schematron.model import DEFAULT
from tei_edition.source import (
    Source,
    locate_attribute,
    locate_file,
    locate_nodes,
    read_xml,
    relative_name,
    split_lines,
)
from tei_edition.source.stamps import locate, strip_stamps
from tei_edition.tei import parse_again

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tei_edition.runtime.boundary import Boundary
    from tei_edition.runtime.files import Stamp
    from tei_edition.schema.schematron.files import Resolve
    from tei_edition.schema.schematron.made import AssertionWords, Origin

_SEVERITIES = {
    **dict.fromkeys(("fatal", "error", "critical"), Severity.ERROR),
    **dict.fromkeys(("warning", "warn", "nonfatal", "non-fatal", "caution"), Severity.WARNING),
    **dict.fromkeys(("info", "information", "informational", "note", "hint"), Severity.NOTE),
    **dict.fromkeys(("notice", "debug", "tip"), Severity.NOTE),
}
# More than any rules need; a text may name them.
_MOST_DOCUMENTS = 200


class SchematronRules(msgspec.Struct, frozen=True):
    """A schema in one of its phases, made into a stylesheet; `files` are those it was read from."""

    made: MadeStylesheet
    files: tuple[Path, ...]

    @property
    def is_multilingual(self) -> bool:
        """Whether there are messages in several languages."""
        said = self.made.assertions
        return len({of for words in said for of in (*words.texts, *words.diagnostics)}) > 1


class Judgement(NamedTuple):
    """The problems that rules found in a document, and the other files that they read."""

    problems: tuple[Problem, ...]
    files: tuple[Path, ...]


def read_rules(
    paths: Sequence[Path],
    folder: Path,
    *,
    phase: str = DEFAULT,
    resolve: Resolve | None = None,
    boundary: Boundary = EVERYWHERE,
) -> SchematronRules:
    """Return rules in a Schematron file, or embedded in the files of a RELAX NG schema or an ODD.

    Errors name files from `folder`. What these files include must lie within the boundary. Raises
    SchematronError, with the place, for every error that can be found before Saxon compiles the
    rules.
    """
    # Imported late: what is kept from an earlier run needs neither.
    from tei_edition.schema.schematron.reader import resolve_schematron
    from tei_edition.schema.schematron.stylesheet import make_stylesheet

    files = SchematronFiles(folder, resolve, boundary)
    schema = resolve_schematron(read_files(files, paths), phase)
    return SchematronRules(make_stylesheet(schema, real_path(paths[0]).as_uri()), files.paths)


def judge_source(
    rules: SchematronRules, source: Source, folder: Path, *, language: str = ""
) -> Judgement:
    """Return what rules find in a file that has a tree.

    `language` is that of the messages, where they are given in several. The rules may read other
    XML files in `folder`, and nothing else. Raises SchematronError for rules that do not compile.
    """
    if not rules.made.assertions or not _concern(rules, source):
        return Judgement((), ())
    library = _Library(folder, source, rules)
    answer = _ask(rules, source, library)
    tell = _Teller(rules, source, library, language)
    problems = [told for finding in answer.result for told in tell(finding)]
    return Judgement(tuple(problems), library.files)


def _concern(rules: SchematronRules, source: Source) -> bool:
    """Whether a document has any element that the rules are about."""
    names = rules.made.elements
    if names is None or source.root is None:
        return True
    return next(source.root.iter(*(f"{{*}}{name}" for name in names)), None) is not None


def check_rules(rules: SchematronRules, folder: Path) -> None:
    """Compile the rules; raises SchematronError, with the place, where they do not.

    Those that ship with the package do.
    """
    if _is_ours(rules):
        return
    address = (folder / "none.xml").absolute().as_uri()
    with contextlib.suppress(BudgetError):  # reported of the text that they do not end on
        try:
            ask_apart(Question(rules.made.text, address, "<none/>", f"{{{OWN_NS}}}documents", {}))
        except StylesheetError as error:
            raise _explain(error, rules, folder) from None


def _ask(rules: SchematronRules, source: Source, library: _Library) -> Answer:
    """Return the answer of the rules, when they have been given all documents that they ask for."""
    text = _write_document(source)
    first = relative_name(rules.files[0], library.folder)
    if (known := _endless.get(rules.made.text)) is not None:
        raise known
    while True:
        question = Question(
            rules.made.text,
            source.path.absolute().as_uri(),
            text,
            f"{{{OWN_NS}}}documents",
            library.texts,
        )
        try:
            answer = ask(question) if _is_ours(rules) else ask_apart(question)
        except BudgetError as error:
            told = f'the rules {error} on "{source.file}", and are not applied any more'
            hint = "test them one by one: one of them never ends, or processes too much"
            _endless[rules.made.text] = SchematronError(told, Location(first), hint=hint)
            raise _endless[rules.made.text] from None
        except StylesheetError as error:
            raise _explain(error, rules, library.folder) from None
        asked = re.findall(r'missing [^>]*address="([^"]*)"', "".join(answer.messages))
        if library.load([html.unescape(address) for address in asked]):
            continue
        if answer.error:
            reason = re.sub(r"\$tei-edition:\S+?(?=[\s,.]|$)", "a variable", answer.error)
            told = f'the rules fail on "{source.file}": {reason}'
            raise SchematronError(told, Location(first))
        return answer


# Rules that did not end on one text are not tried on the next, by this process.
_endless: dict[str, SchematronError] = {}


def _is_ours(rules: SchematronRules) -> bool:
    """Whether the rules ship with the package, or are a copy of those: they are known to end."""
    shipped = find_resource("schema/edition.rng")
    own = digest_file(shipped)
    return all(
        real_path(path).parent == shipped.parent or digest_file(path) == own for path in rules.files
    )


def _write_document(source: Source) -> str:
    """Return the document as it is judged, without stamps."""
    if not source.included and "<!DOCTYPE" not in source.text:
        return re.sub(r"^\ufeff?<\?xml[^>]*\?>", "", source.text)
    assert source.root is not None
    copy = parse_again(etree.tostring(source.root))
    strip_stamps(copy)
    return etree.tostring(copy, encoding="unicode")


class _Library:
    """The documents that rules may read: XML files in the edition's folder.

    Those that the last text asked for are there from the beginning: rules look things up in the
    same files for every text.
    """

    _asked_last: ClassVar[dict[str, tuple[str, ...]]] = {}

    def __init__(self, folder: Path, source: Source, rules: SchematronRules) -> None:
        self.folder = real_path(folder)
        self.texts: dict[str, str] = {}
        self.sources: dict[str, Source] = {source.path.absolute().as_uri(): source}
        self._tried: dict[str, Path] = {}
        self._name = str(rules.files[0])
        self.load(self._asked_last.get(self._name, ()))

    @property
    def files(self) -> tuple[Path, ...]:
        """All files that were asked for, and may be read."""
        return tuple(dict.fromkeys(self._tried.values()))

    def load(self, addresses: Sequence[str]) -> bool:
        """Read what was not asked for before; says whether there is anything new."""
        new = False
        for address in dict.fromkeys(addresses):
            path = self._locate(address)
            if address in self._tried or path is None or len(self._tried) >= _MOST_DOCUMENTS:
                continue
            self._tried[address] = path
            if path.is_file() and (found := _read_document(path, self.folder, stamp_file(path))):
                self.sources[address], self.texts[address] = found
                new = True
        self._asked_last[self._name] = tuple(self._tried)
        return new

    def _locate(self, address: str) -> Path | None:
        path = locate_file(address, self.folder)
        return path if path is not None and path.is_relative_to(self.folder) else None


@functools.lru_cache(maxsize=64)
def _read_document(path: Path, folder: Path, _stamp: Stamp) -> tuple[Source, str] | None:
    """Return a document that rules ask for; None if it is not well-formed."""
    source = read_xml(path, folder)
    return None if source.root is None else (source, _write_document(source))


def _explain(error: StylesheetError, rules: SchematronRules, folder: Path) -> SchematronError:
    """Return what Saxon says of the stylesheet, said of the schema."""
    for fault in error.faults:
        lines = rules.made.origins
        origin = lines[fault.line - 1] if 0 < fault.line <= len(lines) else None
        if origin is not None:
            told = f'"{origin.expression}" does not compile: ' if origin.expression else ""
            message = re.sub(r"^[A-Z]{4}\d{4}:?\s+", "", fault.message)
            if "<eof>" in message:
                message = "it is not complete"
            place = _find_attribute(origin, folder)
            return SchematronError(f"{told}{message}", place, hint=_advise(message))
    first = relative_name(rules.files[0], folder)
    return SchematronError(f"the rules do not compile: {error}", Location(first))


def _find_attribute(origin: Origin, folder: Path) -> Location:
    """Where the attribute is in the schema that Saxon speaks of."""
    if not origin.attribute:
        return origin.element
    source = read_xml(folder / origin.element.file, folder)
    return locate_attribute(origin.element, origin.attribute, split_lines(source.text))


def _advise(message: str) -> str:
    if found := re.search(r"[Pp]refix '?([\w.\-]+)'? has not been declared", message):
        return f'declare it: <ns prefix="{found[1]}" uri="…"/>'
    return ""


class _Teller:
    """Findings of a stylesheet as problems of a file."""

    def __init__(
        self, rules: SchematronRules, source: Source, library: _Library, language: str
    ) -> None:
        self.rules = rules
        self.source = source
        self.library = library
        self.language = language.lower()
        self._pages: dict[str, _Pages] = {}

    def __call__(self, finding: Mapping[str, Any]) -> Iterator[Problem]:
        assertion = self.rules.made.assertions[finding["assertion"]]
        location = self.locate(finding["place"])
        if "error" in finding:
            yield problem(
                "schematron-undecidable",
                f'the test "{_shorten(assertion.test)}" fails here: {self.describe(finding)}',
                location,
                hint="correct the rule, or the value that it cannot handle",
                related=(assertion.location,),
            )
            return
        code = "schematron-report" if assertion.kind == "report" else "schematron-failed-assertion"
        message, hints = self.choose(assertion, finding)
        if not message:
            verb = "holds" if assertion.kind == "report" else "does not hold"
            message = f'"{_shorten(assertion.test)}" {verb}'
        hints += [f"see {assertion.see}"] if assertion.see else []
        hints += [f'rule "{assertion.id}"'] if assertion.id else []
        told = problem(
            code, message, location, hint="; ".join(hints), related=(assertion.location,)
        )
        role = finding.get("role", assertion.role).strip().lower()
        severity = _SEVERITIES.get(role, told.severity)
        yield msgspec.structs.replace(told, severity=severity)

    def choose(self, words: AssertionWords, finding: Mapping[str, Any]) -> tuple[str, list[str]]:
        """Return the message in the language wanted, else in the rule's own, and its remarks.

        A diagnostic in the language wanted stands for the message of a rule that speaks another.
        """
        texts = list(zip(words.texts, finding["texts"], strict=True))
        others = list(zip(words.diagnostics, finding["diagnostics"], strict=True))
        language, message = texts[0]
        wanted = self.language
        if wanted and not _match(language, wanted):
            # What has no language may be in the one wanted: only a translation stands for it.
            translations = (*texts, *others) if language else texts
            spoken = [said for of, said in translations if _match(of, wanted)]
            if spoken:
                language, message = wanted, spoken[0]
        hints = [
            said
            for of, said in others
            if said != message and (not of or not language or _match(of, language))
        ]
        return message, [said for said in (*hints, *finding["properties"]) if said]

    def describe(self, finding: Mapping[str, Any]) -> str:
        if finding["code"] != "missing":
            return " ".join(str(finding["error"]).split())
        name = unquote(finding["error"]).rpartition("/")[2]
        return f'there is no XML file "{name}" in the edition\'s folder to read'

    def locate(self, place: Mapping[str, Any]) -> Location:
        """Where a node stands: its start tag, the attribute, the beginning of a text."""
        pages = self.pages(place["document"])
        where = locate(pages.elements[place["element"]])
        if where.file != pages.source.file:
            return where  # included by an XInclude
        if place["attribute"]:
            return locate_attribute(where, place["attribute"], pages.lines)
        if place["before"] >= 0 and not pages.source.included:
            node = (place["element"], place["before"])
            line, column = pages.find_node(node) or (where.line, where.column)
            return Location(where.file, line, column)
        return where

    def pages(self, address: str) -> _Pages:
        """Return the document at an address, the one that is judged if it is empty."""
        if address not in self._pages:
            self._pages[address] = _Pages(self.library.sources.get(address, self.source))
        return self._pages[address]


class _Pages:
    """A document as places are looked up in it."""

    def __init__(self, source: Source) -> None:
        assert source.root is not None
        self.source = source
        self.elements = list(source.root.iter(etree.Element))
        self._nodes: dict[tuple[int, int], tuple[int, int]] = {}

    @functools.cached_property
    def lines(self) -> list[str]:
        return split_lines(self.source.text)

    def find_node(self, node: tuple[int, int]) -> tuple[int, int] | None:
        """Return the place of a node that is neither element nor attribute."""
        if not self._nodes:
            self._nodes = locate_nodes(self.source.text)
        return self._nodes.get(node)


def _match(language: str, wanted: str) -> bool:
    """Whether a language is the one wanted: "de-AT" is "de" as well."""
    one, two = language.lower(), wanted.lower()
    return bool(one) and (one == two or one.split("-")[0] == two.split("-")[0])


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"
