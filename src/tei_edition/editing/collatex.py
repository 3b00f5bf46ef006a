"""Read and write the JSON of CollateX: witnesses to collate, and alignment tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from tei_edition.editing.collate import (
    PROLOG,
    Collation,
    Witnessed,
    check_names,
    collate_texts,
    make_tree,
)
from tei_edition.editing.collated_entries import declare, make_entry
from tei_edition.problems import EditionError
from tei_edition.tei import tei

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tei_edition.editing.sameness import Sameness


def collate_json(path: Path, sameness: Sameness) -> Collation:
    """Collate the witnesses that a file in CollateX's JSON holds, the first as the base.

    An alignment table, the output of CollateX, is converted to TEI: its columns become entries.
    Raises EditionError for any other file.
    """
    data = _read(path)
    if "table" in data:
        return _write_table(path, data)
    found = data.get("witnesses")
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise _refuse(path)
    forms: dict[str, str] = {}
    witnesses: dict[str, Witnessed] = {}
    names = [str(one.get("id", "")) for one in found]
    check_names(names, len(names))
    for name, one in zip(names, found, strict=True):
        witnesses[name] = Witnessed(_read_witness(path, one, forms), name)
    base = next(iter(witnesses.values()))
    tree = make_tree(path.stem, base.paragraphs)
    merged = {**forms, **sameness.forms}
    return collate_texts(PROLOG, tree, witnesses, sameness._replace(forms=merged))


def write_json(collation: Collation) -> str:
    """Return the table of a collation as in CollateX: for each piece, the words of each witness."""
    names = list(collation.table[0]) if collation.table else []
    table = [[row[name].split() for name in names] for row in collation.table]
    return json.dumps({"witnesses": [*names], "table": table}, ensure_ascii=False, indent=1) + "\n"


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise EditionError(f"{path} cannot be read: {error}") from None
    if not isinstance(data, dict):
        raise _refuse(path)
    return data


def _refuse(path: Path) -> EditionError:
    return EditionError(
        f'"{path}" is not a JSON file of CollateX',
        hint='it has "witnesses" with "id" and "content" or "tokens", or a "table"',
    )


def _read_witness(path: Path, witness: Mapping[str, Any], forms: dict[str, str]) -> list[list[str]]:
    """Return the words of a witness in paragraphs; the normal form of a token is noted."""
    content, tokens = witness.get("content"), witness.get("tokens")
    if isinstance(content, str):
        parts = content.replace("\r\n", "\n").split("\n\n")
        return [part.split() for part in parts if part.split()]
    if not isinstance(tokens, list):
        raise _refuse(path)
    words: list[str] = []
    for token in tokens:
        text, normal = _read_token(path, token)
        words += text.split()
        if normal and len(text.split()) == 1:
            forms.setdefault(text.strip(), normal)
    return [words] if words else []


def _read_token(path: Path, token: object) -> tuple[str, str]:
    """Return the words of a token, and the form by which it is compared."""
    if isinstance(token, str):
        return token, ""
    if isinstance(token, dict) and isinstance(token.get("t"), str):
        return token["t"], str(token.get("n", "")).strip()
    raise _refuse(path)


# Tables.


class _Cell(NamedTuple):
    """The words that a witness has in a piece of a table, and the form by which it is compared."""

    text: str
    normal: str


def _write_table(path: Path, data: Mapping[str, Any]) -> Collation:
    """Return a table as TEI: what all witnesses share is text, all else an entry for each piece."""
    named, table = data.get("witnesses"), data["table"]
    if not (isinstance(named, list) and isinstance(table, list) and table):
        raise _refuse(path)
    names = [str(name) for name in named]
    check_names(names, len(names))
    rows = [
        dict(zip(names, [_read_cell(path, cell) for cell in row], strict=True))
        for row in _turn(path, names, table)
    ]
    tree = make_tree(path.stem, [[]])
    text = next(tree.iter(tei("body")))[0]
    for row in rows:
        _append(text, row, names)
    declare(tree, dict(zip(names, names, strict=True)))
    whole = f"{PROLOG}{etree.tostring(tree, encoding='unicode')}\n"
    pieces = tuple({name: cell.text for name, cell in row.items()} for row in rows)
    return Collation(whole, {}, (), pieces)


def _append(text: etree._Element, row: Mapping[str, _Cell], names: Sequence[str]) -> None:
    base = row[names[0]]
    last = text[-1] if len(text) else None
    before = (text.text if last is None else last.tail) or ""
    gap = " " if before.strip() or last is not None else ""
    agreeing = [name for name in names if row[name].text == base.text]
    is_shared = len(agreeing) == len(names)
    added = gap + (base.text if is_shared else "")
    if last is None:
        text.text = before + added
    else:
        last.tail = before + added
    if is_shared:
        return
    by_text: dict[tuple[str, str], list[str]] = {}
    for name in names:
        cell = row[name]
        is_spelling = bool(cell.normal) and cell.normal == base.normal
        if name not in agreeing:
            by_text.setdefault((cell.text, "orthographic" if is_spelling else ""), []).append(name)
    app, lemma = make_entry(agreeing, by_text)
    lemma.text = base.text or None
    text.append(app)


def _read_cell(path: Path, cell: object) -> _Cell:
    """Return what a witness has in a piece: tokens, or nothing."""
    if cell is None:
        return _Cell("", "")
    if not isinstance(cell, list):
        raise _refuse(path)
    tokens = [_read_token(path, token) for token in cell]
    text = " ".join(" ".join(words for words, _ in tokens).split())
    return _Cell(text, " ".join(normal or words.strip() for words, normal in tokens))


def _turn(path: Path, names: Sequence[str], table: list[Any]) -> list[list[Any]]:
    """Return the pieces of a table, each with a cell for each witness.

    CollateX in Java has a row for each piece, and in Python one for each witness, whose tokens
    name it.
    """
    if not all(isinstance(row, list) for row in table):
        raise _refuse(path)
    by_witness = len(table) == len(names) and (
        any(len(row) != len(names) for row in table) or _names_its_witness(table[0], names[0])
    )
    if by_witness and len({len(row) for row in table}) == 1:
        return [list(column) for column in zip(*table, strict=True)]
    if any(len(row) != len(names) for row in table):
        raise _refuse(path)
    return table


def _names_its_witness(row: list[Any], name: str) -> bool:
    tokens = [token for cell in row if isinstance(cell, list) for token in cell]
    return bool(tokens) and all(
        isinstance(token, dict) and token.get("_sigil") == name for token in tokens
    )
