"""The README and the licences that explain the files of an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.exports.registry import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.exports.holdings import Holdings


def write_readme(holdings: Holdings, paths: Iterable[str]) -> bytes:
    """Return a README that says what the edition is, and what each of the files is."""
    cited = holdings.citation
    names = [name.words for name in (*cited.authors, *cited.editors, *cited.contributors)]
    lines = [f"# {holdings.title or 'An edition in TEI'}", ""]
    for label, value in (
        ("By", ", ".join(dict.fromkeys(names))),
        ("Publisher", cited.publisher),
        ("Published", cited.issued),
        ("Changed", holdings.date if holdings.date != cited.issued else ""),
        ("Version", cited.version),
        ("DOI", cited.doi),
        ("Address", holdings.url),
        ("Licence", holdings.licence),
    ):
        if value:
            lines.append(f"- {label}: {value}")
    lines += ["", "## Texts", ""]
    for text in holdings.book.texts:
        place = holdings.places.get(text.file, text.file)
        lines.append(f"- `{place}`: {holdings.book.text_titles[text.file]}")
    for register in holdings.book.edition.registers:
        if register.file in holdings.places:
            lines.append(f"- `{holdings.places[register.file]}`: register")
    given = set(paths)
    listed = [f for f in FORMATS if f.in_bag and _has(f.paths, given) and f.name != "tei"]
    if listed:
        lines += ["", "## Made of them", ""]
        lines += [f"- {f.sentence.rstrip('.')}: `{f.paths}`" for f in listed]
    lines += [
        "",
        "In the tables (UTF-8) several values in a cell are separated by `|`; the file",
        "`…-metadata.json` beside each says what its columns hold.",
        "",
    ]
    return "\n".join(lines).encode()


def write_licence(holdings: Holdings) -> bytes:
    """Return the licences as the headers state them; empty where none does."""
    stated: dict[str, list[str]] = {}
    for text in holdings.book.edition.files:
        for licence in text.header.licences:
            words = "\n".join(filter(None, (" ".join(licence.text.split()), licence.uri)))
            if words:
                stated.setdefault(words, []).append(holdings.places.get(text.file, text.file))
    parts = []
    for words, files in stated.items():
        is_all = len(files) == len(holdings.book.edition.files)
        parts.append(words if is_all else f"{words}\n\nfor: {', '.join(files)}")
    return ("\n\n".join(parts) + "\n").encode() if parts else b""


def _has(patterns: str, paths: set[str]) -> bool:
    """Whether any path begins as one of the patterns of a format does."""
    beginnings = [_fix(pattern) for pattern in patterns.split(", ")]
    return any(path.startswith(tuple(beginnings)) for path in paths)


def _fix(pattern: str) -> str:
    for sign in ("*", "TEXT", "WITNESS", "AUTHORITY", "REF"):
        pattern = pattern.partition(sign)[0]
    return pattern
