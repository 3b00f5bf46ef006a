"""Make two lists of the manual from the code: the settings, and the codes of problems.

Each table of `edition.toml` is a section, each of its fields an entry with its description and its
default; the codes stand by topic, with severity and meaning. Run by `make generated` (an argument
names another folder to write to); a test compares the lists with what this makes. A setting that
has no description ends it with a message.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import msgspec

from tei_edition.config import Config, tables
from tei_edition.problems import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "manual" / "reference"
_CODES = """\
.. list-table::
   :widths: 30 12 58
   :header-rows: 1

   * - Code
     - Severity
     - Meaning
"""


def list_codes() -> str:
    """Return a table of the codes of each topic, as reStructuredText."""
    parts = [_head("problems.py")]
    for topic, rules in itertools.groupby(RULES.values(), key=lambda rule: rule.topic):
        rows = "".join(
            f"   * - :ref:`problem-{rule.code}`\n     - {rule.severity}\n     - {rule.summary}\n"
            for rule in rules
        )
        parts += [_title(topic), _CODES + rows]
    return "\n".join(parts)


def list_settings() -> str:
    """Return a section for each table of `edition.toml`, as reStructuredText."""
    descriptions = _read_descriptions()
    order = list(descriptions)
    records = {
        name: kind
        for field in msgspec.structs.fields(Config)
        for name, kind in _list_records(field.name, field.type)
    }
    names = sorted(records, key=lambda name: order.index(records[name].__name__))
    sections = (_describe_table(name, records[name], descriptions) for name in names)
    return "\n".join([_head("config/tables.py"), *sections])


def _list_records(name: str, kind: object) -> Iterator[tuple[str, type[msgspec.Struct]]]:
    """Yield a table with its record, or `table.NAME` where editors choose the names."""
    arguments = get_args(kind)
    if arguments and isinstance(arguments[-1], type):
        name, kind = f"{name}.NAME", arguments[-1]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield name, kind


def _describe_table(
    name: str, record: type[msgspec.Struct], descriptions: dict[str, dict[str, str]]
) -> str:
    intro = " ".join((record.__doc__ or "").split())
    parts = [f".. _config-{name.partition('.')[0]}:\n", _title(f"``[{name}]``"), _wrap(intro)]
    for field in msgspec.structs.fields(record):
        description = descriptions[record.__name__].get(field.name)
        if description is None:
            sys.exit(f"no description stands after {record.__name__}.{field.name}")
        if "*Default" not in description and field.default is not msgspec.NODEFAULT:
            description += f" *Default:* ``{_to_toml(field.default)}``."
        parts.append(f"``{field.name}``\n{_wrap(description, indent='   ')}")
    return "\n".join(parts)


def _read_descriptions() -> dict[str, dict[str, str]]:
    """Return, for each class, the string after each of its fields, in the order of the source."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(tables)).body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = {
                field.target.id: " ".join(string.value.value.split())
                for field, string in itertools.pairwise(node.body)
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
    return msgspec.json.encode(value).decode()


def _head(module: str) -> str:
    return f".. Made by `make generated` from {module}: change that, not this file.\n"


def _title(text: str) -> str:
    return f"{text}\n{'-' * len(text)}\n"


def _wrap(text: str, *, indent: str = "") -> str:
    wrapper = textwrap.TextWrapper(
        110,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.fill(text) + "\n"


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REFERENCE
    (folder / "problems").mkdir(parents=True, exist_ok=True)
    (folder / "settings.inc").write_text(list_settings(), "utf-8")
    (folder / "problems" / "codes.inc").write_text(list_codes(), "utf-8")
