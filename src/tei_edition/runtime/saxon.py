"""Run a stylesheet on an XML text; the only module that imports saxonche.

A process has one processor, and compiles each stylesheet once. What Saxon says, in messages and
in errors, comes out as problems and EditionErrors: its own exceptions cannot cross processes.
"""

from __future__ import annotations

import contextlib
import hashlib
import html
import json
import os
import re
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlparse

from lxml import etree

from tei_edition.problems import RULES, EditionError, Location, Problem, problem
from tei_edition.runtime.files import real_path
from tei_edition.runtime.kept import read_tree
from tei_edition.runtime.modules import list_modules, make_stand_ins
from tei_edition.tei import raw_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from saxonche import PySaxonProcessor, PyXdmNode, PyXsltExecutable

    from tei_edition.runtime.workers import Workers

PROBLEM = "{urn:tei-edition:problem}problem"

# The JDK's limits on input are lifted: input was parsed, and judged, by `source` before.
_UNLIMITED = (
    "jdk.xml.maxElementDepth",
    "jdk.xml.elementAttributeLimit",
    "jdk.xml.maxXMLNameLimit",
    "jdk.xml.entityExpansionLimit",
    "jdk.xml.totalEntitySizeLimit",
    "jdk.xml.maxGeneralEntitySizeLimit",
)

# Saxon tells code and line of a dynamic error only to stderr; a stylesheet can catch them.
_WRAPPER = """
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:err="http://www.w3.org/2005/xqt-errors" xmlns:m="urn:tei-edition:mode"
    exclude-result-prefixes="#all">
  {imports}
  {stand_ins}
  <xsl:output method="json"/>
  <xsl:template match="/">
    <xsl:try>
      <xsl:variable name="result" as="item()*">
        <xsl:apply-templates select="." mode="{mode}"/>
      </xsl:variable>
      <xsl:sequence select="map {{ 'result': {result} }}"/>
      <xsl:catch>
        <xsl:sequence select="map {{ 'error': $err:description, 'code': string($err:code),
            'module': string($err:module), 'line': $err:line-number }}"/>
      </xsl:catch>
    </xsl:try>
  </xsl:template>
</xsl:stylesheet>
"""


# What Saxon says about a stylesheet that does not compile, a fault at a time.
_FAULT = re.compile(r"on line (\d+) column \d+ of [^\n]*\n\s+(.*?)(?=\n\S|\Z)", re.DOTALL)

# No indentation: white space between inline elements is text.
_SERIALISE = {
    "": "$result",
    "xml": "serialize($result, map { 'method': 'xml', 'omit-xml-declaration': true() })",
    "html": "serialize($result, map { 'method': 'html', 'html-version': 5.0, 'indent': false(),"
    " 'include-content-type': false(), 'escape-uri-attributes': false() })",
}


class TransformError(EditionError):
    """A stylesheet that compiled has failed on a document; it may do well with others."""


class Outcome(NamedTuple):
    """The result of a transformation: documents by name, and the messages of the stylesheet."""

    documents: dict[str, str]
    problems: tuple[Problem, ...]


class Stylesheet(NamedTuple):
    """A shipped stylesheet, with or without a stylesheet of the editor's.

    `mode` is where it begins; `method` how its document is serialised, empty if it gives a map
    of names to documents that it has serialised itself.
    """

    path: Path
    overlay: Path | None
    mode: str
    method: str = ""


class Job(NamedTuple):
    """A document to be transformed by a worker; `source` is a kept tree that holds it, or itself.

    `file` is the TEI file from which it comes, if its failure does not affect the others;
    `name` is what messages call its document where there is none.
    """

    stylesheet: Stylesheet
    source: Path | str
    parameters: Mapping[str, str]
    file: str = ""
    name: str = ""


def run_job(job: Job) -> Outcome:
    """Return the result of a job; a worker process needs this module alone.

    Raises what `transform` raises, but where the job has a file its failure is a problem of it.
    """
    text = job.source if isinstance(job.source, str) else read_tree(job.source).decode()
    try:
        return transform(job.stylesheet, text, job.parameters)
    except TransformError as error:
        return fail(job, error)


def fail(job: Job, error: EditionError) -> Outcome:
    """Return what becomes of a job that failed: a problem of its file.

    Raises TransformError where it has none.
    """
    if not job.file:
        message = f'the page "{job.name}" cannot be made: {error}' if job.name else str(error)
        raise TransformError(message, hint=error.hint)
    found = problem("stylesheet-failed", str(error), Location(job.file), hint=error.hint)
    return Outcome({}, (found,))


def give_up(job: Job) -> Outcome:
    """Return what `fail` returns for a job that ends each process that does it."""
    return fail(job, EditionError("the process that makes it ends: it crashes, or lacks memory"))


def transform(stylesheet: Stylesheet, text: str, parameters: Mapping[str, str]) -> Outcome:
    """Transform an XML document to the documents made of it; a single one is named "".

    Raises EditionError, with file and line, for a stylesheet that is faulty, and TransformError
    for one that fails on this document.
    """
    processor, executable = _compile(stylesheet, _stamp(stylesheet))
    for name, value in parameters.items():
        executable.set_parameter(name, processor.make_string_value(value))
    executable.clear_xsl_messages()
    try:
        document = processor.parse_xml(xml_text=text)
        answer = json.loads(executable.transform_to_string(xdm_node=document))
        messages = executable.get_xsl_messages() or []
    except Exception as error:
        raise TransformError(f"{stylesheet.path.name}: {_clean(str(error))}") from None
    finally:
        executable.clear_parameters()
    if "error" in answer:
        place = f"{_show_module(answer['module'], stylesheet)}:{answer['line']}"
        raise TransformError(
            f"the stylesheet fails at {place}: {_clean(answer['error'])} ({answer['code']})",
            hint=_advise(answer["module"], stylesheet),
        )
    result = answer["result"]
    documents = {"": result} if stylesheet.method else result
    return Outcome(documents, tuple(_read_messages(str(m) for m in messages)))


def _advise(module: str, stylesheet: Stylesheet) -> str:
    own = stylesheet.overlay
    if own and _show_module(module, stylesheet).rpartition("/")[2] == own.name:
        return "correct your stylesheet at that line"
    return "this is a fault of tei-edition, not of your file: please report it"


class StaticFault(NamedTuple):
    """A fault in a stylesheet found before it is run: the line, and Saxon's message."""

    line: int
    message: str


class StylesheetError(EditionError):
    """A stylesheet given as text does not compile."""

    def __init__(self, message: str, *, hint: str = "", faults: Sequence[StaticFault] = ()) -> None:
        super().__init__(message, hint=hint)
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_error, (str(self), self.faults))


def _rebuild_error(message: str, faults: tuple[StaticFault, ...]) -> StylesheetError:
    return StylesheetError(message, faults=faults)


class Question(NamedTuple):
    """A stylesheet, as text, and the document that it is asked about, with its address.

    `documents` are others that the stylesheet may have, by address: it is given them in a parameter
    of the name `parameter`. It can read nothing by itself, neither files nor the network.
    """

    stylesheet: str
    address: str
    text: str
    parameter: str
    documents: Mapping[str, str]


class Answer(NamedTuple):
    """What a stylesheet answered, parsed from JSON, and the messages that it gave, as XML.

    Where it failed, `error` says why, and there is no result.
    """

    result: Any
    messages: tuple[str, ...]
    error: str = ""


def ask(question: Question) -> Answer:
    """Return a stylesheet's messages on a document; use the pool of `run_in` if one was given.

    Raises StylesheetError for a stylesheet that does not compile.
    """
    if _pool:
        return _pool[-1].map(ask_here, [question], apart=True)[0]
    return ask_here(question)


_pool: list[Workers] = []


@contextlib.contextmanager
def run_in(pool: Workers) -> Iterator[None]:
    """Let questions be answered in processes of the pool: Saxon is not to run in this one."""
    _pool.append(pool)
    try:
        yield
    finally:
        _pool.pop()


def ask_here(question: Question) -> Answer:
    """Return what `ask` does, in this process."""
    processor, executable = _compile_text(question.stylesheet)
    executable.clear_xsl_messages()
    result, error = None, ""
    try:
        with _quiet_stderr():
            documents = {
                address: _parse_document(address, text)
                for address, text in question.documents.items()
            }
            if documents:
                executable.set_parameter(question.parameter, processor.make_map2(documents))
            node = _build(processor, question.address, question.text)
            result = json.loads(executable.transform_to_string(xdm_node=node))
    except Exception as failure:
        error = _clean(str(failure))
    finally:
        executable.clear_parameters()
    messages = tuple(str(message) for message in executable.get_xsl_messages() or [])
    return Answer(result, messages, error)


@lru_cache(maxsize=16)
def _compile_text(stylesheet: str) -> tuple[PySaxonProcessor, PyXsltExecutable]:
    processor = _closed_processor()
    compiler = processor.new_xslt30_processor()
    try:
        with _quiet_stderr():
            executable = compiler.compile_stylesheet(stylesheet_text=stylesheet)
    except Exception as error:
        faults = tuple(
            StaticFault(int(found[1]), _clean(found[2])) for found in _FAULT.finditer(str(error))
        )
        raise StylesheetError(_clean(str(error)), faults=faults) from None
    executable.set_save_xsl_message(True)
    executable.set_property("!encoding", "UTF-8")
    return processor, executable


# The same few documents, a register for example, are asked for with every text.
@lru_cache(maxsize=64)
def _parse_document(address: str, text: str) -> PyXdmNode:
    return _build(_closed_processor(), address, text)


def _build(processor: PySaxonProcessor, address: str, text: str) -> PyXdmNode:
    builder = processor.new_document_builder()
    builder.set_base_uri(address)
    return builder.parse_xml(xml_text=text)


def prepare(stylesheet: Stylesheet) -> None:
    """Compile a stylesheet ahead of its use in this process."""
    _compile(stylesheet, _stamp(stylesheet))


def digest_stylesheet(stylesheet: Stylesheet) -> str:
    """Return a digest of all files that the stylesheet is made of."""
    digest = hashlib.sha256(stylesheet.mode.encode())
    for start in (stylesheet.path, stylesheet.overlay):
        for module in list_modules(start) if start else ():
            digest.update(module.read_bytes())
    return digest.hexdigest()


_Stamp = tuple[tuple["Path", int], ...]
_stamps: dict[Path, _Stamp] = {}


def _stamp(stylesheet: Stylesheet) -> _Stamp:
    """When each module was last changed, so that a long-lived process compiles it again."""
    return tuple(
        stamp
        for path in (stylesheet.path, stylesheet.overlay)
        for stamp in (_stamp_modules(path) if path else ())
    )


def _stamp_modules(path: Path) -> _Stamp:
    known = _stamps.get(path, ())
    if not known or known != _stamp_all(module for module, _ in known):
        # What is imported may be another set of modules now.
        known = _stamps[path] = _stamp_all(list_modules(path))
    return known


def _stamp_all(paths: Iterable[Path]) -> _Stamp:
    return tuple((path, path.stat().st_mtime_ns if path.is_file() else 0) for path in paths)


def _processor() -> PySaxonProcessor:
    return _make_processor("file")


def _closed_processor() -> PySaxonProcessor:
    """One whose stylesheets can read neither files nor the network."""
    return _make_processor("none")


@cache
def _make_processor(protocols: str) -> PySaxonProcessor:
    import saxonche

    # The working directory of a processor is that of its making: all paths given are absolute.
    processor = saxonche.PySaxonProcessor(license=False)
    for name in _UNLIMITED:
        processor.set_configuration_property(
            f"http://saxon.sf.net/feature/parserProperty?uri={name}", "0"
        )
    processor.set_configuration_property("http://saxon.sf.net/feature/allowedProtocols", protocols)
    if protocols == "none":
        # No function of Java, no file written by xsl:result-document, no variable of the system.
        processor.set_configuration_property(
            "http://saxon.sf.net/feature/allow-external-functions", "false"
        )
    return processor


@cache
def _compile(stylesheet: Stylesheet, _stamp: _Stamp) -> tuple[PySaxonProcessor, PyXsltExecutable]:
    if stylesheet.overlay and not stylesheet.overlay.is_file():
        raise EditionError(f'there is no stylesheet "{stylesheet.overlay}"')
    processor = _processor()
    paths = [path for path in (stylesheet.path, stylesheet.overlay) if path]
    imports = "\n  ".join(
        f'<xsl:import href="{html.escape(real_path(path).as_uri())}"/>' for path in paths
    )
    result = _SERIALISE[stylesheet.method]
    overlay = stylesheet.overlay
    stand_ins = make_stand_ins(stylesheet.path, overlay) if overlay else ""
    wrapper = _WRAPPER.format(
        imports=imports, stand_ins=stand_ins, mode=stylesheet.mode, result=result
    )
    compiler = processor.new_xslt30_processor()
    try:
        with _quiet_stderr():
            executable = compiler.compile_stylesheet(stylesheet_text=wrapper)
    except Exception as error:
        raise EditionError(
            f"the stylesheet cannot be used: {_clean(str(error))}",
            hint="Saxon names module, line and column",
        ) from None
    executable.set_save_xsl_message(True)
    executable.set_property("!encoding", "UTF-8")
    return processor, executable


class _quiet_stderr:  # noqa: N801 - used like a function
    """Keeps what Saxon writes to file descriptor 2 from the terminal: it comes as exception too."""

    def __enter__(self) -> None:
        self.saved = os.dup(2)
        self.null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(self.null, 2)

    def __exit__(self, *_: object) -> None:
        os.dup2(self.saved, 2)
        os.close(self.saved)
        os.close(self.null)


def _read_messages(messages: Iterator[str]) -> Iterator[Problem]:
    """Yield the problems among a stylesheet's messages; those for its author are left out."""
    for message in messages:
        if PROBLEM.partition("}")[2] not in message:
            continue
        try:
            element = etree.fromstring(message)
        except etree.XMLSyntaxError:
            continue
        code = element.get("code", "")
        if element.tag != PROBLEM or code not in RULES:
            continue
        place = re.fullmatch(r"(\d{1,9}):(\d{1,9})", element.get("pos", ""), re.ASCII)
        yield problem(
            code,
            raw_text(element).strip(),
            Location(element.get("file", ""), *((int(place[1]), int(place[2])) if place else ())),
            hint=element.get("hint", ""),
        )


def _show_module(uri: str, stylesheet: Stylesheet) -> str:
    """Name a module by its path from the editor's own stylesheet, else by its file name."""
    path = PurePosixPath(unquote(urlparse(uri).path))
    own = real_path(stylesheet.overlay or stylesheet.path).parent
    return str(path.relative_to(own) if path.is_relative_to(own) else path.name)


def _clean(text: str) -> str:
    text = text.replace(". External function calls have been disabled", "")
    return re.sub(r"\s+", " ", text).strip()
