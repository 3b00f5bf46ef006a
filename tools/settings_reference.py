"""Make the manual's list of settings from the records that `edition.toml` is read into.

Each table is a section, each field an entry with its description and its default. Run by `make
generated` (an argument names another file to write to); a test compares the page with what this
makes. A table or a field that has no description ends it with a message.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from pathlib import Path

import msgspec

from tei_edition.config import Config, tables

PAGE = Path(__file__).resolve().parents[1] / "docs" / "manual" / "reference" / "settings.inc"
_HEAD = ".. Made by `make generated` from config/tables.py: change that, not this file.\n"


def describe_settings() -> str:
    """Return the sections of all tables, in the order in which they are declared."""
    written = _read_descriptions()
    order = list(written)
    records = {
        field.name: field.type
        for field in msgspec.structs.fields(Config)
        if getattr(field.type, "__module__", "") == tables.__name__
    }
    names = sorted(records, key=lambda name: order.index(records[name].__name__))
    return "\n".join([_HEAD, *(_describe_table(n, records[n], written) for n in names)])


def _describe_table(
    name: str, record: type[msgspec.Struct], written: dict[str, dict[str, str]]
) -> str:
    title = f"``[{name}]``"
    parts = [f".. _config-{name}:\n", f"{title}\n{'-' * len(title)}\n"]
    parts.append(_wrap(" ".join(inspect.getdoc(record).split())))  # type: ignore[union-attr]
    for field in msgspec.structs.fields(record):
        told = written[record.__name__].get(field.name)
        if told is None:
            sys.exit(f"no description stands after {record.__name__}.{field.name}")
        if "*Default" not in told:
            told += f" *Default:* ``{_to_toml(field.default)}``."
        parts.append(f"``{field.name}``\n{_wrap(told, indent='   ')}")
    return "\n".join(parts)


def _read_descriptions() -> dict[str, dict[str, str]]:
    """Return, for each class, the string after each of its fields, in the order of the source."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(tables)).body:
        if isinstance(node, ast.ClassDef):
            pairs = zip(node.body, node.body[1:], strict=False)
            found[node.name] = {
                field.target.id: " ".join(string.value.value.split())
                for field, string in pairs
                if isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(string, ast.Expr)
                and isinstance(string.value, ast.Constant)
                and isinstance(string.value.value, str)
            }
    return found


def _to_toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_to_toml(part) for part in value)}]"
    return str(value).lower() if isinstance(value, bool) else msgspec.json.encode(value).decode()


def _wrap(text: str, *, indent: str = "") -> str:
    lines = textwrap.wrap(
        text,
        110,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    page = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    page.write_text(describe_settings(), "utf-8")
