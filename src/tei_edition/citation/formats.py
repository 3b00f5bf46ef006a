"""Citations in the formats of reference managers: BibTeX, RIS, CSL-JSON, JSON-LD."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from tei_edition.citation.record import read_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tei_edition.citation.record import Citation, PersonalName

# What stands for the anchor and the label of a passage in a record that is made for any passage.
ANCHOR, LABEL = "@@anchor@@", "@@label@@"


def cite_passage(citation: Citation) -> Citation:
    """Return a template for citing a passage of the page, with gaps for anchor and label."""
    url = f"{citation.url}#{ANCHOR}" if citation.url else ""
    # An identifier leads to the text, and to no passage of it.
    return msgspec.structs.replace(
        citation, url=url, doi="" if url else citation.doi, locator=LABEL
    )


def list_addresses(citation: Citation) -> list[str]:
    """Return permanent addresses, the best first: the page's, and those that the header gives."""
    doi = f"https://doi.org/{citation.doi}" if citation.doi else ""
    return [address for address in (citation.url, doi, citation.address) if address]


def find_address(citation: Citation) -> str:
    """Return the best of the permanent addresses; empty if there is none."""
    return next(iter(list_addresses(citation)), "")


# CSL-JSON.


def make_csl(citation: Citation) -> dict[str, Any]:
    """Return the citation as an item of CSL-JSON (schema csl-data of CSL 1.0.2)."""
    names = {
        "author": citation.authors,
        "editor": citation.editors,
        "translator": citation.translators,
    }
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "chapter" if citation.is_part else "book",
        "title": citation.title,
        "title-short": _shorten(citation.title),
        "container-title": citation.container,
        "collection-title": citation.series,
        **{role: [_csl_name(name) for name in found] for role, found in names.items()},
        "publisher": citation.publisher,
        "publisher-place": citation.place,
        "issued": make_csl_date(citation.issued),
        "edition": citation.edition,
        "version": citation.version,
        "language": citation.language,
        "DOI": citation.doi,
        "ISBN": citation.isbn,
        "URL": citation.url or citation.address,
        "locator": citation.locator,
    }
    return {name: value for name, value in item.items() if value}


def _shorten(title: str) -> str:
    """Return a title without the subtitle that follows it after a colon.

    Empty where it has none.
    """
    main, colon, _ = title.partition(": ")
    return main.strip() if colon else ""


def _csl_name(name: PersonalName) -> dict[str, str]:
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
        "literal": name.literal,
    }
    return {part: words for part, words in parts.items() if words}


def make_csl_date(issued: str) -> dict[str, Any]:
    """Return a date of ISO 8601, two of them with a slash between, or words, as CSL-JSON has it."""
    if dates := read_days(issued):
        return {"date-parts": [list(date) for date in dates]}
    return {"literal": issued} if issued else {}


def write_csl(citation: Citation) -> str:
    """Return the file of CSL-JSON: an array of one item."""
    return json.dumps([make_csl(citation)], ensure_ascii=False, indent=2) + "\n"


# BibTeX.

_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "%&#_$"},
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}~^%&#_$]")


def escape_latex(text: str) -> str:
    """Return a text as LaTeX and BibTeX take it for what it is, braces balanced."""
    return _SPECIAL.sub(lambda match: _LATEX[match[0]], text)


def write_bibtex(citation: Citation) -> str:
    """Return an entry of BibTeX in UTF-8, whose title keeps its capitals.

    Biblatex reads it as well.
    """
    years = "--".join(dict.fromkeys(f"{date[0]:04}" for date in citation.dates))
    is_exact = citation.dates and citation.issued != years
    fields = {
        "author": _bibtex_names(citation.authors),
        "title": _protect(citation.title),
        "booktitle": _protect(citation.container),
        "editor": _bibtex_names(citation.editors),
        "translator": _bibtex_names(citation.translators),
        "series": _protect(citation.series),
        "publisher": _protect(citation.publisher),
        "address": escape_latex(citation.place),
        "edition": escape_latex(citation.edition),
        "year": escape_latex(years or citation.year or citation.issued),
        "date": citation.issued if is_exact else "",
        "version": escape_latex(citation.version),
        "language": citation.language,
        "isbn": citation.isbn,
        "doi": _bibtex_address(citation.doi),
        "url": _bibtex_address(citation.url or citation.address),
        "note": escape_latex(citation.locator),
    }
    kind = "incollection" if citation.is_part else "book"
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{citation.key},\n{lines}}}\n"


def _protect(words: str) -> str:
    """Words that keep their capitals, and an `and` that parts no names."""
    return f"{{{escape_latex(words)}}}" if words else ""


def _bibtex_names(names: Iterable[PersonalName]) -> str:
    return " and ".join(map(_bibtex_name, names))


def _bibtex_name(name: PersonalName) -> str:
    if name.literal:
        return _protect(name.literal)
    # A particle in capitals would be taken for a part of the family name: so it is.
    parts = (name.particle, name.family)
    family = " ".join(_shield(part) for part in parts if part)
    return ", ".join(filter(None, (family, _shield(name.suffix), _shield(name.given))))


def _shield(part: str) -> str:
    """Return a part of a name, in braces where its words would be read as something else."""
    words = part.split()
    is_plain = "," not in part and "and" not in words
    return escape_latex(part) if is_plain else _protect(part)


def _bibtex_address(address: str) -> str:
    """Return an address unchanged, without what would end a field."""
    return re.sub(r"[\\{}\s]", lambda match: quote(match[0]), address)


# RIS.


def write_ris(citation: Citation) -> str:
    """Return the record as RIS has it, with the ends of lines that it asks for."""
    lines = (f"{tag}  - {' '.join(value.split())}" for tag, value in _ris_fields(citation))
    return "".join(f"{line}\r\n" for line in lines) + "ER  - \r\n"


def _ris_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "CHAP" if citation.is_part else "BOOK"
    yield "ID", citation.key
    for tag, names in (("AU", citation.authors), ("A2", citation.editors),
                       ("A4", citation.translators)):  # fmt: skip
        yield from ((tag, invert_name(name)) for name in names)
    fields = {
        "TI": citation.title,
        "T2": citation.container,
        "T3": citation.series,
        "PB": citation.publisher,
        "CY": citation.place,
        "PY": citation.year,
        "DA": _ris_date(citation.dates[0]) if len(citation.dates) == 1 else "",
        "ET": citation.edition,
        "LA": citation.language,
        "SN": citation.isbn,
        "DO": citation.doi,
        "UR": citation.url or citation.address,
        "SE": citation.locator,
        "N1": f"Version {citation.version}" if citation.version else "",
    }
    if not citation.year and citation.issued:
        fields["N1"] = "; ".join(filter(None, (citation.issued, fields["N1"])))
    yield from ((tag, value) for tag, value in fields.items() if value)


def _ris_date(date: tuple[int, ...]) -> str:
    """Return a date as RIS has it: year, month, day and more, each in its place."""
    year, *rest = date
    return "/".join([f"{year:04}", *(f"{number:02}" for number in rest), *[""] * (3 - len(rest))])


def invert_name(name: PersonalName) -> str:
    """Family name first, with its particle, then forename and suffix, with commas between."""
    family = " ".join(filter(None, (name.particle, name.family)))
    return name.literal or ", ".join(filter(None, (family, name.given, name.suffix)))


# JSON-LD.


def make_json_ld(citation: Citation) -> dict[str, Any]:
    """Return the citation in the vocabulary of schema.org, as the data of JSON-LD."""
    whole: dict[str, Any] = {}
    if citation.is_part:
        whole = {"@type": "Book", "name": citation.container, "url": citation.container_url}
        whole["@id"] = citation.container_url
    publisher = {"@type": "Organization", "name": citation.publisher}
    if citation.place:
        publisher["location"] = citation.place
    is_day = len(citation.dates) == 1
    return _without_blanks({
        "@context": "https://schema.org",
        "@type": "Chapter" if citation.is_part else "Book",
        "@id": citation.url,
        "name": citation.title,
        "author": [_describe_agent(name) for name in citation.authors],
        "editor": [_describe_agent(name) for name in citation.editors],
        "translator": [_describe_agent(name) for name in citation.translators],
        "contributor": [_describe_agent(name) for name in citation.contributors],
        "publisher": publisher if citation.publisher else {},
        "datePublished": citation.issued if is_day else citation.year,
        "dateModified": citation.changed,
        "inLanguage": citation.language,
        "bookEdition": citation.edition if not citation.is_part else "",
        "version": citation.version,
        "license": citation.licence,
        "url": find_address(citation),
        "isbn": citation.isbn,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": kind, "value": value}
            for kind, value in (("DOI", citation.doi), ("URN", citation.urn))
            if value
        ],
        "sameAs": citation.address if citation.address != citation.url else "",
        "isPartOf": _without_blanks(whole),
    })  # fmt: skip


def _describe_agent(name: PersonalName) -> dict[str, str]:
    agent = {
        # What is not in parts may be a person or a body.
        "@type": "Organization" if name.is_body else "Person" if name.family else "",
        "@id": name.uri,
        "name": name.words,
        "familyName": " ".join(filter(None, (name.particle, name.family))),
        "givenName": name.given,
    }
    return {key: value for key, value in agent.items() if value}


def _without_blanks(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}


def write_json_ld(citation: Citation) -> str:
    """Return the record as JSON-LD."""
    return json.dumps(make_json_ld(citation), ensure_ascii=False, separators=(",", ":"))


# The files that readers take away: the suffix of each, its name and how it is written.
FILES: dict[str, tuple[str, Callable[[Citation], str]]] = {
    ".bib": ("BibTeX", write_bibtex),
    ".ris": ("RIS", write_ris),
    ".csl.json": ("CSL-JSON", write_csl),
}
