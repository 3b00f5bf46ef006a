"""The edition.toml of a bag: its patterns must not find what the bag has beside the texts."""

from __future__ import annotations

import fnmatch
import json
import re
import tomllib
from typing import TYPE_CHECKING

from tei_edition.config import list_registers, list_texts
from tei_edition.source.line_index import relative_name

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from tei_edition.exports.holdings import Holdings

_TABLE = re.compile(r"^\s*\[\s*edition\s*\]", re.MULTILINE)
_NEXT_TABLE = re.compile(r"^\s*\[", re.MULTILINE)
# What an array may consist of: strings, comments, and what is between these.
_ARRAY = r"""\[(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*|[^\]"'\#])*\]"""


def write_settings(holdings: Holdings, content: bytes, paths: Collection[str]) -> bytes:
    """Return an edition.toml as a bag with files at these paths needs it.

    It is unchanged unless its patterns would find other files there than in the edition, or miss
    one: a pattern of all XML finds the exports too. Then it names each file instead.
    """
    config = holdings.config
    registers = _name_files(holdings, list_registers(config))
    texts = _name_files(holdings, list_texts(config))
    made = content.decode()
    for key, entries, named, others in (
        ("texts", config.edition.texts, texts, set(registers)),
        ("registers", config.edition.registers, registers, set()),
    ):
        found = [{path for path in paths if _matches(path, entry)} for entry in entries]
        is_same = set().union(*found) - others == set(named)
        if not is_same or (named and not all(found)):
            made = _set_list(made, key, named)
    return made.encode()


def _name_files(holdings: Holdings, files: list[Path]) -> list[str]:
    """Return where files of the edition are in the bag, in order."""
    names = (relative_name(file, holdings.config.root) for file in files)
    return [holdings.places[name] for name in names if name in holdings.places]


def _matches(path: str, entry: str) -> bool:
    """Whether an entry of edition.toml, the name of a file or a pattern, finds a path."""
    if path == entry:
        return True
    parts = path.split("/")
    is_hidden = any(part.startswith(".") for part in parts)
    return not is_hidden and _match_parts(parts, entry.removeprefix("./").split("/"))


def _match_parts(parts: list[str], pattern: list[str]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_match_parts(parts[n:], pattern[1:]) for n in range(len(parts)))
    return (
        bool(parts)
        and fnmatch.fnmatchcase(parts[0], pattern[0])
        and _match_parts(parts[1:], pattern[1:])
    )


def _set_list(content: str, key: str, values: list[str]) -> str:
    """Return settings with a list of [edition] put in; as they are where that cannot be done."""
    head = _TABLE.search(content)
    if head is None:
        return content
    end = _NEXT_TABLE.search(content, head.end())
    stop = end.start() if end else len(content)
    written = "[" + ", ".join(json.dumps(value, ensure_ascii=False) for value in values) + "]"
    pattern = re.compile(rf"^([ \t]*{key}[ \t]*=[ \t]*){_ARRAY}", re.MULTILINE)
    changed, number = pattern.subn(
        lambda found: found[1] + written, content[head.end() : stop], count=1
    )
    if not number:
        changed = f"\n{key} = {written}{changed}"
    made = content[: head.end()] + changed + content[stop:]
    return made if _is_changed_right(content, made, key, values) else content


def _is_changed_right(before: str, after: str, key: str, values: list[str]) -> bool:
    """Whether settings differ in nothing but the list."""
    wanted = tomllib.loads(before)
    wanted["edition"][key] = values
    try:
        return tomllib.loads(after) == wanted
    except tomllib.TOMLDecodeError:
        return False
