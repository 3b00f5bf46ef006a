"""Problems as SARIF 2.1.0 (OASIS, 2020), which code hosts and editors of code show.

Section numbers in comments are those of the standard.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from tei_edition import __version__
from tei_edition.problems import RULES
from tei_edition.report.edits import settle_edits
from tei_edition.report.explanations import read_explanation, read_markdown
from tei_edition.report.lines import SourceLines, one_line
from tei_edition.report.record import show_path
from tei_edition.runtime.files import real_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tei_edition.problems import Edit, Location, Problem
    from tei_edition.report.record import Report

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_BASE = "%SRCROOT%"
_FINGERPRINT = "problem/v1"


def format_sarif(report: Report) -> str:
    """Return the log with one run: its results are the problems, its rules their codes.

    Files are named as seen from the report's base, which is to be the top of the repository; one
    outside it by its whole address.
    """
    files = SourceLines(report.root)
    problems = settle_edits(report.problems, files)
    codes = [code for code in RULES if any(problem.code == code for problem in problems)]
    fingerprints: dict[str, int] = {}
    results = [_write_result(p, codes, report, files, fingerprints) for p in problems]
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _write_driver(codes)},
                "invocations": [{"executionSuccessful": True}],
                "originalUriBaseIds": {_BASE: {"uri": _address(report.base or report.root)}},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    return msgspec.json.format(msgspec.json.encode(log), indent=2).decode() + "\n"


def _write_driver(codes: Iterable[str]) -> dict[str, Any]:
    address = _find_manual()
    driver: dict[str, Any] = {
        "name": "tei-edition",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_write_rule(code, address) for code in codes],
    }
    if address:
        driver["informationUri"] = address
    return driver


def _write_rule(code: str, manual: str) -> dict[str, Any]:
    rule = RULES[code]
    descriptor: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": read_explanation(code), "markdown": read_markdown(code)},
        "defaultConfiguration": {"level": rule.severity.value},
    }
    if manual:
        page = f"{manual.rstrip('/')}/manual/reference/problems/{code}.html"
        descriptor["helpUri"] = page
    return descriptor


def _find_manual() -> str:
    """Where this version's manual is on the web; empty as long as the package names no place."""
    try:
        named = importlib.metadata.metadata("tei-edition").get_all("Project-URL") or []
    except importlib.metadata.PackageNotFoundError:
        return ""
    addresses: dict[str, str] = dict(entry.split(", ", 1) for entry in named)
    return addresses.get("Documentation", "")


def _write_result(
    problem: Problem, codes: list[str], report: Report, files: SourceLines, known: dict[str, int]
) -> dict[str, Any]:
    told = one_line(f"{problem.message} ({problem.hint})" if problem.hint else problem.message)
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": problem.severity.value,
        "message": {"text": told},
        "locations": [{"physicalLocation": _write_place(problem.location, report, files)}],
        "partialFingerprints": {_FINGERPRINT: _fingerprint(problem, files, known)},
    }
    if problem.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _write_place(place, report, files),
                "message": {"text": "see also"},
            }
            for number, place in enumerate(problem.related)
        ]
    if problem.fix:
        result["fixes"] = [_write_fix(problem.fix, report)]
    return result


def _write_place(place: Location, report: Report, files: SourceLines) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column}
    if (end := files.find_end(place)) > place.column:
        region["endColumn"] = end  # the column behind the last (3.30.8)
    return {"artifactLocation": _write_artifact(place.file, report), "region": region}


def _write_artifact(file: str, report: Report) -> dict[str, str]:
    path = show_path(file, report)
    if path.startswith("../") or ":" in path.partition("/")[0]:
        try:
            whole = real_path(report.root / file)
        except ValueError:  # a NUL: no file has such a name
            whole = (report.root / file).absolute()
        return {"uri": whole.as_uri()}
    return {"uri": quote(path), "uriBaseId": _BASE}


def _address(folder: Path) -> str:
    return real_path(folder).as_uri().rstrip("/") + "/"  # 3.14.14: it ends with a slash


def _fingerprint(problem: Problem, files: SourceLines, known: dict[str, int]) -> str:
    """Return what stays the same if lines are added elsewhere: file, code, words, own text.

    The same problem on lines that are alike is distinguished by its number.
    """
    parts = (
        problem.location.file,
        problem.code,
        problem.message,
        files.find_line(problem.location),
    )
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
    known[digest] = known.get(digest, 0) + 1
    return f"{digest}:{known[digest]}"


def _write_fix(fix: tuple[Edit, ...], report: Report) -> dict[str, Any]:
    changes: dict[str, list[dict[str, Any]]] = {}
    for edit in fix:
        place = edit.location
        region = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.line,
            "endColumn": place.column + len(edit.old),
        }
        replacement = {"deletedRegion": region, "insertedContent": {"text": edit.new}}
        changes.setdefault(place.file, []).append(replacement)
    return {
        "description": {"text": f'Write "{fix[0].new}" instead of "{fix[0].old}"'},
        "artifactChanges": [
            {"artifactLocation": _write_artifact(file, report), "replacements": replacements}
            for file, replacements in changes.items()
        ],
    }
