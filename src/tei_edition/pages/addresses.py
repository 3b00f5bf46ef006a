"""Addresses: names of pages and anchors of entities, witnesses and times."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tei_edition.config.values import glob_prefix
from tei_edition.dating.timespans import list_bounds
from tei_edition.facts.registers import Kind
from tei_edition.runtime.portable_names import avoid_devices

if TYPE_CHECKING:
    from tei_edition.config import Config
    from tei_edition.facts.times import TimeSpan

# What the files of staged pages end in.
PAGE_SUFFIX = ".teipage.xml"

# Pages that the toolkit makes besides those of the texts.
CONTENTS, CHRONOLOGY, WITNESSES, DOWNLOADS = "index", "chronology", "witnesses", "downloads"
GAZETTEER, LETTERS = "gazetteer", "letters"
DATA, VERSIONS, NETWORK = "data", "versions", "network"
PROBLEMS = "problems"  # on request
REGISTERS = {
    Kind.PERSON: "persons",
    Kind.ORGANISATION: "organisations",
    Kind.PLACE: "places",
    Kind.EVENT: "events",
    Kind.WORK: "works",
    Kind.OBJECT: "objects",
    Kind.TERM: "terms",
    Kind.NAME: "names",
}
RESERVED = {
    CONTENTS, CHRONOLOGY, GAZETTEER, LETTERS, WITNESSES, DOWNLOADS, DATA, NETWORK, VERSIONS,
    *REGISTERS.values(),
}  # fmt: skip


# File names have at most 255 bytes, and a character up to four.
_LONGEST_SLUG = 48

# What a link from the text may lead to; anything else could run a script or read the reader's
# files. `make generated` gives the list to the stylesheets.
SAFE_SCHEMES = frozenset({"http", "https", "ftp", "ftps", "mailto", "tel", "urn", "doi", "geo"})


def slugify(text: str) -> str:
    """Turn a text into a part of an address: letters and digits of any script, `.`, `-`, `_`."""
    slug = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", text)).strip("-._")
    return avoid_devices(slug[:_LONGEST_SLUG].rstrip("-._") or "x")


def entity_anchor(ident: str) -> str:
    """Return the anchor of an entity on its register page, apart from those of the page itself."""
    taken = ident in RESERVED or ident.startswith("letter-")
    return f"{ident}-entry" if taken else ident


def witness_anchor(ident: str) -> str:
    """Return the anchor of a witness on its page; one that has only an @n may have spaces in it."""
    return "-".join(ident.split())


def find_free(wish: str, taken: set[str]) -> str:
    """Return the wish, or the wish with a number: no two names differ in case alone."""
    name, number = wish, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wish}-{number}"
    taken.add(name.casefold())
    return name


def time_anchor(time: TimeSpan) -> str:
    """Return the anchor of a time in the chronology.

    Empty where it is no time that can be placed.
    """
    start, end = list_bounds(time)
    if not start and not end:
        return ""
    # What lasted is distinguished from what lies somewhere between, the exact from the approximate.
    marks = "".join(bound[0] for bound in time.uncertain) + "c" * (time.precision == "low")
    return f"d{start}{f'_{end}' if end != start else ''}{f'-{marks}' if marks else ''}"


def name_texts(files: list[str], config: Config) -> dict[str, str]:
    """Return a name for each text: its path below the folder that all files of its entry share."""
    prefixes = sorted((glob_prefix(entry) for entry in config.edition.texts), key=len)
    names: dict[str, str] = {}
    taken = {name.casefold() for name in RESERVED}
    if config.pages.report:
        taken.add(PROBLEMS)
    for file in files:
        prefix = next((p for p in reversed(prefixes) if p and file.startswith(p)), "")
        path = PurePosixPath(file[len(prefix) :]).with_suffix("")
        wish = "/".join(slugify(part) for part in path.parts if part != "..") or "text"
        names[file] = find_free(wish, taken)
    return names
