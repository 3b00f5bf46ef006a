"""Addresses of the web and of mail that lack their beginning, and words in place of pointers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from tei_edition.checks.targets import find_wanted
from tei_edition.facts.authorities import find_identifier
from tei_edition.problems import Problem, Severity, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Pointer, Text

# The beginnings of addresses as they are misspelt: "http//", "https:/", "htttp://", "https//:".
_SCHEME = re.compile(r"(?!https?://)(h+t+p+s?)[:;]?/{0,3}:?/*\\*(?=[\w.-]+\.[a-z])", re.IGNORECASE)
_HOST = re.compile(
    r"www\.[\w-]+\.[\w.-]+(?:/|$)"
    r"|(?:[\w-]{2,}\.)+(?:com|org|net|edu|eu|info)(?:/|$)"
    r"|(?:[\w-]{2,}\.)+(?:ac|at|ca|ch|cz|de|es|fr|gov|it|nl|pl|ru|se|uk|us)/",
    re.IGNORECASE,
)
_SCRIPT = re.compile("(?:java|live|vb)script:|data:text/html", re.IGNORECASE)
_LOCAL = re.compile(r"file:/|[A-Za-z]:[\\/](?!/)|[^:/#]+\.xml:", re.IGNORECASE)
_NUMBER = re.compile(r"[\dX-]{8,12}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DOI = re.compile(r"(?:doi\.org/)?(10\.\d{4,}/\S+)", re.IGNORECASE)
# These point to what a header or a register declares, and never to files.
DECLARED = frozenset({
    "calendar", "change", "decls", "hand", "new", "perf", "rendition", "resp", "scribeRef",
    "toWhom", "who",
})  # fmt: skip
# What is meant where a word describes the thing itself.
_IN_WORDS = {"rendition": "; in words, the look is described by @rend"}


def complete_address(value: str) -> str:
    """Return an address of the web or of mail as it should begin; empty if it is none, or right."""
    if found := _SCHEME.match(value):
        scheme = "https" if "s" in found[1].lower() else "http"
        return f"{scheme}://{value[found.end() :]}"
    if found := _DOI.fullmatch(value):
        return f"https://doi.org/{found[1]}"
    if _MAIL.fullmatch(value):
        return f"mailto:{value}"
    return f"https://{value}" if _HOST.match(value) else ""


def advise_address(value: str) -> str:
    """Return the hint for an address that lacks its beginning; empty if it is no such address."""
    if _NUMBER.fullmatch(value):
        if (found := find_identifier(value, "GND")) and not found.find_fault():
            return f'if this is its number in the GND, write "https://d-nb.info/gnd/{value}"'
        return ""
    meant = complete_address(value)
    return f'write the whole address: "{meant}"' if meant else ""


def is_local(value: str) -> bool:
    """Whether a pointer leads to a file of one computer, by its whole path."""
    return _LOCAL.match(value) is not None


def tell_local(pointer: Pointer, code: str = "unknown-target") -> Problem | None:
    """Return the problem of a pointer to a file of one computer; None if it is no such pointer."""
    if not is_local(pointer.value):
        return None
    file, colon, ident = pointer.value.partition(".xml:")
    if colon:
        return problem(
            code,
            f'@{pointer.attribute}: in "{pointer.value}" a colon is between file and xml:id',
            pointer.location,
            hint=f'write "{file}.xml#{ident}"',
        )
    name = re.split(r"[\\/]", pointer.value)[-1]
    return problem(
        code,
        f'@{pointer.attribute}: "{pointer.value}" is a path that only one computer has',
        pointer.location,
        hint=f'write the path from this file on: "{name}", if both are in one folder',
    )


def tell_address(pointer: Pointer) -> Problem | None:
    """Return the problem of an address that lacks its beginning, or is a program; else None."""
    if _SCRIPT.match(pointer.value):
        return problem(
            "unknown-target",
            f'@{pointer.attribute}: "{pointer.value[:60]}" is a program, not an address',
            pointer.location,
            hint="write the address of a page or the # and xml:id of an element: an edition"
            " never runs programs of its texts",
        )
    if told := tell_local(pointer):
        return told
    if pointer.value in {"_blank", "_parent", "_self", "_top"}:
        return problem(
            "unknown-target",
            f'@{pointer.attribute}: "{pointer.value}" is where HTML opens a page, no address',
            pointer.location,
            hint=f"write in @{pointer.attribute} what HTML has in @href",
        )
    hint = advise_address(pointer.value)
    if not hint:
        return None
    return problem(
        "unknown-target",
        f'@{pointer.attribute}: "{pointer.value}" is read as the name of a file',
        pointer.location,
        hint=hint,
    )


_JOINED = re.compile(r"([^#:]+\.xml)[.,;:/!?_-]?([^\W\d][\w.-]*)")


def tell_joined(pointer: Pointer, text: Text, resolver: Resolver) -> Problem | None:
    """Return the problem of a file and an xml:id without the # between them; else None."""
    found = _JOINED.fullmatch(pointer.value)
    if found is None or resolver.find_text(found[1], text.file) is None:
        return None
    return problem(
        "unknown-target",
        f'@{pointer.attribute}: "{pointer.value}" has no # between file and xml:id',
        pointer.location,
        hint=f'write "{found[1]}#{found[2]}"',
    )


def tell_word(pointer: Pointer) -> Iterator[Problem]:
    """Yield the problem of a word where only a pointer to a declaration is right."""
    wanted = find_wanted(pointer.element, pointer.attribute)
    if not wanted or pointer.attribute not in DECLARED or re.search(r"[:/#]|\.xml$", pointer.value):
        return
    told = problem(
        "unknown-target",
        f'@{pointer.attribute}: "{pointer.value}" is a word, not a pointer',
        pointer.location,
        hint=f"point to {wanted.words}, by # and its xml:id{_IN_WORDS.get(pointer.attribute, '')}",
        cause=f"@{pointer.attribute} has words in place of pointers",
    )
    yield msgspec.structs.replace(told, severity=Severity.WARNING)
